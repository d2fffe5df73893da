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
from typing import Final

from municompare.model.quantity import Period
from municompare.readers.norrkoping_figures import (
    Figure,
    counted_figure,
    counts_on,
    figure_of,
    is_counted,
    is_word,
    level_figure,
    numbers_in,
)
from municompare.readers.norrkoping_lists import Listed, pieces
from municompare.readers.norrkoping_measures import direction_of, stated_direction
from municompare.readers.norrkoping_quantity import Quantity
from municompare.readers.norrkoping_shares import is_shown, subject_of
from municompare.readers.norrkoping_text import Passage
from municompare.readers.norrkoping_when import When, head_of, is_intended, is_wanted, when_of
from municompare.text.numbers import FoundNumber
from municompare.text.periods import FoundPeriod, find_periods
from municompare.text.targets import MeasureClause, measure_clauses
from municompare.text.vocabulary import VOCABULARY

__all__ = ["Quantity", "SectionFigures", "read_quantities"]

_WORDS: Final = VOCABULARY["sv"]
_LENGTHS: Final = ("minute", "hour", "day", "working_day", "week", "month")
_NOUN: Final = r"[^\W\d_]+(?:-[^\W\d_]+)*"
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
_STUFF: Final = ("kilogram", "tonne", "kilowatt_hour", "megawatt_hour", "gigawatt_hour")
_MORE: Final = re.compile(r"\bytterligare (?:med )?$", re.IGNORECASE)
_SHARE_OF: Final = re.compile(rf" av (?P<total>(?:samtliga |alla )?(?P<counted>{_NOUN}))")
_SHARE: Final = re.compile(rf"andel(?:en)? (?P<counted>{_NOUN})", re.IGNORECASE)
_PART_OF: Final = re.compile(r" (?P<what>[^\W\d_]+(?:[- ][^\W\d_]+){0,4}?)(?=[.,;:)]|$| och )")
_PART_OPENERS: Final = ("för", "till", "åt", "är")
_SUBGROUPS: Final = {"kvinnor": "women", "män": "men"}
_MOVED_TO: Final = re.compile(
    rf"^(?P<name>{_NOUN}(?: {_NOUN}){{0,3}}?) (?:(?:{_WORDS.shall}|kommer att) )?"
    rf"(?:{_WORDS.increase}|{_WORDS.decrease}|utökas|förlängs|förlängas|kortas|förkortas)"
    r"(?: från [^.,;:]+?)? till $"
    rf"|\b(?:utöka|utökar|förlänga|förlänger|korta|kortar|{_WORDS.increase}|{_WORDS.decrease}) "
    rf"(?P<moved>{_NOUN}(?: {_NOUN}){{0,3}}) till $",
    re.IGNORECASE,
)
_COUNTED_HOW: Final = re.compile(r"[^.;]*?, (?P<how>räkna[dt][^.;]*)")


@dataclass(frozen=True, slots=True)
class SectionFigures:
    """What a section's figures say, and the figures that no rule reads."""

    quantities: tuple[Quantity, ...]
    unread: tuple[Passage, ...]


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
            whole = quantities[-1] if quantities else None
            if found.qualifier == "varav" and whole and _is_in(sentence, whole.at):
                parts = list(_part(sentence, found, whole))
                quantities += parts
                if parts:
                    continue
            figure = _figure(sentence, found, numbers, lead=lead)
            if figure is not None:
                read = list(_read(figure, periods, year))
                if is_word(found):  # of what was, only digits are a measure
                    read = [quantity for quantity in read if quantity.role == "target"]
                quantities += read
                if not read and not is_word(found):
                    unread.append(figure.stated())
            elif not is_word(found) and found.unit_words and not counts_on(found, numbers):
                end = sentence.text.index(found.unit_words[0], found.end)
                unread.append(sentence.part(found.phrase_start, end + len(found.unit_words[0])))
    return SectionFigures(tuple(quantities), tuple(unread))


def _figure(
    sentence: Passage, found: FoundNumber, numbers: Sequence[FoundNumber], *, lead: str
) -> Figure | None:
    """A number with what it counts, where the words around it say that it counts something."""
    figure = figure_of(sentence, found)
    if figure is not None and figure.unit not in (*_LENGTHS, "percent") and is_word(found):
        wanted = is_wanted(sentence.text, lead)
        if not is_counted(sentence.text, found, is_item=bool(lead), is_wanted=wanted):
            return None
    if figure is None and not counts_on(found, numbers):
        wanted = is_wanted(sentence.text, lead)
        figure = counted_figure(sentence, found, is_item=bool(lead), is_wanted=wanted)
        if figure is None and (level := level_figure(sentence, found)) and subject_of(level):
            figure = level
    if figure and lead == "" and sentence.text[figure.unit_span[1] :] == ":":
        return None  # how many items a list has
    return replace(figure, lead=lead) if figure else None


def _is_in(sentence: Passage, at: Passage) -> bool:
    """Whether words stand in a sentence."""
    return sentence.spans[0][0] <= at.spans[0][0] < sentence.spans[-1][1]


def _part(sentence: Passage, found: FoundNumber, whole: Quantity) -> Iterator[Quantity]:
    """Read what part of a number before it is something of its own: "400 places, of which 60 …".

    The words behind it, apart from the unit of the whole, are printed as its subgroup.
    """
    rest = _PART_OF.match(sentence.text, found.end)
    if rest is None or whole.measure != "count" or whole.is_change:
        return
    words = rest["what"].split()
    if whole.unit_raw and words[0].lower() == whole.unit_raw.split()[0].lower():
        words = words[1:]
    if words and words[0].lower() in _PART_OPENERS:
        words = words[1:]
    if words:
        yield replace(
            whole,
            at=sentence.part(found.phrase_start, rest.end()),
            value=found.number.value,
            value_upper=found.number.value_upper,
            comparator=found.number.comparator,
            subgroup=_SUBGROUPS.get(" ".join(words).lower(), " ".join(words)),
        )


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
        yield from _share(figure, when_of(figure, periods, year))
    elif figure.unit in _LENGTHS:
        yield from _duration(figure, when_of(figure, periods, year))
    elif figure.unit != "year":
        yield from _count(figure, when_of(figure, periods, year))


def _count(figure: Figure, when: When | None) -> Iterator[Quantity]:
    if when is None:
        return
    value, comparator, begin = figure.number.value, figure.number.comparator, None
    if changed := _CHANGED.search(figure.head):
        value = -value if changed["fewer"] else value
        comparator, begin = "change_by", changed.start()
    elif _MORE.search(figure.head):
        comparator = "change_by"
    # an amount of money, or of stuff, does not say what it is for, its sentence does
    money = figure.unit in _MONEY
    name = figure.sentence
    if not money and figure.unit not in _STUFF:
        name = figure.sentence.part(*figure.unit_span)
    if not money and changed is None:
        name = subject_of(figure) or name
    yield Quantity(
        measure="cost" if money else "count",
        name=name,
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


def _duration(figure: Figure, when: When | None) -> Iterator[Quantity]:
    """Read the time within which something is to be done, or the length of something."""
    text, number = figure.sentence.text, figure.number
    head = head_of(figure)
    within = None
    if is_intended(figure):
        within = _WITHIN.search(head) or _DONE_WITHIN.search(head)
    match = within or _LONG.search(head) or _NAMED_TIME.search(head) or _KEPT_TO.search(head)
    if match is None and is_intended(figure):
        match = _MOVED_TO.search(head)
    observed = match is None and when is not None and when.role == "observed"
    was = _TIME_WAS.search(head) if observed else None
    subject = subject_of(figure) if observed and was is None else None
    match = match or was
    if match is not None:
        group = "name" if match["name"] else "moved"
        name, begin = figure.sentence.part(*match.span(group)), match.end(group) + 1
    elif subject is not None:
        name, begin = subject, None
    else:
        return
    how = _COUNTED_HOW.match(text, figure.end)
    if _BODY.fullmatch(name.text):  # who acts is not what is measured
        name = figure.sentence
    yield Quantity(
        measure="duration",
        name=name,
        at=figure.stated(begin),
        unit=figure.unit,
        unit_raw=figure.unit_raw,
        value=number.value,
        value_upper=number.value_upper,
        comparator="<=" if within and number.comparator == "=" else number.comparator,
        role="observed" if observed else "target",
        period=when.period if observed and when else None,
        period_raw=when.raw if observed and when else None,
        counted_how=figure.sentence.part(*how.span("how")) if how else None,
    )


def _share(figure: Figure, when: When | None) -> Iterator[Quantity]:
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
    figure: Figure, when: When, clauses: Sequence[MeasureClause], total: re.Match[str] | None
) -> Iterator[Quantity]:
    """Read a share that is to be, or was: "andelen … ska vara 80 %", "80 % av … ska"."""
    if when.role == "target" and not is_intended(figure):
        return
    head = head_of(figure)
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
