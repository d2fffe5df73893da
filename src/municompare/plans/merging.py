"""Several documents of one plan become one: which rows are one, and whose value holds.

A decided document wins over one that was noted, and that over one that was proposed or of which
nothing is known. Where documents print different values for the same thing, all rows stay; those
of the document that lost are marked ``superseded``, and an issue lists all readings. An empty
cell neither wins nor loses. The order in which the documents are given does not matter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from municompare.errors import Issue, IssueReport, Reading
from municompare.model.plan import Document, DocumentStatus, PlanRecord, Wording
from municompare.plans.differing import Differences, Pair, wording_issues
from municompare.plans.matching import ELEMENTS, same_elements, text_of
from municompare.plans.settling import settled_links
from municompare.schema import TABLES
from municompare.text.words import fold, slug, squeeze

__all__ = ["STATED", "document_ranks", "merge_records"]

_RANK: Final = {"decided": 2, "noted": 1, "proposed": 0, "unknown": 0}
STATED: Final = ("reported", "directional", "qualitative", "relative_only")
_SHARED: Final = ("organisations", "levels")
"""Tables whose rows are one wherever their id is the same: definitions, not statements."""


def merge_records(records: Sequence[PlanRecord]) -> PlanRecord:
    """Make one plan of what was read from several documents.

    Parameters
    ----------
    records : sequence of PlanRecord
        One for each document, all with the same key.

    Returns
    -------
    PlanRecord
        Goals, indicators and other elements that several documents print are one row, that of
        the document that wins; how the others word them are rows of ``wordings``. Values and
        budget cells keep one row for each document. A link that one document leaves open is
        ``probable`` where another one decides it.

    Raises
    ------
    MunicompareError
        If the documents are of different plans (MC010), or one is given twice (MC014).
    """
    IssueReport.of(_misfits(records)).raise_if_any()
    ordered = sorted(records, key=lambda record: (-_rank_of(record), _main(record).id))
    merged = ordered[0]
    differing: list[Pair] = []
    for record in ordered[1:]:
        merged, pairs = _joined(merged, record)
        differing += pairs
    merged = replace(merged, links=settled_links(merged))
    marked, issues = _settled(merged)
    return _with_issues(marked, (*wording_issues(merged.key, differing), *issues))


def _main(record: PlanRecord) -> Document:
    return next(document for document in record.documents if document.role == "read")


def _rank_of(record: PlanRecord) -> int:
    return _RANK[_main(record).status]


def _misfits(records: Sequence[PlanRecord]) -> list[Issue]:
    issues = []
    by_key = defaultdict(list)
    for record in records:
        by_key[record.key].append(record)
    if len(by_key) > 1:
        named = "; ".join(
            f"{key}: {', '.join(_file(record) for record in found)}"
            for key, found in sorted(by_key.items())
        )
        issues.append(
            Issue(
                code="MC010",
                severity="error",
                message=f"expected documents of one plan, found {len(by_key)} plans ({named}).",
                remedy="Read the documents of each plan by themselves.",
                readings=tuple(
                    Reading(text=record.key, document=_file(record)) for record in records
                ),
            )
        )
    by_content = defaultdict(list)
    for record in records:
        by_content[_main(record).sha256 or _main(record).id].append(record)
    for same in by_content.values():
        if len(same) > 1:
            issues.append(
                Issue(
                    code="MC014",
                    severity="error",
                    message=f"{' and '.join(_file(record) for record in same)} are one document.",
                    remedy="Give each document once.",
                    readings=tuple(Reading(document=_file(record)) for record in same),
                )
            )
    return issues


def _file(record: PlanRecord) -> str:
    return _main(record).file or _main(record).id


def _joined(kept: PlanRecord, other: PlanRecord) -> tuple[PlanRecord, list[Pair]]:
    """The plan of the document that wins with all that the other one adds, and what differs."""
    other = _with_own_documents(kept, other)
    tables: dict[str, list[Any]] = {
        name: list(getattr(kept, name)) for name in TABLES if name != "issue_readings"
    }
    taken = {row.id for rows in tables.values() for row in rows}
    renamed: dict[str, str] = {}
    wordings: list[Wording] = []
    differing: list[Pair] = []
    for table, mine, theirs in same_elements(kept, other):
        renamed[theirs.id] = mine.id
        text = text_of(table, theirs)
        if text is None:
            continue
        same = squeeze(text) == squeeze(text_of(table, mine) or "")
        wordings.append(
            Wording(
                id=f"{kept.key}/wording/{_stem(mine.id)}",
                element=mine.id,
                text=text,
                difference="printed alike" if same else "worded differently",
                document=theirs.document,
                locator=theirs.locator,
            )
        )
        if not same:
            differing.append((table, mine, theirs))
    tables["documents"] = _documents(kept.documents, other.documents)
    same_ids = {row.id for name in (*ELEMENTS, *_SHARED) for row in tables[name]}
    stems = {_stem(old): _stem(new) for old, new in renamed.items() if old != new}
    dropped = {
        *renamed,
        *(row.id for name in _SHARED for row in getattr(other, name) if row.id in same_ids),
        *(document.id for document in other.documents),
    }
    new_ids: dict[str, str] = {}
    added: list[tuple[str, Any, bool]] = []
    for name in sorted(tables, key=lambda name: name not in ELEMENTS):
        rows = getattr(other, name) if name != "wordings" else (*other.wordings, *wordings)
        for row in rows:
            if row.id in dropped:
                continue
            identifier = _free(_restemmed(row.id, stems), taken)
            taken.add(identifier)
            made_here = row in wordings
            if not made_here:
                new_ids[row.id] = identifier
            if name in ELEMENTS and identifier != row.id:
                stems[_stem(row.id)] = _stem(identifier)
            added.append((name, replace(row, id=identifier), made_here))
    references = {**new_ids, **renamed}
    for name, row, made_here in added:
        # what is made here names the elements of this plan already
        tables[name].append(row if made_here else _referring(name, row, references))
    whole: dict[str, Any] = {name: tuple(rows) for name, rows in tables.items()}
    return replace(kept, **whole), differing


def _stem(identifier: str) -> str:
    """Kind and slug of an id, as they stand in the ids of rows about it."""
    _, kind, slug = identifier.split("/", 2)
    return f"{kind.replace('_', '-')}.{slug}"


def _restemmed(identifier: str, stems: Mapping[str, str]) -> str:
    """The id of a row about an element that goes by another id here."""
    plan, kind, slug = identifier.split("/", 2)
    for old, new in stems.items():
        of_kind, _, name = old.partition(".")
        if kind == "measurement" and of_kind == "indicator":
            if slug.startswith(f"{name}."):
                slug = new.partition(".")[2] + slug[len(name) :]
        elif slug == old or slug.startswith(f"{old}."):
            slug = new + slug[len(old) :]
        elif slug.endswith(f".{old}"):
            slug = slug[: -len(old)] + new
    return f"{plan}/{kind}/{slug}"


def _free(identifier: str, taken: Container[str | None]) -> str:
    """The id, with the first ordinal that is free."""
    if identifier not in taken:
        return identifier
    ordinal = 2
    while f"{identifier}-{ordinal}" in taken:
        ordinal += 1
    return f"{identifier}-{ordinal}"


def _referring(table: str, row: Any, references: Mapping[str, str]) -> Any:
    if table == "issues":
        return row
    changed = {
        column.name: references[value]
        for column in TABLES[table].columns
        if column.refers is not None and (value := getattr(row, column.name)) in references
    }
    return replace(row, **changed) if changed else row


def _with_own_documents(kept: PlanRecord, other: PlanRecord) -> PlanRecord:
    """The other plan, its documents named apart from files that are not the same."""
    mine = {document.id: document for document in kept.documents}
    clash: dict[str, str] = {}
    for document in other.documents:
        held = mine.get(document.id)
        if held is not None and held.role == document.role == "read":
            clash[document.id] = _free(document.id, {*mine, *clash.values()})
    if not clash:
        return other
    tables: dict[str, Any] = {}
    for name in TABLES:
        if name not in ("issues", "issue_readings", "documents"):
            tables[name] = tuple(_referring(name, row, clash) for row in getattr(other, name))
    documents = tuple(
        _referring("documents", replace(row, id=clash.get(row.id, row.id)), clash)
        for row in other.documents
    )
    issues = tuple(
        replace(
            issue,
            readings=tuple(
                replace(reading, document=clash.get(str(reading.document), reading.document))
                for reading in issue.readings
            ),
        )
        for issue in other.issues
    )
    return replace(other, **{**tables, "documents": documents, "issues": issues})


def _documents(kept: Sequence[Document], other: Sequence[Document]) -> list[Document]:
    """All documents; one that was read and that the other refers to is one row."""
    mine = {document.id: document for document in kept}
    for theirs in other:
        held = mine.get(theirs.id)
        if held is None:
            mine[theirs.id] = theirs
        elif held.role != "read" and theirs.role == "read":
            mine[theirs.id] = _known(theirs, held.status)
        elif held.role == "read":
            mine[theirs.id] = _known(held, theirs.status)
    return list(mine.values())


def _known(document: Document, status: DocumentStatus) -> Document:
    """The document, with the status that another document reports where it says none itself."""
    return replace(document, status=status) if document.status == "unknown" else document


def _with_issues(plan: PlanRecord, issues: Iterable[Issue]) -> PlanRecord:
    """The plan with further issues, each by an id of its own."""
    held = list(plan.issues)
    taken = {issue.id for issue in held}
    for issue in issues:
        held.append(replace(issue, id=_free(str(issue.id), taken)))
        taken.add(held[-1].id)
    return replace(plan, issues=tuple(held))


def _settled(plan: PlanRecord) -> tuple[PlanRecord, tuple[Issue, ...]]:
    """The plan with all values that lost marked, and the issues about what differs."""
    ranks = document_ranks(plan.documents)
    names = {row.id: row.name for row in plan.indicators}
    values = Differences(lambda row: names.get(row.indicator, row.indicator))
    measurements = _judged(
        plan.measurements,
        lambda row: (row.indicator, row.period, row.role, row.subgroup),
        lambda row: (row.indicator.rpartition("/")[2],),
        ranks,
        values,
    )
    amounts = Differences(lambda row: row.line)
    budget = _judged(
        plan.budget,
        lambda row: (row.table, fold(squeeze(row.line)), row.year, row.amount_kind),
        lambda row: (row.table, slug(row.line, language=plan.language)),
        ranks,
        amounts,
    )
    marked = replace(plan, measurements=measurements, budget=budget)
    return marked, (*values.issues(plan.key), *amounts.issues(plan.key))


def document_ranks(documents: Sequence[Document]) -> dict[str, int]:
    """Rank of every document; a part of which nothing is said has that of the whole."""
    by_id = {document.id: document for document in documents}
    ranks = {}
    for document in documents:
        whole = document
        while whole.status == "unknown" and whole.part_of in by_id:
            whole = by_id[whole.part_of]
        ranks[document.id] = _RANK[whole.status]
    return ranks


def _statement(row: Any) -> tuple[Any, ...]:
    """What a row says, apart from how it is printed."""
    words = fold(squeeze(row.raw or "")) if row.value is None else ""
    upper, comparator = getattr(row, "value_upper", None), getattr(row, "comparator", None)
    return row.value, upper, comparator, row.unit, words if comparator in (None, "text") else ""


def _judged(
    rows: Sequence[Any],
    same: Callable[[Any], tuple[Any, ...]],
    series: Callable[[Any], tuple[str, ...]],
    ranks: Mapping[str, int],
    differences: Differences,
) -> tuple[Any, ...]:
    groups: defaultdict[tuple[Any, ...], defaultdict[str, list[Any]]]
    groups = defaultdict(lambda: defaultdict(list))
    for row in rows:
        if row.status in STATED and getattr(row, "certainty", None) != "ambiguous":
            groups[same(row)][row.document].append(row)
    lost: set[str] = set()
    for of_document in groups.values():
        order = sorted(of_document, key=lambda document: (-ranks[document], document))
        first, said = order[0], {_statement(row) for row in of_document[order[0]]}
        others = [d for d in order[1:] if {_statement(row) for row in of_document[d]} != said]
        if not others:
            continue
        lost |= {r.id for d in others if ranks[d] < ranks[first] for r in of_document[d]}
        differences.add(
            series(of_document[first][0]),
            {document: of_document[document] for document in (first, *others)},
            has_winner=all(ranks[document] < ranks[first] for document in others),
        )
    return tuple(replace(row, superseded=True) if row.id in lost else row for row in rows)
