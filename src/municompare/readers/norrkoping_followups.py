"""What a verksamhetsplan says is followed up: its documents, the year, surveys, single actions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from municompare.model.governance import GovernanceModel, LevelDefinition
from municompare.model.plan import FollowUp
from municompare.readers.norrkoping_activities import Done
from municompare.readers.norrkoping_bodies import BodyBook
from municompare.readers.norrkoping_measures import sentence_passages
from municompare.readers.norrkoping_text import Passage, Source
from municompare.text.periods import find_periods
from municompare.text.words import fold

__all__ = ["add_action_followups", "add_followups", "followed", "level_of", "levels_named"]

_PLAN: Final = r"[^\W\d_]+plan"
_SPANS: Final = "år|året|halvår|kvartal|tertial|månad|månaden|vecka"
_CADENCE: Final = (
    rf"(?P<cadence>(?:en|två|tre|fyra|[1-9]) gång(?:er)? (?:per|om|i|varje) (?:{_SPANS})"
    rf"|varje (?:{_SPANS})|vart(?:annat|tredje) år|kontinuerligt|löpande|årligen"
    r"|(?:års|halvårs|kvartals|tertial|månads)vis"
    r"|(?:i samband med|vid|per) (?:del|hel|halv|tertial)[^\W\d_]*"
    r"(?: och (?:del|hel|års)[^\W\d_]*)?)"
    r"(?!\w)"
)
_FOLLOWED: Final = re.compile(
    rf"\b(?:(?P<first>{_PLAN})en följs (?:också )?upp|följs (?P<second>{_PLAN})en upp) {_CADENCE}",
    re.IGNORECASE,
)
_YEAR_END: Final = re.compile(
    r"(?P<dates>(?:Under|Vid|I|Efter) [^.,;]{3,40}?) (?:genomförs|görs) (?:[^\W\d_]+ )?"
    r"(?P<what>(?:en )?(?:uppföljning|redovisning|utvärdering)(?: av [^\W\d_]+)?)(?!\w)"
)
_REPORTED: Final = re.compile(
    r"(?:Den|De) (?P<cadence>årliga|halvårsvisa|återkommande) "
    r"(?P<kind>redovisning|rapportering|uppföljning)(?:en)?\b",
)
_SURVEY: Final = re.compile(
    r"(?<=enkät|kning|tning) som (?:besvaras|genomförs|görs|sker) " + _CADENCE
)
_WATCHED: Final = re.compile(
    r"^(?P<what>.+?) (?:kommer|ska|skall) (?:[^\W\d_]+ )*?(?:att )?följas(?: upp)?"
    r"(?: (?P<dates>under (?:året|[^\W\d_]*året|[0-9]{4})))?"
)
_WHEN: Final = re.compile(
    rf"\b(?:{_CADENCE.replace('?P<cadence>', '?:')}|(?:en|två|tre|fyra|[1-9]) gånger? under "
    r"(?:året|[0-9]{4})|en gång under (?:året|[0-9]{4}))(?!\w)",
    re.IGNORECASE,
)
_ACCOUNTED: Final = re.compile(
    r"(?:^(?P<subject>[^.,;]{3,80}?) (?:(?:ska|skall) |kommer att )?(?:åter|av)?"
    r"(?:redovisas|rapporteras|följs upp|följas upp|utvärderas|presenteras)\b"
    r"|(?:^|\b(?:att|ska|skall) )(?:[^\W\d_]+ ){0,2}?(?:(?:åter|av)?(?:redovisa|rapportera)|"
    r"följa(?: upp)?|utvärdera|granska|mäta) (?P<object>[^.,;]{3,80}?)"
    r"(?= (?:till|för|en gång|två|tre|fyra|varje|löpande|kontinuerligt|månadsvis|kvartalsvis|"
    r"årligen|tertialvis|i|under|vid|senast)\b|[.,;]|$))",
    re.IGNORECASE,
)
_AND_ACCOUNT: Final = re.compile(r" och (?=(?:åter|av)?(?:redovisa|rapportera)\b)", re.IGNORECASE)
_TO_WHOM: Final = re.compile(
    r"\b(?:till|för|inför|i) (?P<who>[^\W\d_]*(?:nämnden|utskottet|styrelsen|fullmäktige|"
    r"ledningsgruppen))\b",
    re.IGNORECASE,
)
_CHECKED: Final = re.compile(
    r"^(?P<who>[^\W\d_]+) (?:ska|skall|kommer att) (?:[^.;]{0,40}? )?följa upp "
    r"(?P<what>[^.;,]+)"
)


def level_of(model: GovernanceModel, kind: str) -> LevelDefinition | None:
    """The model's level whose document is of that kind."""
    for level in model.levels:
        if level.document_kind is not None and fold(level.document_kind) == fold(kind):
            return level
    return None


def levels_named(model: GovernanceModel, text: str) -> tuple[LevelDefinition, ...]:
    """Levels whose documents a text names, in its order."""
    found = []
    for match in re.finditer(rf"\b({_PLAN})(?:en|er|erna)?(?!\w)", text, re.IGNORECASE):
        level = level_of(model, match[1])
        if level is not None and level not in found:
            found.append(level)
    return tuple(found)


def followed(introduction: Passage) -> Iterator[tuple[re.Match[str], Passage]]:
    """Statements of how often a plan is followed up."""
    for match in _FOLLOWED.finditer(introduction.text):
        yield match, introduction.part(*match.span())


def add_followups(
    source: Source, model: GovernanceModel, introduction: Passage, *, levels: Mapping[str, str]
) -> None:
    """Add when which document, and the year as a whole, is followed up, as printed."""
    for match, at in followed(introduction):
        kind = match["first"] or match["second"]
        level = level_of(model, kind)
        source.draft.add(
            FollowUp(
                id=source.draft.id("followup", f"{kind}en"),
                element=levels.get(level.key) if level else None,
                what=f"{kind}en",
                cadence=match["cadence"],
                **source.printed(at),
            )
        )
    for sentence in sentence_passages(introduction):
        named = levels_named(model, sentence.text)
        element = levels.get(named[-1].key) if named else None
        if match_end := _YEAR_END.match(sentence.text):
            _add(
                source,
                sentence.part(*match_end.span()),
                match_end["what"].removeprefix("en "),
                element=element,
                dates=match_end["dates"],
                kind="uppföljning",
            )
        elif reported := _REPORTED.match(sentence.text):
            _add(
                source,
                sentence.part(*reported.span()),
                reported[0],
                element=element,
                cadence=reported["cadence"],
                kind=reported["kind"],
            )


def _add(
    source: Source,
    at: Passage,
    what: str,
    *,
    element: str | None = None,
    cadence: str | None = None,
    dates: str | None = None,
    reporter: str | None = None,
    kind: str | None = None,
) -> None:
    source.draft.add(
        FollowUp(
            id=source.draft.id("followup", what),
            element=element,
            what=what,
            cadence=cadence,
            dates=dates,
            reporter=reporter,
            kind=kind,
            **source.printed(at),
        )
    )


def add_action_followups(
    source: Source,
    sentences: Sequence[tuple[Passage, str | None]],
    actions: Sequence[Done],
    bodies: BodyBook,
) -> None:
    """Add surveys, actions that are to be watched, and work that another body follows up.

    Parameters
    ----------
    source : Source
        The plan in the making.
    sentences : sequence of (Passage, str or None)
        Sentences of the chapters, each with the id of what it is about.
    actions : sequence of Done
        The plan's actions.
    bodies : BodyBook
        The bodies that the plan names.
    """
    _add_accounts(source, sentences, actions)
    for sentence, element in sentences:
        for survey in _SURVEY.finditer(sentence.text):
            what = sentence.text[: survey.start()].rpartition(" ")[2]
            _add(
                source,
                sentence.part(survey.start() - len(what), survey.end()),
                what,
                element=element,
                cadence=survey["cadence"],
                kind="enkät" if what.endswith("enkät") else None,
            )
        checked = _CHECKED.match(sentence.text) if "följa upp" in sentence.text else None
        body = bodies.find(checked["who"]) if checked else None
        if checked and body is not None:
            _add(
                source,
                sentence.part(*checked.span()),
                checked["what"].strip(),
                element=element,
                reporter=body.name,
            )
    for done in actions:
        if "följas" in done.action.at.text and (watched := _WATCHED.match(done.action.at.text)):
            _add(
                source,
                done.action.at.part(*watched.span()),
                watched["what"],
                element=done.id,
                dates=watched["dates"],
            )


def _parts(text: str) -> Iterator[tuple[int, int]]:
    """Spans of the clauses that a sentence joins: "följa upp … och redovisa …"."""
    begin = 0
    for joint in _AND_ACCOUNT.finditer(text):
        yield begin, joint.start()
        begin = joint.end()
    yield begin, len(text)


def _add_accounts(
    source: Source, sentences: Sequence[tuple[Passage, str | None]], actions: Sequence[Done]
) -> None:
    """Add what is reported or followed up at stated times: how often, when, to whom."""
    stated: list[tuple[Passage, str | None]] = [(done.action.at, done.id) for done in actions]
    known = {at.spans[0][0] for at, _ in stated if at.spans}
    stated += [(at, about) for at, about in sentences if at.spans and at.spans[0][0] not in known]
    clauses = [
        (at.part(start, end), element) for at, element in stated for start, end in _parts(at.text)
    ]
    last = ""
    for at, element in clauses:
        if (match := _ACCOUNTED.search(at.text)) is None:
            continue
        cadence, to_whom = _WHEN.search(at.text), _TO_WHOM.search(at.text)
        dates = [
            found.raw
            for found in find_periods(at.text, language="sv")
            if found.start >= match.start() and found.period.end >= source.year.start
        ]
        # a report is one to somebody, or comes at stated times
        if cadence is None and not (to_whom and dates):
            continue
        what = (match["subject"] or match["object"]).strip()
        if cadence and what.endswith(cadence[0]):
            what = what[: -len(cadence[0])].strip()
        what = last if what in ("den", "det", "dem", "detta") and last else what
        last = what
        source.draft.add(
            FollowUp(
                id=source.draft.id("followup", what),
                element=element,
                what=what,
                cadence=cadence[0] if cadence else None,
                dates="; ".join(dates) if dates and cadence is None else None,
                recipient=to_whom["who"] if to_whom else None,
                **source.printed(at),
            )
        )
