"""The real proposal of a labour-market programme, checked by hand."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from municompare.documents import SourceDocument, load_document
from municompare.model.plan import PlanRecord
from municompare.plans.consistency import check_plan
from municompare.readers.linkoping_programme import LinkopingProgrammeReader
from municompare.schema import TABLES
from municompare.testing import check_reader

pytestmark = pytest.mark.shared
NAME = "linkoping-arbetsmarknadsprogram.md"


@pytest.fixture(scope="module")
def document(shared_documents: Path) -> SourceDocument:
    return load_document(shared_documents / NAME)


@pytest.fixture(scope="module")
def plan(document: SourceDocument) -> PlanRecord:
    return LinkopingProgrammeReader().read(document)


def test_only_the_programme_is_known(shared_documents: Path) -> None:
    scores = {
        path.name: LinkopingProgrammeReader().recognise(load_document(path)).score
        for path in shared_documents.iterdir()
    }
    assert scores.pop(NAME) == 1.0
    assert len(scores) == 4
    assert max(scores.values()) < 0.5


def test_the_reader_keeps_the_contract(shared_documents: Path, plan: PlanRecord) -> None:
    found = check_reader(LinkopingProgrammeReader(), shared_documents / NAME)
    assert found.key == "linkoping-arbetsmarknadsprogram"
    assert str(check_plan(plan)) == "no issues"


def test_it_is_a_proposal_without_period(plan: PlanRecord) -> None:
    assert (plan.status, plan.period, plan.organisation) == ("proposal", None, "Linköpings kommun")
    assert plan.unit_of_analysis == "municipality"
    (own,) = [row for row in plan.documents if row.role == "read"]
    assert (own.kind, own.status, own.reference, own.locator) == (
        "program",
        "proposed",
        "KS 2021-799",
        "L5",
    )
    assert [(row.title, row.kind, row.locator) for row in plan.documents[1:]] == [
        ("Riktlinjer för jämställdhet i Linköpings kommun", "riktlinjer", "L24:c26"),
        ("Agenda 2030", "resolution", "L78:c60"),
        ("hållbarhetspolicy", "policy", "L78:c279"),
    ]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("motto", [(None, "L7")]),
        (
            "principle",
            [("2.1", "L112"), ("2.2", "L118"), ("2.3", "L124"), ("2.4", "L128"), ("2.5", "L132")],
        ),
        (
            "sdg",
            [
                ("8", "L82:c61"),
                ("1", "L87"),
                ("2", "L88"),
                ("3", "L89"),
                ("5", "L90"),
                ("10", "L91"),
            ],
        ),
        ("definition", [(None, "L64:c211"), (None, "L114:c292+L116"), (None, "L134:c283")]),
        (
            "duty",
            [
                (None, "L64"),
                (None, "L64:c94"),
                (None, "L64:c138"),
                (None, "L140:c544"),
                (None, "L144:c280"),
            ],
        ),
    ],
)
def test_principles_by_kind(
    plan: PlanRecord, kind: str, expected: list[tuple[str | None, str]]
) -> None:
    assert [(row.number, row.locator) for row in plan.principles if row.kind == kind] == expected


def test_the_five_principles_have_their_titles(plan: PlanRecord) -> None:
    assert [row.title for row in plan.principles if row.kind == "principle"] == [
        "Självförsörjning först",
        "Linköpingsbon i centrum",
        "Digitalisering och automatisering underlättar",
        "Nyttja samarbeten",
        "Perspektiv",
    ]


def test_the_six_purposes_are_listed(plan: PlanRecord) -> None:
    assert [(row.kind, row.locator) for row in plan.goals] == [
        ("purpose", f"L{line}") for line in range(103, 109)
    ]


def test_the_commitment_is_at_least_seventy_per_cent_of_whom(plan: PlanRecord) -> None:
    (indicator,) = plan.indicators
    (target,) = plan.measurements
    element = next(row for row in plan.principles if row.id == indicator.element)
    assert (indicator.origin, element.title) == ("principle", "Perspektiv")
    assert indicator.population == "de personer som finns inom nämndens verksamhetsområde"
    assert (indicator.unit, indicator.measure_type) == ("percent", "share")
    assert (target.comparator, target.value, target.unit) == (">=", 70.0, "percent")
    assert (target.period, target.raw, target.locator) == (None, "minst 70 %", "L134:c301")


def test_follow_up_and_responsibilities(plan: PlanRecord) -> None:
    assert [(row.locator, row.kind, row.cadence) for row in plan.followups] == [
        ("L130:c787", "bokslutet", None),
        ("L144:c52", None, "i samband med ny mandatperiod"),
        ("L144:c119", "årsbokslut, kvalitets- och resultatredovisningar", None),
        ("L144:c280", None, "löpande"),
        ("L144:c421", None, "vid behov"),
    ]
    names = {row.id: row.name for row in plan.organisations}
    office = "Utbildnings- och arbetsmarknadsdirektören"
    assert [(row.role, names[row.organisation]) for row in plan.responsibilities] == [
        ("reports", office),
        ("executes", "Samtliga nämnder och bolag"),
        ("executes", "staten"),
        ("executes", "Varje nämnd och styrelse"),
        ("controls", office),
    ]
    assert [(row.body, row.date) for row in plan.decisions] == [("kommunfullmäktige", "2018-06")]


def test_the_motto_is_printed_in_four_other_ways(plan: PlanRecord) -> None:
    assert [row.locator for row in plan.wordings] == [
        "L57:c192",
        "L108:c70",
        "L110:c42",
        "L114:c306",
    ]
    assert [(issue.code, issue.severity) for issue in plan.issues] == [
        ("MC324", "info"),
        ("MC309", "info"),  # whom it is for: L66, L120
        ("MC320", "info"),
    ]


def test_a_changed_share_changes_that_value_and_the_words_that_print_it(
    tmp_path: Path, document: SourceDocument, plan: PlanRecord
) -> None:
    text = "\n".join(document.lines)
    assert text.count("minst 70 %") == 1
    path = tmp_path / NAME
    path.write_text(text.replace("minst 70 %", "minst 75 %"), encoding="utf-8")
    changed = LinkopingProgrammeReader().read(load_document(path))
    found: set[tuple[str, Any]] = set()
    for table in TABLES:
        if table.startswith("issue"):
            continue
        for old, new in zip(getattr(plan, table), getattr(changed, table), strict=True):
            assert old.id == new.id
            for field in fields(old):
                if getattr(old, field.name) != getattr(new, field.name):
                    found.add((table, field.name))
    assert found == {
        ("documents", "sha256"),
        ("principles", "title"),
        ("indicators", "name"),
        ("measurements", "raw"),
        ("measurements", "value"),
    }


def test_no_persons_name_is_in_the_record(document: SourceDocument, plan: PlanRecord) -> None:
    first, last = document.lines[58].split()
    assert first not in repr(plan)
    assert last not in repr(plan)
