"""What a document's lines become: headings, paragraphs, list items, tables, rules."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from municompare.documents import Block, SourceDocument, load_document
from municompare.model.quantity import Locator

Read = Callable[..., SourceDocument]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def reading(text: str, name: str = "plan.md") -> SourceDocument:
        file = tmp_path / name
        file.write_text(text, encoding="utf-8", newline="")
        return load_document(file)

    return reading


def shape(document: SourceDocument) -> list[tuple[str, str, int | None, str]]:
    return [(b.kind, b.text, b.level, b.locator) for b in document.blocks]


def cells(block: Block) -> list[tuple[str, ...]]:
    return [tuple(cell.text for cell in row.cells) for row in block.rows]


def table(document: SourceDocument) -> list[tuple[str, ...]]:
    (found,) = [block for block in document.blocks if block.kind == "table"]
    return cells(found)


# --- flowing text


def test_markdown_becomes_blocks_in_the_order_of_its_lines(read: Read) -> None:
    document = read(
        "# **Plan** för *nämnden* ##\n\nEn rad.\nEn rad till.\n\n"
        "- ett\n  - inom ett\n- två\n  fortsätter\n\n---\n\nUnder\n=====\n"
    )
    assert shape(document) == [
        ("heading", "Plan för nämnden", 1, "L1"),
        ("paragraph", "En rad.", None, "L3"),
        ("paragraph", "En rad till.", None, "L4"),
        ("list_item", "ett", 1, "L6"),
        ("list_item", "inom ett", 2, "L7"),
        ("list_item", "två fortsätter", 1, "L8"),
        ("rule", "---", None, "L11"),
        ("heading", "Under", 1, "L13"),
    ]
    assert document.blocks[5].last_line == 9
    assert document.text_at("L9") == "två fortsätter"
    assert document.text_at("L9:c3") == "fortsätter"


def test_list_items_keep_their_marks(read: Read) -> None:
    document = read("1. ett\n2. två\n\n* tre\n\n• fyra\n•fem\ntext\n3. sex\n")
    assert [(b.kind, b.marker, b.text) for b in document.blocks] == [
        ("list_item", "1.", "ett"),
        ("list_item", "2.", "två"),
        ("list_item", "*", "tre"),
        ("list_item", "•", "fyra"),
        ("list_item", "•", "fem"),
        ("paragraph", "", "text"),
        ("list_item", "3.", "sex"),
    ]


def test_a_line_below_a_list_item_that_is_not_indented_is_a_paragraph(read: Read) -> None:
    document = read("1. Indhold\nAftalen gælder.\n2. Mål\n")
    assert [(b.kind, b.text) for b in document.blocks] == [
        ("list_item", "Indhold"),
        ("paragraph", "Aftalen gælder."),
        ("list_item", "Mål"),
    ]


def test_a_second_paragraph_of_a_list_item_is_a_paragraph(read: Read) -> None:
    document = read("- ett\n\n  mer om ett\n")
    assert [(b.kind, b.text) for b in document.blocks] == [
        ("list_item", "ett"),
        ("paragraph", "mer om ett"),
    ]


def test_emphasis_over_two_lines_is_removed_from_both(read: Read) -> None:
    document = read("**Enligt lag (1976:580) om  \nmedbestämmande**\n")
    assert [b.text for b in document.blocks] == ["Enligt lag (1976:580) om", "medbestämmande"]


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("> 2 år", "> 2 år"),
        ("    indraget", "indraget"),
        ("```", "```"),
        ("[mål]: 2019", "[mål]: 2019"),
        ("<div>text</div>", "<div>text</div>"),
        ("-", "-"),
        ("7.", "7."),
        ("#Nämnd", "#Nämnd"),
        ("__init", "__init"),
    ],
)
def test_what_is_no_structure_of_a_plan_stays_text(read: Read, line: str, text: str) -> None:
    assert shape(read(f"{line}\n")) == [("paragraph", text, None, "L1")]


def test_comments_are_not_printed(read: Read) -> None:
    assert [b.text for b in read("<!-- image -->\n\ntext <!-- a\nb --> mer\n").blocks] == [
        "text",
        "mer",
    ]


def test_markup_alone_makes_no_block(read: Read) -> None:
    assert [b.text for b in read("#\n\ntext\n\n<b></b>\n").blocks] == ["text"]


def test_deeply_nested_lists_lose_no_line(read: Read) -> None:
    lines = ["  " * depth + f"- punkt{depth}" for depth in range(40)]
    text = " ".join(block.text for block in read("\n".join(lines)).blocks)
    assert [f"punkt{depth}" for depth in range(40) if f"punkt{depth}" not in text] == []


def test_plain_text_is_one_paragraph_a_line(read: Read) -> None:
    document = read("# Mål\n- ett  *två*\n\n  1. tre\n", "plan.txt")
    assert shape(document) == [
        ("paragraph", "# Mål", None, "L1"),
        ("paragraph", "- ett *två*", None, "L2"),
        ("paragraph", "1. tre", None, "L4"),
    ]


# --- tables separated by tabs


def test_a_run_of_lines_with_tabs_is_a_table_with_its_empty_cells(read: Read) -> None:
    document = read(
        "Före\n\nMål\tIndikator\t2018\n\tAntal\t- 14 870\n\t\t\n<b>Summa</b>\t\t≥0\n\nEfter\n"
    )
    assert table(document) == [
        ("Mål", "Indikator", "2018"),
        ("", "Antal", "- 14 870"),
        ("", "", ""),
        ("Summa", "", "≥0"),
    ]
    assert shape(document)[0] == ("paragraph", "Före", None, "L1")
    assert shape(document)[-1] == ("paragraph", "Efter", None, "L8")
    assert document.blocks[1].rows[3].cells[0].raw == "<b>Summa</b>"


def test_two_lines_with_one_tab_are_a_table(read: Read) -> None:
    assert table(read("Verksamhet\tTkr\n500-uppdraget\t10 000\n")) == [
        ("Verksamhet", "Tkr"),
        ("500-uppdraget", "10 000"),
    ]


def test_one_line_is_a_table_from_two_tabs_on(read: Read) -> None:
    assert table(read("Signatur\tSignatur\t\n")) == [("Signatur", "Signatur", "")]
    assert shape(read("ett\ttvå\n")) == [("paragraph", "ett två", None, "L1")]


def test_a_blank_line_cuts_a_table_in_two(read: Read) -> None:
    document = read("a\tb\nc\td\n\ne\tf\ng\th\n")
    assert [(b.kind, b.line, b.last_line) for b in document.blocks] == [
        ("table", 1, 2),
        ("table", 4, 5),
    ]


def test_lines_of_tabs_only_are_no_table(read: Read) -> None:
    assert [b.text for b in read("text\n\n\t\t\t\n\t\n").blocks] == ["text"]
    assert table(read("\t\na\tb\nc\td\n\t\t\n")) == [("a", "b"), ("c", "d")]


def test_a_list_indented_with_tabs_is_a_list(read: Read) -> None:
    document = read("- ett\n\t- två\n\t- tre\n")
    assert [(b.kind, b.text, b.level) for b in document.blocks] == [
        ("list_item", "ett", 1),
        ("list_item", "två", 2),
        ("list_item", "tre", 2),
    ]
    assert [b.kind for b in read("1.\tett\n2.\ttvå\n").blocks] == ["list_item", "list_item"]


def test_figures_after_a_hyphen_are_cells_and_no_list(read: Read) -> None:
    assert table(read("-\t182\n-\t6\n")) == [("-", "182"), ("-", "6")]
    assert table(read("Rubrik\t2018\n\t- 210\n")) == [("Rubrik", "2018"), ("", "- 210")]
    assert table(read("\t- ett\n\t- två\n")) == [("", "- ett"), ("", "- två")]


def test_tables_in_plain_text_keep_their_characters(read: Read) -> None:
    assert table(read("a*b*\t<b>\nc\td  e\n", "plan.txt")) == [("a*b*", "<b>"), ("c", "d e")]


# --- tables separated by pipes


def test_rows_that_end_with_a_pipe_are_a_table(read: Read) -> None:
    document = read(
        "Text før.\nMål | Handlinger | Kriterier |\nEt | • a • b | mindst 5 |\n"
        "• c | ||\n• d | e | |\n• f |\nText efter.\n"
    )
    assert table(document) == [
        ("Mål", "Handlinger", "Kriterier"),
        ("Et", "• a • b", "mindst 5"),
        ("• c", "", ""),
        ("• d", "e", ""),
        ("• f",),
    ]
    assert [b.text for b in document.blocks if b.kind == "paragraph"] == [
        "Text før.",
        "Text efter.",
    ]


def test_one_row_is_a_table_from_two_pipes_on(read: Read) -> None:
    assert table(read("Mål | Kriterium |\n")) == [("Mål", "Kriterium")]


@pytest.mark.parametrize(
    "line", ["Ja | nej", "Ja |", "Ja \\|", "a | b | c", "Ja \\|\nNej \\|", "| Ja"]
)
def test_a_sentence_with_a_pipe_is_no_table(read: Read, line: str) -> None:
    assert {b.kind for b in read(f"{line}\n").blocks} == {"paragraph"}


@pytest.mark.parametrize(
    "text",
    [
        "| Mål | 2018 |\n|-----|-----:|\n| Ett | 5 |\n|  | 6 |\n",
        "Mål | 2018\n--- | :-:\nEtt | 5\n | 6\n",
        "| Mål | 2018\n|--|--\n| Ett | 5 |\n| | 6",
    ],
)
def test_a_markdown_table_has_no_row_for_its_rule(read: Read, text: str) -> None:
    document = read(text)
    assert table(document) == [("Mål", "2018"), ("Ett", "5"), ("", "6")]
    assert [row.line for row in document.blocks[0].rows] == [1, 3, 4]
    assert document.text_at("L2") is None


def test_a_row_of_hyphens_is_a_row(read: Read) -> None:
    assert table(read("2017 | 2018 |\n- | - |\n")) == [("2017", "2018"), ("-", "-")]


def test_a_leading_pipe_closes_an_empty_cell_unless_all_rows_have_one(read: Read) -> None:
    assert table(read("| a | b |\n| c | d |\n")) == [("a", "b"), ("c", "d")]
    assert table(read("a | b |\n| d |\n")) == [("a", "b"), ("", "d")]


def test_an_escaped_pipe_is_text(read: Read) -> None:
    assert table(read("a \\| b | c |\n| d |\n")) == [("a | b", "c"), ("", "d")]


def test_a_table_of_pipes_may_hold_tabs(read: Read) -> None:
    assert table(read("a\t|\tb |\nc\t| d\t|\n")) == [("a", "b"), ("c", "d")]


# --- places


def test_places_without_text_have_none(read: Read) -> None:
    document = read("text\n\na\tb\tc\n")
    absent = ["L1:c5", "L1/c1", "L2", "L9", "L3/c4", "L3/c1:c2", "L3:c1", "p1/t1/r1/c1", "L1+L9"]
    assert [place for place in absent if document.text_at(place) is not None] == []


def test_places_resolve_to_what_is_printed_there(read: Read) -> None:
    document = read("Ett **fet** ord\n\na\tb och c\td\n")
    assert document.text_at("L1:c5") == "fet ord"
    assert document.text_at("L1:c7") == "fet ord"
    assert document.text_at("L1:c8") == "et ord"
    assert document.text_at("L3/c2:c3") == "och c"
    assert document.text_at("L3") == "a\tb och c\td"
    assert document.text_at("L3/c1+L3/c3|L1") == "a d"
    assert document.text_at(Locator.at(3, cell=3)) == "d"
    assert document.blocks[0].locate(4) == "L1:c7"


def test_a_locator_that_is_none_is_refused(read: Read) -> None:
    with pytest.raises(ValueError, match="not a locator"):
        read("text").text_at("line 1")


def test_a_character_that_is_not_there_has_no_locator(read: Read) -> None:
    text, rows = read("text\n\na\tb\tc\n").blocks
    for block, index in ((text, 4), (text, -1), (rows, 0)):
        with pytest.raises(IndexError, match="has no character"):
            block.locate(index)


# --- real documents


@pytest.mark.shared
def test_the_indicator_table_is_two_blocks_with_all_its_rows(shared_documents: Path) -> None:
    document = load_document(shared_documents / "linkoping-internbudget-2019.md")
    tables = [b for b in document.blocks if b.kind == "table" and len(b.rows[0].cells) == 7]
    assert [(b.line, b.last_line, len(b.rows)) for b in tables] == [(436, 446, 11), (448, 471, 24)]
    assert document.text_at("L440/c4") == tables[0].rows[4].cells[3].text
    assert document.text_at("L449/c4") == "6,6%*"
    assert (document.text_at("L445/c2") or "").endswith("***")
    assert (document.text_at("L452/c3") or "").endswith("kronor**")
    assert (document.text_at("L479") or "").startswith("*** ")


@pytest.mark.shared
def test_every_tab_of_the_real_document_separates_cells(shared_documents: Path) -> None:
    document = load_document(shared_documents / "linkoping-internbudget-2019.md")
    in_tables = {row.line: row for b in document.blocks for row in b.rows}
    for number, line in enumerate(document.lines, 1):
        if "\t" in line:
            assert [cell.raw for cell in in_tables[number].cells] == line.split("\t")


@pytest.mark.shared
def test_the_danish_tables_have_all_their_rows(shared_documents: Path) -> None:
    document = load_document(shared_documents / "silkeborg-aftale-2017.md")
    tables = [block for block in document.blocks if block.kind == "table"]
    assert [(b.line, b.last_line) for b in tables] == [(48, 67), (69, 73), (75, 77)]
    assert {len(row.cells) for b in tables for row in b.rows} == {1, 3}


@pytest.mark.shared
def test_plain_text_has_a_paragraph_for_every_line(shared_documents: Path) -> None:
    document = load_document(shared_documents / "norrkoping-verksamhetsplan-2016.txt")
    lines = {number: line for number, line in enumerate(document.lines, 1) if line.strip()}
    assert {block.line: block.text for block in document.blocks} == {
        number: " ".join(line.split()) for number, line in lines.items()
    }
