"""Cells and tables of the terminal: numbers as printed in English, text without control codes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from rich import box
from rich.markup import escape
from rich.table import Table

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["ABSENT", "SIGNS", "amount", "cell_text", "new_table", "number", "records"]

ABSENT: Final = "–"
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
"""Characters that would steer the terminal instead of being shown."""
SIGNS: Final = {
    "percent": " %",
    "percentage_point": " pp",
    "person_year": " person-years",
    "kSEK": " kSEK",
    "day": " days",
}


def records(frame: pd.DataFrame) -> list[dict[Any, Any]]:
    """Rows of a frame, with ``None`` for what is missing."""
    return frame.astype(object).where(frame.notna(), None).to_dict("records")


def cell_text(value: Any, absent: str = ABSENT) -> str:
    """Text that may hold anything, safe for the terminal."""
    return escape(_CONTROL.sub("", str(value))) if value is not None else absent


def number(value: float, *, signed: bool = False) -> str:
    """A number as printed in English, with a real minus; changes to one decimal."""
    digits = f"{value:+,.1f}".removesuffix(".0") if signed else f"{value:,.10g}"
    return digits.replace(",", " ").replace("-", "−")


def amount(value: float, unit: str | None, *, signed: bool = False) -> str:
    """A number with the sign of its unit, where the unit has one."""
    return number(value, signed=signed) + SIGNS.get(unit or "", "")


def new_table(title: str, headers: Sequence[str], *, caption: str | None = None) -> Table:
    """An empty table that wraps to the width of the terminal."""
    made = Table(
        title=title,
        caption=caption,
        box=box.SIMPLE_HEAD,
        title_justify="left",
        caption_justify="left",
        title_style="bold",
        caption_style="",
        pad_edge=False,
        padding=(0, 1, 0, 0),
        expand=True,
    )
    for header in headers:
        made.add_column(header, overflow="fold", vertical="top")
    return made
