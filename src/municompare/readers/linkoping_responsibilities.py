"""Who prepares, decides, approves, notes and receives: what a budget's own sentences say."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final

from municompare.documents import Block, SourceDocument
from municompare.model.governance import GovernanceModel
from municompare.model.steering import Organisation, Responsibility, ResponsibilityRole
from municompare.readers.draft import Draft
from municompare.readers.linkoping_bodies import BodyBook
from municompare.readers.linkoping_text import Statement, along, sentences, shortened, whole
from municompare.text.words import fold

__all__ = ["add_responsibilities", "add_responsibility", "level_named"]

_ITEMS: Final = re.compile(r"(?P<body>.+?)s beslut", re.IGNORECASE)
_ADOPTS: Final = re.compile(r"\b(?:godkänns|fastställs|antas|antages)\b", re.IGNORECASE)
_NOTES: Final = re.compile(r"\bnoteras\b", re.IGNORECASE)
_HANDS_ON: Final = re.compile(
    r"\b(?:överlämnas|rapporteras|redovisas|skickas) till (?P<who>.+)", re.IGNORECASE
)
_SENT: Final = re.compile(r"beslutet skickas till:?", re.IGNORECASE)
_OFFICES: Final = re.compile(r"chef|enhet|förvaltning|nämnd|styrelse|bolag|revisor|kontor", re.I)
_NAMES: Final = re.compile(r"\b[A-ZÅÄÖ][\w-]+ [A-ZÅÄÖ][\w-]+")
_PROPOSES: Final = re.compile(r"(?P<who>[^\W\d_]+)s förslag till beslut", re.IGNORECASE)
_CONSULTED: Final = re.compile(
    r"\b(?:tagits fram|utarbetats|upprättats) i samråd med "
    # the office alone, which is printed with a person's name behind it
    r"(?P<who>(?:[a-zåäö]+-? )*[a-zåäö-]+(?:direktör|chef)(?:en)?)\b"
)
_NAME: Final = r"(?:(?:respektive |varje )?[^\W\d_]+)"
_WHAT: Final = r"(?P<what>[^.;]+?)(?= som | när | utifrån |[.;]|$)"
# verb first: what stands before it is looked up from there
_PASSIVE: Final[tuple[tuple[ResponsibilityRole, str, str], ...]] = (
    (
        "decides",
        ";",
        r" (?:beslutas|beslutats|beslutades|fastställ(?:s|as|ts|des)|antas) av "
        rf"(?P<who>{_NAME})",
    ),
    ("approves", ";", rf" godkänn(?:s|as) av (?P<who>{_NAME})"),
    (
        "approves",
        ";",
        rf" (?:åter|över)?(?:förs|lämnas) för godkännande till (?P<who>{_NAME})",
    ),
    (
        "decides",
        ",",
        rf" som (?:gavs|getts|ges|beslutats|fastställts|antagits) av (?P<who>{_NAME})",
    ),
)
_ACTIVE: Final[tuple[tuple[ResponsibilityRole, str], ...]] = (
    (
        "decides",
        rf"(?P<who>{_NAME}) (?:fastställer|fastställde|fattade beslut om|har beslutat om|"
        rf"beslutar om|beslutade om|antar|antog) {_WHAT}",
    ),
    (
        "prepares",
        rf"(?P<who>\bnämnde(?:n|rna)) (?:ska |skall )?(?:utarbetar?|upprättar?) (?:en )?{_WHAT}",
    ),
)
_PASSIVES: Final = tuple((role, end, re.compile(form, re.I)) for role, end, form in _PASSIVE)
_ACTIVES: Final = tuple((role, re.compile(form, re.IGNORECASE)) for role, form in _ACTIVE)
_HINT: Final = re.compile(r"beslut|fastställ|anta|antog|godkän|gavs|getts|utarbet|upprätt", re.I)
_LONGEST_NAME: Final = 80
_CONTROLS: Final = re.compile(
    rf"(?P<who>{_NAME}) har det (?:yttersta )?ansvaret för den interna kontrollen"
)


def add_responsibility(
    draft: Draft,
    *,
    element: str,
    role: ResponsibilityRole,
    organisation: str,
    basis: str,
    document: str,
    locator: str,
) -> None:
    """Add who does what about an element."""
    draft.add(
        Responsibility(
            id=draft.attached_id("responsibility", element, organisation),
            element=element,
            role=role,
            organisation=organisation,
            basis=shortened(basis),
            document=document,
            locator=locator,
        )
    )


def add_responsibilities(
    draft: Draft,
    document: SourceDocument,
    *,
    document_at: Callable[[int], str],
    bodies: BodyBook,
    model: GovernanceModel,
    levels: Mapping[str, str],
) -> None:
    """Add what minutes, missive and budget say of who does what about documents and levels.

    Parameters
    ----------
    draft : Draft
        The plan, whose documents are there already.
    document : SourceDocument
        The document.
    document_at : callable
        Gives the id of the document that prints a line.
    bodies : BodyBook
        The bodies that the document names.
    model : GovernanceModel
        The municipality's model, by whose terms a sentence names a level.
    levels : mapping
        Ids of the levels' rows by key.
    """
    blocks = along(document.blocks)
    found = [
        *_of_minutes(draft, blocks, bodies),
        *_of_sentences(blocks, bodies, model, levels),
        *_of_papers(draft, blocks, bodies, document_at),
        *_of_lists(blocks, bodies, document_at),
    ]
    said: set[tuple[str, str, str]] = set()
    for element, role, organisation, words in found:
        if (element, role, organisation) in said:
            continue
        said.add((element, role, organisation))
        add_responsibility(
            draft,
            element=element,
            role=role,
            organisation=organisation,
            basis=words.text,
            document=document_at(words.line),
            locator=words.locator,
        )


Found = tuple[str, ResponsibilityRole, str, Statement]
"""Element, role, organisation, and the words that say so."""


def _of_minutes(draft: Draft, blocks: Sequence[Block], bodies: BodyBook) -> Iterator[Found]:
    """What the points of a decision adopt, note and hand on."""
    deciding: Organisation | None = None
    for block in blocks:
        if block.kind == "heading":
            match = _ITEMS.fullmatch(block.text)
            deciding = bodies.one(match["body"]) if match else None
        elif block.kind == "list_item" and deciding is not None:
            element = _document_named(draft, block.text)
            if element is None:
                continue
            words = whole(block)
            if _ADOPTS.search(block.text):
                yield element, "decides", deciding.id, words
            elif _NOTES.search(block.text):
                yield element, "notes", deciding.id, words
            handed = _HANDS_ON.search(block.text)
            for organisation in bodies.ids(handed["who"]) if handed else ():
                yield element, "receives_report", organisation, words


def _document_named(draft: Draft, text: str) -> str | None:
    """The document whose kind a point names first; no part of the file."""
    rows = [row for row in draft.rows("documents") if row.role != "part"]
    places = [(fold(text).find(fold(row.kind)), n, row.id) for n, row in enumerate(rows)]
    return min((place for place in places if place[0] >= 0), default=(0, 0, None))[2]


def _of_sentences(
    blocks: Sequence[Block],
    bodies: BodyBook,
    model: GovernanceModel,
    levels: Mapping[str, str],
) -> Iterator[Found]:
    """What sentences say of the documents and decisions of the municipality's model."""
    control = [level.key for level in model.levels if level.instrument == "internal_control"]
    for block in blocks:
        if block.kind not in ("paragraph", "list_item"):
            continue
        for sentence in sentences(block):
            for role, what, who, words in _stated(sentence):
                body, level = bodies.one(who), level_named(what, model, levels)
                if body is not None and level is not None:
                    yield level, role, body.id, words
            controls = "interna kontrollen" in sentence.text
            match = _CONTROLS.search(sentence.text) if controls else None
            body = bodies.one(match["who"]) if match else None
            for key in control if match and body else ():
                if match and body and key in levels:
                    yield levels[key], "controls", body.id, sentence.part(*match.span())


def _stated(sentence: Statement) -> Iterator[tuple[ResponsibilityRole, str, str, Statement]]:
    """Role, what is decided, by whom, and the words that say so."""
    text = sentence.text
    if _HINT.search(text) is None:
        return
    for role, end, passive in _PASSIVES:
        if match := passive.search(text):
            start = text.rfind(end, 0, match.start()) + 1
            start += len(text[start:]) - len(text[start:].lstrip())
            if start < match.start():
                words = sentence.part(start, match.end())
                yield role, text[start : match.start()], match["who"], words
    for role, active in _ACTIVES:
        if match := active.search(text):
            yield role, match["what"], match["who"], sentence.part(*match.span())


@lru_cache(maxsize=8)
def _words_for(
    model: GovernanceModel,
) -> tuple[tuple[str, re.Pattern[str] | None, tuple[str, ...]], ...]:
    """Key of each level, the word for its document in all forms, and its folded terms."""
    found = []
    taken = {"", "plan"}  # "the plan" may be any of them
    for level in model.levels:
        kind = fold((level.document_kind or "").partition(" ")[0]).strip(",")
        # the document as a whole is the first level's; the others are parts of it
        word = re.compile(rf"\b{re.escape(kind)}(?:en|n|et)?\b") if kind not in taken else None
        taken.add(kind)
        found.append((level.key, word, tuple(fold(term) for term in level.terms)))
    return tuple(found)


def level_named(words: str, model: GovernanceModel, levels: Mapping[str, str]) -> str | None:
    """The level whose term or kind of document words name first."""
    folded = fold(words)
    places: list[tuple[int, int, int, str]] = []
    for key, word, terms in _words_for(model):
        named = [(start, 0, -len(t)) for t in terms if (start := folded.find(t)) >= 0]
        own = word.search(folded) if word else None
        # of two levels at one place the one whose own term it is, or the longer term, is meant
        known = min([*named, *([(own.start(), 1, 0)] if own else [])], default=None)
        if known is not None and key in levels:
            places.append((*known, levels[key]))
    return min(places)[3] if places else None


def _of_papers(
    draft: Draft, blocks: Sequence[Block], bodies: BodyBook, document_at: Callable[[int], str]
) -> Iterator[Found]:
    """Who prepared the missive and the budget."""
    rows = draft.rows("documents")
    missive = next((row.id for row in rows if row.kind == "missiv"), None)
    own = next(row.id for row in rows if row.role == "read")
    for block in blocks:
        if block.kind != "paragraph":
            continue
        signed = bodies.one(block.text) if len(block.text) <= _LONGEST_NAME else None
        if signed is not None and _is_name_of(block.text, signed):
            if signed.kind == "administration" and document_at(block.line) == missive:
                yield str(missive), "prepares", signed.id, whole(block)
            continue
        if "förslag" not in block.text and "samråd" not in block.text:
            continue
        for sentence in sentences(block):
            proposes = _PROPOSES.search(sentence.text)
            body = bodies.one(proposes["who"]) if proposes else None
            if proposes and body and body.kind == "administration" and missive is not None:
                yield missive, "prepares", body.id, sentence.part(*proposes.span())
            consulted = _CONSULTED.search(sentence.text)
            if consulted is not None:
                words = sentence.part(*consulted.span("who"))
                office = bodies.member(words.text, "office", words.locator)
                yield own, "prepares", office, sentence.part(*consulted.span())


def _is_name_of(text: str, body: Organisation) -> bool:
    return fold(text).strip(" .,") == fold(body.name)


def _of_lists(
    blocks: Sequence[Block], bodies: BodyBook, document_at: Callable[[int], str]
) -> Iterator[Found]:
    """To whom a decision is sent."""
    listing = False
    for block in blocks:
        if block.kind == "paragraph" and _SENT.fullmatch(block.text):
            listing = True
        elif block.kind not in ("paragraph", "list_item") or len(block.text) > _LONGEST_NAME:
            listing = False
        elif listing:
            words, body = whole(block), bodies.one(block.text)
            element = document_at(block.line)
            if body is not None and _is_name_of(block.text, body):
                yield element, "receives_report", body.id, words
            elif _OFFICES.search(block.text) and not _NAMES.search(block.text):
                who = bodies.member(block.text, "office", words.locator)
                yield element, "receives_report", who, words
