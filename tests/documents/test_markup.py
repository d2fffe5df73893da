"""Inline markup is removed, and what only looks like it is kept."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from municompare.documents.markup import plain_text, printed_pieces, squeezed


@pytest.mark.parametrize(
    ("raw", "printed"),
    [
        ("<b>Summa</b>", "Summa"),
        ("<i>varav</i> <B>x</B>", "varav x"),
        ('<span style="a">x</span>', "x"),
        ("rad<br>rad<br/>rad", "rad rad rad"),
        ("*kursiv* och **fet** och ***båda***", "kursiv och fet och båda"),
        ("_kursiv_ __fet__", "kursiv fet"),
        ("**fet *kursiv* fet**", "fet kursiv fet"),
        ("**fet *båda***", "fet båda"),
        ("***båda* fet**", "båda fet"),
        ("**Resultat:** Färre", "Resultat: Färre"),
        ("(**x**)", "(x)"),
        ("[text](https://a.b) ![bild](x.png)", "text bild"),
        ("a &amp; b&nbsp;c &lt; d", "a & b c < d"),
        ("  två   ord\u00a0här ", "två ord här"),
        ("\\*\\*\\* Gäller", "*** Gäller"),
        ("\\_\\_", "__"),
        ("a<!-- x -->b", "ab"),
        ("rad\\\nrad", "rad rad"),
    ],
)
def test_markup_is_removed(raw: str, printed: str) -> None:
    assert plain_text(raw) == printed


@pytest.mark.parametrize(
    "text",
    [
        "6,6%*",
        "tillgänglighet.***",
        "kronor**",
        "6,6%* och 6,8%*",
        "kronor** och öre**",
        "* Gäller alla",
        "5*3*2",
        "a_b_c",
        "**öppen",
        "**ord*",
        "****",
        "*",
        "≥0",
        "< 5 och > 3",
        "a <b",
        "<div>",
        "A&B; C & D",
        "C:\\mapp",
        "[se nedan]",
        "[1] (se nedan)",
        "snake_case_name och fil_namn",
    ],
)
def test_what_only_looks_like_markup_is_kept(text: str) -> None:
    assert plain_text(text) == text


@pytest.mark.parametrize(
    ("raw", "printed"),
    [
        ("**Andel***", "Andel*"),
        ("<b>Summa</b>**", "Summa**"),
        ("**Andel** 5 %*", "Andel 5 %*"),
        ("*Andel* av kostnad**", "Andel av kostnad**"),
        ("**Andel**\\*", "Andel*"),
        ("***ord** x", "*ord x"),
    ],
)
def test_a_footnote_mark_beside_emphasis_is_kept(raw: str, printed: str) -> None:
    assert plain_text(raw) == printed


@given(st.text("ab *_<>/\\&;[]()!-\n\t1%", max_size=40))
def test_printed_pieces_stand_where_they_say(raw: str) -> None:
    pieces = squeezed(printed_pieces(raw))
    assert "".join(text for _, text in pieces) == plain_text(raw)
    starts = [start for start, _ in pieces]
    assert starts == sorted(starts)
    for start, text in pieces:
        assert raw.startswith(text, start) or text == " "


@given(st.text("abåö 123.,%-–\n\t", max_size=60))
def test_text_without_marks_is_only_squeezed(raw: str) -> None:
    assert plain_text(raw) == " ".join(raw.split())
