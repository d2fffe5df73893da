"""Units of measurement: their names, what documents print for them, and conversion.

Text of a document goes through the alias table of its country and never to pint, whose own unit
names would read ``k€`` as the Boltzmann constant. Conversion uses a private registry that holds
the units of ``definitions/units.yaml`` and nothing else.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from municompare.definitions import definition, load_records
from municompare.errors import Issue, IssueReport, MunicompareError, Reading

if TYPE_CHECKING:
    import numpy as np
    import pint

    Number = TypeVar("Number", float, np.ndarray[Any, np.dtype[Any]])

__all__ = ["Country", "UnitDefinition", "convert", "resolve_unit", "unit_definition", "unit_names"]

Country = Literal["SE", "DK"]


@dataclass(frozen=True, slots=True)
class UnitDefinition:
    """A unit of measurement.

    Parameters
    ----------
    name : str
        Canonical English name in the singular.
    definition : str
        What one of it is.
    sv, da : str
        The Swedish and the Danish word.
    equals : str or None
        The unit as a multiple of others; without it, it converts into nothing else.
    se, dk : tuple of str
        What Swedish and Danish documents print.
    """

    name: str
    definition: str
    sv: str
    da: str
    equals: str | None = None
    se: tuple[str, ...] = ()
    dk: tuple[str, ...] = ()


def unit_names() -> tuple[str, ...]:
    """Give the canonical names of all units, in the order of the definitions."""
    return tuple(_definitions())


def unit_definition(name: str) -> UnitDefinition:
    """Give the definition of a unit.

    Parameters
    ----------
    name : str
        A canonical name.

    Raises
    ------
    MunicompareError
        MC114, if there is no such unit.

    Examples
    --------
    >>> unit_definition("percentage_point").sv
    'procentenhet'
    """
    try:
        return _definitions()[name]
    except KeyError:
        raise MunicompareError(_unknown(name)) from None


def resolve_unit(raw: str, *, country: Country) -> str | None:
    """Give the unit that a document of a country means by a text.

    Parameters
    ----------
    raw : str
        The text as printed; case and white space do not matter.
    country : {"SE", "DK"}
        The document's country.

    Returns
    -------
    str or None
        The canonical name, or None when the text is not known there.

    Raises
    ------
    MunicompareError
        MC108, if there are no aliases for the country.

    Examples
    --------
    >>> resolve_unit("Kr", country="SE"), resolve_unit("kr", country="DK")
    ('SEK', 'DKK')
    >>> resolve_unit("k€", country="SE") is None
    True
    """
    if country not in ("SE", "DK"):
        raise MunicompareError(
            Issue(
                code="MC108",
                severity="error",
                message=f"expected country 'SE' or 'DK', found {country!r}.",
                remedy="Units are known for documents of Sweden and Denmark.",
                readings=(Reading(text=str(country)),),
            )
        )
    return _aliases(country).get(_folded(raw))


def convert(value: Number, *, from_unit: str, to_unit: str) -> Number:
    """Convert a value into another unit of the same kind.

    Parameters
    ----------
    value : float or numpy.ndarray
        The value; it is not changed.
    from_unit, to_unit : str
        Canonical names.

    Returns
    -------
    float or numpy.ndarray
        A new value.

    Raises
    ------
    MunicompareError
        MC114, if a unit is unknown; MC115, if the two measure different things.

    Examples
    --------
    >>> convert(381886, from_unit="kSEK", to_unit="MSEK")
    381.886
    """
    forth, back = _factors(from_unit, to_unit)
    # dividing by a whole number is exact where multiplying by its inverse is not
    return value * forth if forth >= 1 else value / back


def _folded(raw: str) -> str:
    return " ".join(raw.casefold().split())


def _unknown(name: str) -> Issue:
    close = difflib.get_close_matches(name, unit_names(), n=1)
    return Issue(
        code="MC114",
        severity="error",
        message=f"expected the name of a unit, found {name!r}.",
        remedy=f"Did you mean {close[0]!r}?" if close else "See municompare.units.unit_names().",
        readings=(Reading(text=name),),
    )


@cache
def _definitions() -> Mapping[str, UnitDefinition]:
    name = "units.yaml"
    found = load_records(definition(name), UnitDefinition, name=name)
    return {unit.name: unit for unit in found}


@cache
def _aliases(country: Country) -> Mapping[str, str]:
    return {
        _folded(alias): unit.name
        for unit in _definitions().values()
        for alias in (unit.se if country == "SE" else unit.dk)
    }


@cache
def _private_registry() -> pint.UnitRegistry[Any]:
    import pint

    registry: pint.UnitRegistry[Any] = pint.UnitRegistry(None)
    for unit in _definitions().values():
        registry.define(f"{unit.name} = {unit.equals or f'[{unit.name}]'}")
    return registry


@cache
def _factors(from_unit: str, to_unit: str) -> tuple[float, float]:
    unknown = [_unknown(name) for name in (from_unit, to_unit) if name not in _definitions()]
    IssueReport.of(unknown).raise_if_any()
    from pint import DimensionalityError

    registry = _private_registry()
    try:
        forth = registry.convert(1, from_unit, to_unit)
        return float(forth), float(registry.convert(1, to_unit, from_unit))
    except DimensionalityError:
        raise MunicompareError(
            Issue(
                code="MC115",
                severity="error",
                message=f"expected a unit that {from_unit} converts into, found {to_unit}: "
                "they measure different things.",
                remedy="Compare values of the same kind only.",
                readings=(Reading(text=to_unit),),
            )
        ) from None
