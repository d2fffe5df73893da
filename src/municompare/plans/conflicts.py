"""What a proposal says otherwise than the adopted plans of its municipality.

A proposal is a plan of its own, so nothing of it is merged or counted with what was adopted. Where
both plans state the same thing and one of them states it otherwise, there is an issue with both
readings. What only one of them states is no conflict, and neither is running text of which no row
was read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any, Final

from municompare.errors import Issue, IssueReport, Reading
from municompare.plans.checks_case import named, reading
from municompare.plans.checks_terms import TERM_RULES
from municompare.plans.conflicts_bodies import Bodies
from municompare.plans.conflicts_case import WORDS_OTHERWISE, Two, apart, conflict
from municompare.plans.conflicts_groups import target_groups
from municompare.plans.conflicts_steering import decisions, documents, followups, reports
from municompare.plans.conflicts_values import differing_values, may_be_one_measure
from municompare.plans.likeness import figures, is_opposite, same_content, same_words
from municompare.plans.matching import ELEMENTS, text_of
from municompare.plans.plan import Plan
from municompare.text.words import content_words

__all__ = ["conflicts"]

_SAYS: Final[Mapping[str, str]] = {
    "sv": r"innebär|betyder|avser|definieras som",
    "da": r"betyder|indebærer|defineres som",
}
"""Verbs between a term and what it means, in the languages of the documents."""
_Text = Callable[[Any], str | None]
_BODIES: Final = ("addressee", "coordinator", "responsible")
_TIMES: Final = ("report_back", "deadline")


def conflicts(adopted: Plan, proposal: Plan) -> IssueReport:
    """What a proposal says otherwise than an adopted plan.

    Two statements are the same if they have the same letters, or nearly the same content words
    (:func:`municompare.plans.likeness.likeness`). Of these are reported: opposite directions,
    other figures, values, periods, populations and due dates, other bodies of the same kind,
    other cadences and recipients of a follow-up, other days, paragraphs and statuses of decisions
    and documents, terms with another meaning (all ``MC398``); and other words (``MC399``).
    So are measures of one field that are for other people, and reports that are rarer
    (``MC398``).

    Parameters
    ----------
    adopted, proposal : Plan
        The plans; neither is changed.

    Returns
    -------
    IssueReport
        One issue for each pair of statements and respect in which they differ, with the adopted
        plan's readings first. Empty if the plans are of different municipalities.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from municompare import Plan
    >>> from municompare.plans.conflicts import conflicts
    >>> from municompare.testing import example_plan
    >>> draft = example_plan("exempelby-forslag").record
    >>> rows = [replace(r, raw="120", value=120.0) if r.raw == "150" else r
    ...         for r in draft.measurements]
    >>> proposal = Plan(replace(draft, status="proposal", measurements=tuple(rows)))
    >>> [issue] = conflicts(example_plan(), proposal)
    >>> issue.severity, [reading.text for reading in issue.readings]
    ('error', ['150', '120'])
    """
    first, second = adopted.record, proposal.record
    if first.municipality != second.municipality or first.language != second.language:
        return IssueReport()
    two = Two(first, second, Bodies(first, second))
    rules = (_terms, _elements, target_groups, followups, reports, decisions, documents)
    return IssueReport.of(issue for rule in rules for issue in rule(two))


def _pairs(two: Two, mine: tuple[Any, ...], theirs: tuple[Any, ...], text: _Text) -> Iterator[Any]:
    """Rows that state the same thing, each the nearest of the other; none where several are."""

    def nearest(row: Any, candidates: tuple[Any, ...]) -> Any:
        scored = sorted(
            ((two.near(text(row), text(other)), other) for other in candidates),
            key=lambda entry: -entry[0],
        )
        best = [other for score, other in scored if 0 < score == scored[0][0]]
        # the same words in two places are one statement
        return best[0] if best and all(same_words(text(best[0]), text(o)) for o in best) else None

    for row in theirs:
        found = nearest(row, mine)
        if found is not None:
            back = nearest(found, theirs)
            if back is not None and same_words(text(back), text(row)):
                yield found, row


def _terms(two: Two) -> Iterator[Issue]:
    """Definitions of one term with other content."""
    tables: dict[str, Any] = {
        name: (*getattr(two.adopted, name), *getattr(two.proposal, name))
        for name in ("principles", "goals", "assignments", "indicators", "wordings", "notes")
    }
    key = f"{two.adopted.key}/"
    for rule in TERM_RULES:
        for case in rule.cases(replace(two.adopted, **tables)):
            mine = tuple(r for r in case.readings if str(r.document).startswith(key))
            for theirs in set(case.readings) - set(mine):
                if mine:
                    yield _defined(mine[0], theirs)
    verb = re.compile(rf"(?P<term>.+?) (?:{_SAYS[two.language]}) (?P<says>.+)", re.DOTALL)
    for one in two.adopted.principles:
        for other in two.proposal.principles:
            if one.kind == other.kind == "definition":
                first, second = verb.match(one.title), verb.match(other.title)
                if first and second and _is_other_meaning(two, first, second):
                    yield _defined(reading(one), reading(other))


def _is_other_meaning(two: Two, one: re.Match[str], other: re.Match[str]) -> bool:
    terms = [content_words(found["term"], language=two.language) for found in (one, other)]
    says = one["says"], other["says"]
    return terms[0] == terms[1] != () and (
        figures(says[0]) != figures(says[1]) or not two.near(*says)
    )


def _defined(mine: Reading, theirs: Reading) -> Issue:
    numbers = figures(mine.text) != figures(theirs.text)
    return conflict(
        f"a term defined as {named(theirs.text)}, not as {named(mine.text)}",
        mine,
        theirs,
        severity="error" if numbers else "warning",
    )


def _elements(two: Two) -> Iterator[Issue]:
    """Goals, principles, assignments, activities and indicators that both plans state."""
    for table in ELEMENTS:
        rows = [
            tuple(row for row in getattr(plan, table) if getattr(row, "kind", "") != "definition")
            for plan in (two.adopted, two.proposal)
        ]
        for mine, theirs in _pairs(two, rows[0], rows[1], partial(text_of, table)):
            if table == "indicators" and not may_be_one_measure(mine, theirs):
                continue
            if table == "indicators":
                yield from _measured(two, mine, theirs)
            if not _other_population(two, mine, theirs):
                yield from _worded(two, table, mine, theirs)
            yield from _due(mine, theirs)
            yield from _responsible(two, mine, theirs)


def _worded(two: Two, table: str, mine: Any, theirs: Any) -> Iterator[Issue]:
    here, there = reading(mine), reading(theirs)
    one, other = text_of(table, mine) or "", text_of(table, theirs) or ""
    if is_opposite(one, other, language=two.language):
        yield conflict(f"the opposite: {named(other)} for {named(one)}", here, there)
    elif table != "indicators" and _other_figures(one, other):
        yield conflict(f"other figures: {named(other)} for {named(one)}", here, there)
    elif not same_words(re.sub(r"\d", "", one), re.sub(r"\d", "", other)):
        yield conflict(
            f"other words: {named(other)} for {named(one)}",
            here,
            there,
            severity="info" if same_content(one, other, language=two.language) else "warning",
            code=WORDS_OTHERWISE,
        )


def _other_figures(one: str, other: str) -> bool:
    return bool(figures(one)) and bool(figures(other)) and figures(one) != figures(other)


def _due(mine: Any, theirs: Any) -> Iterator[Issue]:
    for field in _TIMES:
        one, other = getattr(mine, field, None), getattr(theirs, field, None)
        if apart(one, other):
            what = f"{other} as the {field.replace('_', ' ')} of {named(theirs.title)}, not {one}"
            yield conflict(what, reading(mine), reading(theirs))


def _responsible(two: Two, mine: Any, theirs: Any) -> Iterator[Issue]:
    text = next(t for name in ("title", "name") if (t := getattr(theirs, name, None)) is not None)
    for field in _BODIES:
        one, other = getattr(mine, field, None), getattr(theirs, field, None)
        if two.bodies.differ(one, other):
            what = f"{named(other)} as {field} of {named(text)}, not {named(one)}"
            yield conflict(what, reading(mine), reading(theirs))
    for role, first, second in two.bodies.differing_roles(mine.id, theirs.id):
        what = f"another body that {role.replace('_', ' ')} {named(text)}"
        yield conflict(what, first, second)


def _other_population(two: Two, mine: Any, theirs: Any) -> str | None:
    """The field in which two measures name other people, if one does."""
    for field in ("population", "denominator"):
        one, other = getattr(mine, field, None), getattr(theirs, field, None)
        if one and other and not same_content(one, other, language=two.language):
            return field
    return None


def _measured(two: Two, mine: Any, theirs: Any) -> Iterator[Issue]:
    here, there = reading(mine), reading(theirs)
    if field := _other_population(two, mine, theirs):
        one, other = getattr(mine, field), getattr(theirs, field)
        yield conflict(f"{named(other)} as {field}, not {named(one)}", here, there)
    if {mine.direction, theirs.direction} == {"increase", "decrease"}:
        what = f"{theirs.direction} as wanted direction of {named(theirs.name)}"
        yield conflict(what, here, there)
    values = [
        [row for row in plan.measurements if row.indicator == indicator.id]
        for plan, indicator in ((two.adopted, mine), (two.proposal, theirs))
    ]
    for respect, before, after in differing_values(*values):
        known = " and ".join(dict.fromkeys(str(row.raw) for row in before))
        when = f" for {after.period}" if after.period is not None else ""
        what = {
            "value": f"{after.raw}{when}, not {known}, as {after.role} of {named(theirs.name)}",
            "period": f"{after.raw} for {after.period}, not {before[0].period}",
        }[respect]
        yield conflict(what, tuple(map(reading, before)), reading(after))
