"""A DOCX file to blocks: paragraphs by their styles, lists as they are counted, tables as grids."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, Final

from municompare.documents.assembly import TYPED_MARKER, Assembly, TableRow, printed
from municompare.documents.docx_package import open_docx
from municompare.documents.docx_styles import (
    Numbering,
    Style,
    Styles,
    child,
    is_on,
    outline_level,
    value,
    w,
)
from municompare.documents.grid import filled
from municompare.documents.limits import Limits, too_deep
from municompare.documents.superscripts import raised
from municompare.model.quantity import Place

__all__ = ["read_docx"]

_MATH: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_COMPATIBLE: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_GONE: Final = frozenset(map(w, ("del", "moveFrom", "instrText", "delText", "rPr", "pPr")))
_SYMBOLS: Final = {
    # the Symbol font's places for signs that a figure may carry
    0xF0A3: "≤", 0xF0B3: "≥", 0xF0B1: "±", 0xF0B4: "×", 0xF0B7: "•", 0xF02D: "-", 0xF0B0: "°",
    0xF0AE: "→", 0xF0E0: "→",
}  # fmt: skip
_BREAK: Final = "\n"
_CONTAINERS: Final = frozenset(
    map(w, ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo", "txbxContent"))
)
_SAME_EDGE: Final = 140
"""Twentieths of a point, a quarter of a centimetre: no column of text is so narrow."""
_UNSTATED_WIDTH: Final = 1_000


def read_docx(data: bytes, name: str, limits: Limits) -> Assembly:
    """Read a DOCX file.

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
        The blocks; text is located by its line, a cell by ``t1/r3/c5``.
    """
    document = open_docx(data, name, limits)
    try:
        reader = _Reader(document.part)
        reader.flow(document.element.body)
    except RecursionError:
        too_deep(name)
    return reader.assembly


@dataclass(slots=True)
class _Words:
    """What a paragraph prints, and what hangs on it."""

    pieces: list[str] = field(default_factory=list)
    emphasised: bool | None = None
    notes: list[tuple[str, Any]] = field(default_factory=list)
    boxes: list[Any] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.pieces)


class _Reader:
    """Walks the body once; footnotes follow the block that refers to them."""

    def __init__(self, part: Any) -> None:
        self.assembly = Assembly()
        self._styles = Styles(_related(part, "styles"))
        self._numbering = Numbering(_related(part, "numbering"))
        self._notes = {
            (kind, note.get(w("id"))): note
            for kind in ("footnote", "endnote")
            for note in _notes(part, kind)
        }
        self._numbered = 0
        self._tables = 0

    def flow(self, container: Any) -> None:
        """Read all paragraphs and tables that lie in a container."""
        for element in _blocks(container):
            words = _Words()
            if element.tag == w("tbl"):
                self._table(element, words)
            else:
                self._paragraph(element, words)
            for box in words.boxes:
                self.flow(box)
            for mark, note in words.notes:
                text = " ".join(self._words(each, _Words()) for each in note.iter(w("p")))
                self.assembly.text("paragraph", printed(f"{mark} {text}"))

    def _paragraph(self, paragraph: Any, words: _Words) -> None:
        properties = child(paragraph, "pPr")
        style = self._styles.of(properties)
        marker = self._numbering.next(properties, style)
        self._words(paragraph, words)
        lines = [printed(line) for line in words.text.split(_BREAK)]
        whole = " ".join(line for line in lines if line)
        if not whole:
            return
        outline = outline_level(properties)
        level = style.heading if outline is None else outline
        if level:
            text = f"{marker.text} {whole}" if marker else whole
            self.assembly.text("heading", text, level=level)
        elif marker is not None:
            self.assembly.text("list_item", whole, level=marker.depth, marker=marker.text)
        else:
            for line in lines:
                typed = TYPED_MARKER.match(line)
                if typed:
                    self.assembly.text(
                        "list_item", line[typed.end() :], level=1, marker=typed["marker"]
                    )
                else:
                    self.assembly.text("paragraph", line, emphasised=words.emphasised is True)

    def _words(self, paragraph: Any, words: _Words) -> str:
        """Collect what a paragraph prints."""
        start = len(words.pieces)
        self._collect(paragraph, words, self._styles.of(child(paragraph, "pPr")))
        return "".join(words.pieces[start:])

    def _collect(self, element: Any, words: _Words, style: Style) -> None:
        for each in element:
            tag = each.tag
            if tag in _GONE or not isinstance(tag, str):
                continue
            if tag == w("r"):
                self._run(each, words, style)
            elif tag == w("txbxContent"):
                words.boxes.append(each)
            elif tag == _MATH:
                words.pieces.append(each.text or "")
                words.emphasised = False
            elif tag == _COMPATIBLE + "AlternateContent":
                self._collect(_chosen(each), words, style)
            else:
                self._collect(each, words, style)

    def _run(self, run: Any, words: _Words, style: Style) -> None:
        properties = child(run, "rPr")
        if properties is not None and is_on(properties, "vanish"):
            return
        start = len(words.pieces)
        for each in run:
            name = each.tag.rpartition("}")[2] if isinstance(each.tag, str) else ""
            if each.tag in _GONE:
                continue
            if name == "t":
                words.pieces.append(each.text or "")
            elif name == "tab":
                words.pieces.append(" ")
            elif name in ("br", "cr"):
                words.pieces.append(_BREAK)
            elif name == "noBreakHyphen":
                words.pieces.append("-")
            elif name == "sym":
                words.pieces.append(_symbol(each))
            elif name in ("footnoteReference", "endnoteReference"):
                self._note(each, name.removesuffix("Reference"), words)
            elif len(each):
                self._collect([each], words, style)
        text = "".join(words.pieces[start:])
        if value(properties, "vertAlign") == "superscript":
            words.pieces[start:] = [raised(text)]
        if words.emphasised is not False and any(map(str.isalnum, text)):
            named = value(properties, "rStyle")
            characters = self._styles.named(named) if named else None
            words.emphasised = style.emphasises(properties, characters)

    def _note(self, reference: Any, kind: str, words: _Words) -> None:
        note = self._notes.get((kind, reference.get(w("id"))))
        if note is None:
            return
        mark = ""
        if reference.get(w("customMarkFollows"), "0") in ("0", "false", "off"):
            self._numbered += 1
            mark = raised(str(self._numbered))
            words.pieces.append(mark)
        words.notes.append((mark, note))

    def _table(self, table: Any, words: _Words) -> None:
        rows = list(_rows(table))
        columns = _Columns(table, rows)
        cells = [cell for row in rows for cell in _children(row, "tc")]
        if columns.count < 2 or any(True for cell in cells for _ in cell.iter(w("tbl"))):
            # a frame around text, or a layout: what it holds is read as it comes
            for cell in cells:
                self.flow(cell)
            return
        self._tables += 1
        grid = filled([self._row(row, columns, words) for row in rows])
        self.assembly.table(
            [
                TableRow(texts, Place(table=self._tables, row=number))
                for number, texts in enumerate(grid, 1)
            ]
        )

    def _row(self, row: Any, columns: _Columns, words: _Words) -> dict[int, str]:
        texts: dict[int, str] = {}
        for start, _, cell in _spans(row):
            properties = child(cell, "tcPr")
            merge = child(properties, "vMerge")
            hidden = (merge is not None and merge.get(w("val")) != "restart") or (
                value(properties, "hMerge") == "continue"
            )
            text = "" if hidden else self._cell_text(cell, words)
            column = columns.of(start)
            texts[column] = " ".join(filter(None, (texts.get(column), text)))
        return texts

    def _cell_text(self, cell: Any, words: _Words) -> str:
        texts = []
        for paragraph in _blocks(cell):
            properties = child(paragraph, "pPr")
            marker = self._numbering.next(properties, self._styles.of(properties))
            text = printed(self._words(paragraph, words))
            texts.append(f"{marker.text} {text}" if marker and text else text)
        return " ".join(filter(None, texts))


class _Columns:
    """The columns that a reader sees: edges that nearly meet are one.

    Parameters
    ----------
    table : element
        The table.
    rows : list of element
        Its rows.
    """

    def __init__(self, table: Any, rows: list[Any]) -> None:
        widths = [each.get(w("w")) for each in table.iterfind(f"{w('tblGrid')}/{w('gridCol')}")]
        edges = [0]
        for width in widths:
            edges.append(edges[-1] + (_integer(width) or _UNSTATED_WIDTH))
        starts = [{start for start, _, _ in _spans(row)} for row in rows]
        self._columns: dict[int, int] = {}
        column: list[int] = []
        for start in sorted(set().union(*starts)):
            # beyond the stated grid each step is a column
            beyond = max(0, start - len(edges) + 1)
            edges.extend(edges[-1] + _UNSTATED_WIDTH for _ in range(beyond))
            near = column and edges[start] - edges[column[0]] < _SAME_EDGE
            if not near or any(start in row and not row.isdisjoint(column) for row in starts):
                column = []
            self._columns[start] = self.count - 1 if column else self.count
            column.append(start)

    @property
    def count(self) -> int:
        """How many there are."""
        return len(set(self._columns.values()))

    def of(self, start: int) -> int:
        """The column in which a cell stands that begins at a column of the grid."""
        return self._columns[start]


def _spans(row: Any) -> Iterator[tuple[int, int, Any]]:
    """Each cell of a row with the columns of the grid where it begins and ends."""
    at = _integer(value(row, "trPr", "gridBefore"))
    for cell in _children(row, "tc"):
        end = at + max(1, _integer(value(cell, "tcPr", "gridSpan")))
        yield at, end, cell
        at = end


def _rows(table: Any) -> Iterator[Any]:
    for row in _children(table, "tr"):
        if child(row, "trPr", "del") is None:
            yield row


def _children(element: Any, name: str) -> Iterator[Any]:
    """Rows or cells, also those that lie in a content control or a tracked insertion."""
    for each in element:
        if each.tag == w(name):
            yield each
        elif each.tag in _CONTAINERS:
            yield from _children(each, name)


def _blocks(container: Any) -> Iterator[Any]:
    """Paragraphs and tables of a container, in their order."""
    for each in container:
        if each.tag in (w("p"), w("tbl")):
            yield each
        elif each.tag in _CONTAINERS:
            yield from _blocks(each)
        elif each.tag == _COMPATIBLE + "AlternateContent":
            yield from _blocks(_chosen(each))


def _chosen(alternatives: Any) -> Any:
    """The form that a word processor of today shows."""
    choice = alternatives.find(_COMPATIBLE + "Choice")
    fallback = alternatives.find(_COMPATIBLE + "Fallback")
    return choice if choice is not None else fallback if fallback is not None else ()


def _symbol(element: Any) -> str:
    code = element.get(w("char")) or ""
    number = int(code, 16) if re.fullmatch(r"[0-9A-Fa-f]{1,5}", code) else 0
    return _SYMBOLS.get(number, chr(number) if number else "")


def _notes(part: Any, kind: str) -> list[Any]:
    """The footnotes or endnotes; lines that part them from the text are of another type."""
    root = _related(part, f"{kind}s")
    found = [] if root is None else root.findall(w(kind))
    return [note for note in found if note.get(w("type"), "normal") == "normal"]


def _integer(text: str | None) -> int:
    """A number of the markup; what is no sensible one counts as none."""
    return int(text) if text is not None and re.fullmatch(r"\d{1,6}", text) else 0


def _related(part: Any, kind: str) -> Any:
    """Root of the part that the document relates to in this way, if there is one."""
    for relation in part.rels.values():
        if relation.reltype.endswith(f"/{kind}") and not relation.is_external:
            target = relation.target_part
            if hasattr(target, "element"):
                return target.element
            return import_module("docx.oxml").parse_xml(target.blob)
    return None
