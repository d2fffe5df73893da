"""Conflicts in whom measures are for, in reports, and those that a person found."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import municompare as mc
from municompare import MunicompareError, Plan, Plans
from municompare.io import read_package
from municompare.model.curation import CuratedLink, Curation
from municompare.model.elements import Principle
from municompare.model.plan import FollowUp, PlanRecord
from municompare.plans.conflicts import conflicts
from municompare.plans.curation import apply_curation, load_curation
from municompare.testing import example_plan

OLD, NEW = "exempelby-2020", "exempelby-program"
RECORDS = Path(__file__).parents[2] / "datasets" / "plans"


def stating(key: str, *titles: str, language: Any = "sv") -> Plan:
    """The example plan with a principle for each wording."""
    record = example_plan(key).record
    rows = tuple(
        Principle(
            id=f"{key}/principle/p-{n}", kind="priority", title=title,
            document=f"{key}/document/plan", locator=f"L{40 + n}",
        )
        for n, title in enumerate(titles)
    )  # fmt: skip
    status: Any = "adopted" if key == OLD else "proposal"
    return Plan(replace(record, principles=rows, status=status, language=language))


@pytest.mark.parametrize(
    ("old", "new", "count"),
    [
        ("Kulturinsatser i staden. Insatserna ska i första hand riktas mot barn.",
         "Kulturinsatserna riktas till pensionärer.", 1),
        ("Kulturinsatser i staden. Insatserna ska i första hand riktas mot barn.",
         "Kulturinsatserna riktas till små barn och ungdomar.", 0),
        ("Kulturinsatserna riktas främst till barn.", "Kulturinsatserna vänder sig till äldre.", 1),
        ("Kulturinsatserna riktas till barn.", "Idrottsinsatserna riktas till äldre.", 0),
        ("Kulturinsatserna finns för barn.", "Kulturinsatserna riktas till äldre.", 0),
    ],
)  # fmt: skip
def test_measures_of_one_field_are_for_the_same_people(old: str, new: str, count: int) -> None:
    found = conflicts(stating(OLD, old), stating(NEW, new))
    assert [(i.code, i.severity) for i in found] == [("MC398", "warning")] * count
    for issue in found:
        assert [reading.text for reading in issue.readings] == [old, new]


def test_one_statement_that_agrees_is_enough() -> None:
    children = "Biblioteksinsatserna riktas till barn."
    old = "Biblioteksstödet riktas till äldre."
    assert conflicts(stating(OLD, children), stating(NEW, old))
    assert not conflicts(stating(OLD, children, old), stating(NEW, old))


def test_measures_without_a_field_of_work_are_not_compared() -> None:
    adopted, proposal = (
        stating(key, f"Insatserna riktas till {whom}.")
        for key, whom in ((OLD, "barn"), (NEW, "äldre"))
    )
    assert not conflicts(adopted, proposal)


def test_target_groups_are_compared_in_danish_too() -> None:
    adopted = stating(OLD, "Ungeindsatsen rettes mod unge uden job.", language="da")
    proposal = stating(NEW, "Ungeindsatsen henvender sig til familier.", language="da")
    [issue] = conflicts(adopted, proposal)
    assert "'familier' as those whom measures are for, not 'unge uden job'" in issue.message


def reporting(key: str, *kinds: str, element: str | None = None) -> Plan:
    """The example plan with a follow-up of each kind."""
    record = example_plan(key).record
    rows = tuple(
        FollowUp(
            id=f"{key}/followup/f-{n}", what=f"Uppföljning nummer {n} av alltihop", kind=kind,
            element=element, document=f"{key}/document/plan", locator=f"L{60 + n}",
        )
        for n, kind in enumerate(kinds)
    )  # fmt: skip
    status: Any = "adopted" if key == OLD else "proposal"
    return Plan(replace(record, followups=rows, status=status))


@pytest.mark.parametrize(
    ("old", "new", "count"),
    [
        (("delårsrapport", "bokslut"), ("årsbokslut",), 1),
        (("delårsrapport", "bokslut"), ("årsbokslut", "tertialrapport"), 0),
        (("bokslut",), ("årsredovisning",), 0),
        (("delårsrapport",), ("nämndbesök",), 0),
        (("kvartalsrapport",), (), 0),
    ],
)
def test_a_proposal_is_reported_as_often_as_the_adopted_plan(
    old: tuple[str, ...], new: tuple[str, ...], count: int
) -> None:
    found = conflicts(reporting(OLD, *old), reporting(NEW, *new))
    assert [(i.code, i.severity) for i in found] == [("MC398", "info")] * count


def test_reports_of_single_elements_are_no_reports_of_the_plan() -> None:
    element = f"{NEW}/goal/fler-arbete"
    assert not conflicts(
        reporting(OLD, "delårsrapport"), reporting(NEW, "bokslut", element=element)
    )


# -- what a person found -------------------------------------------------------------------

FOUND = CuratedLink(
    element=f"{NEW}/goal/fler-arbete", relation="conflicts_with", to=f"{OLD}/goal/ekonomi-balans",
    locator="L3/c2", raw="Fler i arbete", reason="Work costs more than the budget holds.",
    at="L9:c4|L12",
)  # fmt: skip


def proposal(*entries: CuratedLink) -> PlanRecord:
    record = replace(example_plan(NEW).record, status="proposal")
    goal = record.goals[0]
    fitting = tuple(replace(entry, locator=goal.locator) for entry in entries)
    curation = Curation(plan=NEW, label_reason="-", links=fitting)
    return apply_curation(record, curation, document="curation.yaml")


def both(*entries: CuratedLink) -> Plans:
    return Plans([example_plan(OLD)], proposals=Plans([Plan(proposal(*entries))]))


def test_a_curated_conflict_says_so_with_both_places_and_its_reason() -> None:
    [issue] = both(FOUND).conflicts
    assert (issue.code, issue.severity) == ("MC405", "warning")
    assert "found by curation that 'Fler i arbete' stands against 'Ekonomi i balans'" in (
        issue.message
    )
    assert FOUND.reason in issue.message
    old = example_plan(OLD).record.goals[1]
    assert [(r.text, r.document, r.locator) for r in issue.readings] == [
        (old.title, old.document, old.locator),
        ("Fler i arbete", f"{NEW}/document/plan", FOUND.at),
    ]


def test_conflicts_of_one_reason_are_one_issue() -> None:
    second = replace(FOUND, to=f"{OLD}/goal/fler-arbete")
    [issue] = both(FOUND, second).conflicts
    assert len(issue.readings) == 3
    assert len(both(FOUND, replace(second, reason="Another one.")).conflicts) == 2


def test_a_curated_conflict_outlives_a_package(tmp_path: Path) -> None:
    mc.write(Plan(proposal(FOUND)), tmp_path / "plan")
    again = read_package(tmp_path / "plan")
    plans = Plans([example_plan(OLD)], proposals=Plans([again]))
    assert plans.conflicts == both(FOUND).conflicts


def test_a_conflict_with_an_element_that_is_not_there_is_refused() -> None:
    plans = both(replace(FOUND, to=f"{OLD}/goal/ekonomi-i-balans"))
    meant = "did you mean 'exempelby-2020/goal/ekonomi-balans'"
    with pytest.raises(MunicompareError, match=meant) as caught:
        _ = plans.conflicts
    assert caught.value.report.codes == ("MC404",)


def test_a_conflict_with_a_plan_that_is_not_at_hand_is_kept_and_not_listed() -> None:
    record = proposal(FOUND)
    assert record.links[-1].to_id == FOUND.to
    assert not Plans(proposals=Plans([Plan(record)])).conflicts


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"relation": "serves"}, "only conflicts_with leads to another plan"),
        ({"to": f"{NEW}/goal/annat"}, "has no row"),
        ({"to": "annat"}, "has no row"),
        ({"at": "line nine"}, "has no place 'line nine'"),
        ({"raw": "Färre i arbete"}, "not 'Färre i arbete'"),
        ({"reason": " "}, "wants a reason"),
    ],
)
def test_a_link_that_cannot_be_is_refused(fields: dict[str, str], told: str) -> None:
    with pytest.raises(MunicompareError, match=re.escape(told)):
        proposal(replace(FOUND, **fields))


@pytest.mark.parametrize("relation", ["serves", "implements"])
def test_no_other_relation_may_lead_to_another_plan(relation: Any) -> None:
    record = proposal(FOUND)
    *others, link = record.links
    wrong = replace(record, links=(*others, replace(link, relation=relation)))
    with pytest.raises(MunicompareError) as caught:
        Plan(wrong)
    assert "MC103" in caught.value.report.codes


# -- the real documents --------------------------------------------------------------------


@pytest.fixture(scope="module")
def adopted(shared_documents: Path) -> Plan:
    return mc.read(
        shared_documents / "linkoping-internbudget-2019.md",
        shared_documents / "linkoping-verksamhetsplan-2019.txt",
    )


PROGRAMME = "linkoping-arbetsmarknadsprogram"


@pytest.mark.shared
def test_the_tensions_that_were_found_by_hand_are_listed(
    adopted: Plan, shared_documents: Path
) -> None:
    curation = RECORDS / PROGRAMME / "curation.yaml"
    programme = mc.read(shared_documents / f"{PROGRAMME}.md", curation=curation)
    found = Plans([adopted], proposals=Plans([programme])).conflicts
    places = [
        {str(reading.locator).split(":")[0].split("/")[0] for reading in issue.readings}
        for issue in found
    ]
    # read by hand in the documents, line by line
    assert [(issue.code, sorted(at)) for issue, at in zip(found, places, strict=True)] == [
        ("MC398", ["L362", "L66"]),
        ("MC398", ["L144", "L166", "L219"]),
        ("MC405", ["L388+L390", "L609", "L66"]),
        ("MC405", ["L116", "L553"]),
        ("MC405", ["L134", "L575"]),
        ("MC405", ["L410+L412", "L49"]),
        ("MC405", ["L122", "L406+L408"]),
        ("MC405", ["L130", "L609"]),
        ("MC405", ["L114", "L4", "L446"]),
    ]


@pytest.mark.shared
def test_another_target_group_in_the_text_changes_what_is_found(
    adopted: Plan, shared_documents: Path, tmp_path: Path
) -> None:
    source = (shared_documents / f"{PROGRAMME}.md").read_text(encoding="utf-8")
    changed = source.replace("de individer som står närmare arbetsmarknaden",
                             "försörjningsstödstagare nära arbetsmarknaden")  # fmt: skip
    changed = changed.replace("befintliga årsbokslut", "befintliga delårsrapporter")
    path = tmp_path / f"{PROGRAMME}.md"
    path.write_text(changed, encoding="utf-8")
    assert changed != source
    assert not Plans([adopted], proposals=Plans([mc.read(path)])).conflicts


@pytest.mark.shared
def test_the_sentences_of_curated_conflicts_stand_at_their_places(shared_documents: Path) -> None:
    lines = (shared_documents / f"{PROGRAMME}.md").read_text(encoding="utf-8").split("\n")
    begin = {
        "L116:c101": "Detta innebär också", "L134:c451": "Ekonomiskt bistånd är",
        "L134:c1": "Arbetsätt", "L53:c469": "ett perspektivskifte", "L49:c94": "färre ska",
        "L122:c322": "Interna verksamhetsuppdrag", "L130:c787": "För att säkerställa",
        "L114:c75": "för linköpingsbon ska",
    }  # fmt: skip
    places = {
        place
        for entry in load_curation(RECORDS / PROGRAMME / "curation.yaml").links
        if entry.at is not None
        for place in entry.at.split("|")
    }
    assert places == set(begin)
    for place, words in begin.items():
        line, char = re.fullmatch(r"L(\d+):c(\d+)", place).groups()  # type: ignore[union-attr]
        assert lines[int(line) - 1][int(char) - 1 :].startswith(words)
