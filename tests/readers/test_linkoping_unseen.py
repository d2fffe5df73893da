"""Budgets and programmes of other committees and years: every goal, indicator, value and task.

The expectations were coded by hand from the small documents in ``data``.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from municompare.documents import load_document
from municompare.model.plan import PlanRecord
from municompare.plans.consistency import check_plan
from municompare.readers.linkoping import LinkopingReader
from municompare.readers.linkoping_programme import LinkopingProgrammeReader

DATA = Path(__file__).parent / "data"
BUDGETS = ("social", "fritid", "miljo", "barn", "aldrenamnd")
PROGRAMMES = ("folkhalsa", "landsbygd", "kultur", "trygghet")


def _read(path: Path) -> PlanRecord:
    reader = LinkopingReader() if "internbudget" in path.name else LinkopingProgrammeReader()
    document = load_document(path)
    assert reader.recognise(document).score > 0.5
    plan = reader.read(document)
    assert len(check_plan(plan)) == 0
    return plan


@pytest.fixture(scope="module")
def plans() -> dict[str, PlanRecord]:
    return {
        **{name: _read(DATA / f"linkoping-internbudget-{name}.md") for name in BUDGETS},
        **{name: _read(DATA / f"linkoping-program-{name}.md") for name in PROGRAMMES},
    }


def _changed(folder: Path, name: str, *pairs: tuple[str, str]) -> PlanRecord:
    text = (DATA / f"linkoping-{name}.md").read_text("utf-8")
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new)
    path = folder / f"{name}.md"
    path.write_text(text, encoding="utf-8")
    return _read(path)


def _line(locator: str) -> int:
    return int(locator.lstrip("L").split("/")[0].split(":")[0].split("+")[0].split("|")[0])


GOALS = {
    "social": {
        60: "Samhälle", 64: "Trygg och attraktiv kommun", 66: "Medborgare",
        70: "Goda villkor för ett jämlikt, meningsfullt och hälsosamt liv",
        71: "Goda välfärdstjänster med hög tillgänglighet", 73: "Medarbetare",
        75: "Attraktiv arbetsgivare", 118: "Färre unga ska begå brott.",
        120: "Barn och unga ska få rätt insats i rätt tid.",
        123: "Nämndens stöd ska vara likvärdigt för kvinnor och män, flickor och pojkar.",
        126: "Personer utsatta för våld i nära relationer ska få skydd och stöd.",
        128: "Goda arbetsplatser",
    },
    "fritid": {
        16: "Samhälle", 18: "Attraktiv kommun", 19: "Klimatsmart kommun", 21: "Medborgare",
        23: "Goda villkor för ett jämlikt, meningsfullt och hälsosamt liv", 25: "Ekonomi",
        27: "Hållbar ekonomi", 53: "Linköping ska vara en attraktiv evenemangsstad.",
        55: "Nämndens anläggningar ska bli mer energieffektiva.",
        56: "Fler barn och unga ska delta i föreningslivet.",
        60: "Biblioteken ska vara tillgängliga för alla.", 63: "Ekonomi i balans.",
    },
    "miljo": {
        33: "Samhälle / Klimatsmart kommun / Tillsynen ska leda till minskad miljöpåverkan.",
        35: "Starkt och mångfasetterat näringsliv / "
            "Företagen ska möta en snabb och rättssäker handläggning.",
        37: "Medborgare / Goda välfärdstjänster med hög tillgänglighet / "
            "Den som söker bygglov ska få besked i tid.",
        40: "Ekonomi / Hållbar ekonomi / Nämnden ska ha en ekonomi i balans.",
        41: "Avgiftsfinansieringen ska öka.",
    },
    "barn": {
        33: "Medborgare", 37: "Goda välfärdstjänster med hög tillgänglighet",
        38: "Kunskap och lärande", 40: "Verksamhet", 42: "Effektiva och hållbara arbetsmetoder",
        44: "Medarbetare", 46: "God och hållbar kompetensförsörjning",
        74: "Alla elever ska utvecklas så långt som möjligt.",
        79: "Alla barn ska erbjudas förskola av god kvalitet.", 82: "Skolan ska vara trygg.",
        84: "Skolskjutsarna ska samordnas.", 85: "Behöriga lärare i alla klassrum.",
    },
    "aldrenamnd": {
        18: "Medborgare", 22: "Goda välfärdstjänster med hög tillgänglighet", 24: "Verksamhet",
        26: "Hög servicenivå med ett gott bemötande", 28: "Ekonomi",
        30: "Kostnadseffektiv verksamhet", 56: "Äldre ska känna sig trygga.",
        60: "Anhöriga ska få stöd.", 62: "Kontinuiteten i hemtjänsten ska förbättras.",
        64: "Ekonomi i balans.",
    },
}  # fmt: skip


@pytest.mark.parametrize("name", BUDGETS)
def test_every_goal_is_read_and_nothing_else(plans: dict[str, PlanRecord], name: str) -> None:
    found: dict[int, list[str]] = {}
    for goal in plans[name].goals:
        found.setdefault(_line(goal.locator), []).append(str(goal.title))
    assert {line: " / ".join(titles) for line, titles in found.items()} == GOALS[name]


UNITS = {
    "social": {
        118: None, 119: "percent", 120: "day", 121: None, 122: "percent", 123: "percent",
        126: None, 127: "week", 128: "percent", 129: None,
    },
    "fritid": {
        53: None, 54: "index_point", 55: "kilowatt_hour", 56: None, 59: "percent", 60: None,
        61: "percent", 62: None, 63: "MSEK", 64: "SEK",
    },
    "miljo": {
        33: None, 34: "percent", 35: None, 36: None, 37: "week", 38: "percent", 39: "percent",
        40: "percent", 41: "percent",
    },
    "barn": {
        74: "percent", 77: None, 78: None, 79: "percent", 80: None, 81: "percent",
        82: "percent", 83: "percent", 85: "percent", 86: "percentage_point",
    },
    "aldrenamnd": {
        56: "percent", 59: "day", 60: None, 61: None, 62: None, 63: "percent", 64: "kSEK",
        65: "SEK",
    },
}  # fmt: skip


@pytest.mark.parametrize("name", BUDGETS)
def test_every_indicator_of_the_table_has_its_unit(plans: dict[str, PlanRecord], name: str) -> None:
    found = {_line(i.locator): i.unit for i in plans[name].indicators if i.origin == "table"}
    assert found == UNITS[name]


VALUES = {
    ("social", 118): [("2018", "baseline", None, 214.0, "="),
                      ("2018", "observed", None, 214.0, "="),
                      ("2019", "observed", None, None, None),
                      ("2020", "target", None, None, "decrease"),
                      ("2021", "target", None, None, "decrease")],
    ("social", 120): [("2018", "observed", None, 118.0, "="),
                      ("2019", "observed", None, 109.0, "="),
                      ("2020", "target", None, 100.0, "<"), ("2021", "target", None, 90.0, "<")],
    ("social", 121): [("2018", "observed", None, 186.0, "="),
                      ("2019", "observed", None, 192.0, "="),
                      ("2020", "target", None, 185.0, "<="), ("2021", "target", None, 180.0, "<=")],
    ("social", 122): [("2018", "observed", None, 82.0, "="),
                      ("2019", "observed", None, None, None),
                      ("2020", "target", None, 90.0, ">="), ("2021", "target", None, 95.0, ">=")],
    ("social", 125): [("2018", "observed", "men", 71.0, "="),
                      ("2019", "observed", "men", 74.0, "="),
                      ("2020", "target", "men", 78.0, "="), ("2021", "target", "men", 82.0, "=")],
    ("fritid", 57): [("2019", "observed", "Flickor", 98400.0, "="),
                     ("2020", "observed", "Flickor", 71200.0, "="),
                     ("2022", "target", "Flickor", 95000.0, "="),
                     ("2025", "target", "Flickor", 105000.0, "=")],
    ("fritid", 62): [("2019", "observed", None, None, None), ("2020", "observed", None, None, None),
                     ("2022", "target", None, 120.0, "="), ("2025", "target", None, 130.0, ">=")],
    ("fritid", 63): [("2019", "observed", None, -1.4, "="),
                      ("2020", "observed", None, 3.8, "="),
                     ("2022", "target", None, 0.0, "="), ("2025", "target", None, 0.0, "=")],
    ("miljo", 33): [("2014", "observed", None, 1022.0, "="),
                      ("2015", "observed", None, 987.0, "="),
                    ("2017", "target", None, 1100.0, "="), ("2018", "target", None, 1150.0, "=")],
    ("miljo", 35): [("2013", "observed", None, 58.0, "="), ("2015", "observed", None, None, None),
                    ("2017", "target", None, 65.0, "="), ("2018", "target", None, 68.0, "=")],
    ("miljo", 37): [("2014", "observed", None, 7.0, "="),
                      ("2015", "observed", None, 6.0, "="),
                    ("2017", "target", None, 5.0, "="), ("2018", "target", None, 4.0, "=")],
    ("miljo", 40): [("2014", "observed", None, 0.4, "="),
                      ("2015", "observed", None, -1.1, "="),
                    ("2017", "target", None, None, None), ("2018", "target", None, None, None)],
    ("barn", 76): [("2019", "observed", "Pojkar", 82.4, "="),
                      ("2020", "observed", "Pojkar", 83.9, "="),
                   ("2021", "target", "Pojkar", 85.0, "="), ("2022", "target", "Pojkar", 86.0, "="),
                   ("2024", "target", "Pojkar", 89.0, "=")],
    ("barn", 80): [("2019", "observed", "Småbarn", 13.1, "="),
                   ("2019", "observed", "Syskon", 17.8, "="),
                   ("2020", "observed", "Småbarn", 12.9, "="),
                   ("2020", "observed", "Syskon", 17.5, "="),
                   ("2021", "target", None, None, "decrease"),
                   ("2022", "target", None, None, "decrease"),
                   ("2024", "target", None, None, "decrease")],
    ("barn", 81): [("2019", "observed", None, None, None), ("2020", "observed", None, 93.0, "="),
                   ("2021", "target", None, 94.0, ">="), ("2022", "target", None, 94.0, ">="),
                   ("2024", "target", None, 95.0, ">=")],
}  # fmt: skip


@pytest.mark.parametrize(("name", "line"), VALUES)
def test_values_are_read_with_their_place(
    plans: dict[str, PlanRecord], name: str, line: int
) -> None:
    table = {i.id for i in plans[name].indicators if i.origin == "table"}
    found = [
        (m.period, m.role, m.subgroup, m.value, m.comparator)
        for m in plans[name].measurements
        if _line(m.locator) == line and m.indicator in table
    ]
    assert found == VALUES[name, line]


def test_a_year_behind_a_value_is_when_it_was_measured(tmp_path: Path) -> None:
    def statuses(*pairs: tuple[str, str]) -> list[tuple[str | None, float | None, str]]:
        plan = _changed(tmp_path, "internbudget-miljo", *pairs)
        found = [m for m in plan.measurements if _line(m.locator) == 35 and m.role == "observed"]
        return [(m.period, m.value, m.status) for m in found]

    assert statuses() == [("2013", 58.0, "reported"), ("2015", None, "not_reported")]
    assert statuses(("58 (2013)", "58 (2014)"))[0] == ("2014", 58.0, "reported")
    # the column of that year says otherwise already
    assert statuses(("58 (2013)", "58 (2015)"))[0] == ("2014", None, "undetermined")


def test_a_direction_of_something_unmeasured_is_no_indicator(plans: dict[str, PlanRecord]) -> None:
    assert {i.origin for i in plans["miljo"].indicators} == {"table"}


def test_what_is_foretold_is_no_target(plans: dict[str, PlanRecord], tmp_path: Path) -> None:
    assert {i.origin for i in plans["aldrenamnd"].indicators} == {"table"}
    # under the label of results it is wanted
    wanted = _changed(
        tmp_path, "internbudget-aldrenamnd", ("**Förändring:** Antalet", "**Resultat:** Antalet")
    )
    assert {i.origin for i in wanted.indicators} == {"table", "principle"}


def test_the_year_of_a_report_is_not_when_it_comes_out(plans: dict[str, PlanRecord]) -> None:
    found = [(a.report_back, a.report_back_raw) for a in plans["miljo"].assignments]
    assert found == [("2017-03", "senast i mars 2017"), (None, None),
                     (None, "i årsredovisningen 2017")]  # fmt: skip


def test_priorities_may_be_a_plain_list(plans: dict[str, PlanRecord]) -> None:
    found = [p.title for p in plans["miljo"].principles if p.kind == "priority"]
    assert found == ["Kortare handläggningstider", "Digital byggprocess"]


def test_a_frame_behind_a_month_and_its_year_is_read(
    plans: dict[str, PlanRecord], tmp_path: Path
) -> None:
    [cell] = [c for c in plans["barn"].budget if c.raw == "2 849 800 tkr"]
    assert (cell.value, cell.unit, cell.year, cell.decided_on) == (
        2849800.0, "kSEK", "2021", "2020-06"
    )  # fmt: skip
    codes = [issue.code for issue in plans["barn"].issues]
    assert "MC344" not in codes
    assert "MC341" in codes  # the frame of 2024 is not the sum above it
    # neither is it a fault when the table of changes prints the difference
    undated = _changed(tmp_path, "internbudget-barn", ("tilldelades i juni 2020 2", "fick 2"))
    assert "MC344" not in [issue.code for issue in undated.issues]
    other = _changed(tmp_path, "internbudget-barn", ("tilldelades i juni 2020 2 849", "fick 2 848"))
    assert "MC344" in [issue.code for issue in other.issues]


def test_a_direction_of_one_subgroup_is_none_of_the_whole(tmp_path: Path) -> None:
    plan = _changed(tmp_path, "internbudget-social", ("80%\t82%\t84%", "80%\tSka öka\t84%"))
    [indicator] = [i for i in plan.indicators if _line(i.locator) == 123]
    assert indicator.direction is None


TASKS = {
    "folkhalsa": [],
    "landsbygd": [("Samhällsbyggnadsnämnden ska senast 2022 ta fram en handlingsplan för service.",
                   "Samhällsbyggnadsnämnden")],
    "kultur": [],
    "trygghet": [("Barn- och ungdomsnämnden får i uppdrag att ta fram en modell för orosanmälan.",
                  "Barn- och ungdomsnämnden")],
}  # fmt: skip


@pytest.mark.parametrize("name", PROGRAMMES)
def test_programmes_give_tasks_to_named_bodies(plans: dict[str, PlanRecord], name: str) -> None:
    assert [(a.title, a.addressee) for a in plans[name].assignments] == TASKS[name]


AREAS = {
    "folkhalsa": ["Goda uppväxtvillkor", "Levnadsvanor som stärker", "Delaktighet i samhället"],
    "landsbygd": ["Boende", "Service", "Företagande", "Natur och besöksnäring"],
    "kultur": ["Barn och unga först", "Kultur i hela kommunen", "Konstnärlig frihet", "Samverkan"],
    "trygghet": ["Trygga platser", "Tidiga insatser", "Samverkan"],
}


@pytest.mark.parametrize("name", PROGRAMMES)
def test_sections_that_are_announced_are_areas(plans: dict[str, PlanRecord], name: str) -> None:
    kinds = ("principle", "priority")
    assert [p.title for p in plans[name].principles if p.kind in kinds] == AREAS[name]


def test_areas_need_as_many_sections_as_are_announced(tmp_path: Path) -> None:
    plan = _changed(tmp_path, "program-folkhalsa", ("tre områden", "två områden"))
    assert not [p for p in plan.principles if p.kind == "priority"]


def test_a_vision_is_a_principle(plans: dict[str, PlanRecord]) -> None:
    [vision] = [p for p in plans["landsbygd"].principles if p.kind == "vision"]
    assert vision.title == "En levande landsbygd där fler vill bo, driva företag och besöka."


COMMITMENTS = {
    "folkhalsa": [(">=", 95.0, "percent", "2026", "read"), ("=", 86.0, "percent", None, "read"),
                  ("=", 92.0, "percent", "2026", "read"),
                  ("change_by_percent", -50.0, "percent", None, "derived"),
                  ("<=", 5.0, "percentage_point", None, "read")],
    "landsbygd": [(">=", 71.43, "percent", None, "derived"), ("<=", 15.0, "minute", None, "read"),
                  (">=", 33.33, "percent", None, "derived")],
    "kultur": [(">=", 3.0, None, None, "read"), ("=", 50.0, "percent", None, "derived"),
               (">=", 60.0, "percent", None, "read")],
    "trygghet": [("decrease", None, None, None, "read"), (">=", 80.0, "percent", "2024", "read"),
                 ("<=", 24.0, "hour", None, "read"),
                 ("change_by_percent", -10.0, "percent", "2024", "read"),
                 (">=", 4.0, None, None, "read")],
}  # fmt: skip


@pytest.mark.parametrize("name", PROGRAMMES)
def test_commitments_are_read_and_reckoned_ones_marked(
    plans: dict[str, PlanRecord], name: str
) -> None:
    found = [
        (m.comparator, m.value, m.unit, m.period, m.obtained) for m in plans[name].measurements
    ]
    assert found == COMMITMENTS[name]


def test_who_coordinates_a_programme_is_named(plans: dict[str, PlanRecord]) -> None:
    found = {
        (r.role, r.organisation.rpartition("/")[2], _line(r.locator))
        for r in plans["trygghet"].responsibilities
    }
    assert ("coordinates", "kommunstyrelsen", 52) in found


def test_reports_have_who_receives_them(plans: dict[str, PlanRecord]) -> None:
    found = {(f.cadence, f.recipient) for f in plans["folkhalsa"].followups}
    assert ("vartannat år", "kommunfullmäktige") in found
