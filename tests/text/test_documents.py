"""The real indicator table and the real success criteria, cell by cell."""

from __future__ import annotations

from pathlib import Path

import pytest

from municompare.text.cells import CellValue, read_base_value, read_cell
from municompare.text.targets import Target, read_criterion, read_name_targets

pytestmark = pytest.mark.shared

EMPTY = "empty"
GONE = "not_reported"
UP, DOWN, NOT_UP = "increase", "decrease", "not_increase"
WORDS = "qualitative"

ROWS: dict[int, tuple[object, ...]] = {
    437: (GONE, 299.0, DOWN, DOWN),
    438: (GONE, 182.0, UP, UP),
    439: (GONE, "4.0 arbete 2.0 studier", UP, UP),
    440: (GONE, 477.0, 677.0, 777.0),
    441: (GONE, GONE, UP, UP),
    442: (2996.0, 3130.0, 2800.0, 2700.0),
    443: (1384.0, 1387.0, 1150.0, 850.0),
    444: ("4.8%", "4.6%", "4.2%", "3.2%"),
    445: ("86.0%", "87.0%", "88.0%", "88.0%"),
    446: ("21.0dagar", "19.0dagar", "15.0dagar", "5.0dagar"),
    448: (WORDS, WORDS, WORDS, WORDS),
    449: ("6.6%*", "6.8%*", ">=0.0", ">=0.0"),
    450: (GONE, GONE, "90.0%", "95.0%"),
    451: (EMPTY, "11.0%*", NOT_UP, NOT_UP),
    452: (EMPTY, "2.1 JKT 0.3 OSA 4.9 AMS", UP, UP),
}
"""Line of the document to what its four value cells hold; all later rows are empty."""


def shown(value: CellValue) -> object:
    if value.status == "directional":
        return value.comparator
    if value.value is None:
        return value.status
    if value.label:
        return f"{value.value} {value.label}"
    if value.comparator != "=":
        return f"{value.comparator}{value.value}"
    if value.unit_raw or value.marker:
        return f"{value.value}{value.unit_raw or ''}{value.marker or ''}"
    return value.value


def test_every_cell_of_the_indicator_table_is_read(shared_documents: Path) -> None:
    text = (shared_documents / "linkoping-internbudget-2019.md").read_text(encoding="utf-8")
    lines = text.splitlines()
    read: dict[int, tuple[object, ...]] = {}
    for number in range(437, 472):
        cells = lines[number - 1].split("\t")
        if len(cells) < 7:
            continue
        values = [read_cell(cell, language="sv") for cell in cells[3:7]]
        assert all(not cell.issues for cell in values)
        read[number] = tuple(
            shown(cell.values[0])
            if len(cell.values) == 1
            else " ".join(str(shown(v)) for v in cell.values)
            for cell in values
        )
    assert {line: row for line, row in read.items() if line in ROWS} == ROWS
    assert all(set(row) == {EMPTY} for line, row in read.items() if line not in ROWS)


def test_base_values_and_targets_in_the_names_of_the_table(shared_documents: Path) -> None:
    text = (shared_documents / "linkoping-internbudget-2019.md").read_text(encoding="utf-8")
    names = {n: line.split("\t") for n, line in enumerate(text.splitlines(), 1)}
    bases = {
        n: read_base_value(cells[2], language="sv")
        for n, cells in names.items()
        if 437 <= n <= 471 and len(cells) > 2
    }
    found = {n: base for n, base in bases.items() if base is not None}
    assert {n: base.number and base.number.value for n, base in found.items()} == {
        437: 299, 438: 182, 439: 6, 441: None,
    }  # fmt: skip
    assert found[439].parts == (("arbete", 4), ("studier", 2))
    assert found[441].status == "not_reported"
    targets = {
        n: [
            (t.comparator, t.value, t.period and t.period.text)
            for t in read_name_targets(names[n][2], language="sv")
        ]
        for n in bases
    }
    assert {n: t for n, t in targets.items() if t} == {
        437: [(DOWN, None, None)],
        438: [(UP, None, None)],
        439: [(UP, None, None)],
        440: [(">=", 677, "2019"), (">=", 777, "2020")],
        441: [(UP, None, None)],
    }
    (goal,) = read_name_targets(names[442][1], language="sv")
    assert (goal.comparator, goal.period and goal.period.text) == (DOWN, "2019/2022")


def told(target: Target) -> tuple[object, ...]:
    return (
        target.comparator,
        target.value,
        target.unit_raw,
        target.period and target.period.text,
        target.base_period and target.base_period.text,
        target.status,
    )


CRITERIA = {
    "er reduceret med 60": [("change_by", -60, "årspersoner", "2017-12", "2015-12", "reported")],
    "Mindst 25 pct.": [
        (">=", 25, "pct.", "2020", None, "reported"),
        (">=", 30, "pct.", "2025", None, "reported"),
    ],
    "bedre end landsgennemsnittet": [
        ("better_than", None, None, "2017-12-31", None, "relative_only")
    ],
    "26 % opnår": [("=", 26, "%", None, None, "reported")],
    "10 procent flere": [("change_by_percent", 10, "procent", "2017", "2016", "reported")],
    "fører til job": [("increase", None, None, "2017", "2016", "directional")],
    "er reduceret med 63": [("change_by", -63, "årspersoner", "2017-12", "2015-12", "reported")],
    "er reduceret med 14": [("change_by", -14, "årspersoner", "2017-12", "2015-12", "reported")],
    "indsigt i målarbejdet": [("text", None, None, None, None, "qualitative")],
    "sammenlignes på klyngeniveau": [("text", None, None, None, None, "qualitative")],
    "Metodegrundlaget implementeres": [("text", None, None, None, None, "qualitative")],
    "Fast punkt": [("text", None, None, None, None, "qualitative")],
}
"""Words of a criterion to its targets."""


def test_every_success_criterion_of_the_agreement_is_read(shared_documents: Path) -> None:
    text = (shared_documents / "silkeborg-aftale-2017.md").read_text(encoding="utf-8")
    rows = [line.split("|") for line in text.splitlines()]
    cells = [cell.strip() for row in rows for cell in row[1:]]
    for words, expected in CRITERIA.items():
        (cell,) = (cell for cell in cells if words in cell)
        criterion = read_criterion(cell, language="da")
        assert [told(t) for t in criterion.targets] == expected, cell
        assert criterion.issues == (), cell
