"""A whole internal budget of an invented committee, and copies of it with changed words."""

from __future__ import annotations

from pathlib import Path

from municompare.documents import load_document
from municompare.model.plan import PlanRecord
from municompare.readers.linkoping import LinkopingReader

from .changed_text import replaced

PATH = Path(__file__).parent / "data" / "linkoping-internbudget-whole.md"
TEXT = PATH.read_text("utf-8")


def read(folder: Path, *changes: tuple[str, str]) -> PlanRecord:
    """What is read of a copy in a folder."""
    path = folder / PATH.name
    path.write_text(replaced(TEXT, *changes), encoding="utf-8")
    return LinkopingReader().read(load_document(path))
