"""The anchor test: do a plan and a publisher print the same figure for the same period.

Two measures may bear one name and count differently. A value that the plan prints and a public
value of the same municipality, group and period agree if they differ by no more than half of the
last digit that the plan prints. Only then may a mapping be an ``exactMatch``; otherwise it is a
``closeMatch`` at most, with both numbers shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from municompare.comparison.ledger_series import Obstacle, Series, converted
from municompare.model.elements import Measurement
from municompare.model.quantity import Period

__all__ = [
    "Anchor",
    "AnchorResult",
    "AnchorSummary",
    "anchored",
    "distinct",
    "printed_values",
    "summary_of",
    "tolerance_of",
]

AnchorResult: TypeAlias = Literal[
    "agrees", "differs", "units_differ", "no_common_period", "no_value"
]
"""How a plan value and a public value of its period stand to each other."""

AnchorSummary: TypeAlias = Literal[
    "agrees", "agrees_in_part", "differs", "units_differ", "no_common_period", "no_value"
]
"""How several do: ``agrees_in_part`` where some periods agree and some differ."""

_TOKEN: Final = re.compile(
    r"[0-9]{1,3}(?:[ .\u00a0\u202f][0-9]{3})+(?:,[0-9]+)?|[0-9]+(?:[.,][0-9]+)?"
)
_SEVERITY: Final[tuple[AnchorResult, ...]] = ("units_differ", "no_value", "no_common_period")


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """One value of a plan beside the public value of its period.

    Parameters
    ----------
    measurement : Measurement
        The printed value.
    result : str
        One of :data:`AnchorResult`.
    tolerance : float
        Half of the last printed digit, in the plan's unit.
    period : Period or None
        The plan's period.
    public_value : float or None
        The public value in the plan's unit.
    why : str or None
        Why nothing could be tested.
    """

    measurement: Measurement
    result: AnchorResult
    tolerance: float
    period: Period | None = None
    public_value: float | None = None
    why: str | None = None

    @property
    def tested(self) -> bool:
        """Whether both print a number that can be compared."""
        return self.public_value is not None

    def __str__(self) -> str:
        when = self.measurement.period or "no period"
        if self.public_value is None:
            return f"{when}: {self.measurement.value:g} in the plan; {self.why}"
        return (
            f"{when}: {self.measurement.value:g} in the plan, {self.public_value:.6g} published "
            f"(±{self.tolerance:g}): {self.result}"
        )


def tolerance_of(value: float, raw: str | None) -> float:
    """Half of the last printed digit of a value.

    Parameters
    ----------
    value : float
        The value as read.
    raw : str or None
        What is printed; without it, or where the value cannot be found in it, the digits that
        the value needs are counted.

    Examples
    --------
    >>> tolerance_of(4.8, "4,8%"), tolerance_of(21.0, "21 dagar"), tolerance_of(5.0, "5,0 %")
    (0.05, 0.5, 0.05)
    """
    decimals = [
        places
        for token in _TOKEN.findall(raw or "")
        for number, places in _readings(token)
        if number == abs(value)
    ]
    if not decimals:
        decimals = [len(f"{value:.10f}".rstrip("0").partition(".")[2])]
    # of several tokens that read as the value the most precise one is the strictest test
    return float(f"5e-{max(decimals) + 1}")


def _readings(token: str) -> Iterator[tuple[float, int]]:
    """A printed number with its decimals; a full stop may set off groups or decimals."""
    whole, _, decimals = token.partition(",")
    digits = re.sub(r"\D", "", whole)
    yield float(f"{digits}.{decimals or 0}"), len(decimals)
    if not decimals and token.count(".") == 1 and " " not in token:
        yield float(token), len(token.partition(".")[2])


def printed_values(values: Iterable[Measurement], subgroup: str | None) -> list[Measurement]:
    """The observed values and baselines of a subgroup that a plan prints, by period."""
    found = [
        value
        for value in values
        if value.role != "target"
        and value.subgroup == subgroup
        and value.value is not None
        and not value.superseded
        and value.certainty != "ambiguous"
    ]
    return sorted(found, key=lambda value: (value.period_end or "", value.period or "", value.id))


def distinct(values: Iterable[Measurement]) -> list[Measurement]:
    """Printed values without those that only repeat one of the same period and unit."""
    found = {
        (value.period, value.value, value.value_upper, value.comparator, value.unit): value
        for value in values
    }
    return list(found.values())


def anchored(value: Measurement, unit: str | None, series: Series | Obstacle) -> Anchor:
    """Test one printed value.

    Parameters
    ----------
    value : Measurement
        A value of the plan.
    unit : str or None
        Its unit, or that of its indicator.
    series : Series or Obstacle
        The public figures, or why there are none.
    """
    assert value.value is not None
    tolerance = tolerance_of(value.value, value.raw)
    period = Period.parse(value.period) if value.period is not None else None

    def untested(result: AnchorResult, why: str) -> Anchor:
        return Anchor(measurement=value, result=result, tolerance=tolerance, period=period, why=why)

    if isinstance(series, Obstacle):
        return untested("no_value", series.statement)
    if value.value_upper is not None or value.comparator not in (None, "="):
        return untested("no_value", "the plan prints a bound or an interval")
    if period is None:
        return untested("no_common_period", "the plan prints no period")
    point = series.at(period)
    if point is None:
        return untested("no_common_period", f"the figures given have no period {period}")
    if point.value is None:
        return untested(
            "no_value",
            f"the figures given have none of {period} ({point.status.replace('_', ' ')})",
        )
    unit = value.unit or unit
    public = None
    if unit and series.indicator.unit:
        public = converted(point.value, from_unit=series.indicator.unit, to_unit=unit)
    if public is None:
        return untested("units_differ", _units(unit, series.indicator.unit))
    agrees = abs(value.value - public) <= tolerance * (1 + 1e-9) + series.slack(public)
    return Anchor(
        measurement=value,
        result="agrees" if agrees else "differs",
        tolerance=tolerance,
        period=period,
        public_value=public,
    )


def _units(plan: str | None, public: str) -> str:
    return f"counted in {plan or 'no stated unit'}, published in {public or 'no stated unit'}"


def summary_of(anchors: Sequence[Anchor]) -> AnchorSummary:
    """What several anchors say together.

    Examples
    --------
    >>> summary_of([])
    'no_value'
    """
    results = {anchor.result for anchor in anchors}
    if {"agrees", "differs"} <= results:
        return "agrees_in_part"
    for tested in ("agrees", "differs"):
        if tested in results:
            return tested
    # the nearest miss: a pair of values in units that cannot be compared tells most
    return next((result for result in _SEVERITY if result in results), "no_value")
