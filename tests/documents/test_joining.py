"""Tables that a page break cuts are one table again, and rows are never made up."""

from __future__ import annotations

from municompare.documents.assembly import Assembly, TableRow
from municompare.documents.joining import TablePart, continued, goes_on
from municompare.model.quantity import Place

EDGES = (0.0, 100.0, 250.0, 300.0, 350.0)
HEADER = ("Mål", "Indikator", "2018", "2019")
LONG = "Antal deltagare i insatser som avslutas till arbete"


def part(
    page: int,
    *rows: tuple[str, ...],
    edges: tuple[float, ...] = EDGES,
    headed: bool = False,
    open_top: bool = False,
    open_bottom: bool = False,
    merged: frozenset[tuple[int, int]] = frozenset(),
) -> TablePart:
    return TablePart(
        rows=[
            TableRow(row, Place(page=page, table=1, row=number))
            for number, row in enumerate(rows, 1)
        ],
        edges=edges,
        headed=headed,
        open_top=open_top,
        open_bottom=open_bottom,
        merged=merged,
    )


def cells(table: TablePart) -> list[tuple[str, ...]]:
    """The texts of a table as a document has them."""
    assembly = Assembly()
    assembly.table(table.rows)
    return [tuple(cell.text for cell in row.cells) for row in assembly.blocks[0].rows]


def body(*names: str) -> tuple[tuple[str, ...], ...]:
    return tuple(("", f"{LONG} {name}", "1", "2") for name in names)


def test_the_repeated_header_is_left_out() -> None:
    table = continued(part(1, HEADER, *body("a")), part(2, HEADER, *body("b")))
    assert cells(table) == [HEADER, *body("a", "b")]
    assert str(table.rows[2].place) == "p2/t1/r2"


def test_a_part_without_a_header_goes_on() -> None:
    table = part(1, HEADER, *body("a"))
    following = part(2, *body("b"))
    assert goes_on(table, following)
    assert cells(continued(table, following)) == [HEADER, *body("a", "b")]


def test_other_columns_or_a_header_of_its_own_begin_another_table() -> None:
    table = part(1, HEADER, *body("a"), headed=True)
    assert not goes_on(table, part(2, *body("b"), edges=(0.0, 90.0, 250.0, 300.0, 350.0)))
    assert not goes_on(table, part(2, *body("b"), edges=(*EDGES, 400.0)))
    assert not goes_on(table, part(2, ("a", "b", "c", "d"), *body("b"), headed=True))
    assert goes_on(table, part(2, HEADER, *body("b"), headed=True))
    moved = tuple(edge + 30 for edge in EDGES)  # the margin of an even page
    assert goes_on(table, part(2, *body("b"), edges=moved))


def test_a_part_with_cells_over_several_columns_is_put_into_the_columns() -> None:
    table = part(1, HEADER, *body("a"))
    following = part(2, ("Rubrik", "5"), ("", "6"), edges=(0.0, 300.0, 350.0))
    assert cells(continued(table, following))[2:] == [("Rubrik", "", "", "5"), ("", "", "", "6")]


def test_a_row_that_goes_on_in_small_letters_is_one_row() -> None:
    table = part(1, HEADER, *body("a"), ("", LONG, "3", "4"))
    joined = continued(table, part(2, ("", "eller studier", "", ""), *body("c")))
    assert cells(joined)[2:] == [("", f"{LONG} eller studier", "3", "4"), *body("c")]
    assembly = Assembly()
    assembly.table(joined.rows)
    cell = assembly.blocks[0].rows[2].cells[1]
    assert cell.locator == "p1/t1/r3/c2+p2/t1/r1/c2"


def test_a_rest_may_go_over_two_page_breaks() -> None:
    table = part(1, HEADER, *body("a"), ("", LONG, "3", "4"))
    table = continued(table, part(2, ("", "eller", "", "")))
    table = continued(table, part(3, ("", "studier", "", "")))
    assert cells(table)[2] == ("", f"{LONG} eller studier", "3", "4")


def test_a_row_with_values_of_its_own_is_no_rest() -> None:
    table = part(1, HEADER, *body("a"), ("", LONG, "3", "4"))
    small = ("", "varav kvinnor i alla åldrar och insatser", "5", "6")
    assert cells(continued(table, part(2, small)))[3] == small


def test_a_row_that_lacks_the_values_that_all_rows_have_is_a_rest() -> None:
    table = part(1, HEADER, *body("a", "b", "c", "d."))
    rest = ("", "Basvärde 2018 = 299 personer", "", "")
    joined = cells(continued(table, part(2, rest, *body("e"))))
    assert joined[4] == ("", f"{LONG} d. Basvärde 2018 = 299 personer", "1", "2")
    assert len(joined) == 6


def test_where_rows_may_lack_values_a_row_without_is_a_row() -> None:
    empty = ("", f"{LONG} x", "", "")
    table = part(1, HEADER, *body("a", "b"), empty, *body("c."))
    assert cells(continued(table, part(2, ("", "Män i förvaltningen", "", ""))))[-1] == (
        "", "Män i förvaltningen", "", "",
    )  # fmt: skip


def test_values_in_the_middle_of_their_cells_may_stand_below_the_break() -> None:
    table = part(1, HEADER, *body("a", "b", "c"), ("", f"{LONG} utan", "", ""))
    joined = cells(continued(table, part(2, ("", "att återkomma", "7", "8"))))
    assert joined[-1] == ("", f"{LONG} utan att återkomma", "7", "8")


def test_lines_that_are_missing_on_both_sides_of_a_break_show_a_cut_row() -> None:
    table = part(1, HEADER, *body("a", "b."), open_bottom=True)
    rest = ("", "Mer.", "", "3")
    assert cells(continued(table, part(2, rest, open_top=True)))[-1][1].endswith("b. Mer.")
    assert cells(continued(table, part(2, rest)))[-1] == rest
    without_lines = part(1, HEADER, *body("a", "b."), open_top=True, open_bottom=True)
    assert cells(continued(without_lines, part(2, rest, open_top=True)))[-1] == rest


def test_the_text_of_a_merged_cell_goes_on_beside_a_new_row() -> None:
    table = part(1, HEADER, ("Fler deltagare ska", f"{LONG} a", "1", "2"), *body("b"))
    first = ("gå till arbete", f"{LONG} c", "3", "4")
    merged = cells(continued(table, part(2, first, *body("d"), merged=frozenset({(0, 0), (1, 0)}))))
    assert merged[1][0] == "Fler deltagare ska gå till arbete"
    assert merged[3:] == [("", f"{LONG} c", "3", "4"), *body("d")]
    apart = cells(continued(table, part(2, first)))
    assert apart[3] == first


def test_labels_in_small_letters_are_no_rests_of_labels() -> None:
    rows = [("Avdelningen för insatser", "a", "1", "2"), ("varav intäkter", "b", "3", "4")]
    table = part(1, HEADER, *rows)
    following = ("varav kostnader", "c", "5", "6")
    assert cells(continued(table, part(2, following)))[-1] == following


def test_a_part_of_nothing_but_the_header_adds_nothing() -> None:
    table = part(1, HEADER, *body("a"))
    assert cells(continued(table, part(2, HEADER))) == [HEADER, *body("a")]
