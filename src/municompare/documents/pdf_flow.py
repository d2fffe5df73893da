"""Printed lines outside of tables to headings, paragraphs and list items."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from municompare.documents.assembly import TYPED_MARKER, Assembly, Part
from municompare.documents.pdf_lines import Breaks, TextLine, fits, joined_text
from municompare.documents.pdf_page import PageText
from municompare.documents.pdf_typography import SAME_SIZE, Typography
from municompare.model.quantity import Place

__all__ = ["Paragraph", "joined_pages", "paragraphs"]

_LONGEST_HEADING: Final = 400
_LONGEST_WITH_SENTENCES: Final = 120
_LONGEST_BOLD_HEADING: Final = 100
_WIDER_LEADING: Final = 1.3
_INDENT: Final = 3.0
_WIDE_GAP: Final = 0.8
_LEADER: Final = re.compile(r"(?:\.\s?){4,}\s*\d{1,4}$|…{2,}\s*\d{1,4}$")
_SENTENCES: Final = re.compile(r"[.!?] \w")
_ENDS: Final = re.compile(r"[.!?:;)]$")
_NOTE_MARK: Final = re.compile(r"\*|[†‡¹²³⁴⁵⁶⁷⁸⁹]")


@dataclass(slots=True)
class Paragraph:
    """Lines that belong together.

    Parameters
    ----------
    place : Place
        The page, and its number among the page's paragraphs.
    width : int
        The page's width.
    lines : list of TextLine
        The lines.
    marker : str
        What stands before a list item.
    level : int
        Depth of a list item.
    heading : int or None
        Level of a heading.
    rest : Paragraph or None
        What goes on with it on the next page.
    """

    place: Place
    width: int
    lines: list[TextLine]
    marker: str = ""
    level: int = 1
    heading: int | None = None
    rest: Paragraph | None = None

    @property
    def top(self) -> float:
        """Its upper edge."""
        return self.lines[0].top

    def is_note(self, typography: Typography) -> bool:
        """Whether it looks like a note below a table or page: by its mark or its small letters."""
        line = self.lines[0]
        small = line.size < typography.body - SAME_SIZE
        return small or _NOTE_MARK.match(line.text) is not None

    def add_to(self, assembly: Assembly, right: float, breaks: Breaks) -> None:
        """Add it as the block that it is.

        Parameters
        ----------
        assembly : Assembly
            The document.
        right : float
            Where lines end at the latest.
        breaks : Breaks
            How the typesetter breaks lines.
        """
        part: Paragraph | None = self
        parts: list[Part] = []
        lines: list[TextLine] = []
        while part is not None:
            text = joined_text(part.lines, right, breaks)
            if part is self and self.marker and self.heading is None:
                first = self.lines[0]
                text = text[len(first.text) - len(_without_marker(first)[1]) :]
            parts.append(Part(text, part.place))
            lines.extend(part.lines)
            part = part.rest
        if self.heading is not None:
            assembly.text("heading", parts, level=self.heading)
        elif self.marker:
            assembly.text("list_item", parts, level=self.level, marker=self.marker)
        else:
            bold, italic = all(each.bold for each in lines), all(each.italic for each in lines)
            assembly.text("paragraph", parts, emphasised=bold or italic)


def paragraphs(page: PageText, typography: Typography, right: float) -> list[Paragraph]:
    """Group a page's lines.

    A line goes on with the paragraph above if it stands below it at the usual distance, in the
    same letters, and its first word had no room in the line above.

    Parameters
    ----------
    page : PageText
        The page.
    typography : Typography
        The document's letters.
    right : float
        Where lines end at the latest.
    """
    made: list[Paragraph] = []
    for line in page.lines:
        marker, _ = _without_marker(line)
        if marker and made and _is_dash(marker, made[-1], line, typography, right):
            marker = ""
        tables = [t for t in page.tables if made and made[-1].top < t.top < line.top]
        if made and not marker and not tables and _goes_on(made[-1], line, typography, right):
            made[-1].lines.append(line)
        else:
            place = Place(page=page.number, line=len(made) + 1)
            made.append(Paragraph(place, round(page.width), [line], marker))
    _set_headings(made, typography, [table.top for table in page.tables])
    return made


def joined_pages(
    flows: Sequence[list[Paragraph]],
    pages: Sequence[PageText],
    typography: Typography,
    rights: Mapping[int, float],
) -> None:
    """Put a paragraph that a page break cuts together, and count the depth of lists.

    The first paragraph of a page is the rest of the last one above if that stops without a mark,
    in a line in which its next word had no room.

    Parameters
    ----------
    flows : sequence of list of Paragraph
        The paragraphs of each page; a rest is taken out of its page.
    pages : sequence of PageText
        The pages.
    typography : Typography
        The document's letters.
    rights : mapping of int to float
        For each width of pages, where lines end at the latest.
    """
    last: Paragraph | None = None
    for page, flow in zip(pages, flows, strict=True):
        tops = [table.top for table in page.tables]
        first = flow[0] if flow and not any(top < flow[0].top for top in tops) else None
        if last is not None and first is not None and _is_rest(last, first, rights):
            last.rest = flow.pop(0)
            last = last.rest if not flow else last
        text = [each for each in flow if not each.is_note(typography)]
        if text or tops:
            below = text and not any(top > text[-1].top for top in tops)
            last = text[-1] if below else None
    _set_list_levels(paragraph for flow in flows for paragraph in flow)


def _is_rest(above: Paragraph, first: Paragraph, rights: Mapping[int, float]) -> bool:
    last, line = above.lines[-1], first.lines[0]
    return (
        above.heading is None
        and first.heading is None
        and not first.marker
        and above.width == first.width
        and abs(last.size - line.size) < SAME_SIZE
        and not _ENDS.search(last.text)
        and not _LEADER.search(last.text)
        and not fits(last, line, rights[above.width])
        # titles in a list end without a mark too
        and (len(above.lines) > 1 or line.text[0].islower())
    )


def _without_marker(line: TextLine) -> tuple[str, str]:
    """The marker of a list item and the text behind it."""
    match = TYPED_MARKER.match(line.text)
    if match is not None:
        marker = match["marker"]
        return ("•" if ord(marker[0]) >= 0xF000 else marker), line.text[match.end() :]
    if line.text.startswith("o ") and line.gap > _WIDE_GAP:
        return "◦", line.text[2:]
    return "", line.text


def _is_dash(
    marker: str, above: Paragraph, line: TextLine, typography: Typography, right: float
) -> bool:
    """Whether what looks like a marker goes on with a sentence that began above."""
    last = above.lines[-1]
    x0 = last.x0
    if above.marker and len(above.lines) == 1:
        x0 += last.first_width + last.gap * last.size  # where the text behind the marker begins
    return (
        marker in ("-", "–", "+")
        and not _ENDS.search(last.text)
        and abs(line.x0 - x0) < _INDENT
        and not fits(last, line, right)
        and _goes_on(above, line, typography, right)
    )


def _goes_on(above: Paragraph, line: TextLine, typography: Typography, right: float) -> bool:
    last = above.lines[-1]
    step = line.base - last.base
    if abs(line.size - last.size) > SAME_SIZE or _LEADER.search(last.text):
        return False
    if not 0 < step <= typography.leading * _WIDER_LEADING * last.size:
        return False
    if all(each.bold for each in above.lines) and not line.bold:
        return False
    if above.marker and line.x0 < above.lines[0].x0 - _INDENT:
        return False
    if not fits(last, line, right):
        return True
    centred = abs((line.x0 + line.x1) - (last.x0 + last.x1)) < 2 * _INDENT
    aligned = abs(line.x0 - last.x0) < _INDENT or centred
    return aligned and line.text[0].islower() and not _ENDS.search(last.text)


def _set_headings(
    made: Sequence[Paragraph], typography: Typography, tables: Sequence[float]
) -> None:
    """Tell headings by larger letters, and by bold ones above text that is not bold."""
    for index, paragraph in enumerate(made):
        line = paragraph.lines[0]
        text = " ".join(each.text for each in paragraph.lines)
        several = len(text) > _LONGEST_WITH_SENTENCES and _SENTENCES.search(text)
        bulleted = paragraph.marker and not paragraph.marker[0].isdigit()
        if bulleted or several or not any(map(str.isalpha, text)) or len(text) > _LONGEST_HEADING:
            continue
        level = typography.level(line)
        if level is not None:
            paragraph.heading = level
        elif (
            all(each.bold for each in paragraph.lines)
            and line.size > typography.body - SAME_SIZE
            and len(text) <= _LONGEST_BOLD_HEADING
            and not _ENDS.search(text)
            and not _is_bold_text(made[index : index + 2], tables)
        ):
            paragraph.heading = len(typography.headings) + 1


def _is_bold_text(pair: Sequence[Paragraph], tables: Sequence[float]) -> bool:
    """Whether the second of two paragraphs is bold too, and follows without a table between."""
    if len(pair) < 2 or any(pair[0].top < top < pair[1].top for top in tables):
        return False
    return all(each.bold for each in pair[1].lines)


def _set_list_levels(made: Iterable[Paragraph]) -> None:
    """Depth of list items by how far they are indented."""
    indents: list[float] = []
    for paragraph in made:
        if not paragraph.marker or paragraph.heading is not None:
            indents = []
            continue
        x0 = paragraph.lines[0].x0
        while indents and x0 < indents[-1] - _INDENT:
            indents.pop()
        if not indents or x0 > indents[-1] + _INDENT:
            indents.append(x0)
        paragraph.level = len(indents)
