"""Bodies, documents, follow-up and relations of an invented agreement."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from municompare.documents import load_document
from municompare.model.plan import PlanRecord
from municompare.plans.consistency import check_plan
from municompare.readers.silkeborg import SilkeborgReader

from .changed_text import replaced

TEXT = """Aftale mellem Sundhedscentret (SC) og Sundhedschef Xxxx Xxxxxx
1. Indhold
Aftaler i Silkeborg Kommune er gensidige. Parterne formulerer en aftale om mål.
Aftalen hviler på de opnåede resultater fra foregående års aftale og på den bevillingsaftale \
mellem Sundhedsudvalget og afdelingschefen, som gælder.
2. Mission og Vision
Sundhedsudvalget har følgende mission og vision
Mission: Sunde borgere.
Det gælder alle.
Vision
Et langt liv.
Sundhedscentrets værdier:
• Ro
• Omsorg
4. Mål for Sundhedscentret (SC) for 2031
Kommunen arbejder efter et princip om nærhed. Ældreafdelingen har ansvaret for at udmønte de \
politiske mål, som byrådet og sundhedsudvalget har vedtaget.
Vi arbejder på tværs af Ældreafdelingen i Sundhedscentret (SC).
Vi har en strategi for trivsel, med følgende pejlemærker:
• Vi ser dig
Mål og handlinger er lavet under indtryk af disse pejlemærker.
På bevilling 8 arbejder vi ud fra to bevillingsmål (sundhedsplanen) og et nyt mål.
Bevillingsmål 2031
Mål 1: Sundere mad
Mål 2: Færre fald
Nyt mål 2031
Mål 3: Rolige dage
Bevillingsmål for bevilling 8
Mål | Handlinger | Succeskriterier |
Sundere mad | Implementering af kostpolitikken: • I 2031 holdes kurser om mad, salt og sukker for \
alle kokke. • Køkkener får plads senest 1. maj 2031. | Centret ligger over landsgennemsnittet. |
Færre fald | • Der holdes kurser om mad, salt og sukker for alle nye kokke. • Udmøntning af \
”Plan for fald”, som er vedtaget af Byrådet. • ”Ti råd”, som hovedudvalget har besluttet, læses. \
• Projektet ”Rolig gang” fortsætter. | Antallet af fald sammenlignes i klyngen: Viborg og Ikast. |
Nyt mål 2031
Mål | Handlinger | Succeskriterier |
Vi vil have rolige dage | Vi vil hvert kvartal orientere ledelsen om nøgletal. Ældreafdelingen \
følger op på uro fire gange om året. Lederen evaluerer årligt planen i december 2030 for 2031. \
Resultater rapporteres løbende til Sundhedsudvalget ved opfølgning. | Uro falder. |
5. Rammerne for ledelsens arbejde
Ansvaret er uddelegeret til de enkelte centerledere efter decentraliseringsregler for Silkeborg \
Kommune, jf. ”Fælles vilkår”. Aftalerne offentliggøres på nettet senest 1. marts 2031.
"""


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., PlanRecord]:
    folder: Path = tmp_path_factory.mktemp("agreements")

    def of(*changes: tuple[str, str]) -> PlanRecord:
        path = folder / "aftale.md"
        path.write_text(replaced(TEXT, *changes), encoding="utf-8")
        plan = SilkeborgReader().read(load_document(path))
        assert not check_plan(plan)
        return plan

    return of


@pytest.fixture(scope="module")
def plan(read: Callable[..., PlanRecord]) -> PlanRecord:
    return read()


def _cut(identifier: str | None) -> str:
    return (identifier or "").split("/", 1)[1]


def test_bodies_are_found_once_with_kind_short_name_and_department(plan: PlanRecord) -> None:
    found = {o.name: (o.kind, o.abbreviation) for o in plan.organisations}
    assert found == {
        "Sundhedscentret": ("unit", "SC"),
        "Sundhedschef": ("office", None),
        "Sundhedsudvalget": ("committee", None),
        "afdelingschefen": ("office", None),
        "Ældreafdelingen": ("administration", None),
        "byrådet": ("council", None),
        "hovedudvalget": ("committee", None),
        "centerledere": ("office", None),
    }
    parents = {o.name: _cut(o.parent) for o in plan.organisations if o.parent}
    assert parents == {"Sundhedscentret": "organisation/aeldreafdelingen"}
    assert plan.key == "silkeborg-sundhedscentret-2031"


def test_sentences_say_who_agrees_decides_and_carries_out(plan: PlanRecord) -> None:
    names = {o.id: o.name for o in plan.organisations}
    found = [(_cut(r.element)[:24], r.role, names[r.organisation]) for r in plan.responsibilities]
    assert found == [
        ("document/aftale", "agrees", "Sundhedscentret"),
        ("document/aftale", "agrees", "Sundhedschef"),
        ("activity/hvert-kvartal-o", "executes", "Sundhedscentret"),
        ("activity/aeldreafdelinge", "executes", "Ældreafdelingen"),
        ("document/plan-fald", "decides", "byrådet"),
        ("document/ti-rad", "decides", "hovedudvalget"),
        ("document/aftale", "prepares", "Sundhedscentret"),
        ("document/aftale", "prepares", "Sundhedschef"),
        ("document/bevillingsaftal", "agrees", "Sundhedsudvalget"),
        ("document/bevillingsaftal", "agrees", "afdelingschefen"),
        ("level/byradets-politikke", "decides", "byrådet"),
        ("level/byradets-politikke", "decides", "Sundhedsudvalget"),
        ("level/byradets-politikke", "executes", "Ældreafdelingen"),
        ("level/decentraliseringsr", "executes", "centerledere"),
        ("activity/hvert-kvartal-o", "reports", "Sundhedscentret"),
        ("activity/aeldreafdelinge", "reports", "Ældreafdelingen"),
        ("activity/resultater-rapp", "receives_report", "Sundhedsudvalget"),
    ]
    assert "MC301" not in {issue.code for issue in plan.issues}


def test_a_department_is_no_parent_of_itself(read: Callable[..., PlanRecord]) -> None:
    plan = read(("Sundhedscentret (SC)", "Ældreafdelingen"))
    assert {o.parent for o in plan.organisations} == {None}


def test_documents_are_those_with_a_name_or_a_decision(plan: PlanRecord) -> None:
    assert [(d.title, d.kind, d.status, d.decided_by) for d in plan.documents[1:]] == [
        ("foregående års aftale", "aftale", "unknown", None),
        ("bevillingsaftale", "bevillingsaftale", "unknown", None),
        ("strategi for trivsel", "strategi", "unknown", None),
        ("sundhedsplanen", "plan", "unknown", None),
        ("Fælles vilkår", "dokument", "unknown", None),
        ("decentraliseringsregler for Silkeborg Kommune", "decentraliseringsregler", "unknown",
         None),
        ("kostpolitikken", "politik", "unknown", None),
        ("Plan for fald", "plan", "decided", "Byrådet"),
        ("Ti råd", "dokument", "decided", "hovedudvalget"),
    ]  # fmt: skip
    assert [(d.body, d.subject) for d in plan.decisions] == [
        ("Byrådet", "Plan for fald"),
        ("hovedudvalget", "Ti råd"),
    ]


def test_a_political_decision_names_no_body(read: Callable[..., PlanRecord]) -> None:
    plan = read(("”Ti råd”, som hovedudvalget har besluttet", "Den politisk vedtagne ”Ti råd”"))
    assert [(d.body, d.subject) for d in plan.decisions][1:] == [("politisk", "Ti råd")]
    assert not [r for r in plan.responsibilities if r.element.endswith("/ti-rad")]


def test_elements_hang_together_as_the_text_says(plan: PlanRecord) -> None:
    found = [
        (_cut(li.from_id)[:20], li.relation, _cut(li.to_id)[:24], li.certainty)
        for li in plan.links
        if li.relation != "serves"
    ]
    assert found == [
        ("activity/holdes-kurs", "implements", "document/kostpolitikken", "certain"),
        ("activity/kokkener-pl", "implements", "document/kostpolitikken", "certain"),
        ("activity/udmontning-", "implements", "document/plan-fald", "certain"),
        ("document/aftale", "follows_up", "document/foregaende-ars-", "certain"),
        ("document/aftale", "addresses", "principle/ser", "certain"),
        ("goal/sundere-mad", "part_of", "document/sundhedsplanen", "certain"),
        ("goal/faerre-fald", "part_of", "document/sundhedsplanen", "certain"),
        ("activity/holdes-kurs", "repeats", "activity/holdes-kurser-m", "probable"),
    ]


def test_goals_are_of_a_plan_only_if_their_number_is_right(read: Callable[..., PlanRecord]) -> None:
    plan = read(("to bevillingsmål", "3 bevillingsmål"))
    assert "part_of" not in {li.relation for li in plan.links}
    [issue] = [i for i in plan.issues if i.code == "MC348"]
    assert [r.text for r in issue.readings] == ["3 bevillingsmål", "Sundere mad", "Færre fald"]


def test_missions_go_on_and_values_do_not(plan: PlanRecord) -> None:
    assert [(p.kind, p.title, p.perspective) for p in plan.principles] == [
        ("mission", "Sunde borgere. Det gælder alle.", "Sundhedsudvalget"),
        ("vision", "Et langt liv.", "Sundhedsudvalget"),
        ("value", "Ro", "Sundhedscentret"),
        ("value", "Omsorg", "Sundhedscentret"),
        ("guiding_star", "Vi ser dig", None),
        ("principle", "nærhed", None),
    ]


def test_a_list_may_be_of_values(read: Callable[..., PlanRecord]) -> None:
    plan = read(("med følgende pejlemærker", "og følgende værdier"))
    assert ("value", "Vi ser dig") in [(p.kind, p.title) for p in plan.principles]


def test_a_principle_is_taken_once(read: Callable[..., PlanRecord]) -> None:
    plan = read(("et princip om nærhed.", "et princip om nærhed. Princippet om nærhed er vigtigt."))
    titles = [p.title for p in plan.principles if p.kind == "principle"]
    assert titles == ["nærhed", "nærhed er vigtigt"]
    again = read(("et princip om nærhed.", "et princip om nærhed. Princippet om nærhed."))
    assert [p.title for p in again.principles if p.kind == "principle"] == ["nærhed"]


def test_follow_up_says_what_how_often_by_whom_and_for_whom(plan: PlanRecord) -> None:
    assert [(f.what, f.cadence, f.dates, f.reporter, f.recipient) for f in plan.followups] == [
        ("nøgletal", "hvert kvartal", None, "Sundhedscentret", "ledelsen"),
        ("uro", "fire gange om året", None, "Ældreafdelingen", None),
        ("planen", "årligt", "december 2030", "Lederen", None),
        ("Resultater", "løbende", None,
         None, "Sundhedsudvalget"),
        ("de opnåede resultater fra foregående års aftale", None, None, None, None),
        ("Aftalerne", None, "senest 1. marts 2031", None, None),
    ]  # fmt: skip
    [early] = [i for i in plan.issues if i.code == "MC349"]
    assert [r.text for r in early.readings] == ["december 2030 for 2031"]


def test_a_works_council_is_named_in_capitals(read: Callable[..., PlanRecord]) -> None:
    action = "Vi vil løbende drøfte opfølgning i MED-udvalget med udvalget."
    plan = read(("Vi vil hvert kvartal orientere ledelsen om nøgletal.", action))
    [council] = [o for o in plan.organisations if o.kind == "works council"]
    assert (council.name, council.id.rpartition("/")[2]) == ("MED-udvalget", "medudvalget")
    [followup] = [f for f in plan.followups if f.what == "opfølgning"]
    assert (followup.reporter, followup.recipient) == ("Sundhedscentret", "MED-udvalget")


def test_comparisons_name_theme_and_members(plan: PlanRecord) -> None:
    assert [(b.comparator, b.use, b.theme, b.named_members) for b in plan.benchmark_refs] == [
        ("national_mean", "target", None, None),
        ("klynge", "comparison", "Antallet af fald", "Viborg; Ikast"),
    ]


@pytest.mark.parametrize(
    ("words", "comparator", "use"),
    [
        ("Køkkener skal være bedre end andre kommuner.", "other_municipalities", "target"),
        ("Køkkener sammenlignes med nabokommuner.", "other_municipalities", "comparison"),
        ("Svar gives oftere end lovens krav.", "norm", "target"),
        ("Borgerne får mere mad end de får i dag.", "own_past", "target"),
    ],
)
def test_others_the_law_and_the_past_are_compared_with(
    read: Callable[..., PlanRecord], words: str, comparator: str, use: str
) -> None:
    plan = read(("Køkkener får plads senest 1. maj 2031.", words))
    [found] = [b for b in plan.benchmark_refs if b.element.startswith(f"{plan.key}/activity/")]
    assert (found.comparator, found.use) == (comparator, use)


def test_when_an_action_is_carried_out(plan: PlanRecord) -> None:
    found = [(a.period, a.deadline) for a in plan.activities if a.period or a.deadline]
    assert found == [("2031", None), (None, "2031-05-01")]


@pytest.mark.parametrize(
    ("words", "deadline"),
    [
        ("Køkkener får plads inden udgangen af 2031.", "2031-12-31"),
        ("Køkkener får plads ultimo 2031.", "2031-12-31"),
        ("Køkkener får plads senest 1. maj 2031 eller senest 1. juni 2031.", None),
        ("Køkkener fik plads i 2030.", None),
    ],
)
def test_a_deadline_is_one_latest_day(
    read: Callable[..., PlanRecord], words: str, deadline: str | None
) -> None:
    plan = read(("Køkkener får plads senest 1. maj 2031.", words))
    [action] = [a for a in plan.activities if a.title.startswith("Køkkener")]
    assert action.deadline == deadline


def test_a_missing_chapter_is_reported_unless_its_number_is_printed(
    read: Callable[..., PlanRecord],
) -> None:
    [issue] = [i for i in read().issues if i.code == "MC322"]
    assert "1, 2, 4, 5" in issue.message
    long = "3. Om alt det, som ikke hører hjemme i noget andet af de kapitler, aftalen har.\n4. Mål"
    assert "MC322" not in {i.code for i in read(("4. Mål", long)).issues}


def test_headings_behind_their_text_and_an_unsettled_budget(
    read: Callable[..., PlanRecord],
) -> None:
    economy = "3. Økonomi\nEr ikke fastlagt\nDriftsbudget for 2031\n4. Mål"
    plan = read(("4. Mål", economy))
    found = {i.code: [r.text for r in i.readings] for i in plan.issues}
    assert found["MC355"] == ["Er ikke fastlagt", "Driftsbudget for 2031"]
    assert found["MC351"] == ["Driftsbudget for 2031"]
    ordered = read(("4. Mål", "3. Økonomi\nDriftsbudget for 2031\nEr ikke fastlagt\n4. Mål"))
    assert "MC351" not in {i.code for i in ordered.issues}


def test_words_that_lost_a_break_or_a_letter(read: Callable[..., PlanRecord]) -> None:
    plan = read(
        ("Projektet ”Rolig gang” fortsætter.", "Skabe brobygning og robygningens tri vvsel")
    )
    found = {i.code: [r.text for r in i.readings] for i in plan.issues}
    assert found["MC353"] == ["tri vvsel"]
    assert found["MC343"] == ["brobygning", "robygningens"]


def test_a_masked_word_of_an_element_is_more_than_a_masked_name(
    read: Callable[..., PlanRecord],
) -> None:
    assert [i.severity for i in read().issues if i.code == "MC352"] == ["info"]
    plan = read(("Projektet ”Rolig gang”", "Xxxxxx gang"))
    assert [i.severity for i in plan.issues if i.code == "MC352"] == ["warning"]


def test_another_spelling_in_the_table_is_reported(read: Callable[..., PlanRecord]) -> None:
    plan = read(("Mål 2: Færre fald", "Mål 2: Færre-fald"))
    [issue] = [i for i in plan.issues if i.code == "MC343"]
    assert [r.text for r in issue.readings] == ["Færre-fald", "Færre fald"]
