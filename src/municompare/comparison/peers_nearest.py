"""One's own peer groups: the municipalities that are nearest on structure.

Municipalities are those of one country in one year. One that lacks a value gets no peers, is
nobody's peer, and the reason is kept; nothing is imputed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from math import isfinite
from typing import TYPE_CHECKING

import numpy as np

from municompare.comparison.neighbours import DIGITS
from municompare.comparison.peers_search import (
    check_enough,
    figures_from,
    missing_findings,
    names_of,
    peer_lists,
    setting_issue,
    setting_problems,
    spread_of,
    structure_table,
)
from municompare.errors import Issue, IssueReport
from municompare.model.peers import PeerSet
from municompare.model.quantity import Period

if TYPE_CHECKING:
    from municompare.statistics.panel import Panel

__all__ = ["nearest"]


def nearest(
    panel: Panel,
    variables: str | Iterable[str],
    *,
    period: str | int,
    k: int = 7,
    weights: Mapping[str, float] | None = None,
    group: str = "total",
    country: str | None = None,
    key: str | None = None,
    title: str | None = None,
    theme: str | None = None,
    benefit: str | None = None,
) -> PeerSet:
    """Find the k municipalities that are nearest to each on standardised variables.

    The distance of municipalities i and j is

    ``d(i, j) = sqrt(sum_v w_v * ((x_iv - x_jv) / s_v) ** 2 / sum_v w_v)``

    where ``s_v`` is the standard deviation of variable v over all municipalities that have a
    value, with divisor n (``ddof=0``: they are all there are, not a sample). A distance of 1 means
    one standard deviation apart, on average over the variables.

    Parameters
    ----------
    panel : Panel
        Figures; rows of a whole country take no part.
    variables : str or iterable of str
        Indicators that describe structure.
    period : str or int
        The one period that values are taken from.
    k : int
        Peers for each municipality.
    weights : mapping of str to float, optional
        A weight above zero for every variable; all equal if not given.
    group : {"total", "women", "men"}
        Whose values.
    country : str, optional
        ``SE`` or ``DK``; needed if the panel holds several.
    key, title, theme, benefit : str, optional
        See :class:`~municompare.model.peers.PeerSet`.

    Returns
    -------
    PeerSet
        One list for each municipality; without peers, and with a reason, where a value is missing.
        Of equally near municipalities (to ten decimals) the lower ids are taken, and issue MC808
        says where that decided.

    Raises
    ------
    MunicompareError
        MC805 for settings that are not possible; MC806 if a variable does not vary, or fewer than
        k + 1 municipalities have all values.
    """
    names, period = names_of(variables), str(period)
    IssueReport.of([*setting_problems(names, k), *_weight_problems(names, weights)]).raise_if_any()
    table = structure_table(panel, names, period=period, group=group, country=country)
    spread = spread_of(table)
    given = [1.0 if weights is None else float(weights[name]) for name in names]
    shares = np.array(given) / sum(given)
    complete = table.complete
    check_enough(int(complete.sum()), k)
    scaled = table.values[complete] / spread * np.sqrt(shares)
    groups, ties = peer_lists(table, complete, scaled, k=k)
    return PeerSet(
        key=key or f"nearest-{period}-k{k}",
        title=title or f"Nearest {k} on {', '.join(names)}, {period}",
        construct="structural_nearest",
        groups=groups,
        theme=theme,
        benefit=benefit,
        variables=names,
        variables_period=period,
        model_year=Period.parse(period).end.year,
        official=False,
        k=k,
        settings=(
            ("distance", "weighted Euclidean over the sum of weights"),
            ("standardised", "standard deviation over municipalities with a value, ddof 0"),
            ("weights", ", ".join(f"{n} {w:g}" for n, w in zip(names, given, strict=True))),
            ("group", group),
            figures_from(panel),
            ("ties", f"lower id first, equal to {DIGITS} decimals"),
        ),
        findings=(*missing_findings(table, complete), *ties),
    )


def _weight_problems(
    names: tuple[str, ...], weights: Mapping[str, float] | None
) -> Iterator[Issue]:
    if weights is None:
        return
    if set(weights) != set(names):
        yield setting_issue(
            f"expected a weight for each of {', '.join(names)}, "
            f"found them for {', '.join(weights) or 'none'}.",
            "Give every variable a weight, and no other.",
        )
    for name, weight in weights.items():
        if not isfinite(weight) or weight <= 0:
            yield setting_issue(
                f"expected a weight above zero for {name}, found {weight!r}.",
                "Leave a variable out that is not to count.",
            )
