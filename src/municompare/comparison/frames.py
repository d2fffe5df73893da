"""Frames of rows whose columns are declared, and of what stands beside each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["aligned_frame", "framed"]


def framed(rows: Iterable[Mapping[str, Any]], columns: Mapping[str, str]) -> pd.DataFrame:
    """Make a frame of rows, with one kind for each column; what a row lacks is missing.

    Parameters
    ----------
    rows : iterable of mapping
        Cells by column.
    columns : mapping of str to str
        Column to ``text``, ``number`` or ``integer``.
    """
    import pandas as pd

    taken = list(rows)
    dtypes: dict[str, Any] = {
        "text": pd.StringDtype("python"),
        "integer": "Int64",
        "number": "float64",
    }
    return pd.DataFrame(
        {
            name: pd.array([row.get(name) for row in taken], dtype=dtypes[kind])
            for name, kind in columns.items()
        }
    )


def aligned_frame(
    index: Sequence[tuple[str, str, int]], columns: Mapping[tuple[str, str], Sequence[Any]]
) -> pd.DataFrame:
    """Make a frame with rows by concept, label and number, and columns by plan and text.

    Parameters
    ----------
    index : sequence of (concept, label, n)
        The rows.
    columns : mapping of (plan, text) to cells
        The columns, all of text.
    """
    import pandas as pd

    text = pd.StringDtype("python")
    frame = pd.DataFrame({column: pd.array(cells, dtype=text) for column, cells in columns.items()})
    frame.columns = pd.MultiIndex.from_tuples(columns, names=["plan", "text"])
    frame.index = pd.MultiIndex.from_tuples(index, names=["concept", "label", "n"])
    return frame
