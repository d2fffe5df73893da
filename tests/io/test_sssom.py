"""SSSOM files: what is read, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

import municompare as mc
from municompare.io.sssom import read_mappings

HEADER = """#mapping_set_id: https://example.org/set
#mapping_set_version: "2.1"
#curie_map:
#  concept: https://example.org/concept/
"""
COLUMNS = (
    "subject_id\tsubject_label\tpredicate_modifier\tpredicate_id\tobject_id\t"
    "mapping_justification\tconfidence\text_role\text_valid_from\n"
)
GOOD = (
    "plan:a-2020/goal/x\tX\t\tskos:closeMatch\tconcept:work\tsemapv:ManualMappingCuration\t0.8"
    "\tcontext\t2018\n"
)
DENIED = (
    "plan:a-2020/goal/x\tX\tNot\tskos:exactMatch\tconcept:money"
    "\tsemapv:ManualMappingCuration\t\t\t\n"
)


def _file(folder: Path, text: str) -> Path:
    path = folder / "mappings.sssom.tsv"
    path.write_text(text, encoding="utf-8")
    return path


def test_rows_become_mappings_and_denials(tmp_path: Path) -> None:
    mappings, version = read_mappings(
        _file(tmp_path, HEADER + COLUMNS + GOOD + DENIED), known={"work", "money"}
    )
    assert version == "2.1"
    assert mappings[0].subject == "a-2020/goal/x"
    assert (mappings[0].relation, mappings[0].concept) == ("closeMatch", "work")
    assert (mappings[0].confidence, mappings[0].role, mappings[0].valid_from) == (
        0.8,
        "context",
        "2018",
    )
    assert mappings[1].relation == "notMatch"
    assert mappings[1].confidence is None


@pytest.mark.parametrize(
    ("old", "new", "where", "code"),
    [
        ("concept:work", "concept:wrok", "6:object_id", "MC103"),
        ("concept:work", "work", "6:object_id", "MC108"),
        ("plan:a-2020", "a-2020", "6:subject_id", "MC108"),
        ("skos:closeMatch", "skos:sameAs", "6:predicate_id", "MC108"),
        ("semapv:ManualMappingCuration", "", "6:mapping_justification", "MC106"),
        ("0.8", "1.8", "6:confidence", "MC102"),
        ("0.8", "high", "6:confidence", "MC102"),
        ("\tcontext", "\tsame", "6:ext_role", "MC108"),
        ("\t2018", "\tlater", "6:ext_valid_from", "MC108"),
        ("\t2018", "\t2018\tmore", "6:", "MC110"),
        ("\tpredicate_id", "\tpredicate", "5:predicate_id", "MC106"),
        ("\tsubject_label", "\tsubject_id", "5:subject_id", "MC101"),
        ("X\t\t", "X\tnot\t", "6:predicate_modifier", "MC108"),
        ("skos:closeMatch", "closeMatch", "6:predicate_id", "MC108"),
        ("skos:closeMatch", "skos:notMatch", "6:predicate_id", "MC108"),
        ("skos:closeMatch", "skos:mappingRelation", "6:predicate_id", "MC108"),
        ("\t\tskos:closeMatch", "\tNot\tskos:notMatch", "6:predicate_id", "MC108"),
        ("semapv:ManualMappingCuration", "manual", "6:mapping_justification", "MC108"),
        ("semapv:ManualMappingCuration", "semapv:", "6:mapping_justification", "MC108"),
        ("0.8", "0_8", "6:confidence", "MC102"),
        ("0.8", "nan", "6:confidence", "MC102"),
        ("\tX\t", "\t" + "x" * 200_000 + "\t", "6: a cell", "MC110"),
        ("\tX\t", '\t"X\t', "6: the row", "MC110"),
        (GOOD, "# remark\n" + GOOD, "6: the row", "MC110"),
        (GOOD, "\n" + GOOD, "6: the row", "MC110"),
        (COLUMNS + GOOD, "", " the file is empty", "MC002"),
    ],
)
def test_a_wrong_row_is_named_with_line_and_column(
    tmp_path: Path, old: str, new: str, where: str, code: str
) -> None:
    text = (HEADER + COLUMNS + GOOD).replace(old, new, 1)
    with pytest.raises(mc.MunicompareError) as caught:
        read_mappings(_file(tmp_path, text), known={"work"})
    assert caught.value.report.codes == (code,)
    assert f"mappings.sssom.tsv:{where}" in str(caught.value)


def test_a_repeated_statement_is_named_with_both_lines(tmp_path: Path) -> None:
    again = GOOD.replace("0.8", "0.7")
    with pytest.raises(mc.MunicompareError, match=r"tsv:7:subject_id: line 6 .*MC107"):
        read_mappings(_file(tmp_path, HEADER + COLUMNS + GOOD + again), known={"work"})


def test_a_denial_and_another_period_are_other_statements(tmp_path: Path) -> None:
    denied = GOOD.replace("\t\tskos", "\tNot\tskos")
    later = GOOD.replace("\t2018", "\t2020")
    text = HEADER + COLUMNS + GOOD + denied + later
    mappings, _ = read_mappings(_file(tmp_path, text), known={"work"})
    assert [mapping.relation for mapping in mappings] == ["closeMatch", "notMatch", "closeMatch"]


def test_a_denial_may_name_no_relation_in_particular(tmp_path: Path) -> None:
    row = DENIED.replace("exactMatch", "mappingRelation")
    mappings, _ = read_mappings(_file(tmp_path, COLUMNS + row), known={"money"})
    assert mappings[0].relation == "notMatch"


def test_a_public_measure_keeps_its_prefix_and_its_validity(tmp_path: Path) -> None:
    columns = COLUMNS.replace("\n", "\text_valid_to\n")
    until = GOOD.replace("plan:a-2020/goal/x", "kolada:N1").replace("\t2018\n", "\t\t2017\n")
    since = GOOD.replace("plan:a-2020/goal/x", "kolada:N1").replace("\t2018\n", "\t2018\t\n")
    mappings, _ = read_mappings(_file(tmp_path, columns + until + since), known={"work"})
    assert [(m.subject, m.valid_from, m.valid_to) for m in mappings] == [
        ("kolada:N1", None, "2017"),
        ("kolada:N1", "2018", None),
    ]


def test_a_measure_of_another_publisher_is_refused(tmp_path: Path) -> None:
    row = GOOD.replace("plan:a-2020/goal/x", "scb:N1")
    with pytest.raises(mc.MunicompareError, match=r"tsv:2:subject_id: .*MC108"):
        read_mappings(_file(tmp_path, COLUMNS + row), known={"work"})


def test_odd_line_marks_and_a_byte_order_mark_change_nothing(tmp_path: Path) -> None:
    row = GOOD.replace("\tX\t", "\tX\x0b\x85\u2028#Y\t")
    text = (HEADER + COLUMNS + row).replace("\n", "\r\n")
    path = tmp_path / "mappings.sssom.tsv"
    path.write_bytes(text.encode("utf-8-sig") + b"\r\n")
    mappings, version = read_mappings(path, known={"work"})
    assert (mappings[0].subject_label, version) == ("X\x0b\x85\u2028#Y", "2.1")


def test_a_file_without_version_says_so(tmp_path: Path) -> None:
    assert read_mappings(_file(tmp_path, COLUMNS + GOOD), known={"work"})[1] == "unversioned"


def test_a_missing_or_foreign_file_is_one_error(tmp_path: Path) -> None:
    with pytest.raises(mc.MunicompareError, match="MC001"):
        mc.read_crosswalk(tmp_path / "none.tsv")
    (tmp_path / "latin.tsv").write_bytes("subject_id\tå".encode("latin-1"))
    with pytest.raises(mc.MunicompareError, match="MC004"):
        mc.read_crosswalk(tmp_path / "latin.tsv")
