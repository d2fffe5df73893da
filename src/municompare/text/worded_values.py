"""Values that a cell states in words: directions, changes, bounds, comparisons with others."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from municompare.errors import Issue
from municompare.model.quantity import Comparator, Status
from municompare.text.directions import direction
from municompare.text.language import Language
from municompare.text.numbers import Number, alternatives, is_percent, read_number
from municompare.text.vocabulary import VOCABULARY

__all__ = ["CellValue", "read_words"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CellValue:
    """One value of a cell, or the reason why there is none.

    Parameters
    ----------
    value, value_upper : float or None
        On the printed scale; ``value_upper`` only for intervals.
    comparator : Comparator
        As printed; ``text`` where the cell holds words only, ``=`` where it holds nothing.
    unit_raw : str or None
        The unit as printed.
    label : str or None
        What the value is of, where a cell holds several.
    marker : str or None
        A footnote mark.
    status : Status
        ``reported``, or why there is no value.
    comparator_implied : Comparator or None
        What the cell alone implies without printing it; left to readers, which know the goal.
    reference : str or None
        What a relative target is compared with.
    raw : str or None
        As printed apart from white space; ``None`` for an empty cell.
    """

    value: float | None = None
    value_upper: float | None = None
    comparator: Comparator = "="
    unit_raw: str | None = None
    label: str | None = None
    marker: str | None = None
    status: Status
    comparator_implied: Comparator | None = None
    reference: str | None = None
    raw: str | None


_YEAR: Final = r"(?:år )?(?:19|20)[0-9]{2}"


@cache
def _directional(language: Language) -> re.Pattern[str]:
    v = VOCABULARY[language]
    return re.compile(
        rf"(?:(?:{v.shall}) )?(?:(?P<not>{v.negation}) )?"
        rf"(?:(?P<increase>{v.increase}|{v.rise})|(?P<decrease>{v.decrease}|{v.fall}))"
        rf"(?: (?:{v.repeated}))?"
        rf"(?: (?:{v.base_before}) (?P<base>{_YEAR}|[^\d,.;]+)"
        rf"| {v.by} (?P<size>.*[0-9].*)| {v.to} (?P<level>.*[0-9].*))?[.!]?",
        re.IGNORECASE,
    )


@cache
def _relative(language: Language) -> re.Pattern[str]:
    v = VOCABULARY[language]
    above = "|".join(w for w, c in v.comparators.items() if c == ">")
    below = "|".join(w for w, c in v.comparators.items() if c == "<")
    shall = rf"(?:(?:{v.shall}) (?:{v.level}) )?"
    return re.compile(
        rf"{shall}(?:(?P<better>{v.better}) (?P<others>[^\d,.;]+|{_YEAR})"
        rf"|(?:(?P<above>{above})|(?P<below>{below})) "
        rf"(?P<average>(?:{v.average})(?: [^\d,.;]+)?)"
        rf"|(?:(?P<higher>{v.more})|(?P<lower>{v.fewer})) {v.than} "
        rf"(?P<year>{_YEAR}|{v.others}))[.!]?",
        re.IGNORECASE,
    )


@cache
def _bounded(language: Language) -> re.Pattern[str]:
    """A bound behind its figure, or one that is denied: "85 % or more", "not below 80"."""
    v = VOCABULARY[language]
    above = alternatives(w for w, c in v.comparators.items() if c == ">")
    below = alternatives(w for w, c in v.comparators.items() if c == "<")
    return re.compile(
        rf"(?:(?:{v.shall}) )?(?:(?:{v.negation}) (?:(?P<above>{above})|(?P<below>{below})) "
        r"(?P<denied>[^a-z]*[0-9].*)|(?P<figure>[0-9].*?),? "
        rf"{v.alternative} (?:(?P<more>{v.more})|(?P<fewer>{v.fewer})))[.!]?",
        re.IGNORECASE,
    )


def read_words(plain: str, *, marker: str | None, raw: str, language: Language) -> CellValue | None:
    """Read directions, changes and bounds told with words, and targets relative to others.

    Parameters
    ----------
    plain : str
        The cell without its footnote mark.
    marker : str or None
        The footnote mark.
    raw : str
        The cell as printed.
    language : {"sv", "da"}
        The language of the words.
    """
    if match := _directional(language).fullmatch(plain):
        return _moved(match, marker, raw, language)
    if match := _relative(language).fullmatch(plain):
        comparator: Comparator = "<"
        if match["better"]:
            comparator = "better_than"
        elif match["above"] or match["higher"]:
            comparator = ">"
        return CellValue(
            comparator=comparator,
            status="relative_only",
            reference=(match["others"] or match["average"] or match["year"]).strip(),
            marker=marker,
            raw=raw,
        )
    if match := _bounded(language).fullmatch(plain):
        return _bound(match, marker, raw, language)
    return None


def _moved(
    match: re.Match[str], marker: str | None, raw: str, language: Language
) -> CellValue | None:
    """A direction, with the size of the change or the level to be reached where one is told."""
    printed = match["size"] or match["level"]
    if printed is None:
        return CellValue(
            comparator=direction(match),
            status="directional",
            reference=match["base"],
            marker=marker,
            raw=raw,
        )
    number = _plain_number(printed, language)
    if number is None or match["not"]:
        return None
    if match["level"]:
        return CellValue(
            value=number.value,
            unit_raw=number.unit_raw,
            comparator_implied=">=" if match["increase"] else "<=",
            marker=number.marker or marker,
            status="reported",
            raw=raw,
        )
    percent = is_percent(number.unit_raw, language=language)
    return CellValue(
        value=number.value if match["increase"] else -number.value,
        comparator="change_by_percent" if percent else "change_by",
        unit_raw=number.unit_raw,
        marker=number.marker or marker,
        status="reported",
        raw=raw,
    )


def _bound(
    match: re.Match[str], marker: str | None, raw: str, language: Language
) -> CellValue | None:
    number = _plain_number(match["denied"] or match["figure"], language)
    if number is None:
        return None
    return CellValue(
        value=number.value,
        unit_raw=number.unit_raw,
        comparator=">=" if match["below"] or match["more"] else "<=",
        marker=number.marker or marker,
        status="reported",
        raw=raw,
    )


def _plain_number(text: str, language: Language) -> Number | None:
    """A number without sign, bound or interval."""
    number = read_number(text.rstrip(".!"), language=language)
    if isinstance(number, Issue) or number.comparator != "=" or number.value < 0:
        return None
    return number if number.value_upper is None else None
