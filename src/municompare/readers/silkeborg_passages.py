"""Pieces of text that know where each of their characters is printed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from municompare.documents import Block, Cell, SourceDocument
from municompare.errors import Reading
from municompare.model.quantity import Locator, Place
from municompare.text.sentences import split_sentences

__all__ = ["Passage", "passages_of"]


@dataclass(frozen=True, slots=True)
class Passage:
    """A text and the places of its fragments, so that a part of it can still be located.

    Parameters
    ----------
    text : str
        What is printed; fragments of several cells are joined by a space.
    origins : tuple of (int, Place)
        For each fragment the index in the text where it starts, and the place of that character.
    """

    text: str
    origins: tuple[tuple[int, Place], ...]

    @classmethod
    def of_block(cls, block: Block) -> Passage:
        """Text of a heading, paragraph or list item."""
        return cls(
            block.text,
            tuple((start, Place(line=line, char=char)) for start, line, char in block.spans),
        )

    @classmethod
    def of_cell(cls, cell: Cell) -> Passage:
        """Text of a table cell."""
        return cls(cell.text, ((0, replace(Locator.parse(cell.locator).first, char=1)),))

    @property
    def locator(self) -> str:
        """Where it stands; one place for each line or cell that holds a part of it."""
        places: list[Place] = []
        for _, place in self.origins:
            if not places or (places[-1].line, places[-1].cell) != (place.line, place.cell):
                places.append(place)
        whole = (replace(place, char=None) if place.char == 1 else place for place in places)
        return str(Locator((tuple(whole),)))

    def part(self, start: int, end: int | None = None) -> Passage:
        """Give the text between two offsets, without white space at its ends."""
        chosen = self.text[start:end]
        start += len(chosen) - len(chosen.lstrip())
        chosen = chosen.strip()
        stop = start + len(chosen)
        ends = [*(at for at, _ in self.origins[1:]), len(self.text)]
        origins = []
        for (at, place), until in zip(self.origins, ends, strict=True):
            if until > start and at < stop:
                skipped = max(0, start - at)
                moved = replace(place, char=(place.char or 1) + skipped)
                origins.append((max(0, at - start), moved))
        return Passage(chosen, tuple(origins))

    def joined(self, other: Passage) -> Passage:
        """Give the statement that goes on in another place."""
        shift = len(self.text) + 1
        origins = tuple((at + shift, place) for at, place in other.origins)
        return Passage(f"{self.text} {other.text}", self.origins + origins)

    def sentences(self) -> tuple[Passage, ...]:
        """Its Danish sentences."""
        found = split_sentences(self.text, language="da")
        return tuple(self.part(offset, offset + len(sentence)) for offset, sentence in found)

    def reading(self, document: str) -> Reading:
        """The passage as the reading of an issue."""
        return Reading(text=self.text, document=document, locator=self.locator)


def passages_of(document: SourceDocument) -> Iterator[Passage]:
    """Every line and every cell that holds text, in printed order."""
    for block in document.blocks:
        if block.kind == "table":
            for row in block.rows:
                yield from (Passage.of_cell(cell) for cell in row.cells if cell.text)
        else:
            yield Passage.of_block(block)
