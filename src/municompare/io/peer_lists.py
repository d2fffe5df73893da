"""The bundled peer groups: official lists and classifications, as their publishers give them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from municompare.errors import Issue, MunicompareError, Reading
from municompare.io.bundled import datasets_folder
from municompare.io.bundled_tables import (
    damaged,
    municipality_names,
    no_such,
    read_index,
    read_table,
)
from municompare.model.peers import PeerGroup, PeerSet

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["available_peer_groups", "default_peer_groups", "peer_groups"]

# What an index says of a set and the set says of itself.
_FACTS = (
    *("key", "title", "publisher", "construct", "theme", "benefit", "outcome"),
    *("variables_period", "model_year", "valid_for", "official", "klynge"),
)
_COLUMNS = {
    **dict.fromkeys(("key", "title", "publisher", "country", "construct", "theme"), "text"),
    "model_year": "integer",
    **dict.fromkeys(("official", "reciprocal", "disjoint"), "boolean"),
    **dict.fromkeys(("groups", "municipalities"), "integer"),
}

_DEFAULTS: Mapping[str, tuple[str, ...]] = {
    "SE": (
        "liknande-kommuner/arbetsmarknad",
        "liknande-kommuner/socioekonomi",
        "liknande-kommuner/ifo",
    ),
    "DK": ("dst-kommunegrupper",),
}


def peer_groups(key: str, *, year: int | None = None) -> PeerSet:
    """The bundled peer groups of a key.

    There are the twelve official lists *Liknande kommuner* (similar municipalities), such as
    ``liknande-kommuner/ekonomiskt-bistand``; SKR's classification of the Swedish municipalities
    (``skr-kommungrupper``), of 2017 and of 2023; and Danmarks Statistik's five groups
    (``dst-kommunegrupper``), which are no klynger. Own lists are read with
    :mod:`municompare.comparison.peers`.

    Parameters
    ----------
    key : str
        One of :func:`available_peer_groups`.
    year : int, optional
        Year of the model or classification, and not the year that is compared; left out, the
        latest there is.

    Returns
    -------
    PeerSet
        What is not known of it is None. ``issues(periods=…)`` says what speaks against a use,
        such as a model that is younger than the figures.

    Raises
    ------
    MunicompareError
        MC892, if there is no such key; MC893, if it has no such model year; MC109 or MC894, if
        the installation is damaged.

    Examples
    --------
    >>> import municompare as mc
    >>> peers = mc.peer_groups("liknande-kommuner/ekonomiskt-bistand", year=2023)
    >>> peers.publisher, peers.theme, len(peers.peers_of("SE-0581"))
    ('RKA', 'ekonomiskt bistånd', 7)
    >>> mc.peer_groups("skr-kommungrupper").model_year
    2023
    """
    folder = datasets_folder() / "peers"
    sets = _sets(folder)
    if key not in sets:
        raise no_such("MC892", "peer set", key, sets)
    years = sets[key]
    if year is None:
        return _peer_set(folder, key, list(years)[-1])
    if isinstance(year, bool) or year not in years:
        known = " or ".join(str(model) for model in years if model is not None)
        raise MunicompareError(
            Issue(
                code="MC893",
                severity="error",
                message=f"expected {f'the model year {known}' if known else 'no model year'}, "
                f"found {year!r}.",
                remedy="Leave `year` out, or give that of the model: it is not the year of the "
                "figures that are compared.",
                readings=(Reading(text=str(year), document=key),),
            )
        )
    return _peer_set(folder, key, year)


def available_peer_groups() -> pd.DataFrame:
    """The bundled peer groups, one row for each key and model year.

    Returns
    -------
    pandas.DataFrame
        ``key, title, publisher, country, construct, theme, model_year, official, reciprocal,
        disjoint, groups, municipalities``. What is not known is missing.

    Examples
    --------
    >>> from municompare.io.peer_lists import available_peer_groups
    >>> frame = available_peer_groups()
    >>> frame.loc[frame["country"] == "DK", ["key", "groups", "municipalities"]].values.tolist()
    [['dst-kommunegrupper', 5, 98]]
    """
    import pandas as pd

    dtypes: Mapping[str, Any] = {
        "text": pd.StringDtype("python"),
        "integer": "Int64",
        "boolean": "bool",
    }
    sets = _sets(datasets_folder() / "peers").values()
    entries = [entry for years in sets for entry in years.values()]
    return pd.DataFrame(
        {
            name: pd.array([entry[name] for entry in entries], dtype=dtypes[kind])
            for name, kind in _COLUMNS.items()
        }
    )


@lru_cache
def _sets(folder: Path) -> Mapping[str, Mapping[int | None, Mapping[str, Any]]]:
    """What the index says of each set, by key and model year, the latest year last."""
    path = folder / "index.json"
    found: dict[str, dict[int | None, Mapping[str, Any]]] = {}
    try:
        entries = sorted(read_index(path)["sets"], key=lambda entry: entry["model_year"] or 0)
        wanted = {*_FACTS, *_COLUMNS, "variables", "file", "sha256", "findings"}
        for entry in entries:
            if missing := sorted(wanted - set(entry)):
                raise KeyError(", ".join(missing))
            found.setdefault(entry["key"], {})[entry["model_year"]] = entry
    except KeyError as error:
        raise damaged(path, f"the index says nothing of {error}.") from None
    return {key: found[key] for key in sorted(found)}


@lru_cache
def _peer_set(folder: Path, key: str, year: int | None) -> PeerSet:
    entry = _sets(folder)[key][year]
    table = read_table(folder / entry["file"], sha256=entry["sha256"])
    rows = [cells for _, cells in table.rows]
    names = municipality_names()
    groups = _classes(rows) if entry["construct"] == "typology" else _lists(rows, names)
    involved = {member for group in groups for member in group.members}
    involved |= {group.focus for group in groups if group.focus is not None}
    return PeerSet(
        **{name: entry[name] for name in _FACTS},
        groups=groups,
        variables=tuple(entry["variables"]),
        names=tuple((municipality, names[municipality]) for municipality in sorted(involved)),
        findings=tuple(_finding(issue) for issue in entry["findings"]),
    )


def _lists(rows: Sequence[Sequence[str]], names: Mapping[str, str]) -> tuple[PeerGroup, ...]:
    return tuple(
        PeerGroup(focus=focus, name=names[focus], members=tuple(peer for peer in peers if peer))
        for focus, *peers in rows
    )


def _classes(rows: Sequence[Sequence[str]]) -> tuple[PeerGroup, ...]:
    members: dict[str, list[str]] = {}
    for municipality, group in rows:
        members.setdefault(group, []).append(municipality)
    return tuple(
        PeerGroup(focus=None, name=name, members=tuple(own)) for name, own in members.items()
    )


def _finding(issue: Mapping[str, Any]) -> Issue:
    readings = tuple(
        Reading(text=text, document=document, locator=locator)
        for text, document, locator in issue["readings"]
    )
    return Issue(**{**issue, "readings": readings})


def default_peer_groups(country: str) -> tuple[PeerSet, ...]:
    """The bundled peer sets that a comparison of labour-market plans is shown with.

    Parameters
    ----------
    country : str
        ``SE``: the lists for the labour market, socioeconomic conditions and individual and
        family care, since none of them alone has the conditions of all three; ``DK``: Danmarks
        Statistik's groups, which are a typology and no klynger. Of other countries there is none.

    Examples
    --------
    >>> from municompare.io.peer_lists import default_peer_groups
    >>> [peers.theme for peers in default_peer_groups("SE")]
    ['arbetsmarknad', 'socioekonomi', 'IFO']
    """
    return tuple(peer_groups(key) for key in _DEFAULTS.get(country, ()))
