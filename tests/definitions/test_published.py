"""Public measures, breaks and shocks: they hold together, and agree with the real figures."""

from __future__ import annotations

import inspect
import re
from collections import Counter
from collections.abc import Callable
from importlib.resources.abc import Traversable
from pathlib import Path

import pandas as pd
import pytest

import municompare as mc
from municompare.definitions import concepts, faults, measures, published, series_breaks, shocks
from municompare.errors import MunicompareError
from municompare.model.quantity import Period
from municompare.units import unit_names

PREFIXES = {"kolada": "Kolada", "dst": "Danmarks Statistik", "jobindsats": "Jobindsats"}
KNOWN = {measure.key: measure for measure in measures()}

MEASURE = "- {key: A1, unit: percent, publisher: P, attribution: P}\n"
BREAK = '- {measure: U31402, publisher: Kolada, starts: "2018", reason: R., source: S}\n'
SHOCK = (
    '- {key: a, title: A, countries: [SE], starts: "2015", ends: "2016",\n'
    "   concepts: [unemployment], measures: [N03920], statement: S., source: S}\n"
)


def test_every_measure_has_a_unit_of_the_definitions_and_is_cited() -> None:
    assert len(KNOWN) == len(measures())
    for measure in measures():
        assert measure.unit in ("", *unit_names())
        assert measure.publisher
        assert measure.attribution
        if measure.publisher == "Kolada":
            assert measure.attribution == "Källa: Kolada"


def test_only_measures_outside_the_catalogue_lack_title_and_unit() -> None:
    unknown = {measure.key for measure in measures() if not measure.title or not measure.unit}
    assert unknown == {"N00712", "N00914", "N18953"}


def test_every_mapped_measure_is_known_with_its_publisher() -> None:
    mapped = [m.subject.partition(":") for m in mc.read_crosswalk().mappings if ":" in m.subject]
    assert len(mapped) > 40
    for prefix, _, key in mapped:
        assert KNOWN[key].publisher == PREFIXES[prefix]


def test_a_measure_gets_better_where_its_concept_does() -> None:
    direction = {concept.key: concept.direction for concept in concepts()}
    for mapping in mc.read_crosswalk().mappings:
        if mapping.role == "same_measure" and ":" in mapping.subject:
            measure = KNOWN[mapping.subject.partition(":")[2]]
            assert measure.direction == direction[mapping.concept], measure.key


def test_measures_carry_their_breaks_earliest_first() -> None:
    by_measure = Counter(each.measure for each in series_breaks())
    for measure in measures():
        assert len(measure.breaks) == by_measure[measure.key]
        starts = [Period.parse(each.starts).start for each in measure.breaks]
        assert starts == sorted(starts)
    assert [each.starts for each in KNOWN["N31814"].breaks] == ["2010", "2017"]


def test_the_known_breaks_are_listed() -> None:
    known = {(each.measure, each.starts) for each in series_breaks()}
    assert known >= {
        ("N00097", "2019"),
        ("N03920", "2023"),
        ("N31814", "2017"),
        ("N31816", "2017"),
        ("U31402", "2018"),
        ("net_unemployed_social_assistance_fulltime", "2013"),
        ("cash_assistance_fulltime", "2025-07"),
    }


def test_mappings_change_where_a_mapped_definition_does() -> None:
    """A mapping must not hold across a break that the publisher explains."""
    crosswalk = mc.read_crosswalk()
    for key in ("U31402", "N03920", "N03926", "N31814", "N31816", "N17457"):
        start = max(Period.parse(each.starts).start.year for each in KNOWN[key].breaks)
        limits = {(m.valid_to, m.valid_from) for m in crosswalk.measure_mappings(key)}
        assert limits == {(str(start - 1), None), (None, str(start))}


def test_shocks_are_listed_by_their_start_and_end_after_it() -> None:
    starts = [Period.parse(shock.starts).start for shock in shocks()]
    assert starts == sorted(starts)
    countries = {country for shock in shocks() for country in shock.countries}
    assert countries == {"SE", "DK"}
    for shock in shocks():
        assert shock.concepts
        assert shock.ends is None or Period.parse(shock.ends).end > Period.parse(shock.starts).start


def test_definitions_are_read_once() -> None:
    assert measures() is measures()
    assert series_breaks() is series_breaks()
    assert shocks() is shocks()


@pytest.mark.parametrize(
    ("load", "file", "text", "codes", "place"),
    [
        (published._unbroken, "measures.yaml", MEASURE * 2, ("MC107",), "2:"),
        (
            published._unbroken,
            "measures.yaml",
            MEASURE.replace("percent", "percents"),
            ("MC103",),
            "1:",
        ),
        (
            published._unbroken,
            "measures.yaml",
            MEASURE.replace("key", "kee"),
            ("MC106", "MC105"),
            "1:",
        ),
        (
            published._unbroken,
            "measures.yaml",
            MEASURE.replace("publisher: P, ", ""),
            ("MC106",),
            "1:",
        ),
        (
            published._unbroken,
            "measures.yaml",
            MEASURE.replace("}", ', breaks: [{starts: "2019", reason: R.}]}'),
            ("MC108",),
            "1:",
        ),
        (series_breaks, "breaks.yaml", BREAK * 2, ("MC107",), "2:"),
        (series_breaks, "breaks.yaml", BREAK.replace("U31402", "U3140"), ("MC103",), "1:"),
        (series_breaks, "breaks.yaml", BREAK.replace("Kolada", "SCB"), ("MC108",), "1:"),
        (series_breaks, "breaks.yaml", BREAK.replace("2018", "2018-99"), ("MC108",), "1:"),
        (series_breaks, "breaks.yaml", BREAK.replace('"2018"', "2018"), ("MC102",), "1:"),
        (shocks, "shocks.yaml", SHOCK * 2, ("MC107",), "3:"),
        (shocks, "shocks.yaml", SHOCK.replace("unemployment", "unemploymnt"), ("MC103",), "2:"),
        (shocks, "shocks.yaml", SHOCK.replace("N03920", "N0392"), ("MC103",), "2:"),
        (shocks, "shocks.yaml", SHOCK.replace('"2016"', '"2014"'), ("MC108",), "1:"),
        (shocks, "shocks.yaml", SHOCK.replace('"2016"', '"2016-Q9"'), ("MC108",), "1:"),
        (shocks, "shocks.yaml", SHOCK.replace("[SE]", "[NL]"), ("MC108",), "1:"),
    ],
)
def test_a_slip_in_a_definition_file_is_reported_with_its_place(
    load: Callable[[], object],
    file: str,
    text: str,
    codes: tuple[str, ...],
    place: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bundled = faults.bundled
    (tmp_path / file).write_text(text, encoding="utf-8")

    def changed(name: str) -> tuple[Path | Traversable, str]:
        return (tmp_path / name, name) if name == file else bundled(name)

    monkeypatch.setattr(published, "bundled", changed)
    with pytest.raises(MunicompareError) as caught:
        inspect.unwrap(load)()
    report = caught.value.report
    assert report.codes == codes
    assert report[0].readings[0].where.startswith(f"{file}:{place}")


@pytest.mark.shared
def test_titles_are_those_of_the_catalogue(shared_statistics: Path) -> None:
    catalogue = pd.read_csv(shared_statistics / "kolada_kpi_catalogue.csv.gz", dtype=str)
    published_titles = dict(zip(catalogue["id"], catalogue["title"], strict=True))
    for measure in measures():
        if measure.publisher == "Kolada":
            title = published_titles.get(measure.key, "")
            assert measure.title == " ".join(title.split())


@pytest.mark.shared
def test_every_measure_of_the_real_figures_is_known_and_its_unit_fits(
    shared_statistics: Path,
) -> None:
    swedish = pd.read_csv(
        shared_statistics / "kolada_values.csv.gz", usecols=["kpi", "value"]
    ).rename(columns={"kpi": "indicator"})
    danish = pd.read_csv(
        shared_statistics / "denmark_values.csv.gz", usecols=["indicator", "value"]
    )
    figures = pd.concat([swedish, danish])
    assert set(figures["indicator"]) <= set(KNOWN)
    assert {"N00486", "U31002", "U31904"} == set(KNOWN) - set(figures["indicator"])
    grouped = figures.groupby("indicator")["value"]
    spread = pd.DataFrame({"low": grouped.quantile(0.25), "high": grouped.quantile(0.75)})
    within = {
        "percent": (-10, 100),
        "index_point": (0, 100),
        "day": (1, 100),
        "SEK_per_person": (10, 10_000),
        "grade_point": (-3, 12),
    }
    for key, row in spread.iterrows():
        low, high = within.get(KNOWN[str(key)].unit, (0, float("inf")))
        assert low <= row["low"] <= row["high"] <= high, key
        if KNOWN[str(key)].unit == "person" and KNOWN[str(key)].publisher == "Kolada":
            assert row["low"] > 5


@pytest.mark.shared
def test_counts_that_add_up_do_and_counts_over_a_year_do_not(shared_statistics: Path) -> None:
    figures = pd.read_csv(
        shared_statistics / "kolada_values.csv.gz", dtype={"municipality": str}
    ).query("year == 2022")
    for key in ("N01951", "N01986", "N31848", "N31910"):
        rows = figures[figures["kpi"] == key].set_index("municipality")["value"]
        total, parts = rows["0000"], rows.drop("0000").sum()
        if KNOWN[key].aggregation == "additive":
            assert parts == pytest.approx(total)
        else:
            # even though some municipalities are missing: who moves counts twice
            assert parts > 1.01 * total


@pytest.mark.shared
def test_definitions_say_what_the_publisher_says(shared_statistics: Path) -> None:
    catalogue = pd.read_csv(shared_statistics / "kolada_kpi_catalogue.csv.gz", dtype=str)
    descriptions = dict(zip(catalogue["id"], catalogue["description"], strict=True))
    years = {
        "U31402": "2017", "N03920": "2022", "N03926": "2022", "N31814": "2017",
        "N31816": "2017", "N00097": "2019", "N30001": "2019", "N18954": "2021",
        "U31004": "2020", "N17457": "2021", "N18500": "2009", "N15428": "2011",
    }  # fmt: skip
    for key, year in years.items():
        assert re.search(rf"\b{year}\b", descriptions[key])
        assert {str(int(year) + step) for step in (0, 1)} & {
            each.starts for each in KNOWN[key].breaks
        }
