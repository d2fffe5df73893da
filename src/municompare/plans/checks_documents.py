"""What documents of one plan print differently, and what links say differently."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import combinations
from typing import Any, Final

from municompare.model.plan import Link, PlanRecord
from municompare.plans.checks_case import (
    Case,
    Rule,
    named,
    place_of,
    place_order,
    read_documents_of,
    reading,
    short,
    whole_documents,
)
from municompare.plans.matching import text_of
from municompare.text.words import plain

__all__ = ["DOCUMENT_RULES"]

_COMPARED: Final = ("goals", "assignments", "indicators")
_NEAR: Final = 0.75
"""Share of letters in common from which two wordings may mean one element."""
_APART: Final = 0.05
"""By how much the nearest wording has to be nearer than the next."""
_LONG: Final = 30
"""Letters from which the beginning of a text is enough to know it by."""
_CALLED: Final = {"goals": "goal", "assignments": "assignment", "indicators": "indicator"}


def _single(plan: PlanRecord) -> Iterator[tuple[str, tuple[str, str], list[Any], list[Any]]]:
    """Elements that only one of two documents prints, where both print others of their kind."""
    whole = whole_documents(plan)
    printed: defaultdict[str, set[str]] = defaultdict(set)
    for wording in plan.wordings:
        printed[wording.element].add(whole[wording.document])
    for table in _COMPARED:
        by_kind: defaultdict[object, list[tuple[Any, set[str]]]] = defaultdict(list)
        for row in getattr(plan, table):
            where = {whole[row.document], *printed[row.id]}
            if table == "goals" and row.title is not None:
                by_kind[row.kind, row.level].append((row, where))
            elif table == "assignments" or (table == "indicators" and row.origin == "table"):
                by_kind[table].append((row, where))
        for rows in by_kind.values():
            for one, other in combinations(sorted(read_documents_of(plan)), 2):
                if any({one, other} <= where for _, where in rows):
                    left, right = (
                        [row for row, where in rows if where & {one, other} == {document}]
                        for document in (one, other)
                    )
                    yield table, (one, other), left, right


def _near(table: str, left: Sequence[Any], right: Sequence[Any]) -> list[tuple[Any, Any]]:
    """Pairs of which each is the other's nearest wording, by a margin to the next."""
    likeness = {
        (one.id, other.id): found
        for one in left
        for other in right
        if (found := _likeness(text_of(table, one), text_of(table, other))) >= _NEAR - _APART
    }

    def alone(found: float, others: Iterable[float]) -> bool:
        return sum(other > found - _APART for other in others) == 1

    return [
        (one, other)
        for one in left
        for other in right
        if (found := likeness.get((one.id, other.id), 0.0)) >= _NEAR
        and alone(found, (value for (name, _), value in likeness.items() if name == one.id))
        and alone(found, (value for (_, name), value in likeness.items() if name == other.id))
    ]


@lru_cache(maxsize=1024)  # two rules ask for the same texts
def _likeness(one: str | None, other: str | None) -> float:
    # in a fixed order: which text comes first can change the ratio
    short, long = sorted((plain(one), plain(other)), key=lambda text: (len(text), text))
    if len(short) >= _LONG and long.startswith(short):
        return 1.0  # the same, and a further sentence
    words = Counter(short.split()), Counter(long.split())
    if 2 * (words[0] & words[1]).total() < words[1].total():
        return 0.0
    matcher = SequenceMatcher(None, short, long, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= _NEAR - _APART else 0.0


def _nearly_one(plan: PlanRecord) -> Iterator[Case]:
    for table, _, left, right in _single(plan):
        for one, other in _near(table, left, right):
            yield Case(
                told=f"{named(text_of(table, one))} and {named(text_of(table, other))}",
                cause=f"{_CALLED[table]} kept as two",
                readings=(reading(one), reading(other)),
            )


def _in_one_document(plan: PlanRecord) -> Iterator[Case]:
    for table, documents, left, right in _single(plan):
        pairs = _near(table, left, right)
        paired = {row.id for pair in pairs for row in pair}
        for document, rows in zip(documents, (left, right), strict=True):
            for row in rows:
                if row.id not in paired:
                    yield Case(
                        told=f"{named(text_of(table, row))} in {short(document)} only",
                        cause=f"{_CALLED[table]} in one document",
                        readings=(reading(row),),
                    )


def _treated_elsewhere(plan: PlanRecord) -> Iterator[Case]:
    by_element: defaultdict[str, list[Link]] = defaultdict(list)
    for link in plan.links:
        if link.relation == "treated_in" and link.certainty == "certain":
            by_element[link.from_id].append(link)
    texts = _texts(plan)
    for element, links in by_element.items():
        places = {(link.document, place_of(link.locator)) for link in links}
        if len({link.to_id for link in links}) < 2 or len(places) < len(links):
            continue  # one place that names two chapters is no contradiction
        links = sorted(links, key=lambda link: (place_order(reading(link)), link.id))
        yield Case(
            told=f"{named(texts[element])} in "
            + " and in ".join(named(texts[link.to_id]) for link in links),
            cause=f"treated in {texts[element]}",
            readings=tuple(map(reading, links)),
        )


def _texts(plan: PlanRecord) -> dict[str, str]:
    """What elements are called; a document's title may hold a person's name."""
    tables = ("goals", "principles", "assignments", "activities", "levels", "indicators")
    rows = [row for table in tables for row in getattr(plan, table)]
    return {
        **{document.id: short(document.id) for document in plan.documents},
        **{row.id: str(getattr(row, "title", None) or getattr(row, "name", "")) for row in rows},
    }


def _noted_once(plan: PlanRecord) -> Iterator[Case]:
    """Footnotes that one document has at a value or element which another prints without."""
    values = {
        row.id: (row.indicator, row.period, row.role, row.subgroup) for row in plan.measurements
    }
    whole = whole_documents(plan)
    goals = {row.id: row.goal for row in plan.indicators}
    printed: defaultdict[object, set[str]] = defaultdict(set)
    for row in plan.measurements:
        for subject in (values[row.id], row.indicator, goals[row.indicator]):
            printed[subject].add(whole[row.document])
    noted: defaultdict[object, set[str]] = defaultdict(set)
    for note in plan.notes:
        noted[values.get(note.element or "", note.element)].add(whole[note.document])
    for note in plan.notes:
        subject = values.get(note.element or "", note.element)
        without = printed[subject] - noted[subject]
        if note.marker is not None and note.element is not None and without:
            yield Case(
                told=f"{note.marker} in {short(note.document)} and not in "
                + " and ".join(sorted(map(short, without))),
                cause="footnote in one document",
                readings=(reading(note, f"{note.marker} {note.text}"),),
            )


def _without_goal(plan: PlanRecord) -> Iterator[Case]:
    above: defaultdict[str, set[str]] = defaultdict(set)
    for link in plan.links:
        if link.relation in ("serves", "implements", "part_of", "answers", "measures"):
            above[link.from_id].add(link.to_id)
    loose = [row for row in plan.activities if not above[row.id]]
    if 0 < 2 * len(loose) < len(plan.activities):  # else the plan does not link activities
        for row in loose:
            yield Case(
                told=named(row.title),
                cause="activities without goal",
                readings=(reading(row),),
            )


DOCUMENT_RULES: Final = (
    Rule(
        code="MC313",
        severity="warning",
        expected="a footnote wherever a document prints what it is about",
        remedy="Check whether the note holds for both documents.",
        cases=_noted_once,
    ),
    Rule(
        code="MC323",
        severity="error",
        expected="one place where an element is treated",
        remedy="Check which of the references holds.",
        cases=_treated_elsewhere,
    ),
    Rule(
        code="MC361",
        severity="warning",
        expected="the documents to word an element alike",
        remedy="Check whether both mean the same; they are kept as two.",
        cases=_nearly_one,
    ),
    Rule(
        code="MC390",
        severity="warning",
        expected="elements of one kind to stand in all documents that print some of them",
        remedy="Check whether the element was left out or has other words there.",
        cases=_in_one_document,
    ),
    Rule(
        code="MC394",
        severity="info",
        expected="activities to hang on a goal, an assignment or another activity",
        remedy="Check whether the document says what they are for.",
        cases=_without_goal,
    ),
)
