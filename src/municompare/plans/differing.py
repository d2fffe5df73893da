"""What documents of one plan say differently, told as issues: one for each rule and cause."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from municompare.errors import Issue, Severity
from municompare.plans.addressees import addressed, without_addressee
from municompare.plans.checks_case import named, reading, short
from municompare.plans.matching import text_of
from municompare.text.words import plain

__all__ = ["Differences", "Pair", "wording_issues"]

Pair = tuple[str, Any, Any]
"""Table, element of the document that wins, element of another one."""

_WORDS: Final[tuple[tuple[str, Severity, str, str, str], ...]] = (
    (
        "worded-otherwise",
        "warning",
        "the documents to word an element alike",
        "other words",
        "Check that both mean the same; the wording of the document that wins is kept.",
    ),
    (
        "spelled-otherwise",
        "info",
        "the documents to spell an element alike",
        "other spelling",
        "Nothing to do; the spelling of the document that wins is kept.",
    ),
    (
        "addressed-otherwise",
        "warning",
        "the documents to give an assignment to the same bodies",
        "other bodies, or another one first",
        "Check who it was given to; the bodies of the document that wins are kept.",
    ),
)
"""Stem of the issue's id, severity, what was expected, what was found, remedy."""


def _causes(table: str, mine: Any, theirs: Any) -> Iterator[str]:
    bodies = [getattr(row, "addressee", None) for row in (mine, theirs)]
    texts = [
        plain(without_addressee(text_of(table, row) or "", body))
        for row, body in zip((mine, theirs), bodies, strict=True)
    ]
    otherwise = addressed(*bodies) == "otherwise"
    if otherwise:
        yield "addressed-otherwise"
    if texts[0].replace(" ", "") != texts[1].replace(" ", ""):
        yield "worded-otherwise"
    elif not otherwise:
        yield "spelled-otherwise"


def wording_issues(key: str, pairs: Iterable[Pair]) -> Iterator[Issue]:
    """Issues about elements that documents word, spell or address otherwise.

    Letters and digits count as words, and capitals, punctuation and spaces as spelling.

    Parameters
    ----------
    key : str
        Key of the plan.
    pairs : iterable of tuple
        Elements of which both documents print other wordings.
    """
    by_cause: defaultdict[str, dict[str, list[Any]]] = defaultdict(dict)
    texts = {}
    for table, mine, theirs in pairs:
        texts[mine.id] = named(text_of(table, mine))
        for cause in _causes(table, mine, theirs):
            by_cause[cause].setdefault(mine.id, [mine]).append(theirs)
    for stem, severity, expected, found, remedy in _WORDS:
        elements = by_cause.get(stem)
        if not elements:
            continue
        named_in: defaultdict[str, list[str]] = defaultdict(list)
        for identifier, (_, *others) in elements.items():
            named_in[_listed(row.document for row in others)].append(texts[identifier])
        told = ", and ".join(
            f"in {documents} for {'; '.join(names)}" for documents, names in named_in.items()
        )
        yield Issue(
            id=f"{key}/issue/mc361-{stem}",
            code="MC361",
            severity=severity,
            message=f"expected {expected}, found {found} {told}.",
            remedy=remedy,
            readings=tuple(reading(row) for rows in elements.values() for row in rows),
        )


def _listed(documents: Iterable[str]) -> str:
    return " and ".join(dict.fromkeys(short(document) for document in documents))


class Differences:
    """Values that documents print differently, gathered by what they are values of.

    Parameters
    ----------
    what : callable
        Name of the measure or budget line of a row.
    """

    def __init__(self, what: Callable[[Any], str]) -> None:
        self._what = what
        self._found: defaultdict[
            tuple[tuple[str | None, ...], tuple[str, ...], bool], list[Mapping[str, Sequence[Any]]]
        ] = defaultdict(list)

    def add(
        self,
        series: tuple[str | None, ...],
        rows: Mapping[str, Sequence[Any]],
        *,
        has_winner: bool,
    ) -> None:
        """Add the rows of one cell, by document, that of the winner first.

        Parameters
        ----------
        series : tuple of str or None
            What the cells of one issue share; its first part names the issue.
        rows : mapping of str to sequence
            Rows of each document.
        has_winner : bool
            Whether the first document goes before all others.
        """
        self._found[series, tuple(rows), has_winner].append(rows)

    def issues(self, key: str) -> Iterator[Issue]:
        """One issue for each series, documents and outcome.

        Parameters
        ----------
        key : str
            Key of the plan.
        """
        for (series, documents, has_winner), cells in self._found.items():
            first = next(iter(cells[0].values()))[0]
            told = "; ".join(map(_cell, cells))
            stem = "-".join(part for part in series if part)
            yield Issue(
                id=f"{key}/issue/mc362-{stem}"[:120].rstrip("-."),
                code="MC362",
                severity="error",
                message=(
                    f"expected {_listed(documents)} to print the same values of "
                    f"{named(self._what(first))}, found {told}."
                ),
                remedy=(
                    f"What {short(documents[0])} prints holds: decided goes before noted, noted "
                    "before proposed."
                    if has_winner
                    else "Neither document goes before the other; ask whoever issued them."
                ),
                readings=tuple(
                    reading(row, row.raw)
                    for cell in cells
                    for rows in cell.values()
                    for row in rows
                ),
            )


def _cell(cell: Mapping[str, Sequence[Any]]) -> str:
    row = next(iter(cell.values()))[0]
    said = (" and ".join(dict.fromkeys(str(row.raw) for row in rows)) for rows in cell.values())
    period = getattr(row, "period", None) or getattr(row, "year", None)
    parts = [str(part) for part in (getattr(row, "subgroup", None), period) if part is not None]
    return " against ".join(map(repr, said)) + (f" for {' '.join(parts)}" if parts else "")
