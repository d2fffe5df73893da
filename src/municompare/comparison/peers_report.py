"""The peers of one municipality: who, why, how near, how stable, and what is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from municompare.comparison.peers_issues import populations_of
from municompare.comparison.peers_search import not_possible, spread_of, structure_table
from municompare.errors import IssueReport
from municompare.model.peers import PeerSet

if TYPE_CHECKING:
    from municompare.statistics.panel import Panel

__all__ = ["PeerReport", "peer_report", "peer_stability"]


def peer_stability(sets: Iterable[PeerSet]) -> pd.DataFrame:
    """How far peers stay the same from one set to the next: over years, or over settings.

    Parameters
    ----------
    sets : iterable of PeerSet
        At least two, in the order in which they are to be compared.

    Returns
    -------
    pandas.DataFrame
        One row for each municipality and step: keys and model years of both sets, the number of
        peers before, after and kept, and ``share_kept`` of those before; missing where one of the
        sets has no peers for the municipality.

    Raises
    ------
    MunicompareError
        MC806, if there are fewer than two sets.
    """
    ordered = list(sets)
    if len(ordered) < 2:
        raise not_possible(
            f"expected at least two peer sets, found {len(ordered)}.",
            "Make the peers for several years or settings.",
        )
    rows = []
    for earlier, later in pairwise(ordered):
        for municipality in sorted({*earlier.municipalities, *later.municipalities}):
            before, after = (
                frozenset(s.peers_of(municipality)) if municipality in s.municipalities else set()
                for s in (earlier, later)
            )
            both = bool(before and after)
            rows.append(
                {
                    "municipality": municipality,
                    "earlier": earlier.key,
                    "later": later.key,
                    "earlier_year": earlier.model_year,
                    "later_year": later.model_year,
                    "peers_earlier": len(before),
                    "peers_later": len(after),
                    "kept": len(before & after) if both else None,
                    "share_kept": len(before & after) / len(before) if both else None,
                }
            )
    return pd.DataFrame(rows).astype(
        {"earlier_year": "Int64", "later_year": "Int64", "kept": "Int64", "share_kept": "float64"}
    )


@dataclass(frozen=True, slots=True, eq=False)
class PeerReport:
    """The peers of one municipality: who, why, how near, how stable, and what is wrong.

    Parameters
    ----------
    municipality : str
        Id of the municipality.
    facts : tuple of (str, str)
        What the choice rests on: publisher, construct, variables, K and settings, and what was
        measured: reciprocity, distances.
    members : pandas.DataFrame
        One row for each peer, in the order of the list.
    stability : pandas.DataFrame or None
        As of :func:`peer_stability`, where other sets were given.
    issues : IssueReport
        What speaks against the use of the peers.
    """

    municipality: str
    facts: tuple[tuple[str, str], ...]
    members: pd.DataFrame
    stability: pd.DataFrame | None
    issues: IssueReport

    def __str__(self) -> str:
        width = max(len(label) for label, _ in self.facts)
        parts = ["\n".join(f"{label:{width}}  {text}" for label, text in self.facts)]
        parts += [frame.to_string(index=False) for frame in self._frames()]
        return "\n\n".join([*parts, str(self.issues)])

    def _repr_html_(self) -> str:
        facts = "".join(f"<tr><th>{escape(a)}</th><td>{escape(b)}</td></tr>" for a, b in self.facts)
        frames = "".join(str(frame.to_html(index=False)) for frame in self._frames())
        return f"<table>{facts}</table>{frames}{self.issues._repr_html_()}"

    def _frames(self) -> Iterator[pd.DataFrame]:
        if len(self.members):
            yield self.members
        if self.stability is not None:
            yield self.stability


def peer_report(
    peers: PeerSet,
    municipality: str,
    *,
    panel: Panel | None = None,
    population: str | None = None,
    period: str | None = None,
    others: Iterable[PeerSet] = (),
    issues: IssueReport | None = None,
) -> PeerReport:
    """Report on the peers of one municipality.

    Parameters
    ----------
    peers : PeerSet
        The peers.
    municipality : str
        The municipality whose peers they are.
    panel : Panel, optional
        Figures that say why: the variables of the set, beside those of the municipality.
    population : str, optional
        Indicator of the panel with the number of inhabitants.
    period : str, optional
        Period of those figures; that of the set's variables if not given.
    others : iterable of PeerSet
        The same made for other years or settings; stability is measured from each to the next,
        the set itself first.
    issues : IssueReport, optional
        As of :func:`peer_issues`; else what can be judged without figures.

    Returns
    -------
    PeerReport
        ``members`` has ``order, municipality, name, distance, reciprocal`` and, with a panel,
        ``inhabitants, size_ratio``, for each variable the peer's value and ``<variable>_gap``
        (peer less municipality, in standard deviations), and ``predicted`` for predicted peers.

    Raises
    ------
    MunicompareError
        MC804, if the municipality has no group; MC805, if a panel is given and no period known.
    """
    groups = peers.groups_of(municipality)
    members = peers.peers_of(municipality)
    near = {
        member: distance
        for group in groups
        for member, distance in zip(group.members, group.distances or (), strict=False)
    }
    names = dict(peers.names)
    having = frozenset(peers.municipalities)
    frame = pd.DataFrame(
        {
            "order": range(1, len(members) + 1),
            "municipality": list(members),
            "name": [names.get(member, "") for member in members],
            "distance": [near.get(member, float("nan")) for member in members],
            "reciprocal": [
                municipality in peers.peers_of(member) if member in having else None
                for member in members
            ],
        }
    )
    if not near:
        frame = frame.drop(columns="distance")
    if panel is not None:
        when = period or peers.variables_period
        if when is None:
            raise not_possible(
                "expected a period for the figures, found none.", "Name one.", code="MC805"
            )
        frame = frame.assign(**_figures(peers, municipality, members, panel, population, when))
    if peers.fit is not None:
        frame["predicted"] = frame["municipality"].map(dict(peers.fit.predicted))
    others = list(others)
    steps = peer_stability([peers, *others]) if others else None
    return PeerReport(
        municipality,
        tuple(_facts(peers, municipality, near)),
        frame,
        None
        if steps is None
        else steps[steps["municipality"] == municipality].reset_index(drop=True),
        peers.issues(compared=municipality) if issues is None else issues,
    )


def _figures(
    peers: PeerSet,
    municipality: str,
    members: Sequence[str],
    panel: Panel,
    population: str | None,
    period: str,
) -> dict[str, list[float]]:
    """Columns that show why: inhabitants, and each variable beside the municipality's own."""
    columns: dict[str, list[float]] = {}
    if population is not None:
        sizes = populations_of(panel, population, period)
        own = sizes.get(municipality, float("nan"))
        columns["inhabitants"] = [sizes.get(member, float("nan")) for member in members]
        columns["size_ratio"] = [size / own for size in columns["inhabitants"]]
    if peers.variables:
        group = dict(peers.settings).get("group", "total")
        table = structure_table(
            panel, peers.variables, period=period, group=group, country=municipality[:2]
        )
        row = dict(zip(table.ids, table.values, strict=True))
        nothing = np.full(len(table.names), np.nan)
        spread = spread_of(table)
        for i, name in enumerate(table.names):
            values = [float(row.get(member, nothing)[i]) for member in members]
            own = float(row.get(municipality, nothing)[i])
            columns[name] = values
            columns[f"{name}_gap"] = [(value - own) / float(spread[i]) for value in values]
    return columns


def _facts(
    peers: PeerSet, municipality: str, near: Mapping[str, float]
) -> Iterator[tuple[str, str]]:
    groups = peers.groups_of(municipality)
    yield "municipality", f"{municipality} {dict(peers.names).get(municipality, '')}".strip()
    yield peers.word, "; ".join(dict.fromkeys(group.name for group in groups))
    yield "set", f"{peers.title} ({peers.key})"
    yield "publisher", peers.publisher or "none: made by yourself"
    yield "official", "yes" if peers.official else "no"
    yield "construct", peers.construct.replace("_", " ")
    texts = {
        "theme": peers.theme,
        "benefit": peers.benefit,
        "outcome": peers.outcome,
        "variables": ", ".join(peers.variables) or "not stated",
        "variables from": peers.variables_period,
        "model year": "not stated" if peers.model_year is None else str(peers.model_year),
        "valid for": peers.valid_for,
        "K": None if peers.k is None else str(peers.k),
        **dict(peers.settings),
    }
    yield from ((label, text) for label, text in texts.items() if text is not None)
    for group in groups:
        if group.reason is not None:
            yield "no peers", group.reason
    yield "groups", "disjoint" if peers.disjoint else "overlapping"
    share = peers.reciprocity
    if share is not None:
        yield "reciprocal", f"{share:.0%} of all peers in the set"
    if near:
        furthest = [max(group.distances) for group in peers.groups if group.distances]
        yield (
            "how near",
            f"{min(near.values()):.3g} to {max(near.values()):.3g}; the furthest peer of a "
            f"municipality is typically (median) at {median(furthest):.3g}",
        )
    if peers.fit is not None:
        fit = peers.fit
        predicted = dict(fit.predicted).get(municipality)
        slopes = ", ".join(
            f"{name} {slope:.4g}"
            for name, slope in zip(fit.variables, fit.coefficients, strict=True)
        )
        yield (
            "prediction",
            f"{fit.outcome} = {fit.intercept:.4g}, {slopes}; n {fit.n}, "
            f"R² {fit.r_squared:.3f}, residual standard deviation {fit.residual_sd:.3g}",
        )
        if predicted is not None:
            yield "predicted", f"{predicted:.4g}"
