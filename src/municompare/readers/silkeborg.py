"""Reader of the agreements between Silkeborg's institutions and their chiefs (*aftaler*)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from municompare.definitions import governance_model
from municompare.documents import SourceDocument
from municompare.errors import Issue, IssueReport, MunicompareError, Reading
from municompare.model.governance import GovernanceModel
from municompare.model.plan import PlanRecord
from municompare.readers.draft import Draft
from municompare.readers.protocol import Recognition
from municompare.readers.silkeborg_agreement import Agreement
from municompare.readers.silkeborg_bodies import Bodies
from municompare.readers.silkeborg_columns import is_followup, schedule_of
from municompare.readers.silkeborg_comparisons import add_benchmark_refs
from municompare.readers.silkeborg_context import add_economy, level_of_term, stated_facts
from municompare.readers.silkeborg_documents import add_references
from municompare.readers.silkeborg_followup import add_followups
from municompare.readers.silkeborg_front import add_document, title_of
from municompare.readers.silkeborg_goals import add_goals
from municompare.readers.silkeborg_indicators import add_criteria, add_embedded
from municompare.readers.silkeborg_links import add_links
from municompare.readers.silkeborg_matching import check_counts
from municompare.readers.silkeborg_oddities import (
    report_broken_words,
    report_lost_colours,
    report_lost_letters,
    report_masked_words,
    report_missing_chapters,
)
from municompare.readers.silkeborg_outline import (
    Chapter,
    GoalsChapter,
    Title,
    chapters,
    front,
    goals_chapter,
    heading_facts,
    titles,
)
from municompare.readers.silkeborg_passages import Passage
from municompare.readers.silkeborg_principles import (
    add_guiding_stars,
    add_missions,
    add_principles,
)
from municompare.readers.silkeborg_responsibilities import (
    add_parties,
    add_responsibilities,
    office_part,
    owner_in_column,
)
from municompare.readers.silkeborg_tables import GoalTable, TableGoal, is_goal_table
from municompare.readers.steering import (
    first_mention,
    level_rows,
    plan_key,
    report_differences,
)
from municompare.text.periods import find_periods

__all__ = ["SilkeborgReader"]

_MODEL: Final = "silkeborg"
_KIND: Final = "aftale"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Parts:
    """The parts of a document of the family."""

    titles: tuple[Title, ...]
    chapters: tuple[Chapter, ...]
    goals_heading: Chapter
    goals: GoalsChapter
    tables: tuple[TableGoal, ...]
    unread: tuple[Passage, ...]

    def chapter(self, subject: str) -> Chapter | None:
        return next((each for each in self.chapters if each.subject == subject), None)

    @property
    def institution(self) -> str:
        return self.titles[0].institution

    @property
    def year(self) -> str:
        return heading_facts(self.goals_heading)[1]


class SilkeborgReader:
    """Reads *Aftale mellem <institution> og <chief>* of Silkeborg Kommune.

    Goals come from the numbered list, the tables and the actions that name the goal they serve;
    the rules for tables are those of :mod:`municompare.readers.silkeborg_tables`, those for
    actions of :mod:`municompare.readers.silkeborg_actions`.
    """

    name = "silkeborg"
    family = "agreements between an institution of Silkeborg Kommune and its chief (aftaler)"

    def recognise(self, document: SourceDocument) -> Recognition:
        """Say how well the document is known, by the marks of the family."""
        model = governance_model(_MODEL)
        found = chapters(document)
        marks = {
            "the municipality's name": (0.15, first_mention(document, model.names)),
            "a title 'Aftale mellem … og …'": (0.3, titles(document)),
            "a numbered chapter 'Mål for … for <year>'": (
                0.25,
                [each for each in found if each.subject == "goals"],
            ),
            "a table Mål, Handlinger, Succeskriterier": (
                0.3,
                [each for each in document.blocks if each.kind == "table" and is_goal_table(each)],
            ),
        }
        score = sum(weight for weight, mark in marks.values() if mark)
        if not marks["the municipality's name"][1]:
            # another municipality's agreement has another governance model
            score = min(score, 0.4)
        reasons = tuple(f"{'has' if mark else 'lacks'} {name}" for name, (_, mark) in marks.items())
        return Recognition(score=round(score, 2), reasons=reasons)

    def read(self, document: SourceDocument) -> PlanRecord:
        """Read the agreement.

        Raises
        ------
        MunicompareError
            MC320, MC321 or MC331, if the title, the chapter on goals or its tables are missing
            or do not have the form of the family.
        """
        model = governance_model(_MODEL)
        parts = _parts(document)
        key = plan_key(
            model, organisation=parts.institution, period=parts.year, document_kind=_KIND
        )
        draft = Draft(key, language="da")
        document_id = draft.id("document", _KIND)
        levels = level_rows(draft, document, model, document_id=document_id)
        agreement = Agreement(
            draft=draft,
            document=document_id,
            country="DK",
            institution=parts.institution,
            bodies=Bodies(draft, document_id),
            appropriation_level=_level(levels, model, "bevillingsmål"),
            own_level=_level(levels, model, "mål"),
        )
        title = title_of(parts.titles)
        status = add_document(
            agreement,
            document,
            title,
            kind=_KIND,
            year=parts.year,
            reader=self.name,
            model=model,
        )
        add_parties(agreement, title)
        _read_parts(agreement, document, parts, model, levels)
        _report_names(agreement, parts)
        _report_columns(agreement, parts)
        report_lost_colours(agreement, parts.goals.legend)
        report_masked_words(agreement, document)
        report_broken_words(agreement, document)
        report_lost_letters(agreement, document)
        report_missing_chapters(agreement, document, parts.chapters)
        report_differences(draft, model, stated_facts(agreement, model, parts.chapter("contents")))
        return draft.build(
            title=title.passage.text,
            municipality=model.municipality,
            municipality_name=model.municipality_name,
            organisation=parts.institution,
            unit_of_analysis=model.unit_of_analysis,
            period=parts.year,
            status=status,
            covers=model.covers,
            excludes=model.excludes,
            governance_model=model.key,
        )


def _read_parts(
    agreement: Agreement,
    document: SourceDocument,
    parts: _Parts,
    model: GovernanceModel,
    levels: Mapping[str, str],
) -> None:
    """Read the chapters, then what their elements say of each other."""
    on_title_page = {block.line for block in front(document)}
    body = [block for block in document.blocks if block.line not in on_title_page]
    lines = [Passage.of_block(block) for block in body if block.kind != "table"]
    cells = [
        Passage.of_cell(cell)
        for block in body
        for row in block.rows
        for cell in row.cells
        if cell.text
    ]
    contents, frame = parts.chapter("contents"), parts.chapter("frame")
    add_missions(agreement, parts.chapter("mission"))
    agreement.bodies.find([*lines, *cells])
    agreement.bodies.place(agreement.institution, lines)
    add_guiding_stars(agreement, parts.goals.bullets)
    add_principles(agreement, lines)
    goals = add_goals(agreement, parts.goals, parts.tables, year=parts.year)
    check_counts(agreement, parts.goals.listed, lines)
    add_criteria(agreement, goals)
    add_embedded(agreement)
    add_economy(agreement, parts.chapter("economy"))
    documents = add_references(
        agreement,
        model,
        contents=_lines(contents),
        frame=_lines(frame),
        lines=lines,
        cells=cells,
    )
    add_responsibilities(agreement, model, levels=levels, documents=documents, lines=lines)
    add_followups(agreement, contents=contents, frame=frame, documents=documents)
    add_benchmark_refs(agreement)
    add_links(agreement, documents, lines)


def _lines(chapter: Chapter | None) -> list[Passage]:
    blocks = chapter.blocks if chapter else ()
    return [Passage.of_block(block) for block in blocks if block.kind != "table"]


def _level(levels: dict[str, str], model: GovernanceModel, term: str) -> str | None:
    key = level_of_term(model, term)
    return levels.get(key) if key else None


def _missing(document: SourceDocument, what: str, remedy: str) -> Issue:
    return Issue(
        code="MC320",
        severity="error",
        message=f"expected {what}, found none.",
        remedy=remedy,
        readings=(Reading(document=document.path_name),),
    )


def _parts(document: SourceDocument) -> _Parts:
    """Take the document apart, or say all that is missing or broken."""
    problems = []
    found_titles = titles(document)
    if not found_titles:
        problems.append(
            _missing(
                document,
                "a title 'Aftale mellem <institution> og <chief>' above the first chapter",
                "Add the title page.",
            )
        )
    found = chapters(document)
    heading = next((each for each in found if each.subject == "goals"), None)
    goals = goals_chapter(heading) if heading else GoalsChapter()
    if heading is None:
        problems.append(
            _missing(
                document,
                "a numbered chapter 'Mål for <institution> for <year>'",
                "Check whether the heading keeps its number and its year.",
            )
        )
    elif not goals.tables:
        problems.append(
            _missing(
                document,
                "tables Mål, Handlinger, Succeskriterier in the chapter on goals",
                "Check whether the tables were lost, or their cells are not set off by pipes.",
            )
        )
    problems += [
        Issue(
            code="MC321",
            severity="error",
            message=f"expected a title behind the number {goal.number} of the list of goals, "
            "found none.",
            remedy="Add the goal's title, or remove its number.",
            readings=(Reading(document=document.path_name, locator=goal.label.locator),),
        )
        for goal in goals.listed
        if not goal.title.text
    ]
    tables = GoalTable((goal.title.text for goal in goals.listed), document=document.path_name)
    for section, block in goals.tables:
        tables.read(block, section)
    problems += tables.problems
    if problems or heading is None:
        raise MunicompareError(IssueReport.of(problems))
    return _Parts(
        titles=found_titles,
        chapters=found,
        goals_heading=heading,
        goals=goals,
        tables=tuple(tables.goals),
        unread=tuple(tables.unread),
    )


def _report_columns(agreement: Agreement, parts: _Parts) -> None:
    """Report columns that are not read, and who is responsible where that may be a person."""
    cells_unread = [
        *parts.unread,
        *(
            entry.schedule
            for goal in parts.tables
            for entry in goal.actions
            if entry.schedule and schedule_of(entry.schedule, parts.year) == (None, None)
        ),
        *(cell for goal in parts.tables for cell in goal.followups if not is_followup(cell)),
    ]
    unread = [agreement.reading(cell) for cell in cells_unread]
    cells = {
        entry.responsible.locator
        for goal in parts.tables
        for entry in goal.actions
        if entry.responsible and owner_in_column(agreement, entry.responsible) is None
    }
    # their words are not repeated, they may be a person's name
    unread += [Reading(document=agreement.document, locator=place) for place in sorted(cells)]
    if unread:
        agreement.draft.issue(
            "MC358",
            "warning",
            "expected the columns of goals, actions, criteria and of bodies responsible; other "
            "columns, and cells that may name a person, are not read.",
            cause="further columns",
            remedy="Read them off at these places.",
            readings=unread,
        )


def _report_names(agreement: Agreement, parts: _Parts) -> None:
    """Report where title lines differ, and headings that name another institution or year."""
    if len(parts.titles) > 1:
        agreement.draft.issue(
            "MC354",
            "warning",
            f"the title is printed {len(parts.titles)} times with different words behind the "
            "office; only the text up to the office is shown here.",
            cause="title lines",
            remedy="Check which of the lines is the title.",
            readings=[agreement.reading(office_part(title)) for title in parts.titles],
        )
    heading = parts.goals_heading.heading
    institution, year = heading_facts(parts.goals_heading)
    others = [
        agreement.reading(office_part(title))
        for title in parts.titles
        if title.institution != institution
    ]
    sections = [goal.section for goal in parts.goals.listed]
    sections += [table.section for table in parts.tables]
    for section in dict.fromkeys(each for each in sections if each is not None):
        named = [found.period.text for found in find_periods(section.label.text, language="da")]
        # a section of continued goals names the year before
        if named and year not in named and section.kind != "continued":
            others.append(agreement.reading(section.label))
    if others:
        agreement.draft.issue(
            "MC357",
            "warning",
            f"the heading of the goals names {institution!r} and {year}; other places name another "
            "institution or year.",
            cause="institution or year",
            remedy="Check which of them the agreement is for.",
            readings=[agreement.reading(heading), *others],
        )
