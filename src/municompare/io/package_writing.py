"""Writing plan packages: a folder of CSV tables with a ``datapackage.json`` that describes them.

A package opens with any spreadsheet, pandas or Frictionless tool, and is read back without loss.
An empty cell is a missing value; text is never empty. Files are UTF-8 with line feeds, and
rows keep the order of the document.
"""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

from municompare.errors import MunicompareError
from municompare.io.package_format import COMPANIONS, DESCRIPTOR, FORMAT_VERSION, problem
from municompare.model.plan import PlanRecord
from municompare.plans import Plan
from municompare.schema import PLAN_FIELDS, TABLES, rows, table_schema

__all__ = ["write"]


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() and abs(value) < 1e15 else repr(value)
    return str(value)


def _csv_text(plan: PlanRecord, table: str) -> str:
    columns = TABLES[table].columns
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow([column.name for column in columns])
    for record in rows(plan, table):
        writer.writerow([_cell(getattr(record, column.name)) for column in columns])
    return buffer.getvalue()


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


def _package_files(plan: PlanRecord) -> dict[str, str]:
    return {
        DESCRIPTOR: _descriptor_text(plan),
        **{f"{name}.csv": _csv_text(plan, name) for name in TABLES},
    }


def _check_target(folder: Path, *, overwrite: bool) -> None:
    if not folder.exists():
        return
    if not folder.is_dir():
        raise MunicompareError(
            problem(
                "MC012",
                "a file stands where the folder should be.",
                "Name another folder.",
                str(folder),
            )
        )
    present = sorted(path.name for path in folder.iterdir() if path.name not in COMPANIONS)
    if present and not overwrite:
        raise MunicompareError(
            problem(
                "MC009",
                f"the folder is not empty; it holds {', '.join(present[:5])}"
                f"{', …' if len(present) > 5 else ''}.",
                "Name an empty or new folder, or allow overwriting.",
                str(folder),
            )
        )
    foreign = [name for name in present if name not in (DESCRIPTOR, *(f"{t}.csv" for t in TABLES))]
    if foreign:
        raise MunicompareError(
            problem(
                "MC012",
                f"the folder holds files that are not of a plan package: {', '.join(foreign[:5])}.",
                "Only a folder that holds nothing but a plan package is overwritten.",
                str(folder),
            )
        )


def write(plan: Plan, folder: str | os.PathLike[str], *, overwrite: bool = False) -> Path:
    """Write a plan package: one CSV file a table, and ``datapackage.json``.

    The package is written whole into a new folder beside the target and then put in its place,
    so that an interrupted write leaves what was there before.

    Parameters
    ----------
    plan : Plan
        The plan.
    folder : path
        Target folder; made if it is not there, with its parents.
    overwrite : bool, optional
        Allow replacing a package that is there. A folder with any other file is never replaced.

    Returns
    -------
    pathlib.Path
        The folder.

    Raises
    ------
    MunicompareError
        If the folder is not empty and overwriting is not allowed, or holds other files.

    Examples
    --------
    >>> import tempfile
    >>> import municompare as mc
    >>> plan = mc.load()["silkeborg-2017"]
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     sorted(p.name for p in mc.write(plan, folder).iterdir())[:3]
    ['activities.csv', 'assignments.csv', 'benchmark_refs.csv']
    """
    target = Path(folder)
    _check_target(target, overwrite=overwrite)
    files = _package_files(plan.record)
    target.parent.mkdir(parents=True, exist_ok=True)
    staged = Path(tempfile.mkdtemp(prefix=f".{target.name}.new-", dir=target.parent))
    try:
        for name, text in files.items():
            (staged / name).write_text(text, encoding="utf-8", newline="\n")
        if target.exists():
            shutil.copymode(target, staged)
            for name in COMPANIONS:
                if (target / name).is_file():
                    shutil.copy2(target / name, staged / name)
        else:
            staged.chmod(0o777 & ~_umask())
        _put_in_place(staged, target)
    finally:
        shutil.rmtree(staged, ignore_errors=True)
    return target


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current


def _put_in_place(staged: Path, target: Path) -> None:
    if not target.exists():
        staged.rename(target)
        return
    kept = Path(tempfile.mkdtemp(prefix=f".{target.name}.old-", dir=target.parent))
    kept.rmdir()
    target.rename(kept)
    try:
        staged.rename(target)
    except BaseException:
        kept.rename(target)
        raise
    shutil.rmtree(kept)
