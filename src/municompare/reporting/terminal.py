"""Comparisons and plans as tables for a terminal, readable at 80 columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final

from rich.console import Group
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from municompare.comparison import Comparison
from municompare.comparison.alignment import UNMAPPED
from municompare.comparison.structure import ASPECTS
from municompare.comparison.tiers import TIERS
from municompare.errors import Issue
from municompare.plans import Plan
from municompare.plans.curation import CurationReport
from municompare.reporting.cells import (
    ABSENT,
    SIGNS,
    amount,
    cell_text,
    new_table,
    number,
    records,
)
from municompare.schema import TABLES, rows

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import RenderableType

__all__ = ["comparison_view", "curation_view", "plan_view", "report_view"]

_COMPARATORS: Final = {
    "=": "",
    "<=": "≤ ",
    ">=": "≥ ",
    "<": "< ",
    ">": "> ",
    "increase": "rise",
    "decrease": "fall",
    "not_increase": "not rise",
    "not_decrease": "not fall",
    "better_than": "better than others",
    "text": "in words",
}
_LEGEND: Final = "Close to the concept, unless marked: related, part of it, or wider than it."
_RELATIONS: Final = {
    "broadMatch": "part of it",
    "narrowMatch": "wider",
    "relatedMatch": "related",
}
_ROWS: Final = {
    "decided_by": "decided by",
    "instruments": "instruments",
    "elements": "elements",
    "targets": "targets",
    "follow_up": "follow-up",
    "line_of_sight": "line of sight",
}


def _plan_headers(comparison: Comparison) -> list[str]:
    return [
        f"{cell_text(plan.municipality_name)}\n{plan.period or 'no period'}"
        for plan in comparison.plans.values()
    ]


_COUNTS: Final = {
    "goal_areas": "goal areas",
    "goals": "goals",
    "development_areas": "development areas",
    "purposes": "purposes",
    "named_without_text": "named without text",
    "indicators_table": "indicators in tables",
    "indicators_criterion": "success criteria",
    "indicators_embedded": "measures inside other elements",
}


def _elements(row: dict[Any, Any]) -> str | None:
    return "\n".join(f"{row[key]} {name}" for key, name in _COUNTS.items() if row[key]) or None


def _testability(row: dict[Any, Any]) -> str | None:
    if not row["targets"]:
        return None
    return "\n".join(f"{row[f'with_{name}']}: {name.replace('_', ' ')}" for name in ASPECTS)


def _structure(comparison: Comparison, *, full: bool) -> Table:
    plans = list(comparison.plans.values())
    of_tier: dict[str, dict[str, dict[Any, Any]]] = {}
    for row in records(comparison.structure()):
        made = {"elements": _elements(row), "targets": _testability(row)}
        of_tier.setdefault(row["tier"], {})[row["plan"]] = {**row, **made}
    table = new_table(
        "How each municipality steers",
        ["", *_plan_headers(comparison)],
        caption="Counts stand per tier beside the unit of analysis and are never added up across"
        " plans. Targets: of all that are stated, how many have it printed.",
    )
    table.columns[0].min_width = 13
    table.add_row("document", *(cell_text(plan.title) for plan in plans))
    whose = [f"{plan.unit_of_analysis}:\n{cell_text(plan.organisation)}" for plan in plans]
    table.add_row("unit of\nanalysis", *whose)
    table.add_row(
        "leaves out", *(cell_text(plan.record.excludes) for plan in plans), end_section=True
    )
    names = {**_ROWS, "levels": "levels"} if full else {"levels_en": "levels", **_ROWS}
    for tier in (name for name in TIERS if name in of_tier):
        table.add_row(f"[bold]{tier}[/bold]")
        for column, label in names.items():
            cells = [of_tier[tier].get(plan.key, {}).get(column) for plan in plans]
            if any(cell is not None for cell in cells):
                table.add_row(f"  {label}", *(cell_text(cell) for cell in cells))
        table.add_section()
    return table


def _aligned(
    comparison: Comparison, frame: pd.DataFrame, what: str, *, full: bool
) -> Iterator[Table]:
    """What at least two plans hold side by side, then what only one of them holds."""
    plans = comparison.plans
    together = new_table(
        f"{what}: concepts that at least two plans hold", ["", *_plan_headers(comparison)]
    )
    together.columns[0].min_width = 13
    alone = new_table(f"{what} of one plan only", ["", "concept", what.lower()], caption=_LEGEND)
    alone.columns[0].width, alone.columns[1].ratio, alone.columns[2].ratio = 13, 2, 3
    held = frame.xs("id", axis="columns", level="text").notna().groupby(level="concept").any()
    shared = set(held.index[held.to_numpy().sum(axis=1) > 1]) - {UNMAPPED}
    previous = None
    for (concept, label, _), row in zip(frame.index, records(frame), strict=True):
        cells = {key: _element(row, key, full=full) for key in plans if row[key, "id"] is not None}
        if concept in shared:
            if previous is not None and concept != previous:
                together.add_section()
            head = cell_text(label) if concept != previous else ""
            together.add_row(head, *(cells.get(key, "") for key in plans))
            previous = concept
        else:
            for key, cell in cells.items():
                alone.add_row(cell_text(plans[key].municipality_name), cell_text(label), cell)
    yield from (together, alone)


def _element(row: dict[Any, Any], plan: str, *, full: bool) -> str:
    english, original = row[plan, "english"], row[plan, "original"]
    cell = cell_text(english or original, "named without text")
    if (relation := row[plan, "relation"]) in _RELATIONS:
        cell += f" ({_RELATIONS[relation]})"
    if full and english is not None:
        cell += f"\n[dim]{cell_text(original)}[/dim]"
    return cell


def _wanted(row: dict[Any, Any]) -> str:
    comparator, value = row["comparator"], row["target"]
    if comparator == "change_by":
        shown = amount(value, row["unit"], signed=True)
    elif comparator == "change_by_percent":
        shown = f"{number(value, signed=True)} %"
    elif value is not None:
        upper = f" to {number(row['target_upper'])}" if row["target_upper"] is not None else ""
        shown = _COMPARATORS.get(comparator, "") + number(value) + upper
        shown += SIGNS.get(row["unit"] or "", "")
    else:
        shown = _COMPARATORS.get(comparator, "").strip() or str(row["status"]).replace("_", " ")
    return f"{shown}\n{cell_text(row['target_period'], 'no deadline')}"


def _base(row: dict[Any, Any]) -> str:
    if row["baseline"] is None:
        return f"[dim]{cell_text(row['baseline_missing'])}[/dim]"
    bound = _COMPARATORS.get(row["baseline_comparator"] or "=", "")
    shown = bound + amount(row["baseline"], row["unit"])
    return f"{shown}\n{cell_text(row['baseline_period'], 'undated')}"


def _change(row: dict[Any, Any]) -> str:
    parts = []
    if row["wanted_change"] is not None:
        parts.append(amount(row["wanted_change"], row["wanted_change_unit"], signed=True))
    if row["wanted_change_percent"] is not None:
        parts.append(f"{number(row['wanted_change_percent'], signed=True)} %")
    if not parts and (why := row["why_missing"]) and why.startswith("change: "):
        parts.append(f"[dim]{escape(why.removeprefix('change: '))}[/dim]")
    return "\n".join(dict.fromkeys(parts)) or ABSENT


def _targets(comparison: Comparison, *, full: bool) -> Iterator[Table]:
    of_plan: dict[str, list[dict[Any, Any]]] = {key: [] for key in comparison.plans}
    for row in records(comparison.targets()):
        of_plan[row["plan"]].append(row)
    for key, plan in comparison.plans.items():
        printed = [row for row in of_plan[key] if row["status"] != "empty"]
        empty = len(of_plan[key]) - len(printed)
        table = new_table(
            f"What {cell_text(plan.municipality_name)} wants: from baseline to target",
            ["indicator", "baseline", "target", "wanted change", "source"],
            caption=f"{empty} more targets are empty cells in the document." if empty else None,
        )
        for column, ratio in zip(table.columns, (5, 2, 3, 3, 3), strict=True):
            column.ratio = ratio
        previous = None
        for row in printed:
            shown = ""
            if row["indicator"] != previous:
                shown = cell_text(row["name_en"] or row["name"])
                if full and row["name_en"] is not None:
                    shown += f"\n[dim]{cell_text(row['name'])}[/dim]"
            if row["subgroup"] is not None:
                shown = f"{shown}\n  {cell_text(row['subgroup'])}".lstrip("\n")
            place = str(row["locator"]).split("+")[0]
            table.add_row(shown, _base(row), _wanted(row), _change(row), place)
            previous = row["indicator"]
        yield table


def _verdicts(comparison: Comparison, *, full: bool) -> Table:
    table = new_table(
        "May they be compared? Pairs that share a concept, and what speaks against it",
        ["concept", "verdict", "pair and reasons"],
    )
    table.columns[0].width, table.columns[1].width = 16, 14
    labels = {concept.key: cell_text(concept.label) for concept in comparison.crosswalk.concepts}
    for row in records(comparison.comparability()):
        pair = f"{cell_text(row['a_text'])}  |  {cell_text(row['b_text'])}"
        verdict = cell_text(row["verdict"]).replace("_", " ")
        reasons = cell_text(row["reasons"] if full else row["aspects"], "")
        table.add_row(
            labels.get(row["concept"], cell_text(row["concept"])),
            verdict,
            f"{pair}\n[dim]{reasons}[/dim]",
        )
    return table


def _sources(comparison: Comparison) -> Table:
    table = new_table("Sources", ["plan", "document", "file"])
    for plan in comparison.plans.values():
        for document in plan.record.documents:
            if document.role == "read":
                digest = f"SHA-256 {document.sha256[:12]}…" if document.sha256 else ""
                table.add_row(
                    plan.key, cell_text(document.title), f"{cell_text(document.file)}\n{digest}"
                )
    return table


def comparison_view(comparison: Comparison, *, full: bool = False) -> RenderableType:
    """A comparison for the terminal.

    Parameters
    ----------
    comparison : Comparison
        What is shown.
    full : bool, optional
        Whether printed titles stand below the English labels.
    """
    return Group(
        _structure(comparison, full=full),
        *_aligned(comparison, comparison.goals(), "Goals", full=full),
        *_aligned(comparison, comparison.indicators(), "Indicators", full=full),
        *_targets(comparison, full=full),
        _verdicts(comparison, full=full),
        _sources(comparison),
    )


def report_view(issues: Iterable[Issue]) -> RenderableType:
    """Issues for the terminal, the severe ones first."""
    table = new_table("Issues", ["code", "severity", "what and where"])
    table.columns[0].width, table.columns[1].width = 6, 8
    order = {"error": 0, "warning": 1, "info": 2}
    for issue in sorted(issues, key=lambda found: order[found.severity]):
        places = ", ".join(r.locator for r in issue.readings if r.locator)
        message = f"{issue.message} ({places})" if places else issue.message
        table.add_row(issue.code, issue.severity, cell_text(message))
    return table


def plan_view(plan: Plan) -> RenderableType:
    """A summary of one plan for the terminal: what was read, how much of it, what is odd."""
    record = plan.record
    head = Text(f"{plan.key}: {plan.municipality_name}, {plan.organisation}", style="bold")
    read = [document for document in record.documents if document.role == "read"]
    lines = [
        f"{document.title}\nread by {document.reader or 'no reader'}"
        + (f" ({document.reader_reason})" if document.reader_reason else "")
        for document in read
    ]
    table = new_table("Rows", ["table", "rows", "what a row is"])
    table.columns[1].justify = "right"
    for name, definition in TABLES.items():
        count = len(rows(record, name))
        if count and name not in ("issues", "issue_readings"):
            table.add_row(name, str(count), escape(definition.description))
    issues = [report_view(record.issues)] if record.issues else [Text("no issues")]
    return Group(head, Text("\n".join(lines)), table, *issues)


def curation_view(report: CurationReport) -> RenderableType:
    """What a person decided about a plan, and what share of its values that settled."""
    share = "" if report.share is None else f" ({100 * report.share:.1f} %)"
    table = new_table(
        "Decided by a person",
        ["decision", "row and what was decided", "reason"],
        caption=f"Row or column of {report.settled} of {report.values} values{share} was settled"
        " by a person.",
    )
    labels = [entry for entry in report.decisions if entry[0] == "label"]
    for kind, row, what, reason in report.decisions:
        if kind != "label":
            table.add_row(kind, f"{cell_text(row)}\n{cell_text(what)}", cell_text(reason))
    if labels:
        table.add_row("label", f"{len(labels)} English labels", cell_text(labels[0][3]))
    return table
