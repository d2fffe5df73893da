"""Help for testing code that builds on the library: an example plan, a check for readers."""

from __future__ import annotations

import os
from typing import Any

from municompare.documents import SourceDocument, load_document
from municompare.errors import Issue, Reading
from municompare.model.elements import Goal, Indicator, Measurement
from municompare.model.plan import Document, PlanRecord
from municompare.plans import Plan
from municompare.readers import Reader, read_document
from municompare.schema import TABLES, rows

__all__ = ["check_reader", "example_plan"]


def _measurement(key: str, name: str, **fields: Any) -> Measurement:
    period = fields.pop("period", None)
    return Measurement(
        id=f"{key}/measurement/{name}",
        period=period,
        period_start=f"{period}-01-01" if period else None,
        period_end=f"{period}-12-31" if period else None,
        document=f"{key}/document/plan",
        **fields,
    )


def example_plan(
    key: str = "exempelby-2020",
    *,
    municipality: str = "SE-0000",
    name: str = "Exempelby",
    language: Any = "sv",
    unit_of_analysis: Any = "committee",
) -> Plan:
    """Make a small invented plan that is consistent: two goals, three indicators, an issue.

    Parameters
    ----------
    key, municipality, name, language, unit_of_analysis
        As in :class:`~municompare.model.plan.PlanRecord`.

    Returns
    -------
    Plan
        The same plan for the same arguments.

    Examples
    --------
    >>> from municompare.testing import example_plan
    >>> example_plan().goals["title"].tolist()
    ['Fler i arbete', 'Ekonomi i balans']
    """
    document = f"{key}/document/plan"
    work, balance = f"{key}/goal/fler-arbete", f"{key}/goal/ekonomi-balans"
    households, share = f"{key}/indicator/hushall", f"{key}/indicator/andel-arbete"
    result = f"{key}/indicator/resultat"
    record = PlanRecord(
        key=key,
        title="Plan 2020",
        municipality=municipality,
        municipality_name=name,
        organisation="Arbetsnämnden",
        unit_of_analysis=unit_of_analysis,
        language=language,
        period="2020",
        status="adopted",
        documents=(
            Document(
                id=document,
                title="Plan 2020",
                kind="plan",
                role="read",
                file="plan.md",
                sha256="0" * 64,
                issuer=name,
                period="2020",
                language=language,
                status="decided",
                locator="L1",
            ),
        ),
        goals=(
            Goal(
                id=work,
                kind="goal",
                title="Fler i arbete",
                title_en="More people in work",
                title_status="printed",
                document=document,
                locator="L3/c1",
            ),
            Goal(
                id=balance,
                kind="goal",
                title="Ekonomi i balans",
                title_status="printed",
                document=document,
                locator="L6/c1",
            ),
        ),
        indicators=tuple(
            Indicator(
                id=identifier,
                element=goal,
                element_basis="by_position",
                element_certainty="certain",
                goal=goal,
                origin="table",
                name=title,
                unit=unit,
                document=document,
                locator=place,
            )
            for identifier, goal, title, unit, place in (
                (households, work, "Antal hushåll", "household", "L3/c2"),
                (share, work, "Andel i arbete", "percent", "L4/c2"),
                (result, balance, "Resultat", None, "L6/c2"),
            )
        ),
        measurements=(
            _measurement(
                key, "hushall.2019.observed", indicator=households, period="2019", role="observed",
                value=200.0, unit="household", comparator="=", comparator_basis="cell",
                status="reported", raw="200", locator="L3/c3",
            ),
            _measurement(
                key, "hushall.2020.target", indicator=households, period="2020", role="target",
                value=150.0, unit="household", comparator="=", comparator_basis="cell",
                target_form="level", status="reported", raw="150", locator="L3/c4",
            ),
            _measurement(
                key, "andel.2019.observed", indicator=share, period="2019", role="observed",
                status="empty", locator="L4/c3",
            ),
            _measurement(
                key, "andel.2020.target", indicator=share, period="2020", role="target",
                comparator="increase", comparator_basis="cell", target_form="direction",
                status="directional", raw="Ska öka", locator="L4/c4",
            ),
            _measurement(
                key, "resultat.2020.target", indicator=result, period="2020", role="target",
                value=-2.5, comparator=">=", comparator_basis="cell", target_form="level",
                status="reported", raw="≥ −2,5", locator="L6/c4",
            ),
        ),
        issues=(
            Issue(
                id=f"{key}/issue/example",
                code="MC114",
                severity="info",
                message="the unit of the result is not stated.",
                readings=(Reading(text="Resultat", document=document, locator="L6/c2"),),
            ),
        ),
    )  # fmt: skip
    return Plan(record)


def _faults(document: SourceDocument, record: PlanRecord) -> list[str]:
    """What a record gets wrong about its document."""
    faults = []
    for table in TABLES:
        for row in rows(record, table):
            locator, obtained = getattr(row, "locator", None), getattr(row, "obtained", "read")
            if locator is None or obtained != "read":
                continue
            found = document.text_at(locator)
            if found is None:
                faults.append(f"{row.id}: {locator} is no place of the document")
            raw = getattr(row, "raw", None)
            if raw is not None and found is not None and _bare(raw) not in _bare(found):
                faults.append(f"{row.id}: {locator} reads {found!r}, not {raw!r}")
    return faults


def _bare(text: str) -> str:
    return "".join(text.split())


def check_reader(reader: Reader, path: str | os.PathLike[str]) -> Plan:
    """Check a reader's contract on one of its documents.

    The reader must know the document, give a consistent plan, give the same plan again, name
    places that exist, and read values that stand where it says.

    Parameters
    ----------
    reader : Reader
        The reader.
    path : path
        A document of its family.

    Returns
    -------
    Plan
        What was read.

    Raises
    ------
    AssertionError
        If the reader breaks its contract; the message lists how.
    """
    document = load_document(path)
    recognition = reader.recognise(document.by_lines())
    assert 0.5 <= recognition.score <= 1, f"does not know its document: {recognition}"
    assert recognition.reasons, "gives no reasons for knowing the document"
    record = read_document(reader, document)
    assert read_document(reader, document) == record, "does not give the same record again"
    faults = _faults(document, record)
    assert not faults, "\n".join(faults)
    read = [row for row in record.documents if row.role == "read"]
    assert read, "no document is marked as read"
    assert any(row.sha256 == document.sha256 for row in read), "the file's hash is missing"
    return Plan(record)
