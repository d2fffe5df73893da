"""The one way in which a file that cannot be read is refused."""

from __future__ import annotations

from importlib import import_module
from typing import Any, Final, NoReturn

from municompare.errors import Issue, MunicompareError, Reading

__all__ = ["MB", "library", "refuse"]

MB: Final = 1024 * 1024


def refuse(
    code: str, name: str, message: str, remedy: str | None = None, locator: str | None = None
) -> NoReturn:
    """Raise the error that says why a file is not read.

    Parameters
    ----------
    code : str
        Code of the issue.
    name : str
        Name of the file.
    message, remedy : str
        What was expected and found, and what can be done.
    locator : str, optional
        The place in the file.
    """
    raise MunicompareError(
        Issue(
            code=code,
            severity="error",
            message=message,
            remedy=remedy,
            readings=(Reading(document=name, locator=locator),),
        )
    )


def library(module: str, *, extra: str, name: str) -> Any:
    """Import what reads a format, or say which extra installs it.

    Parameters
    ----------
    module : str
        The module.
    extra : str
        The extra that installs it, which has the name of the format.
    name : str
        Name of the file that needs it.
    """
    try:
        return import_module(module)
    except ImportError as error:
        refuse(
            "MC015",
            name,
            f"expected the library {module.partition('.')[0]!r}, which reads {extra.upper()} "
            f"files, cannot import it: {error}.",
            f"Install the extra {extra!r}: pip install 'municompare[{extra}]'.",
        )
