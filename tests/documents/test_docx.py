"""Paragraphs, lists and tables of DOCX files, as a word processor shows them."""

from __future__ import annotations

import io
import zipfile
from copy import deepcopy
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from municompare.documents import Block, SourceDocument, load_document


def loaded(document: Any, folder: Path) -> SourceDocument:
    path = folder / "plan.docx"
    document.save(str(path))
    return load_document(path)


def of_body(xml: str, folder: Path) -> tuple[Block, ...]:
    """Blocks of a document with this body."""
    document = docx.Document()
    body = document.element.body
    made = parse_xml(f"<w:body {nsdecls('w', 'm', 'r')}>{xml}</w:body>")
    for element in list(made):
        body.insert(len(body) - 1, element)
    return loaded(document, folder).blocks


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*runs: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(run(text))}</w:tc>"


def table(*rows: str, widths: tuple[int, ...] = ()) -> str:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    body = "".join(row if row.startswith("<w:tr") else f"<w:tr>{row}</w:tr>" for row in rows)
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>"


def texts(block: Block) -> list[tuple[str, ...]]:
    return [tuple(each.text for each in row.cells) for row in block.rows]


SPAN2 = '<w:gridSpan w:val="2"/>'
RESTART, GOES_ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def test_styles_say_what_is_a_heading(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("Plan 2019", 0)
    document.add_heading("Mål", 2)
    document.add_paragraph("En text.")
    outlined = document.add_paragraph("Bilagor")
    outlined._p.get_or_add_pPr().append(parse_xml(f'<w:outlineLvl {nsdecls("w")} w:val="2"/>'))
    plain = document.add_heading("Ingen rubrik", 1)
    plain._p.get_or_add_pPr().append(parse_xml(f'<w:outlineLvl {nsdecls("w")} w:val="9"/>'))
    found = loaded(document, tmp_path)
    assert [(block.kind, block.level, block.text) for block in found.blocks] == [
        ("heading", 1, "Plan 2019"),
        ("heading", 2, "Mål"),
        ("paragraph", None, "En text."),
        ("heading", 3, "Bilagor"),
        ("paragraph", None, "Ingen rubrik"),
    ]
    assert found.lines == ("Plan 2019", "Mål", "En text.", "Bilagor", "Ingen rubrik")
    assert [block.locator for block in found.blocks] == ["L1", "L2", "L3", "L4", "L5"]
    assert found.text_at("L3:c4") == "text."


def test_a_style_that_builds_on_a_heading_is_one(tmp_path: Path) -> None:
    document = docx.Document()
    style = document.styles.add_style("Kommunens rubrik", 1)
    style.base_style = document.styles["Heading 3"]
    document.add_paragraph("Ekonomi", style)
    assert loaded(document, tmp_path).blocks[0].level == 3


def test_lists_are_counted_as_a_word_processor_counts(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("ett", "List Number")
    document.add_paragraph("två", "List Number")
    document.add_paragraph("punkt", "List Bullet")
    document.add_paragraph("under", "List Bullet 2")
    document.add_paragraph("tre", "List Number")
    found = [(b.kind, b.marker, b.text) for b in loaded(document, tmp_path).blocks]
    assert found == [
        ("list_item", "1.", "ett"),
        ("list_item", "2.", "två"),
        ("list_item", "•", "punkt"),
        ("list_item", "•", "under"),
        ("list_item", "3.", "tre"),
    ]


NUMBERING = """
<w:abstractNum w:abstractNumId="90">
  <w:lvl w:ilvl="0">
    <w:start w:val="2"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1."/>
  </w:lvl>
  <w:lvl w:ilvl="1">
    <w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%2)"/>
  </w:lvl>
  <w:lvl w:ilvl="2"><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2.%3"/></w:lvl>
  <w:lvl w:ilvl="3"><w:numFmt w:val="none"/><w:lvlText w:val=""/></w:lvl>
  <w:lvl w:ilvl="4"><w:numFmt w:val="bullet"/><w:lvlText w:val="\uf0a7"/></w:lvl>
</w:abstractNum>
<w:num w:numId="90"><w:abstractNumId w:val="90"/></w:num>
<w:num w:numId="91"><w:abstractNumId w:val="90"/>
  <w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride></w:num>
"""


def numbered(text: str, level: int, number: int = 90) -> str:
    properties = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    return paragraph(run(text), properties=properties)


def test_numbers_of_levels_and_lists_that_start_anew(tmp_path: Path) -> None:
    document = docx.Document()
    root = document.part.numbering_part.element
    for element in list(parse_xml(f"<w:numbering {nsdecls('w')}>{NUMBERING}</w:numbering>")):
        root.append(element)
    levels = [(0, 90), (0, 90), (1, 90), (1, 90), (2, 90), (0, 90), (1, 90), (3, 90), (4, 90)]
    for level, number in (*levels, (0, 91), (0, 91), (0, 99)):
        document.element.body.insert(
            len(document.element.body) - 1,
            parse_xml(numbered("x", level, number).replace("<w:p>", f"<w:p {nsdecls('w')}>", 1)),
        )
    blocks = loaded(document, tmp_path).blocks
    assert [block.marker for block in blocks] == [
        "II.", "III.", "a)", "b)", "III.b.1", "IV.", "a)", "", "▪", "VII.", "VIII.", "",
    ]  # fmt: skip
    assert [block.kind for block in blocks[6:9]] == ["list_item", "paragraph", "list_item"]
    assert blocks[4].level == 3


def test_typed_markers_make_list_items_but_a_star_is_a_footnote(tmp_path: Path) -> None:
    body = "".join(paragraph(run(t)) for t in ("• Punkt", "- Streck", "1. Ett", "* Not", "12 st"))
    found = [(block.kind, block.marker, block.text) for block in of_body(body, tmp_path)]
    assert found == [
        ("list_item", "•", "Punkt"),
        ("list_item", "-", "Streck"),
        ("list_item", "1.", "Ett"),
        ("paragraph", "", "* Not"),
        ("paragraph", "", "12 st"),
    ]


def test_a_number_before_a_heading_is_part_of_it(tmp_path: Path) -> None:
    document = docx.Document()
    heading = document.add_heading("Mål", 1)
    item = document.add_paragraph("x", "List Number")
    numbers = item.style.element.find(qn("w:pPr")).find(qn("w:numPr"))
    heading._p.get_or_add_pPr().append(deepcopy(numbers))
    assert loaded(document, tmp_path).blocks[0].text == "1. Mål"


def test_what_is_printed_is_read_and_nothing_else(tmp_path: Path) -> None:
    body = paragraph(
        run("Före "),
        f'<w:del w:id="1">{run("raderat").replace("w:t", "w:delText")}</w:del>',
        f'<w:ins w:id="2">{run("infogat ")}</w:ins>',
        run("dolt ", "<w:vanish/>"),
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>',
        "<w:r><w:instrText>PAGEREF _Toc1</w:instrText></w:r>",
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>',
        run("sida 4 "),
        f'<w:hyperlink r:id="rId9">{run("länk")}</w:hyperlink>',
        "<w:r><w:tab/><w:noBreakHyphen/><w:t>5</w:t><w:softHyphen/></w:r>",
        '<w:r><w:sym w:font="Symbol" w:char="F0B3"/><w:t>0</w:t></w:r>',
        "<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>",
    )
    assert [block.text for block in of_body(body, tmp_path)] == ["Före infogat sida 4 länk -5≥0x"]


def test_a_forced_line_break_ends_a_line_and_stands_in_a_list_item_for_a_space(
    tmp_path: Path,
) -> None:
    lines = "<w:r><w:t>Till:</w:t><w:br/><w:t>Styrelsen</w:t></w:r>"
    listed = paragraph(lines, properties='<w:pStyle w:val="ListBullet"/>')
    found = [(block.kind, block.text) for block in of_body(paragraph(lines) + listed, tmp_path)]
    assert found == [
        ("paragraph", "Till:"),
        ("paragraph", "Styrelsen"),
        ("list_item", "Till: Styrelsen"),
    ]


def test_a_paragraph_is_emphasised_if_all_of_it_is(tmp_path: Path) -> None:
    body = (
        paragraph(run("Allt", "<w:i/>"), run(" – ", ""), run("kursivt", "<w:b/>"))
        + paragraph(run("Resultat:", "<w:b/>"), run(" kortare tid"))
        + paragraph(run("Inte", '<w:b w:val="0"/>'))
        + paragraph(run("12 %", "<w:b/>"))
        + paragraph(run("…", "<w:b/>"))
    )
    found = [block.emphasised for block in of_body(body, tmp_path)]
    assert found == [True, False, False, True, False]


def test_merged_cells_have_their_text_once_and_leave_empty_cells(tmp_path: Path) -> None:
    body = table(
        cell("Rubrik", SPAN2 + "") + cell("2019"),
        cell("Mål", RESTART) + cell("A") + cell("1"),
        cell("", GOES_ON) + cell("B") + cell("2"),
        cell("Nytt mål", RESTART) + cell("C") + cell("3"),
        widths=(2000, 2000, 2000),
    )
    (block,) = of_body(body, tmp_path)
    assert texts(block) == [
        ("Rubrik", "", "2019"),
        ("Mål", "A", "1"),
        ("", "B", "2"),
        ("Nytt mål", "C", "3"),
    ]
    assert block.locator == "t1"
    assert block.rows[1].cells[2].locator == "t1/r2/c3"


def test_edges_that_nearly_meet_are_one_column(tmp_path: Path) -> None:
    body = table(
        cell("a") + cell("b", SPAN2),
        cell("c", SPAN2) + cell("d"),
        widths=(2000, 60, 2000),
    )
    assert texts(of_body(body, tmp_path)[0]) == [("a", "b"), ("c", "d")]
    narrow = table(cell("a") + cell("b"), cell("c") + cell("d"), widths=(1, 1))
    assert texts(of_body(narrow, tmp_path)[0]) == [("a", "b"), ("c", "d")]


def test_rows_that_begin_later_and_rows_that_were_deleted(tmp_path: Path) -> None:
    late = f"<w:tr><w:trPr><w:gridBefore w:val='1'/></w:trPr>{cell('b')}</w:tr>"
    gone = f"<w:tr><w:trPr><w:del w:id='1'/></w:trPr>{cell('x')}{cell('y')}</w:tr>"
    controlled = f"<w:sdt><w:sdtContent>{cell('e')}</w:sdtContent></w:sdt>"
    body = table(cell("a") + cell("c"), late, gone, controlled + cell("f"), widths=(2000, 2000))
    assert texts(of_body(body, tmp_path)[0]) == [("a", "c"), ("", "b"), ("e", "f")]


def test_a_cell_holds_its_paragraphs_with_the_marks_of_its_lists(tmp_path: Path) -> None:
    document = docx.Document()
    made = document.add_table(1, 2)
    made.cell(0, 0).text = "Mål"
    made.cell(0, 1).text = "Vi vill:"
    made.cell(0, 1).add_paragraph("växa", "List Bullet")
    made.cell(0, 1).add_paragraph("bygga", "List Bullet")
    found = loaded(document, tmp_path)
    assert texts(found.blocks[0]) == [("Mål", "Vi vill: • växa • bygga")]
    assert found.text_at("t1/r1/c2:c10") == "• växa • bygga"


def test_a_frame_around_text_is_no_table(tmp_path: Path) -> None:
    inner = table(cell("a") + cell("b"), widths=(2000, 2000))
    body = table(cell("Ruta"), widths=(4000,)) + table(
        f"<w:tc>{inner}{paragraph()}</w:tc>" + cell("vid sidan"), widths=(2000, 2000)
    )
    blocks = of_body(body, tmp_path)
    assert [(block.kind, block.text) for block in blocks] == [
        ("paragraph", "Ruta"),
        ("table", "a\tb"),
        ("paragraph", "vid sidan"),
    ]
    assert blocks[1].locator == "t1"


def test_text_boxes_and_content_controls_are_read_once(tmp_path: Path) -> None:
    box = f"<w:txbxContent>{paragraph(run('I rutan'))}</w:txbxContent>"
    names = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    drawn = (
        f"<w:r><mc:AlternateContent {names}><mc:Choice Requires='wps'><w:pict>{box}</w:pict>"
        f"</mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    body = paragraph(run("Före"), drawn) + (
        f"<w:sdt><w:sdtContent>{paragraph(run('Innehåll'))}</w:sdtContent></w:sdt>"
    )
    assert [block.text for block in of_body(body, tmp_path)] == ["Före", "I rutan", "Innehåll"]


FOOTNOTES = (
    "<w:footnotes {names}>"
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:id="5"><w:p><w:r><w:t>Gäller 2018.</w:t></w:r></w:p></w:footnote>'
    '<w:footnote w:id="6"><w:p><w:r><w:t>** Egen.</w:t></w:r></w:p></w:footnote></w:footnotes>'
)


def test_the_number_of_a_footnote_never_becomes_part_of_a_figure(tmp_path: Path) -> None:
    first = '<w:r><w:footnoteReference w:id="5"/></w:r>'
    own = '<w:r><w:footnoteReference w:customMarkFollows="1" w:id="6"/><w:t>**</w:t></w:r>'
    lost = '<w:r><w:footnoteReference w:id="77"/></w:r>'
    body = table(
        f"<w:tc>{paragraph(run('6,6'), first)}</w:tc>{cell('b')}"
        f"<w:tc>{paragraph(run('7'), own, lost)}</w:tc>",
        widths=(2000, 2000, 2000),
    ) + paragraph(run("m"), run("2", '<w:vertAlign w:val="superscript"/>'))
    document = docx.Document()
    for element in list(parse_xml(f"<w:body {nsdecls('w')}>{body}</w:body>")):
        document.element.body.insert(len(document.element.body) - 1, element)
    buffer = io.BytesIO()
    document.save(buffer)
    path = tmp_path / "plan.docx"
    with zipfile.ZipFile(buffer) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            data = old.read(name).decode("latin-1")
            if name == "word/_rels/document.xml.rels":
                kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
                data = data.replace(
                    "</Relationships>",
                    f'<Relationship Id="rId77" Type="{kind}/footnotes" Target="footnotes.xml"/>'
                    "</Relationships>",
                )
            new.writestr(name, data.encode("latin-1"))
        new.writestr("word/footnotes.xml", FOOTNOTES.format(names=nsdecls("w")))
    blocks = load_document(path).blocks
    assert texts(blocks[0]) == [("6,6¹", "b", "7**")]
    assert [block.text for block in blocks[1:]] == ["¹ Gäller 2018.", "** Egen.", "m²"]


@pytest.mark.parametrize("text", ["", " \u200b", "\u00ad"])
def test_a_paragraph_that_prints_nothing_is_no_block(tmp_path: Path, text: str) -> None:
    body = paragraph(run(text)) + paragraph(run("En\u00a0text"))
    assert [block.text for block in of_body(body, tmp_path)] == ["En text"]
