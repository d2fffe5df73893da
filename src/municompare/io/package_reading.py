"""Reading plan packages, with every problem of their files in one report."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from municompare.errors import Issue, IssueReport, MunicompareError, Reading
from municompare.io.package_format import DESCRIPTOR, FORMAT_VERSION, problem
from municompare.model.plan import PlanRecord
from municompare.plans import Plan
from municompare.plans.consistency import check_tables, hydrate
from municompare.schema import PLAN_FIELDS, TABLES, Column, issues_of

__all__ = ["read_package"]


@dataclass(slots=True)
class _Package:
    """A package while it is read: rows of text with their lines, and what is wrong with them."""

    folder: Path
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    lines: dict[str, list[int]] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)

    def where(self, table: str, index: int, column: str) -> Reading:
        lines = self.lines.get(table, [])
        line = lines[index] if index < len(lines) else 1
        return Reading(document=f"{table}.csv", locator=f"{line}:{column}")

    def text(self, name: str) -> str | None:
        try:
            return (self.folder / name).read_bytes().decode("utf-8")
        except FileNotFoundError:
            self.issues.append(
                problem(
                    "MC109", "the file is missing.", "Put the whole package in one folder.", name
                )
            )
        except OSError as error:
            self.issues.append(
                problem("MC001", f"the file cannot be read: {error.strerror}.", "Check it.", name)
            )
        except UnicodeDecodeError as error:
            self.issues.append(
                problem(
                    "MC004",
                    f"expected UTF-8, found byte 0x{error.object[error.start]:02x} at byte "
                    f"{error.start + 1}.",
                    "Save the file as UTF-8.",
                    name,
                )
            )
        return None


def _value(text: str, column: Column) -> Any:
    """A cell's value.

    Raises
    ------
    ValueError
        If the text is not of the column's kind.
    """
    if text == "":
        return None
    if column.kind == "integer":
        return int(text)
    if column.kind == "number":
        value = float(text)
        if value != value or value in (float("inf"), float("-inf")):
            raise ValueError(text)
        return value
    if column.kind == "boolean":
        if text not in ("true", "false"):
            raise ValueError(text)
        return text == "true"
    return text


def _unique_names(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise _DuplicateNameError(name)
        found[name] = value
    return found


class _DuplicateNameError(ValueError):
    """A JSON object has a name twice."""


def _descriptor(package: _Package) -> Mapping[str, Any]:
    text = package.text(DESCRIPTOR)
    if text is None:
        return {}
    try:
        descriptor = json.loads(text, object_pairs_hook=_unique_names)
    except _DuplicateNameError as error:
        package.issues.append(
            problem("MC101", f"the name {str(error)!r} stands twice.", "Keep one.", DESCRIPTOR)
        )
        return {}
    except json.JSONDecodeError as error:
        package.issues.append(
            problem(
                "MC110",
                f"the file is not JSON: {error.msg}.",
                "Correct it, or write the package again.",
                DESCRIPTOR,
                f"{error.lineno}:{error.colno}",
            )
        )
        return {}
    ours = descriptor.get("municompare") if isinstance(descriptor, dict) else None
    if not isinstance(ours, dict) or ours.get("format") != "plan":
        package.issues.append(
            problem(
                "MC106",
                "the file does not describe a plan package (no municompare.format 'plan').",
                "Name the folder of a package that was written by this library.",
                DESCRIPTOR,
                "municompare",
            )
        )
        return {}
    _check_version(package, ours.get("format_version"))
    facts = ours.get("plan")
    return facts if isinstance(facts, dict) else {}


def _check_version(package: _Package, version: object) -> None:
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        package.issues.append(
            problem(
                "MC102",
                f"format_version should be a whole number from 1, found {version!r}.",
                "Write the package again.",
                DESCRIPTOR,
                "municompare.format_version",
            )
        )
    elif version > FORMAT_VERSION:
        raise MunicompareError(
            problem(
                "MC104",
                f"the package has format version {version}; this library reads up to "
                f"{FORMAT_VERSION}.",
                "Update the library.",
                DESCRIPTOR,
                "municompare.format_version",
            )
        )


def _header_issues(name: str, header: Sequence[str], columns: Sequence[Column]) -> Iterator[Issue]:
    known = [column.name for column in columns]
    for position, title in enumerate(header):
        if title in header[:position]:
            yield problem(
                "MC101", f"column {title!r} stands twice.", "Keep one.", name, f"1:{title}"
            )
        elif title not in known:
            yield problem(
                "MC105",
                f"there is no column {title!r}.",
                "Remove it or correct its name.",
                name,
                f"1:{title}",
            )
    for title in known:
        if title not in header:
            yield problem("MC106", f"column {title!r} is missing.", "Add it.", name, f"1:{title}")


def _read_table(package: _Package, table: str) -> None:
    name = f"{table}.csv"
    package.rows[table], package.lines[table] = [], []
    text = package.text(name)
    if text is None:
        return
    columns = {column.name: column for column in TABLES[table].columns}
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = next(reader, [])
        wrong = list(_header_issues(name, header, TABLES[table].columns))
        package.issues.extend(wrong)
        if wrong:
            return
        start = reader.line_num + 1
        for cells in reader:
            line, start = start, reader.line_num + 1
            if len(cells) != len(header):
                package.issues.append(
                    problem(
                        "MC110",
                        f"the row has {len(cells)} cells, the header {len(header)}.",
                        "Check its commas and quotes.",
                        name,
                        str(line),
                    )
                )
                continue
            package.rows[table].append(_row(package, name, line, header, cells, columns))
            package.lines[table].append(line)
    except csv.Error as error:
        package.issues.append(
            problem(
                "MC110",
                f"the file is not CSV: {error}.",
                "Check its quotes.",
                name,
                str(reader.line_num),
            )
        )


def _row(
    package: _Package,
    name: str,
    line: int,
    header: Sequence[str],
    cells: Sequence[str],
    columns: Mapping[str, Column],
) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for title, cell in zip(header, cells, strict=True):
        try:
            row[title] = _value(cell, columns[title])
        except ValueError:
            row[title] = None
            package.issues.append(
                problem(
                    "MC102",
                    f"column {title!r} holds {columns[title].kind} cells; found {cell!r}.",
                    "Write a value of that type, or leave the cell empty.",
                    name,
                    f"{line}:{title}",
                )
            )
    # A missing cell and an absent one are the same to a record: its default.
    return {title: value for title, value in row.items() if value is not None}


def read_package(folder: str | os.PathLike[str]) -> Plan:
    """Read a plan package.

    Parameters
    ----------
    folder : path
        The folder with ``datapackage.json`` and the tables.

    Returns
    -------
    Plan
        The same plan that was written.

    Raises
    ------
    MunicompareError
        If the folder is no plan package, its format version is newer than this library, or its
        tables have errors: all of them at once, each with file, line and column.
    """
    path = Path(folder)
    package = _Package(path)
    if not (path / DESCRIPTOR).is_file():
        raise MunicompareError(
            problem(
                "MC109",
                f"the folder holds no {DESCRIPTOR}.",
                "Name the folder of a plan package, or a document.",
                str(folder),
            )
        )
    facts = dict(_descriptor(package))
    for table in TABLES:
        _read_table(package, table)
    tables: dict[str, tuple[Any, ...]] = {}
    for table in TABLES:
        tables[table], wrong = hydrate(table, package.rows[table], package.where)
        already = {issue.readings for issue in package.issues}
        package.issues.extend(issue for issue in wrong if issue.readings not in already)
    key = facts.get("key")
    if isinstance(key, str):
        package.issues.extend(check_tables(key, package.rows, package.where))
    record = _record(package, facts, tables)
    IssueReport.of(package.issues).raise_if_any()
    assert record is not None  # without a record there was an issue
    return Plan(record)


def _record(
    package: _Package, facts: dict[str, Any], tables: dict[str, tuple[Any, ...]]
) -> PlanRecord | None:
    known = {column.name: column for column in PLAN_FIELDS}
    wrong = [
        problem("MC105", f"there is no field {name!r}.", "Remove it.", DESCRIPTOR, f"plan.{name}")
        for name in facts
        if name not in known
    ] + [
        problem("MC106", f"field {name!r} is missing.", "Add it.", DESCRIPTOR, f"plan.{name}")
        for name, column in known.items()
        if column.required and facts.get(name) is None
    ]
    if wrong:
        package.issues.extend(wrong)
        return None
    issue_rows, readings = tables.pop("issues"), tables.pop("issue_readings")
    fields: dict[str, Any] = {**facts, **tables, "issues": issues_of(issue_rows, readings)}
    return PlanRecord(**fields)
