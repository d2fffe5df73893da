"""A reference that a researcher can put under a figure."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

__all__ = ["Citation"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """Where a figure or an element comes from.

    Parameters
    ----------
    element : str
        Id of the cited row.
    issuer : str or None
        Who issued the document.
    title : str
        Title of the document as printed.
    year : str or None
        Year or period of the document.
    part : str or None
        The part of the document it stands in.
    locator : str or None
        Line and cell, or page, table, row and column.
    file : str or None
        Name of the file that was read.
    sha256 : str or None
        SHA-256 of the file's bytes.
    raw : str or None
        What is printed there.
    version : str
        Version of the library that read it.

    Examples
    --------
    >>> import municompare as mc
    >>> plan = mc.load()["linkoping-2019"]
    >>> placements = plan.measurements.query("value == 477")["id"].iloc[0]
    >>> citation = plan.cite(placements)
    >>> citation.issuer, citation.title, citation.locator
    ('Arbetsmarknadsnämnden', 'Internbudget 2019 med plan 2020-2022', 'L440/c5')
    """

    element: str
    issuer: str | None
    title: str
    year: str | None
    part: str | None
    locator: str | None
    file: str | None
    sha256: str | None
    raw: str | None
    version: str

    def __str__(self) -> str:
        head = f"{self.issuer}: {self.title}" if self.issuer else self.title
        year = f" ({self.year})" if self.year else ""
        places = [
            self.part,
            self.locator,
            f'"{self.raw}"' if self.raw else None,
            f"file {self.file}" if self.file else None,
            f"SHA-256 {self.sha256[:16]}…" if self.sha256 else None,
        ]
        detail = "".join(f", {place}" for place in places if place)
        return f"{head}{year}{detail}. Read with municompare {self.version}. [{self.element}]"

    def _repr_html_(self) -> str:
        return f"<p>{escape(str(self))}</p>"
