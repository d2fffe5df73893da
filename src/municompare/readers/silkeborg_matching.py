"""Which goal of the numbered list is which goal of the tables."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from municompare.model.quantity import Certainty
from municompare.readers.silkeborg_agreement import Agreement
from municompare.readers.silkeborg_outline import ListedGoal, SectionKind
from municompare.readers.silkeborg_passages import Passage
from municompare.readers.silkeborg_tables import TableGoal, matching_key
from municompare.text.words import content_words

__all__ = ["COUNT", "Match", "check_counts", "check_numbers", "count_of", "matched"]

_NUMBERS: Final = ("et", "to", "tre", "fire", "fem", "seks", "syv", "otte", "ni", "ti")
COUNT: Final = rf"(?P<count>\d{{1,2}}|{'|'.join(_NUMBERS)})"
"""A small number in figures or words."""
_ANNOUNCED: Final[tuple[tuple[SectionKind, re.Pattern[str]], ...]] = (
    ("appropriation", re.compile(rf"\b{COUNT} (?:fælles )?bevillingsmål\b", re.IGNORECASE)),
    (
        "continued",
        re.compile(
            rf"\b{COUNT} (?:(?:fortsatte|videreførte) mål\b|"
            r"mål,? (?:som|der) (?:vi )?fortsætte[rs]\b)",
            re.IGNORECASE,
        ),
    ),
    ("new", re.compile(rf"\b{COUNT} nye?t?(?: mål)?(?=[.,;]| for\b|$)", re.IGNORECASE)),
)
# long enough to tell words apart, short enough to see through their endings
_STEM: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A goal of the list, of the tables, or of both, with how sure it is that they are one."""

    listed: ListedGoal | None
    table: TableGoal | None
    certainty: Certainty = "certain"


def check_numbers(agreement: Agreement, listed: Sequence[ListedGoal]) -> None:
    """Report numbers of the list that do not run from 1."""
    numbers = [goal.number for goal in listed]
    if numbers != [str(number) for number in range(1, len(listed) + 1)]:
        agreement.draft.issue(
            "MC322",
            "warning",
            f"expected the goals of the list numbered from 1, found {', '.join(numbers)}.",
            cause="numbers of goals",
            remedy="Check whether a goal is missing or a number is misprinted.",
            readings=[agreement.reading(goal.title) for goal in listed],
        )


def count_of(match: re.Match[str]) -> int:
    """The small number that a match of :data:`COUNT` prints."""
    word = match["count"].lower()
    return int(word) if word.isdecimal() else _NUMBERS.index(word) + 1


def check_counts(
    agreement: Agreement, listed: Sequence[ListedGoal], lines: Iterable[Passage]
) -> None:
    """Report where a sentence announces another number of goals than the list holds."""
    found = Counter(goal.section.kind for goal in listed if goal.section)
    readings = []
    for line in lines:
        for kind, pattern in _ANNOUNCED if found else ():
            match = pattern.search(line.text)
            if match is None:
                continue
            if count_of(match) != found[kind]:
                goals = [
                    goal.title for goal in listed if goal.section and goal.section.kind == kind
                ]
                readings += [line.part(*match.span()), *goals]
    if readings:
        agreement.draft.issue(
            "MC348",
            "warning",
            "expected as many goals in each section of the list as the text announces, found "
            "another number.",
            cause="announced number of goals",
            remedy="Check whether a goal is missing, or the number is that of another year.",
            readings=[agreement.reading(passage) for passage in readings],
        )


def matched(
    agreement: Agreement, listed: Sequence[ListedGoal], tables: Sequence[TableGoal]
) -> list[Match]:
    """Pair list and tables: by wording, else by order among what is left of a section."""
    left = list(tables)
    pairs: dict[int, Match] = {}
    for at, goal in enumerate(listed):
        for table in left:
            if matching_key(table.wording.text) == matching_key(goal.title.text):
                pairs[at] = Match(listed=goal, table=table)
                left.remove(table)
                break
    alone: list[Passage] = []
    for kind in ("appropriation", "continued", "new", None):
        goals = [
            at for at, goal in enumerate(listed)
            if at not in pairs and (goal.section.kind if goal.section else None) == kind
        ]  # fmt: skip
        rows = [t for t in left if (t.section.kind if t.section else None) == kind]
        if len(goals) == len(rows):
            certainty = _certainty_of_order(agreement, [listed[at] for at in goals], rows)
            for at, table in zip(goals, rows, strict=True):
                pairs[at] = Match(listed=listed[at], table=table, certainty=certainty)
                left.remove(table)
        else:
            alone += [listed[at].title for at in goals]
            if listed:
                alone += [table.wording for table in rows]
    if alone:
        agreement.draft.issue(
            "MC329",
            "error",
            "expected each goal of the numbered list in the tables and the other way round; "
            "found goals that stand in one of the two only.",
            cause="goals of list and tables",
            remedy="Check the document; link the goals by curation where they are the same.",
            readings=[agreement.reading(passage) for passage in alone],
        )
    _report_other_wordings(agreement, pairs.values())
    _report_spelling(agreement, pairs.values())
    matches = [pairs.get(at, Match(listed=goal, table=None)) for at, goal in enumerate(listed)]
    return matches + [Match(listed=None, table=table) for table in left]


def _stems(text: str) -> frozenset[str]:
    return frozenset(word[:_STEM] for word in content_words(text, language="da"))


def _certainty_of_order(
    agreement: Agreement, goals: Sequence[ListedGoal], rows: Sequence[TableGoal]
) -> Certainty:
    """Say how sure the order is: words shared with another goal's row speak against it."""
    titles = [_stems(goal.title.text) for goal in goals]
    wordings = [_stems(table.wording.text) for table in rows]
    crossed = [
        at for at, title in enumerate(titles)
        if any(len(title & other) > len(title & wordings[at]) for other in wordings)
    ]  # fmt: skip
    if not crossed:
        return "probable"
    agreement.draft.issue(
        "MC323",
        "error",
        "expected the goals of a section in the same order in list and tables; found words of a "
        "listed goal in the row of another.",
        cause="order of goals",
        remedy="Decide by curation which goal of the list each row of the table is.",
        readings=[
            agreement.reading(passage)
            for at in crossed
            for passage in (goals[at].title, rows[at].wording)
        ],
    )
    return "ambiguous"


def _report_other_wordings(agreement: Agreement, pairs: Iterable[Match]) -> None:
    readings = [
        agreement.reading(passage)
        for pair in pairs
        if pair.listed and pair.table and pair.certainty != "certain"
        for passage in (pair.listed.title, pair.table.wording)
    ]
    if readings:
        agreement.draft.issue(
            "MC324",
            "warning",
            "list and table word a goal differently; the two are matched by their order in the "
            "section, which leaves one assignment.",
            cause="wording of goals",
            remedy="Check each pair of readings: title of the list, wording of the table.",
            readings=readings,
        )


def _report_spelling(agreement: Agreement, pairs: Iterable[Match]) -> None:
    readings = [
        agreement.reading(passage)
        for pair in pairs
        if pair.listed and pair.table and pair.certainty == "certain"
        if pair.listed.title.text != pair.table.wording.text
        for passage in (pair.listed.title, pair.table.wording)
    ]
    if readings:
        agreement.draft.issue(
            "MC343",
            "info",
            "list and table spell a goal differently.",
            cause="spelling of goals",
            remedy="Take either; the title is that of the list.",
            readings=readings,
        )
