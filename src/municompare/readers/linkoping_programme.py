"""Reader of steering programmes (*program*) of Linköping, adopted or proposed."""

from __future__ import annotations

import re
from datetime import date
from typing import Final, Literal

from municompare.definitions import governance_model
from municompare.documents import SourceDocument
from municompare.errors import Issue, MunicompareError, Reading
from municompare.model.governance import GovernanceModel
from municompare.model.plan import Decision, Document, DocumentStatus, PlanRecord
from municompare.readers.draft import Draft
from municompare.readers.linkoping_bodies import BodyBook
from municompare.readers.linkoping_decisions import add_decisions, find_reports
from municompare.readers.linkoping_followup import Calendar
from municompare.readers.linkoping_programme_bodies import (
    add_duties,
    add_references,
)
from municompare.readers.linkoping_programme_outline import Outline, read_outline
from municompare.readers.linkoping_programme_principles import add_principles
from municompare.readers.linkoping_programme_rows import (
    Programme,
    add_commitments,
    add_definitions,
    add_global_goals,
    add_motto,
    add_purposes,
    add_target_groups,
    add_visions,
)
from municompare.readers.linkoping_text import whole
from municompare.readers.protocol import Recognition
from municompare.readers.steering import first_mention, level_rows, plan_key
from municompare.text.periods import find_periods, read_date
from municompare.text.words import fold, slug

__all__ = ["LinkopingProgrammeReader"]

_MODEL: Final = "linkoping"
_KIND: Final = re.compile(r"\bprogram(?:met)?\b|\w+program(?:met)?\b", re.IGNORECASE)
_PROPOSAL: Final = re.compile(r"\b(?:forslag|utkast|remiss)")
_FOLLOW_UP: Final = re.compile(r"\buppfoljning|\butvardering|\baktualitetsprovning")
_FEWEST_FIELDS: Final = 3
_ADOPTED: Final = ("antaget av", "antagen av", "beslutad av", "faststallt av", "faststalld av")
_ADOPTION: Final = re.compile(
    r"(?P<body>[^\d§]+?),? (?:den )?(?P<date>\d{4}-\d{2}-\d{2}|\d{1,2} [^\W\d_]+ \d{4})"
    r"(?:,? (?P<paragraph>§ ?\d+))?.*"
)


class LinkopingProgrammeReader:
    """Reads programmes with a title page of fields, a list of contents and numbered chapters."""

    @property
    def name(self) -> str:
        """Short unique name."""
        return "linkoping-programme"

    @property
    def family(self) -> str:
        """Which documents it reads, in one sentence."""
        return "steering programmes (program) of Linköping municipality, adopted or proposed"

    def recognise(self, document: SourceDocument) -> Recognition:
        """Look for the fields of the title page, the word, the chapters and the municipality."""
        names = governance_model(_MODEL).names
        outline = read_outline(document)
        fields = outline.fields if outline else {}
        kind = outline.field("dokumenttyp") if outline else None
        title = outline.title.text if outline else ""
        named = kind is not None and _KIND.search(kind.value) is not None
        marks = (
            (0.3, "a title page with fields such as 'Antaget av'", len(fields) >= _FEWEST_FIELDS),
            (0.3, "the word program as type or title", named or _KIND.search(title) is not None),
            (0.1, "a list of contents", outline is not None and bool(outline.contents)),
            (
                0.1,
                "numbered chapters",
                outline is not None and any(section.number for section in outline.sections),
            ),
            (0.2, f"the name {names[-1]}", first_mention(document, names) is not None),
        )
        score = sum(weight for weight, _, found in marks if found)
        certain = marks[0][2] and marks[1][2] and marks[-1][2]
        return Recognition(
            score=round(score if certain else min(score, 0.4), 3),
            reasons=tuple(f"{'has' if found else 'lacks'} {mark}" for _, mark, found in marks),
        )

    def read(self, document: SourceDocument) -> PlanRecord:
        """Read the document."""
        outline = read_outline(document)
        if outline is None or not outline.sections:
            raise MunicompareError(
                Issue(
                    code="MC320",
                    severity="error",
                    message="expected chapters below a title page, as the list of contents names "
                    "them, found none.",
                    remedy="Check that the file holds the whole programme.",
                    readings=(Reading(document=document.path_name),),
                )
            )
        model = governance_model(_MODEL)
        period = _period(outline)
        draft = Draft(_key(model, outline, period), language="sv")
        own = _add_document(draft, document, outline, period, reader=self.name)
        municipality = model.names[0]
        levels = level_rows(draft, document, model, document_id=own)

        def document_at(line: int) -> str:
            return own

        bodies = BodyBook.of(draft, document, document_at=document_at, own=None)
        programme = Programme(draft=draft, document=own, outline=outline)
        add_motto(programme)
        add_visions(programme)
        principles = add_principles(programme, level=levels.get("council-policies"))
        add_global_goals(programme)
        add_purposes(programme, level=levels.get("council-policies"))
        add_definitions(programme, principles)
        add_target_groups(programme)
        add_commitments(programme, principles)
        add_references(programme)
        add_duties(programme, bodies)
        reports = find_reports(document, bodies)
        add_decisions(draft, reports, document_at=document_at)
        _add_adoption(draft, outline, own)
        calendar = Calendar(draft, bodies=bodies, model=model, levels=levels)
        for section in outline.sections:
            heading = section.title if _FOLLOW_UP.search(fold(section.title)) else None
            element = principles.get(section.heading.line, own)
            for block in section.blocks:
                if block.kind in ("paragraph", "list_item"):
                    calendar.take(block, heading, element=element)
        calendar.add_rows(document_at=document_at)
        bodies.add_rows()
        _report_gaps(programme)
        return draft.build(
            title=outline.title.text,
            municipality=model.municipality,
            municipality_name=model.municipality_name,
            organisation=municipality,
            unit_of_analysis="municipality",
            period=period,
            status=_plan_status(outline),
            governance_model=model.key,
        )


def _key(model: GovernanceModel, outline: Outline, period: str | None) -> str:
    """Municipality and kind; a programme for certain years has their first one behind it."""
    kind = slug(outline.title.text, language="sv") or "program"
    key = plan_key(
        model, organisation=model.principal_organisation, period=None, document_kind=kind
    )
    return f"{key}-{period[:4]}" if period else key


def _period(outline: Outline) -> str | None:
    """Years of validity, if the title page names them."""
    valid = outline.field("giltighetstid", "galler for")
    found = find_periods(valid.value, language="sv") if valid else ()
    years = [each.period.text for each in found if re.fullmatch(r"[\d/]+", each.period.text)]
    if not years:
        named = find_periods(outline.title.text, language="sv")
        years = [each.period.text for each in named if "/" in each.period.text]
    return years[0] if len(years) == 1 else None


def _status(outline: Outline) -> DocumentStatus:
    adopted = outline.field(*_ADOPTED)
    if adopted is None or not adopted.value.strip(" -–"):
        return "unknown"
    return "proposed" if _PROPOSAL.search(fold(adopted.value)) else "decided"


def _plan_status(outline: Outline) -> Literal["adopted", "proposal", "unknown"]:
    status = _status(outline)
    if status == "decided":
        return "adopted"
    return "proposal" if status == "proposed" else "unknown"


def _add_document(
    draft: Draft,
    document: SourceDocument,
    outline: Outline,
    period: str | None,
    *,
    reader: str,
) -> str:
    """Add the row of the programme itself, as its title page describes it."""
    identifier = draft.id("document", outline.title.text)
    kind, register = outline.field("dokumenttyp"), outline.field("diarienummer")
    status = _status(outline)
    adopted = outline.field(*_ADOPTED) if status == "decided" else None
    numbers = [register.value] if register and register.value else []
    body = day = None
    if adopted is not None:
        match = _ADOPTION.fullmatch(adopted.value)
        body = match["body"].strip(" ,") if match else adopted.value
        date_read = read_date(match["date"], language="sv") if match else None
        day = date_read.isoformat() if isinstance(date_read, date) else None
        numbers += [match["paragraph"]] if match and match["paragraph"] else []
    draft.add(
        Document(
            id=identifier,
            title=outline.title.text,
            kind=kind.value.lower() if kind and kind.value else "program",
            role="read",
            file=document.path_name,
            sha256=document.sha256,
            issuer=governance_model(_MODEL).names[0],
            period=period,
            decided_by=body,
            decided_on=day,
            reference=", ".join(numbers) or None,
            language="sv",
            status=status,
            reader=reader,
            locator=outline.title.locator,
        )
    )
    return identifier


def _add_adoption(draft: Draft, outline: Outline, own: str) -> None:
    """Add the decision that adopted the programme, where no line of text reports it."""
    adopted = outline.field(*_ADOPTED)
    row = next(row for row in draft.rows("documents") if row.id == own)
    day = row.decided_on
    if adopted is None or day is None or row.decided_by is None:
        return
    if any(known.date == day for known in draft.rows("decisions")):
        return
    match = _ADOPTION.fullmatch(adopted.value)
    draft.add(
        Decision(
            id=draft.id("decision", f"{row.decided_by} {row.title}"),
            body=row.decided_by,
            date=day,
            paragraph=match["paragraph"] if match else None,
            subject=row.title,
            document=own,
            locator=adopted.place.locator,
        )
    )


def _report_gaps(programme: Programme) -> None:
    """Report fields without content, an unknown status, and headings that are not there."""
    outline, draft = programme.outline, programme.draft
    empty = [field for field in outline.fields.values() if not field.value]
    if empty:
        draft.issue(
            "MC320",
            "info",
            "expected every field of the title page to say something, found fields without "
            "content.",
            cause="fält utan innehåll",
            remedy="Look in the text for what they leave out.",
            readings=[programme.reading(field.line) for field in empty],
        )
    if _status(outline) == "unknown":
        draft.issue(
            "MC356",
            "info",
            "expected the title page to say who adopted the programme, or that it is a proposal; "
            "it says neither.",
            cause="antagande",
            remedy="Look up in the minutes whether the programme was adopted.",
            readings=[programme.reading(whole(outline.title))],
        )
    if outline.lacking:
        draft.issue(
            "MC329",
            "warning",
            "expected a heading for every title of the list of contents, found titles without.",
            cause="rubriker",
            remedy="Check whether a part of the document is missing.",
            readings=[
                Reading(text=entry.title, document=programme.document, locator=entry.locator)
                for entry in outline.lacking
            ],
        )
