"""Any file to one sequence of blocks, each with a locator."""

from __future__ import annotations

from municompare.documents.blocks import Block, Cell, Row, SourceDocument
from municompare.documents.limits import MAX_BYTES, MAX_PAGES, MAX_UNPACKED
from municompare.documents.loading import load_document

__all__ = [
    "MAX_BYTES",
    "MAX_PAGES",
    "MAX_UNPACKED",
    "Block",
    "Cell",
    "Row",
    "SourceDocument",
    "load_document",
]
