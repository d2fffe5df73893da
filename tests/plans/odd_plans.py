"""A small plan without contradictions, and ways to make it contradict itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any

from municompare import Issue
from municompare.model.elements import Assignment, Goal, Indicator, Measurement
from municompare.model.plan import Decision, Document, FollowUp, Link, Note, PlanRecord, Wording
from municompare.plans.checks import checked
from municompare.testing import example_plan

KEY = "exempelby-2020"
PLAN = f"{KEY}/document/plan"
SECOND = f"{KEY}/document/andra-planen"
HOUSEHOLDS = f"{KEY}/indicator/hushall"
WORK = f"{KEY}/goal/fler-arbete"
SHARE = f"{KEY}/indicator/andel-arbete"
RESULT = f"{KEY}/indicator/resultat"


def sound() -> PlanRecord:
    """The example plan without its issue and without the target that has no base value."""
    record = example_plan().record
    kept = tuple(row for row in record.measurements if row.indicator != SHARE)
    share = next(row for row in record.indicators if row.id == SHARE)
    return replace(
        record,
        issues=(),
        measurements=kept,
        indicators=tuple(
            replace(share, measure_type="share") if row.id == SHARE else row
            for row in record.indicators
        ),
    )


def with_rows(record: PlanRecord, *rows: Any) -> PlanRecord:
    """The plan with more rows, each in the table of its kind; ids are made where left out."""
    tables = {
        Measurement: "measurements",
        Indicator: "indicators",
        Goal: "goals",
        Assignment: "assignments",
        Decision: "decisions",
        Document: "documents",
        FollowUp: "followups",
        Link: "links",
        Note: "notes",
        Wording: "wordings",
    }
    for row in rows:
        table = tables[type(row)]
        more: dict[str, Any] = {table: (*getattr(record, table), row)}
        record = replace(record, **more)
    return record


def value(
    number: float | None,
    period: str | None,
    role: Any = "observed",
    *,
    indicator: str = SHARE,
    document: str = PLAN,
    **more: Any,
) -> Measurement:
    """A printed value; its id and place tell it from the others."""
    stem = f"{indicator.rpartition('/')[2]}.{period or 'undated'}.{role}"
    given: dict[str, Any] = {
        "unit": "percent",
        "comparator": "=",
        "comparator_basis": "cell",
        "status": "reported",
        "target_form": "level" if role == "target" else None,
        "raw": f"{number:g}".replace(".", ",") if number is not None else None,
        "locator": "L20/c3",
        **more,
    }
    place = given["locator"].lower().replace("/", "-").replace(":", "-")
    parts = [stem, given.get("subgroup"), document.rpartition("/")[2], place]
    return Measurement(
        id=f"{KEY}/measurement/{'.'.join(part for part in parts if part)}".lower(),
        indicator=indicator,
        period=period,
        role=role,
        value=number,
        document=document,
        **given,
    )


def goal(number: str | None, title: str, **more: Any) -> Goal:
    """A numbered goal."""
    given: dict[str, Any] = {"kind": "goal", "title_status": "printed", "document": PLAN, **more}
    line = given.pop("locator", f"L{40 + len(title)}")
    return Goal(
        id=f"{KEY}/goal/{number}-{line.lower()}",
        number=number,
        title=title,
        locator=line,
        **given,
    )


def assignment(title: str, line: int, document: str = PLAN, **more: Any) -> Assignment:
    """An assignment."""
    return Assignment(
        id=f"{KEY}/assignment/{document.rpartition('/')[2]}-{line}",
        title=title,
        document=document,
        locator=f"L{line}",
        **more,
    )


def second_document(record: PlanRecord, **more: Any) -> PlanRecord:
    """The plan with another document that was read."""
    first = record.documents[0]
    given: dict[str, Any] = {"id": SECOND, "kind": "andra plan", "sha256": "1" * 64, **more}
    return with_rows(record, replace(first, **given))


def also_printed(element: Any, document: str = SECOND, text: str | None = None) -> Wording:
    """The element as the other document prints it."""
    kind, slug = element.id.split("/")[1:]
    return Wording(
        id=f"{KEY}/wording/{kind}.{slug}",
        element=element.id,
        text=text or getattr(element, "title", None) or element.name,
        difference="printed alike",
        document=document,
        locator="L7",
    )


def found(record: PlanRecord, code: str | None = None) -> list[Issue]:
    """Issues that the checks add, of one code or of all."""
    issues = checked(record).issues[len(record.issues) :]
    return [issue for issue in issues if code in (None, issue.code)]


def places(issue: Issue) -> list[str | None]:
    """Locators of an issue."""
    return [reading.locator for reading in issue.readings]


def turned(record: PlanRecord, order: Callable[[tuple[Any, ...]], tuple[Any, ...]]) -> PlanRecord:
    """The plan with the rows of every table in another order."""
    tables = {
        field.name: order(held)
        for field in fields(record)
        if isinstance(held := getattr(record, field.name), tuple) and field.name != "issues"
    }
    return replace(record, **tables)
