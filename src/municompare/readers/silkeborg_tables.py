"""The goal tables of an agreement: goals, actions, success criteria, over page breaks.

The tables have the columns *Mål*, *Handlinger* or *Indsatser*, *Succeskriterier*; some lack one
of the last two, some have more columns, of which *Ansvarlig*, *Tidsplan* and *Opfølgning* are
read. In print a
goal's cell spans several rows; in the text those rows lack it, so that their action stands in the
column of goals and their criterion in that of actions. The rules that undo this look at the form
of a row only:

* a goal begins where the first cell holds a goal of the numbered list (or its beginning), where
  all three cells are filled and the first does not begin in lower case, and in the first row of
  a section; where there is no list, also where the second cell opens with a list item and the
  first does not;
* all three cells filled, the first in lower case: a page break cut the row, each cell goes on in
  its column;
* otherwise the third cell is empty and the row has no goal's cell: action, then criterion. Text
  in lower case goes on with the unfinished text above it in its column. Where only the goal's
  text can go on, because the action above it is finished, it does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from municompare.documents import Block, Cell, Row
from municompare.errors import Issue, Reading
from municompare.readers.silkeborg_outline import Section
from municompare.readers.silkeborg_passages import Passage
from municompare.text.words import fold

__all__ = ["Entry", "GoalTable", "TableGoal", "is_goal_table", "matching_key"]

_HEADER: Final = (
    re.compile(r"(?:bevillings)?mal(?: \d{4})?"),
    re.compile(r"(?:handling|indsats|aktivitet|initiativ)(?:er)?|tiltag"),
    re.compile(r"succeskriteri(?:er|um)(?: ?(?:/|og) ?\w+)?|succesmal"),
)
_RESPONSIBLE: Final = re.compile(r"ansvar(?:lige?)?(?: [^\W\d_]+){0,2}|udfores af|hvem")
_SCHEDULE: Final = re.compile(
    r"(?:tids(?:plan|frist|ramme|horisont)|deadline|hvornar|frist)(?: [^\W\d_/]+){0,3}"
)
_FOLLOWED: Final = re.compile(r"(?:opfolgning|evaluering|status)(?: [^\W\d_/]+){0,3}")
_FURTHER: Final = re.compile(
    r"(?:maling|malemetode|ressourcer|okonomi|bemaerkninger|baggrund|dokumentation)"
    r"(?: [^\W\d_/]+){0,3}"
)
_BULLET: Final = re.compile(r"[•▪‣◦·]|\d{1,2}[.)] |[-–*] ")
_LINE: Final = re.compile(r"[-–—:= ]+")
_NUMBER: Final = re.compile(r"^mål (?P<number>\d{1,2}) ?[:.] ?", re.IGNORECASE)
_PLAIN_NUMBER: Final = re.compile(r"^(?P<number>\d{1,2})[.)] ")
_FINISHED: Final = (".", "!", "?", ":")
_SHORTEST_BEGINNING: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """The text of one action or criterion cell.

    Parameters
    ----------
    passage : Passage
        The text, joined over page breaks.
    certainty : {"certain", "probable"}
        ``probable`` where the row lacks its goal's cell and a rule put the text in its column.
    responsible : Passage or None
        The cell that says who is responsible, where the table has a column for it.
    schedule : Passage or None
        The cell that says when it is done, where the table has a column for it.
    """

    passage: Passage
    certainty: Literal["certain", "probable"]
    responsible: Passage | None = None
    schedule: Passage | None = None


@dataclass(slots=True, kw_only=True)
class TableGoal:
    """A goal of a table with all that stands in its rows."""

    wording: Passage
    section: Section | None
    number: str | None = None
    actions: list[Entry] = field(default_factory=list)
    criteria: list[Entry] = field(default_factory=list)
    followups: list[Passage] = field(default_factory=list)


def matching_key(text: str) -> str:
    """Letters and digits of a wording: what hyphens, case and line breaks do not change.

    Examples
    --------
    >>> matching_key("Mål 3: Ny-ankomne elever") == matching_key("Nyankomne  elever")
    True
    """
    return re.sub(r"[^a-z0-9]", "", fold(_NUMBER.sub("", text)))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Columns:
    """Where the columns of a table stand; those that it lacks are None."""

    count: int
    goal: int
    action: int | None
    criterion: int | None
    responsible: int | None = None
    schedule: int | None = None
    followed: int | None = None

    @property
    def is_plain(self) -> bool:
        """Whether the table has the three columns and no other."""
        return self.count == 3 and self.action is not None and self.criterion is not None

    @property
    def further(self) -> tuple[int, ...]:
        """The columns that are not read."""
        read = (
            self.goal, self.action, self.criterion, self.responsible, self.schedule, self.followed
        )  # fmt: skip
        return tuple(index for index in range(self.count) if index not in read)


def _columns(row: Row) -> _Columns | None:
    """The columns that a header names: the goal, then action or criterion or both."""
    found: dict[str, int] = {}
    patterns = (*zip(("goal", "action", "criterion"), _HEADER, strict=True),
                ("responsible", _RESPONSIBLE), ("schedule", _SCHEDULE),
                ("followed", _FOLLOWED))  # fmt: skip
    filled = _filled(row.cells)
    for index, cell in enumerate(filled):
        text = fold(cell.text).strip(" :")
        kind = next((kind for kind, pattern in patterns if pattern.fullmatch(text)), None)
        if kind is None and _FURTHER.fullmatch(text):
            continue
        if kind is None or kind in found:
            return None
        found[kind] = index
    action, criterion = found.get("action"), found.get("criterion")
    if found.get("goal") != 0 or (action is None and criterion is None):
        return None
    if action is not None and criterion is not None and criterion < action:
        return None
    return _Columns(
        count=len(filled),
        goal=0,
        action=action,
        criterion=criterion,
        responsible=found.get("responsible"),
        schedule=found.get("schedule"),
        followed=found.get("followed"),
    )


def _is_header(row: Row) -> bool:
    return _columns(row) is not None


def _filled(cells: Sequence[Cell]) -> list[Cell]:
    return [cell for cell in cells if cell.text]


def is_goal_table(block: Block) -> bool:
    """Tell whether the header of a goal table stands in the block."""
    return any(_is_header(row) for row in block.rows)


def _goes_on(text: str) -> bool:
    return text[:1].islower()


def _extend(
    entries: list[Entry],
    cell: Passage,
    *,
    shifted: bool,
    same: bool = False,
    responsible: Passage | None = None,
    schedule: Passage | None = None,
) -> None:
    """Put a cell's text to the entries of its column, or to the entry that it goes on with."""
    if not cell.text:
        return
    if entries and (same or _goes_on(cell.text)):
        last = entries[-1]
        entries[-1] = replace(last, passage=last.passage.joined(cell))
    else:
        certainty: Literal["certain", "probable"] = "probable" if shifted else "certain"
        entries.append(
            Entry(passage=cell, certainty=certainty, responsible=responsible, schedule=schedule)
        )


def _unfinished(entries: list[Entry]) -> bool:
    return bool(entries) and not entries[-1].passage.text.endswith(_FINISHED)


class GoalTable:
    """Collects the goals of all tables of a document.

    Parameters
    ----------
    listed : iterable of str
        Titles of the numbered list of goals.
    document : str
        Name of the document, for problems.

    Attributes
    ----------
    goals : list of TableGoal
        The goals in printed order.
    problems : list of Issue
        What does not have the form of a goal table; with any the document cannot be read.
    unread : list of Passage
        Cells of columns that are not read.
    """

    def __init__(self, listed: Iterable[str], *, document: str) -> None:
        self.goals: list[TableGoal] = []
        self.problems: list[Issue] = []
        self.unread: list[Passage] = []
        self._columns = _Columns(count=3, goal=0, action=1, criterion=2)
        self._listed = frozenset(matching_key(title) for title in listed)
        self._document = document
        self._open: TableGoal | None = None
        self._section: Section | None = None

    def read(self, block: Block, section: Section | None) -> None:
        """Read one table; a table may go on with the last goal of the one before."""
        if section is not self._section:
            self._open, self._section = None, section
        if self._open is None and not _is_header(block.rows[0]):
            self._problem(
                "MC331",
                "expected the header Mål, Handlinger, Succeskriterier above the first goal, "
                "found another row.",
                block.rows[0],
                "Add the header row, or the part of the table that is missing.",
            )
            return
        for row in block.rows:
            if (columns := _columns(row)) is not None:
                self._columns = columns
                continue
            if not all(_LINE.fullmatch(cell.text) for cell in _filled(row.cells)):
                self._cells(row)

    def _cells(self, row: Row) -> None:
        """Sort the cells of a row by the columns of the header above it."""
        columns = self._columns
        cells = [Passage.of_cell(cell) for cell in row.cells]
        if any(cell.text for cell in cells[columns.count :]):
            count = {3: "three"}.get(columns.count, str(columns.count))
            self._problem(
                "MC321",
                f"expected the {count} columns of the header, found {len(cells)}.",
                row,
                "Check where the row's cells begin and end.",
            )
        empty = Passage("", ())
        cells = [*cells, *[empty] * columns.count][: columns.count]
        opened = self._open is not None
        plain = _PLAIN_NUMBER.match(cells[0].text)
        goes_on = _BULLET.match(cells[0].text) and not (plain and self._is_next(plain["number"]))
        if not columns.is_plain and opened and not cells[-1].text and goes_on:
            cells = [empty, *cells[:-1]]  # the row lacks its goal's cell
        action, criterion, responsible, schedule, followed = (
            empty if index is None else cells[index]
            for index in (
                columns.action, columns.criterion, columns.responsible, columns.schedule,
                columns.followed,
            )
        )  # fmt: skip
        self.unread += [cells[index] for index in columns.further if cells[index].text]
        self._row(row, cells[0], action, criterion, responsible=responsible, schedule=schedule)
        if followed.text and self._open is not None:
            self._open.followups.append(followed)
        if schedule.text and not (self._open and action.text):
            self.unread.append(schedule)

    def _row(
        self,
        row: Row,
        goal: Passage,
        action: Passage,
        criterion: Passage,
        *,
        responsible: Passage,
        schedule: Passage,
    ) -> None:
        filled = [cell for cell in (goal, action, criterion) if cell.text]
        if not filled:
            return
        columns = self._columns
        wanted = 1 + (columns.action is not None) + (columns.criterion is not None)
        whole = len(filled) == wanted
        who = responsible if responsible.text else None
        when = schedule if schedule.text else None
        # a criterion that stands in its own column is not shifted, nor is the goal beside it
        alone = not action.text and bool(criterion.text) and not goal.text.endswith(_FINISHED)
        if self._begins_goal(goal.text, action.text, whole=whole or alone):
            number = _NUMBER.match(goal.text) or _PLAIN_NUMBER.match(goal.text)
            self._open = TableGoal(
                wording=goal.part(number.end()) if number else goal,
                section=self._section,
                number=number["number"] if number else None,
            )
            self.goals.append(self._open)
            _extend(
                self._open.actions, action, shifted=False, same=True, responsible=who, schedule=when
            )
            _extend(self._open.criteria, criterion, shifted=False, same=True)
            return
        current = self._open
        if current is None or (whole and _BULLET.match(goal.text)):
            self._problem(
                "MC321",
                "expected a goal in the first column, found text that goes on with a row above.",
                row,
                "Check whether the rows above it are missing, or cells are shifted.",
            )
            return
        if not goal.text:
            _extend(current.actions, action, shifted=False, responsible=who, schedule=when)
            _extend(current.criteria, criterion, shifted=False)
        elif whole:
            current.wording = current.wording.joined(goal)
            _extend(current.actions, action, shifted=False, same=True)
            _extend(current.criteria, criterion, shifted=False, same=True)
        elif columns.action is None:
            _extend(current.criteria, goal, shifted=True)
        elif criterion.text:
            self._problem(
                "MC321",
                "expected an action between goal and criterion, found an empty cell.",
                row,
                "Check in which column each text of the row belongs.",
            )
        elif _goes_on(goal.text) and not _unfinished(current.actions):
            current.wording = current.wording.joined(goal)
            _extend(current.actions, action, shifted=True)
        else:
            _extend(current.actions, goal, shifted=True)
            _extend(current.criteria, action, shifted=True)

    def _begins_goal(self, text: str, action: str, *, whole: bool) -> bool:
        if _NUMBER.match(text):
            return True
        plain = _PLAIN_NUMBER.match(text)
        numbered = plain and (whole or self._is_next(plain["number"]))
        if not text or _goes_on(text) or (_BULLET.match(text) and not numbered):
            return False
        key = matching_key(text)
        listed = key in self._listed or (
            len(key) >= _SHORTEST_BEGINNING and any(each.startswith(key) for each in self._listed)
        )
        itemised = not self._listed and _BULLET.match(action) is not None
        return bool(listed or whole or itemised or numbered or self._open is None)

    def _is_next(self, number: str) -> bool:
        """Whether a number goes on with that of the goal above."""
        last = self._open.number if self._open else None
        return last is not None and int(number) == int(last) + 1

    def _problem(self, code: str, message: str, row: Row, remedy: str) -> None:
        self.problems.append(
            Issue(
                code=code,
                severity="error",
                message=message,
                remedy=remedy,
                readings=(
                    Reading(
                        text=row.text.replace("\t", " | "),
                        document=self._document,
                        locator=f"L{row.line}",
                    ),
                ),
            )
        )
