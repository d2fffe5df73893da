"""Readers: one for each family of documents, from blocks to plan records."""

from municompare.readers.protocol import (
    Choice,
    Reader,
    Recognition,
    available_readers,
    choose_reader,
)

__all__ = ["Choice", "Reader", "Recognition", "available_readers", "choose_reader"]
