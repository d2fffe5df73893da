"""The packed parts of a PDF file: what they unpack to is counted before a library unpacks them."""

from __future__ import annotations

import re
import zlib
from base64 import a85decode
from binascii import unhexlify
from collections.abc import Iterable, Iterator
from typing import Final, NoReturn

from municompare.documents.limits import Limits
from municompare.documents.problems import MB, refuse

__all__ = ["broken", "check_streams"]

_OBJECTS_PER_PAGE: Final = 250
_LARGEST_OBJECT: Final = MB // 4
"""An object that is no stream, or objects that are packed together; the longest that are needed
are lists of pages and widths of letters."""
_OBJECTS: Final = f"objects of at most {_LARGEST_OBJECT} bytes"
_PIECE: Final = MB
_DICTIONARY: Final = 64 * 1024
_STREAM: Final = re.compile(rb"(?<!end)stream(?:\r\n|\n|\r| )")
_END: Final = b"endstream"
_LENGTH: Final = re.compile(rb"/Length\s+(\d{1,10})(?!\d*\s+\d+\s+R)")
_PAGE: Final = re.compile(rb"/Type\s*/Page(?![a-zA-Z])")
_IMAGE: Final = re.compile(rb"/Subtype\s*/Image\b")
_BUNDLE: Final = re.compile(rb"/Type\s*/ObjStm\b")
_BUNDLED: Final = re.compile(rb"/N\s+(\d{1,9})")
_REFERRED_FILTER: Final = re.compile(rb"/Filter\s+\d+\s+\d+\s+R")
_FILTER: Final = re.compile(
    rb"/(?:(?P<flate>FlateDecode|Fl)|(?P<lzw>LZWDecode|LZW)|(?P<a85>ASCII85Decode|A85)"
    rb"|(?P<hex>ASCIIHexDecode|AHx)|(?P<run>RunLengthDecode|RL))(?![A-Za-z])"
)
_LZW_GROWTH: Final = 1_000
_RUN_GROWTH: Final = 64


def broken(name: str, reason: str, locator: str | None = None) -> NoReturn:
    """Refuse a PDF file that is not whole."""
    refuse(
        "MC019",
        name,
        f"expected a whole PDF file, found a broken one: {reason}.",
        "Open it with a PDF viewer and print it to a new file.",
        locator,
    )


def check_streams(data: bytes, name: str, limits: Limits) -> None:
    """Refuse a file whose objects are too many or too large, or unpack to too much.

    Pictures are not counted: nothing unpacks them.

    Parameters
    ----------
    data : bytes
        The file's content.
    name : str
        The file's name.
    limits : Limits
        How much it may hold.
    """
    limits.check_pages(sum(1 for _ in _PAGE.finditer(data)), name)
    objects = data.count(b"obj") - data.count(b"endobj")
    limits.check_parts(objects, name, "objects", per_page=_OBJECTS_PER_PAGE)
    unpacked = 0
    last = 0
    for start, end in _streams(data):
        _check_gap(data[last:start], name)
        last = end
        opening = data.rfind(b"obj", max(0, start - _DICTIONARY), start)
        dictionary = data[max(0, opening) : start]
        if _IMAGE.search(dictionary):
            continue
        if _REFERRED_FILTER.search(dictionary):
            _harmful(name, "parts that say how they are packed", "one that does not")
        size = 0
        try:
            for piece in _unpacked(data[start:end], dictionary):
                size += piece
                limits.check_unpacked(unpacked + size, name)
                limits.check_part(size, name)
        except (zlib.error, ValueError) as error:
            if hasattr(error, "report"):
                raise
            broken(name, f"a part of it cannot be unpacked ({error})")
        unpacked += size
        if _BUNDLE.search(dictionary):
            if size > _LARGEST_OBJECT:
                _harmful(name, _OBJECTS, f"one of {size} bytes")
            bundled = _BUNDLED.search(dictionary)
            objects += int(bundled[1]) if bundled else 0
            limits.check_parts(objects, name, "objects", per_page=_OBJECTS_PER_PAGE)
    _check_gap(data[last:], name)


def _harmful(name: str, expected: str, found: str) -> NoReturn:
    refuse(
        "MC022",
        name,
        f"expected {expected}, found {found}.",
        "Do not trust this file; print the document to a new one.",
    )


def _streams(data: bytes) -> Iterator[tuple[int, int]]:
    """Where the content of each stream begins and ends."""
    position = 0
    while match := _STREAM.search(data, position):
        start = match.end()
        opening = data.rfind(b"obj", max(0, start - _DICTIONARY), start)
        length = _LENGTH.search(data, max(0, opening), start)
        end = start + int(length[1]) if length else -1
        if end < 0 or not data[end : end + len(_END) + 2].lstrip().startswith(_END):
            end = data.find(_END, start)
        if end < 0:
            end = len(data)
        yield start, end
        position = end


def _check_gap(between: bytes, name: str) -> None:
    """Check the objects between two streams; the table of all objects is long by right."""
    if len(between) <= _LARGEST_OBJECT:
        return
    for piece in between.split(b"endobj"):
        before, _, table = piece.partition(b"xref")
        longest = max(len(before), len(table.partition(b"trailer")[2]))
        if longest > _LARGEST_OBJECT:
            _harmful(name, _OBJECTS, f"one of {longest} bytes")


def _unpacked(raw: bytes, dictionary: bytes) -> Iterator[int]:
    """Sizes of what a stream unpacks to, piece by piece, by each of its filters."""
    pieces: Iterable[bytes] = [raw]
    between: list[int] = []
    for number, match in enumerate(_FILTER.finditer(dictionary)):
        kind = match.lastgroup
        pieces = _counted(pieces, between) if number else pieces
        if kind == "flate":
            pieces = _inflated(pieces)
        elif kind == "a85":
            pieces = [a85decode(b"".join(pieces).strip().removesuffix(b"~>").removeprefix(b"<~"))]
        elif kind == "hex":
            digits = b"".join(b"".join(pieces).split()).partition(b">")[0]
            pieces = [unhexlify(digits + b"0" * (len(digits) % 2))]
        else:
            # the most that it can be: these are old and rare, and not worth a decoder
            growth = _LZW_GROWTH if kind == "lzw" else _RUN_GROWTH
            yield growth * sum(map(len, pieces))
            break
    else:
        for piece in pieces:
            yield len(piece) + sum(between)
            between.clear()


def _counted(pieces: Iterable[bytes], sizes: list[int]) -> Iterator[bytes]:
    for piece in pieces:
        sizes.append(len(piece))
        yield piece


def _inflated(pieces: Iterable[bytes]) -> Iterator[bytes]:
    unpacker = zlib.decompressobj()
    for piece in pieces:
        left = piece
        while left and not unpacker.eof:
            made = unpacker.decompress(left, _PIECE)
            left = unpacker.unconsumed_tail
            if made:
                yield made
            elif not left:
                break
