"""Reader of the verksamhetsplan that an administration of Norrköping makes under its committee."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from municompare.definitions import governance_model
from municompare.documents import SourceDocument
from municompare.errors import Issue, IssueReport, MunicompareError, Reading
from municompare.model.elements import GoalKind
from municompare.model.governance import GovernanceModel
from municompare.model.plan import Document, PlanRecord
from municompare.model.quantity import Period
from municompare.readers.draft import Draft
from municompare.readers.norrkoping_activities import Work, add_activities
from municompare.readers.norrkoping_assignments import add_passed_on
from municompare.readers.norrkoping_bodies import BodyBook, read_bodies
from municompare.readers.norrkoping_chapters import (
    Chapter,
    Misprint,
    find_contents,
    read_chapters,
)
from municompare.readers.norrkoping_documents import (
    add_named_documents,
    add_referenced_documents,
)
from municompare.readers.norrkoping_followups import add_action_followups, add_followups
from municompare.readers.norrkoping_front import Title, read_title
from municompare.readers.norrkoping_gaps import report_gaps
from municompare.readers.norrkoping_goals import (
    Treated,
    add_goals,
    add_left_out,
    report_twins,
)
from municompare.readers.norrkoping_governing import (
    add_adoption,
    add_agents,
    add_agreed,
    add_checks,
    add_makers,
    add_settled,
)
from municompare.readers.norrkoping_measures import (
    add_goal_measures,
    report_early_targets,
    sentence_passages,
)
from municompare.readers.norrkoping_oddities import report_oddities
from municompare.readers.norrkoping_overview import (
    CHAPTER_ENTRY,
    KINDS,
    TABLE_HEADER,
    overview_chapters,
    read_chapter_entries,
    read_left_out,
    read_overview,
)
from municompare.readers.norrkoping_principles import (
    add_definitions,
    add_duties,
    add_mission,
    add_priorities,
    add_values,
    add_visions,
)
from municompare.readers.norrkoping_relations import (
    add_benchmarks,
    add_headings,
    add_new,
    add_own_past,
    add_treated_elsewhere,
)
from municompare.readers.norrkoping_steering import stated_facts
from municompare.readers.norrkoping_text import (
    Passage,
    Source,
    Transcript,
    printed_part,
    transcript_of,
)
from municompare.readers.protocol import Recognition
from municompare.readers.steering import level_rows, plan_key, report_differences
from municompare.text.words import fold

__all__ = ["NorrkopingReader"]

_FRONT: Final = 10_000
"""Characters in which the title stands, where no list of contents follows it."""
_MODEL: Final = "norrkoping"
_KIND: Final = "verksamhetsplan"


class NorrkopingReader:
    """Reads the yearly verksamhetsplan of an administration under a committee's uppdragsplan."""

    name = "norrkoping"
    family = (
        "verksamhetsplan of an administration of Norrköpings kommun under its committee's "
        "uppdragsplan (transcript with one page a line)"
    )

    def recognise(self, document: SourceDocument) -> Recognition:
        """Look for the title, the overview of the uppdragsplan and the heads of chapters."""
        model = governance_model(_MODEL)
        if not _names(model, " ".join(document.lines)):
            return Recognition(score=0, reasons=(f"no name {model.municipality_name}",))
        transcript = transcript_of(printed_part(document))
        text = transcript.text
        contents = find_contents(transcript)
        named = _names(model, text)
        marks = (
            (0.2, "title '… verksamhetsplan' with a year", _title(transcript) is not None),
            (0.1, "list of contents with numbered chapters", contents is not None),
            (0.3, "table 'Kapitel i verksamhetsplan'", TABLE_HEADER.search(text) is not None),
            (0.2, "chapter heads 'Mål … i uppdragsplan:'", CHAPTER_ENTRY.search(text) is not None),
            (0.2, f"name {model.municipality_name}", named),
        )
        score = sum(weight for weight, _, found in marks if found)
        return Recognition(
            # another municipality's plan may have the same layout
            score=round(score if named else min(score, 0.4), 2),
            reasons=tuple(mark if found else f"no {mark}" for _, mark, found in marks),
        )

    def read(self, document: SourceDocument) -> PlanRecord:
        """Read the document.

        Raises
        ------
        MunicompareError
            MC320 or MC321, if a part that every such plan prints is missing or broken.
        """
        printed = printed_part(document)
        transcript = transcript_of(printed)
        title, chapters, misprints = _outline(transcript)
        rows = read_overview(transcript, chapters)
        model = governance_model(_MODEL)
        overview = overview_chapters(transcript, chapters)
        introductory = [chapter for chapter in chapters if chapter.start < overview[0].start]
        treating = [chapter for chapter in chapters if chapter.start > overview[-1].start]
        introduction = transcript.passage(*((c.start, c.end) for c in introductory))
        draft = Draft(
            plan_key(
                model,
                organisation=title.organisation,
                period=title.year,
                document_kind=_KIND,
            ),
            language="sv",
        )
        source = Source(
            draft=draft,
            transcript=transcript,
            document_id=draft.id("document", _KIND),
            year=Period.parse(title.year),
        )
        _add_document(source, document, title)
        add_referenced_documents(source, introduction)
        bodies = read_bodies(
            source,
            introduction,
            title,
            whole=transcript.passage((chapters[0].start, chapters[-1].end)),
            headings=[part.title for chapter in treating for part in chapter.parts],
        )
        levels = level_rows(
            draft,
            printed,
            model,
            document_id=source.document_id,
            from_line=introduction.locator.first.line or 1,  # not in the list of contents
        )
        report_differences(draft, model, stated_facts(source, model, introduction, levels=levels))
        add_followups(source, model, introduction, levels=levels)
        add_visions(source, introduction)
        add_values(source, transcript.passage((0, len(transcript.text))))
        add_named_documents(
            source, model, transcript.passage((chapters[0].start, chapters[-1].end))
        )
        add_adoption(source, title, bodies)
        add_makers(source, introduction, model, levels, bodies)
        add_settled(source, introduction, model, levels, bodies)
        setting = _setting_levels(model, levels)
        left_out = read_left_out(transcript, introductory)
        entries = read_chapter_entries(transcript, treating, rows)
        treated = add_goals(
            source,
            rows,
            entries,
            levels=setting,
            headings={chapter.number: chapter.heading for chapter in chapters},
        )
        add_treated_elsewhere(source, add_left_out(source, left_out, treated, levels=setting))
        report_gaps(source, left_out, treated)
        report_twins(source, treated)
        add_goal_measures(source, treated)
        work = add_activities(source, treating, treated, bodies=bodies)
        report_early_targets(source)
        _report_misprints(source, misprints)
        add_passed_on(source, introduction)
        add_headings(source, misprints)
        add_new(source, treating, treated)
        add_duties(source, introduction, treating, bodies)
        add_mission(source, introduction, bodies)
        add_definitions(source, transcript.passage((chapters[0].start, chapters[-1].end)))
        add_priorities(source, treating, treated)
        _add_statements(source, work, treating, treated, bodies)
        bodies.add_rows()
        report_oddities(source, chapters, work.lists)
        principal = fold(title.organisation) == fold(model.principal_organisation)
        return draft.build(
            title=title.title.text,
            municipality=model.municipality,
            municipality_name=model.municipality_name,
            organisation=title.organisation,
            unit_of_analysis=model.unit_of_analysis,
            period=title.year,
            status="adopted" if title.decided_on else "unknown",
            covers=model.covers if principal else None,
            excludes="; ".join(s.statement.text for s in left_out) or None,
            governance_model=model.key,
        )


def _title(transcript: Transcript) -> Title | None:
    contents = find_contents(transcript)
    return read_title(transcript, before=contents[0] if contents else _FRONT)


def _outline(
    transcript: Transcript,
) -> tuple[Title, tuple[Chapter, ...], tuple[Misprint, ...]]:
    """Title and chapters; what is missing of both is raised at once."""
    title = _title(transcript)
    problems = [] if title else [_untitled(transcript)]
    try:
        chapters, misprints = read_chapters(transcript)
    except MunicompareError as error:
        raise MunicompareError(IssueReport.of((*problems, *error.report))) from None
    if title is None:
        raise MunicompareError(IssueReport.of(problems))
    return title, chapters, misprints


def _names(model: GovernanceModel, text: str) -> bool:
    return any(re.search(rf"\b{re.escape(name)}s?\b", text) for name in model.names)


def _untitled(transcript: Transcript) -> Issue:
    return Issue(
        code="MC320",
        severity="error",
        message="expected a title such as '…kontorets verksamhetsplan <year>' before the list of "
        "contents, found none.",
        remedy="Give the whole document, with its title page.",
        readings=(
            Reading(
                text=transcript.text[:60],
                document=transcript.name,
                locator=str(transcript.locate(0)),
            ),
        ),
    )


def _add_document(source: Source, document: SourceDocument, title: Title) -> None:
    source.draft.add(
        Document(
            id=source.document_id,
            title=title.title.text,
            kind=_KIND,
            role="read",
            file=document.path_name,
            sha256=document.sha256,
            issuer=title.organisation,
            period=title.year,
            decided_by=title.decided_by,
            decided_on=title.decided_on,
            reference=title.reference,
            language="sv",
            status="decided" if title.decided_on else "unknown",
            reader=NorrkopingReader.name,
            locator=str(title.title.locator),
        )
    )


def _add_statements(
    source: Source,
    work: Work,
    chapters: Sequence[Chapter],
    treated: Sequence[Treated],
    bodies: BodyBook,
) -> None:
    """Add who does what, what is followed up and agreed, as the chapters' sentences say."""
    leads: list[tuple[Passage, str | None]] = []
    sentences: list[tuple[Passage, str | None]] = []
    for chapter in chapters:
        entries = [
            (element.id, entry.end)
            for element in treated
            for entry in element.entries
            if entry.chapter.number == chapter.number
        ]
        only = entries[0][0] if len(entries) == 1 else None
        begin = max((end for _, end in entries), default=chapter.body)
        lead = source.transcript.passage((begin, chapter.lead_end))
        if chapter.sections:
            leads += [(sentence, only) for sentence in sentence_passages(lead)]
        for part in chapter.parts:
            text = source.transcript.passage((begin if part is chapter else part.body, part.end))
            about = work.sections.get(part.number)
            sentences += [(sentence, about) for sentence in sentence_passages(text)]
    add_agents(source, work.actions, bodies)
    add_checks(source, leads, bodies)
    add_agreed(source, [sentence for sentence, _ in sentences], bodies)
    add_action_followups(source, [*leads, *sentences], work.actions, bodies)
    add_benchmarks(source, work.actions)
    add_own_past(source)


def _setting_levels(model: GovernanceModel, levels: dict[str, str]) -> dict[GoalKind, str]:
    """Id of the level that sets each kind of goal, where the document names it."""
    return {
        KINDS[term.term]: levels[term.level]
        for term in model.terms
        if term.term in KINDS and term.level in levels
    }


def _report_misprints(source: Source, misprints: Sequence[Misprint]) -> None:
    if not misprints:
        return
    readings: list[Reading] = []
    for misprint in misprints:
        for text, offset in (
            (misprint.listed, misprint.listed_at),
            (misprint.printed, misprint.printed_at),
        ):
            readings.append(source.reading_at(text, str(source.transcript.locate(offset))))
    source.draft.issue(
        "MC324",
        "info",
        "the list of contents spells titles otherwise than the text.",
        cause="title in the list of contents",
        remedy="Titles are the text's.",
        readings=readings,
    )
