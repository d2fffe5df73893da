"""Directions that a verb gives to a measure."""

from __future__ import annotations

import re

from municompare.model.quantity import Comparator

__all__ = ["direction"]


def direction(match: re.Match[str]) -> Comparator:
    """Comparator of a match with the groups ``increase``, ``decrease`` and ``not``."""
    if match["increase"]:
        return "not_increase" if match["not"] else "increase"
    return "not_decrease" if match["not"] else "decrease"
