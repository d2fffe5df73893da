"""Rules about the text of a document: references, passages, tables, spelling."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from municompare import Issue
from municompare.documents import load_document
from municompare.errors import CODES
from municompare.model.plan import PlanRecord, Principle
from municompare.plans.checks import TEXT_RULES, checked_text
from municompare.plans.reading import read_documents

from .odd_plans import KEY, PLAN, goal, places, sound, with_rows

LONG = "Den som söker stöd ska få veta vilka insatser som finns och hur de kan sökas."


@pytest.fixture
def odd(tmp_path: Path) -> Any:
    """Gives the issues of a text, as a document of the example plan."""

    def issues(text: str, record: PlanRecord | None = None, **changed: Any) -> list[Issue]:
        file = tmp_path / "plan.md"
        file.write_text(text, encoding="utf-8")
        plan = replace(record or sound(), **changed)
        return list(checked_text(plan, load_document(file)).issues[len(plan.issues) :])

    return issues


def test_every_rule_has_a_declared_code() -> None:
    assert {rule.code for rule in TEXT_RULES} <= set(CODES)


def test_a_reference_upwards_to_what_stands_below_is_reported(odd: Any) -> None:
    [issue] = odd("# Plan\n\nDetta syns i driftsammandraget ovan.\n\n## Driftsammandrag\n\nText.\n")
    assert (issue.code, issue.severity, places(issue)) == ("MC302", "warning", ["L3:c14", "L5:c4"])
    assert issue.id == f"{KEY}/issue/mc302-reference-driftsammandraget"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("## Driftsammandrag\n\n## Annat\n\nSe driftsammandraget ovan.", id="up"),
        pytest.param("## Indikatorer\n\nIndikatorerna nedan gäller.\n\n- Andel", id="own section"),
        pytest.param("Driftsammandrag A.\n\nSe driftsammandraget ovan.\n# Driftsammandrag", id="2"),
        pytest.param("Se förslaget ovan.\n\n## Bakgrund", id="no heading of that name"),
    ],
)  # fmt: skip
def test_a_reference_that_points_the_right_way_is_sound(odd: Any, text: str) -> None:
    assert odd(text) == []


def test_a_reference_downwards_to_a_section_above_is_reported(odd: Any) -> None:
    [issue] = odd("## Indikatorer\n\nAndel.\n\n## Annat\n\nJämför indikatorerna nedan.")
    assert (issue.code, places(issue)) == ("MC302", ["L7:c8", "L1:c4"])


@pytest.mark.parametrize(
    "text", ["Målen är 17 (se bild nedan).", "Nedanstående modell beskriver vikten av detta."]
)
def test_a_picture_that_the_text_has_lost_is_reported(odd: Any, text: str) -> None:
    assert [(issue.code, issue.severity) for issue in odd(text)] == [("MC303", "warning")]


def test_a_figure_with_its_caption_is_there(odd: Any) -> None:
    assert odd("Modellen visas i figuren nedan.\n\nFigur 1: Styrmodellen") == []


def test_a_table_that_does_not_follow_is_missed_where_tables_are_kept(odd: Any) -> None:
    table = "Mål\tVärde\nNöjda\t5\nTrygga\t6\n"
    said = "I nedanstående tabell finns målen.\n"
    assert [issue.code for issue in odd(f"{table}\n{said}")] == ["MC303"]
    assert odd(f"{said}\n{table}") == []
    assert odd(said) == []  # a text without any table has lost them all


def test_an_appendix_that_is_nowhere_is_reported(odd: Any) -> None:
    [issue] = odd("Målvärden finns i bilagan. Se bilaga 2.\n\nSom en bilaga lämnas planen.")
    assert (issue.code, places(issue)) == ("MC304", ["L1:c11", "L1:c28"])
    assert odd("Se bilaga 2.\n\n- Bilaga 1 Budget\n- Bilaga 2 Mål") == []
    assert odd("Se bilaga 2.\n\n## Bilagor\n\n1. Budget\n2. Mål") == []
    assert len(odd("Se bilaga 3.\n\nBilaga 1\tBudget\nBilaga 2\tMål\n")) == 1


def test_a_principle_that_is_not_listed_is_reported(odd: Any) -> None:
    principles = tuple(
        Principle(
            id=f"{KEY}/principle/{number}",
            kind="principle",
            title=title,
            document=PLAN,
            locator=f"L{number}",
        )
        for number, title in enumerate(("Arbete först", "Medborgaren i centrum"), 1)
    )
    text = 'Principen om "Alla behövs" gäller. Principen "Arbete först" också.'
    [issue] = odd(text, principles=principles)
    assert (issue.code, places(issue)) == ("MC305", ["L1:c1"])
    assert odd(text) == []


def test_a_share_with_a_figure_of_several_wholes_is_reported(odd: Any) -> None:
    text = (
        "Merparten av de sökande ska få en plan. Med merparten av deltagarna har planen följts upp."
        "\n\nMerparten innebär minst 70 %."
    )
    [issue] = odd(text)
    assert (issue.code, issue.severity) == ("MC306", "error")
    assert places(issue) == ["L1:c1", "L1:c45", "L3:c1"]
    assert odd(text.replace("70 %", "de flesta")) == []
    assert odd(text.replace("deltagarna", "de sökande")) == []


def test_a_table_for_other_years_than_its_heading_is_reported(odd: Any) -> None:
    text = "## Mål för 2020-2023\n\nI nedanstående tabell finns målen för {}.\n\nMål\tVärde\nA\t5\n"
    [issue] = odd(text.format("2020-2021"))
    assert (issue.code, places(issue)) == ("MC307", ["L1:c12", "L3:c39"])
    assert odd(text.format("2020-2023")) == []
    assert odd(text.format("2017-2019")) == []  # what was observed before


def test_a_heading_of_plans_names_no_year_before_the_plan(odd: Any) -> None:
    text = "## Mål för nämnden 2018\n\nText.\n\n## Uppföljning av mål 2018\n\n## Mål 2020"
    [issue] = odd(text)
    assert (issue.code, places(issue)) == ("MC307", ["L1:c4"])
    assert odd(text, period=None) == []


@pytest.mark.parametrize(
    ("said", "decided", "codes"),
    [
        ("i början på året", "2020-04-13", ["MC308"]),
        ("i början på året", "2020-02-13", []),
        ("i december", "2020-02-13", ["MC308"]),
        ("i december", "2019-12-13", []),
        ("i nämnden", "2020-04-13", []),
    ],
)
def test_a_document_is_decided_when_its_kind_is(
    odd: Any, said: str, decided: str, codes: list[str]
) -> None:
    record = sound()
    document = replace(record.documents[0], decided_on=decided)
    text = f"Planen fastställs {said}.\n\nStyrmodellen fastställs i juni."
    found = odd(text, replace(record, documents=(document, *record.documents[1:])))
    assert [issue.code for issue in found] == codes


def test_a_sentence_printed_twice_is_told_without_its_words(odd: Any) -> None:
    [issue] = odd(f"{LONG} Kort.\n\n{LONG}\n\nKort.")
    assert (issue.code, issue.severity, places(issue)) == ("MC309", "info", ["L1:c1", "L3:c1"])
    assert [reading.text for reading in issue.readings] == [None, None]
    assert odd(f"{LONG} {LONG}") == []


def test_the_wording_of_an_element_may_stand_in_several_places(odd: Any) -> None:
    assert odd(f"{LONG}\n\n{LONG}", with_rows(sound(), goal(None, LONG))) == []


def test_rows_with_fewer_cells_are_reported(odd: Any) -> None:
    text = "| Mål | Handling | Värde |\n| A | Göra | 5 |\n| B | Mera |\n| C | Allt | 7 |\n"
    [issue] = odd(text)
    assert (issue.code, places(issue)) == ("MC321", ["L3/c1"])
    assert odd(text.replace("| Mera |", "| Mera | |")) == []


TABLE = "Verksamhet\tBudget\tUtfall\tAvvikelse\n"
LINES = "A\t100\t90\t10\nB\t200\t220\t-20\nC\t50\t50\t0\n"


def test_a_total_that_no_lines_make_is_reported(odd: Any) -> None:
    lines = "Verksamhet\tBudget\tUtfall\nA\t100\t90\nB\t200\t220\nC\t50\t50\n"
    [issue] = odd(f"{lines}Summa\t350\t370\n")
    assert (issue.code, issue.severity, places(issue)) == ("MC341", "error", ["L5/c3"])
    assert "where the lines make 360" in issue.message
    assert odd(f"{lines}Summa\t350\t360\n") == []


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param("Män\t77\nKvinnor\t79\nTotalt\t78\n", id="a mean"),
        pytest.param("Andel män\t40 %\nAndel andra\t70 %\nTotalt\t120 %\n", id="shares"),
        pytest.param("A\t10\nB\t20\nvarav C\t5\nSumma\t30\n", id="of which"),
        pytest.param("A\t10\nB\t20\nSumma\t30\nC\t5\nD\t6\nSumma\t11\nTotalt\t41\n", id="subs"),
        pytest.param("År\t2019\nA\t10\nB\t20\nTotalt\t30\n", id="years"),
        pytest.param("A\t1,4\nB\t2,4\nSumma\t3,9\n", id="rounded"),
        pytest.param("A\t10\nB\tca 1-2\nSumma\t15\n", id="a number that cannot be read"),
        pytest.param("Nöjda\t80\nTrygga\t75\nTotal sjukfrånvaro\t5\n", id="another measure"),
    ],
)  # fmt: skip
def test_what_is_no_wrong_total_is_left_alone(odd: Any, rows: str) -> None:
    assert odd(f"Namn\tVärde\n{rows}") == []


def test_a_column_of_differences_is_recomputed(odd: Any) -> None:
    table = f"{TABLE}{LINES}D\t80\t70\t{{}}\n"
    [issue] = odd(table.format(12))
    assert (issue.code, places(issue)) == ("MC341", ["L5/c4"])
    assert odd(table.format(10)) == []


def test_a_column_of_changes_in_per_cent_is_recomputed(odd: Any) -> None:
    table = (
        "Mått\t2019\t2020\tFörändring\nA\t100\t110\t10,0\nB\t200\t210\t5,0\nC\t50\t40\t-20,0\n"
        "D\t80\t100\t{}\n"
    )
    [issue] = odd(table.format("20,0"))
    assert places(issue) == ["L5/c4"]
    assert odd(table.format("25,0")) == []


def test_a_column_that_is_no_difference_of_others_is_left_alone(odd: Any) -> None:
    assert odd(f"{TABLE}A\t100\t90\t1\nB\t200\t220\t2\nC\t50\t50\t3\nD\t8\t7\t4\n") == []


def test_two_spellings_of_a_long_word_are_reported(odd: Any) -> None:
    [issue] = odd("Kunskapstorget är öppet.\n\nBesök kunskapsstorget. Se www.kunskapztorget.se")
    assert (issue.code, issue.severity, places(issue)) == ("MC314", "info", ["L3:c7", "L1:c1"])


def test_forms_of_a_word_are_no_other_spelling(odd: Any) -> None:
    assert odd("Insatserna och verksamheter. Insatserna i verksamheten, arbetsgivare.") == []


def test_the_rules_know_danish(odd: Any) -> None:
    text = (
        "Aftalen indgås i december. Se økonomiafsnittet ovenfor, figuren nedenfor. Se bilag 1.\n\n"
        "Flertallet af de ledige får et tilbud. Flertallet af de unge får et tilbud. "
        "Flertallet betyder mindst 60 pct.\n\n## Økonomiafsnit"
    )
    record = sound()
    document = replace(record.documents[0], kind="aftale", decided_on="2020-04-13")
    record = replace(record, language="da", documents=(document, *record.documents[1:]))
    assert [issue.code for issue in odd(text, record)] == [
        "MC302", "MC303", "MC304", "MC306", "MC308",
    ]  # fmt: skip


def test_what_stands_before_the_plan_is_not_judged(odd: Any) -> None:
    record = sound()
    document = replace(record.documents[0], locator="L3")
    text = "Se bild nedan.\n\n# Plan\n\nText."
    assert odd(text, replace(record, documents=(document, *record.documents[1:]))) == []


def test_the_places_are_those_of_the_file(tmp_path: Path) -> None:
    file = tmp_path / "plan.html"
    file.write_text("<h1>Plan</h1><p>Målen (se bild nedan).</p>", encoding="utf-8")
    document = load_document(file)
    record = sound()
    own = replace(record.documents[0], locator=document.blocks[0].locator)
    record = replace(record, documents=(own, *record.documents[1:]))
    [issue] = checked_text(record, document).issues
    [reading] = issue.readings
    assert (reading.document, reading.text) == (PLAN, "bild nedan")
    assert reading.locator is not None
    assert (document.text_at(reading.locator) or "").startswith("bild nedan")


def of_code(plan: Any, code: str) -> list[list[str]]:
    """Lines of each issue of a code."""
    return [
        sorted({str(place).partition("/")[0].partition(":")[0] for place in places(issue)})
        for issue in plan.report
        if issue.code == code
    ]


def test_the_oddities_of_the_budget_and_the_plan_are_found(shared_documents: Path) -> None:
    plan = read_documents(
        shared_documents / "linkoping-internbudget-2019.md",
        shared_documents / "linkoping-verksamhetsplan-2019.txt",
    )
    assert of_code(plan, "MC302") == [["L121", "L35", "L623"]]  # "driftsammandraget ovan"
    assert of_code(plan, "MC304") == [["L4"]]  # "se bilaga för nämndindikatorer"
    assert of_code(plan, "MC307") == [["L430", "L434"]]
    assert of_code(plan, "MC312") == [["L12"]]  # "5.5"
    assert of_code(plan, "MC313") == [["L479"]]  # three asterisks in the budget only
    assert ["L109", "L184", "L23", "L674"] in of_code(plan, "MC339")  # 500-uppdraget
    assert of_code(plan, "MC380") == [["L11", "L12"]]  # sickness absence of 6,8
    [repeated] = of_code(plan, "MC309")
    assert {"L733", "L741", "L533", "L573"} <= set(repeated)
    assert not {"MC303", "MC305", "MC306", "MC308"} & set(plan.report.codes)


def test_the_oddities_of_the_programme_are_found(shared_documents: Path) -> None:
    plan = read_documents(shared_documents / "linkoping-arbetsmarknadsprogram.md")
    assert of_code(plan, "MC303") == [["L78", "L95"]]
    assert of_code(plan, "MC305") == [["L114"]]
    assert of_code(plan, "MC306") == [["L114", "L134", "L55"]]
    assert of_code(plan, "MC309") == [["L120", "L66"]]


def test_the_oddities_of_the_agreement_are_found(shared_documents: Path) -> None:
    plan = read_documents(shared_documents / "silkeborg-aftale-2017.md")
    assert of_code(plan, "MC310") == [["L56"]]
    assert of_code(plan, "MC311") == [["L32", "L33", "L34", "L35"]]
    assert of_code(plan, "MC321") == [["L59", "L67", "L77"]]
    warned = [issue for issue in plan.report if issue.code == "MC387" and issue.severity != "info"]
    assert [place.partition("/")[0] for place in map(str, places(warned[0]))] == [
        "L49", "L57", "L58", "L61", "L62",
    ]  # fmt: skip


def test_the_time_of_decision_is_compared(shared_documents: Path) -> None:
    plan = read_documents(shared_documents / "norrkoping-verksamhetsplan-2016.txt")
    assert of_code(plan, "MC308") == [["L206", "L220"]]
