"""What may be claimed of a gap: why it is refused, what else happened, and which claim is left."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final, Literal, TypeAlias

import numpy as np

from municompare.comparison.gaps_numbers import Gaps
from municompare.comparison.gaps_placebos import TIES, Standing
from municompare.comparison.gaps_request import Asked, Figures, Spec, Window
from municompare.definitions import series_breaks, shocks
from municompare.io import read_crosswalk
from municompare.model.crosswalk import Crosswalk
from municompare.model.event import Shock
from municompare.model.panel import SeriesBreak
from municompare.model.quantity import Period
from municompare.statistics.layout import STATUSES

__all__ = [
    "Case",
    "Claim",
    "Refusal",
    "Surroundings",
    "claim_of",
    "early_refusals",
    "fit_refusals",
    "limits_of",
    "missing_figures",
    "peer_codes",
    "surroundings_of",
]

Claim: TypeAlias = Literal["description", "relative_change", "estimate_under_assumptions"]
"""How much may be said of a number, weakest first."""

_TREND: Final = 0.10
_FEWEST_PLACEBOS: Final = 19
_FEWEST_YEARS: Final = 3
_YOUNGER: Final = "MC821"
_SHARED: Final = "MC824"
_AGAINST_PEERS: Final = {
    _YOUNGER: "peers of a younger model",
    "MC822": "peers were chosen for another theme",
    "MC823": "peers of a very different size",
    "MC826": "peers were selected on the outcome",
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why there is no estimate: a word, and a sentence."""

    word: str
    text: str


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What happened to a measure within the years of a window, besides the event."""

    breaks: tuple[SeriesBreak, ...] = ()
    shocks: tuple[Shock, ...] = ()
    is_judged: bool = True


@dataclass(frozen=True, slots=True)
class Case:
    """One row of the curve, before any figures: what is asked, and what is known of it."""

    request: Asked
    focus: str
    indicator: str
    window: Window
    spec: Spec
    around: Surroundings
    codes: tuple[str, ...]

    @property
    def row(self) -> int:
        """Place of the focus among the municipalities."""
        return self.request.municipalities.index(self.focus)

    @property
    def has_group(self) -> bool:
        """Whether there are peers where the method needs a peer group."""
        return self.spec.peers is None or self.focus in self.spec.peers.municipalities


def surroundings_of(request: Asked, indicator: str, window: Window) -> Surroundings:
    """Find the breaks and shocks of an indicator from the first fitted to the last year."""
    first, last = date(window.years[0], 1, 1), date(window.post[1], 12, 31)
    near = [
        shock
        for shock in (shocks() if request.shocks is None else request.shocks)
        if request.country in shock.countries
        and Period.parse(shock.starts).start <= last
        and (shock.ends is None or Period.parse(shock.ends).end >= first)
    ]
    concepts: set[str] = set()
    if near:
        concepts = {mapping.concept for mapping in _crosswalk().measure_mappings(indicator)}
    touching = tuple(
        shock
        for shock in near
        if indicator in shock.measures or not concepts.isdisjoint(shock.concepts)
    )
    return Surroundings(
        _breaks(request, indicator, window), touching, bool(concepts or touching) or not near
    )


@cache
def _crosswalk() -> Crosswalk:
    """The bundled mappings; reading them for every measure would take longer than all the rest."""
    return read_crosswalk()


def _breaks(request: Asked, indicator: str, window: Window) -> tuple[SeriesBreak, ...]:
    """Breaks after the beginning of the first year: the panel's own, and the bundled ones."""
    own = request.panel.indicator(indicator).breaks
    known = {each.starts for each in own}
    bundled = (
        SeriesBreak(starts=each.starts, reason=each.reason)
        for each in series_breaks()
        if each.measure == indicator and each.starts not in known
    )
    first, last = date(window.years[0], 1, 1), date(window.post[1], 12, 31)
    return tuple(
        each for each in (*own, *bundled) if first < Period.parse(each.starts).start <= last
    )


def peer_codes(
    request: Asked,
    spec: Spec,
    focus: str,
    indicator: str,
    window: Window,
    inhabitants: Mapping[str, float] | None,
) -> tuple[str, ...]:
    """Codes of what speaks against the peer group for this comparison."""
    if spec.peers is None or focus not in spec.peers.municipalities:
        return ()
    found = spec.peers.issues(
        periods=window.texts,
        themes=request.themes,
        outcomes=indicator,
        compared=focus,
        populations=inhabitants,
    )
    codes = list(found.codes)
    if not set(request.foci).isdisjoint(spec.peers.peers_of(focus)):
        codes.append(_SHARED)
    return tuple(dict.fromkeys(codes))


def missing_figures(case: Case, figures: Figures) -> tuple[str, Refusal] | None:
    """Say which figures of the focus are missing, with the status of the first one."""
    wanted = [figures.years.index(year) for year in case.window.years]
    row = case.row
    missing = [at for at in wanted if not np.isfinite(figures.values[row, at])]
    if not missing:
        return None
    words = [STATUSES[int(figures.statuses[row, at])] for at in missing]
    years = ", ".join(
        f"{figures.years[at]} ({word})" for at, word in zip(missing, words, strict=True)
    )
    return words[0], Refusal("missing_values", f"{case.focus} has no value in {years}")


def early_refusals(case: Case) -> Iterator[Refusal]:
    """Say what forbids an estimate whatever the figures are."""
    request, spec = case.request, case.spec
    bridged = request.bridge == "common_shift" and spec.method != "own_change"
    if case.around.breaks and not bridged:
        when = "; ".join(f"{each.starts}: {each.reason}" for each in case.around.breaks)
        how = (
            "a change against the own past cannot be bridged"
            if spec.method == "own_change"
            else "bridge='common_shift' assumes that it moved all municipalities alike"
        )
        yield Refusal("series_break", f"the series breaks ({when}); {how}")
    event = request.event
    if event is not None and _first_day(event.starts) <= date(case.window.pre[1], 12, 31):
        place = case.window.place_of(_first_day(event.starts))
        yield Refusal(
            "contaminated",
            f"the event starts in {event.starts}, {place}, which are then no years before it; "
            "end them earlier",
        )
    if not case.has_group and spec.peers is not None:
        yield Refusal("no_group", f"{case.focus} has no group in {spec.peers.title!r}")
    year = None if spec.peers is None else spec.peers.model_year
    if year is not None and _YOUNGER in case.codes and "anachronistic" not in request.allow:
        ends = zip(case.window.texts, (case.window.pre[1], case.window.post[1]), strict=True)
        before = " and ".join(text for text, end in ends if end < year)
        yield Refusal(
            "anachronistic",
            f"the peer group is a model of {year}, later than {before}, and may reflect what "
            "happened since; allow='anachronistic' takes it all the same",
        )
    aggregation = request.panel.indicator(case.indicator).aggregation
    if aggregation == "forbidden" and spec.method != "own_change":
        yield Refusal("no_mean", f"figures of {case.indicator} may not be put together")


def fit_refusals(case: Case, gaps: Gaps, n_used: int | None, found: Standing) -> Iterator[Refusal]:
    """Say what forbids an estimate of a focus that has all its figures."""
    fewest = case.request.min_peers
    if n_used is not None and n_used < fewest:
        yield Refusal("few_peers", f"{n_used} peers have all figures, {fewest} are wanted")
    elif not np.isfinite(gaps.estimate[case.row]):
        yield Refusal("no_fit", "no combination was found that fits the years before")
    elif _is_poor(case, gaps, found) and "poor_fit" not in case.request.allow:
        yield Refusal(
            "poor_fit",
            f"the years before fit worse (pre_rmspe {gaps.rmspe[case.row]:.3g}) than those of the "
            f"median placebo ({found.median_rmspe:.3g}); allow='poor_fit' takes it all the same",
        )


def _is_poor(case: Case, gaps: Gaps, found: Standing) -> bool:
    """Whether the years before fit worse than those of the median placebo."""
    if case.spec.method == "own_change" or found.median_rmspe is None:
        return False
    return bool(gaps.rmspe[case.row] > found.median_rmspe * (1 + TIES))


def limits_of(case: Case, gaps: Gaps, found: Standing, *, size_matched: bool) -> Iterator[str]:
    """Say everything that keeps a number from being an estimate under assumptions."""
    yield from _event_limits(case)
    if case.spec.method == "own_change":
        yield "put against the own past only"
    if case.around.shocks:
        yield f"overlaps with: {', '.join(shock.title for shock in case.around.shocks)}"
    if not case.around.is_judged:
        yield "whether a shock touched the measure cannot be judged, since it has no concept"
    if case.around.breaks:
        yield "assumes that a series break moved all municipalities alike"
    if case.spec.method != "own_change" and _is_count(case):
        yield "figures are counts, which move with the size of a municipality"
    yield from (text for code, text in _AGAINST_PEERS.items() if code in case.codes)
    if _is_poor(case, gaps, found):
        yield "the years before fit worse than those of the median placebo"
    if case.window.pre[1] - case.window.fit_from + 1 < _FEWEST_YEARS:
        yield f"the fit rests on fewer than {_FEWEST_YEARS} years"
    if found.p_trend is not None and found.p_trend <= _TREND:
        yield "the gap had an unusual trend before"
    if case.request.studentise:
        if gaps.is_flat(case.row):
            yield "the gap before did not scatter as far as can be told: beside it all is large"
        elif not np.isfinite(gaps.rmspe[case.row]):
            yield "one year before has no scatter to studentise with"
    if found.n == 0:
        yield "no placebos"
        return
    if found.n < _FEWEST_PLACEBOS:
        yield f"fewer than {_FEWEST_PLACEBOS} placebos"
    if not size_matched and not case.request.studentise:
        yield "placebos are neither matched by size nor studentised"
    if found.rtm_adjusted is None:
        yield "what regression to the mean accounts for cannot be judged"
    elif found.rtm_adjusted * gaps.estimate[case.row] <= 0:
        yield "regression to the mean may account for all of it"
    if found.extrapolated:
        yield "the gap before lies outside those of the placebos"


def _event_limits(case: Case) -> Iterator[str]:
    """Say what keeps the windows from being those before and after the event."""
    event, window = case.request.event, case.window
    if event is None:
        yield "no event is named"
        return
    if not _is_around_event(case):
        place = window.place_of(_first_day(event.starts))
        yield f"the event starts in {event.starts}, {place}, not before their second year"
    elif case.indicator not in event.measures:
        yield "the event does not name this measure among those that it could touch"
    if event.announced is not None:
        known = _first_day(event.announced)
        if known <= date(window.pre[1], 12, 31):
            yield (
                f"the event was announced in {event.announced}, {window.place_of(known)}: figures "
                "may have moved from then on"
            )


def _is_count(case: Case) -> bool:
    return case.request.panel.indicator(case.indicator).aggregation == "additive"


def claim_of(case: Case, limits: tuple[str, ...]) -> Claim:
    """The strongest claim that is left."""
    if case.spec.method == "own_change" or not _is_around_event(case):
        return "description"
    return "relative_change" if limits else "estimate_under_assumptions"


def _is_around_event(case: Case) -> bool:
    """Whether an event started after the years before and by the end of the first one after."""
    event, window = case.request.event, case.window
    if event is None:
        return False
    between = date(window.pre[1], 12, 31), date(window.post[0], 12, 31)
    return between[0] < _first_day(event.starts) <= between[1]


def _first_day(period: str) -> date:
    return Period.parse(period).start
