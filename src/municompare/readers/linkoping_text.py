"""Running text of Linköping's documents: paragraphs that go on, sentences, wholly marked lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Final

from municompare.documents import Block, SourceDocument
from municompare.model.quantity import Locator, Place
from municompare.text.sentences import split_sentences

__all__ = [
    "LONGEST",
    "Statement",
    "alike",
    "along",
    "is_emphasised",
    "place_of",
    "sentences",
    "shortened",
    "whole",
    "wording",
]

LONGEST: Final = 600
"""Characters of an element's own wording that may be kept."""

_ENDS: Final = re.compile(r"[.!?:;…)\"”]\s*$")
_GOES_ON: Final = re.compile(r"[a-zåäöé]")
_MARKED: Final = re.compile(
    r"(?P<mark>\*{1,3}|_{1,3})(?P<text>[^*_].*[^*_\\])(?P=mark)"
    r"|<(?P<tag>i|b|em|strong)>(?P<inner>.+)</(?P=tag)>"
)
_PERSON: Final = re.compile(
    # a name with the party, or with the title, that minutes print beside it
    r"\b[A-ZÅÄÖÉ][\w'’-]+(?: [A-ZÅÄÖÉ][\w'’.-]*)* \([A-ZÅÄÖ]{1,4}\)"
)


@dataclass(frozen=True, slots=True)
class Statement:
    """A part of a block's text that knows where it stands.

    Parameters
    ----------
    block : Block
        The block.
    start, end : int
        Offsets in the block's text.
    """

    block: Block
    start: int
    end: int

    @property
    def text(self) -> str:
        """What is printed."""
        return self.block.text[self.start : self.end]

    @property
    def line(self) -> int:
        """The line in which it begins."""
        return self._places[0].line or self.block.line

    @property
    def names_a_person(self) -> bool:
        """Whether a person is named with a party, as minutes do."""
        return _PERSON.search(self.text) is not None

    @property
    def _places(self) -> list[Place]:
        """Where it stands, one place for each line that holds a part of it."""
        places: list[Place] = []
        spans = self.block.spans
        ends = [*(start for start, _, _ in spans[1:]), len(self.block.text)]
        for (start, line, column), end in zip(spans, ends, strict=True):
            if end > self.start and start < self.end:
                first = column + max(0, self.start - start)
                if not places or places[-1].line != line:
                    places.append(Place(line=line, char=first))
        return places

    @property
    def locator(self) -> str:
        """Where it stands."""
        if self.start == 0 and self.block.line == self.block.last_line:
            return self.block.locator
        first, *rest = self._places
        if self.start == 0:
            first = replace(first, char=None)
        return str(Locator(((first, *(replace(place, char=None) for place in rest)),)))

    def locate(self, index: int) -> str:
        """Locator of one character of the text."""
        return self.block.locate(self.start + index)

    def part(self, start: int, end: int | None = None) -> Statement:
        """The part between two offsets in its own text."""
        last = self.end if end is None else self.start + end
        return Statement(self.block, self.start + start, last)


def place_of(block: Block) -> str:
    """Where a block stands; one place for each paragraph that was joined."""
    return whole(block).locator if block.kind != "table" else block.locator


def whole(block: Block) -> Statement:
    """All of a block as a statement."""
    return Statement(block, 0, len(block.text))


@lru_cache(maxsize=1024)
def _split(text: str) -> tuple[tuple[int, str], ...]:
    return split_sentences(text, language="sv")


def sentences(block: Block) -> Iterator[Statement]:
    """The sentences of a block."""
    for offset, sentence in _split(block.text):
        yield Statement(block, offset, offset + len(sentence))


def along(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Blocks in which a paragraph that a page break cuts in two is one again.

    A paragraph goes on in the next one if it ends without a mark and the next one begins with a
    small letter.
    """
    joined: list[Block] = []
    for block in blocks:
        last = joined[-1] if joined else None
        goes_on = (
            last is not None
            and last.kind == block.kind == "paragraph"
            and _ENDS.search(last.text) is None
            and _GOES_ON.match(block.text) is not None
        )
        if last is None or not goes_on:
            joined.append(block)
            continue
        shift = len(last.text) + 1
        spans = tuple((start + shift, line, column) for start, line, column in block.spans)
        joined[-1] = replace(
            last,
            text=f"{last.text} {block.text}",
            last_line=block.last_line,
            spans=last.spans + spans,
        )
    return tuple(joined)


def alike(text: str, others: Sequence[str], *, at_least: float) -> list[int]:
    """Indexes of the texts that have at least that share of their letters in common with one.

    Examples
    --------
    >>> alike("förlänga avtal", ["säga upp avtal", "förlåna avtal"], at_least=0.8)
    [1]
    """
    # what is compared with many is analysed once, as the second sequence
    matcher = SequenceMatcher(None, "", text, autojunk=False)
    found = []
    for index, other in enumerate(others):
        matcher.set_seq1(other)
        bounds = (matcher.real_quick_ratio, matcher.quick_ratio, matcher.ratio)
        if other == text or all(bound() >= at_least for bound in bounds):
            found.append(index)
    return found


def is_emphasised(document: SourceDocument, block: Block) -> bool:
    """Tell whether a paragraph is printed in italics or bold from its first to its last word."""
    if block.kind != "paragraph":
        return False
    if block.emphasised:
        return True
    numbers = dict.fromkeys(line for _, line, _ in block.spans)
    raws = [document.lines[number - 1].strip() for number in numbers]
    return all(map(_is_marked, raws)) or _is_marked(" ".join(raws))


def _is_marked(raw: str) -> bool:
    match = _MARKED.fullmatch(raw)
    if match is None:
        return False
    return (match["mark"] or f"<{match['tag']}>") not in (match["text"] or match["inner"])


def shortened(text: str) -> str:
    """The whole sentences of a text that fit into an element's own wording.

    Examples
    --------
    >>> shortened("En mening. " + "Lång mening " * 60)
    'En mening.'
    """
    if len(text) <= LONGEST:
        return text
    kept = 0
    for offset, sentence in split_sentences(text, language="sv"):
        if offset + len(sentence) > LONGEST:
            break
        kept = offset + len(sentence)
    return text[:kept] if kept else text[: LONGEST - 1].rpartition(" ")[0] + "…"


def wording(statement: Statement) -> str | None:
    """A statement's own wording, without a footnote mark; none if it names a person."""
    return None if statement.names_a_person else shortened(statement.text.lstrip("* "))
