"""Success criteria of an agreement as indicators, and quantities that actions commit to.

One list item or sentence of a criterion is one indicator. A sentence that begins with *Andelen*,
*Antallet* or the like, without saying of what, speaks of the share or number before it: it gives
that indicator one more target.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from municompare.errors import Reading
from municompare.model.elements import (
    Direction,
    Indicator,
    IndicatorOrigin,
    Measurement,
    MeasureType,
)
from municompare.model.quantity import Certainty, TargetOrigin
from municompare.readers.silkeborg_actions import items_of
from municompare.readers.silkeborg_agreement import Agreement, Statement, weakest
from municompare.readers.silkeborg_commitments import commitments, worded_targets
from municompare.readers.silkeborg_goals import GoalInTables
from municompare.readers.silkeborg_passages import Passage
from municompare.text.targets import Target, measure_clauses, read_criterion
from municompare.text.vocabulary import VOCABULARY
from municompare.units import resolve_unit

__all__ = ["add_criteria", "add_embedded", "criteria_of"]

_BACK: Final = re.compile(
    r"(?:andelen|antallet|tallet|niveauet|gennemsnittet) (?!af\b|på\b|i\b|med\b|for\b|der\b|som\b)",
    re.IGNORECASE,
)
_COUNTS: Final = re.compile(r"\b(?:antal|antallet|flere|færre|mængden)\b", re.IGNORECASE)
_COUNTED: Final = re.compile(
    r"\b(?:flere|færre) (?!af\b|end\b)(?P<unit>[^\W\d_]+(?: og [^\W\d_]+)?)", re.IGNORECASE
)
_SOONER: Final = re.compile(r"\b(?:hurtigere|tidligere|kortere)\b", re.IGNORECASE)
_MOVED: Final = re.compile(
    rf"\ber (?:[^\W\d_]+ ){{0,2}}?(?:(?P<increase>{VOCABULARY['da'].increase})|"
    rf"(?P<decrease>{VOCABULARY['da'].decrease}))(?= (?:til|med|fra)\b)",
    re.IGNORECASE,
)
_UPWARDS: Final = re.compile(r"\bop på\b", re.IGNORECASE)
_DOWNWARDS: Final = re.compile(r"\bned på\b", re.IGNORECASE)
_AGAINST: Final = re.compile(r"\b(?:mod|hvor (?:den|det|de|tallet|andelen|niveauet) var) $", re.I)
_TIMES: Final = ("day", "week", "month", "year", "hour", "working_day")


def criteria_of(passage: Passage) -> tuple[Passage, ...]:
    """Split the text of a criterion cell into criteria: its list items, and their sentences."""
    head, items = items_of(passage)
    parts = [head, *items] if head.text else items
    return tuple(criterion for part in parts for criterion in _sentences(part))


def _sentences(passage: Passage) -> list[Passage]:
    criteria: list[Passage] = []
    start = 0
    for sentence in passage.sentences():
        at = passage.text.index(sentence.text, start)
        start = at + len(sentence.text)
        if criteria and _BACK.match(sentence.text):
            begin = start - len(sentence.text) - 1 - len(criteria[-1].text)
            criteria[-1] = passage.part(begin, start)
        else:
            criteria.append(sentence)
    return criteria


def add_criteria(agreement: Agreement, goals: Iterable[GoalInTables]) -> None:
    """Add the success criteria of the tables as indicators with their targets."""
    unclear: dict[str, list[tuple[str, Reading]]] = {}
    unknown: list[tuple[str, Passage]] = []
    shifted = []
    for goal in goals:
        for entry in goal.table.criteria:
            if entry.certainty != "certain":
                shifted.append(agreement.reading(entry.passage))
            for passage in criteria_of(entry.passage):
                criterion = read_criterion(passage.text, language="da")
                targets, issues = _with_bases(passage.text, criterion.targets), criterion.issues
                if all(target.comparator == "text" for target in targets):
                    # "an answer within 14 days" states nothing else that could be reached
                    worded = worded_targets(passage.text)
                    targets = worded or targets
                    # its figure is that of a target all the same
                    issues = tuple(i for i in issues if not worded or i.code != "MC208")
                for issue in issues:
                    unclear.setdefault(issue.code, []).append(
                        (issue.message, agreement.reading(passage))
                    )
                _add_criterion(agreement, goal, passage, targets, entry.certainty)
                unknown += [
                    (target.unit_raw, passage)
                    for target in targets
                    if target.unit_raw
                    and resolve_unit(target.unit_raw, country=agreement.country) is None
                ]
    if shifted:
        agreement.draft.issue(
            "MC333",
            "error",
            "expected criteria in the third column; in rows without their goal's cell they stand "
            "in the second, and are read as criteria of the goal above.",
            cause="criteria one column to the left",
            remedy="Check goal and column of these criteria; their certainty is 'probable'.",
            readings=shifted,
        )
    for code, found in sorted(unclear.items()):
        agreement.draft.issue(
            code,
            "error",
            "; ".join(dict.fromkeys(message for message, _ in found)),
            cause="success criteria",
            remedy="Check the wording; state the target by curation if it is one.",
            readings=[reading for _, reading in found],
        )
    if unknown:
        names = ", ".join(repr(raw) for raw in dict.fromkeys(raw for raw, _ in unknown))
        agreement.draft.issue(
            "MC337",
            "info",
            f"the units {names} are not known; the values have none.",
            cause="units of criteria",
            remedy="Add them to the definitions of units if they are units.",
            readings=[agreement.reading(passage) for _, passage in unknown],
        )


def _with_bases(text: str, targets: Sequence[Target]) -> tuple[Target, ...]:
    """Take a level set against another ("mod 5,8 pct. i 2015") for where the measure stands."""
    latest = max((t.period.end for t in targets if t.period), default=None)
    return tuple(
        replace(target, role="baseline")
        if latest
        and target.period
        and target.period.end < latest
        and target.target_form == "level"
        and _AGAINST.search(text[: target.start])
        else target
        for target in targets
    )


def _add_criterion(
    agreement: Agreement,
    goal: GoalInTables,
    passage: Passage,
    targets: Sequence[Target],
    certainty: Certainty,
) -> None:
    indicator = _indicator(agreement, passage, targets, origin="criterion")
    agreement.draft.add(
        replace(
            indicator,
            element=goal.id,
            element_basis="by_position",
            element_certainty=weakest(certainty, goal.certainty),
            goal=goal.id,
        )
    )
    agreement.statements.append(Statement(element=indicator.id, passage=passage, own=goal.own))
    # who set a goal of the appropriation, only a lost colour tells
    origin: TargetOrigin = "own" if goal.own else "unknown"
    for target in targets:
        _add_target(agreement, indicator.id, passage, target, origin=origin, certainty=certainty)


def _counted(target: Target) -> str | None:
    """Printed unit of the measure itself; per cent of a change is none."""
    return target.unit_raw if target.comparator != "change_by_percent" else None


def _indicator(
    agreement: Agreement, passage: Passage, targets: Sequence[Target], *, origin: IndicatorOrigin
) -> Indicator:
    """The indicator that a wording states, not yet hung on an element."""
    unit_raw = next((raw for raw in map(_counted, targets) if raw), None)
    unit = resolve_unit(unit_raw, country=agreement.country) if unit_raw else None
    measure_type = _measure_type(passage.text, targets, unit)
    direction = _direction(passage.text, targets, measure_type)
    counting_unit = None
    if measure_type == "count":
        counted = _COUNTED.search(passage.text)
        counting_unit = unit_raw or (counted["unit"] if counted else None)
    return Indicator(
        id=agreement.draft.id("indicator", passage.text),
        origin=origin,
        name=passage.text,
        unit=unit,
        unit_raw=unit_raw,
        unit_basis="name" if unit_raw else None,
        measure_type=measure_type,
        counting_unit=counting_unit,
        direction=direction,
        direction_basis="text" if direction else None,
        document=agreement.document,
        locator=passage.locator,
    )


def _add_target(
    agreement: Agreement,
    indicator: str,
    passage: Passage,
    target: Target,
    *,
    origin: TargetOrigin,
    certainty: Certainty,
) -> None:
    period = target.period
    raw = target.unit_raw
    agreement.draft.add(
        Measurement(
            id=agreement.draft.measurement_id(
                indicator=indicator,
                period=period.text if period else None,
                role=target.role,
                subgroup=None,
                document=agreement.document,
            ),
            indicator=indicator,
            period=period.text if period else None,
            period_start=period.start.isoformat() if period else None,
            period_end=period.end.isoformat() if period else None,
            period_raw=target.period_raw,
            role=target.role,
            value=target.value,
            value_upper=target.value_upper,
            unit=resolve_unit(raw, country=agreement.country) if raw else None,
            comparator=target.comparator,
            comparator_basis="text",
            comparator_implied=target.comparator_implied,
            base_period=target.base_period.text if target.base_period else None,
            reference=target.reference,
            target_form=target.target_form if target.role == "target" else None,
            target_origin=origin if target.role == "target" else None,
            status=target.status,
            certainty=certainty,
            raw=target.raw,
            document=agreement.document,
            locator=passage.part(target.start, target.start + len(target.raw)).locator,
        )
    )


def _measure_type(name: str, targets: Sequence[Target], unit: str | None) -> MeasureType | None:
    forms = {target.target_form for target in targets}
    if forms <= {"text", "milestone"}:
        return "milestone" if "milestone" in forms else "qualitative"
    if unit in ("percent", "share"):
        return "share"
    if unit in _TIMES:
        return "duration"
    return "count" if _COUNTS.search(name) else None


def _direction(
    name: str, targets: Sequence[Target], measure_type: MeasureType | None
) -> Direction | None:
    """Wanted direction, where all that the criterion prints about it agrees."""
    found: set[Direction] = set()
    begin = next((target.value for target in targets if target.role == "baseline"), None)
    for target in targets:
        if begin is not None and target.value is not None and target.role == "target":
            found.add("increase" if target.value > begin else "decrease")
        change = target.value if target.comparator.startswith("change_by") else None
        if target.comparator in ("increase", "decrease"):
            found.add("increase" if target.comparator == "increase" else "decrease")
        elif change:
            found.add("increase" if change > 0 else "decrease")
        elif target.status == "relative_only" and target.comparator in ("<", ">"):
            found.add("increase" if target.comparator == ">" else "decrease")
    for clause in measure_clauses(name, language="da"):
        if clause.direction in ("increase", "decrease"):
            found.add(clause.direction)
    if measure_type == "duration" and _SOONER.search(name):
        found.add("decrease")
    for match in _MOVED.finditer(name):
        found.add("increase" if match["increase"] else "decrease")
    if _UPWARDS.search(name):
        found.add("increase")
    if _DOWNWARDS.search(name):
        found.add("decrease")
    return found.pop() if len(found) == 1 else None


def add_embedded(agreement: Agreement) -> None:
    """Add the measures that goals and actions state in their own wording."""
    goal_of = {
        link.from_id: link.to_id
        for link in agreement.draft.rows("links")
        if link.relation == "serves"
    }
    quantities: dict[str, tuple[float | None, str | None]] = {}
    done = set()
    for statement in tuple(agreement.statements):
        kind = statement.element.split("/")[1]
        if kind == "indicator" or statement.element in done:
            continue
        passage = statement.passage
        targets = commitments(passage.text)
        if not targets:
            continue
        done.add(statement.element)
        _add_embedded(agreement, statement, targets, goal=goal_of.get(statement.element))
        if len(targets) == 1 and targets[0].value is not None:
            raw = targets[0].unit_raw
            unit = resolve_unit(raw, country=agreement.country) if raw else None
            quantities[statement.element] = (targets[0].value, unit)
    agreement.draft.replace_rows(
        "activities",
        [
            replace(activity, quantity=quantities[activity.id][0], unit=quantities[activity.id][1])
            if activity.id in quantities
            else activity
            for activity in agreement.draft.rows("activities")
        ],
    )


def _add_embedded(
    agreement: Agreement, statement: Statement, targets: Sequence[Target], *, goal: str | None
) -> None:
    passage = statement.passage
    origin: IndicatorOrigin = "goal" if goal is None else "activity"
    indicator = _indicator(agreement, passage, targets, origin=origin)
    agreement.draft.add(
        replace(
            indicator,
            element=statement.element,
            element_basis="stated",
            element_certainty="certain",
            goal=goal or statement.element,
        )
    )
    set_by: TargetOrigin = "own" if statement.own else "unknown"
    for target in targets:
        _add_target(agreement, indicator.id, passage, target, origin=set_by, certainty="certain")
