"""Any file to one sequence of blocks, each with a locator."""

from __future__ import annotations

from municompare.documents.blocks import Block, Cell, Row, SourceDocument
from municompare.documents.loading import MAX_BYTES, load_document

__all__ = ["MAX_BYTES", "Block", "Cell", "Row", "SourceDocument", "load_document"]
