"""Reader of operational plans (*förvaltningens verksamhetsplan*) under Linköping's committees."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from municompare.definitions import governance_model
from municompare.documents import SourceDocument
from municompare.model.governance import GovernanceModel
from municompare.model.plan import PlanRecord
from municompare.model.quantity import Period
from municompare.readers.draft import Draft
from municompare.readers.linkoping_bodies import BodyBook
from municompare.readers.linkoping_faults import Faults
from municompare.readers.linkoping_operational_activities import ActivityWriter
from municompare.readers.linkoping_operational_assignments import (
    LABELS,
    AssignmentWriter,
)
from municompare.readers.linkoping_operational_goals import (
    Block,
    TableGoal,
    find_goals,
    same_wording,
)
from municompare.readers.linkoping_operational_outline import (
    KIND,
    Front,
    Section,
    contents_of,
    has_title,
    read_front,
    sections_of,
)
from municompare.readers.linkoping_operational_pages import PagedTranscript, paged
from municompare.readers.linkoping_operational_places import (
    areas_of,
    council_goals_of,
    goals_of_rows,
)
from municompare.readers.linkoping_operational_policies import add_other, add_policies
from municompare.readers.linkoping_operational_records import (
    GoalWriter,
    add_document,
    add_preparation,
    report_outline,
    report_table,
)
from municompare.readers.linkoping_operational_rows import Table, read_rows
from municompare.readers.linkoping_operational_statements import (
    Statements,
    block_of,
    proper_names,
)
from municompare.readers.linkoping_operational_table import (
    Header,
    find_header,
    runs_of_words,
    segments_of,
)
from municompare.readers.linkoping_operational_values import ValueWriter
from municompare.readers.linkoping_responsibilities import add_responsibilities
from municompare.readers.norrkoping_text import Source
from municompare.readers.protocol import Recognition
from municompare.readers.steering import first_mention, level_rows, plan_key

__all__ = ["LinkopingOperationalReader"]

_MODEL: Final = "linkoping"


class LinkopingOperationalReader:
    """Reads operational plans of administrations under Linköping's committees."""

    name = "linkoping-operational"
    family = (
        "operational plans (förvaltningens verksamhetsplan) for the activities of a committee of "
        "Linköping municipality (flattened text with one page a line)"
    )

    def recognise(self, document: SourceDocument) -> Recognition:
        """Look for the title, the tables of activities and indicators, and the municipality."""
        if not any(KIND in line.lower() for line in document.lines):
            return Recognition(score=0, reasons=(f"lacks the word {KIND}",))
        transcript = paged(document)
        names = governance_model(_MODEL).names
        kinds = {section.kind for section in sections_of(transcript)}
        marks = (
            (0.3, "a title such as 'Förvaltningens verksamhetsplan <year>'", has_title(transcript)),
            (0.2, "tables headed Nämndmål, Aktivitet, Slutfört", "perspective" in kinds),
            (0.2, "a table headed Målområde, Kommunövergripande mål", "indicators" in kinds),
            (0.1, "a table of assignments and activities", "assignments" in kinds),
            (0.2, f"the name {names[-1]}", first_mention(document, names) is not None),
        )
        score = sum(weight for weight, _, found in marks if found)
        certain = marks[0][2] and marks[-1][2]
        return Recognition(
            score=round(score if certain else min(score, 0.4), 3),
            reasons=tuple(f"{'has' if found else 'lacks'} {mark}" for _, mark, found in marks),
        )

    def read(self, document: SourceDocument) -> PlanRecord:
        """Read the document.

        Raises
        ------
        MunicompareError
            MC320 or MC331, if the title, the indicator table or the tables of activities are
            missing or broken.
        """
        faults = Faults(document.path_name)
        transcript = paged(document)
        front = read_front(transcript)
        sections = sections_of(transcript)
        header = _checked(transcript, front, sections, faults)
        faults.raise_problems()
        assert front is not None
        assert header is not None
        model = governance_model(_MODEL)
        draft = Draft(
            plan_key(model, organisation=front.organisation, period=front.year, document_kind=KIND),
            language="sv",
        )
        source = Source(
            draft=draft,
            transcript=transcript,
            document_id=draft.id("document", KIND),
            year=Period.parse(front.year),
        )
        add_document(
            source, front, name=document.path_name, sha256=document.sha256, reader=self.name
        )
        _read(source, transcript, document, front, sections, header, model)
        principal = front.organisation.lower() == model.principal_organisation.lower()
        return draft.build(
            title=front.title.text,
            municipality=model.municipality,
            municipality_name=model.municipality_name,
            organisation=front.organisation,
            unit_of_analysis=model.unit_of_analysis,
            period=front.year,
            status="unknown",
            covers=model.covers if principal else None,
            excludes=model.excludes if principal else None,
            governance_model=model.key,
        )


def _checked(
    transcript: PagedTranscript, front: Front | None, sections: tuple[Section, ...], faults: Faults
) -> Header | None:
    """The header of the indicator table; faults for all that the family prints and this lacks."""
    if front is None:
        faults.problem(
            "MC320",
            "expected a title such as 'Förvaltningens verksamhetsplan <year> <committee>s "
            "verksamhet', found none.",
            "Check that the file holds the operational plan from its cover on.",
        )
    if not any(section.kind == "perspective" for section in sections):
        faults.problem(
            "MC320",
            "expected tables headed '<perspective> Nämndmål Aktivitet Slutfört', found none.",
            "Check that the file holds the whole operational plan.",
        )
    tables = [section for section in sections if section.kind == "indicators"]
    if not tables:
        faults.problem(
            "MC320",
            "expected a table headed 'Målområde Kommunövergripande mål', found none.",
            "Check that the file holds the whole operational plan.",
        )
        return None
    header = find_header(transcript, tables[0], faults)
    if header is not None and not header.body:
        faults.problem(
            "MC331",
            "expected goals and indicators below the header of the indicator table, found none.",
            "Check that the file holds the whole operational plan.",
            text=tables[0].name.text,
            locator=str(tables[0].name.locator),
        )
    return header


def _read(
    source: Source,
    transcript: PagedTranscript,
    document: SourceDocument,
    front: Front,
    sections: tuple[Section, ...],
    header: Header,
    model: GovernanceModel,
) -> None:
    """Read all parts, the indicator table first."""
    draft = source.draft

    def document_at(line: int) -> str:
        return source.document_id

    levels = level_rows(draft, document, model, document_id=source.document_id)
    running = _running_text(document, transcript, sections)
    bodies = BodyBook.of(
        draft,
        running,
        document_at=document_at,
        own=(front.organisation, "committee", str(front.body.locator)),
    )
    perspectives = [section.name.text for section in sections if section.kind == "perspective"]
    splitter = Statements(
        transcript,
        names=proper_names(transcript.text, model.names),
        labels=(*perspectives, *LABELS),
    )
    splitter.learn(*((s.start, s.end) for s in sections if s.kind == "perspective"))
    splitter.learn(*runs_of_words(transcript, header), cells=True)
    blocks = [
        Block(section, splitter.split(section.start, section.end))
        for section in sections
        if section.kind == "perspective"
    ]
    goals = GoalWriter(source, model=model, levels=levels)
    _read_table(source, header, splitter, blocks, goals)
    activities = ActivityWriter(source)
    for block in blocks:
        activities.add_block(block, goals.ids)
    assignments = AssignmentWriter(
        source, transcript, splitter=splitter, bodies=bodies, activities=activities
    )
    for section in sections:
        if section.kind == "assignments":
            assignments.add(section, committee=front.organisation)
        elif section.kind == "policies":
            add_policies(source, section, splitter=splitter, activities=activities)
        elif section.kind == "other":
            add_other(section, splitter=splitter, activities=activities)
    add_responsibilities(
        draft, running, document_at=document_at, bodies=bodies, model=model, levels=levels
    )
    add_preparation(source, front, bodies=bodies, element=levels.get("operational-plan"))
    bodies.add_rows()
    goals.report()
    activities.report()
    assignments.report()
    report_outline(source, transcript, contents_of(transcript), front)


def _running_text(
    document: SourceDocument, transcript: PagedTranscript, sections: tuple[Section, ...]
) -> SourceDocument:
    """The pages before the indicator table, whose cells read as one would name wrong bodies."""
    stop = min((s.begin for s in sections if s.kind == "indicators"), default=0)
    passages = [
        transcript.passage((sheet.start, min(sheet.end, stop)))
        for sheet in transcript.sheets
        if sheet.start < stop
    ]
    return replace(document, blocks=tuple(block_of(p) for p in passages if p.spans))


def _read_table(
    source: Source,
    header: Header,
    splitter: Statements,
    blocks: list[Block],
    goals: GoalWriter,
) -> None:
    """Read the indicator table: its goals, indicators and values."""
    heads = [statement.text for block in blocks for statement in block.statements]
    segments = segments_of(
        source.transcript, header, splitter, known=[*(block.name for block in blocks), *heads]
    )
    table: Table = read_rows(
        segments,
        columns=header.columns,
        is_goal=lambda statement: any(same_wording(statement.text, head) for head in heads),
    )
    found: tuple[TableGoal, ...] = find_goals(table.mentions, blocks)
    holds = goals_of_rows(table.rows, found)
    areas = areas_of(found)
    council = council_goals_of(found, areas, list(zip(table.rows, holds, strict=True)))
    goals.add(found, areas=areas, council=council)
    goals.add_wordings(blocks)
    values = ValueWriter(source, columns=header.columns, footnotes=header.footnotes)
    for row, hold in zip(table.rows, holds, strict=True):
        indicator = values.add(row, hold, goals.ids)
        if hold.certainty == "ambiguous":
            goals.offer(indicator.id, hold, relation="measures", at=row.passage)
    values.report()
    report_table(source, table, table.rows)
