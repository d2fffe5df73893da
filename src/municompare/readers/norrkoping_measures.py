"""Measures that the wording of goals and development areas states."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, Final

from municompare.model.elements import Direction, Indicator, Measurement, MeasureType
from municompare.model.plan import Link
from municompare.model.quantity import Comparator, Period, Role
from municompare.readers.norrkoping_goals import Treated
from municompare.readers.norrkoping_overview import likeness
from municompare.readers.norrkoping_text import Passage, Source
from municompare.text.sentences import split_sentences
from municompare.text.targets import MeasureClause, Target, measure_clauses, read_name_targets
from municompare.text.vocabulary import VOCABULARY
from municompare.units import resolve_unit

__all__ = [
    "add_goal_measures",
    "add_measurement",
    "direction_of",
    "report_early_targets",
    "sentence_passages",
    "stated_direction",
]

_WORDS: Final = VOCABULARY["sv"]
_MOVES: Final = rf"(?:{_WORDS.increase}|{_WORDS.decrease})"
_MOVE_BEFORE: Final = re.compile(rf"(?<!\w)(?:(?:{_WORDS.negation}) )?{_MOVES} $", re.IGNORECASE)
_MOVE_AFTER: Final = re.compile(rf"\W*(?:[^\W\d_]+ ){{0,3}}?{_MOVES}\b", re.IGNORECASE)
_SHARE: Final = re.compile(r"andel(?:en)? ", re.IGNORECASE)
_COUNT: Final = re.compile(r"antal(?:et)? (?P<counted>[^\W\d_]+)", re.IGNORECASE)
_SHARE_OF: Final = re.compile(rf"Av (?P<total>[^.,;]+?) (?:{_WORDS.shall}) andel(?:en)?\b")
# "… får fylla i. Sedan …": the particle of a verb, no abbreviation
_PARTICLE: Final = re.compile(r"(?<=[a-zåäö] i)\. (?=[A-ZÅÄÖ])")
_REPEATED: Final = 0.6
"""Likeness from which a sentence of a chapter repeats one of the overview."""


def sentence_passages(passage: Passage) -> Iterator[Passage]:
    """Sentences of a passage."""
    for start, end in _sentence_spans(passage.text):
        yield passage.part(start, end)


@lru_cache(maxsize=256)
def _sentence_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Where the sentences of a text begin and end; several rules ask for those of one section."""
    spans = []
    for offset, sentence in split_sentences(text, language="sv"):
        begin = 0
        for stop in _PARTICLE.finditer(sentence):
            spans.append((offset + begin, offset + stop.end() - 1))
            begin = stop.end()
        spans.append((offset + begin, offset + len(sentence)))
    return tuple(spans)


def direction_of(comparator: Comparator | None) -> Direction | None:
    """Wanted direction that a directional target gives its indicator."""
    return comparator if comparator in ("increase", "decrease") else None


def stated_direction(text: str, clause: MeasureClause) -> tuple[int, int]:
    """Span of the words that state a measure together with the verb that moves it."""
    end = clause.start + len(clause.name)
    if before := _MOVE_BEFORE.search(text[: clause.start]):
        return before.start(), end
    after = _MOVE_AFTER.match(text[end:])
    return clause.start, end + after.end() if after else end


def add_measurement(
    source: Source, *, indicator: str, role: Role, period: Period | None, at: Passage, **facts: Any
) -> str:
    """Add a value, or a place without one; ``facts`` are further columns."""
    identifier = source.draft.measurement_id(
        indicator=indicator,
        period=period.text if period else None,
        role=role,
        subgroup=None,
        document=source.document_id,
    )
    source.draft.add(
        Measurement(
            id=identifier,
            indicator=indicator,
            role=role,
            period=period.text if period else None,
            period_start=period.start.isoformat() if period else None,
            period_end=period.end.isoformat() if period else None,
            raw=at.text,
            **facts,
            **source.printed(at),
        )
    )
    return identifier


def add_goal_measures(source: Source, treated: Sequence[Treated]) -> None:
    """Add an indicator for each measure that an element's wording states."""
    totals: dict[str, list[tuple[str, Passage]]] = {}
    for element in treated:
        for sentence in _sentences(element):
            for indicator, total in _add_sentence(source, element, sentence):
                if total:
                    totals.setdefault(total, []).append((indicator, sentence))
    for first, *others in totals.values():
        for indicator, sentence in others:
            source.draft.add(
                Link(
                    id=source.draft.attached_id("link", indicator, first[0]),
                    from_id=indicator,
                    relation="shares_denominator",
                    to_id=first[0],
                    basis="stated",
                    **source.printed(sentence),
                )
            )


def _sentences(element: Treated) -> Iterator[Passage]:
    """Sentences of the overview, and those that only a chapter prints."""
    printed: list[str] = []
    for text in (element.row, *element.entries):
        if text is None:
            continue
        for sentence in sentence_passages(text.text):
            if all(likeness(sentence.text, known) < _REPEATED for known in printed):
                printed.append(sentence.text)
                yield sentence


def _add_sentence(
    source: Source, element: Treated, sentence: Passage
) -> Iterator[tuple[str, str | None]]:
    text = sentence.text
    clauses = measure_clauses(text, language="sv")
    targets = list(read_name_targets(text, language="sv"))
    share = _SHARE_OF.search(text)
    for clause in clauses:
        own = [target for target in targets if _belongs(target, clause, clauses)]
        targets = [target for target in targets if target not in own]
        is_share = _SHARE.match(clause.name) is not None
        total = share["total"] if share and is_share else None
        at = sentence.part(clause.start, clause.start + len(clause.name))
        moved = next((t.comparator for t in own if t.status == "directional"), clause.direction)
        indicator = _add_indicator(source, element, clause.name, at, moved, total)
        for target in own:
            _add_target(source, indicator, target, sentence)
        if not own and clause.direction is not None:
            add_measurement(
                source,
                indicator=indicator,
                role="target",
                period=None,
                at=sentence.part(*stated_direction(text, clause)),
                comparator=clause.direction,
                comparator_basis="text",
                target_form="direction",
                target_origin="unknown",
                status="directional",
            )
        yield indicator, total
    valued = [target for target in targets if target.value is not None]
    if valued:
        # a quantified commitment without a noun for its measure: the sentence names it
        indicator = _add_indicator(source, element, text, sentence, None, None)
        for target in valued:
            _add_target(source, indicator, target, sentence)
        yield indicator, None


def _belongs(target: Target, clause: MeasureClause, clauses: Sequence[MeasureClause]) -> bool:
    later = [other.start for other in clauses if other.start > clause.start]
    covers = target.start <= clause.start < target.start + len(target.raw)
    return covers or clause.start <= target.start < min(later, default=target.start + 1)


def _add_indicator(
    source: Source,
    element: Treated,
    name: str,
    at: Passage,
    moved: Comparator | None,
    total: str | None,
) -> str:
    counted = _COUNT.match(name)
    unit = resolve_unit(counted["counted"], country="SE") if counted else None
    measure: MeasureType | None = "count" if counted else None
    direction = direction_of(moved)
    identifier = source.draft.id("indicator", name)
    source.draft.add(
        Indicator(
            id=identifier,
            element=element.id,
            element_basis="stated",
            element_certainty="certain",
            goal=element.id,
            origin="goal",
            name=name,
            unit=unit,
            unit_raw=counted["counted"] if counted else None,
            unit_basis="name" if counted else None,
            measure_type="share" if _SHARE.match(name) else measure,
            denominator=total,
            direction=direction,
            direction_basis="text" if direction else None,
            **source.printed(at),
        )
    )
    return identifier


def _add_target(source: Source, indicator: str, target: Target, sentence: Passage) -> None:
    unit = resolve_unit(target.unit_raw, country="SE") if target.unit_raw else None
    add_measurement(
        source,
        indicator=indicator,
        role="target",
        period=target.period,
        at=sentence.part(target.start, target.start + len(target.raw)),
        period_raw=target.period_raw,
        value=target.value,
        value_upper=target.value_upper,
        unit=unit,
        comparator=target.comparator,
        comparator_basis="text",
        base_period=target.base_period.text if target.base_period else None,
        reference=target.reference,
        target_form=target.target_form,
        target_origin="unknown",
        status=target.status,
    )


def report_early_targets(source: Source) -> None:
    """Report targets whose period ends before the plan's own begins."""
    begin = source.year.start.isoformat()
    early = [
        row
        for row in source.draft.rows("measurements")
        if row.role == "target" and row.period_end is not None and row.period_end < begin
    ]
    if early:
        source.draft.issue(
            "MC326",
            "warning",
            f"targets are for {', '.join(dict.fromkeys(row.period for row in early))}, before the "
            f"plan's own period {source.year}.",
            cause="target before the plan",
            remedy="Check whether the wording was taken over from an earlier plan.",
            readings=[source.reading_at(row.raw, row.locator) for row in early],
        )
