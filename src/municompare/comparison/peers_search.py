"""What every search for peers shares: values of one period, checked settings, lists, findings.

Municipalities stand in the order of their ids, so that the order of the panel changes nothing,
not even a last digit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias, get_args

import numpy as np
import numpy.typing as npt

from municompare.comparison.neighbours import FloatArray, nearest_rows
from municompare.comparison.peers_tables import is_whole
from municompare.errors import Issue, MunicompareError, Reading
from municompare.model.peers import PeerGroup
from municompare.model.quantity import Status

if TYPE_CHECKING:
    from municompare.statistics.panel import Panel

__all__ = [
    "BoolArray",
    "StructureTable",
    "check_enough",
    "figures_from",
    "missing_findings",
    "names_of",
    "not_possible",
    "peer_lists",
    "setting_issue",
    "setting_problems",
    "spread_of",
    "structure_table",
]

BoolArray: TypeAlias = npt.NDArray[np.bool_]

_STATUSES: Final[tuple[str, ...]] = get_args(Status)


@dataclass(frozen=True, slots=True)
class StructureTable:
    """Values of some indicators in one period: municipalities by id, one column each."""

    ids: tuple[str, ...]
    names: tuple[str, ...]
    period: str
    values: FloatArray
    statuses: tuple[tuple[str, ...], ...]

    @property
    def complete(self) -> BoolArray:
        """Which municipalities have all values."""
        return np.asarray(np.isfinite(self.values).all(axis=1))

    def lacks(self, row: int) -> str:
        """What a municipality lacks, with the status of each value."""
        return ", ".join(
            f"{name} in {self.period} ({self.statuses[row][i]})"
            for i, name in enumerate(self.names)
            if not np.isfinite(self.values[row, i])
        )


def structure_table(
    panel: Panel, names: tuple[str, ...], *, period: str, group: str, country: str | None
) -> StructureTable:
    """Take the values of one period and group from a panel, for one country's municipalities.

    Raises
    ------
    MunicompareError
        MC805, if the panel holds several countries and none is chosen, or not the chosen one.
    """
    chosen = panel.sel(indicators=names, periods=[period], groups=[group]).dataset
    chosen = chosen.isel(period=0, group=0)
    every = [str(name) for name in chosen["municipality"].values]
    ids = sorted(name for name in every if not is_whole(name))
    countries = sorted({name[:2] for name in ids})
    if country is not None:
        ids = [name for name in ids if name.startswith(f"{country}-")]
    if not ids or (country is None and len(countries) > 1):
        raise MunicompareError(
            setting_issue(
                f"expected one country with municipalities, found {country or 'no choice'} "
                f"in a panel of {', '.join(countries) or 'no municipality'}.",
                "Name the country; municipalities of different countries are no peers.",
            )
        )
    at = {name: i for i, name in enumerate(every)}
    order = [at[name] for name in ids]
    codes = np.asarray(chosen["status"].values)[order]
    return StructureTable(
        tuple(ids),
        names,
        period,
        np.asarray(chosen["value"].values, dtype=np.float64)[order],
        tuple(tuple(_STATUSES[code] for code in row) for row in codes),
    )


def names_of(value: str | int | Iterable[str | int]) -> tuple[str, ...]:
    """One name or several, as a tuple of text; years may be numbers."""
    return (str(value),) if isinstance(value, str | int) else tuple(map(str, value))


def figures_from(panel: Panel) -> tuple[str, str]:
    """The setting that says whose figures were searched, and of which day."""
    return "figures", f"{panel.publisher}{f', {panel.vintage}' if panel.vintage else ''}"


def setting_issue(message: str, remedy: str) -> Issue:
    """A setting that is not possible."""
    return Issue(code="MC805", severity="error", message=message, remedy=remedy)


def setting_problems(names: tuple[str, ...], k: int) -> Iterator[Issue]:
    """Say what is wrong with the variables and the number of peers."""
    if not names or len(set(names)) < len(names):
        yield setting_issue(
            f"expected variables that are all different, found {', '.join(names) or 'none'}.",
            "Name each once; give weights if one is to count more.",
        )
    whole: object = k
    if not isinstance(whole, int) or isinstance(whole, bool) or whole < 1:
        yield setting_issue(
            f"expected k as a whole number from 1 on, found {k!r}.", "Give another k."
        )


def not_possible(
    message: str, remedy: str, names: Iterable[str] = (), *, code: str = "MC806"
) -> MunicompareError:
    """The error for values that do not allow the search."""
    return MunicompareError(
        Issue(
            code=code,
            severity="error",
            message=message,
            remedy=remedy,
            readings=tuple(Reading(text=name) for name in names),
        )
    )


def check_enough(found: int, k: int) -> None:
    """Refuse a search among too few municipalities, with an error MC806."""
    if found <= k:
        raise not_possible(
            f"expected at least {k + 1} municipalities with all values, found {found}.",
            "Choose another period or variables, or fewer peers.",
        )


def spread_of(table: StructureTable) -> FloatArray:
    """Standard deviation of each variable; an error for those that do not vary."""
    spread = np.empty(len(table.names))
    constant = []
    for i, name in enumerate(table.names):
        present = table.values[:, i][np.isfinite(table.values[:, i])]
        # the standard deviation of equal numbers need not come out as zero
        if len(present) < 2 or present.min() == present.max():
            constant.append(name)
        else:
            spread[i] = present.std(ddof=0)
    if constant:
        raise not_possible(
            f"expected values that differ between municipalities in {table.period}, found "
            f"equal or no values of {', '.join(constant)}.",
            "Leave the variable out, or choose a period that has values.",
            constant,
        )
    return spread


def peer_lists(
    table: StructureTable,
    complete: BoolArray,
    scaled: FloatArray,
    *,
    k: int,
    unit: float = 1.0,
) -> tuple[tuple[PeerGroup, ...], tuple[Issue, ...]]:
    """One list for each municipality, and what ties decided."""
    ids = np.array(table.ids, dtype=object)[complete]
    found = nearest_rows(scaled, k=k)
    position = iter(range(len(ids)))
    groups = []
    for row, municipality in enumerate(table.ids):
        if complete[row]:
            at = next(position)
            groups.append(
                PeerGroup(
                    focus=municipality,
                    name=municipality,
                    members=tuple(ids[found.rows[at]]),
                    distances=tuple((found.distances[at] * unit).tolist()),
                )
            )
        else:
            reason = f"no value of {table.lacks(row)}"
            groups.append(
                PeerGroup(focus=municipality, name=municipality, members=(), reason=reason)
            )
    tied = ids[found.tied]
    if not len(tied):
        return tuple(groups), ()
    tie = Issue(
        code="MC808",
        severity="info",
        message=f"in {len(tied)} of {len(ids)} lists the last peers are as near as others that "
        "are left out; the lower ids were taken.",
        remedy="Ask for more peers, or add a variable that tells them apart.",
        readings=tuple(Reading(locator=str(municipality)) for municipality in tied),
    )
    return tuple(groups), (tie,)


def missing_findings(
    table: StructureTable,
    complete: BoolArray,
    *,
    fit_only: bool = False,
) -> tuple[Issue, ...]:
    """Say which municipalities lack what, if any do."""
    rows = np.flatnonzero(~complete).tolist()
    if not rows:
        return ()
    what = (
        "lack the outcome and take no part in the fit; their peers rest on the prediction"
        if fit_only
        else "lack a value; they get no peers and are nobody's peer"
    )
    return (
        Issue(
            code="MC807",
            severity="info" if fit_only else "warning",
            message=f"{len(rows)} of {len(table.ids)} municipalities {what}.",
            remedy="Choose a period or variables that more of them have.",
            readings=tuple(
                Reading(text=f"no value of {table.lacks(row)}", locator=table.ids[row])
                for row in rows
            ),
        ),
    )
