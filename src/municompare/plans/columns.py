"""Columns of a table of indicators: what the values of a period are, and what a role brings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from municompare.model.elements import Direction, Measurement
from municompare.model.quantity import Comparator, Role, TargetForm

__all__ = ["column_roles", "in_role"]

_OF_COLUMNS: Final = ("observed", "target")
_IMPLIED: Final[Mapping[Direction | None, Comparator]] = {"decrease": "<=", "increase": ">="}
_FORMS: Final[Mapping[str, TargetForm]] = {
    "reported": "level",
    "directional": "direction",
    "qualitative": "text",
    "relative_only": "relative",
}
_CHANGES: Final[Mapping[str, TargetForm]] = {
    "change_by": "change",
    "change_by_percent": "relative",
}


def column_roles(
    tables: Mapping[str, Sequence[Any]], document: str, period: str
) -> tuple[Role, ...]:
    """What a document's tables print for a period, as their sure values tell.

    Parameters
    ----------
    tables : mapping of str to sequence
        Rows of the plan.
    document : str
        The document.
    period : str
        The period of a column.

    Returns
    -------
    tuple of str
        ``observed`` or ``target``; both if columns of both have the period, none if no sure value
        stands in such a column.
    """
    of_tables = {row.id for row in tables["indicators"] if row.origin == "table"}
    found = {
        row.role
        for row in tables["measurements"]
        if (row.document, row.period) == (document, period)
        and row.certainty != "ambiguous"
        and row.role in _OF_COLUMNS
        and row.indicator in of_tables
    }
    return tuple(sorted(found))


def in_role(row: Measurement, role: Role, *, direction: Direction | None) -> Measurement:
    """The value as one of a column of that role.

    Parameters
    ----------
    row : Measurement
        The value, read as one of another column.
    role : {"observed", "target"}
        What the column holds.
    direction : str or None
        Which way its indicator is to go, which says what a target implies.
    """
    if row.role == role:
        return row
    if role != "target":
        return replace(
            row, role=role, target_form=None, target_origin=None, comparator_implied=None
        )
    form = _CHANGES.get(str(row.comparator)) or _FORMS.get(row.status)
    implied = _IMPLIED.get(direction) if row.comparator == "=" else None
    return replace(
        row, role=role, target_form=form, target_origin="own", comparator_implied=implied
    )
