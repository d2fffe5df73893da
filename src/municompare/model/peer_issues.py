"""What speaks against using a peer group for a comparison: one rule for each code."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from municompare.errors import Issue, IssueReport, MunicompareError, Reading
from municompare.model.quantity import Period

if TYPE_CHECKING:
    from municompare.model.peers import PeerSet

__all__ = ["MAX_SIZE_RATIO", "judged"]

MAX_SIZE_RATIO: Final = 5.0
"""How many times the inhabitants a peer may have before its size is an issue."""


def judged(
    peers: PeerSet,
    *,
    periods: tuple[str, ...],
    themes: tuple[str, ...],
    benefit: str | None,
    outcomes: tuple[str, ...],
    compared: tuple[str, ...],
    populations: Mapping[str, float] | None,
    max_size_ratio: float,
) -> IssueReport:
    """All issues of a set for one comparison, as ``PeerSet.issues`` describes it."""
    for municipality in compared:
        peers.groups_of(municipality)
    found = [*_findings(peers, compared)]
    if periods:
        found += _anachronistic(peers, periods)
    found += _wrong_purpose(peers, themes, benefit)
    if populations is not None:
        found += _size(peers, compared or peers.municipalities, populations, max_size_ratio)
    found += _contains(peers, compared)
    if outcomes:
        found += _selected(peers, outcomes)
    if not peers.official:
        found.append(
            Issue(
                code="MC827",
                severity="info",
                message=f"{peers.title!r} is not published by a public body.",
                remedy="Show an official group beside it, or say that this one is your own.",
                readings=(Reading(document=peers.key),),
            )
        )
    return IssueReport.of(found)


def _findings(peers: PeerSet, compared: tuple[str, ...]) -> Iterator[Issue]:
    """What the making reported, as far as it touches the municipalities that are compared."""
    for finding in peers.findings:
        touched = tuple(place for place in finding.readings if place.locator in compared)
        if not compared or not finding.readings:
            yield finding
        elif touched:
            yield replace(finding, readings=touched)


def _cannot_judge(peers: PeerSet, message: str, remedy: str, places: Iterable[str] = ()) -> Issue:
    return Issue(
        code="MC828",
        severity="info",
        message=message,
        remedy=remedy,
        readings=tuple(Reading(document=peers.key, locator=place) for place in places),
    )


def _anachronistic(peers: PeerSet, periods: tuple[str, ...]) -> Iterator[Issue]:
    parsed, wrong = [], []
    for text in periods:
        try:
            parsed.append(Period.parse(text))
        except ValueError as error:
            wrong.append(
                Issue(
                    code="MC805",
                    severity="error",
                    message=f"{error}.",
                    remedy="Give periods in ISO 8601, such as 2019 or 2013/2015.",
                    readings=(Reading(text=text),),
                )
            )
    if wrong:
        raise MunicompareError(IssueReport.of(wrong))
    if peers.model_year is None:
        yield _cannot_judge(
            peers,
            f"the year of {peers.title!r} is not stated, so it may be younger than the period.",
            "Find out for which year the groups were made and state it.",
        )
        return
    before = [period.text for period in parsed if period.end.year < peers.model_year]
    if before:
        span = before[0] if len(before) == 1 else f"{min(before)} to {max(before)}"
        if len(before) < len(parsed):
            span = f"{len(before)} of {len(parsed)} periods ({span})"
        yield Issue(
            code="MC821",
            severity="warning",
            message=f"{peers.title!r} is a model of {peers.model_year}, later than "
            f"{span}: it may reflect what happened since.",
            remedy="Use groups of that time, or say that the list serves all periods.",
            readings=(Reading(text=str(peers.model_year), document=peers.key),),
        )


def _wrong_purpose(peers: PeerSet, themes: tuple[str, ...], benefit: str | None) -> Iterator[Issue]:
    wanted = [
        ("theme", peers.theme, themes),
        ("benefit", peers.benefit, () if benefit is None else (benefit,)),
    ]
    for what, own, asked in wanted:
        if own is not None and asked and own not in asked:
            yield Issue(
                code="MC822",
                severity="warning",
                message=f"{peers.title!r} was made for the {what} {own!r}, and the comparison is "
                f"about {' or '.join(map(repr, asked))}.",
                remedy=f"Use groups of that {what}.",
                readings=(Reading(text=own, document=peers.key),),
            )


def _size(
    peers: PeerSet, foci: tuple[str, ...], populations: Mapping[str, float], limit: float
) -> Iterator[Issue]:
    # a missing value is not above zero
    known = {municipality: size for municipality, size in populations.items() if size > 0}
    ratios: list[tuple[float, str, str]] = []
    unknown: set[str] = set()
    for focus in foci:
        for peer in peers.peers_of(focus):
            missing = {focus, peer} - known.keys()
            unknown |= missing
            if not missing:
                ratio = max(known[focus], known[peer]) / min(known[focus], known[peer])
                if ratio > limit:
                    ratios.append((ratio, focus, peer))
    if ratios:
        ratios.sort(key=lambda row: (-row[0], row[1:]))
        largest, focus, peer = ratios[0]
        yield Issue(
            code="MC823",
            severity="warning",
            message=f"{len(ratios)} peers in {len({row[1] for row in ratios})} of {len(foci)} "
            f"groups have more than {limit:g} times the inhabitants of the municipality, or less "
            f"than one part in {limit:g}; furthest apart are {focus} and {peer} "
            f"({largest:.1f} times).",
            remedy="Small municipalities vary more from year to year; show results without them.",
            readings=tuple(
                Reading(text=f"{peer}: {ratio:.1f}", document=peers.key, locator=focus)
                for ratio, focus, peer in ratios
            ),
        )
    if unknown:
        yield _cannot_judge(
            peers,
            f"the number of inhabitants of {len(unknown)} municipalities is not known, so their "
            "size cannot be judged.",
            "Give populations of all municipalities.",
            sorted(unknown),
        )


def _contains(peers: PeerSet, compared: tuple[str, ...]) -> Iterator[Issue]:
    """A list that holds its own focus, and compared municipalities that are each other's peers.

    A typology's group holds the municipality by nature, which is therefore no finding.
    """
    places = [
        Reading(text=member, document=peers.key, locator=focus)
        for focus in compared or peers.municipalities
        for group in peers.groups_of(focus)
        for member in group.members
        if (member in compared and member != focus) or member == group.focus
    ]
    if places:
        yield Issue(
            code="MC824",
            severity="warning",
            message="the group of "
            + "; the group of ".join(
                f"{place.locator} contains {place.text}" for place in places[:3]
            )
            + ("; and more" if len(places) > 3 else "")
            + ": a municipality that is compared also makes up what it is compared with.",
            remedy="Peers never include the municipality itself; show the result without the "
            "other one too.",
            readings=tuple(places),
        )


def _selected(peers: PeerSet, outcomes: tuple[str, ...]) -> Iterator[Issue]:
    both = [text for text in outcomes if text in peers.variables]
    if both:
        yield Issue(
            code="MC826",
            severity="warning",
            message=f"{peers.title!r} was selected on {', '.join(both)}, which is compared: peers "
            "are near on it by construction.",
            remedy="Select peers on other variables, or compare another outcome.",
            readings=tuple(Reading(text=text, document=peers.key) for text in both),
        )
    if not peers.variables:
        yield _cannot_judge(
            peers,
            f"the variables behind {peers.title!r} are not stated, so it may be selected on what "
            "is compared.",
            "State the variables if the publisher gives them.",
        )
