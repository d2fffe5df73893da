"""Full-time persons (*fuldtidspersoner*): time with a benefit over the time of the period."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, get_args

import numpy as np
import numpy.typing as npt
import pandas as pd
import xarray as xr

from municompare.comparison.methods_spells import (
    Counted,
    Rows,
    covered,
    read_rows,
    units_between,
    units_of,
    wrong,
)
from municompare.comparison.peers_search import names_of
from municompare.errors import Issue, IssueReport, Reading
from municompare.model.quantity import Period
from municompare.statistics.layout import text_array

__all__ = ["Counted", "full_time_persons"]

_SOURCE: Final = (
    "Jobindsats (Styrelsen for Arbejdsmarked og Rekruttering), description of the measure "
    "Fuldtidspersoner"
)


def full_time_persons(
    frame: pd.DataFrame,
    *,
    periods: str | int | Iterable[str | int],
    counted: Counted = "weeks",
) -> xr.Dataset:
    """Count persons with a benefit as full-time persons (*fuldtidspersoner*, *årspersoner*).

    ``sum over persons of (weeks with the benefit in the period / weeks in the period)``: whoever
    has it in 26 of 52 weeks is half a full-time person.

    Parameters
    ----------
    frame : pandas.DataFrame
        Spells: ``person``, ``starts`` and ``ends`` (first and last day, as ISO text or dates); or
        weeks: ``person`` and ``weeks``, for one period. With a column ``municipality`` each has a
        number of its own, and whoever lived in two counts in both.
    periods : str, int or iterable of them
        ISO periods: years, quarters, months and so on.
    counted : {"weeks", "days"}
        Calendar weeks (from Monday) with the benefit on at least one day, where a week belongs to
        the period that holds its Thursday; or days, over the days of the period.

    Returns
    -------
    xarray.Dataset
        ``full_time_persons`` and ``persons`` (whoever has the benefit at all) over
        ``municipality``, if the frame has one, and ``period``; ``in_period``, its weeks or days.

    Raises
    ------
    MunicompareError
        MC866 with every row and argument that cannot be read or does not fit.

    Notes
    -----
    Defined by Jobindsats (Styrelsen for Arbejdsmarked og Rekruttering). Spells of one person that
    overlap count once; Jobindsats adds up benefits, so that a person with two at a time counts
    under both. To do the same, count each benefit on its own and add.

    Examples
    --------
    >>> spells = pd.DataFrame({
    ...     "person": ["a", "a", "b"],
    ...     "starts": ["2018-01-01", "2018-04-01", "2018-07-02"],
    ...     "ends": ["2018-04-15", "2018-07-01", "2018-12-30"],
    ... })
    >>> found = full_time_persons(spells, periods=2018)
    >>> found["full_time_persons"].values.tolist(), found["persons"].values.tolist()
    ([1.0], [2])
    """
    wanted = names_of(periods)
    if counted not in get_args(Counted):
        message = (
            f"expected counted to be one of {', '.join(get_args(Counted))}, found {counted!r}."
        )
        IssueReport.of([wrong(message, "Give another.")]).raise_if_any()
    rows = read_rows(frame, wanted)
    bounds = [units_of(Period.parse(text), counted) for text in wanted]
    IssueReport.of(_problems(rows, bounds, counted)).raise_if_any()
    own = [_own_time(rows, first, last, counted) for first, last in bounds]
    places = max(len(rows.places), 1)
    total = [np.bincount(rows.place, weights=time, minlength=places) for time in own]
    persons = [np.bincount(rows.place[time > 0], minlength=places) for time in own]
    length = np.array([last - first + 1 for first, last in bounds], dtype=np.int64)
    has_places = "municipality" in frame.columns
    dims = ("municipality", "period") if has_places else ("period",)

    def laid_out(columns: list[npt.NDArray[np.generic]]) -> npt.NDArray[np.generic]:
        table = np.stack(columns, axis=1)
        return table if has_places else table[0]

    coords = {"period": ("period", text_array(wanted))}
    if has_places:
        coords["municipality"] = ("municipality", text_array(rows.places))
    return xr.Dataset(
        {
            "full_time_persons": (
                dims,
                laid_out([time / n for time, n in zip(total, length, strict=True)]),
                {"long_name": "full-time persons", "units": "person_year"},
            ),
            "persons": (
                dims,
                laid_out([number.astype(np.int64) for number in persons]),
                {"long_name": "persons with the benefit in the period", "units": "person"},
            ),
            "in_period": ("period", length, {"long_name": f"{counted} in the period"}),
        },
        coords=coords,
        attrs={
            "method": f"sum over persons of {counted} with the benefit / {counted} in the period",
            "source": _SOURCE,
        },
    )


def _own_time(rows: Rows, first: int, last: int, counted: Counted) -> npt.NDArray[np.float64]:
    """Weeks or days with the benefit of every person in one period."""
    if rows.weeks is not None:
        return rows.weeks[np.argsort(rows.person)]  # each person has one row
    starts, ends = units_between(rows.first, rows.last, counted)
    return covered(
        rows.person, np.maximum(starts, first), np.minimum(ends, last), persons=len(rows.place)
    ).astype(np.float64)


def _problems(rows: Rows, bounds: list[tuple[int, int]], counted: Counted) -> Iterator[Issue]:
    if any(last < first for first, last in bounds):
        yield wrong("expected periods that hold a Thursday, found one without.", "Count days.")
    if rows.weeks is None:
        return
    if counted != "weeks":
        yield wrong("expected spells to count days of, found weeks.", "Give first and last days.")
        return
    most = bounds[0][1] - bounds[0][0] + 1
    over = np.flatnonzero(rows.weeks > most).tolist()
    if over:
        yield wrong(
            f"expected at most {most} weeks, found {len(over)} rows with more.",
            "Give the weeks that lie in the period.",
            [Reading(text=str(rows.weeks[row]), locator=f"row {row}") for row in over],
        )
    again = np.bincount(rows.person) > 1
    if again.any():
        twice = np.flatnonzero(again[rows.person]).tolist()
        yield wrong(
            f"expected each person once, found {int(again.sum())} several times.",
            "Add up the weeks of a person, or give spells.",
            [Reading(locator=f"row {row}") for row in twice],
        )
