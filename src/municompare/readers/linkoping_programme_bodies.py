"""Who carries out, answers for and is addressed by a steering programme; what it refers to."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from municompare.documents import Block
from municompare.model.elements import Assignment, Principle
from municompare.model.plan import Document, FollowUp
from municompare.model.steering import ResponsibilityRole
from municompare.readers.linkoping_assignments import ReportBack, report_back_in, report_line
from municompare.readers.linkoping_bodies import BodyBook
from municompare.readers.linkoping_programme_rows import Programme
from municompare.readers.linkoping_responsibilities import add_responsibility
from municompare.readers.linkoping_text import Statement, wording
from municompare.text.periods import find_periods
from municompare.text.words import fold

__all__ = ["add_duties", "add_references"]

_ALL: Final = re.compile(
    r"(?P<who>(?:varje|samtliga|alla) (?:nämnd|styrelse|bolag|förvaltning)\w*"
    r"(?: och [^\W\d_]+)?) ska\b",
    re.IGNORECASE,
)
_TASK: Final = re.compile(
    r"(?P<who>[A-ZÅÄÖ][^.,;:]{2,80}?(?:nämnd|styrelse|kontor|förvaltning|direktör|bolag)[a-z]*)"
    r"(?:,? (?:får|ges) i uppdrag att|,? uppdras att|(?:,? tillsammans med [^.,;:]{3,80},?)? "
    r"(?:ska|skall) (?:även |också )?(?:senast (?!ta )[^.,;:]{2,24}? )?"
    r"(?:ta fram|utarbeta|utreda|upprätta|återrapportera|se över|införa|"
    r"genomföra|redovisa|kartlägga))\b"
)
_LIES_WITH: Final = re.compile(r"\bansvar(?:et)? för [^.]+? ligger på (?P<who>[^\W\d_]+)")
_ANSWERS: Final = re.compile(
    r"(?P<who>[^.,;:]{3,60}?) (?:(?:är ansvariga?|ansvarar) för\b"
    r"|samordnar (?=(?:arbetet|programmet|genomförandet|uppföljningen)\b)"
    r"|har (?:det )?(?:[^\W\d_]+(?:nde|liga|sta) )?ansvaret\b(?! att))",
    re.IGNORECASE,
)
_ROLE: Final = re.compile(r"[^.,;:]{3,60} roll är att\b", re.IGNORECASE)
_HOLDER: Final = re.compile(r"\bdokumentansvarig", re.IGNORECASE)
_OFFICE: Final = re.compile(
    r"(?P<office>(?:[A-ZÅÄÖ]?[a-zåäö]+- (?:och )?)*[A-ZÅÄÖ]?[a-zåäö]*"
    r"(?:direktör|chef|strateg|samordnare|kontor|förvaltning|nämnd|stab)(?:en|et)?)\b.*"
)
_DATED: Final = re.compile(
    r"\b(?P<title>[^\W\d_]*(?P<kind>policy|program|plan|strategi|riktlinjer))(?:n|en|et|na)? som "
    r"(?P<body>[^\W\d_]+) (?:antog|beslutade|fastställde)\b",
    re.IGNORECASE,
)
_RESOLUTION: Final = re.compile(r"\bresolutionen (?P<title>[A-ZÅÄÖ][^\W\d_]+(?: \d{4})?)")
_KINDS: Final = re.compile(r"policy|program|handlingsplan|plan|strategi|riktlinjer|reglemente")


def add_duties(programme: Programme, bodies: BodyBook) -> None:
    """Add what bodies must do about the programme, and who answers for it."""
    office = _responsible(programme, bodies)
    addressed = programme.outline.field("adresserat till", "adresserad till", "malgrupp")
    if addressed is not None and addressed.value:
        place = addressed.place.locator
        group = bodies.group(addressed.value, place)
        _add(programme, "executes", group, addressed.line, place)
    asked: tuple[Block, str] | None = None
    for _, sentence in programme.sentences():
        text = sentence.text
        back = report_line(sentence) or report_back_in(sentence)
        if back is not None and asked is not None and asked[0] is sentence.block:
            _add_report(programme, asked[1], back)
            continue
        task = _TASK.match(text)
        if task is not None and _ALL.match(text) is None:
            identifier = _add_assignment(programme, sentence, task["who"], bodies)
            asked = (sentence.block, identifier) if identifier else None
            continue
        everyone, lies, answers = _ALL.match(text), _LIES_WITH.search(text), _ANSWERS.match(text)
        if not (everyone or lies or answers or _ROLE.match(text)):
            continue
        title = wording(sentence)
        if title is None:
            continue
        identifier = programme.draft.id("principle", title)
        programme.draft.add(
            Principle(
                id=identifier,
                kind="duty",
                title=title,
                document=programme.document,
                locator=sentence.locator,
            )
        )
        if everyone is not None:
            group = bodies.group(everyone["who"], sentence.locator)
            _add(programme, "executes", group, sentence, sentence.locator)
        if lies is not None:
            who = bodies.one(lies["who"])
            place = sentence.part(*lies.span("who")).locator
            body = who.id if who else bodies.member(lies["who"], "state", place)
            _add(programme, "executes", body, sentence, sentence.locator, element=identifier)
        if answers is not None and _HOLDER.search(answers["who"]) and office is not None:
            _add(programme, "controls", office, sentence, sentence.locator)
        elif answers is not None and lies is None:
            for body in bodies.ids(answers["who"]):
                _add(programme, _role(text[answers.end("who") :]), body, sentence, sentence.locator)


def _role(words: str) -> ResponsibilityRole:
    """What somebody who answers for that does."""
    if re.search(r"\bsamordn", words, re.IGNORECASE):
        return "coordinates"
    return "controls" if re.search(r"\bfölj|uppfölj|utvärder", words, re.I) else "executes"


def _add_assignment(
    programme: Programme, sentence: Statement, who: str, bodies: BodyBook
) -> str | None:
    """Add what one or several named bodies are to do; give its id."""
    title = wording(sentence)
    if title is None:
        return None
    draft = programme.draft
    identifier = draft.id("assignment", title)
    back = report_back_in(sentence)
    draft.add(
        Assignment(
            id=identifier,
            title=title,
            addressee=who,
            report_back=back.period if back else None,
            report_back_raw=back.raw if back else None,
            document=programme.document,
            locator=sentence.locator,
        )
    )
    for organisation in bodies.ids(who):
        _add(programme, "executes", organisation, sentence, sentence.locator, element=identifier)
    return identifier


def _add_report(programme: Programme, identifier: str, back: ReportBack) -> None:
    """Say when an assignment is to be reported, as the sentence behind it tells."""
    draft = programme.draft
    draft.replace_rows(
        "assignments",
        [
            replace(row, report_back=back.period, report_back_raw=back.raw)
            if row.id == identifier
            else row
            for row in draft.rows("assignments")
        ],
    )
    title = next(row.title for row in draft.rows("assignments") if row.id == identifier)
    draft.add(
        FollowUp(
            id=draft.attached_id("followup", identifier),
            element=identifier,
            what=title,
            dates=back.raw,
            recipient=back.recipient,
            kind=back.kind,
            document=programme.document,
            locator=back.place.locator,
        )
    )


def _responsible(programme: Programme, bodies: BodyBook) -> str | None:
    """Add the office that answers for the document, never a person's name beside it."""
    entry = programme.outline.field("dokumentansvarig")
    match = _OFFICE.match(entry.value) if entry else None
    if entry is None or match is None:
        return None
    words = entry.place.part(*match.span("office"))
    office = bodies.member(match["office"], "office", words.locator)
    _add(programme, "reports", office, words, words.locator)
    return office


def _add(
    programme: Programme,
    role: ResponsibilityRole,
    organisation: str,
    words: Statement,
    locator: str,
    *,
    element: str | None = None,
) -> None:
    add_responsibility(
        programme.draft,
        element=element or programme.document,
        role=role,
        organisation=organisation,
        basis=words.text,
        document=programme.document,
        locator=locator,
    )


def add_references(programme: Programme) -> None:
    """Add the documents that the programme names: related ones, and those it rests on."""
    related = programme.outline.field("relaterade styrdokument")
    if related is not None and related.value:
        at = 0
        for title in re.split(r"; |, (?=[A-ZÅÄÖ])", related.value):
            start = related.value.index(title, at)
            at = start + len(title)
            _refer(programme, title.strip(), related.place.part(start, at))
    for _, sentence in programme.sentences():
        for match in _DATED.finditer(sentence.text):
            days = find_periods(sentence.text, language="sv")
            later = [found.period.text for found in days if found.start >= match.end()]
            day = later[0] if later and len(later[0]) == 10 else None
            _refer(
                programme,
                match["title"],
                sentence.part(*match.span("title")),
                decided_by=match["body"],
                decided_on=day,
            )
        for match in _RESOLUTION.finditer(sentence.text):
            _refer(programme, match["title"], sentence.part(*match.span("title")), "resolution")


def _refer(
    programme: Programme,
    title: str,
    place: Statement,
    kind: str | None = None,
    *,
    decided_by: str | None = None,
    decided_on: str | None = None,
) -> None:
    known = {fold(row.title) for row in programme.draft.rows("documents")}
    if not title or fold(title) in known:
        return
    named = _KINDS.search(fold(title))
    programme.draft.add(
        Document(
            id=programme.draft.id("document", title),
            title=title,
            kind=kind or (named[0] if named else "styrdokument"),
            role="referenced",
            decided_by=decided_by,
            decided_on=decided_on,
            language="sv",
            status="decided" if decided_by else "unknown",
            locator=place.locator,
        )
    )
