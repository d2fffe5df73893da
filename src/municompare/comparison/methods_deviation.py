"""Actual figures beside those to be expected: net cost deviation, deviation, share of expected."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import numpy as np
import xarray as xr

from municompare.comparison.benchmark_input import problem, raise_errors
from municompare.comparison.benchmark_statistics import unit_of_gap
from municompare.comparison.methods_input import (
    Figures,
    FloatArray,
    Part,
    base_issues,
    combined_status,
    merged_breaks,
    parts_of,
    reported_only,
    result_of,
    several,
    unit_issues,
)
from municompare.errors import Issue
from municompare.model.panel import Aggregation, MeasureDirection, PanelIndicator
from municompare.statistics.panel import Panel

__all__ = [
    "derived",
    "deviation_from_expected",
    "net_cost_deviation",
    "ratio_to",
    "relative_deviation",
]

_NET_COST: Final = "SKR, nettokostnadsavvikelse, as Kolada describes it (N00097, N30001 and others)"
_EXPECTED: Final = "SKR, avvikelse från förväntat värde, as Kolada describes it (N00486)"


def ratio_to(actual: FloatArray, base: FloatArray) -> FloatArray:
    """Figures over others; missing where a base is not positive.

    Examples
    --------
    >>> ratio_to(np.array([3.0, 3.0, 3.0]), np.array([2.0, 0.0, -2.0])).tolist()
    [1.5, nan, nan]
    """
    with np.errstate(all="ignore"):  # an answer that is not finite is missing
        return reported_only(np.where(base > 0, actual / base, np.nan))


def relative_deviation(actual: FloatArray, reference: FloatArray) -> FloatArray:
    """Deviation from a reference in percent of it; missing where the reference is not positive.

    Examples
    --------
    >>> relative_deviation(np.array([90.0, 110.0]), np.array([100.0, 100.0])).tolist()
    [-10.0, 10.0]
    """
    with np.errstate(all="ignore"):
        found = 100 * (actual - reference) / np.where(reference > 0, reference, np.nan)
    return reported_only(found)


def net_cost_deviation(
    panel: Panel,
    cost: Figures | Iterable[Figures],
    reference: Figures | Iterable[Figures],
    *,
    key: str | None = None,
) -> xr.Dataset:
    """Deviation of net costs from reference costs, in percent (*nettokostnadsavvikelse*).

    ``100 x (net cost - reference cost) / reference cost``. A reference cost (*referenskostnad*) is
    what the municipality would spend with average ambition and efficiency, given its structure.

    Parameters
    ----------
    panel : Panel
        The figures; its municipalities, periods and groups are those of the answer.
    cost, reference : str, Panel, xarray.Dataset or iterable of them
        Indicators of the panel, or figures of one indicator from elsewhere; the first cost goes
        with the first reference and so on.
    key : str, optional
        Key of the answer, if there is one pair.

    Returns
    -------
    xarray.Dataset
        Laid out as a panel: ``value`` in percent and ``status``. Where cost or reference is
        missing the status is theirs; where the reference is zero or negative it is
        ``undetermined`` and an issue (MC864) names the place; ``issues_of`` reads issues back.

    Raises
    ------
    MunicompareError
        With all that is wrong: unknown indicators (MC711), pairs that do not fit (MC861), units
        that differ (MC862), infinite figures (MC707).

    Notes
    -----
    Defined by SKR; Kolada describes it with N00097, N30001 and its other net cost deviations.
    Kolada's own reference costs changed with the cost equalisation in 2019.

    Examples
    --------
    >>> import pandas as pd
    >>> rows = [("0114", "net", "2019", 9900.0), ("0114", "reference", "2019", 9000.0)]
    >>> panel = Panel.from_frame(
    ...     pd.DataFrame(rows, columns=["municipality", "indicator", "period", "value"]),
    ...     publisher="Example office", attribution="Example office",
    ... )
    >>> net_cost_deviation(panel, "net", "reference")["value"].values.ravel().tolist()
    [10.0]
    """
    costs, references = several(cost), several(reference)
    if len(costs) != len(references):
        message = f"expected as many references as costs, found {len(references)} and {len(costs)}."
        raise_errors([problem("MC861", message, "Give pairs in the same order.")])
    if key is not None and len(costs) > 1:
        message = f"expected no key for several pairs, found {key!r}."
        raise_errors([problem("MC861", message, "Ask for one pair, or leave the key out.")])
    parts = parts_of(panel, [*costs, *references])
    pairs = list(zip(parts[: len(costs)], parts[len(costs) :], strict=True))
    issues = [issue for pair in pairs for issue in unit_issues(*pair)]
    issues += [issue for _, base in pairs for issue in base_issues(panel, base)]
    raise_errors(issues)
    answers = []
    for own, base in pairs:
        found = relative_deviation(own.values, base.values)
        name = key or f"net_cost_deviation({own.about.key}, {base.about.key})"
        about = derived(
            name,
            f"Deviation from reference cost: {own.about.title or own.about.key}",
            (own, base),
            unit="percent",
            direction=own.about.direction,
        )
        answers.append((about, found, combined_status((own, base), found)))
    return result_of(
        panel,
        answers,
        parts=parts,
        method="100 x (net cost - reference cost) / reference cost",
        source=_NET_COST,
        issues=issues,
    )


def deviation_from_expected(
    panel: Panel, actual: Figures, expected: Figures, *, key: str | None = None
) -> xr.Dataset:
    """Actual less expected value (*avvikelse från förväntat värde*).

    ``actual - expected``; of percentages in percentage points.

    Parameters
    ----------
    panel : Panel
        The figures; its municipalities, periods and groups are those of the answer.
    actual, expected : str, Panel or xarray.Dataset
        Indicators of the panel, or figures of one indicator from elsewhere.
    key : str, optional
        Key of the answer.

    Returns
    -------
    xarray.Dataset
        Laid out as a panel: ``value`` and ``status``, which is that of the first of the two that
        is missing.

    Raises
    ------
    MunicompareError
        With all that is wrong: unknown indicators (MC711), units that differ (MC862), infinite
        figures (MC707).

    Notes
    -----
    SKR publishes expected values and deviations; Kolada describes a deviation with N00486, which
    is N00700 less N00485.

    Examples
    --------
    >>> import pandas as pd
    >>> rows = [("0114", "actual", "2020", 51.0), ("0114", "expected", "2020", 48.5)]
    >>> panel = Panel.from_frame(
    ...     pd.DataFrame(rows, columns=["municipality", "indicator", "period", "value"]),
    ...     indicators=[PanelIndicator(key=name, unit="percent") for _, name, *_ in rows],
    ...     publisher="Example office", attribution="Example office",
    ... )
    >>> found = deviation_from_expected(panel, "actual", "expected")
    >>> found["value"].values.ravel().tolist(), found["unit"].values.tolist()
    ([2.5], ['percentage_point'])
    """
    own, base = parts_of(panel, [actual, expected])
    issues: list[Issue] = list(unit_issues(own, base))
    raise_errors(issues)
    with np.errstate(over="ignore"):
        found = reported_only(own.values - base.values)
    about = derived(
        key or f"deviation({own.about.key}, {base.about.key})",
        f"Deviation from expected value: {own.about.title or own.about.key}",
        (own, base),
        unit=unit_of_gap(own.about.unit) if own.about.unit == base.about.unit else "",
        direction=own.about.direction,
    )
    return result_of(
        panel,
        [(about, found, combined_status((own, base), found))],
        parts=(own, base),
        method="actual - expected",
        source=_EXPECTED,
        issues=issues,
    )


def derived(
    key: str, title: str, parts: tuple[Part, ...], *, unit: str, direction: MeasureDirection
) -> PanelIndicator:
    """What is known of an indicator that was computed of others."""
    forbidden = any(part.about.aggregation == "forbidden" for part in parts)
    aggregation: Aggregation = "forbidden" if forbidden else "mean"
    return PanelIndicator(
        key=key,
        title=title,
        unit=unit,
        direction=direction,
        aggregation=aggregation,
        breaks=merged_breaks(parts),
    )
