"""Numbers, wordings and footnotes that do not fit together."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Any, Final

from municompare.model.budget import BudgetCell
from municompare.model.elements import Measurement
from municompare.model.plan import PlanRecord
from municompare.plans.checks_case import Case, Rule, named, place_order, reading, whole_documents
from municompare.plans.matching import ELEMENTS, text_of
from municompare.text.cells import strip_markers
from municompare.text.words import plain

__all__ = ["NAME_RULES"]

_NUMBERED: Final = ("goals", "principles")
_NUMBER: Final = re.compile(r"(?P<above>(?:\d+\.)*)(?P<last>\d+)\.?")
_SAME: Final = 0.85
"""Share of letters in common from which two texts count as one (as in merging)."""
_RELATED: Final = 0.6
"""Share of letters in common below which another wording is another statement."""


def _numbered(plan: PlanRecord) -> Iterator[tuple[str, Any]]:
    """Elements with a number of their own document; global goals bring theirs along."""
    for table in _NUMBERED:
        for row in getattr(plan, table):
            if row.number is not None and row.kind != "sdg":
                yield table, row


def _same_text_two_numbers(plan: PlanRecord) -> Iterator[Case]:
    by_text: defaultdict[tuple[str, str, str], list[Any]] = defaultdict(list)
    for table, row in _numbered(plan):
        if text := plain(text_of(table, row)):
            by_text[table, row.kind, text].append(row)
    for rows in by_text.values():
        if len({row.number for row in rows}) > 1:
            ordered = _in_order(rows)
            yield Case(
                told=f"{named(ordered[0].title)} as {' and '.join(row.number for row in ordered)}",
                cause=f"{ordered[0].kind} {ordered[0].title}",
                readings=tuple(map(reading, ordered)),
            )


def _two_texts_one_number(plan: PlanRecord) -> Iterator[Case]:
    series: defaultdict[tuple[object, ...], defaultdict[str, list[Any]]]
    series = defaultdict(lambda: defaultdict(list))
    for table, row in _numbered(plan):
        if row.title is not None:
            under = (row.level, row.perspective, row.parent) if table == "goals" else ()
            series[row.kind, table, row.document, under][row.number].append(row)
    for (kind, *_), by_number in series.items():
        double = {
            number: rows
            for number, rows in ((number, _in_order(found)) for number, found in by_number.items())
            if any(not _alike(one, other) for one, other in pairwise(rows))
        }
        if 2 * len(double) > len(by_number) > 1:
            continue  # the numbering starts again under a heading that is not known
        for number, rows in double.items():
            yield Case(
                told=f"{' and '.join(named(row.title) for row in rows)} as {number}",
                cause=f"{kind} {rows[0].title}",
                readings=tuple(map(reading, rows)),
            )


def _alike(one: Any, other: Any) -> bool:
    return _likeness(one.title, other.title) >= _SAME


def _likeness(one: str | None, other: str | None) -> float:
    return SequenceMatcher(None, plain(one), plain(other), autojunk=False).ratio()


def _in_order(rows: Iterable[Any]) -> list[Any]:
    return sorted(rows, key=_order)


def _order(row: Any) -> tuple[object, str]:
    return place_order(reading(row)), row.id


def _gaps(plan: PlanRecord) -> Iterator[Case]:
    series: defaultdict[tuple[str, str, str, str], dict[int, Any]] = defaultdict(dict)
    for table, row in sorted(_numbered(plan), key=lambda entry: _order(entry[1])):
        if match := _NUMBER.fullmatch(row.number):
            series[table, row.kind, row.document, match["above"]].setdefault(
                int(match["last"]), row
            )
    for (_, kind, _, above), by_number in series.items():
        numbers = sorted(by_number)
        missing = sorted(set(range(1, numbers[-1])) - set(numbers))
        if not missing or len(numbers) < 2 or len(missing) >= len(numbers):
            continue
        beside = [
            row
            for before, after in pairwise([0, *numbers])
            if after - before > 1
            for row in (by_number.get(before), by_number[after])
            if row is not None
        ]
        listed = ", ".join(f"{above}{number}" for number in missing)
        yield Case(
            told=f"no {kind.replace('_', ' ')} {listed}",
            cause=f"gaps {kind}",
            readings=tuple(reading(row, row.title) for row in dict.fromkeys(beside)),
        )


def _other_wordings(plan: PlanRecord) -> Iterator[Case]:
    whole = whole_documents(plan)
    reported = {
        (place.document, place.locator) for issue in plan.issues for place in issue.readings
    }
    elements = {
        row.id: (table, row)
        for table in ELEMENTS
        if table != "principles"
        for row in getattr(plan, table)
    }
    for wording in plan.wordings:
        table, row = elements.get(wording.element, ("", None))
        if row is None or whole[wording.document] != whole[row.document]:
            continue  # what differs between documents is seen when they are merged
        text = text_of(table, row)
        if text is None or text == wording.text or (wording.document, wording.locator) in reported:
            continue
        spelling = plain(text) == plain(wording.text)
        if not spelling and _likeness(text, wording.text) < _RELATED:
            continue
        yield Case(
            told=f"{named(wording.text)} for {named(text)}",
            cause=f"{'spelling' if spelling else 'wording'} {table}",
            readings=(reading(wording),),
            context=(reading(row),),
            severity="info" if spelling else None,
        )


def _notes_without_mark(plan: PlanRecord) -> Iterator[Case]:
    for note in plan.notes:
        if note.marker is not None and note.element is None:
            yield Case(
                told=f"no mark for {named(f'{note.marker} {note.text}')}",
                cause="footnote without mark",
                readings=(reading(note),),
            )


def _marks_without_note(plan: PlanRecord) -> Iterator[Case]:
    whole = whole_documents(plan)
    known = Counter((whole[note.document], note.marker) for note in plan.notes)
    rows: tuple[Measurement | BudgetCell, ...] = (*plan.measurements, *plan.budget)
    for row in rows:
        marker = strip_markers(row.raw)[1] if row.raw else None
        if marker is not None and not known[whole[row.document], marker]:
            yield Case(
                told=f"no note for {row.raw}",
                cause="mark without footnote",
                readings=(reading(row),),
            )


NAME_RULES: Final = (
    Rule(
        code="MC322",
        severity="warning",
        expected="numbers without gaps",
        remedy="Check whether an element is missing, or belongs to another plan.",
        cases=_gaps,
    ),
    Rule(
        code="MC324",
        severity="warning",
        expected="an element to be worded alike wherever its document prints it",
        remedy="Check that both mean the same; the wording of the element's own place is kept.",
        cases=_other_wordings,
    ),
    Rule(
        code="MC325",
        severity="warning",
        expected="each number to stand for a text of its own",
        remedy="Check which number is meant where the text is referred to.",
        cases=_same_text_two_numbers,
    ),
    Rule(
        code="MC335",
        severity="warning",
        expected="a mark for every footnote",
        remedy="Look up what the note is about.",
        cases=_notes_without_mark,
    ),
    Rule(
        code="MC335",
        severity="warning",
        expected="a footnote for every mark",
        remedy="Look for the note elsewhere in the document.",
        cases=_marks_without_note,
    ),
    Rule(
        code="MC389",
        severity="warning",
        expected="one text for each number",
        remedy="Check which text is meant where the number is referred to.",
        cases=_two_texts_one_number,
        also=("MC324",),
    ),
)
