"""One document typeset in every format: the same plan, apart from documents and locators."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, fields
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

import municompare as mc
from municompare.documents import SourceDocument, load_document
from municompare.errors import MunicompareError
from municompare.model.quantity import Locator
from municompare.plans import Plan
from municompare.plans.consistency import check_plan

DATA = Path(__file__).parents[1] / "readers" / "data"
OWN = ("linkoping-internbudget.md", "silkeborg-ungecentret-2019.md")
SHARED = ("linkoping-internbudget-2019.md", "silkeborg-aftale-2017.md")
Typeset = Callable[[SourceDocument, Path], Path]
Typesetter = tuple[str, Typeset]


def content(plan: Plan) -> dict[str, object]:
    """What a plan says, without where it says it."""
    said: dict[str, object] = {}
    for field in fields(plan.record):
        value = getattr(plan.record, field.name)
        if field.name == "documents":
            value = [each.id for each in value]
        elif isinstance(value, tuple):
            # rows of a text table may lack their last cells, rows of a typeset one have them all
            value = [
                without_places(asdict(row))
                for row in value
                if "expected as many cells in each row" not in getattr(row, "message", "")
            ]
        said[field.name] = value
    return said


def without_places(row: dict[str, object]) -> dict[str, object]:
    readings = row.pop("readings", ())
    kept = {key: value for key, value in row.items() if "locator" not in key and key != "document"}
    assert isinstance(readings, tuple)
    return {**kept, "readings": [reading["text"] for reading in readings]}


def locators(plan: Plan) -> list[str]:
    found = []
    for field in fields(plan.record):
        value = getattr(plan.record, field.name)
        for row in value if isinstance(value, tuple) else ():
            found += [
                getattr(row, each.name) for each in fields(row) if each.name.endswith("locator")
            ]
            if field.name == "issues":
                found += [reading.locator for reading in row.readings]
    return [locator for locator in found if locator is not None]


def check(source: Path, typesetter: Typesetter, folder: Path) -> tuple[Plan, SourceDocument]:
    suffix, typeset = typesetter
    path = typeset(load_document(source), folder / f"{source.stem}.{suffix}")
    plan = mc.read(path)
    expected, found = content(mc.read(source)), content(plan)
    for table, rows in expected.items():
        assert found[table] == rows, table
    return plan, load_document(path)


@pytest.mark.parametrize("name", OWN)
def test_a_document_gives_the_same_plan_in_every_format(
    name: str, typesetter: Typesetter, tmp_path: Path
) -> None:
    plan, document = check(DATA / name, typesetter, tmp_path)
    for locator in locators(plan):
        assert document.text_at(locator) is not None, locator
        assert str(Locator.parse(locator)) == locator
    tables = [place for place in map(Locator.parse, locators(plan)) if place.first.table]
    assert tables
    assert all((place.first.page is not None) == (typesetter[0] == "pdf") for place in tables)
    for row in plan.record.measurements:
        assert row.raw is None or row.raw in (document.text_at(row.locator) or "")


@pytest.mark.parametrize("name", SHARED)
def test_a_real_document_gives_the_same_plan_in_every_format(
    name: str, typesetter: Typesetter, tmp_path: Path, shared_documents: Path
) -> None:
    plan, document = check(shared_documents / name, typesetter, tmp_path)
    for locator in locators(plan):
        assert document.text_at(locator) is not None, locator


def test_the_real_tables_are_cut_by_page_breaks_in_pdf(
    pdf_typesetter: Typeset, tmp_path: Path, shared_documents: Path
) -> None:
    for name in SHARED:
        path = pdf_typesetter(load_document(shared_documents / name), tmp_path / "plan.pdf")
        pages = {
            Locator.parse(row.cells[0].locator).first.page
            for block in load_document(path).blocks
            if len(block.rows) > 8 and len(block.rows[0].cells) != 2
            for row in block.rows
        }
        assert len(pages) > 1


def test_a_problem_of_a_document_is_located_in_its_file(
    typesetter: Typesetter, tmp_path: Path
) -> None:
    suffix, typeset = typesetter
    text = (DATA / OWN[0]).read_text(encoding="utf-8")
    header = next(line for line in text.splitlines() if line.startswith("Målområde\t"))
    broken = tmp_path / "broken.md"
    broken.write_text(text.replace(header, "a\tNämndmål" + "\tb" * (header.count("\t") - 1)))
    path = typeset(load_document(broken), tmp_path / f"broken.{suffix}")
    with pytest.raises(MunicompareError) as caught:
        mc.read(path, reader="linkoping")
    document = load_document(path)
    places = [
        reading.locator
        for issue in caught.value.report
        for reading in issue.readings
        if reading.locator
    ]
    assert places
    for place in places:
        assert document.text_at(place)
        assert Locator.parse(place).first.table


def test_a_page_that_is_a_picture_is_an_issue_of_the_plan(
    pdf_typesetter: Typeset, tmp_path: Path
) -> None:
    path = pdf_typesetter(load_document(DATA / OWN[1]), tmp_path / "plan.pdf")
    whole = mc.read(path)
    picture = tmp_path / "picture.pdf"
    canvas = Canvas(str(picture))
    canvas.drawImage(ImageReader(Image.new("RGB", (50, 50), "red")), 100, 100)
    canvas.save()
    with pypdfium2.PdfDocument(path) as document, pypdfium2.PdfDocument(picture) as other:
        pages = len(document)
        document.import_pages(other)
        document.save(tmp_path / "both.pdf")
    plan = mc.read(tmp_path / "both.pdf")
    (issue,) = [each for each in plan.record.issues if each.code == "MC018"]
    assert issue.id == f"{plan.record.key}/issue/mc018-file-1"
    (reading,) = issue.readings
    assert reading.locator == f"p{pages + 1}"
    assert reading.document in {each.id for each in plan.record.documents}
    assert len(plan.record.issues) == len(whole.record.issues) + 1
    assert not check_plan(plan.record)
