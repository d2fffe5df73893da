"""What a document may cost: limits of the caller, and those that follow from them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NoReturn

from municompare.documents.problems import MB, refuse

__all__ = [
    "DEEPEST",
    "MAX_BYTES",
    "MAX_PAGES",
    "MAX_UNPACKED",
    "Limits",
    "too_deep",
]

MAX_BYTES: Final = 64 * MB
"""Largest file that is read unless told otherwise."""
MAX_UNPACKED: Final = 256 * MB
"""Most that a packed file may unpack to unless told otherwise."""
MAX_PAGES: Final = 2_000
"""Most pages that are read unless told otherwise."""
_PARTS: Final = 4
_DRAWINGS: Final = 16
"""What one part or page may take of all: a large font has 20 MB, a page of text 50 kB."""
DEEPEST: Final = 250
"""Levels of nesting; documents that people write have a few dozen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much a document may hold.

    Parameters
    ----------
    max_bytes : int
        Size of the file.
    max_unpacked : int
        Bytes that its compressed parts unpack to.
    max_pages : int
        Pages; for a format without pages, what so many pages hold.
    """

    max_bytes: int = MAX_BYTES
    max_unpacked: int = MAX_UNPACKED
    max_pages: int = MAX_PAGES

    @property
    def page_unpacked(self) -> int:
        """Bytes that the instructions for drawing a page may unpack to."""
        return self.max_unpacked // _DRAWINGS

    def check_bytes(self, size: int, name: str) -> None:
        """Refuse a file that is too large."""
        if size > self.max_bytes:
            refuse(
                "MC005",
                name,
                f"expected at most {self.max_bytes} bytes ({self.max_bytes / MB:.3g} MB), "
                f"found {size} bytes ({size / MB:.3g} MB) or more.",
                "Split the document, or raise the limit with max_bytes.",
            )

    def check_unpacked(self, size: int, name: str) -> None:
        """Refuse a file that unpacks to too much."""
        self._check_unpacked(size, 1, name, "a file that unpacks")

    def check_part(self, size: int, name: str) -> None:
        """Refuse a part of a file that unpacks to too much."""
        self._check_unpacked(size, _PARTS, name, "parts that unpack")

    def check_drawing(self, size: int, name: str) -> None:
        """Refuse a page whose instructions for drawing unpack to too much."""
        self._check_unpacked(size, _DRAWINGS, name, "pages that unpack")

    def _check_unpacked(self, size: int, share: int, name: str, what: str) -> None:
        most = self.max_unpacked // share
        if size > most:
            each = f" each, max_unpacked / {share}" if share > 1 else ""
            refuse(
                "MC020",
                name,
                f"expected {what} to at most {most} bytes ({most / MB:.3g} MB{each}), found {size} "
                f"bytes ({size / MB:.3g} MB) or more.",
                "Do not trust a small file that unpacks to so much; if you know it, raise the "
                "limit with max_unpacked.",
            )

    def check_pages(self, count: int, name: str) -> None:
        """Refuse a document that has too many pages."""
        if count > self.max_pages:
            refuse(
                "MC021",
                name,
                f"expected at most {self.max_pages} pages, found {count} or more.",
                "Split the document, or raise the limit with max_pages.",
            )

    def check_parts(self, count: int, name: str, what: str, *, per_page: int) -> None:
        """Refuse a document that holds more of something than its pages may.

        Parameters
        ----------
        count : int
            How many were found.
        name : str
            The file's name.
        what : str
            What they are, in the plural.
        per_page : int
            How many of them a page may hold.
        """
        most = self.max_pages * per_page
        if count > most:
            refuse(
                "MC021",
                name,
                f"expected at most {most} {what} ({per_page} for each of {self.max_pages} pages), "
                f"found {count} or more.",
                "Split the document, or raise the limit with max_pages.",
            )


def too_deep(name: str) -> NoReturn:
    """Refuse a document whose parts lie in each other too deep."""
    refuse(
        "MC022",
        name,
        f"expected parts that lie in each other at most {DEEPEST} deep, found more.",
        "Do not trust this file; if you know it, save or print the document anew.",
    )
