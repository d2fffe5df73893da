"""Curation: labels and redactions hold only where the text is what they say."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from municompare import MunicompareError
from municompare.model.curation import Curation, Label, Redaction
from municompare.plans.curation import apply_curation, load_curation
from municompare.testing import example_plan

GOAL = "exempelby-2020/goal/ekonomi-balans"
TITLE = "exempelby-2020/document/plan"
LABEL = Label(element=GOAL, locator="L6/c1", raw="Ekonomi i balans", label="A balanced budget")
REDACTION = Redaction(
    element=TITLE, field="title", locator="L1", raw="Plan […]", reason="a name in the title"
)


def _apply(*entries: Label | Redaction) -> object:
    return apply_curation(
        example_plan().record,
        Curation(
            plan="exempelby-2020",
            label_reason="translated",
            labels=tuple(entry for entry in entries if isinstance(entry, Label)),
            redactions=tuple(entry for entry in entries if isinstance(entry, Redaction)),
        ),
        document="curation.yaml",
    )


def test_a_label_fills_the_english_title_and_nothing_else() -> None:
    before = example_plan().record
    after = _apply(LABEL)
    assert after == replace(
        before, goals=(before.goals[0], replace(before.goals[1], title_en="A balanced budget"))
    )


def test_a_redaction_takes_out_the_words_that_stand_in_its_place() -> None:
    after = _apply(REDACTION)
    assert after.documents[0].title == "Plan […]"  # type: ignore[attr-defined]
    assert after.title == "Plan […]"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "entry",
    [
        replace(LABEL, element="exempelby-2020/goal/nothing"),
        replace(LABEL, locator="L7/c1"),
        replace(LABEL, raw="Ekonomi"),
        replace(LABEL, label=""),
        replace(LABEL, label="x" * 81),
        replace(LABEL, element="exempelby-2020/measurement/hushall.2019.observed", locator="L3/c3"),
        replace(REDACTION, raw="Plan 2020"),
        replace(REDACTION, raw="Avtal […]"),
        replace(REDACTION, field="in_force"),
        replace(REDACTION, field="sha256", raw="[…]"),
    ],
)
def test_an_entry_that_does_not_match_is_an_error(entry: Label | Redaction) -> None:
    with pytest.raises(MunicompareError, match="MC401"):
        _apply(entry)


def test_all_entries_that_do_not_match_come_at_once() -> None:
    with pytest.raises(MunicompareError) as caught:
        _apply(replace(LABEL, raw="x"), replace(REDACTION, raw="x"))
    assert caught.value.report.codes == ("MC401", "MC401")


def test_a_curation_of_another_plan_is_refused() -> None:
    with pytest.raises(MunicompareError, match="annanby-2021"):
        apply_curation(
            example_plan().record, Curation(plan="annanby-2021", label_reason="x"), document="c"
        )


def test_a_curation_file_is_read_strictly(tmp_path: Path) -> None:
    path = tmp_path / "curation.yaml"
    path.write_text(
        "plan: exempelby-2020\nlabel_reason: translated\nlabels:\n"
        f"  - element: {GOAL}\n    locator: L6/c1\n    raw: Ekonomi i balans\n    label: Balance\n",
        encoding="utf-8",
    )
    assert load_curation(path).labels[0].label == "Balance"
    path.write_text("plan: exempelby-2020\nlabel_reason: x\nlables: []\n", encoding="utf-8")
    with pytest.raises(MunicompareError, match=r"curation\.yaml:3.*MC105"):
        load_curation(path)


def test_two_labels_for_one_element_are_refused() -> None:
    with pytest.raises(MunicompareError, match="another entry already"):
        _apply(LABEL, replace(LABEL, label="Balance"))
