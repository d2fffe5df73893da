"""The script of a user runs; that it type-checks is shown by `.ci/run` on the installed wheel."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def test_the_script_of_a_user_runs_in_any_folder(tmp_path: Path) -> None:
    script = Path(__file__).with_name("user_script.py")
    answer = subprocess.run(
        [sys.executable, "-W", "error", str(script)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    assert "MC112" in answer.stdout
