"""Text and tables of PDF files, with their pages."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from municompare.documents import Block, SourceDocument, load_document

WIDTH, HEIGHT = A4
LEFT, RIGHT = 72.0, WIDTH - 72
Drawing = Callable[[Canvas], None]


def loaded(folder: Path, *pages: Drawing, size: tuple[float, float] = A4) -> SourceDocument:
    path = folder / "plan.pdf"
    canvas = Canvas(str(path), pagesize=size)
    for draw in pages:
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return load_document(path)


def write(
    canvas: Canvas,
    y: float,
    text: str,
    *,
    x: float = LEFT,
    font: str = "Helvetica",
    size: float = 10,
) -> None:
    canvas.setFont(font, size)
    canvas.drawString(x, HEIGHT - y, text)


def lines(*rows: str, top: float = 100.0, step: float = 12.0) -> Drawing:
    def draw(canvas: Canvas) -> None:
        for number, row in enumerate(rows):
            write(canvas, top + step * number, row)

    return draw


def ruled(
    rows: Sequence[Sequence[str]],
    *,
    top: float = 100.0,
    xs: Sequence[float] = (72.0, 172.0, 322.0, 372.0, 422.0),
    step: float = 30.0,
) -> Drawing:
    """A table with all of its lines; a cell's text may have several."""

    def draw(canvas: Canvas) -> None:
        for number in range(len(rows) + 1):
            y = HEIGHT - top - step * number
            canvas.line(xs[0], y, xs[-1], y)
        for x in xs:
            canvas.line(x, HEIGHT - top, x, HEIGHT - top - step * len(rows))
        for number, row in enumerate(rows):
            for x, text in zip(xs, row, strict=False):
                for offset, line in enumerate(text.split("\n")):
                    write(canvas, top + step * number + 11 + 9 * offset, line, x=x + 4, size=8)

    return draw


def of(document: SourceDocument) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in document.blocks]


def texts(block: Block) -> list[tuple[str, ...]]:
    return [tuple(each.text for each in row.cells) for row in block.rows]


FULL = "En rad som är så lång att inget ord till får plats på den, om än så kort att se"
HEADER = ("Mål", "Indikator", "2018", "2019")


def test_wrapped_lines_are_one_paragraph_and_short_ones_are_not(tmp_path: Path) -> None:
    document = loaded(tmp_path, lines(FULL, "och sedan är det slut.", "Till styrelsen", "Nämnden"))
    assert of(document) == [
        ("paragraph", f"{FULL} och sedan är det slut."),
        ("paragraph", "Till styrelsen"),
        ("paragraph", "Nämnden"),
    ]
    assert [block.locator for block in document.blocks] == ["p1/L1", "p1/L2", "p1/L3"]
    assert document.text_at("p1/L2:c6") == "styrelsen"
    assert document.blocks[1].locate(5) == "p1/L2:c6"
    assert document.text_at("p1") == "\n".join(document.lines)
    assert document.text_at("p2") is None


def test_larger_and_bold_letters_make_headings(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, 100, "Plan 2019", size=20, font="Helvetica-Bold")
        write(canvas, 140, "Mål", size=14, font="Helvetica-Bold")
        write(canvas, 160, "En text om mål.")
        write(canvas, 190, "Ekonomi", font="Helvetica-Bold")
        write(canvas, 205, "En text om ekonomi.")
        write(canvas, 235, "Allt i kursiv stil", font="Helvetica-Oblique")
        write(canvas, 255, "Resultat: ", font="Helvetica-Bold")
        write(canvas, 255, "kortare tid.", x=LEFT + 60)
        write(canvas, 285, "Varning för detta.", font="Helvetica-Bold")
        write(canvas, 315, "Slut.")

    document = loaded(tmp_path, draw)
    assert [(b.kind, b.level, b.emphasised, b.text) for b in document.blocks] == [
        ("heading", 1, False, "Plan 2019"),
        ("heading", 2, False, "Mål"),
        ("paragraph", None, False, "En text om mål."),
        ("heading", 3, False, "Ekonomi"),
        ("paragraph", None, False, "En text om ekonomi."),
        ("paragraph", None, True, "Allt i kursiv stil"),
        ("paragraph", None, False, "Resultat: kortare tid."),
        ("paragraph", None, True, "Varning för detta."),
        ("paragraph", None, False, "Slut."),
    ]


def test_list_items_have_marks_depths_and_their_wrapped_lines(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, 100, "Vi vill:")
        write(canvas, 120, "•")
        write(canvas, 120, FULL, x=LEFT + 14)
        write(canvas, 132, "bygga.", x=LEFT + 14)
        write(canvas, 150, "–", x=LEFT + 20)
        write(canvas, 150, "under", x=LEFT + 34)
        canvas.circle(LEFT + 3, HEIGHT - 167, 1.5, stroke=0, fill=1)
        write(canvas, 170, "ritad", x=LEFT + 14)
        write(canvas, 190, "1. numrerad")
        write(canvas, 210, "* en not")

    document = loaded(tmp_path, draw)
    assert [(b.kind, b.marker, b.level, b.text) for b in document.blocks] == [
        ("paragraph", "", None, "Vi vill:"),
        ("list_item", "•", 1, f"{FULL} bygga."),
        ("list_item", "–", 2, "under"),
        ("list_item", "•", 1, "ritad"),
        ("list_item", "1.", 1, "numrerad"),
        ("paragraph", "", None, "* en not"),
    ]


def test_a_dash_in_a_sentence_is_no_mark(tmp_path: Path) -> None:
    document = loaded(tmp_path, lines(FULL, "- och så vidare till slutet."))
    assert of(document) == [("paragraph", f"{FULL} - och så vidare till slutet.")]


def test_a_paragraph_goes_on_over_a_page_break(tmp_path: Path) -> None:
    document = loaded(tmp_path, lines(FULL, FULL), lines("och sedan slut.", "Nytt stycke."))
    assert of(document) == [
        ("paragraph", f"{FULL} {FULL} och sedan slut."),
        ("paragraph", "Nytt stycke."),
    ]
    block = document.blocks[0]
    assert block.locator == "p1/L1+p2/L1"
    assert document.text_at(block.locator) == block.text
    assert block.locate(len(block.text) - 5) == "p2/L1:c11"
    assert document.text_at("p2/L1") == "och sedan slut."
    assert document.blocks[1].locator == "p2/L2"


def test_page_numbers_and_running_heads_are_no_text(tmp_path: Path) -> None:
    def page(number: int) -> Drawing:
        def draw(canvas: Canvas) -> None:
            write(canvas, 40, f"Internbudget sida {number}(3)", size=8)
            write(canvas, 100, f"Det här är den text som står på sidan {number}.")
            write(canvas, 120, "2019")
            write(canvas, HEIGHT - 30, str(number), x=WIDTH / 2)

        return draw

    assert of(loaded(tmp_path, page(1), page(2), page(3))) == [
        ("paragraph", "Internbudget sida 1(3)"),
        ("paragraph", "Det här är den text som står på sidan 1."),
        ("paragraph", "2019"),
        ("paragraph", "Det här är den text som står på sidan 2."),
        ("paragraph", "2019"),
        ("paragraph", "Det här är den text som står på sidan 3."),
        ("paragraph", "2019"),
    ]


def test_a_ruled_table_has_the_cells_between_its_lines(tmp_path: Path) -> None:
    rows = [
        HEADER,
        ("Fler i arbete", "Antal deltagare\ni snitt", "1 200", ""),
        ("", "Män", "-", "3"),
    ]

    def draw(canvas: Canvas) -> None:
        write(canvas, 90, "Före.")
        ruled(rows)(canvas)
        write(canvas, 220, "Efter.")

    document = loaded(tmp_path, draw)
    assert [block.kind for block in document.blocks] == ["paragraph", "table", "paragraph"]
    table = document.blocks[1]
    assert texts(table)[1] == ("Fler i arbete", "Antal deltagare i snitt", "1 200", "")
    assert table.locator == "p1/t1"
    assert table.rows[2].cells[3].locator == "p1/t1/r3/c4"
    assert document.text_at("p1/t1/r2/c2:c7") == "deltagare i snitt"
    assert document.text_at("p1/t1/r2/c4") == ""
    assert document.text_at("p1/t1/r2/c2:c99") is None
    assert document.text_at("p1/L1/c1") is None


def test_merged_cells_leave_empty_cells(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        top, xs = HEIGHT - 100, (72, 172, 322, 400)
        for x in (xs[0], xs[1], xs[3]):
            canvas.line(x, top - (20 if x == xs[1] else 0), x, top - 80)
        canvas.line(xs[2], top - 20, xs[2], top - 80)
        for y in (0, 20, 80):
            canvas.line(xs[0], top - y, xs[3], top - y)
        for y in (40, 60):
            canvas.line(xs[1], top - y, xs[3], top - y)
        for x, y, text in (
            (76, 112, "Rubrik över allt"), (76, 152, "Mål"), (176, 132, "a"), (326, 132, "1"),
            (176, 152, "b"), (326, 152, "2"), (176, 172, "c"), (326, 172, "3"),
        ):  # fmt: skip
            write(canvas, y, text, x=x, size=8)

    (table,) = loaded(tmp_path, draw).blocks
    assert texts(table) == [
        ("Rubrik över allt", "", ""),
        ("Mål", "a", "1"),
        ("", "b", "2"),
        ("", "c", "3"),
    ]


def test_lines_that_frame_or_underline_make_no_table(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.rect(60, HEIGHT - 300, 400, 220)
        write(canvas, 100, "I en ram.")
        canvas.line(LEFT, HEIGHT - 102, 120, HEIGHT - 102)
        for x in range(72, 200, 16):  # squared paper
            canvas.line(x, HEIGHT - 280, x, HEIGHT - 200)
            canvas.line(72, HEIGHT - 200 - x / 3, 184, HEIGHT - 200 - x / 3)

    assert of(loaded(tmp_path, draw)) == [("paragraph", "I en ram.")]


def test_a_table_inside_a_frame_is_read(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.rect(50, HEIGHT - 400, 500, 350)
        ruled([HEADER, ("a", "b", "1", "2")])(canvas)

    assert texts(loaded(tmp_path, draw).blocks[0]) == [HEADER, ("a", "b", "1", "2")]


def test_two_tables_that_touch_are_two(tmp_path: Path) -> None:
    first = ruled([("a", "b", "c", "d")], xs=(72, 150, 220, 290, 400))
    second = ruled([("e", "f", "g", "h")], xs=(72, 120, 190, 260, 400), top=130.0)

    def draw(canvas: Canvas) -> None:
        first(canvas)
        second(canvas)

    found = [texts(block) for block in loaded(tmp_path, draw).blocks]
    assert found == [[("a", "b", "c", "d")], [("e", "f", "g", "h")]]


def test_a_table_goes_on_over_a_page_break_with_its_cut_row(tmp_path: Path) -> None:
    long = "Antal deltagare\ni våra insatser\nsom avslutas"
    first = ruled([HEADER, ("Mål", "Antal deltagare i snitt", "1", "2"), ("", long, "3", "4")])
    second = ruled([HEADER, ("", "till arbete", "", ""), ("", "Andel män", "5", "6")])

    def last(canvas: Canvas) -> None:
        second(canvas)
        write(canvas, 230, "* En not.", size=8)
        write(canvas, 250, "Text.")
        ruled([HEADER, ("x", "y", "7", "8")], top=300.0)(canvas)

    document = loaded(tmp_path, first, last)
    assert [block.kind for block in document.blocks] == ["table", "paragraph", "paragraph", "table"]
    table = document.blocks[0]
    whole = "Antal deltagare i våra insatser som avslutas till arbete"
    assert texts(table)[2:] == [("", whole, "3", "4"), ("", "Andel män", "5", "6")]
    cell = table.rows[2].cells[1]
    assert cell.locator == "p1/t1/r3/c2+p2/t1/r2/c2"
    assert document.text_at(cell.locator) == whole
    assert table.rows[3].cells[3].locator == "p2/t1/r3/c4"
    assert document.text_at("p2/t1/r1/c1") is None
    assert document.blocks[3].locator == "p2/t2"


def test_notes_at_the_foot_of_a_page_follow_the_table_that_goes_on(tmp_path: Path) -> None:
    def first(canvas: Canvas) -> None:
        write(canvas, 60, "En text i vanlig storlek som visar hur stor den är.")
        ruled([HEADER, ("Mål", "a", "1*", "2")])(canvas)
        write(canvas, 700, "* Gäller 2018.", size=7)

    document = loaded(tmp_path, first, ruled([HEADER, ("", "b", "3", "4")]))
    assert of(document)[1:] == [
        ("table", "Mål\tIndikator\t2018\t2019\nMål\ta\t1*\t2\n\tb\t3\t4"),
        ("paragraph", "* Gäller 2018."),
    ]


def test_a_reader_sees_lines_and_the_places_come_back(tmp_path: Path) -> None:
    long = "Antal deltagare\ni våra insatser\nsom avslutas"
    document = loaded(
        tmp_path,
        ruled([HEADER, ("Mål", "Antal deltagare i snitt", "1", "2"), ("", long, "3", "4")]),
        ruled([("", "till arbete", "", ""), ("", "Andel män", "5", "6")]),
    )
    by_lines = document.by_lines()
    assert by_lines.by_lines().blocks == by_lines.blocks
    rows = by_lines.blocks[0].rows
    assert [row.line for row in rows] == [1, 2, 3, 5]
    assert rows[2].cells[1].locator == "L3/c2+L4/c2"
    assert rows[2].cells[2].locator == "L3/c3"
    assert by_lines.text_at("L3/c2+L4/c2") == rows[2].cells[1].text
    for line, place in (
        ("L3/c2", "p1/t1/r3/c2"),
        ("L3/c2:c5", "p1/t1/r3/c2:c5"),
        ("L3/c2:c46", "p2/t1/r1/c2:c1"),
        ("L3/c2:c99", "p2/t1/r1/c2:c54"),
        ("L5/c1:c9", "p2/t1/r2/c1:c9"),
        ("L1", "p1/t1/r1"),
        ("L1/c1+L2/c1|L5", "p1/t1/r1/c1+p1/t1/r2/c1|p2/t1/r2"),
        ("L99", "L99"),
        ("p1/t1", "p1/t1"),
    ):
        assert document.source_locator(line) == place
    assert document.text_at("L3/c2:c46") is None  # counted in the whole cell
    assert document.text_at(document.source_locator("L3/c2:c46")) == "till arbete"


def test_raised_digits_are_marks_and_not_part_of_the_figure(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, 100, "Andelen är 6,6 %")
        write(canvas, 96, "1", x=LEFT + canvas.stringWidth("Andelen är 6,6 %"), size=6)
        write(canvas, 130, "Andelen är 7 %.")

    assert of(loaded(tmp_path, draw))[0] == ("paragraph", "Andelen är 6,6 %¹")


def test_letters_that_are_printed_twice_are_read_once(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        for offset in (0, 0.3):
            write(canvas, 100, "Effekt", x=LEFT + offset)

    assert of(loaded(tmp_path, draw)) == [("paragraph", "Effekt")]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_that_is_turned_is_read_as_it_is_shown(tmp_path: Path, turn: int) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setPageRotation(turn)  # which lays the page down for a quarter turn
        canvas.translate(*{90: (HEIGHT, 0), 180: (WIDTH, HEIGHT), 270: (0, WIDTH)}[turn])
        canvas.rotate(turn)
        ruled([HEADER, ("Mål", "a", "1", "2")])(canvas)
        write(canvas, 200, "En text.")

    document = loaded(tmp_path, draw)
    assert texts(document.blocks[0]) == [HEADER, ("Mål", "a", "1", "2")]
    assert document.blocks[1].text == "En text."


@pytest.mark.parametrize("turn", [90, 270, 180])
def test_text_that_is_turned_in_its_cell_is_read_in_its_direction(
    tmp_path: Path, turn: int
) -> None:
    def draw(canvas: Canvas) -> None:
        ruled([("", "Indikator", "2018", "2019"), ("", "a", "1", "2")], step=60.0)(canvas)
        x, y = {90: (110, -155), 270: (110, -105), 180: (160, -130)}[turn]
        canvas.saveState()
        canvas.translate(x, HEIGHT + y)
        canvas.rotate(turn)
        canvas.setFont("Helvetica", 8)
        canvas.drawString(0, 0, "Medborgare")
        canvas.restoreState()

    assert texts(loaded(tmp_path, draw).blocks[0])[0][0] == "Medborgare"


def test_what_lies_beyond_the_edge_of_the_page_is_not_shown(tmp_path: Path) -> None:
    document = loaded(
        tmp_path, lambda canvas: [write(canvas, y, f"Text {y}.") for y in (-40, 100, 900)]
    )
    assert of(document) == [("paragraph", "Text 100.")]


def test_drawings_that_are_shown_by_name_are_read(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.beginForm("table")
        ruled([HEADER, ("a", "b", "1", "2")])(canvas)
        canvas.endForm()
        canvas.translate(0, -100)
        canvas.doForm("table")

    assert texts(loaded(tmp_path, draw).blocks[0]) == [HEADER, ("a", "b", "1", "2")]


def test_a_page_of_a_picture_among_pages_of_text_is_an_issue(tmp_path: Path) -> None:
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    picture = io.BytesIO()
    Image.new("RGB", (50, 50), "red").save(picture, "png")
    picture.seek(0)
    document = loaded(
        tmp_path,
        lines("En text."),
        lambda canvas: canvas.drawImage(ImageReader(picture), 100, 100),
    )
    (issue,) = document.issues
    assert (issue.code, issue.severity) == ("MC018", "warning")
    assert [reading.locator for reading in issue.readings] == ["p2"]


def test_a_page_may_inherit_its_size(tmp_path: Path) -> None:
    path = tmp_path / "plan.pdf"
    content = b"BT /F 9 Tf 50 1180 Td (En text.) Tj ET"
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 900 1200]>>",
        b"<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
    body = b"".join(b"%d 0 obj %s endobj\n" % each for each in enumerate(objects, 1))
    path.write_bytes(b"%PDF-1.7\n" + body + b"trailer<</Root 1 0 R>>\n%%EOF")
    assert of(load_document(path)) == [("paragraph", "En text.")]
