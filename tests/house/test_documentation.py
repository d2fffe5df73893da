"""What the README and the pages say is true."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import pytest

import municompare

PAGES = [
    "quickstart.md",
    "issue-codes.md",
    "data-format.md",
    "add-a-municipality.md",
    "concepts/checks.md",
    "concepts/comparison.md",
    "concepts/data-model.md",
    "concepts/documents.md",
    "concepts/panel.md",
    "concepts/peer-groups.md",
    "concepts/benchmark.md",
    "concepts/methods.md",
    "concepts/gap-estimates.md",
    "concepts/outcomes.md",
    "concepts/performance.md",
    "bundled-statistics.md",
]


def blocks(text: str, language: str) -> list[str]:
    """Fenced blocks of one language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL)


def test_the_example_of_the_readme_runs(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    [example] = blocks((project / "README.md").read_text(encoding="utf-8"), "python")
    assert len(example.splitlines()) <= 12
    exec(compile(example, "README.md", "exec"), {})


@pytest.mark.parametrize("page", PAGES)
def test_the_examples_of_a_page_print_what_it_says(
    page: str, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (project / "docs" / page).read_text(encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    examples = "\n".join(blocks(text, "pycon"))
    options = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS
    test = doctest.DocTestParser().get_doctest(examples, {}, page, page, 0)
    assert test.examples
    complaints: list[str] = []
    doctest.DocTestRunner(optionflags=options).run(test, out=complaints.append)
    assert not complaints, "".join(complaints)


def test_every_command_of_the_readme_makes_its_own_environment_in_one_line(project: Path) -> None:
    commands = blocks((project / "README.md").read_text(encoding="utf-8"), "console")
    assert len(commands) == 2
    for command in commands:
        assert command.count("\n") == 1
        assert command.startswith("python3.11 -m venv .venv && .venv/bin/pip install -q ")


def test_ci_runs_the_tests_as_the_readme_does(project: Path) -> None:
    readme = (project / "README.md").read_text(encoding="utf-8")
    ci = (project / ".ci/run").read_text(encoding="utf-8")
    assert ".venv/bin/python -m pytest\n" in readme
    assert '"$bin/python" -m pytest\n' in ci


def test_all_places_name_the_same_version(project: Path) -> None:
    version = re.escape(municompare.__version__)
    citation = (project / "CITATION.cff").read_text(encoding="utf-8")
    changelog = (project / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(rf"^version: {version}$", citation, flags=re.MULTILINE)
    assert re.search(
        rf"^## \[{version}\] - (unreleased|\d{{4}}-\d\d-\d\d)$", changelog, re.MULTILINE
    )


def test_every_dependency_is_explained(project: Path) -> None:
    page = (project / "docs/dependencies.md").read_text(encoding="utf-8").lower()
    pyproject = (project / "pyproject.toml").read_text(encoding="utf-8")
    names = re.findall(r'^    "([a-z][a-z0-9.-]+)>=', pyproject, flags=re.MULTILINE)
    assert len(names) > 9
    assert not [name for name in names if name not in page]
