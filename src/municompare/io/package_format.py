"""The format of plan packages: what is in the folder, and under which version."""

from __future__ import annotations

from typing import Final

from municompare.errors import Issue, Reading

__all__ = ["COMPANIONS", "DESCRIPTOR", "FORMAT_VERSION", "problem"]

FORMAT_VERSION: Final = 1
"""Version of the package's format; a package with a newer one is refused."""

DESCRIPTOR: Final = "datapackage.json"
"""The file that describes the tables and holds what is known about the plan as a whole."""

COMPANIONS: Final = ("curation.yaml",)
"""Files that may stand beside a package and are kept when it is written anew."""


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
