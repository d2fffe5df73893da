"""Mappings in SSSOM TSV, the Simple Standard for Sharing Ontological Mappings.

https://mapping-commons.github.io/sssom/ (version 1.0): a metadata block of YAML in comment lines,
then a tab-separated table. The three columns that the standard lacks (``ext_role``,
``ext_valid_from``, ``ext_valid_to``) are declared in the block as extensions.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from itertools import takewhile
from pathlib import Path
from typing import Any, Final, get_args

from municompare.errors import Issue, IssueReport
from municompare.io.delimited import duplicate_columns, parse_delimited, parse_number
from municompare.io.package_format import problem
from municompare.io.text_files import read_text
from municompare.model.crosswalk import Mapping, MappingRelation
from municompare.model.quantity import Period

__all__ = ["read_mappings"]

_REQUIRED: Final = ("subject_id", "predicate_id", "object_id", "mapping_justification")
_PREFIXES: Final = {
    "subject_id": ("plan:", "kolada:", "dst:", "jobindsats:"),
    "object_id": ("concept:",),
}
_STATEMENT: Final = (
    "subject_id",
    "predicate_modifier",
    "predicate_id",
    "object_id",
    "ext_valid_from",
    "ext_valid_to",
)
"""What a row states: a denial is another statement, and so is one about another period."""
_RELATIONS: Final = tuple(f"skos:{r}" for r in get_args(MappingRelation) if r != "notMatch")
_DENIABLE: Final = (*_RELATIONS, "skos:mappingRelation")


def _issue(name: str, line: int, column: str, code: str, message: str, remedy: str) -> Issue:
    return problem(code, message, remedy, name, f"{line}:{column}")


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
    value = parse_number(text)
    if not 0 <= value <= 1:
        raise ValueError(text)
    return value


def _header_issues(name: str, line: int, header: Sequence[str]) -> Iterator[Issue]:
    yield from duplicate_columns(header, name=name, line=line)
    for column in _REQUIRED:
        if column not in header:
            yield _issue(name, line, column, "MC106", f"column {column!r} is missing.", "Add it.")


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
    yield from _predicate_issues(name, line, row)
    justification = row.get("mapping_justification", "")
    if justification and re.fullmatch(r"semapv:\S+", justification) is None:
        yield _issue(
            name, line, "mapping_justification", "MC108",
            f"{justification!r} does not begin with semapv:.", "Use a term of SEMAPV.",
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


def _predicate_issues(name: str, line: int, row: dict[str, str]) -> Iterator[Issue]:
    modifier = row.get("predicate_modifier", "")
    if modifier not in ("", "Not"):
        yield _issue(
            name, line, "predicate_modifier", "MC108", f"{modifier!r} is no modifier.",
            "Use Not, or leave the cell empty.",
        )  # fmt: skip
    allowed = _DENIABLE if modifier == "Not" else _RELATIONS
    if row.get("predicate_id") and row["predicate_id"] not in allowed:
        yield _issue(
            name, line, "predicate_id", "MC108", f"{row['predicate_id']!r} is no relation here.",
            f"Use one of {', '.join(allowed)}.",
        )  # fmt: skip


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
    text = read_text(path, name=str(path))
    head = tuple(takewhile(lambda line: line.startswith("#"), io.StringIO(text, newline="")))
    table = text[sum(map(len, head)) :]
    parsed = parse_delimited(table, name=path.name, delimiter="\t", line=len(head) + 1)
    # With a wrong header, every row would be wrong too.
    unusable = (
        _header_issues(path.name, len(head) + 1, parsed.header) if parsed.header else parsed.issues
    )
    IssueReport.of(unusable).raise_if_any()
    issues = list(parsed.issues)
    seen: dict[tuple[str, ...], int] = {}
    mappings: list[Mapping] = []
    for line, cells in parsed.rows:
        row = dict(zip(parsed.header, cells, strict=True))
        wrong = list(_row_issues(path.name, line, row, known))
        statement = tuple(row.get(column, "") for column in _STATEMENT)
        if statement in seen:
            wrong.append(
                _issue(
                    path.name, line, "subject_id", "MC107",
                    f"line {seen[statement]} maps {row['subject_id']!r} to {row['object_id']!r} "
                    "by the same predicate.",
                    "Keep one of the two.",
                )
            )  # fmt: skip
        seen.setdefault(statement, line)
        issues.extend(wrong)
        if not wrong:
            mappings.append(_mapping(row))
    IssueReport.of(issues).raise_if_any()
    return tuple(mappings), _version(head)
