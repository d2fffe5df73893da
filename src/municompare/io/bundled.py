"""The one place that finds the bundled datasets: in the installed package, else in the checkout."""

from __future__ import annotations

import os
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from municompare.definitions import concepts
from municompare.errors import Issue, MunicompareError
from municompare.io.package_reading import read_package
from municompare.io.sssom import read_mappings
from municompare.model.crosswalk import Crosswalk
from municompare.plans import Plan, Plans
from municompare.plans.lookup import unknown

__all__ = ["datasets_folder", "load", "read_crosswalk"]


@lru_cache
def datasets_folder() -> Path:
    """Folder of the bundled datasets.

    Raises
    ------
    MunicompareError
        If the installation has none.
    """
    package = Path(str(files("municompare")))
    for folder in (package / "_datasets", package.parents[1] / "datasets"):
        if (folder / "plans").is_dir():
            return folder
    raise MunicompareError(
        Issue(
            code="MC109",
            severity="error",
            message="the installation holds no bundled datasets.",
            remedy="Install the package again, from a wheel, a source distribution or a checkout.",
        )
    )


@lru_cache
def _bundled_plan(key: str) -> Plan:
    return read_package(datasets_folder() / "plans" / key)


@lru_cache
def _bundled_keys() -> tuple[str, ...]:
    return tuple(
        sorted(path.name for path in (datasets_folder() / "plans").iterdir() if path.is_dir())
    )


def load(*keys: str) -> Plans:
    """The bundled plans.

    Parameters
    ----------
    *keys : str
        Keys of plans; left out, all adopted ones, with the proposals apart in ``.proposals``.

    Returns
    -------
    Plans
        A read-only mapping of key to plan.

    Raises
    ------
    MunicompareError
        If there is no bundled plan of that key.

    Examples
    --------
    >>> import municompare as mc
    >>> list(mc.load())
    ['linkoping-2019', 'norrkoping-2016', 'silkeborg-2017']
    """
    known = _bundled_keys()
    for key in keys:
        if key not in known:
            raise unknown("MC112", "bundled plan", key, known)
    plans = [_bundled_plan(key) for key in dict.fromkeys(keys or known)]
    if keys:
        return Plans(plans)
    adopted = [plan for plan in plans if plan.record.status != "proposal"]
    proposals = [plan for plan in plans if plan.record.status == "proposal"]
    return Plans(adopted, proposals=Plans(proposals))


def read_crosswalk(path: str | os.PathLike[str] | None = None) -> Crosswalk:
    """The concept scheme with the mappings of an SSSOM file.

    Parameters
    ----------
    path : path, optional
        An SSSOM TSV file; left out, the bundled one.

    Returns
    -------
    Crosswalk
        Concepts and mappings.

    Raises
    ------
    MunicompareError
        If the file has errors: all of them, each with line and column.

    Examples
    --------
    >>> import municompare as mc
    >>> mc.read_crosswalk().concept("unemployment").label_sv
    'Arbetslöshet'
    """
    source = (
        Path(path) if path is not None else datasets_folder() / "crosswalk" / "mappings.sssom.tsv"
    )
    mappings, version = read_mappings(source, known={concept.key for concept in concepts()})
    return Crosswalk(concepts=concepts(), mappings=mappings, version=version)
