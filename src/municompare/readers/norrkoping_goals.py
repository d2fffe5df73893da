"""Goals and development areas of a verksamhetsplan, and what the document prints twice of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, Literal

from municompare.errors import Reading, Severity
from municompare.model.elements import Goal, GoalKind
from municompare.model.plan import Wording
from municompare.model.quantity import Certainty
from municompare.readers.norrkoping_overview import (
    ChapterEntry,
    LeftOut,
    OverviewRow,
    likeness,
)
from municompare.readers.norrkoping_text import Passage, Source
from municompare.text.sentences import split_sentences
from municompare.text.words import fold

__all__ = ["Treated", "add_goals", "add_left_out", "report_twins"]

_OTHER_TEXT: Final = 0.5
"""Likeness below which two wordings are not the same element's."""
_SAME_TEXT: Final = 0.8
"""Likeness from which two elements have nearly the same text."""
_NAMES: Final[dict[GoalKind, str]] = {"goal": "goal", "development_area": "development area"}

Difference = Literal["spelling", "words", "text"]
_SEVERITIES: Final[dict[Difference, tuple[Severity, str]]] = {
    "spelling": ("info", "another spelling"),
    "words": ("warning", "other words"),
    "text": ("error", "another text"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Treated:
    """A goal or development area with its row, and the chapter heads that repeat it."""

    id: str
    kind: GoalKind
    number: str
    row: OverviewRow | None
    entries: tuple[ChapterEntry, ...]

    @property
    def name(self) -> str:
        """Kind and number, for messages."""
        return f"{_NAMES[self.kind]} {self.number}"

    @property
    def certainty(self) -> Certainty:
        """How sure it is that a chapter treats it.

        Where the overview names another chapter, the chapter's own head decides (probable); where
        the head prints another text under its number, nothing does (ambiguous).
        """
        if self.row is None:
            return "certain"
        text = self.row.text.text
        if any(difference(text, entry.text.text) == "text" for entry in self.repeats):
            return "ambiguous"
        return "probable" if self.is_contradicted else "certain"

    @property
    def repeats(self) -> tuple[ChapterEntry, ...]:
        """Entries of chapter heads that print more than the number."""
        return tuple(entry for entry in self.entries if entry.text.spans)

    @property
    def is_contradicted(self) -> bool:
        """Whether the overview names other chapters than those that repeat it."""
        return (
            self.row is not None
            and bool(self.entries)
            and set(self.row.chapters) != {entry.chapter.number for entry in self.entries}
        )


def _sentence_spans(text: str) -> list[tuple[int, int]]:
    return [
        (offset, offset + len(sentence))
        for offset, sentence in split_sentences(text, language="sv")
    ]


def add_goals(
    source: Source,
    rows: Sequence[OverviewRow],
    entries: Sequence[ChapterEntry],
    *,
    levels: Mapping[GoalKind, str],
    headings: Mapping[str, str],
) -> tuple[Treated, ...]:
    """Add a goal for each row of the overview, and for what only a chapter prints.

    Parameters
    ----------
    source : Source
        The plan in the making.
    rows, entries
        What the overview and the heads of the chapters print.
    levels : mapping
        Id of the steering level that sets each kind.
    headings : mapping
        Heading of each chapter by its number.
    """
    heads: dict[tuple[GoalKind, str], list[ChapterEntry]] = {}
    for entry in entries:
        heads.setdefault((entry.kind, entry.number), []).append(entry)
    treated = []
    for row in rows:
        own = tuple(heads.pop((row.kind, row.number), ()))
        chapters = [entry.chapter.heading for entry in own]
        # where no chapter repeats the element, the overview alone says where it is treated
        chapters = chapters or [headings.get(number, number) for number in row.chapters]
        treated.append(
            Treated(
                id=_add_goal(source, row, own, chapters, levels.get(row.kind)),
                kind=row.kind,
                number=row.number,
                row=row,
                entries=own,
            )
        )
    for (kind, number), found in heads.items():
        chapters = [entry.chapter.heading for entry in found]
        treated.append(
            Treated(
                id=_add_goal(source, found[0], found[1:], chapters, levels.get(kind)),
                kind=kind,
                number=number,
                row=None,
                entries=tuple(found),
            )
        )
    _report_one_place(source, treated)
    _report_contradictions(source, treated)
    _add_wordings(source, treated)
    _report_unassigned(source, rows)
    return tuple(treated)


def _add_goal(
    source: Source,
    printed: OverviewRow | ChapterEntry,
    repeats: Sequence[ChapterEntry],
    chapters: Sequence[str],
    level: str | None,
) -> str:
    text = printed.text.text
    sentences = _sentence_spans(text)
    title = printed.text.part(*sentences[0]) if sentences else None
    further = text[sentences[1][0] :] if len(sentences) > 1 else None
    locator = printed.whole.locator
    for entry in repeats:
        if difference(text, entry.text.text) is None:
            locator = locator.also(entry.whole.locator)
    identifier = source.draft.id("goal", title.text if title else None)
    source.draft.add(
        Goal(
            id=identifier,
            level=level,
            kind=printed.kind,
            perspective="; ".join(dict.fromkeys(chapters)) or None,
            number=printed.number,
            title=title.text if title else None,
            title_status=_title_status(title),
            description=further,
            document=source.document_id,
            locator=str(locator),
        )
    )
    return identifier


def _title_status(title: Passage | None) -> Literal["printed", "joined", "absent"]:
    if title is None:
        return "absent"
    return "joined" if title.is_joined else "printed"


def difference(first: str, second: str) -> Difference | None:
    """How a wording differs from another, None where at most the last full stop does.

    Examples
    --------
    >>> difference("Skol- och barnnämnden växer.", "Skoloch barnnämnden växer")
    'spelling'
    """
    one, two = (text.rstrip(" .") for text in (first, second))
    if one == two:
        return None
    if re.sub(r"[\W_]+", "", fold(one)) == re.sub(r"[\W_]+", "", fold(two)):
        return "spelling"
    return "words" if likeness(one, two) >= _OTHER_TEXT else "text"


def _described(first: str, second: str) -> str:
    """Words in which the second text departs from the first."""
    one, two = (text.rstrip(" .").split() for text in (first, second))
    parts = []
    for step, a, b, c, d in SequenceMatcher(None, one, two, autojunk=False).get_opcodes():
        old, new = " ".join(one[a:b]), " ".join(two[c:d])
        if step == "replace":
            parts.append(f"'{new}' instead of '{old}'")
        elif step == "delete":
            parts.append(f"without '{old}'")
        elif step == "insert":
            parts.append(f"with '{new}'")
    return "; ".join(parts)


def _add_wordings(source: Source, treated: Iterable[Treated]) -> None:
    found: dict[Difference, list[tuple[str, Passage, Passage]]] = {}
    for element in treated:
        first = element.row or element.entries[0]
        for entry in element.repeats if first.text.spans else ():
            kind = difference(first.text.text, entry.text.text)
            if kind is None:
                continue
            texts = first.text.text, entry.text.text
            source.draft.add(
                Wording(
                    id=source.draft.attached_id("wording", element.id),
                    element=element.id,
                    text=entry.text.text,
                    difference="another text" if kind == "text" else _described(*texts),
                    **source.printed(entry.text),
                )
            )
            found.setdefault(kind, []).append((element.name, first.text, entry.text))
    for how, (severity, what) in _SEVERITIES.items():
        if pairs := found.get(how):
            source.draft.issue(
                "MC324",
                severity,
                f"expected the chapters to repeat the overview, found {what} for "
                f"{_listed(name for name, _, _ in pairs)}.",
                cause=what,
                remedy="Compare the two readings; title and description are the overview's.",
                readings=_readings(source, (part for _, *both in pairs for part in both)),
            )


def _listed(names: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(names))


def _readings(source: Source, passages: Iterable[Passage]) -> list[Reading]:
    return [source.reading(passage) for passage in passages]


def _report_contradictions(source: Source, treated: Iterable[Treated]) -> None:
    places: list[Passage] = []
    told: list[str] = []
    for element in treated:
        if element.row is None or not element.is_contradicted:
            continue
        own = ", ".join(entry.chapter.number for entry in element.entries)
        told.append(
            f"{element.name} (chapter {', '.join(element.row.chapters)} in the overview, "
            f"chapter {own} prints it)"
        )
        places += [element.row.whole, *(entry.whole for entry in element.entries)]
    if told:
        source.draft.issue(
            "MC323",
            "error",
            f"the overview and the chapters disagree where an element is treated: "
            f"{'; '.join(told)}.",
            cause="chapter of overview and chapter itself",
            remedy="Links follow the chapters' own heads; check them against the uppdragsplan.",
            readings=_readings(source, places),
        )


def _report_one_place(source: Source, treated: Iterable[Treated]) -> None:
    lone = [e for e in treated if e.row is None or not e.entries]
    if lone:
        source.draft.issue(
            "MC329",
            "error",
            f"expected every element both in the overview and at the head of a chapter; "
            f"{_listed(e.name for e in lone)} stands in one of the two only.",
            cause="overview or chapter only",
            remedy="Check the numbers at these places.",
            readings=_readings(source, ((e.row or e.entries[0]).whole for e in lone)),
        )


def _report_unassigned(source: Source, rows: Sequence[OverviewRow]) -> None:
    texts = [row.unassigned for row in rows if row.unassigned is not None]
    if texts:
        source.draft.issue(
            "MC321",
            "warning",
            "text after the last row of a table may belong to the row or to the section; it is "
            "not read.",
            cause="text after the table",
            remedy="Check the layout of the printed table.",
            readings=_readings(source, texts),
        )


def report_twins(source: Source, treated: Sequence[Treated]) -> None:
    """Report elements of one kind that the overview prints with nearly the same text."""
    rows = [(element, element.row) for element in treated if element.row is not None]
    for index, (first, row) in enumerate(rows):
        for second, other in rows[index + 1 :]:
            if first.kind != second.kind or likeness(row.text.text, other.text.text) < _SAME_TEXT:
                continue
            source.draft.issue(
                "MC325",
                "warning",
                f"{first.name} and {second.name} have nearly the same text.",
                cause="same text under two numbers",
                remedy="Check in the uppdragsplan which of the two has this text.",
                readings=_readings(source, (row.whole, other.whole)),
            )


def add_left_out(
    source: Source,
    statements: Sequence[LeftOut],
    treated: Sequence[Treated],
    *,
    levels: Mapping[GoalKind, str],
) -> tuple[tuple[str, LeftOut], ...]:
    """Add a row without title for each number that the document names and leaves to others.

    Gives the ids of these rows, each with the statement that names it.
    """
    known = {(element.kind, element.number): element for element in treated}
    added: set[tuple[GoalKind, str]] = set()
    both: list[Passage] = []
    left: list[tuple[str, LeftOut]] = []
    for statement in statements:
        for kind, number, at in statement.numbers:
            if element := known.get((kind, number)):
                both += [at, (element.row or element.entries[0]).whole]
            elif (kind, number) not in added:
                added.add((kind, number))
                left.append((source.draft.id("goal", None), statement))
                source.draft.add(
                    Goal(
                        id=left[-1][0],
                        level=levels.get(kind),
                        kind=kind,
                        number=number,
                        title_status="absent",
                        **source.printed(at),
                    )
                )
    if both:
        source.draft.issue(
            "MC328",
            "error",
            "an element that the document leaves to others is treated in it all the same.",
            cause="left out and treated",
            remedy="Check its number at both places.",
            readings=_readings(source, both),
        )
    return tuple(left)
