"""Figures and measures that a wording states, where it may run over a page break or a row."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from municompare.model.elements import Indicator, IndicatorOrigin, Measurement
from municompare.readers.linkoping_embedded import add_embedded
from municompare.readers.linkoping_operational_statements import block_of
from municompare.readers.norrkoping_text import Passage, Source

__all__ = ["Places", "add_stated_measures"]


class Places:
    """Gives places in a wording, and puts right those of values that run over a break in it.

    Parameters
    ----------
    passage : Passage
        The wording.
    """

    def __init__(self, passage: Passage) -> None:
        self._passage = passage
        self._block = block_of(passage)
        self._begins: dict[str, int] = {}

    def locate(self, index: int) -> str:
        """Locator of a character of the wording."""
        place = self._block.locate(index)
        self._begins[place] = index
        return place

    def settled(self, values: Iterable[Measurement]) -> tuple[Measurement, ...]:
        """The values, each with all its places.

        Of words that other text parts, those before it are kept.
        """
        if len(self._passage.locator.alternatives[0]) == 1:
            return tuple(values)
        return tuple(map(self._settled, values))

    def _settled(self, value: Measurement) -> Measurement:
        begin = self._begins[value.locator]
        end = begin + len(value.raw or "")
        for gap in self._gaps():
            if begin < gap < end:
                end = gap
        at = self._passage.part(begin, max(end, begin + 1))
        raw = at.text if value.raw is not None else None
        return replace(value, raw=raw, locator=str(at.locator))

    def _gaps(self) -> list[int]:
        """Offsets in the wording at which other text stands between its stretches."""
        gaps, at = [], 0
        for start, end in self._passage.spans[:-1]:
            at += end - start
            gaps.append(at)
            at += 1
        return gaps


def add_stated_measures(
    source: Source,
    passage: Passage,
    *,
    element: str,
    goal: str | None,
    origin: IndicatorOrigin,
    text: str | None = None,
) -> tuple[Indicator, ...]:
    """Add the indicators that a wording states, with their targets.

    Parameters
    ----------
    source : Source
        The plan in the making and its document.
    passage : Passage
        The wording.
    element : str
        Id of the element.
    goal : str or None
        Id of the goal, if the element is one.
    origin : IndicatorOrigin
        The kind of element.
    text : str, optional
        The beginning of the wording that is kept; left out, all of it.
    """
    places = Places(passage)
    draft = source.draft
    known = len(draft.rows("measurements"))
    indicators = add_embedded(
        draft,
        text or passage.text,
        element=element,
        goal=goal,
        origin=origin,
        document=source.document_id,
        locate=places.locate,
    )
    if indicators:
        rows = draft.rows("measurements")
        draft.replace_rows("measurements", [*rows[:known], *places.settled(rows[known:])])
    return indicators
