"""Rows of an operational plan's goals, documents and oddities."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from municompare.errors import Reading, Severity
from municompare.model.elements import Goal
from municompare.model.governance import GovernanceModel
from municompare.model.plan import Document, Link, Relation, Wording
from municompare.model.quantity import Certainty
from municompare.model.steering import ResponsibilityRole
from municompare.readers.linkoping_bodies import BodyBook
from municompare.readers.linkoping_operational_goals import Block, TableGoal
from municompare.readers.linkoping_operational_outline import (
    KIND,
    Contents,
    Front,
    misplaced_entries,
)
from municompare.readers.linkoping_operational_pages import PagedTranscript
from municompare.readers.linkoping_operational_places import Hold
from municompare.readers.linkoping_operational_rows import Row, Table
from municompare.readers.linkoping_operational_wordings import add_stated_measures
from municompare.readers.linkoping_responsibilities import add_responsibility
from municompare.readers.norrkoping_text import Passage, Source
from municompare.text.words import fold

__all__ = ["GoalWriter", "add_document", "add_preparation", "report_outline", "report_table"]

_TERMS: Final = {
    "area": "målområde",
    "council": "kommunövergripande mål",
    "committee": "nämndmål",
}
_PLACEHOLDER: Final = re.compile(r"\[(?:Dubbelklicka|Klicka|Infoga|Skriv)[^\[\]]*\]")
_PREPARED: Final = re.compile(
    rf"{KIND.capitalize()}en (?P<prepares>utarbetas av förvaltningen)\b[^.]*?"
    r"(?P<receives_report>redovisas till (?P<to>(?:[^\W\d_]+- (?:och )?)*[^\W\d_]*nämnden))\b"
)
_BROKEN: Final = re.compile(r"Fel! (?:Bokmärket|Hittar inte|Det går inte)[^.]*\.")
_GLUED: Final = re.compile(r"\b[^\W\d_]{3,}och\b(?= [^\W\d_])")


def add_document(source: Source, front: Front, *, name: str, sha256: str, reader: str) -> None:
    """Add the row of the file; the date of its revision is its reference."""
    source.draft.add(
        Document(
            id=source.document_id,
            title=front.title.text,
            kind=KIND,
            role="read",
            file=name,
            sha256=sha256,
            issuer=front.issuer.text if front.issuer else None,
            period=front.year,
            reference=front.revision.text if front.revision else None,
            language="sv",
            status="unknown",
            reader=reader,
            locator=str(front.title.locator),
        )
    )
    if len(front.forms) > 1:
        source.draft.issue(
            "MC354",
            "info",
            "the title is printed in several forms; that of the cover is kept.",
            cause="titel",
            remedy="Cite it as the cover has it.",
            readings=[source.reading(form) for form in front.forms],
        )


def add_preparation(source: Source, front: Front, *, bodies: BodyBook, element: str | None) -> None:
    """Add who draws the plan up and to whom it is reported, where a sentence says so."""
    match = _PREPARED.search(source.transcript.text)
    if match is None or element is None:
        return
    named = {
        "prepares": bodies.ids(front.issuer.text) if front.issuer else (),
        "receives_report": bodies.ids(match["to"]),
    }
    roles: tuple[ResponsibilityRole, ...] = ("prepares", "receives_report")
    for role in roles:
        words = source.transcript.passage(match.span(role))
        for organisation in named[role]:
            add_responsibility(
                source.draft,
                element=element,
                role=role,
                organisation=organisation,
                basis=words.text,
                **source.printed(words),
            )


class GoalWriter:
    """Adds the goals of the table with what they hang on.

    Parameters
    ----------
    source : Source
        The plan in the making and its document.
    model : GovernanceModel
        The municipality's model, whose terms belong to levels.
    levels : mapping
        Ids of the levels' rows by key.
    """

    def __init__(
        self, source: Source, *, model: GovernanceModel, levels: Mapping[str, str]
    ) -> None:
        self._source = source
        by_term = {term.term: term.level for term in model.terms}
        self._levels = {kind: levels.get(by_term.get(term) or "") for kind, term in _TERMS.items()}
        self.ids: dict[int, str] = {}
        self._unclear: list[tuple[Passage, str, tuple[TableGoal, ...]]] = []

    def add(
        self,
        goals: Sequence[TableGoal],
        *,
        areas: Mapping[int, Hold],
        council: Mapping[int, Hold],
    ) -> None:
        """Add all goals: areas first, then the council's, then the committee's."""
        draft = self._source.draft
        ordered = [g for kind in _TERMS for g in goals if g.kind == kind]
        for goal in ordered:
            self.ids[goal.place] = draft.id("goal", goal.title)
        named = {fold(goal.title): goal for goal in goals if goal.kind == "area"}
        for goal in ordered:
            hold = {"council": areas, "committee": council}.get(goal.kind, {}).get(goal.place)
            parent, certainty = self._parent(goal, hold, named)
            area = goal.area
            if goal.kind == "council" and hold is not None and hold.only is not None:
                area = hold.only.title
            self._add(goal, parent=parent, certainty=certainty, perspective=area)
            if hold is not None and hold.certainty == "ambiguous" and hold.candidates:
                self._offer(goal, hold)

    def _parent(
        self, goal: TableGoal, hold: Hold | None, areas: Mapping[str, TableGoal]
    ) -> tuple[str | None, Certainty | None]:
        """What a goal hangs on: the council's goal, else the area that its block names."""
        if hold is not None and hold.only is not None:
            return self.ids[hold.only.place], hold.certainty
        area = areas.get(fold(goal.area)) if goal.area else None
        if area is not None:
            return self.ids[area.place], "certain"
        return None, "ambiguous" if hold is not None and hold.candidates else None

    def _add(
        self,
        goal: TableGoal,
        *,
        parent: str | None,
        certainty: Certainty | None,
        perspective: str | None,
    ) -> None:
        passage = self.passage(goal)
        identifier = self.ids[goal.place]
        described = " ".join(m.statement.text for m in goal.descriptions)
        self._source.draft.add(
            Goal(
                id=identifier,
                level=self._levels[goal.kind],
                kind="goal_area" if goal.kind == "area" else "goal",
                perspective=perspective,
                number=goal.number,
                title=goal.title,
                title_status="printed",
                description=described or None,
                parent=parent,
                parent_basis="by_position" if parent else None,
                parent_certainty=certainty,
                **self._source.printed(passage),
            )
        )
        add_stated_measures(
            self._source, passage, element=identifier, goal=identifier, origin="goal"
        )

    def passage(self, goal: TableGoal) -> Passage:
        """Where a goal's title stands in the table."""
        spans = [span for m in goal.mentions for span in m.statement.passage.spans]
        return self._source.transcript.passage((spans[0][0], spans[-1][1]))

    def _offer(self, goal: TableGoal, hold: Hold) -> None:
        passage = self.passage(goal)
        self.offer(self.ids[goal.place], hold, relation="part_of", at=passage)

    def offer(self, element: str, hold: Hold, *, relation: Relation, at: Passage) -> None:
        """Add an ambiguous link to each goal that an element may hang on."""
        draft = self._source.draft
        for candidate in hold.candidates:
            target = self.ids[candidate.place]
            draft.add(
                Link(
                    id=draft.attached_id("link", element, target),
                    from_id=element,
                    relation=relation,
                    to_id=target,
                    basis="by_position",
                    certainty="ambiguous",
                    **self._source.printed(at),
                )
            )
        self._unclear.append((at, element, hold.candidates))

    def add_wordings(self, blocks: Iterable[Block]) -> None:
        """Add how the heads of the activities word a goal otherwise than the table."""
        source = self._source
        readings: list[Reading] = []
        for block in blocks:
            for goal, statements in block.heads:
                text = " ".join(statement.text for statement in statements)
                if _bare(text) == _bare(goal.title):
                    continue
                passage = source.transcript.passage((statements[0].start, statements[-1].end))
                element = self.ids[goal.place]
                source.draft.add(
                    Wording(
                        id=source.draft.attached_id("wording", element),
                        element=element,
                        text=text,
                        difference="other words above the activities",
                        **source.printed(passage),
                    )
                )
                readings += [source.reading(self.passage(goal)), source.reading(passage)]
        if readings:
            source.draft.issue(
                "MC324",
                "warning",
                "expected a goal to be worded alike in the table and above the activities, found "
                "other words.",
                cause="nämndmål",
                remedy="Check that both mean the same; the table's wording is kept.",
                readings=readings,
            )

    def report(self) -> None:
        """Add an issue for all places that the layout leaves open."""
        if self._unclear:
            source = self._source
            listed = "; ".join(
                f"{at.text[:40]!r}: {' or '.join(repr(goal.title[:40]) for goal in goals)}"
                for at, _, goals in self._unclear
            )
            source.draft.issue(
                "MC373",
                "error",
                "expected goals and indicators beside what they hang on, found merged cells in "
                f"the middle of their block, so that these may hang on either goal: {listed}.",
                cause="plats i tabellen",
                remedy="Look up the lines of the table in the original document and choose by "
                "curation.",
                readings=[source.reading(at) for at, _, _ in self._unclear],
            )


def _bare(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", fold(text)).strip()


def report_outline(
    source: Source, transcript: PagedTranscript, contents: Contents | None, front: Front
) -> None:
    """Report what the list of contents, the cover and the words show to be wrong."""
    broken = list(contents.broken) if contents else []
    known = [span for passage in broken for span in passage.spans]
    for match in _BROKEN.finditer(transcript.text):
        if not any(start <= match.start() < end for start, end in known):
            broken.append(transcript.passage(match.span()))
    _report(
        source, "MC375", "warning", "hänvisningar", broken,
        "expected references that lead to a place of the document, found some that the word "
        "processor could not resolve.",
        "Ask the issuer whether a part is missing.",
    )  # fmt: skip
    wrong = misplaced_entries(transcript, contents) if contents else ()
    _report(
        source, "MC374", "warning", "innehåll",
        [passage for pair in wrong for passage in pair if passage is not None],
        "expected every entry of the list of contents as a heading of its page, found entries "
        "that are worded differently there, or not printed.",
        "Check whether a part was renamed, moved or left out.",
    )  # fmt: skip
    placeholders = [transcript.passage(m.span()) for m in _PLACEHOLDER.finditer(transcript.text)]
    _report(
        source, "MC375", "info", "platshållare", placeholders,
        "expected the document's own text, found placeholders of its template.",
        "Nothing is missing from the plan for that.",
    )  # fmt: skip
    glued = [transcript.passage(m.span()) for m in _GLUED.finditer(transcript.text)]
    _report(
        source, "MC353", "info", "sammanskrivna ord", glued,
        "expected a hyphen and a space before 'och', found both lost at the end of a line.",
        "Read a hyphen and a space before 'och'.",
    )  # fmt: skip
    years = {year for form in front.forms for year in re.findall(r"\d{4}", form.text)}
    if len(years) > 1:
        _report(
            source, "MC357", "warning", "år", front.forms,
            f"expected one year in the title, found {' and '.join(sorted(years))}.",
            "Check for which year the plan is.",
        )  # fmt: skip


def report_table(source: Source, table: Table, rows: Sequence[Row]) -> None:
    """Report figures that fit in no row, and subgroups that print none."""
    transcript = source.transcript
    _report(
        source, "MC321", "error", "siffror utan rad",
        [transcript.passage((figures[0].start, figures[-1].end)) for figures in table.unplaced],
        "expected at most as many cells beside a name as the table has columns, found more; they "
        "are left out.",
        "Look up in the original document to which rows they belong.",
    )  # fmt: skip
    empty = [
        transcript.passage((group.label.start, group.label.end))
        for row in rows
        for group in row.groups
        if not group.cells
    ]
    _report(
        source, "MC379", "info", "undergrupper utan värden", empty,
        "expected values beside the label of a subgroup, found none; there is no row for them.",
        "Nothing is printed; look up whether other documents have the values.",
    )  # fmt: skip


def _report(
    source: Source,
    code: str,
    severity: Severity,
    cause: str,
    passages: Sequence[Passage],
    message: str,
    remedy: str,
) -> None:
    if passages:
        source.draft.issue(
            code,
            severity,
            message,
            cause=cause,
            remedy=remedy,
            readings=[source.reading(passage) for passage in passages],
        )
