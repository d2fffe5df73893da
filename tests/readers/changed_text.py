"""Copies of a document with changed words."""

from __future__ import annotations


def replaced(text: str, *changes: tuple[str, str]) -> str:
    """The text with new words for old ones, which it must have."""
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return text
