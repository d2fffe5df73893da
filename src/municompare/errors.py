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

CODES: dict[str, str] = {
    # files and documents
    "MC001": "file or folder cannot be read",
    "MC002": "file is empty",
    "MC003": "file is not text",
    "MC004": "text is not in the stated encoding",
    "MC005": "file is larger than the limit",
    "MC006": "no reader recognises the document",
    "MC007": "a reader could not be loaded",
    "MC008": "the named reader is not registered",
    "MC009": "target folder is not empty",
    "MC010": "several documents do not belong to one plan",
    "MC011": "several readers recognise the document equally well",
    "MC012": "the folder is not a place for a plan package",
    # definitions, packages, tables
    "MC101": "duplicate key",
    "MC102": "value has the wrong type",
    "MC103": "reference to an id that is not there",
    "MC104": "format version is newer than this library",
    "MC105": "unknown field or column",
    "MC106": "field or column is missing",
    "MC107": "duplicate id",
    "MC108": "value is not allowed here",
    "MC109": "file of a package is missing",
    "MC110": "file cannot be parsed",
    "MC111": "value and status contradict each other",
    "MC112": "unknown plan",
    "MC113": "unknown element",
    "MC114": "unknown unit",
    "MC115": "units cannot be converted into each other",
    "MC116": "unknown governance model",
    "MC117": "a row hangs on itself",
    "MC118": "a plan has no document that was read",
    # text to values
    "MC201": "number cannot be read",
    "MC202": "number can be read in two ways",
    "MC203": "interval runs backwards",
    "MC204": "period cannot be read",
    "MC205": "period ends before it starts",
    "MC206": "date cannot be read",
    "MC207": "cell looks numeric but cannot be read",
    "MC208": "figure is not read as a target",
    "MC209": "period of a target is not unique",
    "MC210": "figure of a target is bounded or inexact",
    # readers
    "MC301": "the document states its governance model differently from the definition",
    "MC320": "a part that documents of the family print is missing",
    "MC321": "a row does not fit the columns of its table",
    "MC322": "numbering has gaps",
    "MC323": "two places of the document link an element differently",
    "MC324": "an element is printed again in other words",
    "MC325": "two elements have nearly the same text",
    "MC326": "the period of a target ends before the plan begins",
    "MC327": "figures of running text are not read",
    "MC328": "an element is printed as left to others and treated all the same",
    "MC329": "an element is printed in one of two places only",
    "MC330": "a chapter repeats no element that it treats",
    "MC331": "the header of a table cannot be read",
    "MC332": "a column of a table is not read",
    "MC333": "rows are shifted in their table",
    "MC334": "the label of a merged cell stands on a row of another element",
    "MC335": "footnote marks and footnotes do not fit together",
    "MC336": "the figures of a name and of its cells differ",
    "MC337": "the unit is not known",
    "MC338": "a goal area of a table has no heading",
    "MC341": "a printed sum does not agree with its lines",
    "MC342": "a table printed again has another value",
    "MC343": "a line printed again is spelled differently",
    "MC344": "a budget frame is printed with different amounts",
    "MC345": "a table is not read",
    "MC351": "meaning that colour or layout carried is lost in the text",
    "MC352": "words are masked",
    "MC353": "words are broken by a lost hyphenation",
    "MC354": "the title is printed in several forms",
    "MC355": "an amount is announced but not stated",
    "MC356": "whether the document was adopted is not printed",
    "MC357": "institution or year is named differently in two places",
    "MC358": "text of the document is not read",
    # curation
    "MC401": "an entry of a curation does not match the plan",
    # comparison
    "MC501": "there is nothing to compare",
    "MC502": "two elements are of different kinds",
    # statistics
    "MC701": "a dataset is not laid out as a panel",
    "MC702": "a column or row of figures is missing",
    "MC703": "code of a municipality cannot be read",
    "MC704": "period of a figure cannot be read",
    "MC705": "group of a figure is not known",
    "MC706": "status of a figure is not known",
    "MC707": "a figure is infinite or no number",
    "MC708": "a figure and its status contradict each other",
    "MC709": "several figures for one cell",
    "MC710": "an indicator is described wrongly or twice",
    "MC711": "the panel has no such name",
    "MC712": "an optional library cannot be imported",
    "MC713": "the file holds no panel",
    "MC714": "two panels have different units",
    "MC715": "processed figures are cited as unprocessed",
    "MC716": "there is something at the target",
    # peer groups
    "MC801": "a peer list cannot be read",
    "MC802": "a municipality stands twice in one peer group",
    "MC803": "a peer group holds municipalities of several countries",
    "MC804": "the municipality has no peer group here",
    "MC805": "a setting of a peer search is not possible",
    "MC806": "the values do not allow a peer search",
    "MC807": "a municipality gets no peers because a value is missing",
    "MC808": "several municipalities are equally near",
    "MC809": "regions or a whole country stand in a peer list",
    "MC810": "a peer group contradicts itself",
    "MC821": "the peer group is younger than the period",
    "MC822": "the peer group was made for another theme or benefit",
    "MC823": "a peer has more than the allowed multiple of the inhabitants",
    "MC824": "a peer group contains a municipality that is compared",
    "MC825": "too few peers have a value",
    "MC826": "peers were selected on the outcome that is compared",
    "MC827": "the peer group is not official",
    "MC828": "a property of a peer group cannot be judged",
    # answers for all figures of a panel
    "MC841": "a setting of a change, a distance or a residual is not possible",
    "MC842": "a series breaks between a period and the one it is compared with",
    "MC843": "a measure has no target, or nobody has said which direction is better",
    "MC844": "there is no fit of figures on these predictors",
    # benchmarks
    "MC851": "the panel does not hold a municipality or peer of a benchmark",
    "MC852": "figures and peer groups are of different countries",
    "MC853": "a statistic is not known",
    "MC854": "a setting of a benchmark is not possible",
    "MC855": "units of values that are compared differ or are not known",
    "MC856": "figures that may not be put together have no mean",
    "MC857": "a series breaks within the periods of a slope",
    "MC858": "nobody has said which direction of a measure is better",
    "MC859": "a municipality has no peer group and no benchmark",
    # methods
    "MC861": "a setting or figure does not fit the method",
    "MC862": "units of figures that a method puts together differ or are not known",
    "MC863": "an index needs to know which direction is better",
    "MC864": "a figure that others are divided by is zero or negative",
    "MC865": "the figures do not allow the method",
    "MC866": "spells of persons cannot be read",
    "MC867": "predictors nearly determine each other",
    "MC868": "observations are left out because a value is missing",
    "MC869": "a series breaks within the periods of a regression",
    # gaps
    "MC871": "the panel does not hold what a gap estimate is asked for",
    "MC872": "the years of a gap estimate are not possible",
    "MC873": "peer groups do not serve a gap estimate",
    "MC874": "a setting of a gap estimate is not possible",
    "MC875": "the event was in another municipality",
    "MC881": "targets cannot be set beside public figures",
    "MC882": "a horizon is no number of years",
    "MC883": "municipalities of a size cannot be told",
    "MC884": "the panel lacks a measure that a target is set beside",
    "MC885": "figures are of no country of the plans",
    "MC886": "peer groups do not fit the plans",
    "MC887": "two panels hold the same measure",
    "MC888": "there is no such concept",
    "MC891": "there are no bundled figures of that country",
    "MC892": "there are no bundled peer groups of that key",
    "MC893": "bundled peer groups are of another model year",
    "MC894": "a bundled file is not as it was published",
    "MC895": "a picture cannot be drawn of what was given",
}
"""Every issue code with its short meaning; the docs page of codes is made from it."""


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
        A stable code of :data:`CODES`.
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
