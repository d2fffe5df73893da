"""What a regression is given: a table of outcome and predictors, and what speaks against it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias, get_args

import numpy as np

from municompare.comparison.benchmark_input import infinite_problems, problem, raise_errors
from municompare.comparison.methods_fit import Fit, FloatArray, StandardErrors
from municompare.comparison.methods_input import BoolArray, StatusArray, municipality_rows
from municompare.errors import Issue, Reading, Severity
from municompare.model.quantity import Period
from municompare.statistics.layout import STATUSES
from municompare.statistics.panel import Panel

__all__ = [
    "Missing",
    "Table",
    "break_issues",
    "fit_issues",
    "lags_of",
    "missing_issues",
    "setting_problems",
    "table_of",
]

Missing: TypeAlias = Literal["drop", "refuse"]
"""What happens to an observation that lacks a value."""

MAX_CONDITION: Final = 30.0
MAX_INFLATION: Final = 10.0
_ALONE: Final = 1 - 1e-10


@dataclass(frozen=True, slots=True)
class Table:
    """Values over municipality, period of the outcome, and variable: outcome first.

    Parameters
    ----------
    ids : tuple of str
        Municipalities in the order of their ids, so that the panel's order changes no digit.
    periods : tuple of str
        Periods of the outcome.
    names : tuple of str
        Outcome, predictors and, if there are any, weights.
    when : tuple of tuple of str
        For each variable its period for each period of the outcome.
    values, status : numpy.ndarray
        Shape (municipalities, periods, variables).
    weighted : bool
        Whether the last variable is the weight.
    """

    ids: tuple[str, ...]
    periods: tuple[str, ...]
    names: tuple[str, ...]
    when: tuple[tuple[str, ...], ...]
    values: FloatArray
    status: StatusArray
    weighted: bool

    @property
    def outcome(self) -> FloatArray:
        """Values of the outcome."""
        return self.values[..., 0]

    @property
    def predictors(self) -> FloatArray:
        """Values of the predictors."""
        return self.values[..., 1:-1] if self.weighted else self.values[..., 1:]

    @property
    def weights(self) -> FloatArray:
        """Weights, 1 where there are none."""
        return self.values[..., -1] if self.weighted else np.ones(self.values.shape[:2])

    @property
    def used(self) -> BoolArray:
        """Which observations have all values."""
        return np.asarray(np.isfinite(self.values).all(axis=-1))

    @property
    def predictable(self) -> BoolArray:
        """Which observations have all predictors."""
        return np.asarray(np.isfinite(self.predictors).all(axis=-1))


def lags_of(names: Sequence[str], lags: int | Mapping[str, int]) -> tuple[int, ...]:
    """The lag of each predictor."""
    if isinstance(lags, Mapping):
        return tuple(lags.get(name, 0) for name in names)
    return tuple(lags for _ in names)


def setting_problems(
    *,
    outcome: str,
    names: Sequence[str],
    periods: Sequence[str],
    lags: int | Mapping[str, int],
    pooled: bool,
    period_constants: bool,
    missing: object,
    standard_errors: object,
) -> Iterator[Issue]:
    """Say everything that is wrong with what a regression is asked for."""
    if not names or len({*names, outcome}) < len(names) + 1:
        yield problem(
            "MC861",
            "expected predictors that are all different and not the outcome, found "
            f"{', '.join(names) or 'none'}.",
            "Name each once.",
        )
    if not periods or len(set(periods)) < len(periods):
        yield problem(
            "MC861",
            f"expected periods that are all different, found {', '.join(periods) or 'none'}.",
            "Name each once.",
        )
    given: Mapping[str, object] = lags if isinstance(lags, Mapping) else {"all": lags}
    for name, lag in given.items():
        if isinstance(lags, Mapping) and name not in names:
            yield problem("MC861", f"expected lags of predictors, found {name!r}.", "Name those.")
        if not isinstance(lag, int) or isinstance(lag, bool) or lag < 0:
            yield problem(
                "MC861",
                f"expected whole years from 0 on as lags, found {lag!r}.",
                "A predictor of the year before the outcome has lag 1.",
            )
        elif lag and not all(len(text) == 4 and text.isdecimal() for text in periods):
            yield problem(
                "MC861",
                f"expected years as periods, because there are lags, found {', '.join(periods)}.",
                "Leave the lags out, or ask for years.",
            )
    if period_constants and not pooled:
        yield problem(
            "MC861",
            "expected pooled=True with period_constants=True: a fit of one period has its own.",
            "Pool the periods, or leave the constants out.",
        )
    words = (("missing", missing, Missing), ("standard_errors", standard_errors, StandardErrors))
    for name, found, allowed in words:
        if found not in get_args(allowed):
            yield problem(
                "MC861",
                f"expected {name} to be one of {', '.join(get_args(allowed))}, found {found!r}.",
                "Give another.",
            )


def table_of(
    panel: Panel,
    outcome: str,
    predictors: Sequence[str],
    *,
    periods: Sequence[str],
    lags: Sequence[int],
    weights: str | None,
    group: str,
) -> Table:
    """Take the values from a panel, each of its own period.

    Raises
    ------
    MunicompareError
        For names that are not there (MC711), several countries (MC861), infinite figures (MC707)
        and weights that are not positive (MC864).
    """
    names = (outcome, *predictors, *([] if weights is None else [weights]))
    before = (0, *lags, *([] if weights is None else [0]))
    when = tuple(tuple(str(int(text) - lag) if lag else text for text in periods) for lag in before)
    needed = dict.fromkeys(text for own in when for text in own)
    chosen = panel.sel(indicators=dict.fromkeys(names), periods=needed, groups=[group])
    rows = municipality_rows(panel)
    kept = [name for name, is_one in zip(panel.municipalities, rows, strict=True) if is_one]
    dataset = chosen.dataset.isel(group=0).sel(municipality=sorted(kept))
    values, status = (dataset[name].values for name in ("value", "status"))
    at = {name: column for column, name in enumerate(chosen.indicators)}
    own = [[chosen.periods.index(text) for text in texts] for texts in when]
    table = Table(
        ids=tuple(sorted(kept)),
        periods=tuple(periods),
        names=names,
        when=when,
        values=np.stack(
            [values[:, at[name]][:, columns] for name, columns in zip(names, own, strict=True)],
            axis=-1,
        ).astype(np.float64),
        status=np.stack(
            [status[:, at[name]][:, columns] for name, columns in zip(names, own, strict=True)],
            axis=-1,
        ),
        weighted=weights is not None,
    )
    problems = list(infinite_problems(table.values))
    if (table.weights <= 0).any():
        problems.append(
            problem(
                "MC864",
                f"expected positive weights, found {int((table.weights <= 0).sum())} of {weights} "
                "that are zero or negative.",
                "Select the municipalities that have one, or weigh by another indicator.",
            )
        )
    raise_errors(problems)
    return table


def missing_issues(table: Table, missing: Missing) -> Iterator[Issue]:
    """Say how many observations lack a value, and of which variable."""
    left_out = int((~table.used).sum())
    if not left_out:
        return
    places = tuple(
        Reading(text=f"{name} missing in {count} observations", locator=name)
        for name, count in zip(
            table.names, np.isnan(table.values).sum(axis=(0, 1)).tolist(), strict=True
        )
        if count
    )
    severity: Severity = "error" if missing == "refuse" else "info"
    yield Issue(
        code="MC868",
        severity=severity,
        message=f"expected all values of {table.used.size} observations, found {left_out} that "
        "lack one.",
        remedy="See `dropped` of the result, or leave out the predictor that is missing most.",
        readings=places,
    )


def break_issues(panel: Panel, table: Table) -> Iterator[Issue]:
    """Say which series break within the periods of a pooled fit, the last one included."""
    places: list[Reading] = []
    if len(table.periods) < 2:
        return
    for name, periods in zip(table.names, table.when, strict=True):
        spans = [Period.parse(text) for text in periods]
        first, last = min(span.start for span in spans), max(span.end for span in spans)
        places += [
            Reading(text=each.reason, locator=f"{name} {each.starts}")
            for each in panel.indicator(name).breaks
            if first < Period.parse(each.starts).start <= last
        ]
    if places:
        yield Issue(
            code="MC869",
            severity="warning",
            message=f"{len(places)} series are counted in another way from some period on.",
            remedy="Fit each period on its own, or select periods on one side of the break.",
            readings=tuple(places),
        )


def fit_issues(
    label: str, fit: Fit, terms: Sequence[str], municipalities: Sequence[str]
) -> Iterator[Issue]:
    """Say where predictors nearly determine each other, or one municipality decides.

    Parameters
    ----------
    label : str
        Name of the fit.
    fit : Fit
        The fit.
    terms : sequence of str
        Predictors, without the constant.
    municipalities : sequence of str
        The municipality of each observation.
    """
    inflated = [
        Reading(text=f"variance inflation {value:.3g}", locator=f"{label} {name}")
        for name, value in zip(terms, fit.inflation.tolist(), strict=True)
        if value > MAX_INFLATION
    ]
    if inflated or fit.condition > MAX_CONDITION:
        yield Issue(
            code="MC867",
            severity="warning",
            message=f"predictors nearly determine each other in {label}: condition number "
            f"{fit.condition:.3g}, highest variance inflation {fit.inflation.max():.3g}. Expected "
            "values are less affected than coefficients.",
            remedy="Leave out a predictor that others stand for.",
            readings=tuple(inflated),
        )
    alone = sorted({municipalities[row] for row in np.flatnonzero(fit.leverage > _ALONE).tolist()})
    if alone:
        yield Issue(
            code="MC865",
            severity="warning",
            message=f"expected coefficients that rest on several municipalities, found some in "
            f"{label} that {len(alone)} decide alone: they have no leave-one-out value.",
            remedy="Leave out the predictor, or the municipality.",
            readings=tuple(Reading(locator=name) for name in alone),
        )


def status_of(table: Table, used: BoolArray) -> StatusArray:
    """``reported`` where an observation took part; else the status of the first missing value."""
    reported, undetermined = (STATUSES.index(word) for word in ("reported", "undetermined"))
    status = np.full(used.shape, undetermined, dtype=np.int8)
    for column in reversed(range(len(table.names))):
        lacking = np.isnan(table.values[..., column])
        status = np.where(lacking, table.status[..., column], status).astype(np.int8)
    return np.where(used, reported, status).astype(np.int8)
