"""Sentences."""

from __future__ import annotations

import pytest
from hypothesis import given

from municompare.text.language import Language
from municompare.text.sentences import split_sentences

from .strategies import LANGUAGES, TEXTS


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Mindst 25 pct. skal med i 2020. Andelen øges.", "da",
         ["Mindst 25 pct. skal med i 2020.", "Andelen øges."]),
        ("Andelen er 25 pct. Målet nås.", "da", ["Andelen er 25 pct.", "Målet nås."]),
        ("Det er 25 pct. 30 er målet.", "da", ["Det er 25 pct. 30 er målet."]),
        ("Støtte bl.a. Unge mhp. Job. Slut.", "da", ["Støtte bl.a. Unge mhp. Job.", "Slut."]),
        ("Efter 9. eller 10. klasse.", "da", ["Efter 9. eller 10. klasse."]),
        ("Ca. 20 i 2. kvartal! Flot? Ja…", "da", ["Ca. 20 i 2. kvartal!", "Flot?", "Ja…"]),
        ("1. Fast punkt 2. Mere", "da", ["1. Fast punkt 2.", "Mere"]),
        ("Reduceret med 60. Andelen", "da", ["Reduceret med 60.", "Andelen"]),
        ('Det sagde "nej." Ja. "Nu." (Sen.)', "sv", ['Det sagde "nej."', "Ja.", '"Nu."', "(Sen.)"]),
        ("Hon (A. Bok) kom. t.ex. Orten.", "sv", ["Hon (A. Bok) kom. t.ex. Orten."]),
        ("Rubrik\n\nText • punkt • Två", "sv", ["Rubrik", "Text", "• punkt", "• Två"]),
        ("Bistånd m.m. Därefter", "sv", ["Bistånd m.m.", "Därefter"]),
        ("", "sv", []),
        (". Text", "sv", [".", "Text"]),
    ],
)  # fmt: skip
def test_sentences_end_where_the_language_ends_them(
    text: str, language: Language, expected: list[str]
) -> None:
    assert [sentence for _, sentence in split_sentences(text, language=language)] == expected


@given(text=TEXTS, language=LANGUAGES)
def test_sentences_hold_all_text_at_their_offsets(text: str, language: Language) -> None:
    sentences = split_sentences(text, language=language)
    assert all(text[at : at + len(part)] == part for at, part in sentences)
    assert "".join("".join(part for _, part in sentences).split()) == "".join(text.split())
