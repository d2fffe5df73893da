"""What a benchmark can tell: its statistics, their names, units and formulas."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias, get_args

__all__ = [
    "DESCRIPTIONS",
    "METHOD",
    "PEER_STATISTICS",
    "STATISTICS",
    "PeerStatistic",
    "Statistic",
    "unit_of_gap",
    "variable_of",
]

PeerStatistic: TypeAlias = Literal["mean", "median", "q25", "q75", "min", "max"]
"""What describes the peers alone."""

Statistic: TypeAlias = Literal[
    "mean",
    "median",
    "q25",
    "q75",
    "min",
    "max",
    "gap",
    "gap_relative",
    "gap_sd",
    "rank",
    "percentile_rank",
    "standing",
    "slope",
]
"""All that :func:`~municompare.comparison.benchmarks.benchmark` can be asked for."""

PEER_STATISTICS: Final[tuple[PeerStatistic, ...]] = get_args(PeerStatistic)
STATISTICS: Final[tuple[Statistic, ...]] = get_args(Statistic)

DESCRIPTIONS: Final[dict[Statistic, tuple[str, str]]] = {
    "mean": ("unweighted mean of the peers that have a value", "unit"),
    "median": ("median of the peers", "unit"),
    "q25": ("first quartile of the peers, linear interpolation", "unit"),
    "q75": ("third quartile of the peers, linear interpolation", "unit"),
    "min": ("lowest value of the peers", "unit"),
    "max": ("highest value of the peers", "unit"),
    "gap": ("value less mean of the peers", "gap_unit"),
    "gap_relative": ("gap over the absolute mean of the peers; missing where that is zero", "1"),
    "gap_sd": (
        "gap over the standard deviation of the peers (divisor n); missing where that is zero",
        "1",
    ),
    "rank": ("rank from the lowest value among peers and municipality, ties share theirs", "1"),
    "percentile_rank": ("(below + half of ties) / n among peers and municipality", "1"),
    "standing": ("percentile rank turned so that 1 is best; by the direction of the measure", "1"),
    "slope": ("least-squares slope of the municipality's own values", "gap_unit per year"),
}
"""For each statistic what it is, and its unit: the name of a coordinate that holds it, or 1."""

METHOD: Final = (
    "Peers never include the municipality itself. Means are unweighted over the peers that have a "
    "value, quantiles linear. Rank and percentile rank are over peers and municipality. With fewer "
    "than min_peers peers that have a value there is no answer."
)


def variable_of(statistic: Statistic) -> str:
    """Name of a statistic's variable.

    Examples
    --------
    >>> variable_of("median"), variable_of("rank")
    ('peer_median', 'rank')
    """
    return f"peer_{statistic}" if statistic in PEER_STATISTICS else statistic


def unit_of_gap(unit: str) -> str:
    """Unit of a difference of two values.

    Examples
    --------
    >>> unit_of_gap("percent"), unit_of_gap("day"), unit_of_gap("")
    ('percentage_point', 'day', '')
    """
    return "percentage_point" if unit == "percent" else unit
