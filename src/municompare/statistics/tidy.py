"""Tidy frames to panels and back: one row for each figure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, get_args

import numpy as np
import pandas as pd
import xarray as xr

from municompare.errors import Issue, IssueReport, Reading
from municompare.model.panel import PanelIndicator
from municompare.statistics.checking import attribute_problems, indicator_problems
from municompare.statistics.layout import (
    ABSENT,
    CODE_DIGITS,
    DIMENSIONS,
    FORMAT_VERSION,
    REPORTED,
    STATUSES,
    Dtype,
    assembled,
    fault,
)
from municompare.statistics.rows import (
    Contradictions,
    Rows,
    names_of,
    refuse_duplicates,
    statuses_of,
    values_of,
)
from municompare.units import Country

__all__ = ["Facts", "dataset_of", "frame_of", "selected_columns"]

_COLUMNS: Final = (*DIMENSIONS, "value", "status")
_OPTIONAL: Final = {"group", "status"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a frame of figures does not say itself."""

    indicators: tuple[PanelIndicator, ...]
    publisher: str
    attribution: str
    vintage: str | date | None
    processed: bool
    dtype: Dtype
    country: Country
    contradictions: Contradictions

    def attributes(self) -> dict[str, Any]:
        """Attributes of the dataset."""
        vintage = self.vintage
        return {
            "publisher": self.publisher,
            "attribution": self.attribution,
            "vintage": vintage.isoformat() if isinstance(vintage, date) else vintage or "",
            "processed": "yes" if self.processed else "no",
            "remarks": "",
            "format_version": FORMAT_VERSION,
        }

    def __post_init__(self) -> None:
        """Refuse arguments without which no row can be read."""
        IssueReport.of(self._wrong_arguments()).raise_if_any()

    def _wrong_arguments(self) -> Iterator[Issue]:
        for name, found, allowed in (
            ("dtype", self.dtype, ("float32", "float64")),
            ("country", self.country, tuple(CODE_DIGITS)),
            ("contradictions", self.contradictions, get_args(Contradictions)),
        ):
            if found not in allowed:
                yield fault(
                    "MC108",
                    f"expected {name} to be one of {', '.join(allowed)}, found {found!r}.",
                    f"Give another {name}.",
                )

    def problems(self) -> Iterator[Issue]:
        """Say what is wrong with what they tell."""
        yield from attribute_problems(self.attributes())
        times = Counter(indicator.key for indicator in self.indicators)
        for key in (key for key, count in times.items() if count > 1):
            yield fault("MC710", f"indicator {key!r} is described twice.", "Describe it once.")
        for indicator in self.indicators:
            yield from indicator_problems(indicator, processed=self.processed)


def selected_columns(
    frame: pd.DataFrame, columns: Mapping[str, str] | None, *, document: str | None = None
) -> dict[str, pd.Series[Any]]:
    """Find the columns of a tidy frame, under their own or under other names.

    Raises
    ------
    MunicompareError
        If a column is missing or named in vain.
    """
    has = list(frame.columns)
    renamed = dict(columns or {})
    messages = [
        f"expected one of {', '.join(_COLUMNS)} in `columns`, found {ours!r}."
        for ours in renamed.values()
        if ours not in _COLUMNS
    ]
    found: dict[str, pd.Series[Any]] = {}
    for name in _COLUMNS:
        stated = [theirs for theirs, ours in renamed.items() if ours == name]
        wanted = stated or [name]
        times = sum(has.count(theirs) for theirs in wanted)
        if len(stated) > 1 or times > 1:
            messages.append(f"expected one column for {name!r}, found several.")
        elif times == 1:
            found[name] = frame[wanted[0]]
        elif stated or name not in _OPTIONAL:
            listed = ", ".join(map(str, has)) or "none"
            messages.append(f"expected a column {wanted[0]!r}, found {listed}.")
    remedy = 'Say which column is which, for example columns={"kpi": "indicator"}.'
    readings = [Reading(document=document)] if document else []
    IssueReport.of(fault("MC702", text, remedy, readings) for text in messages).raise_if_any()
    return found


def dataset_of(
    columns: Mapping[str, pd.Series[Any]],
    facts: Facts,
    *,
    name_row: Callable[[int], str],
    document: str | None = None,
    problems: Sequence[Issue] = (),
) -> xr.Dataset:
    """Make the dataset of a panel of the columns of a tidy frame.

    Raises
    ------
    MunicompareError
        With every problem of the rows and of the facts, and those found before.
    """
    rows = Rows(name_row, document, [*problems, *facts.problems()])
    count = len(columns["value"])
    if count == 0:
        rows.add("MC702", "expected rows, found none.", "Give at least one figure.")
    total = pd.Series(["total"] * count, dtype=object)
    found = [
        names_of(dimension, columns.get(dimension, total), country=facts.country, rows=rows)
        for dimension in DIMENSIONS
    ]
    names = [along for _, along in found]
    shape = tuple(map(len, names))
    places = np.array([place for place, _ in found])
    readable = (places >= 0).all(axis=0)
    cells = (
        np.ravel_multi_index(tuple(places[:, readable]), shape) if readable.any() else places[0, :0]
    )
    refuse_duplicates(cells, np.flatnonzero(readable), names, rows)
    value = values_of(columns["value"], np.dtype(facts.dtype), rows)
    status, remarks = statuses_of(columns.get("status"), value, facts.contradictions, rows)
    IssueReport.of(rows.problems).raise_if_any()
    values = np.full(shape, np.nan, dtype=facts.dtype)
    statuses = np.full(shape, ABSENT, dtype=np.int8)
    values.reshape(-1)[cells] = np.where(status == REPORTED, value, np.nan)
    statuses.reshape(-1)[cells] = status
    described = {indicator.key: indicator for indicator in facts.indicators}
    return assembled(
        values,
        statuses,
        names=names,
        indicators=[described.get(key, PanelIndicator(key=key)) for key in names[1]],
        attributes={**facts.attributes(), "remarks": remarks},
    )


def frame_of(dataset: xr.Dataset, *, dropna: bool) -> pd.DataFrame:
    """Make a tidy frame of the cells that the input mentions."""
    status = dataset["status"].values
    places = np.nonzero(status == REPORTED if dropna else status != ABSENT)
    text = pd.StringDtype("python")
    columns: dict[str, Any] = {
        name: pd.array(dataset[name].values[along], dtype=text)
        for name, along in zip(DIMENSIONS, places, strict=True)
    }
    columns["value"] = dataset["value"].values[places]
    columns["status"] = pd.array(np.array(STATUSES, dtype=object)[status[places]], dtype=text)
    return pd.DataFrame(columns)
