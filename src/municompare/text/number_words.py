"""Numbers that running text writes as words: "inom fem arbetsdagar", "fire koncerter".

A word counts only what follows it. Words that pick some of a known few ("de två", "alla fire"),
that are a part of a whole ("två av tre"), of a pair or a habit ("to og to", "två gånger") and
"en" and "ett", which are articles, are no numbers; only before a length of time that limits
something ("inom en vecka") is an article one.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from municompare.text.language import Language
from municompare.text.numbers import FoundNumber, Number, alternatives, unit_words
from municompare.text.vocabulary import VOCABULARY
from municompare.text.words import flatten, squeeze

__all__ = ["NUMERALS", "find_number_words"]

_SWEDISH: Final = {
    "två": 2, "tre": 3, "fyra": 4, "fem": 5, "sex": 6, "sju": 7, "åtta": 8, "nio": 9, "tio": 10,
    "elva": 11, "tolv": 12, "tretton": 13, "fjorton": 14, "femton": 15, "sexton": 16,
    "sjutton": 17, "arton": 18, "nitton": 19, "tjugo": 20, "trettio": 30, "fyrtio": 40,
    "femtio": 50, "sextio": 60, "sjuttio": 70, "åttio": 80, "nittio": 90, "hundra": 100,
}  # fmt: skip
_DANISH: Final = {
    "to": 2, "tre": 3, "fire": 4, "fem": 5, "seks": 6, "syv": 7, "otte": 8, "ni": 9, "ti": 10,
    "elleve": 11, "tolv": 12, "tretten": 13, "fjorten": 14, "femten": 15, "seksten": 16,
    "sytten": 17, "atten": 18, "nitten": 19, "tyve": 20, "tredive": 30, "fyrre": 40,
    "halvtreds": 50, "tres": 60, "halvfjerds": 70, "firs": 80, "halvfems": 90, "hundrede": 100,
}  # fmt: skip
_TENS: Final = range(20, 100)
_UNITS: Final = range(2, 10)


def _compound(words: dict[str, int], language: Language) -> dict[str, int]:
    """Words of one number: "tjugofem", "femogtyve"."""
    tens = [(word, value) for word, value in words.items() if value in _TENS]
    units = [(word, value) for word, value in words.items() if value in _UNITS]
    swedish = language == "sv"
    return words | {
        ten + unit if swedish else f"{unit}og{ten}": high + low
        for ten, high in tens
        for unit, low in units
    }


NUMERALS: Final[dict[Language, dict[str, int]]] = {
    "sv": _compound(_SWEDISH, "sv"),
    "da": _compound(_DANISH, "da"),
}
"""Values of the words for numbers from two on."""

_ARTICLES: Final[dict[Language, str]] = {"sv": "en|ett", "da": "en|et|én|ét"}
_WITHIN: Final[dict[Language, str]] = {
    "sv": r"(?:(?<=\binom )|(?<=\binom högst ))",
    "da": r"(?:(?<=\binden for )|(?<=\bindenfor )|(?<=\binden for højst ))",
}
_TIMES: Final[dict[Language, str]] = {
    "sv": "minut|timme|dygn|dag|arbetsdag|vardag|vecka|månad",
    "da": "time|døgn|dag|arbejdsdag|hverdag|uge|måned",
}
# what stands before a number that picks some of a known few, or is a part of another number
_PICKED: Final[dict[Language, str]] = {
    "sv": (
        "de|dessa|alla|samtliga|båda|våra|sina|deras|av|var|vart|varje|en|ett|årskurs|klass|"
        r"nummer|[^\W\d_]+(?:ens|ets|nas)"
    ),
    "da": (
        r"de|disse|alle|samtlige|begge|vores|sine|deres|af|hver|en|et|klasse|"
        r"[^\W\d_]+(?:ens|ets|ernes)"
    ),
}
# what follows a number that counts nothing: a part, a repetition, a manner, an order
_UNCOUNTED: Final[dict[Language, str]] = {
    "sv": (
        r"av|à|gånger|tillfällen|sätt|håll|fall|steg|omgångar|[^\W\d_]*delar|[^\W\d_]*perspektiv|första|"
        r"sista|senaste|[^\W\d_]+sta"
    ),
    "da": (
        r"af|ud|gange|lejligheder|måder|fald|trin|omgange|[^\W\d_]*dele|[^\W\d_]*perspektiver|første|"
        r"sidste|seneste|[^\W\d_]+ste"
    ),
}


def _hint(language: Language, article_after: str) -> re.Pattern[str]:
    begins = "|".join(sorted({word[:3] for word in NUMERALS[language]}))
    return re.compile(rf"(?<![^\W_])(?:{begins}|{article_after})", re.IGNORECASE)


_HINT: Final[dict[Language, re.Pattern[str]]] = {
    "sv": _hint("sv", "inom"),
    "da": _hint("da", "inden"),
}
"""How the words begin; most texts have none, which is quickly told."""
_TIMES_OVER: Final = ("gånger", "tillfällen", "gange")
"""Repetitions count only where a bound is named: "at least two times"."""
_AND: Final[dict[Language, str]] = {"sv": "och|eller|till", "da": "og|eller|til"}


@cache
def _pattern(language: Language) -> re.Pattern[str]:
    words = VOCABULARY[language]
    qualifier = "|".join((alternatives(words.comparators), words.qualifiers, words.approximate))
    return re.compile(
        rf"(?:(?<!\w)(?P<qualifier>{qualifier})\.? (?:{words.by} )?)?"
        rf"(?<![\w-])(?P<figure>{alternatives(NUMERALS[language])}"
        rf"|{_WITHIN[language]}(?P<article>{_ARTICLES[language]})(?= (?:{_TIMES[language]})\b))"
        r"(?![\w-])(?=(?P<after>(?: [^\W\d_]+(?:[-/.][^\W\d_]+)*\.?){0,2}))",
        re.IGNORECASE,
    )


@cache
def _left_alone(language: Language) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What stands before, and behind, a word for a number that counts nothing."""
    numerals, joined = alternatives(NUMERALS[language]), _AND[language]
    return (
        re.compile(
            rf"(?:(?<!\w)(?:{_PICKED[language]})|(?<!\w)(?:{numerals}|en|et|ett) (?:{joined})) $",
            re.IGNORECASE,
        ),
        re.compile(
            rf" (?:(?:{_UNCOUNTED[language]})\b|(?:{joined}) (?:{numerals})(?!\w))",
            re.IGNORECASE,
        ),
    )


def find_number_words(text: str, *, language: Language) -> tuple[FoundNumber, ...]:
    """Find the quantities that a running text writes as words; ``raw`` keeps the word.

    Examples
    --------
    >>> found = find_number_words("Alla får svar inom fem arbetsdagar.", language="sv")
    >>> [(n.number.value, n.number.raw, n.unit_words) for n in found]
    [(5.0, 'fem', ('arbetsdagar',))]
    >>> find_number_words("To ud af tre er tilfredse.", language="da")
    ()
    """
    if _HINT[language].search(text) is None:
        return ()
    flat = flatten(text, lines=False)
    before, behind = _left_alone(language)
    comparators = VOCABULARY[language].comparators
    found = []
    for match in _pattern(language).finditer(flat):
        start, end = match.span("figure")
        word, raw = match["qualifier"], match["figure"]
        uncounted = behind.match(flat, end)
        if uncounted and not (word and uncounted[0].strip() in _TIMES_OVER):
            continue
        if before.search(flat[: match.start()]):
            continue
        words = unit_words(match["after"], language)
        timed = words and re.fullmatch(VOCABULARY[language].time_units, words[0].lower())
        comparator = comparators.get(squeeze(word).lower(), "=") if word else "="
        if timed and word and word.lower() == "under":  # "under två veckor" is during
            comparator = "="
        value = NUMERALS[language].get(raw.lower(), 1)
        found.append(
            FoundNumber(
                number=Number(
                    value=float(value),
                    comparator=comparator,
                    unit_raw=words[0] if words else None,
                    raw=raw,
                ),
                start=start,
                end=end,
                unit_words=words,
                qualifier=squeeze(word) if word else None,
                phrase_start=match.start(),
            )
        )
    return tuple(found)
