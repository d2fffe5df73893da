"""Fixtures and rules that all rooms share."""

from __future__ import annotations

import os
from collections.abc import Generator
from pathlib import Path

import pytest
from hypothesis import settings

IN_CI = os.environ.get("CI") == "true"
SHARED = Path(__file__).resolve().parents[2] / "shared"

# A slow machine is no failure; in CI the same examples are tried every time.
settings.register_profile("default", settings.get_profile("default"), deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if IN_CI else "default")


def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark what uses a folder of ``../shared``, so that the mark cannot be forgotten."""
    if any(name.startswith("shared_") for name in getattr(item, "fixturenames", ())):
        item.add_marker("shared")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """In CI a skipped ``shared`` test is a failure: it would hide that nothing was tested."""
    report = yield
    if IN_CI and report.skipped and item.get_closest_marker("shared"):
        report.outcome = "failed"
        report.longrepr = f"skipped, and with CI=true no `shared` test may be: {report.longrepr}"
    return report


def _shared_folder(name: str) -> Path:
    folder = SHARED / name
    if not folder.is_dir():
        pytest.skip(f"needs ../shared/{name}, which is not part of the project")
    return folder


@pytest.fixture(scope="session")
def shared_documents() -> Path:
    """Folder of the five real documents; tests that use it are marked ``shared``."""
    return _shared_folder("documents")


@pytest.fixture(scope="session")
def shared_statistics() -> Path:
    """Folder of the real statistics; tests that use it are marked ``shared``."""
    return _shared_folder("statistics")


@pytest.fixture(scope="session")
def project() -> Path:
    """Root folder of the project."""
    return Path(__file__).resolve().parents[1]
