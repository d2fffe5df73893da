"""Several documents of one plan: which rows are one, whose value holds, and what is said of it."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import municompare as mc
from municompare import MunicompareError, Plan
from municompare.model.elements import Assignment
from municompare.model.plan import PlanRecord
from municompare.plans.addressees import addressed
from municompare.plans.checks import checked
from municompare.plans.merging import merge_records
from municompare.testing import example_plan

KEY = "exempelby-2020"


def document(record: PlanRecord, kind: str, status: Any, sha256: str) -> PlanRecord:
    """The same plan as another document prints it."""
    name, new = f"{KEY}/document/plan", f"{KEY}/document/{kind}"

    def moved(row: Any) -> Any:
        return replace(row, document=new)

    return replace(
        record,
        documents=tuple(
            replace(d, id=new, kind=kind, file=f"{kind}.md", sha256=sha256 * 64, status=status)
            for d in record.documents
            if d.id == name
        ),
        goals=tuple(map(moved, record.goals)),
        indicators=tuple(map(moved, record.indicators)),
        measurements=tuple(
            replace(moved(row), id=row.id.replace(".plan", "") + f".{kind}")
            for row in record.measurements
        ),
        notes=(),
        levels=tuple(map(moved, record.levels)),
        links=tuple(map(moved, record.links)),
        issues=(),
    )


@pytest.fixture
def budget() -> PlanRecord:
    return document(example_plan().record, "budget", "decided", "1")


@pytest.fixture
def operations() -> PlanRecord:
    return document(example_plan().record, "operations", "noted", "2")


def changed(record: PlanRecord, number: int, **fields: Any) -> PlanRecord:
    rows = list(record.measurements)
    rows[number] = replace(rows[number], **fields)
    return replace(record, measurements=tuple(rows))


def first_value(record: PlanRecord) -> int:
    return next(n for n, row in enumerate(record.measurements) if row.status == "reported")


def test_documents_that_agree_give_two_rows_of_each_value_and_one_of_each_goal(
    budget: PlanRecord, operations: PlanRecord
) -> None:
    merged = merge_records([budget, operations])
    assert [goal.id for goal in merged.goals] == [goal.id for goal in budget.goals]
    assert len(merged.measurements) == 2 * len(budget.measurements)
    assert not any(row.superseded for row in merged.measurements)
    assert not merged.issues
    assert {wording.difference for wording in merged.wordings} == {"printed alike"}
    Plan(merged)


def test_the_decided_document_wins_and_the_value_that_lost_stays_marked(
    budget: PlanRecord, operations: PlanRecord
) -> None:
    number = first_value(operations)
    other = changed(operations, number, value=12345.0, raw="12 345")
    merged = merge_records([budget, other])
    [lost] = [row for row in merged.measurements if row.superseded]
    assert (lost.value, lost.document) == (12345.0, f"{KEY}/document/operations")
    [issue] = merged.issues
    assert (issue.code, issue.severity) == ("MC362", "error")
    assert [reading.text for reading in issue.readings] == [
        budget.measurements[number].raw,
        "12 345",
    ]
    Plan(merged)


def test_documents_of_one_rank_leave_a_difference_open(
    budget: PlanRecord, operations: PlanRecord
) -> None:
    number = first_value(operations)
    documents = tuple(replace(d, status="decided") for d in operations.documents)
    other = changed(replace(operations, documents=documents), number, value=1.5, raw="1,5")
    merged = merge_records([budget, other])
    assert not any(row.superseded for row in merged.measurements)
    [issue] = merged.issues
    assert "ask whoever issued them" in str(issue.remedy)


@pytest.mark.parametrize("status", ["empty", "not_reported", "not_printed", "undetermined"])
def test_an_empty_cell_neither_wins_nor_loses(
    budget: PlanRecord, operations: PlanRecord, status: Any
) -> None:
    number = first_value(budget)
    blank = changed(budget, number, value=None, raw=None, status=status, comparator=None)
    for pair in ([blank, operations], [replace(budget), changed_blank(operations, number, status)]):
        merged = merge_records(pair)
        assert not any(row.superseded for row in merged.measurements)
        assert not merged.issues


def changed_blank(record: PlanRecord, number: int, status: Any) -> PlanRecord:
    return changed(record, number, value=None, raw=None, status=status, comparator=None)


def test_a_value_of_uncertain_column_defeats_nothing(
    budget: PlanRecord, operations: PlanRecord
) -> None:
    number = first_value(operations)
    other = changed(operations, number, value=7.0, raw="7", certainty="ambiguous")
    merged = merge_records([budget, other])
    assert not merged.issues
    assert not any(row.superseded for row in merged.measurements)


def test_nearly_the_same_words_are_one_goal_and_reported(
    budget: PlanRecord, operations: PlanRecord
) -> None:
    goal = operations.goals[0]
    near = replace(goal, id=f"{KEY}/goal/flera-arbete", title="Flera i arbete")
    indicators = tuple(
        replace(
            row,
            goal=near.id if row.goal == goal.id else row.goal,
            element=near.id if row.element == goal.id else row.element,
        )
        for row in operations.indicators
    )
    links = tuple(
        replace(
            row,
            to_id=near.id if row.to_id == goal.id else row.to_id,
            from_id=near.id if row.from_id == goal.id else row.from_id,
        )
        for row in operations.links
    )
    other = replace(
        operations, goals=(near, *operations.goals[1:]), indicators=indicators, links=links
    )
    merged = merge_records([budget, other])
    assert [row.id for row in merged.goals] == [row.id for row in budget.goals]
    [wording] = [row for row in merged.wordings if row.difference == "worded differently"]
    assert (wording.element, wording.text) == (goal.id, "Flera i arbete")
    assert [issue.code for issue in merged.issues] == ["MC361"]
    Plan(merged)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Samtliga nämnder", "alla nämnder", "alike"),
        ("Samtliga nämnder", "Kulturnämnden", "apart"),
        ("Barn- och ungdomsnämnden", "Barn-och ungdomsnämnden", "alike"),
        ("Social- och omsorgsnämnden", "Socialoch omsorgs-nämnden", "alike"),
        ("Social- och omsorgsnämnden", "Socialnämnden och omsorgsnämnden", "apart"),
        ("Kulturnämnden (Tekniska nämnden)", "Tekniska nämnden", "otherwise"),
        ("Kulturnämnden, Tekniska nämnden", "Kulturnämnden samt Tekniska nämnden", "alike"),
        ("KS", "KSS", "apart"),
        (None, "Kulturnämnden", "alike"),
    ],
)
def test_addressees_are_compared_body_by_body(
    one: str | None, other: str | None, expected: str
) -> None:
    assert addressed(one, other) == addressed(other, one) == expected


OTHER = f"{KEY}/document/operations"
TASK = (
    "Kulturnämnden uppdras att utreda hur fler barn i staden kan lära sig simma före tio års ålder."
)


def assigned(number: int, title: str, addressee: str | None, **fields: Any) -> Assignment:
    """An assignment on a line of its own."""
    return Assignment(
        id=f"{KEY}/assignment/uppdrag-{number}", title=title, addressee=addressee,
        document=f"{KEY}/document/budget", locator=f"L{number}", **fields,
    )  # fmt: skip


def both(
    budget: PlanRecord, operations: PlanRecord, mine: list[Assignment], theirs: list[Assignment]
) -> PlanRecord:
    moved = tuple(replace(row, document=OTHER) for row in theirs)
    return merge_records(
        [replace(budget, assignments=tuple(mine)), replace(operations, assignments=moved)]
    )


@pytest.mark.parametrize(
    ("title", "addressee", "expected"),
    [
        (TASK, "Kulturnämnden", []),
        (TASK.replace("nämnden", "nämnd"), "Kulturnämnd", [("spelled-otherwise", "info")]),
        (TASK.rstrip("."), "Kulturnämnden", [("spelled-otherwise", "info")]),
        (f"{TASK} Svar lämnas i maj.", "Kulturnämnden", [("worded-otherwise", "warning")]),
        (TASK.replace("Kulturn", "Skoln"), "Skolnämnden; Kulturnämnden",
         [("addressed-otherwise", "warning")]),
        (TASK.replace("simma", "cykla"), "Kulturnämnden; Skolnämnden",
         [("worded-otherwise", "warning"), ("addressed-otherwise", "warning")]),
    ],
)  # fmt: skip
def test_an_assignment_is_one_if_its_words_are_near_and_a_body_is_in_common(
    budget: PlanRecord,
    operations: PlanRecord,
    title: str,
    addressee: str,
    expected: list[tuple[str, str]],
) -> None:
    merged = both(
        budget, operations, [assigned(7, TASK, "Kulturnämnden")], [assigned(8, title, addressee)]
    )
    assert [row.locator for row in merged.assignments] == ["L7"]
    found = [(str(i.id).rpartition("mc361-")[2], i.severity) for i in merged.issues]
    assert found == expected
    for issue in merged.issues:
        assert [(r.text, r.document, r.locator) for r in issue.readings] == [
            (TASK, f"{KEY}/document/budget", "L7"),
            (title, OTHER, "L8"),
        ]
        assert issue.message.startswith("expected the documents to ")
        assert KEY not in issue.message
    Plan(merged)


def test_the_same_words_to_another_body_are_another_assignment_and_a_candidate(
    budget: PlanRecord, operations: PlanRecord
) -> None:
    shared = assigned(5, "Alla nämnder ska se över sina avgifter för föreningar.", "Alla nämnder")
    mine, theirs = assigned(7, TASK, "Kulturnämnden"), assigned(8, TASK.replace("Kulturn", "Skoln"),
                                                          "Skolnämnden")  # fmt: skip
    merged = both(budget, operations, [shared, mine], [shared, theirs])
    assert [row.locator for row in merged.assignments] == ["L5", "L7", "L8"]
    assert not merged.issues
    [issue] = [issue for issue in checked(merged).issues if issue.code == "MC361"]
    assert {reading.locator for reading in issue.readings} == {"L7", "L8"}


def test_the_order_of_two_compounds_makes_no_other_assignment(
    budget: PlanRecord, operations: PlanRecord
) -> None:
    mine = assigned(7, "Vuxen- och barntandvårdsplan för staden", None)
    swapped = assigned(8, "Barn- och vuxentandvårdsplan för staden", None)
    other = assigned(9, "Barn- och idrottsplan för staden", None)
    assert len(both(budget, operations, [mine], [swapped]).assignments) == 1
    assert len(both(budget, operations, [mine], [other]).assignments) == 2


def test_measures_of_one_assignment_may_be_spelled_further_apart_than_others(
    budget: PlanRecord, operations: PlanRecord
) -> None:
    source = budget.indicators[0]

    def measure(number: int, name: str, element: str, where: str) -> Any:
        return replace(
            source, id=f"{KEY}/indicator/tiden-{number}", name=name, element=element, goal=None,
            origin="assignment", document=where, locator=f"L{number}:c40",
        )  # fmt: skip

    names = "tiden på språkinträdning", "tiden på språkintroduktion"
    for title, count in ((TASK, 1), ("Kulturnämnden ska spara på lokaler.", 2)):
        mine, theirs = assigned(7, TASK, "Kulturnämnden"), assigned(8, title, "Kulturnämnden")
        first = replace(
            budget, measurements=(), links=(), assignments=(mine,),
            indicators=(measure(7, names[0], mine.id, mine.document),),
        )  # fmt: skip
        second = replace(
            operations, measurements=(), links=(), assignments=(replace(theirs, document=OTHER),),
            indicators=(measure(8, names[1], theirs.id, OTHER),),
        )  # fmt: skip
        assert len(merge_records([first, second]).indicators) == count


def test_elements_and_values_that_differ_are_one_issue_for_each_cause(
    budget: PlanRecord, operations: PlanRecord
) -> None:
    titles = ("Flera i arbete", "Ekonomi i balansen")
    goals = tuple(
        replace(goal, title=title) for goal, title in zip(operations.goals, titles, strict=True)
    )
    first = first_value(operations)
    indicator = operations.measurements[first].indicator
    values = tuple(
        replace(row, value=row.value + 1000, raw="mer")
        if row.indicator == indicator and row.value is not None
        else row
        for row in operations.measurements
    )
    merged = merge_records([budget, replace(operations, goals=goals, measurements=values)])
    words, numbers = merged.issues
    assert (words.code, len(words.readings)) == ("MC361", 4)
    assert [r.text for r in words.readings[1::2]] == list(titles)
    assert numbers.code == "MC362"
    assert len(numbers.readings) == 2 * sum(row.superseded for row in merged.measurements) > 2
    assert str(budget.indicators[0].name) in numbers.message
    Plan(merged)


def test_another_goal_is_added_with_all_that_hangs_on_it(
    budget: PlanRecord, operations: PlanRecord
) -> None:
    indicator = operations.indicators[0]
    new = replace(indicator, id=f"{KEY}/indicator/cykelvagar", name="Antal nya cykelvägar")
    values = tuple(
        replace(row, id=row.id.replace(indicator.id.split("/")[2], "cykelvagar"), indicator=new.id)
        for row in operations.measurements
        if row.indicator == indicator.id
    )
    merged = merge_records([budget, replace(operations, indicators=(new,), measurements=values)])
    assert [row.id for row in merged.indicators][-1] == new.id
    assert {row.indicator for row in merged.measurements[-len(values) :]} == {new.id}
    Plan(merged)


def test_a_document_that_another_one_cites_is_one_row_with_the_status_told_of_it(
    budget: PlanRecord, operations: PlanRecord
) -> None:
    name = f"{KEY}/document/operations"
    cited = replace(budget.documents[0], id=name, role="referenced", sha256=None, file=None,
                    status="noted")  # fmt: skip
    unknown = replace(operations, documents=(replace(operations.documents[0], status="unknown"),))
    merged = merge_records([replace(budget, documents=(*budget.documents, cited)), unknown])
    [row] = [d for d in merged.documents if d.id == name]
    assert (row.role, row.status, row.file) == ("read", "noted", "operations.md")


def test_two_files_of_one_kind_keep_their_own_documents(budget: PlanRecord) -> None:
    other = replace(budget, documents=tuple(replace(d, sha256="9" * 64) for d in budget.documents))
    merged = merge_records([budget, other])
    assert [d.id for d in merged.documents] == [
        f"{KEY}/document/budget",
        f"{KEY}/document/budget-2",
    ]
    assert {row.document for row in merged.measurements} == {d.id for d in merged.documents}
    Plan(merged)


def test_documents_of_two_plans_and_one_given_twice_are_one_error(budget: PlanRecord) -> None:
    with pytest.raises(MunicompareError) as caught:
        merge_records([budget, budget, example_plan("annanby-2020").record])
    assert [issue.code for issue in caught.value.report] == ["MC010", "MC014"]


@given(values=st.lists(st.sampled_from([1.0, 2.0, None]), min_size=3, max_size=3))
def test_the_order_of_the_documents_does_not_matter(values: list[float | None]) -> None:
    record = example_plan().record
    number = first_value(record)
    documents = []
    for kind, status, digit, value in zip(
        ("a", "b", "c"), ("decided", "noted", "proposed"), "123", values, strict=True
    ):
        made = document(record, kind, status, digit)
        documents.append(
            changed_blank(made, number, "empty")
            if value is None
            else changed(made, number, value=value, raw=str(value))
        )
    answers = {repr(merge_records(order)) for order in permutations(documents)}
    assert len(answers) == 1
    merged = merge_records(documents)
    stated = [value for value in values if value is not None]
    lost = [row for row in merged.measurements if row.superseded]
    assert len(lost) == sum(value != stated[0] for value in stated)
    Plan(merged)


@pytest.mark.shared
def test_differences_of_the_two_real_documents_are_told_once_for_each_cause(
    shared_documents: Path,
) -> None:
    plan = mc.read(
        shared_documents / "linkoping-internbudget-2019.md",
        shared_documents / "linkoping-verksamhetsplan-2019.txt",
    ).record
    found = {
        str(issue.id).partition("/issue/")[2]: [str(r.locator) for r in issue.readings]
        for issue in plan.issues
        if issue.code in ("MC361", "MC362")
    }
    # read by hand in both documents: the pairs, the budget's place first
    pairs = {
        "mc361-worded-otherwise": {
            "L450/c2": "L11:c1144", "L527": "L6:c120", "L543": "L6:c480",
            "L505": "L6:c1266+L7:c1", "L561": "L7:c832", "L491": "L6:c832", "L557": "L7:c571",
            "L583": "L7:c1229", "L587": "L8:c1", "L609": "L8:c760", "L557:c66": "L7:c630",
        },
        "mc361-spelled-otherwise": {
            "L319": "L10:c274", "L437/c2": "L10:c612", "L449/c2": "L11:c1357",
            "L457/c2": "L12:c276", "L485": "L6:c20", "L569": "L7:c934", "L456/c3": "L12:c135",
        },
        "mc361-addressed-otherwise": {
            "L561": "L7:c832", "L557": "L7:c571", "L583": "L7:c1229", "L587": "L8:c1",
        },
        "mc362-avvikelse-budget": {"L449/c6": "L11:c1436", "L449/c7": "L11:c1438"},
    }  # fmt: skip
    assert {name: dict(zip(at[::2], at[1::2], strict=True)) for name, at in found.items()} == pairs
    one_sided = [issue for issue in plan.issues if issue.code == "MC390"]
    alone = [r.locator for issue in one_sided for r in issue.readings]
    # given in December, after the operational plan; of another committee; council goals revised
    assert sorted(map(str, alone)) == sorted(
        ["L549", "L553", "L603", "L7:c382", "L315", "L316", "L10:c93", "L10:c194"]
    )
