"""What a share without "andelen" is a level of: the subject of its sentence."""

from __future__ import annotations

import re
from typing import Final

from municompare.readers.norrkoping_figures import Figure
from municompare.readers.norrkoping_text import Passage
from municompare.text.vocabulary import VOCABULARY

__all__ = ["is_shown", "subject_of"]

_SHALL: Final = VOCABULARY["sv"].shall
_NOUN: Final = r"[^\W\d_]+(?:-[^\W\d_]+)*"
# a noun in the definite form is the measure itself; a goal or a result is none
_SUBJECT: Final = (
    rf"(?!mål|resultat|siffr|nivå|(?:den|det|man|en|allt|han|hon|vilken|någon|ingen)\b){_NOUN}(?:en|an|et|in|on|na)"
    rf"(?: (?:i|för|bland|hos|av|från|till) {_NOUN}(?: {_NOUN})?){{0,2}}"
)
_LEVEL_OF: Final = re.compile(
    rf"(?:^|\batt |\boch )(?P<name>{_SUBJECT}) "
    rf"(?:var|låg på|uppgick till|är|ligger på|uppgår till"
    rf"|(?:{_SHALL}) (?:vara|ligga på|uppgå till|minska till|öka till|sjunka till)) $",
    re.IGNORECASE,
)
_LEVEL_WAS: Final = re.compile(
    rf"^(?:Under|I|År) (?:{_NOUN} )?[0-9]{{4}} (?:var|låg|uppgick) "
    rf"(?P<name>{_SUBJECT})(?: på| till)? $",
    re.IGNORECASE,
)
_AGAIN: Final = re.compile(
    rf" och (?:{_SHALL}) (?:vara|ligga på|uppgå till|minska till|öka till|sjunka till) $"
)
_LEVEL_BEFORE: Final = re.compile(
    rf"^(?P<name>{_SUBJECT}) (?:var|låg på|uppgick till|är|ligger på|uppgår till) [0-9]",
    re.IGNORECASE,
)
_SHOWN: Final = re.compile(r"\b(?:visade|visar|svarade|uppgav|ansåg|kände sig) (?:att )?$")


def subject_of(figure: Figure) -> Passage | None:
    """The noun whose level a share is: "frånvaron ska vara 7 %", "under 2016 var frånvaron 8 %".

    A second level has the sentence's subject too: "utsläppen var 5 ton och ska minska till 4".
    """
    head = figure.head[: -len(figure.qualifier) - 1] if figure.qualifier else figure.head
    match = _LEVEL_OF.search(head) or _LEVEL_WAS.search(head)
    if match is None and (again := _AGAIN.search(head)):
        match = _LEVEL_BEFORE.search(head[: again.start()])
    return figure.sentence.part(*match.span("name")) if match else None


def is_shown(figure: Figure) -> bool:
    """Whether a survey or the like is said to show the share."""
    return _SHOWN.search(figure.head) is not None
