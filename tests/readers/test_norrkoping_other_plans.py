"""Plans of other administrations and years, coded by hand before they were read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from municompare.documents import load_document
from municompare.model.plan import PlanRecord
from municompare.readers.norrkoping import NorrkopingReader

DATA = Path(__file__).parent / "data"

GOALS = {
    "socialkontoret-2017": ["g1", "g2", "g4", "d1", "d3", "g3*", "d2*"],
    "omsorgskontoret-2018": ["g1", "g2", "g3"],
    "utbildningskontoret-2015": ["g1", "g2", "g3", "d1", "d2", "g5*"],
    "vuxenutbildning-2019": ["g1", "g2", "g3", "d1"],
    "tekniska-2014": ["g1", "g2", "g3", "d1"],
    "kultur-2020": ["g1", "g2", "d1", "d2*"],
    "byggmiljo-2016": ["g1", "g2", "g3", "d1", "d2"],
    "fritid-2013": ["g1", "g2", "g3", "d1"],
    "kommunstyrelsen-2021": ["g1", "g2", "g3", "g4"],
}
"""Numbers of goals and development areas; a star for those left to others."""

VALUES: dict[str, list[tuple[Any, ...]]] = {
    "socialkontoret-2017": [
        ("L16", "Andelen barn", "target", "<=", 15, "percent", "2017"),
        ("L16", "Antalet personer", "target", "=", 55, "person", "2017"),
        ("L16", "Antalet personer", "baseline", "=", 40, "person", None),
        ("L16", "Minst 90 procent av", "target", ">=", 90, "percent", None),
        ("L16", "kostnaden för placeringar", "target", "decrease", None, None, None),
        ("L18", "fältassistenter", "target", "=", 4, None, "2017"),
        ("L18", "Under 2016 var 22", "observed", "=", 22, "percent", "2016"),
        ("L18", "familjehem", "target", "=", 20, None, "2017"),
        ("L18", "familjehem", "observed", "=", 12, None, "2016"),
        ("L20", "platser", "target", "=", 15, "place", None),
        ("L20", "Boendet beräknas kosta", "target", "=", 4.5, "MSEK", "2017"),
        ("L20", "första tid", "target", "<=", 7, "day", None),
        ("L20", "Väntetiden", "observed", "=", 12, "day", "2016"),
        ("L22", "sjukfrånvaron", "observed", "=", 8.4, "percent", "2016"),
        ("L22", "sjukfrånvaron", "target", "<=", 7, "percent", "2017"),
    ],
    "omsorgskontoret-2018": [
        ("L9", "Minst 85 procent av", "target", ">=", 85, "percent", None),
        ("L9", "Brukarna ska möta", "target", "<=", 12, None, None),
        ("L9", "Andelen boende", "target", "increase", None, None, None),
        ("L11", "kontaktpersoner", "target", "=", 60, None, "2018"),
        ("L11", "Brukarundersökningen 2017", "observed", "=", 81, "percent", "2017"),
        ("L13", "nattfastan", "target", "<=", 11, "hour", None),
        ("L15", "platser", "observed", "=", 230, "place", "2017"),
        ("L17", "Vård- och omsorgskontoret har", "target", "=", 1250, "MSEK", "2018"),
    ],
    "utbildningskontoret-2015": [
        ("L35", "Andelen elever", "target", "=", 88, "percent", "2015"),
        ("L39", "Antalet barn per grupp", "target", "decrease", None, None, None),
        ("L58", "köpa in böcker", "target", "=", 600000, "SEK", "2015"),
        ("L59", "lärare", "target", "=", 45, None, "2015"),
        ("L66", "Enligt enkäten 2014", "observed", "=", 93, "percent", "2014"),
        ("L72", "avdelningar", "target", "=", 6, None, "2015"),
        ("L73", "förskollärare", "target", "=", 18, None, None),
        ("L74", "barn per grupp", "observed", "=", 18.2, None, "2014"),
    ],
    "vuxenutbildning-2019": [
        ("L11", "Antalet hushåll", "target", "change_by", -200, "household", "2019"),
        ("L11", "Minst 70 procent av", "target", ">=", 70, "percent", None),
        ("L11", "Tiden till egen", "target", "decrease", None, None, None),
        ("L13", "extratjänster", "observed", "=", 300, None, "2018"),
        ("L13", "extratjänster", "target", "=", 180, None, "2019"),
        ("L15", "Målsättningen är att 50", "target", "=", 50, "percent", None),
        ("L15", "Under 2018 gjordes 12", "observed", "=", 12, "percent", "2018"),
        ("L15", "besök", "target", "<=", 10, "working_day", None),
        ("L17", "orter", "target", "=", 2, None, None),
        ("L17", "platser", "target", "=", 400, "place", None),
        ("L17", "platser", "target", "=", 60, "place", None),
        ("L17", "Kostnaden för en plats", "observed", "=", 45000, "SEK", None),
    ],
    "tekniska-2014": [
        ("L9", "Andelen resor", "target", "=", 24, "percent", "2014"),
        ("L9", "Andelen resor", "baseline", "=", 19, "percent", "2010"),
        ("L9", "Antalet olyckor", "target", "decrease", None, None, "2020"),
        ("L9", "Utsläppen av", "target", "change_by_percent", -20, "percent", None),
        ("L11", "km", "target", "=", 8, "kilometre", "2014"),
        ("L11", "km", "observed", "=", 5, "kilometre", "2013"),
        ("L11", "platser", "target", "=", 12, "place", None),
        ("L11", "hållplatser", "target", "=", 15, None, "2014"),
        ("L11", "Kostnaden beräknas", "target", "=", 6, "MSEK", None),
        ("L13", "medborgardialoger", "target", "=", 3, None, None),
        ("L13", "Synpunkter från", "target", "<=", 5, "working_day", None),
        ("L13", "ljuspunkter", "target", "=", 2500, None, "2014"),
        ("L13", "Energianvändningen", "observed", "=", 98, "gigawatt_hour", "2012"),
        ("L15", "Hushållen lämnade", "observed", "=", 230, "kilogram", "2012"),
        ("L15", "hushåll", "target", "=", 30000, "household", "2014-12-31"),
        ("L17", "chefer", "target", "=", 25, None, "2014"),
    ],
    "kultur-2020": [
        ("L9", "Antalet besök", "target", ">=", 900000, None, "2020"),
        ("L9", "Andelen flickor bland", "target", "=", 45, "percent", None),
        ("L11", "besök", "observed", "=", 862000, None, "2018"),
        ("L11", "författarbesök", "target", "=", 40, None, None),
        ("L11", "öppettiderna", "target", "=", 60, "hour", None),
        ("L13", "simhallar", "target", "=", 3, None, None),
        ("L13", "Sporthallarna", "target", ">=", 80, "percent", None),
        ("L13", "beläggningen", "observed", "=", 74, "percent", "2019"),
        ("L13", "Kontoret fördelar", "target", "=", 32, "MSEK", "2020"),
        ("L13", "Föreningarna", "target", "<=", 6, "week", None),
        ("L13", "andelen flickor", "observed", "=", 41, "percent", "2019"),
    ],
    "byggmiljo-2016": [
        ("L11", "Handläggningstiden", "target", "<=", 8, "week", None),
        ("L11", "Minst 95 procent", "target", ">=", 95, "percent", "2016"),
        ("L11", "Antalet enskilda avlopp", "target", "change_by", -150, None, "2016-12-31"),
        ("L13", "handläggningstiden", "observed", "=", 11, "week", "2015"),
        ("L13", "bygglovshandläggare", "target", "=", 2, None, "2016"),
        ("L13", "första besked", "target", "<=", 3, "working_day", None),
        ("L13", "Avgiften för", "observed", "=", 24500, "SEK", None),
        ("L13", "byggarbetsplatser", "target", "=", 60, None, None),
        ("L13", "byggarbetsplatser", "target", "=", 20, None, None),
        ("L15", "kontroller", "target", "=", 1450, None, "2016"),
        ("L15", "frukostmöten", "target", "=", 4, None, None),
        ("L17", "avlopp", "target", "=", 400, None, None),
        ("L17", "Halten av partiklar", "observed", "=", 19, None, "2014"),
        ("L17", "gator", "target", "=", 3, None, None),
        ("L17", "Utsläppen från", "observed", "=", 5.4, "tonne", "2015"),
        ("L17", "Utsläppen från", "target", "=", 4, "tonne", "2016"),
        ("L19", "praktikanter", "target", "=", 6, None, "2016"),
        ("L19", "handläggare", "target", "=", 12, None, "2016"),
        ("L19", "Sjukfrånvaron", "target", "<=", 4, "percent", None),
    ],
    "fritid-2013": [
        ("L9", "Antalet deltagar", "target", "change_by_percent", 10, "percent", None),
        ("L9", "Fritidsgårdarnas besökare", "target", "increase", None, None, None),
        ("L9", "energianvändningen", "target", "decrease", None, None, None),
        ("L11", "Hösten 2012 kunde 91", "observed", "=", 91, "percent", "2012"),
        ("L11", "platser", "target", "=", 350, "place", None),
        ("L11", "platser", "target", "=", 50, "place", None),
        ("L11", "Badhusens öppettider", "target", "=", 75, "hour", None),
        ("L11", "Förbrukningen", "observed", "=", 6.2, "gigawatt_hour", "2012"),
        ("L11", "Förbrukningen", "target", "=", 5.8, "gigawatt_hour", "2013"),
        ("L13", "Kontoret fördelar", "target", "=", 18.5, "MSEK", "2013"),
        ("L13", "Ansökningar", "target", "<=", 4, "week", None),
        ("L13", "konstgräsplaner", "target", "=", 2, None, "2013"),
        ("L13", "idrottsplatser", "target", "=", 7, None, None),
        ("L13", "Kontoret kommer att byta", "target", "=", 3, "MSEK", None),
        ("L17", "besök", "observed", "=", 86000, None, "2012"),
        ("L17", "besök", "target", "=", 90000, None, "2013"),
        ("L17", "tjejkvällar", "target", ">=", 10, None, None),
        ("L19", "timanställda", "target", "change_by", -5, None, None),
    ],
    "kommunstyrelsen-2021": [
        ("L11", "Andelen ärenden", "target", "=", 55, "percent", "2021"),
        ("L11", "Andelen ärenden", "baseline", "=", 38, "percent", "2019"),
        ("L11", "Andelen ekologiska", "target", ">=", 40, "percent", None),
        ("L11", "Antalet nystartade", "target", ">", 900, None, "2021"),
        ("L11", "lokalkostnader", "target", "decrease", None, None, None),
        ("L13", "e-tjänster", "target", "=", 25, None, None),
        ("L13", "e-tjänster", "target", "=", 5, None, None),
        ("L13", "medarbetare", "target", "=", 300, None, "2021"),
        ("L13", "Supporten", "target", "<=", 2, "minute", None),
        ("L13", "Under 2020 besvarades", "observed", "=", 72, "percent", "2020"),
        ("L15", "Under 2020 fick 94", "observed", "=", 94, "percent", "2020"),
        ("L15", "Avbrott", "target", "<=", 1, "day", None),
        ("L15", "Kostnaden för", "observed", "=", 9800, "SEK", None),
        ("L15", "upphandlingar", "target", "=", 35, None, None),
        ("L15", "avtal", "target", "=", 10, None, None),
        ("L15", "Andelen ekologiska", "observed", "=", 33, "percent", "2020"),
        ("L15", "Kommunen köpte", "observed", "=", 310, "tonne", "2020"),
        ("L17", "företagsfrukostar", "target", "=", 8, None, None),
        ("L17", "företag", "target", "=", 120, None, None),
        ("L17", "Handläggarna", "target", "<=", 24, "hour", None),
        ("L19", "Kommunstyrelsens kontor", "target", "=", 412, "MSEK", "2021"),
        ("L19", "kontorslokaler", "target", "=", 2, None, "2021"),
        ("L19", "Kontoret ska lämna", "target", "change_by", -1.8, "MSEK", "2021"),
        ("L19", "utvecklingssamtal", "target", "=", 2, None, None),
        ("L19", "Sjukfrånvaron", "observed", "=", 5.1, "percent", "2020"),
    ],
}
"""Line, beginning of the name, role, comparator, value, unit and period of every value."""

ACTIONS = {
    "socialkontoret-2017": [
        "Socialkontoret kommer under 2017 att anställa", "Enheten för barn och unga",
        "Modellen ska vara klar", "Socialkontoret ska rekrytera", "Handläggarna kommer",
        "Kontoret kommer under året", "Öppenvården ska", "Vuxenenheten kommer",
        "Socialkontoret kommer att granska", "Socialkontoret kommer att erbjuda",
    ],
    "omsorgskontoret-2018": [
        "införa ett nytt", "utbilda 60", "ta fram en handlingsplan", "starta matråd",
        "se över nattfastan", "redovisa resultatet", "Kontoret kommer att följa",
    ],
    "utbildningskontoret-2015": [
        "införa läsombud", "köpa in böcker", "utbilda 45", "Skolorna ska rapportera",
        "Utbildningskontoret ska ta fram", "Skolorna kommer att genomföra",
        "Kontoret ska öppna sex", "Kontoret ska anställa 18",
    ],
    "vuxenutbildning-2019": [
        "Arbetsmarknadsenheten ska erbjuda", "Kontoret kommer under 2019 att införa",
        "Alla nya sökande", "starta kvällskurser", "införa digitala", "utveckla samarbetet",
        "Under året kommer vuxenutbildningen", "Kontoret kommer att genomföra",
    ],
    "tekniska-2014": [
        "Tekniska kontoret ska", "Kontoret kommer att sätta upp", "Under hösten 2014",
        "Kontoret kommer att genomföra", "Synpunkter från", "Belysningen byts",
        "Kontoret ska ta fram", "Insamlingen", "Kontoret jämför", "ny lönestruktur",
        "ledarutveckling", "friskvård", "Alla medarbetare",
    ],
    "kultur-2020": [
        "Sommarläsning", "40 författarbesök", "Ny bokbuss", "Biblioteken ska",
        "Kontoret planerar", "Sporthallarna", "Föreningarna ska", "Kontoret ska följa upp",
        "Kontoret fördelar",
    ],
    "byggmiljo-2016": [
        "Kontoret kommer att anställa", "Den som lämnar", "Byggenheten ska",
        "Miljöenheten planerar", "Restauranger som", "Enheten kommer att hålla",
        "Miljöenheten ska inventera", "Kontoret ska ta fram", "Mätningarna utökas",
        "utbilda samtliga", "ta emot sex", "genomföra en utbildning",
    ],
    "fritid-2013": [
        "Kontoret ska erbjuda", "Badhusens", "Kontoret fördelar", "Ansökningar ska",
        "Under 2013 anläggs", "Kontoret kommer att byta", "Fritidskontoret planerar",
        "Personalen ska", "införa ett", "erbjuda friskvård", "minska antalet",
    ],
    "kommunstyrelsen-2021": [
        "Digitaliseringsenheten ska", "Enheten kommer att", "Supporten ska",
        "Ett nytt intranät", "Avbrott ska", "Upphandlingsenheten ska",
        "Kontoret kommer att följa", "Kontoret planerar", "Handläggarna ska",
        "Norrköping jämför", "Kontoret ska lämna", "Alla chefer",
    ],
}  # fmt: skip
"""Beginnings of the actions that the chapters state."""


@pytest.fixture(scope="module")
def plans() -> dict[str, PlanRecord]:
    reader = NorrkopingReader()
    found = {}
    for name in GOALS:
        document = load_document(DATA / f"norrkoping-{name}.txt")
        assert reader.recognise(document).score >= 0.5
        found[name] = reader.read(document)
    return found


@pytest.mark.parametrize("name", GOALS)
def test_every_goal_and_development_area_is_read(plans: dict[str, PlanRecord], name: str) -> None:
    goals = [
        f"{goal.kind[0]}{goal.number}{'*' if goal.title_status == 'absent' else ''}"
        for goal in plans[name].goals
    ]
    assert goals == GOALS[name]


@pytest.mark.parametrize("name", GOALS)
def test_every_value_is_read_and_none_is_invented(plans: dict[str, PlanRecord], name: str) -> None:
    names = {indicator.id: indicator.name for indicator in plans[name].indicators}
    rows = plans[name].measurements
    assert len(rows) == len(VALUES[name])
    for row, (line, begins, *expected) in zip(rows, VALUES[name], strict=True):
        assert names[row.indicator].startswith(begins)
        assert row.locator.split(":")[0] == line
        assert [row.role, row.comparator, row.value, row.unit, row.period] == expected


@pytest.mark.parametrize("name", GOALS)
def test_every_action_is_read(plans: dict[str, PlanRecord], name: str) -> None:
    titles = [activity.title for activity in plans[name].activities]
    for begins in ACTIONS[name]:
        assert any(title.startswith(begins) for title in titles), begins
    sections = {x.to_id for x in plans[name].links if x.relation == "part_of"}
    actions = [a for a in plans[name].activities if a.id not in sections]
    # a section without action is one row
    more = {"omsorgskontoret-2018": 1, "fritid-2013": 1}
    assert len(actions) - len(ACTIONS[name]) == more.get(name, 0)


def test_a_part_of_a_number_is_a_subgroup_of_the_same_measure(
    plans: dict[str, PlanRecord],
) -> None:
    found = {m.subgroup: m.value for p in plans.values() for m in p.measurements if m.subgroup}
    assert found == {
        "lärlingar": 60, "i innerstaden": 20, "vuxna": 50, "inom socialtjänsten": 5,
    }  # fmt: skip


def test_a_number_in_words_keeps_its_word(plans: dict[str, PlanRecord]) -> None:
    raws = [m.raw for m in plans["byggmiljo-2016"].measurements if m.raw]
    assert {"två bygglovshandläggare", "inom tre arbetsdagar", "varav 20 i innerstaden"} <= {*raws}


def test_an_office_may_have_an_adjective(plans: dict[str, PlanRecord]) -> None:
    plan = plans["tekniska-2014"]
    assert plan.organisation == "Tekniska kontoret"
    assert {a.responsible for a in plan.activities if a.title.startswith("Kontoret")} == {
        "Tekniska kontoret"
    }


def test_reports_have_their_times_and_recipients(plans: dict[str, PlanRecord]) -> None:
    found = {
        name: [(f.what, f.cadence, f.dates, f.recipient) for f in plan.followups]
        for name, plan in plans.items()
    }
    assert found["socialkontoret-2017"][2:] == [
        ("ett urval av utredningar", "två gånger under året", None, None),
        ("Resultatet", None, "oktober 2017", "nämnden"),
    ]
    assert found["omsorgskontoret-2018"] == [
        ("resultatet", "två gånger per år", None, "nämnden"),
        ("kostnaden per brukare", "månadsvis", None, None),
    ]
    assert found["vuxenutbildning-2019"] == [
        ("Verksamhetsplanen", "vid delår och helår", None, None),
        ("Resultatet", None, "februari 2020", "nämnden"),
    ]
    assert found["kultur-2020"] == [
        ("fördelningen", "två gånger per år", None, None),
        ("fördelningen", None, "december 2020", "nämnden"),
    ]


def test_a_measure_of_a_chapter_without_goal_hangs_on_its_action_or_on_nothing(
    plans: dict[str, PlanRecord],
) -> None:
    found = {i.name: i.element for i in plans["socialkontoret-2017"].indicators}
    assert found["sjukfrånvaron"] is None


def test_targets_against_an_earlier_year_are_comparisons_with_the_own_past(
    plans: dict[str, PlanRecord],
) -> None:
    refs = plans["vuxenutbildning-2019"].benchmark_refs
    assert [(ref.comparator, ref.theme) for ref in refs] == [
        ("own_past", "Antalet hushåll med ekonomiskt bistånd")
    ]
    refs = plans["tekniska-2014"].benchmark_refs
    assert [(ref.comparator, ref.use) for ref in refs] == [("other_municipalities", "comparison")]
    deadlines = {a.deadline for a in plans["kultur-2020"].activities if a.deadline}
    assert deadlines == {"2020-10-01"}


def test_a_table_of_documents_with_bars_is_read_by_its_rows(plans: dict[str, PlanRecord]) -> None:
    notes = [note.text for note in plans["utbildningskontoret-2015"].notes]
    assert notes == ["Politiska mål", "Aktiviteter för året"]
    notes = [note.text for note in plans["tekniska-2014"].notes]
    assert notes == ["Politiska mål", "Årets arbete"]
