"""What a benchmark is asked for: everything checked at once, and what speaks against it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
import xarray as xr

from municompare.comparison.peers_search import names_of
from municompare.comparison.peers_tables import is_whole
from municompare.errors import Issue, IssueReport, Reading
from municompare.model.peers import PeerSet

if TYPE_CHECKING:
    from municompare.statistics.panel import Panel

__all__ = [
    "Expected",
    "Foci",
    "checked_names",
    "country_problems",
    "expected_values",
    "foci_of",
    "infinite_problems",
    "k_problems",
    "member_rows",
    "number_problems",
    "raise_errors",
    "statistic_problems",
    "without_group",
]

Expected = Mapping[str, str]
"""For an indicator, the indicator that holds its expected value."""

Name = TypeVar("Name", bound=str)


def problem(code: str, message: str, remedy: str, places: Iterable[str] = ()) -> Issue:
    """Make an issue of severity ``error``."""
    readings = tuple(Reading(text=place) for place in places)
    return Issue(code=code, severity="error", message=message, remedy=remedy, readings=readings)


def checked_names(asked: Iterable[Name] | Name) -> tuple[Name, ...]:
    """One name or several, each once."""
    return tuple(dict.fromkeys([asked] if isinstance(asked, str) else asked))


def statistic_problems(asked: Sequence[Any], known: Sequence[str]) -> Iterator[Issue]:
    """Say which statistics are not known."""
    if not asked:
        yield problem("MC853", "expected a statistic, found none.", f"There are {_list(known)}.")
    for name in asked:
        if name not in known:
            close = get_close_matches(str(name), known, n=1)
            hint = f" (did you mean {close[0]!r}?)" if close else ""
            yield problem(
                "MC853",
                f"expected a statistic, found {name!r}{hint}.",
                f"There are {_list(known)}.",
            )


def number_problems(name: str, numbers: Iterable[object]) -> Iterator[Issue]:
    """Say which numbers are no counts of peers."""
    for number in numbers:
        if not isinstance(number, int) or isinstance(number, bool) or number < 1:
            yield problem(
                "MC854",
                f"expected whole numbers from 1 on as {name}, found {number!r}.",
                "Give another number.",
            )


def k_problems(ks: Sequence[int], peers: PeerSet) -> Iterator[Issue]:
    """Say why the nearest k of a set of peers cannot be told."""
    if not ks:
        return
    yield from number_problems("ks", ks)
    if any(group.members and group.distances is None for group in peers.groups):
        yield problem(
            "MC854",
            f"expected peers whose distances are known, found {peers.title!r}, which has none: "
            "nobody can say who the nearest k are.",
            "Leave ks out, or use peers of a search of your own.",
        )


@dataclass(frozen=True, slots=True)
class Foci:
    """The municipalities of a benchmark, each with the rows of its peers in the panel."""

    names: tuple[str, ...]
    rows: tuple[int, ...]
    members: tuple[tuple[int, ...], ...]


def foci_of(
    panel: Panel, peers: PeerSet, asked: str | Iterable[str] | None
) -> tuple[Foci, list[Issue]]:
    """Find municipalities and peers in the panel, and everything that is not there."""
    problems = list(country_problems(panel, peers))
    if problems:
        return Foci((), (), ()), problems
    at = {name: row for row, name in enumerate(panel.municipalities)}
    grouped = frozenset(peers.municipalities)
    if asked is None:
        names = tuple(name for name in at if name in grouped)
        if not names:
            problems.append(
                problem(
                    "MC851",
                    f"expected municipalities with a group in {peers.key!r}, found none.",
                    "See `municipalities` of the peer set and of the panel.",
                )
            )
    else:
        names = tuple(dict.fromkeys(names_of(asked)))
        problems += _unknown(names, at, "the panel")
        held = [name for name in names if name in at]
        problems += _unknown(held, sorted(grouped), f"the peer set {peers.key!r}")
        if not names:
            problems.append(
                problem("MC851", "expected a municipality, found none.", "Name one or leave out.")
            )
    known = tuple(name for name in names if name in at and name in grouped)
    groups = [(name, peers.peers_of(name)) for name in known]
    members, missing = member_rows(panel, groups, peers)
    problems += missing
    return Foci(known, tuple(at[name] for name in known), members), problems


def country_problems(panel: Panel, peers: PeerSet) -> Iterator[Issue]:
    """Say so if panel and peer groups have no country in common."""
    grouped, held = peers.municipalities, panel.municipalities
    if not {name[:2] for name in grouped} & {name[:2] for name in held}:
        yield problem(
            "MC852",
            f"expected peer groups of {_countries(held)}, found {peers.title!r} of "
            f"{_countries(grouped)}.",
            "Across countries compare positions, each within its own group.",
        )


def infinite_problems(values: np.ndarray[Any, Any]) -> Iterator[Issue]:
    """Say so if figures that nobody looked at before are infinite."""
    if count := int(np.isinf(values).sum()):
        yield problem("MC707", f"expected finite figures, found {count} infinite.", "Correct them.")


def member_rows(
    panel: Panel, groups: Sequence[tuple[str, Sequence[str]]], peers: PeerSet
) -> tuple[tuple[tuple[int, ...], ...], list[Issue]]:
    """Rows of the members of every group, and an error for those that the panel lacks."""
    at = {name: row for row, name in enumerate(panel.municipalities)}
    absent = {member: name for name, own in groups for member in own if member not in at}
    rows = tuple(tuple(at[member] for member in own if member in at) for _, own in groups)
    if not absent:
        return rows, []
    missing = Issue(
        code="MC851",
        severity="error",
        message=f"expected all peers in the panel, found none of the figures of {len(absent)}: "
        f"{_list(sorted(absent))}.",
        remedy="Take a panel with all peers, name the municipalities to compare, or restrict the "
        "set: peers.restricted_to(panel.municipalities).",
        readings=tuple(
            Reading(text=member, document=peers.key, locator=absent[member])
            for member in sorted(absent)
        ),
    )
    return rows, [missing]


def without_group(panel: Panel, peers: PeerSet) -> Iterator[Issue]:
    """Say which municipalities of the panel get no benchmark because they have no group."""
    grouped = frozenset(peers.municipalities)
    left = [n for n in panel.municipalities if n not in grouped and not is_whole(n)]
    if left:
        yield Issue(
            code="MC859",
            severity="info",
            message=f"{len(left)} municipalities of the panel have no group in {peers.title!r} "
            f"and are left out: {_list(left)}.",
            remedy="Use a set that has groups for them.",
            readings=tuple(Reading(document=peers.key, locator=name) for name in left),
        )


def expected_values(
    panel: Panel, expected: Expected | Panel, rows: Sequence[int]
) -> tuple[xr.Variable | None, list[Issue]]:
    """Expected values in the layout of the panel's own, for some of its municipalities.

    Returns
    -------
    xarray.Variable or None
        None if there is an error among the issues.
    list of Issue
        Errors, or what could not be checked.
    """
    other = panel if isinstance(expected, Mapping) else expected
    pairs = (
        dict(expected)
        if isinstance(expected, Mapping)
        else {key: key for key in panel.indicators if key in frozenset(other.indicators)}
    )
    remedy = "Give a panel of expected values, or name the indicator that holds each."
    if not pairs:
        return None, [problem("MC854", "expected expected values, found none.", remedy)]
    unknown = [
        *(key for key in pairs if key not in panel.indicators),
        *(key for key in pairs.values() if key not in other.indicators),
    ]
    if unknown:
        message = f"expected indicators of the panel, found {_list(unknown)}."
        return None, [problem("MC854", message, remedy, unknown)]
    issues = list(_unit_issues(panel, other, pairs))
    if any(issue.severity == "error" for issue in issues):
        return None, issues
    own = panel.dataset
    aligned = other.dataset["value"].reindex(
        municipality=own["municipality"].values[list(rows)],
        period=own["period"].values,
        group=own["group"].values,
        copy=False,
    )
    column_of = {key: column for column, key in enumerate(other.indicators)}
    at = [column_of[pairs[key]] if key in pairs else -1 for key in panel.indicators]
    if at != list(range(len(other.indicators))):
        aligned = aligned.isel(indicator=at)
    if -1 in at:
        aligned = aligned.where(xr.Variable("indicator", np.array(at) >= 0))
    return aligned.variable.copy(deep=False), issues


def _unit_issues(panel: Panel, other: Panel, pairs: Mapping[str, str]) -> Iterator[Issue]:
    unknown = []
    for key, theirs in pairs.items():
        own, wanted = panel.indicator(key).unit, other.indicator(theirs).unit
        if not own or not wanted:
            unknown.append(key)
        elif own != wanted:
            yield problem(
                "MC855",
                f"expected {theirs} in {own} like {key}, found {wanted}.",
                "Convert one of them first.",
                [key],
            )
    if unknown:
        yield Issue(
            code="MC855",
            severity="warning",
            message=f"the unit of value or expected value is not known for {_list(unknown)}.",
            remedy="State the units of the indicators.",
            readings=tuple(Reading(text=key) for key in unknown),
        )


def _unknown(names: Sequence[str], known: Iterable[str], where: str) -> Iterator[Issue]:
    every = dict.fromkeys(known)
    for name in names:
        if name not in every:
            close = get_close_matches(name, every, n=1)
            hint = f" (did you mean {close[0]!r}?)" if close else ""
            yield problem(
                "MC851",
                f"{where} has no municipality {name!r}{hint}.",
                "See `municipalities` of the panel and of the peer set.",
                [name],
            )


def raise_errors(problems: Iterable[Issue]) -> None:
    """Raise one error with everything of severity ``error``."""
    IssueReport.of(issue for issue in problems if issue.severity == "error").raise_if_any()


def _countries(names: Iterable[str]) -> str:
    return ", ".join(sorted({name[:2] for name in names})) or "no country"


def _list(names: Sequence[str]) -> str:
    return ", ".join(map(str, names[:13])) + (", …" if len(names) > 13 else "")
