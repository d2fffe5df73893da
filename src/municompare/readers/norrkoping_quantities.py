"""Quantified commitments in the running text of a section.

Only figures whose words say what they count are read: a number of places, persons or the like
with its year, the time within which something is to be done, the length of something, a share
whose measure the same sentence names. Ages and other limits of a population are none; what no
rule reads is left to an issue.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from municompare.model.elements import Direction
from municompare.model.quantity import Certainty, Comparator, Period, Role
from municompare.readers.norrkoping_measures import (
    direction_of,
    sentence_passages,
    stated_direction,
)
from municompare.readers.norrkoping_text import Passage
from municompare.text.numbers import FoundNumber, Number, find_numbers
from municompare.text.periods import FoundPeriod, find_periods
from municompare.text.targets import measure_clauses
from municompare.text.vocabulary import VOCABULARY
from municompare.units import resolve_unit

__all__ = ["Quantity", "SectionFigures", "read_quantities"]

_WORDS: Final = VOCABULARY["sv"]
_LENGTHS: Final = ("minute", "hour", "day", "working_day", "week", "month")
_NOUN: Final = r"[^\W\d_]+(?:-[^\W\d_]+)*"
_NOW: Final = re.compile(
    r"\b(?:i dagsläget|i dag|idag|för närvarande|i nuläget|just nu)\b", re.IGNORECASE
)
_INTENDED: Final = re.compile(rf"\b(?:{_WORDS.shall}|kommer(?: \w+)? att)\b", re.IGNORECASE)
_WITHIN: Final = re.compile(rf"\b(?:en|ett) (?P<name>{_NOUN}(?: {_NOUN}){{0,2}}) inom $")
_LONG: Final = re.compile(rf"\b(?:en|ett) (?P<name>{_NOUN}) på $")
_CHANGED: Final = re.compile(
    rf"\b(?:(?P<more>utökas|utöka|utökar|utökats|{_WORDS.increase})|(?P<fewer>{_WORDS.decrease}))"
    r"(?: [^\W\d_]+){0,3} med (?:ytterligare )?(?:med )?$",
    re.IGNORECASE,
)
_MORE: Final = re.compile(r"\bytterligare (?:med )?$", re.IGNORECASE)
_SHARE_OF: Final = re.compile(rf" av (?P<total>(?:samtliga |alla )?(?P<counted>{_NOUN}))")
_SHARE: Final = re.compile(rf"andel(?:en)? (?P<counted>{_NOUN})", re.IGNORECASE)
_DIGIT: Final = re.compile(r"[0-9]")
_COUNTED_HOW: Final = re.compile(r"[^.;]*?, (?P<how>räkna[dt][^.;]*)")

MeasureKind = Literal["count", "share", "duration"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A printed quantity, or a wanted direction without one.

    Parameters
    ----------
    measure : {"count", "share", "duration"}
        Type of its measure.
    name : Passage
        The words that name the measure.
    at : Passage
        The words that state the quantity.
    unit, unit_raw : str or None
        Canonical unit, and as printed.
    value, value_upper : float or None
        The value on the printed scale; signed for changes.
    comparator : Comparator
        As printed.
    role : {"observed", "target"}
        Past or present state, or what is wanted.
    period : Period or None
        The period, and ``period_raw`` as printed.
    certainty : {"certain", "probable"}
        ``probable`` where a rule chose the period.
    denominator : str or None
        What a share is of.
    direction : Direction or None
        The direction that the sentence gives the measure.
    counted_how : Passage or None
        A printed remark on how it is counted.
    """

    measure: MeasureKind
    name: Passage
    at: Passage
    unit: str | None
    unit_raw: str | None
    value: float | None = None
    value_upper: float | None = None
    comparator: Comparator
    role: Role
    period: Period | None = None
    period_raw: str | None = None
    certainty: Certainty = "certain"
    denominator: str | None = None
    direction: Direction | None = None
    counted_how: Passage | None = None

    @property
    def is_change(self) -> bool:
        """Whether it says by how much something changes."""
        return self.comparator in ("change_by", "change_by_percent")


@dataclass(frozen=True, slots=True)
class SectionFigures:
    """What a section's figures say, and the figures with a unit that no rule reads."""

    quantities: tuple[Quantity, ...]
    unread: tuple[Passage, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _When:
    """Role and period of a figure."""

    role: Role
    period: Period | None
    raw: str | None
    certainty: Certainty


def read_quantities(section: Passage, *, year: Period) -> SectionFigures:
    """Read the quantified commitments of a section.

    Parameters
    ----------
    section : Passage
        Its text.
    year : Period
        The plan's period, which parts what was from what is wanted.
    """
    quantities: list[Quantity] = []
    unread: list[Passage] = []
    for sentence in sentence_passages(section):
        figures = [_figure(sentence, found) for found in _numbers(sentence.text)]
        periods = find_periods(sentence.text, language="sv") if any(figures) else ()
        for figure in filter(None, figures):
            read = list(_read(figure, periods, year))
            quantities += read
            if not read:
                unread.append(figure.stated())
    return SectionFigures(tuple(quantities), tuple(unread))


def _numbers(text: str) -> tuple[FoundNumber, ...]:
    # most sentences have no digit: looking first makes a document read twice as fast
    return find_numbers(text, language="sv") if _DIGIT.search(text) else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Figure:
    """A number with a known unit in its sentence."""

    sentence: Passage
    number: Number
    start: int
    end: int
    qualifier: str | None
    unit: str
    unit_raw: str
    unit_span: tuple[int, int]

    @property
    def head(self) -> str:
        """The sentence before the number."""
        return self.sentence.text[: self.start]

    def stated(self, start: int | None = None) -> Passage:
        """Words that state it: from ``start`` or what qualifies it to its unit."""
        begin = self.start if start is None else start
        if start is None and self.qualifier is not None:
            begin = self.head.lower().rfind(self.qualifier.lower())
        return self.sentence.part(begin, self.unit_span[1])


def _figure(sentence: Passage, found: FoundNumber) -> _Figure | None:
    """Take a number whose next word or next but one is a unit ("30 platser", "30 nya platser")."""
    sign = found.number.unit_raw if not found.unit_words else None
    for raw in (sign, *found.unit_words):
        unit = resolve_unit(raw, country="SE") if raw else None
        if raw and unit:
            begin = found.end - len(raw) if raw == sign else sentence.text.index(raw, found.end)
            return _Figure(
                sentence=sentence,
                number=found.number,
                start=found.start,
                end=found.end,
                qualifier=found.qualifier,
                unit=unit,
                unit_raw=raw,
                unit_span=(begin, begin + len(raw)),
            )
    return None


def _read(figure: _Figure, periods: tuple[FoundPeriod, ...], year: Period) -> Iterator[Quantity]:
    if figure.unit == "percent":
        yield from _share(figure, _when(figure, periods, year))
    elif figure.unit in _LENGTHS:
        yield from _duration(figure)
    elif figure.unit != "year":
        yield from _count(figure, _when(figure, periods, year))


def _when(figure: _Figure, periods: tuple[FoundPeriod, ...], year: Period) -> _When | None:
    """Role and period: of the periods in the sentence the last before the figure, else the next.

    Without a period the words decide: a word for the present (then the plan's own year), or an
    intention. None where nothing decides.
    """
    before = [period for period in periods if period.end <= figure.start]
    stated = before[-1] if before else next(iter(periods), None)
    if stated is not None:
        role: Role = "observed" if stated.period.end < year.start else "target"
        certainty: Certainty = "certain" if len(periods) == 1 else "probable"
        return _When(role=role, period=stated.period, raw=stated.raw, certainty=certainty)
    if now := _NOW.search(figure.head):
        return _When(role="observed", period=year, raw=now[0], certainty="probable")
    if _INTENDED.search(figure.sentence.text):
        return _When(role="target", period=None, raw=None, certainty="certain")
    return None


def _count(figure: _Figure, when: _When | None) -> Iterator[Quantity]:
    if when is None:
        return
    value, comparator, begin = figure.number.value, figure.number.comparator, None
    if changed := _CHANGED.search(figure.head):
        value = -value if changed["fewer"] else value
        comparator, begin = "change_by", changed.start()
    elif _MORE.search(figure.head):
        comparator = "change_by"
    yield Quantity(
        measure="count",
        name=figure.sentence.part(*figure.unit_span),
        at=figure.stated(begin),
        unit=figure.unit,
        unit_raw=figure.unit_raw,
        value=value,
        value_upper=figure.number.value_upper,
        comparator=comparator,
        role=when.role,
        period=when.period,
        period_raw=when.raw,
        certainty=when.certainty,
    )


def _duration(figure: _Figure) -> Iterator[Quantity]:
    """Read the time within which something is to be done, or the length of something."""
    text, number = figure.sentence.text, figure.number
    within = _WITHIN.search(figure.head) if _INTENDED.search(text) else None
    match = within or _LONG.search(figure.head)
    if match is None:
        return
    how = _COUNTED_HOW.match(text, figure.end)
    yield Quantity(
        measure="duration",
        name=figure.sentence.part(*match.span("name")),
        at=figure.stated(match.end("name") + 1),
        unit=figure.unit,
        unit_raw=figure.unit_raw,
        value=number.value,
        value_upper=number.value_upper,
        comparator="<=" if within and number.comparator == "=" else number.comparator,
        role="target",
        counted_how=figure.sentence.part(*how.span("how")) if how else None,
    )


def _share(figure: _Figure, when: _When | None) -> Iterator[Quantity]:
    """Read a share whose measure the sentence names, and the direction that it gives it."""
    text, number = figure.sentence.text, figure.number
    total = _SHARE_OF.match(text, figure.end)
    if total is None or when is None:
        return
    for clause in measure_clauses(text, language="sv"):
        named = _SHARE.match(clause.name)
        if named is None or named["counted"].lower() != total["counted"].lower():
            continue
        name = figure.sentence.part(clause.start, clause.start + len(clause.name))
        direction = direction_of(clause.direction)
        yield Quantity(
            measure="share",
            name=name,
            at=figure.stated(),
            unit="percent",
            unit_raw=figure.unit_raw,
            value=number.value,
            value_upper=number.value_upper,
            comparator=number.comparator,
            role=when.role,
            period=when.period,
            period_raw=when.raw,
            certainty=when.certainty,
            denominator=total["total"],
            direction=direction,
        )
        if clause.direction is not None:
            yield Quantity(
                measure="share",
                name=name,
                at=figure.sentence.part(*stated_direction(text, clause)),
                unit=None,
                unit_raw=None,
                comparator=clause.direction,
                role="target",
                denominator=total["total"],
                direction=direction,
            )
        return
