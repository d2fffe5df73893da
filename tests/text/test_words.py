"""Words, folding and slugs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from municompare.text.words import (
    content_words,
    flatten,
    fold,
    is_masked,
    is_stop_word,
    slug,
    squeeze,
)

from .strategies import LANGUAGES, TEXTS


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  a \u00a0 b\u202fc\t\nd ", "a b c d"),
        ("zero\u200bwidth soft\u00adhyphen\ufeff", "zerowidth softhyphen"),
        ("", ""),
    ],
)
def test_white_space_of_every_kind_is_squeezed(text: str, expected: str) -> None:
    assert squeeze(text) == expected


@given(text=TEXTS, lines=st.booleans())
def test_flattening_keeps_every_offset(text: str, lines: bool) -> None:
    flat = flatten(text, lines=lines)
    assert len(flat) == len(text)
    assert all(a == b or b == " " for a, b in zip(text, flat, strict=True))


def test_flattening_may_keep_tabs_and_lines_that_part_cells() -> None:
    assert flatten("1\u00a0900\t1\u202f900\n", lines=False) == "1 900\t1 900\n"
    assert flatten("1\t2\n", lines=True) == "1 2 "


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Åäö Æø É", "aao aeo e"),
        ("a\u030angstro\u0308m", "angstrom"),
        ("straße", "strasse"),
        ("İ", "i"),
        ("日本", ""),
    ],
)
def test_folding_writes_ascii(text: str, expected: str) -> None:
    assert fold(text) == expected


@given(text=TEXTS)
def test_folding_is_ascii_and_idempotent(text: str) -> None:
    assert fold(text).isascii()
    assert fold(fold(text)) == fold(text)


def test_stop_words_digits_and_masked_names_are_no_content() -> None:
    text = "Xxxxxx X. Xxxx ska öka 125 platser verksamheten1 för […] och män"
    assert content_words(text, language="sv") == ("oka", "platser", "man")
    assert content_words("Ledige skal i job hos [...]", language="da") == ("ledige", "job")


def test_a_letter_x_without_a_mask_beside_it_stays() -> None:
    assert content_words("Projekt X startar", language="sv") == ("projekt", "x", "startar")


def test_only_long_runs_of_x_are_masked() -> None:
    assert [is_masked(word) for word in ("Xxx", "xxxxx", "Xx", "Xxa", "")] == [
        True, True, False, False, False,
    ]  # fmt: skip


def test_stop_words_are_told_apart_by_their_marks() -> None:
    assert is_stop_word("man", language="sv")
    assert not is_stop_word("Män", language="sv")
    assert is_stop_word("ÄR", language="sv")
    assert not is_stop_word("år", language="sv")
    assert is_stop_word("være", language="da")


def test_a_slug_names_the_first_content_words() -> None:
    title = "E-handelstrohet. Inköp ska följa kommunens policy och regler"
    assert slug(title, language="sv") == "e-handelstrohet-inkop-folja-kommunens-policy"
    assert slug(title, language="sv", words=2) == "e-handelstrohet"


def test_a_slug_is_empty_where_nothing_is_left() -> None:
    assert slug("125 % ska […] **", language="sv") == ""


def test_a_long_slug_ends_with_a_whole_word() -> None:
    words = "arbetsmarknadsinsatserna kompetensutvecklingsbehov uppföljningsansvaret extra"
    assert slug(words, language="sv") == "arbetsmarknadsinsatserna-kompetensutvecklingsbehov"
    assert slug("a" * 80, language="sv") == "a" * 60
    exact = "-".join(["a" * 29, "b" * 30])
    assert slug(exact.replace("-", " ") + " c", language="sv") == exact


@given(
    number=st.integers(0, 10**7),
    other=st.integers(0, 10**7),
    marks=st.sampled_from(["", "*", "***", " **"]),
    gap=st.sampled_from([" ", "\u00a0", "  ", "\n"]),
    language=LANGUAGES,
)
def test_a_changed_figure_mark_or_space_changes_no_slug(
    number: int, other: int, marks: str, gap: str, language: str
) -> None:
    first = f"Antal platser vara minst {number} under {number} %"
    second = f"Antal{gap}platser vara minst {other:,} under {other} %{marks}".replace(",", "\u202f")
    assert slug(first, language=language) == slug(second, language=language)  # type: ignore[arg-type]


@given(text=TEXTS, language=LANGUAGES)
def test_a_slug_is_short_ascii_without_digits(text: str, language: str) -> None:
    name = slug(text, language=language)  # type: ignore[arg-type]
    assert len(name) <= 60
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz-")
    assert name == name.strip("-")
