"""Bodies, documents, assignments, principles, responsibilities and follow-up of a small plan."""

from __future__ import annotations

from typing import Any

from municompare.model.plan import PlanRecord

END = "Bussen tar barn under 12 år."
"""Last sentence of section 3.1, after which the tests put theirs."""


def with_sentence(sample: Any, sentence: str, **changes: str) -> PlanRecord:
    return sample.read(library=f"{END}=>{END} {sentence}", **changes)


def with_introduction(sample: Any, sentence: str, **changes: str) -> PlanRecord:
    return sample.read(background=f"1.1 Styrning=>{sentence} 1.1 Styrning", **changes)


def organisations(plan: PlanRecord) -> dict[str, tuple[str | None, str | None]]:
    names = {body.id: body.name for body in plan.organisations}
    return {
        body.name: (body.kind, names.get(body.parent) if body.parent else None)
        for body in plan.organisations
    }


def duties(plan: PlanRecord) -> list[tuple[str, str, str]]:
    """Element, role and organisation of all responsibilities."""
    names = {body.id: body.name for body in plan.organisations}
    return [
        (row.element.split("/", 1)[1], row.role, names[row.organisation])
        for row in plan.responsibilities
    ]


def test_bodies_of_every_chapter_have_kind_and_parent(verksamhetsplan: Any) -> None:
    plan = with_sentence(
        verksamhetsplan,
        "Biblioteksenheten på Kulturkontoret möter Skolverket, Försäkringskassan och Europeiska "
        "kulturfonden (EKF). Funktionen boktips och verksamheten som benämns Hörnan samt "
        "biblioteksenhetens lässektion finns i Bokcentrum i Norrköpings kommun.",
    )
    found = organisations(plan)
    assert found["biblioteksenheten"] == ("unit", "Kulturkontoret")
    assert found["biblioteksenhetens lässektion"] == ("unit", "biblioteksenheten")
    assert {name: kind for name, (kind, _) in found.items() if kind not in ("unit", "office")} == {
        "Kulturkontoret": "administration",
        "Kultur- och fritidsnämnden": "committee",
        "Norrköpings kommun": "municipality",
        "Skolverket": "state",
        "Försäkringskassan": "state",
        "Europeiska kulturfonden": "fund",
    }
    assert {"boktips", "Hörnan", "Bokcentrum"} <= set(found)
    fund = next(body for body in plan.organisations if body.kind == "fund")
    assert fund.abbreviation == "EKF"


def test_an_office_that_is_a_section_is_a_unit(verksamhetsplan: Any) -> None:
    plan = verksamhetsplan.read(
        contents="3.1 Bokbuss 7=>3.1 Läskontor 7",
        library="3.1 Bokbuss Under=>3.1 Läskontor Läskontoret öppnar. Under",
    )
    assert organisations(plan)["Läskontoret"] == ("unit", None)


def test_what_is_organised_under_another_office_belongs_to_it(verksamhetsplan: Any) -> None:
    plan = with_introduction(
        verksamhetsplan,
        "Kulturkontorets verksamhet omfattar scenkonst samt bokbussar. Den öppna idrotten är "
        "organiserad under fritidskontoret.",
    )
    found = organisations(plan)
    assert found["scenkonst"] == ("unit", "Kulturkontoret")
    assert found["idrott"] == ("unit", "fritidskontoret")


def test_plans_laws_and_agreements_are_documents(verksamhetsplan: Any) -> None:
    plan = with_sentence(
        verksamhetsplan,
        "Arbetsgivarens plan 2018-2020 för likabehandling gäller. Bibliotekslagen och "
        "bibliotekslagen styr, förslagen inte. Under hösten 2018 skrev Norrköpings kommun och "
        "Skolverket på en lokal överenskommelse om läsning. Skolverket har en tidigare "
        "överenskommelse om böcker. Stöd ger samtalsmaterialet som heter Goda sidor.",
    )
    assert [(d.kind, d.title, d.period) for d in plan.documents[3:]] == [
        ("samtalsmaterial", "Goda sidor", None),
        ("plan", "Arbetsgivarens plan 2018-2020 för likabehandling", "2018/2020"),
        ("lag", "Bibliotekslagen", None),
        ("överenskommelse", "lokal överenskommelse", None),
        ("överenskommelse", "tidigare överenskommelse", None),
    ]
    agreed = [row for row in duties(plan) if row[1] == "agrees"]
    assert agreed == [
        ("document/lokal-overenskommelse", "agrees", "Norrköpings kommun"),
        ("document/lokal-overenskommelse", "agrees", "Skolverket"),
    ]
    signed = plan.decisions[-1]
    assert (signed.body, signed.date, signed.subject) == (
        "Norrköpings kommun och Skolverket",
        "2018",
        "lokal överenskommelse",
    )


def test_the_adoption_is_a_decision_of_an_office(kulturkontoret: PlanRecord) -> None:
    [decision] = kulturkontoret.decisions
    assert (decision.body, decision.date) == ("kulturkontorets förvaltningschef", "2019-02-05")
    assert duties(kulturkontoret) == [
        ("document/verksamhetsplan", "decides", "kulturkontorets förvaltningschef")
    ]
    assert organisations(kulturkontoret)["kulturkontorets förvaltningschef"] == (
        "office",
        "Kulturkontoret",
    )


def test_a_plan_without_adoption_has_no_decision(verksamhetsplan: Any) -> None:
    bare = verksamhetsplan.read(
        title=f"{verksamhetsplan.pages['title']}=>Kulturkontorets verksamhetsplan 2019"
    )
    assert bare.decisions == ()
    assert bare.responsibilities == ()


def test_who_draws_up_and_decides_steering_documents_is_said(verksamhetsplan: Any) -> None:
    plan = with_introduction(
        verksamhetsplan,
        "Inför varje år formulerar de olika nämnderna mål. Nämnden följer upp och formulerar "
        "nämnden en internkontrollsplan. Sedan tar alla förvaltningskontoren fram "
        "verksamhetsplaner. I en aktivitetsplan formulerar en enhet hur den följer "
        "verksamhetsplanen. Till sist formulerar nämnden en saga. Kultur- och fritidsnämnden har "
        "fastslagit i uppdragsplanen för 2019 vad som gäller. Fritid har fastställt i köpplanen "
        "att köpa. Under 2019 har Norrköping antagit en ny vision. Internkontrollsplanen upprättar "
        "förvaltningen.",
    )
    assert [row for row in duties(plan) if row[0].startswith("level")] == [
        ("level/uppdragsplan", "prepares", "nämnderna"),
        ("level/internkontrollsplan", "prepares", "Kultur- och fritidsnämnden"),
        ("level/verksamhetsplan", "prepares", "förvaltningskontoren"),
        ("level/aktivitetsplan", "prepares", "enhet"),
        ("level/internkontrollsplan", "prepares", "Kulturkontoret"),
        ("level/uppdragsplan", "decides", "Kultur- och fritidsnämnden"),
    ]
    assert [(d.body, d.date, d.subject) for d in plan.decisions[1:]] == [
        ("Kultur- och fritidsnämnden", None, "uppdragsplanen för 2019"),
        ("Norrköping", "2019", "en ny vision"),
    ]


ASSIGNED = (
    "Personalutskottet i Norrköpings kommun ger varje år ett arbetsgivaruppdrag till "
    "förvaltningarna. Arbetsgivaruppdraget för 2019 är att: ta fram en plan på kort och på "
    "längre sikt i dialog med varje medarbetare formulera ett mål arbeta aktivt med karriärer."
)


def test_a_section_that_is_an_assignment_is_one_with_its_items(verksamhetsplan: Any) -> None:
    plan = with_introduction(
        verksamhetsplan,
        "Planen rör det arbetsgivaruppdrag som personalkontoret har delgivit verksamheten.",
        digital=f"Nämnden beslutar.=>{ASSIGNED}",
    )
    assert "Beslut enligt nämndens uppdrag" not in [a.title for a in plan.activities]
    assert [(a.title, a.kind, a.addressee, a.report_back) for a in plan.assignments] == [
        (title, "arbetsgivaruppdrag", "förvaltningarna", None)
        for title in (
            "Beslut enligt nämndens uppdrag",
            "ta fram en plan på kort och på längre sikt",
            "i dialog med varje medarbetare formulera ett mål",
            "arbeta aktivt med karriärer.",
        )
    ]
    whole, first, *_ = plan.assignments
    assert [(x.to_id, x.relation) for x in plan.links if x.from_id == first.id] == [
        (whole.id, "part_of")
    ]
    given = [(role, body) for element, role, body in duties(plan) if first.id.endswith(element)]
    assert given == [("decides", "Personalutskottet"), ("executes", "förvaltningarna")]
    [note] = [n for n in plan.notes if n.element == whole.id]
    assert note.text.endswith("personalkontoret har delgivit verksamheten")
    assert verksamhetsplan.issues(plan, "MC351") == [
        "the print parts the items of lists, the text does not; an item is taken to begin with "
        "its verb.",
        "words between two items of a list can belong to either; they are read with the second.",
    ]


def test_an_assignment_whose_giver_is_not_named_has_no_addressee(verksamhetsplan: Any) -> None:
    plan = verksamhetsplan.read(
        digital="Nämnden beslutar.=>Uppdraget omfattar: • att läsa • att skriva"
    )
    assert [(a.title, a.kind, a.addressee) for a in plan.assignments] == [
        ("Beslut enligt nämndens uppdrag", "uppdrag", None),
        ("att läsa", "uppdrag", None),
        ("att skriva", "uppdrag", None),
    ]
    assert not [row for row in duties(plan) if row[0].startswith("assignment")]


def test_what_the_committee_asks_in_a_sentence_is_an_assignment(verksamhetsplan: Any) -> None:
    plan = verksamhetsplan.read(
        library="Under mål 3 hör=>Enligt mål 3 ska man låna. Med detta mål ger nämnden uppdraget "
        "till förvaltningen att läsa högt. Kulturkontoret har fått i uppdrag av "
        "kommunfullmäktige att räkna böcker. Under mål 3 hör",
        background="1.1 Styrning=>Vi följer kommunfullmäktige. 1.1 Styrning",
    )
    first, second = plan.assignments
    assert (first.kind, first.addressee) == ("uppdrag", "förvaltningen")
    assert second.addressee == "Kulturkontoret"
    assert [row[1:] for row in duties(plan) if row[0].startswith("assignment")] == [
        ("decides", "Kultur- och fritidsnämnden"),
        ("executes", "Kulturkontoret"),
        ("decides", "kommunfullmäktige"),
        ("executes", "Kulturkontoret"),
    ]
    [link] = [x for x in plan.links if x.from_id == first.id]
    assert (link.to_id, link.relation, link.certainty) == (
        verksamhetsplan.goal(plan, "goal", "3").id,
        "serves",
        "probable",
    )


def test_this_goal_without_a_goal_before_it_serves_none(verksamhetsplan: Any) -> None:
    plan = verksamhetsplan.read(
        stage="Det gäller hela kommunen.=>Det gäller hela kommunen. Sen. Med detta mål ger "
        "ledningen uppdraget till kontoret att sjunga."
    )
    [assignment] = plan.assignments
    assert not [x for x in plan.links if x.from_id == assignment.id]
    assert [row[1:] for row in duties(plan) if row[0].startswith("assignment")] == [
        ("executes", "Kulturkontoret")
    ]


def test_a_vision_has_the_name_that_the_document_repeats(verksamhetsplan: Any) -> None:
    plan = verksamhetsplan.read(
        preface="Kulturen i Norrköping växer.=>Den vackra staden ska finnas i Norrköping.",
        background="Detta är en vision=>Vi följer Norrköpings kommuns vision den vackra staden på "
        "lång sikt. Detta är en vision",
    )
    vision = plan.principles[0]
    assert (vision.title, vision.period) == ("den vackra staden", "2040")
    [wording] = [w for w in plan.wordings if w.element == vision.id]
    assert wording.text == "vision för hur staden ska se ut år 2040"


def test_a_name_that_is_nowhere_else_is_not_cut_out(verksamhetsplan: Any) -> None:
    plan = verksamhetsplan.read(
        background="Detta är en vision=>Vi följer kommunens vision den vackra staden på lång sikt. "
        "Detta är en vision"
    )
    assert plan.principles[0].title == "vision för hur staden ska se ut år 2040"


def test_duties_missions_and_priorities_are_principles(verksamhetsplan: Any) -> None:
    plan = with_introduction(
        verksamhetsplan,
        "Nämndens ansvarsområden är bibliotek, scener, nämnden är kommunens ombud idrott. Dessa "
        "ansvarsområden är organiserade väl nog. Kulturkontoret ska gemensamt verka för läsning.",
        library="Under mål 3 hör=>Mål 1 och 3 pekar ut två prioriterade grupper. Dessa grupper är "
        "barn och äldre. Enligt bibliotekslagen ska alla få låna. Under mål 3 hör",
        reading="Vi hade 3=>Enligt bibliotekslagen ska alla få låna. Funktionen boktips har till "
        "uppdrag att tipsa. Läsarna har till uppdrag att läsa. Vi hade 3",
        cover="Kulturkontoret Tfn=>Kulturkontoret skapar rum för alla. Vi finns nära. "
        "KULTURKONTORET Tfn",
    )
    found = [
        (p.kind, p.title, p.perspective)
        for p in plan.principles
        if p.kind not in ("vision", "value")
    ]
    assert found == [
        ("duty", "bibliotek, scener, nämnden är kommunens ombud idrott",
         "Kultur- och fritidsnämnden"),
        ("duty", "Enligt bibliotekslagen ska alla få låna.", "3 Bibliotek"),
        ("duty", "Funktionen boktips har till uppdrag att tipsa.", "boktips"),
        ("duty", "Läsarna har till uppdrag att läsa.", "Läsarna"),
        ("mission", "Kulturkontoret ska gemensamt verka för läsning.", "Kulturkontoret"),
        ("mission", "Kulturkontoret skapar rum för alla. Vi finns nära.", "Kulturkontoret"),
        ("priority", "barn", "3 Bibliotek"),
        ("priority", "äldre", "3 Bibliotek"),
    ]  # fmt: skip
    assert len([m for m in verksamhetsplan.issues(plan, "MC351") if "list of fields" in m]) == 1
    addressed = [x for x in plan.links if x.relation == "addresses"]
    assert [(x.from_id, x.to_id.rpartition("/")[2]) for x in addressed] == [
        (verksamhetsplan.goal(plan, "goal", "1").id, "barn")
    ]


def test_a_cover_that_says_something_else_is_no_mission(verksamhetsplan: Any) -> None:
    plan = verksamhetsplan.read(cover="Kulturkontoret Tfn=>Tryckt på papper. Tfn")
    assert "mission" not in [p.kind for p in plan.principles]


def test_a_plan_without_cover_or_page_numbers_has_no_mission(verksamhetsplan: Any) -> None:
    assert "mission" not in [p.kind for p in verksamhetsplan.read(cover=None).principles]


def test_follow_up_of_year_surveys_and_actions_is_read(verksamhetsplan: Any) -> None:
    plan = with_introduction(
        verksamhetsplan,
        "Under årets slut genomförs sedan en uppföljning av året som visar målen i uppdragsplanen. "
        "Den årliga redovisningen rör också internkontrollsplanen. Vid behov görs en utvärdering.",
        library=f"{END}=>{END} En läsarenkät som besvaras vartannat år visar mer. Utvecklingen av "
        "bussen kommer därefter att följas under året. Kulturkontoret ska följa upp resan.",
    )
    levels = {level.id: level.name for level in plan.levels}
    found = [
        (f.what, f.cadence, f.dates, f.kind, f.reporter, levels.get(f.element or ""))
        for f in plan.followups[2:]
    ]
    assert found == [
        ("uppföljning av året", None, "Under årets slut", "uppföljning", None, "Uppdragsplan"),
        ("Den årliga redovisningen", "årliga", None, "redovisning", None, "Internkontrollsplan"),
        ("utvärdering", None, "Vid behov", "uppföljning", None, None),
        ("läsarenkät", "vartannat år", None, "enkät", None, None),
        ("resan", None, None, None, "Kulturkontoret", None),
        ("Utvecklingen av bussen", None, "under året", None, None, None),
    ]
    assert plan.followups[-1].element in {a.id for a in plan.activities}


def test_what_another_administration_does_is_noted_and_no_activity(verksamhetsplan: Any) -> None:
    plan = verksamhetsplan.read(
        contents="9 5 Digitala tjänster=>9 4.1 Teater 9 5 Digitala tjänster",
        stage="Det gäller hela kommunen. För=>Det gäller hela kommunen. Fritidskontoret ska som "
        "huvudman följa upp arbetet. Kulturkontoret och fritidskontoret delar kostnaden. 4.1 "
        "Teater Skolverket kommer att spela. Nämnden ska titta på. Kulturkontoret kommer att "
        "spela. För",
    )
    titles = [a.title for a in plan.activities]
    assert "Fritidskontoret ska som huvudman följa upp arbetet." not in titles
    assert "Skolverket kommer att spela." not in titles
    assert "Nämnden ska titta på." not in titles
    assert "Kulturkontoret kommer att spela." in titles
    goal = verksamhetsplan.goal(plan, "development_area", "2").id
    assert [n.text for n in plan.notes if n.element == goal] == [
        "Fritidskontoret ska som huvudman följa upp arbetet."
    ]
    assert (goal.split("/", 1)[1], "controls", "Fritidskontoret") in duties(plan)


def test_what_is_left_to_others_is_treated_in_the_document_named(verksamhetsplan: Any) -> None:
    plan = verksamhetsplan.read(
        background="inte berör kontoret.=>inte berör kontoret. Dessa områden behandlas i "
        "fritidskontorets verksamhetsplan för 2019. Se fritidskontorets verksamhetsplan för 2019.",
    )
    treated = [x for x in plan.links if x.relation == "treated_in"]
    [other] = [d for d in plan.documents if d.issuer == "fritidskontoret"]
    assert [x.to_id for x in treated] == [other.id] * 3
    assert {x.from_id for x in treated} == {g.id for g in plan.goals if g.title is None}


def test_a_goal_that_its_chapter_calls_new_is_new(verksamhetsplan: Any) -> None:
    plan = verksamhetsplan.read(
        stage="För närvarande=>Detta är ett nytt mål för 2019. För närvarande",
        digital="5.1 Svar=>Det är ett nytt mål för 2019. 5.1 Svar",
    )
    new = [(g.kind, g.number) for g in plan.goals if g.lineage == "new"]
    assert new == [("goal", "3")]


def test_a_heading_spelt_otherwise_in_the_contents_is_a_wording(verksamhetsplan: Any) -> None:
    plan = verksamhetsplan.read(contents="3.3 Öppet 2019=>3.3 Öppett 2019")
    [wording] = [w for w in plan.wordings if "/activity/" in w.element]
    assert wording.text == "Öppett 2019"


def test_looking_at_other_municipalities_is_a_benchmark(verksamhetsplan: Any) -> None:
    plan = with_sentence(
        verksamhetsplan,
        "Kontoret ska omvärldsbevaka vilka metoder andra kommuner har. Kontoret ska jämföra lån "
        "med liknande kommuner. Kontoret ska möta andra kommuner.",
    )
    assert [(b.theme, b.use) for b in plan.benchmark_refs] == [
        ("vilka metoder andra kommuner har", "learning"),
        ("med liknande kommuner", "comparison"),
        ("andelen flickor", "target"),
    ]


def test_who_carries_out_an_action_is_said_once(verksamhetsplan: Any) -> None:
    plan = with_sentence(
        verksamhetsplan,
        "Kulturkontoret kommer tillsammans med kontoret och biblioteksenheten att läsa.",
    )
    assert [row[1:] for row in duties(plan) if row[0].startswith("activity")] == [
        ("executes", "Kulturkontoret"),
        ("executes", "biblioteksenheten"),
    ]
