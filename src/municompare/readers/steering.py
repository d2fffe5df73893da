"""What a document shows of its municipality's governance model, beside the definition of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from municompare.documents import SourceDocument
from municompare.errors import Reading
from municompare.model.governance import GovernanceModel
from municompare.model.quantity import Locator
from municompare.model.steering import Level
from municompare.readers.draft import Draft
from municompare.text.words import fold, slug

__all__ = ["StatedFact", "first_mention", "level_rows", "plan_key", "report_differences"]

_SPELLING: Final = 0.8
"""Share of letters in common from which a word is another spelling, not another word."""


def plan_key(
    model: GovernanceModel, *, organisation: str, period: str | None, document_kind: str
) -> str:
    """Default key of a plan: municipality, organisation unless principal, first year.

    A document without period takes its kind in place of the year.
    """
    name = slug(organisation, language="da" if model.language == "da" else "sv")
    principal = slug(
        model.principal_organisation, language="da" if model.language == "da" else "sv"
    )
    parts = [model.key]
    if name and name != principal:
        parts.append(name)
    parts.append(period[:4] if period else fold(document_kind).replace(" ", "-"))
    return "-".join(parts)


def first_mention(
    document: SourceDocument, terms: Iterable[str], *, from_line: int = 1
) -> tuple[str, Reading] | None:
    """The first of the terms that the document holds, and where; earlier terms are preferred."""
    text = "\n".join(document.lines[from_line - 1 :])
    for term in terms:
        if match := re.search(rf"\b{re.escape(term)}", text, re.IGNORECASE):
            line = from_line + text.count("\n", 0, match.start())
            char = match.start() - text.rfind("\n", 0, match.start())
            return term, Reading(text=match[0], locator=str(Locator.at(line, char=char)))
    return None


def level_rows(
    draft: Draft,
    document: SourceDocument,
    model: GovernanceModel,
    *,
    document_id: str,
    from_line: int = 1,
) -> dict[str, str]:
    """Add a row for each defined level that the document names; give their ids by level key.

    What stands before ``from_line`` is not part of the document's own text.

    The rows are ``derived``: the document names the level, the definition says what it is.
    """
    ids: dict[str, str] = {}
    for order, level in enumerate(model.levels, start=1):
        mention = first_mention(document, level.terms, from_line=from_line)
        if mention is None:
            continue
        identifier = draft.id("level", level.name)
        ids[level.key] = identifier
        draft.add(
            Level(
                id=identifier,
                parent=ids.get(level.parent) if level.parent else None,
                order=order,
                name=level.name,
                name_en=level.name_en,
                tier=level.tier,
                sphere=level.sphere,
                instrument=level.instrument,
                stability=level.stability,
                decided_by=level.decided_by,
                document_kind=level.document_kind,
                audience=level.audience,
                follow_up=level.follow_up,
                document=document_id,
                locator=str(mention[1].locator),
                obtained="derived",
            )
        )
    return ids


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedFact:
    """Something that a document says about a level of its own model.

    Parameters
    ----------
    level : str
        Key of the level in the definition.
    attribute : str
        The attribute of the level that the statement is about.
    value : str
        What the document says, in the vocabulary of the attribute where it has one.
    reading : Reading
        The printed words and their place.
    """

    level: str
    attribute: str
    value: str
    reading: Reading


def report_differences(draft: Draft, model: GovernanceModel, facts: Iterable[StatedFact]) -> None:
    """Report where the document's own statements and the definition of the model differ."""
    levels = {level.key: level for level in model.levels}
    for fact in facts:
        level = levels[fact.level]
        defined = getattr(level, fact.attribute)
        if defined is not None and fold(defined) == fold(fact.value):
            continue
        draft.issue(
            "MC301",
            "info" if _same_but_for_spelling(defined, fact.value) else "warning",
            f"the document states {fact.attribute} {fact.value!r} for {level.name!r}; "
            f"the definition of the governance model has {defined!r}.",
            cause=f"{level.name} {fact.attribute}",
            remedy="Check which of the two holds for this document's year.",
            readings=(fact.reading,),
        )


def _same_but_for_spelling(defined: str | None, stated: str) -> bool:
    """Whether a statement has the words of the definition, each spelled nearly alike."""
    words, others = fold(defined or "").split(), fold(stated).split()
    return len(words) == len(others) and all(
        SequenceMatcher(None, one, other, autojunk=False).ratio() > _SPELLING
        for one, other in zip(words, others, strict=True)
    )
