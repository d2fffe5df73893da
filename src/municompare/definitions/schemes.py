"""Coding schemes: questions about elements, with definition and example of every answer."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from municompare.definitions.strict import load_record
from municompare.model.coding import CodingScheme

__all__ = ["coding_schemes"]


@cache
def coding_schemes() -> tuple[CodingScheme, ...]:
    """Give the coding schemes in the order of their keys.

    Examples
    --------
    >>> [(scheme.key, scheme.version) for scheme in coding_schemes()]
    [('measurability', '1'), ('result-chain', '1')]
    """
    folder = files("municompare.definitions").joinpath("codings")
    found = [
        load_record(source, CodingScheme, name=f"codings/{source.name}")
        for source in folder.iterdir()
        if source.name.endswith(".yaml")
    ]
    return tuple(sorted(found, key=lambda scheme: scheme.key))
