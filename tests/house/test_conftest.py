"""The shared material may be absent on a user's machine, and never in CI."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.parametrize(("ci", "outcome"), [("false", "1 skipped"), ("true", "1 error")])
def test_a_shared_test_without_its_documents_is_skipped_but_fails_in_ci(
    ci: str, outcome: str, project: Path, tmp_path: Path
) -> None:
    tests = tmp_path / "clone" / "tests"
    tests.mkdir(parents=True)
    (tests / "conftest.py").write_bytes((project / "tests/conftest.py").read_bytes())
    (tests / "test_it.py").write_text("def test_it(shared_documents): ...\n", encoding="utf-8")
    options = ["-ra", "-p", "no:cacheprovider", "-o", "markers=shared: needs ../shared"]
    answer = subprocess.run(
        [sys.executable, "-m", "pytest", *options, str(tests)],
        cwd=tests.parent,
        env={**os.environ, "CI": ci, "PYTEST_ADDOPTS": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert outcome in answer.stdout
    assert "needs ../shared/documents" in answer.stdout
