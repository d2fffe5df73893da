"""Rows of a published table on their way to peer groups, with all that is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from municompare.errors import Issue, MunicompareError, Reading
from municompare.model.peers import PeerGroup
from municompare.units import Country

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["PeerTable", "columns_of", "is_whole", "row_problem"]

_CODES: Final[Mapping[str, tuple[int, str]]] = {"SE": (4, "0100"), "DK": (3, "100")}
"""Digits of a municipality's code, and the first code that is one: those before it are regions,
parts of the country or the whole of it."""


def is_whole(municipality: str) -> bool:
    """Whether an id is of a region or a whole country, and not of a municipality.

    Examples
    --------
    >>> is_whole("SE-0000"), is_whole("SE-0014"), is_whole("SE-0114")
    (True, True, False)
    """
    country, _, code = municipality.partition("-")
    return country in _CODES and code < _CODES[country][1]


def columns_of(frame: pd.DataFrame, wanted: Iterable[str]) -> dict[str, list[Any]]:
    """Cells of the wanted columns.

    Raises
    ------
    MunicompareError
        MC106, if a column is missing; MC801, if there is no row.
    """
    missing = sorted(name for name in wanted if name not in frame.columns)
    if missing or not len(frame):
        found = ", ".join(map(str, frame.columns)) or "none"
        message = (
            f"expected the columns {', '.join(missing)}, found {found}."
            if missing
            else "expected at least one row, found none."
        )
        raise MunicompareError(
            Issue(
                code="MC106" if missing else "MC801",
                severity="error",
                message=message,
                remedy="Name the columns of the frame, and read it with all text as text.",
            )
        )
    return {name: frame[name].tolist() for name in wanted}


def row_problem(
    expected: str, found: object, row: int, column: str, *, code: str = "MC801"
) -> Issue:
    """Say what is wrong with a cell; rows count from 1."""
    return Issue(
        code=code,
        severity="error",
        message=f"expected {expected}, found {found!r}.",
        remedy="Read codes as text (dtype=str), so that 0580 does not become 580."
        if code == "MC801"
        else "Keep one of the rows; a repeated member would weigh twice.",
        readings=(Reading(text=str(found), locator=f"row {row + 1}, {column}"),),
    )


@dataclass(slots=True)
class PeerTable:
    """Some rows of a table, their problems, and the codes that were left out.

    Parameters
    ----------
    columns : mapping of str to list
        The cells of the columns that are needed.
    rows : iterable of int
        Positions of the rows to read.
    country : {"SE", "DK"}
        Whose codes they hold.
    problems : list of Issue
        Filled on reading.
    left_out : dict of str to str
        Codes that are of no municipality, and where the first of each stands.
    """

    columns: Mapping[str, list[Any]]
    rows: Iterable[int]
    country: Country
    problems: list[Issue] = field(default_factory=list)
    left_out: dict[str, str] = field(default_factory=dict)

    def municipality(self, row: int, column: str) -> str | None:
        """Id of the municipality in a cell; None if there is none, which is then noted."""
        digits, _ = _CODES[self.country]
        cell = self.columns[column][row]
        code = cell.removeprefix(f"{self.country}-") if isinstance(cell, str) else ""
        if not re.fullmatch(rf"[0-9]{{{digits}}}", code):
            expected = f"a code of {digits} digits as text"
            self.problems.append(row_problem(expected, cell, row, column))
            return None
        found = f"{self.country}-{code}"
        if is_whole(found):
            self.left_out.setdefault(found, f"row {row + 1}, {column}")
            return None
        return found

    def lists(
        self, *, focus: str, member: str, name: str | None = None, distance: str | None = None
    ) -> tuple[PeerGroup, ...]:
        """One group for each focus, in the order of the table."""
        members: dict[str, dict[str, float]] = {}
        titles: dict[str, str] = {}
        for row in self.rows:
            own, peer = self.municipality(row, focus), self.municipality(row, member)
            far = 0.0 if distance is None else self._distance(row, distance)
            if own is None or peer is None:
                continue
            titles.setdefault(own, own if name is None else str(self.columns[name][row]))
            self._add(members.setdefault(own, {}), peer, far, row=row, column=member)
        if distance is not None:
            members = {
                own: dict(sorted(peers.items(), key=lambda item: (item[1], item[0])))
                for own, peers in members.items()
            }
        return tuple(
            PeerGroup(
                focus=own,
                name=titles[own],
                members=tuple(peers),
                distances=None if distance is None else tuple(peers.values()),
            )
            for own, peers in members.items()
        )

    def classes(self, *, municipality: str, group: str) -> tuple[PeerGroup, ...]:
        """One group for each name of a group, in the order of the table."""
        members: dict[str, dict[str, float]] = {}
        for row in self.rows:
            own, title = self.municipality(row, municipality), self.columns[group][row]
            if not isinstance(title, str) or not title.strip():
                self.problems.append(row_problem("a group's name as text", title, row, group))
            elif own is not None:
                self._add(members.setdefault(title, {}), own, 0.0, row=row, column=municipality)
        return tuple(
            PeerGroup(focus=None, name=title, members=tuple(own)) for title, own in members.items()
        )

    def _add(
        self, members: dict[str, float], peer: str, far: float, *, row: int, column: str
    ) -> None:
        if peer in members:
            self.problems.append(
                row_problem("every member once in a group", peer, row, column, code="MC802")
            )
        members[peer] = far

    def _distance(self, row: int, column: str) -> float:
        cell = self.columns[column][row]
        try:
            far = float(cell)
        except (TypeError, ValueError):
            far = -1.0
        if not 0 <= far < float("inf"):
            self.problems.append(row_problem("a distance from 0 on", cell, row, column))
        return far

    def names(self, *columns: tuple[str, str]) -> tuple[tuple[str, str], ...]:
        """Names of the municipalities, by id."""
        found = {
            f"{self.country}-{code.removeprefix(f'{self.country}-')}": str(self.columns[name][row])
            for codes, name in columns
            for row in self.rows
            if isinstance(code := self.columns[codes][row], str)
        }
        return tuple(sorted((id_, name) for id_, name in found.items() if id_ not in self.left_out))

    def findings(self) -> tuple[Issue, ...]:
        """What was left out."""
        if not self.left_out:
            return ()
        return (
            Issue(
                code="MC809",
                severity="info",
                message=f"{len(self.left_out)} codes are of regions or of the whole country, not "
                f"of municipalities, and are left out: {', '.join(sorted(self.left_out))}.",
                remedy="Compare regions with regions; a list of municipalities has no place for "
                "them.",
                readings=tuple(
                    Reading(text=where, locator=code) for code, where in self.left_out.items()
                ),
            ),
        )
