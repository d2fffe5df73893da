"""The text of a data file, or one located error."""

from __future__ import annotations

import stat
from pathlib import Path

from municompare.errors import MunicompareError
from municompare.io.package_format import problem

__all__ = ["read_text", "reason"]


def reason(error: Exception) -> str:
    """Why the system refused, in its words."""
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


def _bytes(path: Path) -> bytes:
    # Opening a pipe would wait for a writer, for ever if there is none.
    if not stat.S_ISREG(path.stat().st_mode):
        raise OSError("it is not a regular file")
    return path.read_bytes()


def read_text(path: Path, *, name: str, missing: str = "MC001") -> str:
    """The text of a UTF-8 file, without a byte order mark.

    Parameters
    ----------
    path : pathlib.Path
        The file.
    name : str
        The name that messages show.
    missing : str
        Code of the issue if there is no such file.

    Raises
    ------
    MunicompareError
        If the file is missing, cannot be read (MC001), or is not UTF-8 (MC004).
    """
    try:
        data = _bytes(path)
    except FileNotFoundError:
        raise MunicompareError(
            problem(missing, "the file is missing.", "Put it there, or name another.", name)
        ) from None
    except (OSError, ValueError) as error:  # ValueError: no system has such a path
        raise MunicompareError(
            problem("MC001", f"the file cannot be read: {reason(error)}.", "Check the path.", name)
        ) from None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise MunicompareError(
            problem(
                "MC004",
                f"expected UTF-8, found byte 0x{data[error.start]:02x} at byte offset "
                f"{error.start} (line {line}).",
                "Save the file as UTF-8.",
                name,
                str(line),
            )
        ) from None
