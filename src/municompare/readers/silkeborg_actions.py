"""The actions of an agreement's tables: list items and commitments in running text.

A bullet or a numbered item is one action. Words before the first item that end with a colon
introduce the items (``lead_in``), also those of the rows below, until other words do or the
list ends. Text without items is one action for each sentence that states a commitment. A sentence
goes on with the one before it when it refers back (*Det …*, *Dette …*), stands in brackets, or
only explains (its verb is *er* or *var*, without *vil* or *skal*); an explanation above a list
belongs to the words that introduce it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from municompare.readers.silkeborg_passages import Passage
from municompare.readers.silkeborg_tables import Entry
from municompare.text.periods import find_periods
from municompare.text.sentences import split_sentences

__all__ = ["Action", "deadline_of", "items_of", "period_of", "read_actions", "responsible_for"]

_BULLET: Final = re.compile(r"[•▪‣◦·]\s*|\A[-–*]\s+")
# a dash opens an item only behind the end of a sentence
_DASH: Final = re.compile(r"(?:\A|(?<=[.:;] ))[-–*]\s+(?=[A-ZÆØÅ])")
_NUMBER: Final = re.compile(r"(?<!\S)(?P<number>\d{1,2})[.)]\s+(?=[A-ZÆØÅ])")
_BACK: Final = re.compile(r"(?:det|dette|disse|denne|de|den|herved|dermed)\b|\(", re.IGNORECASE)
_BRACKETS: Final = re.compile(r"\([^()]*\)\s+(?=[A-ZÆØÅ])")
_EXPLAINS: Final = re.compile(r"[^,;:]*?\b(?:er|var)\b(?!.*\b(?:vil|skal)\b)", re.IGNORECASE)
_BODY: Final = (
    r"[A-ZÆØÅ][\w-]*(?:afdeling|udvalg|center|centr|team|ledelse|forvaltning|skole|"
    r"sekretariat|stab|enhed|kommune)(?:en|et|er|erne|ne|n|t)?"
)
_COMMITS: Final = (
    r"(?:vil|skal|ønsker|bidrager|arbejder|gennemfører|følger|sikrer|udarbejder|udvikler|etablerer|"
    r"iværksætter|tilbyder|deltager|afholder|fortsætter|styrker|øger|understøtter)"
)
_DEADLINE: Final = re.compile(r"\b(?:senest|inden|før)(?: (?:den|d\.|i))? $", re.IGNORECASE)
_END: Final = re.compile(r"(?:ved |inden )?(?:udgangen|slutningen)\b|ultimo\b", re.IGNORECASE)
_IN: Final = re.compile(r"i (?:løbet af )?", re.IGNORECASE)
_TOGETHER: Final = re.compile(
    r"i samarbejde mellem (?P<names>[\w-]+(?:, [\w-]+)* og [\w-]+)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One action.

    Parameters
    ----------
    title : Passage
        Its wording.
    lead_in : Passage or None
        The words that introduce the list it stands in.
    certainty : {"certain", "probable"}
        How sure its column is.
    responsible : Passage or None
        The cell that says who is responsible for its row.
    schedule : Passage or None
        The cell that says when what stands in its row is done.
    """

    title: Passage
    lead_in: Passage | None
    certainty: Literal["certain", "probable"]
    responsible: Passage | None = None
    schedule: Passage | None = None


def read_actions(entries: Iterable[Entry]) -> tuple[Action, ...]:
    """Read the actions of one goal."""
    actions: list[Action] = []
    lead_in: Passage | None = None
    for entry in entries:
        head, items = items_of(entry.passage)
        if head.text or not items:
            commitments, lead_in = _running_text(head)
            actions += [_action(text, None, entry) for text in commitments]
        for number, item in enumerate(items, start=1):
            following: Passage | None = None
            sentences = item.sentences()
            if number < len(items) and len(sentences) > 1 and item.text.endswith(":"):
                following = sentences[-1]
                item = item.part(0, len(item.text) - len(following.text))
            actions.append(_action(item, lead_in, entry))
            lead_in = following or lead_in
    return tuple(actions)


def _action(title: Passage, lead_in: Passage | None, entry: Entry) -> Action:
    return Action(
        title=title,
        lead_in=lead_in,
        certainty=entry.certainty,
        responsible=entry.responsible,
        schedule=entry.schedule,
    )


def items_of(passage: Passage) -> tuple[Passage, list[Passage]]:
    """Text before the first item, and the items without their marks."""
    found = (list(_BULLET.finditer(passage.text)), list(_DASH.finditer(passage.text)))
    marks = max(found, key=len) or _numbers(passage.text)
    ends = [*(match.start() for match in marks), len(passage.text)]
    items = [passage.part(match.end(), end) for match, end in zip(marks, ends[1:], strict=True)]
    return passage.part(0, ends[0]), [item for item in items if item.text]


def _numbers(text: str) -> list[re.Match[str]]:
    """Marks 1., 2., 3. …; a number out of order is none, nor is a single one."""
    marks: list[re.Match[str]] = []
    for match in _NUMBER.finditer(text):
        if int(match["number"]) == len(marks) + 1:
            marks.append(match)
    return marks if len(marks) > 1 else []


def _sentences(text: str) -> list[tuple[int, str]]:
    """Sentences with their offsets; brackets in front are set apart from the sentence."""
    found = []
    for offset, sentence in split_sentences(text, language="da"):
        brackets = _BRACKETS.match(sentence)
        if brackets is not None:
            found.append((offset, brackets[0].rstrip()))
            offset, sentence = offset + brackets.end(), sentence[brackets.end() :]
        found.append((offset, sentence))
    return found


def _running_text(passage: Passage) -> tuple[list[Passage], Passage | None]:
    """Commitments of a text, and the words at its end that introduce a list."""
    commitments: list[tuple[int, int]] = []
    before: int | None = None
    at = 0
    for start, text in _sentences(passage.text):
        at = start + len(text)
        if at == len(passage.text) and text.endswith(":"):
            lead_in = passage.part(start if before is None else before)
            return [passage.part(*span) for span in commitments], lead_in
        if not (_BACK.match(text) or _EXPLAINS.match(text)):
            commitments.append((start if before is None else before, at))
            before = None
        elif commitments:
            commitments[-1] = (commitments[-1][0], at)
        elif before is None:
            before = start
    if before is not None:
        commitments.append((before, at))
    return [passage.part(*span) for span in commitments], None


def deadline_of(action: Action) -> str | None:
    """When an action is to be finished at the latest, where it names one day or period."""
    text = action.title.text
    if not any(character.isdigit() for character in text):
        return None
    found = {
        each.period.text
        for each in find_periods(text, language="da")
        if _DEADLINE.search(text[: each.start]) or _END.match(each.raw)
    }
    return found.pop() if len(found) == 1 else None


def period_of(action: Action) -> str | None:
    """When an action is carried out, where it or the words that introduce it begin with that."""
    leading = action.lead_in.sentences()[-1:] if action.lead_in else ()
    for text in (action.title.text, *(sentence.text for sentence in leading)):
        if not _IN.match(text):
            continue
        for each in find_periods(text, language="da")[:1]:
            if _IN.fullmatch(text[: each.start]):
                return each.period.text
    return None


def responsible_for(texts: Iterable[str | None], *, institution: str) -> str | None:
    """Who carries an action out, where the first of the texts that says so names bodies.

    Examples
    --------
    >>> responsible_for(["Skoleafdelingen vil øge trivslen."], institution="Ungekompagniet")
    'Skoleafdelingen'
    """
    body = rf"(?:{re.escape(institution)}|{_BODY})"
    names = rf"(?P<names>{body}(?:(?:, {body})* og {body})?)"
    patterns = (
        re.compile(rf"{names} {_COMMITS}\b"),
        re.compile(rf"På bevilling \d+ {_COMMITS} {names}"),
        re.compile(rf"[^.:;]*, hvor {names} {_COMMITS}\b"),
        re.compile(rf"{names}:$"),
        _TOGETHER,
    )
    for text in texts:
        for pattern in patterns:
            match = pattern.match(text or "")
            if match is not None:
                return match["names"]
    return None
