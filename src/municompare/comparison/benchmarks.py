"""Benchmarks: a municipality's figures beside those of its peers, and figures of whole groups."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import xarray as xr

from municompare.comparison.benchmark_input import (
    Expected,
    checked_names,
    country_problems,
    expected_values,
    foci_of,
    k_problems,
    member_rows,
    number_problems,
    raise_errors,
    statistic_problems,
    without_group,
)
from municompare.comparison.benchmark_notes import (
    coverage_issues,
    direction_issues,
    issues_of,
    mean_issues,
    slope_issues,
)
from municompare.comparison.benchmark_panel import (
    checked_pieces,
    difference,
    own_slopes,
    statistics_of,
)
from municompare.comparison.benchmark_statistics import (
    DESCRIPTIONS,
    METHOD,
    PEER_STATISTICS,
    STATISTICS,
    PeerStatistic,
    Statistic,
    variable_of,
)
from municompare.comparison.panel_results import attributes_of, gap_units, named
from municompare.model.peers import PeerSet
from municompare.model.quantity import Period

if TYPE_CHECKING:
    from municompare.statistics.panel import Panel

__all__ = ["Expected", "PeerStatistic", "Statistic", "benchmark", "group_statistics", "issues_of"]

_RANGES = {
    "leave_one_out": "over all groups that lack one peer with a value",
    "k": "over the nearest peers, {ks} of them",
}


def benchmark(
    panel: Panel,
    peers: PeerSet,
    *,
    statistics: Statistic | Iterable[Statistic] = ("median",),
    expected: Expected | Panel | None = None,
    min_peers: int = 3,
    municipalities: str | Iterable[str] | None = None,
    leave_one_out: bool = False,
    ks: int | Iterable[int] = (),
) -> xr.Dataset:
    """Put every municipality's figures beside those of its peers.

    Peers never include the municipality itself; rank and percentile rank are over peers and
    municipality. A peer list has a year of its own and serves all periods.

    Parameters
    ----------
    panel : Panel
        The figures.
    peers : PeerSet
        The peers; the panel has to hold them all (``peers.restricted_to(panel.municipalities)``).
    statistics : str or iterable of str
        Any of ``mean, median, q25, q75, min, max`` (of the peers), ``gap, gap_relative, gap_sd``
        (to their mean), ``rank, percentile_rank, standing`` (among them) and ``slope`` (of the
        municipality's own values, per year).
    expected : mapping of str to str or Panel, optional
        For an indicator the one that holds its expected value, or a panel of expected values
        under the same names. Gives ``expected`` and ``deviation`` (value less expected).
    min_peers : int
        With fewer peers that have a value an answer is missing.
    municipalities : str or iterable of str, optional
        Whom to compare; all of the panel that have a group if not given.
    leave_one_out : bool, optional
        For every statistic its range over all groups that lack one peer.
    ks : int or iterable of int, optional
        For every statistic its range over the nearest k peers, for these k.

    Returns
    -------
    xarray.Dataset
        ``value``; ``n_group`` (peers) and ``n_peers`` (those with a value); ``status``, which is
        the panel's where the municipality has no value, and else ``undetermined`` where there are
        too few peers; ``peer_mean``, ``peer_median`` and so on; the others under their names;
        ``slope_n``; ranges as ``rank_leave_one_out_min``. Method, peer group, its year and
        publisher, and the issues (``issues_of`` reads them back) are attributes.

    Raises
    ------
    MunicompareError
        With all that is wrong: unknown municipalities or peers (MC851), groups of another country
        (MC852), unknown statistics (MC853), settings (MC854), units that differ (MC855).

    Notes
    -----
    Where all municipalities of the panel are compared, ``value`` is its own array, which cannot be
    written to. Counts are whole numbers of 16 bits. Answers from figures on dask are not computed
    either: infinite figures (MC707) are an error when they are, and coverage is not judged. The
    attribute ``engine`` says what computes: ``numpy``, or ``numba`` where there is much to do.

    Examples
    --------
    >>> import pandas as pd
    >>> from municompare.comparison.peers import from_groups
    >>> from municompare.statistics import Panel
    >>> rows = [("0114", 1.0), ("0115", 2.0), ("0117", 4.0), ("0120", 8.0)]
    >>> panel = Panel.from_frame(
    ...     pd.DataFrame(
    ...         [(code, "share", "2019", value) for code, value in rows],
    ...         columns=["municipality", "indicator", "period", "value"],
    ...     ),
    ...     publisher="Example office", attribution="Example office",
    ... )
    >>> peers = from_groups(
    ...     pd.DataFrame({"code": [code for code, _ in rows], "group": "suburbs"}),
    ...     municipality="code", group="group", key="g", title="Groups", publisher="Example office",
    ...     year=2017, official=True, country="SE",
    ... )
    >>> found = benchmark(panel, peers, statistics=["median", "rank"])
    >>> found["peer_median"].values.ravel().tolist()
    [4.0, 4.0, 2.0, 2.0]
    >>> found["rank"].values.ravel().tolist()
    [1.0, 2.0, 3.0, 4.0]
    """
    wanted, smaller = checked_names(statistics), (ks,) if isinstance(ks, int) else tuple(ks)
    foci, issues = foci_of(panel, peers, municipalities)
    issues += statistic_problems(wanted, STATISTICS)
    issues += number_problems("min_peers", [min_peers])
    issues += k_problems(smaller, peers)
    given = None
    if expected is not None:
        given, noted = expected_values(panel, expected, foci.rows)
        issues += noted
    raise_errors(issues)
    if municipalities is None:
        issues += without_group(panel, peers)
    dataset = checked_pieces(panel.dataset)
    of_peers = [name for name in wanted if name != "slope"]
    found = statistics_of(
        dataset,
        foci.rows,
        foci.members,
        of_peers,
        least=min_peers,
        dimension="municipality",
        leave_one_out=leave_one_out,
        ks=smaller,
    )
    result = dataset.drop_vars(["status", "attribution"])
    if foci.rows != tuple(range(result.sizes["municipality"])):
        result = result.isel(municipality=list(foci.rows))
    own = result["value"].variable
    own.attrs = {"attribution": panel.attribution, "units": "see coordinate unit"}
    n_group = np.array([len(members) for members in foci.members], dtype=np.int32)
    found.status.attrs = dict(dataset["status"].attrs)
    added = {
        "n_group": named(xr.Variable("municipality", n_group), "peers of the municipality"),
        "n_peers": named(found.counts, "peers that have a value"),
        "status": found.status,
    }
    for name, answer in found.answers.items():
        variable, attributes = _described(name, of_peers, smaller)
        answer.attrs = attributes
        added[variable] = answer
    if "slope" in wanted:
        broken, noted = slope_issues(result)
        issues += noted
        slope, count = own_slopes(own, _years(result["period"].values), broken)
        text, unit = DESCRIPTIONS["slope"]
        added["slope"] = named(slope, text, _units(unit))
        added["slope_n"] = named(count, "periods that have a value")
    if given is not None:
        added["expected"] = named(given, "expected value", _units("unit"))
        away = difference(own, given)
        added["deviation"] = named(away, "value less expected value", _units("gap_unit"))
    result = result.assign(added).assign_coords(gap_unit=gap_units(result))
    chosen = foci.names if municipalities is not None else ()
    issues += peers.issues(periods=panel.periods, outcomes=panel.indicators, compared=chosen)
    issues += coverage_issues(found.coverage, n_group, foci.names, peers)
    issues += direction_issues(result, wanted)
    issues += mean_issues(result, wanted)
    about = _about(peers, wanted, min_peers, found.engine)
    result.attrs = attributes_of(panel, issues, **about)
    return result


def group_statistics(
    panel: Panel,
    peers: PeerSet,
    *,
    statistics: PeerStatistic | Iterable[PeerStatistic] = ("mean",),
    min_members: int = 3,
) -> xr.Dataset:
    """Describe whole groups, all members included, as publishers do for theirs.

    Parameters
    ----------
    panel : Panel
        The figures; they have to hold all members.
    peers : PeerSet
        The groups. The members of a list are those that its publisher names, so the municipality
        in focus is not among them unless the list names it.
    statistics : str or iterable of str
        Any of ``mean, median, q25, q75, min, max``.
    min_members : int
        With fewer members that have a value an answer is missing.

    Returns
    -------
    xarray.Dataset
        The statistics under their names over ``peer_group, indicator, period, group``, with
        ``n_group`` (members), ``n_members`` (those with a value) and ``status``. A list is named
        by its focus, a group of a typology by its name. Attributes as for :func:`benchmark`.

    Raises
    ------
    MunicompareError
        With all that is wrong, as for :func:`benchmark`.

    Examples
    --------
    >>> import municompare as mc
    >>> from municompare.model.peers import PeerGroup, PeerSet
    >>> codes = ["SE-0114", "SE-0115", "SE-0117"]
    >>> rows = [(code, "share", "2019", value) for code, value in zip(codes, (1.0, 2.0, 6.0))]
    >>> import pandas as pd
    >>> panel = mc.Panel.from_frame(
    ...     pd.DataFrame(rows, columns=["municipality", "indicator", "period", "value"]),
    ...     publisher="Example office", attribution="Example office",
    ... )
    >>> group = PeerGroup(focus=None, name="suburbs", members=tuple(codes))
    >>> peers = PeerSet(
    ...     key="g", title="Groups", construct="custom", groups=(group,), official=False
    ... )
    >>> mc.group_statistics(panel, peers)["mean"].values.ravel().tolist()
    [3.0]
    """
    wanted = checked_names(statistics)
    labels = [group.focus or group.name for group in peers.groups]
    groups = [(group.name, group.members) for group in peers.groups]
    problems = list(country_problems(panel, peers))
    rows, missing = member_rows(panel, groups, peers)
    problems = problems or missing
    problems += statistic_problems(wanted, PEER_STATISTICS)
    problems += number_problems("min_members", [min_members])
    raise_errors(problems)
    dataset = checked_pieces(panel.dataset)
    found = statistics_of(dataset, None, rows, wanted, least=min_members, dimension="peer_group")
    result = dataset.drop_vars(["value", "status", "attribution", "municipality"])
    names = np.empty(len(groups), dtype=object)
    names[:] = labels
    n_group = np.array([len(own) for own in rows], dtype=np.int32)
    found.status.attrs = dict(dataset["status"].attrs)
    added: dict[str, xr.Variable] = {
        name: named(found.answers[name], text.replace("peers", "members"), _units(unit))
        for name, (text, unit) in ((name, DESCRIPTIONS[name]) for name in wanted)
    }
    added["n_group"] = named(xr.Variable("peer_group", n_group), "members of the group")
    added["n_members"] = named(found.counts, "members that have a value")
    added["status"] = found.status
    result = result.assign_coords(peer_group=("peer_group", names)).assign(added)
    issues = [*peers.issues(periods=panel.periods), *mean_issues(result, wanted)]
    about = _about(peers, wanted, min_members, found.engine)
    result.attrs = attributes_of(panel, issues, **about)
    return result


def _units(unit: str) -> str:
    """What a unit of a statistic means: 1, or the coordinate that holds it."""
    return unit if unit == "1" else f"see coordinate {unit}"


def _described(
    name: str, wanted: Sequence[Statistic], ks: Sequence[int]
) -> tuple[str, dict[str, str]]:
    """Name and attributes of the variable of an answer or of one end of its range."""
    statistic = next(w for w in wanted if name == w or name.startswith((f"{w}_leave", f"{w}_k_")))
    text, unit = DESCRIPTIONS[statistic]
    rest = name.removeprefix(statistic)
    for kind, over in _RANGES.items():
        if rest.startswith(f"_{kind}_"):
            end = "lowest" if rest.endswith("min") else "highest"
            text = f"{end} {over.format(ks=', '.join(map(str, ks)))}: {text}"
    return variable_of(statistic) + rest, {"long_name": text, "units": _units(unit)}


def _years(periods: Iterable[str]) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Time of periods in years: whole years by number, others by their middle."""
    texts = list(periods)
    if all(len(text) == 4 for text in texts):
        return np.array([float(text) for text in texts])
    days = [(p.start.toordinal() + p.end.toordinal()) / 2 for p in map(Period.parse, texts)]
    return np.array(days) / 365.2425


def _about(peers: PeerSet, wanted: Sequence[str], least: int, engine: str) -> dict[str, Any]:
    return {
        "method": METHOD,
        "statistics": ", ".join(wanted),
        "min_peers": least,
        "peer_key": peers.key,
        "peer_group": peers.title,
        "peer_word": peers.word,
        "peer_construct": peers.construct,
        "peer_year": "" if peers.model_year is None else str(peers.model_year),
        "peer_publisher": peers.publisher or "",
        "peer_official": "yes" if peers.official else "no",
        "engine": engine,
    }
