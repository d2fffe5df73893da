"""Tables in Markdown, and text that is safe in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator


def plain(text: str) -> str:
    """Text of a document or message, with nothing in it taken for markup."""
    return "".join(f"\\{sign}" if sign in "\\`*_<>[]#$" else sign for sign in text)


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(" ".join(cell.split()).replace("|", r"\|") for cell in cells) + " |"


def table(header: tuple[str, ...], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """Lines of a table."""
    yield _row(header)
    yield _row("---" for _ in header)
    yield from map(_row, rows)
    yield ""
