"""Other programmes of Linköping: adopted or proposed, with areas, principles, told shares.

The expectations were coded by hand from the small documents in ``data``.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from municompare.documents import load_document
from municompare.model.plan import PlanRecord
from municompare.plans.consistency import check_plan
from municompare.readers.linkoping_programme import LinkopingProgrammeReader

DATA = Path(__file__).parent / "data"
NAMES = ("naringsliv", "hallbarhet", "klimat", "bostad")


def _read(path: Path) -> PlanRecord:
    reader = LinkopingProgrammeReader()
    document = load_document(path)
    assert reader.recognise(document).score > 0.5
    plan = reader.read(document)
    assert len(check_plan(plan)) == 0
    return plan


@pytest.fixture(scope="module")
def plans() -> dict[str, PlanRecord]:
    return {name: _read(DATA / f"linkoping-program-{name}.md") for name in NAMES}


def _changed(folder: Path, name: str, *pairs: tuple[str, str]) -> PlanRecord:
    text = (DATA / f"linkoping-program-{name}.md").read_text("utf-8")
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new)
    path = folder / "program.md"
    path.write_text(text, encoding="utf-8")
    return _read(path)


@pytest.mark.parametrize(
    ("name", "status", "period", "reference", "by", "on"),
    [
        ("naringsliv", "adopted", "2018/2022", "KS 2017-512, § 94", "Kommunfullmäktige",
         "2018-03-27"),
        ("hallbarhet", "adopted", None, "Dnr KS 2019-123, § 312", "Kommunfullmäktige",
         "2019-10-29"),
        ("klimat", "proposal", "2022/2030", "KS 2020-871", None, None),
        ("bostad", "adopted", "2024/2030", "KLK 2022/1043, § 388", "Kommunfullmäktige",
         "2023-11-28"),
    ],
)  # fmt: skip
def test_the_title_page_says_what_the_programme_is(
    plans: dict[str, PlanRecord],
    name: str,
    status: str,
    period: str | None,
    reference: str,
    by: str | None,
    on: str | None,
) -> None:
    plan = plans[name]
    [own] = [row for row in plan.documents if row.role == "read"]
    assert (plan.status, plan.period, own.reference) == (status, period, reference)
    assert (own.decided_by, own.decided_on) == (by, on)
    assert [(d.body, d.date) for d in plan.decisions if d.date == on] == ([(by, on)] if on else [])


def test_focus_areas_are_priorities(plans: dict[str, PlanRecord]) -> None:
    found = [(p.number, p.title) for p in plans["naringsliv"].principles if p.kind == "priority"]
    assert found == [
        ("3.1", "Enkelt att driva företag"),
        ("3.2", "Kompetens som matchar"),
        ("3.3", "Mark och lokaler"),
        ("3.4", "En internationell miljö"),
    ]


def test_seven_principles_are_seven(plans: dict[str, PlanRecord]) -> None:
    found = [p.title for p in plans["hallbarhet"].principles if p.kind == "principle"]
    assert found == [
        "Alla människors lika värde", "Barnets bästa", "Jämställdhet", "Delaktighet",
        "Tidiga insatser", "Kunskap", "Tillit",
    ]  # fmt: skip


def test_goal_areas_below_an_unnumbered_chapter_are_goals(plans: dict[str, PlanRecord]) -> None:
    found = [(g.title, g.level) for g in plans["klimat"].goals if g.kind == "goal_area"]
    assert [title for title, _ in found] == [
        "Klimat", "Transporter", "Energi", "Natur", "Konsumtion",
    ]  # fmt: skip
    [level] = {level for _, level in found}
    assert level is not None


def test_global_goals_may_be_called_goals_of_the_agenda(plans: dict[str, PlanRecord]) -> None:
    found = [(p.number, p.title) for p in plans["hallbarhet"].principles if p.kind == "sdg"]
    assert found == [
        ("3", "God hälsa och välbefinnande"),
        ("4", "God utbildning för alla"),
        ("5", "Jämställdhet"),
        ("16", "Fredliga och inkluderande samhällen"),
    ]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("naringsliv", [
            (None, None, "increase", None), (50, "percent", ">=", "2020"),
            (6, "week", "<=", None), (75, "percent", "=", "2022"), (40, None, ">=", "2022"),
            (10, "percent", "change_by_percent", "2022"),
        ]),
        ("hallbarhet", [
            (66.67, "percent", "=", "2021-12-31"), (60, "percent", "=", "2025"),
            (90, "percent", ">=", None),
        ]),
        ("klimat", [
            (-50, "percent", "change_by_percent", "2030"), (50, "percent", "=", "2030"),
            (100, "percent", "=", "2025"), (5, None, ">=", None),
            (-50, "percent", "change_by_percent", "2030"),
        ]),
        ("bostad", [
            (1200, None, ">=", "2030"), (33.33, "percent", "=", None), (10, "percent", ">=", None),
            (90, "day", "<=", None),
        ]),
    ],
)  # fmt: skip
def test_every_commitment_is_read_with_its_figure(
    plans: dict[str, PlanRecord],
    name: str,
    expected: list[tuple[float | None, str | None, str, str | None]],
) -> None:
    found = [
        (m.value, m.unit, m.comparator, m.period)
        for m in plans[name].measurements
        if m.role == "target"
    ]
    assert found == expected


def test_where_a_movement_begins_is_a_baseline(plans: dict[str, PlanRecord]) -> None:
    found = [
        (m.value, m.unit, m.target_form)
        for m in plans["hallbarhet"].measurements
        if m.role == "baseline"
    ]
    assert found == [(45, "percent", None)]


def test_what_a_named_body_is_to_make_is_an_assignment(plans: dict[str, PlanRecord]) -> None:
    plan = plans["naringsliv"]
    assert [(a.title, a.addressee) for a in plan.assignments] == [
        (
            "Bildningsnämnden ska ta fram en plan för yrkesutbildning senast 2019.",
            "Bildningsnämnden",
        )
    ]
    roles = {(r.role, r.organisation.rpartition("/")[2]) for r in plan.responsibilities}
    assert {("executes", "bildningsnamnden"), ("coordinates", "kommunstyrelsen")} <= roles
    assert plans["hallbarhet"].assignments == ()


def test_the_sentence_behind_an_assignment_says_when_to_report(
    plans: dict[str, PlanRecord],
) -> None:
    found = [(a.addressee, a.report_back) for a in plans["bostad"].assignments]
    assert found == [
        ("Samhällsbyggnadsnämnden och äldrenämnden", "2025-03"),
        ("Bostadsbolaget", None),
    ]


def test_of_two_announcements_the_one_with_sections_counts(plans: dict[str, PlanRecord]) -> None:
    found = [g.title for g in plans["bostad"].goals if g.kind == "goal_area"]
    assert found == [
        "Bygga i takt med behoven", "Blandade bostäder", "Bostäder för särskilda grupper",
    ]  # fmt: skip


def test_how_often_it_is_followed_up(plans: dict[str, PlanRecord]) -> None:
    found = {
        name: [(f.cadence, f.kind, f.reporter) for f in plan.followups]
        for name, plan in plans.items()
    }
    assert found == {
        "naringsliv": [("årligen; inför ny mandatperiod", "årsredovisningen", None)],
        "hallbarhet": [
            ("vartannat år", None, "Kommunstyrelsen"),
            (None, "verksamhetsberättelse", "Nämnderna"),
            ("varje mandatperiod", None, None),
        ],
        "klimat": [(None, "årsredovisning", None)],
        "bostad": [
            (None, "Redovisning", None),
            ("en gång per år; en gång per mandatperiod", "årsredovisning", None),
        ],
    }


def test_a_definition_may_say_what_is_meant(plans: dict[str, PlanRecord]) -> None:
    titles = [p.title for p in plans["naringsliv"].principles if p.kind == "definition"]
    assert titles == ["Med kompetens avses både utbildning och erfarenhet"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("### Klimat", "### Målområde 1: Klimat"),
        ("## Programmets målområden", "## Så arbetar vi"),
    ],
)
def test_other_words_around_the_areas_change_none(tmp_path: Path, old: str, new: str) -> None:
    plan = _changed(tmp_path, "klimat", (old, new))
    titles = [g.title for g in plan.goals if g.kind == "goal_area"]
    assert titles == ["Klimat", "Transporter", "Energi", "Natur", "Konsumtion"]


def test_areas_with_numbered_titles_need_no_announcement(tmp_path: Path) -> None:
    pairs = [("## Programmets målområden\n\nProgrammet har fem målområden.\n\n", "")]
    names = ("Klimat", "Transporter", "Energi", "Natur", "Konsumtion")
    pairs += [
        (f"### {name}\n", f"## Fokusområde {n} – {name}\n") for n, name in enumerate(names, 1)
    ]
    plan = _changed(tmp_path, "klimat", *pairs)
    found = [(p.number, p.title) for p in plan.principles if p.kind == "priority"]
    assert found == [(str(number), name) for number, name in enumerate(names, 1)]


def test_a_list_may_hold_the_principles_that_are_announced(tmp_path: Path) -> None:
    start = "Arbetet vägleds av sju principer.\n"
    text = (DATA / "linkoping-program-hallbarhet.md").read_text("utf-8")
    begin, end = text.index("## 2.1"), text.index("# 3. Globala")
    listed = "1. Öppenhet,\n2. Mod.\n\nDet gäller alla.\n\n"
    new = "Arbetet vägleds av två principer:\n\n"
    plan = _changed(tmp_path, "hallbarhet", (text[begin:end], listed), (start, new))
    found = [(p.number, p.title) for p in plan.principles if p.kind == "principle"]
    assert found == [("1", "Öppenhet"), ("2", "Mod.")]
    assert "MC348" not in {issue.code for issue in plan.issues}


def test_areas_that_are_missing_are_reported(tmp_path: Path) -> None:
    plan = _changed(tmp_path, "klimat", ("har fem målområden", "har sex målområden"))
    [issue] = [issue for issue in plan.issues if issue.code == "MC348"]
    assert "expected 6 areas" in issue.message


@pytest.mark.parametrize(
    ("sentence", "values"),
    [
        ("Minst hälften av resorna ska göras till fots.", [50]),
        ("Ungefär hälften av resorna ska göras till fots.", []),
        ("Hälften av resorna görs till fots.", []),
        ("Två tredjedelar av resorna ska göras till fots.", [66.67]),
        ("Fyra av tre resor ska göras till fots.", []),
        ("Antalet kurser ska fördubblas till 2030.", [100]),
        ("Kommunen ska köpa ca 30 procent grön el.", []),
        ("Kommunen ska köpa mellan 30 procent och 40 procent grön el.", []),
        ("Kommunen ska köpa minst 30 procent grön el.", [30]),
    ],
)
def test_shares_and_factors_in_words(tmp_path: Path, sentence: str, values: list[float]) -> None:
    plan = _changed(tmp_path, "klimat", ("Matsvinnet ska halveras till 2030.", sentence))
    own = {i.id for i in plan.indicators if i.element and i.element.endswith("konsumtion")}
    found = [m.value for m in plan.measurements if m.indicator in own]
    assert found == values
