"""An agreement of another institution and year, in the layout of the family."""

from __future__ import annotations

from pathlib import Path

import pytest

from municompare.documents import SourceDocument, load_document
from municompare.model.plan import PlanRecord
from municompare.plans.consistency import check_plan
from municompare.readers.protocol import Reader
from municompare.readers.silkeborg import SilkeborgReader

TEXT = (Path(__file__).parent / "data" / "silkeborg-ungecentret-2019.md").read_text("utf-8")


def _document(folder: Path, text: str, name: str = "aftale.md") -> SourceDocument:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return load_document(path)


def _read(folder: Path, text: str, name: str = "aftale.md") -> PlanRecord:
    return SilkeborgReader().read(_document(folder, text, name))


def _codes(plan: PlanRecord) -> set[str]:
    return {issue.code for issue in plan.issues}


@pytest.fixture
def plan(tmp_path: Path) -> PlanRecord:
    return _read(tmp_path, TEXT)


def test_the_reader_keeps_the_contract(tmp_path: Path) -> None:
    reader = SilkeborgReader()
    assert isinstance(reader, Reader)
    document = _document(tmp_path, TEXT)
    assert reader.recognise(document).score == 1
    assert reader.read(document) == reader.read(document)


def test_a_plan_is_whole_and_every_wording_stands_at_its_place(tmp_path: Path) -> None:
    document = _document(tmp_path, TEXT)
    plan = SilkeborgReader().read(document)
    assert not check_plan(plan)
    for table, column in {
        "goals": "title",
        "activities": "title",
        "indicators": "name",
        "measurements": "raw",
        "principles": "title",
        "wordings": "text",
        "organisations": "name",
    }.items():
        assert getattr(plan, table)
        for row in getattr(plan, table):
            found = document.text_at(row.locator) or ""
            assert found.startswith(getattr(row, column)), row


def test_institution_and_year_make_the_plan(plan: PlanRecord) -> None:
    assert plan.key == "silkeborg-ungecentret-2019"
    assert (plan.organisation, plan.period, plan.unit_of_analysis) == (
        "Ungecentret",
        "2019",
        "institution",
    )
    assert [(o.name, o.kind) for o in plan.organisations] == [
        ("Ungecentret", "unit"),
        ("Afdelingschef", "office"),
        ("Ungeudvalget", "committee"),
        ("Skoleafdelingen", "administration"),
    ]
    assert [r.role for r in plan.responsibilities[:2]] == ["agrees", "agrees"]


def test_a_persons_name_stands_in_titles_only(plan: PlanRecord) -> None:
    assert plan.documents[0].title.endswith("Fornavn Efternavn")
    assert plan.title == plan.documents[0].title
    rest = repr(plan).replace(plan.title, "")
    assert "Efternavn" not in rest


def test_goals_of_list_and_tables_are_one(plan: PlanRecord) -> None:
    assert [(g.number, g.title, g.perspective, g.lineage) for g in plan.goals] == [
        ("1", "Flere elever gennemfører (ungdomsuddannelse)", "Bevilling 21", None),
        ("2", "Færre unge uden plan", "Bevilling 21", None),
        ("3", "Trivsel", "Bevilling 21", "new"),
        ("4", "Nye veje til praktik", "Bevilling 21", "new"),
    ]
    assert plan.goals[2].description == ("Ungecentret ønsker, at unge trives, herunder i fritiden")
    assert {g.level for g in plan.goals[:2]} != {g.level for g in plan.goals[2:]}
    assert "MC324" in _codes(plan)
    assert "MC329" not in _codes(plan)


def test_actions_are_items_and_commitments(plan: PlanRecord) -> None:
    link = {each.from_id: each for each in plan.links}
    of_goal = {goal.id: goal.number for goal in plan.goals}
    found = [
        (of_goal[link[a.id].to_id], link[a.id].certainty, a.lead_in, a.title)
        for a in plan.activities
    ]
    assert found == [
        ("1", "certain", None, "Vi vil besøge alle skoler. Det sker hvert år."),
        ("1", "certain", None, "Udarbejdelse af en plan for frem- møde."),
        ("1", "probable", "Der oprettes mentorhold:", "Hold for nye"),
        ("1", "probable", "Der oprettes mentorhold:", "Hold for øvrige."),
        ("1", "probable", "Fritid:", "Klubber"),
        ("2", "certain", None, "Skoleafdelingen skal følge op på alle hver måned."),
        ("2", "certain", None, "Opsøgende arbejde skal begynde inden for 14 dage."),
        ("3", "probable", None, "Vi vil måle trivsel hvert år."),
        ("3", "probable", None, "Vi vil øge antallet af fritidsjob."),
        ("4", "probable", None, "Virksomheder kontaktes."),
        ("4", "probable", None, "Aftaler indgås med dem"),
    ]


def test_without_a_legend_nothing_is_unknown(plan: PlanRecord) -> None:
    found = {a.title[:14]: a.responsible for a in plan.activities}
    assert set(found.values()) == {None, "Skoleafdelingen", "Ungecentret"}
    # "we" is the institution only in the goals that it set itself
    assert found["Vi vil besøge "] is None
    assert found["Vi vil måle tr"] == "Ungecentret"
    assert not [i for i in plan.issues if "colour" in i.message]


def test_criteria_are_indicators_and_share_one_when_they_refer_back(plan: PlanRecord) -> None:
    values = {
        i.name: [
            (m.comparator, m.value, m.unit, m.period, m.certainty)
            for m in plan.measurements
            if m.indicator == i.id
        ]
        for i in plan.indicators
        if i.origin == "criterion"
    }
    assert values == {
        "Mindst 80 pct. gennemfører i 2020.": [(">=", 80, "percent", "2020", "certain")],
        "Andelen af drenge skal op på 75 pct. i 2021.": [("=", 75, "percent", "2021", "probable")],
        "Antal unge uden plan er reduceret med 12 i perioden fra juni 2018 til juni 2019. "
        "Antallet skal være reduceret med 20 i 2021.": [
            ("change_by", -12, None, "2019-06", "certain"),
            ("change_by", -20, None, "2021", "certain"),
        ],
        "Færre afbrud end i 2018.": [("decrease", None, None, None, "certain")],
        "Trivslen måles.": [("text", None, None, None, "certain")],
        "Et udsnit af unge spørges.": [("text", None, None, None, "certain")],
        "Praktik er et fast tilbud på niveau med landsgennemsnittet.": [
            ("text", None, None, None, "certain")
        ],
    }


def test_an_indicator_says_what_is_printed_about_its_measure(plan: PlanRecord) -> None:
    found = {i.name[:12]: (i.measure_type, i.unit_raw, i.direction) for i in plan.indicators}
    assert found["Mindst 80 pc"] == ("share", "pct.", None)
    assert found["Andelen af d"] == ("share", "pct.", "increase")
    assert found["Antal unge u"] == ("count", "unge", "decrease")
    assert found["Trivslen mål"] == ("qualitative", None, None)
    assert "MC337" in _codes(plan)  # nobody defined "unge" as a unit


def test_an_action_with_a_limit_or_a_measure_is_an_embedded_indicator(plan: PlanRecord) -> None:
    embedded = {i.name: i for i in plan.indicators if i.origin == "activity"}
    assert list(embedded) == [
        "Opsøgende arbejde skal begynde inden for 14 dage.",
        "Vi vil øge antallet af fritidsjob.",
    ]
    limit, more = (
        next(m for m in plan.measurements if m.indicator == i.id) for i in embedded.values()
    )
    assert (limit.comparator, limit.value, limit.unit) == ("<=", 14, "day")
    assert (more.comparator, more.value, more.status) == ("increase", None, "directional")
    quantities = [(a.quantity, a.unit) for a in plan.activities if a.quantity is not None]
    assert quantities == [(14, "day")]


def test_missions_end_where_another_heading_runs_on(plan: PlanRecord) -> None:
    assert [(p.kind, p.perspective, p.title) for p in plan.principles] == [
        ("mission", "Ungeudvalget", "Unge skal trives."),
        ("vision", "Ungeudvalget", "Alle unge er med."),
        ("mission", "Ungecentret", "Vi finder vej."),
        ("guiding_star", None, "Vi lytter"),
        ("guiding_star", None, "Vi handler"),
    ]
    assert [i.severity for i in plan.issues if i.code == "MC351"] == ["info"]


def test_follow_up_comparison_and_documents_are_read_where_stated(plan: PlanRecord) -> None:
    assert [(f.cadence, f.dates, f.kind) for f in plan.followups] == [
        ("hver måned", None, None),
        (None, "senest 1. februar 2019", "offentliggøres på hjemmesiden"),
    ]
    assert [(b.comparator, b.use, b.theme) for b in plan.benchmark_refs] == [
        ("own_past", "target", "Antal unge uden plan"),
        ("own_past", "target", None),
        ("national_mean", "target", None),
    ]
    assert [(d.title, d.kind, d.role) for d in plan.documents[1:]] == [
        ("Budget i overblik", "budget", "referenced")
    ]


AMOUNT = "Driftsbudgettet er 4.200.000 kr."


def test_a_printed_amount_is_a_row_of_the_budget(plan: PlanRecord) -> None:
    [row] = plan.budget
    assert (row.line, row.line_kind, row.value, row.unit) == (
        "Driftsbudgettet", "frame", 4200000, "DKK",
    )  # fmt: skip
    assert row.raw == "4.200.000 kr."
    assert not {"MC355", "MC358"} & set(_codes(plan))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Budgettet udgør 3,5 mio. kr. i 2018 og 3,1 mio. kr. i 2019.",
         [("Budgettet", "frame", "2018", "budget", 3.5, "MDKK"),
          ("Budgettet", "frame", "2019", "budget", 3.1, "MDKK")]),
        ("Heraf udgør løn 2.400 t.kr. i 2018.",
         [("løn", "of_which_cost", "2018", "budget", 2400, "kDKK")]),
        ("Der er overført 250.000 kr. fra 2017 til 2018.",
         [("overført", "adjustment", "2018", "adjustment", 250000, "DKK")]),
        ("Nye lokaler forventes at koste 90.000 kr. i 2018.",
         [("Nye lokaler", "cost", "2018", "forecast", 90000, "DKK")]),
        ("I 1.000 kr. | Regnskab 2016 | Budget 2017 |\nLøn | 1.200 | 1.250 |\nI alt | 1.300 | 9 |",
         [("Løn", "cost", "2016", "outcome", 1200, "kDKK"),
          ("Løn", "cost", "2017", "budget", 1250, "kDKK"),
          ("I alt", "sum", "2016", "outcome", 1300, "kDKK"),
          ("I alt", "sum", "2017", "budget", 9, "kDKK")]),
        ("Løn | 1.200 t.kr. |\nIndtægter | -200 t.kr. |",
         [("Løn", "cost", "2019", "budget", 1200, "kDKK"),
          ("Indtægter", "of_which_income", "2019", "budget", -200, "kDKK")]),
    ],
)  # fmt: skip
def test_amounts_have_line_year_and_kind(
    tmp_path: Path, text: str, expected: list[tuple[object, ...]]
) -> None:
    plan = _read(tmp_path, TEXT.replace(AMOUNT, text))
    assert [
        (b.line, b.line_kind, b.year, b.amount_kind, b.value, b.unit) for b in plan.budget
    ] == expected


@pytest.mark.parametrize(
    ("text", "unread"),
    [
        ("Budgettet er ca. 4 mio. kr.", ["Budgettet er ca. 4 mio. kr."]),
        ("4.200.000 kr.", ["4.200.000 kr."]),
        ("Der er 4.200.000 til rådighed.", ["Der er 4.200.000 til rådighed."]),
        ("Løn | 100 |\nDrift | 50 |", ["100", "50"]),
        ("Løn i 1.000 kr. | 2017 | 2018 |\nDrift | 50 | se bilag |", ["se bilag"]),
    ],
)
def test_amounts_without_unit_or_name_and_inexact_ones_are_reported(
    tmp_path: Path, text: str, unread: list[str]
) -> None:
    plan = _read(tmp_path, TEXT.replace(AMOUNT, text))
    issue = next(i for i in plan.issues if i.code == "MC358")
    assert [r.text for r in issue.readings] == unread


def test_a_plain_text_file_gives_the_same_rows(tmp_path: Path, plan: PlanRecord) -> None:
    other = _read(tmp_path, TEXT, name="aftale.txt")
    assert [g.title for g in other.goals] == [g.title for g in plan.goals]
    assert [a.title for a in other.activities] == [a.title for a in plan.activities]
    assert [(m.id, m.value) for m in other.measurements] == [
        (m.id, m.value) for m in plan.measurements
    ]
    assert [p.title for p in other.principles] == [p.title for p in plan.principles]


def test_marked_headings_are_chapters_too(tmp_path: Path, plan: PlanRecord) -> None:
    lines = [
        f"## {line[3:]}" if line[:2] in ("1.", "2.", "3.", "4.", "5.") else line
        for line in (TEXT).splitlines()
    ]
    other = _read(tmp_path, "\n".join(["# Aftale", *lines]))
    assert [g.title for g in other.goals] == [g.title for g in plan.goals]
