"""Authored knowledge as YAML files, and the strict loader that reads them.

The files say what units, governance models, concepts and traps there are; the loader makes
frozen records of them and reports every problem of a file at once, with line and column.
"""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from municompare.definitions.authored import (
    concepts,
    glossary,
    governance_model,
    governance_models,
    load_governance_model,
    traps,
)
from municompare.definitions.nodes import YamlNode, load_yaml
from municompare.definitions.published import measures, series_breaks, shocks
from municompare.definitions.strict import hydrate, load_record, load_records
from municompare.errors import Issue, MunicompareError, Reading

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

__all__ = [
    "YamlNode",
    "concepts",
    "definition",
    "glossary",
    "governance_model",
    "governance_models",
    "hydrate",
    "load_governance_model",
    "load_record",
    "load_records",
    "load_yaml",
    "measures",
    "series_breaks",
    "shocks",
    "traps",
]


def definition(name: str) -> Traversable:
    """Give a bundled definition file or folder, in a checkout and in an installed wheel.

    Parameters
    ----------
    name : str
        Path below ``definitions/`` with forward slashes, for example ``units.yaml``.

    Raises
    ------
    MunicompareError
        MC001, if there is no such definition.

    Examples
    --------
    >>> definition("units.yaml").name
    'units.yaml'
    """
    folder = files(__name__)
    parts = name.split("/")
    found = folder.joinpath(*parts)
    if any(part in ("", ".", "..") for part in parts) or not (found.is_file() or found.is_dir()):
        raise MunicompareError(
            Issue(
                code="MC001",
                severity="error",
                message=f"expected a bundled definition, found none named {name!r}.",
                remedy="Give a path below definitions/, for example 'units.yaml'.",
                readings=(Reading(document=name),),
            )
        )
    return found
