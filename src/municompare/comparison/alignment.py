"""Which goals and indicators of the plans are about the same thing, through the crosswalk.

Elements meet in concepts, never in each other's wording. What no concept holds is shown too,
under :data:`UNMAPPED`, so that nothing is dropped.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, Literal

from municompare.model.crosswalk import Crosswalk
from municompare.plans import Plan

__all__ = ["UNMAPPED", "Matched", "aligned", "mapped_elements"]

UNMAPPED: Final = "unmapped"
"""In place of a concept, for elements that no mapping holds."""

Matched = dict[str, dict[str, list[tuple[Any, str | None]]]]
"""Concept to plan to elements with their relation."""


def mapped_elements(
    plans: Mapping[str, Plan], crosswalk: Crosswalk, table: Literal["goals", "indicators"]
) -> Matched:
    """Elements of a table by concept and plan, in the order of the concept scheme."""
    found: Matched = {concept.key: {} for concept in crosswalk.concepts}
    found[UNMAPPED] = {}
    for key, plan in plans.items():
        for element in getattr(plan.record, table):
            mappings = list(crosswalk.of(element.id))
            for mapping in mappings:
                by_plan = found.setdefault(mapping.concept, {})
                by_plan.setdefault(key, []).append((element, mapping.relation))
            if not mappings:
                found[UNMAPPED].setdefault(key, []).append((element, None))
    return {concept: by_plan for concept, by_plan in found.items() if by_plan}


def aligned(
    matched: Matched, crosswalk: Crosswalk, plans: Sequence[str], *, original: str, english: str
) -> tuple[list[tuple[str, str, int]], dict[tuple[str, str], list[Any]]]:
    """Rows and columns of a concept-by-plan table.

    Parameters
    ----------
    matched : Matched
        Elements by concept and plan.
    crosswalk : Crosswalk
        For the concepts' labels.
    plans : sequence of str
        Keys of the plans, in the order of the columns.
    original, english : str
        Fields that hold the printed text and the English label.

    Returns
    -------
    index : list of (concept, label, n)
        One row for each concept and place in it.
    columns : dict of (plan, text) to list
        ``original``, ``english``, ``relation`` and ``id`` for each plan.
    """
    labels = {concept.key: concept.label for concept in crosswalk.concepts}
    index: list[tuple[str, str, int]] = []
    columns: dict[tuple[str, str], list[Any]] = {
        (plan, text): [] for plan in plans for text in ("english", "original", "relation", "id")
    }
    for concept, by_plan in matched.items():
        for place in range(max(len(elements) for elements in by_plan.values())):
            index.append((concept, labels.get(concept, "no common concept"), place + 1))
            for plan in plans:
                elements = by_plan.get(plan, [])
                element, relation = elements[place] if place < len(elements) else (None, None)
                columns[plan, "english"].append(getattr(element, english, None))
                columns[plan, "original"].append(getattr(element, original, None))
                columns[plan, "relation"].append(relation)
                columns[plan, "id"].append(getattr(element, "id", None))
    return index, columns


def concepts_of(crosswalk: Crosswalk, identifiers: Iterable[str | None]) -> str | None:
    """Concepts of the first of some elements that has any, joined."""
    for identifier in identifiers:
        if identifier is not None:
            found = [mapping.concept for mapping in crosswalk.of(identifier)]
            if found:
                return "; ".join(found)
    return None
