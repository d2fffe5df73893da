"""Quantified commitments in the running text of a section.

Only figures whose words say what they count are read: a number of places, persons or the like
with its year, an amount of money, the time within which something is to be done, the length of
something, a share whose measure the same sentence names or which the sentence as a whole is to
reach. Ages and other limits of a population are none; what no rule reads is left to an issue.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from municompare.model.elements import Direction
from municompare.model.quantity import Certainty, Comparator, Period, Role
from municompare.readers.norrkoping_figures import (
    Figure,
    counted_figure,
    counts_on,
    figure_of,
    numbers_in,
)
from municompare.readers.norrkoping_lists import Listed, pieces
from municompare.readers.norrkoping_measures import direction_of, stated_direction
from municompare.readers.norrkoping_shares import is_shown, subject_of
from municompare.readers.norrkoping_text import Passage
from municompare.text.periods import FoundPeriod, find_periods
from municompare.text.targets import MeasureClause, measure_clauses
from municompare.text.vocabulary import VOCABULARY

__all__ = ["Quantity", "SectionFigures", "read_quantities"]

_WORDS: Final = VOCABULARY["sv"]
_LENGTHS: Final = ("minute", "hour", "day", "working_day", "week", "month")
_NOUN: Final = r"[^\W\d_]+(?:-[^\W\d_]+)*"
_NOW: Final = re.compile(
    r"\b(?:i dagsläget|i dag|idag|för närvarande|i nuläget|just nu)\b", re.IGNORECASE
)
_INTENDED: Final = re.compile(
    rf"\b(?:{_WORDS.shall}|kommer(?: \w+)? att|beräknas|planeras)\b", re.IGNORECASE
)
_PLANNED: Final = re.compile(r"\b(?:aktiviteter|åtgärder|insatser|planerade?)\b", re.IGNORECASE)
_OWN_PERIOD: Final = re.compile(r" (?:(?:under|år|i|för) )?", re.IGNORECASE)
_BODY: Final = re.compile(r".*(?:kontoret|nämnden|enheten|förvaltningen)|vi", re.IGNORECASE)
_BOUND: Final = (">=", "<=")
_WITHIN: Final = re.compile(rf"\b(?:en|ett) (?P<name>{_NOUN}(?: {_NOUN}){{0,2}}) inom $")
_LONG: Final = re.compile(rf"\b(?:en|ett) (?P<name>{_NOUN}) på $")
_NAMED_TIME: Final = re.compile(
    rf"\b(?P<name>{_NOUN}tid(?:en|er|erna)?)\b[^.,;:]*? (?:{_WORDS.shall}) (?:vara|uppgå till) $",
    re.IGNORECASE,
)
_KEPT_TO: Final = re.compile(
    r"\b(?P<name>[^\W\d_]{2,}(?:en|an|et|na|or|er|ar)) (?:så )?att "
    r"(?:den|det|de) (?:är|blir|tar) $",
    re.IGNORECASE,
)
_TIME_WAS: Final = re.compile(
    rf"\b(?P<name>{_NOUN}tid(?:en|er|erna)?)\b[^.,;:]*? (?:var|låg på|uppgick till) $",
    re.IGNORECASE,
)
_DONE_WITHIN: Final = re.compile(
    rf"^(?P<name>{_NOUN}(?: {_NOUN}){{0,3}}?) (?:{_WORDS.shall}) (?:{_NOUN} ){{1,3}}inom $",
    re.IGNORECASE,
)
_CHANGED: Final = re.compile(
    rf"\b(?:(?P<more>utökas|utöka|utökar|utökats|utökning|{_WORDS.increase}|{_WORDS.rise})"
    rf"|(?P<fewer>{_WORDS.decrease}|{_WORDS.fall}))"
    r"(?: [^\W\d_]+){0,3} (?:med|på|om) (?:ytterligare )?(?:med )?$",
    re.IGNORECASE,
)
_APART: Final = re.compile(rf"(?:{_WORDS.approximate}|varav)", re.IGNORECASE)
_FROM: Final = re.compile(r"\bfrån $", re.IGNORECASE)
_TO: Final = re.compile(r"[^.,;:]*? till ")
_MONEY: Final = ("SEK", "kSEK", "MSEK")
_MORE: Final = re.compile(r"\bytterligare (?:med )?$", re.IGNORECASE)
_SHARE_OF: Final = re.compile(rf" av (?P<total>(?:samtliga |alla )?(?P<counted>{_NOUN}))")
_SHARE: Final = re.compile(rf"andel(?:en)? (?P<counted>{_NOUN})", re.IGNORECASE)
_COUNTED_HOW: Final = re.compile(r"[^.;]*?, (?P<how>räkna[dt][^.;]*)")

MeasureKind = Literal["count", "share", "duration", "cost"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A printed quantity, or a wanted direction without one.

    Parameters
    ----------
    measure : {"count", "share", "duration", "cost"}
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
    """What a section's figures say, and the figures that no rule reads."""

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
    for sentence, lead in _statements(section):
        numbers = numbers_in(sentence.text)
        periods = find_periods(sentence.text, language="sv") if numbers else ()
        for found in numbers:
            figure = figure_of(sentence, found)
            if figure is None and not counts_on(found, numbers):
                figure = counted_figure(sentence, found, is_item=bool(lead))
            if figure is not None:
                figure = replace(figure, lead=lead)
                read = list(_read(figure, periods, year))
                quantities += read
                if not read:
                    unread.append(figure.stated())
            elif found.unit_words and not counts_on(found, numbers):
                end = sentence.text.index(found.unit_words[0], found.end)
                unread.append(sentence.part(found.phrase_start, end + len(found.unit_words[0])))
    return SectionFigures(tuple(quantities), tuple(unread))


def _statements(section: Passage) -> Iterator[tuple[Passage, str]]:
    """Sentences, and items of lists with the words that introduce them."""
    for piece in pieces(section):
        if isinstance(piece, Listed):
            yield piece.lead, ""
            yield from ((item, piece.lead.text) for item in piece.items)
        else:
            yield piece, ""


def _read(figure: Figure, periods: tuple[FoundPeriod, ...], year: Period) -> Iterator[Quantity]:
    text = figure.sentence.text
    if _APART.fullmatch(figure.qualifier or ""):  # no exact value, or a part of another one
        return
    if _FROM.search(figure.head) and _TO.match(text, figure.end):  # where a movement begins
        return
    if figure.unit == "percent":
        yield from _share(figure, _when(figure, periods, year))
    elif figure.unit in _LENGTHS:
        yield from _duration(figure, _when(figure, periods, year))
    elif figure.unit != "year":
        yield from _count(figure, _when(figure, periods, year))


def _when(figure: Figure, periods: tuple[FoundPeriod, ...], year: Period) -> _When | None:
    """Role and period: of the periods in the sentence the last before the figure, else the next.

    Without a period the words decide: a word for the present, which prints no period, or an
    intention. None where nothing decides.
    """
    before = [period for period in periods if period.end <= figure.start]
    behind = max(figure.end, figure.unit_span[1])
    # "8 procent 2020": a year right behind a figure is its own
    own = [p for p in periods if _OWN_PERIOD.fullmatch(figure.sentence.text[behind : p.start])]
    stated = next(iter(own or before[-1:] or periods), None)
    if stated is None and figure.lead:
        periods = find_periods(figure.lead, language="sv")
        stated = next(iter(periods), None)
    if stated is not None:
        role: Role = "observed" if stated.period.end < year.start else "target"
        certainty: Certainty = "certain" if len(periods) == 1 else "probable"
        return _When(role=role, period=stated.period, raw=stated.raw, certainty=certainty)
    if now := _NOW.search(figure.head):
        return _When(role="observed", period=None, raw=now[0], certainty="certain")
    if _is_intended(figure):
        return _When(role="target", period=None, raw=None, certainty="certain")
    return None


def _is_intended(figure: Figure) -> bool:
    """Whether the sentence, or what introduces it, says that something is to be."""
    if figure.lead and _PLANNED.search(figure.lead):
        return True
    return _INTENDED.search(f"{figure.lead} {figure.sentence.text}") is not None


def _count(figure: Figure, when: _When | None) -> Iterator[Quantity]:
    if when is None:
        return
    value, comparator, begin = figure.number.value, figure.number.comparator, None
    if changed := _CHANGED.search(figure.head):
        value = -value if changed["fewer"] else value
        comparator, begin = "change_by", changed.start()
    elif _MORE.search(figure.head):
        comparator = "change_by"
    # an amount of money does not say what it is for, its sentence does
    money = figure.unit in _MONEY
    yield Quantity(
        measure="cost" if money else "count",
        name=figure.sentence if money else figure.sentence.part(*figure.unit_span),
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


def _duration(figure: Figure, when: _When | None) -> Iterator[Quantity]:
    """Read the time within which something is to be done, or the length of something."""
    text, number = figure.sentence.text, figure.number
    head = figure.head[: -len(figure.qualifier) - 1] if figure.qualifier else figure.head
    within = None
    if _is_intended(figure):
        within = _WITHIN.search(head) or _DONE_WITHIN.search(head)
    match = within or _LONG.search(head) or _NAMED_TIME.search(head) or _KEPT_TO.search(head)
    was = _TIME_WAS.search(head) if match is None and when and when.role == "observed" else None
    match = match or was
    if match is None:
        return
    how = _COUNTED_HOW.match(text, figure.end)
    name = figure.sentence.part(*match.span("name"))
    if _BODY.fullmatch(name.text):  # who acts is not what is measured
        name = figure.sentence
    yield Quantity(
        measure="duration",
        name=name,
        at=figure.stated(match.end("name") + 1),
        unit=figure.unit,
        unit_raw=figure.unit_raw,
        value=number.value,
        value_upper=number.value_upper,
        comparator="<=" if within and number.comparator == "=" else number.comparator,
        role="observed" if was else "target",
        period=when.period if was and when else None,
        period_raw=when.raw if was and when else None,
        counted_how=figure.sentence.part(*how.span("how")) if how else None,
    )


def _share(figure: Figure, when: _When | None) -> Iterator[Quantity]:
    """Read a share whose measure the sentence names, and the direction that it gives it."""
    text, number = figure.sentence.text, figure.number
    total = _SHARE_OF.match(text, figure.unit_span[1])
    if when is None:
        return
    clauses = [c for c in measure_clauses(text, language="sv") if _SHARE.match(c.name)]
    if (total is None and len(clauses) <= 1) or (total and not clauses):
        bound = when.role == "target" and number.comparator in _BOUND
        if total or clauses or bound or subject_of(figure) or is_shown(figure):
            yield from _stated_share(figure, when, clauses, total)
        return
    for clause in clauses:
        named = _SHARE.match(clause.name)
        counted = total["counted"].lower() if total else None
        if named is None or named["counted"].lower() != counted:
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
            denominator=total["total"] if total else None,
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
                denominator=total["total"] if total else None,
                direction=direction,
            )
        return


def _stated_share(
    figure: Figure, when: _When, clauses: Sequence[MeasureClause], total: re.Match[str] | None
) -> Iterator[Quantity]:
    """Read a share that is to be, or was: "andelen … ska vara 80 %", "80 % av … ska"."""
    if when.role == "target" and not _is_intended(figure):
        return
    head = figure.head[: -len(figure.qualifier) - 1] if figure.qualifier else figure.head
    name, direction = figure.sentence, None
    subject = subject_of(figure)
    if not clauses and total is None and subject is not None:
        name = subject
    if clauses:
        if clauses[0].start > figure.start:
            return
        # a name does not go on behind the figure
        end = min(clauses[0].start + len(clauses[0].name), len(head))
        name = figure.sentence.part(clauses[0].start, end)
        direction = direction_of(clauses[0].direction)
    yield Quantity(
        measure="share",
        name=name,
        at=figure.stated(),
        unit="percent",
        unit_raw=figure.unit_raw,
        value=figure.number.value,
        value_upper=figure.number.value_upper,
        comparator=figure.number.comparator,
        role=when.role,
        period=when.period,
        period_raw=when.raw,
        certainty=when.certainty,
        denominator=total["total"] if total else None,
        direction=direction,
    )
