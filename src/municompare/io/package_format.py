"""The format of plan packages: what is in the folder, and under which version."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from municompare.errors import Issue, MunicompareError, Reading
from municompare.schema import TABLES

__all__ = [
    "COMPANIONS",
    "DESCRIPTOR",
    "FORMAT_VERSION",
    "PACKAGE_FILES",
    "parse_descriptor",
    "plan_part",
    "problem",
]

FORMAT_VERSION: Final = 1
"""Version of the package's format; a package with a newer one is refused."""

DESCRIPTOR: Final = "datapackage.json"
"""The file that describes the tables and holds what is known about the plan as a whole."""

COMPANIONS: Final = ("curation.yaml", "codings.yaml")
"""Files that may stand beside a package and are kept when it is written anew."""

PACKAGE_FILES: Final = (*(f"{table}.csv" for table in TABLES), DESCRIPTOR)
"""All files of a package, the descriptor last."""


def problem(
    code: str, message: str, remedy: str, document: str, locator: str | None = None
) -> Issue:
    """One error about a file or folder."""
    return Issue(
        code=code,
        severity="error",
        message=message,
        remedy=remedy,
        readings=(Reading(document=document, locator=locator),),
    )


class _DuplicateNameError(ValueError):
    """A JSON object has a name twice."""


def _unique_names(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise _DuplicateNameError(name)
        found[name] = value
    return found


def _not_a_number(constant: str) -> Any:
    raise ValueError(f"{constant} is no value of JSON")


def parse_descriptor(text: str) -> Any:
    """The JSON value of a descriptor's text.

    Raises
    ------
    MunicompareError
        If it is not JSON (MC110), or an object has a name twice (MC101).
    """
    place = None
    try:
        return json.loads(text, object_pairs_hook=_unique_names, parse_constant=_not_a_number)
    except _DuplicateNameError as error:
        raise MunicompareError(
            problem("MC101", f"the name {str(error)!r} stands twice.", "Keep one.", DESCRIPTOR)
        ) from None
    except json.JSONDecodeError as error:
        reason, place = error.msg, f"{error.lineno}:{error.colno}"
    except RecursionError:
        reason = "values are nested too deeply"
    except ValueError as error:  # also a number of more digits than Python reads
        reason = str(error)
    raise MunicompareError(
        problem(
            "MC110",
            f"the file is not JSON: {reason}.",
            "Correct it, or write the package again.",
            DESCRIPTOR,
            place,
        )
    )


def plan_part(descriptor: Any) -> Mapping[str, Any] | None:
    """The part of a descriptor that is this library's, if it describes a plan."""
    ours = descriptor.get("municompare") if isinstance(descriptor, dict) else None
    return ours if isinstance(ours, dict) and ours.get("format") == "plan" else None
