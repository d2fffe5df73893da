"""Tables among the bundled datasets: as they were published, or not at all.

An index (JSON) names each table with its SHA-256. A table that somebody changed is refused: its
figures would still be cited as the publisher's.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from municompare.errors import Issue, IssueReport, MunicompareError
from municompare.io.bundled import datasets_folder
from municompare.io.delimited import Delimited, parse_delimited
from municompare.io.package_format import problem
from municompare.io.text_files import read_text

__all__ = [
    "FORMAT_VERSION",
    "damaged",
    "municipality_names",
    "no_such",
    "read_index",
    "read_table",
]

FORMAT_VERSION: Final = 1
_REMEDY: Final = "Install the package again; own figures and lists have readers of their own."


def damaged(path: Path, message: str) -> MunicompareError:
    """The error for a bundled file that is not as it was published."""
    return MunicompareError(problem("MC894", message, _REMEDY, f"{path.parent.name}/{path.name}"))


def no_such(code: str, what: str, name: object, known: Iterable[str]) -> MunicompareError:
    """The error for a name that nothing bundled has, with all names there are."""
    folded = {each.casefold(): each for each in known}
    close = get_close_matches(str(name).casefold(), folded, n=1)
    hint = f" (did you mean {folded[close[0]]!r}?)" if close else ""
    return MunicompareError(
        Issue(
            code=code,
            severity="error",
            message=f"there is no bundled {what} {name!r}{hint}.",
            remedy=f"There are: {', '.join(folded.values())}.",
        )
    )


def read_index(path: Path) -> Mapping[str, Any]:
    """What an index says.

    Raises
    ------
    MunicompareError
        MC109, if it is missing; MC104, if its format is newer than this library; MC894, if it is
        no index.
    """
    name = f"{path.parent.name}/{path.name}"
    text = read_text(path, name=name, missing="MC109")
    try:
        index = json.loads(text)
        version = int(index["format_version"])
    except (ValueError, LookupError, TypeError):
        raise damaged(path, "expected an index with a format_version, found none.") from None
    if version > FORMAT_VERSION:
        raise MunicompareError(
            problem(
                "MC104",
                f"expected format_version {FORMAT_VERSION} or lower, found {version}.",
                "Use a newer version of the library.",
                name,
            )
        )
    return dict(index)


def read_table(path: Path, *, sha256: str) -> Delimited:
    """A table, all of its rows as long as its header.

    Parameters
    ----------
    path : pathlib.Path
        The CSV file.
    sha256 : str
        What the index says of it.

    Raises
    ------
    MunicompareError
        MC109, if the file is missing; MC894, if it is not the one that the index names; MC110,
        if it is no table.
    """
    name = f"{path.parent.name}/{path.name}"
    text = read_text(path, name=name, missing="MC109")
    text = text.replace("\r\n", "\n")  # as a checkout on Windows may have it
    found = hashlib.sha256(text.encode()).hexdigest()
    if found != sha256:
        raise damaged(path, f"expected the SHA-256 {sha256[:12]}…, found {found[:12]}….")
    table = parse_delimited(text, name=name)
    IssueReport.of(table.issues).raise_if_any()
    return table


def municipality_names() -> Mapping[str, str]:
    """Names of the municipalities of Sweden and Denmark by id.

    Returns
    -------
    mapping of str to str
        In the order of the ids; ``SE-0000`` is the whole of Sweden (*riket*).

    Raises
    ------
    MunicompareError
        MC109 or MC894, if the installation is damaged.

    Examples
    --------
    >>> from municompare.io.panels import municipality_names
    >>> municipality_names()["DK-740"]
    'Silkeborg'
    """
    return _names(datasets_folder() / "statistics")


@lru_cache
def _names(folder: Path) -> Mapping[str, str]:
    index = folder / "sources.json"
    try:
        about = read_index(index)["municipalities"]
        table = read_table(folder / about["file"], sha256=about["sha256"])
    except KeyError as missing:
        raise damaged(index, f"the index says nothing of {missing}.") from None
    return MappingProxyType({municipality: name for _, (municipality, name) in table.rows})
