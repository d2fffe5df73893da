"""Assignments as headings, bullets, numbers, bold lines and tables: what must come out is alike."""

from __future__ import annotations

from pathlib import Path

import pytest

from municompare.documents import load_document
from municompare.model.plan import PlanRecord
from municompare.readers.linkoping import LinkopingReader

TEXT = (Path(__file__).parent / "data" / "linkoping-internbudget.md").read_text("utf-8")
OWN = TEXT[TEXT.index("# Internbudget 2031") :]


def _read(folder: Path, section: str) -> PlanRecord:
    path = folder / "internbudget.md"
    path.write_text(f"{OWN}\n## Strategiska uppdrag\n\n{section}\n", encoding="utf-8")
    return LinkopingReader().read(load_document(path))


def _given(plan: PlanRecord) -> list[tuple[str | None, str | None, str | None, str]]:
    return [(a.addressee, a.coordinator, a.report_back, a.response) for a in plan.assignments]


FIRST = "Kulturnämnden får i uppdrag att utreda en ny scen. Återrapport: maj 2031."
SECOND = "Samtliga nämnder får i uppdrag att minska resandet. Återrapporteras i årsredovisningen."


@pytest.mark.parametrize(
    "section",
    [
        f"- {FIRST}\n- {SECOND}",
        f"1. {FIRST}\n2. {SECOND}",
        f"{FIRST}\n\n{SECOND}",
        f"### Kommungemensamma uppdrag\n\n- {FIRST}\n\n### Nämndspecifika uppdrag\n\n- {SECOND}",
        f"### Till nämnden\n\n- {FIRST}\n\n### Till alla\n\n- {SECOND}",
        f"#### {FIRST}\n\n#### {SECOND}",
        f"**{FIRST}**\n\n**{SECOND}**",
    ],
)
def test_the_form_of_a_list_changes_nothing(tmp_path: Path, section: str) -> None:
    plan = _read(tmp_path, section)
    assert _given(plan) == [
        ("Kulturnämnden", None, "2031-05", "none"),
        ("Samtliga nämnder", None, None, "none"),
    ]
    assert [f.dates for f in plan.followups if f.element] == ["maj 2031", "i årsredovisningen"]


@pytest.mark.parametrize(
    ("above", "addressee"),
    [
        ("Kulturnämnden har fått följande uppdrag:\n\n", "Kulturnämnden"),
        ("Följande uppdrag ges:\n\n", None),
        ("", None),
    ],
)
def test_items_that_name_nobody_are_assignments_of_the_line_above(
    tmp_path: Path, above: str, addressee: str | None
) -> None:
    plan = _read(
        tmp_path, f"{above}- Utreda en ny scen.\n  - Med fler platser.\n- Minska resandet."
    )
    assert [(a.title, a.addressee) for a in plan.assignments] == [
        ("Utreda en ny scen.", addressee),
        ("Minska resandet.", addressee),
    ]


def test_items_below_other_text_are_no_assignments(tmp_path: Path) -> None:
    plan = _read(tmp_path, "Nämnden arbetar med detta:\n\n- Bokbuss\n- Sagostund")
    assert plan.assignments == ()


def test_an_assignment_without_body_is_known_by_its_first_word(tmp_path: Path) -> None:
    plan = _read(tmp_path, "- Uppdrag att utreda en ny scen.\n- Uppdraget att rita den.")
    assert [(a.title, a.addressee) for a in plan.assignments] == [
        ("Uppdrag att utreda en ny scen.", None),
        ("Uppdraget att rita den.", None),
    ]


TABLE = (
    "Uppdrag\tNämnd\tAnsvarig\tÅterrapport\tKommentar\n"
    "Utreda en ny scen.\tKulturnämnden\tKulturkontoret\tMaj 2031\tPågår.\n"
    "Minska resandet.\tSamtliga nämnder\t-\tÅrsredovisningen\t\n"
    "\t\t\t\tMer om detta\n"
)


def test_a_table_gives_one_assignment_a_row(tmp_path: Path) -> None:
    plan = _read(tmp_path, TABLE)
    assert _given(plan) == [
        ("Kulturnämnden", "Kulturkontoret", "2031-05", "answered"),
        ("Samtliga nämnder", None, None, "none"),
    ]
    assert [a.report_back_raw for a in plan.assignments] == ["Maj 2031", "Årsredovisningen"]
    roles = {(r.role, r.organisation.rpartition("/")[2]) for r in plan.responsibilities}
    assert {("executes", "samtliga-namnder"), ("coordinates", "kulturkontoret")} <= roles
    assert "MC345" not in {issue.code for issue in plan.issues}
