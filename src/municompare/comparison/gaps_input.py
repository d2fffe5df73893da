"""What a gap estimate is asked for: everything checked at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, get_args

from municompare.comparison.benchmark_input import raise_errors
from municompare.comparison.gaps_checks import (
    choice_problems,
    foci_of,
    indicators_of,
    name_problems,
    number_problems,
    peer_problems,
    population_problems,
    size_problems,
    windows_of,
)
from municompare.comparison.gaps_request import (
    METHODS,
    Allowed,
    Asked,
    Bridge,
    Method,
    Placebos,
    Spec,
    Windows,
)
from municompare.comparison.peers_search import names_of
from municompare.comparison.peers_tables import is_whole
from municompare.errors import Issue
from municompare.model.event import Event, Shock
from municompare.model.peers import PeerSet

if TYPE_CHECKING:
    from municompare.statistics.panel import Panel

__all__ = ["asked"]


def asked(
    panel: Panel,
    event: Event | None,
    *,
    pre: Windows,
    post: Windows,
    peers: PeerSet | Iterable[PeerSet] = (),
    focus: str | Iterable[str] | None = None,
    indicators: str | Iterable[str] | None = None,
    methods: Method | Iterable[Method] = METHODS,
    fit_from: int | None = None,
    group: str = "total",
    placebos: Placebos | None = None,
    size_factor: float = 3.0,
    population: Mapping[str, float] | None = None,
    studentise: bool = True,
    bridge: Bridge | None = None,
    allow: Allowed | Iterable[Allowed] = (),
    min_peers: int = 3,
    level: float = 0.05,
    power: float = 0.8,
    shocks: Iterable[Shock] | None = None,
    themes: str | Iterable[str] = (),
) -> Asked:
    """Check what ``gap_estimates`` was asked for, and raise one error with all that is wrong."""
    sets = (peers,) if isinstance(peers, PeerSet) else tuple(peers)
    wanted: tuple[Any, ...] = tuple(dict.fromkeys(names_of(methods)))
    allowed = frozenset(names_of(allow))
    issues: list[Issue] = []
    foci, noted = foci_of(panel, event, focus)
    issues += noted
    keys, noted = indicators_of(panel, event, indicators)
    issues += noted
    issues += name_problems([group], panel.groups, "group")
    windows, noted = windows_of(panel, pre, post, fit_from)
    issues += noted
    issues += peer_problems(sets, wanted, {name[:2] for name in foci})
    issues += choice_problems("methods", wanted, METHODS, needed=True)
    issues += choice_problems("allow", sorted(allowed), get_args(Allowed))
    issues += choice_problems("bridge", [] if bridge is None else [bridge], get_args(Bridge))
    issues += choice_problems(
        "placebos", [] if placebos is None else [placebos], get_args(Placebos)
    )
    issues += number_problems(size_factor, min_peers, level, power)
    issues += population_problems(population)
    raise_errors(issues)
    country = foci[0][:2]
    request = Asked(
        panel=panel,
        event=event,
        municipalities=tuple(
            sorted(n for n in panel.municipalities if n[:2] == country and not is_whole(n))
        ),
        foci=foci,
        indicators=keys,
        windows=windows,
        specs=tuple(_specs(wanted, sets)),
        group=group,
        placebos=placebos,
        size_factor=size_factor,
        population=population,
        studentise=studentise,
        bridge=bridge,
        allow=allowed,
        min_peers=min_peers,
        level=level,
        power=power,
        shocks=None if shocks is None else tuple(shocks),
        themes=tuple(names_of(themes)),
    )
    if placebos == "size_matched":
        raise_errors(size_problems(request))
    return request


def _specs(methods: Sequence[Method], sets: Sequence[PeerSet]) -> Iterator[Spec]:
    for method in methods:
        if method == "did":
            yield from (Spec(method, peers) for peers in sets)
        else:
            yield Spec(method)
