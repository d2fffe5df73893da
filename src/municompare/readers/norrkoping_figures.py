"""Numbers of running text with the unit that their words name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from municompare.readers.norrkoping_text import Passage
from municompare.text.number_words import find_number_words
from municompare.text.numbers import FoundNumber, Number, find_numbers
from municompare.units import resolve_unit

__all__ = [
    "Figure",
    "counted_figure",
    "counts_on",
    "figure_of",
    "is_counted",
    "is_word",
    "level_figure",
    "numbers_in",
]

_COUNTED: Final = re.compile(r"\bantalet? (?P<counted>[^\W\d_]+)", re.IGNORECASE)
_COUNTED_TO: Final = re.compile(
    r"^(?:[^.,;:]* )?antalet (?P<counted>[^\W\d_]+)(?: [^\W\d_]+){0,8} (?:till|vara|uppgå till) "
    r"(?:[^\W\d_]+ ){0,2}?$",
    re.IGNORECASE,
)
_ADJECTIVE: Final = re.compile(
    r"nya|nytt|ny|ytterligare|fler|extra|olika|fasta|egna|andra|hela|stycken|st", re.IGNORECASE
)
_TO_DO: Final = (
    r"(?:^|\b(?:att|ska|skall|och|samt) )(?:[^\W\d_]+ ){0,1}?(?:[a-zåäö]{2,}as?|ge|få|ta)"
    r"(?: (?:in|ut|fram|upp|om|emot))?(?: (?:hela|minst))?"
)
_GOVERNED: Final = re.compile(
    rf"(?:{_TO_DO}"
    r"|\b(?:hade|har|fanns|finns|deltog|fick|[a-zåäö]{4,}(?:ades|des|ts|tes))(?: det)?"
    r"|\b(?:var|är) det)(?: i (?:genomsnitt|snitt))? $",
    re.IGNORECASE,
)
# a number in words may as well describe ("has two offices"): only what is done with them counts
_WANTED: Final = re.compile(rf"{_TO_DO} $", re.IGNORECASE)
# "2 500 lights are replaced", "two pitches are built": what is done in the year itself
_DONE: Final = re.compile(
    r"\b(?:ska|skall|kommer|utökas|byggs|anläggs|öppnas|startas|införs|inrättas|anställs|"
    r"rekryteras|anordnas|arrangeras|hålls|erbjuds|ges|utbildas|genomförs|planteras)(?: det)? $",
    re.IGNORECASE,
)
# whom or what an action covers; in a clause of its own a number tells of something else
_COVERED: Final = re.compile(
    r"(?<!ramen )(?<!\bsom )\b(?:för|vid|på|hos|till|med) $", re.IGNORECASE
)
_APART: Final = re.compile(
    r"\b(?:som|där|när|om|vars|eftersom|efter|sedan|mellan)\b", re.IGNORECASE
)
_MOVED: Final = re.compile(
    r"\bantalet? (?P<counted>[^\W\d_]+)(?: [^\W\d_]+){0,4} (?:med|till)(?: ytterligare)? $",
    re.IGNORECASE,
)
_AIMED: Final = re.compile(r"^(?:Målet|Målsättningen|Målvärdet)(?: [^\W\d_]+){0,3} är $")
_MADE_OF: Final = re.compile(r"\b[a-zåäö]{3,}(?:ade|dde|gde|rde|lde|nde|pte|kte|ste|tte) $")
_PER: Final = re.compile(r" per [^\W\d_]+")
_NOT_COUNTED: Final = re.compile(
    r"kap(?:itel)?|kapitlet|gång(?:er)?|åring(?:ar)?|års|tiden|del(?:ar)?|av|och|eller|till|i|på|"
    r"som|januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december",
    re.IGNORECASE,
)
_MANY: Final = 20
_DIGIT: Final = re.compile(r"[0-9]")


def numbers_in(text: str) -> tuple[FoundNumber, ...]:
    """Numbers of a sentence, in digits and in words."""
    # most sentences have none: looking first makes a document read twice as fast
    found = find_numbers(text, language="sv") if _DIGIT.search(text) else ()
    words = find_number_words(text, language="sv")
    return tuple(sorted((*found, *words), key=lambda number: number.start)) if words else found


def is_word(found: FoundNumber) -> bool:
    """Tell whether a number is printed as a word."""
    return found.number.raw.isalpha()


def counts_on(found: FoundNumber, numbers: Sequence[FoundNumber]) -> bool:
    """Tell whether a number is one of an enumeration in running text: "1 genom …, 2 genom …"."""
    if is_word(found):
        return False
    numbers = [other for other in numbers if not is_word(other)]
    values = {other.number.value for other in numbers if other.number.value < _MANY}
    value = found.number.value
    return value < _MANY and bool(values & {value - 1, value + 1})


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number with its unit in its sentence.

    The unit is None for things that are counted and are no unit of the definitions; ``lead`` are
    the words that introduce the list in which the sentence is an item.
    """

    sentence: Passage
    number: Number
    start: int
    end: int
    qualifier: str | None
    unit: str | None
    unit_raw: str
    unit_span: tuple[int, int]
    lead: str = ""

    @property
    def head(self) -> str:
        """The sentence before the number."""
        return self.sentence.text[: self.start]

    def stated(self, start: int | None = None) -> Passage:
        """Words that state it: from ``start`` or what qualifies it to its unit or its end."""
        begin = self.start if start is None else start
        if start is None and self.qualifier is not None:
            begin = self.head.lower().rfind(self.qualifier.lower())
        # "antalet hem … till 20": what is counted stands before the number
        last = self.unit_span[1] if self.unit_span[0] >= self.start else self.end
        return self.sentence.part(begin, max(last, self.end))


def figure_of(sentence: Passage, found: FoundNumber) -> Figure | None:
    """Take a number whose next word or next but one is a unit ("30 platser", "30 nya platser").

    A number without words of its own counts what the one "antalet …" before it names.
    """
    sign = found.number.unit_raw if not found.unit_words else None
    for raw in (sign, *found.unit_words):
        unit = resolve_unit(raw, country="SE") if raw else None
        if raw and unit:
            begin = found.end - len(raw) if raw == sign else sentence.text.index(raw, found.end)
            return Figure(
                sentence=sentence,
                number=found.number,
                start=found.start,
                end=found.end,
                qualifier=found.qualifier,
                unit=unit,
                unit_raw=raw,
                unit_span=(begin, begin + len(raw)),
            )
    if is_word(found):
        return None
    counted = list(_COUNTED.finditer(sentence.text[: found.start]))
    unit = resolve_unit(counted[0]["counted"], country="SE") if len(counted) == 1 else None
    if unit is None or found.unit_words:
        return None
    return Figure(
        sentence=sentence,
        number=found.number,
        start=found.start,
        end=found.end,
        qualifier=found.qualifier,
        unit=unit,
        unit_raw=counted[0]["counted"],
        unit_span=counted[0].span("counted"),
    )


def is_counted(text: str, found: FoundNumber, *, is_item: bool, is_wanted: bool) -> bool:
    """Tell whether the words before a number make it one of things that something is done with.

    Parameters
    ----------
    text : str
        The sentence.
    found : FoundNumber
        One of its numbers.
    is_item : bool
        Whether the sentence is an item of a list, which may begin with the number.
    is_wanted : bool
        Whether the sentence says that something is to be done; then the things that it is done
        for, or at, are counted too.
    """
    head = text[: found.phrase_start]
    if (is_item and not head) or _DONE.search(head) or _AIMED.search(head):
        return True
    if is_wanted and _COVERED.search(head) and _APART.search(head) is None:
        return True
    if is_word(found):
        return is_wanted and _WANTED.search(head) is not None
    return _GOVERNED.search(head) is not None or _MADE_OF.search(head) is not None


def counted_figure(
    sentence: Passage, found: FoundNumber, *, is_item: bool, is_wanted: bool
) -> Figure | None:
    """Take a number of things that a verb governs: "recruit 20 new homes", "12 homes were found".

    The things need no unit of the definitions; their noun is the printed unit. "Antalet hem
    minskar till 20" counts what its subject names. An item of a list may begin with the number.
    """
    text = sentence.text
    head = text[: found.phrase_start]
    if subject := _COUNTED_TO.match(head) or (not found.unit_words and _MOVED.search(head)):
        span = subject.span("counted")
    else:
        words = [word for word in found.unit_words if not _ADJECTIVE.fullmatch(word)]
        if not words or _NOT_COUNTED.fullmatch(words[0]):
            return None
        if not is_counted(text, found, is_item=is_item, is_wanted=is_wanted):
            return None
        span = _noun_span(text, words[0], found)
    return _unnamed(sentence, found, span)


def level_figure(sentence: Passage, found: FoundNumber) -> Figure | None:
    """Take a number in digits with the printed words of its unit, which no definition knows."""
    words = found.unit_words
    if not words or is_word(found) or _NOT_COUNTED.fullmatch(words[0]):
        return None
    return _unnamed(sentence, found, _noun_span(sentence.text, words[0], found))


def _noun_span(text: str, noun: str, found: FoundNumber) -> tuple[int, int]:
    """Where a noun stands, with what it is counted per."""
    begin = text.index(noun, found.end)
    per = _PER.match(text, begin + len(noun))
    return begin, per.end() if per else begin + len(noun)


def _unnamed(sentence: Passage, found: FoundNumber, span: tuple[int, int]) -> Figure:
    return Figure(
        sentence=sentence,
        number=found.number,
        start=found.start,
        end=found.end,
        qualifier=found.qualifier,
        unit=None,
        unit_raw=sentence.text[span[0] : span[1]],
        unit_span=span,
    )
