"""A file's bytes to text, refusing what is not text, and the document that it makes."""

from __future__ import annotations

import codecs
import hashlib
import os
import re
import stat
import unicodedata
from pathlib import Path
from typing import Final, NoReturn

from municompare.documents.blocks import DocumentFormat, SourceDocument
from municompare.documents.lines import markdown_blocks, text_blocks
from municompare.errors import Issue, MunicompareError, Reading

__all__ = ["MAX_BYTES", "load_document"]

MAX_BYTES: Final = 64 * 1024 * 1024
"""Largest file that is read unless told otherwise."""

_MARKDOWN = (".md", ".markdown")
_MB: Final = 1024 * 1024
_LINE_END = re.compile(r"\r\n|\r|\n")
_CONTROL_BYTES = bytes([*range(1, 9), *range(14, 32), 127])
_CONTROL_SHARE: Final = 0.05
"""Text holds hardly any control characters; random bytes hold a tenth."""

_MAGIC: Final = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a zip archive, such as a DOCX, XLSX or ODT file"),
    (b"PK\x05\x06", "an empty zip archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office file, such as DOC or XLS"),
    (b"{\\rtf", "an RTF file"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"\x7fELF", "a program"),
    (b"PAR1", "a Parquet file"),
    (b"SQLite format 3\x00", "an SQLite database"),
)
_BOMS: Final = (
    # the four-byte marks first: one of them starts with a two-byte mark
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def load_document(
    path: str | os.PathLike[str], *, encoding: str | None = None, max_bytes: int = MAX_BYTES
) -> SourceDocument:
    """Load a document as a sequence of blocks.

    Letters that are written as a letter and a mark (``a`` and a ring) become the one letter they
    print as (Unicode NFC); places count the printed letters.

    Parameters
    ----------
    path : str or os.PathLike
        A Markdown file (``.md``, ``.markdown``) or a plain text.
    encoding : str, optional
        The file's encoding; without it UTF-8, or what a byte order mark says.
    max_bytes : int
        Largest size that is read.

    Returns
    -------
    SourceDocument
        The document.

    Raises
    ------
    MunicompareError
        If the file is missing (MC001), empty (MC002), not text (MC003), in another encoding
        (MC004) or too large (MC005).
    """
    file = Path(path)
    data = _read(file, max_bytes)
    text, name = _decode(data, encoding, file.name)
    if not text.strip():
        _refuse("MC002", file.name, "expected a document, found only white space.")
    lines = _LINE_END.split(unicodedata.normalize("NFC", text.replace("\f", "")))
    if not lines[-1]:
        lines.pop()
    kind: DocumentFormat = "markdown" if file.suffix.lower() in _MARKDOWN else "text"
    return SourceDocument(
        path_name=file.name,
        sha256=hashlib.sha256(data).hexdigest(),
        format=kind,
        encoding=name,
        lines=tuple(lines),
        blocks=markdown_blocks(lines) if kind == "markdown" else text_blocks(lines),
    )


def _refuse(
    code: str, name: str, message: str, remedy: str | None = None, locator: str | None = None
) -> NoReturn:
    raise MunicompareError(
        Issue(
            code=code,
            severity="error",
            message=message,
            remedy=remedy,
            readings=(Reading(document=name, locator=locator),),
        )
    )


def _read(file: Path, max_bytes: int) -> bytes:
    try:
        status = file.stat()
        if not stat.S_ISREG(status.st_mode):
            what = "a folder" if stat.S_ISDIR(status.st_mode) else "something else"
            _refuse("MC001", file.name, f"expected a file, found {what}.", "Name one file.")
        size = status.st_size
        data = b""
        if size <= max_bytes:
            with file.open("rb") as stream:
                data = stream.read(max_bytes + 1)  # the file may have grown since
            size = len(data)
    except FileNotFoundError:
        _refuse("MC001", file.name, "expected a file, found none.", "Check the path.")
    except (OSError, ValueError) as error:
        if isinstance(error, MunicompareError):
            raise
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        _refuse("MC001", file.name, f"expected a file, cannot read it: {reason}.")
    if size > max_bytes:
        _refuse(
            "MC005",
            file.name,
            f"expected at most {max_bytes} bytes ({max_bytes / _MB:.3g} MB), "
            f"found {size} bytes ({size / _MB:.3g} MB) or more.",
            "Split the document, or raise the limit with max_bytes.",
        )
    if not data:
        _refuse("MC002", file.name, "expected a document, found an empty file.")
    return data


def _decode(data: bytes, encoding: str | None, name: str) -> tuple[str, str]:
    """Return the text and the name of the encoding it was in."""
    for magic, what in _MAGIC:
        if data.startswith(magic):
            _refuse(
                "MC003",
                name,
                f"expected Markdown or plain text, found {what}, "
                "which is not supported in this version.",
                "Convert it to Markdown or plain text in UTF-8 first.",
            )
    if encoding is None:
        marked = (known for mark, known in _BOMS if data.startswith(mark))
        encoding = next(marked, "utf-8")
    try:
        text = data.decode(encoding)
    except LookupError:
        _refuse(
            "MC004",
            name,
            f"expected the name of a text encoding, found {encoding!r}.",
            "Use for example encoding='utf-8' or encoding='latin-1'.",
        )
    except UnicodeDecodeError as error:
        if _is_binary(data):
            _refuse_binary(name)
        line = len(_LINE_END.findall(data[: error.start].decode("latin-1"))) + 1
        _refuse(
            "MC004",
            name,
            f"expected text in {encoding}, found byte 0x{data[error.start]:02x} at byte offset "
            f"{error.start} (line {line}).",
            _encoding_remedy(data),
            f"L{line}",
        )
    except ValueError as error:  # codecs such as idna, or a NUL in the encoding's name
        _refuse("MC004", name, f"expected text in {encoding!r}, found: {error}.")
    text = text.removeprefix("\ufeff")
    if _is_binary(text.encode("utf-8", "surrogatepass")):
        _refuse_binary(name)
    return text, codecs.lookup(encoding).name.removesuffix("-sig")


def _is_binary(data: bytes) -> bool:
    if b"\x00" in data:
        return True
    controls = len(data) - len(data.translate(None, _CONTROL_BYTES))
    return controls > _CONTROL_SHARE * len(data)


def _refuse_binary(name: str) -> NoReturn:
    _refuse(
        "MC003",
        name,
        "expected Markdown or plain text, found bytes that are not text.",
        "Convert the file to Markdown or plain text in UTF-8 first.",
    )


def _encoding_remedy(data: bytes) -> str:
    """Say which encoding reads the file, after trying; whether it is right, a person must see."""
    for encoding, doubtful in (("latin-1", r"[\x80-\x9f]"), ("cp1252", r"(?!)")):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if re.search(doubtful, text) is None:
            return f'encoding="{encoding}" would read it: check that its letters come out right.'
    return "Save the file as UTF-8, or name its encoding."
