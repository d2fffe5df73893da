"""A document's text as rules see it: its statements in their order, with the places of the file."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final

from municompare.documents import Block, SourceDocument
from municompare.errors import Reading, Severity
from municompare.model.plan import PlanRecord
from municompare.plans.checks_case import Case, place_of
from municompare.text.language import Language
from municompare.text.words import plain

__all__ = ["Printed", "Statement", "TextRule"]

_LONGEST_HEADING: Final = 150


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A heading, paragraph or list item that belongs to the plan.

    Parameters
    ----------
    block : Block
        What the document prints, located by lines.
    document : str
        Id of the document or part that prints it.
    """

    block: Block
    document: str

    @property
    def text(self) -> str:
        """What is printed."""
        return self.block.text

    @property
    def line(self) -> int:
        """Its first line."""
        return self.block.line

    @property
    def is_heading(self) -> bool:
        """Whether it is marked as a heading, and short enough to be one."""
        return self.block.kind == "heading" and len(self.text) <= _LONGEST_HEADING


class Printed:
    """What one file prints of a plan.

    Parameters
    ----------
    source : SourceDocument
        The file.
    record : PlanRecord
        What a reader made of it.
    """

    def __init__(self, source: SourceDocument, record: PlanRecord) -> None:
        self.record = record
        self._source = source
        self._by_lines = source.by_lines()
        self._parts = self._first_lines()

    @property
    def language(self) -> Language:
        """The language of the plan."""
        return self.record.language

    def _first_lines(self) -> list[tuple[int, str]]:
        """The line that each document or part begins in."""
        at = {place: line for line, place in enumerate(self._source.places, 1)}
        first: list[tuple[int, str]] = []
        for document in self.record.documents:
            place = place_of(document.locator)
            if document.role not in ("read", "part") or place is None:
                continue
            line = at.get(replace(place, char=None, cell=None, column=None), place.line)
            if line is not None:
                first.append((line, document.id))
        return sorted(first)

    def _document_at(self, line: int) -> str | None:
        position = bisect_right(self._parts, line, key=lambda part: part[0]) - 1
        return self._parts[position][1] if position >= 0 else None

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """All text outside tables, without what stands before the plan begins."""
        return tuple(
            Statement(block=block, document=document)
            for block in self._by_lines.blocks
            if block.kind in ("heading", "paragraph", "list_item")
            if block.text and (document := self._document_at(block.line)) is not None
        )

    @cached_property
    def tables(self) -> tuple[Statement, ...]:
        """All tables, without what stands before the plan begins."""
        return tuple(
            Statement(block=block, document=document)
            for block in self._by_lines.blocks
            if block.kind == "table"
            if (document := self._document_at(block.line)) is not None
        )

    @cached_property
    def headings(self) -> tuple[Statement, ...]:
        """All headings."""
        return tuple(statement for statement in self.statements if statement.is_heading)

    @cached_property
    def plain_texts(self) -> tuple[tuple[Statement, str], ...]:
        """All statements and tables with their plain texts."""
        return tuple((each, plain(each.text)) for each in (*self.statements, *self.tables))

    def reading(self, of: Statement, start: int, end: int) -> Reading:
        """The place of some words of a statement."""
        return Reading(
            text=of.text[start:end],
            document=of.document,
            locator=self._source.source_locator(of.block.locate(start)),
        )

    def place(self, of: Statement, start: int = 0) -> Reading:
        """The place of a passage that is not quoted: it may be narrative, or name a person."""
        return replace(self.reading(of, start, start), text=None)

    def cell(self, of: Statement, locator: str, text: str | None) -> Reading:
        """The place of a cell or row of a table."""
        return Reading(
            text=text, document=of.document, locator=self._source.source_locator(locator)
        )

    @cached_property
    def wordings(self) -> frozenset[str]:
        """The plain texts of the plan's elements."""
        record = self.record
        rows: tuple[Any, ...] = (
            *record.goals,
            *record.principles,
            *record.assignments,
            *record.activities,
            *record.indicators,
            *record.wordings,
            *record.notes,
        )
        fields = ("title", "description", "name", "text")
        texts = [getattr(row, name, None) for row in rows for name in fields]
        return frozenset(plain(text) for text in texts if text)

    def sections(self, of: Statement) -> Iterator[Statement]:
        """The headings of the sections that a statement stands in, the innermost first."""
        level = 100
        for heading in reversed(self.headings):
            own = heading.block.level or 1
            if heading.line < of.line and heading.document == of.document and own < level:
                level = own
                yield heading


@dataclass(frozen=True, slots=True, kw_only=True)
class TextRule:
    """Something that the text of a document must not say.

    Parameters
    ----------
    code, severity, expected, remedy : str
        As of a :class:`~municompare.plans.checks_case.Rule`.
    cases : callable
        Finds the cases in the text of one file.
    also : sequence of str
        Codes under which readers report the same.
    """

    code: str
    severity: Severity
    expected: str
    remedy: str
    cases: Callable[[Printed], Iterator[Case]]
    also: Sequence[str] = ()
