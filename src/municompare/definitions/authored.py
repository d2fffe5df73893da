"""Governance models, concepts, field words and traps: the authored knowledge as records.

Each file is read when it is first asked for, and once. Beside the form of every record it is
checked that keys are unique and that everything referred to is there.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from municompare.definitions.faults import (
    Fault,
    bundled,
    dangling,
    did_you_mean,
    raise_located,
    repeated,
)
from municompare.definitions.strict import load_record, load_records
from municompare.errors import Issue, MunicompareError
from municompare.model.crosswalk import Concept
from municompare.model.governance import GovernanceModel
from municompare.model.terms import GlossaryTerm, Trap

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

__all__ = [
    "concepts",
    "glossary",
    "governance_model",
    "governance_models",
    "load_governance_model",
    "traps",
]


def governance_model(key: str) -> GovernanceModel:
    """Give the bundled governance model of that key.

    Parameters
    ----------
    key : str
        Key of the definition, such as ``linkoping``.

    Raises
    ------
    MunicompareError
        MC116, if there is no such model.

    Examples
    --------
    >>> governance_model("silkeborg").levels[-1].name
    'Aftale'
    """
    keys = _model_keys()
    if key not in keys:
        raise MunicompareError(
            Issue(
                code="MC116",
                severity="error",
                message=f"expected a governance model ({', '.join(keys)}), found {key!r}.",
                remedy=did_you_mean(str(key), keys) or "Use one of these keys.",
            )
        )
    return _bundled_model(key)


@cache
def governance_models() -> tuple[GovernanceModel, ...]:
    """Give all bundled governance models in the order of their keys."""
    return tuple(_bundled_model(key) for key in _model_keys())


def load_governance_model(source: Path | Traversable, *, name: str) -> GovernanceModel:
    """Read the governance model of one municipality from a YAML file.

    Parameters
    ----------
    source : pathlib.Path or importlib.resources.abc.Traversable
        The file.
    name : str
        The name that messages show.

    Raises
    ------
    MunicompareError
        With all problems of the file, each with line and column.
    """
    model = load_record(source, GovernanceModel, name=name)
    raise_located(source, name, _model_faults(model))
    return model


@cache
def concepts() -> tuple[Concept, ...]:
    """Give the concept scheme: what plans want or measure, free of any one wording."""
    source, name = bundled("concepts.yaml")
    records = load_records(source, Concept, name=name)
    raise_located(source, name, repeated(((i, "key"), c.key) for i, c in enumerate(records)))
    return records


@cache
def glossary() -> tuple[GlossaryTerm, ...]:
    """Give the field words of Swedish and Danish plans with their meaning in English."""
    source, name = bundled("glossary.yaml")
    records = load_records(source, GlossaryTerm, name=name)
    raise_located(source, name, _glossary_faults(records))
    return records


@cache
def traps() -> tuple[Trap, ...]:
    """Give the differences that make figures of the same name unlike."""
    source, name = bundled("traps.yaml")
    records = load_records(source, Trap, name=name)
    about = (
        ((i, "concepts", j), key)
        for i, trap in enumerate(records)
        for j, key in enumerate(trap.concepts)
    )
    faults = [
        *repeated(((i, "key"), trap.key) for i, trap in enumerate(records)),
        *dangling(about, _concept_keys(), "concept"),
    ]
    raise_located(source, name, faults)
    return records


@cache
def _model_keys() -> tuple[str, ...]:
    folder, _ = bundled("governance")
    names = (file.name for file in folder.iterdir())
    return tuple(sorted(name.removesuffix(".yaml") for name in names if name.endswith(".yaml")))


@cache
def _bundled_model(key: str) -> GovernanceModel:
    source, name = bundled(f"governance/{key}.yaml")
    return load_governance_model(source, name=name)


def _concept_keys() -> tuple[str, ...]:
    return tuple(concept.key for concept in concepts())


def _model_faults(model: GovernanceModel) -> Iterator[Fault]:
    levels = [level.key for level in model.levels]
    terms = [term.term for term in model.terms]
    yield from repeated((("levels", i, "key"), key) for i, key in enumerate(levels))
    yield from repeated((("terms", i, "term"), term) for i, term in enumerate(terms))
    # levels are listed from the top, so a parent that stands further down is a loop or a slip
    for i, level in enumerate(model.levels):
        parent = [] if level.parent is None else [(("levels", i, "parent"), level.parent)]
        yield from dangling(parent, levels[:i], "level above")
    set_by = (
        (("terms", i, "level"), term.level)
        for i, term in enumerate(model.terms)
        if term.level is not None
    )
    yield from dangling(set_by, levels, "level")
    ends = (
        (("links", i, end), term)
        for i, link in enumerate(model.links)
        for end, term in (("from_term", link.from_term), ("to_term", link.to_term))
    )
    yield from dangling(ends, terms, "term")


def _glossary_faults(records: tuple[GlossaryTerm, ...]) -> Iterator[Fault]:
    for language, other in (("sv", "da"), ("da", "sv")):
        own = [(i, record) for i, record in enumerate(records) if record.language == language]
        yield from repeated(((i, "term"), record.term) for i, record in own)
        counterparts = (
            ((i, "counterpart"), record.counterpart)
            for i, record in own
            if record.counterpart is not None
        )
        there = [record.term for record in records if record.language == other]
        yield from dangling(counterparts, there, f"term in {other!r}")
