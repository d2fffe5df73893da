"""What the name of a committee indicator says: unit, type of measure, statistic, direction."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final, Literal

from municompare.model.elements import Direction, MeasureType
from municompare.model.quantity import Basis, Comparator
from municompare.text.targets import Target, measure_clauses
from municompare.text.words import is_stop_word
from municompare.units import resolve_unit

__all__ = ["aggregation_forbidden", "direction_of", "measure_type_of", "statistic_of", "unit_in"]

_PERCENT: Final = re.compile(
    r"\([^()]*(?:%|\bprocent)\)|,? i (?:%|procent)(?=$|[\s,.)])|, (?:%|procent)(?=$|[\s,.)])"
)
_SET_APART: Final = re.compile(
    r"\((?:i )?(?P<brackets>[^()]+)\)"
    r"|, (?:i )?(?P<compared>[^\W\d_]+) (?=(?:över|under|högre|lägre|jämfört)\b)"
    r"|, (?:i )?(?P<comma>[^,.()]+)$|\bi (?P<last>(?!år$)\w+)$"
)
_COUNTED: Final = re.compile(r"\bantal(?:et)?\b (?P<words>[^,.;:()<>+]+)", re.IGNORECASE)
_PER: Final = re.compile(
    r"\bper (?P<base>(?!månad|år|dag|dygn|vecka|kvartal|tertial|termin)[^\s,.;:()*]+(?: kronor)?)",
    re.IGNORECASE,
)
_INDEX: Final = re.compile(r"index\b", re.IGNORECASE)
_SHARE: Final = re.compile(r"\bandel(?:en|ar)?\b", re.IGNORECASE)
_COUNT: Final = re.compile(r"antal(?:et)?\b", re.IGNORECASE)
_DURATION: Final = re.compile(
    r"(?:vänte|handläggnings|lednings|led|svars|genomströmnings|bidrags)tid(?:en|er)?\b",
    re.IGNORECASE,
)
_TIMES: Final = {"minute", "hour", "day", "working_day", "week", "month", "year"}
_AVERAGE: Final = re.compile(
    r"\bi (?:snitt|genomsnitt)\b|\b(?:medelvärde|genomsnitt|snitt)\b", re.IGNORECASE
)
_FORBIDDEN: Final = re.compile(
    r"\b(?:inte|ej|icke|går inte att|kan inte)\b[^.]{0,40}\bjämför(?:bara?|bart|as?)\b",
    re.IGNORECASE,
)
_DIRECTIONS: Final[dict[Comparator, Direction]] = {
    "increase": "increase",
    "decrease": "decrease",
    "not_increase": "keep",
    "not_decrease": "keep",
}


def unit_in(name: str) -> str | None:
    """Words of the unit that an indicator's name states, as printed.

    Per cent signs first (``(%)``, ``i %``), then what is counted (``Antal hushåll``), with what
    it is counted per (``per miljoner kronor``), then a known unit that is set apart (``(tkr)``,
    ``i dagar``).

    Examples
    --------
    >>> unit_in("Antal deltagare inskrivna i kurser"), unit_in("Total frånvaro (%)")
    ('deltagare', '%')
    """
    match = _PERCENT.search(name)
    if match is not None:
        return "%" if "%" in match[0] else "procent"
    counted = _COUNTED.search(name)
    if counted is None:
        groups = (match[str(match.lastgroup)] for match in _SET_APART.finditer(name))
        return next((words for words in groups if resolve_unit(words, country="SE")), None)
    words: list[str] = []
    for word in counted["words"].split()[:3]:
        if is_stop_word(word, language="sv") or word[0].isdecimal():
            break
        words.append(word)
    known = [
        phrase
        for size in range(len(words), 0, -1)
        if resolve_unit(phrase := " ".join(words[:size]), country="SE")
    ]
    unit = known[0] if known else " ".join(words)
    per = _PER.search(name)
    if per is not None and unit:
        return f"{unit} {per[0]}"
    return unit or None


def measure_type_of(name: str, *, unit: str | None, statuses: Iterable[str]) -> MeasureType | None:
    """Type of measure by the form of the name, the unit, and what the cells hold."""
    found = set(statuses)
    if "qualitative" in found and not found & {"reported", "directional"}:
        return "qualitative"
    if unit in _TIMES or (unit is None and _DURATION.match(name)):
        return "duration"
    if _INDEX.search(name):
        return "index"
    if _PER.search(name) and _COUNT.match(name):
        return "ratio"
    if unit in ("percent", "share") or _SHARE.search(name):
        return "share"
    return "count" if _COUNT.match(name) else None


def statistic_of(name: str) -> Literal["average"] | None:
    """Whether the name calls the measure an average."""
    return "average" if _AVERAGE.search(name) else None


def direction_of(
    name: str, *, targets: Sequence[Target], cells: Iterable[Comparator]
) -> tuple[Direction | None, Basis | None]:
    """Wanted direction, and whether the name or the cells state it."""
    for target in targets:
        if target.comparator in _DIRECTIONS:
            return _DIRECTIONS[target.comparator], "name"
    for clause in measure_clauses(name, language="sv"):
        if clause.start == 0 and clause.direction is not None:
            return _DIRECTIONS[clause.direction], "name"
    if any(target.target_form == "level" for target in targets):
        return "reach", "name"
    stated = {_DIRECTIONS[comparator] for comparator in cells if comparator in _DIRECTIONS}
    return (stated.pop(), "cell") if len(stated) == 1 else (None, None)


def aggregation_forbidden(text: str) -> bool:
    """Tell whether a footnote says that figures must not be compared with each other.

    Examples
    --------
    >>> aggregation_forbidden("Enheternas tal är inte jämförbara.")
    True
    """
    return _FORBIDDEN.search(text) is not None
