"""What the plan says it will work with: the sections of its chapters, and their actions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from municompare.model.elements import Activity
from municompare.model.plan import Link
from municompare.model.quantity import Period
from municompare.model.steering import Organisation
from municompare.readers.norrkoping_agents import Agent, agent_of
from municompare.readers.norrkoping_assignments import add_assignments, assignment_list
from municompare.readers.norrkoping_bodies import BodyBook
from municompare.readers.norrkoping_chapters import Chapter
from municompare.readers.norrkoping_embedded import add_indicators, quantities_in, with_quantity
from municompare.readers.norrkoping_goals import Treated
from municompare.readers.norrkoping_links import (
    Service,
    add_services,
    narrowed,
    only_goal,
    served_by,
    shared_words,
)
from municompare.readers.norrkoping_lists import Listed, pieces
from municompare.readers.norrkoping_quantities import Quantity, read_quantities
from municompare.readers.norrkoping_statements import Action, stated_actions
from municompare.readers.norrkoping_text import Passage, Source, shortened
from municompare.text.periods import find_periods, is_month, read_period
from municompare.text.words import content_words

__all__ = ["Done", "Work", "add_activities"]

_SEE: Final = re.compile(r": Se avsnitt (?P<number>[1-9][0-9]?\.[1-9][0-9]?)\b", re.IGNORECASE)
_OTHERS: Final = ("committee", "council", "executive", "state", "administration", "federation")
_BY_MONTH: Final = re.compile(
    r"\b(?:öppna|starta|börja|inled|invig|klar|färdig|avsluta)\w*(?: [^\W\d_]+){0,2}? "
    r"(?:i|senast) (?P<month>[a-zåäö]+)\b(?! [0-9])"
)
_UNTIL: Final = re.compile(r"\b(?:senast|före|innan|fram till)(?: den| i| under)? $", re.IGNORECASE)
_OF_TIME: Final = re.compile(
    r"\b(?:under|för|i|från|till|sedan|med|hela|(?:verksamhets)?året|våren|sommaren|"
    r"hösten|vintern) $",
    re.IGNORECASE,
)
_REPEATS: Final = 0.6
"""Share of an item's content words from which a sentence repeats it."""

Pieces = tuple[Passage | Listed, ...]
"""Sentences and lists of a section."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """An action with its row."""

    id: str
    action: Action
    agent: Agent | None


@dataclass(slots=True)
class Work:
    """What was found in the chapters, for those who look at it again.

    Parameters
    ----------
    actions : list of Done
        The actions.
    sections : dict
        Id of the activity of each section by its number.
    lists : list of Listed
        Lists of actions or assignments.
    """

    actions: list[Done] = field(default_factory=list)
    sections: dict[str, str] = field(default_factory=dict)
    lists: list[Listed] = field(default_factory=list)
    _unread: list[Passage] = field(default_factory=list)
    _headless: list[Passage] = field(default_factory=list)
    _texts: dict[str, tuple[Passage, Pieces]] = field(default_factory=dict)


def add_activities(
    source: Source,
    chapters: Sequence[Chapter],
    treated: Sequence[Treated],
    *,
    bodies: BodyBook,
) -> Work:
    """Add an activity for each section, for each chapter that has none, and for each action.

    A section whose text is an assignment is one, with an assignment for each item of its list.
    """
    work = Work()
    for chapter in chapters:
        heads = _heads(chapter, treated)
        for part in chapter.parts:
            begin = max((end for _, _, end in heads), default=part.body)
            text = source.transcript.passage((max(begin, part.body), part.end))
            found = tuple(pieces(text))
            work._texts[part.number] = text, found
            if heads and assignment_list(found) is None:
                work.sections[part.number] = source.draft.id("activity", part.title)
    for chapter in chapters:
        _add_chapter(source, work, chapter, treated, bodies)
    _report(source, work)
    return work


def _heads(chapter: Chapter, treated: Sequence[Treated]) -> list[tuple[Treated, Passage, int]]:
    return [
        (element, entry.whole, entry.end)
        for element in treated
        for entry in element.entries
        if entry.chapter.number == chapter.number
    ]


def _add_chapter(
    source: Source, work: Work, chapter: Chapter, treated: Sequence[Treated], bodies: BodyBook
) -> None:
    found = _heads(chapter, treated)
    heads = [(element, place) for element, place, _ in found]
    begin = max((end for _, _, end in found), default=chapter.body)
    lead = source.transcript.passage((begin, chapter.lead_end))
    lead_pieces = tuple(pieces(lead))
    whole = not chapter.sections
    if not heads:
        work._headless.append(source.transcript.passage((chapter.start, chapter.body)))
    elif not whole:  # which section a figure above them belongs to, nothing says
        figures = read_quantities(lead, year=source.year)
        work._unread += [q.at for q in figures.quantities if q.value is not None]
        work._unread += figures.unread
    if not whole:
        services = served_by(lead, heading=None, heads=heads, treated=treated, is_whole=False)
        _add_actions(source, work, chapter, lead_pieces, services, bodies)
        work.lists += add_assignments(source, lead_pieces, None, treated=treated, bodies=bodies)
    elsewhere = {match["number"] for match in _SEE.finditer(lead.text)}
    for part in chapter.parts:
        heading = source.transcript.passage((part.start, part.body))
        text, found_pieces = work._texts[part.number]
        work.lists += add_assignments(source, found_pieces, heading, treated=treated, bodies=bodies)
        services = served_by(
            text,
            heading=heading,
            heads=() if part.number in elsewhere else heads,
            treated=treated if heads else (),
            is_whole=part is chapter,
        )
        quantities: tuple[Quantity, ...] = ()
        activity = work.sections.get(part.number)
        if activity is not None:
            figures = read_quantities(text, year=source.year)
            quantities = figures.quantities
            work._unread += figures.unread
            source.draft.add(
                with_quantity(
                    Activity(
                        id=activity,
                        title=part.title,
                        perspective=chapter.heading,
                        period=source.year.text,
                        **source.printed(heading),
                    ),
                    quantities,
                )
            )
            add_indicators(source, activity, quantities, goal=only_goal(services))
            add_services(source, activity, services)
        elif not heads:
            figures = read_quantities(text, year=source.year)
            quantities = figures.quantities
            work._unread += figures.unread
        if activity is not None or not heads:
            before = len(work.actions)
            _add_actions(
                source, work, chapter, found_pieces, services, bodies,
                section=activity, quantities=quantities,
            )  # fmt: skip
            if activity is None:
                added = {done.id: done.action.at for done in work.actions[before:]}
                add_indicators(source, None, quantities, stated_in=added)


def _add_actions(
    source: Source,
    work: Work,
    chapter: Chapter,
    text: Pieces,
    services: Sequence[Service],
    bodies: BodyBook,
    *,
    section: str | None = None,
    quantities: Sequence[Quantity] = (),
) -> None:
    """Add an activity for each action that a section states."""
    actions, lists = stated_actions(text, year=source.year)
    work.lists += lists
    items: list[tuple[str, Passage]] = []
    for action in actions:
        agent = agent_of(action.sentence, bodies)
        if agent is not None and all(_is_foreign(body, bodies) for body in agent.bodies):
            continue
        at = shortened(action.at)
        activity = source.draft.id("activity", at.text)
        source.draft.add(
            with_quantity(
                Activity(
                    id=activity,
                    title=at.text,
                    perspective=chapter.heading,
                    lead_in=shortened(action.lead_in).text if action.lead_in else None,
                    responsible=agent.name if agent else None,
                    period=_period(action, source.year),
                    deadline=_deadline(action.at.text, source.year),
                    **source.printed(at),
                ),
                quantities_in(action.at, quantities),
            )
        )
        if section is not None:
            source.draft.add(
                Link(
                    id=source.draft.attached_id("link", activity, section),
                    from_id=activity,
                    relation="part_of",
                    to_id=section,
                    basis="by_position",
                    **source.printed(at),
                )
            )
        add_services(source, activity, narrowed(services, action.at))
        _link_repeats(source, activity, action.at, items)
        if action.lead_in is not None:
            items.append((activity, action.at))
        work.actions.append(Done(id=activity, action=action, agent=agent))


def _is_foreign(body: Organisation, bodies: BodyBook) -> bool:
    """Tell whether a body is no part of the plan's own organisation."""
    return body.kind in _OTHERS and body.id != bodies.own.id


def _period(action: Action, year: Period) -> str | None:
    """The one period of the action that does not end before the plan begins, else the plan's."""
    texts = [action.at.text, *([action.lead_in.text] if action.lead_in else [])]
    for text in texts:
        found = {
            period.period.text
            for period in find_periods(text, language="sv")
            if period.period.end >= year.start and _OF_TIME.search(text[: period.start])
        }
        if len(found) == 1:
            return found.pop()
    return year.text


def _deadline(text: str, year: Period) -> str | None:
    """The date until which, or the month of the plan's year in which, it is to be ready."""
    for found in find_periods(text, language="sv"):
        if _UNTIL.search(text[: found.start]):
            return found.period.text
    match = _BY_MONTH.search(text)
    if match is None or not is_month(match["month"], language="sv"):
        return None
    month = read_period(f"{match['month']} {year.text[:4]}", language="sv")
    return month.text if isinstance(month, Period) else None


def _link_repeats(
    source: Source, activity: str, at: Passage, items: Sequence[tuple[str, Passage]]
) -> None:
    """Link a sentence to the item of a list before it that it takes up again."""
    for item, wording in items:
        count, start, end = shared_words(at.text, wording.text)
        words = content_words(wording.text, language="sv")
        if count >= max(3, _REPEATS * len(words)):
            source.draft.add(
                Link(
                    id=source.draft.attached_id("link", activity, item),
                    from_id=activity,
                    relation="repeats",
                    to_id=item,
                    basis="stated",
                    certainty="probable",
                    **source.printed(at.part(start, end)),
                )
            )


def _report(source: Source, work: Work) -> None:
    if work._headless:
        source.draft.issue(
            "MC330",
            "warning",
            "chapters that repeat nothing of the uppdragsplan at their head are not read as "
            "activities; only what they say is to be done is read.",
            cause="chapters without head",
            remedy="Check whether these chapters treat a goal or development area.",
            readings=[source.reading(heading) for heading in work._headless],
        )
    if work._unread:
        source.draft.issue(
            "MC327",
            "info",
            "figures whose words do not say what they measure are left out, among them ages and "
            "other limits of a population.",
            cause="figures not read",
            remedy="Read them at their places; state them by curation if they are commitments.",
            readings=[source.reading(passage) for passage in work._unread],
        )
