"""Indicators that an element's own wording states: a measure, a quantified commitment.

"A number or share of something", and in assignments also a length of time that is to move, are
measures. "To halve" is a change by −50 per cent, "to double" one by +100.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Final, Literal

from municompare.model.elements import Indicator, IndicatorOrigin, Measurement
from municompare.model.quantity import Comparator
from municompare.readers.draft import Draft
from municompare.readers.linkoping_names import direction_of, measure_type_of, unit_in
from municompare.readers.linkoping_shares import (
    counted_targets,
    is_reckoned,
    moved_targets,
    percentage_targets,
    told_targets,
)
from municompare.text.periods import find_periods
from municompare.text.sentences import split_sentences
from municompare.text.targets import (
    MeasureClause,
    Target,
    measure_clauses,
    read_criterion,
    read_name_targets,
)
from municompare.text.vocabulary import VOCABULARY
from municompare.units import resolve_unit

__all__ = ["add_embedded", "stated_commitments", "stated_targets"]

_DOWN: Final = rf"{VOCABULARY['sv'].decrease}|förkorta|korta|begränsa|dämpa|halvera|halveras"
_UP: Final = rf"{VOCABULARY['sv'].increase}|förlänga|utöka|fördubbla|fördubblas"
_MOVES: Final = re.compile(rf"\b(?:(?P<down>{_DOWN})|(?P<up>{_UP}))\b", re.IGNORECASE)
_AFTER: Final = re.compile(rf"[ )]*(?:[^\W\d_]+ ){{0,3}}(?:{_DOWN}|{_UP})\b", re.IGNORECASE)
_WANTED: Final = re.compile(
    rf"\b(?:{VOCABULARY['sv'].shall}|mål(?:et)? är|målsättning\w*|syft\w*)\b", re.IGNORECASE
)
_HAPPENS: Final = re.compile(
    r"\b(?:ökar|minskar|stiger|sjunker|växer|ökade|minskade|har (?:ökat|minskat|stigit|sjunkit)|"
    r"(?:beräknas|väntas|förväntas|bedöms|kommer att) (?:öka|minska|stiga|sjunka|växa))\b",
    re.IGNORECASE,
)
_RESULT: Final = re.compile(r"(?:resultat|effekt)\w*:", re.IGNORECASE)
_TIMES: Final[dict[str, float]] = {"halvera": -50.0, "fördubbla": 100.0}
_AMOUNT: Final = re.compile(
    rf" (?:med|till|från) (?=(?:(?:{'|'.join(VOCABULARY['sv'].comparators)}) )?\d)", re.IGNORECASE
)
_DURATION: Final = re.compile(
    rf"\b(?:{_DOWN}|{_UP}) (?:ner )?(?P<name>(?:[^\W\d_]{{2,}}tiden|tiden (?=\w)|"
    r"[^\W\d_]{2,}tiderna)[^,.;:()]*?)(?= och | samt | så att |[,.;:()]|$)",
    re.IGNORECASE,
)


_MEASURED: Final = re.compile(
    r"(?:tid|tiden|tider|tiderna|frånvaron?|kostnad\w*|utsläpp\w*|förbrukning\w*|användning\w*|"
    r"omsättning\w*|deltagandet?|index|grad(?:en)?|nivån?|resultat(?:en|et)?|betyg\w*|"
    r"(?:an|till)talet?)\b",
    re.IGNORECASE,
)
"""What is measured without the words for a number or share; a mere direction of it is a target."""


def add_embedded(
    draft: Draft,
    text: str,
    *,
    element: str,
    goal: str | None,
    origin: IndicatorOrigin,
    document: str,
    locate: Callable[[int], str],
) -> tuple[Indicator, ...]:
    """Add the indicators that an element's own wording states, with their targets.

    Parameters
    ----------
    draft : Draft
        The plan, which gives the ids.
    text : str
        The wording.
    element : str
        Id of the element.
    goal : str or None
        Id of the goal, if the element is one or hangs on one.
    origin : IndicatorOrigin
        The kind of element.
    document : str
        Id of the document that prints it.
    locate : callable
        Gives the locator of a character of the text.

    Returns
    -------
    tuple of Indicator
        The indicators that were added.
    """
    clauses = tuple(
        replace(clause, name=_AMOUNT.split(clause.name, maxsplit=1)[0])
        for clause in measure_clauses(text, language="sv")
    )
    targets = stated_commitments(text) if origin == "principle" else stated_targets(text)
    if origin == "assignment":
        clauses = tuple(sorted((*clauses, *_durations(text)), key=lambda clause: clause.start))
    if origin == "principle":  # in running text a mere wish to move something is no commitment
        targets = tuple(target for target in targets if target.value is not None)
        wanted = _WANTED.search(text) is not None  # "is rising" tells what is, not what is wanted
        clauses = tuple(
            clause for clause in clauses if targets or (wanted and clause.direction is not None)
        )
    if not clauses and _MEASURED.search(text) is None:
        targets = tuple(target for target in targets if target.value is not None)
    if targets and (not clauses or _place(targets[0], clauses) < clauses[0].start):
        clauses = (MeasureClause(name=text, start=0, direction=None), *clauses)
    ends = [*(clause.start for clause in clauses[1:]), len(text)][: len(clauses)]
    added = []
    for clause, end in zip(clauses, ends, strict=True):
        own = [target for target in targets if clause.start <= _place(target, clauses) < end]
        if not own:
            own = list(_moved(clause, text, shared=origin != "goal"))
        indicator = _indicator(
            draft, clause, own, element=element, goal=goal, origin=origin, document=document,
            locator=locate(clause.start),
        )  # fmt: skip
        bases = [base for base in _baselines(text) if clause.start <= base.start < end]
        draft.add(
            indicator, *(_measurement(draft, indicator, each, locate) for each in (*bases, *own))
        )
        added.append(indicator)
    return tuple(added)


def stated_targets(text: str) -> tuple[Target, ...]:
    """Targets that a wording states, by figures or in words.

    The figures of "3 out of 4" are a share, no numbers of something.
    """
    told = tuple(told_targets(text))
    read = tuple(
        target
        for target in read_name_targets(text, language="sv")
        if not any(_overlap(target, share) for share in told)
    )
    if any(target.value is not None for target in (*read, *told)):
        return tuple(sorted((*read, *told), key=lambda target: target.start))
    return tuple(moved_targets(text)) or tuple(percentage_targets(text)) or read


def stated_commitments(text: str) -> tuple[Target, ...]:
    """Targets that running text commits itself to, also by a number word or a time to be had in."""
    stated = stated_targets(text)
    if _HAPPENS.search(text) and not (_WANTED.search(text) or _RESULT.match(text)):
        # "rises by 30 per cent" foretells; nobody wants it
        stated = tuple(each for each in stated if not each.comparator.startswith("change_by"))
    if any(target.value is not None for target in stated):
        return stated
    return tuple(sorted(counted_targets(text), key=lambda target: target.start)) or stated


def _overlap(one: Target, other: Target) -> bool:
    return one.start < other.start + len(other.raw) and other.start < one.start + len(one.raw)


def _place(target: Target, clauses: Sequence[MeasureClause]) -> int:
    """Where a target counts: at the measure inside its words ("increase the number of … by 3")."""
    end = target.start + len(target.raw)
    inside = (clause.start for clause in clauses if target.start < clause.start < end)
    return next(inside, target.start)


def _baselines(text: str) -> Iterator[Target]:
    """Where a movement begins: "from 45 % to 60 %"."""
    for target in read_criterion(text, language="sv").targets:
        if target.role == "baseline" and target.value is not None:
            yield target


def _durations(text: str) -> Iterator[MeasureClause]:
    """Lengths of time that the text wants to move."""
    for match in _DURATION.finditer(text):
        moves = _MOVES.match(text, match.start())
        direction: Comparator = "decrease" if moves and moves["down"] else "increase"
        name = match["name"].strip()
        yield MeasureClause(name=name, start=match.start("name"), direction=direction)


def _moved(clause: MeasureClause, text: str, *, shared: bool) -> Iterator[Target]:
    """The target of a clause that states no level: a direction, or half or double.

    A verb before another measure of the same sentence counts for this one too, where ``shared``.
    """
    before = text[: clause.start]
    sentence = max(before.rfind(mark) for mark in ".;:") + 1
    verbs = list(_MOVES.finditer(text, sentence, clause.start))
    nearest = verbs[-1] if verbs else None
    factor = _TIMES.get(nearest[0].lower().removesuffix("s")) if nearest else None
    if nearest is not None and factor is not None and text[nearest.end() : clause.start] == " ":
        yield _target(
            "change_by_percent", text, nearest.start(), clause.start + len(clause.name), factor
        )
        return
    direction = clause.direction
    if direction is None and nearest is not None and shared:
        direction = "decrease" if nearest["down"] else "increase"
    if direction is None:
        return
    if clause.start == 0:
        yield _target(direction, text, 0, len(text), None)
        return
    end = clause.start + len(clause.name)
    if nearest is not None and text[nearest.end() : clause.start] == " ":
        yield _target(direction, text, nearest.start(), end, None)
        return
    moves = _AFTER.match(text, end)
    yield _target(direction, text, clause.start, moves.end() if moves else end, None)


def _target(comparator: Comparator, text: str, start: int, end: int, value: float | None) -> Target:
    # another sentence may say when to report, which is no time of the target
    first, last = (0, len(text))
    for offset, sentence in split_sentences(text, language="sv"):
        if offset <= start < offset + len(sentence):
            first, last = offset, offset + len(sentence)
    periods = find_periods(text[first:last], language="sv")
    only = periods[0] if len(periods) == 1 else None
    return Target(
        comparator=comparator,
        value=value,
        target_form="direction" if value is None else "relative",
        period=only.period if only else None,
        period_raw=only.raw if only else None,
        status="directional" if value is None else "reported",
        raw=text[start:end],
        start=start,
    )


def _indicator(
    draft: Draft,
    clause: MeasureClause,
    targets: Sequence[Target],
    *,
    element: str,
    goal: str | None,
    origin: IndicatorOrigin,
    document: str,
    locator: str,
) -> Indicator:
    # the percentage of a change is no unit of what changes
    printed = {
        target.unit_raw
        for target in targets
        if target.unit_raw and target.comparator != "change_by_percent"
    }
    unit_raw = unit_in(clause.name) or (printed.pop() if len(printed) == 1 else None)
    unit = resolve_unit(unit_raw, country="SE") if unit_raw else None
    direction, _ = direction_of("", targets=targets, cells=())
    change = targets[0] if targets and targets[0].comparator.startswith("change_by") else None
    if direction is None and change is not None and change.value:  # an inexact one has none
        direction = "decrease" if change.value < 0 else "increase"
    timed = re.match(r"[^\W\d_]*tid(?:en|erna)\b", clause.name, re.IGNORECASE)
    return Indicator(
        id=draft.id("indicator", clause.name),
        element=element,
        element_basis="stated",
        element_certainty="certain",
        goal=goal,
        origin=origin,
        name=clause.name,
        unit=unit,
        unit_raw=unit_raw,
        unit_basis="name" if unit_raw else None,
        measure_type=(
            "duration" if timed else measure_type_of(clause.name, unit=unit, statuses=())
        ),
        direction=direction,
        direction_basis="text" if direction else None,
        document=document,
        locator=locator,
    )


def _measurement(
    draft: Draft, indicator: Indicator, target: Target, locate: Callable[[int], str]
) -> Measurement:
    unit = resolve_unit(target.unit_raw, country="SE") if target.unit_raw else indicator.unit
    if target.comparator == "change_by_percent":
        unit = "percent"
    period = str(target.period) if target.period else None
    return Measurement(
        id=draft.measurement_id(
            indicator=indicator.id,
            period=period,
            role=target.role,
            subgroup=None,
            document=indicator.document,
        ),
        indicator=indicator.id,
        period=period,
        period_start=target.period.start.isoformat() if target.period else None,
        period_end=target.period.end.isoformat() if target.period else None,
        period_raw=target.period_raw,
        role=target.role,
        value=target.value,
        value_upper=target.value_upper,
        unit=unit if target.value is not None else None,
        comparator=target.comparator,
        comparator_basis="text",
        base_period=str(target.base_period) if target.base_period else None,
        reference=target.reference,
        target_form=target.target_form if target.role == "target" else None,
        target_origin=_origin(indicator) if target.role == "target" else None,
        status=target.status,
        obtained="derived" if is_reckoned(target) else "read",
        raw=target.raw,
        document=indicator.document,
        locator=locate(target.start),
    )


def _origin(indicator: Indicator) -> Literal["council", "own"]:
    """Whose target it is: an assignment is the council's."""
    return "council" if indicator.origin == "assignment" else "own"
