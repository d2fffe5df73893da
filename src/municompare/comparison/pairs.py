"""Every pair of elements of two plans that share a concept, with its verdict."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Any, Final, Literal

from municompare.comparison.alignment import UNMAPPED, mapped_elements
from municompare.comparison.comparability import judge
from municompare.model.crosswalk import Crosswalk
from municompare.plans import Plan

__all__ = ["PAIR_COLUMNS", "pair_rows"]

PAIR_COLUMNS: Final[dict[str, str]] = {
    "concept": "text",
    "a": "text",
    "a_text": "text",
    "b": "text",
    "b_text": "text",
    "verdict": "text",
    "aspects": "text",
    "reasons": "text",
}
"""Columns of the pairs and what their cells hold."""

_TABLES: Final[tuple[Literal["goals", "indicators"], ...]] = ("indicators", "goals")


def pair_rows(plans: Mapping[str, Plan], crosswalk: Crosswalk) -> Iterator[dict[str, Any]]:
    """One row for each pair of goals or of indicators that stand beside each other."""
    for table in _TABLES:
        for concept, by_plan in mapped_elements(plans, crosswalk, table).items():
            if concept == UNMAPPED:
                continue
            for first, second in combinations(by_plan, 2):
                for a, _ in by_plan[first]:
                    for b, _ in by_plan[second]:
                        found = judge(
                            plans[first], a.id, plans[second], b.id, crosswalk, concept=concept
                        )
                        aspects = dict.fromkeys(reason.aspect for reason in found.reasons)
                        yield {
                            "concept": concept,
                            "a": a.id,
                            "a_text": found.a_text,
                            "b": b.id,
                            "b_text": found.b_text,
                            "verdict": found.verdict,
                            "aspects": "; ".join(aspects),
                            "reasons": "; ".join(reason.statement for reason in found.reasons),
                        }
