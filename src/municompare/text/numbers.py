"""Numbers as Swedish and Danish documents print them.

Both languages write the decimal mark as a comma. Groups of three are set off by spaces in
both, in Danish also by a full stop. A full stop that can be no group (``5.5``) is a decimal
mark; where it could be either (Swedish ``1.234``) the number is an issue, never a guess.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from typing import Final

from municompare.errors import Issue, MunicompareError, Reading
from municompare.model.quantity import Comparator
from municompare.text.language import Language
from municompare.text.ordinals import BARE_YEAR, is_ordinal
from municompare.text.periods import find_periods
from municompare.text.vocabulary import VOCABULARY
from municompare.text.words import flatten, is_stop_word, squeeze

__all__ = [
    "FoundNumber",
    "Number",
    "alternatives",
    "find_numbers",
    "format_number",
    "is_percent",
    "read_number",
    "unit_words",
]

_SYMBOLS: Final[dict[str, Comparator]] = {
    "<=": "<=",
    ">=": ">=",
    "=<": "<=",
    "=>": ">=",
    "≤": "<=",
    "≥": ">=",
    "<": "<",
    ">": ">",
    "=": "=",
}
_BODY: Final = r"[0-9][0-9.,]*(?: [0-9][0-9.,]*)*(?<![.,])"
_UNIT: Final = r"[^\W\d_%‰][\w.\-/²³]*(?: [^\W\d_][\w.\-/]*){0,2}"
_MARKER: Final = r"\*+|[†‡¹²³]"
_PLAIN: Final = {
    "sv": re.compile(r"(?:0|[1-9][0-9]*|[1-9][0-9]{0,2}(?: [0-9]{3})+)(?:,[0-9]+)?"),
    "da": re.compile(
        r"(?:0|[1-9][0-9]*|[1-9][0-9]{0,2}(?:(?: [0-9]{3})+|(?:\.[0-9]{3})+))(?:,[0-9]+)?"
    ),
}
_POINT_DECIMAL: Final = re.compile(r"(?:0|[1-9][0-9]*|[1-9][0-9]{0,2}(?: [0-9]{3})+)\.[0-9]+")
_GROUP_SHAPED: Final = re.compile(r"[1-9][0-9 ]*\.[0-9]{3}")
_AND: Final = re.compile(r" (?:och|og) ")
_YEARS: Final = re.compile(r"(?:19|20)[0-9]{2} ?[-−–] ?(?:19|20)[0-9]{2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A printed number.

    Parameters
    ----------
    value : float
        The value on the printed scale; the lower end of an interval.
    value_upper : float or None
        The upper end, only for intervals.
    comparator : Comparator
        ``=`` where none is printed. A printed plus sign makes a change: ``change_by``, or
        ``change_by_percent`` before a per cent sign. A bare minus is a negative number.
    unit_raw : str or None
        The unit as printed.
    marker : str or None
        A footnote mark after the number.
    raw : str
        The whole text, apart from white space.
    """

    value: float
    value_upper: float | None = None
    comparator: Comparator = "="
    unit_raw: str | None = None
    marker: str | None = None
    raw: str


def alternatives(words: Iterable[str]) -> str:
    """Write words as regular-expression alternatives, longest first, spaces flexible."""
    listed = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in listed)


@cache
def _whole(language: Language) -> re.Pattern[str]:
    words = alternatives(VOCABULARY[language].comparators)
    symbols = alternatives(_SYMBOLS)
    return re.compile(
        rf"(?:(?:(?P<word>{words})(?= )|(?P<symbol>{symbols})) ?)?"
        rf"(?:(?P<plus>\+ ?)|(?P<minus>[-−] ?|–))?(?P<body>{_BODY})(?: ?(?P<inner>[%‰]))?"
        rf"(?: ?[-−–] ?(?P<upper>{_BODY}))?"
        rf"(?: ?(?P<sign>[%‰](?:-[^\W\d_]+)?)|(?P<gap> ?)(?P<unit>{_UNIT}))?"
        rf"(?: ?(?P<marker>{_MARKER}))?",
        re.IGNORECASE,
    )


def _issue(code: str, text: str, message: str, remedy: str) -> Issue:
    return Issue(
        code=code,
        severity="error",
        message=message,
        remedy=remedy,
        readings=(Reading(text=text),),
    )


def _malformed(text: str) -> Issue:
    return _issue(
        "MC201",
        text,
        f"expected a number such as 2 996 or 4,8 %, found {text!r}",
        "Check the text at its place; the value is left out.",
    )


def _plain_value(body: str, *, language: Language) -> float | Issue:
    """Read unsigned digits with group and decimal marks."""
    if _PLAIN[language].fullmatch(body):
        groups = " ." if language == "da" else " "
        plain = body.translate(dict.fromkeys(map(ord, groups))).replace(",", ".")
    elif _GROUP_SHAPED.fullmatch(body):
        return _issue(
            "MC202",
            body,
            f"expected a decimal comma or groups set off by spaces, found {body!r}, whose full "
            "stop may be either mark",
            "Decide in the document or by curation which of the two is meant.",
        )
    elif _POINT_DECIMAL.fullmatch(body):
        plain = body.replace(" ", "")
    else:
        return _malformed(body)
    value = float(plain)
    return value if math.isfinite(value) else _malformed(body)


def read_number(text: str, *, language: Language) -> Number | Issue:
    """Read a text that is one number, with what surrounds it.

    Parameters
    ----------
    text : str
        The whole text: comparator, sign, number or interval, unit, footnote mark.
    language : {"sv", "da"}
        The language that decides about marks and words.

    Returns
    -------
    Number or Issue
        The number, or an issue that says why there is none.

    Examples
    --------
    >>> read_number("- 14 870 tkr", language="sv").value
    -14870.0
    >>> read_number("mindst 25 pct.", language="da").comparator
    '>='
    """
    raw = squeeze(text)
    match = _whole(language).fullmatch(flatten(raw))
    if match is None or (match["gap"] == "" and match["unit"] and len(match["unit"]) == 1):
        return _malformed(raw)
    value = _plain_value(match["body"], language=language)
    if isinstance(value, Issue):
        return value
    if match["minus"]:
        value = -value
    upper: float | None = None
    comparator = _comparator(match, language)
    if match["upper"] is not None:
        end = _plain_value(match["upper"], language=language)
        if isinstance(end, Issue):
            return end
        upper = end
    elif match["inner"] and (match["sign"] or match["unit"]):
        return _malformed(raw)
    unit = match["sign"] or match["unit"] or match["inner"]
    if upper is not None and (
        comparator is not None
        or match["plus"]
        or _YEARS.fullmatch(raw)
        or (match["inner"] is not None and unit != match["inner"])
    ):
        return _malformed(raw)
    if upper is not None and upper < value:
        return _issue(
            "MC203",
            raw,
            f"expected an interval from low to high, found {raw!r}",
            "Check the text at its place; the value is left out.",
        )
    if match["plus"]:
        if comparator is not None:
            return _malformed(raw)
        comparator = "change_by_percent" if is_percent(unit, language=language) else "change_by"
    return Number(
        value=value,
        value_upper=upper,
        comparator=comparator or "=",
        unit_raw=unit,
        marker=match["marker"],
        raw=raw,
    )


def _comparator(match: re.Match[str], language: Language) -> Comparator | None:
    if match["word"]:
        return VOCABULARY[language].comparators[match["word"].lower()]
    return _SYMBOLS[match["symbol"]] if match["symbol"] else None


def is_percent(unit: str | None, *, language: Language) -> bool:
    """Tell whether a printed unit is per cent (percentage points are not)."""
    if unit is None:
        return False
    return re.fullmatch(VOCABULARY[language].percent, unit.rstrip(".").lower()) is not None


def format_number(value: float, *, language: Language) -> str:
    """Print a number as the language does.

    Raises
    ------
    MunicompareError
        If the value is not finite.

    Examples
    --------
    >>> format_number(1234567.5, language="da")
    '1.234.567,5'
    """
    if not math.isfinite(value):
        raise MunicompareError(_malformed(str(value)))
    whole, _, decimals = format(Decimal(repr(abs(float(value)))), "f").partition(".")
    mark = "." if language == "da" else "\u00a0"
    grouped = f"{int(whole):,}".replace(",", mark)
    return ("-" if value < 0 else "") + grouped + (f",{decimals}" if decimals.strip("0") else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundNumber:
    """A quantity in running text.

    Parameters
    ----------
    number : Number
        What it says; ``unit_raw`` is the sign or the first word after it.
    start, end : int
        Offsets of the figure itself: its first character, and the one after its last. A sign,
        interval or per cent sign belongs to it, a comparator word does not.
    unit_words : tuple of str
        The one or two words that follow, as printed: the unit is one of them or both.
    qualifier : str or None
        The comparator or other word before it that says how it is meant.
    phrase_start : int
        Offset of the qualifier, or of the figure where it has none.
    """

    number: Number
    start: int
    end: int
    unit_words: tuple[str, ...] = ()
    qualifier: str | None = None
    phrase_start: int


@cache
def _running(language: Language) -> re.Pattern[str]:
    words = VOCABULARY[language]
    body = r"(?:[1-9][0-9]{0,2}(?: [0-9]{3})+(?![0-9])(?:,[0-9]+)?|[0-9]+(?:[.,][0-9]+)*)"
    qualifier = "|".join((alternatives(words.comparators), words.qualifiers, words.approximate))
    return re.compile(
        rf"(?:(?<!\w)(?P<qualifier>{qualifier})\.? (?:{words.by} )?"
        r"|(?<![^\s(])(?P<symbol>[<>≤≥]=?) ?)?"
        r"(?P<figure>(?<![\w./:,§#%°-])(?<![0-9] )"
        rf"(?:(?:(?<=\bmellan )|(?<=\bmellem )){body}(?: ?%)? (?:och|og) {body}"
        rf"|(?:\+|[-−–])?{body}(?: ?[-−–] ?{body})?)(?: ?[%‰](?:-[^\W\d_]+)?)?)"
        rf"(?![\w²³]|[-−–/:][^\W_]|[.,][0-9]| (?!{BARE_YEAR.pattern}\b)[0-9])"
        r"(?=(?P<after>(?:(?! år [0-9]) [^\W\d_]+(?:[-/.][^\W\d_]+)*\.?){0,2}))",
        re.IGNORECASE,
    )


def unit_words(after: str, language: Language) -> tuple[str, ...]:
    """Words of the unit: they end at a stop word, a sentence or an abbreviation."""
    words: list[str] = []
    v, large = VOCABULARY[language], False
    for word in after.split():
        if is_stop_word(word, language=language) and not re.fullmatch(v.time_units, word.lower()):
            break
        if large:  # "mio. kr" is one unit
            return (f"{words[0]} {word.rstrip('.')}",)
        large = re.fullmatch(rf"(?:{v.magnitudes})\.?", word.lower()) is not None
        words.append(word if large or word.lower() == "pct." else word.rstrip("."))
        if word.endswith(".") and not large:
            break
    return tuple(words)


def find_numbers(text: str, *, language: Language) -> tuple[FoundNumber, ...]:
    """Find the quantities of a running text.

    Years, dates, times, ordinals, section and registry numbers are left alone, and so is a
    figure that cannot be read in one way only.

    Examples
    --------
    >>> found = find_numbers("Mål 2: totalt 40 platser under 2030", language="sv")
    >>> [(n.number.value, n.qualifier, n.unit_words) for n in found]
    [(40.0, 'totalt', ('platser',))]
    """
    flat = flatten(text, lines=False)
    periods = find_periods(text, language=language)
    vocabulary = VOCABULARY[language]
    found = []
    for match in _running(language).finditer(flat):
        start, end = match.span("figure")
        if any(p.start < end and start < p.end for p in periods):
            continue
        number = read_number(_AND.sub("-", match["figure"]), language=language)
        # nothing that tells what a figure is stands further away
        around = text[max(0, start - 80) : start], text[end : end + 80]
        named = match["qualifier"] is not None
        if isinstance(number, Issue) or is_ordinal(
            match["figure"], *around, qualified=named, language=language
        ):
            continue
        # a sign is the unit; what follows it goes on with the sentence
        words = () if number.unit_raw else unit_words(match["after"], language)
        unit = number.unit_raw or (words[0] if words else None)
        word = match["qualifier"]
        comparator = number.comparator
        if match["symbol"]:
            comparator = _SYMBOLS[match["symbol"]]
        elif word and number.value_upper is None and comparator == "=":
            timed = unit is not None and re.fullmatch(vocabulary.time_units, unit.lower())
            # "under 6 månader" is during, "under 18 år" below: only a length of time can be both
            if not (timed and word.lower() == "under"):
                comparator = vocabulary.comparators.get(squeeze(word).lower(), "=")
        elif comparator == "change_by" and is_percent(unit, language=language):
            comparator = "change_by_percent"
        found.append(
            FoundNumber(
                number=replace(number, comparator=comparator, unit_raw=unit),
                start=start,
                end=end,
                unit_words=words,
                qualifier=squeeze(word) if word else match["symbol"],
                phrase_start=match.start(),
            )
        )
    return tuple(found)
