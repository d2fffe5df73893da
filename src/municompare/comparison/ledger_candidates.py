"""Which public measures come into question for an indicator of a plan, through the crosswalk.

An element and a public measure meet in a concept; neither is mapped to the other. The relation
between the two is composed of both mappings and is never closer than the weaker of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from municompare.comparison.ledger_series import Obstacle
from municompare.model.crosswalk import Crosswalk, Mapping, MappingRelation
from municompare.model.elements import Indicator
from municompare.model.quantity import Period

__all__ = ["Candidate", "Use", "Validity", "candidates_of", "composed_relation", "country_of"]

Use = Literal["same_measure", "related"]
"""``same_measure``: may be judged if the anchor test holds; ``related``: shown beside it only."""

Validity = Literal["inside", "outside", "no_limits", "no_period"]
"""Where a period lies to the periods that the mappings hold for."""

# Where a publisher's measures are about; the prefixes are those of mapping files.
_COUNTRIES: Final = {"kolada": "SE", "dst": "DK", "jobindsats": "DK"}
_TURNED: Final[dict[MappingRelation, MappingRelation]] = {
    "broadMatch": "narrowMatch",
    "narrowMatch": "broadMatch",
}
_CLOSENESS: Final[tuple[MappingRelation, ...]] = (
    "exactMatch",
    "closeMatch",
    "broadMatch",
    "narrowMatch",
    "relatedMatch",
)


def country_of(subject: str) -> str | None:
    """Country that a public measure is about; missing for a publisher that is not known here.

    Examples
    --------
    >>> country_of("kolada:N31807"), country_of("eurostat:lfst_r_lfe2emprt")
    ('SE', None)
    """
    return _COUNTRIES.get(subject.partition(":")[0])


def composed_relation(element: MappingRelation, measure: MappingRelation) -> MappingRelation:
    """Relation of an element to a measure, when each is mapped to the same concept.

    Parameters
    ----------
    element : str
        SKOS relation of the element to the concept.
    measure : str
        SKOS relation of the measure to the concept.

    Returns
    -------
    str
        Never closer than either. An element narrower than the concept is narrower than a measure
        that is the concept (``broadMatch``); two that are both narrower, or both broader, are
        related only.

    Examples
    --------
    >>> composed_relation("exactMatch", "closeMatch")
    'closeMatch'
    >>> composed_relation("closeMatch", "broadMatch")
    'narrowMatch'
    >>> composed_relation("broadMatch", "broadMatch")
    'relatedMatch'
    """
    if "relatedMatch" in (element, measure):
        return "relatedMatch"
    slanted = {element, _TURNED.get(measure, measure)} - {"exactMatch", "closeMatch"}
    if slanted:
        return slanted.pop() if len(slanted) == 1 else "relatedMatch"
    return "closeMatch" if "closeMatch" in (element, measure) else "exactMatch"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A public measure that may say whether a target was reached.

    Parameters
    ----------
    element, measure : Mapping
        The mappings of the plan's element and of the measure, to the same concept.
    by_goal : bool
        Whether the element is the indicator's goal, for want of a measure of its own concepts.
    """

    element: Mapping
    measure: Mapping
    by_goal: bool

    @property
    def concept(self) -> str:
        """Key of the concept in which they meet."""
        return self.measure.concept

    @property
    def key(self) -> str:
        """Key of the measure at its publisher."""
        return self.measure.subject.partition(":")[2]

    @property
    def relation(self) -> MappingRelation:
        """Relation of the indicator to the measure; a goal says of its indicator little."""
        composed = composed_relation(self.element.relation, self.measure.relation)
        return "relatedMatch" if self.by_goal else composed

    @property
    def confidence(self) -> float | None:
        """Product of both confidences, so never above either; missing if one is not stated."""
        element, measure = self.element.confidence, self.measure.confidence
        if element is None or measure is None:
            return None
        return round(element * measure, 6)

    @property
    def role(self) -> str | None:
        """``context`` if one of the mappings is; ``same_measure`` only if both are."""
        roles = {self.element.role, self.measure.role}
        if "context" in roles:
            return "context"
        return "same_measure" if roles == {"same_measure"} else None

    @property
    def use(self) -> Use:
        """What the measure may be used for."""
        close = self.relation in ("exactMatch", "closeMatch") and self.role != "context"
        return "same_measure" if close else "related"

    @property
    def valid_from(self) -> str | None:
        """First period for which both mappings hold; missing without limit."""
        limits = [limit for limit in (self.element.valid_from, self.measure.valid_from) if limit]
        return max(limits, key=lambda limit: Period.parse(limit).start, default=None)

    @property
    def valid_to(self) -> str | None:
        """Last period for which both mappings hold; missing without limit."""
        limits = [limit for limit in (self.element.valid_to, self.measure.valid_to) if limit]
        return min(limits, key=lambda limit: Period.parse(limit).end, default=None)

    def validity(self, period: Period | None) -> Validity:
        """Where a period lies to the periods that both mappings hold for."""
        first, last = self.valid_from, self.valid_to
        if first is None and last is None:
            return "no_limits"
        if period is None:
            return "no_period"
        early = first is not None and period.start < Period.parse(first).start
        late = last is not None and period.end > Period.parse(last).end
        return "outside" if early or late else "inside"

    def holds_for(self, period: Period) -> bool:
        """Whether both mappings hold for a period."""
        return self.validity(period) != "outside"


def candidates_of(
    indicator: Indicator, country: str, crosswalk: Crosswalk, period: Period | None
) -> list[Candidate] | Obstacle:
    """The public measures of a country for an indicator, the closest first.

    Where the indicator's own concepts have none, those of its goal are asked. A measure that is
    mapped for several spans of time is taken as mapped for the given period; with no such mapping,
    as the closest.

    Parameters
    ----------
    indicator : Indicator
        The plan's indicator.
    country : str
        Country of the plan.
    crosswalk : Crosswalk
        The mappings.
    period : Period or None
        Period of the target.

    Returns
    -------
    list of Candidate or Obstacle
        Why there is none.
    """
    own = list(crosswalk.of(indicator.id))
    of_goal = _of_goal(indicator, crosswalk)
    foreign: list[str] = []
    for elements, by_goal in ((own, False), (of_goal, True)):
        found: dict[tuple[str, str], list[Candidate]] = {}
        for element in elements:
            for measure in crosswalk.measures_of(element.concept):
                if country_of(measure.subject) not in (None, country):
                    foreign.append(measure.subject)
                    continue
                candidate = Candidate(element=element, measure=measure, by_goal=by_goal)
                found.setdefault((element.concept, measure.subject), []).append(candidate)
        if found:
            chosen = [_chosen(several, period) for several in found.values()]
            return sorted(chosen, key=lambda each: _CLOSENESS.index(each.relation))
    if not own and not of_goal:
        return Obstacle("concept", "no concept of the crosswalk holds the indicator or its goal")
    others = f" (of other countries: {', '.join(dict.fromkeys(foreign))})" if foreign else ""
    return Obstacle(
        "measure", f"no public measure of {country} is at hand for its concepts{others}"
    )


def _of_goal(indicator: Indicator, crosswalk: Crosswalk) -> list[Mapping]:
    """Mappings of an indicator's goal to concepts that are not denied for the indicator."""
    if indicator.goal is None:
        return []
    denied = {
        mapping.concept
        for mapping in crosswalk.mappings
        if mapping.subject == indicator.id and mapping.relation == "notMatch"
    }
    return [mapping for mapping in crosswalk.of(indicator.goal) if mapping.concept not in denied]


def _chosen(several: Iterable[Candidate], period: Period | None) -> Candidate:
    """The mapping for a period, of several of one measure to one concept."""
    return min(
        several,
        key=lambda each: (
            period is not None and not each.holds_for(period),
            _CLOSENESS.index(each.relation),
        ),
    )
