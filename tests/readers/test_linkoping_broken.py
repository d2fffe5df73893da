"""Broken documents of the two families: a plan or one error with its problems, nothing else."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from municompare.documents import SourceDocument
from municompare.documents.lines import markdown_blocks
from municompare.errors import MunicompareError
from municompare.plans.consistency import check_plan
from municompare.readers.linkoping import LinkopingReader
from municompare.readers.linkoping_programme import LinkopingProgrammeReader
from municompare.readers.protocol import Reader

DATA = Path(__file__).parent / "data"
BUDGET = (DATA / "linkoping-internbudget-whole.md").read_text("utf-8").splitlines()
PROGRAMME = (DATA / "linkoping-program.md").read_text("utf-8").splitlines()
BITS = ("*", "(", ")", "§ ", "2019-13-45", "\t", "000000", "", ".", ":", "KF ", "2010-2009", "%")

Edit = tuple[str, int, int, int]
EDITS = st.lists(
    st.tuples(
        st.sampled_from(["drop", "repeat", "swap", "cut", "put", "head", "list", "italic"]),
        st.integers(0, 10_000),
        st.integers(0, 10_000),
        st.integers(0, len(BITS) - 1),
    ),
    min_size=1,
    max_size=10,
)


def _broken(lines: list[str], edits: list[Edit]) -> SourceDocument:
    lines = list(lines)
    for kind, first, second, bit in edits:
        if not lines:
            break
        here, there = first % len(lines), second % len(lines)
        line = lines[here]
        at = second % (len(line) + 1)
        if kind == "drop":
            del lines[here : here + 1 + second % 12]
        elif kind == "repeat":
            lines.insert(there, line)
        elif kind == "swap":
            lines[here], lines[there] = lines[there], lines[here]
        elif kind == "cut":
            lines[here] = line[:at]
        elif kind == "put":
            lines[here] = line[:at] + BITS[bit] + line[at + second % 3 :]
        else:
            before = {"head": "## ", "list": "- ", "italic": "*"}[kind]
            lines[here] = f"{before}{line}{'*' if kind == 'italic' else ''}"
    text = "\n".join(lines)
    return SourceDocument(
        path_name="broken.md",
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        format="markdown",
        encoding="utf-8",
        lines=tuple(lines),
        blocks=markdown_blocks(lines),
    )


def _holds(reader: Reader, document: SourceDocument) -> None:
    assert 0 <= reader.recognise(document).score <= 1
    try:
        plan = reader.read(document)
    except MunicompareError as error:
        assert len(error.report) > 0
        return
    assert str(check_plan(plan)) == "no issues"
    for table in ("assignments", "principles", "decisions", "followups", "responsibilities"):
        for row in getattr(plan, table):
            assert document.text_at(row.locator) is not None, row.id


@settings(max_examples=60)
@given(EDITS)
def test_a_broken_internal_budget_gives_a_plan_or_one_error(edits: list[Edit]) -> None:
    _holds(LinkopingReader(), _broken(BUDGET, edits))


@settings(max_examples=60)
@given(EDITS)
def test_a_broken_programme_gives_a_plan_or_one_error(edits: list[Edit]) -> None:
    _holds(LinkopingProgrammeReader(), _broken(PROGRAMME, edits))


@pytest.mark.parametrize("reader", [LinkopingReader(), LinkopingProgrammeReader()])
@pytest.mark.parametrize("text", ["a " * 20_000, "nämnden " * 5_000, "1 " * 20_000, "(" * 10_000])
def test_a_long_line_gives_a_plan_or_one_error(reader: Reader, text: str) -> None:
    lines = BUDGET if reader.name == "linkoping" else PROGRAMME
    at = next(n for n, line in enumerate(lines) if line.startswith("Det"))
    _holds(reader, _broken([*lines[:at], text, *lines[at:]], []))
