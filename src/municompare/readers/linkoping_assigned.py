"""Rows of assignments: who is to act, when to report, how the committee answers, what goes on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from municompare.documents import Block, SourceDocument
from municompare.errors import Reading
from municompare.model.elements import Activity, Assignment
from municompare.model.plan import FollowUp, Link, Wording
from municompare.model.steering import ResponsibilityRole
from municompare.readers.draft import Draft
from municompare.readers.linkoping_assignment_tables import read_tabled
from municompare.readers.linkoping_assignments import Given, read_given, response_to
from municompare.readers.linkoping_bodies import BodyBook
from municompare.readers.linkoping_documents import Parts
from municompare.readers.linkoping_embedded import add_embedded
from municompare.readers.linkoping_responsibilities import add_responsibility
from municompare.readers.linkoping_text import Statement, alike, along, place_of, sentences, whole
from municompare.text.cells import strip_markers
from municompare.text.numbers import find_numbers
from municompare.text.periods import find_periods
from municompare.text.words import fold

__all__ = ["add_assignments", "add_duties", "addressee_of"]

_ONGOING: Final = re.compile(
    r"\b(?P<status>pågår|planeras|har genomförts|genomförs|är genomförda)\b[^.]*"
    r"\b(?:insatser|åtgärder|aktiviteter|satsningar|projekt)\b|"
    r"\bföljande (?:insatser|åtgärder|aktiviteter|satsningar|projekt)\b",
    re.IGNORECASE,
)
_DOER: Final = re.compile(
    r" \((?P<who>[^()]*(?:nämnd|styrelse|förvaltning|kontor)[^()]*)\)\.?$", re.I
)
_REPORTED: Final = re.compile(
    r"\b(?P<kind>(?:(?!en |den |denna )\w+ )?(?:del|åter|slut)?redovisning)\b"
    r"[^.]*?\bredovisades\b(?: till (?P<to>\w+))?|"
    r"\b(?P<other>(?:del|åter|slut)redovisning)\b",
    re.IGNORECASE,
)
_EVERYONE: Final = re.compile(r"\b(?:samtliga|alla) nämnder\b", re.IGNORECASE)
_ANNEX: Final = re.compile(r"\b(?:i|se) (?P<annex>bilaga \d{1,3})\b", re.IGNORECASE)
_SAME: Final = 0.9
"""Share of common letters from which two wordings are taken for one assignment's."""


def add_assignments(
    draft: Draft, document: SourceDocument, *, parts: Parts, bodies: BodyBook
) -> None:
    """Add the assignments of the budget's own sections with all that belongs to them."""
    own = along([block for block in document.blocks if parts.holds(block.line)])
    tabled = read_tabled(document, own)
    given = sorted((*read_given(document, own), *tabled), key=lambda each: each.block.line)
    ids = []
    for each in given:
        identifier = draft.id("assignment", each.title)
        ids.append(identifier)
        response, place = response_to(each)
        back = each.report_back()
        coordinator = each.coordinator
        document_id = parts.at(each.block.line)
        draft.add(
            Assignment(
                id=identifier,
                title=each.title,
                kind=each.kind,
                addressee=addressee_of(each, bodies),
                coordinator=coordinator.text if coordinator else None,
                report_back=back.period if back else None,
                report_back_raw=back.raw if back else None,
                response=response,
                response_locator=place,
                document=document_id,
                locator=place_of(each.block),
            )
        )
        add_embedded(
            draft,
            each.title,
            element=identifier,
            goal=None,
            origin="assignment",
            document=document_id,
            locate=each.block.locate,
        )
        add_duties(draft, each, identifier, document_id, bodies)
        _add_reports(draft, each, identifier, document_id, parts)
        _add_links(draft, each, identifier, parts)
        _add_activities(draft, each, identifier, parts)
    _add_wordings(draft, document, given, ids, parts)


def addressee_of(given: Given, bodies: BodyBook) -> str | None:
    """Whom the wording names, and the further bodies of brackets at its end."""
    named = given.addressee
    if named is None or given.also_to is None:
        return named
    known = {each.key for each in bodies.named(named)}
    more = [
        given.also_to[each.start : each.end]
        for each in bodies.named(given.also_to)
        if each.key not in known
    ]
    return "; ".join([named, *more])


def add_duties(
    draft: Draft, given: Given, identifier: str, document: str, bodies: BodyBook
) -> None:
    """Add who executes, coordinates and receives the report."""
    title = whole(given.block)
    found: list[tuple[ResponsibilityRole, Statement]] = []
    if given.to is not None:
        found.append(("executes", given.to))
    elif given.addressee is not None:
        start = given.block.text.find(given.addressee)
        end = start + len(given.addressee)
        if start < 0:  # the words that name the coordinator stand among them
            start, end = 0, max(given.block.text.find("uppdra"), 1)
        found.append(("executes", title.part(start, end)))
    if given.also_to is not None:
        start = given.block.text.rindex(given.also_to)
        found.append(("executes", title.part(start, start + len(given.also_to))))
    if given.coordinator is not None:
        found.append(("coordinates", given.coordinator))
    back = given.report_back()
    if back is not None and back.recipient is not None:
        text = back.place.block.text
        start = text.rfind(back.recipient, 0, back.place.end)
        if start >= 0:
            words = Statement(back.place.block, start, start + len(back.recipient))
            found.append(("receives_report", words))
    said: set[tuple[str, str]] = set()
    for role, words in found:
        organisations = bodies.ids(words.text)
        if everyone := _EVERYONE.search(words.text):
            organisations = (bodies.group(everyone[0].capitalize(), words.locator),)
        for organisation in organisations:
            if (role, organisation) in said:
                continue
            said.add((role, organisation))
            add_responsibility(
                draft,
                element=identifier,
                role=role,
                organisation=organisation,
                basis=words.text,
                document=document,
                locator=words.locator,
            )


def _add_reports(draft: Draft, given: Given, identifier: str, document: str, parts: Parts) -> None:
    """Add when it is to be reported, and reports that the answer tells of."""
    back = given.report_back()
    coordinator = given.coordinator
    if back is not None:
        from_coordinator = coordinator is not None and coordinator.block is not given.block
        draft.add(
            FollowUp(
                id=draft.attached_id("followup", identifier),
                element=identifier,
                what=given.title,
                dates=back.raw,
                reporter=coordinator.text if coordinator and from_coordinator else None,
                recipient=back.recipient,
                kind=back.kind,
                document=document,
                locator=back.place.locator,
            )
        )
    for block in given.answer:
        for sentence in sentences(block) if block.kind != "table" else ():
            match = _REPORTED.search(sentence.text)
            periods = find_periods(sentence.text, language="sv") if match else ()
            dated = [found for found in periods if len(found.period.text) >= 7]
            if match is None or not dated:
                continue
            draft.add(
                FollowUp(
                    id=draft.attached_id("followup", identifier),
                    element=identifier,
                    what=sentence.text,
                    dates=dated[0].raw,
                    recipient=match["to"],
                    kind=match["kind"] or match["other"],
                    document=parts.at(sentence.line),
                    locator=sentence.locator,
                )
            )


def _add_links(draft: Draft, given: Given, identifier: str, parts: Parts) -> None:
    """Add a link to the annex in which the answer stands."""
    annexes = {
        fold(row.reference): row.id
        for row in draft.rows("documents")
        if row.role == "referenced" and row.reference
    }
    for block in given.answer:
        for match in _ANNEX.finditer(block.text) if block.kind != "table" else ():
            annex = annexes.get(fold(match["annex"]))
            if annex is not None:
                draft.add(
                    Link(
                        id=draft.attached_id("link", identifier, annex),
                        from_id=identifier,
                        relation="treated_in",
                        to_id=annex,
                        basis="stated",
                        document=parts.at(block.line),
                        locator=block.locate(match.start("annex")),
                    )
                )


def _add_activities(draft: Draft, given: Given, identifier: str, parts: Parts) -> None:
    """Add the measures that an answer lists, under the words that announce them."""
    lead: Statement | None = None
    unread: list[Statement] = []
    for block in given.answer:
        if block.kind == "paragraph":
            last = list(sentences(block))[-1:]
            announces = [s for s in last if s.text.endswith(":") and _ONGOING.search(s.text)]
            lead = announces[0] if announces else None
        elif block.kind == "list_item" and lead is not None:
            unread.extend(_add_activity(draft, block, lead, identifier, parts.at(block.line)))
    if unread:
        draft.issue(
            "MC327",
            "info",
            "figures of measures that are printed as inexact are left out.",
            cause=f"figures not read {given.title}",
            remedy="Read them at their places; state them by curation if they are commitments.",
            readings=[
                Reading(text=each.text, document=parts.at(each.line), locator=each.locator)
                for each in unread
            ],
        )


def _add_activity(
    draft: Draft, block: Block, lead: Statement, assignment: str, document: str
) -> Iterable[Statement]:
    """Add one measure; give the figures in it that no rule reads."""
    title = strip_markers(block.text)[0]
    identifier = draft.id("activity", title)
    doer = _DOER.search(title)
    status = _ONGOING.search(lead.text)
    start = doer.start() if doer else len(title)
    indicators = add_embedded(
        draft,
        title[:start].rstrip(),
        element=identifier,
        goal=None,
        origin="activity",
        document=document,
        locate=block.locate,
    )
    ids = {indicator.id for indicator in indicators}
    read = [row for row in draft.rows("measurements") if row.indicator in ids]
    valued = [row for row in read if row.value is not None]
    single = valued[0] if len(valued) == 1 and valued[0].value_upper is None else None
    draft.add(
        Activity(
            id=identifier,
            title=title,
            lead_in=lead.text,
            status=status["status"] if status else None,
            responsible=doer["who"] if doer else None,
            quantity=single.value if single else None,
            unit=single.unit if single else None,
            document=document,
            locator=block.locator,
        ),
        Link(
            id=draft.attached_id("link", identifier, assignment),
            from_id=identifier,
            relation="implements",
            to_id=assignment,
            basis="by_position",
            document=document,
            locator=block.locator,
        ),
    )
    if valued:
        return ()
    return [
        whole(block).part(found.phrase_start, found.end)
        for found in find_numbers(title[:start], language="sv")
    ]


def _add_wordings(
    draft: Draft,
    document: SourceDocument,
    given: Sequence[Given],
    ids: Sequence[str],
    parts: Parts,
) -> None:
    """Add other wordings of the assignments in the papers bound with the budget."""
    readings: list[Reading] = []
    titles: dict[str, int] = {}
    for number, each in enumerate(given):
        titles.setdefault(_bare(each.title), number)
    for block in along([block for block in document.blocks if not parts.holds(block.line)]):
        if block.kind != "list_item" or "uppdra" not in block.text.lower():
            continue
        text = strip_markers(block.text)[0]
        printed = _bare(text)
        near = alike(printed, list(titles), at_least=_SAME) if printed not in titles else []
        if len(near) != 1:
            continue
        number = list(titles.values())[near[0]]
        own, element = given[number], ids[number]
        draft.add(
            Wording(
                id=draft.attached_id("wording", element),
                element=element,
                text=text,
                difference="other words in the papers bound with the budget",
                document=parts.at(block.line),
                locator=block.locator,
            )
        )
        readings.append(
            Reading(text=own.title, document=parts.at(own.block.line), locator=own.block.locator)
        )
        readings.append(Reading(text=text, document=parts.at(block.line), locator=block.locator))
    if readings:
        draft.issue(
            "MC324",
            "warning",
            "expected an assignment to be worded alike in the budget and in the papers bound "
            "with it, found other words.",
            cause="uppdrag",
            remedy="Check that both mean the same; the budget's own wording is kept.",
            readings=readings,
        )


def _bare(text: str) -> str:
    return fold(text).strip(" .*")
