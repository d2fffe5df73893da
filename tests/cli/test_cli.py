"""The command line: what it prints, what it refuses, what it leaves behind."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from reportlab.pdfgen import canvas

import municompare as mc
from municompare.cli import main
from municompare.testing import example_plan


def _run(*arguments: str | Path | int) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture
def package(tmp_path: Path) -> Path:
    return mc.write(example_plan(), tmp_path / "package")


def test_the_version_is_that_of_the_library() -> None:
    assert _run("--version").output == f"municompare, version {mc.__version__}\n"


def test_compare_shows_the_three_municipalities_within_80_columns() -> None:
    result = _run("compare")
    assert result.exit_code == 0
    for name in ("Linköping", "Norrköping", "Silkeborg"):
        assert name in result.output
    assert max(len(line) for line in result.output.splitlines()) <= 80


def test_compare_shows_positions_realism_changes_and_verdicts_from_bundled_figures() -> None:
    shown = " ".join(_run("compare").output.split())
    for words in (
        "Where Norrköping stood when its plan began",
        "How often municipalities changed by as much as a target wants",
        "36.9 %",  # two-year windows in which N31910 fell by 13.7 per cent or more
        "−1.12 pp 9 (3) of 47",  # N31807 of Norrköping against all, with its placebo rank
        "Own computation from figures of Kolada",
        "Place 1 is the lowest value",
        "cannot be judged 80 11 19",
    ):
        assert words in shown
    assert "effect." in shown
    without = _run("compare", "--no-figures").output
    assert "Where Norrköping stood" not in without
    assert "What Norrköping wants" in without


def test_a_country_without_bundled_figures_is_compared_without_them(tmp_path: Path) -> None:
    plan = example_plan("beispielstadt-2020", municipality="DE-05111", name="Beispielstadt")
    result = _run("compare", mc.write(plan, tmp_path / "package"))
    assert result.exit_code == 0
    assert "stood when its plan began" not in result.output


def test_full_adds_the_printed_titles() -> None:
    title = mc.load()["norrkoping-2016"].record.goals[0].title
    assert title is not None
    words = title.split()[:2]
    pattern = r"\s+".join(map(re.escape, words))
    assert not re.search(pattern, _run("compare", "norrkoping-2016").output)
    assert re.search(pattern, _run("compare", "--full", "norrkoping-2016").output)


def test_compare_takes_keys_and_packages_together(package: Path) -> None:
    result = _run("compare", "silkeborg-2017", package)
    assert result.exit_code == 0
    assert "Silkeborg" in result.output
    assert "Exempelby" in result.output
    assert "Linköping" not in result.output


def test_read_shows_rows_and_issues(package: Path) -> None:
    result = _run("read", package)
    assert result.exit_code == 0
    assert "exempelby-2020" in result.output
    assert "MC114" in result.output


def test_read_writes_a_package_only_where_it_may(package: Path, tmp_path: Path) -> None:
    target = tmp_path / "out"
    assert _run("read", package, "--out", target).exit_code == 0
    assert mc.read(target) == example_plan()
    refused = _run("read", package, "--out", target)
    assert refused.exit_code == 2
    assert "MC009" in refused.output
    assert _run("read", package, "--out", target, "--overwrite").exit_code == 0


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "MC002"),
        (b"\x00\x01", "MC003"),
        ("Mål".encode("latin-1"), "MC004"),
        (b"Hello.", "MC006"),
    ],
)
def test_bad_input_is_one_message_without_traceback(
    tmp_path: Path, content: bytes, code: str
) -> None:
    path = tmp_path / "document.md"
    path.write_bytes(content)
    result = _run("read", path, "--out", tmp_path / "out")
    assert result.exit_code == 2
    assert code in result.output
    assert "Traceback" not in result.output
    assert not (tmp_path / "out").exists()


def test_an_unknown_plan_names_those_there_are() -> None:
    result = _run("compare", "linkoping-2091")
    assert result.exit_code == 2
    assert "did you mean 'linkoping-2019'" in result.output


def test_an_unknown_document_lists_the_readers_tried(tmp_path: Path) -> None:
    path = tmp_path / "letter.md"
    path.write_text("Dear all,\n\nnothing to see here.\n")
    output = _run("read", path).output
    for reader in ("linkoping", "norrkoping", "silkeborg"):
        assert reader in output


def test_text_of_a_document_cannot_steer_the_terminal(tmp_path: Path) -> None:
    record = example_plan(name="[red]Exempelby[/]").record
    goals = (replace(record.goals[0], title="a\x1b[31mb"), record.goals[1])
    folder = mc.write(mc.Plan(replace(record, goals=goals)), tmp_path / "package")
    output = _run("compare", "--full", folder).output
    assert "[red]Exempelby[/]" in output
    assert "\x1b" not in output
    assert "a[31mb" in output


@pytest.mark.parametrize(
    ("option", "enough", "code"),
    [
        ("--max-bytes", 10**6, "MC005"),
        ("--max-unpacked", 10**8, "MC020"),
        ("--max-pages", 2, "MC021"),
    ],
)
def test_limits_can_be_set(tmp_path: Path, option: str, enough: int, code: str) -> None:
    page = canvas.Canvas(str(tmp_path / "plan.pdf"))
    for text in ("Plan", "Second page"):
        page.drawString(100, 700, text)
        page.showPage()
    page.save()
    path = tmp_path / "plan.pdf"
    refused = _run("read", path, option, 1)
    assert refused.exit_code == 2
    assert code in refused.output
    assert "MC006" in _run("read", path, option, enough).output  # read, but no reader knows it
    assert "0 is not in the range" in _run("read", path, option, 0).output


@pytest.mark.parametrize("arguments", [("read", ""), ("read", "plan.md", "--out", "")])
def test_an_empty_path_is_not_the_current_folder(arguments: tuple[str, ...]) -> None:
    result = _run(*arguments)
    assert result.exit_code == 2
    assert "the path is empty" in result.output
