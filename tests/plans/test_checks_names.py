"""Rules about numbers, wordings, footnotes and terms."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from municompare import Issue
from municompare.errors import Reading
from municompare.model.elements import Principle
from municompare.model.plan import Note, PlanRecord

from .odd_plans import (
    KEY,
    PLAN,
    SECOND,
    WORK,
    also_printed,
    assignment,
    found,
    goal,
    places,
    second_document,
    sound,
    value,
    with_rows,
)


def codes(record: PlanRecord) -> list[str]:
    return [issue.code for issue in found(record)]


def principle(number: str, title: str, kind: Any = "principle") -> Principle:
    return Principle(
        id=f"{KEY}/principle/{kind}-{number.replace('.', '-')}",
        kind=kind,
        number=number,
        title=title,
        document=PLAN,
        locator=f"L8{number.replace('.', '')}",
    )


def test_one_text_under_two_numbers_is_reported() -> None:
    record = with_rows(
        sound(),
        goal("3", "Fler unga i arbete.", locator="L41"),
        goal("4", "Fler  unga i arbete", locator="L42"),
    )
    [issue] = found(record, "MC325")
    assert (issue.severity, places(issue)) == ("warning", ["L41", "L42"])
    assert "'Fler unga i arbete.' as 3 and 4" in issue.message


def test_one_text_under_one_number_or_of_two_kinds_is_not_reported() -> None:
    same = [goal("1", "Fler unga", locator="L41"), goal("1", "Fler unga", locator="L42")]
    assert codes(with_rows(sound(), *same)) == []
    other = replace(same[1], number="2", kind="development_area")
    assert found(with_rows(sound(), same[0], other), "MC325") == []
    assert codes(with_rows(sound(), goal(None, "Fler unga"), goal("1", "Fler unga"))) == []


def test_two_texts_under_one_number_are_reported() -> None:
    record = with_rows(
        sound(),
        goal("1", "Fler unga i arbete", locator="L41"),
        goal("2", "Ekonomi i balans", locator="L42"),
        goal("2", "Nöjda medborgare", locator="L43"),
    )
    [issue] = found(record)
    assert (issue.code, issue.severity, places(issue)) == ("MC389", "warning", ["L42", "L43"])


@pytest.mark.parametrize(
    "more",
    [
        pytest.param({"title": "Ekonomi i balans."}, id="spelling"),
        pytest.param({"perspective": "Ekonomi"}, id="another perspective"),
        pytest.param({"parent": WORK}, id="another goal above"),
        pytest.param({"kind": "development_area"}, id="another kind"),
        pytest.param({"title": None, "title_status": "absent"}, id="no text"),
    ],
)
def test_two_texts_that_may_share_a_number_are_not_reported(more: Any) -> None:
    record = with_rows(
        sound(),
        goal("1", "Fler unga i arbete", locator="L41"),
        goal("2", "Ekonomi i balans", locator="L42"),
        replace(goal("2", "Nöjda medborgare", locator="L43"), **more),
    )
    assert found(record, "MC389") == []


def test_numbers_that_start_again_are_not_one_series() -> None:
    first = [goal(str(n), f"Mål {'abc'[n - 1]}", locator=f"L4{n}") for n in (1, 2, 3)]
    again = [goal(str(n), f"Ändamål {'xyz'[n - 1]} för alla", locator=f"L5{n}") for n in (1, 2)]
    assert codes(with_rows(sound(), *first, *again)) == []


def test_a_gap_in_numbers_is_reported_with_its_neighbours() -> None:
    record = with_rows(
        sound(),
        *(goal(n, f"Ett mål om {t}", locator=f"L4{n}") for n, t in zip("124", "abc", strict=True)),
    )
    [issue] = found(record)
    assert (issue.code, issue.severity, places(issue)) == ("MC322", "warning", ["L42", "L44"])
    assert "no goal 3" in issue.message


def test_a_first_number_that_is_missing_is_a_gap_too() -> None:
    record = with_rows(sound(), goal("2", "Fler unga"), goal("3", "Ekonomi i balans"))
    [issue] = found(record)
    assert "no goal 1." in issue.message


def test_numbers_below_a_chapter_are_a_series_of_their_own() -> None:
    names = {"2.1": "Arbete", "2.3": "Bostad", "2.4": "Hälsa"}
    record = replace(sound(), principles=tuple(principle(n, t) for n, t in names.items()))
    [issue] = found(record)
    assert "no principle 2.2" in issue.message


def test_global_goals_and_few_numbers_have_no_gaps() -> None:
    global_goals = tuple(principle(n, f"Mål {n}", "sdg") for n in ("1", "5", "10"))
    assert codes(replace(sound(), principles=global_goals)) == []
    assert codes(with_rows(sound(), goal("14", "Bevilgning"))) == []
    assert codes(with_rows(sound(), goal("a", "Första"), goal("c", "Tredje målet"))) == []
    far = [goal("1", "Första"), goal("9", "Nionde målet")]
    assert codes(with_rows(sound(), *far)) == []


def worded(text: str, document: str = PLAN) -> PlanRecord:
    record = second_document(sound())
    return with_rows(record, also_printed(record.goals[0], document, text))


def test_another_wording_within_a_document_is_reported() -> None:
    [issue] = found(worded("Fler unga i arbete"))
    assert (issue.code, issue.severity, places(issue)) == ("MC324", "warning", ["L7", "L3/c1"])


def test_another_spelling_is_worth_a_note() -> None:
    [issue] = found(worded("Fler i arbete."))
    assert (issue.code, issue.severity) == ("MC324", "info")


def test_what_says_something_else_or_stands_elsewhere_is_no_other_wording() -> None:
    assert found(worded("Här beskrivs hur nämnden tänker nå dit"), "MC324") == []
    assert found(worded("Fler unga i arbete", SECOND), "MC324") == []
    assert found(worded("Fler i arbete"), "MC324") == []


def test_a_wording_that_a_reader_has_reported_under_any_code_is_not_reported_again() -> None:
    record = worded("Fler unga i arbete")
    known = Issue(
        id=f"{KEY}/issue/known", code="MC343", severity="info", message="spelled otherwise.",
        readings=(Reading(document=PLAN, locator="L7"),),
    )  # fmt: skip
    assert codes(replace(record, issues=(known,))) == []


def test_wordings_of_other_things_are_left_alone() -> None:
    record = worded("Planen")
    wording = replace(record.wordings[0], element=PLAN)
    assert codes(replace(record, wordings=(wording,))) == []


def note(marker: str | None, element: str | None) -> Note:
    return Note(
        id=f"{KEY}/note/one", marker=marker, text="Gäller alla.", element=element, document=PLAN,
        locator="L90",
    )  # fmt: skip


def test_a_footnote_without_mark_is_reported_and_a_remark_is_not() -> None:
    [issue] = found(with_rows(sound(), note("*", None)))
    assert (issue.code, issue.severity, places(issue)) == ("MC335", "warning", ["L90"])
    assert codes(with_rows(sound(), note("*", WORK))) == []
    assert codes(with_rows(sound(), note(None, None))) == []


def test_a_mark_without_footnote_is_reported() -> None:
    marked = with_rows(sound(), value(11, "2019", raw="11%**"))
    [issue] = found(marked)
    assert (issue.code, places(issue)) == ("MC335", ["L20/c3"])
    assert codes(with_rows(marked, note("**", WORK))) == []
    assert codes(with_rows(marked, note("*", WORK))) == ["MC335"]


FIRST = "Med etableringstid menas här tiden från uppehållstillstånd."
OTHER = "Kommunen räknar etableringstiden från det att en medborgare har anlänt."


def defined(*texts: str, language: Any = "sv") -> PlanRecord:
    rows = [assignment(text, 50 + number) for number, text in enumerate(texts)]
    return with_rows(replace(sound(), language=language), *rows)


def test_a_term_that_is_defined_in_two_ways_is_reported() -> None:
    [issue] = found(defined(f"Förkorta tiden. {FIRST}", OTHER))
    assert (issue.code, issue.severity, places(issue)) == ("MC396", "warning", ["L50", "L51"])
    assert [reading.text for reading in issue.readings] == [FIRST, OTHER]


def test_danish_definitions_are_known_too() -> None:
    texts = (
        "Ved ledighedsperiode forstås tiden fra opsigelsen.",
        "Ledighedsperioden opgøres fra den første udbetaling.",
    )
    assert codes(defined(*texts, language="da")) == ["MC396"]


@pytest.mark.parametrize(
    "texts",
    [
        pytest.param((FIRST, FIRST), id="the same"),
        pytest.param((FIRST, "Med arbetslöshet menas att sakna arbete."), id="another term"),
        pytest.param((FIRST, "Kommunen räknar deltagare från alla enheter."), id="another count"),
        pytest.param((FIRST, "Etableringstiden ska halveras."), id="no definition"),
        pytest.param(("Med tid menas dag.", "Med tider menas timmar."), id="a word too short"),
    ],
)
def test_terms_that_are_defined_once_are_not_reported(texts: tuple[str, ...]) -> None:
    assert codes(defined(*texts)) == []
