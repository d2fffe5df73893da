"""Contradictions within a whole plan: what its rows say against each other.

Readers report what they see while they read a document, its layout above all. The rules here need
only the rows, of whatever documents, and run on every plan that is read. A rule that is broken
becomes one issue for each cause, with all places; what a reader has reported for the same place is
not reported again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

from municompare.documents import SourceDocument
from municompare.errors import Issue, Reading, Severity
from municompare.model.plan import PlanRecord
from municompare.plans.checks_budget import BUDGET_RULES
from municompare.plans.checks_case import Case, Rule, place_order, places_of, whole_documents
from municompare.plans.checks_documents import DOCUMENT_RULES
from municompare.plans.checks_names import NAME_RULES
from municompare.plans.checks_passages import PASSAGE_RULES
from municompare.plans.checks_periods import PERIOD_RULES
from municompare.plans.checks_references import REFERENCE_RULES
from municompare.plans.checks_spelling import SPELLING_RULES
from municompare.plans.checks_tables import TABLE_RULES
from municompare.plans.checks_targets import TARGET_RULES
from municompare.plans.checks_terms import TERM_RULES
from municompare.plans.checks_values import VALUE_RULES
from municompare.plans.printed import Printed, TextRule
from municompare.schema import TABLES
from municompare.text.words import slug

__all__ = ["RULES", "TEXT_RULES", "checked", "checked_text"]

RULES: Final[tuple[Rule, ...]] = (
    *VALUE_RULES,
    *BUDGET_RULES,
    *TARGET_RULES,
    *PERIOD_RULES,
    *NAME_RULES,
    *TERM_RULES,
    *DOCUMENT_RULES,
)
"""All rules about the rows of a plan, in the order of their issues."""

TEXT_RULES: Final[tuple[TextRule, ...]] = (
    *REFERENCE_RULES,
    *PASSAGE_RULES,
    *TABLE_RULES,
    *SPELLING_RULES,
)
"""All rules about the text of a document, in the order of their issues."""

_LONGEST_WORDS: Final = 6
"""Letters from which a text that is part of another on the same line counts as the same."""


def checked(plan: PlanRecord) -> PlanRecord:
    """The plan with an issue for every rule that its rows break, one for each cause.

    Parameters
    ----------
    plan : PlanRecord
        What was read, of one document or of several that were merged.

    Returns
    -------
    PlanRecord
        The same plan; its issues are followed by those that were found. What an issue of the plan
        has reported of the same places under the same code is left out.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from municompare.plans.checks import checked
    >>> from municompare.testing import example_plan
    >>> record = example_plan().record
    >>> [goal, *others] = record.goals
    >>> twice = replace(goal, id=f"{goal.id}-2", number="2", locator="L9")
    >>> odd = replace(record, goals=(replace(goal, number="1"), twice, *others))
    >>> checked(odd).issues[-1].code
    'MC325'
    """
    rows = _sound(plan)
    return _with_issues(plan, ((rule, rule.cases(rows)) for rule in RULES))


def checked_text(plan: PlanRecord, source: SourceDocument) -> PlanRecord:
    """The plan with an issue for every rule that the text of its document breaks.

    Parameters
    ----------
    plan : PlanRecord
        What was read of one document.
    source : SourceDocument
        The document, as it was loaded.

    Returns
    -------
    PlanRecord
        The same plan; its issues are followed by those that were found.
    """
    printed = Printed(source, _sound(plan))
    return _with_issues(plan, ((rule, rule.cases(printed)) for rule in TEXT_RULES))


def _with_issues(
    plan: PlanRecord, rules: Iterable[tuple[Rule | TextRule, Iterator[Case]]]
) -> PlanRecord:
    known = _Reported(plan)
    taken = {issue.id for issue in plan.issues}
    found: list[Issue] = []
    for rule, cases_found in rules:
        causes: defaultdict[tuple[str, Severity], list[Case]] = defaultdict(list)
        for case in cases_found:
            if not known.holds(case, (rule.code, *rule.also)):
                causes[case.cause, case.severity or rule.severity].append(case)
        for (cause, severity), cases in sorted(causes.items()):
            issue = _issue(rule, severity, _in_order(cases))
            identifier = _free(_stem(plan, rule.code, cause), taken)
            taken.add(identifier)
            found.append(replace(issue, id=identifier))
    return replace(plan, issues=(*plan.issues, *found))


def _sound(plan: PlanRecord) -> PlanRecord:
    """The plan without rows of documents or measures that are not there.

    Such rows are refused when the plan is built, all at once.
    """
    documents = {document.id for document in plan.documents}
    indicators = {indicator.id for indicator in plan.indicators}
    tables: dict[str, Any] = {
        name: tuple(row for row in getattr(plan, name) if row.document in documents)
        for name, table in TABLES.items()
        if any(column.name == "document" for column in table.columns)
        and not name.startswith("issue")
    }
    tables["measurements"] = tuple(r for r in tables["measurements"] if r.indicator in indicators)
    return replace(plan, **tables)


def _in_order(cases: Iterable[Case]) -> list[Case]:
    return sorted(cases, key=lambda case: (sorted(map(place_order, case.readings)), case.told))


def _issue(rule: Rule | TextRule, severity: Severity, cases: Sequence[Case]) -> Issue:
    readings = [
        reading
        for case in cases
        for part in (case.readings, case.context)
        for reading in sorted(part, key=place_order)
    ]
    told = "; ".join(dict.fromkeys(case.told for case in cases))
    return Issue(
        code=rule.code,
        severity=severity,
        message=f"expected {rule.expected}, found {told}.",
        remedy=rule.remedy,
        readings=tuple(dict.fromkeys(readings)),
    )


def _stem(plan: PlanRecord, code: str, cause: str) -> str:
    name = slug(cause, language=plan.language)
    return f"{plan.key}/issue/{code.lower()}{'-' if name else ''}{name}"


def _free(wanted: str, taken: set[str | None]) -> str:
    ordinal, identifier = 1, wanted
    while identifier in taken:
        ordinal += 1
        identifier = f"{wanted}-{ordinal}"
    return identifier


class _Reported:
    """Which places the plan's own issues are about, by their codes."""

    def __init__(self, plan: PlanRecord) -> None:
        self._whole = whole_documents(plan)
        self._places: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
        self._lines: defaultdict[tuple[str, str, int | None], list[str]] = defaultdict(list)
        for issue in plan.issues:
            for reading in issue.readings:
                for place, line in self._at(reading):
                    self._places[issue.code].add(place)
                    self._lines[issue.code, place[0], line].append(reading.text or "")

    def _at(self, reading: Reading) -> Iterator[tuple[tuple[str, str], int | None]]:
        if reading.document is None or reading.locator is None:
            return
        document = self._whole.get(reading.document, reading.document)
        for place in places_of(reading.locator):
            yield (document, str(place)), place.line

    def holds(self, case: Case, codes: Sequence[str]) -> bool:
        """Whether a place of the case has been reported under one of the codes."""
        return any(
            place in self._places[code]
            or any(
                _is_part(reading.text or "", text)
                for text in self._lines.get((code, place[0], line), ())
            )
            for reading in case.readings
            for place, line in self._at(reading)
            for code in codes
        )


def _is_part(one: str, other: str) -> bool:
    return min(len(one), len(other)) >= _LONGEST_WORDS and (one in other or other in one)
