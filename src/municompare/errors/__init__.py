"""What the library says when something is wrong: issues, reports, one exception, one warning.

An :class:`Issue` is a finding with a stable code. Issues travel in two ways: as *data*, in the
``issues`` table of a plan, when a document is odd but can be read; and inside one
:class:`MunicompareError`, all of an input at once, when it cannot.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from typing import Literal, overload

from municompare.errors.codes import CODES

__all__ = [
    "CODES",
    "Issue",
    "IssueReport",
    "MunicompareError",
    "MunicompareWarning",
    "Reading",
    "Severity",
]

Severity = Literal["error", "warning", "info"]
"""``error``: a value or link is affected; ``warning``: a name or reference; ``info``: spelling."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One place that an issue is about: what stands there, and where.

    Parameters
    ----------
    text : str or None
        What stands at that place, as printed; ``None`` when nothing does.
    document : str or None
        The document's id or the file's name.
    locator : str or None
        The place in it: a locator such as ``L440/c4``, or line and column of a data file.
    """

    text: str | None = None
    document: str | None = None
    locator: str | None = None

    @property
    def where(self) -> str:
        """``document:locator``, as far as known."""
        return ":".join(part for part in (self.document, self.locator) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """One finding about a document, a file or an argument.

    Parameters
    ----------
    code : str
        A stable code of :data:`~municompare.errors.codes.CODES`.
    severity : {"error", "warning", "info"}
        ``error`` where a value or a link is affected, ``warning`` for names and references,
        ``info`` for spelling.
    message : str
        What is wrong: what was expected and what was found.
    remedy : str or None
        What the user can do about it.
    readings : tuple of Reading
        All the places that the issue is about.
    id : str or None
        Id of the issue in a plan's ``issues`` table.

    Examples
    --------
    >>> print(Issue(code="MC107", severity="error", message="the id stands twice."))
    the id stands twice. [MC107]
    """

    code: str
    severity: Severity
    message: str
    remedy: str | None = None
    readings: tuple[Reading, ...] = ()
    id: str | None = None

    def __str__(self) -> str:
        where = self.readings[0].where if self.readings else ""
        others = len(self.readings) - 1
        more = f" (and {others} more place{'s' if others > 1 else ''})" if others > 0 else ""
        remedy = f" {self.remedy}" if self.remedy else ""
        return f"{where + ': ' if where else ''}{self.message}{more}{remedy} [{self.code}]"


@dataclass(frozen=True, slots=True)
class IssueReport:
    """A sequence of issues with a readable text and HTML form.

    Parameters
    ----------
    issues : tuple of Issue
        The issues.

    Examples
    --------
    >>> import municompare as mc
    >>> report = mc.load()["linkoping-2019"].report
    >>> sorted({issue.severity for issue in report})
    ['error', 'info', 'warning']
    """

    issues: tuple[Issue, ...] = ()

    @classmethod
    def of(cls, issues: Iterable[Issue]) -> IssueReport:
        """Make a report of any iterable of issues."""
        return cls(tuple(issues))

    @property
    def errors(self) -> tuple[Issue, ...]:
        """The issues of severity ``error``."""
        return tuple(issue for issue in self.issues if issue.severity == "error")

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes in order, with repetition."""
        return tuple(issue.code for issue in self.issues)

    def raise_if_any(self) -> None:
        """Raise one :class:`MunicompareError` with all issues, if there is one.

        Raises
        ------
        MunicompareError
            If the report holds an issue of any severity.
        """
        if self.issues:
            raise MunicompareError(self)

    def __len__(self) -> int:
        return len(self.issues)

    def __iter__(self) -> Iterator[Issue]:
        return iter(self.issues)

    @overload
    def __getitem__(self, index: int) -> Issue: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Issue, ...]: ...
    def __getitem__(self, index: int | slice) -> Issue | tuple[Issue, ...]:
        return self.issues[index]

    def __str__(self) -> str:
        if not self.issues:
            return "no issues"
        return "\n".join(str(issue) for issue in self.issues)

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td>{escape(i.code)}</td><td>{escape(i.severity)}</td><td>{escape(str(i))}</td></tr>"
            for i in self.issues
        )
        return f"<table><tr><th>code</th><th>severity</th><th>issue</th></tr>{rows}</table>"


class MunicompareError(ValueError):
    """Bad input, with all its problems in :attr:`report`.

    Parameters
    ----------
    report : IssueReport or Issue
        The problems.

    Attributes
    ----------
    report : IssueReport
        All problems of the input, each with code, place, message and remedy.

    Examples
    --------
    >>> import municompare as mc
    >>> try:
    ...     mc.load("linkoping-2091")
    ... except mc.MunicompareError as error:
    ...     error.report.codes
    ('MC112',)
    """

    def __init__(self, report: IssueReport | Issue) -> None:
        self.report = report if isinstance(report, IssueReport) else IssueReport((report,))
        super().__init__(self.report)

    def __str__(self) -> str:
        if len(self.report) == 1:
            return str(self.report[0])
        return f"{len(self.report)} problems:\n{self.report}"


class MunicompareWarning(UserWarning):
    """Something that a user should look at, though the result stands.

    Examples
    --------
    >>> import warnings
    >>> import municompare as mc
    >>> with warnings.catch_warnings():
    ...     warnings.simplefilter("error", mc.MunicompareWarning)
    """
