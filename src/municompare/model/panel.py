"""What a panel of public figures says about each of its indicators."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from municompare.model.column import PERIOD, about

__all__ = ["Aggregation", "MeasureDirection", "PanelIndicator", "SeriesBreak"]

MeasureDirection = Literal["increase", "decrease", "none", "unknown"]
"""Direction of a measure that counts as better: ``none`` where neither does, ``unknown`` where
nobody has said."""

Aggregation = Literal["forbidden", "additive", "mean", "unknown"]
"""Whether figures of several municipalities or groups may be put together, and how."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesBreak:
    """A period from which the figures are no longer counted as before."""

    starts: str = field(metadata=about("First period counted the new way.", pattern=PERIOD))
    reason: str = field(metadata=about("What changed, as the publisher says."))


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelIndicator:
    """One measure of a statistical office, as a panel describes it.

    Examples
    --------
    >>> PanelIndicator(key="N31807", title="Residents with social assistance", unit="percent")
    ... # doctest: +ELLIPSIS
    PanelIndicator(key='N31807', ..., direction='unknown', aggregation='unknown', breaks=(), ...)
    """

    key: str = field(metadata=about("Code of the measure at its publisher."))
    title: str = field(default="", metadata=about("Its published name; empty if not known."))
    unit: str = field(default="", metadata=about("Canonical unit; empty if not known."))
    direction: MeasureDirection = field(
        default="unknown", metadata=about("Direction that counts as better.")
    )
    aggregation: Aggregation = field(
        default="unknown", metadata=about("Whether figures may be put together, and how.")
    )
    breaks: tuple[SeriesBreak, ...] = field(
        default=(), metadata=about("Where the series breaks, earliest first.")
    )
    publisher: str = field(
        default="", metadata=about("Who publishes it; empty for the publisher of the panel.")
    )
    attribution: str = field(
        default="", metadata=about("How it is cited; empty for the attribution of the panel.")
    )
