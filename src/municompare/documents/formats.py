"""Which format a file has: its content says so, and its suffix must not say otherwise."""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from typing import Final

from municompare.documents.blocks import DocumentFormat
from municompare.documents.problems import refuse

__all__ = ["recognise"]

_MAGIC: Final = (
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
_ENCRYPTED_OFFICE: Final = "EncryptedPackage".encode("utf-16-le")
_SUFFIXES: Final[Mapping[str, DocumentFormat]] = {
    "pdf": "pdf",
    "docx": "docx",
    "html": "html",
    "htm": "html",
    "xhtml": "html",
    "md": "markdown",
    "markdown": "markdown",
    "txt": "text",
}
_SHOWN: Final[Mapping[DocumentFormat, str]] = {
    "pdf": "a PDF file",
    "docx": "a DOCX file",
    "html": "an HTML page",
    "markdown": "Markdown",
    "text": "plain text",
}
_OPENING: Final = 2048
_HTML: Final = re.compile(
    r"\s*(?:<\?xml\b[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_FRAGMENT: Final = re.compile(
    r"<(?:p|div|section|article|main|table|h[1-6]|ul|ol|span|center|font|meta|title)\b[^<>]*>",
    re.IGNORECASE,
)


def recognise(data: bytes, suffix: str, name: str) -> DocumentFormat:
    """Return a file's format; a zip archive passes for DOCX until it is opened.

    Parameters
    ----------
    data : bytes
        The file's content.
    suffix : str
        The end of its name, such as ``.md``.
    name : str
        Its name.

    Raises
    ------
    MunicompareError
        MC003 if it is of no format that is read, MC016 if its suffix says another format, MC017
        if it is encrypted.
    """
    said = _SUFFIXES.get(suffix.lower().removeprefix("."))
    found = _found(data, name, said)
    texts = ("markdown", "text")
    if found is None:
        found = said if said in texts else "text"
    if said is not None and found != said and not (said in texts and found in texts):
        refuse(
            "MC016",
            name,
            f"expected {_SHOWN[said]}, as the file's name ends with {suffix!r}, found "
            f"{_SHOWN[found]}.",
            "Check that it is the right file, and give it the suffix of its format.",
        )
    return found


def _found(data: bytes, name: str, said: DocumentFormat | None) -> DocumentFormat | None:
    """What the content shows; None for a text that could be any."""
    opening = data[:_OPENING]
    if opening.lstrip().startswith(b"%PDF-") or (said == "pdf" and b"%PDF-" in opening):
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return "docx"
    for magic, what in _MAGIC:
        if data.startswith(magic):
            if _ENCRYPTED_OFFICE in data:
                refuse(
                    "MC017",
                    name,
                    "expected a document that anyone can open, found an Office file that is "
                    "encrypted with a password.",
                    "Open it with its password and save it without one.",
                )
            refuse(
                "MC003",
                name,
                f"expected PDF, DOCX, HTML, Markdown or plain text, found {what}, which is not "
                "read.",
                "Convert it to one of these first.",
            )
    wide = opening.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    text = opening.decode("utf-16" if wide else "latin-1", "ignore").removeprefix("ï»¿")
    if _HTML.match(text) or (said == "html" and _FRAGMENT.search(text)):
        return "html"
    return None
