"""Cells, base values, footnote marks."""

from __future__ import annotations

import pytest
from hypothesis import given

from municompare.text.cells import (
    CellValue,
    read_base_value,
    read_cell,
    strip_markers,
)
from municompare.text.language import Language

from .strategies import LANGUAGES, TEXTS


def only(text: str, language: Language = "sv") -> CellValue:
    cell = read_cell(text, language=language)
    assert len(cell.values) == 1
    assert cell.issues == ()
    return cell.values[0]


def test_an_empty_cell_is_missing_not_zero() -> None:
    for text in ("", "  ", "\u00a0", "\u200b"):
        value = only(text)
        assert (value.value, value.status, value.raw) == (None, "empty", None)


@pytest.mark.parametrize(
    ("text", "language", "status"),
    [
        ("-", "sv", "not_reported"),
        ("–", "da", "not_reported"),
        ("—", "sv", "not_reported"),
        ("..", "da", "not_reported"),
        (".", "sv", "not_applicable"),
        ("Saknas", "sv", "not_reported"),
        ("Basvärde saknas!", "sv", "not_reported"),
        ("i.u.", "sv", "not_reported"),
        ("Ej aktuellt", "sv", "not_applicable"),
        ("Mäts ej.", "sv", "not_measured"),
        ("Mangler", "da", "not_reported"),
        ("Ikke relevant", "da", "not_applicable"),
        ("måles ikke", "da", "not_measured"),
        ("n/a", "da", "not_applicable"),
    ],
)
def test_missing_marks_say_why(text: str, language: Language, status: str) -> None:
    value = only(text, language)
    assert (value.value, value.status, value.raw) == (None, status, text)


def test_a_missing_mark_keeps_its_footnote() -> None:
    value = only("Saknas*")
    assert (value.status, value.marker) == ("not_reported", "*")


@pytest.mark.parametrize(
    ("text", "language", "comparator"),
    [
        ("Ska minska", "sv", "decrease"),
        ("Ska öka", "sv", "increase"),
        ("ska öka varje år.", "sv", "increase"),
        ("Ska inte öka", "sv", "not_increase"),
        ("Ska ej minska", "sv", "not_decrease"),
        ("Öka", "sv", "increase"),
        ("Skal falde", "da", "decrease"),
        ("Skal stige", "da", "increase"),
        ("Skal ikke stige", "da", "not_increase"),
        ("Skal ikke falde", "da", "not_decrease"),
    ],
)
def test_a_direction_carries_no_value(text: str, language: Language, comparator: str) -> None:
    value = only(text, language)
    assert (value.comparator, value.status, value.value) == (comparator, "directional", None)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Vissa mindre skillnader kan utläsas.", "sv"),
        ("Inga signifikanta skillnader", "sv"),
        ("Oförändrat", "sv"),
        ("Ska bibehållas", "sv"),
        ("Uændret", "da"),
    ],
)
def test_words_alone_are_qualitative(text: str, language: Language) -> None:
    value = only(text, language)
    assert (value.comparator, value.status, value.value) == ("text", "qualitative", None)


def test_numbers_keep_unit_marker_and_comparator() -> None:
    value = only("6,6%*")
    assert (value.value, value.unit_raw, value.marker, value.raw) == (6.6, "%", "*", "6,6%*")
    assert only("≥0").comparator == ">="
    ends = only("20-25 dagar")
    assert (ends.value, ends.value_upper, ends.unit_raw) == (20, 25, "dagar")


def test_a_printed_change_is_a_change() -> None:
    assert (only("+100").comparator, only("+100").value) == ("change_by", 100)
    assert only("+ 10 procent").comparator == "change_by_percent"
    assert (only("-10 %").comparator, only("-10 %").value) == ("=", -10)
    fall = only("Ska minska med 10 %*")
    assert (fall.comparator, fall.value, fall.marker) == ("change_by_percent", -10, "*")
    rise = only("skal stige med 5 personer.", "da")
    assert (rise.comparator, rise.value, rise.unit_raw) == ("change_by", 5, "personer")


def test_a_target_relative_to_others_names_them() -> None:
    better = only("Bättre än riket")
    assert (better.comparator, better.status, better.reference) == (
        "better_than",
        "relative_only",
        "riket",
    )
    assert only("över rikssnittet").comparator == ">"
    below = only("Skal være under landsgennemsnittet", "da")
    assert (below.comparator, below.reference) == ("<", "landsgennemsnittet")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("4 arbete 2 studier", [("arbete", 4, None), ("studier", 2, None)]),
        ("4 till arbete + 2 till studier", [("arbete", 4, None), ("studier", 2, None)]),
        (
            "JKT: 2,1 OSA: 0,3 AMS: 4,9",
            [("JKT", 2.1, None), ("OSA", 0.3, None), ("AMS", 4.9, None)],
        ),
        ("A: 2 %, B: -, C: 3*", [("A", 2, None), ("B", None, None), ("C", 3, "*")]),
        ("Kvinnor 6,1 Män 3,4", [("Kvinnor", 6.1, None), ("Män", 3.4, None)]),
        ("4 arbete och 2 studier**", [("arbete", 4, None), ("studier", 2, "**")]),
    ],
)
def test_several_values_of_a_cell_are_labelled(
    text: str, expected: list[tuple[str, float | None, str | None]]
) -> None:
    cell = read_cell(text, language="sv")
    assert [(v.label, v.value, v.marker) for v in cell.values] == expected
    assert cell.issues == ()


@pytest.mark.parametrize(
    "text",
    [
        "1 23", "1.234", "2 av 3", "88,3, tertial 1", "10 personer under 2 år",
        "Minska till ca 850", "?", "*", "A: 2 B: hög", "Totalt: fem, 5",
        "4 arbete 1,2,3 studier", "2019 personer 5", "Ska inte öka med 5 %", "öka med 2-3 %",
        "öka med -3 %", "öka med ca 5",
    ],
)  # fmt: skip
def test_what_looks_numeric_but_cannot_be_read_is_undetermined(text: str) -> None:
    cell = read_cell(text, language="sv")
    (value,) = cell.values
    assert (value.value, value.status) == (None, "undetermined")
    assert [issue.code for issue in cell.issues] == ["MC207"]


@given(text=TEXTS, language=LANGUAGES)
def test_every_cell_has_a_value_or_a_reason(text: str, language: Language) -> None:
    cell = read_cell(text, language=language)
    assert cell.values
    for value in cell.values:
        assert (value.value is None) == (value.status != "reported")
        assert (value.raw is None) == (value.status == "empty")
        assert (value.status == "undetermined") == bool(cell.issues)
        if value.value_upper is not None:
            assert value.comparator == "="


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("God tillgänglighet.***", ("God tillgänglighet.", "***")),
        ("per miljon kronor**", ("per miljon kronor", "**")),
        ("Titel *", ("Titel", "*")),
        ("Titel \\*\\*", ("Titel", "**")),
        ("**Titel**", ("**Titel**", None)),
        ("* punkt", ("* punkt", None)),
        ("**", ("", "**")),
        ("Titel", ("Titel", None)),
        ("Titel ****", ("Titel", "****")),
        ("Titel *****", ("Titel *****", None)),
        ("Avgift per elev†", ("Avgift per elev", "†")),
        ("Lokaler²", ("Lokaler", "²")),
        ("Lokaler, m²", ("Lokaler, m²", None)),
        ("", ("", None)),
    ],
)
def test_footnote_marks_are_parted_from_a_title(
    text: str, expected: tuple[str, str | None]
) -> None:
    assert strip_markers(text) == expected


@given(text=TEXTS)
def test_no_title_makes_the_marks_raise(text: str) -> None:
    title, marker = strip_markers(text)
    assert title in text
    assert marker is None or set(marker) == {"*"} or marker in "†‡¹²³"


def test_a_base_value_is_read_from_a_name() -> None:
    name = "Antal deltagare ska minska. <i>Basvärde 2018 = 299 personer</i>"
    base = read_base_value(name, language="sv")
    assert base is not None
    assert base.period is not None
    assert base.number is not None
    assert (base.period.text, base.number.value, base.number.unit_raw) == ("2018", 299, "personer")
    assert base.status == "reported"
    assert base.raw == "Basvärde 2018 = 299 personer"
    assert name[base.start :].startswith("Basvärde")


def test_a_base_value_may_have_parts() -> None:
    name = "Antal. Basvärde 2018 = 6 (4 till arbete + 2 till studier)"
    base = read_base_value(name, language="sv")
    assert base is not None
    assert base.number is not None
    assert base.number.value == 6
    assert base.parts == (("arbete", 4), ("studier", 2))
    plain = read_base_value("Basvärde 2018 = 6 (alla)", language="sv")
    assert plain is not None
    assert plain.parts == ()


@pytest.mark.parametrize(
    ("name", "language", "status", "value", "period"),
    [
        ("X. Basvärde saknas!", "sv", "not_reported", None, None),
        ("X. Basvärde 2018 saknas", "sv", "not_reported", None, "2018"),
        ("X. Basvärde 2018 = -", "sv", "not_reported", None, "2018"),
        ("Basisværdi mangler", "da", "not_reported", None, None),
        ("X. Basvärde 2018 = 182. Mer följer", "sv", "reported", 182, "2018"),
        ("X. Basvärde december 2017: 4,8 %", "sv", "reported", 4.8, "2017-12"),
        ("Basisværdi 2016: 1.234 personer", "da", "reported", 1234, "2016"),
        ("Udgangspunkt 2016 er 12", "da", "reported", 12, "2016"),
        ("Basvärde 2018 = 1 23", "sv", "undetermined", None, "2018"),
        ("Basvärde våren 2018 = 12", "sv", "undetermined", None, None),
    ],
)
def test_base_values_in_both_languages(
    name: str, language: Language, status: str, value: float | None, period: str | None
) -> None:
    base = read_base_value(name, language=language)
    assert base is not None
    assert base.status == status
    assert (base.number.value if base.number else None) == value
    assert (base.period.text if base.period else None) == period


def test_a_name_without_base_value_has_none() -> None:
    assert read_base_value("Antal med basvärden i tabell", language="sv") is None
    assert read_base_value("Med udgangspunkt i borgeren", language="da") is None


@given(text=TEXTS, language=LANGUAGES)
def test_a_base_value_has_a_number_or_a_reason(text: str, language: Language) -> None:
    base = read_base_value(text, language=language)
    if base is not None:
        assert (base.number is None) == (base.status != "reported")
        assert 0 <= base.start < len(text)
