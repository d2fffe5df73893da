"""Gaps in the numbering of the goals and development areas of a verksamhetsplan."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

from municompare.model.elements import GoalKind
from municompare.readers.norrkoping_goals import Treated
from municompare.readers.norrkoping_overview import LeftOut
from municompare.readers.norrkoping_text import Source

__all__ = ["report_gaps"]

_KINDS: Final[tuple[GoalKind, ...]] = ("goal", "development_area")
_SHORT: Final = 9
"""Numbers of a gap that are told one by one."""


def _gaps(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """First and last number of each gap in a numbering from 1."""
    ordered = [0, *sorted(numbers)]
    return [(low + 1, high - 1) for low, high in pairwise(ordered) if high > low + 1]


def _spelled(gaps: Iterable[tuple[int, int]]) -> str:
    """Each number of short gaps, both ends of long ones."""
    return ", ".join(
        f"{first} to {last}"
        if last - first > _SHORT
        else ", ".join(map(str, range(first, last + 1)))
        for first, last in gaps
    )


def report_gaps(source: Source, statements: Sequence[LeftOut], treated: Sequence[Treated]) -> None:
    """Report, once for each kind, which numbers have no text in the document."""
    for kind in _KINDS:
        name = kind.replace("_", " ")
        own = [element for element in treated if element.kind == kind]
        printed = {int(element.number) for element in own}
        named = {int(n) for s in statements for k, n, _ in s.numbers if k == kind}
        missing = _gaps(printed) + [(n, n) for n in sorted(named) if n > max(printed, default=0)]
        if not missing:
            continue
        silent = _gaps({n for n in printed | named if n <= max(printed, default=0)})
        stated = [s.statement for s in statements if any(k == kind for k, *_ in s.numbers)]
        source.draft.issue(
            "MC322",
            "info",
            f"the numbering of the {name}s has gaps: {_spelled(missing)} without text"
            + (
                f", {_spelled(silent)} without a word."
                if silent
                else "; the document says that they do not concern it."
            ),
            cause=f"gaps {name}",
            remedy="Their texts stand in the uppdragsplan; none is made up here.",
            readings=[
                source.reading(place)
                for place in stated or [(e.row or e.entries[0]).whole for e in own[:1]]
            ],
        )
