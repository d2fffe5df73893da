"""Measures and quantified commitments that an activity's own wording states."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from municompare.model.elements import Indicator, Measurement, MeasureType
from municompare.model.quantity import Comparator, Period
from municompare.readers.linkoping_operational_wordings import add_stated_measures
from municompare.readers.norrkoping_text import Passage, Source
from municompare.text.numbers import FoundNumber, find_numbers
from municompare.text.periods import find_periods
from municompare.text.words import fold
from municompare.units import resolve_unit

__all__ = ["MeasureWriter"]

_GOAL: Final = re.compile(r"[,(]? ?\bmål(?:et)?(?: är)?:? (?:minst |högst )?$", re.IGNORECASE)
_YEAR_END: Final = re.compile(
    r" (?P<raw>(?:vid|till|i) (?:årets slut|slutet av året|årsskiftet))", re.IGNORECASE
)
_WITHIN: Final = re.compile(r"^(?P<name>.+?),? inom $")
_DIGIT: Final = re.compile(r"\d")
_LENGTHS: Final = ("minute", "hour", "day", "working_day", "week", "month")
_MONEY: Final = ("SEK", "kSEK", "MSEK")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Commitment:
    """A quantity: the span of its measure's name and its own, unit, comparator, period."""

    name: tuple[int, int]
    at: tuple[int, int]
    found: FoundNumber
    unit: str | None
    unit_raw: str
    measure: MeasureType
    comparator: Comparator
    period: Period | None = None
    period_raw: str | None = None


class MeasureWriter:
    """Adds the indicators of activities; words that come back state one measure again."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._known: dict[tuple[str, str | None], Indicator] = {}
        self._unread: list[Passage] = []

    def add(self, activity: str, passage: Passage) -> tuple[float | None, str | None]:
        """Add what an activity's wording measures.

        Returns
        -------
        (float, str) or (None, None)
            Its quantity and unit, if it states exactly one.
        """
        source, text = self._source, passage.text
        indicators = add_stated_measures(
            source, passage, element=activity, goal=None, origin="activity"
        )
        added = {indicator.id for indicator in indicators}
        values = [
            (row.value, row.unit)
            for row in source.draft.rows("measurements")
            if row.indicator in added and row.value is not None
        ]
        read = {value for value, _ in values}
        numbers = find_numbers(text, language="sv") if _DIGIT.search(text) else ()
        for found in numbers:
            if found.number.value in read:
                continue
            commitment = self._commitment(text, found)
            if commitment is None:
                self._unread.append(passage.part(found.phrase_start, found.end))
                continue
            self._add(activity, passage, commitment)
            values.append((found.number.value, commitment.unit))
        return values[0] if len(values) == 1 else (None, None)

    def _commitment(self, text: str, found: FoundNumber) -> _Commitment | None:
        """What a number commits to, if the words around it say so."""
        number, head = found.number, text[: found.phrase_start]
        words = [number.unit_raw] if number.unit_raw and not found.unit_words else found.unit_words
        unit_raw = next((w for w in words if w and resolve_unit(w, country="SE")), None)
        if unit_raw is None and found.qualifier and number.comparator in ("<=", ">=", "<", ">"):
            unit_raw = next(iter(words), None)  # "minst 300 barn" commits to so many of them
        unit = resolve_unit(unit_raw, country="SE") if unit_raw else None
        if unit_raw is None or number.value_upper is not None:
            return None
        end = max(found.end, text.find(unit_raw, found.start) + len(unit_raw))
        if goal := _GOAL.search(head):
            when = _YEAR_END.match(text, end)
            period = self._source.year.end.isoformat() if when else None
            return _Commitment(
                name=(0, goal.start()), at=(found.phrase_start, when.end() if when else end),
                found=found, unit=unit, unit_raw=unit_raw,
                measure="share" if unit == "percent" else "count",
                comparator=number.comparator,
                period=Period.parse(period) if period else None,
                period_raw=when["raw"] if when else None,
            )  # fmt: skip
        if unit in _LENGTHS:
            within = _WITHIN.match(text[: found.start])
            if within is None:
                return None
            return _Commitment(
                name=within.span("name"), at=(within.end("name") + 1, end), found=found,
                unit=unit, unit_raw=unit_raw, measure="duration", comparator="<=",
            )  # fmt: skip
        if unit in ("percent", "year", *_MONEY):
            return None
        periods = find_periods(text, language="sv")
        only = periods[0] if len(periods) == 1 else None
        return _Commitment(
            name=(found.end + 1, end), at=(found.phrase_start, end), found=found, unit=unit,
            unit_raw=unit_raw, measure="count", comparator=number.comparator,
            period=only.period if only else None, period_raw=only.raw if only else None,
        )  # fmt: skip

    def _add(self, activity: str, passage: Passage, commitment: _Commitment) -> None:
        source, draft = self._source, self._source.draft
        name = passage.part(*commitment.name)
        indicator = self._known.get((fold(name.text), commitment.unit))
        if indicator is None:
            indicator = Indicator(
                id=draft.id("indicator", name.text),
                element=activity,
                element_basis="stated",
                element_certainty="certain",
                origin="activity",
                name=name.text,
                unit=commitment.unit,
                unit_raw=commitment.unit_raw,
                unit_basis="cell",
                measure_type=commitment.measure,
                **source.printed(name),
            )
            self._known[fold(name.text), commitment.unit] = indicator
            draft.add(indicator)
        at, period = passage.part(*commitment.at), commitment.period
        draft.add(
            Measurement(
                id=draft.measurement_id(
                    indicator=indicator.id,
                    period=period.text if period else None,
                    role="target",
                    subgroup=None,
                    document=source.document_id,
                ),
                indicator=indicator.id,
                period=period.text if period else None,
                period_start=period.start.isoformat() if period else None,
                period_end=period.end.isoformat() if period else None,
                period_raw=commitment.period_raw,
                role="target",
                value=commitment.found.number.value,
                unit=commitment.unit,
                comparator=commitment.comparator,
                comparator_basis="text",
                target_form="level",
                target_origin="own",
                status="reported",
                raw=at.text,
                **source.printed(at),
            )
        )

    def report(self) -> None:
        """Add an issue for numbers whose words do not say what they measure."""
        if self._unread:
            self._source.draft.issue(
                "MC327",
                "info",
                "figures whose words do not say what they measure are left out.",
                cause="figures not read",
                remedy="Read them at their places; state them by curation if they are commitments.",
                readings=[self._source.reading(passage) for passage in self._unread],
            )
