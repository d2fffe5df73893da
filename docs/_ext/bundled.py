"""Pages made from the bundled data: what was read, what is odd in it, what a comparison prints."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import StringIO
from textwrap import wrap
from typing import TYPE_CHECKING

from markdown_tables import plain, table
from rich.console import Console

import municompare
from municompare import schema
from municompare.io.bundled import datasets_folder
from municompare.plans.curation import load_curation
from municompare.reporting.figures import bundled_figures_view
from municompare.reporting.terminal import comparison_view

if TYPE_CHECKING:
    from municompare import Issue, Plan
    from municompare.model.plan import Document

EXAMPLE = ("silkeborg-2017", "measurements", "december 2017")
"""Plan, table and printed words of the row that the page of the data format shows."""

PAIR = (
    "linkoping-2019/indicator/antal-placeringar-arbetstraning-praktik",
    "norrkoping-2016/indicator/deltagarplatser",
)
"""Two indicators that the quickstart asks about."""

SEVERITIES = ("error", "warning", "info")


def example_row() -> Iterator[str]:
    """One bundled row with its columns below each other; empty cells are left out."""
    key, name, words = EXAMPLE
    [record, *_] = [
        record
        for record in schema.rows(municompare.load(key)[key].record, name)
        if record.period_raw == words
    ]
    cells = [(c.name, getattr(record, c.name)) for c in schema.TABLES[name].columns]
    shown = [
        (f"`{column}`", f"{value:g}" if isinstance(value, float) else plain(str(value)))
        for column, value in cells
        if value is not None
    ]
    yield from table(("column", "cell"), shown)


def why_not() -> Iterator[str]:
    """What speaks against comparing two indicators, a line for each reason."""
    found = str(municompare.compare(municompare.load()).why_not(*PAIR))
    for line in found.splitlines():
        yield from wrap(line, 100, subsequent_indent="      ", break_on_hyphens=False)


def terminal_output() -> Iterator[str]:
    """What ``municompare compare`` prints into a pipe."""
    stream = StringIO()
    console = Console(file=stream, width=80, color_system=None, highlight=False)
    comparison = municompare.compare(municompare.load())
    console.print(comparison_view(comparison))
    console.print(bundled_figures_view(comparison))
    yield from (line.rstrip() for line in stream.getvalue().splitlines())


def bundled_plans() -> Iterator[str]:
    """What was read of the bundled plans: documents, rows, issues."""
    for plan in municompare.load().values():
        record = plan.record
        yield f"(plan-{plan.key})="
        yield f"## {plan.municipality_name}: {plain(plan.title)}\n"
        yield f"Key `{plan.key}`, the plan of {record.organisation} ({record.unit_of_analysis}),"
        yield f"period {plan.period or 'not printed'}; adopted: {_adopted(plan)}.\n"
        for name, text in (("Covers", record.covers), ("Leaves out", record.excludes)):
            if text:
                yield f"*{name}*: {plain(text)}\n"
        yield "### Documents\n"
        yield from table(("document", "part it plays"), map(_document, record.documents))
        yield "### Rows\n"
        yield from table(("table", "rows", "what a row is"), _row_counts(plan))
        yield f"{_curated(plan)}\n"
        yield "### Issues\n"
        found = sorted(record.issues, key=lambda issue: SEVERITIES.index(issue.severity))
        rows = [_issue(issue) for issue in found]
        yield from table(("severity, code", "what is odd, and what to do", "places"), rows)


def bundled_conflicts() -> Iterator[str]:
    """What proposals say otherwise than the adopted plans, and who found it."""
    plans = municompare.load()
    for proposal in plans.proposals.values():
        name = proposal.municipality_name
        yield f"*{plain(proposal.title)}* (`{proposal.key}`) is a proposal of {name}."
    yield "Of each conflict the adopted plan's places come first.\n"
    found = sorted(plans.conflicts, key=lambda issue: SEVERITIES.index(issue.severity))
    rows = [(_found_by(issue), *_issue(issue)) for issue in found]
    yield from table(("found by", "severity, code", "what differs", "places"), rows)


def _found_by(issue: Issue) -> str:
    return "a person" if issue.code == "MC405" else "a rule"


def _adopted(plan: Plan) -> str:
    return {"adopted": "yes", "proposal": "no, a proposal"}.get(plan.record.status, "not printed")


def _document(document: Document) -> tuple[str, str]:
    parts = {
        "read": f"Read from `{document.file}` by the reader `{document.reader}`: "
        f"{plain(document.reader_reason or '')}.",
        "part": "A part of the document that was read.",
        "referenced": "Only referred to.",
    }
    status = "" if document.status == "unknown" else f" Status: {document.status}."
    return plain(document.title), parts[document.role] + status


def _row_counts(plan: Plan) -> Iterator[tuple[str, str, str]]:
    for name, definition in schema.TABLES.items():
        if count := len(schema.rows(plan.record, name)):
            link = f"[`{name}`](#table-{name})"
            yield link, str(count), definition.description


def _curated(plan: Plan) -> str:
    curation = load_curation(datasets_folder() / "plans" / plan.key / "curation.yaml")
    redacted = len(curation.redactions)
    names = f"{redacted} names of persons were redacted" if redacted else "nothing was redacted"
    settled = (
        ("{} candidates were chosen", curation.choices),
        ("{} rows were split", curation.splits),
        ("{} relations were stated", curation.links),
        ("{} fields were filled", curation.classifications),
    )
    others = [told.format(len(entries)) for told, entries in settled if entries]
    given = f"{len(curation.labels)} English labels were given"
    return f"By curation {', '.join([given, *others])} and {names}."


def _issue(issue: Issue) -> tuple[str, str, str]:
    places: dict[str, list[str]] = {}
    for reading in issue.readings:
        document = "" if reading.document is None else reading.document.rpartition("/")[2]
        if reading.locator is not None:
            places.setdefault(document, []).append(f"`{reading.locator}`")
    shown = "; ".join(f"{name}: {', '.join(found)}" for name, found in places.items())
    text = plain(issue.message) + (f" *{plain(issue.remedy)}*" if issue.remedy else "")
    return f"{issue.severity} `{issue.code}`", text, shown


PAGES: dict[str, Callable[[], Iterator[str]]] = {
    "example-row.md": example_row,
    "why-not.txt": why_not,
    "compare.txt": terminal_output,
    "bundled-conflicts.md": bundled_conflicts,
    "bundled-plans.md": bundled_plans,
}
