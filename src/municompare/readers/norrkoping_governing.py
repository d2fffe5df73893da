"""Who prepares, decides, agrees and controls, and what was decided: what the text itself says."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from municompare.model.governance import GovernanceModel, LevelDefinition
from municompare.model.plan import Decision, Note
from municompare.model.steering import Organisation
from municompare.readers.norrkoping_activities import Done
from municompare.readers.norrkoping_agents import partners_of
from municompare.readers.norrkoping_bodies import BodyBook
from municompare.readers.norrkoping_documents import add_agreements
from municompare.readers.norrkoping_followups import level_of, levels_named
from municompare.readers.norrkoping_front import YEAR, Title
from municompare.readers.norrkoping_measures import sentence_passages
from municompare.readers.norrkoping_responsible import add_responsibility
from municompare.readers.norrkoping_text import Passage, Source

__all__ = [
    "add_adoption",
    "add_agents",
    "add_agreed",
    "add_checks",
    "add_makers",
    "add_settled",
]

_FORMS: Final = re.compile(
    r"\b(?:formulerar|upprättar|utarbetar) (?:de olika )?(?P<who>nämnd\w*|(?:en )?enhet\w*|"
    r"[^\W\d_]*(?:kontoret|kontoren|förvaltningen|förvaltningarna))\b"
)
_DRAWS_UP: Final = re.compile(
    r"\btar (?:[^\W\d_]+ )?(?P<who>[^\W\d_]*(?:kontoret|kontoren|förvaltningen|förvaltningarna)) "
    r"fram\b"
)
_SETTLED: Final = re.compile(
    r" har (?:fastslagit|fastställt|beslutat(?: om)?|antagit) i "
    r"(?P<subject>(?P<kind>[^\W\d_]+plan)en(?: för [0-9]{4})?)"
)
_ADOPTED: Final = re.compile(
    rf"\b(?:Under|I) (?P<year>{YEAR}) (?:har (?P<body>[A-ZÅÄÖ][^\W\d_]+(?: kommun)?) (?:antagit|"
    r"beslutat om|fastställt)|(?:antog|beslutade) (?P<other>[A-ZÅÄÖ][^\W\d_]+)) "
    r"(?P<subject>[^.;]+)"
)
_SIGNED: Final = re.compile(
    rf"\b(?:Under|I) (?:(?:våren|hösten|sommaren|vintern) )?(?P<year>{YEAR}) "
    r"(?:skrev|undertecknade|ingick|tecknade) (?P<body>.+?) (?:på |under )?(?=en )"
)
_CONTROLS: Final = re.compile(r"^(?P<who>[^\W\d_]+) (?:ska|skall) (?:[^.;]{0,40}? )?följa upp\b")


def add_adoption(source: Source, title: Title, bodies: BodyBook) -> None:
    """Add who adopted the plan, and the decision."""
    if title.decided_by is None or title.adopted is None:
        return
    start = title.adopted.text.index(title.decided_by)
    office = title.adopted.part(start, start + len(title.decided_by))
    body = bodies.find(office.text) or bodies.take(office.text, "office", office)
    bodies.put_under(office.text, bodies.own.name)
    add_responsibility(source, source.document_id, "decides", body, title.adopted)
    _decide(source, office.text, title.title.text, title.adopted, date=title.decided_on)


def _decide(
    source: Source, body: str, subject: str, at: Passage, *, date: str | None = None
) -> None:
    source.draft.add(
        Decision(
            id=source.draft.id("decision", subject),
            body=body,
            date=date,
            subject=subject,
            **source.printed(at),
        )
    )


def add_makers(
    source: Source,
    introduction: Passage,
    model: GovernanceModel,
    levels: Mapping[str, str],
    bodies: BodyBook,
) -> None:
    """Add which bodies draw up which steering documents."""
    for sentence in sentence_passages(introduction):
        for pattern in (_FORMS, _DRAWS_UP):
            for match in pattern.finditer(sentence.text):
                level = _level(sentence.text, match, model)
                body = _group(sentence.part(*match.span("who")), bodies)
                if level is None or body is None or level.key not in levels:
                    continue
                add_responsibility(
                    source, levels[level.key], "prepares", body, sentence.part(*match.span())
                )


def _level(text: str, match: re.Match[str], model: GovernanceModel) -> LevelDefinition | None:
    """The level whose document is named right before the verb, else after it, else before it."""
    before = levels_named(model, text[: match.start()])
    if before and re.search(r"\bI (?:en|ett) [^\W\d_]+ $", text[: match.start()]):
        return before[-1]
    after = levels_named(model, text[match.end() :])
    if after:
        return after[0]
    levels = {level.key: level for level in model.levels if level.document_kind is not None}
    for term in model.terms:
        said = re.search(rf"\b{re.escape(term.term)}\b", text[match.end() :])
        if said is not None and term.level in levels:
            return levels[term.level]
    return before[-1] if before else None


def _group(words: Passage, bodies: BodyBook) -> Organisation | None:
    """The body of a name, or a group of bodies."""
    text = words.text.removeprefix("en ")
    named = bodies.mentions(text)
    if named or text == "nämnden":
        return named[0].body if named else None
    return bodies.take(text, "group", words.part(words.text.index(text), len(words.text)))


def add_settled(
    source: Source,
    introduction: Passage,
    model: GovernanceModel,
    levels: Mapping[str, str],
    bodies: BodyBook,
) -> None:
    """Add the decisions that the introduction reports."""
    for sentence in sentence_passages(introduction):
        for match in _SETTLED.finditer(sentence.text):
            named = bodies.mentions(sentence.text[: match.start()])
            level = level_of(model, match["kind"])
            if named and named[-1].end == match.start():
                at = sentence.part(named[-1].start, match.end())
                _decide(source, named[-1].body.name, match["subject"], at)
                if level is not None and level.key in levels:
                    add_responsibility(source, levels[level.key], "decides", named[-1].body, at)
        for match in _ADOPTED.finditer(sentence.text):
            _decide(
                source,
                match["body"] or match["other"],
                match["subject"],
                sentence.part(*match.span()),
                date=match["year"],
            )


def add_agreed(source: Source, sentences: Sequence[Passage], bodies: BodyBook) -> None:
    """Add agreements with other bodies, who made them, and when they were signed."""
    for sentence in sentences:
        for agreement in add_agreements(source, sentence):
            named = dict.fromkeys(m.body for m in bodies.mentions(agreement.at.text))
            for body in named if len(named) > 1 else ():
                add_responsibility(source, agreement.document, "agrees", body, agreement.at)
            signed = _SIGNED.match(sentence.text)
            if signed is not None:
                _decide(source, signed["body"], agreement.title, agreement.at, date=signed["year"])


def add_agents(source: Source, actions: Sequence[Done], bodies: BodyBook) -> None:
    """Add who carries out which action."""
    for done in actions:
        if done.agent is None:
            continue
        for body in done.agent.bodies:
            add_responsibility(source, done.id, "executes", body, done.agent.at)
        for body, at in partners_of(done.action.at, bodies):
            add_responsibility(source, done.id, "executes", body, at)


def add_checks(
    source: Source, sentences: Sequence[tuple[Passage, str | None]], bodies: BodyBook
) -> None:
    """Add what the plan leaves to another administration: a note, and who controls it."""
    for sentence, element in sentences:
        if element is None:
            continue
        named = bodies.mentions(sentence.text)
        if not named or any(not _is_other(m.body, bodies) for m in named):
            continue
        source.draft.add(
            Note(
                id=source.draft.attached_id("note", element),
                text=sentence.text,
                element=element,
                **source.printed(sentence),
            )
        )
        match = _CONTROLS.match(sentence.text)
        if match is not None and (body := bodies.find(match["who"])):
            add_responsibility(source, element, "controls", body, sentence)


def _is_other(body: Organisation, bodies: BodyBook) -> bool:
    """Tell whether a body is another administration, or belongs to one."""
    by_id = {row.id: row for row in bodies.rows}
    while body.parent is not None and body.kind == "unit":
        body = by_id[body.parent]
    return body.kind == "administration" and body.id != bodies.own.id
