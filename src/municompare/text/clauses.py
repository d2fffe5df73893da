"""Clauses that state a measure inside a goal or an activity."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from municompare.model.quantity import Comparator
from municompare.text.directions import direction
from municompare.text.language import Language
from municompare.text.sentences import split_sentences
from municompare.text.vocabulary import VOCABULARY
from municompare.text.words import flatten

__all__ = ["MeasureClause", "measure_clauses"]


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureClause:
    """A measure named in running text.

    Parameters
    ----------
    name : str
        The noun phrase, as printed apart from white space.
    start : int
        Its offset in the text.
    direction : Comparator or None
        The direction that the sentence gives it.
    """

    name: str
    start: int
    direction: Comparator | None


_WORD: Final = re.compile(r"\S+")


@cache
def _heads(language: Language) -> re.Pattern[str]:
    v = VOCABULARY[language]
    # "ett antal insatser" and "i antal dagar" count nothing that a goal could move
    return re.compile(rf"(?<!\bett )(?<!\bet )(?<!\bi )\b(?:{v.measure})\b(?= \S)", re.IGNORECASE)


@cache
def _before(language: Language) -> re.Pattern[str]:
    v = VOCABULARY[language]
    return re.compile(
        rf"(?<!\w)(?:(?P<not>{v.negation}) )?"
        rf"(?:(?P<increase>{v.increase})|(?P<decrease>{v.decrease})) $",
        re.IGNORECASE,
    )


@cache
def _after(language: Language) -> re.Pattern[str]:
    v = VOCABULARY[language]
    return re.compile(
        rf"[ )]*(?:(?:{v.shall}|{v.finite}) )?(?:(?P<not>{v.negation}) )?"
        rf"(?:(?P<increase>{v.increase})|(?P<decrease>{v.decrease}))\b",
        re.IGNORECASE,
    )


def _phrase_end(text: str, start: int, language: Language) -> int:
    """Offset where the noun phrase ends: at a verb, an auxiliary, a comma or the sentence's end."""
    v = VOCABULARY[language]
    moves = re.compile(rf"{v.increase}|{v.decrease}", re.IGNORECASE)
    shall = re.compile(v.shall, re.IGNORECASE)
    finite = re.compile(v.finite, re.IGNORECASE)
    opening = re.compile(v.relative, re.IGNORECASE)
    relative = False
    previous = ""
    for match in _WORD.finditer(text, start):
        word = match[0].strip("()\"'”“*")
        bare = word.rstrip(".,;:!?")
        ends = shall.fullmatch(bare) or moves.fullmatch(bare)
        ends = ends or (finite.fullmatch(bare) if not relative else None)
        # the verb after "som" is that of the relative clause itself
        if ends and not (relative and opening.fullmatch(previous)):
            return match.start()
        relative = relative or opening.fullmatch(bare) is not None
        previous = bare
        if match[0].endswith((",", ";", ":")):
            return match.end() - 1
    return len(text)


def _trimmed(phrase: str, language: Language) -> str:
    """Drop a conjunction or infinitive mark left at the end of a phrase."""
    tail = {"sv": "och|samt|eller|att|för|genom", "da": "og|samt|eller|at|for"}[language]
    name = re.sub(rf"(?: (?:{tail}))+$", "", phrase.rstrip(" .,;:*")).rstrip(" .,;:*")
    # a bracket that opens before the phrase closes after it
    return name[:-1] if name.endswith(")") and "(" not in name else name


def measure_clauses(text: str, *, language: Language) -> tuple[MeasureClause, ...]:
    """Find the clauses that state a measure: a number or share of something.

    Examples
    --------
    >>> measure_clauses("I detta ingår att öka andelen ansökningar via nätet.", language="sv")
    (MeasureClause(name='andelen ansökningar via nätet', start=22, direction='increase'),)
    """
    found: list[MeasureClause] = []
    for offset, sentence in split_sentences(text, language=language):
        flat = flatten(sentence)
        done = 0
        for head in _heads(language).finditer(flat):
            if head.start() < done:
                continue
            end = _phrase_end(flat, head.end(), language)
            name = _trimmed(flat[head.start() : end], language)
            done = head.start() + len(name)
            if " " not in name:
                continue
            match = _before(language).search(flat[: head.start()]) or _after(language).match(
                flat, done
            )
            found.append(
                MeasureClause(
                    name=" ".join(name.split()),
                    start=offset + head.start(),
                    direction=direction(match) if match else None,
                )
            )
    return tuple(found)
