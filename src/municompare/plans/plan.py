"""A plan as researchers use it: frames, look-up, citation."""

from __future__ import annotations

from functools import cached_property
from html import escape
from typing import TYPE_CHECKING, Any

from municompare.errors import Issue, IssueReport, MunicompareError
from municompare.model.elements import Measurement
from municompare.model.plan import Document, PlanRecord
from municompare.plans.citation import Citation
from municompare.plans.consistency import check_plan
from municompare.plans.current import current_measurements
from municompare.plans.lookup import unknown
from municompare.schema import TABLES, frame, rows

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Plan"]


class Plan:
    """One municipality's plan: its record, and its tables as tidy frames.

    Every table of the data model is an attribute (``plan.goals``, ``plan.measurements``, …) that
    gives a fresh :class:`pandas.DataFrame`; ``plan[id]`` gives one record.

    Parameters
    ----------
    record : PlanRecord
        The plan as data.

    Raises
    ------
    MunicompareError
        If the record is not consistent: all problems at once.

    Examples
    --------
    >>> import municompare as mc
    >>> plan = mc.load()["silkeborg-2017"]
    >>> len(plan.goals)
    12
    """

    __slots__ = ("__dict__", "__weakref__", "_record")

    _record: PlanRecord
    __iter__ = None  # a plan is looked up by id; its tables are what can be gone through

    def __init__(self, record: PlanRecord) -> None:
        if not isinstance(record, PlanRecord):
            raise MunicompareError(
                Issue(
                    code="MC102",
                    severity="error",
                    message=f"expected a PlanRecord, found {type(record).__name__}.",
                    remedy="Read a plan, or build its record first.",
                )
            )
        check_plan(record).raise_if_any()
        object.__setattr__(self, "_record", record)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a plan cannot be changed: {name!r}")

    def __reduce__(self) -> tuple[type[Plan], tuple[PlanRecord]]:
        return type(self), (self._record,)

    @property
    def record(self) -> PlanRecord:
        """The plan as plain, immutable data."""
        return self._record

    @property
    def key(self) -> str:
        """Key of the plan, such as ``linkoping-2019``."""
        return self._record.key

    @property
    def title(self) -> str:
        """Title of the plan's main document."""
        return self._record.title

    @property
    def municipality(self) -> str:
        """Country and official code, such as ``SE-0580``."""
        return self._record.municipality

    @property
    def municipality_name(self) -> str:
        """Name of the municipality."""
        return self._record.municipality_name

    @property
    def organisation(self) -> str:
        """Whose plan it is."""
        return self._record.organisation

    @property
    def period(self) -> str | None:
        """Period of the plan."""
        return self._record.period

    @property
    def unit_of_analysis(self) -> str:
        """municipality, committee, administration or institution."""
        return self._record.unit_of_analysis

    @property
    def report(self) -> IssueReport:
        """The plan's issues as a report."""
        return IssueReport(self._record.issues)

    @cached_property
    def current_measurements(self) -> tuple[Measurement, ...]:
        """Rows of ``measurements`` that hold, each statement once.

        Of several documents that print the same, the row of the one that goes before; see
        :func:`municompare.plans.current.current_measurements`.
        """
        return current_measurements(self._record)

    @cached_property
    def _by_id(self) -> dict[str, Any]:
        return {record.id: record for table in TABLES for record in rows(self._record, table)}

    def table(self, name: str) -> pd.DataFrame:
        """One table as a fresh frame.

        Parameters
        ----------
        name : str
            Name of the table.

        Raises
        ------
        MunicompareError
            If there is no table of that name.

        Examples
        --------
        >>> import municompare as mc
        >>> plan = mc.load()["silkeborg-2017"]
        >>> plan.table("goals").equals(plan.goals)
        True
        """
        if name not in TABLES:
            raise unknown("MC113", "table", name, list(TABLES))
        cached: dict[str, pd.DataFrame] = self.__dict__.setdefault("_frames", {})
        if name not in cached:
            cached[name] = frame(name, rows(self._record, name))
        return cached[name].copy()

    @property
    def documents(self) -> pd.DataFrame:
        """Documents that were read, their parts, and those referred to."""
        return self.table("documents")

    @property
    def organisations(self) -> pd.DataFrame:
        """Bodies, offices and units that the plan names."""
        return self.table("organisations")

    @property
    def levels(self) -> pd.DataFrame:
        """Steering decisions at organisational tiers."""
        return self.table("levels")

    @property
    def responsibilities(self) -> pd.DataFrame:
        """Who does what about which element."""
        return self.table("responsibilities")

    @property
    def goals(self) -> pd.DataFrame:
        """Goals, development areas, goal areas, purposes."""
        return self.table("goals")

    @property
    def principles(self) -> pd.DataFrame:
        """Missions, visions, values, guiding stars."""
        return self.table("principles")

    @property
    def assignments(self) -> pd.DataFrame:
        """Assignments that one body gives to another."""
        return self.table("assignments")

    @property
    def activities(self) -> pd.DataFrame:
        """What is to be done."""
        return self.table("activities")

    @property
    def indicators(self) -> pd.DataFrame:
        """What is measured."""
        return self.table("indicators")

    @property
    def measurements(self) -> pd.DataFrame:
        """Printed values, and printed places without a value."""
        return self.table("measurements")

    @property
    def budget(self) -> pd.DataFrame:
        """Printed budget cells."""
        return self.table("budget")

    @property
    def followups(self) -> pd.DataFrame:
        """When and how things are followed up."""
        return self.table("followups")

    @property
    def benchmark_refs(self) -> pd.DataFrame:
        """Comparisons that the document itself asks for."""
        return self.table("benchmark_refs")

    @property
    def decisions(self) -> pd.DataFrame:
        """Decisions that the document reports."""
        return self.table("decisions")

    @property
    def wordings(self) -> pd.DataFrame:
        """Other wordings of elements."""
        return self.table("wordings")

    @property
    def notes(self) -> pd.DataFrame:
        """Footnotes and remarks."""
        return self.table("notes")

    @property
    def codings(self) -> pd.DataFrame:
        """Judgements of coders."""
        return self.table("codings")

    @property
    def links(self) -> pd.DataFrame:
        """Relations between elements."""
        return self.table("links")

    @property
    def issues(self) -> pd.DataFrame:
        """What is odd in the documents."""
        return self.table("issues")

    @property
    def issue_readings(self) -> pd.DataFrame:
        """The places that the issues are about."""
        return self.table("issue_readings")

    def __getitem__(self, identifier: str) -> Any:
        """The record of that id.

        Raises
        ------
        MunicompareError
            If the plan has no such element.
        """
        try:
            return self._by_id[identifier]
        except KeyError:
            raise unknown("MC113", "element", identifier, list(self._by_id)) from None

    def __contains__(self, identifier: object) -> bool:
        return identifier in self._by_id

    def cite(self, identifier: str) -> Citation:
        """A reference for one element or value: document, place, file, library version.

        Parameters
        ----------
        identifier : str
            Id of any row of the plan.

        Raises
        ------
        MunicompareError
            If the plan has no such row.

        Examples
        --------
        >>> import municompare as mc
        >>> plan = mc.load()["silkeborg-2017"]
        >>> plan.cite(plan.goals["id"][0]).file
        'silkeborg-aftale-2017.md'
        """
        from municompare import __version__

        record = self[identifier]
        locator, document = getattr(record, "locator", None), None
        if isinstance(record, Document):
            document = record
        elif getattr(record, "document", None) is not None:
            document = self[record.document]
        else:
            document = next(row for row in self._record.documents if row.role == "read")
        whole = self._whole(document)
        raw = next(
            (
                text
                for name in ("raw", "title", "name", "text")
                if isinstance(text := getattr(record, name, None), str)
            ),
            None,
        )
        return Citation(
            element=identifier,
            issuer=document.issuer or whole.issuer,
            title=whole.title,
            year=whole.period or self.period,
            part=None if document is whole else document.title,
            locator=locator,
            file=whole.file,
            sha256=whole.sha256,
            raw=raw,
            version=__version__,
        )

    def _whole(self, document: Document) -> Document:
        while document.file is None and document.part_of is not None:
            document = self[document.part_of]
        return document

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Plan) and self._record == other._record

    def __hash__(self) -> int:
        return hash(self._record)

    def _counts(self) -> list[tuple[str, int]]:
        return [
            (name, len(rows(self._record, name))) for name in TABLES if name != "issue_readings"
        ]

    def __repr__(self) -> str:
        counts = ", ".join(f"{count} {name}" for name, count in self._counts() if count)
        return (
            f"<Plan {self.key}: {self.municipality_name}, {self.organisation}, "
            f"{self.period or 'no period'}; {counts}>"
        )

    def _repr_html_(self) -> str:
        cells = "".join(
            f"<tr><td>{escape(name)}</td><td>{count}</td></tr>" for name, count in self._counts()
        )
        return (
            f"<h4>{escape(self.key)}</h4><p>{escape(self.municipality_name)}, "
            f"{escape(self.organisation)}: <i>{escape(self.title)}</i></p>"
            f"<table><tr><th>table</th><th>rows</th></tr>{cells}</table>"
        )
