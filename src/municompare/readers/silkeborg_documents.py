"""The documents that an agreement rests on, names or puts into practice, and who decided them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from municompare.model.governance import GovernanceModel
from municompare.model.plan import Decision, Document
from municompare.readers.silkeborg_agreement import Agreement
from municompare.readers.silkeborg_passages import Passage
from municompare.readers.silkeborg_responsibilities import add_responsibility
from municompare.readers.silkeborg_tables import matching_key
from municompare.text.words import fold

__all__ = ["add_references"]

_PREVIOUS: Final = re.compile(r"\bforegående års aftale\b", re.IGNORECASE)
_APPROPRIATION: Final = re.compile(r"\bbevillingsaftale\b", re.IGNORECASE)
_BUDGET: Final = re.compile(r"\baktuelle (?:budget)?års budget\b", re.IGNORECASE)
_QUOTED: Final = re.compile(r"[”“\"](?P<title>[^”“\"]+)[”“\"]")
_NOUN: Final = r"(?:strategi|politik|handleplan|plan|aftale|budget|retningslinjer|vejledning)"
_ANY: Final = re.compile("")
_DOCUMENT_NOUN: Final = re.compile(rf"\b[^\W\d_]*{_NOUN}(?:en|et)?\b", re.IGNORECASE)
# "strategi for uddannelse til udsatte unge med fokusområderne:"
_NAMED: Final = re.compile(
    r"\b(?P<title>(?:strategi|politik) for [^,.:;()”\"]+?)"
    r"(?= (?:med|som|der|hvor)\b|,|[.:;()”\"]|$)"
)
_DEFINITE: Final = re.compile(
    r"(?<![\w-])(?P<title>[^\W\d_]{4,}(?:strategien|politikken))(?!\w)", re.IGNORECASE
)
# a plan in a table is more often that of a citizen
_PLAN: Final = re.compile(r"\((?P<title>[^\W\d_]{4,}planen)\)", re.IGNORECASE)
_RULES: Final = re.compile(
    r"\b(?P<title>[^\W\d_]{4,}regler(?:ne)? for (?-i:[A-ZÆØÅ])[^,.;()]+?)(?=,|[.;()]|$)",
    re.IGNORECASE,
)
_DECIDED: Final = re.compile(
    r"[”\"],? (?:som|der) (?:er )?(?:(?P<who>[^\W\d_][\w-]*) har )?"
    r"(?:fastlagt|vedtaget|besluttet|godkendt)\b(?: af (?P<by>[^\W\d_][\w-]*))?",
    re.IGNORECASE,
)
_POLITICAL: Final = re.compile(
    r"\b(?P<who>politisk)(?:e|t)? (?:vedtagne|vedtaget|besluttede|godkendte)\W+$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mention:
    """A document where a text names it."""

    title: Passage
    quoted: bool
    decided_by: Passage | None = None
    political: Passage | None = None
    basis: Passage | None = None


def add_references(
    agreement: Agreement,
    model: GovernanceModel,
    *,
    contents: Sequence[Passage],
    frame: Sequence[Passage],
    lines: Iterable[Passage],
    cells: Iterable[Passage],
) -> dict[str, str]:
    """Add the documents that the agreement names; give their ids by the letters of their titles.

    Parameters
    ----------
    agreement : Agreement
        The agreement in the making.
    model : GovernanceModel
        The municipality's model, with the kinds of its documents.
    contents : sequence of Passage
        Paragraphs of the chapter that says what the agreement rests on.
    frame : sequence of Passage
        Paragraphs of the chapter that refers to general rules.
    lines, cells : iterable of Passage
        All paragraphs, and all cells of the tables.
    """
    mentions = list(_rests_on(contents))
    for line in lines:
        quoted = _ANY if line in frame else _DOCUMENT_NOUN
        mentions += _mentions(line, (_NAMED, _DEFINITE, _PLAN, _RULES), quoted)
    for cell in cells:
        mentions += _mentions(cell, (_NAMED, _DEFINITE), _DOCUMENT_NOUN)
    found: dict[str, list[_Mention]] = {}
    for mention in mentions:
        found.setdefault(matching_key(mention.title.text), []).append(mention)
    return {key: _add_document(agreement, model, named) for key, named in found.items()}


def _rests_on(contents: Iterable[Passage]) -> Iterator[_Mention]:
    for pattern in (_PREVIOUS, _APPROPRIATION, _BUDGET):
        for line in contents:
            match = pattern.search(line.text)
            if match is not None:
                yield _Mention(title=line.part(*match.span()), quoted=False)
                break


def _mentions(
    passage: Passage, patterns: Iterable[re.Pattern[str]], quoted_title: re.Pattern[str]
) -> Iterator[_Mention]:
    text = passage.text
    quoted = [match.span() for match in _QUOTED.finditer(text)]
    for match in _QUOTED.finditer(text):
        decided = _DECIDED.match(text, match.end() - 1)
        political = _POLITICAL.search(text[: match.start()])
        if decided or political or quoted_title.search(match["title"]):
            group = "who" if decided and decided["who"] else "by"
            named = decided is not None and decided[group] is not None
            yield _Mention(
                title=passage.part(*match.span("title")),
                quoted=True,
                decided_by=passage.part(*decided.span(group)) if decided and named else None,
                political=passage.part(*political.span("who")) if political else None,
                basis=passage.part(match.start(), decided.end()) if decided else None,
            )
    for pattern in patterns:
        for match in pattern.finditer(text):
            start = match.start("title")
            if not any(begin <= start < end for begin, end in quoted):
                yield _Mention(title=passage.part(*match.span("title")), quoted=False)


def _add_document(agreement: Agreement, model: GovernanceModel, named: Sequence[_Mention]) -> str:
    """Add a document and its decision; a quoted title is its name, wherever it stands."""
    first = next((mention for mention in named if mention.quoted), named[0])
    decided = next((m for m in named if m.decided_by or m.political), None)
    title = first.title
    identifier = agreement.draft.id("document", title.text)
    agreement.draft.add(
        Document(
            id=identifier,
            title=title.text,
            kind=_kind(title.text, model),
            role="referenced",
            decided_by=decided.decided_by.text if decided and decided.decided_by else None,
            language=model.language,
            status="decided" if decided else "unknown",
            locator=title.locator,
        )
    )
    body = (decided.decided_by or decided.political) if decided else None
    if decided and body:
        agreement.draft.add(
            Decision(
                id=agreement.draft.attached_id("decision", identifier),
                body=body.text,
                subject=decided.title.text,
                document=agreement.document,
                locator=body.locator,
            )
        )
    if decided and decided.decided_by and decided.basis:
        organisation = agreement.bodies.take(decided.decided_by)
        add_responsibility(
            agreement,
            "decides",
            element=identifier,
            organisation=organisation,
            basis=decided.basis,
        )
    return identifier


def _kind(title: str, model: GovernanceModel) -> str:
    """Kind of a document: the model's own word, else the noun of its title."""
    kinds = {
        fold(term): level.document_kind
        for level in model.levels
        for term in level.terms
        if level.document_kind
    }
    folded = fold(title)
    words = (folded, folded.rpartition(" ")[2], folded.partition(" ")[0])
    kind = next((kinds[word] for word in words if word in kinds), None)
    noun = re.search(_NOUN, title, re.IGNORECASE)
    return kind or (noun[0].lower() if noun else "dokument")
