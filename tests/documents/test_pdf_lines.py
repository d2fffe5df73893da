"""Lines that a typesetter broke are the text again that they were."""

from __future__ import annotations

import pytest

from municompare.documents.pdf_lines import Breaks, TextLine, fits, joined_text

LETTER = 5.0


def line(text: str, *, x0: float = 0.0) -> TextLine:
    """A printed line in letters of one width."""
    first = text.partition(" ")[0]
    return TextLine(
        text, x0, x0 + LETTER * len(text), 0, 10, 8, 10, LETTER, LETTER * len(first), 0.5,
        False, False,
    )  # fmt: skip


def joined(*texts: str, seen: tuple[str, ...] = (), width: int = 60) -> str:
    """The text of lines in a column so many letters wide, in a document that prints others."""
    lines = [line(text) for text in texts]
    right = LETTER * width
    breaks = Breaks.of([(lines, right), *(([line(text)], right) for text in seen)])
    return joined_text(lines, right, breaks)


@pytest.mark.parametrize(
    ("texts", "seen", "expected"),
    [
        (("natur-", "och kulturstöd"), (), "natur- och kulturstöd"),
        (("åren 2019-", "2022"), (), "åren 2019-2022"),
        (("e-", "handel"), (), "e-handel"),
        (("IT-", "stöd"), (), "IT-stöd"),
        (("svensk-", "dansk"), ("ett svensk-dansk möte",), "svensk-dansk"),
        (("klynge-", "kommunerne"), ("alle klyngekommunerne",), "klyngekommunerne"),
        (("klynge-", "kommunerne"), ("i ikke- vestlige lande",), "klynge- kommunerne"),
        (("uppföljnings/", "utvärdering"), (), "uppföljnings/utvärdering"),
        (("brancher/", "virksomheder"), ("mål/ indsatser her",), "brancher/ virksomheder"),
        (("resultat –", "se ovan"), (), "resultat – se ovan"),
        (("belopp -", "923 tkr"), (), "belopp - 923 tkr"),
    ],
)
def test_a_mark_at_the_end_of_a_line_is_what_the_document_shows_it_to_be(
    texts: tuple[str, ...], seen: tuple[str, ...], expected: str
) -> None:
    assert joined(*texts, seen=seen) == expected


def test_hyphens_of_a_typesetter_who_hyphenates_are_left_out() -> None:
    text = ("vi erbju-", "der insat-", "ser för ar-", "bete i svensk-", "dansk regi och e-", "post")
    assert joined(*text, seen=("svensk-dansk",)) == (
        "vi erbjuder insatser för arbete i svensk-dansk regi och e-post"
    )


def test_a_break_before_a_compound_shows_that_lines_are_not_broken_inside() -> None:
    loose = ("ikke- vestlige",)
    kept = ("kort", "MED-udvalg")
    assert joined("MED-", "udvalg", *kept, seen=loose).startswith("MED- udvalg")
    split = ("åren 2019-", "2022")
    assert joined("MED-", "udvalg", *split, seen=loose).startswith("MED-udvalg")


@pytest.mark.parametrize(
    ("texts", "seen", "width", "expected"),
    [
        (("arbetsmark", "nad"), ("på arbetsmarknad",), 10, "arbetsmarknad"),
        (("arbets", "marknad"), ("på arbetsmarknad",), 30, "arbets marknad"),
        (("personalom", "sättning"), (), 10, "personalom sättning"),
        (
            ("personalom", "sättning", "arbetsmark", "nad"),
            ("på arbetsmarknadsinsats",) * 2 + ("arbetsmarknad",),
            10,
            "personalomsättning arbetsmarknad",
        ),
        (("299", "6"), (), 3, "2996"),
        (("381", "886"), (), 3, "381 886"),
        (("12", "personer"), (), 30, "12 personer"),
    ],
)
def test_words_that_are_longer_than_a_line_are_joined(
    texts: tuple[str, ...], seen: tuple[str, ...], width: int, expected: str
) -> None:
    assert joined(*texts, seen=seen, width=width) == expected


def test_a_word_fits_if_there_is_room_for_it_and_a_space() -> None:
    assert fits(line("Till"), line("nämnden"), 4 * LETTER + 5 + 7 * LETTER)
    assert not fits(line("Till"), line("nämnden"), 4 * LETTER + 4 + 7 * LETTER)
