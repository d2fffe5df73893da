"""What a proposal says otherwise than the adopted plan: each rule, and a near miss."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from municompare import Issue, Plan, Plans
from municompare.documents import load_document
from municompare.model.elements import Activity, Assignment, Goal, Measurement, Principle
from municompare.model.plan import Decision, Document, FollowUp, PlanRecord
from municompare.model.steering import Organisation, Responsibility
from municompare.plans.conflicts import conflicts
from municompare.plans.likeness import is_opposite, likeness, same_content
from municompare.readers.linkoping import LinkopingReader
from municompare.readers.linkoping_operational import LinkopingOperationalReader
from municompare.readers.linkoping_programme import LinkopingProgrammeReader
from municompare.schema import TABLES as SCHEMA
from municompare.testing import example_plan

OLD, NEW = "exempelby-2020", "exempelby-program"
TABLES: dict[type, str] = {
    Activity: "activities", Assignment: "assignments", Decision: "decisions",
    Document: "documents", FollowUp: "followups", Goal: "goals", Organisation: "organisations",
    Principle: "principles", Responsibility: "responsibilities", Measurement: "measurements",
}  # fmt: skip


def row(kind: type, plan: str, /, **fields: Any) -> Any:
    """A row of a plan; ids are made of kind and place."""
    place = fields.pop("locator", "L70")
    slug = fields.pop("slug", place.lower())
    name = "followup" if kind is FollowUp else kind.__name__.lower()
    given = {"document": f"{plan}/document/plan", **fields}
    if kind is Document:
        del given["document"]
    return kind(id=f"{plan}/{name}/{slug}", locator=place, **given)


def plan(key: str, *rows: Any, status: Any = None) -> Plan:
    """The example plan without its goals and measures, with the rows that are given."""
    record = replace(
        example_plan(key).record, goals=(), indicators=(), measurements=(), issues=(),
        status=status or ("adopted" if key == OLD else "proposal"),
    )  # fmt: skip
    for one in rows:
        table = TABLES[type(one)]
        more: dict[str, Any] = {table: (*getattr(record, table), one)}
        record = replace(record, **more)
    return Plan(record)


def between(kind: type, one: dict[str, Any], other: dict[str, Any]) -> tuple[Issue, ...]:
    """The issues where each plan has one row of a kind."""
    found = conflicts(plan(OLD, row(kind, OLD, **one)), plan(NEW, row(kind, NEW, **other)))
    for issue in found:
        assert [str(reading.document).split("/")[0] for reading in issue.readings] == [OLD, NEW]
        assert all(reading.locator for reading in issue.readings)
    return found.issues


def kinds(found: tuple[Issue, ...]) -> list[tuple[str, str]]:
    return [(issue.code, issue.severity) for issue in found]


def changed(
    change: Callable[[Measurement], Measurement | None], **indicator: Any
) -> tuple[Issue, ...]:
    """The issues if the values of the proposal's first measure are changed."""
    record = example_plan(NEW).record
    kept = tuple(new for old in record.measurements if (new := change(old)) is not None)
    indicators = (replace(record.indicators[0], **indicator), *record.indicators[1:])
    proposal = replace(record, status="proposal", measurements=kept, indicators=indicators)
    return conflicts(example_plan(OLD), Plan(proposal)).issues


# -- what is the same statement ------------------------------------------------------------


def test_the_same_plan_as_a_proposal_has_no_conflict() -> None:
    assert not conflicts(example_plan(OLD), example_plan(NEW))


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("Fler unga i eget arbete", "Färre unga till eget arbete", True),
        ("Stödja deltagarnas väg mot studier", "Stödja deltagares väg mot studierna", True),
        ("Minst 60 % av planerna följs upp", "Minst 70 % av planerna följs upp", True),
        ("Andel unga i arbete", "Andel äldre i arbete", False),
        ("Andel kvinnor bland chefer i alla bolag", "Andel män bland chefer i alla bolag", False),
        ("Andel arbetslösa invånare", "Andel oarbetslösa invånare", False),
        ("Ekonomi i balans", "Ekonomi i kris", False),
        ("Ekonomi", "Ekonomi.", True),
        (None, "Ekonomi", False),
    ],
)
def test_statements_are_one_by_their_words(one: str | None, other: str, near: bool) -> None:
    assert bool(likeness(one, other, language="sv")) == near


def test_one_word_of_six_may_be_replaced_and_none_of_five() -> None:
    words = ["bygga", "cykelvägar", "längs", "kanalen", "mellan", "torget", "stationen", "parken"]
    long, short = " ".join(words), " ".join(words[:5])
    assert likeness(long, long.replace("torget", "badhuset"), language="sv")
    assert not likeness(short, short.replace("kanalen", "badhuset"), language="sv")


def test_directions_and_denials_are_opposites_in_both_languages() -> None:
    assert is_opposite("Tiden ska öka", "Tiden ska minska", language="sv")
    assert is_opposite("Tiden ska øges", "Tiden ska reduceres", language="da")
    assert is_opposite("Stöd lämnas", "Stöd lämnas inte", language="sv")
    assert not is_opposite("Tiden ska öka", "Tiden ökas", language="sv")
    assert same_content("deltagare i insatser", "deltagarna i insatserna", language="sv")


# -- elements ------------------------------------------------------------------------------

WAITING = "Väntetiden från ansökan till beslut ska"


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (f"{WAITING} minska", f"{WAITING} öka", [("MC398", "error")]),
        (f"{WAITING} vara 5 dagar", f"{WAITING} vara 9 dagar", [("MC398", "error")]),
        (f"{WAITING} minska", f"{WAITING} minskas alltid", [("MC399", "warning")]),
        ("Nå full trohet mot inköpspolicyn", "Nå full trohet mot inköspolicyn",
         [("MC399", "info")]),
        (f"{WAITING} minska", f"{WAITING} minska.", []),
        (f"{WAITING} minska", "Kostnaden för beslut ska öka", []),
    ],
)  # fmt: skip
def test_a_goal_in_other_words_is_told_from_one_that_contradicts(
    one: str, other: str, expected: list[tuple[str, str]]
) -> None:
    given = {"kind": "goal", "title_status": "printed"}
    assert kinds(between(Goal, {"title": one, **given}, {"title": other, **given})) == expected


def test_where_several_statements_are_equally_near_none_is_taken() -> None:
    titles = (
        "Bygga fler cykelvägar längs kanalen snart",
        "Bygga fler cykelvägar längs kanalen senare",
    )
    here = [
        row(Activity, OLD, title=title, locator=f"L{n}") for n, title in enumerate(titles, start=7)
    ]
    there = row(Activity, NEW, title="Bygga fler cykelvägar längs kanalen")
    assert not conflicts(plan(OLD, *here), plan(NEW, there))
    assert conflicts(plan(OLD, here[0]), plan(NEW, there)).codes == ("MC399",)


TASK = "Utreda nya former för samverkan med föreningar"


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ({"addressee": "Tekniska nämnden"}, {"addressee": "Kulturnämnden"}, ["MC398"]),
        ({"addressee": "Kulturnämnd"}, {"addressee": "Kulturnämnden"}, []),
        ({"addressee": "Kulturnämnden"}, {"addressee": "Samtliga nämnder"}, []),
        ({"addressee": "Kulturnämnden; Tekniska nämnden"}, {"addressee": "Kulturnämnden"}, []),
        ({"addressee": "Kulturnämnden"}, {}, []),
        ({"report_back": "2020-03"}, {"report_back": "2020-10"}, ["MC398"]),
        ({"report_back": "2020-03"}, {"report_back": "2020-Q1"}, []),
    ],
)
def test_a_task_has_one_body_and_one_due_date(
    one: dict[str, Any], other: dict[str, Any], expected: list[str]
) -> None:
    found = between(Assignment, {"title": TASK, **one}, {"title": TASK, **other})
    assert [issue.code for issue in found] == expected


@pytest.mark.parametrize(
    ("kind", "expected"), [("committee", ["MC398"]), ("group", []), ("unit", [])]
)
def test_a_role_of_bodies_of_one_kind_stands_against_another(
    kind: str, expected: list[str]
) -> None:
    def side(key: str, name: str, body_kind: str) -> Plan:
        task = row(Principle, key, kind="duty", title=TASK)
        body = row(Organisation, key, name=name, kind=body_kind)
        role = row(
            Responsibility, key, element=task.id, role="executes", organisation=body.id,
            basis=name, locator="L71",
        )  # fmt: skip
        return plan(key, task, body, role)

    found = conflicts(side(OLD, "Tekniska nämnden", "committee"), side(NEW, "Parkrådet", kind))
    assert list(found.codes) == expected
    for issue in found:
        assert [reading.text for reading in issue.readings] == ["Tekniska nämnden", "Parkrådet"]


def test_an_abbreviation_is_the_body_that_it_stands_for() -> None:
    body = row(Organisation, OLD, name="kommunstyrelsen", abbreviation="KS", kind="executive")
    here = row(Assignment, OLD, title=TASK, addressee="KS")
    there = row(Assignment, NEW, title=TASK, addressee="Kommunstyrelsen")
    assert not conflicts(plan(OLD, body, here), plan(NEW, there))


# -- measures ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"value": 120.0, "raw": "120"}, ["MC398"]),
        ({"value": 120.0, "raw": "120", "period": None}, ["MC398"]),
        ({"period": "2024", "period_start": "2024-01-01", "period_end": "2024-12-31"}, ["MC398"]),
        ({"comparator": ">="}, []),
        ({"period": None}, []),
        ({"value": 120.0, "raw": "120", "period": "2024"}, []),
        ({"value": 120.0, "raw": "120", "certainty": "ambiguous"}, []),
        ({"value": 120.0, "raw": "120", "superseded": True}, []),
        ({"value": 120.0, "raw": "120", "subgroup": "women"}, []),
        ({"value": 120.0, "raw": "120", "unit": "person"}, []),
    ],
)
def test_a_target_of_the_same_measure_may_differ_in_value_or_period(
    fields: dict[str, Any], expected: list[str]
) -> None:
    found = changed(lambda old: replace(old, **fields) if old.value == 150 else old)
    assert [issue.code for issue in found] == expected


def test_both_readings_of_a_value_are_listed_with_their_places() -> None:
    [issue] = changed(lambda old: replace(old, value=9.0, raw="9") if old.value == 150 else old)
    assert [(r.text, r.document, r.locator) for r in issue.readings] == [
        ("150", f"{OLD}/document/plan", "L3/c4"),
        ("9", f"{NEW}/document/plan", "L3/c4"),
    ]
    assert "9 for 2020, not 150, as target of 'Antal hushåll'" in issue.message


def test_a_bound_against_the_other_side_and_another_direction_differ() -> None:
    def sides(old: Measurement) -> Measurement:
        return replace(old, comparator="<=") if old.value == -2.5 else old

    assert [issue.code for issue in changed(sides)] == ["MC398"]

    def ways(old: Measurement) -> Measurement:
        return replace(old, comparator="not_increase") if old.comparator == "increase" else old

    assert [issue.code for issue in changed(ways)] == ["MC398"]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("hushåll med barn", "hushåll med skulder", ["MC398"]),
        ("hushåll med barn", "hushållen med barnen", []),
        ("hushåll med barn", None, []),
    ],
)
def test_a_measure_of_other_people_is_a_conflict(
    one: str, other: str | None, expected: list[str]
) -> None:
    record = example_plan(OLD).record
    first = replace(record.indicators[0], population=one)
    adopted = Plan(replace(record, indicators=(first, *record.indicators[1:])))
    record = example_plan(NEW).record
    second = replace(record.indicators[0], population=other)
    proposal = Plan(replace(record, indicators=(second, *record.indicators[1:])))
    assert list(conflicts(adopted, proposal).codes) == expected


def test_another_unit_is_another_measure() -> None:
    assert not changed(lambda old: old, unit="person", direction="increase")


# -- terms, follow-ups, decisions, documents -----------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Flertalet innebär minst 60 %", "flertalet innebär minst 70 %", [("MC398", "error")]),
        ("Med restid avses tiden från dörr till dörr", "Restid räknas från hållplats till dörr",
         [("MC398", "warning")]),
        ("Flertalet innebär minst 60 %", "Flertalet innebär minst 60 %.", []),
        ("Flertalet innebär minst 60 %", "Mindretalet innebär minst 70 %", []),
    ],
)  # fmt: skip
def test_a_term_has_one_meaning(one: str, other: str, expected: list[tuple[str, str]]) -> None:
    given = {"kind": "definition"}
    found = between(Principle, {"title": one, **given}, {"title": other, **given})
    assert kinds(found) == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ({"cadence": "varje månad"}, {"cadence": "varje år"}, ["MC398"]),
        ({"cadence": "en gång per år"}, {"cadence": "årligen"}, []),
        ({"cadence": "varje månad", "kind": "rapport"}, {"cadence": "årligen", "kind": "besök"},
         []),
        ({"cadence": "varje månad"}, {}, []),
        ({"dates": "30 april; 31 augusti"}, {"dates": "30 april"}, []),
        ({"dates": "30 april"}, {"dates": "31 maj"}, ["MC398"]),
        ({"recipient": "Kulturnämnden"}, {"recipient": "Tekniska nämnden"}, ["MC398"]),
        ({"recipient": "nämnden"}, {"reporter": "Enhetschefen"}, []),
        ({"cadence": "efter samråd"}, {"cadence": "efter beslut"}, ["MC398"]),
    ],
)  # fmt: skip
def test_the_same_follow_up_has_one_cadence_and_recipient(
    one: dict[str, Any], other: dict[str, Any], expected: list[str]
) -> None:
    what = "Uppföljning av samverkan med föreningar"
    found = between(FollowUp, {"what": what, **one}, {"what": what, **other})
    assert [issue.code for issue in found] == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ({"date": "2018-06-19"}, {"date": "2018-09"}, ["MC398"]),
        ({"date": "2018-06-19"}, {"date": "2018-06"}, []),
        ({"paragraph": "§ 18"}, {"paragraph": "§ 81"}, ["MC398"]),
        ({"date": "2018-06-19"}, {"date": "2018-09", "body": "styrelsen"}, []),
        ({"date": "2018-06-19"}, {"date": "2018-09", "subject": "Ny skola byggs"}, []),
    ],
)
def test_a_decision_has_one_day_and_paragraph(
    one: dict[str, Any], other: dict[str, Any], expected: list[str]
) -> None:
    given = {"body": "fullmäktige", "subject": "Fullmäktige antog hållbarhetspolicy för kommunen"}
    found = between(Decision, {**given, **one}, {**given, **other})
    assert [issue.code for issue in found] == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ({"status": "decided"}, {"status": "proposed"}, ["MC398"]),
        ({"status": "decided"}, {"status": "unknown"}, []),
        ({"decided_on": "2018-06-19"}, {"decided_on": "2019-06-19"}, ["MC398"]),
        ({"decided_by": "Kulturnämnden"}, {"decided_by": "Tekniska nämnden"}, ["MC398"]),
        ({"status": "decided"}, {"status": "proposed", "title": "Cykelplan 2021"}, []),
    ],
)
def test_a_document_that_both_name_was_decided_once(
    one: dict[str, Any], other: dict[str, Any], expected: list[str]
) -> None:
    given: dict[str, Any] = {
        "title": "Cykelplan", "kind": "plan", "role": "referenced", "language": "sv",
        "status": "unknown",
    }  # fmt: skip
    sides = [
        plan(key, row(Document, key, **{**given, **fields}))
        for key, fields in ((OLD, one), (NEW, other))
    ]
    assert list(conflicts(*sides).codes) == expected


# -- plans and comparison ------------------------------------------------------------------


def _with_goal(key: str, title: str) -> Plan:
    return plan(key, row(Goal, key, kind="goal", title_status="printed", title=title))


def test_plans_report_for_proposals_of_the_same_municipality_only() -> None:
    here, there = _with_goal(OLD, f"{WAITING} minska"), _with_goal(NEW, f"{WAITING} öka")
    elsewhere = Plan(replace(here.record, municipality="SE-0001"))
    assert Plans([here], proposals=Plans([there])).conflicts.codes == ("MC398",)
    assert Plans([here, there]).conflicts.codes == ("MC398",)
    assert not Plans([elsewhere], proposals=Plans([there])).conflicts
    assert not Plans([here]).conflicts


# -- the real documents --------------------------------------------------------------------


@pytest.fixture(scope="module")
def internal_budget(shared_documents: Path) -> PlanRecord:
    return LinkopingReader().read(
        load_document(shared_documents / "linkoping-internbudget-2019.md")
    )


@pytest.fixture(scope="module")
def operational(shared_documents: Path) -> PlanRecord:
    path = shared_documents / "linkoping-verksamhetsplan-2019.txt"
    return LinkopingOperationalReader().read(load_document(path))


@pytest.fixture(scope="module")
def programme(shared_documents: Path) -> PlanRecord:
    path = shared_documents / "linkoping-arbetsmarknadsprogram.md"
    return LinkopingProgrammeReader().read(load_document(path))


def _as_another(record: PlanRecord, key: str) -> PlanRecord:
    """The same plan under another key, as a proposal."""
    tables: dict[str, Any] = {
        name: tuple(
            replace(
                one,
                **{
                    column.name: text.replace(record.key, key, 1)
                    for column in table.columns
                    if isinstance(text := getattr(one, column.name), str)
                    and text.startswith(f"{record.key}/")
                },
            )
            for one in getattr(record, name)
        )
        for name, table in SCHEMA.items()
        if not name.startswith("issue")
    }
    return replace(record, key=key, status="proposal", issues=(), **tables)


def test_rules_find_what_two_real_documents_say_otherwise(
    internal_budget: PlanRecord, operational: PlanRecord
) -> None:
    found = conflicts(Plan(internal_budget), Plan(_as_another(operational, "linkoping-2018")))
    said = [issue for issue in found if issue.code == "MC398"]
    # the time of establishment: from arrival in the municipality, from the residence permit
    assert [[r.locator for r in issue.readings] for issue in said] == [["L529:c130", "L6:c232"]]
    worded = {
        str(issue.readings[0].locator): issue.severity for issue in found if issue not in said
    }
    # read by hand: lost sentence, added committee, other list of committees; then misspellings
    assert {place for place, severity in worded.items() if severity == "warning"} == {
        "L543", "L557", "L561", "L583", "L587",
    }  # fmt: skip
    assert {place for place, severity in worded.items() if severity == "info"} == {
        "L450/c2", "L457/c2", "L505", "L569",
    }  # fmt: skip


def test_a_real_commitment_that_the_adopted_plan_had_made_otherwise_is_found(
    internal_budget: PlanRecord, programme: PlanRecord
) -> None:
    [commitment], [target] = programme.indicators, programme.measurements
    document = internal_budget.documents[0].id
    key = internal_budget.key
    other = replace(
        commitment, id=f"{key}/indicator/x", document=document, element=None, locator="L1",
        population="de personer som ansöker om stöd", denominator=None,
    )  # fmt: skip
    value = replace(
        target, id=f"{key}/measurement/x", indicator=other.id, document=document, value=50.0,
        raw="minst 50 %", locator="L1",
    )  # fmt: skip
    adopted = replace(
        internal_budget,
        indicators=(*internal_budget.indicators, other),
        measurements=(*internal_budget.measurements, value),
    )
    found = conflicts(Plan(adopted), Plan(programme)).errors
    assert [(i.code, i.severity, i.readings[-1].locator) for i in found] == [
        ("MC398", "error", "L134:c113"),
        ("MC398", "error", "L134:c301"),
    ]
