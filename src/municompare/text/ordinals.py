"""Figures of running text that are no quantities: numbers of goals, sections, registers, days."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from municompare.text.language import Language
from municompare.text.periods import is_month
from municompare.text.vocabulary import VOCABULARY

__all__ = ["BARE_YEAR", "is_ordinal"]

BARE_YEAR: Final = re.compile(r"(?:19|20)[0-9]{2}")
_REGISTER: Final = re.compile(r"(?:§|\bnr\.?) ?$", re.IGNORECASE)
_UNIT: Final = re.compile(r"[GMT](?:Wh?|B|bit/s)|[MGk]?SEK|[MG]?DKK|Mkr|Mnkr")
"""Units that begin with a capital letter."""
_SECTION: Final = re.compile(r"[0-9]{1,2}(?:\.[0-9]{1,2})+")
_LIST_NUMBER: Final = re.compile(r"(?:^|[\n•:])\s*$")


@cache
def _label(language: Language) -> re.Pattern[str]:
    """What stands before a figure of order: "goal 1, 4 and", "§"."""
    labels = VOCABULARY[language].labels
    return re.compile(
        rf"(?:§+|\b(?:{labels})\.?) ?(?:[0-9]+(?:\.[0-9]+)*(?:, | och | og | & | samt ))*$",
        re.IGNORECASE,
    )


def is_ordinal(
    figure: str, before: str, after: str, *, qualified: bool, language: Language
) -> bool:
    """Tell whether a figure is a year or a number of order.

    Parameters
    ----------
    figure : str
        The figure as printed.
    before, after : str
        The text around it.
    qualified : bool
        Whether a word before it says how it is meant.
    language : {"sv", "da"}
        The language of the text.

    Examples
    --------
    >>> is_ordinal("2", "Enligt mål ", " ska", qualified=False, language="sv")
    True
    """
    if BARE_YEAR.fullmatch(figure):
        return True
    # "mål 2" is the second goal, "mål 125" a figure that is aimed at
    low = re.fullmatch(r"[0-9]{1,2}(?:\.[0-9]{1,2})*", figure) is not None
    if _label(language).search(before) and (low or _REGISTER.search(before)):
        return True
    if _SECTION.fullmatch(figure) and (
        re.match(r"\s+[0-9A-ZÅÄÖÆØ]", after) or re.search(r"(?:^|[A-ZÅÄÖÆØ]{2,5} )$", before)
    ):
        return True
    if re.fullmatch(r"[0-9]{1,2}", figure) and not qualified:
        # the number of a heading or list item, or a day without its year
        word = re.match(r"\s([^\W\d_]+)", after)
        named = word and word[1][0].isupper() and not _UNIT.fullmatch(word[1])
        if word and (named or is_month(word[1], language=language)):
            return True
    if re.match(r"\s?(?:kap\b|§)", after):
        return True
    if figure.isdecimal() and re.match(r"\.\s+[a-zåäöæø]|\. (?:og|och)\b", after):
        return True
    listed = _LIST_NUMBER.search(before) and re.match(r"[.)]\s", after)
    return figure.isdecimal() and listed is not None
