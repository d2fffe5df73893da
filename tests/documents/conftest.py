"""Typesets a document in other formats, as people have them: the same text, the same tables.

The tables get what typeset tables have: cells merged down where a label goes on, titles merged
across, and in PDF page breaks with a repeated header.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import pytest

from municompare.documents import Block, SourceDocument

LONGEST_WORD = 60.0
"""Points; a longer word is cut, without a hyphen."""
Typesetter = Callable[[SourceDocument, Path], Path]


@dataclass(frozen=True)
class Span:
    """A cell's text with the rows and columns that it covers."""

    text: str
    row: int
    column: int
    down: int = 1
    across: int = 1


def spans(block: Block) -> tuple[int, list[Span]]:
    """The cells of a table as they are typeset: how many columns, and the merged cells.

    A label in the first columns of an indicator table goes on over the empty cells below it; a
    row whose first cell alone has text is a title over all columns.
    """
    width = max(len(row.cells) for row in block.rows)
    texts = [[cell.text for cell in row.cells] for row in block.rows]
    for row in texts:
        row.extend([""] * (width - len(row)))
    header = texts[0]
    labels = 2 if width > 5 and all(header) else 0
    found: list[Span] = []
    covered: set[tuple[int, int]] = set()
    for number, row in enumerate(texts):
        for column, text in enumerate(row):
            if (number, column) in covered:
                continue
            down = across = 1
            if text and number and column < labels:
                while number + down < len(texts) and not texts[number + down][column]:
                    down += 1
            elif text and not column and not any(row[1:]) and labels == 0:
                across = width
            covered.update((number + i, column + j) for i in range(down) for j in range(across))
            found.append(Span(text, number, column, down, across))
    return width, found


def typeset_docx(document: SourceDocument, path: Path) -> Path:
    import docx

    made = docx.Document()
    for block in document.blocks:
        if block.kind == "heading":
            made.add_heading(block.text, min(block.level or 1, 9))
        elif block.kind == "list_item":
            if block.marker[:1].isdigit():
                made.add_paragraph(f"{block.marker} {block.text}")
            else:
                level = min(block.level or 1, 3)
                made.add_paragraph(block.text, "List Bullet" + ("" if level == 1 else f" {level}"))
        elif block.kind == "table":
            _docx_table(made, block)
        elif block.kind == "paragraph":
            run = made.add_paragraph().add_run(block.text)
            run.italic = block.emphasised
    made.save(str(path))
    return path


def _docx_table(made: Any, block: Block) -> None:
    width, cells = spans(block)
    table = made.add_table(len(block.rows), width)
    for cell in cells:
        first = table.cell(cell.row, cell.column)
        last = table.cell(cell.row + cell.down - 1, cell.column + cell.across - 1)
        first.merge(last).text = cell.text


def typeset_html(document: SourceDocument, path: Path) -> Path:
    pieces = ["<!DOCTYPE html>\n<html><head><meta charset='utf-8'><title>x</title>"]
    pieces.append("<style>td { border: 1px solid }</style></head><body>\n")
    depth = 0
    for block in document.blocks:
        wanted = (block.level or 1) if block.kind == "list_item" and block.marker == "-" else 0
        pieces.append("<ul>" * (wanted - depth) + "</ul>" * (depth - wanted))
        depth = wanted
        text = escape(block.text)
        if block.kind == "heading":
            pieces.append(f"<h{block.level}>{text}</h{block.level}>\n")
        elif block.kind == "list_item":
            marked = f"<li>{text}</li>" if wanted else f"<p>{block.marker} {text}</p>"
            pieces.append(f"{marked}\n")
        elif block.kind == "table":
            pieces.append(_html_table(block))
        elif block.kind == "rule":
            pieces.append("<hr>\n")
        else:
            pieces.append(f"<p><i>{text}</i></p>\n" if block.emphasised else f"<p>{text}</p>\n")
    pieces.append("</ul>" * depth + "</body></html>")
    path.write_text("".join(pieces), encoding="utf-8")
    return path


def _html_table(block: Block) -> str:
    _, cells = spans(block)
    rows: list[list[str]] = [[] for _ in block.rows]
    for cell in cells:
        covers = f' rowspan="{cell.down}"' if cell.down > 1 else ""
        covers += f' colspan="{cell.across}"' if cell.across > 1 else ""
        rows[cell.row].append(f"<td{covers}><span>{escape(cell.text)}</span></td>")
    lines = "\n".join(f"<tr>{''.join(row)}</tr>" for row in rows)
    return f"<table><tbody>\n{lines}\n</tbody></table>\n"


def typeset_pdf(document: SourceDocument, path: Path, *, size: float = 9) -> Path:
    import reportlab
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer

    fonts = Path(reportlab.__file__).parent / "fonts"
    for name in ("Vera", "VeraBd", "VeraIt"):
        pdfmetrics.registerFont(TTFont(name, str(fonts / f"{name}.ttf")))
    body = ParagraphStyle(
        "body", fontName="Vera", fontSize=size, leading=1.25 * size, spaceAfter=size
    )
    italic = ParagraphStyle("italic", body, fontName="VeraIt")
    heads = [
        ParagraphStyle(
            f"h{level}", body, fontName="VeraBd", fontSize=size * scale, leading=1.2 * size * scale
        )
        for level, scale in enumerate((2.2, 1.8, 1.5, 1.25, 1.15, 1.1), 1)
    ]
    flow: list[Any] = []
    for block in document.blocks:
        text = escape(block.text)
        if block.kind == "heading":
            flow.append(Paragraph(text, heads[min(block.level or 1, 6) - 1]))
        elif block.kind == "list_item":
            indent = 14 * (block.level or 1)
            item = ParagraphStyle("item", body, leftIndent=indent, bulletIndent=indent - 10)
            mark = block.marker if block.marker[:1].isdigit() else "•"
            flow.append(Paragraph(text, item, bulletText=mark))
        elif block.kind == "table":
            flow.extend([_pdf_table(block, size), Spacer(1, size)])
        elif block.kind == "paragraph":
            flow.append(Paragraph(text, italic if block.emphasised else body))

    def page_number(canvas: Any, template: Any) -> None:
        canvas.setFont("Vera", size - 1)
        canvas.drawCentredString(A4[0] / 2, 30, str(template.page))

    made = SimpleDocTemplate(str(path), pagesize=A4, leftMargin=50, rightMargin=50)
    made.build(flow, onFirstPage=page_number, onLaterPages=page_number)
    return path


def _pdf_table(block: Block, size: float) -> Any:
    from reportlab.lib import colors
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase.pdfmetrics import stringWidth
    from reportlab.platypus import Paragraph, Table

    width, cells = spans(block)
    cell_style = ParagraphStyle(
        "cell", fontName="Vera", fontSize=size - 2, leading=1.2 * (size - 2)
    )
    rows: list[list[Any]] = [[""] * width for _ in block.rows]
    style: list[tuple[Any, ...]] = [
        ("GRID", (0, 0), (-1, -1), 0.5, colors.black),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ]
    for cell in cells:
        rows[cell.row][cell.column] = Paragraph(escape(cell.text), cell_style)
        end = (cell.column + cell.across - 1, cell.row + cell.down - 1)
        style.append(("SPAN", (cell.column, cell.row), end))
    widths = [14.0] * width  # as a word processor does: no word is wider than its column
    for cell in cells:
        if cell.across == 1:
            longest = max((stringWidth(w, "Vera", size - 2) for w in cell.text.split()), default=0)
            widths[cell.column] = max(widths[cell.column], min(longest, LONGEST_WORD) + 14)
    lengths = [sum(len(c.text) for c in cells if c.column == column) for column in range(width)]
    room = max(0.0, 495 - sum(widths))
    widths = [
        own + room * length / sum(lengths) for own, length in zip(widths, lengths, strict=True)
    ]
    repeat = 1 if len(rows) > 3 else 0
    return Table(rows, colWidths=widths, repeatRows=repeat, style=style)


@pytest.fixture(params=["docx", "html", "pdf"])
def typesetter(request: pytest.FixtureRequest) -> tuple[str, Typesetter]:
    """Each format with what typesets a document in it."""
    made = {"docx": typeset_docx, "html": typeset_html, "pdf": typeset_pdf}
    return request.param, made[request.param]


@pytest.fixture
def pdf_typesetter() -> Typesetter:
    """What typesets a document as PDF."""
    return typeset_pdf
