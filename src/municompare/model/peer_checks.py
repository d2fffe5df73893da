"""Whether a set of peer groups agrees with itself."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from math import isfinite
from typing import TYPE_CHECKING, Final

from municompare.errors import Issue, Reading
from municompare.model.column import MUNICIPALITY
from municompare.model.quantity import Period

if TYPE_CHECKING:
    from municompare.model.peers import PeerGroup, PeerSet

__all__ = ["contradictions"]

_ID: Final = re.compile(MUNICIPALITY)


def contradictions(peers: PeerSet) -> Iterator[Issue]:
    """Say everything that is wrong with a set."""

    def issue(code: str, message: str, remedy: str, *, group: PeerGroup | None = None) -> Issue:
        place = () if group is None else (Reading(document=peers.key, locator=group.name),)
        return Issue(code=code, severity="error", message=message, remedy=remedy, readings=place)

    if peers.klynge and not peers.official:
        yield issue(
            "MC810",
            "expected groups that are called klynger to be official, found groups that are not.",
            "Only a list that a public body publishes as klynger has that name.",
        )
    if peers.valid_for is not None:
        try:
            Period.parse(peers.valid_for)
        except ValueError as error:
            yield issue("MC810", f"valid_for: {error}.", "Give the period in ISO 8601.")
    foci = [group.focus for group in peers.groups]
    if None in foci and any(focus is not None for focus in foci):
        yield issue(
            "MC810",
            "expected groups that all have a focus or all have none, found both.",
            "Make two peer sets of them.",
        )
    if peers.construct == "typology" and any(focus is not None for focus in foci):
        yield issue(
            "MC810",
            "expected a typology's groups to have no focus, found groups with one.",
            "Name another construct, or leave the focus out.",
        )
    for focus, count in Counter(focus for focus in foci if focus is not None).items():
        if count > 1:
            yield issue(
                "MC810",
                f"expected one list for {focus}, found {count}.",
                "Keep one, or make a peer set of each.",
            )
    for group in peers.groups:
        ids = (*group.members, *([group.focus] if group.focus is not None else []))
        if wrong := [text for text in ids if not _ID.fullmatch(text)]:
            yield issue(
                "MC801",
                f"expected ids of municipalities, found {', '.join(map(repr, wrong))}.",
                "An id is the country and the official code, such as 'SE-0580'.",
                group=group,
            )
        if len({text[:2] for text in ids}) > 1:
            yield issue(
                "MC803",
                f"expected municipalities of one country, found {', '.join(ids)}.",
                "Across countries compare positions, each within its own group.",
                group=group,
            )
        if twice := [text for text, count in Counter(group.members).items() if count > 1]:
            yield issue(
                "MC802",
                f"expected every member once, found {', '.join(twice)} more than once.",
                "Remove the repetition; a repeated member would weigh twice.",
                group=group,
            )
        if group.distances is not None and (
            len(group.distances) != len(group.members)
            or not all(isfinite(distance) and distance >= 0 for distance in group.distances)
        ):
            yield issue(
                "MC810",
                f"expected {len(group.members)} distances from 0 on, found {group.distances}.",
                "Give one finite distance for each member.",
                group=group,
            )
        if (group.reason is None) != bool(group.members):
            yield issue(
                "MC810",
                "expected members or a reason why there are none, found "
                + ("both." if group.members else "neither."),
                "Give the reason only where there are no members.",
                group=group,
            )
