"""What the plan says it will work with: the sections of its chapters, and their quantities."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from municompare.model.elements import Activity, Indicator
from municompare.model.plan import Link, Note
from municompare.model.quantity import Certainty
from municompare.readers.norrkoping_chapters import Chapter
from municompare.readers.norrkoping_goals import Treated
from municompare.readers.norrkoping_measures import add_measurement
from municompare.readers.norrkoping_quantities import Quantity, read_quantities
from municompare.readers.norrkoping_text import Passage, Source

__all__ = ["add_activities"]

_NAMED: Final = re.compile(
    r"\b(?P<kind>mål|utvecklingsområde) (?P<numbers>[1-9][0-9]?(?:(?:, | och )[1-9][0-9]?)*)\b",
    re.IGNORECASE,
)
_SEE: Final = re.compile(r": Se avsnitt (?P<number>[1-9][0-9]?\.[1-9][0-9]?)\b", re.IGNORECASE)


def add_activities(source: Source, chapters: Sequence[Chapter], treated: Sequence[Treated]) -> None:
    """Add an activity for each section, and for each chapter that has none.

    A section serves what its own text names by number, and what the head of its chapter repeats
    of the uppdragsplan, unless the head refers to that very section for something else. Which of
    several goals at the head a section serves, nothing says: such a link is ambiguous.
    """
    unread: list[Passage] = []
    headless: list[Passage] = []
    for chapter in chapters:
        heads = [
            (element, entry)
            for element in treated
            for entry in element.entries
            if entry.chapter.number == chapter.number
        ]
        if not heads:
            headless.append(source.transcript.passage((chapter.start, chapter.body)))
            continue
        lead_start = max(entry.end for _, entry in heads)
        lead = source.transcript.text[lead_start : chapter.lead_end]
        if chapter.sections:  # which of them a figure above them belongs to, nothing says
            figures = read_quantities(
                source.transcript.passage((lead_start, chapter.lead_end)), year=source.year
            )
            unread += [quantity.at for quantity in figures.quantities if quantity.value is not None]
            unread += figures.unread
        elsewhere = {match["number"] for match in _SEE.finditer(lead)}
        for part in chapter.parts:
            activity = source.draft.id("activity", part.title)
            heading = source.transcript.passage((part.start, part.body))
            begin = lead_start if part is chapter else part.body
            text = source.transcript.passage((begin, part.end))
            figures = read_quantities(text, year=source.year)
            unread += figures.unread
            source.draft.add(
                _with_quantity(
                    Activity(
                        id=activity,
                        title=part.title,
                        perspective=chapter.heading,
                        period=source.year.text,
                        **source.printed(heading),
                    ),
                    figures.quantities,
                )
            )
            _add_indicators(source, activity, figures.quantities)
            if part.number in elsewhere:
                continue
            named = {element.id: place for element, place in _named(text, treated)}
            for element, entry in heads:
                stated = named.get(element.id)
                source.draft.add(
                    Link(
                        id=source.draft.attached_id("link", activity, element.id),
                        from_id=activity,
                        relation="serves",
                        to_id=element.id,
                        basis="by_position" if stated is None else "stated",
                        certainty=_certainty(element, heads, part, chapter, stated),
                        **source.printed(entry.whole if stated is None else stated),
                    )
                )
    if headless:
        source.draft.issue(
            "MC330",
            "warning",
            "chapters that repeat nothing of the uppdragsplan at their head are not read as "
            "activities.",
            cause="chapters without head",
            remedy="Check whether these chapters treat a goal or development area.",
            readings=[source.reading(heading) for heading in headless],
        )
    if unread:
        source.draft.issue(
            "MC327",
            "info",
            "figures whose words do not say what they measure are left out, among them ages and "
            "other limits of a population.",
            cause="figures not read",
            remedy="Read them at their places; state them by curation if they are commitments.",
            readings=[source.reading(passage) for passage in unread],
        )


def _with_quantity(activity: Activity, quantities: Sequence[Quantity]) -> Activity:
    """Give the activity its quantity if it has exactly one, and that one is wanted."""
    valued = [quantity for quantity in quantities if quantity.value is not None]
    if len(valued) != 1 or valued[0].role != "target" or valued[0].value_upper is not None:
        return activity
    return replace(activity, quantity=valued[0].value, unit=valued[0].unit)


def _named(text: Passage, treated: Sequence[Treated]) -> Iterator[tuple[Treated, Passage]]:
    """Goals and development areas that a section's own text names by number."""
    for match in _NAMED.finditer(text.text):
        kind = "goal" if match["kind"].casefold() == "mål" else "development_area"
        numbers = re.findall(r"[0-9]+", match["numbers"])
        for element in treated:
            if element.kind == kind and element.number in numbers:
                yield element, text.part(match.start(), match.end())


def _certainty(
    element: Treated,
    heads: Sequence[object],
    part: object,
    chapter: Chapter,
    stated: Passage | None,
) -> Certainty:
    if stated is not None:
        return "certain"
    if len(heads) > 1 and part is not chapter:
        return "ambiguous"
    return element.certainty


def _add_indicators(source: Source, activity: str, quantities: Sequence[Quantity]) -> None:
    for group in _grouped(quantities):
        first = _naming(group)
        indicator = source.draft.id("indicator", first.name.text)
        unit = next((quantity for quantity in group if quantity.unit is not None), first)
        source.draft.add(
            Indicator(
                id=indicator,
                element=activity,
                element_basis="by_position",
                element_certainty="certain",
                origin="activity",
                name=first.name.text,
                unit=unit.unit,
                unit_raw=unit.unit_raw,
                unit_basis="cell" if unit.unit else None,
                measure_type=first.measure,
                denominator=first.denominator,
                direction=first.direction,
                direction_basis="text" if first.direction else None,
                **source.printed(first.name),
            )
        )
        added = [(quantity, _add_value(source, indicator, quantity)) for quantity in group]
        _link_same_targets(source, added)


def _grouped(quantities: Sequence[Quantity]) -> list[list[Quantity]]:
    """Quantities of one measure: the same unit for counts, else the same name.

    Two levels, or two changes, of one period and role cannot be one measure's.
    """
    groups: list[list[Quantity]] = []
    for quantity in quantities:
        for group in groups:
            if _measure(group[0]) == _measure(quantity) and all(
                _slot(other) != _slot(quantity) for other in group
            ):
                group.append(quantity)
                break
        else:
            groups.append([quantity])
    return groups


def _measure(quantity: Quantity) -> tuple[str, str | None]:
    return quantity.measure, quantity.unit if quantity.measure == "count" else quantity.name.text


def _slot(quantity: Quantity) -> tuple[str | None, str, bool]:
    period = quantity.period.text if quantity.period else None
    return period, quantity.role, quantity.is_change


def _naming(group: Sequence[Quantity]) -> Quantity:
    """The quantity whose words name the measure: a wanted level, else the first."""
    levels = [q for q in group if q.role == "target" and not q.is_change and q.value is not None]
    return (levels or list(group))[0]


def _add_value(source: Source, indicator: str, quantity: Quantity) -> str:
    wanted = quantity.role == "target"
    form = "change" if quantity.is_change else "level"
    identifier = add_measurement(
        source,
        indicator=indicator,
        role=quantity.role,
        period=quantity.period,
        at=quantity.at,
        period_raw=quantity.period_raw,
        value=quantity.value,
        value_upper=quantity.value_upper,
        unit=quantity.unit,
        comparator=quantity.comparator,
        comparator_basis="text",
        target_form=("direction" if quantity.value is None else form) if wanted else None,
        target_origin="own" if wanted else None,
        status="directional" if quantity.value is None else "reported",
        certainty=quantity.certainty,
    )
    if quantity.counted_how is not None:
        source.draft.add(
            Note(
                id=source.draft.attached_id("note", identifier),
                text=quantity.counted_how.text,
                element=identifier,
                **source.printed(quantity.counted_how),
            )
        )
    return identifier


def _link_same_targets(source: Source, added: Sequence[tuple[Quantity, str]]) -> None:
    """Link a wanted change to the wanted level of the same measure and period."""
    wanted = [(q, i) for q, i in added if q.role == "target" and q.value is not None]
    for change, change_id in wanted:
        for level, level_id in wanted:
            if change.is_change and not level.is_change and change.period == level.period:
                source.draft.add(
                    Link(
                        id=source.draft.attached_id("link", change_id, level_id),
                        from_id=change_id,
                        relation="same_target",
                        to_id=level_id,
                        basis="by_position",
                        **source.printed(level.at),
                    )
                )
