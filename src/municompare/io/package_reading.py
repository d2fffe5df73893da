"""Reading plan packages, with every problem of their files in one report."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from municompare.errors import Issue, IssueReport, MunicompareError, Reading
from municompare.io.delimited import (
    duplicate_columns,
    parse_delimited,
    parse_integer,
    parse_number,
)
from municompare.io.package_format import (
    DESCRIPTOR,
    FORMAT_VERSION,
    parse_descriptor,
    plan_part,
    problem,
)
from municompare.io.package_place import left_behind
from municompare.io.text_files import read_text, reason
from municompare.model.plan import PlanRecord
from municompare.plans import Plan
from municompare.plans.consistency import check_facts, check_tables, hydrate
from municompare.schema import PLAN_FIELDS, TABLES, Column, issues_of

__all__ = ["interrupted", "read_package"]

_VALUE_AND_STATUS: Final = ("value", "value_upper", "comparator", "status")


@dataclass(slots=True)
class _Package:
    """A package while it is read: rows of text with their lines, and what is wrong with them."""

    folder: Path
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    lines: dict[str, list[int]] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)

    def where(self, table: str, index: int, column: str) -> Reading:
        if table == "plan":
            return Reading(document=DESCRIPTOR, locator=f"plan.{column}")
        lines = self.lines.get(table, [])
        line = lines[index] if index < len(lines) else 1
        return Reading(document=f"{table}.csv", locator=f"{line}:{column}")

    def text(self, name: str) -> str | None:
        try:
            return read_text(self.folder / name, name=name, missing="MC109")
        except MunicompareError as error:
            self.issues.extend(error.report)
            return None

    def add_new(self, issues: Sequence[Issue]) -> None:
        """Add issues about places that none is known of yet; a second one only follows from it."""
        places = {issue.readings for issue in self.issues}
        self.issues.extend(issue for issue in issues if issue.readings not in places)


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
        return parse_integer(text)
    if column.kind == "number":
        return parse_number(text)
    if column.kind == "boolean":
        if text not in ("true", "false"):
            raise ValueError(text)
        return text == "true"
    return text


def _facts(package: _Package) -> dict[str, Any] | None:
    """What the descriptor says about the plan as a whole, if that can be read at all."""
    text = package.text(DESCRIPTOR)
    if text is None:
        return None
    try:
        ours = plan_part(parse_descriptor(text))
    except MunicompareError as error:
        package.issues.extend(error.report)
        return None
    if ours is None:
        raise MunicompareError(
            problem(
                "MC106",
                "the file does not describe a plan package (no municompare.format 'plan').",
                "Name the folder of a package that was written by this library.",
                DESCRIPTOR,
                "municompare",
            )
        )
    _check_version(package, ours.get("format_version"))
    facts = ours.get("plan")
    if not isinstance(facts, dict):
        package.issues.append(
            problem(
                "MC106",
                "what is known about the plan as a whole is missing (municompare.plan).",
                "Write the package again.",
                DESCRIPTOR,
                "municompare.plan",
            )
        )
        return None
    return _checked_facts(package, facts)


def _checked_facts(package: _Package, facts: Mapping[str, Any]) -> dict[str, Any]:
    known = {column.name: column for column in PLAN_FIELDS}
    for name, value in facts.items():
        if name not in known:
            package.issues.append(
                problem(
                    "MC105",
                    f"there is no field {name!r}.",
                    "Remove it.",
                    DESCRIPTOR,
                    f"plan.{name}",
                )
            )
        elif isinstance(value, dict | list):
            package.issues.append(
                problem(
                    "MC102", f"field {name!r} holds one text.", "Write one.", DESCRIPTOR,
                    f"plan.{name}",
                )
            )  # fmt: skip
    simple = {
        name: value
        for name, value in facts.items()
        if name in known and not isinstance(value, dict | list)
    }
    package.add_new(check_facts(simple, package.where))
    return simple


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
    yield from duplicate_columns(header, name=name)
    for title in dict.fromkeys(header):
        if title not in known:
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
        package.unread.add(table)
        return
    parsed = parse_delimited(text, name=name)
    columns = {column.name: column for column in TABLES[table].columns}
    # With a wrong header, every row would be wrong too.
    wrong = list(
        _header_issues(name, parsed.header, TABLES[table].columns) if parsed.header else ()
    )
    package.issues.extend(wrong or parsed.issues)
    if wrong or parsed.issues:
        package.unread.add(table)
    if wrong:
        return
    for line, cells in parsed.rows:
        package.rows[table].append(_row(package, name, line, parsed.header, cells, columns))
        package.lines[table].append(line)


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


def _key_of_rows(package: _Package) -> str | None:
    """The plan that most rows belong to by their ids."""
    ids = (row.get("id", "") for rows in package.rows.values() for row in rows)
    keys = Counter(identifier.partition("/")[0] for identifier in ids)
    return keys.most_common(1)[0][0] if keys else None


def _check_rows(package: _Package, facts: Mapping[str, Any] | None) -> None:
    """Check the rows among each other; a key that fits none of them is one problem, not many."""
    key, own = None if facts is None else facts.get("key"), _key_of_rows(package)
    if own is None or own == key:
        own = str(key)
    elif isinstance(key, str):
        package.add_new(
            [
                problem(
                    "MC108",
                    f"the plan's key is {key!r}, but its rows have ids of {own!r}.",
                    "Begin ids with the plan's key.",
                    DESCRIPTOR,
                    "plan.key",
                )
            ]
        )
    spoilt = {
        row
        for issue in package.issues
        for row, _, column in (reading.where.rpartition(":") for reading in issue.readings)
        if column in _VALUE_AND_STATUS
    }
    found = check_tables(own, package.rows, package.where, unread=package.unread)
    package.add_new(
        [
            issue
            for issue in found
            # A value that cannot be read does not contradict its status.
            if issue.code != "MC111" or issue.readings[0].where.rpartition(":")[0] not in spoilt
        ]
    )


def interrupted(folder: str | os.PathLike[str]) -> Issue | None:
    """What to do about a package that a killed write left under another name, if it did."""
    try:
        kept = left_behind(Path(os.path.realpath(folder)))
    except (OSError, ValueError):
        return None
    if kept is None:
        return None
    return problem(
        "MC109",
        f"the package was left in {kept.name!r} beside it by a write that was interrupted.",
        "Rename that folder, or write the package again.",
        str(folder),
    )


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
    try:
        os.lstat(path / DESCRIPTOR)
    except FileNotFoundError:
        raise MunicompareError(
            interrupted(path)
            or problem(
                "MC109",
                f"the folder holds no {DESCRIPTOR}.",
                "Name the folder of a plan package, or a document.",
                str(folder),
            )
        ) from None
    except (OSError, ValueError) as error:  # ValueError: no system has such a path
        raise MunicompareError(
            problem(
                "MC001",
                f"the folder cannot be read: {reason(error)}.",
                "Check the path.",
                str(folder),
            )
        ) from None
    package = _Package(path)
    facts = _facts(package)
    for table in TABLES:
        _read_table(package, table)
    tables: dict[str, tuple[Any, ...]] = {}
    for table in TABLES:
        tables[table], wrong = hydrate(table, package.rows[table], package.where)
        package.add_new(wrong)
    _check_rows(package, facts)
    IssueReport.of(package.issues).raise_if_any()
    issue_rows, readings = tables.pop("issues"), tables.pop("issue_readings")
    fields: dict[str, Any] = {**(facts or {}), **tables, "issues": issues_of(issue_rows, readings)}
    return Plan(PlanRecord(**fields))
