"""Targets that a name or a success criterion states in words.

A period that is compared with (*jämfört med 2014*, *end i 2016*) is the base period; "by the
end of 2017" is the day ``2017-12-31``. A sentence without figure, comparison or direction is
qualitative text; only where it tells of finished work and names a period is it a milestone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Literal

from municompare.errors import Issue, Reading
from municompare.model.quantity import Comparator, Period, Status, TargetForm
from municompare.text.cells import read_base_value
from municompare.text.clauses import MeasureClause, measure_clauses
from municompare.text.directions import direction
from municompare.text.language import Language
from municompare.text.numbers import FoundNumber
from municompare.text.periods import FoundPeriod
from municompare.text.statements import (
    Figure,
    Sentence,
    figure,
    is_approximate,
    is_time,
    patterns,
    ranges,
    sentences_of,
)
from municompare.text.words import flatten, is_stop_word, squeeze

__all__ = [
    "Criterion",
    "MeasureClause",
    "Target",
    "measure_clauses",
    "read_criterion",
    "read_name_targets",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A target stated in words.

    Parameters
    ----------
    value, value_upper : float or None
        The figure on the printed scale; signed for changes.
    unit_raw : str or None
        The unit as printed: behind the figure, or what is counted.
    comparator : Comparator
        As printed.
    comparator_implied : Comparator or None
        Left to readers, which know the goal.
    target_form : TargetForm
        Level, change (absolute), relative (to an own or another's level), direction, milestone
        or text.
    period : Period or None
        When it is to be reached; missing where none is stated or several are.
    period_raw : str or None
        The period as printed.
    base_period : Period or None
        The period that it is compared with.
    reference : str or None
        What it is compared with, as printed.
    status : Status
        ``reported``, or why there is no value.
    raw : str
        The words that state it, apart from white space.
    start : int
        Their offset in the text.
    role : {"target", "baseline"}
        A baseline is where a movement begins: "from 45 % to 50 %".
    """

    value: float | None = None
    value_upper: float | None = None
    unit_raw: str | None = None
    comparator: Comparator
    comparator_implied: Comparator | None = None
    target_form: TargetForm
    period: Period | None = None
    period_raw: str | None = None
    base_period: Period | None = None
    reference: str | None = None
    status: Status
    raw: str
    start: int
    role: Literal["target", "baseline"] = "target"


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """The targets of one success criterion, at least one, and what is unclear."""

    targets: tuple[Target, ...]
    issues: tuple[Issue, ...] = ()


def _quantified(sentence: Sentence, *, named: bool) -> tuple[list[Target], list[Issue]]:
    """Targets with a figure, and where a movement to one begins."""
    spans = ranges(sentence)
    # "from 3 to 6 months" is where nothing moves an interval, which no comparator says
    left_out = [found for low, high, moves in spans for found in ((low,) if moves else (low, high))]
    figures: list[Figure] = []
    for found in sentence.figures:
        last = figures[-1] if figures else None
        taken = figure(sentence, found, named=named, after=last)
        if taken is not None and found not in left_out:
            figures.append(taken)
    targets: list[Target] = []
    issues: list[Issue] = []
    before = _periods_before(sentence, figures)
    first = min((*(taken.start for taken in figures), *(low.start for low, *_ in spans)), default=0)
    for index, taken in enumerate(figures):
        stop = figures[index + 1].start if index + 1 < len(figures) else len(sentence.text)
        own = before[index] if before else sentence.after(taken.end, stop)
        # a period at the head of the sentence holds for every figure without one of its own
        own = own or sentence.after(0, first)
        if len(own) > 1:
            issues.append(_several_periods(sentence, own))
        period = own[0] if len(own) == 1 else None
        bases = [base.end for base in sentence.bases if taken.end <= base.start < stop]
        end = max(taken.end, period.end if period and not before else 0, *bases)
        raw = squeeze(sentence.text[taken.start : end])
        if not taken.exact:
            issues.append(_inexact(sentence, raw))
        targets.append(
            Target(
                value=taken.value if taken.exact else None,
                value_upper=taken.value_upper if taken.exact else None,
                unit_raw=taken.unit_raw,
                comparator=taken.comparator,
                target_form=taken.form,
                period=period.period if period else None,
                period_raw=squeeze(period.raw) if period else None,
                base_period=sentence.base,
                status="reported" if taken.exact else "undetermined",
                raw=raw,
                start=sentence.offset + taken.start,
            )
        )
    for low, high, moves in spans if figures else ():
        if moves:
            baseline = _baseline(sentence, low, high)
            targets.append(baseline)
            if baseline.value is None:
                issues.append(_inexact(sentence, baseline.raw))
    return targets, issues


def _periods_before(sentence: Sentence, figures: Sequence[Figure]) -> list[tuple[FoundPeriod, ...]]:
    """Period of each figure where one stands before every one: "2030: 5 %, 2031: 6 %"."""
    starts = [0, *(taken.end for taken in figures)]
    between = [
        sentence.after(begin, taken.start) for begin, taken in zip(starts, figures, strict=False)
    ]
    alternate = len(figures) > 1 and all(len(periods) == 1 for periods in between)
    return between if alternate and not sentence.after(starts[-1], len(sentence.text)) else []


def _baseline(sentence: Sentence, low: FoundNumber, high: FoundNumber) -> Target:
    """Take the figure at which a movement begins."""
    periods = [
        found
        for found in (*sentence.periods, *sentence.bases)
        if low.end <= found.start < high.start
    ]
    period = periods[0] if len(periods) == 1 else None
    exact = not is_approximate(low, sentence.language)
    return Target(
        value=low.number.value if exact else None,
        unit_raw=low.number.unit_raw or high.number.unit_raw,
        comparator=low.number.comparator,
        target_form="level",
        period=period.period if period else None,
        period_raw=squeeze(period.raw) if period else None,
        status="reported" if exact else "undetermined",
        raw=squeeze(sentence.text[low.phrase_start : period.end if period else low.end]),
        start=sentence.offset + low.phrase_start,
        role="baseline",
    )


def _inexact(sentence: Sentence, raw: str) -> Issue:
    return Issue(
        code="MC210",
        severity="error",
        message=f"expected an exact figure, found {raw!r}: neither 'about' nor the bound of a "
        "change can be kept beside a value",
        remedy="Decide by curation which value stands; it is left out.",
        readings=(Reading(text=squeeze(sentence.text)),),
    )


def _several_periods(sentence: Sentence, periods: Sequence[FoundPeriod]) -> Issue:
    listed = ", ".join(squeeze(p.raw) for p in periods)
    return Issue(
        code="MC209",
        severity="error",
        message=f"expected one period for the target, found {listed}",
        remedy="Choose the period by curation; it is left out.",
        readings=(Reading(text=squeeze(sentence.text)),),
    )


def _worded(sentence: Sentence, *, named: bool) -> list[Target]:
    """Targets without a figure: relative to others, or a direction."""
    words = patterns(sentence.language)
    text = sentence.text
    if match := words.better.search(text):
        reference = _reference(match, sentence)
        end = match.start("others") + len(reference)
        return [_unvalued(sentence, match.start(), end, "better_than", reference)]
    if match := words.average.search(text):
        comparator: Comparator = ">" if match["above"] else "<"
        return [_unvalued(sentence, match.start(), match.end(), comparator, match["average"])]
    if not named and (match := words.more.match(text)):
        # "Flere … i 2017 end i 2016": the comparison makes it a statement, not a mere plural
        moved: Comparator = "increase" if match["increase"] else "decrease"
        return [_unvalued(sentence, 0, len(text), moved, None)]
    for match in words.moved.finditer(text):
        verb = (match["increase"] or match["decrease"]).lower()
        # an intention takes an infinitive ("öka"), a result a participle ("ökat")
        if verb.endswith(("a", "e", "s") if match["shall"] else "t") and (
            match["shall"] or not named
        ):
            return [_unvalued(sentence, match.start(), match.end(), direction(match), None)]
    if not named:
        for clause in measure_clauses(text, language=sentence.language):
            if clause.direction is not None:
                return [_unvalued(sentence, 0, len(text), clause.direction, None)]
    return []


def _reference(match: re.Match[str], sentence: Sentence) -> str:
    """Take the words compared with, up to one without content."""
    words = match["others"].split()
    own = takewhile(lambda word: not is_stop_word(word, language=sentence.language), words[1:])
    return " ".join((words[0], *own))


def _unvalued(
    sentence: Sentence, start: int, end: int, comparator: Comparator, reference: str | None
) -> Target:
    later = [p for p in sentence.periods if p.start >= end] or list(sentence.periods)
    period = later[0] if len(later) == 1 else None
    worded = reference is not None
    form: TargetForm = "relative" if worded else "direction"
    status: Status = "relative_only" if worded else "directional"
    stop = max(end, period.end if period else 0, *(base.end for base in sentence.bases))
    return Target(
        comparator=comparator,
        target_form=form,
        period=period.period if period else None,
        period_raw=squeeze(period.raw) if period else None,
        base_period=sentence.base,
        reference=reference,
        status=status,
        raw=squeeze(sentence.text[start:stop]),
        start=sentence.offset + start,
    )


def read_name_targets(
    name: str, *, language: Language, baselines: bool = False
) -> tuple[Target, ...]:
    """Read the targets stated in an indicator's or goal's own name.

    Parameters
    ----------
    name : str
        The name; a base value printed inside it is not a target.
    language : {"sv", "da"}
        The language of the name.
    baselines : bool, default False
        Whether where a movement begins ("from 40 to 55") is given too.

    Returns
    -------
    tuple of Target
        In the order of the text; empty where the name states none.

    Examples
    --------
    >>> name = "Antal platser ska vara minst 10 under 2019 och minst 12 under 2020."
    >>> [(t.comparator, t.value, t.period.text) for t in read_name_targets(name, language="sv")]
    [('>=', 10.0, '2019'), ('>=', 12.0, '2020')]
    """
    base = read_base_value(name, language=language)
    if base is not None:
        name = name[: base.start] + " " * (base.end - base.start) + name[base.end :]
    targets: list[Target] = []
    for sentence in sentences_of(name, language):
        quantified, _ = _quantified(sentence, named=True)
        found = [target for target in quantified if baselines or target.role == "target"]
        targets.extend(found or _worded(sentence, named=True))
    return tuple(targets)


def read_criterion(text: str, *, language: Language) -> Criterion:
    """Read a success criterion.

    Parameters
    ----------
    text : str
        One or more sentences.
    language : {"sv", "da"}
        The language of the text.

    Returns
    -------
    Criterion
        Its targets; one of comparator ``text`` where it states neither figure nor direction. A
        figure that no rule takes for a target is an issue.

    Examples
    --------
    >>> text = "Antal årspersoner er reduceret med 5 fra maj 2029 til maj 2031."
    >>> target = read_criterion(text, language="da").targets[0]
    >>> target.value, target.unit_raw, str(target.period), str(target.base_period)
    (-5.0, 'årspersoner', '2031-05', '2029-05')
    """
    targets: list[Target] = []
    issues: list[Issue] = []
    sentences = sentences_of(text, language)
    for sentence in sentences:
        found, unclear = _quantified(sentence, named=False)
        issues.extend(unclear)
        found = found or _worded(sentence, named=False)
        targets.extend(found)
        issues.extend(_unread(sentence, found))
    return Criterion(
        targets=tuple(targets) or (_qualitative(text, sentences, language),), issues=tuple(issues)
    )


def _unread(sentence: Sentence, targets: Sequence[Target]) -> list[Issue]:
    """Issues for figures that are no part of a target nor a limit in time."""
    words = patterns(sentence.language)
    values = {abs(t.value) for t in targets if t.value is not None}
    inexact = any(t.status == "undetermined" for t in targets)
    issues = []
    for found in sentence.figures:
        number = found.number
        timed = is_time(number.unit_raw, language=sentence.language)
        head = sentence.text[: found.start if timed else found.phrase_start]
        limit = words.within.search(head) if timed or number.comparator != "=" else None
        # "citizens over 65 years", "pupils with over 10 % absence": whom the criterion is about
        limited = limit is not None or (timed and number.comparator != "=")
        if abs(number.value) not in values and not limited and not inexact:
            printed = sentence.text[found.start : found.end]
            issues.append(
                Issue(
                    code="MC208",
                    severity="warning",
                    message=f"the figure {printed!r} of the criterion is not read as a target",
                    remedy="Check the wording; state the target by curation if it is one.",
                    readings=(Reading(text=squeeze(sentence.text)),),
                )
            )
    return issues


def _qualitative(text: str, sentences: Sequence[Sentence], language: Language) -> Target:
    """Take a criterion told in words alone."""
    periods = [p for s in sentences for p in s.periods]
    period = periods[0] if len(periods) == 1 else None
    done = period is not None and patterns(language).completed.search(flatten(text))
    return Target(
        comparator="text",
        target_form="milestone" if done else "text",
        period=period.period if period else None,
        period_raw=squeeze(period.raw) if period else None,
        status="qualitative",
        raw=squeeze(text),
        start=len(text) - len(text.lstrip()),
    )
