"""The facade's ``read``: what it is given, and what it refuses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import municompare as mc
from municompare.testing import example_plan


def test_nothing_to_read_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(mc.write(example_plan(), tmp_path / "package"))
    for paths in ((), ("",), ("", "a.md")):
        with pytest.raises(mc.MunicompareError, match=r"expected the path.*MC001"):
            mc.read(*paths)
    assert mc.read(".") == example_plan()


def test_folders_are_read_one_at_a_time(tmp_path: Path) -> None:
    folder = mc.write(example_plan(), tmp_path / "package")
    for paths in ((folder, folder), (folder, tmp_path / "a.md")):
        with pytest.raises(mc.MunicompareError, match="MC010"):
            mc.read(*paths)


@pytest.mark.parametrize("option", [{"reader": "linkoping"}, {"encoding": "latin-1"}])
def test_what_is_for_documents_is_refused_with_a_package(
    tmp_path: Path, option: dict[str, Any]
) -> None:
    folder = mc.write(example_plan(), tmp_path / "package")
    with pytest.raises(mc.MunicompareError, match=rf"{next(iter(option))}=.*MC108"):
        mc.read(folder, **option)


def test_a_curation_is_applied_to_a_package(tmp_path: Path) -> None:
    folder = mc.write(example_plan(), tmp_path / "package")
    goal = example_plan().record.goals[0]
    curation = tmp_path / "curation.yaml"
    curation.write_text(
        "plan: exempelby-2020\nlabel_reason: for the test\nlabels:\n"
        f"  - element: {goal.id}\n    locator: {goal.locator}\n"
        f"    raw: {goal.title}\n    label: More people in work\n",
        encoding="utf-8",
    )
    assert mc.read(folder, curation=curation).goals["title_en"][0] == "More people in work"
    curation.write_text(curation.read_text().replace(f"raw: {goal.title}", "raw: Annat"))
    with pytest.raises(mc.MunicompareError, match="MC401"):
        mc.read(folder, curation=curation)


def test_a_folder_without_package_is_no_package(tmp_path: Path) -> None:
    with pytest.raises(mc.MunicompareError, match="MC109"):
        mc.read(tmp_path)
