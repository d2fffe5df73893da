"""The goals of an agreement: list and tables brought together, with their actions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, Literal

from municompare.model.elements import Activity, Goal
from municompare.model.plan import Link, LinkBasis, Note, Wording
from municompare.model.quantity import Certainty, Locator
from municompare.readers.silkeborg_actions import Action, deadline_of, period_of, read_actions
from municompare.readers.silkeborg_agreement import Agreement, Statement, weakest
from municompare.readers.silkeborg_columns import add_column_followup, is_followup, schedule_of
from municompare.readers.silkeborg_matching import Match, check_numbers, matched
from municompare.readers.silkeborg_outline import RELATION, Bullet, GoalsChapter, SectionKind
from municompare.readers.silkeborg_passages import Passage
from municompare.readers.silkeborg_principles import LISTED
from municompare.readers.silkeborg_responsibilities import (
    add_owner,
    owner_in_column,
    owner_of,
    owner_of_goal,
)
from municompare.readers.silkeborg_tables import TableGoal, matching_key

__all__ = ["GoalInTables", "add_goals"]

_NO_TASKS: Final = re.compile(r"\b(?:ikke|ingen) opgaver\b", re.IGNORECASE)
_LINEAGE: Final[dict[SectionKind, Literal["new", "continued"]]] = {
    "continued": "continued",
    "new": "new",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalInTables:
    """A goal that has rows in the tables, with its id."""

    id: str
    table: TableGoal
    own: bool
    certainty: Certainty


def add_goals(
    agreement: Agreement, chapter: GoalsChapter, tables: Sequence[TableGoal], *, year: str
) -> tuple[GoalInTables, ...]:
    """Add all goals with their activities; give those that have rows in the tables."""
    _add_related(agreement, chapter.bullets)
    _report_empty_lists(agreement, chapter)
    check_numbers(agreement, chapter.listed)
    found = []
    for match in matched(agreement, chapter.listed, tables):
        identifier, own = _add_goal(agreement, match)
        if match.table is None:
            continue
        goal = GoalInTables(id=identifier, table=match.table, own=own, certainty=match.certainty)
        _add_table_activities(
            agreement, goal, match, colours_lost=chapter.legend is not None, year=year
        )
        found.append(goal)
    return tuple(found)


def _add_related(agreement: Agreement, bullets: Iterable[Bullet]) -> None:
    """Add the goals that are named in the actions serving them."""
    goals: dict[str, str] = {}
    unread = []
    for bullet in bullets:
        match = RELATION.fullmatch(bullet.text.text)
        if match is None:
            if bullet.intro is None or not LISTED.search(bullet.intro.text):
                unread.append(bullet.text)
            continue
        title = bullet.text.part(match.start("goal"))
        if title.text.rstrip(".") and title.text.endswith("."):
            title = title.part(0, len(title.text) - 1)
        key = matching_key(title.text)
        if key not in goals:
            goals[key] = agreement.draft.id("goal", title.text)
            agreement.draft.add(
                Goal(
                    id=goals[key],
                    level=agreement.appropriation_level,
                    kind="goal",
                    perspective=bullet.perspective,
                    title=title.text,
                    title_status="printed",
                    document=agreement.document,
                    locator=title.locator,
                )
            )
            agreement.statements.append(Statement(element=goals[key], passage=title))
        action = Action(
            title=bullet.text.part(0, match.end("action")),
            lead_in=bullet.intro,
            certainty="certain",
        )
        _add_activity(
            agreement,
            action,
            goals[key],
            perspective=bullet.perspective,
            basis="stated",
            certainty="certain",
            unnamed=None,
            own=False,
        )
    if unread:
        agreement.draft.issue(
            "MC358",
            "warning",
            "expected list items that name the goal they serve, or guiding stars; found others, "
            "which are not read.",
            cause="list items",
            remedy="Check whether they are actions, and of which goal.",
            readings=[agreement.reading(text) for text in unread],
        )


def _report_empty_lists(agreement: Agreement, chapter: GoalsChapter) -> None:
    """Report lines that announce a list below which no list stands."""
    introduced = {bullet.intro for bullet in chapter.bullets}
    empty = [intro for intro in chapter.announced if intro not in introduced]
    if empty:
        agreement.draft.issue(
            "MC358",
            "warning",
            "expected list items below a line that ends with a colon, found none; what follows it "
            "is not read as a list.",
            cause="announced lists",
            remedy="Check whether the marks of the list were lost.",
            readings=[agreement.reading(intro) for intro in empty],
        )


def _difference(title: str, wording: str) -> str:
    """Say in words how a wording differs from the title."""
    old, new = title.split(), wording.split()
    if matching_key(title) == matching_key(wording):
        changes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
        changed = "; ".join(
            f"{' '.join(new[c:d])!r} for {' '.join(old[a:b])!r}"
            for kind, a, b, c, d in changes
            if kind != "equal"
        )
        return f"spelling: the table prints {changed}"
    shared = [word for word in old if matching_key(word) in map(matching_key, new)]
    common = ", ".join(repr(word) for word in shared) or "no word"
    return f"wording: {len(new)} words in the table for {len(old)} in the list; shared: {common}"


def _add_goal(agreement: Agreement, match: Match) -> tuple[str, bool]:
    """Add one goal with its other wording and its remark; give its id and whose it is."""
    listed, table = match.listed, match.table
    title = listed.title if listed else table.wording if table else None
    assert title is not None  # a match has a goal of the list or of a table
    section = (listed and listed.section) or (table and table.section) or None
    perspective = (section and section.perspective) or (
        table.section.perspective if table and table.section else None
    )
    own = section is not None and section.kind != "appropriation"
    identifier = agreement.draft.id("goal", title.text)
    place = Locator.parse(title.locator)
    description = None
    if listed and table:
        place = place.also(Locator.parse(table.wording.locator))
        if matching_key(listed.title.text) != matching_key(table.wording.text):
            description = table.wording.text
    joined = listed is None and "+" in title.locator
    owner = owner_of_goal(
        agreement,
        [title] if table is None else [table.wording, title],
        [entry.passage for entry in table.actions] if table else [],
    )
    agreement.draft.add(
        Goal(
            id=identifier,
            level=agreement.own_level if own else agreement.appropriation_level,
            kind="goal",
            perspective=perspective,
            number=listed.number if listed else table.number if table else None,
            title=title.text,
            title_status="joined" if joined else "printed",
            description=description,
            lineage=_LINEAGE.get(section.kind) if section else None,
            responsible=owner.names if owner else None,
            document=agreement.document,
            locator=str(place),
        )
    )
    add_owner(agreement, identifier, owner)
    agreement.statements.append(Statement(element=identifier, passage=title, own=own))
    if listed and table and listed.title.text != table.wording.text:
        agreement.statements.append(Statement(element=identifier, passage=table.wording, own=own))
        agreement.draft.add(
            Wording(
                id=agreement.draft.attached_id("wording", identifier),
                element=identifier,
                text=table.wording.text,
                difference=_difference(listed.title.text, table.wording.text),
                document=agreement.document,
                locator=table.wording.locator,
            )
        )
    if listed and listed.remark:
        _add_remark(agreement, identifier, listed.remark, table)
    return identifier, own


def _add_remark(agreement: Agreement, goal: str, remark: Passage, table: TableGoal | None) -> None:
    agreement.draft.add(
        Note(
            id=agreement.draft.attached_id("note", goal),
            text=remark.text,
            element=goal,
            document=agreement.document,
            locator=remark.locator,
        )
    )
    if table and table.actions and _NO_TASKS.search(remark.text):
        agreement.draft.issue(
            "MC328",
            "warning",
            "the list says that the institution has no tasks in a goal; the table prints actions "
            "for it all the same.",
            cause=f"no tasks {goal.rpartition('/')[2]}",
            remedy="Leave its activities out where only the institution's own are wanted.",
            readings=[agreement.reading(remark), agreement.reading(table.wording)],
        )


def _add_table_activities(
    agreement: Agreement, goal: GoalInTables, match: Match, *, colours_lost: bool, year: str
) -> None:
    section = (match.listed and match.listed.section) or goal.table.section
    for action in read_actions(goal.table.actions):
        _add_activity(
            agreement,
            action,
            goal.id,
            perspective=section.perspective if section else None,
            basis="by_position",
            certainty=weakest(action.certainty, goal.certainty),
            unnamed="unknown" if colours_lost else None,
            own=goal.own,
            year=year,
        )
    for cell in goal.table.followups:
        if is_followup(cell):
            add_column_followup(agreement, goal.id, cell)


def _add_activity(
    agreement: Agreement,
    action: Action,
    goal: str,
    *,
    perspective: str | None,
    basis: LinkBasis,
    certainty: Certainty,
    unnamed: str | None,
    own: bool,
    year: str | None = None,
) -> None:
    period, deadline = None, None
    if action.schedule is not None and year is not None:
        period, deadline = schedule_of(action.schedule, year)
    identifier = agreement.draft.id("activity", action.title.text)
    owner = owner_in_column(agreement, action.responsible) or owner_of(
        agreement, action.title, action.lead_in, own=own
    )
    agreement.draft.add(
        Activity(
            id=identifier,
            title=action.title.text,
            perspective=perspective,
            lead_in=action.lead_in.text if action.lead_in else None,
            responsible=owner.names if owner else unnamed,
            period=period_of(action) or period,
            deadline=deadline_of(action) or deadline,
            document=agreement.document,
            locator=action.title.locator,
        ),
        Link(
            id=agreement.draft.attached_id("link", identifier, goal),
            from_id=identifier,
            relation="serves",
            to_id=goal,
            basis=basis,
            certainty=certainty,
            document=agreement.document,
            locator=action.title.locator,
        ),
    )
    add_owner(agreement, identifier, owner)
    agreement.statements.append(
        Statement(element=identifier, passage=action.title, lead_in=action.lead_in, own=own)
    )
