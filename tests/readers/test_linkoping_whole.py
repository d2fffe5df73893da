"""What stands around the tables of an internal budget of another committee and other years."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from municompare.documents import load_document
from municompare.model.elements import Assignment
from municompare.model.plan import PlanRecord
from municompare.plans.consistency import check_plan
from municompare.readers.linkoping import LinkopingReader
from municompare.testing import check_reader

from .linkoping_whole_budget import PATH, TEXT, read


@pytest.fixture(scope="module")
def plan() -> PlanRecord:
    return LinkopingReader().read(load_document(PATH))


def _line(words: str) -> str:
    return f"L{next(n for n, line in enumerate(TEXT.splitlines(), 1) if words in line)}"


def _assignment(plan: PlanRecord, words: str) -> Assignment:
    return next(row for row in plan.assignments if words in row.title)


def _name(plan: PlanRecord, identifier: str | None) -> str:
    rows = (*plan.organisations, *plan.assignments, *plan.documents, *plan.levels, *plan.goals)
    row: Any = next(row for row in rows if row.id == identifier)
    return str(getattr(row, "name", None) or row.title)


def _issue(plan: PlanRecord, code: str) -> list[str | None]:
    return [r.text for issue in plan.issues if issue.code == code for r in issue.readings]


def test_the_reader_keeps_the_contract(plan: PlanRecord) -> None:
    assert check_reader(LinkopingReader(), PATH).key == "linkoping-fritidsnamnden-2031"
    assert str(check_plan(plan)) == "no issues"


def test_assignments_are_headings_and_italic_paragraphs(plan: PlanRecord) -> None:
    found = [(row.kind, row.addressee, row.response) for row in plan.assignments]
    to_all, to_some = "Kommunövergripande utvecklingsuppdrag", "Nämndspecifika utvecklingsuppdrag"
    assert found == [
        (to_all, "Samtliga nämnder", "answered"),
        (to_all, "samtliga nämnder", "not_applicable"),
        (to_all, "samtliga nämnder", "none"),
        (to_all, "Samtliga nämnder", "reported_elsewhere"),
        (to_some, "fritidsnämnden", "answered"),
        (
            to_some,
            "Kulturnämnden, fritidsnämnden och barn- och ungdomsnämnden; Bildningsnämnd",
            "answered",
        ),
        ("Prioriterade styrdokument", None, "answered"),
    ]


def test_an_assignment_says_when_to_report_and_who_coordinates(plan: PlanRecord) -> None:
    lamps, fees = _assignment(plan, "lampor"), _assignment(plan, "avgifter")
    rooms, queue = _assignment(plan, "behovet av lokaler"), _assignment(plan, "simskolan")
    assert (lamps.report_back, lamps.report_back_raw) == ("2031-Q3", "under kvartal 3 2031")
    assert (fees.report_back, fees.report_back_raw) == (None, "i delårsrapporten")
    assert (rooms.report_back, rooms.report_back_raw) == ("2031-05", "senast i maj 2031")
    assert [row.coordinator for row in (lamps, fees, rooms, queue)] == [
        "Kommunledningsförvaltningen (energistaben)",
        "Kommunledningsförvaltningen (ekonomistaben)",
        None,
        "kulturnämnden",
    ]


def test_an_answer_goes_on_over_a_page_break(plan: PlanRecord) -> None:
    row = _assignment(plan, "flickor")
    first, second = _line("Nämnden har haft dialog"), _line("fortsätter med det")
    assert row.response_locator == f"{first}+{second}"


def test_what_stands_before_the_report_line_is_no_answer(tmp_path: Path) -> None:
    plan = read(tmp_path, ("Återrapport i delårsrapporten.", "Arbetet pågår."))
    row = _assignment(plan, "avgifter")
    assert (row.response, row.coordinator, row.report_back_raw) == ("answered", None, None)


@pytest.mark.parametrize(
    ("line", "period", "raw", "recipient"),
    [
        ("Återrapportering sker senast 30 april 2032.", "2032-04-30", "senast 30 april 2032", None),
        ("Återrapport: kvartal 1 2032", "2032-Q1", "kvartal 1 2032", None),
        (
            "Redovisas till kommunstyrelsen senast i maj 2032.",
            "2032-05",
            "senast i maj 2032",
            "kommunstyrelsen",
        ),
        ("Återredovisning lämnas under 2032.", "2032", "under 2032", None),
        ("Återrapport i samband med bokslutet.", None, "i samband med bokslutet", None),
    ],
)
def test_the_report_line_has_several_forms(
    tmp_path: Path, line: str, period: str | None, raw: str, recipient: str | None
) -> None:
    plan = read(tmp_path, ("Återrapport under kvartal 3 2031.", line))
    row = _assignment(plan, "lampor")
    assert (row.report_back, row.report_back_raw) == (period, raw)
    assert row.response == "not_applicable"
    (report,) = [each for each in plan.followups if each.element == row.id]
    assert (report.dates, report.recipient) == (raw, recipient)


@pytest.mark.parametrize(
    ("answer", "response"),
    [
        ("Uppdraget gäller inte nämnden.", "not_applicable"),
        ("Ej relevant.", "not_applicable"),
        ("Nämnden omfattas inte längre av uppdraget.", "not_applicable"),
        (
            "Nämndens arbete har ingen särskild koppling till utvecklingsuppdraget.",
            "not_applicable",
        ),
        ("Se bilaga 3.", "reported_elsewhere"),
        ("Redovisat till KS hösten 2030.", "reported_elsewhere"),
        ("Svar lämnas i särskild ordning. Två kurser hålls.", "answered"),
        ("En kurs hålls. Nästa hålls i maj. Den är inte aktuell än. Den hålls ändå.", "answered"),
    ],
)
def test_the_kind_of_an_answer_is_told_by_its_words(
    tmp_path: Path, answer: str, response: str
) -> None:
    plan = read(tmp_path, ("Återredovisningen finns i Bilaga 3.", answer))
    assert _assignment(plan, "behovet av lokaler").response == response


def test_without_italics_the_words_that_give_an_assignment_tell(tmp_path: Path) -> None:
    plan = read(
        tmp_path,
        ("*Uppdrag till fritidsnämnden att öka", "Uppdrag till fritidsnämnden att öka"),
        ("föreningslivet.*", "föreningslivet."),
        ("*Kulturnämnden, fritidsnämnden", "Kulturnämnden, fritidsnämnden"),
        ("Fritidsnämnd)*", "Fritidsnämnd)"),
    )
    assert len(plan.assignments) == 7


def test_a_body_that_was_asked_in_an_answer_gives_no_assignment(tmp_path: Path) -> None:
    answer = "Kommunledningsförvaltningen har fått i uppdrag att utreda frågan."
    plan = read(tmp_path, ("Svarstiderna mäts varje månad.", answer))
    assert len(plan.assignments) == 7


@pytest.mark.parametrize(
    "answer",
    [
        "*Nämndens svar*\n\nSvarstiderna mäts.",
        "- Förvaltningen får i uppdrag att mäta svarstiderna.",
        "*Viktigt:*",
    ],
)
def test_labels_and_lists_of_an_answer_are_no_assignments(tmp_path: Path, answer: str) -> None:
    plan = read(tmp_path, ("Nämnden har haft dialog", f"{answer}\n\nNämnden har haft dialog"))
    assert len(plan.assignments) == 7


def test_a_subheading_of_an_answer_is_no_assignment(tmp_path: Path) -> None:
    plan = read(
        tmp_path,
        ("Svarstiderna mäts varje", "#### Kommentar\n\nTill detta\n\n##### Mer\n\nDe mäts varje"),
    )
    assert len(plan.assignments) == 7


def test_a_heading_below_the_section_is_an_assignment_in_other_words_too(tmp_path: Path) -> None:
    fees = "#### *Uppdrag till samtliga nämnder att se över"
    plan = read(
        tmp_path, (fees, f"#### Se över öppettiderna i badhusen\n\nÖversynen pågår.\n\n{fees}")
    )
    row = _assignment(plan, "öppettiderna")
    assert (row.addressee, row.response) == (None, "answered")


def test_another_wording_in_the_missive_is_kept_and_reported(plan: PlanRecord) -> None:
    (wording,) = [row for row in plan.wordings if "/assignment/" in row.element]
    assert wording.element == _assignment(plan, "lampor").id
    assert wording.text.endswith("inte längre köpa gamla sorter.")
    assert len(_issue(plan, "MC324")) == 2


def test_an_assignment_that_states_a_measure_has_an_indicator(plan: PlanRecord) -> None:
    found = {
        row.name: [
            (m.comparator, m.value, m.unit, m.target_origin)
            for m in plan.measurements
            if m.indicator == row.id
        ]
        for row in plan.indicators
        if row.origin == "assignment"
    }
    assert found == {
        "svarstiden för medborgarna": [("decrease", None, None, "council")],
        "andelen flickor i föreningslivet": [("increase", None, None, "council")],
        "kötiden till simskolan": [("change_by_percent", -50.0, "percent", "council")],
    }


def test_two_measures_share_the_verb_before_them(tmp_path: Path) -> None:
    plan = read(
        tmp_path,
        ("att se över sina avgifter", "att minska kötiden och andelen avhopp från kurser"),
    )
    found = [row for row in plan.indicators if row.name.startswith(("kötiden", "andelen avhopp"))]
    assert [(row.name, row.direction) for row in found] == [
        ("kötiden", "decrease"),
        ("andelen avhopp från kurser", "decrease"),
        ("kötiden till simskolan", "decrease"),
    ]


@pytest.mark.parametrize(
    ("size", "value", "direction"),
    [("5 procent", -5.0, "decrease"), ("cirka 5 procent", None, None)],
)
def test_a_change_of_inexact_size_says_nothing_of_the_direction(
    tmp_path: Path, size: str, value: float | None, direction: str | None
) -> None:
    wanted = f"att antalet sjukdagar ska minska med {size}"
    plan = read(tmp_path, ("att se över sina avgifter", wanted))
    [row] = [row for row in plan.indicators if row.name == "antalet sjukdagar"]
    [target] = [m for m in plan.measurements if m.indicator == row.id]
    assert (target.comparator, target.value) == ("change_by_percent", value)
    assert row.direction == direction


def test_to_double_is_a_change_by_a_hundred_per_cent(tmp_path: Path) -> None:
    plan = read(tmp_path, ("öka andelen flickor", "fördubbla andelen flickor"))
    (row,) = [row for row in plan.indicators if "flickor" in row.name]
    (target,) = [m for m in plan.measurements if m.indicator == row.id]
    assert (target.comparator, target.value, row.direction) == (
        "change_by_percent",
        100.0,
        "increase",
    )


def test_listed_measures_of_an_answer_are_activities(plan: PlanRecord) -> None:
    found = [(row.title, row.responsible, row.status, row.quantity) for row in plan.activities]
    assert found == [
        ("12 fler grupper (Fritidsnämnden)", "Fritidsnämnden", "genomförs", 12.0),
        ("Sommarläger för ca 40 barn (Kulturnämnden)", "Kulturnämnden", "genomförs", None),
        ("Läxläsning", None, "genomförs", None),
    ]
    links = [row for row in plan.links if row.relation == "implements"]
    assert {row.to_id for row in links} == {_assignment(plan, "simskolan").id}
    assert _issue(plan, "MC327") == ["ca 40"]


def test_a_prioritised_document_is_an_assignment_and_a_document(plan: PlanRecord) -> None:
    row = _assignment(plan, "Friluftslivsprogram")
    (link,) = [link for link in plan.links if link.from_id == row.id]
    document = next(each for each in plan.documents if each.id == link.to_id)
    assert (document.kind, document.role) == ("program", "referenced")
    assert row.response_locator == f"{_line('verka för att')}+{_line('utreder hur')}"


def test_duties_priorities_and_definitions_are_principles(plan: PlanRecord) -> None:
    found = [(row.kind, row.perspective, row.title) for row in plan.principles]
    assert found == [
        ("duty", None, "Anläggningar för idrott och friluftsliv."),
        ("duty", None, "Stöd till föreningar."),
        ("duty", "Plan för internkontroll", "Ändamålsenlig verksamhet"),
        ("duty", "Plan för internkontroll", "Tillförlitlig rapportering m.m."),
        (
            "priority",
            "Medborgare",
            "Förändring: Fler vill röra sig i vardagen. Det gäller särskilt äldre.",
        ),
        (
            "priority",
            "Medborgare",
            "Resultat: Andelen barn som kan simma ska vara minst 90 % år 2033.",
        ),
        ("priority", "Ekonomi", "Utveckling: Lokaler delas med skolan."),
        ("definition", None, "Med förening menas en ideell sammanslutning med egna stadgar."),
    ]


def test_a_duty_printed_twice_is_one_with_both_places(plan: PlanRecord) -> None:
    row = next(row for row in plan.principles if row.title.startswith("Tillförlitlig"))
    assert row.locator == f"{_line('rapportering m.m.')}|{_line('rapportering mm.')}"


def test_duties_are_part_of_the_regulations_and_priorities_address_an_area(
    plan: PlanRecord,
) -> None:
    found = {
        (row.relation, _name(plan, row.to_id), row.basis)
        for row in plan.links
        if "/principle/" in row.from_id
    }
    assert found == {
        ("part_of", "Linköpings kommuns reglemente", "stated"),
        ("part_of", "Internkontrollplan", "by_position"),
        ("addresses", "Medborgare", "stated"),
        ("addresses", "Ekonomi", "stated"),
    }


def test_a_priority_that_states_a_commitment_has_an_indicator(plan: PlanRecord) -> None:
    (row,) = [row for row in plan.indicators if row.origin == "principle"]
    (target,) = [m for m in plan.measurements if m.indicator == row.id]
    assert (row.name, row.unit) == ("Andelen barn som kan simma", "percent")
    assert (target.comparator, target.value, target.period) == (">=", 90.0, "2033")


def test_a_goal_area_has_the_words_below_its_heading(plan: PlanRecord) -> None:
    areas = {row.title: row.description for row in plan.goals if row.kind == "goal_area"}
    assert areas == {
        "Medborgare": "Målområde medborgare beskriver service till medborgarna.",
        "Ekonomi": None,
    }
