"""Rows of cells, and numbers in them."""

from __future__ import annotations

import csv
import io
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from municompare.io.delimited import parse_delimited, parse_integer, parse_number

_cells = st.text(
    st.sampled_from('\r\n\t", \x00\x0b\x1c\x85\u2028') | st.characters(codec="utf-8"), max_size=8
)


@given(rows=st.lists(st.lists(_cells, min_size=2, max_size=2), max_size=4))
def test_what_a_csv_writer_wrote_is_read(rows: list[list[str]]) -> None:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, quoting=csv.QUOTE_ALL).writerows([["a", "b"], *rows])
    parsed = parse_delimited(buffer.getvalue(), name="t.csv")
    assert parsed.header == ["a", "b"]
    assert [cells for _, cells in parsed.rows] == rows
    assert not parsed.issues


@given(text=st.text(st.sampled_from('a,"\r\n\t#')))
def test_any_text_gives_rows_or_located_issues(text: str) -> None:
    parsed = parse_delimited(text, name="t.csv", line=7)
    assert all(len(cells) == len(parsed.header) for _, cells in parsed.rows)
    assert all(issue.readings[0].document == "t.csv" for issue in parsed.issues)
    assert parsed.header or parsed.issues


def test_rows_know_the_line_on_which_they_begin() -> None:
    text = 'a,b\n1,"x\ny"\n2,z\n3\n4,"\n'
    parsed = parse_delimited(text, name="t.csv", line=10)
    assert [line for line, _ in parsed.rows] == [11, 13]
    assert [issue.readings[0].locator for issue in parsed.issues] == ["14", "15"]


@pytest.mark.parametrize("limit", [50_000, 10**9])
def test_a_cell_that_is_too_long_is_said_whatever_the_limit_of_the_process(
    limit: int,
) -> None:
    before = csv.field_size_limit(limit)
    try:
        parsed = parse_delimited("a,b\n1," + "x" * 100_001, name="t.csv")
    finally:
        csv.field_size_limit(before)
    assert [str(issue) for issue in parsed.issues] == [
        f"t.csv:2: a cell holds more than {min(limit, 100_000)} characters. Check its quotes: "
        "one that is not closed takes in all that follows. [MC110]"
    ]


@given(st.integers(-(2**63), 2**63 - 1))
def test_whole_numbers_of_64_bits_are_read(value: int) -> None:
    assert parse_integer(str(value)) == value


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_number_is_read_as_it_is_shown(value: float) -> None:
    again = parse_number(repr(value))
    assert again == value
    assert math.copysign(1, again) == math.copysign(1, value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "+1",
        "1_0",
        " 1",
        "1 ",
        "1\n",
        "１",
        "٣",
        "--1",
        "x",
        "0x1",
        "1e5",
        str(2**63),
        "9" * 5000,
    ],
)
def test_other_text_is_no_whole_number(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 -- the caller makes the message
        parse_integer(text)


@pytest.mark.parametrize(
    "text",
    ["", "+1", "1_0", " 1", "1\n", "１", "1,5", ".5", "5.", "1.5e", "nan", "inf", "-inf", "1e999"],
)
def test_other_text_is_no_number(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 -- the caller makes the message
        parse_number(text)
