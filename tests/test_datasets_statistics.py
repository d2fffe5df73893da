"""The bundled figures and peer lists: rebuilt byte for byte, complete, each with its publisher."""

from __future__ import annotations

import csv
import gzip
import importlib.util
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

import municompare as mc
from municompare.definitions import measures
from municompare.io.panels import load_panel, municipality_names
from municompare.io.peer_lists import available_peer_groups

FOLDERS = ("statistics", "peers")
MOST_BYTES = 1_500_000


@pytest.fixture(scope="module")
def datasets(project: Path) -> Path:
    return project / "datasets"


@pytest.fixture(scope="module")
def build(datasets: Path) -> Iterator[ModuleType]:
    """The program that makes the files, which is no part of the package."""
    spec = importlib.util.spec_from_file_location("build_datasets", datasets / "build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules[spec.name]


def files(datasets: Path) -> list[Path]:
    return [path for folder in FOLDERS for path in sorted((datasets / folder).iterdir())]


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_figures_and_lists_are_rebuilt_byte_for_byte(
    build: ModuleType, datasets: Path, shared_statistics: Path
) -> None:
    built: dict[str, bytes] = build.built(shared_statistics)
    assert set(built) == {path.relative_to(datasets).as_posix() for path in files(datasets)}
    changed = [name for name, data in built.items() if (datasets / name).read_bytes() != data]
    assert not changed, "run `python datasets/build.py ../shared/statistics`"


def test_every_figure_of_the_chosen_measures_is_there_and_no_other(
    datasets: Path, shared_statistics: Path
) -> None:
    panel = load_panel()
    indicators, periods = set(panel.indicators), set(panel.periods)
    with gzip.open(shared_statistics / "kolada_values.csv.gz", "rt", encoding="utf-8") as file:
        published = {
            (row["kpi"], f"SE-{row['municipality']}", row["year"]): float(row["value"])
            for row in csv.DictReader(file)
            if row["kpi"] in indicators and row["year"] in periods
        }
    bundled = {
        (row["indicator"], row["municipality"], year): float(row[year])
        for row in rows(datasets / "statistics/kolada.csv")
        for year in periods
        if row[year]
    }
    assert bundled == published
    assert len(bundled) > 90_000


def test_the_danish_table_names_one_source_for_each_figure(
    datasets: Path, shared_statistics: Path
) -> None:
    panel = load_panel("DK")
    indicators = set(panel.indicators)
    with gzip.open(shared_statistics / "denmark_values.csv.gz", "rt", encoding="utf-8") as file:
        published = [row for row in csv.DictReader(file) if row["indicator"] in indicators]
    assert len({(row["indicator"], row["code"], row["year"]) for row in published}) == len(
        published
    )
    assert int(panel.dataset["value"].notnull().sum()) == len(published)
    sources = Counter((row["indicator"], row["source"]) for row in published)
    listed = [row for row in rows(datasets / "statistics/measures.csv") if row["country"] == "DK"]
    assert sources == {(row["indicator"], row["source"]): int(row["values"]) for row in listed}


def test_the_same_figure_twice_is_refused(build: ModuleType) -> None:
    figure = build.Figure(
        indicator="X", municipality="DK-740", year="2018", value=1.0, source="a table"
    )
    other = build.Figure(
        indicator="X", municipality="DK-740", year="2018", value=1.0, source="another one"
    )
    with pytest.raises(ValueError, match="another one"):
        build.wide([figure, other])


@pytest.mark.parametrize(
    ("value", "text"),
    [(7.0, "7"), (-3.5, "-3.5"), (0.1, "0.1"), (1e-07, "1e-07"), (1e15, "1000000000000000.0")],
)
def test_a_number_is_its_shortest_text(build: ModuleType, value: float, text: str) -> None:
    assert build.number(value) == text
    assert float(text) == value


def test_numbers_of_the_files_are_as_short_as_they_can_be(
    build: ModuleType, datasets: Path
) -> None:
    for name in ("kolada.csv", "denmark.csv"):
        cells = {
            cell
            for row in rows(datasets / "statistics" / name)
            for year, cell in row.items()
            if year.isdigit() and cell
        }
        assert {build.number(float(cell)) for cell in cells} == cells


def test_the_program_writes_what_it_built(
    build: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build, "built", lambda source: {"peers/a.csv": f"{source}\n".encode()})
    build.main(["from", str(tmp_path)])
    assert (tmp_path / "peers/a.csv").read_bytes() == b"from\n"
    with pytest.raises(SystemExit, match="usage"):
        build.main([])


def test_what_is_bundled_stays_small(datasets: Path) -> None:
    assert sum(path.stat().st_size for path in files(datasets)) <= MOST_BYTES


def test_files_are_plain_text_with_line_feeds_in_a_fixed_order(datasets: Path) -> None:
    for path in files(datasets):
        assert path.suffix in {".csv", ".json"}
        data = path.read_bytes()
        assert b"\r" not in data
        assert data.endswith(b"\n")
        assert not data.startswith(b"\xef\xbb\xbf")
        data.decode("utf-8")
    for name in ("kolada.csv", "denmark.csv"):
        keys = [
            (row["indicator"], row["municipality"]) for row in rows(datasets / "statistics" / name)
        ]
        assert keys == sorted(set(keys))
    names = [row["municipality"] for row in rows(datasets / "statistics/municipalities.csv")]
    assert names == sorted(set(names)) == list(municipality_names())


def test_every_bundled_measure_has_a_publisher_and_says_how_it_is_cited(datasets: Path) -> None:
    known = {measure.key: measure for measure in measures()}
    listed = rows(datasets / "statistics/measures.csv")
    for row in listed:
        assert row["publisher"] == known[row["indicator"]].publisher != ""
        assert row["attribution"] == known[row["indicator"]].attribution != ""
    bundled = {*load_panel("SE").indicators, *load_panel("DK").indicators}
    assert {row["indicator"] for row in listed} == bundled


def test_publishers_are_cited_with_their_terms_and_no_vintage_is_made_up(datasets: Path) -> None:
    panels = json.loads((datasets / "statistics/sources.json").read_text(encoding="utf-8"))[
        "panels"
    ]
    for country, panel in panels.items():
        publishers = {term["publisher"] for term in panel["terms"]}
        loaded = load_panel(country)
        assert {loaded.indicator(key).publisher for key in loaded.indicators} == publishers
        assert all(term["statement"] for term in panel["terms"])
        assert panel["vintage"] == ""


def test_every_mapped_measure_with_figures_is_bundled(shared_statistics: Path) -> None:
    published: set[str] = set()
    for name, column in (("kolada_values", "kpi"), ("denmark_values", "indicator")):
        path = shared_statistics / f"{name}.csv.gz"
        with gzip.open(path, "rt", encoding="utf-8") as file:
            published |= {row[column] for row in csv.DictReader(file)}
    mapped = {
        mapping.subject.partition(":")[2]
        for mapping in mc.read_crosswalk().mappings
        if ":" in mapping.subject and mapping.relation != "notMatch"
    }
    bundled = {*load_panel("SE").indicators, *load_panel("DK").indicators}
    assert mapped & published <= bundled


def test_the_index_of_peer_lists_names_where_each_was_taken_from(datasets: Path) -> None:
    sets = json.loads((datasets / "peers/index.json").read_text(encoding="utf-8"))["sets"]
    assert len(sets) == len(available_peer_groups())
    assert all(entry["taken_from"] and entry["publisher"] and entry["official"] for entry in sets)
    # nothing is known of what chose the peers, and nothing is said of it
    assert {entry["variables_period"] for entry in sets} == {None}
    assert {entry["valid_for"] for entry in sets} == {None}
