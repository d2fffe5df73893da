"""Relations that a verksamhetsplan states in words: treated elsewhere, new this year."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from municompare.model.elements import Goal
from municompare.model.plan import BenchmarkRef, Link, Wording
from municompare.readers.norrkoping_activities import Done
from municompare.readers.norrkoping_chapters import Chapter, Misprint
from municompare.readers.norrkoping_goals import Treated
from municompare.readers.norrkoping_overview import KINDS, LeftOut
from municompare.readers.norrkoping_text import Source
from municompare.text.words import fold

__all__ = [
    "add_benchmarks",
    "add_headings",
    "add_new",
    "add_own_past",
    "add_treated_elsewhere",
]

_TREATED: Final = re.compile(
    r"\b(?:behandlas|berörs|beskrivs|hanteras|redovisas) (?:[^\W\d_]+ ){0,2}?i (?P<doc>[^.;]+)"
)
_AFTER: Final = 500
"""Characters after a statement in which it may say where its subject is treated."""
_NEW: Final = re.compile(
    r"\bett nytt (?P<kind>mål|utvecklingsområde) (?:för|under|i) [0-9]{4}\b", re.IGNORECASE
)
_OTHERS: Final = re.compile(
    r"(?P<theme>(?:(?:vilka|hur|vad|med|mot|hos|från|i) (?:[^\W\d_]+ ){0,3}?)?"
    r"(?:andra|liknande|jämförbara) kommuner(?:s|na)?\b[^.;]*)"
)
_LEARNS: Final = re.compile(
    r"\b(?:omvärldsbevaka|lära|metoder|erfarenhet|inspireras|studiebesök)", re.IGNORECASE
)
_COMPARES: Final = re.compile(r"\bjämför", re.IGNORECASE)


def add_treated_elsewhere(source: Source, left: Sequence[tuple[str, LeftOut]]) -> None:
    """Link what is left to others to the document that is said to treat it."""
    documents = [row for row in source.draft.rows("documents") if row.role == "referenced"]
    text = source.transcript.text
    for identifier, statement in left:
        end = statement.statement.spans[-1][1]
        match = _TREATED.search(text, end, end + _AFTER)
        for document in documents if match else ():
            if match is None or not fold(match["doc"]).startswith(fold(document.title)):
                continue
            source.draft.add(
                Link(
                    id=source.draft.attached_id("link", identifier, document.id),
                    from_id=identifier,
                    relation="treated_in",
                    to_id=document.id,
                    basis="stated",
                    **source.printed(source.transcript.passage(match.span())),
                )
            )


def add_new(source: Source, chapters: Sequence[Chapter], treated: Sequence[Treated]) -> None:
    """Note which goal or development area a chapter calls new."""
    new: set[str] = set()
    for chapter in chapters:
        for match in _NEW.finditer(source.transcript.text, chapter.body, chapter.end):
            kind = KINDS[match["kind"].lower()]
            heads = [
                element.id
                for element in treated
                if element.kind == kind
                and any(entry.chapter.number == chapter.number for entry in element.entries)
            ]
            new.update(heads if len(heads) == 1 else ())
    goals: list[Goal] = [
        replace(goal, lineage="new") if goal.id in new else goal
        for goal in source.draft.rows("goals")
    ]
    source.draft.replace_rows("goals", goals)


def add_headings(source: Source, misprints: Sequence[Misprint]) -> None:
    """Add the other spelling of a heading in the list of contents to its activity."""
    for misprint in misprints:
        for activity in source.draft.rows("activities"):
            if activity.title == misprint.printed:
                source.draft.add(
                    Wording(
                        id=source.draft.attached_id("wording", activity.id),
                        element=activity.id,
                        text=misprint.listed,
                        difference="another spelling in the list of contents",
                        document=source.document_id,
                        locator=str(source.transcript.locate(misprint.listed_at)),
                    )
                )


def add_own_past(source: Source) -> None:
    """Add the targets that are set against the own level of an earlier period."""
    names = {row.id: row.name for row in source.draft.rows("indicators")}
    for row in source.draft.rows("measurements"):
        if row.role == "target" and row.base_period is not None:
            source.draft.add(
                BenchmarkRef(
                    id=source.draft.attached_id("benchmark_ref", row.indicator),
                    element=row.indicator,
                    comparator="own_past",
                    theme=names[row.indicator],
                    use="target",
                    document=source.document_id,
                    locator=row.locator,
                )
            )


def add_benchmarks(source: Source, actions: Sequence[Done]) -> None:
    """Add the actions that look at other municipalities."""
    for done in actions:
        match = _OTHERS.search(done.action.at.text)
        if match is None:
            continue
        if _COMPARES.search(done.action.at.text) is None and not _LEARNS.search(
            done.action.at.text
        ):
            continue
        at = done.action.at.part(*match.span("theme"))
        source.draft.add(
            BenchmarkRef(
                id=source.draft.attached_id("benchmark_ref", done.id),
                element=done.id,
                comparator="other_municipalities",
                theme=at.text,
                use="comparison" if _COMPARES.search(done.action.at.text) else "learning",
                **source.printed(at),
            )
        )
