"""Whom measures are for, as an adopted plan and a proposal say it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import takewhile
from typing import Any, Final

from municompare.errors import Issue
from municompare.model.plan import PlanRecord
from municompare.plans.checks_case import named, reading
from municompare.plans.conflicts_case import Two, conflict
from municompare.plans.likeness import shares_a_word
from municompare.text.language import Language
from municompare.text.sentences import split_sentences
from municompare.text.words import content_words

__all__ = ["target_groups"]

_FIRST: Final[Mapping[Language, str]] = {
    "sv": r"(?:i första hand|främst|framför allt) ",
    "da": r"(?:i første række|først og fremmest|primært) ",
}
_DIRECTED: Final[Mapping[Language, str]] = {
    "sv": r"(?:program|insats|åtgärd|stöd)[^\W\d_]* (?:ska |skall |bör )?{first}?"
    r"(?:riktas|riktar sig|vänder sig) {first}?(?:till|mot) (?:att \w+ )?(?P<whom>[^.;:]+)",
    "da": r"(?:program|indsats|tilbud|støtte)[^\W\d_]* (?:skal |bør )?{first}?"
    r"(?:rettes|retter sig|henvender sig) {first}?(?:til|mod) (?:at \w+ )?(?P<whom>[^.;:]+)",
}
"""A programme or measures, and whom they are directed to, in the languages of the documents."""
_TABLES: Final = ("principles", "goals", "assignments")
_HEADS: Final = ("program", "insats", "atgard", "stod", "indsats", "tilbud", "stotte")
"""What a word that names no field of work begins with."""
_STEM: Final = 8
"""Letters that two fields of work share at the beginning."""


@dataclass(frozen=True, slots=True)
class _Directed:
    """A statement of whom something is for."""

    row: Any
    whom: str
    opening: tuple[str, ...]


def target_groups(two: Two) -> Iterator[Issue]:
    """Measures of one field of work that either plan directs to other people.

    The statements are of one field if a word that opens the row, or the sentence, begins with the
    same eight letters in both. They contradict if what they name has no content word in common.
    """
    mine, theirs = (list(_directed(plan)) for plan in (two.adopted, two.proposal))
    for other in theirs:
        same = [one for one in mine if _same_field(one, other)]
        if same and not any(
            shares_a_word(one.whom, other.whom, language=two.language) for one in same
        ):
            known = " and ".join(dict.fromkeys(named(one.whom) for one in same))
            yield conflict(
                f"{named(other.whom)} as those whom measures are for, not {known}",
                tuple(reading(one.row) for one in same),
                reading(other.row),
                severity="warning",
            )


def _directed(plan: PlanRecord) -> Iterator[_Directed]:
    first = _FIRST[plan.language]
    pattern = re.compile(_DIRECTED[plan.language].format(first=f"(?:{first})"), re.IGNORECASE)
    for table in _TABLES:
        for row in getattr(plan, table):
            title = row.title or ""
            for _, sentence in split_sentences(title, language=plan.language):
                if match := pattern.search(sentence):
                    words = content_words(f"{_subject(title)} {_subject(sentence)}",
                                          language=plan.language)  # fmt: skip
                    fields = tuple(word for word in words if not word.startswith(_HEADS))
                    yield _Directed(row, match["whom"], fields)


def _subject(text: str) -> str:
    """The word that a text begins with."""
    return text.partition(" ")[0]


def _same_field(one: _Directed, other: _Directed) -> bool:
    return any(_begin_alike(a, b) for a in one.opening for b in other.opening)


def _begin_alike(one: str, other: str) -> bool:
    shared = takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))
    return sum(1 for _ in shared) >= _STEM
