"""The real verksamhetsplan read whole: checked by hand against its lines."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from municompare.documents import load_document
from municompare.model.plan import PlanRecord
from municompare.readers.norrkoping import NorrkopingReader

FILE = "norrkoping-verksamhetsplan-2016.txt"

ACTIONS = [
    ("3.1", "L228", "Då barnfamiljer är en av nämndens två"),
    ("3.1", "L228", "Vid tillsättningen av deltagare"),
    ("3.1", "L230", "Verksamheten ska vara länken"),
    ("3.1", "L230", "Insatsstöd har under 2016 ett särskilt uppdrag"),
    ("3.1", "L230", "I detta arbete kommer insatsstöd"),
    ("3.1", "L230", "Arbetsmarknadsenheten ska fortsätta utveckla samverkan"),
    ("3.2", "L230", "Ungdomshandläggarna på arbetsmarknadskontoret kommer"),
    ("3.2", "L230", "ungdomskontoret planeras att öppna i april"),
    ("3.2", "L230", "Handläggare från ekonomiskt bistånd och Arbetsförmedlingen kommer"),
    ("3.3", "L230", "Som ett led i arbetet med att arbeta med ungdomar"),
    ("3.4", "L232", "I och med verksamhetsåret 2016 kommer Servicetrainee"),
    ("3.5", "L232", "För verksamhetsåret 2016 kommer två nya insatser"),
    ("3.5", "L234", "Arbetsmarknadskontoret kommer under 2016 att administrera"),
    ("3.5", "L234", "Tyngdpunkten för arbetsmarknadskontorets del"),
    ("3.6", "L234", "genom införande av en studieförberedande"),
    ("3.6", "L234", "utveckling av det studiemotiverande arbetet i befintliga"),
    ("3.6", "L234", "genom att arbeta med att öka kunskaperna"),
    ("3.6", "L236", "Arbetsmarknadskontoret kommer under 2016 att ha som mål"),
    ("3.6", "L236", "För att vidare utveckla det studiemotiverande arbetet"),
    ("3.6", "L236", "Arbetsmarknadskontoret kommer också under året"),
    ("4", "L238", "Detta arbete kommer att fortsätta under 2016"),
    ("4", "L238", "all personal kommer under året att få fortbildning"),
    ("4", "L238", "Utöver fortbildning och utbildning"),
    ("4", "L238", "Genom att uppmärksamma barnfamiljsärenden"),
    ("4", "L238", "Arbetsmarknadskontoret kommer under 2016 fortsätta arbetet med att utreda"),
    ("5", "L240", "Utvecklingsarbetet handlar om"),
    ("5", "L240", "Arbetet med SAFE-projektet"),
    ("5", "L240", "Utöver arbetet med SAFE kommer"),
    ("5", "L240", "I detta arbete ingår det att omvärldsbevaka"),
    ("6.1", "L242", "Arbetsmarknadskontoret kommer under 2016 att inom ramen"),
    ("6.1", "L242", "Arbetsmarknadsenheten kommer under året att fortsätta"),
    ("6.2", "L242", "Arbetsmarknadskontoret kommer under 2016 fortsätta att utveckla"),
    ("6.2", "L242", "verksamheten ekonomiskt bistånd kommer aktivt att delta"),
    ("6.3", "L244", "Arbetsmarknadskontoret ser särskilt"),
    ("6.3", "L244", "Ytterligare fokus för samverkan"),
    ("6.3", "L244", "Detta arbete handlar därför om att hitta alternativ"),
    ("7.1", "L246", "Under 2016 kommer arbetsmarknadskontoret att fortsätta"),
    ("7.2", "L246", "Ett arbete med att utveckla arbetssätt"),
    ("7.3", "L246", "I samband med denna ombyggnad"),
    ("7.3", "L246", "Arbetet med ombyggnationen"),
    ("7.4", "L248", "Arbetsmarknadskontoret kommer under 2016 att arbeta för"),
    ("7.5", "L248", "Det är arbetsmarknadsenheten som administrerar"),
    ("7.5", "L248", "Arbetsmarknadsenheten kommer också att se över"),
    ("7.5", "L248", "Som ett led i att öka förbättra brukardialogen"),
    ("7.6", "L248", "Arbetsmarknadsenheten kommer därför under 2016"),
    ("7.6", "L248", "Tillsammans med detta arbete kommer samtliga medarbetare"),
    ("7.6", "L248", "Utvecklingen av dokumentationen på enheten"),
    ("8.1", "L250", "Därför arbetar verksamheten hela tiden aktivt"),
    ("8.1", "L250", "Arbetsgivarens plan 2014-2016 för likabehandling"),
    ("8.1", "L250", "Samtliga nyanställda introduceras"),
    ("8.1", "L250", "I arbetet med mångfalds- och värdegrundsfrågor ingår"),
    ("8.2", "L250", "Arbetsmarknadskontoret kommer under 2016 att erbjuda fortbildning"),
    ("8.3", "L252", "Identifierade utvecklingsområden"),
    ("8.3", "L252", "För arbetet med arbetsmiljön under 2016"),
    ("8.5", "L252", "arbeta med introduktionsprogrammet för nya myndighetsutövare"),
    ("8.5", "L252", "erbjuda karriärvägar för medarbetare"),
    ("8.5", "L252", "utveckla grupprocesser"),
    ("8.5", "L252", "samverka med universitet"),
    ("8.5", "L252", "erbjuda aspirantprogram"),
    ("8.5", "L252", "bedriva aktiv lönepolitik"),
    ("8.5", "L252", "effektivisera de administrativa processerna."),
    ("8.5", "L252", "Arbetsmarknadskontoret kommer under 2016 att fortsätta arbeta med denna"),
    ("9", "L254", "Arbetsmarknadskontoret är med bevakar ständigt"),
    ("9", "L254", "Arbetsmarknadskontoret bevakar därför"),
    ("9", "L254", "För att på ett mer effektivt sätt"),
    ("9", "L254", "Arbetsmarknadskontoret sökte medel från DUA"),
    ("9", "L254", "Under 2016 kommer arbetsmarknadskontoret att bevaka"),
    ("9", "L254", "Detta kommer bland annat att göras"),
]
"""Section, line and first words of every action that a person finds in chapters 3 to 9."""


@pytest.fixture(scope="module")
def plan(shared_documents: Path) -> PlanRecord:
    return NorrkopingReader().read(load_document(shared_documents / FILE))


@pytest.mark.shared
def test_every_stated_action_is_an_activity_of_its_section(plan: PlanRecord) -> None:
    above = {x.from_id: x.to_id for x in plan.links if x.relation == "part_of"}
    actions = [a for a in plan.activities if a.id in above]
    assert len(actions) == len(ACTIONS)
    for (section, line, words), action in zip(ACTIONS, actions, strict=True):
        assert action.title.startswith(words)
        assert action.locator.split(":")[0] == line
        assert str(action.perspective).startswith(f"{section[0]} ")
    sections = [a for a in plan.activities if a.id not in above]
    counts = Counter(above[a.id] for a in actions)
    expected = Counter(section for section, _, _ in ACTIONS)
    assert [counts[a.id] for a in sections] == list(expected.values())


@pytest.mark.shared
def test_actions_have_who_when_and_how_much_where_the_text_says_so(plan: PlanRecord) -> None:
    found = {a.title.split(".")[0]: a for a in plan.activities}

    def one(words: str) -> tuple[str | None, str | None, str | None, float | None]:
        [action] = [a for title, a in found.items() if title.startswith(words)]
        return action.responsible, action.period, action.deadline, action.quantity

    assert one("ungdomskontoret planeras") == (None, "2016", "2016-04", None)
    assert one("I och med verksamhetsåret") == (None, "2016", None, 100)
    assert one("Som ett led i arbetet med att arbeta med") == (
        "mottagningsenheten på ekonomiskt bistånd", "2016", None, None,
    )  # fmt: skip
    assert one("Det är arbetsmarknadsenheten") == ("arbetsmarknadsenheten", "2016", None, None)
    assert one("utveckla grupprocesser") == ("Arbetsmarknadskontoret", "2016", None, None)
    assert one("Arbetsgivarens plan") == (None, "2016", None, None)
    assert one("Tillsammans med detta arbete")[0] is None
    assert sum(a.lead_in is not None for a in plan.activities) == 10


@pytest.mark.shared
def test_sections_state_by_words_which_goals_they_serve(plan: PlanRecord) -> None:
    numbers = {g.id: f"{g.kind[0]}{g.number}" for g in plan.goals}
    above = {x.from_id for x in plan.links if x.relation == "part_of"}
    titles = {a.id: a.title for a in plan.activities if a.id not in above}
    stated = [
        (titles[x.from_id].split(" ")[0], numbers[x.to_id], x.certainty)
        for x in plan.links
        if x.relation == "serves" and x.basis == "stated" and x.from_id in titles
    ]
    assert stated == [
        ("Prioriteringsåtgärder", "g2", "probable"),  # heading: barnfamiljer
        ("Ungdomskontor", "g3", "probable"),  # "ungdomar … egen försörjning"
        ("Servicetrainee", "g2", "certain"),  # "minska andelen barn i ekonomiskt utsatta hushåll"
        ("Nya", "g3", "certain"),  # "ungdomar ska klara sin egen försörjning"
        ("Nya", "d3", "probable"),  # "arbete eller börja studera"
        ("Samverkan", "d4", "certain"),  # "utvecklingsområde 4"
        ("E-ansökan", "d6", "certain"),  # "öka andelen ansökningar av ekonomiskt bistånd"
        ("24-timmars", "d6", "probable"),
        ("24-timmars", "d7", "probable"),  # "dialog med användare av kommunens tjänster"
    ]
    served = {x.from_id for x in plan.links if x.relation == "serves"}
    assert {a.id for a in plan.activities} <= served
    by_number = Counter(numbers[x.from_id] for x in plan.links if x.relation == "treated_in")
    assert by_number == {"g1": 1, "g4": 1, "g5": 1, "d1": 1}


@pytest.mark.shared
def test_the_employers_assignment_has_three_items(plan: PlanRecord) -> None:
    assert [(a.kind, a.addressee, a.locator) for a in plan.assignments] == [
        ("uppdrag", "förvaltningen", "L228:c921"),
        ("arbetsgivaruppdrag", "förvaltningarna", "L252:c621"),
        ("arbetsgivaruppdrag", "förvaltningarna", "L252:c782"),
        ("arbetsgivaruppdrag", "förvaltningarna", "L252:c917"),
        ("arbetsgivaruppdrag", "förvaltningarna", "L252:c1062"),
    ]
    assert [a.title.split(" ")[0] for a in plan.assignments[2:]] == ["ta", "i", "arbeta"]
    names = {body.id: body.name for body in plan.organisations}
    given = {(r.role, names[r.organisation]) for r in plan.responsibilities
             if r.element == plan.assignments[1].id}  # fmt: skip
    assert given == {("decides", "Personalutskottet"), ("executes", "förvaltningarna")}
    assert {a.report_back for a in plan.assignments} == {None}


@pytest.mark.shared
def test_principles_are_visions_values_duties_missions_and_groups(plan: PlanRecord) -> None:
    assert [(p.kind, p.title[:30], p.locator.split("|")[0]) for p in plan.principles] == [
        ("vision", "det goda livet", "L214:c1098"),
        ("vision", "ny vision för år 2035", "L214:c1318"),
        ("vision", "gemensam klimatvision mellan L", "L214:c1382"),
        ("vision", "vision om att Norrköping år 20", "L214:c1444"),
        ("value", "respekt", "L214:c869"),
        ("value", "delaktighet", "L214:c878"),
        ("value", "trovärdighet", "L214:c894"),
        ("duty", "kommunala arbetsmarknadsåtgärd", "L212:c90"),
        ("duty", "Verksamhetsfunktionen insatsst", "L228:c2103"),
        ("duty", "Enligt socialtjänstlagen ska b", "L238:c232"),
        ("duty", "Socialtjänstlagen säger exempe", "L238:c386"),
        ("mission", "Verksamheterna i arbetsmarknad", "L212:c552"),
        ("mission", "Arbetsmarknadskontoret I Norrk", "L256:c1"),
        ("definition", "Begreppet mångfald utgår här f", "L226:c260"),
        ("priority", "barnfamiljer", "L228:c761"),
        ("priority", "ungdomar", "L228:c778"),
    ]


@pytest.mark.shared
def test_organisations_have_kind_abbreviation_and_parent(plan: PlanRecord) -> None:
    names = {body.id: body.name for body in plan.organisations}
    found = {
        body.name: (body.kind, body.abbreviation, names[body.parent] if body.parent else None)
        for body in plan.organisations
    }
    own = "Arbetsmarknadskontoret"
    assert found == {
        own: ("administration", None, "Arbetsmarknads- och vuxenutbildningsnämnden"),
        "Arbetsmarknads- och vuxenutbildningsnämnden": ("committee", "AV-nämnden", None),
        "arbetsmarknadsenheten": ("unit", None, own),
        "ekonomiskt bistånd": ("unit", None, own),
        "vuxenutbildning": ("unit", None, "utbildningskontoret"),
        "utbildningskontoret": ("administration", None, None),
        "personalkontoret": ("administration", None, None),
        "socialkontoret": ("administration", None, None),
        "kommunfullmäktige": ("council", None, None),
        "Personalutskottet": ("committee", None, None),
        "Norrköpings kommun": ("municipality", None, None),
        "Arbetsförmedlingen": ("state", None, None),
        "Försäkringskassan": ("state", None, None),
        "Delegationen för unga till arbete": ("state", "DUA", None),
        "samordningsförbundet": ("federation", None, None),
        "Europeiska socialfonden": ("fund", "ESF", None),
        "insatsstöd": ("unit", None, None),
        "ungdomskontoret": ("unit", None, None),
        "mottagningsenheten": ("unit", None, "ekonomiskt bistånd"),
        "Vägledningscentrum": ("unit", None, None),
        "Slussen": ("unit", None, None),
        "Arbetsförmedlingens ungdomssektion": ("unit", None, "Arbetsförmedlingen"),
        "socialkontorets bostadsrådgivning": ("unit", None, "socialkontoret"),
        "vuxenutbildningens stödenhet": ("unit", None, "vuxenutbildning"),
        "arbetsmarknadskontorets förvaltningschef": ("office", None, own),
        "nämnderna": ("group", None, None),
        "förvaltningskontoren": ("group", None, None),
        "enhet": ("group", None, None),
        "förvaltningarna": ("group", None, None),
    }


@pytest.mark.shared
def test_who_prepares_decides_agrees_and_controls(plan: PlanRecord) -> None:
    names = {body.id: body.name for body in plan.organisations}
    found = [
        (r.element.split("/", 1)[1], r.role, names[r.organisation], r.locator)
        for r in plan.responsibilities
        if r.role != "executes" and "/assignment/" not in r.element
    ]
    nämnden = "Arbetsmarknads- och vuxenutbildningsnämnden"
    assert found == [
        ("document/verksamhetsplan", "decides", "arbetsmarknadskontorets förvaltningschef",
         "L206:c46"),
        ("level/uppdragsplan", "prepares", "nämnderna", "L216:c141"),
        ("level/internkontrollsplan", "prepares", nämnden, "L216:c703"),
        ("level/verksamhetsplan", "prepares", "förvaltningskontoren", "L216:c912"),
        ("level/aktivitetsplan", "prepares", "enhet", "L220:c959"),
        ("level/uppdragsplan", "decides", nämnden, "L212:c1198"),
        ("goal/namndens-verksamheter-framja-rattigheter-mojligheter", "controls",
         "utbildningskontoret", "L250:c653"),
        ("document/lokal-overenskommelse", "agrees", "Norrköpings kommun", "L242:c660"),
        ("document/lokal-overenskommelse", "agrees", "Arbetsmarknadskontoret", "L242:c660"),
        ("document/lokal-overenskommelse", "agrees", "Arbetsförmedlingen", "L242:c660"),
        ("document/tidigare-overenskommelse", "agrees", "Norrköpings kommun", "L242:c895"),
        ("document/tidigare-overenskommelse", "agrees", "Arbetsförmedlingen", "L242:c895"),
    ]  # fmt: skip


@pytest.mark.shared
def test_followups_and_decisions_are_as_printed(plan: PlanRecord) -> None:
    assert [(f.what, f.cadence, f.dates, f.reporter) for f in plan.followups] == [
        ("verksamhetsplanen", "två gånger per år", None, None),
        ("aktivitetsplanen", "kontinuerligt", None, None),
        ("uppföljning av året", None, "Under verksamhetsårets slut", None),
        ("Den årliga redovisningen", "årliga", None, None),
        ("arbetet", None, None, "utbildningskontoret"),
        ("medarbetarenkät", "vartannat år", None, None),
        ("Utvecklingen av dokumentationen på enheten", None, "under året", None),
    ]
    assert [(d.body, d.date, d.subject) for d in plan.decisions] == [
        ("arbetsmarknadskontorets förvaltningschef", "2016-04-13",
         "Arbetsmarknadskontorets verksamhetsplan 2016"),
        ("Arbetsmarknads- och vuxenutbildningsnämnden", None, "uppdragsplanen för 2016"),
        ("Norrköping", "2016", "en ny vision för år 2035"),
        ("Norrköpings kommun, särskilt arbetsmarknadskontoret, och Arbetsförmedlingen", "2015",
         "lokal överenskommelse"),
    ]  # fmt: skip


@pytest.mark.shared
def test_notes_say_what_documents_hold_and_what_others_do(plan: PlanRecord) -> None:
    assert [(n.text[:30], n.element and n.element.split("/")[1]) for n in plan.notes] == [
        ("Politisk inriktning och politi", "level"),
        ("Strategisk beskrvining av hur ", "level"),
        ("Operativ planering på enhetsni", "level"),
        ("räknat under vardagar", "measurement"),
        ("det arbetsgivaruppdrag som per", "assignment"),
        ("Inom vuxenutbildningen styr sk", "goal"),
        ("Utbildningskontoret ska som hu", "goal"),
    ]
    assert [(g.kind, g.number) for g in plan.goals if g.lineage] == [("development_area", "9")]
    assert [(b.comparator, b.use, b.locator) for b in plan.benchmark_refs] == [
        ("other_municipalities", "learning", "L240:c1726"),
        ("own_past", "target", "L222:c385"),
        ("own_past", "target", "L222:c551"),
    ]
