"""Goal areas, the council's goals under their headings, and the committee's goals of the table."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from municompare.documents import Block, Cell, SourceDocument
from municompare.model.elements import Goal
from municompare.model.governance import GovernanceModel
from municompare.model.quantity import Certainty
from municompare.readers.draft import Draft
from municompare.readers.linkoping_documents import Parts
from municompare.readers.linkoping_embedded import add_embedded
from municompare.readers.linkoping_faults import Faults
from municompare.readers.linkoping_notes import Mark, NoteBook, footnotes_after
from municompare.text.cells import strip_markers
from municompare.text.words import fold

__all__ = ["AREA_HEADING", "Area", "GoalBook"]

_AREA_TERM: Final = "målområde"
_COUNCIL_TERM: Final = "kommunövergripande mål"
_COMMITTEE_TERM: Final = "nämndmål"
AREA_HEADING: Final = re.compile(
    r"målområdet?(?: \d{1,2})?(?:\s*[:–-]\s*|\s+)(?P<name>[^\W\d_].*)", re.IGNORECASE
)
_OWN_LIST: Final = re.compile(r"(?:namndens |[a-z -]*namndens )?(?:namnd)?mal")
_COUNCIL_LIST: Final = re.compile(
    r"(?:kommunfullmaktiges |kommunens )?(?:kommun)?overgripande mal|kommunfullmaktiges mal"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A goal area: its row's id and its name as printed."""

    id: str
    name: str


class GoalBook:
    """Adds goals as they are met, each only once."""

    def __init__(
        self,
        draft: Draft,
        parts: Parts,
        faults: Faults,
        *,
        model: GovernanceModel,
        levels: Mapping[str, str],
    ) -> None:
        self._draft = draft
        self._parts = parts
        self._faults = faults
        self._levels = {
            term.term: levels.get(term.level) for term in model.terms if term.level is not None
        }
        self.areas: dict[str, Area] = {}
        self._headed = False
        self._committee: dict[tuple[str, str], str] = {}
        self._council: dict[tuple[str, str], str] = {}

    def read_areas(self, document: SourceDocument, notes: NoteBook) -> None:
        """Add the goal areas of the headings and the council's goals listed under them."""
        area: Area | None = None
        marks: list[Mark] = []
        last, listed, own = 0, False, False
        level = 0
        for index, block in enumerate(document.blocks):
            if not self._parts.holds(block.line):
                continue
            if block.kind == "heading":
                notes.attach(marks, footnotes_after(document.blocks, last) if marks else ())
                marks = []
                match = AREA_HEADING.fullmatch(block.text)
                words = fold(block.text).strip(" .:")
                own = _OWN_LIST.fullmatch(words) is not None
                if match is not None:
                    area = self._area(match["name"], block.locator, block.line)
                    self._headed = True
                    level = block.level or 1
                elif (block.level or 1) <= level or not (own or _COUNCIL_LIST.fullmatch(words)):
                    area = None
                listed = False
            elif block.kind == "list_item" and area is not None:
                marks.extend(self._listed_goal(block, area, own=own))
                last, listed = index, True
            elif block.kind == "table" or (listed and block.kind != "rule"):
                area = None  # what follows the list is no part of it

    def _area(self, name: str, locator: str, line: int) -> Area:
        known = self.areas.get(fold(name))
        if known is not None:
            return known
        area = Area(id=self._draft.id("goal", name), name=name)
        self.areas[fold(name)] = area
        self._draft.add(
            Goal(
                id=area.id,
                level=self._levels.get(_AREA_TERM),
                kind="goal_area",
                title=name,
                title_status="printed",
                document=self._parts.at(line),
                locator=locator,
            )
        )
        return area

    def _listed_goal(self, block: Block, area: Area, *, own: bool) -> list[Mark]:
        """Add a goal of the council, or one of the committee that no table prints."""
        title, marker = strip_markers(block.text)
        key = (area.id, fold(title))
        known = self._committee if own else self._council
        if not title or key in known:
            return []
        identifier = self._goal(
            title,
            term=_COMMITTEE_TERM if own else _COUNCIL_TERM,
            area=area,
            locator=block.locator,
            locate=block.locate,
            line=block.line,
            certainty="certain",
        )
        known[key] = identifier
        if marker is None:
            return []
        return [Mark(marker=marker, elements=(identifier,), text=block.text, locator=block.locator)]

    def _goal(
        self,
        title: str,
        *,
        term: str,
        area: Area | None,
        above: str | None = None,
        locator: str,
        locate: Callable[[int], str],
        line: int,
        certainty: Certainty,
    ) -> str:
        identifier = self._draft.id("goal", title)
        document = self._parts.at(line)
        parent = above or (area.id if area else None)
        self._draft.add(
            Goal(
                id=identifier,
                level=self._levels.get(term),
                kind="goal",
                perspective=area.name if area else None,
                title=title,
                title_status="printed",
                parent=parent,
                parent_basis="by_position" if parent else None,
                parent_certainty=certainty if parent else None,
                document=document,
                locator=locator,
            )
        )
        add_embedded(
            self._draft,
            title,
            element=identifier,
            goal=identifier,
            origin="goal",
            document=document,
            locate=locate,
        )
        return identifier

    def area_above(self, blocks: Sequence[Block], index: int) -> Area | None:
        """Goal area under whose heading a block stands, if it stands under one."""
        level = 7
        for block in reversed(blocks[:index]):
            if block.kind != "heading" or (block.level or 1) >= level:
                continue
            level = block.level or 1
            match = AREA_HEADING.fullmatch(block.text)
            if match is not None:
                return self.areas.get(fold(match["name"]))
        return None

    def table_area(self, cell: Cell, line: int) -> Area:
        """Goal area of a table's cell; one without a heading is added and reported."""
        known = self.areas.get(fold(cell.text))
        if known is not None:
            return known
        if self._headed:  # a document without any such heading lacks none
            self._faults.oddity("MC338", cell.text, cell.locator)
        return self._area(cell.text, cell.locator, line)

    def council_goal(
        self, cell: Cell, *, area: Area | None, line: int, certainty: Certainty
    ) -> tuple[str, Mark | None]:
        """Id of the council's goal that a cell names, and the footnote mark of its title."""
        return self._table_goal(
            cell, self._council, term=_COUNCIL_TERM, area=area, line=line, certainty=certainty
        )

    def committee_goal(
        self,
        cell: Cell,
        *,
        area: Area | None,
        above: str | None,
        line: int,
        certainty: Certainty,
    ) -> tuple[str, Mark | None]:
        """Id of the goal that a table's cell names, and the footnote mark of its title.

        Parameters
        ----------
        cell : Cell
            The cell.
        area : Area or None
            The goal area that it stands in.
        above : str or None
            Id of the council's goal beside it.
        line : int
            The line of the row.
        certainty : Certainty
            How sure row and column are.
        """
        return self._table_goal(
            cell,
            self._committee,
            term=_COMMITTEE_TERM,
            area=area,
            above=above,
            line=line,
            certainty=certainty,
        )

    def _table_goal(
        self,
        cell: Cell,
        known: dict[tuple[str, str], str],
        *,
        term: str,
        area: Area | None,
        above: str | None = None,
        line: int,
        certainty: Certainty,
    ) -> tuple[str, Mark | None]:
        title, marker = strip_markers(cell.text)
        key = (above or (area.id if area else ""), fold(title))
        identifier = known.get(key)
        if identifier is None:
            identifier = self._goal(
                title,
                term=term,
                area=area,
                above=above,
                locator=cell.locator,
                locate=lambda index: f"{cell.locator}:c{index + 1}",
                line=line,
                certainty=certainty,
            )
            known[key] = identifier
        mark = None
        if marker is not None:
            mark = Mark(marker=marker, elements=(identifier,), text=cell.text, locator=cell.locator)
        return identifier, mark
