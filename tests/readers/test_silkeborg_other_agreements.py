"""Agreements of other institutions and years, coded by hand before they were read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from municompare.documents import load_document
from municompare.model.plan import PlanRecord
from municompare.readers.silkeborg import SilkeborgReader

DATA = Path(__file__).parent / "data"

# beginning of a criterion or commitment, line, role, comparator, value, unit, period
VALUES: dict[str, list[tuple[Any, ...]]] = {
    "skole-2018": [
        ("Mindst 85 %", "L30", "target", ">=", 85, "percent", "2018"),
        ("Andelen af", "L30", "target", "<=", 5, "percent", "2018"),
        ("Det samlede", "L31", "target", "=", 5, "percent", "2018"),
        ("Det samlede", "L31", "baseline", "=", 6.2, "percent", None),
        ("Antallet af elever", "L31", "target", "decrease", None, None, None),
        ("Elevernes trivsel", "L32", "target", ">", None, None, None),
        ("Alle klasser", "L35", "target", "text", None, None, "2018-12-31"),
        ("Hver klasse", "L35", "target", ">=", 2, None, None),
    ],
    "dagtilbud-2016": [
        ("95 pct.", "L13", "target", "=", 95, "percent", "2016"),
        ("Antallet af ture", "L15", "target", "change_by", 10, None, "2016"),
        ("Bålhuset", "L16", "target", "text", None, None, "2016-06-01"),
        ("Forældrene", "L17", "target", "text", None, None, None),
        ("Sygefraværet", "L18", "target", "<=", 4.5, "percent", "2016"),
        ("Sygefraværet", "L18", "baseline", "=", 5.8, "percent", "2015"),
        ("Alle grupper", "L15", "target", ">=", 2, "hour", None),
    ],
    "plejecenter-2019": [
        ("Mindst 30 %", "L26", "target", ">=", 30, "percent", None),
        ("Tilfredsheden", "L27", "target", "=", 80, "percent", "2019"),
        ("Tilfredsheden", "L27", "baseline", "=", 72, "percent", "2017"),
        ("Antal fald", "L29", "target", "change_by_percent", -15, "percent", "2019"),
        ("Medicinfejl", "L30", "target", "<=", 20, None, None),
        ("Antal frivillige", "L31", "target", "=", 50, None, "2019-12-31"),
        ("Antal frivillige", "L31", "baseline", "=", 35, None, None),
        ("90 % af", "L34", "target", "=", 90, "percent", None),
        ("Medarbejderne oplever", "L34", "target", "text", None, None, None),
        ("Sensorerne", "L37", "target", "text", None, None, None),
    ],
    "ejendomme-2020": [
        # the model has no place for the bound of a change
        ("Elforbruget", "L22", "target", "change_by_percent", None, "percent", "2020"),
        ("CO2-udledningen", "L22", "target", "<", 3000, "tonne", "2020"),
        ("85 % af", "L23", "target", "=", 85, "percent", None),
        ("Henvendelser", "L24", "target", "<=", 2, "working_day", None),
        ("Efterslæbet", "L25", "target", "change_by", -10, "MDKK", "2020"),
    ],
    "jobcenter-2015": [
        ("Antal fuldtidspersoner", "L16", "target", "<=", 1150, None, "2015-12"),
        ("Antallet af unge", "L16", "target", "change_by_percent", -8, "percent", "2015-12"),
        ("Mindst 70", "L17", "target", ">=", 70, "percent", None),
        ("Der er indgået", "L17", "target", "=", 40, None, "2015-12-31"),
        ("Samarbejdsgraden", "L17", "target", "=", 30, "percent", "2015"),
        ("Sygefraværet", "L18", "target", "<", None, None, None),
    ],
    "musikskole-2016": [
        ("Antallet af elever", "L16", "target", "=", 900, None, "2016"),
        ("Antallet af elever", "L16", "baseline", "=", 820, None, "2015"),
        ("Ventelisten", "L17", "target", "<", 30, None, None),
        ("Der er afholdt", "L18", "target", ">=", 25, None, None),
        ("12 skoler", "L19", "target", "=", 12, None, "2016"),
        ("Eleverne giver", "L18", "target", "=", 25, None, "2016"),
    ],
    "parkvej-2018": [
        ("Alle hovedveje", "L28", "target", "<=", 4, "hour", None),
        ("Mindst 12 arter", "L29", "target", ">=", 12, None, "2018"),
        ("Der er plantet", "L29", "target", "=", 500, None, None),
        ("Antallet af klager", "L30", "target", "<=", 500, None, "2018"),
        ("Antallet af klager", "L30", "baseline", "=", 640, None, "2016"),
        ("Klager besvares", "L30", "target", "<=", 5, "working_day", None),
        ("Dieselforbruget", "L33", "target", "change_by_percent", -10, "percent", None),
        ("Der indkøbes", "L28", "target", "=", 2, None, None),
        ("Der udsås", "L29", "target", "=", 6, None, None),
        ("Borgerne inviteres", "L29", "target", "=", 4, None, None),
        ("Tre varebiler", "L33", "target", "=", 3, None, None),
    ],
    "biblioteker-2019": [
        ("Udlånet af", "L23", "target", "change_by_percent", 5, "percent", "2019"),
        ("Mindst 600", "L23", "target", ">=", 600, None, None),
        ("De åbne", "L24", "target", ">=", 45000, None, "2019"),
        ("Under 1 %", "L24", "target", "<", 1, "percent", None),
        ("40 frivillige", "L27", "target", "=", 40, None, "2019-12-31"),
        ("Otte ud af ti", "L28", "target", "text", None, None, None),
        ("Bibliotekarerne besøger", "L23", "target", ">=", 2, None, None),
        ("Åbningstiden", "L24", "target", "=", 90, "hour", None),
        ("Der afholdes", "L27", "target", "=", 2, None, None),
        ("Biblioteket tilbyder", "L28", "target", "=", 20, None, None),
    ],
    "tandpleje-2017": [
        ("80 pct.", "L17", "target", "=", 80, "percent", "2017"),
        ("DMF-S er", "L17", "target", "<", 1.5, None, None),
        ("Ventetiden", "L18", "target", "<=", 3, "month", None),
        ("Andelen af", "L19", "target", "=", 6, "percent", "2017"),
        ("Andelen af", "L19", "baseline", "=", 9, "percent", "2015"),
        ("Sygefraværet", "L20", "target", "<=", 4, "percent", None),
        ("Medarbejderne", "L20", "target", "text", None, None, None),
    ],
}

# number of actions of each goal, in the order of the goals
ACTIONS: dict[str, dict[str | None, int]] = {
    "skole-2018": {"1": 2, "2": 1, "3": 2, "4": 2},
    "dagtilbud-2016": {"1": 3, "2": 2, "3": 0, "4": 1},
    "plejecenter-2019": {"1": 2, "2": 2, "3": 2, "4": 0, "5": 2, "6": 2},
    "ejendomme-2020": {"1": 2, "2": 2, "3": 1},
    "jobcenter-2015": {"1": 0, "2": 0, "3": 0},
    "musikskole-2016": {"1": 3, "2": 1, "3": 0, "4": 1},
    "parkvej-2018": {"1": 2, "2": 2, "3": 1, "4": 1},
    "biblioteker-2019": {"1": 3, "2": 1, "3": 1, "4": 2},
    "tandpleje-2017": {"1": 2, "2": 1, "3": 2, "4": 1},
}

# amount, unit and year of every row of the budget
BUDGET: dict[str, list[tuple[float, str, str]]] = {
    "ejendomme-2020": [(112.4, "MDKK", "2020")],
    "plejecenter-2019": [(24500000, "DKK", "2019")],
    "musikskole-2016": [(9850000, "DKK", "2016")],
    "parkvej-2018": [
        (14200, "kDKK", "2017"), (13900, "kDKK", "2018"),
        (22150, "kDKK", "2017"), (22600, "kDKK", "2018"),
        (-3400, "kDKK", "2017"), (-3500, "kDKK", "2018"),
        (32950, "kDKK", "2017"), (33000, "kDKK", "2018"),
        (1.2, "MDKK", "2018"),
    ],
    "biblioteker-2019": [
        (38.7, "MDKK", "2019"), (26.1, "MDKK", "2019"), (5.4, "MDKK", "2019"),
        (750000, "DKK", "2019"),
    ],
    "tandpleje-2017": [
        (29640, "kDKK", "2017"), (29100, "kDKK", "2018"), (400000, "DKK", "2017"),
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def plans() -> dict[str, PlanRecord]:
    reader = SilkeborgReader()
    found = {}
    for name in VALUES:
        document = load_document(DATA / f"silkeborg-{name}.md")
        assert reader.recognise(document).score >= 0.5
        found[name] = reader.read(document)
    return found


@pytest.mark.parametrize("name", VALUES)
def test_every_value_is_read_and_none_is_invented(plans: dict[str, PlanRecord], name: str) -> None:
    names = {indicator.id: indicator.name for indicator in plans[name].indicators}
    rows = plans[name].measurements
    assert len(rows) == len(VALUES[name])
    for row, (begins, line, *expected) in zip(rows, VALUES[name], strict=True):
        assert names[row.indicator].startswith(begins)
        assert row.locator.split("/")[0] == line
        assert [row.role, row.comparator, row.value, row.unit, row.period] == expected


@pytest.mark.parametrize("name", BUDGET)
def test_every_amount_of_the_budget_is_read(plans: dict[str, PlanRecord], name: str) -> None:
    assert [(b.value, b.unit, b.year) for b in plans[name].budget] == BUDGET[name]
    assert not any("amounts" in issue.message for issue in plans[name].issues)


def test_columns_tell_when_actions_are_done_and_how_goals_are_followed_up(
    plans: dict[str, PlanRecord],
) -> None:
    times = [(a.period, a.deadline) for a in plans["tandpleje-2017"].activities]
    assert times == [(None, "2017-12-31")] * 2 + [("2017-03", None)] + [(None, None)] * 3
    assert [a.period for a in plans["musikskole-2016"].activities][:3] == [
        "2016-08", "2016-08", "2016",
    ]  # fmt: skip
    followups = [(f.cadence, f.dates) for f in plans["parkvej-2018"].followups]
    assert followups[:3] == [
        ("Hver måned i sæsonen", None), (None, "Ultimo 2018"), ("Kvartalsvis", None),
    ]  # fmt: skip


@pytest.mark.parametrize("name", VALUES)
def test_every_goal_has_its_actions(plans: dict[str, PlanRecord], name: str) -> None:
    numbers = {goal.id: goal.number for goal in plans[name].goals}
    found = dict.fromkeys(numbers.values(), 0)
    for link in plans[name].links:
        if link.relation == "serves" and link.from_id.split("/")[1] == "activity":
            found[numbers[link.to_id]] += 1
    assert found == ACTIONS[name]


def test_a_column_tells_who_is_responsible_unless_it_may_be_a_person(
    plans: dict[str, PlanRecord],
) -> None:
    plan = plans["musikskole-2016"]
    assert [a.responsible for a in plan.activities] == [
        "Skolelederen", "Skolelederen", "Lærerne", None, "Ledelsen",
    ]  # fmt: skip
    assert "Efternavn" not in repr(plan)
    issue = next(i for i in plan.issues if i.code == "MC358" and "columns" in i.message)
    assert {r.locator for r in issue.readings} >= {"L18/c4", "L18/c5"}
    assert {a.responsible for a in plans["skole-2018"].activities} == {
        "Læsevejlederne", "Ledelsen", "Klasselærerne", "Årgangsteams",
    }  # fmt: skip


def test_the_direction_follows_from_the_movement(plans: dict[str, PlanRecord]) -> None:
    found = {i.name.split()[0]: i.direction for p in plans.values() for i in p.indicators}
    assert found["Medicinfejl"] == found["Ventelisten"] == found["Efterslæbet"] == "decrease"
    assert found["Elforbruget"] == "decrease"
    assert found["Tilfredsheden"] == "increase"


def test_the_agreement_itself_is_followed_up(plans: dict[str, PlanRecord]) -> None:
    def stated(name: str) -> list[tuple[str | None, str | None, str | None]]:
        return [(f.what, f.cadence, f.dates) for f in plans[name].followups]

    assert ("Aftalen", "to gange om året", None) in stated("ejendomme-2020")
    assert ("aftalen", None, "september 2015") in stated("jobcenter-2015")
    assert stated("dagtilbud-2016")[0] == ("Sygefravær", "hvert kvartal", None)
