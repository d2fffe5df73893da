"""An internal budget of another committee and other years: the plan, its goals, what is broken."""

from __future__ import annotations

from pathlib import Path

import pytest

from municompare.documents import SourceDocument, load_document
from municompare.errors import Issue, MunicompareError
from municompare.model.elements import Goal, Indicator, Measurement
from municompare.model.plan import PlanRecord
from municompare.plans.consistency import check_plan
from municompare.readers.linkoping import LinkopingReader
from municompare.readers.protocol import Reader
from municompare.testing import check_reader

TEXT = (Path(__file__).parent / "data" / "linkoping-internbudget.md").read_text("utf-8")
OWN = TEXT[TEXT.index("# Internbudget 2031") :]
FOOTNOTES = "\\* Talen är inte jämförbara mellan grupperna.\n\n\\*\\* Gäller hela kommunen."


def _document(folder: Path, text: str) -> SourceDocument:
    path = folder / "internbudget.md"
    path.write_text(text, encoding="utf-8")
    return load_document(path)


def _read(folder: Path, text: str) -> PlanRecord:
    return LinkopingReader().read(_document(folder, text))


def _changed(old: str, new: str, *, count: int = 1, text: str = TEXT) -> str:
    assert text.count(old) >= count, old
    return text.replace(old, new, count)


def _issues(plan: PlanRecord, code: str) -> list[Issue]:
    return [issue for issue in plan.issues if issue.code == code]


def _places(plan: PlanRecord, code: str) -> list[str | None]:
    return [reading.text for issue in _issues(plan, code) for reading in issue.readings]


def _goal(plan: PlanRecord, title: str) -> Goal:
    return next(goal for goal in plan.goals if goal.title == title)


def _indicator(plan: PlanRecord, start: str) -> Indicator:
    return next(row for row in plan.indicators if row.name.startswith(start))


def _values(plan: PlanRecord, start: str, *roles: str) -> list[Measurement]:
    identifier = _indicator(plan, start).id
    return [
        row
        for row in plan.measurements
        if row.indicator == identifier and (not roles or row.role in roles)
    ]


def _problems(folder: Path, text: str) -> dict[str, list[str | None]]:
    with pytest.raises(MunicompareError) as caught:
        _read(folder, text)
    found: dict[str, list[str | None]] = {}
    for issue in caught.value.report:
        assert issue.readings[0].document == "internbudget.md"
        found.setdefault(issue.code, []).append(issue.readings[0].locator)
    return found


@pytest.fixture
def plan(tmp_path: Path) -> PlanRecord:
    return _read(tmp_path, TEXT)


def test_the_reader_keeps_the_contract(tmp_path: Path, plan: PlanRecord) -> None:
    reader = LinkopingReader()
    assert isinstance(reader, Reader)
    assert reader.name == "linkoping"
    assert "internbudget" in reader.family
    document = _document(tmp_path, TEXT)
    assert check_reader(reader, tmp_path / document.path_name).key == plan.key
    assert reader.read(document) == plan
    assert len(check_plan(plan)) == 0
    for row in (*plan.goals, *plan.indicators, *plan.measurements, *plan.budget, *plan.notes):
        assert document.text_at(row.locator) is not None, row.id


def test_the_document_is_known_by_its_marks(tmp_path: Path) -> None:
    found = LinkopingReader().recognise(_document(tmp_path, TEXT))
    assert found.score == 1.0
    assert len(found.reasons) == 5


def test_an_internal_budget_of_another_municipality_is_not_known(tmp_path: Path) -> None:
    found = LinkopingReader().recognise(_document(tmp_path, TEXT.replace("Linköping", "Kalmar")))
    assert found.score < 0.5
    assert "lacks the name Linköping" in found.reasons


def test_another_document_with_the_same_table_is_not_known(tmp_path: Path) -> None:
    text = TEXT.replace("# Internbudget 2031 med", "# Verksamhetsplan 2031 med")
    assert LinkopingReader().recognise(_document(tmp_path, text)).score < 0.5


def test_the_plan_is_the_committees_for_the_years_of_its_title(plan: PlanRecord) -> None:
    assert plan.key == "linkoping-kulturnamnden-2031"
    assert plan.title == "Internbudget 2031 med plan 2032-2033"
    assert plan.organisation == "Kulturnämnden"
    assert plan.period == "2031/2033"
    assert plan.status == "adopted"
    assert plan.covers is None  # the definition describes the principal committee


def test_a_budget_without_a_plan_is_for_one_year(tmp_path: Path) -> None:
    text = _changed("# Internbudget 2031 med plan 2032-2033", "# Internbudget 2031")
    assert _read(tmp_path, text).period == "2031"


def test_papers_in_front_are_parts_and_annexes_are_referenced(plan: PlanRecord) -> None:
    found = [(row.id.rpartition("/")[2], row.role, row.status) for row in plan.documents]
    assert found == [
        ("internbudget", "read", "decided"),
        ("protokoll", "part", "decided"),
        ("missiv", "part", "proposed"),
        ("verksamhetsplan", "referenced", "noted"),
        ("bilaga", "referenced", "unknown"),
    ]
    read, minutes = plan.documents[:2]
    assert read.decided_by == "Kulturnämnden"
    assert read.file == "internbudget.md"
    assert minutes.reference == "§ 7, Dnr KN 2030-12"
    assert minutes.part_of == read.id


def test_without_minutes_the_budget_is_a_proposal(tmp_path: Path) -> None:
    plan = _read(tmp_path, TEXT[TEXT.index("## **Revidering") :])
    assert plan.status == "proposal"
    assert plan.documents[0].status == "proposed"
    assert plan.documents[0].decided_by is None
    assert [row.status for row in plan.documents if row.kind == "verksamhetsplan"] == ["proposed"]


def test_without_papers_in_front_the_status_is_unknown(tmp_path: Path) -> None:
    plan = _read(tmp_path, OWN)
    assert plan.status == "unknown"
    assert [row.kind for row in plan.documents] == ["internbudget", "verksamhetsplan", "bilaga"]
    assert {row.document for row in plan.budget} == {plan.documents[0].id}


def test_a_decision_that_refers_back_does_not_adopt(tmp_path: Path) -> None:
    text = _changed("internbudget 2031 godkänns", "internbudget 2031 återremitteras")
    assert _read(tmp_path, text).status == "proposal"


def test_minutes_without_a_register_number_keep_their_paragraph(tmp_path: Path) -> None:
    plan = _read(tmp_path, _changed("Dnr KN 2030-12\n", ""))
    assert plan.documents[1].reference == "§ 7"


def test_council_and_committee_are_organisations(plan: PlanRecord) -> None:
    assert [(row.name, row.kind, row.abbreviation) for row in plan.organisations] == [
        ("Kulturnämnden", "committee", None),
        ("kommunfullmäktige", "council", "KF"),
        ("Linköpings kommun", "municipality", None),
    ]


def test_goal_areas_and_the_councils_goals_come_from_the_headings(plan: PlanRecord) -> None:
    areas = [goal.title for goal in plan.goals if goal.kind == "goal_area"]
    assert areas == ["Medborgare", "Ekonomi"]
    goal = _goal(plan, "Hållbar budget")
    assert goal.parent == _goal(plan, "Ekonomi").id
    assert (goal.parent_basis, goal.parent_certainty) == ("by_position", "certain")
    assert goal.perspective == "Ekonomi"


def test_committee_goals_hang_on_their_area(plan: PlanRecord) -> None:
    goal = _goal(plan, "Budget i balans")
    assert goal.parent == _goal(plan, "Ekonomi").id
    assert goal.level == next(row.id for row in plan.levels if row.name == "Internbudget")


def test_a_goal_that_states_a_measure_has_an_embedded_indicator(plan: PlanRecord) -> None:
    indicator = _indicator(plan, "Andelen nöjda besökare")
    assert indicator.origin == "goal"
    assert indicator.element == _goal(plan, "Andelen nöjda besökare ska öka.").id
    assert (indicator.direction, indicator.direction_basis) == ("increase", "text")
    (target,) = _values(plan, "Andelen nöjda besökare")
    assert (target.comparator, target.status, target.target_form) == (
        "increase",
        "directional",
        "direction",
    )


def test_a_goal_with_a_figure_has_a_target_with_its_period(tmp_path: Path) -> None:
    text = _changed("- Hållbar budget", "- Minst 40 skolor ska ha eget bibliotek 2033")
    text = _changed("Öppet för alla", "Andel öppna hus ska vara minst 90 % 2032", text=text)
    plan = _read(tmp_path, text)
    (share,) = _values(plan, "Andel öppna hus")
    assert (share.value, share.unit) == (90, "percent")
    assert (share.comparator, share.period) == (">=", "2032")
    assert share.locator.startswith("L77/c2:c")
    whole = [row for row in plan.indicators if row.origin == "goal"]
    assert "Minst 40 skolor ska ha eget bibliotek 2033" in {row.name for row in whole}


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Andel elever som har höjt sina betyg ska öka 2032", "Andel elever"),
        ("Arbeta för att öka andelen läsande barn, 2032", "andelen läsande"),
    ],
)
def test_a_direction_is_a_target_with_its_period(tmp_path: Path, title: str, name: str) -> None:
    values = _values(_read(tmp_path, _changed("Öppet för alla", title)), name)
    assert [(row.comparator, row.period) for row in values] == [("increase", "2032")]


def test_a_target_without_a_measure_is_named_by_the_whole_title(tmp_path: Path) -> None:
    title = "Minst 9 skolor ska delta 2032 och andelen nöjda elever ska öka"
    plan = _read(tmp_path, _changed("Öppet för alla", title))
    assert [(row.value, row.comparator) for row in _values(plan, title)] == [(9, ">=")]
    assert _indicator(plan, "andelen nöjda").goal == _goal(plan, title).id


def test_a_goal_printed_again_stays_one_goal(tmp_path: Path) -> None:
    again = "\tFler ska läsa.**\tAntal bokcirklar\t1\t2\t3\t4\n"
    plan = _read(tmp_path, _changed("Ekonomi\tBudget i balans", f"{again}Ekonomi\tBudget i balans"))
    assert _indicator(plan, "Antal bokcirklar").goal == _goal(plan, "Fler ska läsa.").id


def test_council_goals_printed_again_stay_single(tmp_path: Path) -> None:
    again = "### Målområde Ekonomi\n\n- Hållbar budget\n\n## Mål\n"
    plan = _read(tmp_path, _changed("## Mål\n", again))
    assert [goal.title for goal in plan.goals].count("Hållbar budget") == 1


def test_footnotes_are_attached_to_what_carries_their_mark(plan: PlanRecord) -> None:
    found = [(note.marker, note.element and note.element.split("/")[1]) for note in plan.notes]
    assert found == [("**", "goal"), ("*", "measurement"), ("*", "budget")]
    assert plan.notes[0].text == "Gäller hela kommunen."
    assert _goal(plan, "Fler ska läsa.").title == "Fler ska läsa."
    marked = next(row for row in plan.measurements if row.id == plan.notes[1].element)
    assert marked.subgroup == "Vuxna"
    assert not _issues(plan, "MC335")


def test_a_footnote_that_forbids_comparison_forbids_aggregation(plan: PlanRecord) -> None:
    assert _indicator(plan, "Andel öppna").aggregation == "forbidden"
    assert _indicator(plan, "Avvikelse").aggregation == "unknown"


def test_a_mark_without_footnote_and_a_footnote_without_mark_are_reported(tmp_path: Path) -> None:
    text = _changed(FOOTNOTES, "\\*\\*\\* Preliminärt.\n\n---\n\n\\*\\* Gäller hela kommunen.")
    plan = _read(tmp_path, text)
    (issue,) = _issues(plan, "MC335")
    assert [reading.text for reading in issue.readings] == ["Vuxna: 52", "*** Preliminärt."]
    assert [note.element for note in plan.notes if note.marker == "***"] == [None]


def test_a_starred_list_is_read_as_footnotes(tmp_path: Path, plan: PlanRecord) -> None:
    text = _changed("\\* Talen är", "* Talen är")
    assert _read(tmp_path, text).notes == plan.notes


def test_marks_of_names_values_and_council_goals_are_notes(tmp_path: Path) -> None:
    text = _changed("- Hållbar budget", "- Hållbar budget*\n\n\\* Enligt lag.")
    text = _changed("i %\t1,5%", "i %**\t1,5%", text=text)
    plan = _read(tmp_path, text)
    about = {note.element for note in plan.notes}
    assert {_goal(plan, "Hållbar budget").id, _indicator(plan, "Avvikelse").id} <= about
    assert _indicator(plan, "Avvikelse").name == "Avvikelse från budget, i %"


def test_unknown_columns_are_left_out_and_reported(tmp_path: Path) -> None:
    text = TEXT.replace("Målvärde 2033", "Kommentar").replace("förslag 2033", "snitt 2033")
    plan = _read(tmp_path, text)
    assert _places(plan, "MC332") == ["Kommentar", "Nettoutgift snitt 2033"]
    assert "2033" not in {row.period for row in plan.measurements}


def test_a_table_of_another_kind_is_reported(tmp_path: Path) -> None:
    plan = _read(tmp_path, TEXT + "\n## Personal\n\nEnhet\tChef\nMuseet\tvakant\n")
    assert _places(plan, "MC345") == ["Enhet\tChef"]


def test_a_list_of_contents_is_no_table_of_the_plan(tmp_path: Path) -> None:
    contents = "Mål .....\t3\nEkonomi.....\t5\n\n"
    plan = _read(tmp_path, _changed("## Inledning\n", f"{contents}## Inledning\n"))
    assert not _issues(plan, "MC345")


def test_a_stated_fact_against_the_definition_is_reported(tmp_path: Path) -> None:
    plan = _read(tmp_path, _changed("beslutas av kommunfullmäktige", "beslutas av kommunstyrelsen"))
    (issue,) = _issues(plan, "MC301")
    assert "kommunstyrelsen" in issue.message


def test_a_decision_about_something_else_is_no_fact_of_the_model(tmp_path: Path) -> None:
    text = _changed("Budgeten beslutas av", "Taxorna beslutas av")
    assert not _issues(_read(tmp_path, text), "MC301")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("# Internbudget 2031 med plan 2032-2033", "# Plan", {"MC320": [None]}),
        ("\n\nKulturnämnden\n", "\n\n- Bilaga\n", {"MC320": ["L48"]}),
        ("med plan 2032-2033", "med plan 2029-2030", {"MC205": ["L48"]}),
        ("Nämndindikator\t2030", "Läge\t2030", {"MC331": ["L74"]}),
        ("\tNämndmål\tNämndindikator", "\tNämndindikator\tNämndmål", {"MC331": ["L74"]}),
        ("\t70\t80\t90\t95\n", "\t70\t80\t90\n", {"MC321": ["L76"]}),
        ("Män\t\t\t40%\t\t\t\n", "Män\t\t\t40%\t\t\t8%\n", {"MC321": ["L80"]}),
        ("Män\t\t\t40%", "\t\t\t40%", {"MC321": ["L80"]}),
        ("Män\t\t\t40%", "Ekonomi\t\t\t40%", {"MC321": ["L80"]}),
        ("Antal lån ska öka. <i>Basvärde 2030 = 500 lån</i>", "Kvinnor", {"MC321": ["L75/c3"]}),
        ("Konstinköp\t20\t30\t\n", "Konstinköp\t20\t30\n", {"MC321": ["L111"]}),
        ("Konstinköp\t20", "\t20", {"MC321": ["L111"]}),
        ("Ramförstärkning\t\n", "Ramförstärkning\t5\n", {"MC331": ["L12"]}),
        ("Investeringar\tNettoutgift förslag 2031", "Konst\t5", None),
    ],
)  # fmt: skip
def test_half_a_table_is_one_error_with_places(
    tmp_path: Path, old: str, new: str, expected: dict[str, list[str | None]] | None
) -> None:
    text = TEXT.replace(old, new)
    assert text != TEXT
    if expected is None:
        text = text.replace("Konst\t5\tNettoutgift förslag 2032\tNettoutgift förslag 2033\n", "")
        text = text.replace("Belopp tkr\t\t\t\n", "")
        expected = {"MC331": ["L109"]}
    problems = _problems(tmp_path, text)
    for code, places in expected.items():
        assert set(places) <= set(problems[code])


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    text = _changed("\t70\t80\t90\t95\n", "\t70\n")
    text = _changed("Konstinköp\t20\t30\t\n", "Konst\t2\n", text=text)
    assert set(_problems(tmp_path, text)["MC321"]) == {"L76", "L111"}


def test_tables_cut_off_below_their_header_are_errors(tmp_path: Path) -> None:
    start = TEXT.index("Medborgare\tFler"), TEXT.index("\\* Talen")
    text = TEXT[: start[0]] + "\n" + TEXT[start[1] :]
    assert "L74" in _problems(tmp_path, text)["MC331"]
    end = TEXT.index("Konstinköp")
    assert "L109" in _problems(tmp_path, TEXT[:end])["MC331"]


def test_a_document_without_budget_tables_is_read_and_says_so(tmp_path: Path) -> None:
    plan = _read(tmp_path, OWN[: OWN.index("## Ekonomi\n\n### Drift")])
    [issue] = _issues(plan, "MC320")
    assert (issue.severity, plan.budget) == ("warning", ())
    assert {i.id for i in plan.indicators} == {i.id for i in _read(tmp_path, OWN).indicators}


def test_a_document_without_goals_is_an_error(tmp_path: Path) -> None:
    text = OWN.replace("### Målområde", "### Del").replace("Nämndmål\tNämndindikator", "A\tB")
    assert None in _problems(tmp_path, text)["MC320"]


def test_goal_areas_of_the_table_need_no_headings(tmp_path: Path) -> None:
    plan = _read(tmp_path, OWN.replace("### Målområde", "### Del"))
    assert [goal.title for goal in plan.goals if goal.kind == "goal_area"] == [
        "Medborgare", "Ekonomi",
    ]  # fmt: skip
    assert _goal(plan, "Fler ska läsa.").parent == _goal(plan, "Medborgare").id
    assert not _issues(plan, "MC338")  # where none has a heading, none lacks one
    mixed = _read(tmp_path, OWN.replace("### Målområde Ekonomi", "### Del Ekonomi"))
    assert _issues(mixed, "MC338")


def test_an_indicator_without_goal_is_kept_with_its_area(tmp_path: Path) -> None:
    text = OWN.replace("Ekonomi\tBudget i balans\t", "Ekonomi\t\t")
    plan = _read(tmp_path, text)
    [found] = [i for i in plan.indicators if i.name.startswith("Avvikelse")]
    assert (found.element, found.element_certainty) == (_goal(plan, "Ekonomi").id, "ambiguous")
    assert _issues(plan, "MC373")


def test_a_list_after_other_text_holds_no_council_goals(tmp_path: Path) -> None:
    text = _changed("## Mål\n", "Nämnden ska även:\n\n- följa utvecklingen\n\n## Mål\n")
    assert "följa utvecklingen" not in {goal.title for goal in _read(tmp_path, text).goals}


def test_a_page_break_does_not_end_the_councils_goals(tmp_path: Path) -> None:
    text = _changed("- Hållbar budget\n", "- Hållbar budget\n\n---\n\n- Låg skuld\n")
    plan = _read(tmp_path, text)
    assert _goal(plan, "Låg skuld").parent == _goal(plan, "Ekonomi").id
