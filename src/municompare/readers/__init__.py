"""Readers: one for each family of documents, from blocks to plan records."""

from municompare.readers.protocol import (
    Choice,
    Reader,
    Recognition,
    available_readers,
    choose_reader,
)
from municompare.readers.relocating import read_document

__all__ = [
    "Choice",
    "Reader",
    "Recognition",
    "available_readers",
    "choose_reader",
    "read_document",
]
