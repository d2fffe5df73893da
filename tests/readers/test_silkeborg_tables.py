"""The rules for rows, actions and passages of agreements, one by one."""

from __future__ import annotations

from pathlib import Path

import pytest

from municompare.documents import load_document
from municompare.model.quantity import Place
from municompare.readers.silkeborg_actions import read_actions, responsible_for
from municompare.readers.silkeborg_indicators import criteria_of
from municompare.readers.silkeborg_passages import Passage
from municompare.readers.silkeborg_tables import Entry, GoalTable, matching_key

HEADER = "Mål | Handlinger | Succeskriterier |\n"


def _tables(folder: Path, text: str, listed: tuple[str, ...] = ()) -> GoalTable:
    path = folder / "aftale.md"
    path.write_text(text, encoding="utf-8")
    document = load_document(path)
    tables = GoalTable(listed, document=document.path_name)
    for block in document.blocks:
        if block.kind == "table":
            tables.read(block, None)
    return tables


def _found(tables: GoalTable) -> list[tuple[str, list[str], list[str]]]:
    assert not tables.problems
    return [
        (
            goal.wording.text,
            [entry.passage.text for entry in goal.actions],
            [entry.passage.text for entry in goal.criteria],
        )
        for goal in tables.goals
    ]


def _passage(text: str) -> Passage:
    return Passage(text, ((0, Place(line=1, char=1)),))


def _actions(*texts: str) -> list[tuple[str | None, str]]:
    entries = [Entry(passage=_passage(text), certainty="certain") for text in texts]
    return [
        (action.lead_in.text if action.lead_in else None, action.title.text)
        for action in read_actions(entries)
    ]


def test_a_row_without_its_goals_cell_is_shifted_back(tmp_path: Path) -> None:
    rows = "A | Gør a. | Krav a. |\nGør b. | Krav b. | |\nGør c. | ||\nGør d. |\n"
    tables = _tables(tmp_path, HEADER + rows)
    assert _found(tables) == [
        ("A", ["Gør a.", "Gør b.", "Gør c.", "Gør d."], ["Krav a.", "Krav b."])
    ]
    assert [e.certainty for e in tables.goals[0].criteria] == ["certain", "probable"]


def test_an_empty_first_cell_keeps_the_columns(tmp_path: Path) -> None:
    rows = "A | Gør a. | Krav a. |\n | Gør b. | |\n | | Krav b. |\n"
    tables = _tables(tmp_path, HEADER + rows)
    assert _found(tables) == [("A", ["Gør a.", "Gør b."], ["Krav a.", "Krav b."])]
    assert {e.certainty for e in tables.goals[0].actions} == {"certain"}


def test_a_cut_row_goes_on_in_every_column(tmp_path: Path) -> None:
    rows = "Vi vil, at | Gør a med | Krav om |\nalle er med | Byen og | noget. Krav b. |\n"
    tables = _tables(tmp_path, HEADER + rows)
    assert _found(tables) == [("Vi vil, at alle er med", ["Gør a med Byen og"],
                               ["Krav om noget. Krav b."])]  # fmt: skip
    assert tables.goals[0].wording.locator == "L2/c1+L3/c1"


def test_lower_case_goes_on_with_what_is_unfinished(tmp_path: Path) -> None:
    unfinished = "Vi vil, at | Gør a med | Krav om |\nbyen. | ting. | |\n"
    assert _found(_tables(tmp_path, HEADER + unfinished)) == [
        ("Vi vil, at", ["Gør a med byen."], ["Krav om ting."])
    ]
    finished = "Vi vil, at | Gør a. | Krav. |\nalle er med | Gør b. | |\n"
    assert _found(_tables(tmp_path, HEADER + finished)) == [
        ("Vi vil, at alle er med", ["Gør a.", "Gør b."], ["Krav."])
    ]


def test_a_listed_goal_begins_without_action_or_criterion(tmp_path: Path) -> None:
    rows = "A | Gør a. | Krav a. |\nFlere lærer at | | |\nsvømme | | |\nGør b. | | |\n"
    tables = _tables(tmp_path, HEADER + rows, ("Flere lærer at svømme",))
    assert _found(tables) == [
        ("A", ["Gør a."], ["Krav a."]),
        ("Flere lærer at svømme", ["Gør b."], []),
    ]


def test_a_table_goes_on_after_a_page_break_without_header(tmp_path: Path) -> None:
    text = f"{HEADER}A | Gør a. | Krav a. |\n\nSide 2\n\nGør b. | Krav b. | |\n | | |\n"
    assert _found(_tables(tmp_path, text)) == [("A", ["Gør a.", "Gør b."], ["Krav a.", "Krav b."])]


@pytest.mark.parametrize(
    ("rows", "line"),
    [
        ("A | Gør | Krav |\nGør b. | | Krav b. |\n", 3),
        ("A | Gør | Krav |\n• b | • c | Krav |\n", 3),
        ("• a | Gør | Krav |\nB | Gør | Krav |\n", 2),
        ("A | Gør | Krav | mere |\n", 2),
    ],
)
def test_a_row_that_fits_no_rule_is_a_problem(tmp_path: Path, rows: str, line: int) -> None:
    problems = _tables(tmp_path, HEADER + rows).problems
    assert [(p.code, p.readings[0].locator) for p in problems] == [("MC321", f"L{line}")]


def test_hyphens_case_and_numbers_do_not_part_a_goal_from_itself() -> None:
    assert matching_key("Mål 3: Ny-ankomne ELEVER") == matching_key("nyankomne elever")
    assert matching_key("Ny elev") != matching_key("Ny lærer")


def test_bullets_and_numbers_are_items() -> None:
    assert _actions("Vi vil gøre noget ved: • et • to") == [
        ("Vi vil gøre noget ved:", "et"),
        ("Vi vil gøre noget ved:", "to"),
    ]
    assert _actions("1. Første ting. 2. Anden ting") == [
        (None, "Første ting."),
        (None, "Anden ting"),
    ]
    assert _actions("Senest 1. maj mødes vi efter 9. eller 10. klasse.") == [
        (None, "Senest 1. maj mødes vi efter 9. eller 10. klasse.")
    ]


def test_a_lead_in_holds_until_other_words_come() -> None:
    assert _actions("Området: • et", "• to", "Andet: • tre", "Vi vil noget.", "• fire") == [
        ("Området:", "et"),
        ("Området:", "to"),
        ("Andet:", "tre"),
        (None, "Vi vil noget."),
        (None, "fire"),
    ]
    assert _actions("Vi vil:", "• et") == [("Vi vil:", "et")]
    assert _actions("• et. Andet: • to. • ") == [(None, "et."), ("Andet:", "to.")]


def test_an_explanation_leads_in_or_goes_on() -> None:
    assert _actions("Sport er sundt. Vi vil: • løbe") == [("Sport er sundt. Vi vil:", "løbe")]
    assert _actions(
        "Sport er sundt. Leg er godt. Vi vil løbe. Det er sjovt. (Evaluering) Vi vil gå."
    ) == [
        (None, "Sport er sundt. Leg er godt. Vi vil løbe. Det er sjovt. (Evaluering)"),
        (None, "Vi vil gå."),
    ]
    assert _actions("Sport er sundt.") == [(None, "Sport er sundt.")]
    assert _actions("Vi vil gå. Vi vil også: • løbe") == [
        (None, "Vi vil gå."),
        ("Vi vil også:", "løbe"),
    ]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Hus 4 skal hjælpe.", "Hus 4"),
        ("Skoleafdelingen og Ungeudvalget vil hjælpe.", "Skoleafdelingen og Ungeudvalget"),
        ("I samarbejde mellem Hus 4 og skolen", None),
        ("I samarbejde mellem huset og skolen tages hånd", "huset og skolen"),
        ("På bevilling 3 bidrager Hus 4 med alt:", "Hus 4"),
        ("Vi vil hjælpe.", None),
        ("Eleverne skal hjælpe.", None),
        (None, None),
    ],
)
def test_the_responsible_are_bodies_that_the_text_names(
    text: str | None, names: str | None
) -> None:
    assert responsible_for([text], institution="Hus 4") == names


def test_a_sentence_that_refers_back_is_no_criterion_of_its_own() -> None:
    text = "Mindst 5 pct. er med. Andelen skal stige. Andelen af børn skal falde. Tallet øges."
    assert [criterion.text for criterion in criteria_of(_passage(text))] == [
        "Mindst 5 pct. er med. Andelen skal stige.",
        "Andelen af børn skal falde. Tallet øges.",
    ]
    assert [c.text for c in criteria_of(_passage("Andelen skal stige."))] == ["Andelen skal stige."]


def test_emphasis_inside_a_line_does_not_split_its_place(tmp_path: Path) -> None:
    path = tmp_path / "aftale.md"
    path.write_text("Mål for **huset** og skolen\n", encoding="utf-8")
    document = load_document(path)
    passage = Passage.of_block(document.blocks[0])
    assert passage.locator == "L1"
    place = passage.part(14).locator
    assert document.text_at(place) == passage.part(14).text


def test_a_part_of_a_joined_passage_knows_its_places(tmp_path: Path) -> None:
    path = tmp_path / "aftale.md"
    path.write_text("En linje\n\na | bb cc |\nd | ee |\n", encoding="utf-8")
    line, table = load_document(path).blocks
    first, second = (Passage.of_cell(row.cells[1]) for row in table.rows)
    joined = first.joined(second)
    assert (joined.text, joined.locator) == ("bb cc ee", "L3/c2+L4/c2")
    assert joined.part(2, 5).locator == "L3/c2:c4"
    assert (joined.part(5).text, joined.part(5).locator) == ("ee", "L4/c2")
    assert joined.part(3).locator == "L3/c2:c4+L4/c2"
    assert Passage.of_block(line).part(3).locator == "L1:c4"
    assert joined.reading("x").where == "x:L3/c2+L4/c2"
