"""Whom an agreement compares itself with: the country, a klynge, its own past, the law."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from municompare.model.elements import Measurement
from municompare.model.plan import BenchmarkRef
from municompare.readers.silkeborg_agreement import Agreement, Statement
from municompare.text.clauses import measure_clauses

__all__ = ["NORM", "add_benchmark_refs"]

Comparator = Literal["national_mean", "klynge", "other_municipalities", "own_past", "norm"]

NORM: Final = (
    r"(?:det lovpligtige [^\W\d_]+|lov(?:ens|givningens)? (?:mindste|minimums)?krav|lovkravet|"
    r"lovkravene|minimumskravet|det lovbestemte [^\W\d_]+)"
)
"""What the law asks for at least."""
_COMPARED: Final[tuple[tuple[Comparator, re.Pattern[str]], ...]] = (
    ("national_mean", re.compile(r"\blands(?:gennemsnit|plan\b)", re.IGNORECASE)),
    ("klynge", re.compile(r"\bklynge", re.IGNORECASE)),
    (
        "other_municipalities",
        re.compile(r"\b(?:andre|sammenlignelige|omkringliggende|nabo) ?kommuner", re.IGNORECASE),
    ),
    ("norm", re.compile(rf"\b{NORM}", re.IGNORECASE)),
    ("own_past", re.compile(r"(?<=\bend )(?:[^\W\d_]+ ){0,3}i dag\b|\bsidste års? ", re.I)),
)
_TO_REACH: Final = re.compile(
    r"\b(?:(?:bedre|højere|lavere|større|mindre|færre|flere|hurtigere|tidligere|kortere|oftere) "
    r"end|på niveau med|mindst|over|under) (?:\S+ ){0,2}$",
    re.IGNORECASE,
)
# what is compared, behind or before the words for comparing
_THEMES: Final = (
    re.compile(r"\blandsgennemsnittet til at (?P<theme>[^.;]+)", re.IGNORECASE),
    re.compile(r"\blandsgennemsnittet (?:for|med hensyn til|når det gælder) (?P<theme>[^.;]+)"),
    re.compile(
        r"\bsammenligne(?: os)?(?: med)? (?P<theme>(?!os\b|med\b)[^\W\d_][^,.;]*?) "
        r"(?:i|med|på tværs af|blandt) (?:de |andre )?klynge",
        re.IGNORECASE,
    ),
    re.compile(r"\A(?P<theme>[^,.;]+?) (?:(?:kan|skal|bør|vil kunne) )?sammenlignes\b"),
)
_NAME: Final = r"[A-ZÆØÅ][^\W\d_]+(?:-[A-ZÆØÅ][^\W\d_]+)?"
_MEMBERS: Final = re.compile(
    rf"\bklynge[^\W\d_]*(?: ?\(| ?: ?| består af | med )(?P<names>{_NAME}(?:, {_NAME})*"
    rf"(?: og {_NAME})?)",
)
_BETWEEN: Final = re.compile(r", | og ")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Comparison:
    """A comparison that a wording states, and where in the wording."""

    comparator: Comparator
    start: int
    to_reach: bool


def add_benchmark_refs(agreement: Agreement) -> None:
    """Add the comparisons that goals, activities and indicators ask for, each once."""
    values = {row.indicator: row for row in agreement.draft.rows("measurements") if row.base_period}
    seen = set()
    for statement in agreement.statements:
        text = statement.passage.text
        members = _MEMBERS.search(text)
        for comparison in _comparisons(statement, values):
            key = statement.element, comparison.comparator
            if key in seen:
                continue
            seen.add(key)
            klynge = comparison.comparator == "klynge"
            agreement.draft.add(
                BenchmarkRef(
                    id=agreement.draft.attached_id("benchmark_ref", statement.element),
                    element=statement.element,
                    comparator=comparison.comparator,
                    named_members="; ".join(_BETWEEN.split(members["names"]))
                    if klynge and members
                    else None,
                    theme=_theme(text),
                    use="target" if comparison.to_reach else "comparison",
                    document=agreement.document,
                    locator=statement.passage.part(comparison.start).locator,
                )
            )


def _comparisons(
    statement: Statement, values: Mapping[str, Measurement]
) -> tuple[_Comparison, ...]:
    text = statement.passage.text
    found = []
    for comparator, pattern in _COMPARED:
        match = pattern.search(text)
        if match is not None:
            to_reach = _TO_REACH.search(text[: match.start()]) is not None
            found.append(
                _Comparison(
                    comparator=comparator,
                    start=match.start(),
                    # better than today is a target as it stands
                    to_reach=to_reach or comparator == "own_past",
                )
            )
    value = values.get(statement.element)
    if value is not None and value.raw is not None:
        # a change is measured from the past, which the target itself names
        start = text.find(value.raw)
        found.append(_Comparison(comparator="own_past", start=max(start, 0), to_reach=True))
    return tuple(found)


def _theme(text: str) -> str | None:
    """What is compared, as printed."""
    for pattern in _THEMES:
        match = pattern.search(text)
        if match is not None:
            return match["theme"].strip()
    clauses = measure_clauses(text, language="da")
    return clauses[0].name if clauses else None
