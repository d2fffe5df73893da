"""A document's levels beside the definition of its governance model."""

from __future__ import annotations

from pathlib import Path

import pytest

from municompare.documents import load_document
from municompare.errors import Reading
from municompare.model.governance import GovernanceModel, LevelDefinition
from municompare.readers.draft import Draft
from municompare.readers.steering import (
    StatedFact,
    first_mention,
    level_rows,
    plan_key,
    report_differences,
)


def _level(key: str, *terms: str, parent: str | None = None) -> LevelDefinition:
    return LevelDefinition(
        key=key,
        name=key.title(),
        name_en=key,
        tier="committee",
        sphere="political",
        instrument="goals",
        terms=terms,
        parent=parent,
        decided_by="nämnden",
        source="x",
    )


MODEL = GovernanceModel(
    key="exempelby",
    municipality="SE-0000",
    municipality_name="Exempelby",
    country="SE",
    language="sv",
    name="Styrmodell",
    name_en="Governance model",
    principal_organisation="Arbetsnämnden",
    unit_of_analysis="committee",
    names=("Exempelby kommun",),
    levels=(_level("vision", "vision"), _level("plan", "nämndplan", "plan", parent="vision")),
    terms=(),
)


@pytest.fixture
def draft() -> Draft:
    return Draft("exempelby-2020", language="sv")


def _document(folder: Path, text: str):  # type: ignore[no-untyped-def]
    path = folder / "plan.txt"
    path.write_text(text, encoding="utf-8")
    return load_document(path)


def test_the_principal_organisation_is_left_out_of_the_key() -> None:
    def key(organisation: str, period: str | None) -> str:
        return plan_key(MODEL, organisation=organisation, period=period, document_kind="Plan A")

    assert key("Arbetsnämnden", "2020/2022") == "exempelby-2020"
    assert key("Socialnämnden", "2020") == "exempelby-socialnamnden-2020"
    assert key("Arbetsnämnden", None) == "exempelby-plan-a"


def test_only_levels_that_the_document_names_are_rows(tmp_path: Path, draft: Draft) -> None:
    ids = level_rows(
        draft, _document(tmp_path, "En plan.\nNämndplanen gäller.\n"), MODEL, document_id="d"
    )
    assert ids == {"plan": "exempelby-2020/level/plan"}
    (row,) = draft.rows("levels")
    assert (row.order, row.parent, row.locator, row.obtained) == (2, None, "L2:c1", "derived")


def test_a_level_hangs_on_its_parent_when_both_are_named(tmp_path: Path, draft: Draft) -> None:
    level_rows(draft, _document(tmp_path, "Vår vision.\nEn plan.\n"), MODEL, document_id="d")
    assert draft.rows("levels")[1].parent == "exempelby-2020/level/vision"


def test_what_stands_before_the_text_is_not_searched(tmp_path: Path) -> None:
    document = _document(tmp_path, "vision\n\nEn vision.\n")
    found = first_mention(document, ["vision"], from_line=2)
    assert found is not None
    assert found[1].locator == "L3:c4"
    assert first_mention(document, ["saknas"]) is None


def test_a_statement_that_differs_from_the_definition_is_an_issue(draft: Draft) -> None:
    def fact(value: str, attribute: str = "decided_by") -> StatedFact:
        return StatedFact(
            level="plan",
            attribute=attribute,
            value=value,
            reading=Reading(text=value, locator="L1"),
        )

    report_differences(draft, MODEL, [fact("Nämnden"), fact("styrelsen"), fact("alla", "audience")])
    record = draft.build(
        title="x", municipality="SE-0000", municipality_name="x", organisation="x",
        unit_of_analysis="committee",
    )  # fmt: skip
    assert [issue.readings[0].text for issue in record.issues] == ["styrelsen", "alla"]
    assert all(issue.code == "MC301" for issue in record.issues)
    assert {issue.severity for issue in record.issues} == {"warning"}
