"""Of what is printed more than once, each statement holds once."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from municompare import Plan
from municompare.plans.current import current_measurements
from municompare.testing import example_plan


def repeated(**fields: Any) -> tuple[int, int]:
    """How many more values are printed, and how many more hold, if one is printed again."""
    record = example_plan().record
    first = record.measurements[0]
    again = replace(first, id=f"{first.id}-2", locator="L99", **fields)
    plan = replace(record, measurements=(*record.measurements, again))
    held = len(current_measurements(plan)) - len(current_measurements(record))
    return len(Plan(plan).measurements) - len(record.measurements), held


def test_a_value_that_a_document_prints_again_is_a_row_but_no_further_statement() -> None:
    assert repeated() == (1, 0)


@pytest.mark.parametrize(
    "fields",
    [
        {"value": 201.0, "raw": "201"},
        {"subgroup": "women"},
        {"certainty": "ambiguous"},
        {"status": "empty", "value": None, "raw": None, "comparator": None,
         "comparator_basis": None, "unit": None},
    ],
)  # fmt: skip
def test_another_value_group_or_sureness_is_another_statement(fields: dict[str, Any]) -> None:
    assert repeated(**fields) == (1, 1)


def test_other_words_in_place_of_a_value_are_another_statement() -> None:
    words = {"value": None, "status": "qualitative", "comparator": "text", "unit": None}
    record = example_plan().record
    first = replace(record.measurements[0], raw="Vissa skillnader", **words)
    for raw, count in (("vissa  skillnader", 1), ("Inga skillnader", 2)):
        again = replace(first, id=f"{first.id}-2", raw=raw, locator="L99")
        assert len(current_measurements(replace(record, measurements=(first, again)))) == count
