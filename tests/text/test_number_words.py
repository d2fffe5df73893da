"""Numbers in words."""

from __future__ import annotations

import pytest

from municompare.text.language import Language
from municompare.text.number_words import NUMERALS, find_number_words


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("sv", "Alla får svar inom fem arbetsdagar.", [(5, "=", "arbetsdagar")]),
        ("sv", "Kontoret håller minst tjugofem möten.", [(25, ">=", "möten")]),
        ("sv", "Avbrott åtgärdas inom ett dygn.", [(1, "=", "dygn")]),
        ("sv", "Antalet minskar med tre.", [(3, "=", None)]),
        ("sv", "Två lärare och tre assistenter anställs.",
         [(2, "=", "lärare"), (3, "=", "assistenter")]),
        ("sv", "Under två veckor stängs badet.", [(2, "=", "veckor")]),
        ("da", "Der afholdes to møder.", [(2, "=", "møder")]),
        ("da", "Svar gives inden for en uge.", [(1, "=", "uge")]),
        ("da", "Der er højst femogtyve børn.", [(25, "<=", "børn")]),
        ("da", "Holdet mødes mindst to gange.", [(2, ">=", "gange")]),
    ],
)  # fmt: skip
def test_a_word_for_a_number_counts_what_follows_it(
    language: Language, text: str, expected: list[tuple[float, str, str | None]]
) -> None:
    found = find_number_words(text, language=language)
    assert [(n.number.value, n.number.comparator, n.number.unit_raw) for n in found] == expected
    assert all(text[n.start : n.end] == n.number.raw for n in found)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("sv", "De två skolorna och alla tre baden."),
        ("sv", "Två av tre elever svarade."),
        ("sv", "Det sker två gånger om året, på två sätt."),
        ("sv", "Fonden har två till fyra utlysningar."),
        ("sv", "Kommunens tre bad och de två största husen."),
        ("sv", "Ett arbete om en plan, var fjärde timme, en av två."),
        ("da", "Otte ud af ti deltagere er tilfredse."),
        ("da", "Alle fire skoler mødes to gange om året."),
        ("da", "Børnehavens tre grupper og de to huse."),
        ("da", "En plan for et hus."),
    ],
)
def test_a_word_that_picks_parts_or_repeats_is_no_number(language: Language, text: str) -> None:
    assert find_number_words(text, language=language) == ()


def test_every_word_has_one_value_and_is_no_other_words_part() -> None:
    assert NUMERALS["sv"]["tjugofem"] == NUMERALS["da"]["femogtyve"] == 25
    assert not find_number_words("Sextio procent? Hundratals, femhundra.", language="sv")[1:]
