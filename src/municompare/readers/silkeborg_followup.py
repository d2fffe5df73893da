"""Follow-up and comparisons with others that an agreement's own wordings state."""

from __future__ import annotations

import re
from typing import Final, Literal

from municompare.model.plan import BenchmarkRef, FollowUp
from municompare.readers.silkeborg_agreement import Agreement
from municompare.readers.silkeborg_outline import Chapter
from municompare.readers.silkeborg_passages import Passage

__all__ = ["add_benchmark_refs", "add_followups"]

_FOLLOWS_UP: Final = re.compile(
    r"opfølgning\b|\bfølge[rs]? op\b|\bevaluer\w+|\borienter\w+\b.*\bnøgletal", re.IGNORECASE
)
_CADENCE: Final = re.compile(
    r"\b(?:hvert? (?:uge|måned|kvartal|halvår|år)|(?:ugentlig|månedlig|halvårlig|årlig)t?|"
    r"kvartalsvis|løbende|fast punkt)\b",
    re.IGNORECASE,
)
_MONTH: Final = (
    "(?:januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december)"
)
_DATES: Final = re.compile(rf"\b{_MONTH}(?: ?(?:/|,|-|og) ?{_MONTH})* \d{{4}}", re.IGNORECASE)
_PUBLISHED: Final = re.compile(
    r"(?P<what>\S+) (?P<kind>offentliggøres\b.*?) ?(?P<date>senest \d{1,2}\. ?[^\W\d_]+ \d{4})",
    re.IGNORECASE,
)
_COMPARED: Final[tuple[tuple[Literal["national_mean", "klynge"], re.Pattern[str]], ...]] = (
    ("national_mean", re.compile(r"\blandsgennemsnit", re.IGNORECASE)),
    ("klynge", re.compile(r"\bklynge", re.IGNORECASE)),
)
_TO_REACH: Final = re.compile(
    r"\b(?:(?:bedre|højere|lavere|større|mindre|færre|flere) end|på niveau med|mindst) "
    r"(?:\S+ ){0,2}$",
    re.IGNORECASE,
)


def add_followups(agreement: Agreement, frame: Chapter | None) -> None:
    """Add follow-up that names how often or when, and the publication of the agreement."""
    for statement in agreement.statements:
        text = statement.passage.text
        cadence = _CADENCE.search(text)
        dates = [match[0] for match in _DATES.finditer(text)]
        if _FOLLOWS_UP.search(text) and (cadence or dates):
            agreement.draft.add(
                FollowUp(
                    id=agreement.draft.attached_id("followup", statement.element),
                    element=statement.element,
                    what=text,
                    cadence=cadence[0] if cadence else None,
                    dates="; ".join(dates) or None,
                    document=agreement.document,
                    locator=statement.passage.locator,
                )
            )
    for block in frame.blocks if frame else ():
        match = _PUBLISHED.search(block.text)
        if block.kind != "table" and match is not None:
            agreement.draft.add(
                FollowUp(
                    id=agreement.draft.attached_id("followup", agreement.document),
                    element=agreement.document,
                    what=match["what"],
                    dates=match["date"],
                    kind=match["kind"],
                    document=agreement.document,
                    locator=Passage.of_block(block).part(*match.span()).locator,
                )
            )


def add_benchmark_refs(agreement: Agreement) -> None:
    """Add the comparisons with others that goals, activities and indicators ask for."""
    seen = set()
    for statement in agreement.statements:
        text = statement.passage.text
        for comparator, pattern in _COMPARED:
            match = pattern.search(text)
            if match is None or (statement.element, comparator) in seen:
                continue
            seen.add((statement.element, comparator))
            to_reach = _TO_REACH.search(text[: match.start()])
            agreement.draft.add(
                BenchmarkRef(
                    id=agreement.draft.attached_id("benchmark_ref", statement.element),
                    element=statement.element,
                    comparator=comparator,
                    use="target" if to_reach else "comparison",
                    document=agreement.document,
                    locator=statement.passage.part(match.start()).locator,
                )
            )
