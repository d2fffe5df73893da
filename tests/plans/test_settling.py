"""A link that one document leaves open, and what other documents say of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import municompare as mc
from municompare import Plan
from municompare.model.plan import Link, PlanRecord
from municompare.plans.settling import settled_links
from municompare.testing import example_plan

KEY = "exempelby-2020"
OTHER = f"{KEY}/document/other"
WORK, BALANCE = f"{KEY}/goal/fler-arbete", f"{KEY}/goal/ekonomi-balans"
THIRD = f"{KEY}/goal/nojda"


def link(to: str, certainty: Any, document: str, number: int, relation: Any = "measures") -> Link:
    return Link(
        id=f"{KEY}/link/l-{number}", from_id=f"{KEY}/indicator/hushall", relation=relation,
        to_id=to, basis="by_position", certainty=certainty, document=document, locator="L5",
    )  # fmt: skip


def plan(*links: Link, goal: str | None = None, certainty: Any = "certain") -> PlanRecord:
    """The example plan with links alone, and its first indicator under a goal."""
    record = example_plan().record
    document = replace(record.documents[0], id=OTHER, file="other.md", sha256="7" * 64)
    third = replace(record.goals[0], id=THIRD, title="Nöjda medborgare")
    first, *others = record.indicators
    placed = replace(first, goal=goal, element=goal, element_certainty=certainty)
    return replace(
        record, documents=(*record.documents, document), goals=(*record.goals, third),
        indicators=(placed, *others), links=links,
    )  # fmt: skip


RIVALS = (link(WORK, "ambiguous", OTHER, 1), link(BALANCE, "ambiguous", OTHER, 2))


def told(record: PlanRecord) -> list[tuple[str, str]]:
    made = replace(record, links=settled_links(record))
    Plan(made)
    return [(row.to_id, row.certainty) for row in made.links if row.document == OTHER]


OPEN = [(WORK, "ambiguous"), (BALANCE, "ambiguous")]


@pytest.mark.parametrize(
    ("goal", "certainty", "expected"),
    [
        (WORK, "certain", [(WORK, "probable")]),
        (BALANCE, "probable", [(BALANCE, "probable")]),
        (WORK, "ambiguous", OPEN),
        (THIRD, "certain", OPEN),
        (None, "certain", OPEN),
    ],
)
def test_the_goal_that_another_document_prints_decides(
    goal: str | None, certainty: Any, expected: list[tuple[str, str]]
) -> None:
    assert told(plan(*RIVALS, goal=goal, certainty=certainty)) == expected


@pytest.mark.parametrize(
    ("document", "relation", "expected"),
    [
        (f"{KEY}/document/plan", "measures", [(WORK, "probable")]),
        (f"{KEY}/document/plan", "serves", OPEN),
        (OTHER, "measures", [*OPEN, (WORK, "certain")]),
    ],
)
def test_a_link_of_another_document_decides_for_its_own_relation(
    document: str, relation: Any, expected: list[tuple[str, str]]
) -> None:
    assert told(plan(*RIVALS, link(WORK, "certain", document, 3, relation))) == expected


def test_two_goals_of_other_documents_decide_nothing() -> None:
    sure = link(BALANCE, "certain", f"{KEY}/document/plan", 3)
    assert told(plan(*RIVALS, sure, goal=WORK)) == OPEN


def test_the_target_area_of_a_goal_decides() -> None:
    record = plan(goal=None)
    work, balance, third = record.goals
    placed = replace(work, parent=THIRD, parent_certainty="certain", parent_basis="by_position")
    rivals = [
        replace(row, from_id=WORK, to_id=to, relation="part_of")
        for row, to in zip(RIVALS, (THIRD, BALANCE), strict=True)
    ]
    made = replace(record, goals=(placed, balance, third), links=tuple(rivals))
    assert told(made) == [(THIRD, "probable")]


@pytest.mark.shared
def test_goals_of_the_real_table_hang_where_the_budget_lists_them(shared_documents: Path) -> None:
    plan = mc.read(
        shared_documents / "linkoping-internbudget-2019.md",
        shared_documents / "linkoping-verksamhetsplan-2019.txt",
    ).record
    titles = {goal.id: goal.title for goal in plan.goals}
    found = {
        titles[row.from_id]: titles[row.to_id]
        for row in plan.links
        if row.relation == "part_of" and row.certainty == "probable"
    }
    # read by hand: the lists of L311 to L349
    assert found == {
        "Attraktiv kommun": "Samhälle",
        "Starkt och mångfasetterat näringsliv": "Samhälle",
        "Stark röst - regionalt, nationellt och internationellt": "Samhälle",
        "Goda villkor för ett jämlikt, meningsfullt och hälsosamt liv": "Medborgare",
        "Goda välfärdstjänster med hög tillgänglighet": "Medborgare",
        "Effektiva och hållbara arbetsmetoder": "Verksamhet",
        "Verksamhet med god utvecklingsförmåga": "Verksamhet",
    }
