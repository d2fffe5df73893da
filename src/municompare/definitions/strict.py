"""YAML values to frozen records, every problem with its line and column."""

from __future__ import annotations

import difflib
import json
import re
import types
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    TypeVar,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

from municompare.definitions.nodes import YamlNode, load_yaml, read_nodes
from municompare.errors import Issue, IssueReport, MunicompareError, Reading

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from pydantic_core import ErrorDetails

__all__ = ["YamlNode", "hydrate", "load_record", "load_records", "load_yaml"]

T = TypeVar("T")

_EXPECTED = {
    "string_type": "text",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "none_required": "nothing",
    "date_type": "a date such as 2019-03-20",
    "date_parsing": "a date such as 2019-03-20",
    "date_from_datetime_parsing": "a date such as 2019-03-20",
    "tuple_type": "a list",
    "list_type": "a list",
    "dict_type": "a mapping of keys to values",
    "dataclass_type": "a mapping of field names to values",
}
"""What pydantic's kinds of wrong type mean to the author of a file."""


def load_records(source: Path | Traversable, record_type: type[T], *, name: str) -> tuple[T, ...]:
    """Read a YAML list into records.

    Parameters
    ----------
    source : pathlib.Path or importlib.resources.abc.Traversable
        The file.
    record_type : type
        A dataclass; the file is a list of mappings with its fields.
    name : str
        The name of the file that messages show.

    Returns
    -------
    tuple of record_type
        The records in the file's order.

    Raises
    ------
    MunicompareError
        With all problems of the file, each with line and column.
    """
    root, issues = read_nodes(source, name=name)
    if not isinstance(root.value, tuple):
        found = _wrong(root, "a list of mappings")
        raise MunicompareError(IssueReport.of(_sorted([*issues, found])))
    return _hydrated(root, record_type, issues)


def load_record(source: Path | Traversable, record_type: type[T], *, name: str) -> T:
    """Read a YAML mapping into one record.

    Parameters
    ----------
    source : pathlib.Path or importlib.resources.abc.Traversable
        The file.
    record_type : type
        A dataclass; the file is a mapping with its fields.
    name : str
        The name of the file that messages show.

    Returns
    -------
    record_type
        The record.

    Raises
    ------
    MunicompareError
        With all problems of the file, each with line and column.
    """
    root, issues = read_nodes(source, name=name)
    return _hydrated(_listed(root), record_type, issues)[0]


def hydrate(node: YamlNode, record_type: type[T]) -> T:
    """Make a record of a value that :func:`load_yaml` gave.

    For files whose parts are of different types, or whose records refer to each other: the
    values keep their places, so that later checks can name line and column as well.

    Raises
    ------
    MunicompareError
        With all problems of the value, each with line and column.
    """
    return _hydrated(_listed(node), record_type, [])[0]


def _listed(node: YamlNode) -> YamlNode:
    return YamlNode((node,), node.name, node.line, node.column)


def _hydrated(root: YamlNode, record_type: type[T], issues: list[Issue]) -> tuple[T, ...]:
    from pydantic import ConfigDict, TypeAdapter, ValidationError

    # A dataclass takes no configuration of its own from outside; inside a tuple it inherits it.
    adapter: TypeAdapter[tuple[T, ...]] = TypeAdapter(
        tuple[record_type, ...],  # type: ignore[valid-type]
        config=ConfigDict(extra="forbid", strict=True),
    )
    records: tuple[T, ...] = ()
    try:
        # strict JSON rules: a list is a tuple, text a date; but a number never text
        records = adapter.validate_json(json.dumps(root.plain()), strict=True)
    except ValidationError as error:
        details = error.errors(include_url=False, include_context=True)
        issues = [*issues, *_translated(root, record_type, details, issues)]
    if issues:
        raise MunicompareError(IssueReport.of(_sorted(issues)))
    return records


def _sorted(issues: Sequence[Issue]) -> list[Issue]:
    def place(issue: Issue) -> tuple[int, ...]:
        return tuple(int(part) for part in (issue.readings[0].locator or "").split(":"))

    return sorted(dict.fromkeys(issues), key=place)


def _translated(
    root: YamlNode,
    record_type: type[Any],
    details: Sequence[ErrorDetails],
    known: Sequence[Issue],
) -> Iterator[Issue]:
    """One issue for each place, though a union reports every branch that does not fit."""
    doubtful = {issue.readings[0].locator for issue in known}
    wrong_at: dict[int, tuple[YamlNode, list[str]]] = {}
    for detail in details:
        path, kind = detail["loc"], detail["type"]
        node = root.find(path)
        if path and path[-1] == "[key]":
            key = str(path[-2])
            holder = root.find(path[:-2])
            node = YamlNode(key, root.name, *holder.keys[key], text=key)
        if kind in ("unexpected_keyword_argument", "extra_forbidden"):
            names = _field_names(record_type, path[1:-1])
            yield _unknown(root.find(path[:-1]), str(path[-1]), names)
        elif kind == "missing":
            yield _issue("MC106", f"expected the field {path[-1]!r}, found none.", node.reading)
        elif node.reading.locator in doubtful:
            continue
        elif kind in _EXPECTED:
            wrong_at.setdefault(id(node), (node, []))[1].append(_EXPECTED[kind])
        elif kind in ("literal_error", "enum"):
            yield _not_allowed(node, detail.get("ctx", {}).get("expected", ""))
        else:
            message = detail["msg"].removeprefix("Value error, ")
            yield _issue(
                "MC108", f"{message[0].lower()}{message[1:]}, found {_found(node)}.", node.reading
            )
    for node, expected in wrong_at.values():
        yield _wrong(node, " or ".join(dict.fromkeys(expected)))


def _issue(code: str, message: str, reading: Reading, remedy: str | None = None) -> Issue:
    return Issue(code=code, severity="error", message=message, remedy=remedy, readings=(reading,))


def _found(node: YamlNode) -> str:
    if isinstance(node.value, Mapping):
        return "a mapping"
    if isinstance(node.value, tuple):
        return "a list"
    if node.value is None:
        return "nothing"
    return f"the text {node.text!r}" if isinstance(node.value, str) else f"{node.text}"


def _wrong(node: YamlNode, expected: str) -> Issue:
    unquoted = node.value is not None and isinstance(node.value, bool | int | float)
    remedy = f'Put it in quotes: "{node.text}".' if unquoted and "text" in expected else None
    return _issue("MC102", f"expected {expected}, found {_found(node)}.", node.reading, remedy)


def _not_allowed(node: YamlNode, expected: str) -> Issue:
    allowed = re.findall(r"'((?:[^'\\]|\\.)*)'", expected)
    if isinstance(node.value, str):
        return _issue(
            "MC108",
            f"expected {expected}, found {_found(node)}.",
            node.reading,
            _did_you_mean(node.value, allowed),
        )
    return _wrong(node, f"text ({expected})" if allowed else expected)


def _unknown(holder: YamlNode, key: str, names: Sequence[str]) -> Issue:
    expected = f"one of the fields {', '.join(names)}" if names else "no such field"
    return _issue(
        "MC105",
        f"expected {expected}, found {key!r}.",
        holder.key_reading(key),
        _did_you_mean(key, names) or "Remove the field.",
    )


def _did_you_mean(text: str, candidates: Sequence[str]) -> str | None:
    close = difflib.get_close_matches(text, candidates, n=1)
    return f"Did you mean {close[0]!r}?" if close else None


def _field_names(record_type: Any, path: Sequence[str | int]) -> tuple[str, ...]:
    """Names of the fields of the dataclass that stands at a path below a record."""
    found = next(_dataclasses_at(record_type, path), None)
    return tuple(f.name for f in fields(found)) if found else ()


def _dataclasses_at(annotation: Any, path: Sequence[str | int]) -> Iterator[Any]:
    """Dataclasses that an annotation allows at a path, past names of the branches of a union."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        yield from _dataclasses_at(arguments[0], path)
    elif origin in (Union, types.UnionType):
        for option in arguments:
            yield from _dataclasses_at(option, path)
    elif is_dataclass(annotation):
        hints = get_type_hints(annotation, include_extras=True)
        if not path:
            yield annotation
        else:
            yield from _dataclasses_at(hints.get(str(path[0]), annotation), path[1:])
    elif origin is not None and path:
        steps_in = isinstance(path[0], int) or issubclass(origin, Mapping)
        items = [argument for argument in arguments if argument is not Ellipsis]
        yield from _dataclasses_at(items[-1] if steps_in else annotation, path[1:])
