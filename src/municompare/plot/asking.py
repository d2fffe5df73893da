"""What pictures are asked for: frames of one thing, names of municipalities, whose figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from municompare.comparison.benchmark_input import problem, raise_errors
from municompare.errors import Issue, MunicompareError
from municompare.io.panels import municipality_names

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["COMPARED_WITH", "checked_frame", "name_of", "records_of", "refused", "source_of"]

COMPARED_WITH: Final = {
    "own_change": "own past",
    "did": "a peer group",
    "country": "all others of the country",
    "synthetic": "synthetic combination",
}
"""What each method of a gap estimate puts a change beside."""

_MOST: Final = 4


def refused(message: str, remedy: str) -> MunicompareError:
    """The error for what cannot be drawn."""
    return MunicompareError(problem("MC895", message, remedy))


def name_of(municipality: str, names: Mapping[str, str] | None) -> str:
    """What a municipality is called: as asked, else its bundled name, else its id."""
    return {**municipality_names(), **(names or {})}.get(municipality, municipality)


def source_of(frame: pd.DataFrame, source: str | None) -> str:
    """Say whose figures a frame was computed from.

    Raises
    ------
    MunicompareError
        MC895, if neither the frame nor the caller says so.
    """
    known = source or frame.attrs.get("attribution") or frame.attrs.get("source")
    if not known:
        raise refused(
            "expected to know whose figures these are, found nothing in the frame's attributes.",
            "Say it: source='Own computation from figures of …'.",
        )
    return f"Source: {known}."


def checked_frame(
    frame: object, *, columns: Iterable[str], single: Sequence[str], made_by: str
) -> pd.DataFrame:
    """Check that a frame has what a picture draws, of one thing.

    Parameters
    ----------
    frame : object
        What was given.
    columns : iterable of str
        Columns that are drawn.
    single : sequence of str
        Columns that may hold only one value.
    made_by : str
        The function that makes such frames.

    Raises
    ------
    MunicompareError
        MC895, with all that is wrong.
    """
    import pandas as pd

    if not isinstance(frame, pd.DataFrame):
        raise refused(
            f"expected a frame of {made_by}, found {type(frame).__name__} {frame!r:.40}.",
            f"Give what {made_by} returned, or rows of it.",
        )
    raise_errors(list(_problems(frame, columns, single, made_by)))
    return frame


def records_of(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows of a frame, with None for what is missing."""
    import pandas as pd

    return [
        {str(name): None if pd.isna(value) else value for name, value in row.items()}
        for row in frame.to_dict("records")
    ]


def _problems(
    frame: pd.DataFrame, columns: Iterable[str], single: Sequence[str], made_by: str
) -> Iterator[Issue]:
    missing = [name for name in dict.fromkeys([*single, *columns]) if name not in frame]
    if missing:
        found = f"expected the columns {', '.join(missing)} in the frame, found none."
        yield problem("MC895", found, f"Give what {made_by} returned, or rows of it.")
    elif frame.empty:
        yield problem(
            "MC895", "expected at least one row, found none.", f"Look at what {made_by} returned."
        )
    else:
        for name in single:
            several = frame[name].drop_duplicates().tolist()
            if len(several) > 1:
                yield problem(
                    "MC895",
                    f"expected one {name.replace('_', ' ')}, found {len(several)}: "
                    f"{_listed(several)}.",
                    f"Select the rows of one: frame[frame[{name!r}] == {_text(several[0])!r}].",
                )


def _listed(values: Sequence[Any]) -> str:
    return ", ".join(map(_text, values[:_MOST])) + (", …" if len(values) > _MOST else "")


def _text(value: Any) -> str:
    import pandas as pd

    return "none" if pd.isna(value) else str(value)
