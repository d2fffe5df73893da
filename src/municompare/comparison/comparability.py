"""May two elements be compared, and what speaks against it.

Comparability is data: every pair gets a verdict and all its reasons. The verdict is the strongest
consequence of any reason. What is not printed is a reason too: a unit or a period that one of the
documents does not state can be neither the same nor another.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from municompare.comparison.verdict import Comparability, Consequence, Reason, Verdict
from municompare.definitions import traps
from municompare.errors import Issue, MunicompareError, Reading
from municompare.model.crosswalk import Crosswalk, Mapping
from municompare.model.elements import Goal, Indicator
from municompare.model.quantity import Period
from municompare.plans import Plan
from municompare.units import convert

__all__ = ["judge"]

_VERDICTS: Final[dict[Consequence, Verdict]] = {
    "caveat": "with_caveats",
    "position_only": "position_only",
    "blocks": "not_comparable",
}
_ORDER: Final[tuple[Consequence, ...]] = ("caveat", "position_only", "blocks")
_CLOSENESS: Final[dict[str, Consequence | None]] = {
    "exactMatch": None,
    "closeMatch": "caveat",
    "broadMatch": "position_only",
    "narrowMatch": "position_only",
    "relatedMatch": "position_only",
}
_IN_WORDS: Final = {
    "closeMatch": "close to",
    "broadMatch": "narrower than",
    "narrowMatch": "broader than",
    "relatedMatch": "only related to",
}


@dataclass(frozen=True, slots=True)
class _Pair:
    plan_a: Plan
    a: Any
    plan_b: Plan
    b: Any
    crosswalk: Crosswalk
    concept: str | None

    @property
    def countries(self) -> tuple[str, str]:
        return self.plan_a.municipality[:2], self.plan_b.municipality[:2]

    @property
    def mappings(self) -> tuple[Mapping | None, Mapping | None]:
        """What the crosswalk says of each element and the concept."""
        return (self._mapping(self.a), self._mapping(self.b))

    def _mapping(self, element: Any) -> Mapping | None:
        for mapping in self.crosswalk.of(element.id):
            if mapping.concept == self.concept:
                return mapping
        return None


def _name(element: Any) -> str:
    printed = element.title if isinstance(element, Goal) else element.name
    label = element.title_en if isinstance(element, Goal) else element.name_en
    return str(label or printed or element.id)


def _denied(pair: _Pair) -> Iterator[Reason]:
    """Recorded statements that one of them is not what the other is."""
    for one, other in ((pair.a, pair.b), (pair.b, pair.a)):
        held = {mapping.concept for mapping in pair.crosswalk.of(other.id)}
        for mapping in pair.crosswalk.mappings:
            denies = mapping.subject == one.id and mapping.relation == "notMatch"
            if denies and mapping.concept in held:
                because = f": {mapping.comment}" if mapping.comment else ""
                yield Reason(
                    aspect="concept",
                    consequence="blocks",
                    statement=f"{_name(one)!r} is not {mapping.concept}{because}",
                    source="crosswalk",
                )


def _concept(pair: _Pair) -> Iterator[Reason]:
    yield from _denied(pair)
    if pair.concept is None:
        yield Reason(
            aspect="concept",
            consequence="blocks",
            statement="no concept of the crosswalk holds both",
        )
    for element, mapping in zip((pair.a, pair.b), pair.mappings, strict=True):
        consequence = _CLOSENESS[mapping.relation] if mapping is not None else None
        if mapping is not None and consequence is not None:
            because = f": {mapping.comment}" if mapping.comment else ""
            yield Reason(
                aspect="definition",
                consequence=consequence,
                statement=f"{_name(element)!r} is {_IN_WORDS[mapping.relation]} "
                f"{mapping.concept}{because}",
                source="crosswalk",
            )


def _one(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def _plans(pair: _Pair) -> Iterator[Reason]:
    a, b = pair.plan_a, pair.plan_b
    if a.unit_of_analysis != b.unit_of_analysis:
        yield Reason(
            aspect="unit of analysis",
            consequence="caveat",
            statement=f"the plan of {_one(a.unit_of_analysis)} beside that of "
            f"{_one(b.unit_of_analysis)}",
        )


def _periods(plan: Plan, indicator: Indicator) -> list[Period]:
    printed = {
        value.period
        for value in plan.current_measurements
        if value.indicator == indicator.id and value.period is not None
    }
    return [Period.parse(period) for period in sorted(printed)]


def _span(periods: list[Period]) -> str:
    first, last = min(p.start for p in periods).year, max(p.end for p in periods).year
    return str(first) if first == last else f"{first} to {last}"


def _period(pair: _Pair) -> Iterator[Reason]:
    of_a, of_b = _periods(pair.plan_a, pair.a), _periods(pair.plan_b, pair.b)
    if not of_a or not of_b:
        which = [_name(e) for e, found in ((pair.a, of_a), (pair.b, of_b)) if not found]
        yield Reason(
            aspect="period",
            consequence="caveat",
            statement=f"no period is printed for {' and '.join(repr(name) for name in which)}",
        )
    elif not any(x.start <= y.end and y.start <= x.end for x in of_a for y in of_b):
        yield Reason(
            aspect="period",
            consequence="caveat",
            statement=f"no period in common: {_span(of_a)} and {_span(of_b)}",
        )


def _units_of(plan: Plan, indicator: Indicator) -> set[str]:
    units = {
        value.unit
        for value in plan.current_measurements
        if value.indicator == indicator.id
        and value.unit is not None
        and value.comparator != "change_by_percent"  # the unit of the change, not of the measure
    }
    return units or ({indicator.unit} if indicator.unit else set())


def _convertible(a: str, b: str) -> bool:
    if a == b:
        return True
    try:
        convert(1.0, from_unit=a, to_unit=b)
    except MunicompareError:
        return False
    return True


def _unit(pair: _Pair) -> Iterator[Reason]:
    of_a, of_b = _units_of(pair.plan_a, pair.a), _units_of(pair.plan_b, pair.b)
    if not of_a or not of_b:
        which = [_name(e) for e, found in ((pair.a, of_a), (pair.b, of_b)) if not found]
        yield Reason(
            aspect="unit",
            consequence="position_only",
            statement=f"no unit is printed for {' and '.join(repr(name) for name in which)}",
        )
    elif not any(_convertible(x, y) for x in of_a for y in of_b):
        yield Reason(
            aspect="unit",
            consequence="blocks",
            statement=f"different units: {', '.join(sorted(of_a))} and {', '.join(sorted(of_b))}",
        )
    currencies = {unit[-3:] for unit in of_a | of_b if unit[-3:] in ("SEK", "DKK", "EUR")}
    if currencies:
        yield Reason(
            aspect="price level",
            consequence="blocks" if len(currencies) > 1 else "caveat",
            statement="amounts of different years or currencies need an explicit price level",
        )


def _definition(pair: _Pair) -> Iterator[Reason]:
    for aspect, field in (("measure", "measure_type"), ("measure", "statistic")):
        x, y = getattr(pair.a, field), getattr(pair.b, field)
        if x is not None and y is not None and x != y:
            yield Reason(
                aspect=aspect,
                consequence="position_only",
                statement=f"{field.replace('_', ' ')} {x} and {y}",
            )
    for field in ("population", "denominator"):
        x, y = getattr(pair.a, field), getattr(pair.b, field)
        if x is not None and y is not None and x != y:
            yield Reason(
                aspect="population",
                consequence="caveat",
                statement=f"{field}: {x!r} and {y!r}",
            )
    if {pair.a.direction, pair.b.direction} == {"increase", "decrease"}:
        yield Reason(
            aspect="direction",
            consequence="caveat",
            statement="one is to rise, the other to fall",
        )
    for element in (pair.a, pair.b):
        if element.aggregation == "forbidden":
            yield Reason(
                aspect="source",
                consequence="blocks",
                statement=f"its source forbids comparing the figures of {_name(element)!r}",
            )


def _responsibility(pair: _Pair) -> Iterator[Reason]:
    levels = {getattr(e, "responsible_level", None) for e in (pair.a, pair.b)} - {None}
    if len(levels) > 1:
        yield Reason(
            aspect="responsibility",
            consequence="position_only",
            statement=f"responsible: {' and '.join(sorted(str(level) for level in levels))}",
        )


def _traps(pair: _Pair) -> Iterator[Reason]:
    countries = set(pair.countries)
    for trap in traps():
        across = len(countries) > 1 and countries <= set(trap.countries)
        within = len(trap.countries) == 1 and countries == set(trap.countries)
        if pair.concept in trap.concepts and (across or within):
            yield Reason(
                aspect="trap",
                consequence=trap.consequence,
                statement=trap.statement,
                source=f"definitions/traps.yaml, {trap.key}: {trap.source}",
            )


def _judged(pair: _Pair) -> Comparability:
    checks = [_concept, _plans, _traps]
    if isinstance(pair.a, Indicator):
        checks += [_unit, _period, _definition, _responsibility]
    reasons = tuple(dict.fromkeys(reason for check in checks for reason in check(pair)))
    strongest = max((_ORDER.index(reason.consequence) for reason in reasons), default=None)
    return Comparability(
        a=pair.a.id,
        b=pair.b.id,
        a_text=_name(pair.a),
        b_text=_name(pair.b),
        concept=pair.concept,
        verdict="comparable" if strongest is None else _VERDICTS[_ORDER[strongest]],
        reasons=reasons,
    )


_SEVERITY: Final[tuple[Verdict, ...]] = (
    "comparable",
    "with_caveats",
    "position_only",
    "not_comparable",
)


def judge(
    plan_a: Plan, a: str, plan_b: Plan, b: str, crosswalk: Crosswalk, *, concept: str | None = None
) -> Comparability:
    """Verdict and reasons for two goals or two indicators.

    Parameters
    ----------
    plan_a, plan_b : Plan
        The plans that hold them.
    a, b : str
        Ids of the elements.
    crosswalk : Crosswalk
        Concepts through which they meet.
    concept : str, optional
        The concept to judge them in; left out, of all that hold both the one that speaks least
        against them.

    Raises
    ------
    MunicompareError
        If they are not two goals or two indicators, or one and the same element.
    """
    first, second = plan_a[a], plan_b[b]
    if type(first) is not type(second) or not isinstance(first, (Goal, Indicator)) or a == b:
        raise MunicompareError(
            Issue(
                code="MC502",
                severity="error",
                message="two different goals or two different indicators were expected, found "
                f"{_one(type(first).__name__.lower())} and {_one(type(second).__name__.lower())}"
                f"{' that are the same' if a == b else ''}.",
                remedy="Name two ids of the same table.",
                readings=(Reading(text=a), Reading(text=b)),
            )
        )
    of_b = {mapping.concept for mapping in crosswalk.of(b)}
    shared = [mapping.concept for mapping in crosswalk.of(a) if mapping.concept in of_b]
    if concept is not None:
        shared = [concept] if concept in shared else []
    candidates: list[str | None] = [*shared] or [None]
    judged = [_judged(_Pair(plan_a, first, plan_b, second, crosswalk, each)) for each in candidates]
    return min(judged, key=lambda found: (_SEVERITY.index(found.verdict), len(found.reasons)))
