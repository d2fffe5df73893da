"""One error for every name that is not there."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from municompare.errors import Issue, MunicompareError

__all__ = ["unknown"]


class UnknownNameError(MunicompareError, KeyError):
    """A name that is not there; also a :class:`KeyError`, so that mappings behave as such."""


def unknown(code: str, what: str, name: str, known: Sequence[str]) -> UnknownNameError:
    """The error for an unknown key, id or table, with the nearest name that exists.

    Parameters
    ----------
    code : str
        Issue code.
    what : str
        What kind of thing it should be, such as ``plan``.
    name : str
        The name asked for.
    known : sequence of str
        The names there are.
    """
    close = get_close_matches(str(name), known, n=1, cutoff=0.6)
    hint = f" (did you mean {close[0]!r}?)" if close else ""
    some = ", ".join(known[:8]) + (", …" if len(known) > 8 else "")
    return UnknownNameError(
        Issue(
            code=code,
            severity="error",
            message=f"there is no {what} {name!r}{hint}.",
            remedy=f"There are: {some or 'none'}.",
        )
    )
