"""Decisions that a document of Linköping reports: who, when, by which paragraph, about what.

A decision is one row, with all places that report it. Places that name the same body and day are
one decision; a place that names only the month joins the day of that month if there is but one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final, Literal

from municompare.documents import Block, Cell, SourceDocument
from municompare.model.plan import Decision
from municompare.model.quantity import Locator, Period
from municompare.model.steering import Organisation
from municompare.readers.draft import Draft
from municompare.readers.linkoping_bodies import BodyBook, Named
from municompare.readers.linkoping_text import alike, along, sentences, whole, wording
from municompare.text.periods import FoundPeriod, find_periods
from municompare.text.words import fold

__all__ = ["Report", "add_decisions", "find_reports", "own_day"]

_YEAR: Final = re.compile(r"\d{4}")
_PARAGRAPH: Final = re.compile(r",? ?(?P<number>§ ?\d+)(?! ?(?:första|andra|st\b|p\b))")
_BESIDE: Final = re.compile(r"\b(?:till|hos|inför|mellan|med|för|från|åt) $", re.IGNORECASE)
_JOIN: Final = re.compile(r"(?:,? (?:den |i |under )?|,? \(|, )")
_TO_COME: Final = re.compile(r"\b(?:ska|skall|kommer|planeras|väntas|föreslås)\b", re.IGNORECASE)
_VERBS: Final = (
    "behandlade|beslutade|beslöt|fastställde|antog|godkände|fattade beslut|har beslutat|"
    "har antagit|har fastställt|har godkänt"
)
_DECIDED: Final = re.compile(rf" (?:{_VERBS})\b", re.IGNORECASE)
_THEN_DECIDED: Final = re.compile(rf" (?:{_VERBS}) ", re.IGNORECASE)
_REGISTER: Final = re.compile(r"(?<![\w-])(?P<short>[A-ZÅÄÖ]{1,4}N) (?:den )?$")
_ALIKE: Final = 0.9
_NEAR: Final = 300
"""Characters before a date in which the words that tell what it is about stand."""
_HEADING: Final = re.compile(
    r"(?P<subject>(?P<owner>[^§:.]+?)s (?P<revised>revidera[dt]\w* )?internbudget\w*)"
    r"(?: \d{4})?,? (?:den )?",
    re.IGNORECASE,
)
_ABOUT: Final = re.compile(
    r"\b(?:beslut om|beslutade om|fastställa|beslut att) (?P<subject>(?:revidera[dt]\w* )?"
    r"internbudget\w*)(?: (?:för )?\d{4})?,? (?:den )?$|"
    r"\b(?P<made>internbudget\w*)(?: \d{4})? (?:beslutad|antagen|fastställd|godkänd) (?:i |den )?$",
    re.IGNORECASE,
)
_REVISION: Final = re.compile(r"\brevider\w* (?:[^\W\d_]+ ){0,3}internbudget", re.IGNORECASE)
_ITEMS: Final = re.compile(r"(?P<body>.+?)s beslut", re.IGNORECASE)
_MINUTES: Final = re.compile(r"(?P<number>§ ?\d+)\b.*")
_AND_DECIDED: Final = re.compile(r"\bbeslut(?:ade|at)(?: om)?(?: följande| att)?:$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A place that reports a decision.

    Parameters
    ----------
    body : Organisation
        The body that decided.
    period : Period or None
        The day or month.
    paragraph : str or None
        The paragraph as printed.
    subject : str or None
        What was decided, in the words of that place.
    raw : str
        The words that give date and paragraph.
    locator : str
        Where they stand.
    budget : {"first", "revised"} or None
        Whether it is the decision on the committee's own budget, or on a revision of it.
    item : bool
        Whether it is one of several points of a decision.
    """

    body: Organisation
    period: Period | None
    paragraph: str | None
    subject: str | None
    raw: str
    locator: str
    budget: Literal["first", "revised"] | None = None
    item: bool = False

    @property
    def line(self) -> int:
        """The line of the place."""
        return Locator.parse(self.locator).first.line or 1


def find_reports(document: SourceDocument, bodies: BodyBook) -> tuple[Report, ...]:
    """Find every place that reports a decision with its day, month or paragraph."""
    found: list[Report] = []
    blocks = along(document.blocks)
    for index, block in enumerate(blocks):
        if block.kind == "table":
            for cell in (row.cells[0] for row in block.rows):
                found.extend(_in_text(cell.text, partial(_in_cell, cell), bodies, cell.text))
        elif block.kind == "heading":
            found.extend(_in_text(block.text, block.locate, bodies, block.text, heading=True))
        else:
            for sentence in sentences(block):
                if _YEAR.search(sentence.text) is None:
                    continue
                here = list(_in_text(sentence.text, sentence.locate, bodies, wording(sentence)))
                found.extend(here)
                if here and _AND_DECIDED.search(sentence.text):
                    found.extend(_points(here[-1], blocks[index + 1 :]))
    found.extend(_minutes(blocks, bodies))
    return tuple(found)


def _in_cell(cell: Cell, index: int) -> str:
    return f"{cell.locator}:c{index + 1}"


def _points(decision: Report, following: Iterable[Block]) -> Iterator[Report]:
    """The points of a decision that a list below its sentence prints."""
    for block in following:
        if block.kind != "list_item":
            return
        yield Report(
            body=decision.body,
            period=decision.period,
            paragraph=decision.paragraph,
            subject=wording(whole(block)),
            raw=decision.raw,
            locator=block.locator,
            item=True,
        )


def _minutes(blocks: Sequence[Block], bodies: BodyBook) -> Iterator[Report]:
    """The points that minutes decide, under the paragraph of the minutes."""
    number: str | None = None
    deciding: Organisation | None = None
    for block in blocks:
        if block.kind == "heading":
            paragraph, match = _MINUTES.fullmatch(block.text), _ITEMS.fullmatch(block.text)
            number = paragraph["number"] if paragraph else number
            deciding = bodies.one(match["body"]) if match else None
        elif block.kind == "list_item" and number and deciding:
            yield Report(
                body=deciding,
                period=None,
                paragraph=number,
                subject=wording(whole(block)),
                raw=number,
                locator=block.locator,
                item=True,
            )


def _in_text(
    text: str,
    locate: Callable[[int], str],
    bodies: BodyBook,
    subject: str | None,
    *,
    heading: bool = False,
) -> Iterator[Report]:
    """The decisions that a sentence, a heading or a cell reports by date."""
    if _YEAR.search(text) is None:
        return
    periods = find_periods(text, language="sv")
    named = bodies.named(text) if periods else ()
    for found in periods:
        if len(found.period.text) < 7 or "/" in found.period.text or "[" in found.period.text:
            continue
        paragraph = _PARAGRAPH.match(text, found.end)
        own = _own_budget(text, found, bodies, heading=heading)
        body = bodies.own_row if own else _body_before(text, found, named, bodies)
        if body is None:
            continue
        what, kind = own or (subject, None)
        end = paragraph.end() if paragraph else found.end
        yield Report(
            body=body,
            period=found.period,
            paragraph=paragraph["number"] if paragraph else None,
            subject=what,
            raw=text[found.start : end],
            locator=locate(found.start),
            budget=kind,
        )


def _body_before(
    text: str, found: FoundPeriod, named: Sequence[Named], bodies: BodyBook
) -> Organisation | None:
    """The body that decided on that day.

    It stands right before the date ("KF 2030-05-03", "av kommunstyrelsen den 3 maj 2030"), else
    it is the subject of a verb of deciding that stands before the date or right after it.
    """
    before = [each for each in named if each.end <= found.start]
    if _TO_COME.search(text, max(0, found.start - _NEAR), found.start):
        return None
    if before:
        last = before[-1]
        between = text[last.end : found.start]
        if _JOIN.fullmatch(between) and not _BESIDE.search(
            text[max(0, last.start - 20) : last.start]
        ):
            return bodies.row(last.key)
    register = _REGISTER.search(text[max(0, found.start - _NEAR) : found.start])
    own = bodies.own_row
    if register and own and register["short"][0] == own.name[0].upper():
        return own
    for each in reversed(before):
        verb = _DECIDED.match(text, each.end)
        if verb is not None and not re.search(r"[;:]", text[verb.end() : found.start]):
            return bodies.row(each.key)
    for each in named:
        if each.start > found.end and _THEN_DECIDED.fullmatch(text, found.end, each.start):
            return bodies.row(each.key)
    return None


def _own_budget(
    text: str, found: FoundPeriod, bodies: BodyBook, *, heading: bool
) -> tuple[str, Literal["first", "revised"]] | None:
    """Subject and kind of the decision on the committee's own budget."""
    own = bodies.own_row
    if own is None:
        return None
    before = text[max(0, found.start - _NEAR) : found.start]
    if heading and (match := _HEADING.fullmatch(before)):
        if bodies.one(match["owner"]) is not own:
            return None
        return match["subject"], "revised" if match["revised"] else "first"
    match = _ABOUT.search(before)
    if match is None or bodies.named(before[match.start() :]):
        return None
    subject = match["subject"] or match["made"]
    return subject, "revised" if "revidera" in fold(subject) else "first"


def own_day(document: SourceDocument, reports: Iterable[Report]) -> Report | None:
    """The place that dates the decision on the budget at hand.

    That is the latest revision. The first decision counts only where the document nowhere speaks
    of a revision, since it may itself be one.
    """
    dated = [r for r in reports if r.budget and r.period and r.period.start == r.period.end]
    revised = any(_REVISION.search(block.text) for block in document.blocks)
    kind = "revised" if revised else "first"
    of_kind = [report for report in dated if report.budget == kind]
    return max(of_kind, key=lambda report: str(report.period), default=None)


def add_decisions(
    draft: Draft, reports: Sequence[Report], *, document_at: Callable[[int], str]
) -> None:
    """Add the decisions, each once with all its places."""
    for group in _grouped(reports):
        ordered = sorted(group, key=lambda report: report.line)
        named = next((report for report in ordered if report.subject), ordered[0])
        period = max(
            (report.period.text for report in group if report.period), key=len, default=None
        )
        locator = Locator.parse(ordered[0].locator)
        for other in ordered[1:]:
            locator = locator.also(Locator.parse(other.locator))
        draft.add(
            Decision(
                id=draft.id("decision", f"{named.body.name} {_undated(named.subject)}"),
                body=named.body.name,
                date=period,
                paragraph=next((report.paragraph for report in ordered if report.paragraph), None),
                subject=named.subject,
                document=document_at(ordered[0].line),
                locator=str(locator),
            )
        )


def _undated(subject: str | None) -> str:
    """A subject without dates, whose months must not name an id."""
    for found in reversed(find_periods(subject or "", language="sv")):
        subject = f"{str(subject)[: found.start]} {str(subject)[found.end :]}"
    return subject or ""


def _grouped(reports: Sequence[Report]) -> list[list[Report]]:
    """Reports of one decision together, in the order of the document."""
    groups: defaultdict[tuple[str, str | None, str | None, str], list[Report]] = defaultdict(list)
    days = {
        (report.body.id, report.period.text, report.paragraph)
        for report in reports
        if report.period is not None and report.period.start == report.period.end
    }
    points: list[str] = []
    for report in sorted(reports, key=lambda report: report.line):
        date = report.period.text if report.period else None
        paragraph = report.paragraph
        if date is not None:
            same = {day for day in days if day[0] == report.body.id and day[1].startswith(date)}
            fitting = {day for day in same if paragraph in (None, day[2])}
            numbered = {day for day in fitting if day[2] is not None} or fitting
            if len({day[1] for day in same}) == 1 and len(numbered) == 1:
                ((_, date, paragraph),) = numbered
        point = _point(report.subject or "", points) if report.item else ""
        groups[report.body.id, date, paragraph, point].append(report)
    return list(groups.values())


def _point(subject: str, known: list[str]) -> str:
    """A point's wording, or the one met before that differs in spelling only."""
    words = fold(subject)
    near = alike(words, known, at_least=_ALIKE)
    if near:
        return known[near[0]]
    known.append(words)
    return words
