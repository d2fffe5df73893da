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
_MOVE_AFTER: Final = re.compile(
    rf"\W*(?:[^\W\d_]+ ){{0,3}}?(?:{_MOVES}"
    r"|bli (?:kortare|lägre|mindre|högre|längre|större|fler|färre)|kortas|förkortas)\b",
    re.IGNORECASE,
)
_SHARE: Final = re.compile(r"andel(?:en)? ", re.IGNORECASE)
_COUNT: Final = re.compile(r"antal(?:et)? (?P<counted>[^\W\d_]+)", re.IGNORECASE)
_SHARE_OF: Final = re.compile(rf"Av (?P<total>[^.,;]+?) (?:{_WORDS.shall}) andel(?:en)?\b")
_RATE: Final = (
    r"(?:[^\W\d_]*(?:kostnad|väntetid|handläggningstid|frånvaro|skuld|utsläpp|användning|förbrukning)(?:en|er|erna|n|et)?"
    r"|tiden|tiderna)"
)
_MOVED_NOUN: Final = re.compile(
    rf"(?<!\w)(?:(?P<up>{_WORDS.increase})|(?P<down>{_WORDS.decrease}|korta|förkorta)) "
    rf"(?P<name>{_RATE}(?: [^\W\d_]+){{0,6}})",
    re.IGNORECASE,
)
_NOUN_MOVED: Final = re.compile(
    rf"(?<!\w)(?P<name>{_RATE}(?: (?!(?:{_WORDS.shall})\b)[^\W\d_]+){{0,6}}) (?:{_WORDS.shall}) "
    rf"(?:(?P<up>{_WORDS.increase}|bli (?:högre|längre|större))"
    rf"|(?P<down>{_WORDS.decrease}|bli (?:kortare|lägre|mindre)|kortas|förkortas))\b",
    re.IGNORECASE,
)
_BECOME: Final = re.compile(
    rf"^(?P<name>[^\W\d_]+(?: (?!(?:{_WORDS.shall})\b)[^\W\d_]+){{0,5}}) (?:{_WORDS.shall}) bli "
    r"(?:(?P<up>fler)|(?P<down>färre))\b"
)
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
    source: Source,
    *,
    indicator: str,
    role: Role,
    period: Period | None,
    at: Passage,
    subgroup: str | None = None,
    **facts: Any,
) -> str:
    """Add a value, or a place without one; ``facts`` are further columns."""
    identifier = source.draft.measurement_id(
        indicator=indicator,
        period=period.text if period else None,
        role=role,
        subgroup=subgroup,
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
            subgroup=subgroup,
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
    clauses = measure_clauses(text, language="sv") or tuple(_worded_measures(text))
    targets = list(read_name_targets(text, language="sv", baselines=True))
    share = _SHARE_OF.search(text)
    for clause in clauses:
        own = [target for target in targets if _belongs(target, clause, clauses)]
        targets = [target for target in targets if target not in own]
        is_share = _SHARE.match(clause.name) is not None
        total = share["total"] if share and is_share else None
        at = sentence.part(clause.start, clause.start + len(clause.name))
        moved = next((t.comparator for t in own if t.status == "directional"), clause.direction)
        indicator, unit = _add_indicator(source, element, clause.name, at, moved, total, own)
        for target in own:
            _add_target(source, indicator, target, sentence, unit=unit)
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
        indicator, unit = _add_indicator(source, element, text, sentence, None, None, valued)
        for target in valued:
            _add_target(source, indicator, target, sentence, unit=unit)
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
    targets: Sequence[Target],
) -> tuple[str, str | None]:
    """Add an indicator; give its id and the unit that its name states."""
    counted = _COUNT.match(name)
    named = resolve_unit(counted["counted"], country="SE") if counted else None
    # a share prints its unit beside the value
    share = next((t.unit_raw for t in targets if t.unit_raw and _is_percent(t)), None)
    unit_raw = counted["counted"] if counted else share
    unit = named if counted else resolve_unit(share, country="SE") if share else None
    measure: MeasureType | None = "count" if counted else None
    if _SHARE.match(name) or (share and not counted):
        measure = "share"
    direction = direction_of(moved) or _movement(targets)
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
            unit_raw=unit_raw,
            unit_basis="name" if counted else "cell" if share else None,
            measure_type=measure,
            denominator=total,
            direction=direction,
            direction_basis="text" if direction else None,
            **source.printed(at),
        )
    )
    return identifier, named


def _is_percent(target: Target) -> bool:
    return target.comparator != "change_by_percent" and target.unit_raw in ("%", "procent")


def _movement(targets: Sequence[Target]) -> Direction | None:
    """Direction of a movement from a printed level to another."""
    begin = next((t.value for t in targets if t.role == "baseline"), None)
    levels = [t.value for t in targets if t.role == "target" and t.target_form == "level"]
    if begin is None or len(levels) != 1 or levels[0] is None:
        return None
    return "increase" if levels[0] > begin else "decrease"


def _worded_measures(text: str) -> Iterator[MeasureClause]:
    """Times, costs and rates that a wording wants to move, named by their nouns.

    What is to become more or fewer is a number too.
    """
    for match in _BECOME.finditer(text):
        direction: Comparator = "increase" if match["up"] else "decrease"
        yield MeasureClause(name=match["name"], start=match.start("name"), direction=direction)
    for pattern in (_MOVED_NOUN, _NOUN_MOVED):
        for match in pattern.finditer(text):
            yield MeasureClause(
                name=match["name"],
                start=match.start("name"),
                direction="increase" if match["up"] else "decrease",
            )


def _add_target(
    source: Source, indicator: str, target: Target, sentence: Passage, *, unit: str | None
) -> None:
    if target.unit_raw or target.comparator == "change_by_percent":
        unit = resolve_unit(target.unit_raw, country="SE") if target.unit_raw else None
    add_measurement(
        source,
        indicator=indicator,
        role=target.role,
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
        target_form=target.target_form if target.role == "target" else None,
        target_origin="unknown" if target.role == "target" else None,
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
