"""Which goal an indicator hangs on, and which goal a goal hangs on, by where they are printed.

Merged cells stand in the middle of their block, so that rows above a goal's words may be its own.
A place is *probable* where one rule leaves one goal: rows beside a goal's words, as many rows as
goals that stand together, rows above the first goal or below the last. Else it is *ambiguous*.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from municompare.model.quantity import Certainty
from municompare.readers.linkoping_operational_goals import TableGoal
from municompare.readers.linkoping_operational_rows import Row

__all__ = ["Hold", "areas_of", "council_goals_of", "goals_of_rows"]


@dataclass(frozen=True, slots=True)
class Hold:
    """What something hangs on: the goals it may hang on, the likeliest first."""

    candidates: tuple[TableGoal, ...]
    certainty: Certainty

    @property
    def only(self) -> TableGoal | None:
        """The goal, where it is decided."""
        return self.candidates[0] if self.certainty != "ambiguous" and self.candidates else None


def _hold(*candidates: TableGoal | None) -> Hold:
    found = tuple(dict.fromkeys(id(goal) for goal in candidates if goal is not None))
    by_id = {id(goal): goal for goal in candidates if goal is not None}
    goals = tuple(by_id[key] for key in found)
    return Hold(goals, "probable" if len(goals) == 1 else "ambiguous")


def goals_of_rows(rows: Sequence[Row], goals: Sequence[TableGoal]) -> tuple[Hold, ...]:
    """The committee goal of every row."""
    committee = sorted((g for g in goals if g.kind == "committee"), key=lambda goal: goal.place)
    words = sorted(
        ((place, goal) for goal in committee for place in goal.places), key=lambda pair: pair[0]
    )
    found: dict[int, Hold] = {}
    starts = [0, *(place for place, _ in words)]
    for index, start in enumerate(starts):
        end = starts[index + 1] if index + 1 < len(starts) else None
        between = [r for r in rows if r.place > start and (end is None or r.place < end)]
        if not between:
            continue
        above = _together(words, index, rows)
        below = words[index][1] if index < len(words) else None
        for position, row in enumerate(between):
            found[row.place] = _of_row(position, row, between, above, below)
    return tuple(found[row.place] for row in rows)


def _together(
    words: Sequence[tuple[int, TableGoal]], index: int, rows: Sequence[Row]
) -> list[TableGoal]:
    """Goals whose words stand directly above, without a row between them."""
    goals: list[TableGoal] = []
    for place, goal in reversed(words[:index]):
        if goals and any(place < row.place < words[index - 1][0] for row in rows):
            break
        if goal not in goals:
            goals.insert(0, goal)
    return goals


def _of_row(
    position: int,
    row: Row,
    between: Sequence[Row],
    above: Sequence[TableGoal],
    below: TableGoal | None,
) -> Hold:
    if not above:
        return _hold(below)
    if len(above) > 1:
        return _hold(above[position]) if len(above) == len(between) else _hold(*reversed(above))
    beside = row.run == between[0].run
    if beside or below is None or (below.area != above[0].area and below.area and above[0].area):
        return _hold(above[0])
    return _hold(above[0], below)


def areas_of(goals: Sequence[TableGoal]) -> dict[int, Hold]:
    """The goal area of every council goal, by its place.

    A council goal is in the area of its committee goals, else in the area whose word stands
    beside it, or the only one that the table leaves for it.
    """
    areas = [goal for goal in goals if goal.kind == "area"]
    found: dict[int, Hold] = {}
    for goal in goals:
        if goal.kind != "council":
            continue
        above = [area for area in areas if area.place < goal.place]
        below = [area for area in areas if area.place > goal.place]
        beside = _next_committee(goal, goals)
        named = [area for area in areas if beside and beside.area == area.title]
        if named:
            found[goal.place] = _hold(named[0])
        elif above and above[-1].place == goal.place - 1:
            found[goal.place] = _hold(above[-1])
        else:
            found[goal.place] = _hold(above[-1] if above else None, below[0] if below else None)
    return found


def _next_committee(goal: TableGoal, goals: Sequence[TableGoal]) -> TableGoal | None:
    """The committee goal whose words follow those of a council goal at once."""
    return next(
        (g for g in goals if g.kind == "committee" and g.place == goal.last + 1),
        None,
    )


def council_goals_of(
    goals: Sequence[TableGoal],
    areas: dict[int, Hold],
    held: Sequence[tuple[Row, Hold]],
) -> dict[int, Hold]:
    """The council goal of every committee goal, by its place."""
    council = [goal for goal in goals if goal.kind == "council"]
    found: dict[int, Hold] = {}
    for goal in goals:
        if goal.kind != "committee":
            continue
        own = [c for c in council if _may_be_of(goal, c, areas)]
        above = [c for c in own if c.place < goal.place]
        below = [c for c in own if c.place > goal.place]
        rows = [row.place for row, hold in held if hold.candidates and hold.candidates[0] is goal]
        extent = [*rows, *(m.place for m in goal.mentions)]
        inside = [c for c in own if min(extent) < c.place < max(extent)]
        if len(inside) == 1:
            found[goal.place] = _hold(inside[0])
        elif above and above[-1].last == goal.place - 1:
            found[goal.place] = _hold(above[-1])
        else:
            found[goal.place] = _hold(above[-1] if above else None, below[0] if below else None)
    return found


def _may_be_of(goal: TableGoal, council: TableGoal, areas: dict[int, Hold]) -> bool:
    """Whether a council goal may be in the area of a committee goal."""
    candidates = [area.title for area in areas[council.place].candidates]
    return goal.area is None or not candidates or goal.area in candidates
