"""A DOCX file as the archive that it is: checked before any of it is parsed."""

from __future__ import annotations

import re
import zlib
from io import BytesIO
from typing import Any, Final, NoReturn
from zipfile import BadZipFile, ZipFile, ZipInfo

from municompare.documents.limits import Limits, too_deep
from municompare.documents.problems import library, refuse

__all__ = ["open_docx"]

_PIECE: Final = 1 << 20
_MOST_PARTS: Final = 20_000
_ELEMENTS_PER_PAGE: Final = 1_000
"""A word processor takes some ten for each cell of a table."""
_MAIN: Final = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_MACROS: Final = b"application/vnd.ms-word.document.macroEnabled.main+xml"
_TYPES: Final = "[Content_Types].xml"
_DECLARES: Final = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_OVERLAP: Final = 16
_ENCRYPTED: Final = 1
_OTHERS: Final = {
    "xl/": "an XLSX workbook",
    "ppt/": "a PPTX presentation",
    "META-INF/manifest.xml": "an ODF document, such as ODT",
    "META-INF/container.xml": "an EPUB book",
}


def open_docx(data: bytes, name: str, limits: Limits) -> Any:
    """Open a DOCX file within limits, as python-docx has it.

    Parameters
    ----------
    data : bytes
        The file's content.
    name : str
        The file's name.
    limits : Limits
        How much it may hold.
    """
    docx = library("docx", extra="docx", name=name)
    broken = (BadZipFile, zlib.error, NotImplementedError, EOFError, ValueError, RuntimeError)
    try:
        with ZipFile(BytesIO(data)) as archive:
            parts = archive.infolist()
            _check_listing(parts, name, limits)
            _check_kind(archive, {part.filename for part in parts}, name)
            _check_markup(archive, parts, name, limits)
    except broken as error:
        if hasattr(error, "report"):
            raise
        _broken(name, str(error))
    try:
        return docx.Document(BytesIO(data))
    except Exception as error:  # whatever a parser says about a file that is not whole
        if "depth" in str(error):
            too_deep(name)
        _broken(name, str(error))


def _broken(name: str, reason: str) -> NoReturn:
    refuse(
        "MC019",
        name,
        f"expected a whole DOCX file, found a broken one: {reason}.",
        "Open it with a word processor and save it again.",
    )


def _check_listing(parts: list[ZipInfo], name: str, limits: Limits) -> None:
    """Check what the archive says of itself; reading stops at the sizes that it states."""
    limits.check_unpacked(sum(part.file_size for part in parts), name)
    if len(parts) > _MOST_PARTS:
        refuse(
            "MC022",
            name,
            f"expected an archive of at most {_MOST_PARTS} parts, found {len(parts)}.",
            "Save the document again with a word processor.",
        )
    for part in parts:
        if part.flag_bits & _ENCRYPTED:
            refuse(
                "MC017",
                name,
                "expected a document that anyone can open, found an archive that is encrypted.",
                "Save it without a password.",
            )
        steps = part.filename.replace("\\", "/").split("/")
        if ".." in steps or not steps[0] or ":" in steps[0]:
            refuse(
                "MC022",
                name,
                f"expected parts inside the archive, found one named {part.filename!r}, which "
                "leads out of it.",
                "Do not trust this file; save the document again with a word processor.",
            )


def _check_kind(archive: ZipFile, names: set[str], name: str) -> None:
    types = archive.read(_TYPES) if _TYPES in names else b""
    if _MAIN in types:
        return
    found = next(
        (what for start, what in _OTHERS.items() if any(n.startswith(start) for n in names)),
        "a zip archive of something else",
    )
    if _MACROS in types:
        found = "a Word document with macros"
    refuse(
        "MC003",
        name,
        f"expected a DOCX file, found {found}, which is not read.",
        "Save the document as DOCX, or unpack the archive and name the file that it holds.",
    )


def _check_markup(archive: ZipFile, parts: list[ZipInfo], name: str, limits: Limits) -> None:
    """Count elements without building them, and find what XML could do besides being text."""
    elements = 0
    for part in parts:
        if not part.filename.lower().endswith((".xml", ".rels")):
            continue
        before = b""
        with archive.open(part) as stream:
            while piece := stream.read(_PIECE):
                if not before and piece.startswith((b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")):
                    _broken(name, f"its part {part.filename!r} is not in UTF-8")
                elements += piece.count(b"<") - piece.count(b"</")
                limits.check_parts(
                    elements, name, "elements of markup", per_page=_ELEMENTS_PER_PAGE
                )
                if _DECLARES.search(before + piece):
                    refuse(
                        "MC022",
                        name,
                        f"expected markup without declarations, found a document type or entity "
                        f"in its part {part.filename!r}.",
                        "Do not trust this file; a word processor writes no such thing.",
                    )
                before = piece[-_OVERLAP:]
