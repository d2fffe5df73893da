"""Reader of internal budgets (*internbudget*) of Linköping's committees."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final, Literal

from municompare.definitions import governance_model
from municompare.documents import Block, SourceDocument
from municompare.errors import Reading
from municompare.model.governance import GovernanceModel, LevelDefinition
from municompare.model.plan import PlanRecord
from municompare.model.quantity import Locator
from municompare.readers.draft import Draft
from municompare.readers.linkoping_amounts import add_amounts
from municompare.readers.linkoping_assigned import add_assignments
from municompare.readers.linkoping_assignment_tables import is_assignment_header
from municompare.readers.linkoping_assignments import is_assignment_list
from municompare.readers.linkoping_bodies import BodyBook
from municompare.readers.linkoping_budget import is_budget_header, read_budget_tables
from municompare.readers.linkoping_checks import check_frames, check_sums, find_repeats
from municompare.readers.linkoping_control import add_control_points
from municompare.readers.linkoping_decision_checks import check_decisions
from municompare.readers.linkoping_decisions import add_decisions, find_reports, own_day
from municompare.readers.linkoping_documents import Parts, add_documents
from municompare.readers.linkoping_faults import Faults
from municompare.readers.linkoping_followup import add_followups
from municompare.readers.linkoping_frames import read_text_frames
from municompare.readers.linkoping_front import KIND, Front, find_front, has_title
from municompare.readers.linkoping_goals import AREA_HEADING, GoalBook
from municompare.readers.linkoping_headings import with_headings
from municompare.readers.linkoping_indicators import read_indicator_tables
from municompare.readers.linkoping_lineage import add_lineage
from municompare.readers.linkoping_notes import NoteBook
from municompare.readers.linkoping_oddities import report_oddities
from municompare.readers.linkoping_pages import is_signature
from municompare.readers.linkoping_policies import add_policies
from municompare.readers.linkoping_principles import (
    add_definitions,
    add_duties,
    add_priorities,
    describe_areas,
    is_section,
)
from municompare.readers.linkoping_responsibilities import add_responsibilities
from municompare.readers.linkoping_table import find_indicator_tables, is_indicator_header
from municompare.readers.protocol import Recognition
from municompare.readers.steering import (
    StatedFact,
    first_mention,
    level_rows,
    plan_key,
    report_differences,
)
from municompare.text.cells import read_cell
from municompare.text.sentences import split_sentences
from municompare.text.words import fold

__all__ = ["LinkopingReader"]

_MODEL: Final = "linkoping"
_DECIDED: Final = re.compile(
    r"(?P<subject>\w+)(?: ska\b[^.]*?)? beslutas av (?P<body>(?:respektive |varje )?\w+)"
    r"(?:[^.]*?\bgodkänn(?:s|as) av (?P<approver>\w+))?",
    re.IGNORECASE,
)
_SAME_BODY: Final = {
    "respektive nämnd": "nämnden",
    "varje nämnd": "nämnden",
    "fullmäktige": "kommunfullmäktige",
}
_LEADER: Final = re.compile(r".*\.{3,}|.*\. \.")


class LinkopingReader:
    """Reads internal budgets of Linköping's committees, with minutes and missive in front."""

    @property
    def name(self) -> str:
        """Short unique name."""
        return "linkoping"

    @property
    def family(self) -> str:
        """Which documents it reads, in one sentence."""
        return "internal budgets (internbudget) of committees of Linköping municipality"

    def recognise(self, document: SourceDocument) -> Recognition:
        """Look for the title, the two kinds of tables, the goal areas and the municipality."""
        names = governance_model(_MODEL).names
        document = with_headings(document, is_title=_is_title)
        headings = [block.text for block in document.blocks if block.kind == "heading"]
        rows = [row for block in document.blocks for row in block.rows]
        marks = (
            (
                0.3,
                "a title such as 'Internbudget <year>'",
                has_title(document),
            ),
            (
                0.3,
                "a table of nämndmål and nämndindikatorer",
                any(is_indicator_header(row) for row in rows),
            ),
            (0.1, "headings of målområden", any(AREA_HEADING.fullmatch(text) for text in headings)),
            (0.1, "budget tables", any(is_budget_header(row) for row in rows)),
            (0.2, f"the name {names[-1]}", first_mention(document, names) is not None),
        )
        score = sum(weight for weight, _, found in marks if found)
        # not another municipality's internal budget, nor another document with such a table
        certain = marks[0][2] and marks[-1][2]
        return Recognition(
            score=round(score if certain else min(score, 0.4), 3),
            reasons=tuple(f"{'has' if found else 'lacks'} {mark}" for _, mark, found in marks),
        )

    def read(self, document: SourceDocument) -> PlanRecord:
        """Read the document."""
        document = with_headings(document, is_title=_is_title)
        faults = Faults(document.path_name)
        front = find_front(document, faults)
        faults.raise_problems()
        assert front is not None
        model = governance_model(_MODEL)
        organisation = front.organisation
        draft = Draft(
            plan_key(model, organisation=organisation, period=front.period, document_kind=KIND),
            language="sv",
        )
        parts = add_documents(draft, document, front, reader=self.name)
        levels = level_rows(draft, document, model, document_id=parts.own)
        draft.replace_rows(
            "levels",
            [
                replace(level, document=parts.at(Locator.parse(level.locator).first.line or 1))
                for level in draft.rows("levels")
            ],
        )
        bodies = BodyBook.of(
            draft,
            document,
            document_at=parts.at,
            own=(organisation, "committee", front.organisation_locator),
        )
        notes = NoteBook(draft, parts, faults)
        goals = GoalBook(draft, parts, faults, model=model, levels=levels)
        goals.read_areas(document, notes)
        describe_areas(draft, document, parts=parts, areas=goals.areas)
        taken = _read_indicators(draft, document, parts, goals, notes, faults)
        measured = bool(taken)
        add_control_points(draft, document, parts=parts, levels=levels, taken=taken, faults=faults)
        budgeted = _read_budget(draft, document, front, parts, notes, faults, taken)
        _report_missing(
            draft,
            front,
            faults,
            parts={
                "headings such as 'Målområde …' with the council's goals": bool(goals.areas),
                "a table with the columns Nämndmål and Nämndindikator": measured,
                "budget tables with columns such as 'Budget <year>'": budgeted,
            },
        )
        add_lineage(draft, document, parts=parts)
        faults.raise_problems()
        add_duties(draft, document, parts=parts, levels=levels)
        add_priorities(draft, document, parts=parts, areas=goals.areas)
        add_definitions(draft, document, parts=parts)
        add_amounts(draft, document, parts=parts, faults=faults)
        add_assignments(draft, document, parts=parts, bodies=bodies)
        add_policies(draft, document, parts=parts, bodies=bodies)
        _read_steering(draft, document, parts, bodies, model, levels)
        bodies.add_rows()
        for row in draft.rows("indicators"):
            if row.origin != "table" and row.unit_raw and row.unit is None:
                faults.oddity("MC337", row.unit_raw, row.locator)
        faults.report(draft, document_at=parts.at)
        report_oddities(draft, document, front, parts=parts, bodies=bodies)
        report_differences(draft, model, _stated_facts(document, model, parts))
        principal = fold(organisation) == fold(model.principal_organisation)
        status: Literal["adopted", "proposal", "unknown"] = "unknown"
        if parts.adopted:
            status = "adopted"
        elif parts.proposed:
            status = "proposal"
        return draft.build(
            title=front.title.text,
            municipality=model.municipality,
            municipality_name=model.municipality_name,
            organisation=organisation,
            unit_of_analysis=model.unit_of_analysis,
            period=front.period,
            status=status,
            covers=model.covers if principal else None,
            excludes=model.excludes if principal else None,
            governance_model=model.key,
        )


def _is_title(text: str) -> bool:
    """Tell whether a line in bold is a heading of an internal budget."""
    named = AREA_HEADING.fullmatch(text) is not None and not text.endswith((".", ","))
    return named or is_assignment_list(text) or is_section(text)


def _read_indicators(
    draft: Draft,
    document: SourceDocument,
    parts: Parts,
    goals: GoalBook,
    notes: NoteBook,
    faults: Faults,
) -> set[int]:
    """Read the indicator tables; give the indexes of their blocks."""
    tables = find_indicator_tables(document, faults)
    read_indicator_tables(
        draft, document, tables, parts=parts, goals=goals, notes=notes, faults=faults
    )
    return {index for table in tables for index in range(table.block, table.last_block + 1)}


def _read_budget(
    draft: Draft,
    document: SourceDocument,
    front: Front,
    parts: Parts,
    notes: NoteBook,
    faults: Faults,
    taken: set[int],
) -> bool:
    """Read the budget and check what it prints; tell whether it is printed at all."""
    tabled = read_budget_tables(
        draft,
        document,
        period=front.period,
        parts=parts,
        notes=notes,
        taken=taken,
        faults=faults,
    )
    cells = (*tabled, *read_text_frames(draft, document, parts=parts))
    first, findings = find_repeats(cells)
    draft.add(*(replace(cell, repeats=first.get(cell.id)) for cell in cells))
    for finding in (*check_sums(cells), *findings, *check_frames(cells)):
        draft.issue(
            finding.code,
            finding.severity,
            finding.message,
            cause=finding.cause,
            remedy="Look up in the original document which figure holds.",
            readings=finding.readings,
        )
    for index, block in enumerate(document.blocks):
        if block.kind == "table" and index not in taken and not _is_apparatus(block):
            _report_unread(block, faults)
    return bool(tabled)


def _report_missing(
    draft: Draft, front: Front, faults: Faults, *, parts: Mapping[str, bool]
) -> None:
    """Report parts that are not printed; without goals and without amounts there is no budget."""
    missing = [f"expected {part}, found none." for part, found in parts.items() if not found]
    remedy = "Check that the file holds the whole internal budget."
    goals = any(row.kind == "goal" for row in draft.rows("goals"))
    for message in missing:
        if not goals or len(missing) == len(parts):
            faults.problem("MC320", message, remedy)
        else:
            draft.issue(
                "MC320",
                "warning",
                message,
                cause=message,
                remedy=remedy,
                readings=[
                    Reading(
                        text=front.title.text,
                        document=draft.rows("documents")[0].id,
                        locator=front.title.locator,
                    )
                ],
            )


def _is_apparatus(block: Block) -> bool:
    """Tell whether a table is no table of the plan: a list of contents, lines for signatures."""
    leaders = [row for row in block.rows if _LEADER.fullmatch(row.cells[0].text)]
    contents = 2 * len(leaders) > len(block.rows)
    # an indicator table whose header cannot be read is a problem already
    header = block.rows[0]
    return (
        contents
        or is_signature(block)
        or is_indicator_header(header)
        or is_assignment_header(header)
    )


def _report_unread(block: Block, faults: Faults) -> None:
    """A table without a header is half a table; one with an unknown header is left out."""
    values = [
        value
        for cell in block.rows[0].cells
        for value in read_cell(cell.text, language="sv").values
    ]
    if any(value.status in ("reported", "directional") for value in values) or (
        not block.rows[0].cells[0].text
    ):
        faults.problem(
            "MC331",
            "expected a header in the first row of a table, found values.",
            "Put the header of the table, or the page of the table that it goes on with, before "
            "this row.",
            text=block.rows[0].text,
            locator=block.locator,
        )
    else:
        faults.oddity("MC345", block.rows[0].text, block.locator)


def _read_steering(
    draft: Draft,
    document: SourceDocument,
    parts: Parts,
    bodies: BodyBook,
    model: GovernanceModel,
    levels: Mapping[str, str],
) -> None:
    """Read who decided what when, who is responsible, and when it is followed up."""
    reports = find_reports(document, bodies)
    add_decisions(draft, reports, document_at=parts.at)
    own = own_day(document, reports)
    check_decisions(draft, reports, own=own, document_at=parts.at)
    if parts.adopted and own is not None and own.period is not None:
        day = own.period.text
        draft.replace_rows(
            "documents",
            [
                replace(row, decided_on=day) if row.id == parts.own else row
                for row in draft.rows("documents")
            ],
        )
    add_responsibilities(
        draft, document, document_at=parts.at, bodies=bodies, model=model, levels=levels
    )
    add_followups(draft, document, document_at=parts.at, bodies=bodies, model=model, levels=levels)


def _stated_facts(
    document: SourceDocument, model: GovernanceModel, parts: Parts
) -> Iterator[StatedFact]:
    """What the document says about who decides which document of its model."""
    for block in document.blocks:
        if block.kind != "paragraph" or not parts.holds(block.line):
            continue
        if " beslutas av " not in block.text:
            continue
        for offset, sentence in split_sentences(block.text, language="sv"):
            match = _DECIDED.search(sentence)
            level = _level_named(match["subject"], model.levels) if match else None
            if match is None or level is None:
                continue
            body = _body(match["body"])
            approver = f"; godkänns av {_body(match['approver'])}" if match["approver"] else ""
            known = next(each.decided_by for each in model.levels if each.key == level)
            if not approver and known and known.partition(";")[0] == _body(match["body"]):
                continue  # who approves is said elsewhere
            yield StatedFact(
                level=level,
                attribute="decided_by",
                value=body + approver,
                reading=Reading(
                    text=match[0],
                    document=parts.at(block.line),
                    locator=block.locate(offset + match.start()),
                ),
            )


def _body(words: str) -> str:
    return _SAME_BODY.get(words.lower(), words)


def _level_named(subject: str, levels: Iterable[LevelDefinition]) -> str | None:
    """Key of the first level whose kind of document the subject names, also in definite form."""
    for level in levels:
        kind = (level.document_kind or "").split(" ")[0].lower()
        if kind and re.fullmatch(rf"{re.escape(kind)}(?:en|n|et)?", subject.lower()):
            return level.key
    return None
