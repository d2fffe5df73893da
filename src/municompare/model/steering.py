"""Who steers whom: organisations, steering decisions at their tiers, responsibilities."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from municompare.model.column import ID, LOCATOR, about
from municompare.model.quantity import Obtained

__all__ = [
    "Instrument",
    "Level",
    "Organisation",
    "Responsibility",
    "ResponsibilityRole",
    "Sphere",
    "Stability",
    "Tier",
]

Tier = Literal["national", "council", "executive", "committee", "administration", "unit", "team"]
Sphere = Literal["political", "administrative", "boundary", "external"]
Instrument = Literal[
    "goals",
    "assignment",
    "agreement",
    "budget_frame",
    "rule",
    "values",
    "internal_control",
    "follow_up",
]
Stability = Literal["fixed", "living"]
ResponsibilityRole = Literal[
    "prepares",
    "decides",
    "approves",
    "notes",
    "agrees",
    "executes",
    "coordinates",
    "reports",
    "receives_report",
    "controls",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """A body, office or unit that the plan names."""

    id: str = field(metadata=about("Id of the organisation.", pattern=ID))
    name: str = field(metadata=about("Name as printed."))
    name_en: str | None = field(default=None, metadata=about("English label."))
    abbreviation: str | None = field(default=None, metadata=about("Abbreviation as printed."))
    kind: str | None = field(
        default=None, metadata=about("Kind of body: committee, administration, unit, state …")
    )
    parent: str | None = field(
        default=None, metadata=about("The body it belongs to.", refers="organisations")
    )
    document: str = field(metadata=about("Document that names it.", refers="documents"))
    locator: str = field(metadata=about("Where it is named.", pattern=LOCATOR))
    obtained: Obtained = field(default="read", metadata=about("How the row came about."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """A steering decision at an organisational tier."""

    id: str = field(metadata=about("Id of the level.", pattern=ID))
    parent: str | None = field(
        default=None, metadata=about("The level that steers this one.", refers="levels")
    )
    order: int = field(metadata=about("Order from the top, from 1."))
    name: str = field(metadata=about("Name in the municipality's own words."))
    name_en: str | None = field(default=None, metadata=about("English label."))
    tier: Tier = field(metadata=about("Organisational tier that decides."))
    sphere: Sphere = field(
        metadata=about("political, administrative, boundary (an agreement across), external.")
    )
    instrument: Instrument = field(metadata=about("What it steers by."))
    stability: Stability | None = field(
        default=None, metadata=about("Whether the document stays fixed in its period.")
    )
    decided_by: str | None = field(default=None, metadata=about("Who decides it."))
    document_kind: str | None = field(default=None, metadata=about("The document it stands in."))
    audience: str | None = field(default=None, metadata=about("Whom it addresses, as printed."))
    follow_up: str | None = field(default=None, metadata=about("How it is followed up."))
    document: str = field(metadata=about("Document that names the level.", refers="documents"))
    locator: str = field(metadata=about("Where it is named.", pattern=LOCATOR))
    obtained: Obtained = field(default="read", metadata=about("How the row came about."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Responsibility:
    """Who does what about an element."""

    id: str = field(metadata=about("Id of the responsibility.", pattern=ID))
    element: str = field(metadata=about("The element.", refers="element"))
    role: ResponsibilityRole = field(metadata=about("What the organisation does about it."))
    organisation: str = field(metadata=about("The organisation.", refers="organisations"))
    basis: str | None = field(default=None, metadata=about("The words it rests on."))
    document: str = field(metadata=about("Document of the statement.", refers="documents"))
    locator: str = field(metadata=about("Where the statement stands.", pattern=LOCATOR))
    obtained: Obtained = field(default="read", metadata=about("How the row came about."))
