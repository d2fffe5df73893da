"""Shares and factors that a commitment tells in words: "minst hälften", "3 av 4", "halveras"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from municompare.errors import Issue
from municompare.model.quantity import Comparator, TargetForm
from municompare.text.numbers import is_percent, read_number
from municompare.text.periods import find_periods
from municompare.text.sentences import split_sentences
from municompare.text.targets import Target
from municompare.text.vocabulary import VOCABULARY

__all__ = ["counted_targets", "is_reckoned", "moved_targets", "percentage_targets", "told_targets"]

_NUMBERS: Final = {
    "en": 1, "två": 2, "tre": 3, "fyra": 4, "fem": 5, "sex": 6, "sju": 7, "åtta": 8, "nio": 9,
    "tio": 10,
}  # fmt: skip
_PARTS: Final = {"tredjedel": 3, "fjärdedel": 4, "femtedel": 5, "tiondel": 10}
_COUNT: Final = rf"(?:{'|'.join(_NUMBERS)}|\d{{1,2}})"
_BOUND: Final = "|".join(VOCABULARY["sv"].comparators)
_SHARE: Final = re.compile(
    rf"\b(?:(?P<bound>{_BOUND}) )?(?:(?P<half>hälften)"
    rf"|(?P<of>{_COUNT}) av (?:de )?(?P<all>{_COUNT})"
    rf"|(?P<parts>{_COUNT}) (?P<part>{'|'.join(_PARTS)})(?:ar)?)\b(?! %| procent)",
    re.IGNORECASE,
)
_PERCENT: Final = re.compile(
    rf"(?<!\bmed )(?:\b(?P<bound>{_BOUND}) )?(?<![\d,–-])(?P<value>\d{{1,3}}(?:,\d+)?)"
    r" ?(?:%|procent\b)",
    re.IGNORECASE,
)
_MOVED: Final = re.compile(
    r"\b(?:(?P<less>minska|sänka|reducera)|öka|höja|utöka) [^.;:]{3,120}? (?P<to>med|till) "
    rf"(?P<figure>(?:(?:{_BOUND}) )?\d+(?: \d{{3}})*(?:,\d+)?)"
    r"(?: ?(?P<unit>%|procentenheter|procent|(?!till\b|under\b|år\b|senast\b|och\b)[^\W\d_]+))?",
    re.IGNORECASE,
)
_YEAR: Final = re.compile(r"(?:19|20)\d{2}")
_ABOUT: Final = re.compile(rf"\b(?:{VOCABULARY['sv'].approximate}) $", re.IGNORECASE)
_FACTOR: Final = re.compile(r"\b(?:(?P<half>halveras)|fördubblas)\b", re.IGNORECASE)
_FACTORED: Final = re.compile(r"(?:halvera|fördubbla)", re.IGNORECASE)
_COUNTED: Final = re.compile(
    rf"\b(?P<bound>{_BOUND}) (?P<word>{'|'.join(_NUMBERS)}) (?!av\b|gång|procent|år\b|"
    rf"(?:{'|'.join(_PARTS)}))(?=[^\W\d_]{{3}})",
    re.IGNORECASE,
)
_WITHIN: Final = re.compile(
    rf"\binom (?P<time>{_COUNT}) (?P<unit>minut(?:er)?|timm(?:ar|e)|(?:arbets)?dag(?:ar)?|"
    r"veck(?:a|or))\b",
    re.IGNORECASE,
)
_REPORTED: Final = re.compile(
    r"redovis|rapport|återkom|följ[as]\w* upp|uppfölj|revider|aktualitet", re.IGNORECASE
)
_WANTED: Final = re.compile(rf"\b(?:{VOCABULARY['sv'].shall}|målet är att)\b", re.IGNORECASE)


def told_targets(text: str) -> Iterator[Target]:
    """Targets whose figure is told in words, as a percentage, from sentences that want something.

    A share that is no finite percentage is given to two decimals.

    Examples
    --------
    >>> [(t.comparator, t.value) for t in told_targets("3 av 4 ska trivas. Hälften trivs.")]
    [('=', 75.0)]
    """
    for offset, sentence in split_sentences(text, language="sv"):
        if _WANTED.search(sentence) is None:
            continue
        for match in _SHARE.finditer(sentence):
            value = _percentage(match)
            if value is not None and _ABOUT.search(sentence[: match.start()]) is None:
                bound = (match["bound"] or "").lower()
                comparator = VOCABULARY["sv"].comparators.get(bound, "=")
                yield _target(sentence, offset, match, comparator, "level", value)
        for match in _FACTOR.finditer(sentence):
            value = -50.0 if match["half"] else 100.0
            yield _target(sentence, offset, match, "change_by_percent", "relative", value)


def counted_targets(text: str) -> Iterator[Target]:
    """Bounds told by a number word, and times within which something is to be had.

    How often, or when, something is reported is no commitment of this kind.

    Examples
    --------
    >>> [(t.comparator, t.value) for t in counted_targets("Alla ska få minst två resor.")]
    [('>=', 2.0)]
    """
    for offset, sentence in split_sentences(text, language="sv"):
        if _WANTED.search(sentence) is None or _REPORTED.search(sentence):
            continue
        for match in _COUNTED.finditer(sentence):
            comparator = VOCABULARY["sv"].comparators[match["bound"].lower()]
            value = float(_NUMBERS[match["word"].lower()])
            target = _target(sentence, offset, match, comparator, "level", value)
            yield replace(target, unit_raw=None)
        for match in _WITHIN.finditer(sentence):
            target = _target(sentence, offset, match, "<=", "level", float(_number(match["time"])))
            yield replace(target, unit_raw=match["unit"])


def is_reckoned(target: Target) -> bool:
    """Tell whether a figure is reckoned from words or from a part and its whole, not printed.

    Examples
    --------
    >>> [is_reckoned(t) for t in told_targets("2 av 3 ska trivas.")]
    [True]
    """
    shared = _SHARE.fullmatch(target.raw) is not None and target.unit_raw == "%"
    return target.value is not None and (shared or _FACTORED.match(target.raw) is not None)


def moved_targets(text: str) -> Iterator[Target]:
    """What is to be moved by or to a figure that stands far behind its verb.

    Examples
    --------
    >>> [t.value for t in moved_targets("Öka andelen elever med examen till 80 procent.")]
    [80.0]
    """
    for offset, sentence in split_sentences(text, language="sv"):
        found = list(_MOVED.finditer(sentence))
        if len(found) != 1 or _YEAR.fullmatch(found[0]["figure"]):
            continue
        (match,) = found
        printed = f"{match['figure']} {match['unit'] or ''}".strip()
        number = read_number(printed, language="sv")
        if isinstance(number, Issue) or number.value_upper is not None:
            continue
        by = match["to"].lower() == "med"
        percent = is_percent(number.unit_raw, language="sv")
        comparator: Comparator = "change_by_percent" if percent else "change_by"
        falls = by and match["less"] is not None
        yield replace(
            _target(
                sentence,
                offset,
                match,
                comparator if by else number.comparator,
                ("relative" if percent else "change") if by else "level",
                -number.value if falls else number.value,
            ),
            unit_raw=number.unit_raw,
        )


def percentage_targets(text: str) -> Iterator[Target]:
    """Percentages behind the word that wants something, whatever verb stands between.

    Examples
    --------
    >>> [t.value for t in percentage_targets("Staden ska köpa 100 procent grön el.")]
    [100.0]
    """
    for offset, sentence in split_sentences(text, language="sv"):
        wanted = _WANTED.search(sentence)
        found = list(_PERCENT.finditer(sentence, wanted.end())) if wanted else []
        if len(found) == 1 and _ABOUT.search(sentence[: found[0].start()]) is None:
            (match,) = found
            comparator = VOCABULARY["sv"].comparators.get((match["bound"] or "").lower(), "=")
            value = float(match["value"].replace(",", "."))
            yield _target(sentence, offset, match, comparator, "level", value)


def _percentage(match: re.Match[str]) -> float | None:
    if match["half"]:
        return 50.0
    if match["part"]:
        whole, part = _PARTS[match["part"].lower()], _number(match["parts"])
    else:
        whole, part = _number(match["all"]), _number(match["of"])
    return round(100 * part / whole, 2) if 0 < part < whole else None


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else _NUMBERS[text.lower()]


def _target(
    sentence: str,
    offset: int,
    match: re.Match[str],
    comparator: Comparator,
    form: TargetForm,
    value: float,
) -> Target:
    periods = find_periods(sentence, language="sv")
    only = periods[0] if len(periods) == 1 else None
    return Target(
        value=value,
        unit_raw="%",
        comparator=comparator,
        target_form=form,
        period=only.period if only else None,
        period_raw=only.raw if only else None,
        status="reported",
        raw=match[0],
        start=offset + match.start(),
    )
