"""Agreements that are laid out or worded otherwise."""

from __future__ import annotations

from pathlib import Path

import pytest

from municompare.documents import load_document
from municompare.errors import MunicompareError
from municompare.model.plan import PlanRecord
from municompare.plans.consistency import check_plan
from municompare.readers.silkeborg import SilkeborgReader

FRONT = """Aftale mellem Sprogcentret og Centerleder Xxxx Xxxxxx
1. Indhold
Styringsmodellen i Silkeborg Kommune bygger på aftaler.
4. Mål for Sprogcentret for 2031
"""
HEADER = "Mål | Handlinger | Succeskriterier |\n"
ROW = "Flere lærer dansk | • Nye hold om aftenen. | Mindst 60 % består prøven i 2031. |\n"


def _read(folder: Path, goals: str = HEADER + ROW, *, front: str = FRONT) -> PlanRecord:
    path = folder / "aftale.md"
    path.write_text(front + goals, encoding="utf-8")
    plan = SilkeborgReader().read(load_document(path))
    assert len(check_plan(plan)) == 0
    return plan


def _criteria(plan: PlanRecord) -> list[tuple[str, list[tuple[object, ...]]]]:
    return [
        (
            indicator.name,
            [
                (m.role, m.comparator, m.value, m.unit, m.period)
                for m in plan.measurements
                if m.indicator == indicator.id
            ],
        )
        for indicator in plan.indicators
        if indicator.origin == "criterion"
    ]


def _of(folder: Path, criterion: str) -> list[tuple[str, list[tuple[object, ...]]]]:
    return _criteria(_read(folder, f"{HEADER}Flere lærer dansk | Nye hold. | {criterion} |\n"))


@pytest.mark.parametrize(
    ("title", "institution", "office"),
    [
        ("Aftale mellem Ungehuset og Børne- og Ungechef Xxx Xxxx", "Ungehuset",
         "Børne- og Ungechef"),
        ("Aftale mellem Børn og Unge og Dagtilbudschef Xxx", "Børn og Unge", "Dagtilbudschef"),
        ("Aftale for 2031 mellem Ungehuset og Chef for Skoleafdelingen Xxx Xxxx", "Ungehuset",
         "Chef for Skoleafdelingen"),
    ],
)  # fmt: skip
def test_the_parties_may_have_compound_names(
    tmp_path: Path, title: str, institution: str, office: str
) -> None:
    front = f"{title}\n{FRONT.partition(chr(10))[2]}".replace("Sprogcentret", institution)
    plan = _read(tmp_path, front=front)
    assert plan.organisation == institution
    assert [o.name for o in plan.organisations] == [institution, office]


@pytest.mark.parametrize(
    "header",
    [
        "Mål | Indsatser | Succeskriterium |\n",
        "Bevillingsmål | Indsats | Succeskriterier/måltal |\n",
        "Mål 2031 | Aktiviteter | Succeskriterier og indikatorer |\n",
        "Mål | Tiltag | Succesmål |\n",
        "Mål | Handlinger | Succeskriterier |\n--- | --- | --- |\n",
    ],
)
def test_the_columns_have_other_names_too(tmp_path: Path, header: str) -> None:
    plan = _read(tmp_path, header + ROW)
    assert [a.title for a in plan.activities] == ["Nye hold om aftenen."]
    assert _criteria(plan) == _criteria(_read(tmp_path))


@pytest.mark.parametrize(
    "heading", ["4 Mål for Sprogcentret for 2031", "## Mål for Sprogcentret for 2031"]
)
def test_a_chapter_is_known_without_the_dot_of_its_number(tmp_path: Path, heading: str) -> None:
    front = FRONT.replace("4. Mål for Sprogcentret for 2031", heading)
    assert _read(tmp_path, front=front).period == "2031"


def test_a_number_inside_a_heading_is_its_own(tmp_path: Path) -> None:
    front = FRONT.replace("Mål for Sprogcentret", "Mål for 2. Sprogcenter")
    assert "MC357" in {issue.code for issue in _read(tmp_path, front=front).issues}


def test_a_listed_goal_without_title_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(MunicompareError) as caught:
        _read(tmp_path, f"Mål 1: Mål 2: Flere lærer dansk\n{HEADER}{ROW}")
    assert [(i.code, i.readings[0].locator) for i in caught.value.report] == [("MC321", "L5")]


def test_goals_may_carry_their_numbers_in_the_table(tmp_path: Path) -> None:
    rows = "1. Flere lærer dansk | Hold. | Krav a. |\nMål 2: Bedre mad | • Køkken | Krav b. |\n"
    plan = _read(tmp_path, HEADER + rows)
    assert [(g.number, g.title) for g in plan.goals] == [
        ("1", "Flere lærer dansk"),
        ("2", "Bedre mad"),
    ]


def test_a_goal_without_criterion_begins_where_a_list_of_actions_does(tmp_path: Path) -> None:
    plan = _read(tmp_path, f"{HEADER}{ROW}Bedre mad | • Køkken. | | |\n")
    assert [g.title for g in plan.goals] == ["Flere lærer dansk", "Bedre mad"]
    assert [a.title for a in plan.activities] == ["Nye hold om aftenen.", "Køkken."]


def test_dashes_are_items_where_no_other_marks_are(tmp_path: Path) -> None:
    rows = f"{HEADER}Flere lærer dansk | - Hold. - Mad - også om aftenen. | Krav. |\n- Lån. | ||\n"
    plan = _read(tmp_path, rows)
    assert [a.title for a in plan.activities] == ["Hold.", "Mad - også om aftenen.", "Lån."]


@pytest.mark.parametrize(
    "cell",
    [
        "• Mindst 60 % består i 2031 • Højst 5 % falder fra i 2031",
        "1. Mindst 60 % består i 2031 2. Højst 5 % falder fra i 2031",
        "- Mindst 60 % består i 2031. - Højst 5 % falder fra i 2031.",
    ],
)
def test_each_list_item_of_a_criterion_is_one(tmp_path: Path, cell: str) -> None:
    assert [(name.rstrip("."), targets) for name, targets in _of(tmp_path, cell)] == [
        ("Mindst 60 % består i 2031", [("target", ">=", 60.0, "percent", "2031")]),
        ("Højst 5 % falder fra i 2031", [("target", "<=", 5.0, "percent", "2031")]),
    ]


def test_where_a_movement_begins_is_a_baseline(tmp_path: Path) -> None:
    text = "Fraværet falder fra 5,1 % i 2029 til 4,5 % i 2031."
    assert _of(tmp_path, text) == [
        (
            text,
            [
                ("target", "=", 4.5, "percent", "2031"),
                ("baseline", "=", 5.1, "percent", "2029"),
            ],
        )
    ]
    plan = _read(tmp_path, f"{HEADER}Flere lærer dansk | Nye hold. | {text} |\n")
    [baseline] = [m for m in plan.measurements if m.role == "baseline"]
    assert (baseline.target_form, baseline.target_origin) == (None, None)
    assert plan.indicators[0].direction == "decrease"


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("Borgerne får svar inden for 14 dage.", ("target", "<=", 14.0, "day", None)),
        ("90 % får svar inden 14 dage.", ("target", "=", 90.0, "percent", None)),
        ("Udgifterne falder med 1,5 mio. kr. i 2031.",
         ("target", "change_by", -1.5, "MDKK", "2031")),
        ("Stigning på 5 % i antal besøg i 2031.",
         ("target", "change_by_percent", 5.0, "percent", "2031")),
        ("Tilfredsheden er mindst 4 på en skala fra 1 til 5.", ("target", ">=", 4.0, None, None)),
        ("Andelen er over 80 procent.", ("target", ">", 80.0, "percent", None)),
    ],
)  # fmt: skip
def test_criteria_are_worded_in_many_ways(
    tmp_path: Path, text: str, target: tuple[object, ...]
) -> None:
    assert _of(tmp_path, text) == [(text, [target])]


def test_a_level_that_a_verb_leads_to_has_its_direction(tmp_path: Path) -> None:
    row = "Flere lærer dansk | Nye hold. | Antallet af ledige reduceres til 400 i 2031. |\n"
    plan = _read(tmp_path, HEADER + row)
    assert plan.indicators[0].direction == "decrease"


def test_an_action_that_names_its_goal_needs_no_list_mark(tmp_path: Path) -> None:
    goals = (
        "På bevilling 3 bidrager vi med følgende:\n"
        "Nyt system, i relation til målet - Digitalisering.\n"
    )
    plan = _read(tmp_path, goals + HEADER + ROW)
    assert [(g.title, g.perspective) for g in plan.goals] == [
        ("Digitalisering", "Bevilling 3"),
        ("Flere lærer dansk", None),
    ]


def test_an_announced_list_that_is_none_is_reported(tmp_path: Path) -> None:
    goals = "Vi arbejder med følgende pejlemærker:\nTillid\nMod\n"
    plan = _read(tmp_path, goals + HEADER + ROW)
    [issue] = [i for i in plan.issues if i.code == "MC358"]
    assert [r.text for r in issue.readings] == ["Vi arbejder med følgende pejlemærker:"]
    assert plan.principles == ()
