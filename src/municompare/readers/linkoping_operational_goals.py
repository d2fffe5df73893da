"""Which of the words in an operational plan are goals, and where each of them stands.

A committee's goals are printed twice: in the indicator table, and at the head of the activities
of their perspective. What stands together in both places is one goal. The council's goals stand
in the table alone.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from municompare.readers.linkoping_operational_outline import Section
from municompare.readers.linkoping_operational_rows import Mention, is_description
from municompare.readers.linkoping_operational_statements import Statement, core, likeness
from municompare.text.words import fold

__all__ = ["Block", "TableGoal", "find_goals", "same_wording"]

_SAME: Final = 0.8
"""Share of common letters from which two wordings are taken for one goal's."""
_HEADLINE: Final = 4
"""Words up to which a statement is a headline that the next one explains."""
_PERSPECTIVES: Final = frozenset(
    ("samhalle", "medborgare", "brukare", "kund", "ekonomi", "verksamhet", "process", "utveckling",
     "medarbetare")
)  # fmt: skip
"""Perspectives of scorecards; one without activities heads no block."""
_GOES_ON: Final = re.compile(
    r"(?:De[nt]?|Detta|Vi|[A-ZÅÄÖ][a-zåäö]+(?:en|et|erna|arna|orna)) (?:är|har|ska|kan|får|blir)\b"
)
"""A second sentence of a goal, about something definite."""
_GAP: Final = 1
"""Statements that may stand between goals at the head of a block without being in the table."""


@dataclass(slots=True)
class Block:
    """The activities of one perspective, with the goals at their head.

    Parameters
    ----------
    section : Section
        The perspective's section.
    statements : tuple of Statement
        All that it prints, in order.
    heads : list of (TableGoal, tuple of Statement)
        The goals at its head with their wording here.
    first : int
        Index of the first statement that is no goal.
    """

    section: Section
    statements: tuple[Statement, ...]
    heads: list[tuple[TableGoal, tuple[Statement, ...]]] = field(default_factory=list)
    first: int = 0

    @property
    def name(self) -> str:
        """The perspective."""
        return self.section.name.text


@dataclass(slots=True)
class TableGoal:
    """A goal or goal area of the table.

    Parameters
    ----------
    kind : {"area", "council", "committee"}
        Whose goal it is.
    mentions : list of Mention
        The statements of its title.
    area : str or None
        The perspective whose activities it heads.
    descriptions : list of Mention
        Sentences that describe it.
    """

    kind: Literal["area", "council", "committee"]
    mentions: list[Mention]
    area: str | None = None
    descriptions: list[Mention] = field(default_factory=list)

    @property
    def place(self) -> int:
        """Order of its first mention in the table."""
        return self.mentions[0].place

    @property
    def places(self) -> tuple[int, ...]:
        """Orders of all its mentions and descriptions."""
        return tuple(m.place for m in (*self.mentions, *self.descriptions))

    @property
    def last(self) -> int:
        """Order of the last statement of its title."""
        return self.mentions[-1].place

    @property
    def title(self) -> str:
        """Its title as printed."""
        return " ".join(mention.statement.text for mention in self.mentions)

    @property
    def number(self) -> str | None:
        """The number before it."""
        return self.mentions[0].number


def same_wording(one: str, other: str) -> bool:
    """Tell whether two wordings are nearly the same."""
    return likeness(one, other) >= _SAME


def find_goals(mentions: Sequence[Mention], blocks: Sequence[Block]) -> tuple[TableGoal, ...]:
    """Find the goals among the mentions of the table, and note which block each heads."""
    areas = {fold(block.name) for block in blocks}
    labelled = [m for i, m in enumerate(mentions) if _is_area(m, i, mentions, areas)]
    free = [m for m in mentions if m not in labelled]
    goals: list[TableGoal] = [TableGoal("area", [mention]) for mention in labelled]
    taken: set[int] = set()
    for block in blocks:
        for own, head in _headed(free, block, taken):
            goal = TableGoal("committee", own, block.name)
            block.heads.append((goal, head))
            taken |= {m.place for m in own}
            goals.append(goal)
    left = [m for m in free if m.place not in taken]
    goals.extend(_unmatched(left, goals))
    return tuple(sorted(goals, key=lambda goal: goal.place))


def _is_area(
    mention: Mention, index: int, mentions: Sequence[Mention], areas: Collection[str]
) -> bool:
    """Whether a mention is a goal area: a perspective's name, or a lone word above goals."""
    text = core(mention.statement.text)
    if fold(text) in areas:
        return True
    if fold(text) in _PERSPECTIVES and mention.statement.text == text:
        return True
    following = mentions[index + 1 : index + 2]
    # the first area stands at the head of the table, beside the first goals
    early = all(fold(core(m.statement.text)) not in areas for m in mentions[:index])
    alone = " " not in text and mention.statement.text == text
    return early and index <= 1 and alone and bool(following) and following[0].run == mention.run


def _headed(
    mentions: Sequence[Mention], block: Block, taken: Collection[int]
) -> Iterator[tuple[list[Mention], tuple[Statement, ...]]]:
    """Goals of the table that a block begins with, with their wording in the block."""
    matched: list[tuple[int, Mention]] = []
    last = -1
    for index, statement in enumerate(block.statements):
        if index - last > _GAP + 1:
            break
        found = _best(statement, [m for m in mentions if m.place not in taken])
        if found is not None and all(found is not m for _, m in matched):
            matched.append((index, found))
            last = index
    block.first = last + 1
    begin = 0
    for group in _groups(matched):
        end = group[-1][0] + 1
        own = [m for _, m in group]
        headline = _headline(own[0], mentions, taken, [m for _, m in matched])
        if headline is not None:
            own.insert(0, headline)
        yield own, block.statements[begin:end]
        begin = end


def _best(statement: Statement, mentions: Sequence[Mention]) -> Mention | None:
    scored = [(likeness(statement.text, m.statement.text), -m.place, m) for m in mentions]
    best = max(scored, key=lambda entry: entry[:2], default=(0.0, 0, None))
    return best[2] if best[0] >= _SAME else None


def _groups(matched: Sequence[tuple[int, Mention]]) -> Iterator[list[tuple[int, Mention]]]:
    """Parts of the head that are one goal: they stand together in the table too."""
    group: list[tuple[int, Mention]] = []
    for index, mention in matched:
        if group:
            before_index, before = group[-1]
            together = (
                index == before_index + 1
                and mention.place == before.place + 1
                and mention.run == before.run
                and mention.number is None
            )
            explains = (
                _is_headline(before.statement)
                or not _is_headline(mention.statement)
                or _GOES_ON.match(mention.statement.text) is not None
            )
            if not (together and explains):
                yield group
                group = []
        group.append((index, mention))
    if group:
        yield group


def _is_headline(statement: Statement) -> bool:
    return len(statement.text.split()) <= _HEADLINE


def _headline(
    mention: Mention,
    mentions: Sequence[Mention],
    taken: Collection[int],
    matched: Sequence[Mention],
) -> Mention | None:
    """A headline before a goal's explanation that the block words otherwise."""
    if _is_headline(mention.statement) or mention.number is not None:
        return None
    for other in mentions:
        if other.place == mention.place - 1 and other.run == mention.run:
            free = other.place not in taken and all(other is not m for m in matched)
            ends = re.search(r"[^.]\.$", other.statement.text)
            return other if free and ends and _is_headline(other.statement) else None
    return None


def _unmatched(left: Sequence[Mention], goals: Sequence[TableGoal]) -> Iterator[TableGoal]:
    """Goals that head no block, and descriptions, which go to the goal before them."""
    committee = [goal for goal in goals if goal.kind == "committee"]
    for mention in left:
        before = [goal for goal in committee if goal.place < mention.place]
        if mention.number is None and before and is_description(mention.statement):
            max(before, key=lambda goal: goal.place).descriptions.append(mention)
        elif mention.number is not None or mention.statement.text.endswith("."):
            goal = TableGoal("committee", [mention])
            committee.append(goal)
            yield goal
        else:
            yield TableGoal("council", [mention])
