"""Codings are judgements apart from what was read, and their agreement is reported as it is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from municompare import MunicompareError, Plan
from municompare.definitions.schemes import coding_schemes
from municompare.model.coding import CodedElement, Coder, Codings
from municompare.plans.codings import apply_codings, coding_agreement, load_codings
from municompare.testing import example_plan

RECORD = example_plan().record
GOALS = [(goal.id, str(goal.title)) for goal in RECORD.goals]
INDICATORS = [(indicator.id, indicator.name) for indicator in RECORD.indicators]
CODES = [code.code for code in coding_schemes()[1].codes]


def coder(label: str, codes: list[str | None]) -> Coder:
    elements = [*GOALS, *INDICATORS]
    return Coder(
        coder=label,
        date="2026-11-23",
        basis="the definitions",
        codes=tuple(
            CodedElement(element=element, raw=raw, scheme="result-chain", code=code)
            for (element, raw), code in zip(elements, codes, strict=True)
            if code is not None
        ),
    )


def coded(*lists: list[str | None], **changes: Any) -> Plan:
    coders = tuple(coder(f"coder-{n}", codes) for n, codes in enumerate(lists))
    codings = Codings(plan=RECORD.key, schemes=("result-chain 1",), coders=coders)
    return Plan(apply_codings(RECORD, replace(codings, **changes), document="codings.yaml"))


def test_every_answer_is_a_row_with_scheme_coder_and_basis() -> None:
    plan = coded(["outcome", "input", "outcome", "output", "input"])
    assert len(plan.codings) == 5
    row = plan.record.codings[0]
    assert (row.element, row.code, row.scheme_version) == (GOALS[0][0], "outcome", "1")
    assert (row.coder, row.basis) == ("coder-0", "the definitions")


def plain_alpha(one: list[str], other: list[str]) -> float:
    """Krippendorff's alpha of two coders without gaps, from its definition."""
    values = one + other
    n = len(values)
    observed = sum(a != b for a, b in zip(one, other, strict=True)) / len(one)
    pairs = sum(a != b for i, a in enumerate(values) for j, b in enumerate(values) if i != j)
    return 1 - observed / (pairs / (n * (n - 1)))


@given(
    *(2 * [st.lists(st.sampled_from(CODES), min_size=5, max_size=5)]),
)
def test_agreement_is_alpha_by_its_definition(one: list[str], other: list[str]) -> None:
    [row] = coding_agreement(coded([*one], [*other])).to_dict("records")
    assert (row["coders"], row["elements"]) == (2, 5)
    assert row["agreeing"] == sum(a == b for a, b in zip(one, other, strict=True))
    if len({*one, *other}) == 1:
        assert row["alpha"] != row["alpha"]
        assert "nothing varies" in row["why_missing"]
    else:
        assert row["alpha"] == pytest.approx(plain_alpha(one, other))


def test_elements_that_one_coder_left_out_do_not_count() -> None:
    [row] = coding_agreement(
        coded(["outcome", "input", None, "output", None], ["outcome", None, "input", "input", None])
    ).to_dict("records")
    assert (row["elements"], row["agreeing"]) == (2, 1)
    [alone] = coding_agreement(coded(["input"] * 5)).to_dict("records")
    assert alone["why_missing"] == "no element was coded by two coders"


def test_all_plans_together_have_a_row_of_their_own() -> None:
    plan = coded(["outcome"] * 4 + ["input"], ["outcome"] * 5)
    found = coding_agreement([plan, plan])
    assert found["plan"].isna().tolist() == [False, False, True]


@pytest.mark.parametrize(
    "change",
    [
        {"element": GOALS[0][0] + "-2"},
        {"raw": "another wording"},
        {"code": "impact"},
        {"scheme": "measurability"},
    ],
)
def test_an_entry_that_does_not_match_is_refused(change: dict[str, str]) -> None:
    made = coder("a", ["outcome"] * 5)
    codes = (replace(made.codes[0], **change), *made.codes[1:])  # type: ignore[arg-type]
    with pytest.raises(MunicompareError, match="MC402"):
        coded(coders=(replace(made, codes=codes),))


def test_all_that_is_wrong_with_a_file_comes_at_once() -> None:
    made = coder("a", ["outcome"] * 5)
    twice = replace(made, codes=(*made.codes, made.codes[0]))
    with pytest.raises(MunicompareError) as caught:
        coded(plan="annanby-2020", schemes=("result-chain 1", "smart 2"), coders=(twice, made))
    assert caught.value.report.codes == ("MC402",) * 4


def test_a_file_of_codings_is_read_strictly(tmp_path: Path) -> None:
    path = tmp_path / "codings.yaml"
    path.write_text(
        f"plan: {RECORD.key}\nschemes: [result-chain 1]\ncoders:\n"
        '  - coder: a\n    date: "2026-11-23"\n    basis: the definitions\n    codes:\n'
        f"      - {{element: {GOALS[0][0]}, raw: {GOALS[0][1]},"
        " scheme: result-chain, code: outcome}\n",
        encoding="utf-8",
    )
    assert load_codings(path).coders[0].codes[0].code == "outcome"
    path.write_text(path.read_text("utf-8").replace("code: outcome", "kode: outcome"), "utf-8")
    with pytest.raises(MunicompareError, match=r"codings\.yaml:8.*MC105"):
        load_codings(path)


def test_every_scheme_has_definitions_and_examples_of_its_own() -> None:
    for scheme in coding_schemes():
        texts = [text for code in scheme.codes for text in (code.definition, code.example)]
        assert len(texts) == len(set(texts))
        assert scheme.source
