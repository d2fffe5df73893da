"""Writing plan packages: a folder of CSV tables with a ``datapackage.json`` that describes them.

A package opens with any spreadsheet, pandas or Frictionless tool, and is read back without loss.
An empty cell is a missing value; text is never empty. Files are UTF-8 with line feeds, and
rows keep the order of the document.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from municompare.errors import MunicompareError
from municompare.io.package_format import DESCRIPTOR, FORMAT_VERSION, problem
from municompare.io.package_place import put
from municompare.io.text_files import reason
from municompare.model.plan import PlanRecord
from municompare.plans import Plan
from municompare.schema import PLAN_FIELDS, TABLES, Column, rows, table_schema

__all__ = ["write"]


def _number(value: float) -> str:
    # The type's own form, also for numpy's numbers, which show themselves by name.
    whole = value.is_integer() and abs(value) < 1e15
    return f"{value:.0f}" if whole else float.__repr__(value)


def _cell(value: Any, column: Column) -> str:
    if value is None:
        return ""
    if column.kind == "boolean":
        return "true" if value else "false"
    if column.kind == "integer":
        return int.__repr__(value)
    if column.kind == "number":
        return _number(float(value))
    # Not csv.writer: whether that quotes a carriage return depends on the version of Python.
    text = str.__str__(value)
    quoted = text.replace('"', '""')
    return f'"{quoted}"' if any(sign in text for sign in '",\r\n') else text


def _csv_text(plan: PlanRecord, table: str) -> str:
    columns = TABLES[table].columns
    lines = [",".join(column.name for column in columns)]
    for record in rows(plan, table):
        lines.append(",".join(_cell(getattr(record, column.name), column) for column in columns))
    return "".join(f"{line}\n" for line in lines)


def _descriptor_text(plan: PlanRecord) -> str:
    facts = {column.name: getattr(plan, column.name) for column in PLAN_FIELDS}
    descriptor = {
        "profile": "tabular-data-package",
        "name": plan.key,
        "title": plan.title,
        "municompare": {"format": "plan", "format_version": FORMAT_VERSION, "plan": facts},
        "resources": [
            {
                "name": name,
                "path": f"{name}.csv",
                "profile": "tabular-data-resource",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "description": table.description,
                "schema": table_schema(name),
            }
            for name, table in TABLES.items()
        ],
    }
    return json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n"


def _package_files(plan: PlanRecord) -> dict[str, bytes]:
    texts = {f"{name}.csv": _csv_text(plan, name) for name in TABLES}
    texts[DESCRIPTOR] = _descriptor_text(plan)
    return {name: text.encode("utf-8") for name, text in texts.items()}


def write(plan: Plan, folder: str | os.PathLike[str], *, overwrite: bool = False) -> Path:
    """Write a plan package: one CSV file a table, and ``datapackage.json``.

    The package is written whole and then put in its place, so that a write that is interrupted
    leaves what was there before; if it was killed while the folders changed places, the next
    write puts the old package back first. A folder that is reached by a symbolic link is the
    one that the link leads to.

    Parameters
    ----------
    plan : Plan
        The plan.
    folder : path
        Target folder; made if it is not there, with its parents.
    overwrite : bool, optional
        Allow replacing a package that is there. A folder with anything else is never replaced.

    Returns
    -------
    pathlib.Path
        The folder.

    Raises
    ------
    MunicompareError
        If the folder is not empty and overwriting is not allowed (MC009), holds anything else
        than a package, is being written to, or cannot be written (MC012).

    Examples
    --------
    >>> import tempfile
    >>> import municompare as mc
    >>> plan = mc.load()["silkeborg-2017"]
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     sorted(p.name for p in mc.write(plan, folder).iterdir())[:3]
    ['activities.csv', 'assignments.csv', 'benchmark_refs.csv']
    """
    named = os.fspath(folder)
    if not named:
        raise MunicompareError(
            problem("MC012", "the path of the folder is empty.", "Name a folder.", repr(named))
        )
    files = _package_files(plan.record)
    try:
        put(files, Path(os.path.realpath(named)), overwrite=overwrite)
    except MunicompareError:
        raise
    except (OSError, ValueError) as error:  # ValueError: no system has such a path
        raise MunicompareError(
            problem(
                "MC012",
                f"the package cannot be written: {reason(error)}.",
                "Name a folder that can be made or written to.",
                named,
            )
        ) from None
    return Path(named)
