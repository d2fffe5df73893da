"""What stands around the tables of the real internal budget, checked by hand, line by line."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from municompare.documents import load_document
from municompare.model.plan import PlanRecord
from municompare.model.quantity import Locator
from municompare.readers.linkoping import LinkopingReader

pytestmark = pytest.mark.shared
NAME = "linkoping-internbudget-2019.md"
ALL = "Kommunövergripande utvecklingsuppdrag"
SOME = "Nämndspecifika utvecklingsuppdrag"
CONTROL = "Kommunledningsförvaltningen"


@pytest.fixture(scope="module")
def plan(shared_documents: Path) -> PlanRecord:
    return LinkopingReader().read(load_document(shared_documents / NAME))


def _line(row: Any) -> int:
    return Locator.parse(row.locator).first.line or 0


def _lines(row: Any) -> list[int]:
    ways = Locator.parse(row.locator).alternatives
    return [way[0].line or 0 for way in ways]


def _issue(plan: PlanRecord, code: str) -> list[tuple[str | None, str | None]]:
    return [(r.text, r.locator) for i in plan.issues if i.code == code for r in i.readings]


@pytest.mark.parametrize(
    ("line", "kind", "report_back", "coordinator", "response", "place"),
    [
        (485, ALL, None, None, "answered", "L487+L489"),
        (491, ALL, "2019-Q2", f"{CONTROL} (digitaliseringsstaben)", "none", None),
        (497, ALL, "2019-Q3", f"{CONTROL} (ekonomistaben)", "not_applicable", "L503"),
        (505, ALL, "2019-Q1", f"{CONTROL} (planeringsstaben)", "answered", "L511"),
        (513, ALL, "2019-Q2", f"{CONTROL} (ekonomistaben)", "none", None),
        (519, ALL, "2019-Q2", f"{CONTROL} (planeringsstaben)", "answered", "L525"),
        (527, ALL, None, None, "answered", "L529+L531+L533"),
        (535, ALL, None, None, "answered", "L537+L539+L541"),
        (543, ALL, "2018-10", None, "reported_elsewhere", "L545"),
        (549, SOME, None, None, "answered", "L551"),
        (553, SOME, None, None, "answered", "L555"),
        (557, SOME, None, None, "not_applicable", "L559"),
        (561, SOME, None, None, "answered", "L563+L565+L567"),
        (569, SOME, None, None, "answered", "L571+L573"),
        (575, SOME, None, None, "answered", "L577+L579+L581"),
        (583, SOME, "2018-10", "barn- och ungdomsnämnden", "not_applicable", "L585"),
        (
            587,
            SOME,
            "2018-10",
            "kommunstyrelsen",
            "answered",
            "L589+" + "+".join(f"L{n}" for n in range(591, 600)) + "+L601",
        ),
        (603, SOME, None, None, "answered", "L605"),
        (609, "Prioriterade styrdokument", None, None, "answered", "L611+L613+L615+L617+L619"),
    ],
)
def test_an_assignment_is_read_with_its_answer(
    plan: PlanRecord,
    line: int,
    kind: str,
    report_back: str | None,
    coordinator: str | None,
    response: str,
    place: str | None,
) -> None:
    (row,) = [row for row in plan.assignments if _line(row) == line]
    assert (row.kind, row.report_back, row.coordinator) == (kind, report_back, coordinator)
    assert (row.response, row.response_locator) == (response, place)


def test_there_are_nineteen_assignments(plan: PlanRecord) -> None:
    assert len(plan.assignments) == 19
    addressees = Counter(str(row.addressee).lower() for row in plan.assignments)
    assert addressees["samtliga nämnder"] == 9
    assert addressees["arbetsmarknadsnämnden; bildningsnämnd"] == 2


def test_the_nine_listed_measures_are_activities(plan: PlanRecord) -> None:
    assert [_line(row) for row in plan.activities] == list(range(591, 600))
    doers = [row.responsible for row in plan.activities]
    assert doers.count("Bildningsnämnden") == 7
    assert (doers[1], doers[7]) == (
        "Bildningsnämnden, Social-och omsorgsnämnden",
        "Arbetsmarknadsnämnden",
    )
    assert [row.quantity for row in plan.activities] == [None] * 8 + [30.0]
    assert _issue(plan, "MC327") == [("ca 90", "L598:c28")]


@pytest.mark.parametrize(
    ("line", "name", "comparator", "value"),
    [
        (527, "etableringstiden för nyanlända", "decrease", None),
        (549, "tiden för etablering på arbetsmarknaden", "decrease", None),
        (
            549,
            "andelen med ekonomiskt bistånd efter avslutad etableringsinsats från",
            "decrease",
            None,
        ),
        (557, "tiden på språkinträdning", "decrease", None),
        (569, "andelen med ekonomiskt bistånd efter avslutad etablering", "decrease", None),
        (575, "etableringstiden för nyanlända gällande inträde", "change_by_percent", -50.0),
        (603, "andelen med långvarigt biståndsbehov", "decrease", None),
    ],
)
def test_a_measure_inside_an_assignment_is_an_indicator(
    plan: PlanRecord, line: int, name: str, comparator: str, value: float | None
) -> None:
    (row,) = [r for r in plan.indicators if _line(r) == line and r.name.startswith(name)]
    (target,) = [m for m in plan.measurements if m.indicator == row.id]
    assert (target.comparator, target.value, target.target_origin) == (
        comparator,
        value,
        "council",
    )
    assert (row.origin, row.goal) == ("assignment", None)


@pytest.mark.parametrize(
    ("body", "date", "paragraph", "lines"),
    [
        ("Kommunfullmäktige", "2018-12-04", None, [11, 23, 97, 109, 149, 213, 636, 644, 674]),
        ("Kommunfullmäktige", "2018-12-04", None, [13, 99, 151]),
        ("Kommunfullmäktige", "2018-12-04", None, [152]),
        ("kommunstyrelsen", "2018-11-27", "§ 405", [24, 31, 110, 117, 677, 684]),
        ("Kommunfullmäktige", "2018-06-19", "§ 180", [31, 117, 166, 198, 640, 666, 684, 695, 697]),
        ("Arbetsmarknadsnämnden", None, "§ 23", [64]),
        ("Arbetsmarknadsnämnden", None, "§ 23", [68]),
        ("Arbetsmarknadsnämnden", None, "§ 23", [72]),
        ("kommunstyrelsen", "2018-11-13", None, [184]),
        ("Arbetsmarknadsnämnden", "2018-10-25", "§ 138", [186, 654]),
        ("Arbetsmarknadsnämnden", "2019-03-20", None, [200]),
        ("bildningsnämnden", "2019-11", "§ 169", [229]),
        ("Arbetsmarknadsnämnden", "2018-10", None, [290]),
        ("kommunstyrelsen", "2017-12-05", "§ 538", [589]),
        ("Arbetsmarknadsnämnden", "2018-10-26", "§ 137", [640]),
        ("Arbetsmarknadsnämnden", "2019-02", "§ 7", [705]),
    ],
)
def test_a_decision_is_read_from_all_its_places(
    plan: PlanRecord, body: str, date: str | None, paragraph: str | None, lines: list[int]
) -> None:
    found = [
        row
        for row in plan.decisions
        if (row.body, row.date, row.paragraph) == (body, date, paragraph) and _lines(row) == lines
    ]
    assert len(found) == 1
    assert len(plan.decisions) == 16


def test_contradictions_of_dates_years_and_names_are_reported(plan: PlanRecord) -> None:
    assert _issue(plan, "MC339") == [
        ("2018-10-25 § 138", "L186:c42"),
        ("2018-10-26 § 137", "L640:c273"),
        ("2018-10-25 § 138", "L654:c40"),
    ]
    assert _issue(plan, "MC340") == [
        ("november 2019, § 169", "L229:c346"),
        ("2019-03-20", "L200:c53"),
    ]
    impossible = "budget 2019 med plan för 2010-2022"
    assert _issue(plan, "MC346") == [(impossible, f"L{line}:c30") for line in (11, 97, 149)]
    assert [place for _, place in _issue(plan, "MC354")] == ["L295", "L261"]
    assert _issue(plan, "MC347")[0] == ("299 personer", "L437/c3:c137")
    assert [place for _, place in _issue(plan, "MC324")] == ["L440/c2", "L171:c51", "L505", "L175"]


def test_duties_priorities_and_definitions_are_principles(plan: PlanRecord) -> None:
    lines = {
        kind: [_line(r) for r in plan.principles if r.kind == kind]
        for kind in ("duty", "priority", "definition")
    }
    assert lines["duty"] == [*range(361, 369), 372, 373, 374, 735, 736, 737]
    assert lines["priority"] == [
        380,
        382,
        384,
        388,
        392,
        396,
        400,
        406,
        410,
        416,
        418,
        420,
        424,
        426,
        428,
    ]
    assert lines["definition"] == [529]
    areas = Counter(row.perspective for row in plan.principles if row.kind == "priority")
    assert set(areas.values()) == {3}
    assert set(areas) == {"Samhälle", "Medborgare", "Ekonomi", "Verksamhet", "Medarbetare"}
    joined = [row.locator for row in plan.principles if "+" in row.locator]
    assert joined == ["L388+L390", "L392+L394", "L400+L402+L404", "L406+L408", "L410+L412"]
    assert all(len(row.title) <= 600 for row in plan.principles)


def test_every_goal_area_is_described(plan: PlanRecord) -> None:
    areas = [row for row in plan.goals if row.kind == "goal_area"]
    assert len(areas) == 5
    assert all(str(row.description).startswith("Målområde ") for row in areas)


def test_amounts_of_running_text(plan: PlanRecord) -> None:
    rows = [r for r in plan.budget if r.table == "text" and r.line_kind != "frame"]
    found = [(_line(row), row.year, row.value, row.unit) for row in rows]
    cut = [
        ("2019", -9000),
        ("2020", -12000),
        ("2021", -15000),
        ("2022", -18000),
        ("2019/2022", -54000),
    ]
    by_line = {
        line: [(line, year, value, "kSEK") for year, value in cut] for line in (42, 121, 650)
    }
    assert found == [
        (31, None, -923, "kSEK"),
        (33, None, 10, "MSEK"),
        *by_line[42],
        (117, None, -923, "kSEK"),
        (119, None, 10, "MSEK"),
        *by_line[121],
        (183, None, -923, "kSEK"),
        (184, None, 10, "MSEK"),
        (402, None, 10, None),
        (648, "2018", None, None),
        (648, None, None, None),
        *by_line[650],
        (684, None, -923, "kSEK"),
    ]
    assert sum(row.repeats is not None for row in rows) == 7 + 5 + 1
    assert [row.decided_on for row in rows if _line(row) in (31, 184)] == [
        "2018-11-27",
        "2018-11-13",
    ]


def test_the_follow_up_calendar(plan: PlanRecord) -> None:
    found = [
        (_line(row), row.kind, row.dates, row.recipient)
        for row in plan.followups
        if _line(row) in (166, 219, 495, 543, 589, 601, 715, 725, 749)
    ]
    assert found == [
        (495, "Återrapport", "under kvartal 2 2019", None),
        (543, "redovisning", "senast i oktober 2018", "kommunstyrelsen"),
        (589, "delredovisning", "2017-11-10", None),
        (601, "samlad redovisning", "december 2018", "KS"),
        (166, "delårsrapporter och årsredovisningar", None, None),
        (219, "delårsrapport", "30 april; 31 augusti", None),
        (219, "oktoberuppföljning", "31 oktober", None),
        (219, "bokslut och verksamhetsberättelse", None, None),
        (715, "Kvalitetsrapporter", "vid årsskiftet", "utbildningsförvaltningen"),
        (725, "Klagomålshantering", None, "nämnden"),
        (749, "delårsrapporter", "under verksamhetsåret 2019", None),
    ]
    assert len(plan.followups) == 25
    separate = next(row for row in plan.followups if row.kind == "redovisas separat")
    assert (separate.what, _lines(separate)) == ("500-uppdraget", [42, 121, 650])


def test_who_does_what_about_documents_and_levels(plan: PlanRecord) -> None:
    names = {row.id: row.name for row in (*plan.organisations, *plan.levels)}
    names |= {row.id: row.kind for row in plan.documents}
    own, council = "Arbetsmarknadsnämnden", "Kommunfullmäktige"
    found = [
        (_line(row), names[row.element], row.role, names[row.organisation])
        for row in plan.responsibilities
        if "/assignment/" not in row.element
    ]
    assert found == [
        (64, "internbudget", "decides", own),
        (64, "internbudget", "receives_report", council),
        (68, "internkontrollplan", "decides", own),
        (68, "internkontrollplan", "receives_report", "kommunstyrelsen"),
        (68, "internkontrollplan", "receives_report", "kommunens revisorer"),
        (72, "verksamhetsplan", "notes", own),
        (152, "Internbudget", "approves", council),
        (158, "Nettoram", "decides", council),
        (166, "Strategiska utvecklingsuppdrag", "decides", council),
        (223, "Internkontrollplan", "controls", own),
        (229, "Internkontrollplan", "decides", "bildningsnämnden"),
        (301, "Kommunens budget med plan", "decides", council),
        (309, "Internbudget", "prepares", own),
        (351, "Internbudget", "decides", own),
        (705, "Plan för systematiskt kvalitetsarbete", "decides", own),
        (60, "missiv", "prepares", "utbildningskontoret"),
        (233, "internbudget", "prepares", "social- och omsorgsdirektör"),
        (78, "protokoll", "receives_report", "kommunstyrelsen"),
        (80, "protokoll", "receives_report", "Enhetschefer arbetsmarknadsnämndens enheter"),
        (253, "missiv", "receives_report", "kommunstyrelsen"),
        (254, "missiv", "receives_report", "Enhetschefer arbetsmarknadsnämndens enheter"),
    ]


def test_links_that_words_or_layout_state(plan: PlanRecord) -> None:
    found = Counter((row.relation, row.basis) for row in plan.links)
    assert found == {
        ("part_of", "stated"): 11,
        ("part_of", "by_position"): 3,
        ("addresses", "stated"): 15 + 1,
        ("implements", "by_position"): 9,
        ("treated_in", "stated"): 1,
    }
