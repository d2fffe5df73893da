"""Least squares on plain arrays, with what each observation and each municipality does to it.

The first column of a design is the constant. Columns are centred and scaled by the weighted
standard deviation before anything is solved, so that units and levels cost no digits.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

import numpy as np
import numpy.typing as npt

__all__ = ["Fit", "FloatArray", "IntArray", "StandardErrors", "least_squares", "why_not"]

FloatArray: TypeAlias = npt.NDArray[np.float64]
IntArray: TypeAlias = npt.NDArray[np.int64]

StandardErrors: TypeAlias = Literal["ordinary", "robust", "clustered"]
"""Equal variance; any variance (HC3); observations of one municipality hang together (CR1)."""

_ALONE: Final = 1e-10  # an observation that is left so much of its own decides a coefficient

_HUGE: Final = 1e150


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """A regression: coefficients, what they explain, and what hangs on whom.

    Parameters
    ----------
    coefficients, standard_errors : numpy.ndarray
        Constant first.
    residual, leverage, studentised, cooks_distance : numpy.ndarray
        One for each observation; residuals are studentised with the spread of the others.
    changes : numpy.ndarray
        Shape (municipalities, coefficients): each coefficient less that of the fit without the
        municipality; missing where there is no fit without it.
    r_squared, adjusted_r_squared, residual_sd, condition : float
        The condition number is that of the scaled columns.
    inflation : numpy.ndarray
        Variance inflation of each predictor.
    """

    coefficients: FloatArray
    standard_errors: FloatArray
    residual: FloatArray
    leverage: FloatArray
    studentised: FloatArray
    cooks_distance: FloatArray
    changes: FloatArray
    r_squared: float
    adjusted_r_squared: float
    residual_sd: float
    condition: float
    inflation: FloatArray


def why_not(design: FloatArray, outcome: FloatArray, names: tuple[str, ...]) -> str:
    """Say why there is no regression of these numbers; empty if there is one.

    Examples
    --------
    >>> column = np.arange(5.0)
    >>> design = np.column_stack([np.ones(5), column, 2 * column])
    >>> why_not(design, column**2, ("a", "b"))
    'predictors that do not determine each other, found 1 independent ones among a, b'
    """
    count, width = design.shape
    if count <= width:
        return f"at least {width + 1} observations with all values, found {count}"
    every = np.column_stack([outcome, design])
    apart = np.ptp(every, axis=0)
    if np.abs(every).max() > _HUGE or (apart[apart > 0] < 1 / _HUGE).any():
        return f"figures that can be squared, found some beyond {_HUGE:g} or closer together"
    if outcome.min() == outcome.max():
        return "an outcome that differs between observations, found equal ones"
    predictors = design[:, 1:]
    equal = [name for name, x in zip(names, predictors.T, strict=True) if x.min() == x.max()]
    if equal:
        return (
            f"predictors that differ between observations, found equal ones of {', '.join(equal)}"
        )
    scaled = predictors - predictors.mean(axis=0)
    rank = int(np.linalg.matrix_rank(scaled / np.abs(scaled).max(axis=0)))
    if rank < width - 1:
        return (
            "predictors that do not determine each other, found "
            f"{rank} independent ones among {', '.join(names)}"
        )
    return ""


def least_squares(
    design: FloatArray,
    outcome: FloatArray,
    weights: FloatArray,
    municipality: IntArray,
    *,
    standard_errors: StandardErrors,
) -> Fit:
    """Fit by weighted least squares.

    Parameters
    ----------
    design : numpy.ndarray
        Shape (observations, coefficients); the first column is 1.
    outcome, weights : numpy.ndarray
        One for each observation; weights are positive and count relative to their mean.
    municipality : numpy.ndarray
        Number of the municipality of each observation, from 0 on.
    standard_errors : {"ordinary", "robust", "clustered"}
        What they allow for.

    Examples
    --------
    >>> x = np.array([0.0, 1.0, 2.0, 3.0])
    >>> fit = least_squares(
    ...     np.column_stack([np.ones(4), x]), np.array([1.0, 2.0, 4.0, 5.0]), np.ones(4),
    ...     np.arange(4), standard_errors="ordinary",
    ... )
    >>> fit.coefficients.round(6).tolist(), round(fit.r_squared, 6)
    ([0.9, 1.4], 0.98)
    """
    count, width = design.shape
    own = weights / weights.mean()
    root = np.sqrt(own)
    centre = np.average(design[:, 1:], axis=0, weights=own)
    spread = np.sqrt(np.average((design[:, 1:] - centre) ** 2, axis=0, weights=own))
    level = float(np.average(outcome, weights=own))
    columns = np.column_stack([np.ones(count), (design[:, 1:] - centre) / spread])
    basis, triangle = np.linalg.qr(columns * root[:, None])
    target = (outcome - level) * root
    inverse = np.linalg.solve(triangle, np.eye(width))
    solution = inverse @ (basis.T @ target)
    error = target - basis @ (basis.T @ target)
    unexplained, total = float(error @ error), float(target @ target)
    variance = unexplained / (count - width)
    leverage = np.minimum((basis * basis).sum(axis=1), 1.0)
    left = np.where(1 - leverage > _ALONE, 1 - leverage, np.nan)
    # from scaled columns back to the units of the predictors
    back = np.diag(np.concatenate([[1.0], 1 / spread]))
    back[0, 1:] = -centre / spread
    spread_of = back @ inverse
    scores = _scores(basis, error, left, municipality, standard_errors)
    covariance = np.eye(width) * variance if scores is None else scores
    coefficients = back @ solution
    coefficients[0] += level
    with np.errstate(all="ignore"):
        without = (unexplained - error**2 / left) / (count - width - 1)
        studentised = error / np.sqrt(np.where(without > 0, without, np.nan) * left)
        cooks = error**2 * leverage / (width * variance * left**2)
        errors = np.sqrt(np.einsum("ij,jk,ik->i", spread_of, covariance, spread_of))
    return Fit(
        coefficients=coefficients,
        standard_errors=errors,
        residual=error / root,
        leverage=leverage,
        studentised=studentised,
        cooks_distance=cooks,
        changes=_changes(basis, error, municipality) @ spread_of.T,
        r_squared=1 - unexplained / total,
        adjusted_r_squared=1 - (unexplained / (count - width)) / (total / (count - 1)),
        residual_sd=float(np.sqrt(variance)),
        condition=float(np.linalg.cond(columns * root[:, None])),
        inflation=((inverse**2).sum(axis=1) * count)[1:],
    )


def _scores(
    basis: FloatArray,
    error: FloatArray,
    left: FloatArray,
    municipality: IntArray,
    standard_errors: StandardErrors,
) -> FloatArray | None:
    """The middle of a sandwich, in the orthogonal basis; None where variance is equal."""
    count, width = basis.shape
    if standard_errors == "ordinary":
        return None
    if standard_errors == "robust":
        weighted = basis * (error / left)[:, None]
        return np.asarray(weighted.T @ weighted)
    groups = len(np.unique(municipality))
    sums = np.zeros((int(municipality.max()) + 1, width))
    np.add.at(sums, municipality, basis * error[:, None])
    factor = groups / (groups - 1) * (count - 1) / (count - width) if groups > 1 else np.nan
    return np.asarray(factor * (sums.T @ sums))


def _changes(basis: FloatArray, error: FloatArray, municipality: IntArray) -> FloatArray:
    """Change of the solution, in the orthogonal basis, that each municipality brings.

    With ``Q`` the rows of a municipality in the basis and ``e`` its residuals that is
    ``Q' (I - Q Q')^-1 e``; for one observation ``q e / (1 - leverage)``.
    """
    count, width = basis.shape
    groups = int(municipality.max()) + 1
    order = np.argsort(municipality, kind="stable")
    sizes = np.bincount(municipality, minlength=groups)
    slot = np.empty(count, dtype=np.int64)
    slot[order] = np.arange(count) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    rows = np.zeros((groups, int(sizes.max()), width))
    errors = np.zeros((groups, int(sizes.max()), 1))
    rows[municipality, slot] = basis
    errors[municipality, slot, 0] = error
    rest = np.eye(rows.shape[1]) - rows @ rows.swapaxes(1, 2)
    alone = np.linalg.eigvalsh(rest)[:, 0] <= _ALONE
    rest[alone] = np.eye(rows.shape[1])
    found = (rows.swapaxes(1, 2) @ np.linalg.solve(rest, errors))[..., 0]
    found[alone] = np.nan
    return np.asarray(found, dtype=np.float64)
