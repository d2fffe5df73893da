"""Who is to do what a sentence says: its grammatical subject, where that is a body."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from municompare.model.steering import Organisation
from municompare.readers.norrkoping_bodies import BodyBook, Mention
from municompare.readers.norrkoping_statements import wanting_verb
from municompare.readers.norrkoping_text import Passage

__all__ = ["Agent", "agent_of", "partners_of"]

_ADVERBIAL: Final = re.compile(
    r"(?:under|i|för|som|genom|utöver|vid|efter|då|när|om|tillsammans|med|enligt|till|inom|på|"
    r"sedan|därefter|dessutom|vidare|från|inför|utifrån|därför)\b",
    re.IGNORECASE,
)
_SUBJECT_END: Final = re.compile(
    r" (?:att|under|också|även|därför|aktivt|som|inte|bland|fortsätta|fortsatt|dessutom|därefter|"
    r"tillsammans|vidare|framförallt|främst)\b|[,.;:]"
)
_PEOPLE: Final = (
    r"[^\W\d_]*(?:handläggar|medarbetar|personal|chef|sekreterar|konsulent|vägledar|samordnar|"
    r"ledar|anställd|enhet|team|grupp)[^\W\d_]*"
)
_HEAD: Final = re.compile(
    rf"(?:(?:[^\W\d_]+ ){{0,2}}{_PEOPLE} (?:på|från|inom|vid|hos) "
    r"|(?:verksamhets)?(?:verksamheten|funktionen) |enheten )?",
    re.IGNORECASE,
)
_TAIL: Final = re.compile(r"$| (?:och|samt|på) |, ")
_GENERAL: Final = re.compile(r"enhet(?:en|erna)", re.IGNORECASE)
_INFINITIVE: Final = re.compile(r"\b(?!vara\b)[^\W\d_]{2,}(?:a|as)\b|\bfå\b")
_MEANT: Final = re.compile(r"\binnebär att (?P<who>[^.,;]+?) (?:ska|skall|kommer)\b")
_TOGETHER: Final = re.compile(r"\btillsammans med (?P<who>[^.;]*?)(?= att | kommer |[.;]|$)", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class Agent:
    """Who carries something out.

    Parameters
    ----------
    name : str
        The words for it; the body's name where they are no more than that.
    bodies : tuple of Organisation
        The bodies that the words name.
    at : Passage
        The words.
    """

    name: str
    bodies: tuple[Organisation, ...]
    at: Passage


def agent_of(sentence: Passage, bodies: BodyBook) -> Agent | None:
    """The subject of a sentence, if it is a body and acts itself."""
    text = sentence.text
    verb = wanting_verb(text)
    if verb is None:
        meant = _MEANT.search(text)
        if meant is not None:
            return _named(sentence, bodies, *meant.span("who"))
        return _opening(sentence, bodies)
    if _is_undergone(text, verb):
        return None
    start, end = 0, len(text[: verb.start()].rstrip())
    if text[:end].endswith(" och"):  # the subject of the clause before goes on
        return _opening(sentence, bodies)
    if end == 0 or _ADVERBIAL.match(text):
        start = verb.end() + 1
        stop = _SUBJECT_END.search(text, verb.end())
        end = stop.start() if stop else len(text)
        named = bodies.mentions(text[start:end])
        end = start + named[-1].end if named else end
    words = text[start:end]
    if _GENERAL.fullmatch(words) or re.search(r" och enheten$", words):
        return _last_unit(sentence, bodies, start, end)
    return _named(sentence, bodies, start, end)


def _opening(sentence: Passage, bodies: BodyBook) -> Agent | None:
    """The body by which a sentence without such a verb begins."""
    named = bodies.mentions(sentence.text)
    if named and named[0].start == 0 and not _is_genitive(sentence.text, named[0]):
        return _agent(sentence, named[:1], 0, named[0].end)
    return None


def _is_genitive(text: str, mention: Mention) -> bool:
    name = text[mention.start : mention.end]
    return name.endswith("s") and not mention.body.name.endswith("s")


def _is_undergone(text: str, verb: re.Match[str]) -> bool:
    """Tell whether the subject is acted upon, or gets something, instead of acting."""
    if re.match(r"planeras\b", verb[0], re.IGNORECASE):
        return True
    begin = text.find(" att ", verb.start())
    found = _INFINITIVE.search(text, begin + 5 if begin >= 0 else verb.end())
    return found is not None and (found[0].endswith("as") or found[0] == "få")


def _named(sentence: Passage, bodies: BodyBook, start: int, end: int) -> Agent | None:
    words = sentence.text[start:end]
    named = bodies.mentions(words)
    if not named or _is_genitive(words, named[0]):
        return None
    first = named[0]
    if not _HEAD.fullmatch(words[: first.start]) or not _TAIL.match(words[first.end :]):
        return None
    return _agent(sentence, named, start, end)


def _agent(sentence: Passage, named: tuple[Mention, ...], start: int, end: int) -> Agent:
    words = sentence.text[start:end]
    alone = named[0].start == 0 and named[0].end == len(words)
    # "the unit at the office": the office is where, not who
    others = [m for m in named[1:] if not words[: m.start].endswith(" på ")]
    return Agent(
        name=named[0].body.name if alone else words,
        bodies=tuple(dict.fromkeys(mention.body for mention in (named[0], *others))),
        at=sentence.part(start, end),
    )


def _last_unit(sentence: Passage, bodies: BodyBook, start: int, end: int) -> Agent | None:
    """The unit that the sentence named before it says "enheten"."""
    units = [m.body for m in bodies.mentions(sentence.text[:end]) if m.body.kind == "unit"]
    if not units:
        return None
    return Agent(name=units[-1].name, bodies=(units[-1],), at=sentence.part(start, end))


def partners_of(sentence: Passage, bodies: BodyBook) -> Iterator[tuple[Organisation, Passage]]:
    """Bodies together with which a sentence says that something is to be done."""
    for match in _TOGETHER.finditer(sentence.text):
        for mention in bodies.mentions(match["who"]):
            yield mention.body, sentence.part(*match.span())
