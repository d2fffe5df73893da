"""An HTML page to blocks: what a browser sets as paragraphs, lists and tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from municompare.documents.assembly import TYPED_MARKER, Assembly, TableRow, printed
from municompare.documents.grid import MOST_COLUMNS, SpanningCell, grid_of
from municompare.documents.limits import DEEPEST, Limits, too_deep
from municompare.documents.problems import library, refuse
from municompare.documents.superscripts import raised
from municompare.model.quantity import Place

__all__ = ["read_html"]

_UNSEEN: Final = frozenset(
    ("head", "script", "style", "template", "noscript", "svg", "math", "canvas", "object", "audio",
     "video", "iframe", "select", "option", "textarea", "button", "dialog", "map", "datalist")
)  # fmt: skip
_BLOCKS: Final = frozenset(
    ("address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details",
     "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3",
     "h4", "h5", "h6", "header", "hgroup", "hr", "html", "legend", "li", "main", "menu", "nav",
     "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr",
     "ul")
)  # fmt: skip
_HEADING: Final = re.compile(r"h([1-6])")
_EMPHASIS: Final = frozenset(("b", "strong", "i", "em"))
_STYLED: Final = re.compile(
    r"font-(?:style\s*:\s*(?:italic|oblique)|weight\s*:\s*(?:bold|[6-9]00))"
)
_HIDDEN: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden")
_DECLARES: Final = re.compile(r"<!doctype[^>\[]*\[|<!entity\b", re.IGNORECASE)
_DECLARATION: Final = re.compile(r"\s*<\?xml\b[^>]*\?>")
_BREAK: Final = "\n"
_ELEMENTS_PER_PAGE: Final = 500
"""A page of a table has some two hundred cells."""


def read_html(text: str, name: str, limits: Limits) -> Assembly:
    """Read an HTML page; nothing that it refers to is loaded.

    Parameters
    ----------
    text : str
        The page.
    name : str
        The file's name.
    limits : Limits
        How much it may hold.

    Returns
    -------
    Assembly
        The blocks; text is located by its line, a cell by ``t1/r3/c5``.
    """
    etree = library("lxml.etree", extra="html", name=name)
    elements = text.count("<") - text.count("</")
    limits.check_parts(elements, name, "elements of markup", per_page=_ELEMENTS_PER_PAGE)
    if _DECLARES.search(text):
        refuse(
            "MC022",
            name,
            "expected a page without declarations of its own, found a document type with entities.",
            "Do not trust this file; save the page again with a browser.",
        )
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False
    )
    try:
        root = etree.fromstring(_DECLARATION.sub("", text, count=1).encode("utf-8"), parser)
    except etree.XMLSyntaxError as error:
        refuse("MC019", name, f"expected an HTML page, cannot read it: {error}.")
    for fault in parser.error_log:
        if "depth" in fault.message:
            too_deep(name)
        if "limit" in fault.message:
            refuse(
                "MC022",
                name,
                "expected texts and attributes of at most 10 MB each, found a longer one.",
                "Save the page again with a browser, without the pictures inside it.",
            )
        if fault.level_name == "FATAL":
            refuse(
                "MC019",
                name,
                f"expected an HTML page, cannot read it from line {fault.line} on: "
                f"{fault.message.strip()}.",
                "Open it with a browser and save it again.",
            )
    if root is None:
        return Assembly()
    _check_depth(root, name)
    reader = _Reader(name, limits)
    reader.flow(root)
    reader.close()
    return reader.assembly


def _check_depth(root: Any, name: str) -> None:
    depth = 0
    element = root
    while element is not None:
        if len(element):
            element, depth = element[0], depth + 1
            if depth > DEEPEST:
                too_deep(name)
            continue
        while element is not None and element.getnext() is None:
            element, depth = element.getparent(), depth - 1
        element = None if element is None else element.getnext()


@dataclass(slots=True)
class _Line:
    """Inline text that is being collected."""

    pieces: list[str] = field(default_factory=list)
    emphasised: bool | None = None

    def add(self, text: str | None, *, emphasised: bool) -> None:
        if text:
            self.pieces.append(text)
            if self.emphasised is not False and any(map(str.isalnum, text)):
                self.emphasised = emphasised


class _Reader:
    """Walks the page once; inline text gathers until a block begins or ends."""

    def __init__(self, name: str, limits: Limits) -> None:
        self.assembly = Assembly()
        self._name = name
        self._limits = limits
        self._line = _Line()
        self._marker: tuple[str, int] | None = None
        self._heading: int | None = None
        self._tables = 0

    def flow(self, element: Any, *, emphasised: bool = False, depth: int = 0) -> None:
        """Read what an element holds.

        Parameters
        ----------
        element : element
            The element.
        emphasised : bool
            Whether it stands inside emphasis.
        depth : int
            How many lists it stands in.
        """
        tag = element.tag
        if tag in _UNSEEN or _is_hidden(element):
            return
        if tag == "table":
            self.close()
            self._table(element, emphasised=emphasised, depth=depth)
            return
        block = tag in _BLOCKS
        if block:
            self.close()
        match = _HEADING.fullmatch(tag)
        if tag == "br":
            self._line.pieces.append(_BREAK)
        elif tag == "hr":
            self.assembly.text("rule", "---")
        elif match:
            self._heading = int(match[1])
        emphasised = emphasised or _is_emphasis(element)
        start = len(self._line.pieces)
        self._text(element.text, element, emphasised=emphasised)
        inner = depth + (tag in ("ul", "ol", "menu"))
        markers = _markers(element) if inner > depth else iter(())
        for each in element:
            if each.tag == "li":
                self.close()
                self._marker = (next(markers, "•"), max(1, inner))
            self.flow(each, emphasised=emphasised, depth=inner)
            self._text(each.tail, element, emphasised=emphasised)
        if tag == "sup":
            self._line.pieces[start:] = map(raised, self._line.pieces[start:])
        if block:
            self.close()
            if match:
                self._heading = None
            elif tag == "li":
                self._marker = None

    def _text(self, text: str | None, element: Any, *, emphasised: bool) -> None:
        if text and element.tag != "pre":
            text = text.replace(_BREAK, " ")
        self._line.add(text, emphasised=emphasised)

    def close(self) -> None:
        """End the paragraph that is being collected."""
        line, self._line = self._line, _Line()
        lines = [printed(each) for each in "".join(line.pieces).split(_BREAK)]
        whole = " ".join(filter(None, lines))
        if not whole:
            return
        if self._heading is not None:
            self.assembly.text("heading", whole, level=self._heading)
        elif self._marker is not None:
            marker, depth = self._marker
            self._marker = None  # a further paragraph of the item has none
            self.assembly.text("list_item", whole, level=depth, marker=marker)
        else:
            for each in lines:
                typed = TYPED_MARKER.match(each)
                if typed:
                    self.assembly.text(
                        "list_item", each[typed.end() :], level=1, marker=typed["marker"]
                    )
                else:
                    self.assembly.text("paragraph", each, emphasised=line.emphasised is True)

    def _table(self, table: Any, *, emphasised: bool, depth: int) -> None:
        for caption in table.findall("caption"):
            self.flow(caption, emphasised=emphasised, depth=depth)
        rows = [[each for each in row if each.tag in ("td", "th")] for row in _rows(table)]
        nested = any(True for row in rows for cell in row for _ in cell.iter("table"))
        covers = [[_covers(cell) for cell in row] for row in rows]
        width = max((sum(columns for columns, _ in row) for row in covers), default=0)
        if nested or width < 2:
            # a layout or a frame: what it holds is read as it comes
            for row in rows:
                for cell in row:
                    self.flow(cell, emphasised=emphasised, depth=depth)
            return
        cells = len(rows) * min(width, MOST_COLUMNS)
        self._limits.check_parts(cells, self._name, "cells of a table", per_page=_ELEMENTS_PER_PAGE)
        grid = grid_of(
            [
                [
                    SpanningCell(_cell_text(cell), columns, down or len(rows))
                    for cell, (columns, down) in zip(row, spans, strict=True)
                ]
                for row, spans in zip(rows, covers, strict=True)
            ]
        )
        if not any(map(any, grid)):
            return
        self._tables += 1
        self.assembly.table(
            [
                TableRow(texts, Place(table=self._tables, row=number))
                for number, texts in enumerate(grid, 1)
            ]
        )


def _rows(table: Any) -> Iterator[Any]:
    """The rows in the order in which they are printed: a foot stands last."""
    feet = []
    for each in table:
        if _is_hidden(each):
            continue
        if each.tag == "tr":
            yield each
        elif each.tag in ("thead", "tbody"):
            yield from (row for row in each if row.tag == "tr" and not _is_hidden(row))
        elif each.tag == "tfoot":
            feet.append(each)
    for foot in feet:
        yield from (row for row in foot if row.tag == "tr")


def _covers(cell: Any) -> tuple[int, int]:
    """Columns and rows that a cell covers; 0 rows for all that follow."""
    columns = _integer(cell.get("colspan"), 1)
    return max(1, min(columns, MOST_COLUMNS)), _integer(cell.get("rowspan"), 1)


def _integer(text: str | None, default: int) -> int:
    match = re.match(r"\s*\+?(\d{1,6})", text or "")
    return int(match[1]) if match else default


def _cell_text(cell: Any) -> str:
    pieces: list[str] = []
    _collect(cell, pieces)
    return printed("".join(pieces))


def _collect(element: Any, pieces: list[str]) -> None:
    """Text of a cell, its paragraphs apart and its list items with their marks."""
    tag = element.tag
    if tag in _UNSEEN or _is_hidden(element):
        return
    block = tag in _BLOCKS or tag == "br"
    start = len(pieces)
    pieces.append(" " if block else "")
    pieces.append(element.text or "")
    markers = _markers(element) if tag in ("ul", "ol", "menu") else iter(())
    for each in element:
        if each.tag == "li":
            pieces.append(f" {next(markers, '•')} ")
        _collect(each, pieces)
        pieces.append(each.tail or "")
    if tag == "sup":
        pieces[start:] = map(raised, pieces[start:])
    pieces.append(" " if block else "")


def _markers(element: Any) -> Iterator[str]:
    """What a browser sets before the items of a list."""
    if element.tag != "ol":
        while True:
            yield "•"
    number = _integer(element.get("start"), 1)
    items = [each for each in element if each.tag == "li"]
    for item in items:
        number = _integer(item.get("value"), number)
        yield f"{number}."
        number += 1


def _is_emphasis(element: Any) -> bool:
    return element.tag in _EMPHASIS or bool(_STYLED.search(element.get("style", "").lower()))


def _is_hidden(element: Any) -> bool:
    return element.get("hidden") is not None or bool(
        _HIDDEN.search(element.get("style", "").lower())
    )
