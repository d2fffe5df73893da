"""Which committee goals the document calls new or changed, in its list of changes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from difflib import SequenceMatcher
from typing import Final, Literal

from municompare.documents import SourceDocument
from municompare.errors import Reading
from municompare.model.elements import Goal
from municompare.model.plan import Wording
from municompare.readers.draft import Draft
from municompare.readers.linkoping_documents import Parts
from municompare.text.words import fold

__all__ = ["add_lineage"]

_NEW: Final = re.compile(r"nytt nämndmål\b[^:]*:\s*(?P<title>\S.*)", re.IGNORECASE)
_REVISED: Final = re.compile(
    r"(?:förändra|ändra|revidera)(?:de|t|d)\b.*\bnämndmålet:?\s+(?P<title>\S.*)", re.IGNORECASE
)
_SAME: Final = 0.9
"""Share of common letters from which two wordings are taken for one goal's."""


def add_lineage(draft: Draft, document: SourceDocument, *, parts: Parts) -> None:
    """Note what the list of changes calls new or changed, and other wordings of the goals there."""
    goals: dict[str, Goal] = {goal.id: goal for goal in draft.rows("goals")}
    readings: list[Reading] = []
    for kind, title, locator, line in _changes(document):
        goal = _named(title, list(goals.values()))
        if goal is None:
            continue
        goals[goal.id] = replace(goals[goal.id], lineage=kind)
        if _bare(title) != _bare(str(goal.title)):
            draft.add(
                Wording(
                    id=draft.attached_id("wording", goal.id),
                    element=goal.id,
                    text=title,
                    difference="other words in the list of changes",
                    document=parts.at(line),
                    locator=locator,
                )
            )
            readings.append(Reading(text=goal.title, document=goal.document, locator=goal.locator))
            readings.append(Reading(text=title, document=parts.at(line), locator=locator))
    if readings:
        draft.issue(
            "MC324",
            "warning",
            "expected the list of changes to name a goal as the table does, found other words.",
            cause="nämndmål",
            remedy="Check that both mean the same; the table's own wording is kept.",
            readings=readings,
        )
    draft.replace_rows("goals", goals.values())


def _changes(
    document: SourceDocument,
) -> Iterator[tuple[Literal["new", "revised"], str, str, int]]:
    for block in document.blocks:
        if block.kind != "list_item":
            continue
        for kind, pattern in (("new", _NEW), ("revised", _REVISED)):
            if match := pattern.fullmatch(block.text):
                place = block.locate(match.start("title"))
                yield kind, match["title"], place, block.line  # type: ignore[misc]
                break


def _bare(title: str) -> str:
    return fold(title).rstrip(" .*")


def _named(title: str, goals: list[Goal]) -> Goal | None:
    """The one goal of that title; spelled otherwise only if no other is nearly as like."""
    named = _bare(title)
    nearly = [
        goal
        for goal in goals
        if goal.title is not None and goal.kind == "goal" and _is_like(named, _bare(goal.title))
    ]
    return nearly[0] if len(nearly) == 1 else None


def _is_like(one: str, other: str) -> bool:
    compared = SequenceMatcher(None, one, other)
    # the two bounds take a fraction of the time
    bounds = compared.real_quick_ratio, compared.quick_ratio, compared.ratio
    return all(ratio() >= _SAME for ratio in bounds)
