"""Bodies that two plans name: which are one, and which stand against each other."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from municompare.errors import Reading
from municompare.model.plan import PlanRecord
from municompare.text.words import plain

__all__ = ["Bodies"]

_PARTS: Final = re.compile(r"\s*[;,]\s*|\s+(?:och|og|samt)\s+")
_REMARK: Final = re.compile(r"\([^)]*\)")
_ANYONE: Final = {
    *("alla", "samtliga", "varje", "respektive", "berörda"),
    *("alle", "samtlige", "hver", "respektive", "berørte"),
}
"""Words of a group that holds other bodies, in the languages of the documents."""
_UNTOLD: Final = "unknown"
_SHORTEST: Final = 5
_LONGEST_ENDING: Final = 3


class Bodies:
    """The bodies of an adopted plan and of a proposal.

    Parameters
    ----------
    adopted, proposal : PlanRecord
        The plans.
    """

    def __init__(self, adopted: PlanRecord, proposal: PlanRecord) -> None:
        self._plans = (adopted, proposal)
        self._names: dict[str, str] = {}
        self._kinds: dict[str, str | None] = {}
        for row in (*adopted.organisations, *proposal.organisations):
            self._kinds.setdefault(plain(row.name), row.kind)
            if row.abbreviation:
                self._names[plain(row.abbreviation)] = plain(row.name)

    def is_one(self, one: str, other: str) -> bool:
        """Whether two names are of one body, as far as endings and abbreviations go."""
        first, second = (self._names.get(plain(name), plain(name)) for name in (one, other))
        short, long = sorted((first, second), key=len)
        return first == second or (
            len(short) >= _SHORTEST
            and long.startswith(short)
            and len(long) - len(short) <= _LONGEST_ENDING
        )

    def differ(self, one: str | None, other: str | None) -> bool:
        """Whether two statements name bodies of one kind, and none in common.

        Bodies of different kinds may both be responsible, each at its tier, and a group ("all
        committees") may hold any of them.
        """
        if not one or not other or _UNTOLD in (one, other):
            return False
        first, second = (_parts(text) for text in (one, other))
        if any(self._is_group(text) for text in (one, other, *first, *second)):
            return False
        if any(self.is_one(mine, theirs) for mine in first for theirs in second):
            return False
        kinds = [{self._kind(name) for name in names} for names in (first, second)]
        return kinds[0] == kinds[1]

    def _is_group(self, name: str) -> bool:
        return self._kind(name) == "group" or bool(_ANYONE & set(name.casefold().split()))

    def _kind(self, name: str) -> str | None:
        known = self._names.get(plain(name), plain(name))
        return next((kind for n, kind in self._kinds.items() if self.is_one(n, known)), None)

    def differing_roles(self, mine: str, theirs: str) -> Iterator[tuple[str, Reading, Reading]]:
        """Roles that the plans give to different bodies, with the places that say so.

        Parameters
        ----------
        mine, theirs : str
            Id of the element in the adopted plan and in the proposal.
        """
        first, second = (
            self._roles(plan, element)
            for plan, element in zip(self._plans, (mine, theirs), strict=True)
        )
        for role in first:
            names = [
                "; ".join(body for body, _ in roles.get(role, ())) for roles in (first, second)
            ]
            if self.differ(*names):
                yield role, first[role][0][1], second[role][0][1]

    @staticmethod
    def _roles(plan: PlanRecord, element: str) -> dict[str, list[tuple[str, Reading]]]:
        names = {row.id: row.name for row in plan.organisations}
        roles: defaultdict[str, list[tuple[str, Reading]]] = defaultdict(list)
        for row in plan.responsibilities:
            if row.element == element:
                name = names.get(row.organisation, row.organisation)
                where = Reading(text=row.basis or name, document=row.document, locator=row.locator)
                roles[row.role].append((name, where))
        return dict(roles)


def _parts(text: str) -> list[str]:
    """Each body of a list, without remarks in brackets; a name broken at a hyphen stays whole."""
    plain = re.sub(r"-\s+(och|og)\s+", r"-\1-", _REMARK.sub(" ", text))
    return [part for part in _PARTS.split(plain) if part.strip()]
