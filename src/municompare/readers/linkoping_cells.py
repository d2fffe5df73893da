"""Cells of an indicator table in the light of the indicator's name.

A name that sets two groups apart by a stroke ("(kvinnor/män)") says what the figures on both
sides of a stroke are. A deviation has a sign, so its plus is no change. A number of something
cannot be below nothing, so a target of minus five per cent is a change.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from municompare.model.quantity import Comparator, Period, Role, TargetForm
from municompare.readers.linkoping_names import unit_in
from municompare.text.cells import CellValue, read_cell, strip_markers
from municompare.text.periods import read_period
from municompare.text.vocabulary import VOCABULARY
from municompare.text.words import squeeze

__all__ = ["WITHOUT_VALUE", "form_of", "printed_units", "values_of", "wanted_of", "year_apart"]

WITHOUT_VALUE: Final = frozenset(
    {"empty", "not_applicable", "not_measured", "not_reported", "suppressed", "undetermined"}
)
"""Statuses of cells that say nothing of a level or a direction."""

_GROUP: Final = rf"(?:{VOCABULARY['sv'].subgroups}|k|kv|m)"
_GROUPS: Final = re.compile(
    rf"[(,:] ?(?P<first>{_GROUP}) ?/ ?(?P<second>{_GROUP})\b"
    r"|\((?P<one>[^\W\d_][^()/]{0,24}) ?/ ?(?P<other>[^\W\d_][^()/]{0,24})\)",
    re.IGNORECASE,
)
_PAIR: Final = re.compile(
    r"(?P<first>[0-9][0-9 .,]*) ?(?P<own>%|procent)? ?/ ?(?P<second>[0-9][0-9 .,]*?)"
    r"(?: ?(?P<unit>[^\W\d][^\d]*|%))?"
)
_SIGNED: Final = re.compile(r"avvikelse|differens|\bresultat\b|\bbalans\b|\bnetto", re.IGNORECASE)
_DATED: Final = re.compile(r"(?P<value>[^()]*[0-9][^()]*?) ?\((?:år )?(?P<year>(?:19|20)\d{2})\)")
_ABBREVIATED: Final = {"k": "kvinnor", "kv": "kvinnor", "m": "män"}


def values_of(text: str, name: str, *, target: bool) -> tuple[CellValue, ...]:
    """Values of a cell.

    Parameters
    ----------
    text : str
        What the cell prints.
    name : str
        The indicator's name.
    target : bool
        Whether its column holds targets.

    Examples
    --------
    >>> [(v.label, v.value) for v in values_of("61/58 %", "Nöjda (kvinnor/män)", target=False)]
    [('kvinnor', 61.0), ('män', 58.0)]
    """
    read = _pair(text, name) or read_cell(text, language="sv").values
    labels = [value.label.lower() if value.label else "" for value in read]
    if {"m"} < {*labels} and {*labels} <= {"", *_ABBREVIATED}:
        read = tuple(
            replace(value, label=_ABBREVIATED.get(label) or value.label)
            for value, label in zip(read, labels, strict=True)
        )
    return tuple(_in_light_of(value, name, target=target) for value in read)


def printed_units(cells: Iterable[tuple[Role, CellValue]]) -> Iterator[str]:
    """Units that cells print; the percentage of a change is no unit of what is to change."""
    for role, cell in cells:
        relative = role == "target" and cell.comparator == "change_by_percent"
        if cell.unit_raw and not relative:
            yield cell.unit_raw


def year_apart(text: str, name: str) -> tuple[Period, CellValue] | None:
    """Value of a cell that names the year of its measurement behind it, and that year.

    Examples
    --------
    >>> period, value = year_apart("85 % (2016)", "Nöjda")
    >>> str(period), value.value, value.raw
    ('2016', 85.0, '85 % (2016)')
    """
    plain, marker = strip_markers(text)
    match = _DATED.fullmatch(plain)
    if match is None:
        return None
    period = read_period(match["year"], language="sv")
    values = values_of(match["value"], name, target=False)
    if not isinstance(period, Period) or [value.status for value in values] != ["reported"]:
        return None
    raw = squeeze(text)
    return period, replace(values[0], marker=marker or values[0].marker, raw=raw)


def wanted_of(targets: Iterable[tuple[str | None, CellValue]]) -> list[Comparator]:
    """What target cells want of the whole: its own, else what those of all subgroups agree on.

    Examples
    --------
    >>> falls, level = (values_of(cell, "Antal", target=True)[0] for cell in ("Ska minska", "5"))
    >>> wanted_of([("men", falls), ("women", falls)]), wanted_of([("men", falls), (None, level)])
    (['decrease'], ['='])
    """
    groups: set[str] = set()
    wanted: defaultdict[str | None, set[Comparator]] = defaultdict(set)
    for group, value in targets:
        if group is not None:
            groups.add(group)
        if value.status not in WITHOUT_VALUE:
            wanted[group].add(value.comparator)
    if None in wanted:
        return sorted(wanted[None])
    agreed = set[Comparator]().union(*wanted.values())
    return sorted(agreed) if groups <= wanted.keys() and len(agreed) == 1 else []


def _pair(text: str, name: str) -> tuple[CellValue, ...] | None:
    plain, marker = strip_markers(text)
    groups, pair = _GROUPS.search(name), _PAIR.fullmatch(plain)
    if groups is None or pair is None:
        return None
    unit = pair["unit"] or pair["own"] or ""
    values = []
    for side, plain_side in (("first", "one"), ("second", "other")):
        (value,) = read_cell(f"{pair[side].strip()} {unit}".strip(), language="sv").values
        if value.status != "reported":
            return None
        label = (groups[side] or groups[plain_side]).strip()
        values.append(replace(value, label=label, raw=pair[side].strip()))
    return (values[0], replace(values[1], marker=marker))


def _in_light_of(value: CellValue, name: str, *, target: bool) -> CellValue:
    if value.comparator in ("change_by", "change_by_percent") and _SIGNED.search(name):
        return replace(value, comparator="=")
    percent = value.unit_raw in ("%", "procent")
    below = value.value is not None and value.value < 0 and value.comparator == "="
    if target and percent and below and _is_counted(name):
        return replace(value, comparator="change_by_percent")
    return value


def _is_counted(name: str) -> bool:
    return name.lower().startswith("antal") and unit_in(name) not in ("%", "procent")


def form_of(cell: CellValue) -> TargetForm | None:
    """Form of a target by what its cell holds."""
    if cell.status == "reported":
        if cell.comparator in ("change_by", "change_by_percent"):
            return "change" if cell.comparator == "change_by" else "relative"
        return "level"
    forms: dict[str, TargetForm] = {
        "directional": "direction",
        "qualitative": "text",
        "relative_only": "relative",
    }
    return forms.get(cell.status)
