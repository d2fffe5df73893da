"""Copies of the real operational plan: every figure changed by one, pages cut off, words mixed."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from municompare.documents import SourceDocument, load_document
from municompare.errors import MunicompareError
from municompare.model.elements import Measurement
from municompare.model.plan import PlanRecord
from municompare.plans.consistency import check_plan
from municompare.readers.linkoping_operational import LinkopingOperationalReader
from municompare.schema import TABLES

from .linkoping_operational_plans import PAGES, document, read

NAME = "linkoping-verksamhetsplan-2019.txt"
PLACE = re.compile(r"L(?P<line>\d+):c(?P<char>\d+)")
NUMBER = re.compile(r"\d+(?:[ ,.]\d+)*")
WORDED = ("title", "name", "raw", "description", "text", "title_en", "name_en", "what")
"""Fields that print the wording of an element, in which a changed figure shows."""


@pytest.fixture(scope="module")
def source(shared_documents: Path) -> SourceDocument:
    return load_document(shared_documents / NAME)


@pytest.fixture(scope="module")
def plan(source: SourceDocument) -> PlanRecord:
    return LinkopingOperationalReader().read(source)


def with_other_figure(lines: tuple[str, ...], value: Measurement) -> tuple[tuple[str, ...], float]:
    """The lines with another last digit in a value's figure, and what the figure then says."""
    place, number = PLACE.match(value.locator), NUMBER.search(value.raw or "")
    assert place is not None
    assert number is not None
    line, start = int(place["line"]) - 1, int(place["char"]) - 1 + number.start()
    end = start + len(number[0])
    assert lines[line][start:end] == number[0]
    last = number[0][-1]
    other = number[0][:-1] + ("8" if last == "9" else str(int(last) + 1))
    text = lines[line][:start] + other + lines[line][end:]
    figure = float(other.replace(" ", "").replace(",", "."))
    return (*lines[:line], text, *lines[line + 1 :]), figure


def figureless(row: object) -> object:
    """A row without the wordings in which a changed figure shows."""
    present = [name for name in WORDED if hasattr(row, name)]
    return replace(row, **dict.fromkeys(present))  # type: ignore[type-var]


@pytest.mark.shared
def test_a_changed_figure_changes_that_value_alone(source, plan):
    figures = [v for v in plan.measurements if v.value is not None and NUMBER.search(v.raw or "")]
    assert len(figures) > 75
    for value in figures:
        lines, figure = with_other_figure(source.lines, value)
        again = read(lines)
        for name in TABLES:
            if name in ("issues", "issue_readings", "documents"):
                continue
            before, after = getattr(plan, name), getattr(again, name)
            assert [row.id for row in before] == [row.id for row in after], (value.id, name)
            for one, other in zip(before, after, strict=True):
                if one.id == value.id:
                    assert other.value == figure, value.id
                elif name == "activities" and one.quantity == value.value:
                    assert other.quantity in (one.quantity, figure)
                else:
                    assert figureless(one) == figureless(other), (value.id, one.id)


@pytest.mark.shared
def test_other_years_in_the_header_move_all_values_with_them(source):
    lines = tuple(
        line.replace(
            "Nämndindikator 2017 2018 Målvärde 2019 Målvärde 2020",
            "Nämndindikator 2027 2028 Målvärde 2029 Målvärde 2030",
        )
        for line in source.lines
    )
    plan = read(lines)
    table = {row.id for row in plan.indicators if row.origin == "table"}
    periods = {
        v.period[:4]
        for v in plan.measurements
        if v.indicator in table and v.comparator_basis != "name" and v.period and v.period[0] != "["
    }
    assert periods == {"2027", "2028", "2029", "2030"}


@pytest.mark.shared
@pytest.mark.parametrize("pages", range(1, 10))
def test_a_plan_cut_off_before_its_table_is_refused(source, pages):
    with pytest.raises(MunicompareError) as caught:
        read(source.lines[:pages])
    assert set() < set(caught.value.report.codes) <= {"MC320", "MC331"}


WORDS = [word for page in PAGES.values() for word in page.split()]
JUNK = [
    "Ska öka", "-", "1 384", "4,8%", "(", ")", '"', "Män", "Kvinnor", "Basvärde 2030 =", "*", "**",
    "Fel! Bokmärket är inte definierat.", "Uppdrag till samtliga nämnder att", "Målområde",
    "Nämndmål Aktivitet Slutfört", "2031", "\u00ad", "a:", "JKT: 2", "9" * 25, "0", "Saknas",
    "Strategiska utvecklingsuppdrag Aktivitet Slutfört", "3130-3130", "2 studier 4 arbete", "1",
]  # fmt: skip


@st.composite
def _mixed(draw: st.DrawFn) -> list[str]:
    """The invented plan with words left out, put in, turned round or repeated, pages lost."""
    pages = [page.split(" ") for page in PAGES.values()]
    for _ in range(draw(st.integers(1, 6))):
        page = draw(st.sampled_from(pages))
        start = draw(st.integers(0, len(page)))
        end = min(len(page), start + draw(st.sampled_from([1, 3, 40])))
        kind = draw(st.sampled_from(["drop", "add", "turn", "repeat", "lose", "cut"]))
        if kind == "drop":
            del page[start:end]
        elif kind == "add":
            page.insert(start, draw(st.sampled_from(JUNK + WORDS)))
        elif kind == "turn":
            page[start:end] = page[start:end][::-1]
        elif kind == "repeat":
            page[start:end] = page[start:end] * 2
        elif kind == "lose" and len(pages) > 2:
            pages.remove(page)
        else:
            pages.insert(pages.index(page) + 1, page[start:])
            del page[start:]
    return [" ".join(page) for page in pages]


@settings(max_examples=120)
@given(_mixed())
def test_a_mixed_up_plan_is_read_whole_or_refused(pages: list[str]):
    mixed = document(pages)
    assert 0 <= LinkopingOperationalReader().recognise(mixed).score <= 1
    try:
        plan = LinkopingOperationalReader().read(mixed)
    except MunicompareError as error:
        assert set() < set(error.report.codes) <= {"MC320", "MC331"}
    else:
        assert not check_plan(plan)
        for value in plan.measurements:
            found = mixed.text_at(value.locator)
            assert found is not None
            assert "".join((value.raw or "").split()) in "".join(found.split())
