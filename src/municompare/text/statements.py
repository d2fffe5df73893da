"""What the sentences of names and criteria are made of: figures, periods, telling words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Final

from municompare.model.quantity import Comparator, Period, TargetForm
from municompare.text.language import Language
from municompare.text.number_words import find_number_words
from municompare.text.numbers import FoundNumber, find_numbers, is_percent
from municompare.text.periods import FoundPeriod, find_periods
from municompare.text.sentences import split_sentences
from municompare.text.vocabulary import VOCABULARY
from municompare.text.words import flatten

__all__ = [
    "Figure",
    "Patterns",
    "Sentence",
    "figure",
    "is_approximate",
    "is_time",
    "patterns",
    "ranges",
    "sentences_of",
]

_ENUMERATED: Final = re.compile(r"(?:,|\b(?:och|og|samt)) $", re.IGNORECASE)
_SCALE: Final = re.compile(r"\bskala(?:en|n)?\b[^.,;:()]*", re.IGNORECASE)
_FROM: Final = re.compile(r"\b(?:fra|från) $", re.IGNORECASE)
_TO: Final = re.compile(
    r"(?: [^,;:]*?)? (?:til|till|op på|ned på|upp till|ner till) ", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Patterns:
    """The telling words of a language, as patterns."""

    base: re.Pattern[str]
    change: re.Pattern[str]
    rise: re.Pattern[str]
    moving: re.Pattern[str]
    compared: re.Pattern[str]
    counted: re.Pattern[str]
    level: re.Pattern[str]
    within: re.Pattern[str]
    better: re.Pattern[str]
    average: re.Pattern[str]
    moved: re.Pattern[str]
    more: re.Pattern[str]
    more_of: re.Pattern[str]
    completed: re.Pattern[str]
    shall: re.Pattern[str]


@cache
def patterns(language: Language) -> Patterns:
    """Compile the telling words of a language."""
    v = VOCABULARY[language]
    flags = re.IGNORECASE
    up_down = rf"(?:(?P<increase>{v.increase})|(?P<decrease>{v.decrease}))\b"
    above = "|".join(w for w, c in v.comparators.items() if c == ">" and " " not in w)
    below = "|".join(w for w, c in v.comparators.items() if c == "<" and " " not in w)
    short = r"(?: [^\W\d_]+){0,3}"
    counted = v.measure.split("|")
    return Patterns(
        # "sammenlignet med niveauet i maj 2030": a few words may stand between
        base=re.compile(
            rf"\b(?:(?:{v.base_before})(?: (?:niveauet|nivån|året|år|perioden|i|under|för))*) "
            # "falder fra i 2030": the verb's own particle
            r"(?<!\bfra i )(?<!\bfrån i )$",
            flags,
        ),
        change=re.compile(
            rf"\b{up_down}(?: [^\W\d_]+){{0,2}} {v.by} $",
            flags,
        ),
        # "en stigning i andelen på 5 %"
        rise=re.compile(
            rf"\b(?:(?P<increase>{v.rise})|(?P<decrease>{v.fall}))\b"
            r"(?: (?:i|af|av) [^\d,.;:]+)? (?:på|med|om) $",
            flags,
        ),
        moving=re.compile(rf"\b(?:{v.increase}|{v.decrease}|{v.rise}|{v.fall})\b", flags),
        compared=re.compile(rf"\.? ?(?:(?P<increase>{v.more})|(?P<decrease>{v.fewer}))\b", flags),
        counted=re.compile(
            rf"\b(?:{'|'.join(counted[:2])}) (?:av |af )?(?P<unit>[^\W\d_]+)", flags
        ),
        level=re.compile(rf"\b(?:{v.shall}|{v.level})(?: (?:{v.level}))? $", flags),
        within=re.compile(rf"\b(?:{v.within}|under) $", flags),
        better=re.compile(
            rf"\b{v.better} (?P<others>(?:[^\W\d_][\w-]*|[0-9]{{4}})(?P<more>{short}))", flags
        ),
        average=re.compile(
            rf"\b(?:(?P<above>{above})|(?P<below>{below})) (?P<average>{v.average})\b", flags
        ),
        moved=re.compile(
            rf"\b(?:(?P<shall>{v.shall})\b(?:(?!\b(?:att|at|hur|hvordan|{v.shall})\b)[^,;:])*?"
            rf"|(?:er|är|har)(?: [^\W\d_]+){{0,2}}? )"
            rf"\b(?:(?P<not>{v.negation}) )?{up_down}(?: (?:{v.repeated})\b)?",
            flags,
        ),
        # "flere af" is several, not more
        more=re.compile(
            r"(?:(?P<increase>flere|fler)|(?P<decrease>færre|färre)) (?!(?:af|av) )", flags
        ),
        more_of=re.compile(r"flere|fler|færre|färre", flags),
        completed=re.compile(rf"\b(?:är|er|ska vara|skal være)\b.*\b(?:{v.completed})\b", flags),
        shall=re.compile(rf"\b(?:{v.shall})\b", flags),
    )


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its figures and periods; offsets are those of the sentence."""

    text: str
    offset: int
    figures: tuple[FoundNumber, ...]
    periods: tuple[FoundPeriod, ...]
    bases: tuple[FoundPeriod, ...]
    language: Language

    @property
    def base(self) -> Period | None:
        """The base period, where there is exactly one."""
        return self.bases[0].period if len(self.bases) == 1 else None

    def after(self, start: int, end: int) -> tuple[FoundPeriod, ...]:
        """Periods between two offsets."""
        return tuple(p for p in self.periods if start <= p.start < end)


def sentences_of(text: str, language: Language) -> tuple[Sentence, ...]:
    """Split a text into sentences with their figures and periods."""
    return tuple(
        _sentence(flatten(sentence), offset, language)
        for offset, sentence in split_sentences(text, language=language)
    )


def _sentence(text: str, offset: int, language: Language) -> Sentence:
    words = patterns(language)
    found = find_periods(text, language=language)
    bases = tuple(p for p in found if words.base.search(text[: p.start]))
    return Sentence(
        text=text,
        offset=offset,
        figures=_figures(text, language),
        periods=tuple(p for p in found if p not in bases),
        bases=bases,
        language=language,
    )


def _figures(text: str, language: Language) -> tuple[FoundNumber, ...]:
    """Find the numbers, without the ends of a scale: "4 på en skala fra 1 til 5"."""
    found = [*find_numbers(text, language=language), *find_number_words(text, language=language)]
    found.sort(key=lambda number: number.start)
    scale = _SCALE.search(text)
    return tuple(f for f in found if not (scale and scale.start() < f.start < scale.end()))


def ranges(sentence: Sentence) -> tuple[tuple[FoundNumber, FoundNumber, bool], ...]:
    """Figures that stand as "from so much to so much", and whether something moves so far.

    Parameters
    ----------
    sentence : Sentence
        The sentence.
    """
    found = []
    for low, high in pairwise(sentence.figures):
        head = sentence.text[: low.phrase_start]
        between = sentence.text[low.end : high.phrase_start]
        if _FROM.search(head) and _TO.fullmatch(between):
            moves = patterns(sentence.language).moving.search(head) is not None
            found.append((low, high, moves))
    return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure that is a target, before its period is known."""

    start: int
    end: int
    value: float
    value_upper: float | None = None
    unit_raw: str | None
    comparator: Comparator
    form: TargetForm
    exact: bool = True


def figure(
    sentence: Sentence, found: FoundNumber, *, named: bool, after: Figure | None = None
) -> Figure | None:
    """Take a number for a target, if the words around it say so.

    Parameters
    ----------
    sentence : Sentence
        The sentence.
    found : FoundNumber
        One of its numbers.
    named : bool
        Whether the sentence is a name, where only an intention ("ska") makes a target.
    after : Figure, optional
        The target before it, which it may go on with: "40 in 2030 and 50 in 2031".
    """
    changed = _change(sentence, found)
    if changed is not None:
        return changed
    return _level(sentence, found, named=named, goes_on=_goes_on(sentence, found, after))


def _goes_on(sentence: Sentence, found: FoundNumber, after: Figure | None) -> bool:
    """Tell whether a figure is one more of an enumeration, with a period each."""
    if after is None or after.form != "level" or after.end > found.phrase_start:
        return False
    between = sentence.text[after.end : found.phrase_start]
    periods = sentence.after(after.end, found.phrase_start)
    unit = found.number.unit_raw
    return (
        len(periods) == 1
        and _ENUMERATED.search(between) is not None
        and unit in (None, after.unit_raw)
    )


def _change(sentence: Sentence, found: FoundNumber) -> Figure | None:
    """Read a change by so much: "reduced by 60", "10 per cent more"."""
    words, language = patterns(sentence.language), sentence.language
    number = found.number
    unit, end = number.unit_raw, _unit_end(found, sentence)
    compared_unit = unit is not None and words.compared.fullmatch(unit) is not None
    compared = words.compared.match(sentence.text, found.end if compared_unit else end)
    head = sentence.text[: found.phrase_start]
    moved = words.change.search(head) or words.rise.search(head)
    # "5 større virksomheder" are enterprises of a size, only "5 flere" are a change
    if compared and not is_percent(unit, language=language):
        compared = compared if words.more_of.search(compared[0]) else None
    match = moved or compared
    if match is None or number.value_upper is not None or number.value < 0:
        return None
    if compared_unit:
        unit = found.unit_words[1] if len(found.unit_words) > 1 else None
    if unit is None and (counted := words.counted.search(sentence.text[: found.start])):
        unit = counted["unit"]
    percent = is_percent(unit, language=language)
    return Figure(
        start=moved.start() if moved else found.phrase_start,
        end=max(end, compared.end() if compared else 0),
        value=number.value if match["increase"] else -number.value,
        unit_raw=unit,
        comparator="change_by_percent" if percent else "change_by",
        form="relative" if percent else "change",
        exact=number.comparator == "=" and not is_approximate(found, language),
    )


def _level(sentence: Sentence, found: FoundNumber, *, named: bool, goes_on: bool) -> Figure | None:
    """Read a level, or a change that a printed plus sign makes."""
    words, number = patterns(sentence.language), found.number
    unit = number.unit_raw
    start = found.phrase_start
    head = sentence.text[:start]
    led = goes_on or words.level.search(head) is not None
    opens = not head.strip()
    if not led:
        # "under 18 år" limits whom a sentence is about
        if is_time(unit, language=sentence.language) or words.within.search(head):
            return None
        bare = number.comparator == "=" and not opens
        if bare and (named or not is_percent(unit, language=sentence.language)):
            return None
    if named and words.shall.search(sentence.text if opens else head) is None:
        return None
    form: TargetForm = "level"
    if number.comparator in ("change_by", "change_by_percent"):
        form = "change" if number.comparator == "change_by" else "relative"
    return Figure(
        start=start,
        end=_unit_end(found, sentence),
        value=number.value,
        value_upper=number.value_upper,
        unit_raw=unit,
        comparator=number.comparator,
        form=form,
        exact=not is_approximate(found, sentence.language),
    )


def is_approximate(found: FoundNumber, language: Language) -> bool:
    """Tell whether a word such as "about" stands before a number."""
    approximate = VOCABULARY[language].approximate
    qualifier = found.qualifier or ""
    return re.fullmatch(approximate, qualifier, re.IGNORECASE) is not None


def is_time(unit: str | None, *, language: Language) -> bool:
    """Tell whether a printed unit is a length of time."""
    times = VOCABULARY[language].time_units
    return unit is not None and re.fullmatch(times, unit, re.IGNORECASE) is not None


def _unit_end(found: FoundNumber, sentence: Sentence) -> int:
    """Offset after the unit that follows a figure."""
    unit = found.number.unit_raw
    if unit is not None and sentence.text.startswith(unit, found.end + 1):
        return found.end + 1 + len(unit)
    return found.end
