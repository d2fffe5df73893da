"""The strict YAML loader: every problem of a file at once, with line and column."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from municompare.definitions import (
    definition,
    hydrate,
    load_record,
    load_records,
    load_yaml,
)
from municompare.errors import Issue, IssueReport, MunicompareError


@dataclass(frozen=True, slots=True)
class Tier:
    order: int
    sphere: Literal["political", "boundary"]
    share: float = 0.0


@dataclass(frozen=True, slots=True)
class Model:
    code: str
    name: str
    fixed: bool = False
    tiers: tuple[Tier, ...] = ()
    first: Tier | None = None
    by_name: dict[str, Tier] | None = None
    words: str | tuple[str, ...] | None = None
    noted: Annotated[date | None, "when"] = None


@dataclass(frozen=True, slots=True)
class Choice:
    """Unions, whose branches pydantic names in its locations."""

    either: Tier | tuple[str, ...]
    lists: Annotated[str | tuple[Tier, ...], "noted"] = ""
    per_country: dict[Literal["SE", "DK"], int] | None = None


@dataclass(frozen=True, slots=True)
class Positive:
    number: int

    def __post_init__(self) -> None:
        if self.number < 0:
            raise ValueError("a number of tiers is not negative")


def written(folder: Path, text: str | bytes) -> Path:
    file = folder / "models.yaml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def problems(folder: Path, text: str | bytes) -> IssueReport:
    with pytest.raises(MunicompareError) as caught:
        load_records(written(folder, text), Model, name="models.yaml")
    return caught.value.report


def places(report: IssueReport) -> list[tuple[str, str | None]]:
    return [(issue.code, issue.readings[0].locator) for issue in report]


def only(report: IssueReport) -> Issue:
    (issue,) = report
    return issue


def test_records_arrive_with_the_types_that_they_declare(tmp_path: Path) -> None:
    text = """\
- code: "0580"
  name: plain text: no
"""
    file = written(
        tmp_path,
        """\
- code: "0580"
  name: plain text
  fixed: true
  tiers:
    - {order: 1, sphere: political, share: 1}
    - {order: -2, sphere: "boundary", share: 2.5e-1}
  by_name: {a: {order: 3, sphere: political}}
  words: [x, 'no']
  noted: 2019-03-20
- code: 0580 AB
  name: |
    two
    lines
""",
    )
    first, second = load_records(file, Model, name="models.yaml")
    assert first == Model(
        code="0580",
        name="plain text",
        fixed=True,
        tiers=(Tier(1, "political", 1.0), Tier(-2, "boundary", 0.25)),
        by_name={"a": Tier(3, "political")},
        words=("x", "no"),
        noted=date(2019, 3, 20),
    )
    assert second == Model(code="0580 AB", name="two\nlines\n")
    assert only(problems(tmp_path, text)).code == "MC110"


def test_a_duplicate_key_is_an_error_at_the_second_one(tmp_path: Path) -> None:
    issue = only(problems(tmp_path, '- code: "1"\n  name: a\n  code: "2"\n'))
    assert issue.code == "MC101"
    assert issue.readings[0].locator == "3:3"
    assert str(issue).startswith("models.yaml:3:3: expected each key once, found 'code' again")
    assert "line 1" in issue.message


@pytest.mark.parametrize(
    "code",
    ["0580", "00", "NO", "no", "No", "yes", "off", "TRUE", "Null", "0x1F", "0o17", "0b1", ".inf",
     "-.INF", ".NaN", "0_1"],
)  # fmt: skip
def test_a_code_without_quotes_is_an_error(tmp_path: Path, code: str) -> None:
    issue = only(problems(tmp_path, f"- code: {code}\n  name: a\n"))
    assert issue.code == "MC102"
    assert issue.readings[0].locator == "1:9"
    assert issue.readings[0].text == code
    assert issue.remedy is not None
    assert f'put it in quotes: "{code}"' in issue.remedy


@pytest.mark.parametrize("code", ["580", "5.80", "1e3", "true", "-7"])
def test_a_number_is_no_text(tmp_path: Path, code: str) -> None:
    issue = only(problems(tmp_path, f"- code: {code}\n  name: a\n"))
    assert issue.code == "MC102"
    assert issue.message == f"expected text, found {code}."
    assert issue.remedy == f'Put it in quotes: "{code}".'


@pytest.mark.parametrize("code", ["'0580'", '"NO"', "!!str 580", ">-\n    0580"])
def test_a_quoted_code_is_text(tmp_path: Path, code: str) -> None:
    file = written(tmp_path, f"code: {code}\nname: a\n")
    loaded = load_record(file, Model, name="models.yaml")
    assert loaded.code in {"0580", "NO", "580"}


def test_text_is_no_number_and_no_truth(tmp_path: Path) -> None:
    report = problems(
        tmp_path,
        '- {code: a, name: b, fixed: "true", tiers: [{order: "1", sphere: political}]}\n',
    )
    assert [issue.message for issue in report] == [
        "expected true or false, found the text 'true'.",
        "expected a whole number, found the text '1'.",
    ]


def test_all_problems_come_at_once_in_their_order(tmp_path: Path) -> None:
    report = problems(
        tmp_path,
        """\
- code: 0580
  nmae: x
  tiers:
    - {order: 1, sphere: politcal}
    - {sphere: boundary, shade: 2}
    - 4
- code: 580
  name: b
  name: c
  first: {order: 1.5, sphere: NO}
  by_name: {k: {order: 1, sphere: political, x: 1}}
  words: 5
  noted: soon
  fixed:
""",
    )
    assert places(report) == [
        ("MC106", "1:3"),
        ("MC102", "1:9"),
        ("MC105", "2:3"),
        ("MC108", "4:26"),
        ("MC106", "5:7"),
        ("MC105", "5:26"),
        ("MC102", "6:7"),
        ("MC102", "7:9"),
        ("MC101", "9:3"),
        ("MC102", "10:18"),
        ("MC102", "10:31"),
        ("MC105", "11:46"),
        ("MC102", "12:10"),
        ("MC102", "13:10"),
        ("MC102", "14:3"),
    ]
    by_place = {issue.readings[0].locator: issue for issue in report}
    assert by_place["2:3"].remedy == "Did you mean 'name'?"
    assert by_place["4:26"].remedy == "Did you mean 'political'?"
    assert by_place["5:26"].remedy == "Did you mean 'share'?"
    assert by_place["11:46"].remedy == "Remove the field."
    assert (
        by_place["11:46"].message == "expected one of the fields order, sphere, share, found 'x'."
    )
    assert by_place["12:10"].message == "expected text or a list, found 5."
    assert by_place["13:10"].message == "expected a date such as 2019-03-20, found the text 'soon'."
    assert by_place["14:3"].message == "expected true or false, found nothing."
    assert by_place["6:7"].message == "expected a mapping of field names to values, found 4."


def test_a_number_where_one_of_some_words_is_expected_is_a_wrong_type(tmp_path: Path) -> None:
    text = '- {code: "1", name: a, first: {order: 1, sphere: 2}}\n'
    issue = only(problems(tmp_path, text))
    assert issue.code == "MC102"
    assert issue.remedy == 'Put it in quotes: "2".'


def test_collections_are_named_in_the_message(tmp_path: Path) -> None:
    report = problems(tmp_path, "- {code: [1], name: {a: b}}\n")
    assert [issue.message for issue in report] == [
        "expected text, found a list.",
        "expected text, found a mapping.",
    ]


def test_problems_inside_a_union_keep_their_places(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        """\
either: {order: x, sphere: political, ordre: 1}
lists: [{order: 1, sphere: political, sphree: a}]
per_country: {SE: 1, FI: 2}
""",
    )
    with pytest.raises(MunicompareError) as caught:
        load_record(file, Choice, name="choice.yaml")
    by_place = {issue.readings[0].locator: issue for issue in caught.value.report}
    assert by_place["1:17"].message == "expected a whole number, found the text 'x'."
    assert by_place["1:39"].remedy == "Did you mean 'order'?"
    assert by_place["2:39"].remedy == "Did you mean 'sphere'?"
    assert by_place["3:22"].message == "expected 'SE' or 'DK', found the text 'FI'."


def test_a_field_that_no_record_has_is_unknown(tmp_path: Path) -> None:
    with pytest.raises(MunicompareError, match="expected one of the fields number"):
        load_record(written(tmp_path, "number: 1\n2x: 3\n"), Positive, name="n.yaml")


@pytest.mark.parametrize("number", ["9" * 5000, "1e999", "-1e999"])
def test_a_number_beyond_all_bounds_is_an_error(tmp_path: Path, number: str) -> None:
    with pytest.raises(MunicompareError) as caught:
        load_record(written(tmp_path, f"number: {number}\n"), Positive, name="n.yaml")
    assert places(caught.value.report) == [("MC108", "1:9")]


@pytest.mark.parametrize("escape", ["\\U00110000", "\\UFFFFFFFF"])
def test_an_escape_that_is_no_character_is_an_error(tmp_path: Path, escape: str) -> None:
    issue = only(problems(tmp_path, f'- code: "{escape}"\n  name: a\n'))
    assert issue.code == "MC110"


def test_half_a_character_is_an_error(tmp_path: Path) -> None:
    assert len(problems(tmp_path, '- code: "\\uD800"\n  name: a\n')) == 1


def test_a_rule_of_the_record_is_reported_at_its_place(tmp_path: Path) -> None:
    file = written(tmp_path, "- {number: 1}\n- {number: -1}\n")
    with pytest.raises(MunicompareError) as caught:
        load_records(file, Positive, name="n.yaml")
    issue = only(caught.value.report)
    assert (issue.code, issue.readings[0].locator) == ("MC108", "2:3")
    assert "a number of tiers is not negative" in issue.message


@pytest.mark.parametrize(
    ("key", "locator"), [("0580", "2:1"), ("NO", "2:1"), ("2019", "2:1"), ("[a]", "2:1")]
)
def test_a_key_that_is_no_text_is_an_error(tmp_path: Path, key: str, locator: str) -> None:
    file = written(tmp_path, f"name: a\n{key}: b\n")
    with pytest.raises(MunicompareError) as caught:
        load_yaml(file, name="models.yaml")
    assert places(caught.value.report) == [("MC102", locator)]


def test_a_missing_key_is_an_error(tmp_path: Path) -> None:
    file = written(tmp_path, "? \n: b\n")
    with pytest.raises(MunicompareError, match="Name the key"):
        load_yaml(file, name="models.yaml")


@pytest.mark.parametrize("text", ["a: !thing {b: c}\n", "a: !thing [b]\n", "a: !thing b\n"])
def test_a_tag_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(MunicompareError, match="tag !thing") as caught:
        load_yaml(written(tmp_path, text), name="models.yaml")
    assert places(caught.value.report) == [("MC108", "1:4")]


def test_an_anchor_is_refused_even_inside_itself(tmp_path: Path) -> None:
    for text in ("a: &x [b]\nc: *x\n", "a: &x [*x]\n"):
        with pytest.raises(MunicompareError, match="anchor") as caught:
            load_yaml(written(tmp_path, text), name="models.yaml")
        assert set(caught.value.report.codes) == {"MC108"}


def test_a_tab_as_indent_is_located(tmp_path: Path) -> None:
    issue = only(problems(tmp_path, "- code: a\n\tname: b\n"))
    assert (issue.code, issue.readings[0].locator) == ("MC110", "2:1")
    assert "Indent with spaces" in (issue.remedy or "")


@pytest.mark.parametrize("text", ["", "  \n", "# only a comment\n", "\ufeff"])
def test_an_empty_file_is_an_error(tmp_path: Path, text: str) -> None:
    assert only(problems(tmp_path, text)).code == "MC002"


def test_several_documents_in_a_file_are_an_error(tmp_path: Path) -> None:
    assert only(problems(tmp_path, "a: b\n---\nc: d\n")).code == "MC110"


def test_a_file_that_is_not_utf_8_names_the_byte(tmp_path: Path) -> None:
    issue = only(problems(tmp_path, "- code: a\n  name: ö\n".encode("latin-1")))
    assert (issue.code, issue.readings[0].locator) == ("MC004", "2:1")
    assert "byte offset 18" in issue.message
    assert "0xf6" in issue.message


def test_a_byte_order_mark_is_no_content(tmp_path: Path) -> None:
    file = written(tmp_path, b"\xef\xbb\xbfcode: a\nname: b\n")
    assert load_record(file, Model, name="m").code == "a"


def test_a_binary_file_is_an_error(tmp_path: Path) -> None:
    assert only(problems(tmp_path, b"\x89PNG\x00\x01")).code == "MC003"
    assert only(problems(tmp_path, b"a: \x01\x02")).code == "MC110"


def test_a_missing_file_and_a_folder_are_errors(tmp_path: Path) -> None:
    for path in (tmp_path / "none.yaml", tmp_path):
        with pytest.raises(MunicompareError) as caught:
            load_yaml(path, name="none.yaml")
        assert caught.value.report.codes == ("MC001",)


def test_a_path_that_no_file_can_have_is_an_error() -> None:
    with pytest.raises(MunicompareError) as caught:
        load_yaml(Path("a\x00b"), name="odd.yaml")
    assert caught.value.report.codes == ("MC001",)


def test_deep_nesting_is_an_error(tmp_path: Path) -> None:
    issue = only(problems(tmp_path, "[" * 600))
    assert issue.code == "MC110"
    assert "nested" in issue.message


def test_a_list_is_expected_where_records_are(tmp_path: Path) -> None:
    report = problems(tmp_path, "code: a\nname: b\ncode: c\n")
    assert places(report) == [("MC102", "1:1"), ("MC101", "3:1")]
    assert report[0].message == "expected a list of mappings, found a mapping."


def test_a_mapping_is_expected_where_one_record_is(tmp_path: Path) -> None:
    with pytest.raises(MunicompareError, match="found a list"):
        load_record(written(tmp_path, "- a\n"), Model, name="models.yaml")


def test_values_keep_their_places(tmp_path: Path) -> None:
    root = load_yaml(written(tmp_path, "a:\n  - b\n  - c: 1\n"), name="models.yaml")
    node = root.find(["a", 1, "c"])
    assert (node.value, node.where) == (1, "models.yaml:3:8")
    assert root.find(["a", 7]) is root.find(["a"])
    assert root.find(["a", "c"]) is root.find(["a"])
    assert root.find(["z"]) is root
    assert root.key_reading("a").locator == "1:1"
    assert root.plain() == {"a": ["b", {"c": 1}]}


def test_a_part_of_a_file_can_be_made_a_record(tmp_path: Path) -> None:
    root = load_yaml(written(tmp_path, "model:\n  code: a\n  name: 1\n"), name="models.yaml")
    node = root.find(["model"])
    with pytest.raises(MunicompareError, match=r"models\.yaml:3:9"):
        hydrate(node, Model)


def test_a_bundled_definition_is_found_by_its_name() -> None:
    assert definition("units.yaml").is_file()


@pytest.mark.parametrize("name", ["none.yaml", "../errors.py", "", "/etc/hosts", "a/../units.yaml"])
def test_a_definition_outside_the_folder_is_not_found(name: str) -> None:
    with pytest.raises(MunicompareError) as caught:
        definition(name)
    assert caught.value.report.codes == ("MC001",)


@given(st.binary(max_size=60) | st.text("-:{}[]&*!|>'\"#%@`a0 \n\t?,\\~.", max_size=40))
def test_any_bytes_give_values_or_one_error(
    tmp_path_factory: pytest.TempPathFactory, data: bytes | str
) -> None:
    file = written(tmp_path_factory.getbasetemp(), data)
    try:
        found = load_records(file, Model, name="models.yaml")
    except MunicompareError as error:
        report = error.report
    else:
        assert all(isinstance(record, Model) for record in found)
        return
    assert len(report) > 0
    assert {issue.readings[0].document for issue in report} == {"models.yaml"}
