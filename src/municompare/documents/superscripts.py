"""Raised digits, so that a footnote's number never becomes part of a figure."""

from __future__ import annotations

from typing import Final

__all__ = ["raised"]

_RAISED: Final = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def raised(text: str) -> str:
    """Return a text whose digits are raised.

    Examples
    --------
    >>> "6,6" + raised("1")
    '6,6¹'
    """
    return text.translate(_RAISED)
