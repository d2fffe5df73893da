"""A person may split, choose, classify and link, but never bring in what is not in the text."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from municompare import MunicompareError, Plan
from municompare.model.curation import Choice, Classification, CuratedLink, Curation, Split
from municompare.model.elements import Activity
from municompare.model.plan import Link, PlanRecord
from municompare.plans.curation import apply_curation, curation_report
from municompare.testing import example_plan

KEY = "exempelby-2020"
DOCUMENT = f"{KEY}/document/plan"
TITLE = "Utveckla samverkan Införa digital ansökan"
ACTIVITY = f"{KEY}/activity/utveckla-samverkan"
WORK, BALANCE = f"{KEY}/goal/fler-arbete", f"{KEY}/goal/ekonomi-balans"


@pytest.fixture
def record() -> PlanRecord:
    plan = example_plan().record
    activity = Activity(id=ACTIVITY, title=TITLE, document=DOCUMENT, locator="L9:c5")
    rivals: list[Any] = [
        Link(
            id=f"{KEY}/link/activity.utveckla-samverkan.goal.{goal.split('/')[2]}",
            from_id=ACTIVITY,
            relation="serves",
            to_id=goal,
            basis="by_position",
            certainty="ambiguous",
            document=DOCUMENT,
            locator="L9:c5",
        )
        for goal in (WORK, BALANCE)
    ]
    first, *others = plan.measurements
    unsure = replace(
        first, period="[2017,2018]", period_start=None, period_end=None, certainty="ambiguous"
    )
    return replace(
        plan,
        activities=(*plan.activities, activity),
        links=(*plan.links, *rivals),
        measurements=(unsure, *others),
    )


SPLIT = Split(
    element=ACTIVITY,
    locator="L9:c5",
    raw=TITLE,
    parts=("Utveckla samverkan", "Införa digital ansökan"),
    reason="two items of a list",
)
CHOSEN_LINK = Choice(
    element=f"{KEY}/link/activity.utveckla-samverkan.goal.fler-arbete",
    field="to_id",
    locator="L9:c5",
    raw=f"{BALANCE}, {WORK}",
    chosen=WORK,
    reason="its chapter",
)
LINK = CuratedLink(
    element=ACTIVITY, relation="answers", to=BALANCE, locator="L9:c5", raw=TITLE, reason="its words"
)


def kind(record: PlanRecord, value: str = "count") -> Classification:
    indicator = record.indicators[0]
    return Classification(
        element=indicator.id, field="measure_type", locator=indicator.locator, raw=indicator.name,
        value=value, reason="its name",
    )  # fmt: skip


def period(record: PlanRecord, **fields: str) -> Choice:
    value = record.measurements[0]
    entry = Choice(
        element=value.id, field="period", locator=value.locator, raw="[2017,2018]", chosen="2018",
        reason="the column is under 2018",
    )  # fmt: skip
    return replace(entry, **fields)  # type: ignore[arg-type]


def apply(record: PlanRecord, **entries: Any) -> PlanRecord:
    curation = Curation(plan=KEY, label_reason="-", **{k: (v,) for k, v in entries.items()})
    made = apply_curation(record, curation, document="curation.yaml")
    Plan(made)
    return made


def test_a_split_row_becomes_its_parts_each_with_its_place_and_links(record: PlanRecord) -> None:
    made = apply(record, splits=SPLIT)
    parts = made.activities[-2:]
    assert [row.title for row in parts] == ["Utveckla samverkan", "Införa digital ansökan"]
    assert [row.locator for row in parts] == ["L9:c5", "L9:c24"]
    assert [row.id for row in parts] == [ACTIVITY, f"{KEY}/activity/infora-digital-ansokan"]
    assert {row.obtained for row in parts} == {"curated"}
    assert sorted(link.to_id for link in made.links if link.from_id == parts[1].id) == [
        BALANCE,
        WORK,
    ]


def test_a_chosen_period_is_certain_and_curated(record: PlanRecord) -> None:
    value = apply(record, choices=period(record)).measurements[0]
    assert (value.period, value.period_start, value.period_end) == (
        "2018",
        "2018-01-01",
        "2018-12-31",
    )
    assert (value.certainty, value.obtained) == ("certain", "curated")
    assert value.value == record.measurements[0].value


def one_of(record: PlanRecord, role: Any, *columns: tuple[str, Any]) -> PlanRecord:
    """The plan with a first value for 2019 or 2020, and sure values in the columns named."""
    first, second, *others = record.measurements
    unsure = replace(
        first, period="[2019,2020]", role=role, value=150.0, comparator="=", status="reported",
        target_form="level" if role == "target" else None,
        target_origin="own" if role == "target" else None,
    )  # fmt: skip
    sure = [
        replace(
            second, id=f"{second.id}-{n}", period=period, period_start=f"{period}-01-01",
            period_end=f"{period}-12-31", role=name,
        )
        for n, (period, name) in enumerate(columns)
    ]  # fmt: skip
    kept = [row for row in others if row.period not in ("2019", "2020")]
    indicators = (replace(record.indicators[0], direction="decrease"), *record.indicators[1:])
    return replace(record, indicators=indicators, measurements=(unsure, *sure, *kept))


@pytest.mark.parametrize(
    ("role", "chosen", "columns", "expected"),
    [
        ("observed", "2020", [("2019", "observed"), ("2020", "target")],
         ("target", "level", "own", "<=")),
        ("observed", "2019", [("2019", "observed"), ("2020", "target")],
         ("observed", None, None, None)),
        ("target", "2019", [("2019", "observed"), ("2020", "target")],
         ("observed", None, None, None)),
        ("target", "2020", [], ("target", "level", "own", None)),
    ],
)  # fmt: skip
def test_a_chosen_period_brings_the_role_of_its_column(
    record: PlanRecord, role: Any, chosen: str, columns: Any, expected: Any
) -> None:
    unsure = one_of(record, role, *columns)
    entry = period(unsure, raw="[2019,2020]", chosen=chosen)
    row = apply(unsure, choices=entry).measurements[0]
    assert (row.role, row.target_form, row.target_origin, row.comparator_implied) == expected
    assert row.id == unsure.measurements[0].id


def test_a_period_whose_columns_have_two_roles_is_not_chosen(record: PlanRecord) -> None:
    unsure = one_of(record, "observed", ("2020", "observed"), ("2020", "target"))
    entry = period(unsure, raw="[2019,2020]", chosen="2020")
    with pytest.raises(MunicompareError, match="observed and target values for '2020'"):
        apply(unsure, choices=entry)


def test_a_chosen_link_drops_its_rivals_and_no_other(record: PlanRecord) -> None:
    made = apply(record, choices=CHOSEN_LINK)
    [link] = [link for link in made.links if link.from_id == ACTIVITY]
    assert (link.to_id, link.basis, link.certainty) == (WORK, "curated", "certain")
    assert len(made.links) == len(record.links) - 1


def test_a_classification_fills_one_field(record: PlanRecord) -> None:
    made = apply(record, classifications=kind(record, "ratio"))
    assert made.indicators[0].measure_type == "ratio"
    assert (
        replace(made.indicators[0], measure_type=record.indicators[0].measure_type)
        == (record.indicators[0])
    )


def test_a_curated_link_says_so(record: PlanRecord) -> None:
    link = apply(record, links=LINK).links[-1]
    assert (link.from_id, link.relation, link.to_id) == (ACTIVITY, "answers", BALANCE)
    assert (link.basis, link.obtained, link.locator) == ("curated", "curated", "L9:c5")


@pytest.mark.parametrize(
    ("table", "entry"),
    [
        ("splits", replace(SPLIT, parts=("Utveckla samverkan", "Införa ny ansökan"))),
        ("splits", replace(SPLIT, parts=("Utveckla samverkan",))),
        ("splits", replace(SPLIT, parts=("Utveckla", "Införa digital ansökan"))),
        ("splits", replace(SPLIT, parts=("Införa digital ansökan", "Utveckla samverkan"))),
        ("splits", replace(SPLIT, parts=(TITLE, " "))),
        ("splits", replace(SPLIT, raw="Utveckla")),
        ("splits", replace(SPLIT, locator="L9")),
        ("splits", replace(SPLIT, reason=" ")),
        ("splits", replace(SPLIT, element=f"{KEY}/activity/annat")),
        ("choices", replace(CHOSEN_LINK, chosen=f"{KEY}/goal/annat")),
        ("choices", replace(CHOSEN_LINK, raw=WORK)),
        ("choices", replace(CHOSEN_LINK, field="relation")),
        ("links", replace(LINK, relation="likes")),
        ("links", replace(LINK, to=f"{KEY}/goal/annat")),
        ("links", replace(LINK, raw="annat")),
    ],
)
def test_a_decision_that_does_not_match_the_text_is_refused(
    record: PlanRecord, table: str, entry: Any
) -> None:
    with pytest.raises(MunicompareError) as caught:
        apply(record, **{table: entry})
    assert caught.value.report.codes == ("MC401",)


def test_a_split_of_a_goal_and_a_choice_that_was_not_offered_are_refused(
    record: PlanRecord,
) -> None:
    goal = record.goals[0]
    wrong: list[tuple[str, Any]] = [
        ("splits", replace(SPLIT, element=goal.id, locator=goal.locator, raw=str(goal.title))),
        ("choices", period(record, chosen="2019")),
        ("choices", period(record, raw="[2016,2018]")),
        ("classifications", kind(record, "many")),
        ("classifications", replace(kind(record), field="unit")),
        ("classifications", replace(kind(record), raw="another name")),
    ]
    for table, entry in wrong:
        with pytest.raises(MunicompareError, match="MC401"):
            apply(record, **{table: entry})


def test_the_report_lists_every_decision_and_the_share_of_values_it_settled(
    record: PlanRecord,
) -> None:
    curation = Curation(
        plan=KEY,
        label_reason="-",
        splits=(SPLIT,),
        choices=(period(record), CHOSEN_LINK),
        classifications=(kind(record),),
        links=(LINK,),
    )
    report = curation_report(record, curation)
    assert [entry[0] for entry in report.decisions] == [
        "split",
        "choice",
        "choice",
        "classification",
        "link",
    ]
    assert all(entry[3] for entry in report.decisions)
    stated = [row for row in (*record.measurements, *record.budget) if row.value is not None]
    assert (report.settled, report.values) == (1, len(stated))
    assert report.share == 1 / len(stated)


def test_a_plan_without_values_has_no_share() -> None:
    bare = replace(example_plan().record, measurements=(), budget=())
    assert curation_report(bare, Curation(plan=KEY, label_reason="-")).share is None
