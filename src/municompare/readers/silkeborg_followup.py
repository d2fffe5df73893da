"""Follow-up that an agreement's own wordings state: what, how often, by whom, for whom."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from municompare.model.plan import FollowUp
from municompare.model.steering import ResponsibilityRole
from municompare.readers.silkeborg_agreement import Agreement, Statement
from municompare.readers.silkeborg_outline import Chapter
from municompare.readers.silkeborg_passages import Passage
from municompare.readers.silkeborg_responsibilities import add_responsibility, owner_of
from municompare.readers.silkeborg_tables import matching_key
from municompare.text.words import squeeze

__all__ = ["add_followups"]

_FOLLOWS_UP: Final = re.compile(
    r"opfølgning(?:er|en)?\b|\bfølge[rs]?(?: [^\W\d_]+){0,2} op\b|\bevaluer\w+|"
    r"\borienter\w+\b.*\bnøgletal|\bdrøfte[rs]?\b|\bgøre[rs]? status\b|"
    r"\b(?:af)?rapportere[rs]?\b|\b(?:forelægges|fremlægges)\b",
    re.IGNORECASE,
)
_CADENCE: Final = re.compile(
    r"\b(?:(?:en|to|tre|fire|[1-9]\d?) gange? (?:om|i|per|pr\.) [^\W\d_]+|"
    r"hvert? (?:\w+ )?(?:uge|måned|kvartal|halvår|år)|"
    r"(?:ugentlig|månedlig|halvårlig|årlig)t?|kvartalsvis|løbende|fast punkt|"
    r"når en? [^.,;–]+)(?!\w)",
    re.IGNORECASE,
)
_MONTH: Final = (
    "(?:januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december)"
)
_DATES: Final = re.compile(rf"\b{_MONTH}(?: ?(?:/|,|-|og) ?{_MONTH})* \d{{4}}", re.IGNORECASE)
_DATED: Final = re.compile(rf" (?:i |for )?(?:{_MONTH} )?\d{{4}}\b", re.IGNORECASE)
_AHEAD: Final = re.compile(
    rf"\b{_MONTH}(?: ?(?:/|,|-|og) ?{_MONTH})* (?P<year>\d{{4}}) for (?P<about>\d{{4}})\b", re.I
)
_PUBLISHED: Final = re.compile(
    r"(?P<what>\S+) (?P<kind>offentliggøres\b.*?) ?(?P<date>senest \d{1,2}\. ?[^\W\d_]+ \d{4})",
    re.IGNORECASE,
)
_AGREEMENT: Final = re.compile(
    r"(?:^|^der (?:gøres status|følges op) på )"
    r"(?P<what>(?:(?:målene|resultaterne|mål og resultater) i )?aftale[nr]?(?:ne)?s?(?: mål)?)\b",
    re.IGNORECASE,
)
_RESULTS: Final = re.compile(
    r"\b(?P<what>(?:de )?(?:opnåede )?resultater fra (?P<title>foregående års aftale))\b",
    re.IGNORECASE,
)
_WHAT: Final = (
    re.compile(r"\borientere?r? [^\W\d_]+ om (?P<what>[^.,;]+)", re.IGNORECASE),
    re.compile(
        r"\bfølge[rs]? op på (?P<what>[^.,;]+?)(?= for \d{4}| (?:når|hver|løbende)\b|[.,;]|$)",
        re.IGNORECASE,
    ),
    re.compile(
        r"^(?P<what>[^.,;]+?) (?:skal )?(?:drøftes|gennemgås|evalueres|følges(?: [^\W\d_]+)? op|"
        r"(?:af)?rapporteres|forelægges|fremlægges)\b"
    ),
    re.compile(r"\bdrøfter? (?P<what>[^.,;]+?)(?= på | i |[.,;]|$)", re.IGNORECASE),
    re.compile(r"\bevaluere[rs]? (?P<what>[^.,;]+)", re.IGNORECASE),
)
_RECIPIENT: Final = (
    re.compile(r"\borientere?r? (?P<who>[^\W\d_]+) om\b", re.IGNORECASE),
    re.compile(
        r"\b(?:(?:af)?rapportere[rs]?|forelægges|fremlægges)(?: [^\W\d_]+)? (?:til|for) "
        r"(?P<who>[^\W\d_]+)"
    ),
)
_COUNCIL_MEETS: Final = re.compile(r"\b(?:på|i) MED\b")
_EVALUATES: Final = re.compile(
    r"\b(?P<who>(?!som\b|der\b)[^\W\d_]+) (?:evaluerer|vurderer|kontrollerer)\b", re.IGNORECASE
)
_MEETINGS: Final = re.compile(r"\b[^\W\d_]*møder(?:ne)? mellem [^\W\d_]+ og [^\W\d_]+")


def add_followups(
    agreement: Agreement,
    *,
    contents: Chapter | None,
    frame: Chapter | None,
    documents: Mapping[str, str],
) -> None:
    """Add the follow-up that elements state, last year's results, and the publication.

    Parameters
    ----------
    agreement : Agreement
        The agreement with its elements.
    contents, frame : Chapter or None
        What the agreement rests on, and the frame of the leaders' work.
    documents : mapping
        Ids of the documents that the agreement names, by the letters of their titles.
    """
    early = []
    for statement in agreement.statements:
        text = statement.passage.text
        cadence = _CADENCE.search(text)
        dates = [match[0] for match in _DATES.finditer(text)]
        meetings = _MEETINGS.search(text)
        if _FOLLOWS_UP.search(text) and (cadence or dates or meetings):
            _add_stated(agreement, statement, cadence, dates, meetings)
        early += [
            agreement.reading(statement.passage.part(*match.span()))
            for match in _AHEAD.finditer(text)
            if match["year"] < match["about"]
        ]
    for block in contents.blocks if contents else ():
        if block.kind != "table":
            _add_results(agreement, Passage.of_block(block), documents)
    for block in frame.blocks if frame else ():
        if block.kind != "table":
            _add_publication(agreement, Passage.of_block(block))
            _add_own(agreement, Passage.of_block(block))
    if early:
        agreement.draft.issue(
            "MC349",
            "warning",
            "expected a follow-up after the beginning of what it is about, found one that is dated "
            "before that year.",
            cause="follow-up ahead of time",
            remedy="Check whether the follow-up or a plan for the year to come is meant.",
            readings=early,
        )


def _add_stated(
    agreement: Agreement,
    statement: Statement,
    cadence: re.Match[str] | None,
    dates: Sequence[str],
    meetings: re.Match[str] | None,
) -> None:
    """Add a follow-up that an element states, with who reports and who receives."""
    text = statement.passage.text
    judged = _EVALUATES.search(text)
    owner = None if judged else owner_of(agreement, statement.passage, own=statement.own)
    recipient = next((match["who"] for each in _RECIPIENT if (match := each.search(text))), None)
    receiving = agreement.bodies.known(recipient) if recipient else None
    judging = agreement.bodies.known(judged["who"]) if judged else None
    reporter = owner.names if owner else judged["who"] if judged else None
    council = agreement.bodies.of_kind("works council") if _COUNCIL_MEETS.search(text) else None
    if council and judged:
        judging, reporter = council, agreement.bodies.name(council)
    elif council:
        receiving, recipient = council, agreement.bodies.name(council)
    agreement.draft.add(
        FollowUp(
            id=agreement.draft.attached_id("followup", statement.element),
            element=statement.element,
            what=_what(text, cadence),
            cadence=cadence[0].strip() if cadence else None,
            dates="; ".join(dates) or None,
            reporter=reporter,
            recipient=recipient,
            kind=meetings[0] if meetings else None,
            document=agreement.document,
            locator=statement.passage.locator,
        )
    )
    roles: list[tuple[ResponsibilityRole, str | None]] = [
        *(("reports", body) for body in (owner.bodies if owner else ())),
        ("controls", judging),
        ("receives_report", receiving),
    ]
    for role, body in roles:
        if body is not None:
            add_responsibility(
                agreement,
                role,
                element=statement.element,
                organisation=body,
                basis=statement.passage,
            )


def _what(text: str, cadence: re.Match[str] | None) -> str:
    """What is followed up, without how often and when; else the whole statement."""
    for pattern in _WHAT:
        match = pattern.search(text)
        if match is None:
            continue
        what = _DATED.split(match["what"])[0]
        if cadence:
            what = what.replace(cadence[0], "")
        if what.strip():
            return squeeze(what)
    return text


def _add_results(agreement: Agreement, line: Passage, documents: Mapping[str, str]) -> None:
    """Add that the results of the agreement before are taken up."""
    match = _RESULTS.search(line.text)
    previous = documents.get(matching_key(match["title"])) if match else None
    if match and previous:
        agreement.draft.add(
            FollowUp(
                id=agreement.draft.attached_id("followup", previous),
                element=previous,
                what=match["what"],
                document=agreement.document,
                locator=line.part(*match.span()).locator,
            )
        )


def _add_own(agreement: Agreement, line: Passage) -> None:
    """Add how often the agreement itself is followed up."""
    for sentence in line.sentences():
        named = _AGREEMENT.search(sentence.text)
        cadence = _CADENCE.search(sentence.text)
        dates = [match[0] for match in _DATES.finditer(sentence.text)]
        if named and (cadence or dates) and _FOLLOWS_UP.search(sentence.text):
            agreement.draft.add(
                FollowUp(
                    id=agreement.draft.attached_id("followup", agreement.document),
                    element=agreement.document,
                    what=named["what"],
                    cadence=cadence[0].strip() if cadence else None,
                    dates="; ".join(dates) or None,
                    document=agreement.document,
                    locator=sentence.locator,
                )
            )


def _add_publication(agreement: Agreement, line: Passage) -> None:
    match = _PUBLISHED.search(line.text)
    if match is not None:
        agreement.draft.add(
            FollowUp(
                id=agreement.draft.attached_id("followup", agreement.document),
                element=agreement.document,
                what=match["what"],
                dates=match["date"],
                kind=match["kind"],
                document=agreement.document,
                locator=line.part(*match.span()).locator,
            )
        )
