"""Words of Swedish and Danish text: white space, folding, content words, slugs.

A slug names an element by what it is about, never by what is printed about it: figures,
footnote marks and white space take no part, so that a changed figure changes no id.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

from municompare.text.language import Language

__all__ = [
    "content_words",
    "flatten",
    "fold",
    "is_masked",
    "is_stop_word",
    "plain",
    "slug",
    "squeeze",
]

_ZERO_WIDTH: Final = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_DROP_ZERO_WIDTH: Final = dict.fromkeys(map(ord, _ZERO_WIDTH))
_SQUEEZED_AWAY: Final = re.compile(rf"[{_ZERO_WIDTH}]")
_WHITE: Final = re.compile(rf"[^\S ]|[{_ZERO_WIDTH}]")
_HORIZONTAL: Final = re.compile(rf"[^\S \t\n\r\f\v]|[{_ZERO_WIDTH}]")
_LETTERS: Final = str.maketrans(
    {"æ": "ae", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "œ": "oe", "\u0131": "i"}
)
_REDACTION: Final = re.compile(r"\[\s*(?:…|\.\.\.)\s*\]")
_MASK: Final = re.compile(r"[Xx]{3,}")
_NOT_PLAIN: Final = re.compile(r"[^a-z0-9]+")
_NO_LETTER: Final = re.compile(r"[^a-z]")
_SLUG_LENGTH: Final = 60


def squeeze(text: str) -> str:
    r"""Collapse white space of every kind to single spaces.

    Characters without width (zero-width spaces, soft hyphens) are dropped: nothing is printed
    where they stand.

    Examples
    --------
    >>> squeeze(" 2\u00a0996  kr ")
    '2 996 kr'
    """
    if _SQUEEZED_AWAY.search(text):
        text = text.translate(_DROP_ZERO_WIDTH)
    return " ".join(text.split())


def flatten(text: str, *, lines: bool = True) -> str:
    """Write every white or zero-width character as one space, so that offsets stay true.

    Parameters
    ----------
    text : str
        Any text.
    lines : bool
        Also tabs and line ends, which part the cells and rows of a table.
    """
    return (_WHITE if lines else _HORIZONTAL).sub(" ", text)


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Write text in lower-case ASCII.

    Examples
    --------
    >>> fold("Försörjningsstöd på æblegrød")
    'forsorjningsstod pa aeblegrod'
    """
    if text.isascii():
        return text.lower()
    # casefold and NFKD can each make new work for the other (capital modifier letters), so the
    # decomposed text is folded again.
    decomposed = unicodedata.normalize("NFKD", text.casefold()).casefold()
    return decomposed.translate(_LETTERS).encode("ascii", "ignore").decode("ascii")


def plain(text: str | None) -> str:
    """Letters and digits of a text, folded: what is left when only spelling may differ.

    Examples
    --------
    >>> plain("God tillgänglighet.") == plain("god  tillgänglighet")
    True
    """
    return _NOT_PLAIN.sub(" ", fold(squeeze(text or ""))).strip()


def is_masked(word: str) -> bool:
    """Tell whether a word is a name written over with X.

    Examples
    --------
    >>> is_masked("Xxxxxx"), is_masked("Xylofon"), is_masked("XX")
    (True, False, False)
    """
    return _MASK.fullmatch(word) is not None


@cache
def _stop_words(language: Language) -> frozenset[str]:
    source = files("municompare.text").joinpath("stop_words", f"{language}.txt")
    lines = source.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


def is_stop_word(word: str, *, language: Language) -> bool:
    """Tell whether a word has no content of its own (prepositions, pronouns, auxiliaries)."""
    return unicodedata.normalize("NFC", word.casefold()) in _stop_words(language)


def _runs(text: str) -> list[str]:
    """Runs of letters, numerals and combining marks."""
    return [run for piece in text.split() for run in _parted(piece)]


@lru_cache(maxsize=4096)
def _parted(piece: str) -> tuple[str, ...]:
    kept = "".join(c if unicodedata.category(c)[0] in "LNM" else " " for c in piece)
    return tuple(kept.split())


def _has_numeral(word: str) -> bool:
    return any(unicodedata.category(c)[0] == "N" for c in word)


def content_words(text: str, *, language: Language) -> tuple[str, ...]:
    """Folded words that carry content.

    Left out are stop words, words that hold a digit, and redacted or masked names.

    Examples
    --------
    >>> content_words("Andelen ska öka till 5 % av alla", language="sv")
    ('andelen', 'oka')
    """
    words = _runs(_REDACTION.sub(" ", squeeze(text)))
    if any(is_masked(word) for word in words):
        # the initial of a masked name ("Xxxx X. Xxxx") belongs to it
        words = [word for word in words if word.strip("Xx")]
    content = (_content(word, language) for word in words)
    return tuple(word for word in content if word)


@lru_cache(maxsize=4096)
def _content(word: str, language: Language) -> str:
    """A word as folded letters, or nothing where it carries no content."""
    if _has_numeral(word) or is_stop_word(word, language=language):
        return ""
    return _NO_LETTER.sub("", fold(word))


def slug(title: str, *, language: Language, words: int = 6) -> str:
    """Name a title by its first content words.

    Examples
    --------
    >>> slug("Minst 25 pct. skal vælge en uddannelse*", language="da", words=3)
    'minst-pct-vaelge'
    """
    chosen = content_words(title, language=language)[:words]
    name = "-".join(chosen)
    if len(name) <= _SLUG_LENGTH:
        return name
    cut = name[: _SLUG_LENGTH + 1]
    return cut.rpartition("-")[0] if "-" in cut else cut[:_SLUG_LENGTH]
