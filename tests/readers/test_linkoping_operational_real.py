"""The real operational plan, against what a person reads off it line by line."""

from __future__ import annotations

from pathlib import Path

import pytest

from municompare.documents import SourceDocument, load_document
from municompare.model.elements import Goal
from municompare.model.plan import PlanRecord
from municompare.plans.consistency import check_plan
from municompare.readers.linkoping import LinkopingReader
from municompare.readers.linkoping_operational import LinkopingOperationalReader
from municompare.readers.norrkoping import NorrkopingReader
from municompare.readers.silkeborg import SilkeborgReader
from municompare.testing import check_reader

NAME = "linkoping-verksamhetsplan-2019.txt"

# Title, perspective, what it hangs on, how sure that is.
COUNCIL: list[tuple[str, str | None, str | None, str]] = [
    ("Trygg och sammanhållen kommun", "Samhälle", "Samhälle", "probable"),
    ("Ekologiskt hållbar kommun", "Samhälle", "Samhälle", "probable"),
    ("Attraktiv kommun", None, None, "ambiguous"),
    ("Starkt och mångfasetterat näringsliv", None, None, "ambiguous"),
    ("Stark röst regionalt, nationellt och internationellt", None, None, "ambiguous"),
    ("Goda villkor för ett jämlikt, meningsfullt och hälsosamt liv", None, None, "ambiguous"),
    ("Goda välfärdstjänster med hög tillgänglighet", None, None, "ambiguous"),
    ("Hög egenförsörjningsgrad", "Medborgare", "Medborgare", "probable"),
    ("Kostnadseffektiv verksamhet", "Ekonomi", "Ekonomi", "probable"),
    ("Hållbar ekonomi", "Ekonomi", "Ekonomi", "probable"),
    ("Hög servicenivå med ett gott bemötande", "Verksamhet", "Verksamhet", "probable"),
    ("Effektiva och hållbara arbetsmetoder", None, None, "ambiguous"),
    ("Verksamhet med god utvecklingsförmåga", None, None, "ambiguous"),
    ("Attraktiv arbetsgivare", "Medarbetare", "Medarbetare", "probable"),
    ("God och hållbar kompetensförsörjning", "Medarbetare", "Medarbetare", "probable"),
]
COMMITTEE: list[tuple[str, str | None, str, str, str]] = [
    ("Fler deltagare ska efter", "1", "Medborgare", "Hög egenförsörjningsgrad", "probable"),
    ("Samtliga deltagare ska efter", "2", "Medborgare", "Hög egenförsörjningsgrad", "probable"),
    ("Antal hushåll i Linköping", "3", "Medborgare", "Hög egenförsörjningsgrad", "probable"),
    ("Arbetsmarknadsnämnden erbjuder", "4", "Medborgare", "Hög egenförsörjningsgrad", "probable"),
    (
        "Kostnadseffektiva arbetsmarknadsåtgärder. Arbeta med",
        None,
        "Ekonomi",
        "Kostnadseffektiv verksamhet",
        "probable",
    ),
    ("Effektivt lokalutnyttjande. Lokalplanering", None, "Ekonomi", "Ekonomi", "certain"),
    ("E-handelstrohet. Inköp ska följa", None, "Ekonomi", "Ekonomi", "certain"),
    ("God ekonomisk kontroll Ekonomi i balans", None, "Ekonomi", "Hållbar ekonomi", "probable"),
    ("Goda arbetsplatser", None, "Medarbetare", "Attraktiv arbetsgivare", "probable"),
    ("Framgångsrikt chefoch ledarskap", None, "Medarbetare", "Medarbetare", "certain"),
    (
        "Nya vägar för (tryggad) kompetensförsörjning",
        None,
        "Medarbetare",
        "God och hållbar kompetensförsörjning",
        "probable",
    ),
]
# The activities of each perspective, by how they begin, with their place.
ACTIVITIES: dict[str, list[tuple[str, str]]] = {
    "Medborgare": [
        ("Utveckla Evidensbaserad verksamhet (Forskning-", "L4:c1838"),
        ("Finnas representerade i prioriterade stadsdelar", "L4:c1966"),
        ("Utveckla rättssäker och effektiv handläggning", "L4:c2014"),
        ("Utveckla insatser i utsatt stadsdelar.", "L4:c2101"),
        ("Samverkan i regionen utifrån näringsliv", "L4:c2140"),
        ("Utveckla samverkan inom kommunens förvaltningar", "L4:c2233"),
        ('Utveckla enligt arbetet i " Delegationen', "L4:c2281"),
        ("Utveckling enligt miljöplaner (ex. kemikalieplan", "L4:c2408"),
        ("Förbättra troheten till handlingsplan", "L4:c2495"),
        ("Utveckla digitala kommunikationsmetoder", "L4:c2611"),
        ("Svara upp mot Länsstyrelsens fördelning", "L4:c2730"),
        ("Nyttja projektmedel genom ESF-utlysningar", "L4:c2881"),
        ("Utveckla samarbete med samordningsförbundet uppstart", "L4:c2923"),
        ("Följa och ta tillvara kunskap från projektet VISA", "L4:c2990"),
        ("Införa nytt arbetssätt med fokus", "L4:c3092"),
        ("Införande av digital ansökan", "L4:c3220"),
        ("Stimulera till nyttjande av digital ansökan (mål 60% vid", "L4:c3249"),
        ("Möte efter första ansökan inom 5 arbetsdagar", "L4:c3318"),
        ("Hänvisning till Jobb och kunskapstorget", "L4:c3363"),
        ("Rättssäker handläggning, uppföljning via stickprov", "L4:c3453"),
        ("Utveckla samarbete med Samordningsförbundet, uppföljning", "L5:c1"),
    ],
    "Ekonomi": [
        ("Verka för att implementera den nya upphandlingspolicyn", "L5:c392"),
        ("Genomföra projektet E-handel", "L5:c470"),
        ("Utveckla enligt förvaltningens lokalförsörjningsplan", "L5:c499"),
        ("Utveckling av riktlinjer och marknadsföring", "L5:c552"),
        ("Samverkan med LiU för att kunna utvärdera", "L5:c629"),
        ("Färdigställa utvecklingen av indikatorer", "L5:c736"),
        ("Utveckla formerna för uppföljning inom ekonomi", "L5:c777"),
        ("Öka kunskapen för samtliga nivåer inom AMI:s", "L5:c824"),
        ("Utveckla former för att LEON principen", "L5:c934"),
    ],
    "Verksamhet": [
        ("Förbereda införande av digital strukturer", "L5:c1119"),
        ("Införande av processtyrningsmodeller", "L5:c1212"),
        ("Införande av strukturerad projektmodell", "L5:c1249"),
        ("Införande av indikatorer kopplade till projekt", "L5:c1289"),
    ],
    "Medarbetare": [
        ("Utveckling av förvaltningens chefsförsörjningsutbildning", "L5:c1490"),
        ("Utveckla och förbättra interna mallar", "L5:c1569"),
        ("Utveckla lönebildningsmodell", "L5:c1651"),
        ("Genomföra aktiviteter enligt projektplan", "L5:c1751"),
        ("Utveckla användningen av sociala medier", "L5:c1820"),
        ("Utreda förutsättningarna för att behålla", "L5:c1896"),
        ("Utveckling av stöd i social och organisatorisk", "L5:c1992"),
        ("Införande av rätt till heltid", "L5:c2112"),
    ],
}
ASSIGNMENTS: list[tuple[str, str, str | None, str]] = [
    ("Samtliga nämnder ges i uppdrag att vidta åtgärder för att tillvarata", "L6:c20", None,
     "ambiguous"),
    ("Samtliga nämnder ges i uppdrag att vidta åtgärder för att förenkla", "L6:c120", None,
     "ambiguous"),
    ("Samtliga nämnder ges i uppdrag att vidta åtgärder för att minska", "L6:c354", None,
     "ambiguous"),
    ("Samtliga nämnder får i uppdrag att redovisa", "L6:c480", None, "ambiguous"),
    ("Uppdrag till samtliga nämnder att öka takten", "L6:c832", None, "ambiguous"),
    ("Uppdrag till samtliga nämnder att se över sina avgifter", "L6:c896", None, "ambiguous"),
    ("Uppdrag till samtliga nämnder att i samråd med", "L6:c1077", None, "ambiguous"),
    ("Uppdrag till samtliga nämnder att fasa ut", "L6:c1266+L7:c1", "answered", "probable"),
    ("Uppdrag till samtliga nämnder att tydligare prioritera", "L7:c151", None, "ambiguous"),
    ("Arbetsmarknadsnämnden uppdras att säkerställa", "L7:c382", None, "ambiguous"),
    ("Bildningsnämnden uppdras att vidta", "L7:c571", None, "ambiguous"),
    ("Arbetsmarknadsnämnden uppdras att vidta", "L7:c832", None, "ambiguous"),
    ("Arbetsmarknadsnämnden uppdras att identifiera och genomföra insatser för att minska",
     "L7:c934", None, "ambiguous"),
    ("Arbetsmarknadsnämnden uppdras att identifiera och genomföra insatser för att halvera",
     "L7:c1076", None, "ambiguous"),
    ("Barn- och ungdomsnämnden, bildningsnämnden", "L7:c1229", "reported_elsewhere", "probable"),
    ("Kommunstyrelsen, socialnämnden", "L8:c1", "reported_elsewhere", "probable"),
    ("Inköps- och upphandlingspolicy", "L8:c760", "answered", "probable"),
]  # fmt: skip


@pytest.fixture(scope="module")
def source(shared_documents: Path) -> SourceDocument:
    return load_document(shared_documents / NAME)


@pytest.fixture(scope="module")
def plan(source: SourceDocument) -> PlanRecord:
    return LinkopingOperationalReader().read(source)


def goal(plan: PlanRecord, title: str) -> Goal:
    [row] = [row for row in plan.goals if str(row.title).startswith(title)]
    return row


def title_of(plan: PlanRecord, identifier: str | None) -> str | None:
    return next((row.title for row in plan.goals if row.id == identifier), None)


def issue(plan: PlanRecord, code: str) -> list[str | None]:
    return [r.text for issue in plan.issues if issue.code == code for r in issue.readings]


@pytest.mark.shared
def test_the_contract_of_readers_holds(shared_documents, plan):
    check_reader(LinkopingOperationalReader(), shared_documents / NAME)
    assert not check_plan(plan)


@pytest.mark.shared
def test_every_document_is_known_by_one_reader(shared_documents):
    readers = (
        LinkopingOperationalReader(),
        LinkopingReader(),
        NorrkopingReader(),
        SilkeborgReader(),
    )
    for path in shared_documents.iterdir():
        document = load_document(path)
        scores = {reader.name: reader.recognise(document).score for reader in readers}
        own = scores.pop("linkoping-operational")
        assert (own >= 0.5) == (path.name == NAME), path.name
        assert path.name != NAME or max(scores.values()) < 0.5


@pytest.mark.shared
def test_the_plan_is_that_of_the_internal_budget(plan):
    row = plan.documents[0]
    assert (plan.key, plan.organisation, plan.period) == (
        "linkoping-2019",
        "Arbetsmarknadsnämnden",
        "2019",
    )
    assert (row.id, row.issuer, row.reference, row.locator) == (
        "linkoping-2019/document/verksamhetsplan",
        "Utbildningsförvaltningen",
        "Rev 2019-03-11",
        "L1:c58",
    )


@pytest.mark.shared
def test_the_council_has_fifteen_goals(source, plan):
    for title, perspective, parent, certainty in COUNCIL:
        row = goal(plan, title)
        assert row.level == "linkoping-2019/level/kommunens-budget-plan"
        assert (row.title, row.perspective, title_of(plan, row.parent), row.parent_certainty) == (
            title,
            perspective,
            parent,
            certainty,
        )
        assert str(source.text_at(row.locator)).startswith(title)


@pytest.mark.shared
def test_the_committee_has_eleven_goals(plan):
    for title, number, perspective, parent, certainty in COMMITTEE:
        row = goal(plan, title)
        assert row.level == "linkoping-2019/level/internbudget"
        found = (row.number, row.perspective, title_of(plan, row.parent), row.parent_certainty)
        assert found == (number, perspective, parent, certainty), title
    areas = [row.title for row in plan.goals if row.kind == "goal_area"]
    assert areas == ["Samhälle", "Medborgare", "Ekonomi", "Verksamhet", "Medarbetare"]
    assert len(plan.goals) == len(areas) + len(COUNCIL) + len(COMMITTEE)


@pytest.mark.shared
def test_sentences_below_goals_describe_them(plan):
    described = {row.title: row.description[:20] for row in plan.goals if row.description}
    assert described == {
        "Goda arbetsplatser": "Varje medarbetare kä",
        "Framgångsrikt chefoch ledarskap": "Varje chef leder och",
        "Nya vägar för (tryggad) kompetensförsörjning": "Utveckling av den di",
    }


@pytest.mark.shared
@pytest.mark.parametrize("perspective", ACTIVITIES)
def test_every_activity_of_a_perspective_is_a_row(source, plan, perspective):
    printed = [
        (str(row.title)[: len(start)], row.locator)
        for row, (start, _) in zip(
            [row for row in plan.activities if row.perspective == perspective],
            ACTIVITIES[perspective],
            strict=True,
        )
    ]
    assert printed == ACTIVITIES[perspective]
    for start, locator in ACTIVITIES[perspective]:
        assert str(source.text_at(locator)).startswith(start), "the expectation itself is wrong"


@pytest.mark.shared
def test_activities_end_where_the_next_one_begins(plan):
    titles = {row.title for row in plan.activities}
    assert {
        "Utveckla samarbete med samordningsförbundet uppstart av ESFprojekt",
        "Införande av rätt till heltid enligt beslutad projektplan",
        "Stimulera till nyttjande av digital ansökan (mål 60% vid årets slut)",
        "Genomföra översyn av samtliga avdelningar inom utbildningsförvaltningen.",
        "Arbetsmarknadsinriktade projekt",
        "Jobbslussen",
        "LÖK - Lokal överenskommelse med Arbetsförmedlingen (återinskrivning på "
        "Arbetsförmedlingen)",
        "ESF-projekt i samverkan med Samordningsförbundet, bl.a. Drivbänk.",
        "ESF Unga med funktionshinder med FoU: En kommande utlysning under 2018/2019.",
        "Utbildning för de som utses till inköpare",
    } <= titles
    by_list: dict[str | None, int] = {}
    for row in plan.activities:
        by_list[row.lead_in] = by_list.get(row.lead_in, 0) + 1
    assert by_list == {
        None: 42,
        "Strategiska utvecklingsuppdrag": 40,
        "Prioriterade styrdokument": 3,
        "Planering för övriga uppdrag, handlingsplaner, projekt": 8,
    }


@pytest.mark.shared
def test_every_assignment_is_a_row_with_what_is_known_of_its_answer(source, plan):
    found = [
        (
            row.title[: len(start)],
            row.locator,
            row.response,
            row.response_certainty,
        )
        for row, (start, *_) in zip(plan.assignments, ASSIGNMENTS, strict=True)
    ]
    assert found == ASSIGNMENTS
    for start, locator, *_ in ASSIGNMENTS:
        assert str(source.text_at(locator.partition("+")[0])).startswith(start)


@pytest.mark.shared
def test_assignments_say_whose_they_are_and_when_to_report(plan):
    rows = {row.title[:20]: row for row in plan.assignments}
    several = rows["Barn- och ungdomsnäm"]
    assert several.kind == "Nämndspecifika utvecklingsuppdrag"
    assert several.coordinator == "barn- och ungdomsnämnden"
    assert several.response_locator == "L7:c2411"
    last = rows["Kommunstyrelsen, soc"]
    assert (last.report_back, last.report_back_raw) == ("2018-10", "senast i oktober 2018")
    assert (last.coordinator, last.response_locator) == ("kommunstyrelsen", "L8:c430")
    split = rows["Uppdrag till samtlig"]  # the last of those that begin so
    assert split.addressee == "samtliga nämnder"


@pytest.mark.shared
def test_what_an_assignment_defines_is_a_definition(source, plan):
    [row] = plan.principles
    assert (row.kind, row.locator) == ("definition", "L6:c232")
    assert row.title.startswith("Med etableringstid menas här tiden från")
    assert source.text_at(row.locator).startswith(row.title)


def test_measures_of_activities_and_assignments_are_embedded(plan):
    stated = [
        (row.origin, row.name, v.value, v.unit, v.comparator, v.period)
        for row in plan.indicators
        if row.origin in ("activity", "assignment")
        for v in ([v for v in plan.measurements if v.indicator == row.id] or [None])[:1]
        if v is not None
    ]
    assert stated == [
        ("activity", "Stimulera till nyttjande av digital ansökan", 60, "percent", "=",
         "2019-12-31"),
        ("activity", "Möte efter första ansökan", 5, "working_day", "<=", None),
        ("activity", "arbetsmarknadsinriktade platser", 500, "place", "=", None),
        ("assignment", "etableringstiden för nyanlända", None, None, "decrease", None),
        ("assignment", "tiden på språkintroduktion", None, None, "decrease", None),
        ("assignment", "andelen med ekonomiskt bistånd efter avslutad etablering", None, None,
         "decrease", None),
        ("assignment", "etableringstiden för nyanlända gällande inträde på arbetsmarknaden", -50,
         "percent", "change_by_percent", None),
    ]  # fmt: skip
    assert "antal hänvisningar" in {row.name for row in plan.indicators}


@pytest.mark.shared
def test_what_the_flattened_text_does_not_tell_is_an_issue(plan):
    assert len(issue(plan, "MC371")) == 13
    assert issue(plan, "MC375") == [
        "Nämnduppdrag... Fel! Bokmärket är inte definierat.",
        "[Dubbelklicka här för att infoga en bild]",
    ]
    assert issue(plan, "MC374") == [
        "Planering av förvaltningens verksamhet och utveckling",
        "Planering av förvaltningarnas verksamhet och utveckling",
    ]
    assert issue(plan, "MC378") == ["Succesivt avslut", "Sept, uppföljning"]
    assert issue(plan, "MC379") == ["Män", "Kvinnor", "Män", "Kvinnor", "Kvinnor"]
    assert issue(plan, "MC353") == ["elevoch", "socialoch", "socialoch", "chefoch"]
    assert [text[:15] for text in issue(plan, "MC324")[1::2]] == [
        "Samtliga deltag",
        "Avtalstrohet In",
        "Effektivt lokal",
        "Framgångsrikt c",
    ]
    assert not [i for i in plan.issues if i.code in ("MC321", "MC336", "MC207", "MC335")]
