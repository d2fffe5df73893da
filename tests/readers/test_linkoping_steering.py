"""Who decided what when, who is responsible, and when it is followed up, in an internal budget."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from municompare.documents import load_document
from municompare.errors import MunicompareError
from municompare.model.plan import PlanRecord
from municompare.readers.draft import Draft
from municompare.readers.linkoping import LinkopingReader
from municompare.readers.linkoping_bodies import BodyBook

from .linkoping_whole_budget import PATH, TEXT, read


@pytest.fixture(scope="module")
def plan() -> PlanRecord:
    return LinkopingReader().read(load_document(PATH))


def _decided(plan: PlanRecord) -> list[tuple[str, str | None, str | None]]:
    return [(row.body, row.date, row.paragraph) for row in plan.decisions]


def _issue(plan: PlanRecord, code: str) -> list[str | None]:
    return [r.text for issue in plan.issues if issue.code == code for r in issue.readings]


def test_decisions_have_body_day_and_paragraph(plan: PlanRecord) -> None:
    assert _decided(plan) == [
        ("Kommunfullmäktige", "2030-12-09", None),
        ("Kommunfullmäktige", "2030-12-09", None),
        ("Fritidsnämnden", None, "§ 12"),
        ("Fritidsnämnden", None, "§ 12"),
        ("Fritidsnämnden", None, "§ 12"),
        ("kommunstyrelsen", "2030-11-05", None),
        ("Fritidsnämnden", "2030-10-08", "§ 90"),
        ("Kommunfullmäktige", "2030-06-11", None),
        ("Fritidsnämnden", "2031-03-04", None),
        ("Fritidsnämnden", "2031-01", "§ 4"),
        ("Fritidsnämnden", "2030-10-09", "§ 88"),
        ("Bildningsnämnden", "2031-05", "§ 51"),
    ]


def test_a_decision_is_one_row_with_all_its_places(plan: PlanRecord) -> None:
    first, point = plan.decisions[:2]
    assert len(first.locator.split("|")) == 3  # the sentence and two lines of tables
    assert str(point.subject).startswith("Nämndernas internbudgetar godkänns och ska revideras")


def test_a_month_joins_the_only_day_in_it(tmp_path: Path) -> None:
    month = "Kommunfullmäktige fastställde i juni 2030 ramarna."
    plan = read(tmp_path, ("Tekniska justeringar gjordes", f"{month} Tekniska justeringar gjordes"))
    assert len(plan.decisions) == 12
    june = next(row for row in plan.decisions if row.date == "2030-06-11")
    assert "|" in june.locator


def test_a_paragraph_that_another_place_prints_is_taken(tmp_path: Path) -> None:
    plan = read(tmp_path, ("beslut i KS 2030-11-05", "beslut i KS 2030-11-05 § 301"))
    assert ("kommunstyrelsen", "2030-11-05", "§ 301") in _decided(plan)


@pytest.mark.parametrize(
    ("words", "decided"),
    [
        ("Frågan togs upp i KF den 3 maj 2030.", ("Kommunfullmäktige", "2030-05-03", None)),
        ("Se KS 3 maj 2030, § 7.", ("kommunstyrelsen", "2030-05-03", "§ 7")),
        (
            "Den antogs av kommunstyrelsen den 3 maj 2030 § 7.",
            ("kommunstyrelsen", "2030-05-03", "§ 7"),
        ),
        ("I maj 2030 antog kommunstyrelsen en policy.", ("kommunstyrelsen", "2030-05", None)),
        (
            "Kommunstyrelsen beslutade om en policy den 3 maj 2030.",
            ("kommunstyrelsen", "2030-05-03", None),
        ),
        (
            "Listan är underlag till internbudget 2031 beslutad i maj 2030.",
            ("Fritidsnämnden", "2030-05", None),
        ),
        ("Simskolan redovisades till kommunstyrelsen den 3 maj 2030.", None),
        ("Frågan ska beslutas av kommunstyrelsen den 3 maj 2030.", None),
        ("Information enligt MBL § 11 har getts 2030-05-03.", None),
        ("Sedan den 3 maj 2030 finns ett avtal.", None),
        ("Kommunstyrelsen behandlade budget 2030.", None),
    ],
)
def test_what_reports_a_decision(
    tmp_path: Path, words: str, decided: tuple[str, str, str | None] | None
) -> None:
    plan = read(tmp_path, ("Simskolan kommer att redovisas separat.", words))
    found = set(_decided(plan)) - set(_decided(read(tmp_path)))
    assert found == ({decided} if decided else set())


def test_days_and_numbers_that_contradict_each_other_are_reported(tmp_path: Path) -> None:
    assert _issue(read(tmp_path), "MC339") == ["2030-10-08 § 90", "2030-10-09 § 88"]
    plan = read(tmp_path, ("2030-10-09 § 88", "2030-10-08 § 90"))
    assert not _issue(plan, "MC339")
    assert len(plan.decisions) == 11


def test_numbers_that_fall_while_the_days_rise_are_reported(tmp_path: Path) -> None:
    words = "Se KS 2030-05-03 § 80 och KS 2030-09-03 § 70."
    plan = read(tmp_path, ("Simskolan kommer att redovisas separat.", words))
    assert {"2030-05-03 § 80", "2030-09-03 § 70"} < set(_issue(plan, "MC339"))
    words = words.replace("§ 70", "§ 90")
    plan = read(tmp_path, ("Simskolan kommer att redovisas separat.", words))
    assert len(_issue(plan, "MC339")) == 2


def test_a_decision_after_the_document_is_reported(tmp_path: Path) -> None:
    assert _issue(read(tmp_path), "MC340") == ["maj 2031, § 51", "2031-03-04"]
    assert not _issue(read(tmp_path, ("antog i maj 2031", "antog i maj 2030")), "MC340")


def test_a_budget_that_was_revised_on_no_stated_day_has_none(tmp_path: Path) -> None:
    plan = read(tmp_path, ("reviderade internbudget 2031-03-04", "reviderade internbudget"))
    assert plan.documents[0].decided_on is None
    assert not _issue(plan, "MC340")


def test_the_day_of_the_decision_is_the_documents(plan: PlanRecord) -> None:
    assert (plan.documents[0].decided_by, plan.documents[0].decided_on) == (
        "Fritidsnämnden",
        "2031-03-04",
    )


def test_a_sentence_that_names_a_person_is_no_subject(tmp_path: Path) -> None:
    words = "Kommunstyrelsen beslutade den 3 maj 2030 efter förslag av Namn Namnsson (A)."
    plan = read(tmp_path, ("Simskolan kommer att redovisas separat.", words))
    (row,) = [row for row in plan.decisions if row.date == "2030-05-03"]
    assert row.subject is None


def test_who_does_what_about_documents_and_levels(plan: PlanRecord) -> None:
    names = {row.id: row.name for row in (*plan.organisations, *plan.levels)}
    names |= {row.id: row.kind for row in plan.documents}
    found = [
        (names[row.element], row.role, names[row.organisation])
        for row in plan.responsibilities
        if "/assignment/" not in row.element
    ]
    own = "Fritidsnämnden"
    assert found == [
        ("internbudget", "decides", own),
        ("internbudget", "receives_report", "Kommunfullmäktige"),
        ("internkontrollplan", "decides", own),
        ("internkontrollplan", "receives_report", "kommunstyrelsen"),
        ("internkontrollplan", "receives_report", "kommunens revisorer"),
        ("verksamhetsplan", "notes", own),
        ("Internbudget", "decides", own),
        ("Internbudget", "approves", "Kommunfullmäktige"),
        ("Internbudget", "prepares", own),
        ("Plan för systematiskt kvalitetsarbete", "decides", own),
        ("Internkontrollplan", "decides", "Bildningsnämnden"),
        ("Internkontrollplan", "controls", own),
        ("missiv", "prepares", "fritidskontoret"),
        ("internbudget", "prepares", "kultur- och fritidsdirektör"),
        ("protokoll", "receives_report", "kommunstyrelsen"),
        ("protokoll", "receives_report", "Enhetschefer i fritidsnämnden"),
    ]


def test_who_carries_out_an_assignment(plan: PlanRecord) -> None:
    titles = {row.id: row.title for row in plan.assignments}
    found = Counter(row.role for row in plan.responsibilities if row.element in titles)
    assert found == {"executes": 10, "coordinates": 5, "receives_report": 1}


@pytest.mark.parametrize(
    ("words", "role", "level"),
    [
        ("Kommunfullmäktige fastställde nettoramarna i juni.", "decides", "Nettoram"),
        (
            "De strategiska utvecklingsuppdrag som gavs av kommunfullmäktige kvarstår.",
            "decides",
            "Strategiska utvecklingsuppdrag",
        ),
        (
            "Nämndernas internbudgetar återförs för godkännande till kommunfullmäktige.",
            "approves",
            "Internbudget",
        ),
    ],
)
def test_sentences_state_who_decides_what(
    tmp_path: Path, words: str, role: str, level: str
) -> None:
    start = TEXT.index("Nämndernas internbudget ska beslutas av")
    stated = TEXT[start : TEXT.index("Utifrån den ska", start)]
    plan = read(tmp_path, (stated, ""), ("Simskolan kommer att redovisas separat.", words))
    names = {row.id: row.name for row in (*plan.organisations, *plan.levels)}
    found = {
        (row.role, names.get(row.element), names[row.organisation]) for row in plan.responsibilities
    }
    assert (role, level, "Kommunfullmäktige") in found


def test_no_person_is_an_organisation_or_stands_anywhere(plan: PlanRecord) -> None:
    assert "Namnsson" in TEXT
    assert "Namnsson" not in repr(plan)


def test_follow_up_has_kind_time_reporter_and_recipient(plan: PlanRecord) -> None:
    found = [
        (row.kind, row.cadence, row.dates, row.reporter, row.recipient)
        for row in plan.followups
        if row.element is None or "/assignment/" not in row.element
    ]
    assert found == [
        ("internkontroll", "varje kvartal", None, "Ekonomichef", "Nämnden"),
        ("internkontroll", "en gång per år", None, "Enhetschef", None),
        ("delårsrapport", None, "30 april; 31 augusti", None, None),
        ("bokslut", None, None, None, None),
        ("redovisas separat", None, None, None, None),
        ("nämndbesök", None, None, None, None),
        ("Kvalitetsrapporter", None, "vid årsskiftet", "Enhetschef", "fritidsförvaltningen"),
        ("Nyckeltal", None, None, None, None),
        ("delårsrapporter", None, "under verksamhetsåret 2031", None, None),
    ]
    separate = next(row for row in plan.followups if row.kind == "redovisas separat")
    assert separate.what == "Simskolan"


def test_reports_told_of_in_an_answer_are_follow_up(plan: PlanRecord) -> None:
    found = [
        (row.kind, row.dates, row.recipient)
        for row in plan.followups
        if row.element is not None and "/assignment/" in row.element
    ]
    assert found == [
        ("Återrapport", "under kvartal 3 2031", None),
        ("Återrapport", "i delårsrapporten", None),
        ("redovisning", "senast i maj 2031", "kommunstyrelsen"),
        ("delredovisning", "den 3 februari 2031", "KS"),
    ]


def test_control_points_hang_on_the_plan_of_internal_control(plan: PlanRecord) -> None:
    points = [row for row in plan.followups if row.kind == "internkontroll"]
    levels = {row.id: row.name for row in plan.levels}
    assert [(row.what, levels[str(row.element)]) for row in points] == [
        ("Attest av fakturor", "Internkontrollplan"),
        ("Nycklar", "Internkontrollplan"),
    ]


def test_a_row_of_internal_control_that_does_not_fit_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(MunicompareError) as caught:
        read(tmp_path, ("Nycklar\t\ten gång", "Nycklar\ten gång"))
    (issue,) = caught.value.report
    assert (issue.code, issue.readings[0].locator) == ("MC321", "L220")


def test_a_row_of_internal_control_without_a_point_is_none(tmp_path: Path) -> None:
    plan = read(tmp_path, ("Nycklar\t\ten gång", "\t\ten gång"))
    assert [row.what for row in plan.followups if row.kind == "internkontroll"] == [
        "Attest av fakturor"
    ]


def test_areas_under_review_are_a_remark(tmp_path: Path) -> None:
    words = "Nämnden har inga särskilda granskningsområden."
    plan = read(tmp_path, ("*Nyckeltal:* Kommunens egna nyckeltal används.", words))
    (note,) = [row for row in plan.notes if row.element == plan.documents[0].id]
    assert note.text == words


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Barn- och ungdomsnämndens plan", ["barnochungdomsnamnden"]),
        ("Social-och omsorgsnämnden samt KF", ["socialochomsorgsnamnden", "kommunfullmaktige"]),
        ("Bildningsnämnd och nämnden", ["bildningsnamnden"]),
        (
            "avdelningen för stöd och råd samt avdelningen för tillsyn och andra",
            ["avdelningenforstodochrad", "avdelningenfortillsyn"],
        ),
        (
            "Arbetsförmedlingen, Region Öst och Ydre kommun",
            ["arbetsformedlingen", "regionost", "ydrekommun"],
        ),
        ("Trygg kommun. Regelverket och överenskom-nämnden", []),
        ("Socialstyrelsen och Skolverkets råd", ["socialstyrelsen", "skolverket"]),
    ],
)
def test_bodies_are_known_by_their_form(tmp_path: Path, text: str, names: list[str]) -> None:
    known = (
        "Barn- och ungdomsnämnden, social- och omsorgsnämnden, bildningsnämnden, KF, "
        "kommunfullmäktige, avdelningen för stöd och råd, avdelningen för tillsyn, "
        "Arbetsförmedlingen och Region Öst med Ydre kommun, Socialstyrelsen, Skolverket"
    )
    path = tmp_path / "bodies.md"
    path.write_text(known, encoding="utf-8")
    book = BodyBook.of(
        Draft("x-2031", language="sv"),
        load_document(path),
        document_at=lambda line: "x-2031/document/x",
        own=None,
    )
    assert [each.key for each in book.named(text)] == names
