"""What a judgement on a pair of elements says: verdict and reasons."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Literal

__all__ = ["Comparability", "Consequence", "Reason", "Verdict"]

Consequence = Literal["caveat", "position_only", "blocks"]
Verdict = Literal["comparable", "with_caveats", "position_only", "not_comparable"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One thing that speaks against comparing two elements.

    Parameters
    ----------
    aspect : str
        What it is about: concept, definition, unit, period, population, measure, direction,
        price level, responsibility, source, unit of analysis, or trap.
    consequence : {"caveat", "position_only", "blocks"}
        ``caveat``: say it beside the comparison; ``position_only``: compare positions within the
        own group, not values; ``blocks``: do not compare.
    statement : str
        The reason in a sentence.
    source : str or None
        What it rests on, where it is a definition of the library.
    """

    aspect: str
    consequence: Consequence
    statement: str
    source: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparability:
    """Verdict and reasons for a pair of elements.

    Parameters
    ----------
    a, b : str
        Ids of the elements.
    a_text, b_text : str
        Their English labels, else what is printed.
    concept : str or None
        The concept in which they meet; the one that speaks least against them, if several.
    verdict : {"comparable", "with_caveats", "position_only", "not_comparable"}
        The strongest consequence of the reasons.
    reasons : tuple of Reason
        Everything that speaks against the comparison.
    """

    a: str
    b: str
    a_text: str
    b_text: str
    concept: str | None
    verdict: Verdict
    reasons: tuple[Reason, ...]

    def __str__(self) -> str:
        lines = [f"{self.a_text}  |  {self.b_text}: {self.verdict.replace('_', ' ')}"]
        lines += [
            f"  - {reason.aspect} ({reason.consequence.replace('_', ' ')}): {reason.statement}"
            for reason in self.reasons
        ]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td>{escape(r.aspect)}</td><td>{escape(r.consequence)}</td>"
            f"<td>{escape(r.statement)}</td></tr>"
            for r in self.reasons
        )
        return (
            f"<p><b>{escape(self.a_text)}</b> | <b>{escape(self.b_text)}</b>: "
            f"{escape(self.verdict.replace('_', ' '))}</p><table>{rows}</table>"
        )
