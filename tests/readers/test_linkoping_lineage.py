"""New and changed committee goals, as the list of changes names them."""

from __future__ import annotations

from pathlib import Path

import pytest

from municompare.documents import load_document
from municompare.model.plan import PlanRecord
from municompare.readers.linkoping import LinkopingReader

OWN = Path(__file__).parent / "data" / "linkoping-internbudget.md"


def _read(folder: Path, *changes: str) -> PlanRecord:
    text = OWN.read_text(encoding="utf-8")
    head, mark, rest = text.partition("\n# ")
    assert mark
    listed = "".join(f"- {change}\n" for change in changes)
    path = folder / "internbudget.md"
    path.write_text(f"{head}\n\n{listed}\n{mark}{rest}", encoding="utf-8")
    return LinkopingReader().read(load_document(path))


@pytest.fixture
def titles() -> list[str]:
    plan = LinkopingReader().read(load_document(OWN))
    areas = {goal.id for goal in plan.goals if goal.kind == "goal_area"}
    indicators = {row.goal for row in plan.indicators}
    return [str(g.title) for g in plan.goals if g.id in indicators and g.id not in areas]


def _lineages(plan: PlanRecord) -> dict[str, str]:
    return {str(goal.title): goal.lineage for goal in plan.goals if goal.lineage is not None}


def test_a_goal_that_is_called_new_or_changed_has_that_lineage(
    tmp_path: Path, titles: list[str]
) -> None:
    plan = _read(
        tmp_path,
        f"Nytt nämndmål (och nya indikatorer): *{titles[0]}*",
        f"Förändrade indikatorer kopplat till nämndmålet *{titles[1]}*",
    )
    assert _lineages(plan) == {titles[0]: "new", titles[1]: "revised"}
    assert plan.wordings == ()


def test_another_wording_in_the_list_is_kept_beside_the_goal(
    tmp_path: Path, titles: list[str]
) -> None:
    other = f"{titles[0].rstrip('.')} nu."
    plan = _read(tmp_path, f"Nytt nämndmål: {other}")
    assert _lineages(plan) == {titles[0]: "new"}
    (wording,) = plan.wordings
    assert wording.text == other
    assert plan.goals[[goal.id for goal in plan.goals].index(wording.element)].title == titles[0]


def test_a_goal_that_is_not_in_the_table_gets_no_lineage(tmp_path: Path) -> None:
    assert _lineages(_read(tmp_path, "Nytt nämndmål: Alla hundar ska ha koppel.")) == {}


def test_a_list_without_goals_says_nothing_about_lineage(tmp_path: Path) -> None:
    assert _lineages(_read(tmp_path, "Nettoramarna har ändrats.")) == {}


def test_the_real_list_names_one_new_and_one_changed_goal(shared_documents: Path) -> None:
    path = shared_documents / "linkoping-internbudget-2019.md"
    plan = LinkopingReader().read(load_document(path))
    found = {goal.locator: goal.lineage for goal in plan.goals if goal.lineage is not None}
    assert found == {"L437/c2": "new", "L440/c2": "revised"}
    (wording,) = [row for row in plan.wordings if "/goal/" in row.element]
    assert wording.locator == "L171:c51"
    assert "arbetsmarknadsinsatser" in wording.text
