"""The real agreement of 2017; expectations were taken from the document by hand, line by line."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from municompare.documents import SourceDocument, load_document
from municompare.model.plan import PlanRecord
from municompare.plans.consistency import check_plan
from municompare.readers.silkeborg import SilkeborgReader

NAME = "silkeborg-aftale-2017.md"
# line and cell of each figure that is read, what stands there, and how it is meant
FIGURES = [
    ("L49/c3", "reduceret med 60", "change_by", -60, "person_year", "2017-12", "2015-12"),
    ("L50/c3", "Mindst 25 pct.", ">=", 25, "percent", "2020", None),
    ("L50/c3", "mindst 30 pct.", ">=", 30, "percent", "2025", None),
    ("L52/c3", "bedre end landsgennemsnittet", "better_than", None, None, "2017-12-31", None),
    ("L56/c2", "26 %", "=", 26, "percent", None, None),
    ("L57/c3", "10 procent flere", "change_by_percent", 10, "percent", "2017", "2016"),
    ("L58/c2", "Flere virksomhedspraktikker", "increase", None, None, "2017", "2016"),
    ("L61/c3", "reduceret med 63", "change_by", -63, "person_year", "2017-12", "2015-12"),
    ("L62/c2", "reduceret med 14", "change_by", -14, "person_year", "2017-12", "2015-12"),
]


@pytest.fixture(scope="module")
def document(shared_documents: Path) -> SourceDocument:
    return load_document(shared_documents / NAME)


@pytest.fixture(scope="module")
def plan(document: SourceDocument) -> PlanRecord:
    return SilkeborgReader().read(document)


def test_only_the_agreement_is_recognised(shared_documents: Path) -> None:
    scores = {
        path.name: SilkeborgReader().recognise(load_document(path)).score
        for path in sorted(shared_documents.iterdir())
        if path.suffix in (".md", ".txt")
    }
    assert len(scores) >= 5
    assert scores.pop(NAME) == 1
    assert max(scores.values()) < 0.5


def test_the_plan_is_whole(plan: PlanRecord) -> None:
    assert not check_plan(plan)
    assert (plan.key, plan.organisation) == ("silkeborg-2017", "Jobkompagniet")
    assert (plan.period, plan.unit_of_analysis, plan.language) == ("2017", "institution", "da")
    # neither signature nor decision is printed
    assert (plan.status, plan.documents[0].status) == ("unknown", "unknown")


def test_every_wording_stands_at_its_place(document: SourceDocument, plan: PlanRecord) -> None:
    columns = {
        "goals": "title",
        "activities": "title",
        "indicators": "name",
        "measurements": "raw",
        "principles": "title",
        "wordings": "text",
        "notes": "text",
        "organisations": "name",
    }
    for table, column in columns.items():
        for row in getattr(plan, table):
            assert (document.text_at(row.locator) or "").startswith(getattr(row, column)), row.id
    for issue in plan.issues:
        for reading in issue.readings:
            found = document.text_at(reading.locator or "") or ""
            assert found.startswith(reading.text or "?"), issue.code


def test_there_are_twelve_goals_of_two_appropriations(plan: PlanRecord) -> None:
    assert [(g.perspective, g.number, g.lineage, g.locator) for g in plan.goals] == [
        ("Bevilling 14", None, None, "L32:c105"),
        ("Bevilling 14", None, None, "L33:c95"),
        ("Bevilling 14", None, None, "L34:c68"),
        ("Bevilling 14", None, None, "L35:c165"),
        ("Bevilling 69", "1", None, "L38:c8|L49/c1"),
        ("Bevilling 69", "2", None, "L39:c8|L50/c1"),
        ("Bevilling 69", "3", None, "L39:c92|L52/c1"),
        ("Bevilling 69", "4", None, "L40:c8|L57/c1"),
        ("Bevilling 69", "5", None, "L40:c84|L61/c1"),
        ("Bevilling 69", "6", "continued", "L42:c8|L70/c1+L71/c1"),
        ("Bevilling 69", "7", "continued", "L43:c8|L73/c1"),
        ("Bevilling 69", "8", "new", "L45:c8|L76/c1"),
    ]
    levels = {level.id: level.name for level in plan.levels}
    assert [levels[g.level or ""] for g in plan.goals] == ["Bevillingsaftale"] * 9 + ["Aftale"] * 3


def test_titles_are_those_of_the_list_and_wordings_those_of_the_tables(plan: PlanRecord) -> None:
    assert [g.title for g in plan.goals if g.number in ("2", "3", "6", "8")] == [
        "Flere unge vælger en erhvervsuddannelse",
        "Ny-ankomne flygtninge skal hurtigere i job eller uddannelse",
        "Effektmåling",
        "Effektiv og motiverende kommunikation",
    ]
    assert plan.goals[0].title == "Samskabelse og kommunikation"
    assert [w.locator for w in plan.wordings] == ["L52/c1", "L70/c1+L71/c1", "L73/c1", "L76/c1"]
    assert [bool(g.description) for g in plan.goals[4:]] == [False] * 5 + [True] * 3
    remark = next(n for n in plan.notes if n.element == plan.goals[5].id)
    assert remark.locator == "L39:c48"


def test_every_action_serves_its_goal(plan: PlanRecord) -> None:
    served = Counter(link.to_id for link in plan.links if link.relation == "serves")
    assert [served[g.id] for g in plan.goals] == [1, 1, 1, 1, 6, 7, 6, 6, 10, 6, 2, 3]
    serving = [link for link in plan.links if link.relation == "serves"]
    assert len(plan.activities) == len(serving) == 50
    assert Counter(link.basis for link in serving) == {"stated": 4, "by_position": 46}
    places = [a.locator for a in plan.activities]
    assert "L70/c2:c192+L71/c2" in places
    assert "L76/c2:c471+L77/c1" in places


def test_words_before_a_list_lead_in_and_are_no_action(plan: PlanRecord) -> None:
    assert Counter((a.lead_in or "-")[:21] for a in plan.activities) == {
        "På bevilling 14 bidra": 4,
        "Forankring af strateg": 6,
        "Skoleafdelingen og Be": 7,
        "Xxxxxxxxx flygtninge ": 6,
        "Jobkompagniet bidrage": 4,
        "Sygedagpengeområdet:": 5,
        "Jobafklaring:": 5,
        "Kommunikation er et h": 3,
        "-": 10,
    }


def test_every_word_of_the_tables_is_taken_once(document: SourceDocument, plan: PlanRecord) -> None:
    printed = Counter(
        word
        for block in document.blocks
        for row in block.rows
        if "Succeskriterier" not in row.text
        for word in row.text.split()
        if not re.fullmatch(r"•|[1-3]\.", word)
    )
    in_tables = [a for a in plan.activities if "/c" in a.locator]
    taken = [a.title for a in in_tables]
    taken += {a.lead_in for a in in_tables if a.lead_in}
    taken += [i.name for i in plan.indicators if i.origin == "criterion"]
    other = {w.element: w.text for w in plan.wordings}
    taken += [other.get(g.id, g.title or "") for g in plan.goals if g.number]
    assert Counter(" ".join(taken).split()) == printed


def test_the_responsible_is_named_or_unknown(plan: PlanRecord) -> None:
    assert Counter(a.responsible for a in plan.activities) == {
        "Jobkompagniet": 16,  # 9 by name, 7 as the "we" of the goals that it set itself
        "Jobkompagniet og ungeguiden": 1,
        "Skoleafdelingen og Beskæftigelsesafdelingen": 7,
        "Beskæftigelsesafdelingen": 2,
        "unknown": 24,
    }
    assert {g.number: g.responsible for g in plan.goals if g.responsible} == {
        "2": "Skoleafdelingen og Beskæftigelsesafdelingen",
        "6": "Jobkompagniet",
        "7": "Jobkompagniet",
    }


def test_eight_criteria_have_figure_or_direction(plan: PlanRecord) -> None:
    indicators = {i.id: i for i in plan.indicators if i.origin == "criterion"}
    stated = [m for m in plan.measurements if m.indicator in indicators and m.target_form != "text"]
    found = [
        (m.locator.partition(":")[0], m.comparator, m.value, m.unit, m.period, m.base_period)
        for m in stated
    ]
    assert found == [(place, *rest) for place, _, *rest in FIGURES]
    for measurement, (_, words, *_) in zip(stated, FIGURES, strict=True):
        assert measurement.raw is not None
        assert measurement.raw.startswith(words)
    assert len({m.indicator for m in stated}) == 8
    numbers = {g.id: g.number for g in plan.goals}
    assert Counter(numbers[i.goal or ""] for i in indicators.values()) == {
        "1": 1, "2": 1, "3": 2, "4": 2, "5": 2, "6": 4, "7": 1, "8": 1
    }  # fmt: skip
    probable = [m.locator.partition(":")[0] for m in plan.measurements if m.certainty == "probable"]
    assert probable == ["L56/c2", "L58/c2", "L62/c2"]


def test_four_actions_state_a_measure_of_their_own(plan: PlanRecord) -> None:
    embedded = {i.id: i for i in plan.indicators if i.origin != "criterion"}
    found = [
        (m.locator, m.comparator, m.value, m.unit, m.reference, embedded[m.indicator].direction)
        for m in plan.measurements
        if m.indicator in embedded
    ]
    assert found == [
        ("L61/c2:c85", "<", None, None, "det lovpligtige tidspunkt", "decrease"),
        ("L62/c1:c181", "<", 26, "week", None, "decrease"),
        ("L63/c1:c50", ">", None, None, "det lovpligtige niveau", "increase"),
        ("L65/c1:c7", "increase", None, None, None, "increase"),
    ]
    assert {i.goal for i in embedded.values()} == {plan.goals[8].id}


def test_what_is_odd_is_an_issue_with_its_places(plan: PlanRecord) -> None:
    prefix = f"{plan.key}/issue/"
    places = {
        (i.id or "").removeprefix(prefix): (i.severity, [r.locator for r in i.readings])
        for i in plan.issues
    }
    assert places == {
        "mc356-conclusion-of-the-agreement": ("info", ["L2"]),
        "mc351-headings-in-paragraphs": ("info", ["L12:c88"]),
        "mc324-wording-of-goals": (
            "warning", ["L42:c8", "L70/c1+L71/c1", "L43:c8", "L73/c1", "L45:c8", "L76/c1"],
        ),
        "mc343-spelling-of-goals": ("info", ["L39:c92", "L52/c1"]),
        "mc328-no-tasks-flere-unge-vaelger-erhvervsuddannelse": ("warning", ["L39:c48", "L50/c1"]),
        "mc333-criteria-one-column-to-the-left": ("error", ["L56/c2", "L58/c2", "L62/c2"]),
        "mc355-budget-not-settled": ("warning", ["L18", "L19"]),
        "mc351-headings-behind-their-text": ("info", ["L19", "L21"]),
        "mc349-follow-up-ahead-of-time": ("warning", ["L71/c2:c428"]),
        "mc325-repeated-actions": ("info", ["L49/c2:c175", "L51/c1:c3"]),
        "mc354-title-lines": ("warning", ["L1", "L2"]),
        "mc351-colours-of-the-print": ("warning", ["L47"]),
        "mc352-masked-words": ("warning", ["L2:c51", "L2:c61", "L52/c2", "L61/c2:c24"]),
        "mc353-broken-words": (
            "info",
            [
                "L52/c3:c118", "L56/c1:c37", "L60/c1:c38", "L70/c1:c52", "L70/c2:c173",
                "L71/c1:c48",
            ],
        ),
        "mc343-lost-letters": ("info", ["L58/c1:c38", "L58/c1:c114"]),
    }  # fmt: skip


def test_no_persons_name_is_taken_over(document: SourceDocument, plan: PlanRecord) -> None:
    masked = document.lines[1].split()
    person = [word for word in document.lines[0].split() if word not in masked]
    assert person
    assert not [word for word in person if word in repr(plan)]


def _cells(plan: PlanRecord) -> Iterator[tuple[str, str, str, Any]]:
    """Every value of a plan: table, row, column."""
    for table in dataclasses.fields(plan):
        rows = getattr(plan, table.name)
        if isinstance(rows, tuple):
            for row in rows:
                for column in dataclasses.fields(row):
                    yield table.name, row.id, column.name, getattr(row, column.name)


def test_a_changed_figure_changes_its_value_and_the_text_that_prints_it(
    shared_documents: Path, plan: PlanRecord, tmp_path: Path
) -> None:
    text = (shared_documents / NAME).read_text(encoding="utf-8")
    before = {cell[:3]: cell[3] for cell in _cells(plan)}
    tried = 0
    for measurement in plan.measurements:
        if measurement.value is None:
            continue
        tried += 1
        printed = str(abs(int(measurement.value)))
        other = str(abs(int(measurement.value)) + 1)
        raw = measurement.raw or ""
        changed = re.sub(rf"\b{printed}\b", other, raw, count=1)
        assert text.count(raw) == 1
        assert changed != raw
        path = tmp_path / NAME
        path.write_text(text.replace(raw, changed), encoding="utf-8")
        again = SilkeborgReader().read(load_document(path))
        after = {cell[:3]: cell[3] for cell in _cells(again)}
        assert list(after) == list(before)  # the same rows, ids and order
        values = {"value", "quantity"}
        for (table, identifier, column), value in after.items():
            old = before[table, identifier, column]
            if value == old:
                continue
            if column in values:
                assert abs(value) == int(other)
                assert identifier == measurement.id or table == "activities"
            elif column == "sha256":
                assert table == "documents"
            elif column == "readings":
                restored = [
                    dataclasses.replace(r, text=(r.text or "").replace(changed, raw)) for r in value
                ]
                assert restored == list(old)
            else:
                assert column in {"raw", "name", "title"}
                assert value.replace(changed, raw) == old
        assert after["measurements", measurement.id, "value"] != measurement.value
        assert after["measurements", measurement.id, "raw"] == changed
    assert tried == 8
