"""Mappings in SSSOM TSV, the Simple Standard for Sharing Ontological Mappings.

https://mapping-commons.github.io/sssom/ (version 1.0): a metadata block of YAML in comment lines,
then a tab-separated table. The three columns that the standard lacks (``ext_role``,
``ext_valid_from``, ``ext_valid_to``) are declared in the block as extensions.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final, get_args

from municompare.errors import Issue, IssueReport, MunicompareError, Reading
from municompare.model.crosswalk import Mapping, MappingRelation
from municompare.model.quantity import Period

__all__ = ["read_mappings"]

_REQUIRED: Final = ("subject_id", "predicate_id", "object_id", "mapping_justification")
_PREFIXES: Final = {
    "subject_id": ("plan:", "kolada:", "dst:", "jobindsats:"),
    "object_id": ("concept:",),
}


def _issue(name: str, line: int, column: str, code: str, message: str, remedy: str) -> Issue:
    return Issue(
        code=code,
        severity="error",
        message=message,
        remedy=remedy,
        readings=(Reading(document=name, locator=f"{line}:{column}"),),
    )


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except OSError as error:
        raise MunicompareError(
            Issue(
                code="MC001",
                severity="error",
                message=f"the crosswalk file cannot be read: {error.strerror}.",
                remedy="Check the path.",
                readings=(Reading(document=str(path)),),
            )
        ) from None
    except UnicodeDecodeError as error:
        raise MunicompareError(
            Issue(
                code="MC004",
                severity="error",
                message=f"expected UTF-8, found another byte at byte {error.start + 1}.",
                remedy="Save the file as UTF-8.",
                readings=(Reading(document=path.name),),
            )
        ) from None


def _version(header: Sequence[str]) -> str:
    for line in header:
        name, colon, value = line.removeprefix("#").partition(":")
        if colon and name.strip() == "mapping_set_version":
            return value.strip().strip("'\"")
    return "unversioned"


def _relation(row: dict[str, str]) -> str:
    if row.get("predicate_modifier") == "Not":
        return "notMatch"
    return row["predicate_id"].removeprefix("skos:")


def _confidence(text: str) -> float | None:
    """A confidence from 0 to 1.

    Raises
    ------
    ValueError
        If the text is none.
    """
    if not text:
        return None
    value = float(text)
    if not 0 <= value <= 1:
        raise ValueError(text)
    return value


def _row_issues(name: str, line: int, row: dict[str, str], known: set[str]) -> Iterator[Issue]:
    for column in _REQUIRED:
        if not row.get(column):
            yield _issue(name, line, column, "MC106", f"{column} is empty.", "Fill it in.")
    for column, prefixes in _PREFIXES.items():
        if row.get(column) and not row[column].startswith(prefixes):
            yield _issue(
                name, line, column, "MC108",
                f"{row[column]!r} does not begin with {' or '.join(prefixes)}.",
                "Write it with its prefix.",
            )  # fmt: skip
    concept = row.get("object_id", "").removeprefix("concept:")
    if row.get("object_id", "").startswith("concept:") and concept not in known:
        yield _issue(
            name, line, "object_id", "MC103", f"there is no concept {concept!r}.",
            "Name a concept of the scheme.",
        )  # fmt: skip
    if row.get("predicate_id") and _relation(row) not in get_args(MappingRelation):
        yield _issue(
            name, line, "predicate_id", "MC108", f"{row['predicate_id']!r} is no SKOS relation.",
            f"Use one of {', '.join('skos:' + r for r in get_args(MappingRelation)[:-1])}.",
        )  # fmt: skip
    try:
        _confidence(row.get("confidence", ""))
    except ValueError:
        yield _issue(
            name, line, "confidence", "MC102",
            f"confidence should be a number from 0 to 1, found {row['confidence']!r}.",
            "Correct it.",
        )  # fmt: skip
    if row.get("ext_role") not in (None, "", "same_measure", "context"):
        yield _issue(
            name, line, "ext_role", "MC108", f"{row['ext_role']!r} is no role.",
            "Use same_measure or context.",
        )  # fmt: skip
    for column in ("ext_valid_from", "ext_valid_to"):
        if row.get(column):
            try:
                Period.parse(row[column])
            except ValueError as error:
                yield _issue(name, line, column, "MC108", f"{error}.", "Write a year or a date.")


def _mapping(row: dict[str, str]) -> Mapping:
    fields: dict[str, Any] = {
        "subject": row["subject_id"].removeprefix("plan:"),
        "subject_label": row.get("subject_label") or None,
        "relation": _relation(row),
        "concept": row["object_id"].removeprefix("concept:"),
        "confidence": _confidence(row.get("confidence", "")),
        "justification": row["mapping_justification"],
        "author": row.get("author_label") or None,
        "comment": row.get("comment") or None,
        "role": row.get("ext_role") or None,
        "valid_from": row.get("ext_valid_from") or None,
        "valid_to": row.get("ext_valid_to") or None,
    }
    return Mapping(**fields)


def read_mappings(path: Path, *, known: set[str]) -> tuple[tuple[Mapping, ...], str]:
    """Mappings of an SSSOM file, and the version of the set.

    Parameters
    ----------
    path : pathlib.Path
        The file.
    known : set of str
        Keys of the concepts there are.

    Raises
    ------
    MunicompareError
        If the file has errors: all of them, each with line and column.
    """
    lines = _text(path).splitlines(keepends=True)
    header = [line for line in lines if line.startswith("#")]
    table = csv.DictReader(io.StringIO("".join(lines[len(header) :]), newline=""), delimiter="\t")
    missing = [column for column in _REQUIRED if column not in (table.fieldnames or ())]
    if missing:
        raise MunicompareError(
            IssueReport.of(
                _issue(
                    path.name,
                    len(header) + 1,
                    column,
                    "MC106",
                    f"column {column!r} is missing.",
                    "Add it.",
                )
                for column in missing
            )
        )
    issues: list[Issue] = []
    mappings: list[Mapping] = []
    for row in table:
        line = len(header) + table.line_num
        if None in row or None in row.values():
            issues.append(
                _issue(
                    path.name,
                    line,
                    "subject_id",
                    "MC110",
                    "the row has more or fewer cells than the header.",
                    "Check its tabs.",
                )
            )
            continue
        wrong = list(_row_issues(path.name, line, row, known))
        issues.extend(wrong)
        if not wrong:
            mappings.append(_mapping(row))
    IssueReport.of(issues).raise_if_any()
    return tuple(mappings), _version(header)
