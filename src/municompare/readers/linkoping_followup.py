"""The calendar of follow-up: what is followed up when, who reports, who receives."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from municompare.documents import Block, SourceDocument
from municompare.model.governance import GovernanceModel
from municompare.model.plan import FollowUp, Note
from municompare.model.quantity import Locator
from municompare.readers.draft import Draft
from municompare.readers.linkoping_bodies import BodyBook
from municompare.readers.linkoping_responsibilities import level_named
from municompare.readers.linkoping_text import Statement, along, sentences, shortened, whole
from municompare.text.words import fold

__all__ = ["Calendar", "add_followups"]

_SECTION: Final = re.compile(r"\buppfoljning|\butvardering|\binternkontroll|\bkvalitetsarbete")
_MONTH: Final = (
    "(?:januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december)"
)
_DAY: Final = rf"(?:den )?\d{{1,2}} {_MONTH}(?: \d{{4}})?"
_REPORT: Final = (
    r"(?:mål-? och )?[a-zåäö]*(?:rapport|bokslut|redovisning|berättelse|uppföljning|bedömning|"
    r"prognos)(?:erna|arna|en|et|er|ar)?"
)
_OCCASION: Final = re.compile(
    rf"\b(?P<kind>{_REPORT}(?: och {_REPORT})?)(?: per| den| i)? ?"
    rf"(?P<dates>{_DAY}(?:(?:,| och|,? samt) {_DAY})*)?",
    re.IGNORECASE,
)
_CALENDAR: Final = re.compile(r"\bi samband med\b|\bvid följande\b|\bföljande tillfällen\b", re.I)
_LABELLED: Final = re.compile(r"(?P<label>[A-ZÅÄÖ][^.:;]{2,60}): ?(?P<text>\S.*)", re.DOTALL)
_TELLS: Final = re.compile(r"\b(?:följ(?:er|s)|redovisa[rs]|rapportera[rs])\b", re.IGNORECASE)
_FOLLOWED: Final = re.compile(
    r"\b(?P<verb>följas upp|följs upp|återrapporteras|rapporteras|återredovisas|redovisas|delges|"
    r"återkopplas|aktualitetsprövas|utvärderas)\b(?P<rest>[^.;]*)",
    re.IGNORECASE,
)
_TOLD: Final = re.compile(
    r"\b(?:redovisar|rapporterar|återrapporterar|följer upp)\b(?P<rest>[^.;]*)", re.IGNORECASE
)
_SUBJECT: Final = re.compile(
    r"(?!(?:Det|Den|De|Detta|Dessa) )(?P<what>(?:[^\W_]+[ -]){0,3}?[^\W_]+) "
    r"(?:(?:kommer att|ska|skall) )?"
    r"(?:följas upp|följs upp|(?:åter)?r(?:apporteras|edovisas)|aktualitetsprövas|utvärderas)\b"
)
_IN: Final = re.compile(
    rf"\b(?:i samband med|i|vid|genom) (?:befintliga |nämndens |kommunens |sina )?"
    rf"(?P<kind>{_REPORT}(?:,? (?:{_REPORT}|[a-zåäö]+-))*(?: (?:och|samt) {_REPORT})?)",
    re.IGNORECASE,
)
_APART: Final = re.compile(r" (?:separat|särskilt|i särskild ordning)\b", re.IGNORECASE)
_CADENCE: Final = re.compile(
    r"\b(?:(?:en|två|tre|fyra|[1-9]) gång(?:er)? (?:per|om|i|varje) [^\W\d_]+|"
    r"varje (?:år|månad|kvartal|tertial|halvår|vecka|termin|nämndsammanträde|sammanträde|"
    r"mandatperiod)|vart(?:annat|tredje|fjärde) år|"
    r"(?:systematiskt och )?(?:kontinuerligt|löpande|regelbundet)|årligen|"
    r"(?:års|halvårs|kvartals|tertial|månads)vis|efter varje [^.,;]+|under året|"
    r"(?:i samband med|inför) (?:ny|varje|en ny) [^\W\d_]+|vid behov|enligt plan)(?!\w)",
    re.IGNORECASE,
)
_AS_NEEDED: Final = "vid behov"
_WHEN: Final = re.compile(
    rf"\b(?:senast |under |i |vid )?(?:{_DAY}(?:(?:,| och|,? samt) {_DAY})*|{_MONTH} \d{{4}}|"
    rf"per {_MONTH}(?:, {_MONTH})*(?: och {_MONTH})?|årsskiftet|årets slut|"
    r"(?:verksamhets|budget)?året \d{4}|(?:kvartal|tertial) \d \d{4})",
    re.IGNORECASE,
)
_REPORTER: Final = re.compile(
    r"(?P<who>[A-ZÅÄÖ][^\W\d_]+) är (?:ansvarig|rapportör)|"
    r"(?P<body>[^.,;]{4,60}?) (?:samlar|redovisar|rapporterar|följer upp|sammanställer|"
    r"ansvarar för att)\b"
)
_RECIPIENT: Final = re.compile(
    r"\b(?:lämnas|redovisas|delges|rapporteras|återkopplas|överlämnas|återrapporteras)"
    r"(?: in)?(?: till| i| för)? (?P<who>[^\W\d_]+)",
    re.IGNORECASE,
)
_TO_BODY: Final = re.compile(
    r"\btill (?P<who>[^\W\d_]*(?:fullmäktige|styrelsen?|nämnd(?:en|er|erna)?))(?!\w)", re.IGNORECASE
)
_REVIEWED: Final = re.compile(r"\bgranskningsområde", re.IGNORECASE)
_THE_PLAN: Final = re.compile(r"planen ", re.IGNORECASE)
_RECEIVES: Final = re.compile(
    r"nämnd|styrelse|fullmäktige|förvaltning|kontor|chef|direktör|revisor"
)
_ABOUT: Final = re.compile(
    r"\bfölj\w* upp|\buppfölj|\butvärder|\bredovis|\brapport|\bkontroll|\bmät|\bnyckeltal|"
    r"\binsyn|\w+besök\b|\baktualitetspröv|\brevideras\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """A follow-up as sentences tell it."""

    what: str
    place: Statement
    kind: str | None = None
    cadence: str | None = None
    dates: str | None = None
    reporter: str | None = None
    recipient: str | None = None
    element: str | None = None

    @property
    def says_something(self) -> bool:
        """Whether it says how often, when, by whom, to whom or in what report."""
        return any((self.kind, self.cadence, self.dates, self.reporter, self.recipient))


class Calendar:
    """Follow-ups, each once with all its places.

    Parameters
    ----------
    draft : Draft
        The plan.
    bodies : BodyBook
        The bodies that the document names.
    model : GovernanceModel
        The municipality's model, with its words for follow-up.
    levels : mapping
        Ids of the levels' rows by key.
    """

    def __init__(
        self,
        draft: Draft,
        *,
        bodies: BodyBook,
        model: GovernanceModel,
        levels: Mapping[str, str],
    ) -> None:
        self._draft = draft
        self._bodies = bodies
        self._model = model
        self._levels = levels
        self._terms = {
            term.term: re.compile(rf"\b{re.escape(term.term)}(?:en|et|er|erna)?\b", re.IGNORECASE)
            for term in model.terms
            if term.kind == "followup"
        }
        self._met: set[str] = set()
        self._level: str | None = None
        self._found: dict[tuple[str | None, ...], tuple[_Found, Locator]] = {}

    def take(self, block: Block, section: str | None, *, element: str | None = None) -> None:
        """Take what a block says, under a heading on follow-up or elsewhere (None).

        The element is what a whole section is about, where nothing nearer is named.
        """
        self._level = None
        if section is None:
            found = [
                self._details(sentence)
                for sentence in sentences(block)
                if _is_reported(sentence.text) and not self._is_told(sentence)
            ]
        elif (match := _LABELLED.fullmatch(block.text)) and not _TELLS.search(match["label"]):
            found = [self._labelled(block, match)]
        else:
            found = [e for sentence in sentences(block) for e in self._under(sentence, section)]
        for each in found:
            each = replace(each, element=each.element or element)
            key = (fold(each.what), each.kind, each.cadence, each.dates, each.recipient)
            place = Locator.parse(each.place.locator)
            known = self._found.get(key)
            self._found[key] = (known[0], known[1].also(place)) if known else (each, place)

    def _is_told(self, sentence: Statement) -> bool:
        """Tell whether a row has its time from the sentence already."""
        first, last = (
            Locator.parse(sentence.locate(index)).first for index in (0, len(sentence.text) - 1)
        )
        places = (Locator.parse(row.locator).first for row in self._draft.rows("followups"))
        return any(
            first.line == place.line == last.line
            and (first.char or 0) <= (place.char or 0) <= (last.char or 0)
            for place in places
        )

    def add_rows(self, *, document_at: Callable[[int], str]) -> None:
        """Add a row for each follow-up."""
        for found, locator in self._found.values():
            self._draft.add(
                FollowUp(
                    id=self._draft.id("followup", found.kind or found.what),
                    element=found.element,
                    what=shortened(found.what),
                    cadence=found.cadence,
                    dates=found.dates,
                    reporter=found.reporter,
                    recipient=found.recipient,
                    kind=found.kind,
                    document=document_at(found.place.line),
                    locator=str(locator),
                )
            )

    def _under(self, sentence: Statement, section: str) -> Iterator[_Found]:
        """What a sentence under a heading on follow-up tells."""
        text = sentence.text
        element = level_named(section, self._model, self._levels)
        if _CALENDAR.search(text):
            occasions = list(_OCCASION.finditer(text))
            if any(match["dates"] for match in occasions):
                for match in occasions:
                    dates = re.findall(_DAY, match["dates"] or "")
                    yield _Found(
                        what=section,
                        place=sentence.part(*match.span()),
                        kind=match["kind"],
                        dates="; ".join(dates) or None,
                        element=element,
                    )
                return
        found = self._details(sentence)
        term = self._new_term(text)
        if _ABOUT.search(text) and (found.says_something or term):
            yield replace(found, kind=found.kind or term, element=found.element or element)

    def _labelled(self, block: Block, match: re.Match[str]) -> _Found:
        """A paragraph with a label in front: the label is the kind of follow-up."""
        said = list(sentences(block))
        details = [self._details(sentence) for sentence in said]
        telling = next((found for found in details if found.says_something), details[0])

        def first(name: str) -> str | None:
            return next((getattr(found, name) for found in details if getattr(found, name)), None)

        start = match.start("text") if telling is details[0] else 0
        self._new_term(block.text)
        return replace(
            telling,
            what=telling.place.text[start:],
            place=whole(block),
            kind=match["label"],
            cadence=first("cadence"),
            dates=first("dates"),
            reporter=first("reporter"),
            recipient=first("recipient"),
        )

    def _new_term(self, text: str) -> str | None:
        """The municipality's own word for a kind of follow-up, where it is met first."""
        for term, pattern in self._terms.items():
            match = pattern.search(text)
            if match is not None and term not in self._met:
                self._met.add(term)
                return match[0]
        return None

    def _details(self, sentence: Statement) -> _Found:
        """What a sentence tells of a follow-up."""
        text = sentence.text
        followed = _FOLLOWED.search(text)
        kind = None
        if followed is not None:
            reports = dict.fromkeys(match["kind"] for match in _IN.finditer(followed["rest"]))
            apart = _APART.match(followed["rest"])
            kind = ", ".join(reports) or None
            kind = f"{followed['verb']}{apart[0]}" if apart else kind
        elif told := _TOLD.search(text):
            report = _IN.search(told["rest"])
            kind = report["kind"] if report else None
        subject = _SUBJECT.match(text)
        # "the plan" is the one that the paragraph has named last
        if "plan" in text.lower():
            self._level = level_named(text, self._model, self._levels) or self._level
        cadences = dict.fromkeys(match[0] for match in _CADENCE.finditer(text))
        if len(cadences) > 1:  # "and revised where needed" says how often of something else
            cadences = {each: None for each in cadences if each.lower() != _AS_NEEDED}
        when, reporter = _WHEN.search(text), _REPORTER.match(text)
        what = subject["what"] if subject else text
        return _Found(
            what=what,
            place=sentence,
            kind=kind,
            cadence="; ".join(cadences) or None,
            dates=when[0] if when else None,
            reporter=(reporter["who"] or reporter["body"]) if reporter else None,
            recipient=self._recipient(text),
            element=self._level if _THE_PLAN.match(text) else None,
        )

    def _recipient(self, text: str) -> str | None:
        for match in _RECIPIENT.finditer(text):
            if _RECEIVES.search(match["who"].lower()) or self._bodies.one(match["who"]):
                return match["who"]
        followed = _FOLLOWED.search(text)
        to = _TO_BODY.search(followed["rest"]) if followed else None
        return to["who"] if to else None


def _is_reported(text: str) -> bool:
    """Tell whether a sentence says that something is reported in a named report, or apart."""
    match = _FOLLOWED.search(text)
    return match is not None and bool(
        _APART.match(match["rest"]) or _IN.match(match["rest"].lstrip())
    )


def add_followups(
    draft: Draft,
    document: SourceDocument,
    *,
    document_at: Callable[[int], str],
    bodies: BodyBook,
    model: GovernanceModel,
    levels: Mapping[str, str],
) -> None:
    """Add the follow-up that sections on it, and sentences elsewhere, tell of.

    Under a heading on follow-up: each occasion of a calendar, each paragraph with a label in
    front, and each other sentence on follow-up that says how often, when, by whom or to whom.
    Elsewhere: sentences by which something is reported in a named report, or apart.
    """
    calendar = Calendar(draft, bodies=bodies, model=model, levels=levels)
    section: str | None = None
    for block in along(document.blocks):
        if block.kind == "heading":
            section = block.text if _SECTION.search(fold(block.text)) else None
        elif block.kind in ("paragraph", "list_item"):
            calendar.take(block, section)
            for sentence in sentences(block) if section is not None else ():
                if _REVIEWED.search(sentence.text):
                    _add_remark(draft, sentence, document_at(sentence.line))
    calendar.add_rows(document_at=document_at)


def _add_remark(draft: Draft, sentence: Statement, document: str) -> None:
    """Add what is said of the areas that the committee reviews, which may be none."""
    draft.add(
        Note(
            id=draft.attached_id("note", document),
            text=shortened(sentence.text),
            element=document,
            document=document,
            locator=sentence.locator,
        )
    )
