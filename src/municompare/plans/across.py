"""Relations that lead from one plan to another."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["ACROSS", "is_of_another_plan"]

ACROSS: Final = "conflicts_with"
"""The relation that may lead to an element of another plan; a person states it by curation."""

_ELEMENT: Final = re.compile(r"(?P<plan>[a-z0-9]+(?:-[a-z0-9]+)*)/[a-z_]+/\S+")


def is_of_another_plan(identifier: str, key: str) -> bool:
    """Whether an id is that of a row of a plan with another key.

    Examples
    --------
    >>> is_of_another_plan("annanby-2020/goal/fler-arbete", "exempelby-2020")
    True
    >>> is_of_another_plan("no id", "exempelby-2020")
    False
    """
    found = _ELEMENT.fullmatch(identifier)
    return found is not None and found["plan"] != key
