"""Rebuild the bundled figures and peer lists from the published tables they were taken from.

    python datasets/build.py ../shared/statistics

writes ``statistics/`` and ``peers/`` beside this file; it needs the extra ``test``. The same
tables give the same bytes: rows are sorted or keep the order of their source, numbers are written
here and not by a library, and nothing says when, where or with what the files were made.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pandas as pd

from municompare.comparison.peers import from_groups, from_liknande_kommuner
from municompare.definitions import measures
from municompare.io import read_crosswalk
from municompare.model.peers import PeerSet

FORMAT_VERSION: Final = 1

# The table ends in 2022; most of the measures begin in 2010 or later.
SWEDISH_YEARS: Final = range(2010, 2023)

# Measures of no concept that the methods need: inhabitants, by which sizes are matched; framework
# conditions of the model-calculated net cost U31004; the official quality index, which comes out
# of U31462 and N31814.
ALSO: Final = ("N01951", "population_1jan", "N01984", "U00801", "U31401")

KOLADA: Final = {
    "publisher": "Kolada",
    "statement": "Use is free of charge, also commercially, and needs no agreement. Kolada is to "
    "be named as the source ('Källa: Kolada'), but not of figures that one has processed. Figures "
    "are revised, and indicators withdrawn, without notice.",
    "source": "http://kolada.se/om-oss/api",
}
DANMARKS_STATISTIK: Final = {
    "publisher": "Danmarks Statistik",
    "statement": "Figures may be reproduced freely, also commercially, with Danmarks Statistik as "
    "the source. Where they are processed further, that has to be said ('Egne beregninger baseret "
    "på tal fra Danmarks Statistik').",
    "source": "https://www.dst.dk/da/Statistik/brug-statistikken/kildeangivelse",
}
JOBINDSATS: Final = {
    "publisher": "Jobindsats",
    "statement": "The terms of use are not known here; Jobindsats is named as the source.",
    "source": "",
}
MEASURES: Final = "The public measures of the concepts with what the methods need beside them"
UNKNOWN_DAY: Final = "The day on which the figures were fetched is not known."


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure, with what its table says of where it comes from."""

    indicator: str
    municipality: str
    year: str
    value: float
    source: str


def number(value: float) -> str:
    """The shortest text that reads as the same number."""
    whole = value.is_integer() and abs(value) < 1e15
    return f"{value:.0f}" if whole else float.__repr__(value)


def csv_bytes(header: Iterable[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A table as CSV; cells with a comma or a quote are quoted."""

    def written(cell: str) -> str:
        quoted = cell.replace('"', '""')
        return f'"{quoted}"' if any(sign in cell for sign in '",\r\n') else cell

    lines = (",".join(map(written, cells)) for cells in (tuple(header), *rows))
    return "".join(f"{line}\n" for line in lines).encode()


def json_bytes(content: object) -> bytes:
    """An index as JSON."""
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def sha256(content: bytes) -> str:
    """Checksum of a file, by which the library sees that nobody changed it."""
    return hashlib.sha256(content).hexdigest()


def table_rows(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a published table, all text as text."""
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def wanted_measures() -> set[str]:
    """Public measures of the concepts, and what else the methods need."""
    mapped = (
        mapping.subject.partition(":")[2]
        for mapping in read_crosswalk().mappings
        if ":" in mapping.subject and mapping.relation != "notMatch"
    )
    return {*mapped, *ALSO}


def swedish_figures(source: Path, wanted: set[str]) -> Iterator[Figure]:
    """Totals of Kolada for all municipalities and the whole country."""
    for row in table_rows(source / "kolada_values.csv.gz"):
        if row["kpi"] in wanted and int(row["year"]) in SWEDISH_YEARS:
            yield Figure(
                indicator=row["kpi"],
                municipality=f"SE-{row['municipality']}",
                year=row["year"],
                value=float(row["value"]),
                source="",
            )


def danish_figures(source: Path, wanted: set[str]) -> Iterator[Figure]:
    """Figures of all Danish municipalities, for all years that the table holds."""
    for row in table_rows(source / "denmark_values.csv.gz"):
        if row["indicator"] in wanted:
            yield Figure(
                indicator=row["indicator"],
                municipality=f"DK-{row['code']}",
                year=row["year"],
                value=float(row["value"]),
                source=row["source"],
            )


def wide(figures: Iterable[Figure]) -> bytes:
    """One row for each indicator and municipality, one column for each year; no figure twice."""
    cells: dict[tuple[str, str], dict[str, str]] = {}
    for figure in figures:
        years = cells.setdefault((figure.indicator, figure.municipality), {})
        if figure.year in years:
            raise ValueError(f"two figures for one cell: {figure}")
        years[figure.year] = number(figure.value)
    columns = sorted({year for years in cells.values() for year in years})
    return csv_bytes(
        ("indicator", "municipality", *columns),
        ((*key, *(cells[key].get(year, "") for year in columns)) for key in sorted(cells)),
    )


def measure_rows(country: str, figures: Iterable[Figure]) -> Iterator[tuple[str, ...]]:
    """What is bundled of each measure: one row for each source that its table names."""
    described = {measure.key: measure for measure in measures()}
    parts: dict[tuple[str, str], list[Figure]] = {}
    for figure in figures:
        parts.setdefault((figure.indicator, figure.source), []).append(figure)
    for (key, source), part in sorted(parts.items()):
        years = [figure.year for figure in part]
        yield (
            country,
            key,
            described[key].publisher,
            described[key].attribution,
            source,
            min(years),
            max(years),
            str(len(part)),
            str(len({figure.municipality for figure in part})),
        )


def statistics_files(source: Path) -> dict[str, bytes]:
    """Contents of ``statistics/`` by name."""
    wanted = wanted_measures()
    swedish, danish = [*swedish_figures(source, wanted)], [*danish_figures(source, wanted)]
    names = {
        f"SE-{row['id']}": row["title"]
        for row in table_rows(source / "kolada_municipalities.csv")
        if row["type"] == "K" or row["id"] == "0000"
    } | {
        f"DK-{row['code']}": row["name"]
        for row in table_rows(source / "denmark_municipalities.csv")
    }
    files = {
        "kolada.csv": wide(swedish),
        "denmark.csv": wide(danish),
        "municipalities.csv": csv_bytes(("municipality", "name"), sorted(names.items())),
        "measures.csv": csv_bytes(
            (
                *("country", "indicator", "publisher", "attribution", "source"),
                *("first", "last", "values", "municipalities"),
            ),
            [*measure_rows("DK", danish), *measure_rows("SE", swedish)],
        ),
    }
    files["sources.json"] = json_bytes(
        {
            "format_version": FORMAT_VERSION,
            "municipalities": {
                "file": "municipalities.csv",
                "sha256": sha256(files["municipalities.csv"]),
            },
            "panels": {
                "SE": {
                    "file": "kolada.csv",
                    "sha256": sha256(files["kolada.csv"]),
                    "publisher": "Kolada",
                    "attribution": "Källa: Kolada",
                    "vintage": "",
                    "processed": False,
                    "remarks": UNKNOWN_DAY,
                    "selection": f"{MEASURES}, for all 290 municipalities and the whole "
                    "country (SE-0000), 2010 to 2022, women and men together. An empty cell has "
                    "no row in the table that the figures were taken from.",
                    "terms": [KOLADA],
                },
                "DK": {
                    "file": "denmark.csv",
                    "sha256": sha256(files["denmark.csv"]),
                    "publisher": "Danmarks Statistik, Jobindsats",
                    "attribution": "Computed from Danmarks Statistik and Jobindsats",
                    "vintage": "",
                    "processed": True,
                    "remarks": f"{UNKNOWN_DAY} Where a measure's attribution says 'Computed "
                    "from', whoever made the table that the figures were taken from computed them "
                    "from published ones.",
                    "selection": f"{MEASURES}, for all 98 municipalities and all years of "
                    "the table that the figures were taken from. It gives each figure once; "
                    "measures.csv says what it names as the source.",
                    "terms": [DANMARKS_STATISTIK, JOBINDSATS],
                },
            },
        }
    )
    return files


def peer_sets(source: Path) -> Iterator[tuple[PeerSet, str, str]]:
    """The peer sets, each with its country and what it was taken from."""
    lists = pd.read_csv(source / "kolada_liknande_kommuner.csv", dtype=str, keep_default_na=False)
    for peers in from_liknande_kommuner(lists):
        yield peers, "SE", "Kolada: the groups 'Liknande kommuner'."
    about: dict[str, Any] = {
        "key": "skr-kommungrupper",
        "title": "SKR:s kommungruppsindelning",
        "publisher": "SKR",
        "official": True,
        "country": "SE",
    }
    frame = pd.read_excel(source / "skr_kommungrupper_2017.xlsx", dtype=str)
    yield (
        from_groups(
            frame,
            municipality="Kommunkod",
            municipality_name="Kommun namn",
            group="Kommungrupp 2017 namn",
            year=2017,
            **about,
        ),
        "SE",
        "SKR: the list of the classification of 2017.",
    )
    frame = pd.read_csv(
        source / "kolada_municipality_groups.csv.gz", dtype=str, keep_default_na=False
    )
    # Kolada's nine groups of the classification of 2023; it has one group of figures for each.
    frame = frame[frame["group_id"].isin([f"G{n}" for n in range(92786, 92795)])]
    frame = frame.assign(
        group_title=[title.removesuffix(" (ovägt medel)") for title in frame["group_title"]]
    )
    yield (
        from_groups(
            frame,
            municipality="member_id",
            municipality_name="member_title",
            group="group_title",
            year=2023,
            **about,
        ),
        "SE",
        "Kolada: the groups G92786 to G92794, without the words '(ovägt medel)' (unweighted mean) "
        "that their names end in.",
    )
    frame = pd.read_csv(source / "denmark_municipalities.csv", dtype=str, keep_default_na=False)
    yield (
        from_groups(
            frame,
            municipality="code",
            municipality_name="name",
            group="dst_group",
            key="dst-kommunegrupper",
            title="Danmarks Statistiks kommunegrupper",
            publisher="Danmarks Statistik",
            year=None,
            official=True,
            country="DK",
        ),
        "DK",
        "Danmarks Statistik: the five groups of municipalities. The year of the classification is "
        "not known.",
    )


def members_table(peers: PeerSet) -> bytes:
    """The groups of a set, in the order of its source."""
    if peers.construct == "typology":
        return csv_bytes(
            ("municipality", "group"),
            ((member, group.name) for group in peers.groups for member in group.members),
        )
    longest = max(len(group.members) for group in peers.groups)
    return csv_bytes(
        ("municipality", *(f"peer_{n}" for n in range(1, longest + 1))),
        (
            (str(group.focus), *group.members, *[""] * (longest - len(group.members)))
            for group in peers.groups
        ),
    )


def index_entry(
    peers: PeerSet, country: str, taken_from: str, file: str, table: bytes
) -> Mapping[str, Any]:
    """What the index says of a set; what is not known is null."""
    return {
        "key": peers.key,
        "title": peers.title,
        "country": country,
        "publisher": peers.publisher,
        "construct": peers.construct,
        "theme": peers.theme,
        "benefit": peers.benefit,
        "outcome": peers.outcome,
        "variables": list(peers.variables),
        "variables_period": peers.variables_period,
        "model_year": peers.model_year,
        "valid_for": peers.valid_for,
        "official": peers.official,
        "klynge": peers.klynge,
        "reciprocal": peers.reciprocal,
        "disjoint": peers.disjoint,
        "groups": len(peers.groups),
        "municipalities": len(peers.municipalities),
        "taken_from": taken_from,
        "file": file,
        "sha256": sha256(table),
        "findings": [
            {
                "code": issue.code,
                "severity": issue.severity,
                "message": issue.message,
                "remedy": issue.remedy,
                "readings": [[r.text, r.document, r.locator] for r in issue.readings],
            }
            for issue in peers.findings
        ],
    }


def peers_files(source: Path) -> dict[str, bytes]:
    """Contents of ``peers/`` by name."""
    files, entries = {}, []
    for peers, country, taken_from in peer_sets(source):
        parts = [peers.key.replace("/", "-")]
        if peers.model_year is not None:
            parts.append(str(peers.model_year))
        file = "-".join(parts) + ".csv"
        files[file] = members_table(peers)
        entries.append(index_entry(peers, country, taken_from, file, files[file]))
    files["index.json"] = json_bytes({"format_version": FORMAT_VERSION, "sets": entries})
    return files


def built(source: Path) -> dict[str, bytes]:
    """All files by their path below the folder of datasets."""
    return {
        **{f"statistics/{name}": data for name, data in statistics_files(source).items()},
        **{f"peers/{name}": data for name, data in peers_files(source).items()},
    }


def main(arguments: Sequence[str]) -> None:
    """Write all files; the first argument is the folder of the published tables."""
    if len(arguments) not in (1, 2):
        raise SystemExit("usage: python datasets/build.py SOURCE [TARGET]")
    target = Path(arguments[1]) if arguments[1:] else Path(__file__).parent
    for name, data in built(Path(arguments[0])).items():
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        (target / name).write_bytes(data)


if __name__ == "__main__":
    main(sys.argv[1:])
