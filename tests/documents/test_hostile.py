"""Files that are encrypted, broken, huge or made to harm are refused, soon and with little memory.

Each is read in a process of its own, which says how long it took and how much memory it held.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from municompare.documents import load_document
from municompare.errors import MunicompareError

MB = 1024 * 1024
MOST_SECONDS = 5.0
MOST_MEMORY = 500.0
MEASURED = """
import json, sys, time
from pathlib import Path
from municompare.documents import load_document
from municompare.errors import MunicompareError
start = time.process_time()
try:
    load_document(sys.argv[1])
except MunicompareError as error:
    said = [list(error.report.codes), str(error)]
else:
    said = [[], "read"]
taken = time.process_time() - start
status = Path("/proc/self/status")
if status.exists():  # a new program forgets there what its parent held
    peak = next(int(x.split()[1]) for x in status.open() if x.startswith("VmHWM"))
else:
    import resource
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
print(json.dumps([*said, taken, peak / 1024]))
"""


def measured(path: Path) -> tuple[list[str], str]:
    """Codes and message of the refusal, which came in time and in little memory."""
    run = subprocess.run(
        [sys.executable, "-c", MEASURED, str(path)], capture_output=True, text=True, check=True
    )
    codes, message, seconds, memory = json.loads(run.stdout)
    assert seconds < MOST_SECONDS
    assert memory < MOST_MEMORY
    return codes, message


# PDF


def pdf(objects: Sequence[bytes], *, trailer: bytes = b"") -> bytes:
    """A PDF file of these objects, the first of which is its root."""
    parts = [b"%PDF-1.7\n"]
    places = []
    length = len(parts[0])
    for number, content in enumerate(objects, 1):
        places.append(length)
        parts.append(b"%d 0 obj\n%s\nendobj\n" % (number, content))
        length += len(parts[-1])
    parts.append(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    parts.extend(b"%010d 00000 n \n" % place for place in places)
    parts.append(b"trailer<</Size %d/Root 1 0 R%s>>\n" % (len(objects) + 1, trailer))
    parts.append(b"startxref\n%d\n%%%%EOF" % length)
    return b"".join(parts)


def stream(data: bytes, properties: bytes = b"") -> bytes:
    return b"<</Length %d%s>>stream\n%s\nendstream" % (len(data), properties, data)


ROOT = b"<</Type/Catalog/Pages 2 0 R>>"
ONE_PAGE = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
EMPTY_PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]>>"
FLATE = b"/Filter/FlateDecode"


def page(content: bytes, *others: bytes, resources: bytes = b"") -> bytes:
    shown = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<<%s>>>>"
    return pdf([ROOT, ONE_PAGE, shown % resources, content, *others])


def packed(size: int) -> bytes:
    packer = zlib.compressobj(9)
    pieces = [packer.compress(b"q Q " * (MB // 4)) for _ in range(size // MB)]
    return b"".join(pieces) + packer.flush()


def flat_pages(count: int, *, said: int, kind: bytes = EMPTY_PAGE) -> bytes:
    kids = b" ".join(b"%d 0 R" % number for number in range(3, count + 3))
    return pdf([ROOT, b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, said), *[kind] * count])


def forms_in_forms() -> bytes:
    """Nine drawings, each of which shows the next ten times."""
    kind = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]"
    shown = [
        stream(b"/F Do %\n" * 10, kind + b"/Resources<</XObject<</F %d 0 R>>>>" % (number + 6))
        for number in range(9)
    ]
    first = stream(b"/#46 Do")
    return page(first, *shown, stream(b"0 0 m S", kind), resources=b"/XObject<</F 5 0 R>>")


def letters_of_forms() -> bytes:
    """A font whose letters are drawings that show a drawing of a megabyte often."""
    kind = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]"
    font = b"<</Type/Font/Subtype/Type3/CharProcs<</a 6 0 R>>/Resources<</XObject<</F 7 0 R>>>>>>"
    letter = stream(b"/F Do " * 100)
    drawing = stream(zlib.compress(b"q Q " * (MB // 4)), kind + FLATE)
    return page(stream(b"q"), font, letter, drawing, resources=b"/Font<</T 5 0 R>>")


def deep_tree(depth: int) -> bytes:
    levels = [
        b"<</Type/Pages/Kids[%d 0 R]/Count 1/Parent %d 0 R>>" % (number + 3, number + 1)
        for number in range(depth)
    ]
    return pdf([ROOT, *levels, b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 9 9]>>" % (depth + 1)])


def bundle(size: int) -> bytes:
    objects = stream(zlib.compress(b"[" * size), b"/Type/ObjStm/N 5/First 9" + FLATE)
    return page(stream(b"q"), objects)


def encrypted(password: str) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, encrypt=StandardEncryption(password, ownerPassword="y"))
    canvas.drawString(100, 700, "Hemligt")
    canvas.save()
    return buffer.getvalue()


def scanned() -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    for _ in range(3):
        canvas.drawImage(ImageReader(Image.effect_noise((300, 400), 60)), 0, 0, 600, 800)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def text_page(text: bytes = b"(En text.) Tj", font: bytes = b"/BaseFont/Helvetica") -> bytes:
    fonts = b"<</Type/Font/Subtype/Type1%s>>" % font
    return page(stream(b"BT /T 9 Tf 50 700 Td %s ET" % text), fonts, resources=b"/Font<</T 5 0 R>>")


def cut(data: bytes, share: float = 0.5) -> bytes:
    return data[: int(len(data) * share)]


def damaged(data: bytes) -> bytes:
    """With bytes changed in the middle of its first packed part."""
    start = data.index(b"stream") + 20
    return data[:start] + bytes(range(60)) + data[start + 60 :]


NESTED = b"[" * 150_000 + b"]" * 150_000
PDF_FILES: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "packed a thousandfold": (
        lambda: page(stream(packed(80 * MB), FLATE)),
        "MC020",
        "max_unpacked",
    ),
    "packed twice": (
        lambda: page(
            stream(zlib.compress(packed(600 * MB), 9), b"/Filter[/FlateDecode/FlateDecode]")
        ),
        "MC020",
        "max_unpacked",
    ),
    "many packed parts": (
        lambda: page(stream(b"q"), *[stream(packed(50 * MB), FLATE)] * 6),
        "MC020",
        "max_unpacked",
    ),
    "a heavy page": (lambda: page(stream(packed(20 * MB), FLATE)), "MC020", "max_unpacked"),
    "an old packing": (
        lambda: page(stream(bytes(MB), b"/Filter/LZWDecode")),
        "MC020",
        "max_unpacked",
    ),
    "text around a packed part": (
        lambda: page(
            stream(packed(80 * MB).hex().encode() + b">", b"/Filter[/ASCIIHexDecode/FlateDecode]")
        ),
        "MC020",
        "max_unpacked",
    ),
    "a packing that is not told": (
        lambda: page(stream(packed(MB), b"/Filter 9 0 R")),
        "MC022",
        "how they are packed",
    ),
    "drawings in drawings": (forms_in_forms, "MC020", "max_unpacked"),
    "letters of drawings": (letters_of_forms, "MC020", "max_unpacked"),
    "a million objects": (
        lambda: pdf([ROOT, ONE_PAGE, EMPTY_PAGE, *[b"1"] * 1_000_000]),
        "MC021",
        "max_pages",
    ),
    "objects in bundles": (
        lambda: page(stream(b"q"), stream(b"", b"/Type/ObjStm/N 900000/First 0")),
        "MC021",
        "max_pages",
    ),
    "too many pages": (lambda: flat_pages(3_000, said=3_000), "MC021", "at most 2000 pages"),
    "more pages than it says": (lambda: flat_pages(3_000, said=1), "MC021", "at most 2000 pages"),
    "pages without their mark": (
        lambda: flat_pages(3_000, said=3_000, kind=b"<</Parent 2 0 R/MediaBox[0 0 9 9]>>"),
        "MC021",
        "at most 2000 pages",
    ),
    "a long object": (
        lambda: pdf([ROOT, ONE_PAGE, EMPTY_PAGE[:-2] + b"/X " + NESTED + b">>"]),
        "MC022",
        "at most 262144 bytes",
    ),
    "a long trailer": (
        lambda: pdf([ROOT, ONE_PAGE, EMPTY_PAGE], trailer=b"/X " + NESTED),
        "MC022",
        "at most 262144 bytes",
    ),
    "a long bundle": (lambda: bundle(MB), "MC022", "at most 262144 bytes"),
    "nothing but brackets": (
        lambda: b"%PDF-1.7\n" + b"[" * (60 * MB) + b"\n%%EOF",
        "MC022",
        "at most 262144 bytes",
    ),
    "pages in pages": (lambda: deep_tree(20_000), "MC022", "at most 250 deep"),
    "a page full of letters": (
        lambda: text_page(b"(" + b"a" * 30_000 + b") Tj " + b"(aaaaaaaaa) Tj " * 10_000),
        "MC022",
        "at most 100000 characters",
    ),
    "a password": (lambda: encrypted("x"), "MC017", "encrypted"),
    "a password for changes": (lambda: encrypted(""), "MC017", "encrypted"),
    "a scan": (scanned, "MC018", "pictures of 3 pages"),
    "letters without meaning": (
        lambda: text_page(
            b"<80818283> Tj", b"/BaseFont/X/Encoding<</Differences[128/x1/x2/x3/x4]>>"
        ),
        "MC018",
        "do not say which letters",
    ),
    "half a file": (lambda: cut(text_page()), "MC019", "its end is missing"),
    "a damaged part": (
        lambda: damaged(page(stream(zlib.compress(b"q Q " * 900), FLATE))),
        "MC019",
        "cannot be unpacked",
    ),
    "no file at all": (lambda: b"%PDF-1.7\nhej\n%%EOF", "MC019", "broken"),
    "no pages": (lambda: pdf([b"<</Type/Catalog>>"]), "MC019", "broken"),
    "too many bytes": (lambda: b"%PDF-1.7\n" + bytes(65 * MB), "MC005", "max_bytes"),
}


@pytest.mark.parametrize("name", PDF_FILES)
def test_a_harmful_pdf_file_is_refused(name: str, tmp_path: Path) -> None:
    make, code, named = PDF_FILES[name]
    path = tmp_path / "plan.pdf"
    path.write_bytes(make())
    codes, message = measured(path)
    assert (codes, named in message) == ([code], True), message


# DOCX

TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-'
    'types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
    'relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override '
    'PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
    'relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument'
    '/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>'
)
OPENING = (
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
)
CLOSING = "</w:body></w:document>"
TEXT = "<w:p><w:r><w:t>En text.</w:t></w:r></w:p>"
CELL, END = "<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"


def archive(body: str = TEXT, *, head: str = "", **others: bytes | int) -> bytes:
    """A DOCX file; other parts have their content, or so many zeros."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("[Content_Types].xml", TYPES)
        made.writestr("_rels/.rels", RELATIONS)
        made.writestr("word/document.xml", head + OPENING + body + CLOSING)
        for name, content in others.items():
            with made.open(name, "w") as part:
                if isinstance(content, int):
                    for _ in range(content // MB):
                        part.write(bytes(MB))
                else:
                    part.write(content)
    return buffer.getvalue()


def laughs() -> str:
    """Ten entities, each of which is the one before ten times."""
    entities = ['<!ENTITY a0 "ha">']
    entities += [f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 11)]
    return f"<!DOCTYPE x [{''.join(entities)}]>"


def locked(data: bytes) -> bytes:
    """With the mark of encryption on every part."""
    changed = bytearray(data)
    at = changed.find(b"PK\x01\x02")
    while at >= 0:
        changed[at + 8] |= 1
        at = changed.find(b"PK\x01\x02", at + 4)
    return bytes(changed)


def old_office() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512) + "EncryptedPackage".encode("utf-16-le")


EXTERNAL = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
DOCX_FILES: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "a bomb": (lambda: archive(**{"word/media/a.png": 300 * MB}), "MC020", "max_unpacked"),
    "a bomb of markup": (lambda: archive(TEXT * 700_000), "MC021", "max_pages"),
    "entities": (lambda: archive(head=laughs()), "MC022", "entity"),
    "an entity from outside": (lambda: archive(head=EXTERNAL), "MC022", "entity"),
    "an entity in another part": (
        lambda: archive(**{"word/x.xml": b" " * (MB - 3) + laughs().encode()}),
        "MC022",
        "'word/x.xml'",
    ),
    "another encoding": (
        lambda: archive(**{"word/x.xml": laughs().encode("utf-16")}),
        "MC019",
        "not in UTF-8",
    ),
    "tables in tables": (
        lambda: archive(CELL * 9_000 + TEXT + END * 9_000),
        "MC022",
        "at most 250 deep",
    ),
    "a name that leads out": (lambda: archive(**{"../../x": b"x"}), "MC022", "'../../x'"),
    "a name from the root": (lambda: archive(**{"/etc/x": b"x"}), "MC022", "'/etc/x'"),
    "a name with a drive": (lambda: archive(**{"C:\\x": b"x"}), "MC022", "leads out"),
    "many parts": (
        lambda: archive(**{f"word/{number}": b"" for number in range(21_000)}),
        "MC022",
        "at most 20000 parts",
    ),
    "a lock": (lambda: locked(archive()), "MC017", "encrypted"),
    "a password": (old_office, "MC017", "encrypted with a password"),
    "half a file": (lambda: cut(archive(TEXT * 999)), "MC019", "broken"),
    "a damaged part": (
        lambda: archive(TEXT * 999).replace(b"word/document.xml", b"word/document.xmk", 1),
        "MC019",
        "broken",
    ),
    "no document": (lambda: archive(TEXT[:20]), "MC019", "broken"),
}


@pytest.mark.parametrize("name", DOCX_FILES)
def test_a_harmful_docx_file_is_refused(name: str, tmp_path: Path) -> None:
    make, code, named = DOCX_FILES[name]
    path = tmp_path / "plan.docx"
    path.write_bytes(make())
    codes, message = measured(path)
    assert (codes, named in message) == ([code], True), message


# HTML

HTML_FILES: dict[str, tuple[Callable[[], str], str, str]] = {
    "entities": (
        lambda: laughs().replace("DOCTYPE x", "DOCTYPE html") + "<html><p>&a10;",
        "MC022",
        "entities",
    ),
    "parts in parts": (lambda: "<html><body>" + "<div>" * 100_000, "MC022", "at most 250 deep"),
    "a bomb of markup": (lambda: "<html><body>" + "<p>x" * 1_100_000, "MC021", "max_pages"),
    "cells over cells": (
        lambda: "<html><table>" + "<tr><td colspan=1000 rowspan=65000>x" * 2_000,
        "MC021",
        "max_pages",
    ),
    "too many bytes": (lambda: "<html><body>" + "x" * (65 * MB), "MC005", "max_bytes"),
}  # fmt: skip


@pytest.mark.parametrize("name", HTML_FILES)
def test_a_harmful_page_is_refused(name: str, tmp_path: Path) -> None:
    make, code, named = HTML_FILES[name]
    path = tmp_path / "plan.html"
    path.write_text(make())
    codes, message = measured(path)
    assert (codes, named in message) == ([code], True), message


# What is allowed is read


def test_what_lies_within_the_limits_is_read(tmp_path: Path) -> None:
    for name, data in (
        ("a.pdf", text_page()),
        ("b.docx", archive(CELL * 70 + TEXT + END * 70)),
        ("c.html", b"<html><body>" + b"<table><tr><td>" * 60 + b"En text."),
        ("d.docx", archive(**{"word/media/a.png": 30 * MB})),
    ):
        path = tmp_path / name
        path.write_bytes(data)
        assert load_document(path).blocks[0].text == "En text."


def test_a_limit_that_is_raised_lets_a_file_pass(tmp_path: Path) -> None:
    path = tmp_path / "plan.pdf"
    path.write_bytes(flat_pages(2_100, said=2_100))
    with pytest.raises(MunicompareError, match="prints nothing"):
        load_document(path, max_pages=2_200)
    path.write_bytes(text_page(b"(En text.) Tj " + b"q Q " * (5 * MB)))
    with pytest.raises(MunicompareError, match="MC020"):
        load_document(path)
    assert load_document(path, max_unpacked=400 * MB).blocks[0].text == "En text."
