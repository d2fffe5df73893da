"""YAML text to a tree of values, each with its line and column."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from municompare.errors import Issue, IssueReport, MunicompareError, Reading

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

__all__ = ["YamlNode", "load_yaml", "read_nodes"]

_TRUTH = {"true": True, "false": False}
_LONGEST_NUMBER = 40
_NULL = {"", "~", "null"}
_NUMBER = re.compile(r"[-+]?(?:\d+|\d+\.\d*|\.\d+)(?:[eE][-+]?\d+)?")
# What one YAML version takes for text and another for a truth value, or for an octal number:
# nobody can say what the author meant, so neither reading is accepted.
_DOUBTFUL_TRUTH = re.compile(r"(?i:yes|no|on|off|true|false|null)")
_DOUBTFUL_NUMBER = re.compile(r"[-+]?0[0-9_]+(?:\.[0-9]*)?|0[xob][0-9A-Fa-f_]+|[-+]?\.(?i:inf|nan)")
_TAGS = {f"tag:yaml.org,2002:{name}" for name in ("bool", "float", "int", "null", "timestamp")}
_TEXT_TAG = "tag:yaml.org,2002:str"


@dataclass(frozen=True, slots=True)
class YamlNode:
    """One value of a YAML file with its place.

    Parameters
    ----------
    value : mapping of str to YamlNode, tuple of YamlNode, str, int, float, bool or None
        The value; plain YAML 1.2 types.
    name : str
        Name of the file, as messages show it.
    line, column : int
        Where the value starts, counted from 1.
    text : str or None
        A scalar as written, without quotes.
    keys : mapping of str to tuple of int
        Line and column of each key of a mapping.
    """

    value: Mapping[str, YamlNode] | tuple[YamlNode, ...] | str | int | float | bool | None
    name: str
    line: int
    column: int
    text: str | None = None
    keys: Mapping[str, tuple[int, int]] = field(default_factory=dict, repr=False)

    @property
    def where(self) -> str:
        """``name:line:column``."""
        return f"{self.name}:{self.line}:{self.column}"

    @property
    def reading(self) -> Reading:
        """The place of this value, for an issue."""
        return Reading(text=self.text, document=self.name, locator=f"{self.line}:{self.column}")

    def key_reading(self, key: str) -> Reading:
        """Return the place of a key of this mapping, for an issue."""
        line, column = self.keys[key]
        return Reading(text=key, document=self.name, locator=f"{line}:{column}")

    def find(self, path: Sequence[str | int]) -> YamlNode:
        """Walk down a path of keys and indexes, past steps that are not there."""
        node = self
        for step in path:
            if isinstance(node.value, Mapping) and isinstance(step, str):
                node = node.value.get(step, node)
            elif isinstance(node.value, tuple) and isinstance(step, int):
                node = node.value[step] if 0 <= step < len(node.value) else node
        return node

    def plain(self) -> Any:
        """Return the value as dicts, lists and scalars, without places."""
        if isinstance(self.value, Mapping):
            return {key: inner.plain() for key, inner in self.value.items()}
        if isinstance(self.value, tuple):
            return [inner.plain() for inner in self.value]
        return self.value


def load_yaml(source: Path | Traversable, *, name: str) -> YamlNode:
    """Read a YAML file strictly: no duplicate key, no scalar that could be two things.

    Parameters
    ----------
    source : pathlib.Path or importlib.resources.abc.Traversable
        The file.
    name : str
        The name that messages show.

    Returns
    -------
    YamlNode
        The file's value.

    Raises
    ------
    MunicompareError
        With all problems of the file, each with line and column.
    """
    root, issues = read_nodes(source, name=name)
    IssueReport.of(issues).raise_if_any()
    return root


def read_nodes(source: Path | Traversable, *, name: str) -> tuple[YamlNode, list[Issue]]:
    """Read a YAML file and return what is doubtful in it beside it.

    Raises
    ------
    MunicompareError
        If the file cannot be read or parsed at all.
    """
    text = _decoded(source, name)
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        composed = YAML(typ="safe", pure=True).compose(text)
        builder = _Builder(name)
        root = builder.node(composed) if composed is not None else None
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        locator = f"{mark.line + 1}:{mark.column + 1}" if mark else None
        what = " ".join(part for part in (error.context, error.problem) if part)
        raise _unparsable(name, " ".join(what.split()), locator) from None
    except YAMLError as error:
        raise _unparsable(name, " ".join(str(error).split()), None) from None
    except RecursionError:
        raise _unparsable(name, "values are nested too deeply", None) from None
    except (ValueError, OverflowError):
        problem = "an escape such as \\U00110000 names no character"
        raise _unparsable(name, problem, None) from None
    if root is None:
        raise MunicompareError(_file_issue("MC002", name, "expected YAML, found an empty file."))
    return root, builder.issues


def _file_issue(code: str, name: str, message: str, remedy: str | None = None) -> Issue:
    return Issue(
        code=code,
        severity="error",
        message=message,
        remedy=remedy,
        readings=(Reading(document=name),),
    )


def _unparsable(name: str, problem: str, locator: str | None) -> MunicompareError:
    return MunicompareError(
        Issue(
            code="MC110",
            severity="error",
            message=f"expected YAML, found text that cannot be parsed: {problem}.",
            remedy="Indent with spaces, and put text with special characters in quotes.",
            readings=(Reading(document=name, locator=locator),),
        )
    )


def _decoded(source: Path | Traversable, name: str) -> str:
    try:
        data = source.read_bytes()
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise MunicompareError(
            _file_issue("MC001", name, f"expected a YAML file, cannot read it: {reason}.")
        ) from None
    if b"\x00" in data:
        raise MunicompareError(
            _file_issue("MC003", name, "expected YAML text, found a binary file.")
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise MunicompareError(
            Issue(
                code="MC004",
                severity="error",
                message=f"expected UTF-8, found byte 0x{data[error.start]:02x} at byte offset "
                f"{error.start} (line {line}).",
                remedy="Save the file as UTF-8.",
                readings=(Reading(document=name, locator=f"{line}:1"),),
            )
        ) from None


class _Builder:
    """Turn ruamel.yaml's composed nodes into :class:`YamlNode` and collect what is wrong."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.issues: list[Issue] = []

    def node(self, composed: Any) -> YamlNode:
        from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode

        line, column = _place(composed)
        if getattr(composed, "anchor", None):
            # an alias repeats its anchor's node, without limit and possibly inside itself
            self._report(
                "MC108", composed, "expected a value, found an anchor.", "Write the value out."
            )
            return YamlNode(None, self.name, line, column)
        if isinstance(composed, ScalarNode):
            value = self._scalar(composed)
            return YamlNode(value, self.name, line, column, text=composed.value)
        self._check_tag(composed, "map" if isinstance(composed, MappingNode) else "seq")
        if isinstance(composed, SequenceNode):
            items = tuple(self.node(item) for item in composed.value)
            return YamlNode(items, self.name, line, column)
        values: dict[str, YamlNode] = {}
        keys: dict[str, tuple[int, int]] = {}
        for key_node, value_node in composed.value:
            key = self._key(key_node)
            if value_node.start_mark.index == value_node.end_mark.index:
                value_node.start_mark = key_node.start_mark  # nothing stands there to point at
            inner = self.node(value_node)
            if key is None:
                continue
            if key in keys:
                first = keys[key]
                self._report(
                    "MC101",
                    key_node,
                    f"expected each key once, found {key!r} again (first in line {first[0]}).",
                    "Remove one of the two.",
                )
                continue
            keys[key] = _place(key_node)
            values[key] = inner
        return YamlNode(values, self.name, line, column, keys=keys)

    def _report(self, code: str, composed: Any, message: str, remedy: str) -> None:
        line, column = _place(composed)
        text = composed.value if isinstance(composed.value, str) else None
        reading = Reading(text=text, document=self.name, locator=f"{line}:{column}")
        self.issues.append(
            Issue(code=code, severity="error", message=message, remedy=remedy, readings=(reading,))
        )

    def _check_tag(self, composed: Any, plain: str) -> None:
        if composed.tag != f"tag:yaml.org,2002:{plain}":
            self._report(
                "MC108",
                composed,
                f"expected a plain value, found the tag {composed.tag}.",
                "Remove the tag.",
            )

    def _key(self, composed: Any) -> str | None:
        from ruamel.yaml.nodes import ScalarNode

        known = len(self.issues)
        if isinstance(composed, ScalarNode):
            value = self._scalar(composed)
            if isinstance(value, str):
                return value
            if len(self.issues) == known:
                self._report(
                    "MC102",
                    composed,
                    f"expected a key that is text, found {composed.value or 'none'}.",
                    f'Put it in quotes: "{composed.value}".' if composed.value else "Name the key.",
                )
            return None
        self._report(
            "MC102", composed, "expected a key that is text, found a collection.", "Name the key."
        )
        return None

    def _scalar(self, composed: Any) -> str | int | float | bool | None:
        text: str = composed.value
        if composed.tag not in _TAGS and composed.tag != _TEXT_TAG:
            self._check_tag(composed, "str")
            return None
        if composed.style:
            return text
        if composed.tag == _TEXT_TAG and _NUMBER.fullmatch(text):
            return text  # tagged !!str by hand
        if text in _NULL:
            return None
        if text in _TRUTH:
            return _TRUTH[text]
        if _DOUBTFUL_TRUTH.fullmatch(text) or _DOUBTFUL_NUMBER.fullmatch(text):
            self._report(
                "MC102",
                composed,
                f"expected text in quotes, a number or true/false, found {text} without quotes.",
                f'If it is a code or a word, put it in quotes: "{text}".',
            )
            return None
        if _NUMBER.fullmatch(text) is None:
            return text
        if len(text) > _LONGEST_NUMBER or math.isinf(float(text)):
            self._report(
                "MC108",
                composed,
                "expected a number that a computer can hold, found a larger or longer one.",
                "If it is a code, put it in quotes.",
            )
            return None
        return float(text) if re.search(r"[.eE]", text) else int(text)


def _place(composed: Any) -> tuple[int, int]:
    return composed.start_mark.line + 1, composed.start_mark.column + 1
