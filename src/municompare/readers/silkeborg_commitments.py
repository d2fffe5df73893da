"""What a wording commits to: figures, limits of time, more than the law asks, more or less."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from municompare.model.quantity import Comparator
from municompare.readers.silkeborg_comparisons import NORM
from municompare.text.number_words import find_number_words
from municompare.text.numbers import FoundNumber, find_numbers
from municompare.text.periods import find_periods
from municompare.text.targets import Target, measure_clauses, read_criterion
from municompare.text.vocabulary import VOCABULARY
from municompare.text.words import is_stop_word

__all__ = ["commitments", "worded_targets"]

_WORDS: Final = VOCABULARY["da"]
_TIME: Final = re.compile(_WORDS.time_units)
# "before the duration reaches" excludes the limit, "within" includes it
_LIMIT: Final = re.compile(
    r"\binden (?P<below>(?:[^\W\d_]+ ){0,3}når )?(?:for )?$|\bindenfor $", re.IGNORECASE
)
# "when they are 3 years old": whom it is about, or when
_ABOUT: Final = re.compile(
    r"\b(?:når|hvis|der|som|hvor|hvis|efter|blandt|alderen|mellem|fra|over|under)\b", re.IGNORECASE
)
_OF: Final = re.compile(r"\b(?:i|på|af|med) $", re.IGNORECASE)
_SINCE: Final = re.compile(r" (?:efter|før|siden)\b", re.IGNORECASE)
_MADE: Final = re.compile(
    r"\b(?:etableres|oprettes|gennemføres|afholdes|indgås|udbydes|ansættes|tilbydes|besøges|"
    r"kontaktes|uddannes|igangsættes|opstartes|skabes|udarbejdes|besøge|afholde|gennemføre|"
    r"etablere|oprette|indgå|kontakte|indgået|afholdt|etableret|oprettet|gennemført|ansat|udbudt|"
    r"uddannet|besøgt|igangsat|skabt|afholder|besøger|gennemfører|tilbyder|uddanner|ansætter|"
    r"opretter|etablerer|indgår|giver) $",
    re.IGNORECASE,
)
# "der er plantet 500 træer", "der indkøbes to spredere", "borgerne inviteres til fire dage"
_IS_DONE: Final = re.compile(
    r"\bder (?:(?:er|bliver) [^\W\d_]{3,}[et]t|[^\W\d_]{3,}(?<!find)(?:es|ås)"
    r"(?: (?:[^\W\d_]+ ){1,3}?(?:på|til|hos|ved))?) $"
    r"|^(?!der\b)(?:[^\W\d_]+ ){1,3}?[^\W\d_]{4,}es (?:til|på|hos|ved) $",
    re.IGNORECASE,
)
# "tre biler udskiftes"
_DONE_TO: Final = re.compile(r" [^\W\d_]{4,}es\b")
_ADJECTIVES: Final = ("nye", "ny", "nyt", "yderligere", "ekstra", "fælles")
_AGAINST_NORM: Final = re.compile(
    r"\b(?:(?P<below>(?:hurtigere|tidligere|kortere|lavere|mindre|færre) end|under)|"
    r"(?P<above>(?:højere|større|mere|flere|oftere|længere) end|over)|(?P<better>bedre end)) "
    rf"(?P<reference>{NORM})",
    re.IGNORECASE,
)
# no number is named, but that there shall be more or less of something
_AMOUNT: Final = re.compile(
    rf"\b(?:(?P<increase>{_WORDS.increase}|udvide)|(?P<decrease>{_WORDS.decrease})) "
    r"(?P<name>(?:mængden|omfanget|hyppigheden|varigheden|længden) af [^.,;:]+?)"
    r"(?= (?:gennem|ved|for at|så|via)\b|[.,;:]|$)",
    re.IGNORECASE,
)


def commitments(text: str) -> tuple[Target, ...]:
    """What an action or a goal commits to; nothing where it only says what is done.

    Examples
    --------
    >>> [(t.comparator, t.value) for t in commitments("Borgeren får svar inden for 14 dage.")]
    [('<=', 14.0)]
    >>> [t.reference for t in commitments("Svar gives hurtigere end lovens krav.")]
    ['lovens krav']
    """
    stated = read_criterion(text, language="da").targets
    targets = [
        target for target in stated if target.value is not None and not _limits_whom(text, target)
    ]
    values = {target.value for target in targets}
    more = (*_limits(text), *_counts(text), *_lasting(text))
    targets += [target for target in more if target.value not in values]
    return tuple(targets or _against_norm(text)) or tuple(_directed_measures(text))


def worded_targets(text: str) -> tuple[Target, ...]:
    """Targets of a criterion that states no other: limits, counts, more than the law asks."""
    return (*_limits(text, bounded=True), *_counts(text)) or tuple(_against_norm(text))


@lru_cache(maxsize=64)
def _numbers(text: str) -> tuple[FoundNumber, ...]:
    """Numbers of a wording, in digits and in words."""
    found = [*find_numbers(text, language="da"), *find_number_words(text, language="da")]
    return tuple(sorted(found, key=lambda number: number.start))


def _limits(text: str, *, bounded: bool = False) -> Iterator[Target]:
    """Lengths of time within which something is to be done, or that are bounded above."""
    for found in _numbers(text):
        number = found.number
        unit = number.unit_raw or ""
        limit = _LIMIT.search(text[: found.start])
        below = limit is not None and limit["below"]
        if not _TIME.fullmatch(unit.lower()):
            continue
        if limit is None and not (bounded and number.comparator == "<="):
            continue
        start = limit.start() if limit else found.phrase_start
        end = text.index(unit, found.end) + len(unit)
        yield Target(
            value=number.value,
            unit_raw=unit,
            comparator="<" if below else "<=",
            target_form="level",
            status="reported",
            raw=text[start:end],
            start=start,
        )


def _limits_whom(text: str, target: Target) -> bool:
    """Tell whether a length of time is an age or a condition: "when they are 3 years old"."""
    if _TIME.fullmatch((target.unit_raw or "").lower()) is None:
        return False
    return _ABOUT.search(text[: target.start]) is not None


def _lasting(text: str) -> Iterator[Target]:
    """How long something is to last at least, or at most, in a main clause."""
    for found in _numbers(text):
        number = found.number
        unit = number.unit_raw or ""
        head = text[: found.phrase_start]
        if number.comparator not in (">=", "<=") or not _TIME.fullmatch(unit.lower()):
            continue
        if not head or _ABOUT.search(head) or _LIMIT.search(text[: found.start]):
            continue
        end = text.index(unit, found.end) + len(unit)
        if _OF.search(head) or _SINCE.match(text, end):
            continue
        yield Target(
            value=number.value,
            unit_raw=unit,
            comparator=number.comparator,
            target_form="level",
            status="reported",
            raw=text[found.phrase_start : end],
            start=found.phrase_start,
        )


def _counts(text: str) -> Iterator[Target]:
    """How many of something are to be made, held or visited."""
    for found in _numbers(text):
        words = [word for word in found.unit_words if word.lower() not in _ADJECTIVES]
        head = text[: found.phrase_start]
        made = _MADE.search(head) or _IS_DONE.search(head)
        if made is None and not head and words:
            made = _DONE_TO.match(text, text.index(words[0], found.end) + len(words[0]))
        if made is None or not words or found.number.unit_raw not in found.unit_words:
            continue
        if _TIME.fullmatch(words[0].lower()) or is_stop_word(words[0], language="da"):
            continue
        end = text.index(words[0], found.end) + len(words[0])
        periods = find_periods(text, language="da")
        period = periods[0] if len(periods) == 1 else None
        yield Target(
            value=found.number.value,
            value_upper=found.number.value_upper,
            unit_raw=words[0],
            comparator=found.number.comparator,
            target_form="level",
            period=period.period if period else None,
            period_raw=period.raw if period else None,
            status="reported",
            raw=text[found.phrase_start : end],
            start=found.phrase_start,
        )


def _against_norm(text: str) -> Iterator[Target]:
    """What is to be sooner, more or better than the law asks."""
    for match in _AGAINST_NORM.finditer(text):
        comparator: Comparator = "better_than"
        if not match["better"]:
            comparator = "<" if match["below"] else ">"
        yield Target(
            comparator=comparator,
            target_form="relative",
            reference=match["reference"],
            status="relative_only",
            raw=match[0],
            start=match.start(),
        )


def _directed_measures(text: str) -> Iterator[Target]:
    """Numbers, shares and amounts that a wording wants to move, without saying how far."""
    found = [
        (clause.start, clause.name, clause.direction)
        for clause in measure_clauses(text, language="da")
        if clause.direction
    ]
    for match in _AMOUNT.finditer(text):
        direction: Comparator = "increase" if match["increase"] else "decrease"
        found.append((match.start("name"), match["name"], direction))
    for start, name, comparator in sorted(found):
        yield Target(
            comparator=comparator,
            target_form="direction",
            status="directional",
            raw=name,
            start=start,
        )
