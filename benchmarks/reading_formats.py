"""How time and memory of loading a document grow with its length, for every format.

Run it with ``python benchmarks/reading_formats.py``; it takes some minutes. Each document is
loaded in a process of its own, which says how long it took and how much memory it held at most.
Ten times the pages should take ten times the time; a fresh process takes some memory by itself.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from copy import deepcopy
from html import escape
from pathlib import Path
from typing import Any

import docx
from reportlab.lib import colors
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Table

PAGES = (10, 100, 1_000)
LOADED = """
import json, sys, time
from pathlib import Path
from municompare.documents import load_document
start = time.perf_counter()
document = load_document(sys.argv[1])
taken = time.perf_counter() - start
status = Path("/proc/self/status")
if status.exists():
    peak = next(int(x.split()[1]) for x in status.open() if x.startswith("VmHWM"))
else:
    import resource
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps([taken, peak / 1024, len(document.lines)]))
"""
TEXT = (
    "Nämnden ska under året utveckla arbetet så att fler kommer ut i arbete eller studier. "
    "Arbetet följs upp tre gånger om året, och resultatet redovisas för nämnden i delårsrapporten. "
) * 4
HEADER = ("Mål", "Indikator", "2018", "2019", "Målvärde 2020")


def rows(page: int) -> list[tuple[str, ...]]:
    """The table of a page; its goals go on over three rows."""
    body = [
        ("" if row % 3 else f"Mål {row // 3 + 1}", f"Antal deltagare i insats {row}", "120",
         str(page), "Ska öka")
        for row in range(15)
    ]  # fmt: skip
    return [HEADER, *body]


def heading(page: int) -> str:
    """The heading of a page."""
    return f"Verksamhet nummer {page} i planen"


def write_markdown(path: Path, pages: int) -> None:
    """Write Markdown with tables of tabs."""
    text = "".join(
        f"## {heading(page)}\n\n{TEXT}\n\n" + "\n".join(map("\t".join, rows(page))) + "\n\n"
        for page in range(pages)
    )
    path.write_text(text, encoding="utf-8")


def write_html(path: Path, pages: int) -> None:
    """Write a page of HTML with cells over three rows."""
    pieces = ["<!DOCTYPE html><html><head><meta charset='utf-8'></head><body>"]
    for page in range(pages):
        pieces.append(f"<h2>{heading(page)}</h2><p>{escape(TEXT)}</p><table>")
        for number, row in enumerate(rows(page)):
            covers = " rowspan='3'" if number else ""
            cells = "".join(f"<td>{cell}</td>" for cell in row[1:])
            goal = f"<td{covers}>{row[0]}</td>" if row[0] else ""
            pieces.append(f"<tr>{goal}{cells}</tr>")
        pieces.append("</table>")
    path.write_text("".join(pieces), encoding="utf-8")


def write_docx(path: Path, pages: int) -> None:
    """Write one page, and its markup again for the others."""
    document = docx.Document()
    document.add_heading(heading(0), 2)
    document.add_paragraph(TEXT)
    made = document.add_table(len(rows(0)), len(HEADER))
    for line, row in zip(made.rows, rows(0), strict=True):
        for cell, text in zip(line.cells, row, strict=True):
            cell.text = text
    for start in range(1, len(rows(0)), 3):
        made.cell(start, 0).merge(made.cell(start + 2, 0))
    body = document.element.body
    page = list(body)[:-1]
    for _ in range(pages - 1):
        for element in page:
            body.insert(len(body) - 1, deepcopy(element))
    buffer = io.BytesIO()
    document.save(buffer)
    path.write_bytes(buffer.getvalue())


def write_pdf(path: Path, pages: int) -> None:
    """Typeset PDF with ruled tables and merged cells."""
    style = getSampleStyleSheet()
    merged = [("SPAN", (0, start), (0, start + 2)) for start in range(1, len(rows(0)), 3)]
    grid: list[Any] = [("GRID", (0, 0), (-1, -1), 0.5, colors.black), *merged]
    flow: list[Any] = []
    for page in range(pages):
        flow.append(Paragraph(heading(page), style["Heading2"]))
        flow.append(Paragraph(TEXT, style["Normal"]))
        flow.append(Table(rows(page), repeatRows=1, style=grid))
        flow.append(PageBreak())
    SimpleDocTemplate(str(path)).build(flow)


WRITERS: dict[str, Callable[[Path, int], None]] = {
    "md": write_markdown,
    "html": write_html,
    "docx": write_docx,
    "pdf": write_pdf,
}


def main() -> None:
    """Print the figures."""
    names = ("pages", "lines", "seconds", "ms a page", "MB", "× time")
    print(f"{'format':8}" + "".join(f"{name:>10}" for name in names))
    with tempfile.TemporaryDirectory() as folder:
        for suffix, write in WRITERS.items():
            before: float | None = None
            for pages in PAGES:
                path = Path(folder) / f"plan.{suffix}"
                write(path, pages)
                run = subprocess.run(
                    [sys.executable, "-c", LOADED, str(path)],
                    capture_output=True,
                    text=True,
                    check=True,
                )
                taken, peak, lines = json.loads(run.stdout)
                ratio = f"{taken / before:10.1f}" if before else ""
                print(
                    f"{suffix:8}{pages:10}{lines:10}{taken:10.2f}{1000 * taken / pages:10.1f}"
                    f"{peak:10.0f}{ratio}",
                    flush=True,
                )
                before = taken


if __name__ == "__main__":
    main()
