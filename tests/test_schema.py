"""Tables are derived from the records, and say the same everywhere."""

from __future__ import annotations

import dataclasses

import jsonschema
import pandas as pd
import pytest

from municompare import MunicompareError, json_schema
from municompare.model.plan import PlanRecord
from municompare.schema import PLAN_FIELDS, TABLES, frame, issues_of, rows, table_schema
from municompare.testing import example_plan

REQUIRED = {
    "documents": "id title kind role part_of file sha256 issuer period decided_by decided_on "
    "reference language status in_force reader",
    "organisations": "id name name_en abbreviation kind parent",
    "levels": "id parent order name name_en tier sphere instrument stability decided_by "
    "document_kind audience follow_up",
    "responsibilities": "id element role organisation basis",
    "goals": "id level kind perspective number title title_en title_status description parent "
    "parent_basis parent_certainty lineage responsible",
    "principles": "id kind number title title_en perspective period",
    "assignments": "id title title_en kind addressee coordinator report_back report_back_raw "
    "response response_locator",
    "activities": "id title title_en perspective status responsible period deadline quantity unit",
    "indicators": "id element element_basis element_certainty goal origin name name_en unit "
    "unit_raw unit_basis measure_type population denominator counting_unit statistic direction "
    "direction_basis responsible_level data_source aggregation",
    "measurements": "id indicator period role subgroup value value_upper unit comparator "
    "comparator_basis comparator_implied base_period reference target_form target_origin status "
    "certainty superseded raw period_start period_end period_raw",
    "budget": "id table table_title line_order line line_en line_kind year amount_kind value unit "
    "raw status decided_on superseded repeats",
    "followups": "id element what cadence dates reporter recipient kind",
    "benchmark_refs": "id element comparator named_members theme use",
    "decisions": "id body date paragraph subject",
    "wordings": "id element text difference",
    "notes": "id marker text element",
    "codings": "id element scheme scheme_version code coder date basis certainty note",
    "links": "id from_id relation to_id basis certainty",
    "issues": "id code severity message remedy",
    "issue_readings": "id issue order text document locator",
}


@pytest.mark.parametrize("table", REQUIRED)
def test_a_table_has_the_columns_that_the_data_model_promises(table: str) -> None:
    names = [column.name for column in TABLES[table].columns]
    assert names[0] == "id"
    assert set(REQUIRED[table].split()) <= set(names)
    if table not in ("documents", "codings", "issues", "issue_readings"):
        assert names[-3:] == ["document", "locator", "obtained"]


def test_there_are_exactly_the_promised_tables() -> None:
    assert set(TABLES) == set(REQUIRED)


def test_every_column_is_described() -> None:
    columns = [column for table in TABLES.values() for column in table.columns]
    assert all(column.description.endswith((".", "…")) for column in [*columns, *PLAN_FIELDS])


def test_an_empty_table_has_typed_columns() -> None:
    empty = frame("measurements", ())
    assert len(empty) == 0
    assert isinstance(empty["raw"].dtype, pd.StringDtype)
    assert empty["value"].dtype == "float64"
    assert empty["superseded"].dtype == "boolean"
    assert frame("levels", ())["order"].dtype == "Int64"


def test_a_frame_of_records_has_the_types_of_an_empty_one() -> None:
    full = frame("measurements", example_plan().record.measurements)
    assert full.dtypes.equals(frame("measurements", ()).dtypes)
    assert full["value"].isna().sum() == 2


def test_issues_come_back_from_their_two_tables() -> None:
    plan = example_plan().record
    assert issues_of(rows(plan, "issues"), rows(plan, "issue_readings")) == plan.issues


def test_an_issue_without_id_has_no_row() -> None:
    plan = example_plan().record
    nameless = dataclasses.replace(plan, issues=(dataclasses.replace(plan.issues[0], id=None),))
    with pytest.raises(ValueError, match="needs an id"):
        rows(nameless, "issues")


def test_the_json_schema_accepts_a_plan_and_rejects_a_wrong_word() -> None:
    schema = json_schema("plan")
    jsonschema.Draft202012Validator.check_schema(schema)
    plan = _plain(example_plan().record)
    jsonschema.validate(plan, schema)
    plan["goals"][0]["kind"] = "wish"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(plan, schema)


def _plain(plan: PlanRecord) -> dict[str, object]:
    import json

    plain: dict[str, object] = json.loads(json.dumps(dataclasses.asdict(plan)))
    return plain


@pytest.mark.parametrize("name", ["plan", "governance_model", "crosswalk"])
def test_json_schemas_are_the_callers_own(name: str) -> None:
    schema = json_schema(name)
    schema.clear()
    assert json_schema(name)["type"] == "object"


def test_an_unknown_schema_is_refused_with_the_names_there_are() -> None:
    with pytest.raises(MunicompareError, match=r"plan, governance_model, crosswalk.*\[MC108\]"):
        json_schema("plans")


def test_the_table_schema_names_keys_into_other_tables() -> None:
    schema = table_schema("goals")
    references = {key["fields"]: key["reference"]["resource"] for key in schema["foreignKeys"]}
    assert references == {"level": "levels", "parent": "", "document": "documents"}


def test_the_description_of_a_table_is_the_summary_of_its_record() -> None:
    for table in TABLES.values():
        assert (table.record.__doc__ or "").splitlines()[0] == table.description


def test_the_json_schema_rejects_fields_that_do_not_exist() -> None:
    plan = _plain(example_plan().record)
    plan["goals"][0]["mood"] = "hopeful"  # type: ignore[index]
    with pytest.raises(jsonschema.ValidationError, match="mood"):
        jsonschema.validate(plan, json_schema("plan"))
