"""Who does what: the parties, who carries actions out, who sets goals and rules."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from municompare.model.governance import GovernanceModel
from municompare.model.steering import Responsibility, ResponsibilityRole
from municompare.readers.silkeborg_actions import items_of, responsible_for
from municompare.readers.silkeborg_agreement import Agreement
from municompare.readers.silkeborg_outline import Title
from municompare.readers.silkeborg_passages import Passage
from municompare.readers.silkeborg_tables import matching_key

__all__ = [
    "Owner",
    "add_owner",
    "add_parties",
    "add_responsibilities",
    "add_responsibility",
    "office_part",
    "owner_in_column",
    "owner_of",
    "owner_of_goal",
]

_WE: Final = re.compile(
    r"(?:vi\b|(?:(?!\b(?:hvor|som|at)\b)[^.,:;])*\b(?:vil|skal|kan|har) vi\b)", re.IGNORECASE
)
_REACHES: Final = re.compile(r"\b(?:opnå|nå|indfri|opfylde|realisere) (?:dette |det )?mål", re.I)
_PARTIES: Final = re.compile(
    r"\bparterne (?:udformer|udarbejder|formulerer|beskriver|forbereder)\b", re.IGNORECASE
)
_CONCLUDED: Final = re.compile(
    r"\b(?P<what>[^\W\d_]+aftale) mellem (?P<who>[^,.;]+)", re.IGNORECASE
)
_SET: Final = re.compile(
    r" som (?P<who>[^\W\d_][^.;:]*?) (?:stikker ud|udstikker|fastlægger|fastsætter|vedtager|"
    r"beslutter|har (?:vedtaget|fastlagt|fastsat|besluttet))\b"
)
_REALISE: Final = r"(?:virkeliggøre|udmønte|gennemføre|realisere|omsætte|efterleve|opfylde)\b"
_ANSWERS: Final = re.compile(
    r"(?:\A|(?<= som )|(?<=[.;] ))(?P<who>[^\W\d_][^.;:,]*?) "
    rf"(?:tager (?:med)?ansvar(?:et)? for|har (?:med)?ansvar(?:et)? for),? at {_REALISE}"
)
_DELEGATED: Final = re.compile(
    r"\b(?:ud)?delegere(?:t|s|de) til (?P<who>(?:den enkelte |de enkelte )?[^\W\d_]+)",
    re.IGNORECASE,
)
_FUNCTION: Final = (
    r"(?:(?:den|det|de|alle|hele) )?(?:[^\W\d_]+- og )?[^\W\d_-]*(?:-[^\W\d_]+)*?"
    r"(?:leder|ledelse|chef|direktør|team|afdeling|forvaltning|udvalg|råd|gruppe|personale|"
    r"medarbejder|lærer|pædagog|vejleder|konsulent|koordinator|assistent|terapeut|sygeplejerske|"
    r"bestyrelse|sekretariat|stab|center|centr|institution|kontor|kommune|administration)"
    r"(?:en|et|er|erne|ne|n|e|r|s)?"
)
_FUNCTIONS: Final = re.compile(rf"{_FUNCTION}(?:(?:, | og |/){_FUNCTION})*", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """Who carries something out: the names as printed, their ids, and the words that say so."""

    names: str
    bodies: tuple[str, ...]
    basis: Passage


def office_part(title: Title) -> Passage:
    """The title up to the office, without the person."""
    end = len(title.passage.text) - len(title.person)
    return title.passage.part(0, end)


def add_responsibility(
    agreement: Agreement,
    role: ResponsibilityRole,
    *,
    element: str,
    organisation: str,
    basis: Passage,
) -> None:
    """Add who does what about an element, unless another place has said so."""
    if (element, role, organisation) in agreement.roles:
        return
    agreement.roles.add((element, role, organisation))
    agreement.draft.add(
        Responsibility(
            id=agreement.draft.attached_id("responsibility", element, organisation),
            element=element,
            role=role,
            organisation=organisation,
            basis=basis.text,
            document=agreement.document,
            locator=basis.locator,
        )
    )


def add_parties(agreement: Agreement, title: Title) -> None:
    """Add the two parties, and that both agree."""
    line = office_part(title)
    for name, kind, short in (
        (title.institution, "unit", title.short),
        (title.office, "office", None),
    ):
        start = line.text.rindex(name)
        place = line.part(start, start + len(name))
        party = agreement.bodies.take(place, kind=kind, abbreviation=short)
        add_responsibility(
            agreement, "agrees", element=agreement.document, organisation=party, basis=line
        )


def owner_of(agreement: Agreement, *texts: Passage | None, own: bool) -> Owner | None:
    """Who carries an action out, where one of its texts says so.

    Parameters
    ----------
    agreement : Agreement
        The agreement in the making.
    *texts : Passage or None
        The action, and the words that introduce it.
    own : bool
        Whether the institution set the goal, so that *vi* (we) is the institution.
    """
    for text in texts:
        names = responsible_for([text.text], institution=agreement.institution) if text else None
        if text and names:
            start = text.text.index(names)
            bodies = agreement.bodies.several(text.part(start, start + len(names)))
            return Owner(names=names, bodies=bodies, basis=text)
    for text in texts if own else ():
        if text and _WE.match(text.text):
            institution = agreement.bodies.known(agreement.institution)
            bodies = (institution,) if institution else ()
            return Owner(names=agreement.institution, bodies=bodies, basis=text)
    return None


def owner_in_column(agreement: Agreement, cell: Passage | None) -> Owner | None:
    """Who carries an action out by the column of those responsible.

    Only bodies and functions are taken, known by the last words of their names: what else stands
    there may be a person's name.
    """
    if cell is None or not _FUNCTIONS.fullmatch(cell.text):
        return None
    return Owner(names=cell.text, bodies=agreement.bodies.several(cell), basis=cell)


def owner_of_goal(
    agreement: Agreement, wordings: Iterable[Passage], actions: Iterable[Passage]
) -> Owner | None:
    """Who is to reach a goal, by its wordings or by words of its actions that say so."""
    for wording in wordings:
        if owner := owner_of(agreement, wording, own=False):
            return owner
    for action in actions:
        head, _ = items_of(action)
        if _REACHES.search(head.text) and (owner := owner_of(agreement, head, own=False)):
            return owner
    return None


def add_owner(agreement: Agreement, element: str, owner: Owner | None) -> None:
    """Add that the owner, if there is one, carries the element out."""
    if owner is None:
        return
    for body in owner.bodies:
        add_responsibility(
            agreement, "executes", element=element, organisation=body, basis=owner.basis
        )


def add_responsibilities(
    agreement: Agreement,
    model: GovernanceModel,
    *,
    levels: Mapping[str, str],
    documents: Mapping[str, str],
    lines: Iterable[Passage],
) -> None:
    """Add what the running text says of who prepares, decides and carries out.

    Parameters
    ----------
    agreement : Agreement
        The agreement, with its parties.
    model : GovernanceModel
        The municipality's model, by whose terms a sentence names a level.
    levels : mapping
        Ids of the levels' rows by key.
    documents : mapping
        Ids of the documents that the agreement names, by the letters of their titles.
    lines : iterable of Passage
        The paragraphs of the document.
    """
    parties = [
        row.organisation
        for row in agreement.draft.rows("responsibilities")
        if row.element == agreement.document and row.role == "agrees"
    ]
    for sentence in (each for line in lines for each in line.sentences()):
        if _PARTIES.search(sentence.text):
            for party in parties:
                add_responsibility(
                    agreement,
                    "prepares",
                    element=agreement.document,
                    organisation=party,
                    basis=sentence,
                )
        concluded = _CONCLUDED.search(sentence.text)
        other = documents.get(matching_key(concluded["what"])) if concluded else None
        if concluded and other:
            for body in agreement.bodies.several(sentence.part(*concluded.span("who"))):
                add_responsibility(
                    agreement, "agrees", element=other, organisation=body, basis=sentence
                )
        level = _level_in(sentence.text, model, levels)
        if level is None:
            continue
        found: tuple[tuple[ResponsibilityRole, re.Match[str] | None], ...] = (
            ("decides", _SET.search(sentence.text)),
            ("executes", _ANSWERS.search(sentence.text)),
            ("executes", _DELEGATED.search(sentence.text)),
        )
        for role, match in found:
            who = sentence.part(*match.span("who")) if match else None
            for body in agreement.bodies.several(who) if who else ():
                add_responsibility(
                    agreement, role, element=level, organisation=body, basis=sentence
                )


def _level_in(text: str, model: GovernanceModel, levels: Mapping[str, str]) -> str | None:
    """Id of the level whose term a text names first; of two at one place the longer term."""
    places = [
        (match.start(), -len(term), levels[level.key])
        for level in model.levels
        if level.key in levels
        for term in level.terms
        if (match := re.search(rf"\b{re.escape(term)}", text, re.IGNORECASE))
    ]
    return min(places)[2] if places else None
