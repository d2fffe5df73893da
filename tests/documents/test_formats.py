"""Which format a file has, and what happens when it cannot be read as that."""

from __future__ import annotations

import io
import sys
import zipfile
from pathlib import Path

import docx
import pytest
from reportlab.pdfgen import canvas

import municompare as mc
from municompare.documents import load_document
from municompare.errors import Issue, MunicompareError

HTML = b"<!DOCTYPE html><html><body><h1>Plan</h1><p>En text.</p></body></html>"


def refused(path: Path, **options: object) -> Issue:
    with pytest.raises(MunicompareError) as caught:
        load_document(path, **options)  # type: ignore[arg-type]
    (issue,) = caught.value.report
    return issue


def pdf_bytes(text: str = "En text.") -> bytes:
    buffer = io.BytesIO()
    page = canvas.Canvas(buffer)
    page.drawString(100, 700, text)
    page.save()
    return buffer.getvalue()


def docx_bytes() -> bytes:
    document = docx.Document()
    document.add_paragraph("En text.")
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def written(folder: Path, data: bytes, name: str) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("data", "name", "expected"),
    [
        (pdf_bytes(), "plan.pdf", "pdf"),
        (pdf_bytes(), "PLAN.PDF", "pdf"),
        (pdf_bytes(), "plan", "pdf"),
        (docx_bytes(), "plan.docx", "docx"),
        (docx_bytes(), "plan.tmp", "docx"),
        (HTML, "plan.html", "html"),
        (HTML, "plan.htm", "html"),
        (HTML, "plan", "html"),
        (b"<div>En <b>text</b>.</div>", "plan.html", "html"),
        (b"<?xml version='1.0'?>\n<!-- a --><html><p>En text.</p></html>", "plan.xhtml", "html"),
        ("<html><p>En text.</p>".encode("utf-16"), "plan.html", "html"),
        (b"En text.", "plan", "text"),
        (b"<b>En</b> text.", "plan.md", "markdown"),
        (b"En text om %PDF-1.7.", "plan.txt", "text"),
    ],
)
def test_the_content_says_which_format_a_file_has(
    tmp_path: Path, data: bytes, name: str, expected: str
) -> None:
    document = load_document(written(tmp_path, data, name))
    assert document.format == expected
    assert "En text" in document.blocks[-1].text


@pytest.mark.parametrize(
    ("data", "name", "said", "found"),
    [
        (pdf_bytes(), "plan.docx", "a DOCX file", "a PDF file"),
        (docx_bytes(), "plan.pdf", "a PDF file", "a DOCX file"),
        (HTML, "plan.md", "Markdown", "an HTML page"),
        (b"En text.", "plan.pdf", "a PDF file", "plain text"),
        (b"En text.", "plan.html", "an HTML page", "plain text"),
        (HTML, "plan.docx", "a DOCX file", "an HTML page"),
    ],
)
def test_a_suffix_of_another_format_is_an_error_that_names_both(
    tmp_path: Path, data: bytes, name: str, said: str, found: str
) -> None:
    issue = refused(written(tmp_path, data, name))
    assert issue.code == "MC016"
    assert f"expected {said}" in issue.message
    assert f"found {found}" in issue.message


@pytest.mark.parametrize(
    ("inside", "named"),
    [
        ("xl/workbook.xml", "XLSX"),
        ("ppt/presentation.xml", "PPTX"),
        ("META-INF/manifest.xml", "ODT"),
        ("META-INF/container.xml", "EPUB"),
        ("notes.txt", "a zip archive of something else"),
    ],
)
def test_another_archive_is_no_docx_file(tmp_path: Path, inside: str, named: str) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(inside, "x")
    issue = refused(written(tmp_path, buffer.getvalue(), "plan.docx"))
    assert issue.code == "MC003"
    assert named in issue.message


def test_a_document_with_macros_is_told_from_one_without(tmp_path: Path) -> None:
    types = "application/vnd.ms-word.document.macroEnabled.main+xml"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("[Content_Types].xml", types)
    issue = refused(written(tmp_path, buffer.getvalue(), "plan.docm"))
    assert "a Word document with macros" in issue.message


@pytest.mark.parametrize(
    ("module", "extra", "data", "name"),
    [
        ("pypdfium2", "pdf", pdf_bytes(), "plan.pdf"),
        ("pdfminer.pdfdocument", "pdf", pdf_bytes(), "plan.pdf"),
        ("docx", "docx", docx_bytes(), "plan.docx"),
        ("lxml.etree", "html", HTML, "plan.html"),
    ],
)
def test_a_missing_extra_is_named(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    module: str,
    extra: str,
    data: bytes,
    name: str,
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    issue = refused(written(tmp_path, data, name))
    assert issue.code == "MC015"
    assert f"{extra.upper()} files" in issue.message
    assert f"pip install 'municompare[{extra}]'" in str(issue.remedy)


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        ("<html><meta charset='iso-8859-1'><p>Mål – à".encode("cp1252"), "cp1252"),
        ("<html><meta charset=windows-1252><p>Mål – à".encode("cp1252"), "cp1252"),
        ('<?xml version="1.0" encoding="utf-8"?><html><p>Mål – à'.encode(), "utf-8"),
        ("<html><p>Mål – à".encode(), "utf-8"),
        ("<html><meta charset='latin-1'><p>Mål – à".encode("utf-8-sig"), "utf-8"),
    ],
)
def test_a_page_is_read_in_the_encoding_that_it_states(
    tmp_path: Path, data: bytes, encoding: str
) -> None:
    document = load_document(written(tmp_path, data, "plan.html"))
    assert document.blocks[0].text == "Mål – à"
    assert document.encoding == encoding


def test_a_stated_encoding_that_is_wrong_is_an_error_unless_another_is_given(
    tmp_path: Path,
) -> None:
    path = written(tmp_path, "<html><meta charset=utf-8><p>Mål".encode("latin-1"), "plan.html")
    assert refused(path).code == "MC004"
    assert load_document(path, encoding="latin-1").blocks[0].text == "Mål"


@pytest.mark.parametrize(
    ("data", "name"),
    [(pdf_bytes(""), "plan.pdf"), (b"<html><body></body></html>", "plan.html")],
)
def test_a_document_that_prints_nothing_is_refused(tmp_path: Path, data: bytes, name: str) -> None:
    assert refused(written(tmp_path, data, name)).code == "MC002"


def test_limits_are_arguments_of_reading(tmp_path: Path) -> None:
    path = written(tmp_path, pdf_bytes(), "plan.pdf")
    for limit, code in (("max_bytes", "MC005"), ("max_pages", "MC021"), ("max_unpacked", "MC020")):
        assert refused(path, **{limit: 0}).code == code
        with pytest.raises(MunicompareError) as caught:
            mc.read(path, **{limit: 0})  # type: ignore[arg-type]
        assert caught.value.report.codes == (code,)
        assert limit in str(caught.value)
