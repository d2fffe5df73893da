"""The authored definitions hold together, and the loaders say where they do not."""

from __future__ import annotations

import inspect
import re
from collections import Counter
from collections.abc import Callable
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import get_args

import pytest

from municompare.definitions import authored as authored_module
from municompare.definitions import (
    concepts,
    definition,
    faults,
    glossary,
    governance_model,
    governance_models,
    load_governance_model,
    load_yaml,
    traps,
)
from municompare.errors import MunicompareError
from municompare.model.column import KEY, MUNICIPALITY, PERIOD
from municompare.model.elements import GoalKind

# Element kinds that are no kind of goal: singular names of tables.
TABLES = {
    "document",
    "principle",
    "assignment",
    "activity",
    "indicator",
    "measurement",
    "budget",
    "followup",
    "benchmark_ref",
    "note",
}
MODELS = [model.key for model in governance_models()]

SMALL_MODEL = """\
key: small
municipality: SE-9999
municipality_name: Småstad
country: SE
language: sv
name: Styrmodell
name_en: Governance model
principal_organisation: Nämnden
unit_of_analysis: committee
names: [Småstad]
levels:
  - {key: council, name: Budget, name_en: Budget, tier: council, sphere: political,
     instrument: goals, terms: [budget], source: written for a test}
  - {key: committee, name: Plan, name_en: Plan, tier: committee, sphere: political,
     instrument: goals, terms: [plan], parent: council, source: written for a test}
terms:
  - {term: mål, term_en: goal, kind: goal, level: council, definition: A goal.}
  - {term: mått, term_en: measure, kind: indicator, level: committee, definition: A measure.}
links:
  - {from_term: mått, to_term: mål, basis: stated}
"""


def _load(folder: Path, text: str) -> None:
    path = folder / "small.yaml"
    path.write_text(text, encoding="utf-8")
    load_governance_model(path, name="small.yaml")


def test_the_three_municipalities_have_a_model_each() -> None:
    found = {
        model.key: (model.municipality, model.unit_of_analysis) for model in governance_models()
    }
    assert found == {
        "linkoping": ("SE-0580", "committee"),
        "norrkoping": ("SE-0581", "administration"),
        "silkeborg": ("DK-740", "institution"),
    }


@pytest.mark.parametrize("key", MODELS)
def test_a_model_has_the_key_of_its_file_and_a_municipality_of_its_country(key: str) -> None:
    model = governance_model(key)
    assert model.key == key
    assert re.fullmatch(MUNICIPALITY, model.municipality)
    assert model.municipality.startswith(model.country)
    assert model.covers
    assert model.excludes


@pytest.mark.parametrize("key", MODELS)
def test_levels_go_down_the_tiers(key: str) -> None:
    order = ["national", "council", "executive", "committee", "administration", "unit", "team"]
    tiers = [order.index(level.tier) for level in governance_model(key).levels]
    assert tiers == sorted(tiers)


@pytest.mark.parametrize("key", MODELS)
def test_parents_terms_and_links_point_to_what_is_there(key: str) -> None:
    model = governance_model(key)
    levels = [level.key for level in model.levels]
    terms = [term.term for term in model.terms]
    assert {level.parent for level in model.levels} - {None} <= set(levels)
    assert {term.level for term in model.terms} - {None} <= set(levels)
    assert {end for link in model.links for end in (link.from_term, link.to_term)} <= set(terms)
    assert max(Counter(levels).values()) == max(Counter(terms).values()) == 1
    assert max(Counter(model.links).values()) == 1


@pytest.mark.parametrize("key", MODELS)
def test_vision_and_goals_are_elements_and_no_levels(key: str) -> None:
    model = governance_model(key)
    kinds = {term.kind for term in model.terms}
    assert {"goal", "principle", "activity"} <= kinds
    assert kinds <= TABLES | set(get_args(GoalKind))
    assert {link.basis for link in model.links} <= {"stated", "by_position", "absent"}


@pytest.mark.parametrize("key", MODELS)
def test_a_level_is_named_by_words_in_lower_case(key: str) -> None:
    for level in governance_model(key).levels:
        assert re.fullmatch(KEY, level.key)
        assert level.terms
        assert all(term == term.lower().strip() for term in level.terms)
        assert level.source


def test_the_danish_agreements_are_the_only_ones_and_one_crosses_the_political_line() -> None:
    agreements = {
        (model.key, level.key, level.sphere)
        for model in governance_models()
        for level in model.levels
        if level.instrument == "agreement"
    }
    assert agreements == {
        ("silkeborg", "appropriation-agreement", "boundary"),
        ("silkeborg", "institution-agreement", "administrative"),
    }


def test_an_unknown_model_names_the_nearest_one() -> None:
    with pytest.raises(MunicompareError, match="Did you mean 'linkoping'") as caught:
        governance_model("linköping")
    assert caught.value.report.codes == ("MC116",)
    with pytest.raises(MunicompareError, match="linkoping, norrkoping, silkeborg"):
        governance_model("../units")


def test_definitions_are_read_once() -> None:
    assert governance_model("silkeborg") is governance_model("silkeborg")
    assert concepts() is concepts()
    assert glossary() is glossary()
    assert traps() is traps()


def test_a_sound_model_of_ones_own_loads(tmp_path: Path) -> None:
    path = tmp_path / "small.yaml"
    path.write_text(SMALL_MODEL, encoding="utf-8")
    model = load_governance_model(path, name="small.yaml")
    assert [level.parent for level in model.levels] == [None, "council"]


def test_all_dangling_references_of_a_model_are_reported_at_once_with_their_places(
    tmp_path: Path,
) -> None:
    text = (
        SMALL_MODEL.replace("parent: council", "parent: concil")
        .replace("level: committee", "level: comittee")
        .replace("to_term: mål", "to_term: måll")
    )
    with pytest.raises(MunicompareError) as caught:
        _load(tmp_path, text)
    report = caught.value.report
    assert report.codes == ("MC103", "MC103", "MC103")
    lines = [
        next(i for i, line in enumerate(text.splitlines(), 1) if word in line)
        for word in ("concil", "comittee", "måll")
    ]
    found = [issue.readings[0].locator or "" for issue in report]
    assert [int(locator.split(":")[0]) for locator in found] == lines
    assert [issue.remedy for issue in report] == [
        "Did you mean 'council'?",
        "Did you mean 'committee'?",
        "Did you mean 'mål'?",
    ]


def test_a_level_cannot_be_steered_by_itself_or_one_below(tmp_path: Path) -> None:
    with pytest.raises(MunicompareError) as caught:
        _load(tmp_path, SMALL_MODEL.replace("parent: council", "parent: committee"))
    assert caught.value.report.codes == ("MC103",)


def test_keys_given_twice_are_reported(tmp_path: Path) -> None:
    text = SMALL_MODEL.replace("key: committee", "key: council").replace(
        "term: mått, term_en", "term: mål, term_en"
    )
    with pytest.raises(MunicompareError) as caught:
        _load(tmp_path, text)
    assert Counter(caught.value.report.codes)["MC107"] == 2


def test_concepts_have_unique_keys_and_labels_in_three_languages() -> None:
    keys = [concept.key for concept in concepts()]
    assert len(keys) == len(set(keys))
    for concept in concepts():
        assert re.fullmatch(KEY, concept.key)
        assert concept.label
        assert concept.label_sv
        assert concept.label_da
        assert concept.responsible is not None
        assert "Sweden" in concept.responsible
        assert "Denmark" in concept.responsible


def test_only_what_can_be_measured_has_a_unit_and_units_are_canonical() -> None:
    units = load_yaml(definition("units.yaml"), name="units.yaml").plain()
    names = {unit["name"] for unit in units}
    for concept in concepts():
        if concept.kind == "aim":
            assert concept.unit is None
        else:
            assert concept.unit is None or concept.unit in names


def test_every_trap_is_about_concepts_that_exist() -> None:
    known = {concept.key for concept in concepts()}
    keys = [trap.key for trap in traps()]
    assert len(keys) == len(set(keys)) == 16
    for trap in traps():
        assert trap.concepts
        assert set(trap.concepts) <= known
        assert all(
            period is None or re.fullmatch(PERIOD, period)
            for period in (trap.valid_from, trap.valid_to)
        )


def test_sickness_benefit_and_staff_absence_never_compare() -> None:
    trap = next(trap for trap in traps() if "sickness-benefit" in trap.concepts)
    assert "staff-sickness-absence" in trap.concepts
    assert trap.consequence == "blocks"


def test_the_glossary_has_each_word_of_a_language_once_and_counterparts_in_the_other() -> None:
    words = [(term.language, term.term) for term in glossary()]
    assert len(words) == len(set(words)) > 60
    other = {"sv": "da", "da": "sv"}
    for term in glossary():
        assert term.country == {"sv": "SE", "da": "DK"}[term.language]
        assert term.counterpart is None or (other[term.language], term.counterpart) in words


def test_the_glossary_says_that_effekt_is_no_causal_effect() -> None:
    words = [term for term in glossary() if term.term == "effekt"]
    assert [term.term_en for term in words] == ["outcome", "outcome"]
    assert all("not a causal effect" in term.definition for term in words)


@pytest.mark.parametrize(
    ("load", "file", "text", "codes"),
    [
        (
            concepts,
            "concepts.yaml",
            "- {key: a, label: A, definition: A., kind: aim, direction: none}\n" * 2,
            ("MC107",),
        ),
        (
            traps,
            "traps.yaml",
            "- {key: a, countries: [SE], concepts: [unemploymnt], statement: A.,\n"
            "   consequence: caveat, source: test}\n",
            ("MC103",),
        ),
        (
            glossary,
            "glossary.yaml",
            "- {term: mål, language: sv, country: SE, term_en: goal, kind: goal,\n"
            "   definition: A goal., counterpart: mal}\n",
            ("MC103",),
        ),
    ],
)
def test_a_slip_in_a_definition_file_is_reported_with_its_place(
    load: Callable[[], object],
    file: str,
    text: str,
    codes: tuple[str, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bundled = faults.bundled
    (tmp_path / file).write_text(text, encoding="utf-8")

    def changed(name: str) -> tuple[Traversable, str]:
        return (tmp_path / name, name) if name == file else bundled(name)

    monkeypatch.setattr(authored_module, "bundled", changed)
    with pytest.raises(MunicompareError) as caught:
        inspect.unwrap(load)()
    assert caught.value.report.codes == codes
    assert caught.value.report[0].readings[0].where.startswith(f"{file}:")


@pytest.mark.shared
@pytest.mark.parametrize("key", MODELS)
def test_documents_use_every_word_that_names_a_level(key: str, shared_documents: Path) -> None:
    text = " ".join(
        " ".join(path.read_text(encoding="utf-8").lower().split())
        for path in sorted(shared_documents.glob(f"{key}-*"))
    )
    words = [term for level in governance_model(key).levels for term in level.terms]
    assert [word for word in words if word not in text] == []
