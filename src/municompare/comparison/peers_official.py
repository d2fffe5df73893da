"""Peer groups from tables that a publisher gives: lists with a focus, and classifications.

Nothing is bundled here and nothing is guessed: a table is a frame whose codes are text, and who
published it, for which year and whether it is official is said by whoever reads it. Codes of
regions and of the whole country, which stand in some published tables among the municipalities,
are left out and reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from municompare.comparison.peers_tables import PeerTable, columns_of, row_problem
from municompare.errors import IssueReport
from municompare.model.peers import Construct, PeerSet
from municompare.text.words import fold
from municompare.units import Country

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["from_groups", "from_liknande_kommuner", "from_lists"]


def from_liknande_kommuner(
    frame: pd.DataFrame, *, publisher: str = "RKA", valid_for: str | None = None
) -> tuple[PeerSet, ...]:
    """Read the official lists *Liknande kommuner* (similar municipalities) of Kolada.

    Distance is not published, nor are weights; so there are no distances, and the order is that of
    the table.

    Parameters
    ----------
    frame : pandas.DataFrame
        Columns ``area, focus_id, focus, model_year, peer_id, peer`` as text.
    publisher : str
        Who publishes the lists.
    valid_for : str, optional
        The period that the publisher states for their use.

    Returns
    -------
    tuple of PeerSet
        One for each area and model year, in the order of the table, with the area as theme and a
        key such as ``liknande-kommuner/ekonomiskt-bistand``.

    Raises
    ------
    MunicompareError
        MC106, if a column is missing; MC801 and MC802 with all rows that cannot be read.

    Examples
    --------
    >>> import pandas as pd
    >>> rows = [["IFO", "0580", "Linköping", "2024", "0581", "Norrköping"]]
    >>> names = ["area", "focus_id", "focus", "model_year", "peer_id", "peer"]
    >>> [peers] = from_liknande_kommuner(pd.DataFrame(rows, columns=names))
    >>> peers.key, peers.model_year, peers.peers_of("SE-0580")
    ('liknande-kommuner/ifo', 2024, ('SE-0581',))
    """
    columns = columns_of(frame, ("area", "focus_id", "focus", "model_year", "peer_id", "peer"))
    rows: dict[tuple[str, str], list[int]] = {}
    problems = []
    for i, (area, year) in enumerate(zip(columns["area"], columns["model_year"], strict=True)):
        if not isinstance(area, str) or not area.strip():
            problems.append(row_problem("a theme as text", area, i, "area"))
        elif not re.fullmatch(r"[0-9]{4}", str(year)):
            problems.append(row_problem("a year of four digits", year, i, "model_year"))
        else:
            rows.setdefault((area, str(year)), []).append(i)
    made = []
    for (area, year), at in rows.items():
        table = PeerTable(columns, at, country="SE")
        groups = table.lists(focus="focus_id", member="peer_id", name="focus")
        problems += table.problems
        if not table.problems:
            made.append(
                PeerSet(
                    key=f"liknande-kommuner/{'-'.join(re.findall('[a-z0-9]+', fold(area)))}",
                    title=f"Liknande kommuner, {area}",
                    construct="structural_nearest",
                    groups=groups,
                    theme=area,
                    model_year=int(year),
                    valid_for=valid_for,
                    publisher=publisher,
                    official=True,
                    names=table.names(("focus_id", "focus"), ("peer_id", "peer")),
                    findings=table.findings(),
                )
            )
    IssueReport.of(problems).raise_if_any()
    return tuple(made)


def from_lists(
    frame: pd.DataFrame,
    *,
    focus: str,
    member: str,
    key: str,
    title: str,
    publisher: str | None,
    year: int | None,
    official: bool,
    country: Country,
    construct: Construct = "custom",
    distance: str | None = None,
    theme: str | None = None,
    benefit: str | None = None,
    outcome: str | None = None,
    variables: Iterable[str] = (),
    variables_period: str | None = None,
    valid_for: str | None = None,
    klynge: bool = False,
) -> PeerSet:
    """Read lists of peers, one for each municipality in focus.

    Parameters
    ----------
    frame : pandas.DataFrame
        One row for each focus and member.
    focus, member : str
        Columns with codes as text (``0580``) or ids (``SE-0580``).
    key, title : str
        Name for programs, and for readers.
    publisher : str or None
        Who publishes the lists; None for one's own.
    year : int or None
        Year of the model, None if the publisher gives none.
    official : bool
        Whether a public body publishes them.
    country : {"SE", "DK"}
        Whose codes they are.
    construct : {"custom", "structural_nearest", "predicted_nearest"}
        How peers were chosen.
    distance : str, optional
        Column with the distance of the member.
    theme, benefit, outcome, variables, variables_period, valid_for, klynge
        See :class:`~municompare.model.peers.PeerSet`.

    Raises
    ------
    MunicompareError
        MC106, if a column is missing; MC801 and MC802 with all rows that cannot be read; MC810, if
        lists that are not official are called klynger.
    """
    wanted = (focus, member) if distance is None else (focus, member, distance)
    columns = columns_of(frame, wanted)
    table = PeerTable(columns, range(len(frame)), country=country)
    groups = table.lists(focus=focus, member=member, distance=distance)
    IssueReport.of(table.problems).raise_if_any()
    return PeerSet(
        key=key,
        title=title,
        construct=construct,
        groups=groups,
        theme=theme,
        benefit=benefit,
        outcome=outcome,
        variables=tuple(variables),
        variables_period=variables_period,
        model_year=year,
        valid_for=valid_for,
        publisher=publisher,
        official=official,
        klynge=klynge,
        findings=table.findings(),
    )


def from_groups(
    frame: pd.DataFrame,
    *,
    municipality: str,
    group: str,
    key: str,
    title: str,
    publisher: str | None,
    year: int | None,
    official: bool,
    country: Country,
    municipality_name: str | None = None,
    theme: str | None = None,
    benefit: str | None = None,
    outcome: str | None = None,
    variables: Iterable[str] = (),
    variables_period: str | None = None,
    valid_for: str | None = None,
    klynge: bool = False,
) -> PeerSet:
    """Read a classification: every municipality with the group that it belongs to.

    A municipality may stand in several groups; its peers are then the members of all of them.

    Parameters
    ----------
    frame : pandas.DataFrame
        One row for each municipality and group.
    municipality : str
        Column with codes as text (``0580``) or ids (``SE-0580``).
    group : str
        Column with what the group is called.
    key, title : str
        Name for programs, and for readers.
    publisher : str or None
        Who publishes the groups; None for one's own.
    year : int or None
        Year of the classification, None if the publisher gives none.
    official : bool
        Whether a public body publishes them.
    country : {"SE", "DK"}
        Whose codes they are.
    municipality_name : str, optional
        Column with the municipality's name.
    theme, benefit, outcome, variables, variables_period, valid_for, klynge
        See :class:`~municompare.model.peers.PeerSet`.

    Raises
    ------
    MunicompareError
        MC106, if a column is missing; MC801 and MC802 with all rows that cannot be read; MC810, if
        groups that are not official are called klynger.

    Examples
    --------
    >>> import pandas as pd
    >>> rows = [["101", "Hovedstadskommuner"], ["147", "Hovedstadskommuner"]]
    >>> peers = from_groups(
    ...     pd.DataFrame(rows, columns=["code", "group"]), municipality="code", group="group",
    ...     key="kommunegrupper", title="Kommunegrupper", publisher="Danmarks Statistik",
    ...     year=None, official=True, country="DK",
    ... )
    >>> peers.peers_of("DK-101"), peers.disjoint, peers.word
    (('DK-147',), True, 'peer group')
    """
    names = () if municipality_name is None else ((municipality, municipality_name),)
    columns = columns_of(frame, {municipality, group, *(name for _, name in names)})
    table = PeerTable(columns, range(len(frame)), country=country)
    groups = table.classes(municipality=municipality, group=group)
    IssueReport.of(table.problems).raise_if_any()
    return PeerSet(
        key=key,
        title=title,
        construct="typology",
        groups=groups,
        theme=theme,
        benefit=benefit,
        outcome=outcome,
        variables=tuple(variables),
        variables_period=variables_period,
        model_year=year,
        valid_for=valid_for,
        publisher=publisher,
        official=official,
        klynge=klynge,
        names=table.names(*names),
        findings=table.findings(),
    )
