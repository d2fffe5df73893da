"""What the official methods are given, aligned and checked, and the layout of their answers."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt
import xarray as xr

from municompare.comparison.benchmark_input import infinite_problems, problem
from municompare.comparison.peers_tables import is_whole
from municompare.errors import Issue, IssueReport, MunicompareError, Reading
from municompare.model.panel import PanelIndicator, SeriesBreak
from municompare.statistics.layout import (
    ABSENT,
    DIMENSIONS,
    INDICATOR_TEXTS,
    REPORTED,
    STATUSES,
    UNDETERMINED,
    break_texts,
    breaks_of,
    text_array,
)
from municompare.statistics.panel import Panel
from municompare.statistics.selection import unknown_names

__all__ = [
    "BoolArray",
    "Figures",
    "FloatArray",
    "Part",
    "StatusArray",
    "as_panel",
    "base_issues",
    "combined_status",
    "merged_breaks",
    "municipality_rows",
    "parts_of",
    "reported_only",
    "result_of",
    "several",
    "unit_issues",
]

FloatArray: TypeAlias = npt.NDArray[np.float64]
BoolArray: TypeAlias = npt.NDArray[np.bool_]
StatusArray: TypeAlias = npt.NDArray[np.int8]
_MOST: Final = 1000
Figures: TypeAlias = str | Panel | xr.Dataset
"""An indicator of the panel by its key, or figures of one: a panel, or what a method gave."""


@dataclass(frozen=True, slots=True)
class Part:
    """Figures of one indicator over municipality, period and group of the panel that is asked."""

    about: PanelIndicator
    publisher: str
    vintage: str
    values: FloatArray
    status: StatusArray


def several(asked: Figures | Iterable[Figures]) -> tuple[Figures, ...]:
    """One or several, as a tuple."""
    return (asked,) if isinstance(asked, str | Panel | xr.Dataset) else tuple(asked)


def parts_of(panel: Panel, asked: Sequence[Figures]) -> tuple[Part, ...]:
    """Find what is asked for, in the order of the panel's municipalities, periods and groups.

    Raises
    ------
    MunicompareError
        With everything that is not there (MC711), is no single indicator (MC861), has nothing in
        common with the panel (MC861), or is infinite (MC707).
    """
    dataset = panel.dataset
    names = [each for each in asked if isinstance(each, str)]
    problems = list(unknown_names(dataset, "indicator", names)) if names else []
    if not asked:
        problems.append(problem("MC861", "expected an indicator, found none.", "Name one."))
    problems += [issue for each in asked for issue in _shape_problems(panel, each)]
    IssueReport.of(problems).raise_if_any()
    parts = tuple(_part(panel, each) for each in asked)
    IssueReport.of(
        issue for part in parts for issue in infinite_problems(part.values)
    ).raise_if_any()
    return parts


def _shape_problems(panel: Panel, asked: object) -> Iterator[Issue]:
    if isinstance(asked, str):
        return
    dataset = asked.dataset if isinstance(asked, Panel) else asked
    if not isinstance(dataset, xr.Dataset):
        kind = type(asked).__name__
        message = f"expected the key of an indicator, a panel or a dataset, found a {kind}."
        yield problem("MC861", message, "Make a panel of it: Panel.from_frame(...).")
        return
    lacking = {"value", "status"} - set(dataset.data_vars) | set(DIMENSIONS) - set(dataset.coords)
    if lacking or dataset.sizes["indicator"] != 1:
        found = f"{dataset.sizes.get('indicator', 0)} indicators" if not lacking else "other data"
        yield problem(
            "MC861",
            f"expected figures of one indicator, found {found}.",
            "Select one: panel.sel(indicators=...), or result.sel(indicator=[...]).",
        )
        return
    for dimension in ("municipality", "period", "group"):
        own, theirs = panel.dataset[dimension].values, dataset[dimension].values
        if not set(own.tolist()) & set(theirs.tolist()):
            yield problem(
                "MC861",
                f"expected a {dimension} that both panels have, found none for "
                f"{dataset['indicator'].values[0]!r}.",
                "Give figures of the same municipalities, periods and groups.",
            )


def _part(panel: Panel, asked: Figures) -> Part:
    own = panel.dataset
    if isinstance(asked, str):
        dataset = own.isel(indicator=[panel.indicators.index(asked)])
    else:
        theirs = asked.dataset if isinstance(asked, Panel) else asked
        dataset = theirs[["value", "status"]].reindex(
            {name: own[name].values for name in ("municipality", "period", "group")},
            fill_value={"value": np.nan, "status": ABSENT},
        )
    chosen = dataset.isel(indicator=0).transpose("municipality", "period", "group")
    values = np.asarray(chosen["value"].values, dtype=np.float64)
    status = np.asarray(chosen["status"].values)
    silent = np.isnan(values) & (status == REPORTED)
    texts = {name: str(chosen[name].values) for name in INDICATOR_TEXTS if name in chosen.coords}
    breaks = breaks_of(texts.pop("breaks", "[]"))
    about: dict[str, Any] = {"key": str(chosen["indicator"].values), **texts, "breaks": breaks}
    return Part(
        PanelIndicator(**about),
        about.get("publisher") or str(dataset.attrs.get("publisher", "")),
        str(dataset.attrs.get("vintage", "")),
        values,
        np.where(silent, UNDETERMINED, status).astype(np.int8),
    )


def municipality_rows(panel: Panel) -> BoolArray:
    """Which rows are municipalities; a region or a whole country never takes part.

    Raises
    ------
    MunicompareError
        MC861, if the panel holds no municipality, or municipalities of several countries.
    """
    rows = np.array([not is_whole(name) for name in panel.municipalities])
    pairs = zip(panel.municipalities, rows, strict=True)
    countries = sorted({name[:2] for name, is_one in pairs if is_one})
    if len(countries) != 1:
        raise MunicompareError(
            problem(
                "MC861",
                f"expected municipalities of one country, found {', '.join(countries) or 'none'}.",
                "Select those of one country: panel.sel(municipalities=...).",
            )
        )
    return rows


def unit_issues(first: Part, second: Part) -> Iterator[Issue]:
    """An error if two units differ, a warning if one is not known."""
    own, theirs = first.about.unit, second.about.unit
    if own and theirs and own != theirs:
        yield problem(
            "MC862",
            f"expected {second.about.key} in {own} like {first.about.key}, found {theirs}.",
            "Convert one of them first.",
            [first.about.key, second.about.key],
        )
    elif not own or not theirs:
        keys = [part.about.key for part in (first, second) if not part.about.unit]
        yield Issue(
            code="MC862",
            severity="warning",
            message=f"the unit is not known of {', '.join(keys)}, so nobody can say whether "
            f"{first.about.key} and {second.about.key} go together.",
            remedy="State the units of the indicators.",
            readings=tuple(Reading(text=key) for key in keys),
        )


def base_issues(panel: Panel, part: Part) -> Iterator[Issue]:
    """Say where a value that others are divided by is zero or negative."""
    places = np.argwhere(part.values <= 0)
    if len(places):
        names = (panel.municipalities, panel.periods, panel.groups)
        readings = tuple(
            Reading(
                text=str(part.values[tuple(place)]),
                locator=" ".join(along[i] for along, i in zip(names, place, strict=True)),
            )
            for place in places[:_MOST]
        )
        yield Issue(
            code="MC864",
            severity="warning",
            message=f"expected positive figures of {part.about.key}, found {len(places)} that are "
            "zero or negative; nothing is divided by them.",
            remedy="See the status undetermined.",
            readings=readings,
        )


def reported_only(found: npt.NDArray[Any]) -> FloatArray:
    """Answers, of which those that are not finite are missing."""
    return np.where(np.isfinite(found), found, np.nan).astype(np.float64)


def combined_status(parts: Sequence[Part], found: FloatArray) -> StatusArray:
    """``reported`` where there is an answer, else the status of the first part that lacks a value.

    Where all parts have one and there is still no answer, the status is ``undetermined``.
    """
    status = np.full(found.shape, UNDETERMINED, dtype=np.int8)
    for part in reversed(parts):
        status = np.where(part.status == REPORTED, status, part.status).astype(np.int8)
    return np.where(np.isfinite(found), REPORTED, status).astype(np.int8)


def merged_breaks(parts: Iterable[Part]) -> tuple[SeriesBreak, ...]:
    """Where any of several series breaks, earliest first."""
    found = {
        SeriesBreak(starts=each.starts, reason=f"{part.about.key}: {each.reason}")
        for part in parts
        for each in part.about.breaks
    }
    return tuple(sorted(found, key=lambda each: (each.starts, each.reason)))


def result_of(
    panel: Panel,
    answers: Sequence[tuple[PanelIndicator, FloatArray, StatusArray]],
    *,
    parts: Iterable[Part],
    method: str,
    source: str,
    issues: Iterable[Issue] = (),
    more: Mapping[str, tuple[tuple[str, ...], npt.NDArray[Any], str]] | None = None,
) -> xr.Dataset:
    """Lay answers out as a panel lays figures out, with what they rest on as attributes.

    Parameters
    ----------
    panel : Panel
        Whose municipalities, periods and groups.
    answers : sequence
        For each indicator its description, values and status over municipality, period, group.
    parts : iterable of Part
        What the answers were computed from.
    method, source : str
        The formula in words, and who defines it where.
    issues : iterable of Issue
        What to know beside them.
    more : mapping, optional
        Name, dimensions, data and description of other variables.
    """
    abouts = [about for about, _, _ in answers]
    values = np.stack([value for _, value, _ in answers], axis=1)
    statuses = np.stack([status for _, _, status in answers], axis=1)
    used = list(parts)
    publishers = ", ".join(dict.fromkeys(part.publisher for part in used if part.publisher))
    vintages = {part.vintage or panel.vintage for part in used}
    flags = {
        "flag_values": np.arange(len(STATUSES), dtype=np.int8),
        "flag_meanings": " ".join(STATUSES),
    }
    texts = {
        name: [getattr(about, name) for about in abouts]
        for name in ("title", "unit", "direction", "aggregation")
    }
    texts["breaks"] = [break_texts(about.breaks) for about in abouts]
    result = xr.Dataset(
        {
            "value": (DIMENSIONS, values, {"ancillary_variables": "status"}),
            "status": (DIMENSIONS, statuses, flags),
        },
        coords={
            "municipality": ("municipality", text_array(panel.municipalities)),
            "indicator": ("indicator", text_array([about.key for about in abouts])),
            "period": ("period", text_array(panel.periods)),
            "group": ("group", text_array(panel.groups)),
            **{name: ("indicator", text_array(found)) for name, found in texts.items()},
        },
        attrs={
            "method": method,
            "source": source,
            "computed_from": ", ".join(dict.fromkeys(part.about.key for part in used)),
            "publisher": publishers or panel.publisher,
            "attribution": f"Own computation from figures of {publishers or panel.publisher}",
            "processed": "yes",
            "vintage": vintages.pop() if len(vintages) == 1 else "",
            "remarks": panel.remarks,
            "issues": json.dumps([asdict(issue) for issue in issues], ensure_ascii=False),
        },
    )
    for name, (dims, data, text) in (more or {}).items():
        result[name] = (dims, data, {"long_name": text})
    return result


def as_panel(result: xr.Dataset) -> Panel:
    """Make a panel of what a method gave, to benchmark it, regress on it or write it to a file.

    Parameters
    ----------
    result : xarray.Dataset
        What a method of this module gave.

    Returns
    -------
    Panel
        Values and status; the method and its source are its remarks.

    Raises
    ------
    MunicompareError
        If the dataset is not laid out so (MC701).

    Examples
    --------
    >>> import pandas as pd
    >>> from municompare.comparison.methods import deviation_from_expected
    >>> rows = [("0114", "actual", "2020", 51.0), ("0114", "expected", "2020", 48.5)]
    >>> panel = Panel.from_frame(
    ...     pd.DataFrame(rows, columns=["municipality", "indicator", "period", "value"]),
    ...     publisher="Example office", attribution="Example office",
    ... )
    >>> as_panel(deviation_from_expected(panel, "actual", "expected", key="gap")).to_frame()
      municipality indicator period  group  value    status
    0      SE-0114       gap   2020  total    2.5  reported
    """
    kept = result[[name for name in ("value", "status") if name in result]]
    kept = kept.drop_vars(
        [name for name in kept.coords if name not in (*DIMENSIONS, *INDICATOR_TEXTS)]
    )
    about = result.attrs
    remarks = "; ".join(
        str(about[name]) for name in ("remarks", "method", "source") if about.get(name)
    )
    kept.attrs = {
        **{name: about.get(name, "") for name in ("publisher", "attribution", "vintage")},
        "processed": "yes",
        "remarks": remarks,
    }
    return Panel(kept)
