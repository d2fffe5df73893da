"""When a figure of running text holds, and whether it was, is, or is to be."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from municompare.model.quantity import Certainty, Period, Role
from municompare.readers.norrkoping_figures import Figure
from municompare.readers.norrkoping_shares import subject_of
from municompare.text.periods import FoundPeriod, find_periods
from municompare.text.vocabulary import VOCABULARY

__all__ = ["When", "head_of", "is_intended", "is_wanted", "when_of"]

_WORDS: Final = VOCABULARY["sv"]
_NOW: Final = re.compile(
    r"\b(?:i dagsläget|i dag|idag|för närvarande|i nuläget|just nu)\b", re.IGNORECASE
)
_INTENDED: Final = re.compile(
    rf"\b(?:{_WORDS.shall}|kommer(?: \w+){{0,5}} att|beräknas|planeras|planerar)\b"
    r"|^(?:Målet|Målsättningen)\b[^.,;:]* är\b",
    re.IGNORECASE,
)
_PLANNED: Final = re.compile(r"\b(?:aktiviteter|åtgärder|insatser|planerade?)\b", re.IGNORECASE)
_OWN_PERIOD: Final = re.compile(r" (?:(?:under|år|i|för) )?", re.IGNORECASE)
_SEASON: Final = re.compile(
    r"\b(?:våren|sommaren|hösten|vintern|vårterminen|höstterminen) (?P<year>(?:19|20)[0-9]{2})\b",
    re.IGNORECASE,
)
_PRICE: Final = re.compile(r"(?:[^\W\d_]*(?:kostnad|pris|avgift|taxa|hyra)(?:en|et|n)?)\b", re.I)
_DONE_NOW: Final = re.compile(
    r"\b(?:utökas|förlängs|byggs|anläggs|öppnas|startas|införs|inrättas|anställs|rekryteras|"
    r"anordnas|hålls|byts|utbildas|planteras|renoveras)\b",
    re.IGNORECASE,
)
# the state of a thing, where no period is printed
_IS_NOW: Final = re.compile(r"^(?!Mål|Syfte|Ambition)[^.,;:]*? (?:är|ligger på|uppgår till) $")


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """Role and period of a figure."""

    role: Role
    period: Period | None
    raw: str | None
    certainty: Certainty


def when_of(figure: Figure, periods: tuple[FoundPeriod, ...], year: Period) -> When | None:
    """Role and period: of the periods in the sentence the last before the figure, else the next.

    Without a period the words decide: a word for the present, which prints no period, or an
    intention. None where nothing decides.
    """
    before = [period for period in periods if period.end <= figure.start]
    behind = max(figure.end, figure.unit_span[1])
    # "8 procent 2020": a year right behind a figure is its own
    own = [p for p in periods if _OWN_PERIOD.fullmatch(figure.sentence.text[behind : p.start])]
    stated = next(iter(own or before[-1:] or periods or _seasons(figure.sentence.text)), None)
    if stated is None and figure.lead:
        periods = find_periods(figure.lead, language="sv")
        stated = next(iter(periods), None)
    if stated is not None:
        # a season is a part of its year
        role: Role = "observed" if stated.period.end < year.start else "target"
        certainty: Certainty = "certain" if len(periods) == 1 else "probable"
        return When(role=role, period=stated.period, raw=stated.raw, certainty=certainty)
    if now := _NOW.search(figure.head):
        return When(role="observed", period=None, raw=now[0], certainty="certain")
    if _IS_NOW.search(head_of(figure)) and (_PRICE.match(figure.head) or subject_of(figure)):
        return When(role="observed", period=None, raw=None, certainty="certain")
    if is_intended(figure):
        return When(role="target", period=None, raw=None, certainty="certain")
    return None


def _seasons(text: str) -> tuple[FoundPeriod, ...]:
    """The year of a season ("under våren 2016"), where the sentence names one."""
    matches = list(_SEASON.finditer(text))
    if len({match["year"] for match in matches}) != 1:
        return ()
    start, end = matches[0].span()
    period = Period.parse(matches[0]["year"])
    return (FoundPeriod(period=period, start=start, end=end, raw=matches[0][0]),)


def head_of(figure: Figure) -> str:
    """The sentence before the number and the word that qualifies it."""
    return figure.head[: -len(figure.qualifier) - 1] if figure.qualifier else figure.head


def is_intended(figure: Figure) -> bool:
    """Whether the sentence, or what introduces it, says that something is to be."""
    return is_wanted(figure.sentence.text, figure.lead)


def is_wanted(sentence: str, lead: str) -> bool:
    """Whether a sentence, or what introduces it as an item, says that something is to be."""
    if lead and _PLANNED.search(lead):
        return True
    return (
        _INTENDED.search(f"{lead} {sentence}") is not None or _DONE_NOW.search(sentence) is not None
    )
