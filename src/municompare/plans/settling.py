"""Links that one document leaves open and another document of the plan decides."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from municompare.model.plan import Link, PlanRecord

__all__ = ["settled_links"]


def settled_links(plan: PlanRecord) -> tuple[Link, ...]:
    """The plan's links, without candidates that another document rules out.

    Where a document leaves open which of several elements another one hangs on, and the other
    documents hang it on exactly one of them, that one is ``probable`` and the others go. Where
    they hang it on none or several of them, all stay.

    Parameters
    ----------
    plan : PlanRecord
        Several documents made one.
    """
    open_links: defaultdict[tuple[str, str, str], list[Link]] = defaultdict(list)
    for link in plan.links:
        if link.certainty == "ambiguous":
            open_links[link.from_id, link.relation, link.document].append(link)
    decided = _decided(plan)
    changed: dict[str, Link | None] = {}
    for (element, relation, document), rivals in open_links.items():
        known = {to for to, where in decided[element, relation] if where != document}
        kept = [link for link in rivals if link.to_id in known]
        if len(kept) == 1 < len(rivals):
            changed |= dict.fromkeys(link.id for link in rivals)
            changed[kept[0].id] = replace(kept[0], certainty="probable")
    made = (changed.get(link.id, link) for link in plan.links)
    return tuple(link for link in made if link is not None)


def _decided(plan: PlanRecord) -> defaultdict[tuple[str, str], set[tuple[str | None, str]]]:
    """What each element hangs on without doubt, and the document that says so."""
    decided: defaultdict[tuple[str, str], set[tuple[str | None, str]]] = defaultdict(set)
    for link in plan.links:
        if link.certainty != "ambiguous":
            decided[link.from_id, link.relation].add((link.to_id, link.document))
    for goal in plan.goals:
        if goal.parent_certainty != "ambiguous":
            decided[goal.id, "part_of"].add((goal.parent, goal.document))
    for row in plan.indicators:
        if row.element_certainty != "ambiguous":
            decided[row.id, "measures"].add((row.goal, row.document))
    return decided
