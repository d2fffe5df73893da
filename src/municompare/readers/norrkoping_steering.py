"""What a verksamhetsplan says of how its municipality steers: documents, audience, stability."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final, Literal

from municompare.model.governance import GovernanceModel, LevelDefinition
from municompare.model.plan import Note
from municompare.readers.norrkoping_followups import followed, level_of
from municompare.readers.norrkoping_measures import sentence_passages
from municompare.readers.norrkoping_text import Passage, Source
from municompare.readers.steering import StatedFact
from municompare.text.words import fold

__all__ = ["stated_facts"]

_SUBJECT: Final = re.compile(r"\b(?P<plan>[^\W\d_]+plan)en\b", re.IGNORECASE)
_FIXED: Final = re.compile(r"\b(?:fast och ändras inte|ligger fast|ändras inte under)\b")
_LIVING: Final = re.compile(r"\blevande dokument\b")
_ROW: Final = re.compile(r"(?<!\S)[A-ZÅÄÖ]\w*plan(?!\S)")
_HEADER: Final = re.compile(
    r"\b(?:Styrd|D)okument "
    r"(?P<columns>(?:(?:Nivå|Målgrupp|Innehåll|Syfte|Uppföljning|Ansvarig) ){2,5})"
)
_TABLE_END: Final = re.compile(r"\bTabell [0-9]+\b")


def stated_facts(
    source: Source,
    model: GovernanceModel,
    introduction: Passage,
    *,
    levels: Mapping[str, str],
) -> tuple[StatedFact, ...]:
    """Read what the introduction states of the levels: stability, follow-up, audience.

    What it says that the document of a level holds, becomes a note of the level.
    """
    facts = []
    for sentence in sentence_passages(introduction):
        subject = _SUBJECT.search(sentence.text)
        if subject is None or (level := level_of(model, subject["plan"])) is None:
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
    for match, at in followed(introduction):
        if level := level_of(model, match["first"] or match["second"]):
            facts.append(
                StatedFact(
                    level=level.key,
                    attribute="follow_up",
                    value=match["cadence"],
                    reading=source.reading(at),
                )
            )
    return (*facts, *_table_facts(source, model, introduction, levels))


def _stability(text: str) -> tuple[Literal["fixed", "living"], int, int] | None:
    if match := _FIXED.search(text):
        return "fixed", match.start(), match.end()
    if match := _LIVING.search(text):
        return "living", match.start(), match.end()
    return None


def _table_facts(
    source: Source, model: GovernanceModel, introduction: Passage, levels: Mapping[str, str]
) -> Iterator[StatedFact]:
    """Read the table of steering documents, whose cells a transcript prints in one line.

    A cell begins with a capital letter. A row that so has as many cells as the header has
    columns is read; of any other nobody can say which column its cells belong to.
    """
    text = introduction.text
    header = _HEADER.search(text)
    if header is None:
        return
    columns = header["columns"].split()
    stop = _TABLE_END.search(text, header.end())
    end = stop.start() if stop else len(text)
    starts = list(_ROW.finditer(text, header.end(), end))
    unclear: list[Passage] = []
    for match, following in zip(starts, [*starts[1:], None], strict=bool(starts)):
        last = following.start() if following else _line_end(introduction, match, end)
        row = introduction.part(match.start(), last)
        cells = _cells(introduction.part(match.end(), last))
        level = level_of(model, match[0])
        if len(cells) != len(columns):
            unclear.append(row)
            # the last cell of a row that shows the audience as defined tells the contents
            told = level is not None and [fold(c.text) for c in cells[:-1]] == [
                fold(level.audience or "")
            ]
            if level is not None and told:
                _add_contents(source, level, cells[-1], levels)
        elif level is not None:
            if "Målgrupp" in columns:
                yield StatedFact(
                    level=level.key,
                    attribute="audience",
                    value=cells[columns.index("Målgrupp")].text,
                    reading=source.reading(row),
                )
            if "Innehåll" in columns:
                _add_contents(source, level, cells[columns.index("Innehåll")], levels)
    if unclear:
        source.draft.issue(
            "MC321",
            "warning",
            f"a row of the table of steering documents does not show which of its cells belong "
            f"to which of the columns {', '.join(columns)}; no column is read of it, unless the "
            "definition of the model knows one of its cells.",
            cause="table of steering documents",
            remedy="Look at the printed table.",
            readings=[source.reading(row) for row in unclear],
        )


def _line_end(introduction: Passage, match: re.Match[str], end: int) -> int:
    """End of the last row: of its line, where each row has a line of its own."""
    at = introduction.part(match.start(), end)
    page = at.transcript.page_at(at.spans[0][0])
    own = page.start == at.spans[0][0]
    return min(end, match.start() + page.end - page.start) if own else end


def _cells(row: Passage) -> list[Passage]:
    """Cells of a row, each of which begins with a capital letter."""
    starts = [0, *(match.start() + 1 for match in re.finditer(r" (?=[A-ZÅÄÖ])", row.text))]
    ends = [*(start - 1 for start in starts[1:]), len(row.text)]
    return [row.part(start, end) for start, end in zip(starts, ends, strict=True)]


def _add_contents(
    source: Source, level: LevelDefinition, cell: Passage, levels: Mapping[str, str]
) -> None:
    """Note what the document of a level holds."""
    if level.key in levels:
        identifier = levels[level.key]
        source.draft.add(
            Note(
                id=source.draft.attached_id("note", identifier),
                text=cell.text,
                element=identifier,
                **source.printed(cell),
            )
        )
