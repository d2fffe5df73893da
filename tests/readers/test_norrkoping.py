"""The reader on the plan of another administration and year: recognition, goals, faults."""

from __future__ import annotations

from typing import Any

import pytest

from municompare.errors import MunicompareError
from municompare.model.plan import PlanRecord
from municompare.readers.norrkoping import NorrkopingReader
from municompare.readers.protocol import Reader


def problems(sample: Any, **changes: str | None) -> list[tuple[str, str]]:
    with pytest.raises(MunicompareError) as raised:
        sample.read(**changes)
    for issue in raised.value.report:
        assert issue.readings[0].document == "plan.txt"
        assert issue.readings[0].locator
    return [(issue.code, issue.message) for issue in raised.value.report]


def test_the_reader_keeps_the_contract() -> None:
    assert isinstance(NorrkopingReader(), Reader)


def test_a_plan_of_the_family_is_recognised_with_and_without_noise(verksamhetsplan: Any) -> None:
    for noise in ((), verksamhetsplan.noise):
        assert NorrkopingReader().recognise(verksamhetsplan.document(noise=noise)).score == 1


def test_the_same_layout_of_another_municipality_is_not_taken(verksamhetsplan: Any) -> None:
    foreign = verksamhetsplan.document(preface="Norrköping=>Staden")
    found = NorrkopingReader().recognise(foreign)
    assert found.score < 0.5
    assert "no name Norrköping" in found.reasons


def test_key_title_and_adoption_come_from_the_title_page(kulturkontoret: PlanRecord) -> None:
    assert kulturkontoret.key == "norrkoping-kulturkontoret-2019"
    assert (kulturkontoret.organisation, kulturkontoret.period, kulturkontoret.status) == (
        "Kulturkontoret",
        "2019",
        "adopted",
    )
    assert kulturkontoret.covers is None  # the definition tells of another administration
    own = kulturkontoret.documents[0]
    assert (own.title, own.decided_on) == ("Kulturkontorets verksamhetsplan 2019", "2019-02-05")


def test_no_field_holds_the_name_of_a_person(kulturkontoret: PlanRecord) -> None:
    assert kulturkontoret.documents[0].decided_by == "kulturkontorets förvaltningschef"
    assert "Efternamn" not in repr(kulturkontoret)


def test_a_plan_without_adoption_is_of_unknown_status(verksamhetsplan: Any) -> None:
    bare = verksamhetsplan.read(
        title=f"{verksamhetsplan.pages['title']}=>Kulturkontorets verksamhetsplan 2019"
    )
    assert (bare.status, bare.documents[0].status) == ("unknown", "unknown")
    assert bare.documents[0].decided_by is None


def test_a_name_without_bare_form_in_the_text_keeps_its_ending(verksamhetsplan: Any) -> None:
    changed = verksamhetsplan.read(title="Kulturkontorets=>Bladets")
    assert changed.organisation == "Bladets"


def test_noise_before_the_transcript_changes_places_and_nothing_else(
    verksamhetsplan: Any, kulturkontoret: PlanRecord
) -> None:
    noisy = NorrkopingReader().read(verksamhetsplan.document(noise=verksamhetsplan.noise))
    assert [g.id for g in noisy.goals] == [g.id for g in kulturkontoret.goals]
    assert "Utbildningskontorets" not in repr(noisy)
    assert kulturkontoret.goals[0].locator.startswith("L9:")
    assert noisy.goals[0].locator.startswith("L17:")


def test_goals_have_first_sentence_as_title_and_the_rest_as_description(
    verksamhetsplan: Any, kulturkontoret: PlanRecord
) -> None:
    first = verksamhetsplan.goal(kulturkontoret, "goal", "1")
    assert first.title == "Fler barn ska läsa."
    assert first.description.startswith("Av barnen som lånar")
    assert first.title_status == "printed"
    assert first.level == "norrkoping-kulturkontoret-2019/level/uppdragsplan"


def test_a_row_over_a_page_break_is_joined_without_the_repeated_header(
    verksamhetsplan: Any, kulturkontoret: PlanRecord
) -> None:
    row = verksamhetsplan.goal(kulturkontoret, "development_area", "2")
    assert row.title == "Nämnden ska utveckla scenkonst för unga."
    assert row.title_status == "joined"
    assert row.description == "Det gäller hela kommunen."
    assert [place.split(":")[0] for place in row.locator.split("|")[0].split("+")][:2] == [
        "L9",
        "L11",
    ]


def test_numbers_left_to_others_are_rows_without_title(
    verksamhetsplan: Any, kulturkontoret: PlanRecord
) -> None:
    absent = [
        (g.kind, g.number, g.title) for g in kulturkontoret.goals if g.title_status == "absent"
    ]
    assert absent == [
        ("goal", "2", None),
        ("development_area", "1", None),
        ("development_area", "4", None),
    ]
    assert kulturkontoret.excludes == "mål 2 samt utvecklingsområde 1 och 4"
    assert len(verksamhetsplan.issues(kulturkontoret, "MC322")) == 2


def test_a_gap_that_the_document_does_not_name_is_reported_and_not_filled(
    verksamhetsplan: Any,
) -> None:
    silent = verksamhetsplan.read(
        background="mål 2 samt utvecklingsområde 1 och 4 inte berör kontoret=>allt hörs"
    )
    assert all(g.title for g in silent.goals)
    assert silent.excludes is None
    assert verksamhetsplan.issues(silent, "MC322")[0].endswith("2 without text, 2 without a word.")


def test_an_overview_without_gaps_has_no_issue_of_gaps(verksamhetsplan: Any) -> None:
    whole = verksamhetsplan.read(
        background="mål 2 samt utvecklingsområde 1 och 4 inte berör=>ingen uppgift berör",
        overview="Mål 3:=>Mål 2:",
        library="Mål 3 i uppdragsplan=>Mål 2 i uppdragsplan",
        digital="Mål 3 i uppdragsplan=>Mål 2 i uppdragsplan",
    )
    assert all("of the goals" not in message for message in verksamhetsplan.issues(whole, "MC322"))


def test_what_is_left_out_and_treated_is_an_error(verksamhetsplan: Any) -> None:
    both = verksamhetsplan.read(background="mål 2 samt=>mål 1 samt")
    assert len(verksamhetsplan.issues(both, "MC328")) == 1
    assert verksamhetsplan.goal(both, "goal", "1").title == "Fler barn ska läsa."


def test_other_words_of_a_chapter_are_wordings(
    verksamhetsplan: Any, kulturkontoret: PlanRecord
) -> None:
    [wording] = kulturkontoret.wordings
    assert wording.difference == "with 'och unga'"
    assert wording.element == verksamhetsplan.goal(kulturkontoret, "goal", "1").id
    assert [(i.severity, i.code) for i in kulturkontoret.issues if i.code == "MC324"] == [
        ("warning", "MC324")
    ]


def test_the_same_words_elsewhere_are_a_second_place(
    verksamhetsplan: Any, kulturkontoret: PlanRecord
) -> None:
    assert len(verksamhetsplan.goal(kulturkontoret, "goal", "3").locator.split("|")) == 3
    assert (
        verksamhetsplan.goal(kulturkontoret, "goal", "3").perspective
        == "3 Bibliotek; 5 Digitala tjänster"
    )


def test_another_text_under_the_same_number_makes_the_link_ambiguous(
    verksamhetsplan: Any,
) -> None:
    text = "Fler barn och unga ska läsa. Av barnen som lånar ska andelen flickor öka under 2019"
    changed = verksamhetsplan.read(library=f"{text} jämfört med 2018.=>Gatorna ska sopas.")
    number = verksamhetsplan.goal(changed, "goal", "1").id
    assert {link.certainty for link in changed.links if link.to_id == number} == {"ambiguous"}
    assert [i.severity for i in changed.issues if i.code == "MC324"] == ["error"]


def test_two_rows_with_nearly_the_same_text_are_reported(verksamhetsplan: Any) -> None:
    text = "Fler barn ska läsa nu. Av barnen som lånar ska andelen flickor öka under 2019"
    twins = verksamhetsplan.read(
        overview=f"Antalet lån ska vara minst 500 under 2019.=>{text} jämfört med 2018."
    )
    assert verksamhetsplan.issues(twins, "MC325") == [
        "goal 1 and goal 3 have nearly the same text."
    ]


def test_overview_and_chapter_that_disagree_are_one_error_with_all_places(
    verksamhetsplan: Any,
) -> None:
    swapped = verksamhetsplan.read(overview="Kapitel 3 Mål 3=>Kapitel 5 Mål 3")
    [issue] = [i for i in swapped.issues if i.code == "MC323"]
    assert issue.severity == "error"
    assert "goal 1 (chapter 5 in the overview, chapter 3 prints it)" in issue.message
    assert len(issue.readings) == 2
    number = verksamhetsplan.goal(swapped, "goal", "1")
    assert number.perspective == "3 Bibliotek"
    assert "certain" not in {link.certainty for link in swapped.links if link.to_id == number.id}


def test_what_only_one_of_overview_and_chapter_prints_is_read_and_reported(
    verksamhetsplan: Any,
) -> None:
    changed = verksamhetsplan.read(digital="Utvecklingsområde 3 i=>Utvecklingsområde 7 i")
    assert verksamhetsplan.goal(changed, "development_area", "7").title.startswith(
        "Fler ska mötas på nätet"
    )
    lone = verksamhetsplan.goal(changed, "development_area", "3")
    assert lone.perspective == "5 Digitala tjänster"
    assert "development area 3, development area 7" in verksamhetsplan.issues(changed, "MC329")[0]


def test_text_after_the_last_row_of_a_table_is_not_guessed_into_it(verksamhetsplan: Any) -> None:
    followed = verksamhetsplan.read(
        **{"overview, continued": "nätet Kapitel 5=>nätet Kapitel 5 Tabellen är ny."}
    )
    assert (
        verksamhetsplan.goal(followed, "development_area", "3").title == "Fler ska mötas på nätet"
    )
    assert len(verksamhetsplan.issues(followed, "MC321")) == 2


def test_reading_twice_gives_the_same_record(
    verksamhetsplan: Any, kulturkontoret: PlanRecord
) -> None:
    assert verksamhetsplan.read() == kulturkontoret


def test_ids_are_unique_and_hold_no_digit_of_the_text(kulturkontoret: PlanRecord) -> None:
    ids = [
        row.id
        for table in (kulturkontoret.goals, kulturkontoret.activities, kulturkontoret.indicators)
        for row in table
    ]
    assert len(set(ids)) == len(ids)
    assert "norrkoping-kulturkontoret-2019/activity/oppet" in ids


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"overview": "Kapitel 3 Mål 3=>Mål 3"}, [("MC321", "the row of Mål 1")]),
        (
            {"overview": "Antalet lån ska vara minst 500 under 2019. Kapitel=>Kapitel"},
            [("MC321", "a text after Mål 3")],
        ),
        (
            {"overview": "Mål i uppdragsplan Kapitel i verksamhetsplan=>"},
            [("MC320", "table's header")],
        ),
        (
            {"overview, continued": "Utvecklingsområde i uppdragsplan Kapitel i verksamhetsplan =>",
             "overview": "Utvecklingsområde i uppdragsplan Kapitel i verksamhetsplan=>"},
            [("MC320", "table's header")],
        ),
        (
            {"overview": "Utvecklingsområde 2:=>Område:",
             "overview, continued": "Utvecklingsområde 3:=>Område:"},
            [("MC320", "rows below")],
        ),
        ({"overview": None, "overview, continued": None}, [("MC320", "2 Översikt")] * 3),
        ({"digital": None}, [("MC320", "'5 Digitala tjänster'")] * 3),
        ({"contents": None}, [("MC320", "a list of contents")]),
        (
            {"contents": None, "title": "verksamhetsplan 2019=>plan"},
            [("MC320", "a title"), ("MC320", "a list of contents")],
        ),
        ({"title": "verksamhetsplan 2019=>plan"}, [("MC320", "a title")]),
        ({"contents": "4 Scenkonst 9 5 Digitala tjänster 10=>"}, [("MC320", "chapter 5")]),
        ({"contents": "3.1 Bokbuss 7=>3.1 Bokbuss"}, [("MC320", "after 3.1")]),
    ],
)  # fmt: skip
def test_half_a_document_is_an_error_that_names_the_missing_part(
    verksamhetsplan: Any, changes: dict[str, str | None], expected: list[tuple[str, str]]
) -> None:
    found = problems(verksamhetsplan, **changes)
    assert [code for code, _ in found] == [code for code, _ in expected]
    assert expected[0][1] in found[0][1]


def test_a_long_gap_is_told_by_its_ends(verksamhetsplan: Any) -> None:
    changed = verksamhetsplan.read(
        overview="Mål 3: Antalet=>Mål 700: Antalet",
        library="Mål 3 i uppdragsplan=>Mål 700 i uppdragsplan",
        digital="Mål 3 i uppdragsplan=>Mål 700 i uppdragsplan",
    )
    assert verksamhetsplan.issues(changed, "MC322")[0] == (
        "the numbering of the goals has gaps: 2 to 699 without text, 3 to 699 without a word."
    )
