"""The values that hold: of several documents that print the same, each value once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, Final

from municompare.model.elements import Measurement
from municompare.model.plan import PlanRecord
from municompare.plans.merging import STATED, document_ranks
from municompare.text.words import fold, squeeze

__all__ = ["current_measurements"]

_STATEMENT: Final = (
    *("document", "indicator", "period", "role", "subgroup", "base_period", "status"),
    *("value", "value_upper", "unit", "comparator", "reference", "target_form"),
)
"""What two rows of one statement have in common."""


def current_measurements(plan: PlanRecord) -> tuple[Measurement, ...]:
    """Values and empty places of a plan, each statement once, in the order of the plan.

    Documents of one plan that agree print a value twice, and both rows stand in
    ``measurements``. For counting and comparing, one of them holds: that of the document that goes
    before, if it states something there, else that of the next one. What another value won over
    is left out, and so is a row of uncertain column beside a document that prints the same
    indicator with its columns. What one document says in several places is one statement: the
    same measure, group, period and role with the same value, which is held where it stands first.

    Parameters
    ----------
    plan : PlanRecord
        The plan.

    Examples
    --------
    >>> from municompare.testing import example_plan
    >>> record = example_plan().record
    >>> current_measurements(record) == record.measurements
    True
    """
    if len({row.document for row in plan.measurements}) < 2:
        return _said_once(plan.measurements)
    ranks = document_ranks(plan.documents)
    series: dict[str, tuple[str | None, ...]] = {}
    groups: defaultdict[tuple[str | None, ...], dict[str, list[Measurement]]] = defaultdict(dict)
    certain: defaultdict[tuple[str | None, ...], set[str]] = defaultdict(set)
    for row in plan.measurements:
        series[row.id] = (row.indicator, row.role, row.subgroup)
        groups[(*series[row.id], row.period)].setdefault(row.document, []).append(row)
        if row.certainty != "ambiguous":
            certain[series[row.id]].add(row.document)
    kept: set[str] = set()
    for of_document in groups.values():
        order = sorted(of_document, key=lambda name: (-ranks[name], name))
        stating = [name for name in order if any(row.status in STATED for row in of_document[name])]
        for row in of_document[(stating or order)[0]]:
            others = certain[series[row.id]] - {row.document}
            if row.certainty == "ambiguous" and others:
                continue
            kept.add(row.id)
    return _said_once([row for row in plan.measurements if row.id in kept])


def _said_once(rows: Iterable[Measurement]) -> tuple[Measurement, ...]:
    """The rows without what the same document said before them."""
    said: set[tuple[Any, ...]] = set()
    kept = []
    for row in rows:
        if row.status in STATED and row.certainty != "ambiguous":
            words = fold(squeeze(row.raw or "")) if row.value is None else ""
            statement = (*(getattr(row, name) for name in _STATEMENT), words)
            if statement in said:
                continue
            said.add(statement)
        kept.append(row)
    return tuple(kept)
