"""Panels to test with: a small one written by hand, and any that may exist."""

from __future__ import annotations

import json
from typing import Any, get_args

import numpy as np
import pandas as pd
import xarray as xr
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from municompare.model.panel import Aggregation, MeasureDirection
from municompare.model.quantity import Status
from municompare.statistics import Panel
from municompare.units import unit_names

DIMENSIONS = ("municipality", "indicator", "period", "group")
STATUSES = get_args(Status)
SOURCE: dict[str, Any] = {"publisher": "Kolada", "attribution": "Källa: Kolada"}


def tidy(*rows: tuple[Any, ...], columns: str = "municipality indicator period value") -> Any:
    """A frame of rows."""
    return pd.DataFrame(list(rows), columns=columns.split())


def a_dataset(**changed: Any) -> xr.Dataset:
    """Two municipalities, one indicator, two years, the total: 1, 2, missing, 4."""
    value = np.array([1.0, 2.0, np.nan, 4.0]).reshape(2, 1, 2, 1)
    status = np.array([0, 0, STATUSES.index("suppressed"), 0], dtype=np.int8).reshape(2, 1, 2, 1)
    parts: dict[str, Any] = {
        "value": (DIMENSIONS, value),
        "status": (DIMENSIONS, status),
        "municipality": ["SE-0580", "SE-0581"],
        "indicator": ["N1"],
        "period": ["2018", "2019"],
        "group": ["total"],
    }
    parts.update({name: part for name, part in changed.items() if name != "attrs"})
    data = {name: parts.pop(name) for name in ("value", "status")}
    attrs = {**SOURCE, "processed": "no", **changed.get("attrs", {})}
    return xr.Dataset(data, coords=parts, attrs=attrs)


TEXTS = st.text(
    st.characters(exclude_characters="\0", exclude_categories=("Cs",)), max_size=20
) | st.sampled_from(["", " ", "åäö", '"', "a,b\n", "[]", "nan", "None", "\r\n", "x" * 400])
KEYS = TEXTS.filter(lambda text: bool(text) and text == text.strip())
PERIODS = st.sampled_from(["2017", "2018", "2019-Q2", "2019-03", "2018-01/2018-04", "[2017,2018]"])
MUNICIPALITIES = st.from_regex(r"SE-[0-9]{4}|DK-[0-9]{3}", fullmatch=True)
BREAKS = st.lists(st.fixed_dictionaries({"starts": PERIODS, "reason": TEXTS}), max_size=2).map(
    json.dumps
)


def several(names: Any) -> Any:
    return st.lists(names, min_size=1, max_size=3, unique=True)


@st.composite
def datasets(draw: Any) -> xr.Dataset:
    """Any dataset that is laid out as a panel."""
    names = [
        draw(several(MUNICIPALITIES)),
        draw(several(KEYS)),
        draw(several(PERIODS)),
        draw(several(st.sampled_from(["total", "women", "men"]))),
    ]
    shape = tuple(map(len, names))
    width = draw(st.sampled_from([32, 64]))
    finite = st.floats(width=width, allow_infinity=False) | st.just(-0.0)
    value = draw(arrays.arrays(f"f{width // 8}", shape, elements=finite))
    reasons = draw(arrays.arrays("i1", shape, elements=st.integers(1, len(STATUSES) - 1)))
    of_each = {
        "title": TEXTS,
        "unit": st.sampled_from(["", *unit_names()]),
        "direction": st.sampled_from(get_args(MeasureDirection)),
        "aggregation": st.sampled_from(get_args(Aggregation)),
        "breaks": BREAKS,
        "publisher": KEYS,
        "attribution": KEYS,
    }
    described = {
        name: ("indicator", np.array(draw(st.tuples(*[texts] * shape[1])), dtype=object))
        for name, texts in of_each.items()
    }
    return xr.Dataset(
        {
            "value": (DIMENSIONS, value),
            "status": (DIMENSIONS, np.where(np.isnan(value), reasons, 0).astype("i1")),
        },
        coords={**dict(zip(DIMENSIONS, names, strict=True)), **described},
        attrs={
            "publisher": draw(KEYS),
            "attribution": draw(KEYS),
            "vintage": draw(st.sampled_from(["", "2023-03-28"])),
            "processed": draw(st.sampled_from(["no", "yes"])),
            "remarks": draw(TEXTS),
            "format_version": 1,
        },
    )


def panels() -> Any:
    """Any panel."""
    return datasets().map(Panel)


def bits(panel: Panel) -> Any:
    """The values bit by bit, where every missing value is the same."""
    value = panel.dataset["value"].values
    return np.where(np.isnan(value), np.nan, value).astype(value.dtype).tobytes()
