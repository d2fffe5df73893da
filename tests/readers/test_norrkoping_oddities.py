"""What is odd about the print of a small plan, and which goals its sections serve."""

from __future__ import annotations

from typing import Any

from municompare.model.plan import PlanRecord

END = "Bussen tar barn under 12 år."


def told(plan: PlanRecord, code: str) -> list[tuple[str, list[str | None]]]:
    return [
        (issue.severity, [reading.text for reading in issue.readings])
        for issue in plan.issues
        if issue.code == code
    ]


def with_sentence(sample: Any, sentence: str) -> PlanRecord:
    return sample.read(library=f"{END}=>{END} {sentence}")


def served(plan: PlanRecord, title: str) -> dict[str, tuple[str, str]]:
    activity = next(a for a in plan.activities if a.title == title)
    goals = {g.id: f"{g.kind} {g.number}" for g in plan.goals}
    return {
        goals[link.to_id]: (link.basis, link.certainty)
        for link in plan.links
        if link.from_id == activity.id and link.relation == "serves"
    }


def test_words_glued_or_parted_at_a_line_end_are_reported(verksamhetsplan: Any) -> None:
    plan = with_sentence(
        verksamhetsplan,
        "Läsningsoch skrivplanen och KFnämnden har e- tjänst och läs- och skrivstöd i ABplan.",
    )
    assert told(plan, "MC353") == [
        ("info", ["kulturoch", "Läsningsoch", "KFnämnden", "e- tjänst"]),
    ]


def test_a_plan_without_broken_words_has_no_such_issue(verksamhetsplan: Any) -> None:
    assert told(verksamhetsplan.read(background="kulturoch=>kultur- och"), "MC353") == []


def test_lost_figures_order_and_section_marks_are_reported(verksamhetsplan: Any) -> None:
    plan = with_sentence(
        verksamhetsplan,
        "Se Figur 1 här. Figur 1: Modellen. skapandet av platser. Enligt 1 kap 2 att läsa, men "
        "inte 3 kap 4 § sägs mer.",
    )
    assert told(plan, "MC351") == [
        ("info", ["Figur 1:"]),
        ("warning", ["skapandet av platser"]),
        ("info", ["1 kap 2"]),
    ]


def test_a_list_with_another_count_than_announced_is_reported(verksamhetsplan: Any) -> None:
    plan = with_sentence(
        verksamhetsplan, "Vi ska arbeta på följande tre sätt; 1 genom kurser 2 genom resor."
    )
    assert told(plan, "MC348") == [("warning", ["Vi ska arbeta på följande tre sätt"])]
    assert [(a.title, a.lead_in) for a in plan.activities if a.lead_in] == [
        ("genom kurser", "Vi ska arbeta på följande tre sätt"),
        ("genom resor.", "Vi ska arbeta på följande tre sätt"),
    ]


def test_a_list_of_the_announced_count_is_not_reported(verksamhetsplan: Any) -> None:
    plan = with_sentence(
        verksamhetsplan, "Vi ska arbeta på följande 2 sätt; 1 genom kurser 2 genom resor."
    )
    assert told(plan, "MC348") == []


def test_a_footnote_mark_without_its_note_is_reported(verksamhetsplan: Any) -> None:
    plan = with_sentence(verksamhetsplan, "Bussen1 går ofta. Turen2 är kort. 2 Turen beskrivs här.")
    assert told(plan, "MC335") == [("warning", ["Bussen1"])]


def test_a_range_of_years_that_runs_backwards_is_reported(verksamhetsplan: Any) -> None:
    plan = with_sentence(verksamhetsplan, "Planen för 2019-2016 och den för 2016-2019 gäller.")
    assert told(plan, "MC346") == [("warning", ["2019-2016"])]


def test_pages_and_headings_that_the_contents_miss_are_reported(verksamhetsplan: Any) -> None:
    plan = verksamhetsplan.read(
        contents="3.1 Bokbuss 7=>3.1 Bokbuss 8",
        reading="Vi hade 3=>3.4 Sagor för små Vi läser. Vi hade 3",
        stage="För närvarande=>4.1 Teater och dans Vi spelar. För närvarande",
    )
    pages, headings = told(plan, "MC374")
    assert pages == ("info", ["3.1 Bokbuss"])
    assert headings[0] == "warning"
    assert [str(text).split(" Vi")[0] for text in headings[1]] == ["4.1 Teater och dans"]


def test_references_to_missing_or_other_sections_are_reported(verksamhetsplan: Any) -> None:
    plan = verksamhetsplan.read(
        digital="Se avsnitt 5.2 nedan.=>Se avsnitt 5.1 nedan. Läs mer, se kapitel 9. Det här är en "
        "mycket lång rad ord som ingen etikett kan vara och som fortsätter länge än här nu: Se "
        "avsnitt 5.1 nedan."
    )
    assert told(plan, "MC323") == [
        ("warning", ["se kapitel 9"]),
        ("warning", ["Nämndens uppdrag: Se avsnitt 5.1"]),
    ]


def test_a_level_that_is_not_value_and_change_together_is_an_error(verksamhetsplan: Any) -> None:
    plan = verksamhetsplan.read(library="totalt 20 platser=>totalt 21 platser")
    [issue] = [i for i in plan.issues if i.code == "MC341"]
    assert issue.message == "expected the level to be 12 and +8, that is 20, found 21."
    assert (issue.severity, len(issue.readings)) == ("error", 3)


def test_a_level_without_an_earlier_value_cannot_be_checked(verksamhetsplan: Any) -> None:
    plan = verksamhetsplan.read(library="Under 2018 fanns 12 platser på bussen.=>Bussen är gammal.")
    assert told(plan, "MC341") == []


def test_a_section_that_repeats_a_goals_words_states_its_link(verksamhetsplan: Any) -> None:
    plan = with_sentence(
        verksamhetsplan,
        "Bussen är en del i att andelen flickor som lånar ökar under 2019. Kontoret ska köra fort.",
    )
    assert served(plan, "Bokbuss") == {
        "goal 1": ("by_position", "ambiguous"),
        "goal 3": ("by_position", "ambiguous"),
    }
    clear = with_sentence(
        verksamhetsplan,
        "Bussen bidrar till att bland barnen som lånar andelen flickor ökar. Kontoret ska köra.",
    )
    assert served(clear, "Bokbuss")["goal 1"] == ("stated", "certain")
    assert served(clear, "Kontoret ska köra.") == {"goal 1": ("by_position", "probable")}


def test_an_action_that_repeats_a_goals_words_states_its_own_link(verksamhetsplan: Any) -> None:
    sentence = "Bland barnen som lånar böcker ska andelen flickor öka."
    plan = with_sentence(verksamhetsplan, sentence)
    assert served(plan, sentence) == {"goal 1": ("stated", "certain")}


def test_a_word_of_the_heading_can_tell_which_goal_is_served(verksamhetsplan: Any) -> None:
    plan = verksamhetsplan.read(
        contents="3.1 Bokbuss 7=>3.1 Buss för flickor 7",
        library="3.1 Bokbuss Under=>3.1 Buss för flickor Under",
    )
    assert served(plan, "Buss för flickor") == {
        "goal 1": ("stated", "probable"),
        "goal 3": ("by_position", "ambiguous"),
    }


def test_a_section_may_name_an_element_of_another_chapter(verksamhetsplan: Any) -> None:
    plan = with_sentence(verksamhetsplan, "Det gäller utvecklingsområde 2.")
    assert served(plan, "Bokbuss")["development_area 2"] == ("stated", "certain")


def test_a_chapter_without_head_still_gives_its_actions(verksamhetsplan: Any) -> None:
    plan = verksamhetsplan.read(
        stage="Utvecklingsområde 2 i uppdragsplan:=>Om utvecklingsområde 2. Kontoret ska spela. "
        "Det är:"
    )
    assert served(plan, "Kontoret ska spela.") == {}
    assert verksamhetsplan.issues(plan, "MC330")


def test_a_sentence_that_takes_up_an_item_repeats_it(verksamhetsplan: Any) -> None:
    plan = with_sentence(
        verksamhetsplan,
        "Vi ska arbeta på följande 2 sätt; 1 genom kurser i högläsning för föräldrar 2 genom "
        "resor. Kontoret ska hålla kurser i högläsning för föräldrar.",
    )
    [link] = [x for x in plan.links if x.relation == "repeats"]
    titles = {a.id: a.title for a in plan.activities}
    assert (titles[link.from_id], titles[link.to_id], link.certainty) == (
        "Kontoret ska hålla kurser i högläsning för föräldrar.",
        "genom kurser i högläsning för föräldrar",
        "probable",
    )


def test_periods_and_deadlines_of_actions_are_their_own(verksamhetsplan: Any) -> None:
    plan = with_sentence(
        verksamhetsplan,
        "Kontoret ska läsa under 2020. Kontoret ska köpa bilen senast den 31 mars 2019. Bussen ska "
        "öppna i april. Kontoret ska börja i tid. Kontoret ska följa planen 2018-2025.",
    )
    found = [(a.period, a.deadline) for a in plan.activities if a.title.startswith(("Kon", "Bus"))]
    assert found == [
        ("2020", None),
        ("2019", "2019-03-31"),
        ("2019", "2019-04"),
        ("2019", None),
        ("2019", None),
    ]


def test_actions_of_the_words_before_the_first_section_are_read(verksamhetsplan: Any) -> None:
    plan = verksamhetsplan.read(library="Under mål 3 hör=>Kontoret ska räkna lån. Under mål 3 hör")
    assert "Kontoret ska räkna lån." in [a.title for a in plan.activities]
    assert served(plan, "Kontoret ska räkna lån.")["goal 3"] == ("by_position", "probable")
