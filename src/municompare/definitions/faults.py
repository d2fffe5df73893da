"""What is wrong with records that refer to each other, and where it stands in their file."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from municompare.definitions.nodes import load_yaml
from municompare.errors import Issue, IssueReport, MunicompareError

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

__all__ = ["Fault", "NodePath", "bundled", "dangling", "did_you_mean", "raise_located", "repeated"]

NodePath: TypeAlias = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a record, and the path to it in the file."""

    path: NodePath
    code: str
    message: str
    remedy: str | None


def bundled(name: str) -> tuple[Traversable, str]:
    """Give a bundled definition file or folder, and the name that messages show."""
    from municompare.definitions import definition

    return definition(name), f"definitions/{name}"


def repeated(keys: Iterable[tuple[NodePath, str]]) -> Iterator[Fault]:
    """Say which keys stand there again."""
    seen: set[str] = set()
    for path, key in keys:
        if key in seen:
            message = f"expected each {path[-1]} once, found {key!r} again."
            yield Fault(path, "MC107", message, "Rename or remove one of the two.")
        seen.add(key)


def dangling(
    references: Iterable[tuple[NodePath, str]], known: Collection[str], what: str
) -> Iterator[Fault]:
    """Say which references lead nowhere."""
    for path, key in references:
        if key not in known:
            message = f"expected a {what} of the definitions, found {key!r}."
            yield Fault(path, "MC103", message, did_you_mean(key, known))


def did_you_mean(text: str, candidates: Collection[str]) -> str | None:
    """Name the nearest candidate, if one is near."""
    close = difflib.get_close_matches(text, candidates, n=1)
    return f"Did you mean {close[0]!r}?" if close else None


def raise_located(source: Path | Traversable, name: str, faults: Iterable[Fault]) -> None:
    """Raise all faults at once; the file is read again for their places, only if there are any."""
    found = list(faults)
    if not found:
        return
    root = load_yaml(source, name=name)
    raise MunicompareError(
        IssueReport.of(
            Issue(
                code=fault.code,
                severity="error",
                message=fault.message,
                remedy=fault.remedy,
                readings=(root.find(fault.path).reading,),
            )
            for fault in found
        )
    )
