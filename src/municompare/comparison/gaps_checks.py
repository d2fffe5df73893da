"""What is wrong with a request for gap estimates: every problem, none of them raised here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from difflib import get_close_matches
from itertools import product
from numbers import Integral, Real
from typing import TYPE_CHECKING, Any

import numpy as np

from municompare.comparison.benchmark_input import problem
from municompare.comparison.gaps_request import (
    Asked,
    Window,
    inhabitants,
    span,
    years_of,
)
from municompare.comparison.peers_search import names_of
from municompare.comparison.peers_tables import is_whole
from municompare.errors import Issue
from municompare.model.event import Event
from municompare.model.peers import PeerSet

if TYPE_CHECKING:
    from municompare.statistics.panel import Panel

__all__ = [
    "choice_problems",
    "foci_of",
    "indicators_of",
    "name_problems",
    "number_problems",
    "peer_problems",
    "population_problems",
    "size_problems",
    "windows_of",
]


def foci_of(
    panel: Panel, event: object, focus: str | Iterable[str] | None
) -> tuple[tuple[str, ...], list[Issue]]:
    """Municipalities in focus: those named, else that of the event."""
    if event is not None and not isinstance(event, Event):
        return (), [
            problem(
                "MC875",
                f"expected an Event, found {event!r:.60}.",
                "Make one with Event(…); name municipalities without one as focus=.",
            )
        ]
    if focus is None and event is None:
        remedy = "Name a municipality as focus, or give an event."
        return (), [problem("MC871", "expected a municipality in focus, found none.", remedy)]
    named = () if focus is None else names_of(focus)
    names = tuple(dict.fromkeys(named)) if event is None or focus is not None else ()
    if event is not None:
        if any(name != event.municipality for name in names):
            return names, [
                problem(
                    "MC875",
                    f"expected {event.municipality}, where the event was, in focus, found "
                    f"{', '.join(names)}.",
                    "Leave focus out; other municipalities are its placebos.",
                    names,
                )
            ]
        names = (event.municipality,)
    known = [name for name in panel.municipalities if not is_whole(name)]
    issues = list(name_problems(names, known, "municipality"))
    if not names:
        issues.append(
            problem("MC871", "expected a municipality in focus, found none.", "Name at least one.")
        )
    if len({name[:2] for name in names}) > 1:
        issues.append(
            problem(
                "MC871",
                f"expected municipalities of one country in focus, found {', '.join(names)}.",
                "Ask for each country by itself.",
                names,
            )
        )
    return names, issues


def indicators_of(
    panel: Panel, event: object, indicators: str | Iterable[str] | None
) -> tuple[tuple[str, ...], list[Issue]]:
    """The measures asked for; those of an event need not be in the panel."""
    if indicators is None and isinstance(event, Event) and event.measures:
        return tuple(dict.fromkeys(event.measures)), []
    names = panel.indicators if indicators is None else names_of(indicators)
    issues = list(name_problems(names, panel.indicators, "indicator"))
    if not names:
        issues.append(problem("MC871", "expected an indicator, found none.", "Name at least one."))
    return tuple(dict.fromkeys(names)), issues


def name_problems(names: Sequence[str], known: Sequence[str], what: str) -> Iterator[Issue]:
    """Say which names the panel does not have."""
    for name in names:
        if name not in known:
            close = get_close_matches(str(name), known, n=1)
            hint = f" (did you mean {close[0]!r}?)" if close else ""
            yield problem(
                "MC871",
                f"expected a{'n' if what[0] in 'aeiou' else ''} {what} of the panel, found "
                f"{name!r}{hint}.",
                "See `municipalities`, `indicators` and `groups` of the panel.",
                [str(name)],
            )


def windows_of(
    panel: Panel, pre: object, post: object, fit_from: object
) -> tuple[tuple[Window, ...], list[Issue]]:
    """Every window before with every window after."""
    issues: list[Issue] = []
    befores, afters = _pairs(pre, "pre", issues), _pairs(post, "post", issues)
    windows = []
    for before, after in product(befores, afters):
        first: object = before[0] if fit_from is None else fit_from
        if before[1] >= after[0]:
            issues.append(
                problem(
                    "MC872",
                    f"expected years before to end before those after start, found "
                    f"{span(*before)} and {span(*after)}.",
                    "Every pre window is combined with every post window; give windows that fit.",
                )
            )
        elif not isinstance(first, Integral) or int(first) > before[0]:
            issues.append(
                problem(
                    "MC872",
                    f"expected fit_from as a year up to {before[0]}, found {fit_from!r}.",
                    "The fit ends with the years before and covers them.",
                )
            )
        else:
            windows.append(Window(before, after, int(first)))
    held = years_of(panel)
    absent = sorted({year for window in windows for year in window.years} - set(held))
    if absent:
        issues.append(
            problem(
                "MC872",
                f"expected years of the panel, found {', '.join(map(str, absent))}.",
                f"The panel has the years {', '.join(map(str, held)) or 'none'}.",
            )
        )
    return tuple(windows), issues


def _pairs(given: Any, name: str, issues: list[Issue]) -> list[tuple[int, int]]:
    several = isinstance(given, Sequence) and not isinstance(given, str)
    is_pair = several and len(given) == 2 and all(isinstance(x, Integral | str) for x in given)
    pairs = []
    for each in [given] if is_pair or not several else given:
        try:
            first, last = (int(year) for year in each)
            ordered = 1000 <= first <= last <= 9999
        except (TypeError, ValueError):
            ordered = False
        if ordered:
            pairs.append((first, last))
        else:
            issues.append(
                problem(
                    "MC872",
                    f"expected first and last year in {name}, found {each!r}.",
                    "Write (2013, 2015), or a list of such pairs.",
                )
            )
    if several and not len(given):
        issues.append(
            problem("MC872", f"expected years in {name}, found none.", "Write (2013, 2015).")
        )
    return list(dict.fromkeys(pairs))


def peer_problems(
    sets: Sequence[object], methods: Sequence[str], countries: AbstractSet[str]
) -> Iterator[Issue]:
    """Say why peer groups cannot serve."""
    if "did" in methods and not sets:
        yield problem(
            "MC873",
            "expected peer groups for the method 'did', found none.",
            "Give peers, or name other methods.",
        )
    seen = set()
    for peers in sets:
        if not isinstance(peers, PeerSet):
            yield problem(
                "MC873",
                f"expected peer groups, found {peers!r:.60}.",
                "Give a PeerSet, or several.",
            )
            continue
        grouped = sorted({name[:2] for name in peers.municipalities})
        if countries and countries.isdisjoint(grouped):
            yield problem(
                "MC873",
                f"expected peer groups of {', '.join(sorted(countries))}, found {peers.title!r} of "
                f"{', '.join(grouped) or 'no country'}.",
                "Take groups of the country of the municipality in focus.",
                [peers.key],
            )
        if (peers.key, peers.model_year) in seen:
            yield problem(
                "MC873",
                f"expected peer groups with different keys or years, found {peers.key!r} twice.",
                "Leave one out, or give it another key.",
            )
        seen.add((peers.key, peers.model_year))


def choice_problems(
    name: str, given: Sequence[str], known: Sequence[str], *, needed: bool = False
) -> Iterator[Issue]:
    """Say which words are not among those that a setting knows."""
    if needed and not given:
        yield problem("MC874", f"expected {name}, found none.", f"There are {', '.join(known)}.")
    for each in given:
        if each not in known:
            close = get_close_matches(str(each), known, n=1)
            hint = f" (did you mean {close[0]!r}?)" if close else ""
            yield problem(
                "MC874",
                f"expected {name} from {', '.join(known)}, found {each!r}{hint}.",
                "Name one of them.",
            )


def number_problems(
    size_factor: object, min_peers: object, level: object, power: object
) -> Iterator[Issue]:
    """Say which numbers are not possible."""
    for name, value, expected, least, most in (
        ("size_factor", size_factor, "a number from 1 on", 1.0, np.inf),
        ("min_peers", min_peers, "a whole number from 1 on", 1.0, np.inf),
        ("level", level, "a number between 0 and 1", np.nextafter(0, 1), 1.0),
        ("power", power, "a number between 0 and 1", np.nextafter(0, 1), 1.0),
    ):
        whole = name != "min_peers" or isinstance(value, Integral)
        is_number = isinstance(value, Real) and not isinstance(value, bool)
        if not (whole and is_number and least <= float(value) < most):  # type: ignore[arg-type]
            yield problem("MC874", f"expected {name} as {expected}, found {value!r}.", "Change it.")


def population_problems(population: Any) -> Iterator[Issue]:
    """Say which numbers of inhabitants are none."""
    if population is None:
        return
    if not isinstance(population, Mapping):
        yield problem(
            "MC874",
            f"expected inhabitants by municipality, found {type(population).__name__}.",
            "Give a mapping such as {'SE-0580': 161034}.",
        )
        return
    wrong = [
        str(name)
        for name, number in population.items()
        if not isinstance(number, Real) or not 0 < float(number) < np.inf
    ]
    if wrong:
        yield problem(
            "MC874",
            f"expected numbers of inhabitants above zero, found others for {', '.join(wrong)}.",
            "Leave out municipalities whose inhabitants are not known.",
            wrong,
        )


def size_problems(request: Asked) -> Iterator[Issue]:
    """Say of whom inhabitants are not known, though placebos are to be of about the same size."""
    for window in request.windows:
        sizes = inhabitants(request, window.pre[1])
        for focus in request.foci:
            row = request.municipalities.index(focus)
            if sizes is None or not np.isfinite(sizes[row]):
                yield problem(
                    "MC874",
                    f"expected inhabitants of {focus} up to {window.pre[1]} for placebos of its "
                    "size, found none.",
                    "Give population, take a panel that holds it, or ask for all placebos.",
                    [focus],
                )
