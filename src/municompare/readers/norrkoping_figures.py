"""Numbers of running text with the unit that their words name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from municompare.readers.norrkoping_text import Passage
from municompare.text.numbers import FoundNumber, Number, find_numbers
from municompare.units import resolve_unit

__all__ = ["Figure", "counted_figure", "counts_on", "figure_of", "numbers_in"]

_COUNTED: Final = re.compile(r"\bantalet? (?P<counted>[^\W\d_]+)", re.IGNORECASE)
_COUNTED_TO: Final = re.compile(
    r"^(?:[^.,;:]* )?antalet (?P<counted>[^\W\d_]+)(?: [^\W\d_]+){0,8} (?:till|vara|uppgå till) "
    r"(?:[^\W\d_]+ ){0,2}?$",
    re.IGNORECASE,
)
_ADJECTIVE: Final = re.compile(
    r"nya|nytt|ny|ytterligare|fler|extra|olika|fasta|egna|andra|hela|stycken|st", re.IGNORECASE
)
_GOVERNED: Final = re.compile(
    r"(?:(?:^|\b(?:att|ska|skall|och|samt) )(?:[^\W\d_]+ ){0,1}?(?P<verb>[a-zåäö]{2,}a(?:s)?)"
    r"(?: (?:in|ut|fram|upp|om))?"
    r"|\b(?:hade|har|fanns|finns|deltog|fick|[a-zåäö]{4,}(?:ades|des|ts|tes))(?: det)?"
    r"|\b(?:var|är) det)(?: i (?:genomsnitt|snitt))? $",
    re.IGNORECASE,
)
_PER: Final = re.compile(r" per [^\W\d_]+")
_NOT_COUNTED: Final = re.compile(
    r"kap(?:itel)?|kapitlet|gång(?:er)?|åring(?:ar)?|års|tiden|del(?:ar)?|av|och|eller|till|i|på|"
    r"som|januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december",
    re.IGNORECASE,
)
_MANY: Final = 20
_DIGIT: Final = re.compile(r"[0-9]")


def numbers_in(text: str) -> tuple[FoundNumber, ...]:
    """Numbers of a sentence."""
    # most sentences have no digit: looking first makes a document read twice as fast
    return find_numbers(text, language="sv") if _DIGIT.search(text) else ()


def counts_on(found: FoundNumber, numbers: Sequence[FoundNumber]) -> bool:
    """Tell whether a number is one of an enumeration in running text: "1 genom …, 2 genom …"."""
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


def counted_figure(sentence: Passage, found: FoundNumber, *, is_item: bool) -> Figure | None:
    """Take a number of things that a verb governs: "recruit 20 new homes", "12 homes were found".

    The things need no unit of the definitions; their noun is the printed unit. "Antalet hem
    minskar till 20" counts what its subject names. An item of a list may begin with the number.
    """
    text = sentence.text
    if subject := _COUNTED_TO.match(text[: found.phrase_start]):
        span = subject.span("counted")
    else:
        words = [word for word in found.unit_words if not _ADJECTIVE.fullmatch(word)]
        if not words or _NOT_COUNTED.fullmatch(words[0]):
            return None
        opens = is_item and found.phrase_start == 0
        if not opens and _GOVERNED.search(text[: found.phrase_start]) is None:
            return None
        begin = text.index(words[0], found.end)
        per = _PER.match(text, begin + len(words[0]))
        span = (begin, per.end() if per else begin + len(words[0]))
    return Figure(
        sentence=sentence,
        number=found.number,
        start=found.start,
        end=found.end,
        qualifier=found.qualifier,
        unit=None,
        unit_raw=text[span[0] : span[1]],
        unit_span=span,
    )
