"""Documents that a verksamhetsplan names beside itself: plans, agreements, laws."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from municompare.model.governance import GovernanceModel
from municompare.model.plan import Document
from municompare.readers.norrkoping_front import FIRST_PART, YEAR, bare_name
from municompare.readers.norrkoping_text import Passage, Source
from municompare.text.periods import find_periods
from municompare.text.words import fold

__all__ = ["Agreement", "add_agreements", "add_named_documents", "add_referenced_documents"]

_DATED: Final = re.compile(
    rf"(?<![\w-])(?P<title>(?P<owner>{FIRST_PART}[^\W\d_]+s) (?P<kind>[^\W\d_]+plan) "
    rf"för (?P<year>{YEAR}))(?!\w)",
    re.IGNORECASE,
)
_ASSIGNMENT_PLAN: Final = re.compile(r"\buppdragsplan", re.IGNORECASE)
_SPANNED: Final = re.compile(
    rf"(?<![\w-])(?P<title>(?P<owner>[A-ZÅÄÖ][^\W\d_]+s) "
    rf"(?P<kind>plan|program|strategi|policy|handlingsplan) (?P<span>{YEAR} ?[-–] ?{YEAR}) "
    r"för [^\W\d_]+)"
)
_CALLED: Final = re.compile(
    r"\b(?P<kind>[^\W\d_]{3,}(?:underlag|material|handbok|policy|program))(?:et|en)? "
    r"(?:[^.;]*? )?som (?:heter|kallas) (?P<title>[A-ZÅÄÖ][^\W\d_]+(?: [^\W\d_]+){0,3})(?=[.;,])"
)
_AGREEMENT: Final = re.compile(
    r"\ben (?P<title>[^\W\d_]+ överenskommelse)(?= (?:med|om|mellan)\b)", re.IGNORECASE
)
# "förslagen" and "bolagen" are no laws
_LAW: Final = re.compile(
    # most places are left at their first letter
    r"(?=[lbf])(?=lagen|balken|förordningen)"
    r"(?<=[^\W\d_]{3})(?<![nrptv]s)(?<!bo)(?<!under)(?<!för)"
    r"(?P<kind>lagen|balken|förordningen)(?!\w)"
)
_LAWS: Final = {"lagen": "lag", "balken": "lag", "förordningen": "förordning"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """An agreement that the text names: the id of its row, its name, and the words up to it."""

    document: str
    title: str
    at: Passage


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", fold(text))


def add_referenced_documents(source: Source, introduction: Passage) -> None:
    """Add the plans that the introduction names with owner and year, and the uppdragsplan."""
    mentions: dict[tuple[str, str, str], list[re.Match[str]]] = {}
    for match in _DATED.finditer(introduction.text):
        key = match["kind"].lower(), match["year"], _letters(match["owner"])
        mentions.setdefault(key, []).append(match)
    for (kind, year, _), matches in mentions.items():
        # of two spellings the one with the hyphen is whole
        match = next((m for m in matches if "- " in m["owner"]), matches[0])
        _add(
            source,
            introduction.part(*match.span("title")),
            kind,
            issuer=bare_name(match["owner"], introduction.text),
            period=year,
        )
    named = _ASSIGNMENT_PLAN.search(introduction.text)
    if named and all(kind != "uppdragsplan" for kind, _, _ in mentions):
        _add(source, introduction.part(*named.span()), "uppdragsplan")


def _add(
    source: Source,
    at: Passage,
    kind: str,
    *,
    named: str | None = None,
    issuer: str | None = None,
    period: str | None = None,
) -> str:
    """Add a document; its id is made of its kind, or of its title where ``named`` gives one."""
    identifier = source.draft.id("document", named or kind)
    source.draft.add(
        Document(
            id=identifier,
            title=at.text,
            kind=kind,
            role="referenced",
            issuer=issuer,
            period=period,
            language="sv",
            locator=str(at.locator),
        )
    )
    return identifier


def add_named_documents(source: Source, model: GovernanceModel, text: Passage) -> None:
    """Add the other documents of the governance model, dated plans, and laws, each once."""
    lowered = text.text.lower()
    known = {fold(row.kind) for row in source.draft.rows("documents")}
    for level in model.levels:
        kind = level.document_kind
        if kind is None or " " in kind or fold(kind) in known:
            continue
        named = re.search(rf"(?<![\w-]){re.escape(kind.lower())}(?:en|et)?(?!\w)", lowered)
        if named is not None:
            _add(source, text.part(*named.span()), kind)
    for match in _CALLED.finditer(text.text):
        title = text.part(*match.span("title"))
        _add(source, title, match["kind"].lower(), named=title.text)
    for match in _SPANNED.finditer(text.text):
        span = find_periods(match["span"], language="sv")
        _add(
            source,
            text.part(*match.span("title")),
            match["kind"],
            named=match["title"],
            period=span[0].period.text if span else None,
        )
    seen: set[str] = set()
    for match in _LAW.finditer(text.text):
        start = text.text.rfind(" ", 0, match.start()) + 1
        title = text.part(start, match.end())
        if title.text.isalpha() and fold(title.text) not in seen:
            seen.add(fold(title.text))
            _add(source, title, _LAWS[match["kind"]], named=title.text)


def add_agreements(source: Source, sentence: Passage) -> tuple[Agreement, ...]:
    """Add the agreements with other bodies that a sentence names."""
    return tuple(
        Agreement(
            document=_add(
                source,
                sentence.part(*match.span("title")),
                "överenskommelse",
                named=match["title"],
            ),
            title=match["title"],
            at=sentence.part(0, match.end()),
        )
        for match in _AGREEMENT.finditer(sentence.text)
    )
