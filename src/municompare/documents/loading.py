"""A file to a document: by its content, within limits, or not at all."""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path

from municompare.documents.blocks import SourceDocument
from municompare.documents.decoding import decode, lines_of, page_starts_of
from municompare.documents.formats import recognise
from municompare.documents.limits import MAX_BYTES, MAX_PAGES, MAX_UNPACKED, Limits
from municompare.documents.lines import markdown_blocks, text_blocks
from municompare.documents.problems import refuse
from municompare.errors import MunicompareError

__all__ = ["load_document"]


def load_document(
    path: str | os.PathLike[str],
    *,
    encoding: str | None = None,
    max_bytes: int = MAX_BYTES,
    max_unpacked: int = MAX_UNPACKED,
    max_pages: int = MAX_PAGES,
) -> SourceDocument:
    """Load a document as a sequence of blocks.

    Letters that are written as a letter and a mark (``a`` and a ring) become the one letter they
    print as (Unicode NFC); places count the printed letters.

    Parameters
    ----------
    path : str or os.PathLike
        A PDF file with a text layer, a DOCX file, an HTML page, a Markdown file (``.md``,
        ``.markdown``) or a plain text. The first three need the extras ``pdf``, ``docx`` and
        ``html``.
    encoding : str, optional
        The encoding of a text; without it UTF-8, or what a byte order mark or the page says.
    max_bytes : int
        Largest size of the file that is read.
    max_unpacked : int
        Most bytes that its compressed parts may unpack to.
    max_pages : int
        Most pages that are read; of formats without pages, what so many pages can hold.

    Returns
    -------
    SourceDocument
        The document.

    Raises
    ------
    MunicompareError
        If the file is missing (MC001), empty (MC002), of no format that is read (MC003), in
        another encoding (MC004), too large (MC005, MC020, MC021), nested too deep or otherwise
        made to harm (MC022), of another format than its suffix says (MC016), encrypted (MC017),
        a scan without text (MC018) or broken (MC019); if the extra for its format is not
        installed (MC015).
    """
    file = Path(path)
    limits = Limits(max_bytes=max_bytes, max_unpacked=max_unpacked, max_pages=max_pages)
    data = _read(file, limits)
    sha256 = hashlib.sha256(data).hexdigest()
    kind = recognise(data, file.suffix, file.name)
    used = ""
    if kind == "pdf":
        from municompare.documents.pdf import read_pdf

        made = read_pdf(data, file.name, limits)
    elif kind == "docx":
        from municompare.documents.docx import read_docx

        made = read_docx(data, file.name, limits)
    else:
        text, used = decode(data, encoding, file.name, html=kind == "html")
        if not text.strip():
            refuse("MC002", file.name, "expected a document, found only white space.")
        if kind == "html":
            from municompare.documents.html import read_html

            made = read_html(text, file.name, limits)
        else:
            lines = lines_of(text)
            return SourceDocument(
                path_name=file.name,
                sha256=sha256,
                format=kind,
                encoding=used,
                lines=tuple(lines),
                blocks=markdown_blocks(lines) if kind == "markdown" else text_blocks(lines),
                page_starts=tuple(page_starts_of(text)),
            )
    if not made.blocks:
        refuse("MC002", file.name, "expected a document, found one that prints nothing.")
    return SourceDocument(
        path_name=file.name,
        sha256=sha256,
        format=kind,
        encoding=used,
        lines=tuple(made.lines),
        blocks=tuple(made.blocks),
        places=tuple(made.places),
        issues=tuple(made.issues),
    )


def _read(file: Path, limits: Limits) -> bytes:
    try:
        status = file.stat()
        if not stat.S_ISREG(status.st_mode):
            what = "a folder" if stat.S_ISDIR(status.st_mode) else "something else"
            refuse("MC001", file.name, f"expected a file, found {what}.", "Name one file.")
        size = status.st_size
        data = b""
        if size <= limits.max_bytes:
            with file.open("rb") as stream:
                data = stream.read(limits.max_bytes + 1)  # the file may have grown since
            size = len(data)
    except FileNotFoundError:
        refuse("MC001", file.name, "expected a file, found none.", "Check the path.")
    except (OSError, ValueError) as error:
        if isinstance(error, MunicompareError):
            raise
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        refuse("MC001", file.name, f"expected a file, cannot read it: {reason}.")
    limits.check_bytes(size, file.name)
    if not data:
        refuse("MC002", file.name, "expected a document, found an empty file.")
    return data
