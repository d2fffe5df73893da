"""Values of one measure in an adopted plan and in a proposal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from municompare.model.elements import Indicator, Measurement
from municompare.plans.checks_case import period_of

__all__ = ["differing_values", "may_be_one_measure"]

_BOUNDS: Final = {"<": -1, "<=": -1, ">": 1, ">=": 1}
_WAYS: Final = {"increase": {"decrease", "not_increase"}, "decrease": {"increase", "not_decrease"}}


def may_be_one_measure(one: Indicator, other: Indicator) -> bool:
    """Whether unit and type of two indicators, where both state them, are the same."""
    pairs = ((one.unit, other.unit), (one.measure_type, other.measure_type))
    return all(a is None or b is None or a == b for a, b in pairs)


def _holds(row: Measurement) -> bool:
    return (
        not row.superseded
        and row.certainty != "ambiguous"
        and row.status in ("reported", "directional")
    )


def _is_comparable(one: Measurement, other: Measurement) -> bool:
    if (one.role == "target") != (other.role == "target") or one.subgroup != other.subgroup:
        return False
    if one.unit is not None and other.unit is not None and one.unit != other.unit:
        return False
    numbers = one.value is not None and other.value is not None
    return one.target_form == other.target_form if numbers else one.value is other.value is None


def _agree(one: Measurement, other: Measurement) -> bool:
    if one.value is None:
        ways = (str(one.comparator), str(other.comparator))
        return ways[1] not in _WAYS.get(ways[0], ()) and ways[0] not in _WAYS.get(ways[1], ())
    bounds = [_BOUNDS.get(str(row.comparator), 0) for row in (one, other)]
    opposed = bounds[0] * bounds[1] < 0
    return not opposed and (one.value, one.value_upper) == (other.value, other.value_upper)


def _same_time(one: Measurement, other: Measurement) -> bool:
    """Whether two values are for one time; a target without a time is for any."""
    if one.role == "target" and None in (one.period, other.period):
        return True
    first, second = period_of(one.period), period_of(other.period)
    return first is not None and second is not None and first.text == second.text


def differing_values(
    adopted: Sequence[Measurement], proposed: Sequence[Measurement]
) -> Iterator[tuple[str, tuple[Measurement, ...], Measurement]]:
    """Values of a proposal that the adopted plan states otherwise.

    Parameters
    ----------
    adopted, proposed : sequence of Measurement
        The values of one measure in either plan.

    Yields
    ------
    tuple
        ``value`` or ``period``, the adopted plan's rows, and the proposal's.
    """
    held = [row for row in adopted if _holds(row)]
    for theirs in filter(_holds, proposed):
        comparable = [mine for mine in held if _is_comparable(mine, theirs)]
        same_time = tuple(mine for mine in comparable if _same_time(mine, theirs))
        if same_time:
            if not any(_agree(mine, theirs) for mine in same_time):
                yield "value", same_time, theirs
        elif (
            # a level that the adopted plan sets for one time only is moved to another
            theirs.role == "target"
            and theirs.value is not None
            and len(comparable) == 1
            and _agree(comparable[0], theirs)
        ):
            yield "period", (comparable[0],), theirs
