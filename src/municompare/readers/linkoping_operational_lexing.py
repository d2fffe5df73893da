"""Words and figures of an indicator table whose cells stand one after the other.

What is a figure of a cell and what is part of a name is decided by the words around it: a figure
after a preposition or a comparator ("minst 40", "under 2030"), in brackets, or of a printed base
value is the name's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from municompare.readers.linkoping_operational_statements import cannot_end
from municompare.readers.norrkoping_text import Transcript
from municompare.text.cells import MARKER, read_cell
from municompare.text.vocabulary import VOCABULARY
from municompare.text.words import is_stop_word
from municompare.units import resolve_unit

__all__ = ["Figure", "Label", "Words", "lex"]

_WORDS: Final = VOCABULARY["sv"]
_WORD: Final = re.compile(r"\S+")
_MARKS: Final = rf"(?:{MARKER})?"
_NUMBER: Final = re.compile(
    rf"(?P<sign>[<>≤≥]=?|[-−–+±])?(?P<digits>\d+)(?P<decimals>[.,]\d+)?(?P<percent>%)?"
    rf"(?P<marks>{_MARKS})(?P<comma>,?)"
)
_GLUED: Final = re.compile(r"(?P<first>\d+(?:,\d+)?%?)(?P<dash>[-−–])(?P<second>\d.*)")
_FIGURE: Final = r"[-−–]?\d{1,3}(?: \d{3})*(?:[.,]\d+)?(?: ?%)?"
_DASHES: Final = frozenset("-−–—")
_COMPARATORS: Final = frozenset("<>≤≥=+×") | {"<=", ">="}
_LABELLED: Final = re.compile(
    rf"(?P<label>[A-ZÅÄÖ][^\W\d_]*(?:[-/][^\W\d_]+)*): ?(?P<figure>{_FIGURE}){_MARKS}(?=[\s,;]|$)"
)
_BASE: Final = re.compile(
    rf"(?:{_WORDS.base_value})(?:[ ,]+(?:för |år |i )*(?P<year>\d{{4}}))?"
    rf"(?: (?:{_WORDS.missing_after})!?\.?| ?[=:]+ ?(?P<value>\d+(?:,\d+)?(?: ?%)?))",
    re.IGNORECASE,
)
_BASE_GROUP: Final = re.compile(r" \d{3}(?![\d,])")
_IN_BRACKETS: Final = re.compile(r" \([^()]{0,200}\)")
_BOUNDS: Final = "|".join(map(re.escape, sorted(_WORDS.comparators, key=len, reverse=True)))
_BOUNDED: Final = re.compile(
    rf"(?:{_BOUNDS}|[<>≤≥]=?|±) (?:\d{{1,2}}(?: \d{{3}})+|(?!(?:19|20)\d\d\b)\d+)(?:,\d+)?(?: ?%)?"
    rf"{_MARKS}(?=\s|$)",
    re.IGNORECASE,
)
"""A bound beside other figures of its row."""
_INTERVAL: Final = re.compile(
    rf"(?P<low>\d+(?:,\d+)?)[-–](?P<high>\d+(?:,\d+)?)(?: ?%)?{_MARKS}(?=\s|$)"
)
_AGES: Final = re.compile(r"(?P<low>\d{1,3})[-–](?P<high>\d{1,3})(?P<word>[-–]?[a-zåäö]+)?[,.]?")
_UNIT: Final = re.compile(rf" (?P<word>[^\W\d_]+){_MARKS}(?=\s|$)")
_PART: Final = re.compile(rf"{_FIGURE} (?P<word>[a-zåäö]+){_MARKS}(?=\s|$)")
_QUALIFIER: Final = re.compile(
    r",? \(?(?P<part>(?:tertial|kvartal|halvår|delår) ?\d|[TQ]\d|kv\.? ?\d)\)?(?=\s|$)",
    re.IGNORECASE,
)
_DIRECTION: Final = re.compile(
    rf"Sk(?:a|all)(?: (?:{_WORDS.negation}))? (?:{_WORDS.increase}|{_WORDS.decrease})"
    rf"(?: (?:{_WORDS.repeated}))?{_MARKS}(?=\s|$)"
)
_BARE_DIRECTION: Final = re.compile(
    rf"(?P<word>Ökar?|Minskar?|Ökas|Minskas|Oförändra[dt]){_MARKS}(?= (?P=word)(?:\s|$))"
)
_BEGIN_NAMES: Final = ("ny", "nytt")
"""A cell of its own can hold them alone; in a run of cells they begin the next name."""
_MISSING: Final = re.compile(
    "(?:"
    + "|".join(
        re.escape(word.capitalize())
        for word in sorted(_WORDS.missing, key=len, reverse=True)
        if word[0].isalpha() and word not in _BEGIN_NAMES and " basvärde" not in f" {word}"
    )
    + rf")!?{_MARKS}(?=\s|$)"
)
_ANSWER: Final = re.compile(rf"(?:Ja|Nej){_MARKS}(?=\s|$)")
_NEW: Final = re.compile(rf"Ny(?:tt)? (?:mått|indikator|mätning){_MARKS}(?=\s|$)")
_LABELS: Final = frozenset(_WORDS.subgroups.split("|"))
_ORDERED: Final = frozenset(_WORDS.labels.split("|")) | {"åk", "årskurs", "årskurserna"}
_MORE_FIGURES: Final = re.compile(r"(?: [-−–]?\d[\d,.%]*(?=\s|$)| [-–](?=\s)){2}")
"""Figures after which another one belongs to the row, though the name goes on behind them."""
_MORE: Final = re.compile(r" (?:[-−–]?\d[\d,.%]*|[-–]|Ska)(?=\s|$)")
_YEAR: Final = re.compile(r"(?:19|20)\d{2}(?:[-−–/](?:19|20)?\d{2})?[.,;:]?")

FigureKind = Literal["number", "missing", "direction", "words", "labelled", "parts"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """What one cell holds, or a group of digits of it.

    Parameters
    ----------
    kind : str
        ``number``; ``missing`` for a mark or word that says that there is none; ``direction``;
        ``words``; ``labelled`` for "A: 2,1"; ``parts`` for "4 arbete 2 studier".
    start, end : int
        Offsets in the transcript.
    text : str
        As printed.
    joins : bool
        Whether it may be a group of the number before it: three digits after a space.
    qualifier : str or None
        The part of the year that it is of, as printed.
    """

    kind: FigureKind
    start: int
    end: int
    text: str
    joins: bool = False
    qualifier: str | None = None

    @property
    def is_whole(self) -> bool:
        """Whether it is digits and nothing else, which a next group may go on with."""
        return self.text.isdecimal()


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Words that are no figure."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """The label of a subgroup's row."""

    text: str
    start: int
    end: int


Item = Figure | Words | Label


def lex(transcript: Transcript, start: int, end: int) -> tuple[Item, ...]:
    """Part the words and the figures between two offsets."""
    return tuple(_Lexer(transcript.text, start, end).items())


class _Lexer:
    """One pass over the words; ``run`` tells that what stands before is a figure or a label."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self._text = text
        self._at = start
        self._end = end
        self._run = False
        self._previous = ""

    def items(self) -> Iterator[Item]:
        begin: int | None = None
        stop = self._at
        for item in self._steps():
            if isinstance(item, Words):
                begin = item.start if begin is None else begin
                stop = item.end
                continue
            if begin is not None:
                yield Words(start=begin, end=stop)
                begin = None
            yield item
        if begin is not None:
            yield Words(start=begin, end=stop)

    def _steps(self) -> Iterator[Item]:
        while match := _WORD.search(self._text, self._at, self._end):
            self._at = match.start()
            item = self._base() or self._label() or self._figure(match[0]) or self._words(match)
            self._run = not isinstance(item, Words)
            self._previous = self._text[item.start : item.end].split()[-1]
            self._at = item.end
            yield item

    def _match(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        return pattern.match(self._text, self._at, self._end)

    def _words(self, match: re.Match[str]) -> Words:
        """Take a word, and a whole bracket that opens with it."""
        if match[0].startswith("("):
            bracket = re.compile(r"\([^()]{0,400}\)\S*").match(self._text, self._at, self._end)
            if bracket:
                return Words(start=self._at, end=bracket.end())
        if self._names_interval(match[0]):
            return Words(start=self._at, end=match.end())
        glued = _GLUED.fullmatch(match[0])
        end = match.end()
        if glued and not _YEAR.fullmatch(match[0]):
            end = self._at + glued.end("first")
        return Words(start=self._at, end=self._whole_number(end))

    def _whole_number(self, end: int) -> int:
        """Where a number of a name ends that goes on with a group of thousands."""
        digits = self._text[self._at : end]
        group = _BASE_GROUP.match(self._text, end, self._end)
        if len(digits) < 3 and digits.isdecimal() and group:
            counted = self._text[group.end() + 1 : self._end][:1].islower()
            if self._ends_nothing(bounds=True) or (counted and self._ends_nothing()):
                return group.end()
        return end

    def _names_interval(self, word: str) -> bool:
        """Whether an interval belongs to a name: "ungdomar 16-24 år som ..."."""
        match = _AGES.fullmatch(word)
        if self._run or match is None or int(match["low"]) >= int(match["high"]):
            return False
        following = self._text[self._at + len(word) + 1 : self._end][:1]
        return match["word"] is not None or following.islower()

    def _base(self) -> Words | None:
        """Take a base value of a name, with the group of thousands that belongs to it."""
        match = self._match(_BASE)
        if match is None:
            return None
        end = match.end()
        if match["value"] and len(match["value"]) < 3 and match["value"].isdecimal():
            group = _BASE_GROUP.match(self._text, end, self._end)
            end = group.end() if group else end
        unit = re.compile(r" [a-zåäö]+\b\.?").match(self._text, end, self._end)
        if match["value"] and unit and resolve_unit(unit[0].strip(" ."), country="SE"):
            end = unit.end()
        bracket = _IN_BRACKETS.match(self._text, end, self._end)
        return Words(start=self._at, end=bracket.end() if bracket else end)

    def _label(self) -> Label | None:
        match = self._match(_WORD)
        if match is None or not match[0][0].isupper():
            return None
        if match[0].rstrip(":").lower() not in _LABELS or self._ends_nothing():
            return None
        following = self._text[match.end() : self._end].lstrip()
        if following and (following[0].islower() or following[0] in "(,"):
            return None
        return Label(text=match[0].rstrip(":"), start=self._at, end=match.end())

    def _ends_nothing(self, *, bounds: bool = False) -> bool:
        """Whether the word before wants another one; only a comparator, where it ``bounds``."""
        if bounds:
            return self._previous.lower() in _WORDS.comparators
        return not self._run and cannot_end(self._previous)

    def _figure(self, word: str) -> Figure | None:
        if match := self._match(_DIRECTION) or self._match(_BARE_DIRECTION) or self._repeated():
            return self._made("direction", match.end())
        if match := self._match(_MISSING) or self._match(_NEW):
            return self._made("missing", match.end())
        if not self._ends_nothing() and (match := self._match(_ANSWER)):
            return self._made("words", match.end())
        if not self._ends_nothing() and (match := self._match(_LABELLED)):
            return self._made("labelled", match.end())
        if word in _DASHES:
            return self._made("missing", self._at + 1) if self._is_mark(1) else None
        if word[0] in _DASHES and self._run_of_digits(word):
            return self._made("missing", self._at + 1)
        return self._number(word)

    def _repeated(self) -> re.Match[str] | None:
        """Match a bare direction that repeats the cell before it, or has another behind it."""
        match = re.compile(rf"(?:Ökar?|Minskar?|Ökas|Minskas|Oförändra[dt]){_MARKS}(?=\s|$)").match(
            self._text, self._at, self._end
        )
        if match is None or self._ends_nothing():
            return None
        rest = self._text[match.end() + 1 : self._end]
        kept = match[0].startswith("Oförändra") and not rest[:1].islower()
        if not self._run:
            return match if kept and rest[:1].isdecimal() else None
        beside = rest[:1].isdecimal() or _BOUNDED.match(rest) is not None
        return match if self._previous == match[0] or kept or beside or not rest else None

    def _run_of_digits(self, word: str) -> bool:
        """Whether a dash is glued to the figure before it, and so stands for a cell of its own."""
        glued = self._at > 0 and self._text[self._at - 1].isdigit()
        return glued and word[1:2].isdigit()

    def _is_mark(self, length: int) -> bool:
        """Whether a dash stands for a missing value, not between words."""
        rest = self._text[self._at + length : self._end].lstrip()
        if _BOUNDED.match(rest):
            return True
        if self._run:
            return not rest[:1].islower()
        if not rest or rest[0] in _DASHES or rest[0].isdigit():
            return True
        if any(pattern.match(rest) for pattern in (_DIRECTION, _MISSING, _LABELLED)):
            return True
        # "HME - Hållbart engagemang" says what the letters stand for
        return rest[0].isupper() and not (self._previous.isalpha() and self._previous.isupper())

    def _number(self, word: str) -> Figure | None:
        whole = self._match(_BOUNDED) or self._interval(word)
        if whole and (self._run or (word[0].isupper() and not self._goes_on(whole.end()))):
            return self._made("number", self._with_unit(whole.end()))
        match = _NUMBER.match(self._text, self._at, self._end)
        if match is None or not self._is_cell(match, word):
            return None
        parts = self._parts()
        if parts is not None:
            return self._made("parts", parts)
        if not self._run and self._goes_on(self._with_unit(match.end("digits"))):
            return None
        end = match.end() - len(match["comma"])
        if self._text[end : end + 2] == " %" and not match["percent"]:
            end += 2
        qualifier = _QUALIFIER.match(self._text, end, self._end)
        if match["comma"] and qualifier is None:
            return None
        if qualifier is None:
            end = self._with_unit(end)
        return Figure(
            kind="number",
            start=self._at,
            end=qualifier.end() if qualifier else end,
            text=self._text[self._at : qualifier.end() if qualifier else end],
            joins=len(match["digits"]) == 3 and not match["sign"],
            qualifier=qualifier["part"] if qualifier else None,
        )

    def _goes_on(self, end: int) -> bool:
        """Whether a name goes on behind a number: "personer 65 år och äldre"."""
        rest = self._text[end + 1 : self._end]
        return rest[:1].islower() and _BOUNDED.match(rest) is None

    def _with_unit(self, end: int) -> int:
        """Where a number ends with the unit behind it."""
        unit = _UNIT.match(self._text, end, self._end)
        return unit.end() if unit and self._is_unit(unit["word"]) else end

    def _interval(self, word: str) -> re.Match[str] | None:
        """Match an interval that runs upwards and is none of years."""
        match = self._match(_INTERVAL)
        if match is None or _YEAR.fullmatch(word):
            return None
        low, high = (float(match[end].replace(",", ".")) for end in ("low", "high"))
        return match if low < high else None

    def _is_unit(self, word: str) -> bool:
        return word.islower() and resolve_unit(word, country="SE") is not None

    def _is_cell(self, match: re.Match[str], word: str) -> bool:
        """Whether a figure stands for a cell, not in a name."""
        rest = self._text[match.end() : self._end]
        if self._names_interval(word):
            return False
        spanned = len(word) > 5 and _YEAR.fullmatch(word)
        if spanned or (rest and not rest[0].isspace() and not _GLUED.fullmatch(word)):
            return False  # "500-uppdraget", "2019-2022."
        if self._run:
            following = rest.split(maxsplit=1)[:1]
            return not (_YEAR.fullmatch(word) and following and following[0][0].islower())
        bare = self._previous.strip("\"'").lower()
        if self._previous in _COMPARATORS or bare in _WORDS.comparators:
            return False
        if bare in _ORDERED or bare == "än":
            return False
        if bare == "år" and (_YEAR.fullmatch(word) or not _MORE.match(rest)):
            return False
        if self._ends_nothing() and (_YEAR.fullmatch(word) or not _MORE_FIGURES.match(rest)):
            return False
        return not (_YEAR.fullmatch(word) and rest.lstrip()[:1].islower())

    def _parts(self) -> int | None:
        """End of several figures with a label each: "4 arbete 2 studier"."""
        end, found = self._at, 0
        while match := _PART.match(self._text, end + (found > 0), self._end):
            word = match["word"]
            if self._is_unit(word) or is_stop_word(word, language="sv"):
                break
            if word in _WORDS.comparators:  # the bound of the next cell
                break
            end, found = match.end(), found + 1
        if found < 2:
            return None
        values = read_cell(self._text[self._at : end], language="sv").values
        return end if len(values) == found else None

    def _made(self, kind: FigureKind, end: int) -> Figure:
        return Figure(kind=kind, start=self._at, end=end, text=self._text[self._at : end])
