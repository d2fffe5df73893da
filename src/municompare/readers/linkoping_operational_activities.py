"""Activities of an operational plan: one row for each statement of the column *Aktivitet*."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from municompare.model.elements import Activity
from municompare.model.plan import Link
from municompare.model.quantity import Certainty, Period
from municompare.readers.linkoping_operational_goals import Block
from municompare.readers.linkoping_operational_items import whole_items
from municompare.readers.linkoping_operational_measures import MeasureWriter
from municompare.readers.linkoping_operational_statements import Statement, core
from municompare.readers.norrkoping_text import Passage, Source
from municompare.text.periods import read_period
from municompare.text.vocabulary import VOCABULARY

__all__ = ["ActivityWriter", "Item", "items_of"]

_MONTHS: Final = (
    r"(?:jan|feb|mar|apr|maj|jun|jul|aug|sept?|okt|nov|dec)(?:\.|uari|ruari|s|il|i|usti|ember|"
    r"tember|ober)?"
)
_DONE: Final = re.compile(
    rf"(?:(?:senast|under|till|i|inom|klart?|slut(?:et)?|våren|hösten) )*"
    rf"(?:{_MONTHS}(?=[\s,.]|$)|\d{{4}}(?:-\d\d){{0,2}}(?=[\s,.]|$)|(?:kvartal|tertial|halvår|delår)"
    r"\b|[QTH][1-4]\b|(?:vår|höst|sommar|vinter)(?:en)?\b|kv\.? ?[1-4]\b|[vh]t\b|"
    r"löpande\b|kontinuerligt\b|pågår\b|pågående\b|klart?\b|suc+es+ivt (?:avslut|under)|"
    r"hela året|årsskift|vid behov|avsluta[ds])"
    r"(?:[^.]{0,40})?\.?",
    re.IGNORECASE,
)
_QUARTER: Final = re.compile(r"(?:kv\.?|kvartal|q) ?[1-4]", re.IGNORECASE)
_FINITE: Final = re.compile(
    rf"\b(?:{VOCABULARY['sv'].finite}|hanteras|sker|görs|genomförs|används|finns|saknas)\b"
)
_DEFINITE: Final = re.compile(r"[A-ZÅÄÖ][a-zåäö]+(?:et|en|erna|arna|orna)")
_PARTICIPLE: Final = re.compile(r"[A-ZÅÄÖ][a-zåäö]+(?:at|ats)")
_LONG: Final = 5


@dataclass(frozen=True, slots=True)
class Item:
    """An activity as it is printed, with the sentences that explain it."""

    passage: Passage
    doubts: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """Its wording."""
        return self.passage.text


def _explains(statement: Statement) -> bool:
    """Tell whether a sentence explains the statement before it."""
    if not statement.follows_stop:
        return False
    text, words = statement.text, statement.text.split()
    if text.startswith("(") or _PARTICIPLE.fullmatch(core(words[0])):
        return True
    definite = _DEFINITE.fullmatch(core(words[0])) is not None
    return len(words) > _LONG and (definite or _FINITE.search(text) is not None)


def items_of(source: Source, statements: Sequence[Statement]) -> tuple[Item, ...]:
    """Activities of a list of statements; a sentence that explains one belongs to it."""
    items: list[Item] = []
    for statement in whole_items(source.transcript, statements):
        if items and _explains(statement):
            last = items[-1]
            spans = (last.passage.spans[0][0], statement.end)
            items[-1] = Item(source.transcript.passage(spans), last.doubts + statement.doubts)
        else:
            items.append(Item(statement.passage, statement.doubts))
    return tuple(items)


class ActivityWriter:
    """Adds activities, what they serve, and the measures that they state."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._measures = MeasureWriter(source)
        self._doubtful: list[Item] = []
        self._completed: list[Passage] = []

    def add_block(self, block: Block, goals: dict[int, str]) -> None:
        """Add the activities of a perspective; which of several goals one serves is ambiguous."""
        served = [goals[goal.place] for goal, _ in block.heads]
        entries = items_of(self._source, block.statements[block.first :])
        deadlines = _deadlines(entries)
        for item in entries:
            if _is_deadline(item):
                if deadlines is None:
                    self._completed.append(item.passage)
                continue
            identifier = self.add(
                item,
                perspective=block.name,
                completed=deadlines[item.text] if deadlines else None,
            )
            self.link(
                identifier,
                served,
                relation="serves",
                certainty="probable" if len(served) == 1 else "ambiguous",
                at=item.passage,
            )

    def add(
        self,
        item: Item,
        *,
        perspective: str | None = None,
        lead_in: str | None = None,
        completed: Passage | None = None,
    ) -> str:
        """Add one activity with its measures; give its id."""
        draft = self._source.draft
        identifier = draft.id("activity", item.text)
        quantity, unit = self._measures.add(identifier, item.passage)
        deadline = _deadline(completed.text, self._source.year) if completed else None
        draft.add(
            Activity(
                id=identifier,
                title=item.text,
                perspective=perspective,
                lead_in=lead_in,
                status=completed.text if completed and deadline is None else None,
                period=self._source.year.text,
                deadline=deadline.text if deadline else None,
                quantity=quantity,
                unit=unit,
                **self._source.printed(item.passage),
            )
        )
        if item.doubts:
            self._doubtful.append(item)
        return identifier

    def add_list(
        self, statements: Sequence[Statement], *, lead_in: str
    ) -> Iterator[tuple[Item, str]]:
        """Add the activities of a list; give them with their ids."""
        for item in items_of(self._source, statements):
            if _is_deadline(item):
                self._completed.append(item.passage)
            else:
                yield item, self.add(item, lead_in=lead_in)

    def link(
        self,
        activity: str,
        targets: Sequence[str],
        *,
        relation: Literal["serves", "implements"],
        certainty: Certainty,
        at: Passage,
    ) -> None:
        """Add a link to each of the elements that an activity may belong to."""
        draft = self._source.draft
        draft.add(
            *(
                Link(
                    id=draft.attached_id("link", activity, target),
                    from_id=activity,
                    relation=relation,
                    to_id=target,
                    basis="by_position",
                    certainty=certainty,
                    **self._source.printed(at),
                )
                for target in targets
            )
        )

    def report(self) -> None:
        """Add an issue for statements that may be parted otherwise, and for lone entries."""
        source = self._source
        self._measures.report()
        if self._doubtful:
            source.draft.issue(
                "MC376",
                "info",
                "expected activities set apart from each other, found none set apart; in these a "
                "word with a capital letter may begin another one: "
                + "; ".join(
                    f"{item.text[:40]!r} at {', '.join(map(repr, item.doubts))}"
                    for item in self._doubtful
                )
                + ".",
                cause="aktiviteter utan gräns",
                remedy="Split by curation what is more than one activity.",
                readings=[source.reading(item.passage) for item in self._doubtful],
            )
        if self._completed:
            source.draft.issue(
                "MC378",
                "warning",
                "expected an entry of the column Slutfört beside its activity, found entries away "
                "from all; to which activities they belong is not told.",
                cause="slutfört",
                remedy="Look up in the original document which activities they stand beside.",
                readings=[source.reading(passage) for passage in self._completed],
            )


def _is_deadline(item: Item) -> bool:
    return len(item.text.split()) <= _LONG and _DONE.fullmatch(item.text) is not None


def _deadline(entry: str, year: Period) -> Period | None:
    """The period that an entry names; a month or quarter without a year is one of the plan's."""
    entry = entry.rstrip(".")
    for text in (entry, f"{entry} {year.text}", f"kvartal {entry[-1:]} {year.text}"):
        period = read_period(text, language="sv")
        quarter = text.startswith("kvartal") and not _QUARTER.fullmatch(entry)
        if isinstance(period, Period) and not quarter:
            return period
    return None


def _deadlines(items: Sequence[Item]) -> dict[str, Passage] | None:
    """Entry of the column Slutfört for every activity, where each has one beside it."""
    activities, entries = items[::2], items[1::2]
    if not entries or len(activities) != len(entries) or any(map(_is_deadline, activities)):
        return None
    found: dict[str, Passage] = {}
    for activity, entry in zip(activities, entries, strict=True):
        if not _is_deadline(entry):
            return None
        found[activity.text] = entry.passage
    return found if len(found) == len(activities) else None
