"""Visions, values, missions, duties and priorities that a verksamhetsplan names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, Literal

from municompare.model.elements import Principle
from municompare.model.plan import Link, Wording
from municompare.model.quantity import Locator
from municompare.readers.norrkoping_bodies import BodyBook
from municompare.readers.norrkoping_chapters import Chapter
from municompare.readers.norrkoping_goals import Treated
from municompare.readers.norrkoping_links import named_elements
from municompare.readers.norrkoping_measures import sentence_passages
from municompare.readers.norrkoping_text import Passage, Source, shortened
from municompare.text.periods import find_periods
from municompare.text.words import fold, is_stop_word

__all__ = [
    "add_definitions",
    "add_duties",
    "add_mission",
    "add_priorities",
    "add_values",
    "add_visions",
]


_VISION: Final = re.compile(r"\ben (?P<title>(?:[^\W\d_]+ )?[^\W\d_]*vision\b[^.,;:]*)")
_NAMED_VISION: Final = re.compile(
    r"(?:s vision|\b[Vv]isionen) (?P<rest>(?:(?:det|den|ett|en) )?[^\W\d_]+(?: [^\W\d_]+){1,5})"
)
_SAME_VISION: Final = re.compile(r"(?:Detta|Den|Visionen) (?:är|beskriver) (?=en )")
_NEXT_VISION: Final = re.compile(r" (?:samt|och) en ")
_NEXT_CLAUSE: Final = re.compile(r" och (?=[a-zåäö]+r\b)")
_VALUES: Final = re.compile(
    r"\b(?:värdeorden|värdegrund[^.]*? (?:begreppen|orden))(?: är)?:? "
    r"(?P<words>[^\W\d_]+(?:, [^\W\d_]+)* och [^\W\d_]+)",
    re.IGNORECASE,
)
_WORD: Final = re.compile(r"[^\W\d_]+")
_FIELDS: Final = re.compile(
    r"\bansvarsområden (?:är|omfattar):? "
    r"(?P<list>(?!organisera|fördela|indela|uppdela)[^.]{20,})"
)
# a sentence of its own among the items shows that nothing parts them
_CLAUSE: Final = re.compile(r"(?:nämnden|kontoret|kommunen) är ", re.IGNORECASE)
_CHARGED: Final = re.compile(r"(?P<who>[^.,;]{3,60}?) har till uppdrag att\b")
_BY_LAW: Final = re.compile(
    r"(?:Enligt [^\W\d_]+(?:lagen|balken|förordningen) (?:ska|skall)\b"
    r"|[^\W\d_]+(?:lagen|balken|förordningen) (?:säger|anger|kräver|föreskriver)\b)"
)
_DEFINES: Final = re.compile(
    r"(?:Med (?:begreppet )?[^.,;]{3,60} (?:avses|menas|förstås)\b"
    r"|Begreppet [^.,;]{3,60} (?:avser|betyder|innebär|utgår|definieras|omfattar)\b"
    r"|[^\W\d_]+ definieras (?:här )?som\b)"
)
_STRIVES: Final = re.compile(r"\b(?:ska|skall) (?:[^\W\d_]+ ){0,2}verka\b")
_CONTACT: Final = re.compile(
    r"\b(?:(?:Besöks|Post)?[Aa]dress|Tfn|Tel|Telefon|E-post|Fax|www\.)|(?<!\S)[A-ZÅÄÖ]{8,}(?!\S)"
)
_GROUPS: Final = re.compile(
    r"^(?:Dessa (?:prioriterade )?grupper|De prioriterade grupperna) är (?P<list>[^.;:]+)"
)
_ITEM: Final = re.compile(r"(?:^|, | och | samt )(?P<name>[^,]+?)(?=, | och | samt |\.?$)")


def add_visions(source: Source, introduction: Passage) -> None:
    """Add each vision that the introduction names, with its year where one is printed.

    Nothing parts the name of a vision from the words after it; it ends where the document no
    longer prints the same words elsewhere. The sentence after it that says what "this vision" is,
    is another wording of it.
    """
    sentences = list(sentence_passages(introduction))
    for before, sentence in zip([None, *sentences], sentences, strict=False):
        name = _name(before) if before and _SAME_VISION.match(sentence.text) else None
        for match in _VISION.finditer(_split_visions(sentence.text)):
            title = _NEXT_CLAUSE.split(match["title"])[0].rstrip()
            at = sentence.part(match.start("title"), match.start("title") + len(title))
            periods = find_periods(title, language="sv")
            named, name = name or at, None
            vision = source.draft.id("principle", named.text)
            source.draft.add(
                Principle(
                    id=vision,
                    kind="vision",
                    title=named.text,
                    period=periods[0].period.text if len(periods) == 1 else None,
                    **source.printed(named),
                )
            )
            if named is not at:
                source.draft.add(
                    Wording(
                        id=source.draft.attached_id("wording", vision),
                        element=vision,
                        text=title,
                        difference="what it is, said after its name",
                        **source.printed(at),
                    )
                )


def _name(sentence: Passage) -> Passage | None:
    """The name of a vision: as many words after "vision" as the document prints elsewhere too."""
    match = _NAMED_VISION.search(sentence.text)
    if match is None:
        return None
    whole = sentence.transcript.text.casefold()
    words = match["rest"].split(" ")
    for count in range(len(words), 1, -1):
        name = " ".join(words[:count])
        if whole.count(name.casefold()) > 1 and not is_stop_word(words[count - 1], language="sv"):
            return sentence.part(match.start("rest"), match.start("rest") + len(name))
    return None


def _split_visions(text: str) -> str:
    """Put a stop before each further vision of an enumeration; offsets stay as they are."""
    return _NEXT_VISION.sub(lambda match: f";{match[0][1:]}", text)


def add_values(source: Source, text: Passage) -> None:
    """Add the words of the municipality's values, once each with all places that list them."""
    found: dict[str, tuple[str, Locator]] = {}
    for match in _VALUES.finditer(text.text):
        for word in _WORD.finditer(text.text, *match.span("words")):
            if word[0] == "och":
                continue
            at = text.part(*word.span()).locator
            known = found.get(fold(word[0]))
            found[fold(word[0])] = (known[0], known[1].also(at)) if known else (word[0], at)
    for title, locator in found.values():
        source.draft.add(
            Principle(
                id=source.draft.id("principle", title),
                kind="value",
                title=title,
                document=source.document_id,
                locator=str(locator),
            )
        )


def _principle(
    source: Source, kind: Literal["duty", "mission"], wording: Passage, perspective: str | None
) -> None:
    at = shortened(wording)
    source.draft.add(
        Principle(
            id=source.draft.id("principle", at.text),
            kind=kind,
            title=at.text,
            perspective=perspective,
            **source.printed(at),
        )
    )


def add_duties(
    source: Source, introduction: Passage, chapters: Sequence[Chapter], bodies: BodyBook
) -> None:
    """Add the fields that a committee answers for, and what units and laws are to do."""
    committee = bodies.committee
    for sentence in sentence_passages(introduction):
        if match := _FIELDS.search(sentence.text):
            owner = next(iter(bodies.mentions(sentence.text[: match.start()])), None)
            name = owner.body.name if owner else committee.name if committee else None
            fields = sentence.part(*match.span("list"))
            _principle(source, "duty", fields, name)
            if _CLAUSE.search(fields.text):
                source.draft.issue(
                    "MC351",
                    "info",
                    "the print parts the items of a list of fields, the text does not; the whole "
                    "list is one row.",
                    cause="list of fields",
                    remedy="Look at the printed list.",
                    readings=[source.reading(fields)],
                )
    for chapter in chapters:
        for part in chapter.parts:
            text = source.transcript.passage((part.body, part.end))
            for sentence in sentence_passages(text):
                if charged := _CHARGED.match(sentence.text):
                    named = bodies.mentions(charged["who"])
                    owner_name = named[0].body.name if named else charged["who"]
                    _principle(source, "duty", sentence, owner_name)
                elif _BY_LAW.match(sentence.text):
                    _principle(source, "duty", sentence, chapter.heading)


def add_mission(source: Source, introduction: Passage, bodies: BodyBook) -> None:
    """Add what the organisation says it is there for: in the introduction, on the back cover."""
    for sentence in sentence_passages(introduction):
        if _STRIVES.search(sentence.text):
            named = bodies.mentions(sentence.text[: sentence.text.find(" verka")])
            _principle(source, "mission", sentence, named[0].body.name if named else None)
    cover = _cover(source)
    if cover is not None:
        named = bodies.mentions(cover.text)
        if named and named[0].start == 0 and named[0].body.id == bodies.own.id:
            _principle(source, "mission", cover, bodies.own.name)


def _cover(source: Source) -> Passage | None:
    """Whole sentences of the back cover, before name and address."""
    numbered = [page for page in source.transcript.pages if page.number is not None]
    if not numbered or numbered[-1].end + 1 >= len(source.transcript.text):
        return None
    cover = source.transcript.passage((numbered[-1].end, len(source.transcript.text)))
    contact = _CONTACT.search(cover.text)
    text = cover.part(0, contact.start() if contact else len(cover.text)).text
    end = text.rfind(".") + 1
    return cover.part(0, end) if end else None


def add_definitions(source: Source, text: Passage) -> None:
    """Add what the document says that a notion means, once with all places that print it."""
    found: dict[str, tuple[Passage, Locator]] = {}
    for sentence in sentence_passages(text):
        if _DEFINES.match(sentence.text) is None:
            continue
        key = fold(sentence.text)
        known = found.get(key)
        at = sentence.locator
        found[key] = (known[0], known[1].also(at)) if known else (sentence, at)
    for sentence, locator in found.values():
        title = shortened(sentence).text
        source.draft.add(
            Principle(
                id=source.draft.id("principle", title),
                kind="definition",
                title=title,
                document=source.document_id,
                locator=str(locator),
            )
        )


def add_priorities(source: Source, chapters: Sequence[Chapter], treated: Sequence[Treated]) -> None:
    """Add the groups that the committee's goals single out, with the goals that name them."""
    for chapter in chapters:
        lead = source.transcript.passage((chapter.body, chapter.lead_end))
        named: tuple[Treated, ...] = ()
        for sentence in sentence_passages(lead):
            if match := _GROUPS.match(sentence.text):
                _add_groups(source, sentence, match, chapter, named)
            if re.search(r"\bprioriterade (?:mål)?grupper\b", sentence.text):
                named = tuple(element for element, _ in named_elements(sentence, treated))


def _add_groups(
    source: Source,
    sentence: Passage,
    match: re.Match[str],
    chapter: Chapter,
    named: Sequence[Treated],
) -> None:
    for item in _ITEM.finditer(match["list"]):
        start = match.start("list") + item.start("name")
        at = sentence.part(start, start + len(item["name"]))
        group = source.draft.id("principle", at.text)
        source.draft.add(
            Principle(
                id=group,
                kind="priority",
                title=at.text,
                perspective=chapter.heading,
                **source.printed(at),
            )
        )
        for element in _naming(at.text, named):
            source.draft.add(
                Link(
                    id=source.draft.attached_id("link", element.id, group),
                    from_id=element.id,
                    relation="addresses",
                    to_id=group,
                    basis="stated",
                    **source.printed(sentence),
                )
            )


def _naming(group: str, named: Sequence[Treated]) -> Iterator[Treated]:
    """Elements whose wording has the group's word."""
    for element in named:
        printed = element.row or element.entries[0]
        if re.search(rf"\b{re.escape(group)}\b", printed.text.text, re.IGNORECASE):
            yield element
