"""What kind of value a cell holds, and which of several names state that kind."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from municompare.readers.linkoping_names import measure_type_of, unit_in
from municompare.readers.linkoping_operational_columns import Cell
from municompare.text.cells import read_cell
from municompare.units import resolve_unit

__all__ = ["by_kind", "spread"]

_COUNTED: Final = re.compile(r"Antal(?:et)?\b")


def by_kind(cells: Sequence[Cell], names: Sequence[str], width: int) -> list[list[Cell]] | None:
    """Give cells of different kinds to the names that state these kinds.

    Every kind has one row, which it fills; all but one of the names must state their kind.
    """
    kinds: defaultdict[str, list[Cell]] = defaultdict(list)
    for cell in cells:
        kinds[_kind_of(cell)].append(cell)
    if len(kinds) < len(names) and "number" in kinds:
        for cell in kinds.pop("number"):
            kinds["decimal" if "," in cell.text else "count"].append(cell)
    if len(kinds) != len(names) or any(len(own) != width for own in kinds.values()):
        return None
    stated = {kind: [n for n in names if _states(n, kind)] for kind in kinds}
    chosen = {kind: found[0] for kind, found in stated.items() if len(found) == 1}
    left = [kind for kind in kinds if kind not in chosen]
    free = [name for name in names if name not in chosen.values()]
    if len(left) > 1 or len(free) != len(left):
        return None
    if left:
        chosen[left[0]] = free[0]
    by_name = {name: kind for kind, name in chosen.items()}
    return [kinds[by_name[name]] for name in names]


def spread(cells: Sequence[Cell]) -> float:
    """How many times the smallest value the largest is."""
    values = [abs(value) for cell in cells if (value := cell.number)]
    return max(values) / min(values) if values else 1.0


def _kind_of(cell: Cell) -> str:
    """Unit of a number's cell, else the kind of what it holds."""
    if cell.kind != "number":
        return cell.kind
    values = read_cell(cell.text, language="sv").values
    raw = values[0].unit_raw
    return (resolve_unit(raw, country="SE") or raw) if raw else "number"


def _states(name: str, kind: str) -> bool:
    """Whether a name states that its values are of a kind."""
    raw = unit_in(name)
    unit = resolve_unit(raw, country="SE") if raw else None
    if kind == "percent":
        return unit == "percent" or measure_type_of(name, unit=unit, statuses=()) == "share"
    if kind == "count":
        return _COUNTED.match(name) is not None
    words = {resolve_unit(word, country="SE") for word in re.findall(r"[^\W\d_]+", name)}
    return kind in words or kind == unit
