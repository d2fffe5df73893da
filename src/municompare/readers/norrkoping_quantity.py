"""A quantity that running text states."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from municompare.model.elements import Direction
from municompare.model.quantity import Certainty, Comparator, Period, Role
from municompare.readers.norrkoping_text import Passage

__all__ = ["MeasureKind", "Quantity"]

MeasureKind = Literal["count", "share", "duration", "cost"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A printed quantity, or a wanted direction without one.

    Parameters
    ----------
    measure : {"count", "share", "duration", "cost"}
        Type of its measure.
    name : Passage
        The words that name the measure.
    at : Passage
        The words that state the quantity.
    unit, unit_raw : str or None
        Canonical unit, and as printed.
    value, value_upper : float or None
        The value on the printed scale; signed for changes.
    comparator : Comparator
        As printed.
    role : {"observed", "target"}
        Past or present state, or what is wanted.
    period : Period or None
        The period, and ``period_raw`` as printed.
    certainty : {"certain", "probable"}
        ``probable`` where a rule chose the period.
    denominator : str or None
        What a share is of.
    direction : Direction or None
        The direction that the sentence gives the measure.
    counted_how : Passage or None
        A printed remark on how it is counted.
    subgroup : str or None
        The part of the whole that it is about: ``women``, ``men``, else as printed.
    """

    measure: MeasureKind
    name: Passage
    at: Passage
    unit: str | None
    unit_raw: str | None
    value: float | None = None
    value_upper: float | None = None
    comparator: Comparator
    role: Role
    period: Period | None = None
    period_raw: str | None = None
    certainty: Certainty = "certain"
    denominator: str | None = None
    direction: Direction | None = None
    counted_how: Passage | None = None
    subgroup: str | None = None

    @property
    def is_change(self) -> bool:
        """Whether it says by how much something changes."""
        return self.comparator in ("change_by", "change_by_percent")
