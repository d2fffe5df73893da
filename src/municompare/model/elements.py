"""What a plan wants and does: goals, principles, assignments, activities, indicators, values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from municompare.model.column import DATE, ID, LOCATOR, PERIOD, about
from municompare.model.quantity import (
    Basis,
    Certainty,
    Comparator,
    Obtained,
    Role,
    Status,
    TargetForm,
    TargetOrigin,
)

__all__ = [
    "Activity",
    "Assignment",
    "Direction",
    "Goal",
    "GoalKind",
    "Indicator",
    "IndicatorOrigin",
    "MeasureType",
    "Measurement",
    "Principle",
]

GoalKind = Literal["goal", "development_area", "goal_area", "purpose"]
IndicatorOrigin = Literal["table", "criterion", "goal", "activity", "assignment", "principle"]
MeasureType = Literal[
    "count", "share", "ratio", "duration", "index", "cost", "milestone", "qualitative"
]
Direction = Literal["increase", "decrease", "keep", "reach", "none"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """A goal, a development area, a goal area, or a purpose."""

    id: str = field(metadata=about("Id of the goal.", pattern=ID))
    level: str | None = field(
        default=None, metadata=about("The steering level that sets it.", refers="levels")
    )
    kind: GoalKind = field(metadata=about("Kind of goal."))
    perspective: str | None = field(
        default=None, metadata=about("Perspective or appropriation it is printed under.")
    )
    number: str | None = field(default=None, metadata=about("Number as printed."))
    title: str | None = field(default=None, metadata=about("Title as printed."))
    title_en: str | None = field(default=None, metadata=about("English label."))
    title_status: Literal["printed", "joined", "absent"] = field(
        metadata=about("Whether the title is printed whole, joined from fragments, or absent.")
    )
    description: str | None = field(
        default=None, metadata=about("The element's own further wording.")
    )
    parent: str | None = field(default=None, metadata=about("The goal above.", refers="goals"))
    parent_basis: Literal["stated", "by_position", "curated"] | None = field(
        default=None, metadata=about("What the link to the parent rests on.")
    )
    parent_certainty: Certainty | None = field(
        default=None, metadata=about("How sure the link to the parent is.")
    )
    lineage: Literal["new", "continued", "revised"] | None = field(
        default=None, metadata=about("Whether the document calls it new, continued or revised.")
    )
    responsible: str | None = field(default=None, metadata=about("Who is responsible."))
    document: str = field(metadata=about("Document of the goal.", refers="documents"))
    locator: str = field(metadata=about("Where it stands.", pattern=LOCATOR))
    obtained: Obtained = field(default="read", metadata=about("How the row came about."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Principle:
    """A mission, vision, value, guiding star or other standing principle."""

    id: str = field(metadata=about("Id of the principle.", pattern=ID))
    kind: Literal[
        "principle",
        "mission",
        "vision",
        "value",
        "guiding_star",
        "motto",
        "sdg",
        "priority",
        "definition",
        "duty",
    ] = field(metadata=about("Kind of principle."))
    number: str | None = field(default=None, metadata=about("Number as printed."))
    title: str = field(metadata=about("Title or own wording as printed."))
    title_en: str | None = field(default=None, metadata=about("English label."))
    perspective: str | None = field(default=None, metadata=about("Whose or which perspective."))
    period: str | None = field(
        default=None, metadata=about("Period or target year.", pattern=PERIOD)
    )
    document: str = field(metadata=about("Document of the principle.", refers="documents"))
    locator: str = field(metadata=about("Where it stands.", pattern=LOCATOR))
    obtained: Obtained = field(default="read", metadata=about("How the row came about."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """An assignment that one body gives to another."""

    id: str = field(metadata=about("Id of the assignment.", pattern=ID))
    title: str = field(metadata=about("Wording as printed."))
    title_en: str | None = field(default=None, metadata=about("English label."))
    kind: str | None = field(default=None, metadata=about("Kind as printed."))
    addressee: str | None = field(default=None, metadata=about("Who shall carry it out."))
    coordinator: str | None = field(default=None, metadata=about("Who coordinates."))
    report_back: str | None = field(
        default=None, metadata=about("When to report back (ISO).", pattern=PERIOD)
    )
    report_back_raw: str | None = field(
        default=None, metadata=about("When to report back, as printed.")
    )
    response: Literal["answered", "not_applicable", "reported_elsewhere", "none"] | None = field(
        default=None, metadata=about("How the plan answers it.")
    )
    response_locator: str | None = field(
        default=None, metadata=about("Where the answer stands.", pattern=LOCATOR)
    )
    response_certainty: Certainty | None = field(
        default=None, metadata=about("How sure it is which answer belongs to the assignment.")
    )
    document: str = field(metadata=about("Document of the assignment.", refers="documents"))
    locator: str = field(metadata=about("Where it stands.", pattern=LOCATOR))
    obtained: Obtained = field(default="read", metadata=about("How the row came about."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """Something that is to be done."""

    id: str = field(metadata=about("Id of the activity.", pattern=ID))
    title: str = field(metadata=about("Wording as printed."))
    title_en: str | None = field(default=None, metadata=about("English label."))
    perspective: str | None = field(
        default=None, metadata=about("Perspective or appropriation it is printed under.")
    )
    lead_in: str | None = field(
        default=None, metadata=about("The words that introduce the list it stands in.")
    )
    status: str | None = field(default=None, metadata=about("Status as printed."))
    responsible: str | None = field(
        default=None,
        metadata=about("Who carries it out; `unknown` where only a lost layout would tell."),
    )
    period: str | None = field(
        default=None, metadata=about("When it is carried out.", pattern=PERIOD)
    )
    deadline: str | None = field(default=None, metadata=about("Deadline.", pattern=PERIOD))
    quantity: float | None = field(
        default=None, metadata=about("Its quantity, only if there is exactly one.")
    )
    unit: str | None = field(default=None, metadata=about("Unit of the quantity."))
    document: str = field(metadata=about("Document of the activity.", refers="documents"))
    locator: str = field(metadata=about("Where it stands.", pattern=LOCATOR))
    obtained: Obtained = field(default="read", metadata=about("How the row came about."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """What is measured: a table row, a success criterion, or a clause that states a measure."""

    id: str = field(metadata=about("Id of the indicator.", pattern=ID))
    element: str | None = field(
        default=None, metadata=about("The element it measures.", refers="element")
    )
    element_basis: Literal["stated", "by_position", "curated"] | None = field(
        default=None, metadata=about("What the link to the element rests on.")
    )
    element_certainty: Certainty | None = field(
        default=None, metadata=about("How sure the link to the element is.")
    )
    goal: str | None = field(
        default=None, metadata=about("The goal it belongs to.", refers="goals")
    )
    origin: IndicatorOrigin = field(
        metadata=about("Table row, success criterion, or the kind of element it is stated in.")
    )
    name: str = field(metadata=about("Name or wording as printed."))
    name_en: str | None = field(default=None, metadata=about("English label."))
    unit: str | None = field(default=None, metadata=about("Unit; missing where none is stated."))
    unit_raw: str | None = field(default=None, metadata=about("Unit as printed."))
    unit_basis: Literal["cell", "name", "curated"] | None = field(
        default=None, metadata=about("Where the unit was printed.")
    )
    measure_type: MeasureType | None = field(default=None, metadata=about("Type of measure."))
    population: str | None = field(default=None, metadata=about("Who or what is counted."))
    denominator: str | None = field(default=None, metadata=about("What a share is of."))
    counting_unit: str | None = field(default=None, metadata=about("The unit that is counted."))
    statistic: (
        Literal["point", "average", "flow", "prevalence", "composition", "duration"] | None
    ) = field(default=None, metadata=about("Kind of statistic."))
    direction: Direction | None = field(default=None, metadata=about("Wanted direction."))
    direction_basis: Basis | None = field(
        default=None, metadata=about("Where the direction was printed.")
    )
    responsible_level: Literal["municipality", "state", "shared"] | None = field(
        default=None, metadata=about("Which level of government is responsible.")
    )
    data_source: str | None = field(default=None, metadata=about("Source of data as printed."))
    aggregation: Literal["forbidden", "additive", "mean", "unknown"] = field(
        default="unknown", metadata=about("Whether subgroups may be aggregated, and how.")
    )
    document: str = field(metadata=about("Document of the indicator.", refers="documents"))
    locator: str = field(metadata=about("Where it stands.", pattern=LOCATOR))
    obtained: Obtained = field(default="read", metadata=about("How the row came about."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """One printed value of an indicator, or one printed place without a value."""

    id: str = field(metadata=about("Id of the measurement.", pattern=ID))
    indicator: str = field(metadata=about("The indicator.", refers="indicators"))
    period: str | None = field(default=None, metadata=about("Period of the value.", pattern=PERIOD))
    period_start: str | None = field(default=None, metadata=about("First day (ISO).", pattern=DATE))
    period_end: str | None = field(default=None, metadata=about("Last day (ISO).", pattern=DATE))
    period_raw: str | None = field(default=None, metadata=about("Period as printed."))
    role: Role = field(metadata=about("observed, baseline or target."))
    subgroup: str | None = field(
        default=None, metadata=about("women, men, else as printed; missing for the total.")
    )
    value: float | None = field(default=None, metadata=about("Value on the printed scale."))
    value_upper: float | None = field(
        default=None, metadata=about("Upper end, only for intervals.")
    )
    unit: str | None = field(default=None, metadata=about("Unit of the value."))
    comparator: Comparator | None = field(
        default=None, metadata=about("How the value is meant, as printed.")
    )
    comparator_basis: Basis | None = field(
        default=None, metadata=about("Where the comparator was printed.")
    )
    comparator_implied: Comparator | None = field(
        default=None, metadata=about("What direction and goal merely imply.")
    )
    base_period: str | None = field(
        default=None, metadata=about("Period a change is measured from.", pattern=PERIOD)
    )
    reference: str | None = field(
        default=None, metadata=about("What the value is compared with, as printed.")
    )
    target_form: TargetForm | None = field(default=None, metadata=about("Form of a target."))
    target_origin: TargetOrigin | None = field(default=None, metadata=about("Who set the target."))
    status: Status = field(metadata=about("Why there is a value, or none."))
    certainty: Certainty = field(
        default="certain", metadata=about("How sure row and column of the value are.")
    )
    superseded: bool = field(
        default=False, metadata=about("Whether another document's value wins over it.")
    )
    raw: str | None = field(default=None, metadata=about("What is printed, as printed."))
    document: str = field(metadata=about("Document of the value.", refers="documents"))
    locator: str = field(metadata=about("Where it stands.", pattern=LOCATOR))
    obtained: Obtained = field(default="read", metadata=about("How the row came about."))
