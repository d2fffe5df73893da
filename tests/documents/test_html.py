"""Paragraphs, lists and tables of HTML pages, as a browser shows them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from municompare.documents import Block, SourceDocument, load_document
from municompare.documents.grid import SpanningCell, grid_of


def loaded(body: str, folder: Path) -> SourceDocument:
    path = folder / "plan.html"
    path.write_text(f"<!DOCTYPE html><html><body>{body}</body></html>", encoding="utf-8")
    return load_document(path)


def of_body(body: str, folder: Path) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in loaded(body, folder).blocks]


def texts(block: Block) -> list[tuple[str, ...]]:
    return [tuple(each.text for each in row.cells) for row in block.rows]


def test_blocks_come_as_they_are_set(tmp_path: Path) -> None:
    body = """
    <header>Kommunen</header><h1>Plan <small>2019</small></h1>
    löst <b>före</b><p>ett
    <em>stycke</em></p>löst efter<div>i <span>en</span> ruta<p>inne</p>kvar</div>
    <h3>Mål</h3><hr><pre>rad 1\nrad 2</pre><dl><dt>ord</dt><dd>mening</dd></dl>
    """
    assert of_body(body, tmp_path) == [
        ("paragraph", "Kommunen"),
        ("heading", "Plan 2019"),
        ("paragraph", "löst före"),
        ("paragraph", "ett stycke"),
        ("paragraph", "löst efter"),
        ("paragraph", "i en ruta"),
        ("paragraph", "inne"),
        ("paragraph", "kvar"),
        ("heading", "Mål"),
        ("rule", "---"),
        ("paragraph", "rad 1"),
        ("paragraph", "rad 2"),
        ("paragraph", "ord"),
        ("paragraph", "mening"),
    ]


def test_levels_lines_and_places(tmp_path: Path) -> None:
    document = loaded("<h2>Mål</h2><p>Ett&nbsp;mål &amp; ett till</p>", tmp_path)
    assert [block.level for block in document.blocks] == [2, None]
    assert document.lines == ("Mål", "Ett mål & ett till")
    assert document.blocks[1].locate(4) == "L2:c5"
    assert document.text_at("L2:c5") == "mål & ett till"
    assert document.text_at("L3") is None


def test_scripts_styles_and_hidden_parts_are_left_out(tmp_path: Path) -> None:
    body = (
        "<script>x</script><style>p{}</style><!-- c --><?pi x?><p hidden>a</p>"
        "<p style='display : none'>b</p><div style='visibility:hidden'>c</div>"
        "<template><p>d</p></template><p>synlig<select><option>e</select></p><svg><text>f</text>"
        "</svg><noscript>g</noscript>"
    )
    assert of_body(body, tmp_path) == [("paragraph", "synlig")]


def test_lists_have_their_marks_and_depths(tmp_path: Path) -> None:
    body = """
    <ul><li>ett<ul><li>under</li></ul></li><li><p>två</p><p>mer om två</p></li></ul>
    <ol start="3"><li>tre<br>rad</li><li value="7">sju</li><li>åtta</li></ol>
    <p>1. typad</p><p>– streck</p><p>* not</p>
    """
    found = [(b.kind, b.marker, b.level, b.text) for b in loaded(body, tmp_path).blocks]
    assert found == [
        ("list_item", "•", 1, "ett"),
        ("list_item", "•", 2, "under"),
        ("list_item", "•", 1, "två"),
        ("paragraph", "", None, "mer om två"),
        ("list_item", "3.", 1, "tre rad"),
        ("list_item", "7.", 1, "sju"),
        ("list_item", "8.", 1, "åtta"),
        ("list_item", "1.", 1, "typad"),
        ("list_item", "–", 1, "streck"),
        ("paragraph", "", None, "* not"),
    ]


def test_a_line_break_ends_a_line_of_a_paragraph_but_not_of_a_heading(tmp_path: Path) -> None:
    body = "<p>Till:<br>Styrelsen<br/>\n\n</p><h2>Plan<br>2019</h2>"
    assert of_body(body, tmp_path) == [
        ("paragraph", "Till:"),
        ("paragraph", "Styrelsen"),
        ("heading", "Plan 2019"),
    ]


@pytest.mark.parametrize(
    ("body", "emphasised"),
    [
        ("<p><i>Allt <b>är</b> det</i></p>", True),
        ("<p style='font-style: Italic'>Allt</p>", True),
        ("<p><span style='font-weight:700'>Allt</span></p>", True),
        ("<p><b>Resultat:</b> mer</p>", False),
        ("<p><b>…</b></p>", False),
    ],
)
def test_a_paragraph_is_emphasised_if_all_of_it_is(
    tmp_path: Path, body: str, emphasised: bool
) -> None:
    assert loaded(body, tmp_path).blocks[0].emphasised is emphasised


def test_cells_that_span_rows_and_columns(tmp_path: Path) -> None:
    body = """<table><caption>Tabell 1</caption>
    <tfoot><tr><td colspan="3">sist</td></tr></tfoot>
    <thead><tr><th>Mål<th colspan=2>Värde</tr></thead>
    <tr><td rowspan="2">a</td><td>b</td><td rowspan="0">c</td></tr>
    <tr><td>d</td></tr><tr><td>e</td><td>f<sup>1</sup></td></tr></table>"""
    document = loaded(body, tmp_path)
    assert document.blocks[0].text == "Tabell 1"
    assert texts(document.blocks[1]) == [
        ("Mål", "Värde", ""),
        ("a", "b", "c"),
        ("", "d", ""),
        ("e", "f¹", ""),
        ("sist", "", ""),
    ]
    assert document.text_at("t1/r3/c2") == "d"
    assert document.text_at("t1/r3") == "\td\t"
    assert document.text_at("t1") == "\n".join(document.lines[1:])
    assert document.text_at("t2") is None
    assert document.text_at("t1/r9/c1") is None
    assert document.text_at("t1/r1/c9") is None


def test_a_column_that_no_cell_begins_in_is_none(tmp_path: Path) -> None:
    body = "<table><tr><td colspan=3>a<td>b<tr><td colspan=3>c<td colspan=2>d</table>"
    assert texts(loaded(body, tmp_path).blocks[0]) == [("a", "b"), ("c", "d")]


def test_a_cell_holds_its_paragraphs_and_lists(tmp_path: Path) -> None:
    body = (
        "<table><tr><td><p>Vi vill</p><ul><li>växa</li><li>bygga</li></ul><br>mer<script>x</script>"
        "<ol><li>ett</ol></td><td><b>6,6</b>%<sup>2)</sup></td></tr></table>"
    )
    assert texts(loaded(body, tmp_path).blocks[0]) == [
        ("Vi vill • växa • bygga mer 1. ett", "6,6%²)")
    ]


def test_tables_that_only_lay_out_are_read_as_they_come(tmp_path: Path) -> None:
    body = (
        "<table><tr><td><h2>Ruta</h2></td></tr></table>"
        "<table><tr><td>Vänster<table><tr><td>a<td>b</table></td><td>Höger</td></tr></table>"
        "<table></table><table><tr><td></td><td></td></tr></table>"
    )
    assert of_body(body, tmp_path) == [
        ("heading", "Ruta"),
        ("paragraph", "Vänster"),
        ("table", "a\tb"),
        ("paragraph", "Höger"),
    ]


def test_rows_that_are_hidden_are_left_out(tmp_path: Path) -> None:
    body = (
        "<table><tr hidden><td>x<td>y</tr><tbody hidden><tr><td>x<td>y</tbody>"
        "<tr><td>a<td>b</tr></table>"
    )
    assert texts(loaded(body, tmp_path).blocks[0]) == [("a", "b")]


def test_nothing_is_fetched_and_no_entity_is_expanded(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("hemligt")
    body = f"<iframe src='{secret.as_uri()}'></iframe><object data='{secret}'></object><p>&b; text"
    assert "hemligt" not in "".join(loaded(body, tmp_path).lines)


SPANNING = st.lists(
    st.lists(
        st.builds(SpanningCell, st.just("x"), st.integers(1, 4), st.integers(1, 4)), max_size=4
    ),
    max_size=5,
)


@given(rows=SPANNING)
def test_a_grid_keeps_every_cell_once_and_has_rows_of_one_length(
    rows: list[list[SpanningCell]],
) -> None:
    grid = grid_of(rows)
    assert len(grid) == len(rows)
    assert len({len(row) for row in grid}) <= 1
    assert sum(map(len, rows)) == sum(text == "x" for row in grid for text in row)
