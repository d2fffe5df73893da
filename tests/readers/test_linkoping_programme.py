"""A steering programme of other years and another subject in the layout of the real one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from municompare.documents import SourceDocument, load_document
from municompare.errors import MunicompareError
from municompare.model.plan import PlanRecord
from municompare.plans.consistency import check_plan
from municompare.readers.linkoping import LinkopingReader
from municompare.readers.linkoping_programme import LinkopingProgrammeReader
from municompare.readers.protocol import Reader
from municompare.testing import check_reader

from .changed_text import replaced

PATH = Path(__file__).parent / "data" / "linkoping-program.md"
TEXT = PATH.read_text("utf-8")


def _document(folder: Path, *changes: tuple[str, str]) -> SourceDocument:
    path = folder / PATH.name
    path.write_text(replaced(TEXT, *changes), encoding="utf-8")
    return load_document(path)


def _read(folder: Path, *changes: tuple[str, str]) -> PlanRecord:
    return LinkopingProgrammeReader().read(_document(folder, *changes))


@pytest.fixture(scope="module")
def plan() -> PlanRecord:
    return LinkopingProgrammeReader().read(load_document(PATH))


def _principles(plan: PlanRecord, kind: str) -> list[tuple[str | None, str]]:
    return [(row.number, row.title) for row in plan.principles if row.kind == kind]


def _issue(plan: PlanRecord, code: str) -> list[str | None]:
    return [r.text for issue in plan.issues if issue.code == code for r in issue.readings]


def test_the_reader_keeps_the_contract(plan: PlanRecord) -> None:
    reader = LinkopingProgrammeReader()
    assert isinstance(reader, Reader)
    assert reader.name == "linkoping-programme"
    assert "program" in reader.family
    assert check_reader(reader, PATH).key == plan.key
    assert str(check_plan(plan)) == "no issues"


def test_the_programme_is_a_plan_of_its_own(plan: PlanRecord) -> None:
    assert (plan.key, plan.title) == ("linkoping-friluftsprogram", "Friluftsprogram")
    assert (plan.period, plan.status) == (None, "proposal")
    assert (plan.organisation, plan.unit_of_analysis) == ("Linköpings kommun", "municipality")
    (own,) = [row for row in plan.documents if row.role == "read"]
    assert (own.kind, own.status, own.reference) == ("program", "proposed", "KS 2031-12")


def test_a_programme_of_another_municipality_is_not_known(tmp_path: Path) -> None:
    document = _document(tmp_path, ("Linköpings kommun", "Kalmar kommun"))
    found = LinkopingProgrammeReader().recognise(document)
    assert found.score < 0.5
    assert "lacks the name Linköping" in found.reasons


def test_a_document_without_a_title_page_is_not_known(tmp_path: Path) -> None:
    fields = TEXT[TEXT.index("Dokumenttyp") : TEXT.index("Relaterade")]
    document = _document(tmp_path, (fields, ""))
    assert LinkopingProgrammeReader().recognise(document).score < 0.5


def test_a_programme_is_no_internal_budget_and_the_reverse(tmp_path: Path) -> None:
    assert LinkopingReader().recognise(load_document(PATH)).score < 0.5
    budget = load_document(PATH.with_name("linkoping-internbudget-whole.md"))
    assert LinkopingProgrammeReader().recognise(budget).score < 0.5
    assert LinkopingProgrammeReader().recognise(load_document(PATH)).score == 1.0
    empty = tmp_path / "empty.md"
    empty.write_text("| a | b |\n|---|---|\n| 1 | 2 |\n", encoding="utf-8")
    assert LinkopingProgrammeReader().recognise(load_document(empty)).score < 0.5


def test_principles_are_the_sections_of_the_chapter_that_announces_them(
    plan: PlanRecord,
) -> None:
    assert _principles(plan, "principle") == [("2.1", "Nära till skogen"), ("2.2", "Tillsammans")]
    assert not _issue(plan, "MC348")


def test_another_number_of_principles_than_announced_is_reported(tmp_path: Path) -> None:
    plan = _read(tmp_path, ("två grundläggande principer", "tre grundläggande principer"))
    assert len(_principles(plan, "principle")) == 2
    assert _issue(plan, "MC348") == ["tre grundläggande principer"]
    plan = _read(tmp_path, ("två grundläggande principer", "2 principer"))
    assert not _issue(plan, "MC348")


def test_a_chapter_called_principles_needs_no_announcement(tmp_path: Path) -> None:
    changes = [
        ("Programmet har två grundläggande principer.\n", ""),
        ("2 Programmet", "2 Principer"),
    ]
    assert len(_principles(_read(tmp_path, *changes), "principle")) == 2
    assert not _principles(_read(tmp_path, changes[0]), "principle")


def test_global_goals_have_their_numbers_and_are_served(plan: PlanRecord) -> None:
    assert _principles(plan, "sdg") == [
        ("15", "Skydda ekosystem på land"),
        ("3", "God hälsa och välbefinnande"),
        ("11", "Hållbara städer"),
    ]
    goals = {row.id for row in plan.principles if row.kind == "sdg"}
    served = [row for row in plan.links if row.relation == "serves"]
    assert {row.to_id for row in served} == goals
    assert {(row.from_id, row.basis) for row in served} == {(plan.documents[0].id, "stated")}


def test_global_goals_in_bullets_have_their_numbers_too(tmp_path: Path) -> None:
    plan = _read(
        tmp_path,
        ("3. God hälsa och välbefinnande\n11. Hållbara", "- Mål 3 God hälsa\n- Mål 11: Hållbara"),
    )
    assert _principles(plan, "sdg")[1:] == [("3", "God hälsa"), ("11", "Hållbara städer")]


def test_the_motto_is_kept_with_its_other_wordings(plan: PlanRecord) -> None:
    assert _principles(plan, "motto") == [(None, "Ute är inne. Alla får plats.")]
    assert [row.text for row in plan.wordings] == ["Alla får plats, ute är inne"]
    assert len(_issue(plan, "MC324")) == 2


def test_whom_the_programme_is_for_is_one_row_however_often_it_is_said(tmp_path: Path) -> None:
    said = "Friluftsprogrammet riktas i första hand till barn i staden."
    text = TEXT.replace("Tillsammans\n", f"Tillsammans\n\n{said}\n\n{said}\n")
    path = tmp_path / PATH.name
    path.write_text(text, encoding="utf-8")
    plan = LinkopingProgrammeReader().read(load_document(path))
    [row] = [row for row in plan.principles if row.kind == "priority"]
    assert row.title == said
    lines = text.split("\n")
    first, second = row.locator.split("|")
    assert first != second
    assert {lines[int(place.partition(":")[0][1:]) - 1] for place in (first, second)} == {said}
    assert _issue(plan, "MC309") == [said, said]


def test_without_a_sentence_below_the_title_there_is_no_motto(tmp_path: Path) -> None:
    plan = _read(tmp_path, ("Ute är inne. Alla får plats.", "Linköpings kommun"))
    assert not _principles(plan, "motto")
    plan = _read(tmp_path, ("Ute är inne. Alla får plats.\n\n", ""))
    assert not _principles(plan, "motto")


def test_purposes_are_goals(plan: PlanRecord) -> None:
    assert [(row.kind, row.title) for row in plan.goals] == [
        ("purpose", "Tydliggöra var skogen finns."),
        ("purpose", "Andelen barn som går till skogen ska vara minst 60 % år 2034."),
    ]
    (indicator,) = [row for row in plan.indicators if row.origin == "goal"]
    (target,) = [row for row in plan.measurements if row.indicator == indicator.id]
    assert (target.comparator, target.value, target.period) == (">=", 60.0, "2034")


def test_definitions_hang_on_their_principle(plan: PlanRecord) -> None:
    assert _principles(plan, "definition") == [
        (None, "Ett aktivt friluftsliv innebär att många rör sig ute"),
        (None, "flertalet innebär minst 80 %"),
    ]
    (link,) = [row for row in plan.links if row.relation == "part_of"]
    titles = {row.id: row.title for row in plan.principles}
    assert (titles[link.from_id], titles[link.to_id]) == (
        "flertalet innebär minst 80 %",
        "Nära till skogen",
    )


def test_a_quantified_commitment_is_an_indicator_of_its_principle(plan: PlanRecord) -> None:
    first, second = [row for row in plan.indicators if row.origin == "principle"]
    titles = {row.id: row.title for row in plan.principles}
    assert titles[str(first.element)] == "Nära till skogen"
    assert (first.unit, first.measure_type, first.direction) == ("percent", "share", "reach")
    assert (first.population, first.denominator) == ("de boende i staden", "de boende i staden")
    assert second.population == "alla skolor"
    values = {row.indicator: (row.comparator, row.value) for row in plan.measurements}
    assert values[first.id] == (">=", 80.0)


def test_a_statement_that_a_page_break_cuts_names_both_places(plan: PlanRecord) -> None:
    (row,) = [row for row in plan.principles if row.title.startswith("flertalet")]
    text = TEXT.splitlines()
    lines = [n for n, line in enumerate(text, 1) if "flertalet" in line or "80 %" in line]
    assert row.locator.endswith(f"+L{lines[1]}")
    assert row.locator.startswith(f"L{lines[0]}:c")


def test_who_answers_for_the_programme_and_who_carries_it_out(plan: PlanRecord) -> None:
    names = {row.id: row.name for row in plan.organisations}
    own = plan.documents[0].id
    found = [
        (row.element == own, row.role, names[row.organisation]) for row in plan.responsibilities
    ]
    assert found == [
        (True, "reports", "Kultur- och fritidsdirektören"),
        (True, "executes", "Samtliga nämnder"),
        (False, "executes", "staten"),
        (True, "executes", "Varje nämnd"),
        (True, "controls", "Kultur- och fritidsdirektören"),
    ]
    assert [title for _, title in _principles(plan, "duty")] == [
        "Det övergripande ansvaret för nationalparkerna ligger på staten.",
        "Varje nämnd ska verka för att programmet följs.",
        "Den dokumentansvarige ansvarar för att programmet utvärderas.",
    ]


def test_a_person_in_charge_is_left_out(tmp_path: Path) -> None:
    plan = _read(tmp_path, ("Kultur- och fritidsdirektören", "Namn Namnsson"))
    assert "Namnsson" not in repr(plan)
    assert {row.role for row in plan.responsibilities} == {"executes"}
    plan = _read(tmp_path, ("Kultur- och fritidsdirektören", "fritidschef Namn Namnsson"))
    assert "Namnsson" not in repr(plan)
    assert "fritidschef" in {row.name for row in plan.organisations}


def test_follow_up_of_the_programme(plan: PlanRecord) -> None:
    found = [(row.what, row.kind, row.cadence) for row in plan.followups]
    assert found == [
        ("Resultatet av arbetet", "bokslutet", None),
        ("Programmet", None, "varje år"),
        ("Den dokumentansvarige ansvarar för att programmet utvärderas.", None, None),
    ]
    own, together = plan.documents[0].id, plan.principles[2].id
    assert [row.element for row in plan.followups] == [together, own, own]


def test_related_documents_and_decisions(plan: PlanRecord) -> None:
    found = [(row.title, row.kind, row.decided_by) for row in plan.documents[1:]]
    assert found == [
        ("Riktlinjer för grönska i Linköpings kommun", "riktlinjer", None),
        ("Policy för lek", "policy", None),
        ("friluftspolicy", "policy", "kommunfullmäktige"),
        ("Agenda 2030", "resolution", None),
    ]
    assert [(row.body, row.date) for row in plan.decisions] == [("kommunfullmäktige", "2030-05")]


def test_an_adopted_programme_has_its_decision(tmp_path: Path) -> None:
    plan = _read(
        tmp_path,
        ("Antaget av: Förslag", "Antaget av: Kommunfullmäktige 2032-05-31, § 18"),
        ("Gäller tills vidare", "2032-2035"),
    )
    (own,) = [row for row in plan.documents if row.role == "read"]
    assert (own.status, own.decided_by, own.decided_on) == (
        "decided",
        "Kommunfullmäktige",
        "2032-05-31",
    )
    assert own.reference == "KS 2031-12, § 18"
    assert (plan.status, plan.period) == ("adopted", "2032/2035")
    assert plan.key == "linkoping-friluftsprogram-2032"
    assert ("kommunfullmäktige", "2032-05-31", "§ 18") in [
        (row.body.lower(), row.date, row.paragraph) for row in plan.decisions
    ]
    plan = _read(tmp_path, ("Antaget av: Förslag", "Antaget av: Kommunfullmäktige"))
    assert (plan.status, plan.documents[0].decided_by) == ("adopted", "Kommunfullmäktige")


def test_an_unknown_status_and_empty_fields_are_reported(tmp_path: Path) -> None:
    assert _issue(_read(tmp_path), "MC320") == ["Tidpunkt för aktualitetsprövning:"]
    plan = _read(tmp_path, ("Antaget av: Förslag", "Antaget av: -"))
    assert plan.status == "unknown"
    assert _issue(plan, "MC356") == ["Friluftsprogram"]


def test_a_title_of_the_contents_without_heading_is_reported(tmp_path: Path) -> None:
    plan = _read(tmp_path, ("3 Uppföljning	7", "3 Uppföljning	7\n4 Bilagor	8"))
    assert _issue(plan, "MC329") == ["4 Bilagor"]


@pytest.mark.parametrize(
    "changes",
    [
        [("Innehåll", "Innehållsförteckning")],
        [
            ("\t3\n", " ...... 3\n"),
            ("\t4\n", " ...... 4\n"),
            ("\t5\n", " ...... 5\n"),
            ("\t6\n", " ...... 6\n"),
            ("\t7\n", " ...... 7\n"),
        ],
        [
            ("\n1 Bakgrund\n", "\n## 1 Bakgrund\n"),
            ("\n2.1 Nära", "\n### 2.1 Nära"),
            ("\n2 Programmet\n", "\n## 2 Programmet\n"),
            ("\n2.2 Till", "\n### 2.2 Till"),
            ("\n3 Uppföljning\n", "\n## 3 Uppföljning\n"),
            ("Friluftsprogram\n", "# Friluftsprogram\n"),
        ],
        [("1 Bakgrund", "1. Bakgrund"), ("2 Programmet", "2. Programmet")],
    ],
)
def test_other_forms_of_headings_and_contents_change_nothing(
    tmp_path: Path, plan: PlanRecord, changes: list[tuple[str, str]]
) -> None:
    changed = _read(tmp_path, *changes)
    for table in ("goals", "principles", "indicators", "followups", "documents"):
        assert [row.id for row in getattr(changed, table)] == [
            row.id for row in getattr(plan, table)
        ], table


def test_without_a_list_of_contents_numbered_lines_are_headings(tmp_path: Path) -> None:
    start, end = TEXT.index("Innehåll"), TEXT.index("\n1 Bakgrund\n\nDet")
    plan = _read(tmp_path, (TEXT[start:end], ""))
    assert len(_principles(plan, "principle")) == 2
    assert not _issue(plan, "MC329")


def test_a_title_page_alone_is_an_error(tmp_path: Path) -> None:
    document = _document(tmp_path, (TEXT[TEXT.index("Innehåll") :], ""))
    with pytest.raises(MunicompareError) as caught:
        LinkopingProgrammeReader().read(document)
    assert caught.value.report.codes == ("MC320",)


def test_no_persons_name_is_in_the_record(plan: PlanRecord) -> None:
    assert "Namnsson" not in repr(plan)


def _flat(plan: PlanRecord) -> dict[str, Any]:
    return {
        f"{row.id}:{name}": getattr(row, name)
        for table in ("principles", "goals", "indicators", "measurements", "followups", "links")
        for row in getattr(plan, table)
        for name in row.__slots__
    }


def test_a_changed_figure_changes_that_value_and_the_words_that_print_it(
    tmp_path: Path, plan: PlanRecord
) -> None:
    before, after = _flat(plan), _flat(_read(tmp_path, ("80 %", "81 %")))
    assert before.keys() == after.keys()
    changed = {key.rpartition(":")[2] for key in before if before[key] != after[key]}
    assert changed == {"value", "raw", "name", "title"}
