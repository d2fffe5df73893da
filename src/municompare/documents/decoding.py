"""Bytes of a text file to text, or to an error that says why they are none."""

from __future__ import annotations

import codecs
import re
import unicodedata
from typing import Final, NoReturn

from municompare.documents.problems import refuse

__all__ = ["decode", "lines_of", "page_starts_of"]

_LINE_END = re.compile(r"\r\n|\r|\n")
_CONTROL_BYTES = bytes([*range(1, 9), *range(14, 32), 127])
_CONTROL_SHARE: Final = 0.05
"""Text holds hardly any control characters; random bytes hold a tenth."""

_BOMS: Final = (
    # the four-byte marks first: one of them starts with a two-byte mark
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CHARSET = re.compile(
    rb"<(?:meta\b[^>]*\bcharset|\?xml\b[^>]*\bencoding)\s*=\s*[\"']?(?P<charset>[\w.:-]+)",
    re.IGNORECASE,
)
_DECLARED_WITHIN: Final = 4096
_LATIN: Final = ("iso-8859-1", "latin1", "latin-1", "us-ascii", "ascii")


def lines_of(text: str) -> list[str]:
    """Return the physical lines of a text, without line ends and form feeds.

    A form feed between the words of a line parts them as a space does.
    """
    lines = [line.strip("\f").replace("\f", " ") for line in _lines(text)]
    if not lines[-1]:
        lines.pop()
    return lines


def page_starts_of(text: str) -> list[tuple[int, int]]:
    r"""Line and column, both from 1, of the first character after each form feed.

    Examples
    --------
    >>> page_starts_of("one\n\ftwo\fthree")
    [(2, 1), (2, 5)]
    """
    found: list[tuple[int, int]] = []
    for number, line in enumerate(_lines(text), 1):
        if "\f" not in line:
            continue
        lead = len(line) - len(line.lstrip("\f"))
        if lead:
            found.append((number, 1))
        end = len(line.rstrip("\f"))
        inner = (index for index in range(lead, end) if line[index] == "\f")
        found.extend((number, index - lead + 2) for index in inner)
        if end < len(line) and end:
            found.append((number + 1, 1))
    return found


def _lines(text: str) -> list[str]:
    return _LINE_END.split(unicodedata.normalize("NFC", text))


def decode(data: bytes, encoding: str | None, name: str, *, html: bool = False) -> tuple[str, str]:
    """Return the text and the name of the encoding it was in.

    Parameters
    ----------
    data : bytes
        The file's content.
    encoding : str, optional
        The encoding; without it that of a byte order mark, of an HTML page's own statement, or
        UTF-8.
    name : str
        Name of the file.
    html : bool
        Whether it is an HTML page.
    """
    if encoding is None:
        marked = (known for mark, known in _BOMS if data.startswith(mark))
        encoding = next(marked, (_declared(data) if html else None) or "utf-8")
    try:
        text = data.decode(encoding)
    except LookupError:
        refuse(
            "MC004",
            name,
            f"expected the name of a text encoding, found {encoding!r}.",
            "Use for example encoding='utf-8' or encoding='latin-1'.",
        )
    except UnicodeDecodeError as error:
        if _is_binary(data):
            _refuse_binary(name)
        line = len(_LINE_END.findall(data[: error.start].decode("latin-1"))) + 1
        refuse(
            "MC004",
            name,
            f"expected text in {encoding}, found byte 0x{data[error.start]:02x} at byte offset "
            f"{error.start} (line {line}).",
            _encoding_remedy(data),
            f"L{line}",
        )
    except ValueError as error:  # codecs such as idna, or a NUL in the encoding's name
        refuse("MC004", name, f"expected text in {encoding!r}, found: {error}.")
    text = text.removeprefix("\ufeff")
    if _is_binary(text.encode("utf-8", "surrogatepass")):
        _refuse_binary(name)
    return text, codecs.lookup(encoding).name.removesuffix("-sig")


def _declared(data: bytes) -> str | None:
    """Encoding that an HTML page states; browsers take Latin-1 for its extension by Windows."""
    match = _CHARSET.search(data, 0, _DECLARED_WITHIN)
    if match is None:
        return None
    declared = match["charset"].decode("ascii").lower()
    return "cp1252" if declared in _LATIN else declared


def _is_binary(data: bytes) -> bool:
    if b"\x00" in data:
        return True
    controls = len(data) - len(data.translate(None, _CONTROL_BYTES))
    return controls > _CONTROL_SHARE * len(data)


def _refuse_binary(name: str) -> NoReturn:
    refuse(
        "MC003",
        name,
        "expected PDF, DOCX, HTML, Markdown or plain text, found bytes that are not text.",
        "Convert the file to one of these first.",
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
