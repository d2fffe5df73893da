"""Parts of the reader: pages, list of contents, quantities in sentences."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from municompare.documents import SourceDocument
from municompare.errors import MunicompareError
from municompare.model.quantity import Period
from municompare.readers.norrkoping_chapters import find_contents, read_chapters
from municompare.readers.norrkoping_front import read_title
from municompare.readers.norrkoping_goals import difference
from municompare.readers.norrkoping_overview import likeness, read_overview
from municompare.readers.norrkoping_quantities import SectionFigures, read_quantities
from municompare.readers.norrkoping_text import Transcript, printed_part, transcript_of


def pages(*lines: str) -> Transcript:
    return transcript_of(
        SourceDocument(
            path_name="plan.txt",
            sha256="0" * 64,
            format="text",
            encoding="utf-8",
            lines=lines,
            blocks=(),
        )
    )


def figures(text: str) -> SectionFigures:
    transcript = pages(text)
    return read_quantities(transcript.passage((0, len(transcript.text))), year=Period.parse("2020"))


def read(text: str) -> list[tuple[str, str, str, float | None, str | None]]:
    return [
        (q.name.text, q.role, q.comparator, q.value, q.period.text if q.period else None)
        for q in figures(text).quantities
    ]


def test_a_trailing_number_is_a_page_number_only_where_it_counts_on() -> None:
    transcript = pages("Plan den 3 maj 2016", "", "Förord 2", "Text om 2016", "Mer text 4")
    assert [page.number for page in transcript.pages] == [None, 2, None, 4]
    assert transcript.text == "Plan den 3 maj 2016 Förord Text om 2016 Mer text"


_WORDS = st.lists(
    st.tuples(st.sampled_from(["ab", "å", "1", "22", "-"]), st.sampled_from([" ", "  ", "\t"])),
    min_size=1,
)


@given(st.lists(_WORDS, min_size=1))
def test_every_word_is_found_at_its_place(content: list[list[tuple[str, str]]]) -> None:
    lines = ["".join(word + space for word, space in words) for words in content]
    transcript = pages(*lines)
    for match in re.finditer(r"\S+", transcript.text):
        place = transcript.locate(match.start()).first
        assert place.line is not None
        assert place.char is not None
        assert re.split(r"\s", lines[place.line - 1][place.char - 1 :])[0] == match[0]


def test_a_passage_over_pages_has_a_fragment_for_each() -> None:
    transcript = pages("ett två", "tre fyra")
    whole = transcript.passage((4, len(transcript.text)))
    assert (whole.text, str(whole.locator)) == ("två tre fyra", "L1:c5+L2:c1")
    assert whole.is_joined
    assert not whole.part(4, 12).is_joined


def test_a_document_without_mark_is_printed_from_its_first_line() -> None:
    document = SourceDocument(
        path_name="p", sha256="0" * 64, format="text", encoding="utf-8", lines=("a",), blocks=()
    )
    assert printed_part(document) is document


def test_page_numbers_and_years_inside_listed_titles_are_told_apart() -> None:
    transcript = pages(
        "Plan",
        "Innehåll 1 Start 3 2 Arbete med unga - 4 Stöd och jobb 2.1 Uppdrag 2019 4 2.2 Slut 5 2",
        "1 Start Text. 3",
        "2 Arbete med unga Stöd och jobb Text. 2.1 Uppdrag 2019 Text. 4",
        "2.2 Slut Text 2 sidor. 5",
    )
    chapters, misprints = read_chapters(transcript)
    headings = [part.heading for chapter in chapters for part in (chapter, *chapter.sections)]
    assert headings == [
        "1 Start",
        "2 Arbete med unga Stöd och jobb",
        "2.1 Uppdrag 2019",
        "2.2 Slut",
    ]
    assert misprints == ()


def test_a_list_of_contents_over_two_pages_is_read_whole() -> None:
    transcript = pages("Plan", "Innehåll 1 Start 4 2", "2 Slut 5 3", "1 Start A 4", "2 Slut B 5")
    assert [chapter.heading for chapter in read_chapters(transcript)[0]] == ["1 Start", "2 Slut"]


def test_a_title_spelt_otherwise_in_the_contents_is_found_and_told() -> None:
    transcript = pages("Plan", "Innehåll 1 Utvecklingsomården 3 2", "1 Utvecklingsområden A 3")
    chapters, [misprint] = read_chapters(transcript)
    assert chapters[0].title == "Utvecklingsområden"
    assert (misprint.listed, misprint.printed) == ("Utvecklingsomården", "Utvecklingsområden")


def test_an_unlike_title_after_the_same_number_is_no_heading() -> None:
    with pytest.raises(MunicompareError, match="1 Start"):
        read_chapters(pages("Plan", "Innehåll 1 Start 3 2", "1 Helt annat 3"))


def test_the_contents_of_a_document_without_chapter_one_end_with_their_page() -> None:
    transcript = pages("Plan", "Innehåll 1 Start 3 2", "Slut 3")
    assert find_contents(transcript) == (14, 23)


def test_a_number_before_a_word_is_no_chapter_while_its_neighbours_lack_pages() -> None:
    transcript = pages(
        "Plan", "Innehåll 1 Mål för 2 år framåt 3 2 Arbete 2 dagar 2", "1 Mål för 2 år framåt A 3"
    )
    with pytest.raises(MunicompareError, match="'2 Arbete dagar'"):
        read_chapters(transcript)


def test_a_plan_without_overview_is_an_error() -> None:
    transcript = pages("Plan", "Innehåll 1 Start 3 2", "1 Start Mål 1: Text. Kapitel 2 3")
    chapters, _ = read_chapters(transcript)
    with pytest.raises(MunicompareError, match="no such header"):
        read_overview(transcript, chapters)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Under 2020 ska 30 nya platser finnas.", [("platser", "target", "=", 30.0, "2020")]),
        ("Vi ska ha ytterligare 5 platser.", [("platser", "target", "change_by", 5.0, None)]),
        ("Under 2020 minskas de med 5 platser.",
         [("platser", "target", "change_by", -5.0, "2020")]),
        ("I dag finns 3 deltagare.", [("deltagare", "observed", "=", 3.0, None)]),
        ("Det fanns 8 platser under 2018.", [("platser", "observed", "=", 8.0, "2018")]),
        ("Vi hade 8 platser.", []),
        ("Den som varit arbetslös i 6 månader ska få stöd.", []),
        ("Alla i åldern 20-24 år ska få stöd.", []),
        ("Det tar en vecka på 2 timmar.", [("vecka", "target", "=", 2.0, None)]),
        ("Alla får ett svar inom 2 dagar.", []),
        ("Vi ska nå 40 % av målen.",
         [("Vi ska nå 40 % av målen.", "target", "=", 40.0, None)]),
        ("Minst 80 % av eleverna ska bli godkända 2021.",
         [("Minst 80 % av eleverna ska bli godkända 2021.", "target", ">=", 80.0, "2021")]),
        ("Andelen nöjda elever ska öka till 80 procent under 2020.",
         [("Andelen nöjda elever", "target", "=", 80.0, "2020")]),
        ("Den 80 % ska öka andelen elever.", []),
        ("Andelen nöjda elever var 70 % 2019.",
         [("Andelen nöjda elever", "observed", "=", 70.0, "2019")]),
        ("Under 2018 var frånvaron 7 %.", [("frånvaron", "observed", "=", 7.0, "2018")]),
        ("Vi ska bygga 3 nya broar 2020.", [("broar", "target", "=", 3.0, "2020")]),
        ("Under 2018 hade vi 12 chefer av 30 chefer.", []),
        ("Antalet broar ska minska till 4 under 2020.",
         [("broar", "target", "=", 4.0, "2020")]),
        ("Vi ska läsa 2 kap i boken.", []),
        ("Arbetslösheten var 9 % 2018 och målet är 8 % 2020.",
         [("Arbetslösheten", "observed", "=", 9.0, "2018")]),
        ("Kontoret ska svara alla inom 24 timmar.",
         [("Kontoret ska svara alla inom 24 timmar.", "target", "<=", 24.0, None)]),
        ("Personer som har haft stöd i mer än 10 månader ska erbjudas arbete.", []),
        ("Kontoret ska anställa medarbetare på 75 procent under 2020.", []),
        ("Kontoret ska erbjuda barn under 12 år läxhjälp.", []),
        ("Skolan ska ta emot 2 av 3 elever.", []),
        ("Väntetiden var 12 dagar under 2018.",
         [("Väntetiden", "observed", "=", 12.0, "2018")]),
        ("Vi ser till att den är 3 dagar.", []),
        ("Lokalerna ska vara bokade till minst 80 %.",
         [("Lokalerna ska vara bokade till minst 80 %.", "target", ">=", 80.0, None)]),
        ("Vi ska: - bygga 3 broar - köpa in 5 båtar.",
         [("broar", "target", "=", 3.0, None), ("båtar", "target", "=", 5.0, None)]),
        ("Årets aktiviteter under 2020: - 40 besök - 3 broar.",
         [("besök", "target", "=", 40.0, "2020"), ("broar", "target", "=", 3.0, "2020")]),
        ("Antalet platser ska öka från 40 till 60 under 2020.",
         [("platser", "target", "=", 60.0, "2020")]),
        ("Antalet platser ska utökas med 20 under 2020.",
         [("platser", "target", "change_by", 20.0, "2020")]),
        ("Det ska bli 60 platser 2020, varav 20 platser för unga.",
         [("platser", "target", "=", 60.0, "2020"), ("platser", "target", "=", 20.0, "2020")]),
        ("Det ska bli 60 platser, en ökning med 20 platser.",
         [("platser", "target", "=", 60.0, None), ("platser", "target", "change_by", 20.0, None)]),
        ("Cirka 40 deltagare ska få plats.", []),
        ("Mellan 40 och 50 deltagare ska få plats.", [("deltagare", "target", "=", 40.0, None)]),
        ("Handläggningstiden ska vara högst 14 dagar.",
         [("Handläggningstiden", "target", "<=", 14.0, None)]),
        ("Beslut ska fattas inom 14 dagar.", [("Beslut", "target", "<=", 14.0, None)]),
        ("Kontoret avsätter 500 000 kronor under 2020.",
         [("Kontoret avsätter 500 000 kronor under 2020.", "target", "=", 500000.0, "2020")]),
        ("Vi når 40 % i dag.", []),
        ("I dag läses 40 % av alla böcker och andelen tidningar ska öka.", []),
        ("I dag läses 40 % av alla böcker och andelen böcker är känd.",
         [("andelen böcker", "observed", "=", 40.0, None)]),
        ("Mål 3 och kapitel 4 hör ihop med 19 A.", []),
    ],
)  # fmt: skip
def test_only_figures_whose_words_say_what_they_measure_are_read(
    sentence: str, expected: list[tuple[str, str, str, float | None, str | None]]
) -> None:
    assert read(sentence) == expected


def test_an_enumeration_counts_nothing_and_a_figure_that_nothing_governs_is_told() -> None:
    found = figures("Under 2020 ska 25 cyklar lagas, 1 genom lån, 2 genom gåvor och 3 genom köp.")
    assert [(q.name.text, q.value, q.role) for q in found.quantities] == [("cyklar", 25, "target")]
    assert not found.unread
    found = figures("I stan syns 25 cyklar.")
    assert not found.quantities
    assert [passage.text for passage in found.unread] == ["25 cyklar"]


def test_the_whole_interval_is_read() -> None:
    [quantity] = figures("Mellan 40 och 50 deltagare ska få plats.").quantities
    assert (quantity.value, quantity.value_upper) == (40, 50)
    assert quantity.at.text == "Mellan 40 och 50 deltagare"


def test_an_amount_of_money_is_a_cost() -> None:
    [quantity] = figures("Under 2020 sänks kostnaden med 2 miljoner kronor.").quantities
    assert (quantity.measure, quantity.unit, quantity.value) == ("cost", "MSEK", -2)


@pytest.mark.parametrize(
    "numbered",
    [
        ["Text 1", "Mål 1: Text. Kapitel 3 2", "Mer 3", "Slut"],
        ["1 Text", "2 Mål 1: Text. Kapitel 3", "3 Mer", "Slut"],
        ["Text", "1", "Mål 1: Text. Kapitel 3", "Sida 2", "Mer", "3", "Slut"],
        ["Text 1(4)", "Mål 1: Text. Kapitel 3 2(4)", "Mer 3 (4)", "Slut"],
        ["Text Sida 1 av 4", "Mål 1: Text. Kapitel 3 Sida 2 av 4", "Mer sid. 3 av 4", "Slut"],
    ],
)
def test_page_numbers_are_found_wherever_they_stand(numbered: list[str]) -> None:
    transcript = pages(*numbered)
    assert transcript.text == "Text Mål 1: Text. Kapitel 3 Mer Slut"
    assert [page.number for page in transcript.pages] == [1, 2, 3, None]


def test_without_page_numbers_the_number_of_a_cell_is_none() -> None:
    transcript = pages("Text", "Mål 1: Text. Kapitel 3", "Mål 2: Text. Kapitel 3 och 4", "2 Mer")
    assert transcript.text.endswith("Kapitel 3 Mål 2: Text. Kapitel 3 och 4 2 Mer")
    assert {page.number for page in transcript.pages} == {None}


def test_a_chapter_cell_may_name_a_span_of_chapters() -> None:
    transcript = pages(
        "Innehåll 1 Start 3 2",
        "1 Start Mål i uppdragsplan Kapitel i verksamhetsplan Mål 1: Text. Kap. 2-4 Mål 2: Mer. "
        "Kapitel 5 och 6 3",
    )
    chapters, _ = read_chapters(transcript)
    rows = read_overview(transcript, chapters)
    assert [(row.number, row.chapters) for row in rows] == [
        ("1", ("2", "3", "4")),
        ("2", ("5", "6")),
    ]


def test_leading_dots_in_the_contents_are_no_part_of_titles() -> None:
    transcript = pages(
        "Innehåll 1 Start..... 3 1.1 Mer … 3 2 Slut . . . . 4 2", "1 Start 1.1 Mer 3", "2 Slut 4"
    )
    chapters, misprints = read_chapters(transcript)
    assert [chapter.heading for chapter in chapters] == ["1 Start", "2 Slut"]
    assert misprints == ()


@pytest.mark.parametrize(
    ("title", "organisation"),
    [
        ("Parkförvaltningens verksamhetsplan 2020 gäller", "Parkförvaltningen"),
        ("Park- och vägkontorets verksamhetsplan 2020 gäller", "Park- och vägkontoret"),
        ("Verksamhetsplan 2020 för parkkontoret gäller", "parkkontoret"),
        ("Verksamhetsplan 2020 Parkkontoret gäller", "Parkkontoret"),
        ("Verksamhetsplan 2020 för vuxenutbildningen", "vuxenutbildningen"),
    ],
)
def test_the_title_names_the_organisation_before_or_behind(title: str, organisation: str) -> None:
    transcript = pages(title)
    found = read_title(transcript, before=len(transcript.text))
    assert found is not None
    assert (found.organisation, found.year) == (organisation, "2020")


def test_the_register_number_of_the_title_page_is_its_reference() -> None:
    transcript = pages(
        "Verksamhetsplan 2020 för vuxenutbildningen PN-2020/0074. Antogs av chef "
        "vuxenutbildning den 12 april 2020"
    )
    found = read_title(transcript, before=len(transcript.text))
    assert found is not None
    assert (found.reference, found.decided_by, found.decided_on) == (
        "PN-2020/0074",
        "chef vuxenutbildning",
        "2020-04-12",
    )


def test_a_text_about_a_plan_is_no_title() -> None:
    transcript = pages("Om en verksamhetsplan 2020 för att tala väl")
    assert read_title(transcript, before=len(transcript.text)) is None


def test_a_figure_with_a_unit_is_either_read_or_told() -> None:
    found = figures("Vi hade 8 platser. Under 2020 ska 9 platser finnas. Barn under 18 år.")
    assert [q.value for q in found.quantities] == [9.0]
    assert [passage.text for passage in found.unread] == ["8 platser", "under 18 år"]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("Allt ska bli bra.", "Allt ska bli bra", None),
        ("AVnämnden växer.", "AV-nämnden växer.", "spelling"),
        ("Fler barn ska läsa", "Fler unga barn ska läsa", "words"),
        ("Fler barn ska läsa", "Gator sopas dagligen", "text"),
    ],
)
def test_differences_of_wording_have_degrees(first: str, second: str, expected: str) -> None:
    assert difference(first, second) == expected


@given(st.text(max_size=40))
def test_a_text_is_entirely_like_itself(text: str) -> None:
    assert likeness(text, text) == 1
