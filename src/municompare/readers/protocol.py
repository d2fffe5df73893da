"""What a reader is: the contract, and how readers are found and chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import entry_points
from typing import Protocol, runtime_checkable

from municompare.documents import SourceDocument
from municompare.errors import Issue, MunicompareError, Reading
from municompare.model.plan import PlanRecord

__all__ = ["GROUP", "Choice", "Reader", "Recognition", "available_readers", "choose_reader"]

GROUP = "municompare.readers"
"""Entry-point group in which packages announce their readers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognition:
    """How well a reader knows a document, and by what.

    Parameters
    ----------
    score : float
        0 when the document is none of the reader's family, 1 when every mark is there. A reader
        is considered from 0.5.
    reasons : tuple of str
        The marks that were found, or that are missing; one short clause each.
    """

    score: float
    reasons: tuple[str, ...]


@runtime_checkable
class Reader(Protocol):
    """Reads one family of documents into plans.

    A reader may assume that the document is loaded whole: its blocks are in printed order and
    every block and cell has a locator that ``document.text_at`` resolves.

    It must return a :class:`~municompare.model.plan.PlanRecord` in which every row is one printed
    statement with its document and locator, ids are made of titles and never of numbers or
    values, a missing cell is a row with its status, and everything unclear is an issue or
    flagged ``ambiguous``. The same document must give the same record.

    It must never guess a value, drop a row silently, carry over another document's content,
    open files, or change global state. When the document is of its family but broken, it raises
    one :class:`~municompare.errors.MunicompareError` with all problems.

    Attributes
    ----------
    name : str
        Short unique name, such as ``linkoping``.
    family : str
        One sentence: which documents it reads.

    Examples
    --------
    >>> from municompare.readers import available_readers
    >>> [reader.name for reader in available_readers() if isinstance(reader, Reader)]
    ['linkoping', 'linkoping-operational', 'linkoping-programme', 'norrkoping', 'silkeborg']
    """

    @property
    def name(self) -> str:
        """Short unique name."""

    @property
    def family(self) -> str:
        """Which documents it reads, in one sentence."""

    def recognise(self, document: SourceDocument) -> Recognition:
        """Say how well the document is known, without reading it whole."""

    def read(self, document: SourceDocument) -> PlanRecord:
        """Read the document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Which reader was chosen, and why.

    Parameters
    ----------
    reader : Reader
        The reader.
    reason : str
        The marks by which it knows the document.
    """

    reader: Reader
    reason: str


@lru_cache
def _announced() -> tuple[tuple[Reader, ...], tuple[Issue, ...]]:
    """Readers of all installed packages, and those that could not be loaded."""
    readers: list[Reader] = []
    broken: list[Issue] = []
    for entry in sorted(entry_points(group=GROUP), key=lambda entry: entry.name):
        try:
            reader = entry.load()()
            if not isinstance(reader, Reader):
                raise TypeError("it has not the attributes of a reader")
        except Exception as error:  # any fault of another package must not stop ours
            broken.append(
                Issue(
                    code="MC007",
                    severity="warning",
                    message=f"reader {entry.name!r} ({entry.value}) could not be loaded: {error}.",
                    remedy="Update or remove the package that announces it.",
                )
            )
        else:
            readers.append(reader)
    return tuple(readers), tuple(broken)


def available_readers() -> tuple[Reader, ...]:
    """All readers that installed packages announce, by name."""
    return _announced()[0]


def _tried(document: SourceDocument, readers: Sequence[Reader]) -> list[tuple[Reader, Recognition]]:
    found = [(reader, reader.recognise(document)) for reader in readers]
    return sorted(found, key=lambda pair: (-pair[1].score, pair[0].name))


def choose_reader(document: SourceDocument, *, name: str | None = None) -> Choice:
    """Pick the reader that knows a document best, or the one asked for.

    Parameters
    ----------
    document : SourceDocument
        The document.
    name : str, optional
        Name of a reader; then no other is tried.

    Raises
    ------
    MunicompareError
        If no reader knows the document (the error lists all readers tried and what they
        missed), if two know it equally well, or if there is no reader of that name.
    """
    readers, broken = _announced()
    if name is not None:
        for reader in readers:
            if reader.name == name:
                return Choice(reader=reader, reason="named by the caller")
        names = ", ".join(reader.name for reader in readers) or "none"
        raise MunicompareError(
            Issue(
                code="MC008",
                severity="error",
                message=f"there is no reader named {name!r}; installed are: {names}.",
                remedy="Name one of these, or leave the reader out to have it chosen.",
                readings=(Reading(document=document.path_name),),
            )
        )
    tried = _tried(document, readers)
    known = [pair for pair in tried if pair[1].score >= 0.5]
    if not known:
        listed = "; ".join(
            f"{reader.name} ({reader.family}): {', '.join(found.reasons) or 'no mark found'}"
            for reader, found in tried
        )
        failed = "".join(f" {issue.message}" for issue in broken)
        raise MunicompareError(
            Issue(
                code="MC006",
                severity="error",
                message=f"no reader knows this document. Tried: {listed or 'none'}.{failed}",
                remedy="Name a reader if you know that one fits, or write one for this family.",
                readings=(Reading(document=document.path_name),),
            )
        )
    if len(known) > 1 and known[0][1].score == known[1][1].score:
        names = " and ".join(reader.name for reader, found in known[:2])
        raise MunicompareError(
            Issue(
                code="MC011",
                severity="error",
                message=f"{names} know this document equally well.",
                remedy="Name the reader.",
                readings=(Reading(document=document.path_name),),
            )
        )
    reader, found = known[0]
    return Choice(reader=reader, reason="; ".join(found.reasons))
