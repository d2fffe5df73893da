"""Rules that hold for every file of the project."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from municompare.errors import CODES

PARTS = (".ci", "benchmarks", "datasets", "docs", "src", "tests")
MADE_BY_TOOLS = {"__pycache__", "_build", "_generated"}
CODE = re.compile(r"\bMC\d{3}\b")


def texts(project: Path, *parts: str) -> Iterator[tuple[Path, str]]:
    """Every text file of the project below the given folders."""
    for part in parts:
        for path in sorted((project / part).rglob("*")):
            if path.is_file() and not MADE_BY_TOOLS & set(path.parts):
                yield path.relative_to(project), path.read_text(encoding="utf-8")


def everything(project: Path) -> Iterator[tuple[Path, str]]:
    yield from texts(project, *PARTS)
    for name in ("CHANGELOG.md", "CITATION.cff", "README.md", "pyproject.toml", ".gitignore"):
        yield Path(name), (project / name).read_text(encoding="utf-8")


def test_files_of_the_package_stay_under_400_lines(project: Path) -> None:
    long = [
        f"{path}: {len(text.splitlines())}"
        for path, text in texts(project, "src")
        if path.suffix == ".py" and len(text.splitlines()) > 400
    ]
    assert not long


def test_every_code_in_the_package_is_declared(project: Path) -> None:
    unknown = [
        f"{path}: {code}"
        for path, text in texts(project, "src")
        for code in CODE.findall(text)
        if code not in CODES
    ]
    assert not unknown


def test_every_declared_code_is_used(project: Path) -> None:
    used = {
        code
        for path, text in texts(project, "src")
        if path.name != "codes.py"
        for code in CODE.findall(text)
    }
    assert set(CODES) == used


def test_codes_are_declared_once_and_in_order(project: Path) -> None:
    text = (project / "src/municompare/errors/codes.py").read_text(encoding="utf-8")
    keys = re.findall(r'^    "(MC\d{3})":', text, flags=re.MULTILINE)
    assert keys == sorted(set(keys)) == list(CODES)


@pytest.mark.parametrize(
    "pattern",
    [
        pytest.param(r"(?<![\w.])/(?:home|root|Users|work|farm)/", id="path of one machine"),
        pytest.param(r"[A-Z]:\\Users", id="path of one machine on Windows"),
        pytest.param(
            r"pypi\.org|pythonhosted\.org|npmjs\.|deb\.debian\.org|conda\.anaconda\.org",
            id="host of a registry",
        ),
    ],
)
def test_no_file_names_a_machine_or_a_registry(project: Path, pattern: str) -> None:
    assert not [f"{path}" for path, text in everything(project) if re.search(pattern, text)]


def test_no_file_of_the_package_is_named_for_leftovers(project: Path) -> None:
    leftovers = {"utils", "util", "helpers", "misc", "common", "tools"}
    assert not [path for path, _ in texts(project, "src") if path.stem.strip("_") in leftovers]
