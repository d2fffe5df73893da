"""Reader of the agreements between Silkeborg's institutions and their chiefs (*aftaler*)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from municompare.definitions import governance_model
from municompare.documents import SourceDocument
from municompare.errors import Issue, IssueReport, MunicompareError, Reading
from municompare.model.governance import GovernanceModel
from municompare.model.plan import Document, DocumentStatus, PlanRecord
from municompare.model.steering import Organisation, Responsibility
from municompare.readers.draft import Draft
from municompare.readers.protocol import Recognition
from municompare.readers.silkeborg_agreement import Agreement
from municompare.readers.silkeborg_context import (
    add_economy,
    add_guiding_stars,
    add_missions,
    add_referenced_documents,
    level_of_term,
    stated_facts,
)
from municompare.readers.silkeborg_followup import add_benchmark_refs, add_followups
from municompare.readers.silkeborg_goals import add_goals
from municompare.readers.silkeborg_indicators import add_criteria, add_embedded
from municompare.readers.silkeborg_oddities import (
    report_broken_words,
    report_lost_colours,
    report_masked_words,
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
from municompare.readers.silkeborg_passages import Passage, passages_of
from municompare.readers.silkeborg_tables import GoalTable, TableGoal, is_goal_table
from municompare.readers.steering import (
    first_mention,
    level_rows,
    plan_key,
    report_differences,
)
from municompare.text.periods import find_periods
from municompare.text.words import is_masked

__all__ = ["SilkeborgReader"]

_MODEL: Final = "silkeborg"
_KIND: Final = "aftale"
_DRAFT: Final = re.compile(r"\b(?:udkast|forslag|høringsversion)\b", re.IGNORECASE)
_CONCLUDED: Final = re.compile(
    r"\baftalen er (?:indgået|underskrevet|godkendt|vedtaget)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Parts:
    """The parts of a document of the family."""

    titles: tuple[Title, ...]
    chapters: tuple[Chapter, ...]
    goals_heading: Chapter
    goals: GoalsChapter
    tables: tuple[TableGoal, ...]

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
            appropriation_level=_level(levels, model, "bevillingsmål"),
            own_level=_level(levels, model, "mål"),
        )
        title = _title(parts.titles)
        status = _add_document(agreement, document, parts, title, model)
        _add_parties(agreement, title)
        add_missions(agreement, parts.chapter("mission"))
        add_guiding_stars(agreement, parts.goals.bullets)
        goals = add_goals(agreement, parts.goals, parts.tables)
        add_criteria(agreement, goals)
        add_embedded(agreement)
        add_followups(agreement, parts.chapter("frame"))
        add_benchmark_refs(agreement)
        add_economy(agreement, parts.chapter("economy"))
        add_referenced_documents(
            agreement, model, parts.chapter("contents"), parts.chapter("frame")
        )
        _report_names(agreement, parts)
        report_lost_colours(agreement, parts.goals.legend)
        report_masked_words(agreement, document)
        report_broken_words(agreement, document)
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
    )


def _title(found: tuple[Title, ...]) -> Title:
    """The title line without a person's name, where one is printed masked."""
    masked = [each for each in found if any(map(is_masked, each.person.split()))]
    return (masked or list(found))[0]


def _add_document(
    agreement: Agreement,
    document: SourceDocument,
    parts: _Parts,
    title: Title,
    model: GovernanceModel,
) -> Literal["adopted", "proposal", "unknown"]:
    """Add the row of the document; say whether the plan was adopted."""
    status, decided_on = _status(agreement, document, title)
    issuer = first_mention(document, model.names)
    agreement.draft.add(
        Document(
            id=agreement.document,
            title=title.passage.text,
            kind=_KIND,
            role="read",
            file=document.path_name,
            sha256=document.sha256,
            issuer=issuer[0] if issuer else None,
            period=parts.year,
            decided_on=decided_on,
            language=model.language,
            status=status,
            reader=SilkeborgReader.name,
            locator=title.passage.locator,
        )
    )
    adopted: dict[DocumentStatus, Literal["adopted", "proposal"]] = {
        "decided": "adopted",
        "proposed": "proposal",
    }
    return adopted.get(status, "unknown")


def _status(
    agreement: Agreement, document: SourceDocument, title: Title
) -> tuple[DocumentStatus, str | None]:
    """What is printed about the agreement's conclusion.

    It is ``decided`` only where the text says that it was concluded; to be called an agreement
    or to be published on a date is not the same.
    """
    if any(_DRAFT.search(block.text) for block in front(document)):
        return "proposed", None
    for passage in passages_of(document):
        match = _CONCLUDED.search(passage.text)
        if match is not None:
            periods = find_periods(passage.text[match.end() :], language="da")
            day = next(
                (each.period for each in periods if each.period.start == each.period.end), None
            )
            return "decided", day.start.isoformat() if day else None
    agreement.draft.issue(
        "MC356",
        "info",
        "expected a signature, a decision or a date of conclusion, found none; the document calls "
        "itself an agreement, and neither draft nor proposal.",
        cause="conclusion of the agreement",
        remedy="Classify the plan by curation when another source says that it was concluded.",
        readings=[agreement.reading(_office_part(title))],
    )
    return "unknown", None


def _office_part(title: Title) -> Passage:
    """The title up to the office, without the person."""
    end = len(title.passage.text) - len(title.person)
    return title.passage.part(0, end)


def _add_parties(agreement: Agreement, title: Title) -> None:
    """Add the two parties, and that both agree."""
    line = _office_part(title)
    for name, kind in ((title.institution, "unit"), (title.office, "office")):
        place = line.part(line.text.rindex(name))
        organisation = agreement.draft.id("organisation", name)
        agreement.draft.add(
            Organisation(
                id=organisation,
                name=name,
                kind=kind,
                document=agreement.document,
                locator=place.locator,
            ),
            Responsibility(
                id=agreement.draft.attached_id("responsibility", agreement.document, organisation),
                element=agreement.document,
                role="agrees",
                organisation=organisation,
                basis=line.text,
                document=agreement.document,
                locator=line.locator,
            ),
        )


def _report_names(agreement: Agreement, parts: _Parts) -> None:
    """Report where title lines differ, and headings that name another institution or year."""
    if len(parts.titles) > 1:
        agreement.draft.issue(
            "MC354",
            "info",
            f"the title is printed {len(parts.titles)} times with different words behind the "
            "office; only the text up to the office is shown here.",
            cause="title lines",
            remedy="Check which of the lines is the title.",
            readings=[agreement.reading(_office_part(title)) for title in parts.titles],
        )
    heading = parts.goals_heading.heading
    institution, year = heading_facts(parts.goals_heading)
    others = [
        agreement.reading(_office_part(title))
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
