"""The bundled datasets: built from the documents, complete, with stable ids."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import pytest

import municompare as mc
from municompare.definitions import measures
from municompare.model.plan import Link
from municompare.schema import TABLES, rows

DOCUMENTS = {
    "linkoping-2019": ["linkoping-internbudget-2019.md", "linkoping-verksamhetsplan-2019.txt"],
    "linkoping-arbetsmarknadsprogram": ["linkoping-arbetsmarknadsprogram.md"],
    "norrkoping-2016": ["norrkoping-verksamhetsplan-2016.txt"],
    "silkeborg-2017": ["silkeborg-aftale-2017.md"],
}
COMPANIONS = {"curation.yaml", "codings.yaml"}

PREFIXES = {"Kolada": "kolada", "Danmarks Statistik": "dst", "Jobindsats": "jobindsats"}
MEASURES = {
    f"{PREFIXES[measure.publisher]}:{measure.key}": measure
    for measure in measures()
    if measure.publisher in PREFIXES
}


@pytest.fixture(scope="module")
def datasets(project: Path) -> Path:
    return project / "datasets"


@pytest.mark.parametrize("key", DOCUMENTS)
def test_a_dataset_is_rebuilt_byte_for_byte(
    key: str, datasets: Path, shared_documents: Path, tmp_path: Path
) -> None:
    bundled = datasets / "plans" / key
    paths = [shared_documents / name for name in DOCUMENTS[key]]
    plan = mc.read(*paths, curation=bundled / "curation.yaml")
    built = mc.write(plan, tmp_path / key)
    here = {path.name for path in bundled.iterdir()}
    assert {path.name for path in built.iterdir()} == here - COMPANIONS
    for path in built.iterdir():
        assert path.read_bytes() == (bundled / path.name).read_bytes(), path.name


def _refused(found: Sequence[Link], kept: Sequence[Link]) -> set[str]:
    """Candidates that a reader offered beside the one that a person chose."""
    left = {link.id for link in kept}
    chosen = {(link.from_id, link.relation) for link in kept if link.obtained == "curated"}
    return {
        link.id
        for link in found
        if link.id not in left
        and link.certainty == "ambiguous"
        and (link.from_id, link.relation) in chosen
    }


@pytest.mark.parametrize("key", DOCUMENTS)
def test_reading_without_curation_gives_the_same_ids_and_values(
    key: str, shared_documents: Path
) -> None:
    read = mc.read(*(shared_documents / name for name in DOCUMENTS[key]))
    bundled = mc.load(key)[key]
    for table in TABLES:
        if table == "codings":  # judgements are not read
            continue
        found, kept = rows(read.record, table), rows(bundled.record, table)
        ids = {row.id for row in found}
        by_person = {row.id for row in kept if getattr(row, "obtained", "read") == "curated"}
        refused = _refused(found, kept) if table == "links" else set()
        assert [row.id for row in found if row.id not in refused] == [
            row.id for row in kept if row.id in ids or row.id not in by_person
        ], table
    assert read.record.measurements == bundled.record.measurements
    assert [cell.value for cell in read.record.budget] == [
        cell.value for cell in bundled.record.budget
    ]


@pytest.mark.parametrize("key", DOCUMENTS)
def test_every_element_with_a_title_has_an_english_label(key: str) -> None:
    record = mc.load(key)[key].record
    elements = (*record.goals, *record.assignments, *record.activities, *record.principles)
    titled = [element for element in elements if element.title is not None]
    assert [element.id for element in titled if element.title_en is None] == []
    assert [row.id for row in record.indicators if row.name_en is None] == []


def test_published_ids_stay_or_have_an_alias(datasets: Path) -> None:
    published = (datasets / "published-ids.txt").read_text(encoding="utf-8").split()
    with (datasets / "id-aliases.csv").open(encoding="utf-8", newline="") as file:
        aliases = {row["old"]: row["new"] for row in csv.DictReader(file)}
    present = {
        row.id
        for plan in mc.load(*DOCUMENTS).values()
        for table in TABLES
        for row in rows(plan.record, table)
    }
    gone = [old for old in published if old not in present and aliases.get(old) not in present]
    assert gone == []
    unlisted = present - set(published)
    assert unlisted == set(), "add new ids to datasets/published-ids.txt"


def test_every_mapping_is_about_an_element_or_a_measure_that_is_there() -> None:
    plans = mc.load()
    missing = [
        mapping.subject
        for mapping in mc.read_crosswalk().mappings
        if mapping.subject not in MEASURES
        and not any(mapping.subject in plan for plan in plans.values())
    ]
    assert missing == []


def test_a_mapping_carries_the_printed_name_of_its_element_or_measure() -> None:
    plans = mc.load()
    for mapping in mc.read_crosswalk().mappings:
        if mapping.subject in MEASURES:
            name = MEASURES[mapping.subject].title
        else:
            element = plans[mapping.subject.partition("/")[0]][mapping.subject]
            name = getattr(element, "title", None) or element.name
        assert mapping.subject_label == name


def test_no_mapping_is_exact_without_the_anchor_test() -> None:
    """A value of a plan anchors on one municipality's value, so no mapping claims identity."""
    assert [m for m in mc.read_crosswalk().mappings if m.relation == "exactMatch"] == []


def test_the_crosswalk_is_valid_for_an_independent_reader(datasets: Path) -> None:
    import sssom_pydantic

    found = sssom_pydantic.read(datasets / "crosswalk" / "mappings.sssom.tsv", return_errors=True)
    mappings, errors = found[0], found[-1]
    assert not errors
    assert len(mappings) == len(mc.read_crosswalk().mappings)
