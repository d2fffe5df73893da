"""What the reader finds beside goals: activities, quantities, governance."""

from __future__ import annotations

from typing import Any

from municompare.model.plan import PlanRecord


def test_sections_are_activities_with_the_goals_of_their_chapter(
    verksamhetsplan: Any, kulturkontoret: PlanRecord
) -> None:
    parts = {link.from_id for link in kulturkontoret.links if link.relation == "part_of"}
    assert [a.title for a in kulturkontoret.activities if a.id not in parts] == [
        "Bokbuss",
        "Läsning för barn Sagostund och bokgåvor",
        "Öppet 2019",
        "Scenkonst",
        "Svar på frågor",
        "Beslut enligt nämndens uppdrag",
    ]
    bus = kulturkontoret.activities[0]
    assert (bus.period, bus.perspective, bus.quantity) == ("2019", "3 Bibliotek", None)
    served = [link.to_id for link in kulturkontoret.links if link.from_id == bus.id]
    assert served == [
        verksamhetsplan.goal(kulturkontoret, "goal", "1").id,
        verksamhetsplan.goal(kulturkontoret, "goal", "3").id,
    ]


def test_a_section_named_for_something_else_serves_no_goal(kulturkontoret: PlanRecord) -> None:
    assert all(link.from_id != kulturkontoret.activities[-1].id for link in kulturkontoret.links)


def test_a_chapter_without_head_is_reported_and_gives_no_activity(verksamhetsplan: Any) -> None:
    changed = verksamhetsplan.read(
        stage="Utvecklingsområde 2 i uppdragsplan:=>Om utvecklingsområde 2:"
    )
    assert "Scenkonst" not in [a.title for a in changed.activities]
    assert len(verksamhetsplan.issues(changed, "MC330")) == 1


def test_change_and_level_of_one_target_are_two_linked_values(
    verksamhetsplan: Any, kulturkontoret: PlanRecord
) -> None:
    assert verksamhetsplan.values(kulturkontoret, "platser") == [
        ("observed", "2018", "=", 12.0),
        ("target", "2019", "change_by", 8.0),
        ("target", "2019", "=", 20.0),
    ]
    assert len([link for link in kulturkontoret.links if link.relation == "same_target"]) == 1


def test_lengths_limits_of_time_and_shares_are_read(
    verksamhetsplan: Any, kulturkontoret: PlanRecord
) -> None:
    assert verksamhetsplan.values(kulturkontoret, "praktik") == [("target", None, "=", 6.0)]
    assert verksamhetsplan.values(kulturkontoret, "första svar") == [("target", None, "<=", 3.0)]
    assert verksamhetsplan.values(kulturkontoret, "andelen pjäser som visas digitalt") == [
        ("observed", None, ">", 30.0),
        ("target", None, "increase", None),
    ]
    assert "räknat på vardagar" in [note.text for note in kulturkontoret.notes]
    answers = next(a for a in kulturkontoret.activities if a.title == "Svar på frågor")
    assert (answers.quantity, answers.unit) == (3.0, "day")


def test_measures_of_goals_have_their_periods(
    verksamhetsplan: Any, kulturkontoret: PlanRecord
) -> None:
    assert verksamhetsplan.values(kulturkontoret, "andelen flickor") == [
        ("target", "2019", "increase", None)
    ]
    assert verksamhetsplan.values(kulturkontoret, "Antalet lån") == [
        ("target", "2019", ">=", 500.0)
    ]
    assert verksamhetsplan.issues(kulturkontoret, "MC326") == []


def test_a_commitment_without_noun_is_named_by_its_sentence(verksamhetsplan: Any) -> None:
    changed = verksamhetsplan.read(
        overview="Fler barn ska läsa.=>Vi ska nå 60 % av barnen. Antalet besök ökar."
    )
    assert verksamhetsplan.values(changed, "Vi ska nå 60 % av barnen.") == [
        ("target", None, "=", 60.0)
    ]
    assert verksamhetsplan.values(changed, "Antalet besök") == [("target", None, "increase", None)]


def test_a_chapter_head_may_print_the_number_alone(verksamhetsplan: Any) -> None:
    text = "Fler barn och unga ska läsa. Av barnen som lånar ska andelen flickor öka under 2019"
    changed = verksamhetsplan.read(library=f"{text} jämfört med 2018. Mål=>Mål")
    assert verksamhetsplan.goal(changed, "goal", "1").title == "Fler barn ska läsa."
    assert changed.wordings == ()
    assert "probable" not in {link.certainty for link in changed.links}


def test_which_of_several_goals_at_a_chapters_head_a_section_serves_is_ambiguous(
    verksamhetsplan: Any,
) -> None:
    plan = verksamhetsplan.read()
    served: dict[str, set[str]] = {}
    for link in plan.links:
        if link.relation == "serves" and link.basis == "by_position":
            served.setdefault(link.from_id, set()).add(link.certainty)
    targets = {key: [x.to_id for x in plan.links if x.from_id == key] for key in served}
    assert any(len(ids) > 1 for ids in targets.values())
    for activity, certainties in served.items():
        sections = [a for a in plan.activities if a.id == activity]
        if len(targets[activity]) > 1 and sections[0].title != sections[0].perspective:
            assert certainties == {"ambiguous"}


def test_a_section_that_names_a_goal_by_number_states_its_link(verksamhetsplan: Any) -> None:
    plan = verksamhetsplan.read(library="Bussen tar barn=>Enligt mål 1 tar bussen barn")
    stated = [link for link in plan.links if link.relation == "serves" and link.basis == "stated"]
    assert [(link.to_id, link.certainty) for link in stated] == [
        (verksamhetsplan.goal(plan, "goal", "1").id, "certain")
    ]


def test_a_number_alone_that_no_overview_explains_has_no_title(verksamhetsplan: Any) -> None:
    text = "Fler barn och unga ska läsa. Av barnen som lånar ska andelen flickor öka under 2019"
    changed = verksamhetsplan.read(
        library=f"Mål 1 i uppdragsplan: {text} jämfört med 2018.=>Mål 8 i uppdragsplan:"
    )
    empty = verksamhetsplan.goal(changed, "goal", "8")
    assert (empty.title, empty.title_status) == (None, "absent")


def test_a_chapter_that_goes_on_within_a_word_does_not_repeat_the_row(
    verksamhetsplan: Any,
) -> None:
    changed = verksamhetsplan.read(digital="på nätet Kontoret=>på nätets torg. Det")
    row = verksamhetsplan.goal(changed, "development_area", "3")
    assert row.title == "Fler ska mötas på nätet"
    assert "Fler ska mötas på nätets torg." in [w.text for w in changed.wordings]


def test_an_introduction_without_model_or_exclusions_adds_nothing(verksamhetsplan: Any) -> None:
    rest = verksamhetsplan.pages["background"][
        verksamhetsplan.pages["background"].index("mål 2 samt") :
    ]
    changed = verksamhetsplan.read(
        background=f"{rest}=>allt. 1.1 Styrning Köpplanen följs upp årligen.",
        library=(
            "Under mål 3 hör 4 saker hemma. 3.1 Bokbuss Under 2018 fanns 12 platser på bussen. "
            "Under 2019 utökas bussen kraftigt med 8 platser. Bussen har därmed totalt 20 platser "
            "under 2019. Bussen tar barn under 12 år.=>3.1 Bokbuss Bussen går."
        ),
        reading="Vi hade 3 deltagare förr.=>Slut.",
    )
    assert [(f.what, f.element) for f in changed.followups] == [("Köpplanen", None)]
    assert changed.principles == ()
    assert (
        verksamhetsplan.issues(changed, "MC301")
        + verksamhetsplan.issues(changed, "MC321")
        + verksamhetsplan.issues(changed, "MC327")
        == []
    )


def test_a_table_of_steering_documents_may_be_whole_and_name_unknown_plans(
    verksamhetsplan: Any,
) -> None:
    changed = verksamhetsplan.read(
        background="Verksamhetsplan Medarbetare Strategi=>Köpplan Enhet Alla Inköp"
    )
    assert verksamhetsplan.issues(changed, "MC321") == []
    assert not any("audience" in text for text in verksamhetsplan.issues(changed, "MC301"))


def test_a_section_of_the_overview_may_hold_no_table(verksamhetsplan: Any) -> None:
    changed = verksamhetsplan.read(
        contents="5 3 Bibliotek=>5 2.3 Läsanvisning 6 3 Bibliotek",
        **{"overview, continued": "Kapitel 5=>Kapitel 5 2.3 Läsanvisning Så läser man."},
    )
    assert len(changed.goals) == 7


def test_a_number_left_out_twice_is_one_row(verksamhetsplan: Any) -> None:
    changed = verksamhetsplan.read(
        background="inte berör kontoret.=>inte berör kontoret. Mål 2 berör inte oss."
    )
    assert [g.number for g in changed.goals if g.title is None] == ["2", "1", "4"]
    assert changed.excludes == "mål 2 samt utvecklingsområde 1 och 4; Mål 2"


def test_a_target_before_the_plan_is_reported(verksamhetsplan: Any) -> None:
    late = verksamhetsplan.read(title="verksamhetsplan 2019=>verksamhetsplan 2021")
    assert verksamhetsplan.issues(late, "MC326") == [
        "targets are for 2019, before the plan's own period 2021."
    ]


def test_ages_and_figures_without_time_or_intention_are_left_to_an_issue(
    kulturkontoret: PlanRecord,
) -> None:
    [issue] = [i for i in kulturkontoret.issues if i.code == "MC327"]
    assert [reading.text for reading in issue.readings] == [
        "4 saker",
        "under 12 år",
        "3 deltagare",
    ]


def test_the_back_cover_is_no_part_of_the_last_section(kulturkontoret: PlanRecord) -> None:
    assert all(m.value != 99 for m in kulturkontoret.measurements)


def test_bodies_and_documents_of_the_introduction_are_named_once(
    kulturkontoret: PlanRecord,
) -> None:
    bodies = {o.name: (o.kind, o.abbreviation) for o in kulturkontoret.organisations}
    assert bodies == {
        "Kulturkontoret": ("administration", None),
        "Kultur- och fritidsnämnden": ("committee", "KF-nämnden"),
        "biblioteksenheten": ("unit", None),
        "scenkonst": ("unit", None),
        "idrott": ("unit", None),
        "kulturkontorets förvaltningschef": ("office", None),
    }
    assert kulturkontoret.organisations[0].parent == kulturkontoret.organisations[1].id
    referenced = [
        (d.kind, d.period, d.issuer) for d in kulturkontoret.documents if d.role == "referenced"
    ]
    assert referenced == [
        ("uppdragsplan", "2019", "kultur- och fritidsnämnden"),
        ("aktivitetsplan", None, None),
    ]


def test_an_uppdragsplan_without_year_is_still_named(verksamhetsplan: Any) -> None:
    old = "kulturoch fritidsnämndens uppdragsplan för 2019 och kultur- och fritidsnämndens"
    undated = verksamhetsplan.read(background=f"{old} uppdragsplan för 2019=>nämndens uppdragsplan")
    named = [(d.title, d.period) for d in undated.documents if d.role == "referenced"]
    assert named == [("uppdragsplan", None), ("Aktivitetsplanen", None)]


def test_visions_values_and_follow_up_are_as_printed(kulturkontoret: PlanRecord) -> None:
    assert [(p.kind, p.title, p.period) for p in kulturkontoret.principles] == [
        ("vision", "vision för hur staden ska se ut år 2040", "2040"),
        ("vision", "gemensam idrottsvision", None),
        ("vision", "vision om att staden år 2025 ska ha fem scener", "2025"),
        ("value", "öppenhet", None),
        ("value", "mod", None),
        ("value", "omtanke", None),
    ]
    assert [(f.what, f.cadence) for f in kulturkontoret.followups] == [
        ("Verksamhetsplanen", "tre gånger per år"),
        ("aktivitetsplanen", "varje månad"),
    ]


def test_what_the_document_says_of_its_model_is_held_against_the_definition(
    verksamhetsplan: Any, kulturkontoret: PlanRecord
) -> None:
    told = verksamhetsplan.issues(kulturkontoret, "MC301")
    assert any("'tre gånger per år'" in message for message in told)
    assert not any("stability" in message for message in told)
    [unclear] = [i for i in kulturkontoret.issues if i.code == "MC321"]
    assert unclear.readings[0].text == "Verksamhetsplan Medarbetare Strategi"
