"""Sentences of Swedish and Danish text."""

from __future__ import annotations

import re
from typing import Final

from municompare.text.language import Language

__all__ = ["split_sentences"]

_SWEDISH: Final = """
    bl.a bla t.ex ex dvs d.v.s ca kl nr resp inkl exkl kap s.k f.n p.g.a pga t.o.m fr.o.m f.o.m
    ev enl jfr m.a.o o.d gm red tfn tel st max min avd dnr bil jan feb apr aug sept sep okt nov
    dec
"""
_DANISH: Final = """
    bl.a f.eks fx ca kl nr jf evt inkl ekskl pga p.g.a dvs d.v.s vedr hhv tlf ift i.f.t mhp m.h.p
    ifm iht stk maks min afd bl jan feb apr aug sept sep okt nov dec d p.t pt tidl
"""
_ABBREVIATIONS: Final[dict[Language, frozenset[str]]] = {
    "sv": frozenset(_SWEDISH.split()),
    "da": frozenset(_DANISH.split()),
}
"""Abbreviations after which a sentence always goes on."""

_SWEDISH_OPEN: Final = "m.m mm m.fl osv o.s.v etc kr tkr mkr proc pct"
_DANISH_OPEN: Final = "m.m mm m.v mv m.fl osv o.s.v etc kr pct mio mia"
_OPEN_ENDED: Final[dict[Language, frozenset[str]]] = {
    "sv": frozenset(_SWEDISH_OPEN.split()),
    "da": frozenset(_DANISH_OPEN.split()),
}
"""Abbreviations that may also end a sentence: the next letter decides."""

_STOP: Final = re.compile(r"(?P<mark>[.!?…]+)(?P<closing>[\"'”’»)\]]*)(?P<gap>\s+)(?P<next>\S)")
_BREAK: Final = re.compile(r"\n\s*\n|(?=•)")
_OPENING: Final = "\"'”“’»«([–-•"


def _goes_on(before: str, match: re.Match[str], text: str, language: Language) -> bool:
    """Tell whether the sentence goes on after this full stop."""
    follower = match["next"]
    if follower in _OPENING:
        rest = text[match.start("next") :].lstrip("\"'”“’»«([–-• ")
        follower = rest[:1]
    if follower.islower():
        return True
    if match["mark"] != ".":
        return False
    word = "".join(before.rsplit(None, 1)[-1:]).lstrip("(\"'”“«»[").lower()
    if word in _ABBREVIATIONS[language]:
        return True
    if word in _OPEN_ENDED[language]:
        return follower.isdecimal()
    if len(word) == 1 and word.isalpha():
        return True
    # a number alone is the number of a list item
    return before.strip().isdecimal() and len(before.strip()) < 3


def split_sentences(text: str, *, language: Language) -> tuple[tuple[int, str], ...]:
    """Split text into sentences with their offsets.

    A full stop ends a sentence unless it belongs to an abbreviation, an ordinal (*2. kvartal*)
    or the number of a list item; blank lines and bullets end one too.

    Examples
    --------
    >>> split_sentences("Mindst 25 pct. skal med. Andelen øges.", language="da")
    ((0, 'Mindst 25 pct. skal med.'), (25, 'Andelen øges.'))
    """
    sentences: list[tuple[int, str]] = []
    start = 0
    breaks = _BREAK.finditer(text) if "\n" in text or "•" in text else ()
    for hard in (*breaks, None):
        end = hard.start() if hard else len(text)
        begin = start
        for match in _STOP.finditer(text, start, end):
            if not _goes_on(text[begin : match.start()], match, text, language):
                sentences.append((begin, text[begin : match.end("closing")]))
                begin = match.start("next")
        sentences.append((begin, text[begin:end]))
        start = hard.end() if hard else end
    return tuple(
        (offset + len(part) - len(part.lstrip()), part.strip())
        for offset, part in sentences
        if part.strip()
    )
