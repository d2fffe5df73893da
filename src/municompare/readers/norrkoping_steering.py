"""What a verksamhetsplan says of how its municipality steers: documents, follow-up, visions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final, Literal

from municompare.model.elements import Principle
from municompare.model.governance import GovernanceModel, LevelDefinition
from municompare.model.plan import FollowUp
from municompare.model.quantity import Locator
from municompare.readers.norrkoping_measures import sentence_passages
from municompare.readers.norrkoping_text import Passage, Source
from municompare.readers.steering import StatedFact
from municompare.text.periods import find_periods
from municompare.text.words import fold

__all__ = ["add_followups", "add_values", "add_visions", "stated_facts"]

_PLAN: Final = r"[^\W\d_]+plan"
_SPANS: Final = "år|året|halvår|kvartal|tertial|månad|månaden|vecka"
_CADENCE: Final = (
    rf"(?P<cadence>(?:en|två|tre|fyra|[1-9]) gång(?:er)? (?:per|om|i|varje) (?:{_SPANS})"
    rf"|varje (?:{_SPANS})|kontinuerligt|löpande|årligen"
    r"|(?:års|halvårs|kvartals|tertial|månads)vis)"
    r"(?!\w)"
)
_FOLLOWED: Final = re.compile(
    rf"\b(?:(?P<first>{_PLAN})en följs (?:också )?upp|följs (?P<second>{_PLAN})en upp) {_CADENCE}",
    re.IGNORECASE,
)
_SUBJECT: Final = re.compile(rf"\b(?P<plan>{_PLAN})en\b", re.IGNORECASE)
_FIXED: Final = re.compile(r"\b(?:fast och ändras inte|ligger fast|ändras inte under)\b")
_LIVING: Final = re.compile(r"\blevande dokument\b")
_ROW: Final = re.compile(r"(?<!\S)[A-ZÅÄÖ]\w*plan(?!\S)")
_TABLE_END: Final = re.compile(r"\bTabell [0-9]+\b")
_VISION: Final = re.compile(r"\ben (?P<title>(?:[^\W\d_]+ )?[^\W\d_]*vision\b[^.,;:]*)")
_NEXT_VISION: Final = re.compile(r" (?:samt|och) en ")
_NEXT_CLAUSE: Final = re.compile(r" och (?=[a-zåäö]+r\b)")
_VALUES: Final = re.compile(
    r"\b(?:värdeorden|värdegrund[^.]*? (?:begreppen|orden))(?: är)?:? "
    r"(?P<words>[^\W\d_]+(?:, [^\W\d_]+)* och [^\W\d_]+)",
    re.IGNORECASE,
)
_WORD: Final = re.compile(r"[^\W\d_]+")


def _level(model: GovernanceModel, kind: str) -> LevelDefinition | None:
    """The model's level whose document is of that kind."""
    for level in model.levels:
        if level.document_kind is not None and fold(level.document_kind) == fold(kind):
            return level
    return None


def stated_facts(
    source: Source, model: GovernanceModel, introduction: Passage
) -> tuple[StatedFact, ...]:
    """Read what the introduction states of the levels: stability, follow-up, audience."""
    facts = []
    for sentence in sentence_passages(introduction):
        subject = _SUBJECT.search(sentence.text)
        if subject is None or (level := _level(model, subject["plan"])) is None:
            continue
        stability = _stability(sentence.text)
        if stability is not None:
            value, start, end = stability
            facts.append(
                StatedFact(
                    level=level.key,
                    attribute="stability",
                    value=value,
                    reading=source.reading(sentence.part(start, end)),
                )
            )
    for match, at in _followed(introduction):
        if level := _level(model, match["first"] or match["second"]):
            facts.append(
                StatedFact(
                    level=level.key,
                    attribute="follow_up",
                    value=match["cadence"],
                    reading=source.reading(at),
                )
            )
    return (*facts, *_table_facts(source, model, introduction))


def _stability(text: str) -> tuple[Literal["fixed", "living"], int, int] | None:
    if match := _FIXED.search(text):
        return "fixed", match.start(), match.end()
    if match := _LIVING.search(text):
        return "living", match.start(), match.end()
    return None


def _followed(introduction: Passage) -> Iterator[tuple[re.Match[str], Passage]]:
    for match in _FOLLOWED.finditer(introduction.text):
        yield match, introduction.part(*match.span())


def _table_facts(
    source: Source, model: GovernanceModel, introduction: Passage
) -> Iterator[StatedFact]:
    """Read the table of steering documents, whose cells a transcript prints in one line.

    A cell begins with a capital letter. A row that so has as many cells as the header has
    columns is read; of any other nobody can say which column its cells belong to.
    """
    text = introduction.text
    header = re.search(r"\bStyrdokument (?P<columns>Nivå Målgrupp Innehåll) ", text)
    if header is None:
        return
    columns = header["columns"].split()
    stop = _TABLE_END.search(text, header.end())
    end = stop.start() if stop else len(text)
    starts = list(_ROW.finditer(text, header.end(), end))
    unclear: list[Passage] = []
    for match, following in zip(starts, [*starts[1:], None], strict=bool(starts)):
        last = following.start() if following else end
        cells = re.split(r" (?=[A-ZÅÄÖ])", text[match.end() : last].strip())
        row = introduction.part(match.start(), last)
        if len(cells) != len(columns):
            unclear.append(row)
        elif level := _level(model, match[0]):
            yield StatedFact(
                level=level.key,
                attribute="audience",
                value=dict(zip(columns, cells, strict=True))["Målgrupp"],
                reading=source.reading(row),
            )
    if unclear:
        source.draft.issue(
            "MC321",
            "warning",
            f"a row of the table of steering documents does not show which of its cells belong "
            f"to which of the columns {', '.join(columns)}; it is not read.",
            cause="table of steering documents",
            remedy="Look at the printed table.",
            readings=[source.reading(row) for row in unclear],
        )


def add_followups(
    source: Source, model: GovernanceModel, introduction: Passage, *, levels: Mapping[str, str]
) -> None:
    """Add when which document is followed up, as printed."""
    for match, at in _followed(introduction):
        kind = match["first"] or match["second"]
        level = _level(model, kind)
        source.draft.add(
            FollowUp(
                id=source.draft.id("followup", f"{kind}en"),
                element=levels.get(level.key) if level else None,
                what=f"{kind}en",
                cadence=match["cadence"],
                **source.printed(at),
            )
        )


def add_visions(source: Source, introduction: Passage) -> None:
    """Add each vision that the introduction names, with its year where one is printed."""
    for sentence in sentence_passages(introduction):
        for match in _VISION.finditer(_split_visions(sentence.text)):
            title = _NEXT_CLAUSE.split(match["title"])[0].rstrip()
            at = sentence.part(match.start("title"), match.start("title") + len(title))
            periods = find_periods(title, language="sv")
            source.draft.add(
                Principle(
                    id=source.draft.id("principle", title),
                    kind="vision",
                    title=title,
                    period=periods[0].period.text if len(periods) == 1 else None,
                    **source.printed(at),
                )
            )


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
