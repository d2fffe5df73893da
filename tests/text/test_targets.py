"""Targets in names and success criteria, measures in clauses."""

from __future__ import annotations

import pytest
from hypothesis import given

from municompare.text.language import Language
from municompare.text.targets import Target, measure_clauses, read_criterion, read_name_targets

from .strategies import LANGUAGES, TEXTS

Row = tuple[str, float | None, str | None, str | None, str | None]


def row(target: Target) -> Row:
    return (
        target.comparator,
        target.value,
        target.unit_raw,
        target.period.text if target.period else None,
        target.base_period.text if target.base_period else None,
    )


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Antal platser ska vara minst 677 under 2019 och minst 777 under 2020.",
         [(">=", 677, None, "2019", None), (">=", 777, None, "2020", None)]),
        ("Antal deltagare ska minska varje år.", [("decrease", None, None, None, None)]),
        ("Antal deltagare ska öka. <i>Basvärde 2018 = 182</i>",
         [("increase", None, None, None, None)]),
        ("Antal hushåll ska minska 2019-2022.", [("decrease", None, None, "2019/2022", None)]),
        ("Av hushållen ska andelen familjer öka under 2015 jämfört med 2014.",
         [("increase", None, None, "2015", "2014")]),
        ("Antal i arbete. Basvärde 2018 = 6. Antalet ska öka 2019",
         [("increase", None, None, "2019", None)]),
        ("Andelen ska inte öka", [("not_increase", None, None, None, None)]),
        ("Frånvaron ska vara under 5 % år 2020", [("<", 5, "%", "2020", None)]),
        ("Andelen ska öka med 10 % till 2020", [("change_by_percent", 10, "%", "2020", None)]),
        ("Antalet platser ska utökas till 125 platser", [("=", 125, "platser", None, None)]),
        ("Tiden ska vara högst 15 dagar", [("<=", 15, "dagar", None, None)]),
        ("Resultatet ska vara bättre än riket 2020", [("better_than", None, None, "2020", None)]),
        ("Frånvaron ska ligga under rikssnittet", [("<", None, None, None, None)]),
        ("Andelen ska under 2019 vara minst 5 % och minst 8 %",
         [(">=", 5, "%", "2019", None), (">=", 8, "%", "2019", None)]),
        ("Minst 90 % av brukarna ska vara nöjda", [(">=", 90, "%", None, None)]),
        ("Unga 20-24 år ska erbjudas arbete", []),
        ("20-24 år ska vara åldern", []),
        ("Insatser för mer än 5 personer ska öka", [("increase", None, None, None, None)]),
        ("Kommunen ska stötta när kostnaden ökar", []),
        ("Antal vuxna, aktuell > 2 år.", []),
        ("För att minska andelen barn ska familjer klara sig själva.", []),
        ("Man ska se över hur man kan arbeta för att minska antalet hushåll", []),
        ("Kostnaden har minskat", []),
        ("Insatser för unga 20-24 år ska erbjudas inom 30 dagar", []),
        ("Andel (%)", []),
        ("", []),
    ],
)  # fmt: skip
def test_targets_stated_in_a_swedish_name(name: str, expected: list[Row]) -> None:
    assert [row(t) for t in read_name_targets(name, language="sv")] == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Andelen skal være mindst 25 pct. i 2020", [(">=", 25, "pct.", "2020", None)]),
        ("Antal ledige skal falde med 60 i 2017", [("change_by", -60, "ledige", "2017", None)]),
        ("Ledigheden skal ikke stige", [("not_increase", None, None, None, None)]),
        ("Flere unge får job", []),
    ],
)
def test_targets_stated_in_a_danish_name(name: str, expected: list[Row]) -> None:
    assert [row(t) for t in read_name_targets(name, language="da")] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Antal årspersoner på en ydelse er reduceret med 60 i perioden fra december 2015 til "
         "december 2017.", [("change_by", -60, "årspersoner", "2017-12", "2015-12")]),
        ("Antal årspersoner er reduceret med 63 i december 2017 sammenlignet med niveauet i "
         "december 2015.", [("change_by", -63, "årspersoner", "2017-12", "2015-12")]),
        ("Mindst 25 pct. skal vælge det efter 9. eller 10. klasse i 2020. Andelen skal op på "
         "mindst 30 pct. i 2025.",
         [(">=", 25, "pct.", "2020", None), (">=", 30, "pct.", "2025", None)]),
        ("I 2017 matches 10 procent flere ledige sammenlignet med 2016.",
         [("change_by_percent", 10, "procent", "2017", "2016")]),
        ("I 2017 matches 10 procent færre ledige end i 2016.",
         [("change_by_percent", -10, "procent", "2017", "2016")]),
        ("Ved udgangen af 2017 skal kommunen være bedre end landsgennemsnittet til at hjælpe "
         "unge i job indenfor et år.", [("better_than", None, None, "2017-12-31", None)]),
        ("Flere forløb fører til job i 2017 end i 2016.",
         [("increase", None, None, "2017", "2016")]),
        ("Færre unge er ledige i 2017 end i 2016.", [("decrease", None, None, "2017", "2016")]),
        ("26 % opnår beskæftigelse indenfor 1 år.", [("=", 26, "%", None, None)]),
        ("30 flere job i 2017.", [("change_by", 30, "job", "2017", None)]),
        ("Der skabes 30 flere.", [("change_by", 30, None, None, None)]),
        ("Antallet af ledige er faldet i 2017.", [("decrease", None, None, "2017", None)]),
        ("Antallet af ledige falder i 2017.", [("decrease", None, None, "2017", None)]),
        ("Der skabes 30 færre.", [("change_by", -30, None, None, None)]),
        ("Flere af tilbuddene evalueres.", [("text", None, None, None, None)]),
        ("Kommunen skal hjælpe ledige der falder ud.", [("text", None, None, None, None)]),
        ("Frekvensen er under landsgennemsnittet.", [("<", None, None, None, None)]),
        ("Frekvensen er over landsgennemsnittet.", [(">", None, None, None, None)]),
        ("Ventetiden er højst 14 dage.", [("<=", 14, "dage", None, None)]),
        ("Andelen er 20-25 pct. i 2017.", [("=", 20, "pct.", "2017", None)]),
        ("Målet er +5 pct. i 2017.", [("change_by_percent", 5, "pct.", "2017", None)]),
        ("Målet er +5 forløb i 2017.", [("change_by", 5, "forløb", "2017", None)]),
        ("Metoden anvendes i hele huset.", [("text", None, None, None, None)]),
        ("Personalet kender målene. Et udsnit interviewes i 2017.",
         [("text", None, None, "2017", None)]),
        ("", [("text", None, None, None, None)]),
    ],
)  # fmt: skip
def test_danish_success_criteria(text: str, expected: list[Row]) -> None:
    criterion = read_criterion(text, language="da")
    assert [row(t) for t in criterion.targets] == expected
    assert criterion.issues == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Antal personer har minskat med 60 från december 2015 till december 2017.",
         [("change_by", -60, "personer", "2017-12", "2015-12")]),
        ("Minst 25 procent ska delta 2020.", [(">=", 25, "procent", "2020", None)]),
        ("10 procent fler matchas 2017 jämfört med 2016.",
         [("change_by_percent", 10, "procent", "2017", "2016")]),
        ("Fler går till jobb 2017 än 2016.", [("increase", None, None, "2017", "2016")]),
        ("Bättre än riket vid utgången av 2017.",
         [("better_than", None, None, "2017-12-31", None)]),
        ("26 % får arbete inom 1 år.", [("=", 26, "%", None, None)]),
    ],
)  # fmt: skip
def test_swedish_success_criteria(text: str, expected: list[Row]) -> None:
    criterion = read_criterion(text, language="sv")
    assert [row(t) for t in criterion.targets] == expected
    assert criterion.issues == ()


def only(text: str, language: Language = "da") -> Target:
    (target,) = read_criterion(text, language=language).targets
    return target


def test_a_target_says_its_form_and_status() -> None:
    fall = only("Antal sager er reduceret med 60 i 2017.")
    assert (fall.target_form, fall.status) == ("change", "reported")
    more = only("I 2017 matches 10 procent flere end i 2016.")
    assert (more.target_form, more.status) == ("relative", "reported")
    better = only("Kommunen er bedre end landsgennemsnittet til at hjælpe.")
    assert (better.target_form, better.status) == ("relative", "relative_only")
    assert better.reference == "landsgennemsnittet"
    flere = only("Flere får job i 2017 end i 2016.")
    assert (flere.target_form, flere.status) == ("direction", "directional")
    text = only("Metoden anvendes.")
    assert (text.target_form, text.status) == ("text", "qualitative")


def test_finished_work_with_a_date_is_a_milestone() -> None:
    plan = only("Planen er implementeret 1. juli 2017.")
    assert (plan.target_form, plan.comparator, plan.period_raw) == (
        "milestone", "text", "1. juli 2017",
    )  # fmt: skip
    assert only("Planen er implementeret.").target_form == "text"


def test_an_interval_keeps_both_ends() -> None:
    target = only("Andelen er 20-25 pct. i 2017.")
    assert (target.value, target.value_upper, target.comparator) == (20, 25, "=")


def test_raw_and_start_point_at_the_words() -> None:
    text = "Indledning. I 2017 matches 10 procent flere unge end i 2016."
    target = read_criterion(text, language="da").targets[0]
    assert target.raw == "10 procent flere unge end i 2016"
    assert text[target.start :].startswith(target.raw)
    name = "Antal platser ska vara minst\u00a0677 under 2019"
    (first,) = read_name_targets(name, language="sv")
    assert name[first.start :].startswith("minst")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Antal sager er reduceret med mindst 60 i 2017.", "da"),
        ("Andelen er ca. 25 pct. i 2017.", "da"),
        ("Antal ärenden har minskat med högst 60 2017.", "sv"),
        ("Andelen ska vara cirka 25 procent.", "sv"),
    ],
)
def test_an_inexact_figure_or_bounded_change_is_not_made_exact(
    text: str, language: Language
) -> None:
    criterion = read_criterion(text, language=language)
    (target,) = criterion.targets
    assert (target.value, target.status) == (None, "undetermined")
    assert [issue.code for issue in criterion.issues] == ["MC210"]


def test_an_adjective_of_size_is_no_change() -> None:
    criterion = read_criterion("Der besøges 5 større virksomheder.", language="da")
    assert criterion.targets[0].comparator == "text"
    assert [issue.code for issue in criterion.issues] == ["MC208"]


def test_a_figure_that_is_no_target_is_reported() -> None:
    criterion = read_criterion("De 10 tjekpunkter bruges.", language="da")
    assert [issue.code for issue in criterion.issues] == ["MC208"]
    assert criterion.targets[0].comparator == "text"


def test_a_start_value_beside_the_target_is_its_baseline() -> None:
    text = "Andelen stiger fra 20 pct. i 2018 til mindst 25 pct. i 2020."
    target, baseline = read_criterion(text, language="da").targets
    assert row(target) == (">=", 25, "pct.", "2020", None)
    assert (baseline.role, row(baseline)) == ("baseline", ("=", 20, "pct.", "2018", None))
    assert read_criterion(text, language="da").issues == ()
    name = "Andelen ska öka från 20 % till 25 % 2020"
    assert [row(t) for t in read_name_targets(name, language="sv")] == [
        ("=", 25, "%", "2020", None)
    ]


def test_two_periods_of_one_figure_are_not_chosen_between() -> None:
    criterion = read_criterion("Andelen er mindst 25 pct. i 2018 og 2019.", language="da")
    (target,) = criterion.targets
    assert (target.value, target.period) == (25, None)
    assert [issue.code for issue in criterion.issues] == ["MC209"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # periods before every figure
        ("2018: 40 %, 2019: 45 %",
         [("=", 40, "%", "2018", None), ("=", 45, "%", "2019", None)]),
        ("I 2018 er andelen 40 %, i 2019 mindst 45 %.",
         [("=", 40, "%", "2018", None), (">=", 45, "%", "2019", None)]),
        # one more of an enumeration
        ("Mindst 300 besøg i 2018 og 350 i 2019.",
         [(">=", 300, "besøg", "2018", None), ("=", 350, None, "2019", None)]),
        ("Mindst 300 besøg i 2018 og 5 lærere i 2019.", [(">=", 300, "besøg", None, None)]),
        # the particle of a verb
        ("Højst 5 % falder fra i 2019.", [("<=", 5, "%", "2019", None)]),
        # nouns of a change
        ("Fald i fraværet på 0,5 procentpoint i 2019.",
         [("change_by", -0.5, "procentpoint", "2019", None)]),
        ("Stigning på 5 % i antal besøg i 2019.",
         [("change_by_percent", 5, "%", "2019", None)]),
        # the ends of a scale
        ("Tilfredsheden er mindst 4 på en skala fra 1 til 5.", [(">=", 4, None, None, None)]),
    ],
)  # fmt: skip
def test_figures_keep_to_their_own_words(text: str, expected: list[Row]) -> None:
    assert [row(t) for t in read_criterion(text, language="da").targets] == expected


def test_nothing_moves_in_an_interval() -> None:
    criterion = read_criterion("Forløbet varer fra 3 til 6 måneder.", language="da")
    assert [t.comparator for t in criterion.targets] == ["text"]
    between = read_criterion("Mellem 40 og 50 borgere deltager.", language="da").targets[0]
    assert (between.value, between.value_upper) == (40, 50)


def test_a_baseline_takes_the_unit_of_the_target() -> None:
    text = "Antallet øges fra 250 i 2018 til 300 besøg i 2019."
    target, baseline = read_criterion(text, language="da").targets
    assert (target.raw, target.unit_raw) == ("300 besøg i 2019", "besøg")
    assert (baseline.raw, baseline.unit_raw) == ("250 i 2018", "besøg")
    assert text[baseline.start :].startswith(baseline.raw)


def test_a_baseline_that_is_not_exact_has_no_value() -> None:
    criterion = read_criterion("Andelen øges fra ca. 40 % til 50 %.", language="da")
    assert [(t.role, t.value, t.status) for t in criterion.targets] == [
        ("target", 50, "reported"),
        ("baseline", None, "undetermined"),
    ]
    assert [issue.code for issue in criterion.issues] == ["MC210"]


@given(text=TEXTS, language=LANGUAGES)
def test_no_text_makes_the_target_readers_raise(text: str, language: Language) -> None:
    criterion = read_criterion(text, language=language)
    assert criterion.targets
    for target in (*criterion.targets, *read_name_targets(text, language=language)):
        assert (target.value is None) == (target.status != "reported")
        assert 0 <= target.start <= len(text)
        if target.comparator in ("increase", "decrease", "not_increase", "not_decrease", "text"):
            assert target.value is None


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Av hushållen ska andelen barnfamiljer öka under 2015.", "sv",
         [("andelen barnfamiljer", "increase")]),
        ("För att minska andelen barn i utsatta hushåll ska familjer klara sig.", "sv",
         [("andelen barn i utsatta hushåll", "decrease")]),
        ("Nämnden ska se över hur man kan arbeta för att minska antalet hushåll med bidrag.", "sv",
         [("antalet hushåll med bidrag", "decrease")]),
        ("I detta ingår att öka andelen ansökningar som använder sig av en e- tjänst.", "sv",
         [("andelen ansökningar som använder sig av en e- tjänst", "increase")]),
        ("Antal hushåll som uppbär stöd ska inte öka.", "sv",
         [("Antal hushåll som uppbär stöd", "not_increase")]),
        ("öka andelen kvinnor och minska antalet män, bland annat", "sv",
         [("andelen kvinnor", "increase"), ("antalet män", "decrease")]),
        ("Andelen som ska delta är låg.", "sv", [("Andelen som ska delta är låg", None)]),
        ("Andelen (%) är låg", "sv", [("Andelen (%)", None)]),
        ("andelen av antalet unga ökar", "sv", [("andelen av antalet unga", "increase")]),
        ("Antallet af ledige skal falde. Nedbringe andelen af unge uden job, og", "da",
         [("Antallet af ledige", "decrease"), ("andelen af unge uden job", "decrease")]),
        ("ett antal insatser i antal dagar", "sv", []),
        ("et antal borgere", "da", []),
        ("Andelen skal op på 30 pct.", "da", []),
        ("minska andelen unga utan arbete.*", "sv", [("andelen unga utan arbete", "decrease")]),
    ],
)  # fmt: skip
def test_clauses_that_state_a_measure(
    text: str, language: Language, expected: list[tuple[str, str | None]]
) -> None:
    clauses = measure_clauses(text, language=language)
    assert [(c.name, c.direction) for c in clauses] == expected
    assert all(text[c.start :].startswith(c.name.split()[0]) for c in clauses)


@given(text=TEXTS, language=LANGUAGES)
def test_no_text_makes_the_clauses_raise(text: str, language: Language) -> None:
    for clause in measure_clauses(text, language=language):
        assert clause.name
        assert 0 <= clause.start < len(text)
