"""The helpers for others: the example plan is consistent, the reader check catches breaches."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from municompare.documents import SourceDocument
from municompare.model.plan import PlanRecord
from municompare.readers import Recognition, available_readers
from municompare.testing import check_reader, example_plan

TEXT = (
    "Plan 2020\n\nFler i arbete\tAntal hushåll\t200\t150\n\t\t\tSka öka\n"
    "\nEkonomi i balans\tx\tx\t≥ −2,5\n"
)


class _ExampleReader:
    name = "example"
    family = "the example plan"

    def __init__(self, score: float = 1.0, **breach: Any) -> None:
        self.score, self.breach, self.calls = score, breach, 0

    def recognise(self, document: SourceDocument) -> Recognition:
        return Recognition(score=self.score, reasons=self.breach.get("reasons", ("a mark",)))

    def read(self, document: SourceDocument) -> PlanRecord:
        self.calls += 1
        record = example_plan().record
        whole = replace(record.documents[0], sha256=document.sha256)
        if self.breach.get("forgets_the_hash"):
            whole = record.documents[0]
        values = list(record.measurements)
        if self.breach.get("misreads"):
            values[0] = replace(values[0], value=201.0, raw="201")
        if self.breach.get("misplaces"):
            values[0] = replace(values[0], locator="L300/c3")
        title = str(self.calls) if self.breach.get("wavers") else record.title
        return replace(record, documents=(whole,), measurements=tuple(values), title=title)


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "plan.md"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_a_reader_that_keeps_its_contract_passes(document: Path) -> None:
    assert check_reader(_ExampleReader(), document).key == "exempelby-2020"


def test_the_check_reads_a_document_of_any_format(tmp_path: Path) -> None:
    page = tmp_path / "plan.html"
    page.write_text(
        "<html><h1>Plan 2020</h1><p>Mål</p>"
        "<table><tr><td>Fler i arbete<td>Antal hushåll<td>200<td>150"
        "<tr><td><td><td><td>Ska öka</table>"
        "<p>Ekonomi</p><table><tr><td>Ekonomi i balans<td>x<td>x<td>≥ −2,5</table>",
        encoding="utf-8",
    )
    places = check_reader(_ExampleReader(), page).measurements["locator"].tolist()
    assert places == ["t1/r1/c3", "t1/r1/c4", "t1/r2/c3", "t1/r2/c4", "t2/r1/c4"]


@pytest.mark.parametrize(
    ("breach", "message"),
    [
        ({"score": 0.2}, "does not know"),
        ({"reasons": ()}, "no reasons"),
        ({"wavers": True}, "same record again"),
        ({"misreads": True}, "reads '200', not '201'"),
        ({"misplaces": True}, "no place of the document"),
        ({"forgets_the_hash": True}, "hash is missing"),
    ],
)
def test_a_breach_of_the_contract_is_named(
    document: Path, breach: dict[str, Any], message: str
) -> None:
    with pytest.raises(AssertionError, match=message):
        check_reader(_ExampleReader(**breach), document)


@pytest.mark.parametrize(
    "name",
    [
        "linkoping-internbudget-2019.md",
        "norrkoping-verksamhetsplan-2016.txt",
        "silkeborg-aftale-2017.md",
    ],
)
def test_the_bundled_readers_keep_their_contract(shared_documents: Path, name: str) -> None:
    (reader,) = [r for r in available_readers() if name.startswith(r.name)]
    check_reader(reader, shared_documents / name)
