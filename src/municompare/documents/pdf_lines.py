"""Characters of a page to printed lines, and printed lines to running text."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from municompare.documents.assembly import printed
from municompare.documents.pdf_view import DRAWN_BULLET, Glyph
from municompare.documents.superscripts import raised

__all__ = ["Breaks", "TextLine", "fits", "joined_text", "text_lines"]

_WORD_GAP: Final = 0.2
"""Of the size of the letters; letters of a word stand nearer."""
_SEEN_GAP: Final = 0.06
"""Where the library sees a space too; letters that lean to each other narrow it."""
_OVERPRINTED: Final = 0.25
_SAME_BASE: Final = 0.15
_SMALL: Final = 0.85
_RAISED: Final = 0.12
_NEARLY: Final = 0.95
"""The width of the first part of a word is reckoned from that of its line."""
_HYPHENS: Final = "-\u2010\u00ad"
_HANGING: Final = frozenset(
    # words that a hyphen waits for: "natur- och kulturstöd"
    ("och", "eller", "samt", "respektive", "och/eller", "og", "henholdsvis", "og/eller")
)
_WORD: Final = re.compile(r"\w+(?:-\w+)*")
_LAST_WORD: Final = re.compile(rf"(\w+)[{_HYPHENS}]?$")
_FIRST_WORD: Final = re.compile(r"\w+")
_LOOSE: Final = re.compile(r"\w([-/]) (\w+)")
_COMPOUND: Final = re.compile(r"\w+[-/](?=\w)")
_FEWEST_HYPHENS: Final = 3
_HYPHENATED: Final = 0.025
"""Share of the line breaks; text without hyphenation has hardly any."""
_STEM: Final = 4
_HAIR: Final = 0.5
_SPACE: Final = 0.3
"""Of the size of the letters."""
_DIGITS: Final = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class TextLine:
    """A printed line.

    Parameters
    ----------
    text : str
        What it prints.
    x0, x1, top, bottom, base : float
        Its edges, and the line on which its letters stand.
    size : float
        Size of most of its letters.
    first_letter, first_width : float
        Width of its first letter, and of its first word.
    gap : float
        The space behind its first word, in sizes of its letters.
    bold, italic : bool
        Whether all of its letters are.
    """

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    base: float
    size: float
    first_letter: float
    first_width: float
    gap: float
    bold: bool
    italic: bool


def text_lines(glyphs: Iterable[Glyph]) -> list[TextLine]:
    """Sort characters into lines, from the top to the bottom.

    Text that is turned is read in its own direction, after the upright text.
    """
    by_turn: defaultdict[int, list[Glyph]] = defaultdict(list)
    for glyph in glyphs:
        by_turn[glyph.turn].append(_upright(glyph))
    lines: list[TextLine] = []
    for turn in sorted(by_turn):
        found = filter(None, map(_line, _rows(by_turn[turn])))
        lines.extend(sorted(found, key=lambda line: (line.base, line.x0)))
    return lines


def _upright(glyph: Glyph) -> Glyph:
    """The character in the direction of its text."""
    _, x0, x1, top, bottom, base, *_ = glyph
    if glyph.turn == 90:
        return glyph._replace(x0=-bottom, x1=-top, top=x0, bottom=x1)
    if glyph.turn == 270:
        return glyph._replace(x0=top, x1=bottom, top=-x1, bottom=-x0, base=-base)
    if glyph.turn == 180:
        return glyph._replace(x0=-x1, x1=-x0, top=-bottom, bottom=-top, base=-base)
    return glyph


@dataclass(slots=True)
class _Row:
    """Characters on one line while they are being collected."""

    base: float
    size: float
    top: float
    bottom: float
    glyphs: list[Glyph]


def _rows(glyphs: Iterable[Glyph]) -> list[_Row]:
    """Group characters by the line that they stand on; raised ones belong to the line beside."""
    groups: defaultdict[tuple[float, float], list[Glyph]] = defaultdict(list)
    for glyph in glyphs:
        groups[round(glyph.base, 1), round(glyph.size, 1)].append(glyph)
    rows: list[_Row] = []
    for (base, size), group in sorted(groups.items(), key=lambda item: (-item[0][1], item[0][0])):
        top, bottom = min(g.top for g in group), max(g.bottom for g in group)
        middle = (top + bottom) / 2
        near = [
            row
            for row in rows
            if abs(row.base - base) <= _SAME_BASE * row.size
            or (size < _SMALL * row.size and row.top < middle < row.bottom and _meet(row, group))
        ]
        if near:
            min(near, key=lambda row: abs(row.base - base)).glyphs.extend(group)
        else:
            rows.append(_Row(base, size, top, bottom, list(group)))
    return rows


def _meet(row: _Row, group: Sequence[Glyph]) -> bool:
    """Whether small characters stand beside those of a line, not in another column."""
    start, end = min(g.x0 for g in group), max(g.x1 for g in group)
    near = 2 * row.size
    return any(g.x0 - near <= end and start <= g.x1 + near for g in row.glyphs)


def _line(row: _Row) -> TextLine | None:
    visible = [glyph for glyph in row.glyphs if not glyph.text.isspace()]
    if all(glyph.text == DRAWN_BULLET for glyph in visible):
        return None
    letters = [glyph for glyph in visible if glyph.text.isalnum()] or visible
    (size, base), _ = Counter((glyph.size, glyph.base) for glyph in letters).most_common(1)[0]
    pieces: list[str] = []
    last: Glyph | None = None
    first_end: float | None = None
    gap = 0.0
    for glyph in sorted(row.glyphs, key=lambda each: each.x0):
        if glyph.text.isspace():
            if pieces and pieces[-1] != " ":
                pieces.append(" ")
            continue
        if last is not None:
            if glyph.text == last.text and glyph.x0 - last.x0 < _OVERPRINTED * (last.x1 - last.x0):
                continue  # printed twice to look bold
            space = glyph.x0 - last.x1
            needed = _SEEN_GAP if glyph.spaced else _WORD_GAP
            if space > needed * glyph.size and pieces[-1] != " ":
                pieces.append(" ")
            if first_end is None and pieces[-1] == " ":
                first_end, gap = last.x1, space / (size or 1)
        small = glyph.size < _SMALL * size and base - glyph.base > _RAISED * size
        pieces.append(raised(glyph.text) if small else glyph.text)
        last = glyph
    if pieces and pieces[-1] in _HYPHENS:
        pieces[-1] = "-"  # a soft hyphen that is printed, at the end of a line
    text = printed("".join(pieces))
    if not text:
        return None
    x0, x1 = min(g.x0 for g in visible), max(g.x1 for g in visible)
    return TextLine(
        text,
        x0,
        x1,
        row.top,
        row.bottom,
        base,
        size,
        min(visible, key=lambda glyph: glyph.x0).x1 - x0,
        (x1 if first_end is None else first_end) - x0,
        gap,
        all(glyph.bold for glyph in letters),
        all(glyph.italic for glyph in letters),
    )


def fits(line: TextLine, following: TextLine, right: float) -> bool:
    """Whether the next line's first word had room in this line, so that the break was meant."""
    gap = following.gap if _WORD_GAP < following.gap < 2 * _SPACE else _SPACE
    return line.x1 + gap * line.size + following.first_width <= right


@dataclass(frozen=True, slots=True)
class Breaks:
    """How a document's typesetter breaks lines, as far as the document shows it.

    Parameters
    ----------
    words : frozenset of str
        Words that no break cuts: those inside a line, and those of texts of one line.
    hyphenates : bool
        Whether it sets hyphens of its own: many lines end with one inside a word.
    in_compounds : frozenset of str
        The marks, hyphen or stroke, after which it breaks a line inside a compound; where a
        document prints them with a space behind, it may as well break there.
    cuts_words : bool
        Whether it cuts words without a hyphen that are longer than a line.
    """

    words: frozenset[str]
    hyphenates: bool
    in_compounds: frozenset[str]
    cuts_words: bool
    _beginnings: frozenset[str]
    _endings: frozenset[str]
    _longest: int

    @classmethod
    def of(cls, texts: Iterable[tuple[Sequence[TextLine], float]]) -> Breaks:
        """Find it out.

        Parameters
        ----------
        texts : iterable of (sequence of TextLine, float)
            The lines of each cell or paragraph, and where these end at the latest.
        """
        texts = list(texts)
        words = frozenset(word for lines, _ in texts for word in _whole_words(lines))
        seen = Counter[str]()
        for lines, right in texts:
            for line in lines:
                seen.update(
                    f"loose {match[1]}"
                    for match in _LOOSE.finditer(line.text)
                    if match[2].lower() not in _HANGING
                )
            for last, line in pairwise(lines):
                seen.update(_shown(last, line, right, words))
        often = max(_FEWEST_HYPHENS, _HYPHENATED * seen["break"])
        split = seen["split"] > 0 and seen["split"] >= seen["kept"]
        return cls(
            words=words,
            hyphenates=seen["hyphen"] >= often,
            in_compounds=frozenset(mark for mark in "-/" if split or not seen[f"loose {mark}"]),
            cuts_words=seen["cut"] > 0,
            _beginnings=frozenset(word[:_STEM] for word in words),
            _endings=frozenset(word[-_STEM:] for word in words),
            _longest=max(map(len, words), default=0),
        )

    def is_word_cut(self, first: str, second: str) -> bool:
        """Whether two pieces are rather one word than two, by the other words of the document."""
        if first + second in self.words:
            return True
        if not self.cuts_words or {first, second} & self.words:
            return False
        if len(first + second) > self._longest:
            return False
        return first[-_STEM:] not in self._endings or second[:_STEM] not in self._beginnings


def _shown(last: TextLine, line: TextLine, right: float, words: Collection[str]) -> Iterator[str]:
    """What a line break shows of how lines are broken."""
    yield "break"
    compound = _COMPOUND.match(line.text)
    if compound is not None:
        part = line.first_width * len(compound[0]) / len(line.text.partition(" ")[0])
        if last.x1 + _SPACE * last.size + part < right:
            yield "kept"
    first, second = _around(last.text, line.text)
    whole = first + second in words and not (first in words and second in words)
    if whole and last.text[-1].isalpha() and _is_cut(last, line, right):
        yield "cut"
    if last.text[-1] in _HYPHENS and not _is_hanging(line):
        if f"{first}-{second}" in words or (first.isdigit() and second.isdigit()):
            yield "split"
        if last.text[-2:-1].islower() and line.text[0].islower():
            yield "hyphen"


def _whole_words(lines: Sequence[TextLine]) -> Iterator[str]:
    for index, line in enumerate(lines):
        found = [match[0].lower() for match in _WORD.finditer(line.text)]
        yield from found[1 if index else 0 : len(found) if index == len(lines) - 1 else -1]


def _is_hanging(line: TextLine) -> bool:
    """Whether a hyphen above waits for the word behind this one: "natur- och kulturstöd"."""
    return line.text.partition(" ")[0].lower() in _HANGING


def _around(text: str, following: str) -> tuple[str, str]:
    """The words before and behind a break, without a hyphen between them."""
    before, after = _LAST_WORD.search(text), _FIRST_WORD.match(following)
    return (before[1].lower() if before else "", after[0].lower() if after else "")


def joined_text(lines: Sequence[TextLine], right: float, breaks: Breaks) -> str:
    """Join the lines of a text as they were before they were set in lines.

    A hyphen between small letters at the end of a line is the typesetter's where he sets hyphens;
    otherwise it is printed as it stands. A word is joined that was cut without a hyphen because
    it is longer than a line.

    Parameters
    ----------
    lines : sequence of TextLine
        The lines.
    right : float
        Where lines end at the latest.
    breaks : Breaks
        How the typesetter breaks lines.
    """
    text = lines[0].text if lines else ""
    for last, line in pairwise(lines):
        text = _continued(text, last, line, right, breaks)
    return text


def _continued(text: str, last: TextLine, line: TextLine, right: float, breaks: Breaks) -> str:
    """Return a text with the line that follows it."""
    first, second = _around(text, line.text)
    if text[-1] in _HYPHENS and text[-2:-1].isalnum():
        if _is_hanging(line):
            return f"{text} {line.text}"
        inside = text[-2].islower() and line.text[0].islower() and len(first) > 1
        compound = f"{first}-{second}" in breaks.words
        word = first + second in breaks.words
        broken = breaks.hyphenates or (word and "-" in breaks.in_compounds)
        if inside and broken and not (compound and not word):
            return text[:-1] + line.text
        joined = compound or "-" in breaks.in_compounds
        return text + line.text if joined else f"{text} {line.text}"
    if text[-1] == "/" and text[-2:-1].isalnum() and "/" in breaks.in_compounds:
        return text + line.text
    letters = first and second and line.text[0].islower() and text[-1].isalpha()
    if letters and breaks.is_word_cut(first, second) and _is_cut(last, line, right):
        return text + line.text
    # three digits are a group of their own, behind a space
    digits = _DIGITS.match(line.text) if text[-1].isdigit() else None
    if digits is not None and len(digits[0]) != 3 and _is_cut(last, line, right):
        return text + line.text
    return f"{text} {line.text}"


def _is_cut(last: TextLine, line: TextLine, right: float) -> bool:
    """Whether a word fills its line to the end and is longer than a line with what follows."""
    first = last.text.rpartition(" ")[2]
    letter = (last.x1 - last.x0) / len(last.text)
    whole = len(first) * letter + line.first_width
    width = right - min(last.x0, line.x0)
    return last.x1 + line.first_letter > right - _HAIR and whole > _NEARLY * width
