"""What a budget's own text makes impossible: ranges of years, titles, units of base values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from municompare.documents import SourceDocument
from municompare.errors import Reading
from municompare.model.plan import Wording
from municompare.readers.draft import Draft
from municompare.readers.linkoping_bodies import BodyBook
from municompare.readers.linkoping_documents import Parts
from municompare.readers.linkoping_front import KIND, Front

__all__ = ["report_oddities"]

_RANGE: Final = re.compile(
    r"(?<![\d-])(?P<first>(?:19|20)\d{2}) ?[-–] ?(?P<last>(?:19|20)\d{2})(?![\d-])"
)
_WITH_PLAN: Final = re.compile(
    r"\bbudget(?:en)? (?:för )?(?:år )?(?P<year>(?:19|20)\d{2}) (?:med|och) (?:flerårs)?plan"
    r"(?: för)?(?: åren)? $",
    re.IGNORECASE,
)
_TITLE: Final = re.compile(rf"(?P<owner>[^.:;]+?)s {KIND} (?:för )?\d{{4}}(?!-).*", re.IGNORECASE)


def report_oddities(
    draft: Draft, document: SourceDocument, front: Front, *, parts: Parts, bodies: BodyBook
) -> None:
    """Report impossible ranges of years, another owner in a title, another unit of a base value."""
    _report_year_ranges(draft, document, parts)
    _report_titles(draft, document, front, parts, bodies)
    _report_base_units(draft)


def _report_year_ranges(draft: Draft, document: SourceDocument, parts: Parts) -> None:
    """Report ranges that end before they begin, and plans that do not follow on their budget."""
    readings = [
        Reading(text=text, document=parts.at(line), locator=locator)
        for text, locator, line in _impossible(document)
    ]
    if readings:
        listed = " and ".join(dict.fromkeys(repr(reading.text) for reading in readings))
        draft.issue(
            "MC346",
            "warning",
            "expected a range of years to end after it begins, and the plan of a budget to begin "
            f"in the year after it, found {listed}.",
            cause="årsspann",
            remedy="Look up the years in the document that is referred to.",
            readings=readings,
        )


def _impossible(document: SourceDocument) -> Iterator[tuple[str, str, int]]:
    for block in document.blocks:
        if block.kind == "table":
            for row in block.rows:
                for cell in row.cells:
                    for start, text in _ranges(cell.text):
                        yield text, f"{cell.locator}:c{start + 1}", row.line
        else:
            for start, text in _ranges(block.text):
                yield text, block.locate(start), block.line


def _ranges(text: str) -> Iterator[tuple[int, str]]:
    for match in _RANGE.finditer(text):
        budget = _WITH_PLAN.search(text[: match.start()])
        follows = budget is None or int(match["first"]) == int(budget["year"]) + 1
        if match["last"] < match["first"] or not follows:
            start = budget.start() if budget else match.start()
            yield start, text[start : match.end()]


def _report_titles(
    draft: Draft, document: SourceDocument, front: Front, parts: Parts, bodies: BodyBook
) -> None:
    """Report headings that name another owner of the budget than the committee."""
    readings = []
    for block in document.blocks:
        match = _TITLE.fullmatch(block.text) if block.kind == "heading" else None
        if match is None or not parts.holds(block.line):
            continue
        if bodies.one(match["owner"]) is bodies.own_row or match["owner"] == front.organisation:
            continue
        readings.append(Reading(text=block.text, document=parts.own, locator=block.locator))
        draft.add(
            Wording(
                id=draft.attached_id("wording", parts.own),
                element=parts.own,
                text=block.text,
                difference="another owner than the committee",
                document=parts.own,
                locator=block.locator,
            )
        )
    if readings:
        own = Reading(
            text=front.organisation, document=parts.own, locator=front.organisation_locator
        )
        draft.issue(
            "MC354",
            "warning",
            f"expected headings to name {front.organisation} as the owner of the budget, found "
            f"{' and '.join(repr(reading.text) for reading in readings)}.",
            cause="rubriker",
            remedy="The name below the title is taken.",
            readings=[*readings, own],
        )


def _report_base_units(draft: Draft) -> None:
    """Report base values whose own unit is not that of their indicator."""
    indicators = {row.id: row for row in draft.rows("indicators")}
    readings = []
    for row in draft.rows("measurements"):
        indicator = indicators[row.indicator]
        if row.role != "baseline" or None in (row.unit, indicator.unit):
            continue
        if row.unit != indicator.unit:
            readings.append(Reading(text=row.raw, document=row.document, locator=row.locator))
            readings.append(
                Reading(text=indicator.name, document=indicator.document, locator=indicator.locator)
            )
    if readings:
        draft.issue(
            "MC347",
            "info",
            "expected a base value to be counted in the unit of its indicator, found another unit.",
            cause="basvärdets enhet",
            remedy="Check whether both units count the same.",
            readings=readings,
        )
