"""Rules about documents of one plan, references, activities without goal, and budgets."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from municompare.model.budget import BudgetCell
from municompare.model.elements import Activity
from municompare.model.plan import Link, Note, PlanRecord

from .odd_plans import (
    HOUSEHOLDS,
    KEY,
    PLAN,
    SECOND,
    SHARE,
    WORK,
    also_printed,
    assignment,
    found,
    goal,
    places,
    second_document,
    sound,
    value,
    with_rows,
)

SHARED = assignment("Samtliga nämnder ska minska sin klimatpåverkan", 50)
"""An assignment that both documents print."""
YOUTH = "Nämnden uppdras att vidta åtgärder för att minska tiden på språkinträdning för elever"
YOUTH_AGAIN = (
    "Rådet uppdras att vidta åtgärder för att minska tiden på språkintroduktion för elever"
)


def two(*rows: Any) -> PlanRecord:
    record = with_rows(replace(second_document(sound()), goals=(), indicators=(), measurements=()))
    return with_rows(record, SHARED, also_printed(SHARED), *rows)


def test_an_assignment_that_one_of_two_documents_prints_is_reported() -> None:
    record = two(
        assignment("Nämnden ska utreda avgifterna", 51),
        assignment("Rådet ska bygga fler bostäder", 52, SECOND),
    )
    [issue] = found(record)
    assert (issue.code, issue.severity) == ("MC390", "warning")
    assert [reading.document for reading in issue.readings] == [SECOND, PLAN]
    assert "'Nämnden ska utreda avgifterna' in plan only" in issue.message


def test_documents_that_share_no_assignment_print_different_ones_by_right() -> None:
    record = replace(two(assignment("Nämnden ska utreda avgifterna", 51)), wordings=())
    assert found(record) == []


def test_a_part_of_a_document_belongs_to_it() -> None:
    part = replace(
        sound().documents[0], id=f"{KEY}/document/missiv", role="part", part_of=SECOND, file=None
    )
    own = assignment("Nämnden ska utreda avgifterna", 51)
    assert found(two(part, own, also_printed(own, part.id))) == []


def test_one_document_alone_leaves_nothing_out() -> None:
    assert found(with_rows(sound(), SHARED, assignment("Rådet ska bygga bostäder", 52))) == []


def test_nearly_the_same_words_in_two_documents_are_reported_as_one_pair() -> None:
    record = two(assignment(YOUTH, 51), assignment(YOUTH_AGAIN, 52, SECOND))
    [issue] = found(record)
    assert (issue.code, issue.severity) == ("MC361", "warning")
    assert [reading.text for reading in issue.readings] == [YOUTH_AGAIN, YOUTH]


def test_a_text_that_goes_on_in_the_other_document_is_nearly_the_same() -> None:
    longer = f"{YOUTH}. Med elever menas här alla som läser svenska i någon form, i alla åldrar."
    record = two(assignment(YOUTH, 51), assignment(longer, 52, SECOND))
    assert [issue.code for issue in found(record)] == ["MC361"]


def test_two_candidates_that_are_equally_near_are_no_pair() -> None:
    record = two(
        assignment(YOUTH, 51),
        assignment(YOUTH_AGAIN, 52, SECOND),
        assignment(YOUTH_AGAIN.replace("elever", "eleven"), 53, SECOND),
    )
    [issue] = found(record)
    assert (issue.code, len(issue.readings)) == ("MC390", 3)


def test_goals_are_compared_by_kind_and_level_and_indicators_by_table() -> None:
    level = f"{KEY}/level/budget"
    shared = goal("1", "Fler i arbete", level=level)
    council = goal("2", "Trygg och attraktiv kommun", level=level)
    own = goal(None, "Nöjda medborgare")
    record = replace(two(), assignments=(), wordings=())
    record = with_rows(record, shared, also_printed(shared), council, own)
    [issue] = found(record)
    assert (issue.code, places(issue)) == ("MC390", [council.locator])
    households, share, _ = sound().indicators
    embedded = replace(share, origin="goal")
    record = replace(record, goals=(), wordings=(), indicators=(households, embedded))
    record = with_rows(record, also_printed(households))
    assert found(record) == []
    assert len(found(replace(record, indicators=(households, share)))) == 1


def treated(*places_: tuple[str, str], certainty: Any = "certain") -> PlanRecord:
    parts = [
        replace(sound().documents[0], id=f"{KEY}/document/{name}", role="referenced", file=None)
        for name in ("kapitel-tre", "kapitel-fyra")
    ]
    links = [
        Link(
            id=f"{KEY}/link/{name}",
            from_id=WORK,
            relation="treated_in",
            to_id=f"{KEY}/document/{name}",
            basis="stated",
            certainty=certainty,
            document=PLAN,
            locator=locator,
        )
        for name, locator in places_
    ]
    return with_rows(sound(), *parts, *links)


def test_two_places_that_name_different_chapters_are_reported() -> None:
    [issue] = found(treated(("kapitel-fyra", "L30"), ("kapitel-tre", "L12")))
    assert (issue.code, issue.severity, places(issue)) == ("MC323", "error", ["L12", "L30"])
    assert "'Fler i arbete' in 'kapitel-tre' and in 'kapitel-fyra'" in issue.message


def test_one_place_that_names_two_chapters_or_an_unsure_one_is_not() -> None:
    assert found(treated(("kapitel-tre", "L12"), ("kapitel-fyra", "L12"))) == []
    assert found(treated(("kapitel-tre", "L12"))) == []
    unsure = treated(("kapitel-tre", "L12"), ("kapitel-fyra", "L30"), certainty="ambiguous")
    assert found(unsure) == []


def working(*linked: bool) -> PlanRecord:
    record = sound()
    for number, is_linked in enumerate(linked):
        task = Activity(
            id=f"{KEY}/activity/uppgift-{number}", title=f"Uppgift {number}", document=PLAN,
            locator=f"L9{number}",
        )  # fmt: skip
        record = replace(record, activities=(*record.activities, task))
        if is_linked:
            link = Link(
                id=f"{KEY}/link/uppgift-{number}", from_id=task.id, relation="serves", to_id=WORK,
                basis="by_position", document=PLAN, locator=task.locator,
            )  # fmt: skip
            record = with_rows(record, link)
    return record


def test_an_activity_that_hangs_on_nothing_is_worth_a_note() -> None:
    [issue] = found(working(True, True, False))
    assert (issue.code, issue.severity, places(issue)) == ("MC394", "info", ["L92"])


@pytest.mark.parametrize("linked", [(True, True), (False, False, True), (False, False)])
def test_a_plan_that_links_all_or_few_activities_has_none_without_goal(
    linked: tuple[bool, ...],
) -> None:
    assert found(working(*linked)) == []


def cell(line: str, amount: float, kind: Any, *, document: str = PLAN, **more: Any) -> BudgetCell:
    given: dict[str, Any] = {"table": "drift", "table_title": "Drift", "line_order": 1, **more}
    order = given["line_order"]
    return BudgetCell(
        id=f"{KEY}/budget/{given['table']}.{order}.{document.rpartition('/')[2]}",
        line=line,
        line_kind=kind,
        year="2020",
        amount_kind="budget",
        value=amount,
        unit="kSEK",
        raw=f"{amount:g}",
        status="reported",
        document=document,
        locator=f"L{100 + order}/c2",
        **given,
    )


def budget(total: float) -> tuple[BudgetCell, ...]:
    return (
        cell("Summa", total, "sum", line_order=3),
        cell("Nämnden", 100, "cost"),
        cell("Arbete", 200, "cost", line_order=2),
    )


def test_a_sum_of_a_budget_table_must_agree_with_its_lines_in_whatever_order_the_rows_come() -> (
    None
):
    [issue] = found(replace(sound(), budget=budget(310)))
    assert (issue.code, issue.severity) == ("MC341", "error")
    assert "100 + 200 = 300, printed 310" in issue.message
    assert found(replace(sound(), budget=budget(300))) == []


def test_frames_of_one_decision_in_two_documents_must_agree() -> None:
    def frames(other: float) -> PlanRecord:
        more: dict[str, Any] = {"decided_on": "2019-06-19", "table": "ram"}
        return replace(
            second_document(sound()),
            budget=(
                cell("Ram", 500, "frame", **more),
                cell("Ram", other, "frame", document=SECOND, **more),
            ),
        )

    assert found(frames(500)) == []
    [issue] = found(frames(510))
    assert (issue.code, issue.severity, len(issue.readings)) == ("MC344", "error", 2)


def test_measures_of_one_document_only_are_reported_like_assignments() -> None:
    households, _, result = sound().indicators
    record = replace(two(), assignments=(), wordings=(), indicators=(households, result))
    record = with_rows(record, also_printed(households))
    [issue] = found(record)
    assert (issue.code, places(issue)) == ("MC390", ["L6/c2"])
    assert HOUSEHOLDS not in issue.message


def noted(note: Note, *, again: bool = False) -> PlanRecord:
    """A plan of two documents that print one measure, with a note in the first."""
    record = with_rows(
        second_document(sound()),
        value(5, "2018", locator="L30/c3"),
        value(5, "2018", document=SECOND, locator="L31/c3"),
        note,
    )
    return with_rows(record, replace(note, id=f"{note.id}-2", document=SECOND)) if again else record


@pytest.mark.parametrize(
    "element", [SHARE, f"{KEY}/measurement/andel-arbete.2018.observed.plan.l30-c3"]
)
def test_a_footnote_that_one_of_two_documents_has_is_reported(element: str) -> None:
    note = Note(
        id=f"{KEY}/note/x", marker="*", text="Gäller alla.", element=element, document=PLAN,
        locator="L91",
    )  # fmt: skip
    [issue] = found(noted(note), "MC313")
    assert (issue.severity, places(issue)) == ("warning", ["L91"])
    assert "* in plan and not in andra-planen" in issue.message
    assert found(noted(replace(note, marker=None)), "MC313") == []
    if element == SHARE:
        assert found(noted(note, again=True), "MC313") == []


def frame(line: str, amount: float, order: int, **more: Any) -> BudgetCell:
    given: dict[str, Any] = {"table": "forandringar", "table_title": "Förändringar", **more}
    return BudgetCell(
        id=f"{KEY}/budget/{order}-{given['table']}",
        line_order=order,
        line=line,
        line_kind="adjustment",
        year="2020",
        amount_kind="adjustment",
        value=amount,
        raw=f"{amount:g}",
        status="reported",
        document=PLAN,
        locator=f"L{60 + order}/c2" if given["table_title"] else f"L{60 + order}:c4",
        **{"unit": "kSEK", **given},
    )


@pytest.mark.parametrize(
    ("changed", "codes"),
    [
        ({}, ["MC339"]),
        ({"decided_on": "2019-12-04"}, []),
        ({"value": 11.0}, []),
        ({"unit": None}, []),
        ({"unit": "person"}, []),
        ({"line": "Satsning på annat på 10 mnkr"}, []),
    ],
)
def test_an_amount_has_one_decision(changed: dict[str, Any], codes: list[str]) -> None:
    said = frame(
        "Satsning på platsuppdraget enligt beslut på 10 mnkr", 10.0, 20,
        table="text", table_title=None, unit="MSEK", decided_on="2019-11-13",
    )  # fmt: skip
    record = replace(
        sound(),
        budget=(
            frame("Platsuppdraget", 10000.0, 1),
            frame("Förstärkning 4 december", 10000.0, 2, decided_on="2019-12-04"),
            replace(said, **changed),
        ),
    )
    assert [issue.code for issue in found(record, "MC339")] == codes
    for issue in found(record, "MC339"):
        assert places(issue) == ["L62/c2", "L80:c4"]
