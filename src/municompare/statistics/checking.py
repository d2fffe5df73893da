"""Whether a dataset is laid out as a panel: every problem of it in one error."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice
from typing import Any, get_args

import numpy as np
import xarray as xr

from municompare.errors import Issue, IssueReport, MunicompareError, Reading
from municompare.model.panel import Aggregation, MeasureDirection, PanelIndicator
from municompare.statistics.layout import (
    ATTRIBUTES,
    DIMENSIONS,
    FORMAT_VERSION,
    GROUPS,
    INDICATOR_TEXTS,
    REPORTED,
    STATUSES,
    assembled,
    breaks_of,
    fault,
    is_municipality,
    is_storable,
    is_unchecked,
    period_of,
)
from municompare.units import unit_definition

__all__ = ["attribute_problems", "checked", "indicator_problems"]

_LAYOUT = "See the page on panels, or make the panel with Panel.from_frame."
_DEFAULTS = {"vintage": "", "remarks": "", "format_version": FORMAT_VERSION}
_UNSTATED = {
    "title": "",
    "unit": "",
    "direction": "unknown",
    "aggregation": "unknown",
    "breaks": "[]",
    "publisher": "",
    "attribution": "",
}
# What Kolada's terms reserve for values that nobody has processed.
_UNPROCESSED_ONLY = "Källa: Kolada"
# Whoever has more cells than this to mend looks for a cause, not for the next cell.
_MOST_CELLS = 1000
_BLOCK = 2**20


def checked(dataset: xr.Dataset, *, copy: bool = True) -> xr.Dataset:
    """Give a dataset of the one layout and order, with arrays that cannot be written to.

    Figures that are not computed yet are passed on as they are.

    Raises
    ------
    MunicompareError
        With every problem of the dataset.
    """
    IssueReport.of(_structure(dataset)).raise_if_any()
    attributes = {**_DEFAULTS, **dataset.attrs}
    names = [_texts(dataset[name]) for name in DIMENSIONS]
    described = {
        name: _texts(dataset[name]) if name in dataset.coords else [_UNSTATED[name]] * len(names[1])
        for name in INDICATOR_TEXTS
    }
    problems = [*attribute_problems(attributes), *_name_problems(names)]
    indicators: list[PanelIndicator] = []
    for key, *texts in zip(names[1], *described.values(), strict=True):
        record = _record(key, dict(zip(described, texts, strict=True)), attributes)
        if isinstance(record, PanelIndicator):
            indicators.append(record)
            cited_alike = record.attribution == attributes["attribution"]
            processed = attributes["processed"] == "yes" and not cited_alike
            problems += indicator_problems(record, processed=processed)
        else:
            problems.append(record)
    value, status = (_figures(dataset[name], copy=copy) for name in ("value", "status"))
    if not is_unchecked(dataset["value"]) and not is_unchecked(dataset["status"]):
        problems += _cell_problems(value, status, names)
    IssueReport.of(problems).raise_if_any()
    return assembled(
        value,
        status,
        names=names,
        indicators=indicators,
        attributes={**attributes, "format_version": FORMAT_VERSION},
    )


def attribute_problems(attributes: dict[str, Any]) -> Iterator[Issue]:
    """Say what is wrong with what a panel says of itself."""
    if attributes["format_version"] != FORMAT_VERSION:
        yield _attribute("format_version", str(FORMAT_VERSION), attributes["format_version"])
    for name in ("publisher", "attribution"):
        if not is_storable(attributes[name]) or not attributes[name].strip():
            yield _attribute(name, "text that is not empty", attributes[name])
    if not is_storable(attributes["remarks"]):
        yield _attribute("remarks", "text", attributes["remarks"])
    if attributes["processed"] not in ("yes", "no"):
        yield _attribute("processed", "'yes' or 'no'", attributes["processed"])
    elif attributes["processed"] == "yes":
        yield from _misattributed(attributes["attribution"], "the panel")
    if attributes["vintage"] != "" and not _is_date(attributes["vintage"]):
        yield _attribute("vintage", "an ISO date or ''", attributes["vintage"])


def indicator_problems(indicator: PanelIndicator, *, processed: bool) -> Iterator[Issue]:
    """Say what is wrong with the description of an indicator."""
    where = (Reading(text=str(indicator.key), locator=f"indicator {indicator.key}"),)
    for name in INDICATOR_TEXTS:
        if name != "breaks" and not is_storable(getattr(indicator, name)):
            yield _indicator(name, "text", getattr(indicator, name), where)
    allowed: dict[str, tuple[str, ...]] = {
        "direction": get_args(MeasureDirection),
        "aggregation": get_args(Aggregation),
    }
    for name, words in allowed.items():
        if getattr(indicator, name) not in words:
            yield _indicator(name, f"one of {', '.join(words)}", getattr(indicator, name), where)
    if is_storable(indicator.unit) and indicator.unit:
        try:
            unit_definition(indicator.unit)
        except MunicompareError as error:
            for issue in error.report:
                yield fault(issue.code, issue.message, issue.remedy or "", where)
    for series_break in indicator.breaks:
        for found in (series_break.starts, series_break.reason):
            if not is_storable(found):
                yield _indicator("breaks", "text", found, where)
        try:
            period_of(str(series_break.starts))
        except ValueError as error:
            yield fault("MC710", f"a break starts with no period: {error}.", "Give a year.", where)
    if processed:
        yield from _misattributed(indicator.attribution, f"indicator {indicator.key}")


def _structure(dataset: Any) -> Iterator[Issue]:
    if not isinstance(dataset, xr.Dataset):
        yield fault(
            "MC701", f"expected an xarray.Dataset, found a {type(dataset).__name__}.", _LAYOUT
        )
        return
    version = dataset.attrs.get("format_version")
    if isinstance(version, (int, np.integer)) and version > FORMAT_VERSION:
        yield fault(
            "MC104",
            f"expected format_version {FORMAT_VERSION} or lower, found {version}.",
            "Use a newer version of the library.",
        )
        return
    wanted = {
        "value": ("float32 or float64", (np.dtype("f4"), np.dtype("f8"))),
        "status": ("int8", (np.dtype("i1"),)),
    }
    for name in sorted({*wanted, *dataset.data_vars}, key=str):
        if name not in dataset.data_vars:
            yield _laid_out(f"expected a variable {name!r}, found none.")
        elif name not in wanted:
            yield _laid_out(f"expected the variables value and status, found also {name!r}.")
        elif set(dataset[name].dims) != set(DIMENSIONS):
            yield _laid_out(
                f"expected {name} over {', '.join(DIMENSIONS)}, "
                f"found it over {', '.join(map(str, dataset[name].dims)) or 'nothing'}."
            )
        elif dataset[name].dtype not in wanted[name][1]:
            kinds = wanted[name][0]
            yield _laid_out(f"expected {name} to be {kinds}, found {dataset[name].dtype}.")
    for dimension in DIMENSIONS:
        if dimension not in dataset.coords:
            yield _laid_out(f"expected names along {dimension!r}, found none.")
        elif dataset.sizes.get(dimension) == 0:
            yield _laid_out(f"expected at least one {dimension}, found none.")
    for name in map(str, dataset.coords):
        if name not in DIMENSIONS and name not in INDICATOR_TEXTS:
            yield _laid_out(f"expected no coordinate {name!r}.")
        elif name in INDICATOR_TEXTS and dataset[name].dims != ("indicator",):
            yield _laid_out(f"expected coordinate {name!r} over indicator.")
    for name in ATTRIBUTES:
        if name not in dataset.attrs and name not in _DEFAULTS:
            yield _laid_out(f"expected an attribute {name!r}, found none.")
    for name in dataset.attrs:
        if name not in ATTRIBUTES:
            yield _laid_out(f"expected the attributes {', '.join(ATTRIBUTES)}, found {name!r}.")
    meanings = dataset["status"].attrs.get("flag_meanings") if "status" in dataset else None
    if meanings is not None and str(meanings).split() != list(STATUSES):
        yield _laid_out(f"expected the status words {' '.join(STATUSES)}, found {meanings}.")


def _laid_out(message: str) -> Issue:
    return fault("MC701", message, _LAYOUT)


def _attribute(name: str, expected: str, found: object) -> Issue:
    return fault(
        "MC701",
        f"expected {expected}, found {found!r}.",
        f"Give another {name}.",
        (Reading(text=str(found), locator=f"attribute {name}"),),
    )


def _indicator(name: str, expected: str, found: object, where: tuple[Reading, ...]) -> Issue:
    return fault(
        "MC710", f"expected {expected} as {name}, found {found!r}.", f"Give another {name}.", where
    )


def _misattributed(attribution: object, where: str) -> Iterator[Issue]:
    if isinstance(attribution, str) and _UNPROCESSED_ONLY.casefold() in attribution.casefold():
        yield fault(
            "MC715",
            f"expected no {_UNPROCESSED_ONLY!r} in the attribution of processed figures, "
            f"found {attribution!r}.",
            "Say that the figures are your own, computed from figures of Kolada.",
            (Reading(text=attribution, locator=where),),
        )


def _is_date(text: object) -> bool:
    try:
        return isinstance(text, str) and date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _texts(coordinate: xr.DataArray) -> list[Any]:
    return list(np.asarray(coordinate.values, dtype=object))


def _name_problems(names: Sequence[Sequence[Any]]) -> Iterator[Issue]:
    for dimension, along in zip(DIMENSIONS, names, strict=True):
        seen: set[object] = set()
        for name in along:
            problem = _name_problem(dimension, name)
            if problem is None and name in seen:
                problem = ("MC701", f"expected each {dimension} once, found {name!r} again")
            seen.add(name)
            if problem is not None:
                yield fault(
                    problem[0],
                    f"{problem[1]}.",
                    _LAYOUT,
                    (Reading(text=str(name), locator=dimension),),
                )


def _name_problem(dimension: str, name: object) -> tuple[str, str] | None:
    if not isinstance(name, str) or not is_storable(name):
        return "MC701", f"expected text as {dimension}, found {name!r}"
    if dimension == "municipality" and not is_municipality(name):
        return "MC703", f"expected an id such as 'SE-0580' or 'DK-740', found {name!r}"
    if dimension == "indicator" and (not name or name != name.strip()):
        return "MC710", f"expected the key of an indicator, found {name!r}"
    if dimension == "group" and name not in GROUPS:
        return "MC705", f"expected one of {', '.join(GROUPS)}, found {name!r}"
    if dimension == "period":
        try:
            period_of(name)
        except ValueError as error:
            return "MC704", str(error)
    return None


def _record(key: Any, texts: dict[str, Any], attributes: dict[str, Any]) -> PanelIndicator | Issue:
    """One indicator; who publishes it is the panel's publisher where nothing else is said."""
    try:
        breaks = breaks_of(texts["breaks"])
    except (ValueError, TypeError) as error:
        return fault(
            "MC710",
            f"expected series breaks as JSON text, found {texts['breaks']!r}: {error}.",
            'Write for example [{"starts": "2018", "reason": "new definition"}].',
            (Reading(text=str(texts["breaks"]), locator=f"indicator {key}"),),
        )
    filled = {
        name: attributes[name] if text == "" and name in ("publisher", "attribution") else text
        for name, text in texts.items()
    }
    return PanelIndicator(key=key, **{**filled, "breaks": breaks})


def _figures(variable: xr.DataArray, *, copy: bool) -> Any:
    ordered = variable.transpose(*DIMENSIONS)
    if is_unchecked(variable):
        return ordered.data
    return np.array(ordered.values, order="C", copy=True if copy else None)


def _cell_problems(
    value: np.ndarray[Any, Any], status: np.ndarray[Any, Any], names: Sequence[Sequence[Any]]
) -> Iterator[Issue]:
    """Say where value and status contradict each other, block by block to save memory."""
    step = max(1, _BLOCK // max(1, value[0].size))
    infinite, contradictory = 0, 0
    readings: dict[str, list[Reading]] = {"infinite": [], "contradictory": []}
    for start in range(0, len(value), step):
        values, statuses = value[start : start + step], status[start : start + step]
        finite = np.isfinite(values)
        unbounded = np.isinf(values)
        wrong = (finite != (statuses == REPORTED)) & ~unbounded
        wrong |= (statuses < 0) | (statuses >= len(STATUSES))
        for kind, mask in (("infinite", unbounded), ("contradictory", wrong)):
            if not mask.any():
                continue
            for cell in islice(zip(*mask.nonzero(), strict=True), _MOST_CELLS):
                code = int(statuses[cell])
                word = STATUSES[code] if 0 <= code < len(STATUSES) else f"code {code}"
                place = (cell[0] + start, *cell[1:])
                readings[kind].append(
                    Reading(
                        text=f"{values[cell]} {word}",
                        locator=" ".join(str(n[i]) for n, i in zip(names, place, strict=True)),
                    )
                )
        infinite += int(unbounded.sum())
        contradictory += int(wrong.sum())
    if infinite:
        yield fault(
            "MC707",
            f"expected finite values, found {infinite} infinite ones.",
            "Make them missing and give their status.",
            readings["infinite"][:_MOST_CELLS],
        )
    if contradictory:
        yield fault(
            "MC708",
            "expected the status 'reported' exactly where there is a value, "
            f"found {contradictory} cells where it is otherwise.",
            "Give every missing value a status that says why it is missing.",
            readings["contradictory"][:_MOST_CELLS],
        )
