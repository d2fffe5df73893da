"""Which sentences state what is to be done, how lists are parted, who is to act."""

from __future__ import annotations

import pytest

from municompare.documents import SourceDocument
from municompare.model.quantity import Period
from municompare.readers.draft import Draft
from municompare.readers.norrkoping_agents import agent_of, partners_of
from municompare.readers.norrkoping_bodies import BodyBook
from municompare.readers.norrkoping_links import shared_words
from municompare.readers.norrkoping_lists import Listed, find_list, pieces, split_infinitives
from municompare.readers.norrkoping_statements import stated_actions, wanting_verb
from municompare.readers.norrkoping_text import Passage, Source, shortened, transcript_of


def passage(text: str) -> Passage:
    transcript = transcript_of(
        SourceDocument(
            path_name="plan.txt",
            sha256="0" * 64,
            format="text",
            encoding="utf-8",
            lines=(text,),
            blocks=(),
        )
    )
    return transcript.passage((0, len(transcript.text)))


def actions(text: str) -> list[str]:
    found, _ = stated_actions(pieces(passage(text)), year=Period.parse("2020"))
    return [action.at.text for action in found]


def items(text: str) -> list[str]:
    parts, _ = split_infinitives(passage(text))
    return [part.text for part in parts]


@pytest.mark.parametrize(
    "sentence",
    [
        "Kontoret kommer under 2020 att öppna en verkstad.",
        "Under året kommer enheten fortsätta arbetet med mottagningen.",
        "För att nå fler unga kommer kontoret att besöka skolorna.",
        "De medel som söks under året kommer kontoret att använda till kurser.",
        "Enheten ska ta fram en rutin.",
        "Planen gäller i tre år och den ska vara känd av alla.",
        "Identifierade behov är att man ska arbeta mer med samtal.",
        "Kontoret sökte medel 2019 och planerar att söka igen.",
        "Verkstaden planeras att öppna i maj.",
        "I arbetet ingår att följa hur andra gör.",
        "Utvecklingsarbetet handlar därför om att rådgöra i svåra ärenden.",
        "Tyngdpunkten är att ordna platser.",
        "Under 2020 utökas verkstaden.",
        "Gruppen har under 2020 ett särskilt uppdrag att möta föräldrar.",
        "Kontoret bevakar utlysningar.",
        "Verksamheten arbetar hela tiden aktivt med bemötande.",
        "Samtliga nyanställda introduceras i materialet.",
    ],
)
def test_what_is_to_be_done_is_an_action(sentence: str) -> None:
    assert actions(sentence) == [sentence]


@pytest.mark.parametrize(
    "sentence",
    [
        "Nedan beskrivs vad kontoret kommer att arbeta med.",
        "Om kontoret kommer att söka medel under 2020 beror på utlysningen.",
        "Det innebär att verkstaden under 2020 har 20 platser.",
        "Målsättningen är att fler ska få arbete.",
        "Syftet är att unga ska mötas.",
        "Arbetet pågår och tanken är att det ska växa.",
        "Enligt skollagen ska alla elever få stöd.",
        "Kurserna ska leda till arbete.",
        "Studierna ska på detta sätt kunna ge ett yrke.",
        "Avtalet innebär att deltagaren ska studera.",
        "Här finns elever som inte kommer vidare.",
        "Avdelningen beskriver vad kommunen ska uppnå.",
        "Utredningen visar hur dokumentation av ärenden ska ske.",
        "Under 2019 öppnades en verkstad.",
        "Verkstaden har en god miljö.",
        "Verkstaden utvecklas.",
    ],
)
def test_aims_laws_and_history_are_no_actions(sentence: str) -> None:
    assert actions(sentence) == []


def test_two_actions_of_different_subjects_in_one_sentence_are_two() -> None:
    assert actions("Arbetet kommer att fortsätta och all personal kommer att få en kurs.") == [
        "Arbetet kommer att fortsätta",
        "all personal kommer att få en kurs.",
    ]


def test_two_verbs_of_one_subject_are_one_action() -> None:
    sentence = "Enheten ska vara en länk mellan grupp och kontor och ska utreda behov."
    assert actions(sentence) == [sentence]


def test_a_clause_after_what_is_no_action_belongs_to_it() -> None:
    sentence = "Projektet är en del i arbetet och projektet kommer att fortsätta."
    assert actions(sentence) == [sentence]


def test_a_subordinate_clause_after_och_is_not_cut_off() -> None:
    sentence = "Kontoret ska visa vad som görs och hur man ska arbeta."
    assert actions(sentence) == [sentence]


def test_the_particle_of_a_verb_ends_a_sentence() -> None:
    assert actions("Enkäten får alla fylla i. Enheten ska se över den.") == [
        "Enheten ska se över den."
    ]


def test_a_text_without_such_a_verb_has_none() -> None:
    assert wanting_verb("Kontoret har lokaler.") is None


def test_numbered_items_are_actions_with_their_lead() -> None:
    text = "Kontoret kommer att arbeta på följande två sätt; 1 genom kurser 2 genom praktik."
    found, [listed] = stated_actions(pieces(passage(text)), year=Period.parse("2020"))
    assert [(a.at.text, a.lead_in.text if a.lead_in else None) for a in found] == [
        ("genom kurser", "Kontoret kommer att arbeta på följande två sätt"),
        ("genom praktik.", "Kontoret kommer att arbeta på följande två sätt"),
    ]
    assert (listed.announced, listed.is_marked) == (2, True)


def test_one_number_alone_is_no_list() -> None:
    assert find_list(passage("Kontoret ska nå ett mål; 1 verkstad öppnas.")) is None


def test_bullets_part_items_and_sentences() -> None:
    text = "Enheten ska: • bygga en bod • måla den. • Sedan vilar vi. Slut."
    [listed, end] = pieces(passage(text))
    assert isinstance(listed, Listed)
    assert [item.text for item in listed.items] == ["bygga en bod", "måla den.", "Sedan vilar vi."]
    assert isinstance(end, Passage)
    assert end.text == "Slut."


def test_dashes_after_a_colon_part_items() -> None:
    [listed] = pieces(passage("Enheten ska: - bygga en bod - måla den"))
    assert isinstance(listed, Listed)
    assert (listed.lead.text, [item.text for item in listed.items]) == (
        "Enheten ska:",
        ["bygga en bod", "måla den"],
    )


def test_a_colon_with_nothing_behind_it_is_a_sentence() -> None:
    assert [type(piece) for piece in pieces(passage("Så här: Allt blir bra. Slut:"))] == [
        Passage,
        Passage,
    ]


def test_a_list_that_nothing_introduces_as_to_be_done_gives_no_action() -> None:
    assert actions("Boken handlar om att: läsa mycket skriva lite") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("bygga bodar måla dem röda", ["bygga bodar", "måla dem röda"]),
        ("utveckla nya arbetssätt samverka med skolor", ["utveckla nya arbetssätt",
                                                         "samverka med skolor"]),
        ("arbeta med stödet för nya chefer erbjuda kurser", ["arbeta med stödet för nya chefer",
                                                             "erbjuda kurser"]),
        ("bygga bodar, måla hus", ["bygga bodar,", "måla hus"]),
        ("effektivisera de egna rutinerna", ["effektivisera de egna rutinerna"]),
        ("ta fram en plan bygga och måla bodar", ["ta fram en plan", "bygga och måla bodar"]),
        ("stärka klienterna i vardagen ge råd", ["stärka klienterna i vardagen", "ge råd"]),
    ],
)  # fmt: skip
def test_an_item_begins_with_its_infinitive(text: str, expected: list[str]) -> None:
    assert items(text) == expected


def test_words_between_two_items_are_told_as_a_doubt() -> None:
    parts, doubts = split_infinitives(
        passage("ta fram en plan på sikt i dialog med varje medarbetare formulera ett mål")
    )
    assert [part.text for part in parts] == [
        "ta fram en plan på sikt",
        "i dialog med varje medarbetare formulera ett mål",
    ]
    assert [doubt.text for doubt in doubts] == ["i dialog med varje medarbetare"]


@pytest.fixture
def bodies() -> BodyBook:
    own = passage("Parkkontoret")
    source = Source(
        draft=Draft("norrkoping-2020", language="sv"),
        transcript=own.transcript,
        document_id="norrkoping-2020/document/verksamhetsplan",
        year=Period.parse("2020"),
    )
    book = BodyBook(source)
    book.take("Parkkontoret", "administration", own)
    book.take("odlingsenheten", "unit", own)
    book.take("Parkskolan", "unit", own, short="PS")
    return book


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Parkkontoret kommer att så gräs.", "Parkkontoret"),
        ("Under 2020 kommer kontoret att så gräs.", "Parkkontoret"),
        ("I maj ska odlingsenheten på Parkkontoret så gräs.", "odlingsenheten på Parkkontoret"),
        ("Medarbetare från odlingsenheten och PS kommer att så gräs.",
         "Medarbetare från odlingsenheten och PS"),
        ("Det är odlingsenheten som gräver och enheten kommer att så gräs.", "odlingsenheten"),
        ("Enheten kommer att så gräs.", None),
        ("Parkkontorets gräs kommer att växa.", None),
        ("Parkkontoret sådde gräs och planerar att så mer.", "Parkkontoret"),
        ("Parkkontoret bevakar ogräset.", "Parkkontoret"),
        ("Parkkontorets arbete fortsätter.", None),
        ("Odlingsenheten kommer att flyttas.", None),
        ("Odlingsenheten planeras att öppna i maj.", None),
        ("Parkskolan kommer att få en trädgård.", None),
        ("Gräset i Parkskolan kommer att växa.", None),
        ("Under våren ska gräset sås.", None),
        ("Under våren kommer gräset från Parkkontoret att växa.", None),
    ],
)  # fmt: skip
def test_the_subject_is_the_one_who_acts(
    bodies: BodyBook, sentence: str, expected: str | None
) -> None:
    agent = agent_of(passage(sentence), bodies)
    assert (agent.name if agent else None) == expected


def test_the_office_at_which_a_unit_is_does_not_act_itself(bodies: BodyBook) -> None:
    agent = agent_of(passage("I maj ska odlingsenheten på Parkkontoret så gräs."), bodies)
    assert agent is not None
    assert [body.name for body in agent.bodies] == ["odlingsenheten"]


def test_partners_are_those_together_with_whom(bodies: BodyBook) -> None:
    sentence = passage("Kontoret kommer tillsammans med PS och odlingsenheten att så gräs.")
    assert [body.name for body, _ in partners_of(sentence, bodies)] == [
        "Parkskolan",
        "odlingsenheten",
    ]


@pytest.mark.parametrize(
    ("one", "other", "count"),
    [
        ("Fler ungdomar ska klara egen försörjning", "Ungdomarna klarar sin egen försörjning", 4),
        ("Arbete ger vinst", "Arbetssökande vinner", 0),
        ("Läsa och skriva bok", "En bok att läsa", 1),
        ("Hus", "Hus", 1),
    ],
)
def test_shared_words_are_forms_of_one_word_in_one_order(one: str, other: str, count: int) -> None:
    assert shared_words(one, other)[0] == count


def test_a_row_holds_at_most_600_characters_of_a_wording() -> None:
    long = passage("Kontoret ska " + "bygga " * 120 + "slut.")
    assert len(shortened(long).text) <= 600
    assert shortened(long).text.endswith(" bygga")
    assert shortened(passage("kort")).text == "kort"
