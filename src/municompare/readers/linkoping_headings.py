"""Headings as the readers look for them: without number, bold lines with their words included."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

from municompare.documents import Block, SourceDocument
from municompare.readers.linkoping_text import is_emphasised

__all__ = ["with_headings", "without_number"]

_NUMBER: Final = re.compile(r"\d{1,2}(?:\.\d{1,2})*\.?\s+(?=[^\W\d_])")
_LONGEST: Final = 100


def with_headings(document: SourceDocument, *, is_title: Callable[[str], bool]) -> SourceDocument:
    """Take numbers off the headings, and bold lines with the words of a heading for headings.

    Parameters
    ----------
    document : SourceDocument
        The document.
    is_title : callable
        Tells whether a line of its own in bold or italics is a heading, by its text.
    """
    return replace(document, blocks=tuple(_headed(document, is_title)))


def _headed(document: SourceDocument, is_title: Callable[[str], bool]) -> Iterator[Block]:
    level = 0
    for block in document.blocks:
        if block.kind == "heading":
            level = block.level or 1
            yield without_number(block)
        elif (
            len(block.text) <= _LONGEST
            and is_emphasised(document, block)
            and is_title((plain := without_number(block)).text)
        ):
            yield replace(plain, kind="heading", level=level + 1, emphasised=False)
        else:
            yield block


def without_number(block: Block) -> Block:
    """A block without the number that its text begins with, each character in its place.

    Parameters
    ----------
    block : Block
        A heading such as ``2.1 Nämndens mål``.
    """
    match = _NUMBER.match(block.text)
    if match is None:
        return block
    cut = match.end()
    ends = [*(start for start, _, _ in block.spans[1:]), len(block.text)]
    spans = tuple(
        (max(start - cut, 0), line, column + max(cut - start, 0))
        for (start, line, column), end in zip(block.spans, ends, strict=True)
        if end > cut
    )
    return replace(
        block, text=block.text[cut:], spans=spans, marker=block.marker or match[0].strip()
    )
