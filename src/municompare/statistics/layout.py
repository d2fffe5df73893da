"""How a panel is laid out: dimensions, status codes, texts and attributes.

Text coordinates are arrays of Python ``str`` (numpy's ``object``), whatever a file gave: NetCDF
gives them back as fixed-width text and Zarr as numpy's ``StringDType``. They hold neither NUL nor
unpaired surrogates, which those files cannot keep.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from typing import Any, Final, Literal, get_args

import numpy as np
import xarray as xr

from municompare.errors import Issue, Reading
from municompare.model.panel import PanelIndicator, SeriesBreak
from municompare.model.quantity import Period, Status
from municompare.units import Country

__all__ = [
    "ABSENT",
    "ATTRIBUTES",
    "CODE_DIGITS",
    "DIMENSIONS",
    "FORMAT_VERSION",
    "GROUPS",
    "INDICATOR_TEXTS",
    "REPORTED",
    "STATUSES",
    "STATUS_CODES",
    "UNDETERMINED",
    "Dtype",
    "FloatArray",
    "IntArray",
    "assembled",
    "break_texts",
    "breaks_of",
    "fault",
    "frozen",
    "in_order",
    "is_municipality",
    "is_storable",
    "is_unchecked",
    "period_of",
    "text_array",
]

Dtype = Literal["float32", "float64"]
FloatArray = np.ndarray[Any, np.dtype[np.floating[Any]]]
IntArray = np.ndarray[Any, np.dtype[np.signedinteger[Any]]]

FORMAT_VERSION: Final = 1
DIMENSIONS: Final = ("municipality", "indicator", "period", "group")
GROUPS: Final = ("total", "women", "men")
STATUSES: Final[tuple[Status, ...]] = get_args(Status)
STATUS_CODES: Final[dict[str, int]] = {word: code for code, word in enumerate(STATUSES)}
REPORTED: Final = STATUS_CODES["reported"]
ABSENT: Final = STATUS_CODES["not_printed"]
"""The input never mentions the cell: it says neither a value nor why there is none."""
UNDETERMINED: Final = STATUS_CODES["undetermined"]
"""The input mentions the cell without a value and does not say why."""
INDICATOR_TEXTS: Final = (
    "title",
    "unit",
    "direction",
    "aggregation",
    "breaks",
    "publisher",
    "attribution",
)
ATTRIBUTES: Final = (
    "publisher",
    "attribution",
    "vintage",
    "processed",
    "remarks",
    "format_version",
)
CODE_DIGITS: Final[dict[Country, int]] = {"SE": 4, "DK": 3}

_MUNICIPALITY = re.compile(
    "|".join(f"{country}-[0-9]{{{digits}}}" for country, digits in CODE_DIGITS.items())
)
_BREAK_FIELDS: Final = {"starts", "reason"}


def fault(code: str, message: str, remedy: str, readings: Iterable[Reading] = ()) -> Issue:
    """Make an issue of severity ``error``."""
    return Issue(
        code=code, severity="error", message=message, remedy=remedy, readings=tuple(readings)
    )


def is_storable(text: object) -> bool:
    """Whether something is text that every kind of file gives back unchanged."""
    return isinstance(text, str) and "\0" not in text and not re.search("[\ud800-\udfff]", text)


def is_municipality(text: str) -> bool:
    """Whether a text is the id of a municipality or a whole country."""
    return _MUNICIPALITY.fullmatch(text) is not None


def is_unchecked(variable: xr.DataArray | xr.Variable) -> bool:
    """Whether the array is in pieces that are not computed yet, so that nobody looked at it."""
    return variable.chunks is not None


def period_of(text: str) -> Period:
    """Read a period.

    Raises
    ------
    ValueError
        If the text is no ISO period.
    """
    if not text.isascii():
        raise ValueError(f"{text!r} is not a period: it holds other than ASCII characters")
    return Period.parse(text)


def in_order(dimension: str, names: Iterable[str]) -> list[str]:
    """Sort names as a panel has them: periods by time, groups from the total, others as text."""
    if dimension == "group":
        return sorted(names, key=GROUPS.index)
    if dimension == "period":
        return sorted(names, key=lambda name: (period_of(name).start, period_of(name).end, name))
    return sorted(names)


def text_array(texts: Sequence[str]) -> np.ndarray[Any, np.dtype[np.object_]]:
    """Make the array of a text coordinate."""
    array = np.empty(len(texts), dtype=object)
    array[:] = [str(text) for text in texts]
    return array


def break_texts(breaks: Iterable[SeriesBreak]) -> str:
    """Write series breaks as JSON text."""
    return json.dumps(
        [{"starts": b.starts, "reason": b.reason} for b in breaks], ensure_ascii=False
    )


def breaks_of(text: str) -> tuple[SeriesBreak, ...]:
    """Read series breaks from JSON text.

    Raises
    ------
    ValueError
        If the text is no list of breaks, or a break does not start with an ISO period.
    """
    found = json.loads(text)
    if not isinstance(found, list) or not all(
        isinstance(item, dict)
        and set(item) == _BREAK_FIELDS
        and all(is_storable(field) for field in item.values())
        for item in found
    ):
        raise ValueError('expected for example [{"starts": "2018", "reason": "new definition"}]')
    for item in found:
        period_of(item["starts"])
    return tuple(SeriesBreak(**item) for item in found)


def frozen(dataset: xr.Dataset) -> xr.Dataset:
    """Give the dataset, whose arrays can no longer be written to."""
    for variable in dataset.variables.values():
        if isinstance(variable.data, np.ndarray):
            variable.data.flags.writeable = False
    return dataset


def assembled(
    value: Any,
    status: Any,
    *,
    names: Sequence[Sequence[str]],
    indicators: Sequence[PanelIndicator],
    attributes: dict[str, Any],
) -> xr.Dataset:
    """Put the parts of a panel together, in the one layout, with arrays that nobody can write to.

    Parameters
    ----------
    value, status : numpy or dask array
        Of all four dimensions; they are not copied.
    names : sequence of four sequences of str
        The names along each dimension.
    indicators : sequence of PanelIndicator
        In the order of the names of indicators.
    attributes : dict
        The attributes of the dataset.
    """
    texts = {
        name: [getattr(indicator, name) for indicator in indicators]
        for name in INDICATOR_TEXTS
        if name != "breaks"
    }
    texts["breaks"] = [break_texts(indicator.breaks) for indicator in indicators]
    codes = np.arange(len(STATUSES), dtype=np.int8)
    codes.flags.writeable = False
    dataset = xr.Dataset(
        {
            "value": (DIMENSIONS, value, {"ancillary_variables": "status"}),
            "status": (
                DIMENSIONS,
                status,
                {"flag_values": codes, "flag_meanings": " ".join(STATUSES)},
            ),
        },
        coords={
            **{
                name: (name, text_array(along))
                for name, along in zip(DIMENSIONS, names, strict=True)
            },
            **{name: ("indicator", text_array(texts[name])) for name in INDICATOR_TEXTS},
        },
        attrs={name: attributes[name] for name in ATTRIBUTES},
    )
    return frozen(dataset)
