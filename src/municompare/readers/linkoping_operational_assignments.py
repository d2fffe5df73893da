"""Assignments of an operational plan and the activities by which it answers them.

On a page the assignments stand first and the answers after them, so that the layout no longer
tells which answer belongs to which assignment. An answer is *probable* where one rule decides: it
is printed on the page of one assignment alone; it is the page's last and says that all is said
elsewhere or does not apply; it repeats two words that one assignment of the page has
and no other. All other
answers are *ambiguous*.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from municompare.model.elements import Assignment, Principle
from municompare.model.plan import FollowUp
from municompare.model.quantity import Certainty
from municompare.readers.linkoping_assigned import add_duties, addressee_of
from municompare.readers.linkoping_assignments import Given, Response, answer_kind
from municompare.readers.linkoping_bodies import BodyBook
from municompare.readers.linkoping_operational_activities import ActivityWriter
from municompare.readers.linkoping_operational_outline import Section
from municompare.readers.linkoping_operational_pages import PagedTranscript
from municompare.readers.linkoping_operational_statements import (
    Statement,
    Statements,
    block_of,
    core,
    joined,
)
from municompare.readers.linkoping_operational_wordings import add_stated_measures
from municompare.readers.linkoping_principles import DEFINES
from municompare.readers.norrkoping_text import Passage, Source, Transcript
from municompare.text.sentences import split_sentences
from municompare.text.words import content_words, fold

__all__ = ["LABELS", "AssignmentWriter", "places_of"]

LABELS: Final = ("Kommunövergripande", "Nämndspecifika", "Nämndspecifikt")
"""Words above the assignments to all committees, and above those to single ones."""

_GIVES: Final = re.compile(
    r"Uppdrag till [^.:]{3,300}? att\b"
    r"|[A-ZÅÄÖ][^.:]{0,400}?(?:nämnd|styrelse|förvaltning|bolag)[^.:]{0,400}?"
    r"(?:\buppdras\b|\b(?:ges|får)(?: även)? i uppdrag\b|\bger\b[^.:]{3,80}? i uppdrag att\b)"
)
_BELONGS: Final = re.compile(
    r"\(|(?:En |Samlad )?(?:åter|del|slut)?(?:redovisning|rapport)\w*\b.{0,60}"
    r"\b(?:ska|skall|lämnas|senast)\b|Återrapport|Uppdraget |"
    r"[^.]{0,80}(?:nämnd|styrelse|förvaltning)\w* sk(?:a|all) (?:åter)?(?:rapportera|redovisa)\b",
    re.IGNORECASE,
)
_EXPLAINS: Final = re.compile(
    r"Med \b.{3,80}? (?:menas|avses)\b|(?:En|Ett|De[nt]?|Detta|Denna|Dessa|Arbetet|Planen)\b.*? "
    r"sk(?:a|all)\b"
)
"""A sentence that goes on with the assignment before it."""
_NO_ACTIVITY: Final = re.compile(
    r"(?:Ja|Nej|Pågår|Klart?|Genomför[dt]|Ing(?:en|et|a)(?: (?:aktivitet|åtgärd)(?:er)?)?)[.!]?"
)
_STEM: Final = 10
"""Letters of a long word that two words must share to be one."""
_WORD: Final = 8
"""Letters from which a word tells something about an assignment."""
_SHARED: Final = 2
"""Words that an answer must repeat of one assignment to be taken for its answer."""


@dataclass(slots=True)
class _Printed:
    """An assignment as printed, and what is found out about its answer."""

    spans: list[tuple[int, int]]
    kind: str | None
    identifier: str = ""
    response: Response | None = None
    certainty: Certainty | None = None
    answers: list[Passage] = field(default_factory=list)

    def take(self, answer: Passage, kind: Response) -> None:
        """Take an answer that is its own."""
        if self.certainty == "ambiguous":  # those of another page, which may not be its own
            self.answers = []
        self.response, self.certainty = kind, "probable"
        self.answers.append(answer)


_Answer = tuple[Passage, str | None, Response]
"""The words of an answer, the id of the activity if it is one, its kind."""


@dataclass(frozen=True, slots=True)
class _Page:
    """The assignments and answers of a page."""

    assignments: list[_Printed]
    answers: tuple[Statement, ...]


class AssignmentWriter:
    """Adds the assignments of a section with their answers."""

    def __init__(
        self,
        source: Source,
        transcript: PagedTranscript,
        *,
        splitter: Statements,
        bodies: BodyBook,
        activities: ActivityWriter,
    ) -> None:
        self._source = source
        self._transcript = transcript
        self._splitter = splitter
        self._bodies = bodies
        self._activities = activities
        self._untold: list[Passage] = []

    def add(self, section: Section, *, committee: str) -> None:
        """Add the section's assignments, then what answers them."""
        noun = section.name.text.rpartition(" ")[2].lower()
        pages = list(self._pages(section, noun))
        assignments: list[_Printed] = []
        for page in pages:
            assignments.extend(a for a in page.assignments if a not in assignments)
        for assignment in assignments:
            self._give_id(assignment)
        for page in pages:
            self._answer(page, lead_in=section.name.text, committee=committee)
        self._write(assignments)

    def _pages(self, section: Section, noun: str) -> Iterator[_Page]:
        last: _Printed | None = None
        label: str | None = None
        for page in self._transcript.sheets:
            start, end = max(section.start, page.start), min(section.end, page.end)
            if start >= end:
                continue
            whole = list(self._splitter.split(start, end))
            runs = [whole] if self._transcript.has_sheets else _runs(whole)
            for statements in runs:
                own: list[_Printed] = []
                if last is not None and statements and statements[0].text[:1].islower():
                    last.spans.extend(statements.pop(0).passage.spans)
                    own.append(last)
                given = [i for i, s in enumerate(statements) if _GIVES.match(s.text)]
                stop = given[-1] + 1 if given else 0
                for index, statement in enumerate(statements[:stop]):
                    text = core(statement.text)
                    if index in given:
                        kind = f"{label} {noun}" if label else None
                        last = _Printed([*statement.passage.spans], kind)
                        own.append(last)
                    elif text in LABELS:
                        label = text
                    elif last is not None:
                        last.spans.extend(statement.passage.spans)
                while given and statements[stop:] and _BELONGS.match(statements[stop].text):
                    last = own[-1]
                    last.spans.extend(statements[stop].passage.spans)
                    stop += 1
                yield _Page(own, tuple(s for s in statements[stop:] if s.text not in LABELS))

    def _passage(self, assignment: _Printed) -> Passage:
        """The words of an assignment: neighbouring stretches are one."""
        return joined(self._source.transcript, assignment.spans)

    def _given(self, assignment: _Printed) -> Given:
        return Given(block_of(self._passage(assignment)), assignment.kind)

    def _give_id(self, assignment: _Printed) -> None:
        assignment.identifier = self._source.draft.id("assignment", self._given(assignment).title)

    def _answer(self, page: _Page, *, lead_in: str, committee: str) -> None:
        """Add the activities of a page, and what each of its answers belongs to."""
        statements = _whole_answers(self._source.transcript, page.answers)
        kinds = [answer_kind([s.text]) for s in statements]
        lone = [kind != "answered" or _NO_ACTIVITY.fullmatch(s.text) is not None
                for s, kind in zip(statements, kinds, strict=True)]  # fmt: skip
        plain = [s for s, alone in zip(statements, lone, strict=True) if not alone]
        whole = [s for s, alone in zip(statements, lone, strict=True) if alone]
        added = self._activities.add_list(plain, lead_in=lead_in)
        answers: list[_Answer] = [(item.passage, each, "answered") for item, each in added]
        answers += [(s.passage, None, _kind(s.text)) for s in whole]
        answers.sort(key=lambda answer: answer[0].spans)
        stems = _telling([self._passage(assignment).text for assignment in page.assignments])
        for index, (passage, identifier, kind) in enumerate(answers):
            last = index == len(answers) - 1
            place = _place(stems, passage, whole=identifier is None and last, committee=committee)
            chosen = page.assignments[place] if place is not None else None
            if chosen is not None:
                chosen.take(passage, kind)
            else:
                self._untold.append(passage)
            if identifier is not None:
                self._activities.link(
                    identifier,
                    [chosen.identifier] if chosen else [a.identifier for a in page.assignments],
                    relation="implements",
                    certainty="probable" if chosen else "ambiguous",
                    at=passage,
                )
        for assignment in page.assignments:
            if assignment.response is None and answers:
                assignment.certainty = "ambiguous"
                spans = [span for passage, _, _ in answers for span in passage.spans]
                stretch = self._source.transcript.passage((spans[0][0], spans[-1][1]))
                assignment.answers = [stretch]

    def _write(self, assignments: Sequence[_Printed]) -> None:
        source = self._source
        for each in assignments:
            given, passage = self._given(each), self._passage(each)
            back, coordinator = given.report_back(), given.coordinator
            source.draft.add(
                Assignment(
                    id=each.identifier,
                    title=given.title,
                    kind=each.kind,
                    addressee=addressee_of(given, self._bodies),
                    coordinator=coordinator.text if coordinator else None,
                    report_back=back.period if back else None,
                    report_back_raw=back.raw if back else None,
                    response=each.response if each.certainty else "none",
                    response_locator=places_of(each.answers) if each.answers else None,
                    response_certainty=each.certainty or "probable",
                    **source.printed(passage),
                )
            )
            add_stated_measures(
                source,
                passage,
                element=each.identifier,
                goal=None,
                origin="assignment",
                text=given.title,
            )
            self._define(passage)
            add_duties(source.draft, given, each.identifier, source.document_id, self._bodies)
            if back is not None:
                source.draft.add(
                    FollowUp(
                        id=source.draft.attached_id("followup", each.identifier),
                        element=each.identifier,
                        what=given.title,
                        dates=back.raw,
                        recipient=back.recipient,
                        kind=back.kind,
                        document=source.document_id,
                        locator=back.place.locator,
                    )
                )

    def _define(self, passage: Passage) -> None:
        """Add the sentences of an assignment that say what a word of it means."""
        source = self._source
        for start, sentence in split_sentences(passage.text, language="sv"):
            if DEFINES.search(sentence):
                words = passage.part(start, start + len(sentence))
                source.draft.add(
                    Principle(
                        id=source.draft.id("principle", words.text),
                        kind="definition",
                        title=words.text,
                        **source.printed(words),
                    )
                )

    def report(self) -> None:
        """Add an issue for the answers of which nothing tells what they answer."""
        if self._untold:
            self._source.draft.issue(
                "MC377",
                "error",
                "expected every answer beside its assignment, found the answers of a page after "
                "all of its assignments; which of the page's assignments these answer is not "
                "told, each may be one of them.",
                cause="svar på uppdrag",
                remedy="Look up in the original document which assignment each answers, and "
                "choose it by curation.",
                readings=[self._source.reading(passage) for passage in self._untold],
            )


def _runs(statements: Sequence[Statement]) -> list[list[Statement]]:
    """Assignments with the answers after them, where nothing tells the pages.

    Another page begins with the first assignment after an answer.
    """
    runs: list[list[Statement]] = [[]]
    answered = False
    for statement in statements:
        given = _GIVES.match(statement.text) is not None or core(statement.text) in LABELS
        if given and answered:
            runs.append([])
            answered = False
        elif not given and not answered:
            explains = _BELONGS.match(statement.text) or _EXPLAINS.match(statement.text)
            answered = bool(runs[-1]) and explains is None
        runs[-1].append(statement)
    return runs


def places_of(passages: Sequence[Passage]) -> str:
    """Locator of all the places together."""
    first, *others = (passage.locator for passage in passages)
    return str(first.joined(*others))


def _whole_answers(
    transcript: Transcript, statements: Sequence[Statement]
) -> tuple[Statement, ...]:
    """Join a sentence that says where it was reported to one that says that nothing applies."""
    found: list[Statement] = []
    for statement in statements:
        kinds = [answer_kind([s.text]) for s in (*found[-1:], statement)]
        if kinds == ["not_applicable", "reported_elsewhere"] and statement.follows_stop:
            passage = joined(transcript, (*found[-1].passage.spans, *statement.passage.spans))
            found[-1] = replace(found[-1], passage=passage)
        else:
            found.append(statement)
    return tuple(found)


def _kind(text: str) -> Response:
    """Kind of an answer that is a whole one: what is reported elsewhere goes first."""
    kinds = [answer_kind([sentence]) for _, sentence in split_sentences(text, language="sv")]
    return next(
        (kind for kind in ("reported_elsewhere", "not_applicable") if kind in kinds), "answered"
    )


def _stems(text: str) -> frozenset[str]:
    words = content_words(text, language="sv")
    return frozenset(word[:_STEM] for word in words if len(word) >= _WORD)


def _telling(texts: Sequence[str]) -> list[frozenset[str]]:
    """Stems of each text that no other one has."""
    stems = [_stems(text) for text in texts]
    counts = Counter(stem for own in stems for stem in own)
    return [frozenset(stem for stem in own if counts[stem] == 1) for own in stems]


def _place(
    stems: Sequence[frozenset[str]], passage: Passage, *, whole: bool, committee: str
) -> int | None:
    """Order of the assignment that an answer belongs to, where a rule decides.

    Parameters
    ----------
    stems : sequence of frozenset of str
        Stems of each assignment of the page that no other one has.
    passage : Passage
        The answer.
    whole : bool
        Whether it is the page's last answer, and a whole one.
    committee : str
        The plan's committee, whose name tells nothing.
    """
    if len(stems) == 1:
        return 0
    if whole and stems:
        return len(stems) - 1
    opening, *others = content_words(passage.text, language="sv") or ("",)
    own = _stems(" ".join(others)) - _stems(opening) - _stems(fold(committee))
    sharing = [place for place, words in enumerate(stems) if len(own & words) >= _SHARED]
    return sharing[0] if len(sharing) == 1 else None
