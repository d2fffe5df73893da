"""A PDF file with a text layer to blocks: ruled tables, and paragraphs by their letters."""

from __future__ import annotations

import logging
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from threading import Lock
from typing import Any, Final, NoReturn

from municompare.documents.assembly import Assembly
from municompare.documents.joining import TablePart, continued, goes_on
from municompare.documents.limits import Limits
from municompare.documents.pdf_flow import Paragraph, joined_pages, paragraphs
from municompare.documents.pdf_lines import Breaks
from municompare.documents.pdf_marks import page_marks
from municompare.documents.pdf_page import PageTable, PageText, page_text
from municompare.documents.pdf_streams import broken, check_streams
from municompare.documents.pdf_structure import check_structure
from municompare.documents.pdf_typography import Typography, without_running_heads
from municompare.documents.problems import library, refuse
from municompare.errors import Issue, Reading

__all__ = ["read_pdf"]

_END_MARK: Final = b"%%EOF"
_END_WITHIN: Final = 4096
_ENCRYPTION: Final = re.compile(rb"/Encrypt\s*(?:<<|\d+\s+\d+\s+R)")
_UNREADABLE: Final = 0.1
_ONE_AT_A_TIME: Final = Lock()
"""The library of PDF files serves one thread."""
_WORDS_OF_A_FULL_LINE: Final = 4


def read_pdf(data: bytes, name: str, limits: Limits) -> Assembly:
    """Read a PDF file.

    Parameters
    ----------
    data : bytes
        The file's content.
    name : str
        The file's name.
    limits : Limits
        How much it may hold.

    Returns
    -------
    Assembly
        The blocks; text is located by ``p6/L2``, a cell by ``p6/t1/r3/c5``.
    """
    pdfium = library("pypdfium2", extra="pdf", name=name)
    library("pdfminer.pdfdocument", extra="pdf", name=name)
    if _END_MARK not in data[-_END_WITHIN:]:
        broken(name, "its end is missing")
    if _ENCRYPTION.search(data):
        _encrypted(name)
    check_streams(data, name, limits)
    with _ONE_AT_A_TIME:
        return _read(pdfium, data, name, limits)


def _read(pdfium: Any, data: bytes, name: str, limits: Limits) -> Assembly:
    pictures: list[int] = []
    document = _opened(pdfium, data, name)
    try:
        limits.check_pages(len(document), name)
        with _quiet():
            check_structure(data, name, limits)
        pages = list(_pages(document, name, pictures))
    finally:
        document.close()
    assembly = _Setting(pages).assembly
    if pictures:
        assembly.issues.append(
            Issue(
                code="MC018",
                severity="warning",
                message="expected text on every page, found pages that hold a picture and no "
                "letter; they are not read.",
                remedy="Look at these pages; if they are scanned, run text recognition (OCR) on "
                "them.",
                readings=tuple(Reading(document=name, locator=f"p{page}") for page in pictures),
            )
        )
    return assembly


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep a parser's remarks to itself: what they are about is checked or refused here."""
    logger = logging.getLogger("pdfminer")
    handler = logging.NullHandler()
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)


def _opened(pdfium: Any, data: bytes, name: str) -> Any:
    raw = pdfium.raw
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            _encrypted(name)
        broken(name, str(error))
    if raw.FPDF_GetSecurityHandlerRevision(document.raw) != -1:
        document.close()
        _encrypted(name)
    return document


def _encrypted(name: str) -> NoReturn:
    refuse(
        "MC017",
        name,
        "expected a document that anyone can open, found a PDF file that is encrypted.",
        "Open it with its password and print it to a new file.",
    )


def _pages(document: Any, name: str, pictures: list[int]) -> Iterator[PageText]:
    """Read the pages one by one, and note those that are pictures.

    What is no text is refused when all pages are known.
    """
    glyphs = unreadable = 0
    before: PageText | None = None
    for number in range(1, len(document) + 1):
        try:
            page = document[number - 1]
            marks = page_marks(page, number, name)
            page.close()
        except import_module("pypdfium2").PdfiumError as error:
            broken(name, f"page {number} cannot be loaded ({error})", f"p{number}")
        glyphs += len(marks.glyphs)
        unreadable += marks.unreadable
        if marks.pictured and not marks.glyphs:
            pictures.append(number)
        before = page_text(marks, before)
        yield before
    if pictures and not glyphs:
        refuse(
            "MC018",
            name,
            f"expected a PDF file with a text layer, found pictures of {len(pictures)} pages and "
            "no letter.",
            "Run text recognition (OCR) on the scan, and check what it reads.",
        )
    if unreadable > _UNREADABLE * (glyphs + unreadable):
        refuse(
            "MC018",
            name,
            f"expected letters, found {unreadable} of {glyphs + unreadable} characters that do not "
            "say which letters they are.",
            "Print the document to a new PDF file, or run text recognition (OCR) on it.",
        )


class _Setting:
    """Puts the pages of a document together.

    Attributes
    ----------
    assembly : Assembly
        The blocks.
    """

    def __init__(self, pages: Sequence[PageText]) -> None:
        self.assembly = Assembly()
        typography = Typography.of(pages)
        pages = without_running_heads(pages, typography.body)
        self._typography = Typography.of(pages)
        self._rights = _right_edges(pages)
        self._open: TablePart | None = None
        self._notes: list[Paragraph] = []
        flows = [
            paragraphs(page, self._typography, self._rights[round(page.width)]) for page in pages
        ]
        joined_pages(flows, pages, self._typography, self._rights)
        self._breaks = Breaks.of(
            [
                *((each.lines, self._rights[each.width]) for flow in flows for each in flow),
                *((each[2], each[3]) for page in pages for t in page.tables for each in t.cells()),
            ]
        )
        for page, flow in zip(pages, flows, strict=True):
            self._page(page, flow)
        self._close()

    def _page(self, page: PageText, flow: Sequence[Paragraph]) -> None:
        items: list[Paragraph | PageTable] = sorted(
            [*flow, *page.tables], key=lambda each: each.top
        )
        for index, item in enumerate(items):
            if isinstance(item, PageTable):
                part = item.part(self._breaks)
                if index == 0 and self._open is not None and goes_on(self._open, part):
                    self._open = continued(self._open, part)
                else:
                    self._close()
                    self._open = part
            elif self._open is not None and index and item.is_note(self._typography):
                self._notes.append(item)
            else:
                self._close()
                self._add(item)

    def _add(self, paragraph: Paragraph) -> None:
        paragraph.add_to(self.assembly, self._rights[paragraph.width], self._breaks)

    def _close(self) -> None:
        """End the table that may go on, and let the notes follow that stand below it."""
        if self._open is not None:
            self.assembly.table(self._open.rows)
            self._open = None
        for note in self._notes:
            self._add(note)
        self._notes.clear()


def _right_edges(pages: Sequence[PageText]) -> dict[int, float]:
    """For each width of pages: where their full lines end."""
    full: defaultdict[int, list[float]] = defaultdict(list)
    others: defaultdict[int, list[float]] = defaultdict(list)
    for page in pages:
        others[round(page.width)].append(0.0)
        for line in page.lines:
            words = line.text.count(" ") + 1
            kind = full if words >= _WORDS_OF_A_FULL_LINE else others
            kind[round(page.width)].append(line.x1)
    return {width: max(full.get(width) or edges) for width, edges in others.items()}
