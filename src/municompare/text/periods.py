"""Periods and dates as Swedish and Danish documents print them.

The answer is ISO 8601 text (see :class:`~municompare.model.quantity.Period`). A hyphen and two
digits from 01 to 12 after a year are a month, as in ISO. "By the end of 2017" (*i slutet av*,
*ved udgangen af*) is the last day of the period named: ``2017-12-31``. Seasons have no agreed
first and last day and stay an issue.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

from municompare.errors import Issue, Reading
from municompare.model.quantity import Period
from municompare.text.language import Language
from municompare.text.words import flatten, squeeze

__all__ = ["FoundPeriod", "find_periods", "is_month", "read_date", "read_period"]

_MONTHS: Final[dict[Language, tuple[str, ...]]] = {
    "sv": (
        "januari jan", "februari feb", "mars mar", "april apr", "maj", "juni jun",
        "juli jul", "augusti aug", "september sept sep", "oktober okt", "november nov",
        "december dec",
    ),
    "da": (
        "januar jan", "februar feb", "marts mar", "april apr", "maj", "juni jun", "juli jul",
        "august aug", "september sept sep", "oktober okt", "november nov", "december dec",
    ),
}  # fmt: skip
_ORDINALS: Final[dict[Language, tuple[str, ...]]] = {
    "sv": ("första", "andra", "tredje", "fjärde"),
    "da": ("første", "andet anden", "tredje", "fjerde"),
}
_PARTS: Final[dict[Language, dict[str, str]]] = {
    "sv": {"kvartal": "Q", "kvartalet": "Q", "kv": "Q", "tertial": "T", "tertialet": "T",
           "halvår": "H", "halvåret": "H"},
    "da": {"kvartal": "Q", "kvt": "Q", "tertial": "T", "halvår": "H"},
}  # fmt: skip
_SEASONS: Final[dict[Language, str]] = {
    "sv": "våren|sommaren|hösten|vintern|vår|sommar|höst|vinter",
    "da": "foråret|sommeren|efteråret|vinteren|forår|sommer|efterår|vinter",
}
_END: Final[dict[Language, str]] = {
    "sv": "(?:vid |i )?(?:slutet|utgången) av(?: år)?|(?:vid )?årsskiftet efter",
    "da": "(?:ved |inden )?(?:udgangen|slutningen) af(?: år)?|ultimo",
}
_TO: Final[dict[Language, str]] = {
    "sv": r"till och med|t\.o\.m\.|tom|till",
    "da": r"til og med|t\.o\.m\.|til",
}
_FROM: Final[dict[Language, str]] = {
    "sv": r"(?:under )?(?:perioden )?(?:från och med|fr\.o\.m\.|från)",
    "da": r"(?:i )?(?:perioden )?(?:fra og med|fra)",
}
_OR: Final[dict[Language, str]] = {"sv": "eller", "da": "eller"}
_YEAR: Final = r"(?:19|20)[0-9]{2}"
_DASH: Final = r" ?[-−–—] ?"
_UNITS: Final = (
    r" ?%| ?‰| (?:procent|pct|kr|tkr|mkr|mnkr|mio|mia|st|stk|personer|hushåll|platser|borgere|"
    r"årspersoner|deltagare|kronor|kroner|timmar|timer|dagar|dage)\b"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPeriod:
    """A period in running text.

    Parameters
    ----------
    period : Period
        What it says.
    raw : str
        As printed.
    start, end : int
        Offsets in the text: first character, and the one after the last.
    """

    period: Period
    raw: str
    start: int
    end: int


class _UnreadableError(Exception):
    """A text that is no period; the message says why."""


@dataclass(frozen=True, slots=True)
class _Grammar:
    point: re.Pattern[str]
    end: re.Pattern[str]
    span: re.Pattern[str]
    one_of: re.Pattern[str]
    season: re.Pattern[str]
    found: re.Pattern[str]
    months: dict[str, int]
    ordinals: dict[str, int]
    parts: dict[str, str]


def _numbered(groups: tuple[str, ...]) -> dict[str, int]:
    return {name: number for number, names in enumerate(groups, 1) for name in names.split()}


def is_month(word: str, *, language: Language) -> bool:
    """Tell whether a word is the name of a month or its abbreviation."""
    return word.casefold().rstrip(".") in _numbered(_MONTHS[language])


@cache
def _grammar(language: Language) -> _Grammar:
    months = _numbered(_MONTHS[language])
    ordinals = _numbered(_ORDINALS[language])
    parts = _PARTS[language]
    # "maj" and "mars" are words too, but only followed by a year they are taken for months
    month = rf"(?:{'|'.join(sorted(months, key=len, reverse=True))})\.?"
    part = rf"(?:{'|'.join(sorted(parts, key=len, reverse=True))})\.?"
    ordinal = "|".join(ordinals)
    year = rf"(?:år |året )?(?:{_YEAR})"
    day = r"(?:den |d\. ?)?[0-3]?[0-9]\.?"
    forms = (
        rf"{_YEAR}-[0-9]{{2}}-[0-9]{{2}}",
        rf"{_YEAR}-(?:Q[1-4]|T[1-3]|H[12])",
        rf"{_YEAR}-(?:0[1-9]|1[0-2])",
        rf"[0-3]?[0-9](?:\.|/|-)[01]?[0-9](?:\.|/|-| ){_YEAR}",
        rf"{day} {month},? {year}",
        rf"{month},? {year}",
        rf"(?:[QT][1-4]|H[12]),? {_YEAR}",
        rf"(?:(?:{ordinal}) {part}|[1-4]\. ?{part}|{part} [1-4]),? (?:i |af )?{year}",
        rf"{year},? (?:{part} [1-4]|[QT][1-4]|H[12])",
        year,
    )
    point = "|".join(forms)
    # the first point of a span may borrow its year: "januari-april 2018", "1 maj-31 juni 2018"
    short = rf"(?:{day} )?{month}|{part} [1-4]|[1-4]\. ?{part}|{day}"
    to = _TO[language]
    end = rf"(?:{_END[language]}) (?:{point})"
    season = rf"(?:{_SEASONS[language]})(?: år)? (?:{_YEAR})"
    one_of = rf"(?:{point})(?:,? {_OR[language]} (?:{point}))"
    dashed = rf"(?:{point}|{short})(?:{_DASH}|/)(?:{point})"
    span = (
        rf"(?:(?:{_FROM[language]}) )?(?P<a>{point}|{short})(?:{_DASH}|/| (?:{to}) )(?P<b>{point})"
    )
    guard = rf"(?![\w²³]|[-−–/:.,][0-9]|[-−–][^\W\d_]|{_UNITS})"
    found = (
        rf"(?<![\w./:,§#-])(?<!§ )(?<!agenda )(?:{season}|{end}|{one_of}|{dashed}|{point}){guard}"
    )
    flags = re.IGNORECASE
    return _Grammar(
        point=re.compile(point, flags),
        end=re.compile(rf"(?:{_END[language]}) (?P<point>{point})", flags),
        span=re.compile(span, flags),
        one_of=re.compile(rf"(?P<a>{point}),? {_OR[language]} (?P<b>{point})", flags),
        season=re.compile(season, flags),
        found=re.compile(found, flags),
        months=months,
        ordinals=ordinals,
        parts=parts,
    )


def _point(text: str, language: Language) -> str:
    """ISO text of one year, month, day or part of a year; ``text`` matches ``point``."""
    grammar = _grammar(language)
    low = text.casefold()
    years = re.findall(_YEAR, low)
    year: str = years[-1]
    if re.fullmatch(rf"{_YEAR}(?:-.+)", low):
        return text.upper()
    rest = re.sub(r"\b(?:året|år) ", "", low)
    rest = (rest[: -len(year)] if rest.endswith(year) else rest[len(year) :]).strip(" ,-./")
    if not rest:
        return year
    if match := re.fullmatch(r"([0-9]{1,2})[./-]([0-9]{1,2})", rest):
        return f"{year}-{int(match[2]):02}-{int(match[1]):02}"
    if match := re.fullmatch(r"([qth])([1-4])", rest):
        return f"{year}-{match[1].upper()}{match[2]}"
    words = [word.strip(".,") for word in re.findall(r"[0-9]+|[^\W\d_]+\.?", rest)]
    kind = next((grammar.parts[word] for word in words if word in grammar.parts), None)
    order = next(
        (grammar.ordinals.get(w, int(w) if w.isdecimal() else 0) for w in words
         if w in grammar.ordinals or w.isdecimal()),
        None,
    )  # fmt: skip
    if kind is not None:
        return f"{year}-{kind}{order}"
    month = next((grammar.months[word] for word in words if word in grammar.months), None)
    if month is None:
        raise _UnreadableError("its month is not known")
    return f"{year}-{month:02}" + (f"-{order:02}" if order is not None else "")


def _text(text: str, language: Language) -> str:
    """ISO text of a whole printed period."""
    grammar = _grammar(language)
    if grammar.season.fullmatch(text):
        raise _UnreadableError("a season has no agreed first and last day")
    if grammar.point.fullmatch(text):
        return _point(text, language)
    if match := grammar.end.fullmatch(text):
        return Period.parse(_point(match["point"], language)).end.isoformat()
    if match := grammar.one_of.fullmatch(text):
        return f"[{_point(match['a'], language)},{_point(match['b'], language)}]"
    if match := re.fullmatch(r"\[([^\[\]/]+)\]", text):
        return text.replace(" ", "")
    if match := grammar.span.fullmatch(text):
        last = _point(match["b"], language)
        first = match["a"]
        if not re.search(_YEAR, first):
            first = _borrowed(first, match["b"])
            if grammar.point.fullmatch(first) is None:
                raise _UnreadableError("its first part cannot be completed from the second")
        return f"{_point(first, language)}/{last}"
    raise _UnreadableError("expected for example 2019, 2019-2022, 30 april 2018 or kvartal 2 2019")


def _borrowed(first: str, second: str) -> str:
    """Complete the first point of a span by the year, and a lone day by the month, of the last."""
    if re.fullmatch(r"(?:den |d\. ?)?[0-3]?[0-9]\.?", first, re.IGNORECASE):
        later = re.sub(r"^(?:den |d\. ?)?[0-3]?[0-9]\.? ", "", second, flags=re.IGNORECASE)
        return f"{first} {later}"
    year = re.findall(_YEAR, second)[-1]
    return f"{first} {year}"


def read_period(text: str, *, language: Language) -> Period | Issue:
    """Read a text that is one period.

    Parameters
    ----------
    text : str
        Year, month, day, quarter, tertial, half-year, span, or ISO text.
    language : {"sv", "da"}
        The language of months and words.

    Returns
    -------
    Period or Issue
        The period, or an issue that says why there is none.

    Examples
    --------
    >>> read_period("2010–2022", language="sv").text
    '2010/2022'
    >>> read_period("2. kvartal 2017", language="da").text
    '2017-Q2'
    """
    raw = squeeze(text)
    try:
        return Period.parse(_text(raw, language))
    except _UnreadableError as error:
        reason = str(error)
    except ValueError as error:
        reason = str(error)
        if "ends before" in reason:
            return Issue(
                code="MC205",
                severity="error",
                message=f"expected a period that ends after it starts, found {raw!r}",
                remedy="Check the text at its place; the period is left out.",
                readings=(Reading(text=raw),),
            )
    return Issue(
        code="MC204",
        severity="error",
        message=f"{raw!r} cannot be read as a period: {reason}",
        remedy="Check the text at its place; the period is left out.",
        readings=(Reading(text=raw),),
    )


_REGISTRY_NUMBER: Final = re.compile(
    r"(?:\b[A-ZÅÄÖÆØ]{2,5}[ -]|\b[Dd]nr\.? |\b[Dd]iarienummer:? |\b[Jj]ournalnr\.? )$"
)


_ANY_YEAR: Final = re.compile(_YEAR)
_REACH: Final = 80
"""Characters that the words of a period take before its first year, and more."""


def find_periods(text: str, *, language: Language) -> tuple[FoundPeriod, ...]:
    """Find the periods of a running text.

    Years in registry numbers, after a section mark and before units are left alone. The two
    ends of a span joined by words (*från … till*) are two periods.

    Examples
    --------
    >>> [p.period.text for p in find_periods("minst 40 under 2030, KN 2030-12", language="sv")]
    ['2030']
    """
    flat = flatten(text)
    found = []
    for match in _matches(flat, language):
        start, raw = match.start(), match[0]
        if re.fullmatch(rf"{_YEAR}(?:-[0-9]{{2}}|[-/]{_YEAR})", raw) and _REGISTRY_NUMBER.search(
            flat[max(0, start - 20) : start]
        ):
            continue
        period = read_period(raw, language=language)
        if isinstance(period, Period):
            found.append(
                FoundPeriod(
                    period=period, raw=text[start : match.end()], start=start, end=match.end()
                )
            )
    return tuple(found)


def _matches(flat: str, language: Language) -> Iterator[re.Match[str]]:
    """All that has the form of a period, found from the years: there is none without one."""
    search, end = _grammar(language).found.search, 0
    for year in _ANY_YEAR.finditer(flat):
        if year.start() >= end:
            match = search(flat, max(end, year.start() - _REACH))
            if match is None:
                return
            yield match
            end = match.end()


def read_date(text: str, *, language: Language) -> date | Issue:
    """Read a text that is one day.

    Examples
    --------
    >>> read_date("den 4 december 2018", language="sv")
    datetime.date(2018, 12, 4)
    """
    period = read_period(text, language=language)
    if isinstance(period, Period) and period.start == period.end:
        return period.start
    raw = squeeze(text)
    return Issue(
        code="MC206",
        severity="error",
        message=f"expected a day such as 4 december 2018 or 2018-12-04, found {raw!r}",
        remedy="Check the text at its place; the date is left out.",
        readings=(Reading(text=raw),),
    )
