"""Tables in HTML inside a Markdown text."""

from __future__ import annotations

from pathlib import Path

import pytest

from municompare.documents import SourceDocument, load_document


def _read(folder: Path, text: str) -> SourceDocument:
    path = folder / "plan.md"
    path.write_text(text, encoding="utf-8")
    return load_document(path)


def _rows(document: SourceDocument) -> list[list[str]]:
    return [
        [cell.text for cell in row.cells]
        for block in document.blocks
        if block.kind == "table"
        for row in block.rows
    ]


MERGED = """Före

<table>
<tr><th>Mål</th><th>Mått</th><th>2019</th></tr>
<tr><td rowspan="2">Läsa &amp; skriva</td>
<td><b>Antal</b><br/>lån</td><td>6<sup>1</sup></td></tr>
<tr><td>Andel</td><td>&lt;5</td></tr>
</table>

Efter
"""


def test_merged_cells_leave_empty_ones_and_each_has_its_place(tmp_path: Path) -> None:
    document = _read(tmp_path, MERGED)
    assert _rows(document) == [
        ["Mål", "Mått", "2019"],
        ["Läsa & skriva", "Antal lån", "6¹"],
        ["", "Andel", "<5"],
    ]
    assert [block.text for block in document.blocks if block.kind != "table"] == ["Före", "Efter"]
    [table] = [block for block in document.blocks if block.kind == "table"]
    for row in table.rows:
        for cell in row.cells:
            assert document.text_at(cell.locator) == cell.text
    assert [row.line for row in table.rows] == [4, 5, 7]


def test_rows_of_one_line_have_cells_of_their_own(tmp_path: Path) -> None:
    text = "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>\n"
    document = _read(tmp_path, text)
    assert _rows(document) == [["a", "b"], ["c", "d"]]
    assert [document.text_at(f"L1/c{number}") for number in (1, 2, 3, 4, 5)] == [*"abcd", None]


@pytest.mark.parametrize(
    "text",
    [
        "<table><tr><td>ett</td></tr></table>",
        "<table><tr><td><table><tr><td>a</td><td>b</td></tr></table></td><td>c</td></tr></table>",
        "<table>\n<tr><td>a</td><td>b</td></tr>",
        "<table>\n</table>",
        "x <table><tr><td>a</td><td>b</td></tr></table>",
    ],
)
def test_what_is_no_whole_table_of_columns_stays_text(tmp_path: Path, text: str) -> None:
    assert _rows(_read(tmp_path, f"Text\n\n{text}\n")) == []


def test_cells_outside_rows_and_huge_spans_do_no_harm(tmp_path: Path) -> None:
    text = (
        '<table><td>x</td><tr><td colspan="99999">a</td></tr>\n'
        '<tr><td rowspan="x">b</td></sup><td>c</tr></table>'
    )
    assert _rows(_read(tmp_path, text)) == [["a", ""], ["b", "c"]]
