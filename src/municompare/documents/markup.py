"""Inline markup to what is printed, with the place of every character.

Only markup that is certainly markup is removed: a pair of emphasis marks around a word, a known
tag, an escape. What is left over is text: ``6,6%*`` and ``kronor**`` keep their footnote marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import unescape

__all__ = ["Piece", "is_emphasised", "plain_text", "printed_pieces", "squeezed"]

Piece = tuple[int, str]
"""A stretch of printed text and the index in the raw text where it starts."""

_TAGS = (
    "a|abbr|b|big|br|center|code|del|em|font|i|ins|mark|p|q|s|small|span|strike|strong|sub|sup|u"
)
_MARKUP = re.compile(
    r"\\(?:(?P<escaped>[!-/:-@\[-`{-~])|(?=\n))"  # before a line end: a forced line break
    r"|(?P<entity>&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)"
    r"|(?P<comment><!--(?:(?!<!--).)*?-->)"
    rf"|(?P<tag></?(?:{_TAGS})(?:\s[^<>\n]*)?/?>)"
    r"|(?P<link>!?\[(?P<label>[^\[\]\n]*)\]\([^()\s]+(?:\s+\"[^\"\n]*\")?\))"
    r"|(?P<emphasis>(?<!\*)\*{1,3}(?!\*)|(?<!_)_{1,3}(?!_))",
    re.IGNORECASE | re.DOTALL,
)
_EMPHASISED = re.compile(
    r"(?P<mark>\*{1,3}|_{1,3})(?P<text>[^*_].*[^*_\\])(?P=mark)"
    r"|<(?P<tag>i|b|em|strong)>(?P<inner>.+)</(?P=tag)>"
)
_MARKS = re.compile(r"[\\&<\[*_]")
_WORD_OR_SPACE = re.compile(r"\S+|\s+")
_WHOLE = re.compile(r".+", re.DOTALL)
_UNEVEN = re.compile(r"\s\s|[^\S ]|^\s|\s$")
_OPENING = frozenset("([{<>\"'«»“”‘’„–—-/|*_")


def plain_text(raw: str) -> str:
    r"""Return what is printed: without inline markup and escapes, white space squeezed.

    Examples
    --------
    >>> plain_text(r"<b>Summa</b>  **6,6%**\*")
    'Summa 6,6%*'
    """
    if _MARKS.search(raw) is None:
        return " ".join(raw.split())
    return " ".join("".join(text for _, text in printed_pieces(raw)).split())


def is_emphasised(raw: str) -> bool:
    """Tell whether a line is in italics or bold from its first to its last word.

    Examples
    --------
    >>> is_emphasised("*Minska tiden*"), is_emphasised("**Resultat:** Kortare *tid*")
    (True, False)
    """
    match = _EMPHASISED.fullmatch(raw.strip())
    if match is None:
        return False
    inner = match["text"] or match["inner"]
    return (match["mark"] or f"<{match['tag']}>") not in inner


def printed_pieces(raw: str) -> list[Piece]:
    """Return the stretches of a raw text that are printed, each with its index."""
    if _MARKS.search(raw) is None:
        return [(0, raw)] if raw else []
    pieces: list[Piece] = []
    runs: list[tuple[int, str, bool, bool]] = []  # piece index, mark, may open, may close
    end = 0
    for match in _MARKUP.finditer(raw):
        start = match.start()
        if start > end:
            pieces.append((end, raw[end:start]))
        end = match.end()
        if match["escaped"] is not None:
            pieces.append((start + 1, match["escaped"]))
        elif match["entity"] is not None:
            printed = unescape(match["entity"])
            pieces.append((start, " " if printed.isspace() else printed))
        elif match["tag"] is not None:
            if match["tag"][1:3].lower() == "br":
                pieces.append((start, " "))
        elif match["link"] is not None:
            label = match.start("label")
            pieces.extend((label + at, text) for at, text in printed_pieces(match["label"]))
        elif match["emphasis"] is not None:
            runs.append((len(pieces), match["emphasis"], *_flanks(raw, start, end)))
            pieces.append((start, match["emphasis"]))
    if end < len(raw):
        pieces.append((end, raw[end:]))
    for index, kept in _literal_marks(runs):
        start, mark = pieces[index]
        pieces[index] = (start + len(mark) - len(kept), kept)
    return [piece for piece in pieces if piece[1]]


def _flanks(raw: str, start: int, end: int) -> tuple[bool, bool]:
    before = raw[start - 1] if start else " "
    after = raw[end] if end < len(raw) else " "
    opens = not after.isspace() and (before.isspace() or before in _OPENING)
    closes = not before.isspace()
    return opens, closes


def _literal_marks(runs: Sequence[tuple[int, str, bool, bool]]) -> Iterator[Piece]:
    """For each run of emphasis marks: how much of it is text, because nothing pairs with it."""
    left = {index: mark for index, mark, _, _ in runs}
    openers: dict[str, list[int]] = {"*": [], "_": []}
    for index, mark, opens, closes in runs:
        own, other = openers[mark[0]], openers["_" if mark[0] == "*" else "*"]
        while closes and left[index] and own:
            opener = left[own[-1]]
            paired = min(len(opener), len(left[index]))
            if paired < len(opener) != 3:
                break  # `**word*` is no emphasis
            while other and other[-1] > own[-1]:
                other.pop()  # what opened inside can no longer close outside
            left[own[-1]] = opener[paired:]
            left[index] = left[index][paired:]
            if paired == len(opener):
                own.pop()
        if opens and len(left[index]) == len(mark):
            own.append(index)
    yield from left.items()


def squeezed(pieces: Sequence[Piece]) -> list[Piece]:
    """Join white space to single spaces and strip it at both ends."""
    result: list[Piece] = []
    space: int | None = None
    for start, text in pieces:
        # most texts have single spaces already
        parts = _WORD_OR_SPACE if _UNEVEN.search(text) else _WHOLE
        for match in parts.finditer(text):
            at = start + match.start()
            if match[0].isspace():
                if space is None and result:
                    space = at
                continue
            if space is not None:
                result.append((space, " "))
                space = None
            result.append((at, match[0]))
    return result
