"""What the ledger is asked for: panels and peer groups, all checked at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Any, TypeAlias

from municompare.comparison.benchmark_input import number_problems, problem, raise_errors
from municompare.comparison.ledger_series import Figures
from municompare.errors import Issue
from municompare.model.peers import PeerSet
from municompare.statistics.panel import Panel

if TYPE_CHECKING:
    from municompare.plans import Plans

__all__ = ["Panels", "PeerSets", "checked_figures", "checked_peers", "listed_peers"]

Panels: TypeAlias = Panel | Iterable[Panel]
"""One panel, or several: one for each country or publisher."""

PeerSets: TypeAlias = PeerSet | Iterable[PeerSet] | Mapping[str, PeerSet]
"""One peer set, or one for each country."""


def checked_figures(plans: Plans, panel: Panels) -> Figures:
    """Give the figures to look in.

    Raises
    ------
    MunicompareError
        MC102, if something is no panel; MC885, if no panel is of a country of the plans; MC887, if
        two hold the same measure of one country.
    """
    panels: list[Any] = [panel] if isinstance(panel, Panel) else _listed(panel)
    problems = list(_wrong_types("a Panel", panels, Panel, "Read one with Panel.from_csv."))
    raise_errors(problems)
    figures = Figures(panels)
    wanted = {plan.municipality[:2] for plan in plans.values()}
    if wanted.isdisjoint(figures.countries):
        problems.append(
            problem(
                "MC885",
                f"expected figures of {_list(wanted)}, found {_list(figures.countries)}.",
                "Give a panel of a country of the plans.",
            )
        )
    problems += _shared_measures(figures)
    raise_errors(problems)
    return figures


def _shared_measures(figures: Figures) -> Iterator[Issue]:
    for country in figures.countries:
        for one, other in combinations(figures.of_country(country), 2):
            both = sorted(set(one.indicators) & set(other.indicators))
            if both:
                yield problem(
                    "MC887",
                    f"expected each measure of {country} in one panel, found {_list(both[:13])} in "
                    "two.",
                    "Leave one of the panels out, or select indicators.",
                    both,
                )


def checked_peers(
    plans: Plans, peers: PeerSets | None, *, min_peers: int, window: int
) -> dict[str, PeerSet]:
    """Give the peer set of each country, where there is one.

    Raises
    ------
    MunicompareError
        MC102, if something is no peer set; MC886, if a set is of no country of the plans, of
        another than it is given for, or a second one of its country; MC854, if ``min_peers`` or
        ``window`` is no number from 1 on.
    """
    problems = [*number_problems("min_peers", [min_peers]), *number_problems("window", [window])]
    named = dict(peers) if isinstance(peers, Mapping) else {}
    listed: Sequence[Any] = (
        [] if peers is None else [peers] if isinstance(peers, PeerSet) else _listed(peers)
    )
    problems += _wrong_types("a PeerSet", listed, PeerSet, "Make one with comparison.peers.")
    raise_errors(problems)
    for country, peer_set in named.items():
        if country not in _countries(peer_set):
            problems.append(
                problem(
                    "MC886",
                    f"expected peer groups of {country}, found {peer_set.title!r} of "
                    f"{_list(_countries(peer_set))}.",
                    "Name each peer set by its country, such as {'SE': peers}.",
                )
            )
    wanted = {plan.municipality[:2] for plan in plans.values()}
    found: dict[str, PeerSet] = {}
    for peer_set in listed:
        own = wanted & _countries(peer_set)
        if not own:
            problems.append(_foreign(wanted, peer_set))
        for country in sorted(own):
            if country in found:
                problems.append(
                    problem(
                        "MC886",
                        f"expected one peer set of {country}, found {found[country].title!r} and "
                        f"{peer_set.title!r}.",
                        "Give one at a time: positions in different groups are not put together.",
                    )
                )
            found[country] = peer_set
    raise_errors(problems)
    return found


def listed_peers(plans: Plans, peers: PeerSet | Iterable[PeerSet], **numbers: int) -> list[PeerSet]:
    """Give all peer sets, of which a country may have several.

    Raises
    ------
    MunicompareError
        MC102, if something is no peer set; MC886, if a set is of no country of the plans; MC854,
        if a setting is no number from 1 on.
    """
    problems = [each for name in numbers for each in number_problems(name, [numbers[name]])]
    sets: list[Any] = [peers] if isinstance(peers, PeerSet) else _listed(peers)
    problems += _wrong_types("a PeerSet", sets, PeerSet, "Make one with comparison.peers.")
    raise_errors(problems)
    wanted = {plan.municipality[:2] for plan in plans.values()}
    problems += [_foreign(wanted, each) for each in sets if not wanted & _countries(each)]
    raise_errors(problems)
    return sets


def _foreign(wanted: Iterable[str], peers: PeerSet) -> Issue:
    return problem(
        "MC886",
        f"expected peer groups of {_list(wanted)}, found {peers.title!r} of "
        f"{_list(_countries(peers))}.",
        "Give peer groups of a country of the plans.",
    )


def _listed(given: object) -> list[Any]:
    """The members of what was given; what has none is its own and only member."""
    if isinstance(given, Mapping):
        return list(given.values())
    return list(given) if isinstance(given, Iterable) and not isinstance(given, str) else [given]


def _wrong_types(
    expected: str, given: Sequence[object], wanted: type, remedy: str
) -> Iterator[Issue]:
    for each in given:
        if not isinstance(each, wanted):
            yield problem(
                "MC102", f"expected {expected}, found {type(each).__name__} {each!r:.60}.", remedy
            )


def _countries(peers: PeerSet) -> set[str]:
    return {name[:2] for name in peers.municipalities}


def _list(names: Iterable[str]) -> str:
    return ", ".join(sorted(names)) or "none"
