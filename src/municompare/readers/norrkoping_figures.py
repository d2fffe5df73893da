"""Numbers of running text with the unit that their words name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from municompare.readers.norrkoping_text import Passage
from municompare.text.numbers import FoundNumber, Number, find_numbers
from municompare.units import resolve_unit

__all__ = ["Figure", "counts_on", "figure_of", "numbers_in"]

_COUNTED: Final = re.compile(r"\bantalet? (?P<counted>[^\W\d_]+)", re.IGNORECASE)
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
    """A number with a known unit in its sentence."""

    sentence: Passage
    number: Number
    start: int
    end: int
    qualifier: str | None
    unit: str
    unit_raw: str
    unit_span: tuple[int, int]

    @property
    def head(self) -> str:
        """The sentence before the number."""
        return self.sentence.text[: self.start]

    def stated(self, start: int | None = None) -> Passage:
        """Words that state it: from ``start`` or what qualifies it to its unit or its end."""
        begin = self.start if start is None else start
        if start is None and self.qualifier is not None:
            begin = self.head.lower().rfind(self.qualifier.lower())
        return self.sentence.part(begin, max(self.unit_span[1], self.end))


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
