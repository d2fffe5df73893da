"""The crosswalk: elements and public measures are mapped to concepts and kept apart."""

from __future__ import annotations

from dataclasses import replace

import pytest

from municompare.model.crosswalk import Concept, Crosswalk, Mapping, measure_key

CONCEPTS = tuple(
    Concept(key=key, label=key, definition=f"{key}.", kind="measure", direction="decrease")
    for key in ("waiting", "sickness")
)
ELEMENT = Mapping(
    subject="a-2020/indicator/days",
    relation="closeMatch",
    concept="waiting",
    justification="semapv:ManualMappingCuration",
)
BEFORE = replace(ELEMENT, subject="kolada:U1", valid_to="2017")
SINCE = replace(ELEMENT, subject="kolada:U1", valid_from="2018")
OTHER = replace(ELEMENT, subject="dst:u1", relation="relatedMatch")


def crosswalk(*mappings: Mapping) -> Crosswalk:
    return Crosswalk(concepts=CONCEPTS, mappings=mappings, version="1")


def test_measures_of_a_concept_are_no_elements() -> None:
    found = crosswalk(ELEMENT, BEFORE, SINCE, OTHER)
    assert list(found.measures_of("waiting")) == [BEFORE, SINCE, OTHER]
    assert list(found.measures_of("sickness")) == []
    assert list(found.of("a-2020/indicator/days")) == [ELEMENT]


def test_a_measure_is_found_by_its_bare_key() -> None:
    found = crosswalk(ELEMENT, BEFORE, SINCE, OTHER)
    assert list(found.measure_mappings("U1")) == [BEFORE, SINCE]
    assert list(found.measure_mappings("kolada:U1")) == []
    assert list(found.measure_mappings("a-2020/indicator/days")) == []
    assert measure_key("kolada:U1") == "U1"


def test_a_denial_wins_over_every_other_statement_about_the_pair() -> None:
    elsewhere = replace(BEFORE, concept="sickness")
    denied = replace(SINCE, relation="notMatch", valid_from=None)
    found = crosswalk(BEFORE, SINCE, OTHER, elsewhere, denied)
    assert list(found.measures_of("waiting")) == [OTHER]
    assert list(found.measures_of("sickness")) == [elsewhere]
    assert list(found.measure_mappings("U1")) == [elsewhere]


def test_the_text_of_a_crosswalk_counts_elements_and_measures_apart() -> None:
    found = crosswalk(ELEMENT, BEFORE, SINCE)
    assert repr(found) == (
        "Crosswalk(2 concepts, 1 mappings of elements, 2 of public measures, version 1)"
    )


def test_a_concept_is_found_by_its_key() -> None:
    assert crosswalk().concept("sickness") is CONCEPTS[1]
    with pytest.raises(KeyError, match="health"):
        crosswalk().concept("health")
