"""May two elements be compared, and what speaks against it.

Comparability is data: every pair gets a verdict and all its reasons. The verdict is the strongest
consequence of any reason. What is not printed is a reason too: a unit or a period that one of the
documents does not state can be neither the same nor another.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import Any, Final, Literal

from municompare.definitions import traps
from municompare.errors import Issue, MunicompareError, Reading
from municompare.model.crosswalk import Crosswalk
from municompare.model.elements import Goal, Indicator
from municompare.model.quantity import Period
from municompare.plans import Plan
from municompare.units import convert

__all__ = ["Comparability", "Consequence", "Reason", "Verdict", "judge"]

Consequence = Literal["caveat", "position_only", "blocks"]
Verdict = Literal["comparable", "with_caveats", "position_only", "not_comparable"]

_VERDICTS: Final[dict[Consequence, Verdict]] = {
    "caveat": "with_caveats",
    "position_only": "position_only",
    "blocks": "not_comparable",
}
_ORDER: Final[tuple[Consequence, ...]] = ("caveat", "position_only", "blocks")
_CLOSENESS: Final = {
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One thing that speaks against comparing two elements.

    Parameters
    ----------
    aspect : str
        What it is about: concept, definition, unit, period, population, measure, direction,
        price level, responsibility, source, unit of analysis, or trap.
    consequence : {"caveat", "position_only", "blocks"}
        ``caveat``: say it beside the comparison; ``position_only``: compare positions within the
        own group, not values; ``blocks``: do not compare.
    statement : str
        The reason in a sentence.
    source : str or None
        What it rests on, where it is a definition of the library.
    """

    aspect: str
    consequence: Consequence
    statement: str
    source: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparability:
    """Verdict and reasons for a pair of elements.

    Parameters
    ----------
    a, b : str
        Ids of the elements.
    a_text, b_text : str
        Their English labels, else what is printed.
    verdict : {"comparable", "with_caveats", "position_only", "not_comparable"}
        The strongest consequence of the reasons.
    reasons : tuple of Reason
        Everything that speaks against the comparison.
    """

    a: str
    b: str
    a_text: str
    b_text: str
    verdict: Verdict
    reasons: tuple[Reason, ...]

    def __str__(self) -> str:
        lines = [f"{self.a_text}  |  {self.b_text}: {self.verdict.replace('_', ' ')}"]
        lines += [
            f"  - {reason.aspect} ({reason.consequence.replace('_', ' ')}): {reason.statement}"
            for reason in self.reasons
        ]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td>{escape(r.aspect)}</td><td>{escape(r.consequence)}</td>"
            f"<td>{escape(r.statement)}</td></tr>"
            for r in self.reasons
        )
        return (
            f"<p><b>{escape(self.a_text)}</b> | <b>{escape(self.b_text)}</b>: "
            f"{escape(self.verdict.replace('_', ' '))}</p><table>{rows}</table>"
        )


@dataclass(frozen=True, slots=True)
class _Pair:
    plan_a: Plan
    a: Any
    plan_b: Plan
    b: Any
    crosswalk: Crosswalk

    @property
    def countries(self) -> tuple[str, str]:
        return self.plan_a.municipality[:2], self.plan_b.municipality[:2]

    @property
    def shared(self) -> list[tuple[str, str, str]]:
        """Concepts of both, with the relation of each."""
        of_b = {mapping.concept: mapping.relation for mapping in self.crosswalk.of(self.b.id)}
        return [
            (mapping.concept, mapping.relation, of_b[mapping.concept])
            for mapping in self.crosswalk.of(self.a.id)
            if mapping.concept in of_b
        ]


def _name(element: Any) -> str:
    printed = element.title if isinstance(element, Goal) else element.name
    label = element.title_en if isinstance(element, Goal) else element.name_en
    return str(label or printed or element.id)


def _concept(pair: _Pair) -> Iterator[Reason]:
    if not pair.shared:
        yield Reason(
            aspect="concept",
            consequence="blocks",
            statement="no concept of the crosswalk holds both",
        )
    for concept, *relations in pair.shared:
        for element, relation in zip((pair.a, pair.b), relations, strict=True):
            consequence = _CLOSENESS[relation]
            if consequence is not None:
                yield Reason(
                    aspect="definition",
                    consequence=consequence,  # type: ignore[arg-type]
                    statement=f"{_name(element)!r} is {_IN_WORDS[relation]} {concept}",
                )


def _plans(pair: _Pair) -> Iterator[Reason]:
    a, b = pair.plan_a, pair.plan_b
    if a.unit_of_analysis != b.unit_of_analysis:
        yield Reason(
            aspect="unit of analysis",
            consequence="caveat",
            statement=f"a {a.unit_of_analysis}'s plan beside one of "
            f"{'an' if b.unit_of_analysis[0] in 'aeiou' else 'a'} {b.unit_of_analysis}",
        )


def _periods(plan: Plan, indicator: Indicator) -> set[str]:
    return {
        value.period
        for value in plan.record.measurements
        if value.indicator == indicator.id and value.period is not None
    }


def _span(periods: set[str]) -> str:
    bounds = [Period.parse(period) for period in periods]
    first, last = min(b.start for b in bounds).year, max(b.end for b in bounds).year
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
    elif not of_a & of_b:
        yield Reason(
            aspect="period",
            consequence="caveat",
            statement=f"no period in common: {_span(of_a)} and {_span(of_b)}",
        )


def _units_of(plan: Plan, indicator: Indicator) -> set[str]:
    units = {
        value.unit
        for value in plan.record.measurements
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
    concepts = {concept for concept, *_ in pair.shared}
    countries = set(pair.countries)
    for trap in traps():
        across = len(countries) > 1 and countries <= set(trap.countries)
        within = len(trap.countries) == 1 and countries == set(trap.countries)
        if concepts & set(trap.concepts) and (across or within):
            yield Reason(
                aspect="trap",
                consequence=trap.consequence,
                statement=trap.statement,
                source=f"definitions/traps.yaml, {trap.key}: {trap.source}",
            )


def judge(plan_a: Plan, a: str, plan_b: Plan, b: str, crosswalk: Crosswalk) -> Comparability:
    """Verdict and reasons for two goals or two indicators.

    Parameters
    ----------
    plan_a, plan_b : Plan
        The plans that hold them.
    a, b : str
        Ids of the elements.
    crosswalk : Crosswalk
        Concepts through which they meet.

    Raises
    ------
    MunicompareError
        If they are not two goals or two indicators.
    """
    first, second = plan_a[a], plan_b[b]
    if type(first) is not type(second) or not isinstance(first, (Goal, Indicator)):
        raise MunicompareError(
            Issue(
                code="MC502",
                severity="error",
                message="two goals or two indicators were expected, found "
                f"a {type(first).__name__.lower()} and a {type(second).__name__.lower()}.",
                remedy="Name two ids of the same table.",
                readings=(Reading(text=a), Reading(text=b)),
            )
        )
    pair = _Pair(plan_a, first, plan_b, second, crosswalk)
    checks = [_concept, _plans, _traps]
    if isinstance(first, Indicator):
        checks += [_unit, _period, _definition, _responsibility]
    reasons = tuple(reason for check in checks for reason in check(pair))
    strongest = max((_ORDER.index(reason.consequence) for reason in reasons), default=None)
    return Comparability(
        a=a,
        b=b,
        a_text=_name(first),
        b_text=_name(second),
        verdict="comparable" if strongest is None else _VERDICTS[_ORDER[strongest]],
        reasons=reasons,
    )
