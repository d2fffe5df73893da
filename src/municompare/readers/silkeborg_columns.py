"""Columns of a goal table that tell when its actions are done, and how it is followed up."""

from __future__ import annotations

import re
from typing import Final

from municompare.model.plan import FollowUp
from municompare.readers.silkeborg_agreement import Agreement
from municompare.readers.silkeborg_passages import Passage
from municompare.text.periods import find_periods

__all__ = ["add_column_followup", "is_followup", "schedule_of"]

_UNTIL: Final = re.compile(
    r"(?:senest|inden|ultimo|udgangen af|ved udgangen af|slut(?:ningen af)?)\b", re.I
)
_WHOLE_YEAR: Final = re.compile(r"(?:hele|i hele) (?:året|perioden)\.?", re.IGNORECASE)
_CADENCE: Final = re.compile(
    r"(?:(?:en|to|tre|fire|seks|[1-9]\d?) gange? (?:om|i|per|pr\.) |hvert? |hver \w+ |"
    r"(?:ugentlig|månedlig|halvårlig|årlig|kvartårlig)t?\b|kvartalsvis|månedsvis|løbende)",
    re.IGNORECASE,
)
_DAY: Final = 10
"""Length of the ISO text of a day."""


def schedule_of(passage: Passage, year: str) -> tuple[str | None, str | None]:
    """Period and deadline that a cell of a schedule says; nothing where it is in other words.

    A day, or what is to be reached "at the latest", is a deadline; a month or year a period.
    """
    text = passage.text.strip(" .")
    if _WHOLE_YEAR.fullmatch(text):
        return year, None
    found = find_periods(text, language="da")
    if len(found) != 1:
        return None, None
    head, rest = text[: found[0].start].strip(), text[found[0].end :].strip(" .")
    until = _UNTIL.match(text) is not None
    if rest or (head and not until and head.lower() not in ("i", "den", "fra", "medio", "primo")):
        return None, None
    period = found[0].period.text
    if until or (len(period) == _DAY and head.lower() != "fra"):
        return None, period
    return period, None


def is_followup(passage: Passage) -> bool:
    """Tell whether a cell says how often or when something is followed up."""
    return _CADENCE.match(passage.text) is not None or bool(
        find_periods(passage.text, language="da")
    )


def add_column_followup(agreement: Agreement, goal: str, passage: Passage) -> None:
    """Add when a goal is followed up, as its cell says."""
    cadence = _CADENCE.match(passage.text) is not None
    agreement.draft.add(
        FollowUp(
            id=agreement.draft.attached_id("followup", goal),
            element=goal,
            cadence=passage.text if cadence else None,
            dates=None if cadence else passage.text,
            document=agreement.document,
            locator=passage.locator,
        )
    )
