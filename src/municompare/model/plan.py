"""What a plan is: one record type for every table, and the plan that holds them.

Every record is one printed statement, or one row that was made from printed statements. The
fields' metadata is the only declaration of the tables: frames, CSV files, the data dictionary
and the JSON Schema are derived from it in :mod:`municompare.schema`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from municompare.errors import Issue, Severity
from municompare.model.budget import BudgetCell
from municompare.model.column import (
    CODE,
    DATE,
    ID,
    KEY,
    LOCATOR,
    MUNICIPALITY,
    PERIOD,
    SHA256,
    about,
)
from municompare.model.elements import (
    Activity,
    Assignment,
    Goal,
    Indicator,
    Measurement,
    Principle,
)
from municompare.model.quantity import Certainty, Obtained
from municompare.model.steering import Level, Organisation, Responsibility

__all__ = [
    "BenchmarkRef",
    "Coding",
    "Decision",
    "Document",
    "DocumentStatus",
    "FollowUp",
    "IssueReadingRow",
    "IssueRow",
    "Link",
    "LinkBasis",
    "Note",
    "PlanRecord",
    "Relation",
    "UnitOfAnalysis",
    "Wording",
]

DocumentStatus = Literal["decided", "proposed", "noted", "unknown"]
LinkBasis = Literal["stated", "by_position", "curated"]
Relation = Literal[
    "serves",
    "measures",
    "implements",
    "answers",
    "funds",
    "part_of",
    "treated_in",
    "follows_up",
    "repeats",
    "replaces",
    "same_target",
    "shares_denominator",
    "conflicts_with",
    "addresses",
]
UnitOfAnalysis = Literal["municipality", "committee", "administration", "institution"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document that was read, a part of one, or one that is only referred to."""

    id: str = field(metadata=about("Id of the document.", pattern=ID))
    title: str = field(metadata=about("Title as printed."))
    kind: str = field(metadata=about("Kind of document in the municipality's own word."))
    role: Literal["read", "part", "referenced"] = field(
        metadata=about("Whether the file was read, is a part of one, or is only referred to.")
    )
    part_of: str | None = field(
        default=None, metadata=about("The document it is a part of.", refers="documents")
    )
    file: str | None = field(default=None, metadata=about("Name of the file that was read."))
    sha256: str | None = field(
        default=None, metadata=about("SHA-256 of the file's bytes.", pattern=SHA256)
    )
    issuer: str | None = field(default=None, metadata=about("Who issues the document."))
    period: str | None = field(
        default=None, metadata=about("Period the document is for.", pattern=PERIOD)
    )
    decided_by: str | None = field(default=None, metadata=about("Who decided it, as printed."))
    decided_on: str | None = field(
        default=None, metadata=about("Date of the decision (ISO).", pattern=DATE)
    )
    reference: str | None = field(
        default=None, metadata=about("Register or paragraph number as printed.")
    )
    language: str | None = field(default=None, metadata=about("Language (ISO 639-1)."))
    status: DocumentStatus = field(
        default="unknown", metadata=about("What became of it: decided, proposed, noted, unknown.")
    )
    in_force: bool | None = field(
        default=None, metadata=about("Whether the document says that it is in force.")
    )
    reader: str | None = field(default=None, metadata=about("The reader that read it."))
    reader_reason: str | None = field(default=None, metadata=about("Why that reader was chosen."))
    locator: str | None = field(
        default=None, metadata=about("Where its title stands.", pattern=LOCATOR)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """When and how something is followed up."""

    id: str = field(metadata=about("Id of the follow-up.", pattern=ID))
    element: str | None = field(
        default=None, metadata=about("What is followed up.", refers="element")
    )
    what: str | None = field(default=None, metadata=about("What is followed up, as printed."))
    cadence: str | None = field(default=None, metadata=about("How often, as printed."))
    dates: str | None = field(default=None, metadata=about("Dates as printed, joined by `; `."))
    reporter: str | None = field(default=None, metadata=about("Who reports."))
    recipient: str | None = field(default=None, metadata=about("Who receives the report."))
    kind: str | None = field(default=None, metadata=about("Kind of report, as printed."))
    document: str = field(metadata=about("Document of the statement.", refers="documents"))
    locator: str = field(metadata=about("Where the statement stands.", pattern=LOCATOR))
    obtained: Obtained = field(default="read", metadata=about("How the row came about."))


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchmarkRef:
    """A comparison that the document itself asks for."""

    id: str = field(metadata=about("Id of the reference.", pattern=ID))
    element: str = field(metadata=about("The element that asks for it.", refers="element"))
    comparator: Literal["national_mean", "klynge", "other_municipalities", "own_past", "norm"] = (
        field(metadata=about("Whom the element compares with."))
    )
    named_members: str | None = field(
        default=None, metadata=about("Municipalities named, joined by `; `.")
    )
    theme: str | None = field(default=None, metadata=about("What is compared, as printed."))
    use: Literal["target", "comparison", "learning"] = field(
        metadata=about("Whether it sets a target, compares, or is for learning.")
    )
    document: str = field(metadata=about("Document of the statement.", refers="documents"))
    locator: str = field(metadata=about("Where the statement stands.", pattern=LOCATOR))
    obtained: Obtained = field(default="read", metadata=about("How the row came about."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A decision that the document reports."""

    id: str = field(metadata=about("Id of the decision.", pattern=ID))
    body: str = field(metadata=about("Who decided, as printed."))
    date: str | None = field(default=None, metadata=about("When (ISO).", pattern=PERIOD))
    paragraph: str | None = field(default=None, metadata=about("Paragraph number as printed."))
    subject: str | None = field(default=None, metadata=about("What was decided."))
    document: str = field(metadata=about("Document of the statement.", refers="documents"))
    locator: str = field(metadata=about("Where the statement stands.", pattern=LOCATOR))
    obtained: Obtained = field(default="read", metadata=about("How the row came about."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """Another wording of an element, printed elsewhere."""

    id: str = field(metadata=about("Id of the wording.", pattern=ID))
    element: str = field(metadata=about("The element.", refers="element"))
    text: str = field(metadata=about("The other wording as printed."))
    difference: str = field(metadata=about("How it differs from the title or name."))
    document: str = field(metadata=about("Document of the wording.", refers="documents"))
    locator: str = field(metadata=about("Where it stands.", pattern=LOCATOR))
    obtained: Obtained = field(default="read", metadata=about("How the row came about."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A footnote or remark, attached to the element or value that it limits."""

    id: str = field(metadata=about("Id of the note.", pattern=ID))
    marker: str | None = field(default=None, metadata=about("The mark, such as `**`."))
    text: str = field(metadata=about("The note's own wording."))
    element: str | None = field(
        default=None, metadata=about("The element or value it is about.", refers="element")
    )
    document: str = field(metadata=about("Document of the note.", refers="documents"))
    locator: str = field(metadata=about("Where the note stands.", pattern=LOCATOR))
    obtained: Obtained = field(default="read", metadata=about("How the row came about."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Coding:
    """A judgement of a coder about an element; never mixed with what was read."""

    id: str = field(metadata=about("Id of the coding.", pattern=ID))
    element: str = field(metadata=about("The element that is judged.", refers="element"))
    scheme: str = field(metadata=about("The coding scheme."))
    scheme_version: str = field(metadata=about("Version of the scheme."))
    code: str = field(metadata=about("The code given."))
    coder: str = field(metadata=about("Who coded, as a label."))
    date: str | None = field(
        default=None, metadata=about("Date of the coding (ISO).", pattern=DATE)
    )
    basis: str | None = field(default=None, metadata=about("What the judgement rests on."))
    certainty: Certainty = field(default="certain", metadata=about("How sure the coder is."))
    note: str | None = field(default=None, metadata=about("Remark of the coder."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A relation between two elements."""

    id: str = field(metadata=about("Id of the link.", pattern=ID))
    from_id: str = field(metadata=about("The element that relates.", refers="element"))
    relation: Relation = field(metadata=about("How it relates."))
    to_id: str = field(metadata=about("The element it relates to.", refers="element"))
    basis: LinkBasis = field(metadata=about("Whether the document states it, or its layout does."))
    certainty: Certainty = field(default="certain", metadata=about("How sure the link is."))
    document: str = field(metadata=about("Document of the link.", refers="documents"))
    locator: str = field(metadata=about("Where the link is stated.", pattern=LOCATOR))
    obtained: Obtained = field(default="read", metadata=about("How the row came about."))


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueRow:
    """An issue as a row of the ``issues`` table."""

    id: str = field(metadata=about("Id of the issue.", pattern=ID))
    code: str = field(metadata=about("Stable code of the rule.", pattern=CODE))
    severity: Severity = field(
        metadata=about("error: value or link; warning: name or reference; info: spelling.")
    )
    message: str = field(metadata=about("What is odd: what was expected, what was found."))
    remedy: str | None = field(default=None, metadata=about("What a user can do about it."))


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueReadingRow:
    """One place that an issue is about."""

    id: str = field(metadata=about("Id of the reading.", pattern=ID))
    issue: str = field(metadata=about("The issue.", refers="issues"))
    order: int = field(metadata=about("Order among the issue's readings, from 1."))
    text: str | None = field(default=None, metadata=about("What stands there, as printed."))
    document: str | None = field(
        default=None, metadata=about("Document of the place.", refers="documents")
    )
    locator: str | None = field(default=None, metadata=about("The place.", pattern=LOCATOR))


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRecord:
    """A plan as data: who steers what in which period, and all its tables.

    The record is plain and immutable. :class:`municompare.Plan` wraps it with frames,
    look-up and citation.

    Examples
    --------
    >>> import municompare as mc
    >>> record = mc.load()["norrkoping-2016"].record
    >>> record.municipality, record.period, record.unit_of_analysis
    ('SE-0581', '2016', 'administration')
    """

    key: str = field(metadata=about("Key of the plan.", pattern=KEY))
    title: str = field(metadata=about("Title of the plan's main document, as printed."))
    municipality: str = field(
        metadata=about("Municipality: country and official code.", pattern=MUNICIPALITY)
    )
    municipality_name: str = field(metadata=about("Name of the municipality."))
    organisation: str = field(metadata=about("Whose plan it is, as printed."))
    unit_of_analysis: UnitOfAnalysis = field(
        metadata=about("What kind of body the plan is for; counts compare only within it.")
    )
    language: Literal["sv", "da"] = field(metadata=about("Language of the documents."))
    period: str | None = field(default=None, metadata=about("Period of the plan.", pattern=PERIOD))
    status: Literal["adopted", "proposal", "unknown"] = field(
        default="unknown", metadata=about("Whether the plan was adopted.")
    )
    covers: str | None = field(
        default=None,
        metadata=about("What the plan covers, by the definition of its governance model."),
    )
    excludes: str | None = field(
        default=None,
        metadata=about("What it leaves to others: as stated, else by that definition."),
    )
    governance_model: str | None = field(
        default=None, metadata=about("Key of the governance model's definition.")
    )
    documents: tuple[Document, ...] = ()
    organisations: tuple[Organisation, ...] = ()
    levels: tuple[Level, ...] = ()
    responsibilities: tuple[Responsibility, ...] = ()
    goals: tuple[Goal, ...] = ()
    principles: tuple[Principle, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    activities: tuple[Activity, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    measurements: tuple[Measurement, ...] = ()
    budget: tuple[BudgetCell, ...] = ()
    followups: tuple[FollowUp, ...] = ()
    benchmark_refs: tuple[BenchmarkRef, ...] = ()
    decisions: tuple[Decision, ...] = ()
    wordings: tuple[Wording, ...] = ()
    notes: tuple[Note, ...] = ()
    codings: tuple[Coding, ...] = ()
    links: tuple[Link, ...] = ()
    issues: tuple[Issue, ...] = ()
