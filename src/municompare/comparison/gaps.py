"""Gap estimates: how a municipality's change differs from that of its peers, and how unusual it is.

No number here is an effect. What is estimated is the change beyond that of peers, all of which ran
measures of their own; ``claim`` and ``limits`` say how much of it may be said.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final, TypedDict, Unpack

from municompare.comparison.gaps_curve import curve
from municompare.comparison.gaps_frames import (
    GAP_COLUMNS,
    PATH_COLUMNS,
    PLACEBO_COLUMNS,
    WEIGHT_COLUMNS,
    frame_of,
    gap_rows,
    path_rows,
    placebo_rows,
    weight_rows,
)
from municompare.comparison.gaps_input import asked
from municompare.comparison.gaps_request import (
    METHODS,
    Allowed,
    Asked,
    Bridge,
    Method,
    Placebos,
    Windows,
)
from municompare.model.event import Event, Shock
from municompare.model.peers import PeerSet

if TYPE_CHECKING:
    import pandas as pd

    from municompare.statistics.panel import Panel

__all__ = [
    "METHODS",
    "Allowed",
    "Bridge",
    "GapOptions",
    "Method",
    "Placebos",
    "Windows",
    "comparator_weights",
    "gap_estimates",
    "gap_paths",
    "placebo_distribution",
]

ESTIMAND: Final = (
    "Change beyond that of peers, all of which ran measures of their own; not an effect."
)


class GapOptions(TypedDict, total=False):
    """What the companions of :func:`gap_estimates` take besides panel, event and windows."""

    peers: PeerSet | Iterable[PeerSet]
    focus: str | Iterable[str] | None
    indicators: str | Iterable[str] | None
    methods: Method | Iterable[Method]
    fit_from: int | None
    group: str
    placebos: Placebos | None
    size_factor: float
    population: Mapping[str, float] | None
    studentise: bool
    bridge: Bridge | None
    allow: Allowed | Iterable[Allowed]
    min_peers: int
    level: float
    power: float
    shocks: Iterable[Shock] | None
    themes: str | Iterable[str]


def gap_estimates(
    panel: Panel,
    event: Event | None = None,
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
) -> pd.DataFrame:
    """Put a municipality's change beside that of its peers, in every way that is asked for.

    Every measure × window × method × peer group is run and shown (a specification curve). What
    cannot be defended is refused: the row stays, without estimate and with the reason.

    Parameters
    ----------
    panel : Panel
        Yearly figures of the municipality, its peers and its placebos.
    event : Event, optional
        What the municipality did. Without one the answer is a description. It has to start after
        the years before.
    pre, post : (first, last) or list of such pairs
        Years before and after; every window before is combined with every window after.
    peers : PeerSet or iterable of PeerSet
        Peer groups for the method ``did``.
    focus : str or iterable of str, optional
        Municipalities in focus; the event's if not given.
    indicators : str or iterable of str, optional
        Measures; those of the event, else all of the panel, if not given.
    methods : str or iterable of str, optional
        ``own_change`` (against nothing), ``did`` (difference in differences with each peer
        group), ``country`` (with all other municipalities of the country in the panel),
        ``synthetic`` (with a weighted mean of these, fitted to the years before).
    fit_from : int, optional
        First year of the fit before, if it is to be longer than the window.
    group : str, optional
        Group of people.
    placebos : {"size_matched", "all"}, optional
        Which municipalities serve as placebos. If not given, those within ``size_factor`` of the
        inhabitants of the focus, or all where inhabitants are not known.
    size_factor : float, optional
        How many times the inhabitants, or one part in so many.
    population : mapping of str to float, optional
        Inhabitants by municipality; else the panel's own ``N01951`` (Sweden) or
        ``population_1jan`` (Denmark) in the last year before. The size of peers is judged by them.
    studentise : bool, optional
        Whether ``p_permutation`` is of the estimate over ``pre_rmspe``, or of the estimate.
    bridge : {"common_shift"}, optional
        Assume that a series break moved all municipalities alike.
    allow : str or iterable of str, optional
        ``anachronistic`` (peers of a model year later than a window), ``poor_fit`` (years before
        that fit worse than those of the median placebo).
    min_peers : int, optional
        With fewer peers that have all figures there is no estimate.
    level, power : float, optional
        For ``min_detectable``: two-sided level, and probability to find the change.
    shocks : iterable of Shock, optional
        Shocks to look for; the bundled ones if not given.
    themes : str or iterable of str, optional
        Themes that peer groups may have been made for; those of others get MC822.

    Returns
    -------
    pandas.DataFrame
        One row for each combination: ``estimate`` in ``unit``; ``own_change``; ``pre_gap``,
        ``pre_rmspe``, ``pre_trend`` (the gap before, its scatter and its slope per year);
        ``placebo_rank`` among ``placebo_n`` placebos and itself, ``p_permutation`` of that rank,
        and ``p_adjusted`` over the ``family_size`` rows that have one; ``placebo_rank_change``
        and ``p_unstudentised``, the same by the estimate itself; ``p_pre_trend``,
        ``placebo_sd``, ``min_detectable``, ``rtm_adjusted``; ``n_peers``, ``n_peers_used``;
        ``overlapping_shocks`` (of all rows in ``attrs``), ``peer_issues`` (codes); ``claim``
        (``description``, ``relative_change``, ``estimate_under_assumptions``) and the ``limits``
        that keep it from a stronger one; ``status``, ``refused`` (a word) and ``why``; the event
        with ``event_starts``, ``event_announced``, ``event_dose`` and ``event_locator``.

    Raises
    ------
    MunicompareError
        With all that is wrong: unknown names (MC871), windows (MC872), peer groups (MC873),
        settings (MC874), an event elsewhere (MC875).

    Examples
    --------
    >>> import municompare as mc
    >>> found = mc.gap_estimates(
    ...     mc.load_panel("SE"),
    ...     focus="SE-0581",
    ...     indicators="N31807",
    ...     pre=(2013, 2015),
    ...     post=(2017, 2019),
    ...     peers=mc.peer_groups("liknande-kommuner/ekonomiskt-bistand"),
    ...     methods=["did", "country"],
    ... )
    >>> found[["method", "estimate", "min_detectable", "refused", "claim"]].round(2)
        method  estimate  min_detectable        refused        claim
    0      did       NaN            2.45  anachronistic         <NA>
    1  country     -1.12            2.24           <NA>  description
    """
    request = asked(
        panel,
        event,
        pre=pre,
        post=post,
        peers=peers,
        focus=focus,
        indicators=indicators,
        methods=methods,
        fit_from=fit_from,
        group=group,
        placebos=placebos,
        size_factor=size_factor,
        population=population,
        studentise=studentise,
        bridge=bridge,
        allow=allow,
        min_peers=min_peers,
        level=level,
        power=power,
        shocks=shocks,
        themes=themes,
    )
    found = frame_of(request, gap_rows(request, curve(request)), GAP_COLUMNS)
    overlapping = found["overlapping_shocks"].dropna().str.split("; ").explode().unique()
    _described(request, found).attrs["overlapping_shocks"] = "; ".join(overlapping) or "none"
    return found


def placebo_distribution(
    panel: Panel,
    event: Event | None = None,
    *,
    pre: Windows,
    post: Windows,
    **options: Unpack[GapOptions],
) -> pd.DataFrame:
    """Give the estimates behind ``placebo_rank``: those of the focus and of every placebo.

    Parameters
    ----------
    panel, event, pre, post, **options
        As for :func:`gap_estimates`.

    Returns
    -------
    pandas.DataFrame
        For each row of :func:`gap_estimates` one row for each municipality with an estimate:
        ``municipality, is_focus, estimate, studentised, pre_gap, pre_rmspe``; ``studentised`` is
        infinite where a gap that did not scatter before (0) changed. Where the estimate
        is refused, the focus alone, with ``status`` and ``why``.
    """
    request = _asked("placebo_distribution", panel, event, pre=pre, post=post, **options)
    frame = frame_of(request, placebo_rows(curve(request)), PLACEBO_COLUMNS)
    return _described(request, frame.astype({"is_focus": bool}))


def gap_paths(
    panel: Panel,
    event: Event | None = None,
    *,
    pre: Windows,
    post: Windows,
    **options: Unpack[GapOptions],
) -> pd.DataFrame:
    """Give the figures of the focus and of its comparator, year by year.

    Parameters
    ----------
    panel, event, pre, post, **options
        As for :func:`gap_estimates`.

    Returns
    -------
    pandas.DataFrame
        For each row of :func:`gap_estimates` one row for each year of the panel, also where the
        estimate is refused: ``year``, ``window`` (``fit``, ``pre``, ``post`` or missing),
        ``value``, ``comparator`` (weighted mean of those with a value), ``gap``,
        ``n_peers_used`` and ``weight_covered`` (how many those are, and their share of the
        weight).
    """
    request = _asked("gap_paths", panel, event, pre=pre, post=post, **options)
    return _described(request, frame_of(request, path_rows(request, curve(request)), PATH_COLUMNS))


def comparator_weights(
    panel: Panel,
    event: Event | None = None,
    *,
    pre: Windows,
    post: Windows,
    **options: Unpack[GapOptions],
) -> pd.DataFrame:
    """Give the municipalities that a comparator is made of, and their weights.

    Parameters
    ----------
    panel, event, pre, post, **options
        As for :func:`gap_estimates`.

    Returns
    -------
    pandas.DataFrame
        For each row of :func:`gap_estimates` one row for each ``municipality`` with a ``weight``,
        largest first.
    """
    request = _asked("comparator_weights", panel, event, pre=pre, post=post, **options)
    return _described(request, frame_of(request, weight_rows(curve(request)), WEIGHT_COLUMNS))


def _asked(
    function: str,
    panel: Panel,
    event: Event | None,
    *,
    pre: Windows,
    post: Windows,
    **options: Unpack[GapOptions],
) -> Asked:
    """Check a request; an unknown option is one of the function that was called."""
    for name in options:
        if name not in GapOptions.__annotations__:
            close = get_close_matches(name, GapOptions.__annotations__, n=1)
            hint = f"; did you mean {close[0]!r}?" if close else ""
            raise TypeError(f"{function}() got an unexpected keyword argument {name!r}{hint}")
    return asked(panel, event, pre=pre, post=post, **options)


def _described(request: Asked, frame: pd.DataFrame) -> pd.DataFrame:
    """Say in the frame's attributes how the numbers were made and how they are cited."""
    frame.attrs = {
        "estimand": ESTIMAND,
        "attribution": f"Own computation from figures of {request.panel.publisher}",
        "vintage": request.panel.vintage,
        "min_detectable": f"level {request.level:g}, two-sided, power {request.power:g}",
        "p_permutation": "studentised" if request.studentise else "of the estimate",
        "bridge": request.bridge or "none",
        "allowed": ", ".join(sorted(request.allow)) or "none",
    }
    return frame
