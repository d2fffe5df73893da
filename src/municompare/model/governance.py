"""How a municipality steers: its governance model as an authored definition."""

from __future__ import annotations

from dataclasses import dataclass, field

from municompare.model.elements import GoalKind
from municompare.model.plan import UnitOfAnalysis
from municompare.model.steering import Instrument, Sphere, Stability, Tier

__all__ = ["ElementTerm", "GovernanceModel", "LevelDefinition", "LinkDefinition"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelDefinition:
    """One steering decision of the model.

    Parameters
    ----------
    key : str
        Key within the model, such as ``committee-budget``.
    name, name_en : str
        Name in the municipality's words, and an English label.
    tier, sphere, instrument, stability
        As in the ``levels`` table.
    terms : tuple of str
        Words by which documents name this level, most telling first.
    parent : str or None
        Key of the level that steers this one.
    decided_by, document_kind, audience, follow_up : str or None
        Who decides, in which document, for whom, and how it is followed up, in the
        municipality's words.
    source : str
        What the definition rests on.
    """

    key: str
    name: str
    name_en: str
    tier: Tier
    sphere: Sphere
    instrument: Instrument
    terms: tuple[str, ...]
    source: str
    parent: str | None = None
    stability: Stability | None = None
    decided_by: str | None = None
    document_kind: str | None = None
    audience: str | None = None
    follow_up: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ElementTerm:
    """A municipality's word for a kind of element, and the level that it belongs to.

    Parameters
    ----------
    term : str
        The word in the singular, such as ``nämndmål``.
    term_en : str
        English label.
    kind : GoalKind or str
        Kind of element: a kind of goal, else the singular name of a table.
    level : str or None
        Key of the level that sets such elements.
    definition : str
        What the word means in that municipality.
    """

    term: str
    term_en: str
    kind: GoalKind | str
    definition: str
    level: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkDefinition:
    """How one kind of element hangs on another in the model.

    Parameters
    ----------
    from_term, to_term : str
        Terms of :class:`ElementTerm`.
    basis : str
        ``stated`` where documents print the link, ``by_position`` where only the layout shows it,
        ``absent`` where the model has a link that documents do not show.
    """

    from_term: str
    to_term: str
    basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GovernanceModel:
    """A municipality's *styrmodell* (governance model).

    Parameters
    ----------
    key : str
        Key of the definition, such as ``linkoping``.
    municipality : str
        Country and official code, such as ``SE-0580``.
    municipality_name, country, language : str
        Name, ISO country code, ISO language code.
    name, name_en : str
        Name of the model in the municipality's words, and an English label.
    principal_organisation : str
        The body whose plans carry no organisation in their key.
    unit_of_analysis : UnitOfAnalysis
        What kind of body the model's plans are for.
    levels : tuple of LevelDefinition
        From the top down.
    terms : tuple of ElementTerm
        The municipality's words for its elements.
    links : tuple of LinkDefinition
        How the elements hang together.
    names : tuple of str
        Names by which documents call the municipality.
    covers, excludes : str or None
        What plans of this model cover, and what they leave to others.

    Examples
    --------
    >>> import municompare as mc
    >>> [level.name_en for level in mc.governance_model("silkeborg").levels][-1]
    'Agreement with an institution'
    """

    key: str
    municipality: str
    municipality_name: str
    country: str
    language: str
    name: str
    name_en: str
    principal_organisation: str
    unit_of_analysis: UnitOfAnalysis
    names: tuple[str, ...]
    levels: tuple[LevelDefinition, ...]
    terms: tuple[ElementTerm, ...]
    links: tuple[LinkDefinition, ...] = field(default=())
    covers: str | None = None
    excludes: str | None = None
