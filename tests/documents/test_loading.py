"""From a file to a document, or to one error that says why not."""

from __future__ import annotations

import hashlib
import os
import unicodedata
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from municompare.documents import MAX_BYTES, SourceDocument, load_document
from municompare.errors import Issue, MunicompareError


def refused(path: Path | str, **options: object) -> Issue:
    with pytest.raises(MunicompareError) as caught:
        load_document(path, **options)  # type: ignore[arg-type]
    (issue,) = caught.value.report
    return issue


def written(folder: Path, data: bytes, name: str = "plan.md") -> Path:
    file = folder / name
    file.write_bytes(data)
    return file


def test_a_document_knows_its_file(tmp_path: Path) -> None:
    data = "# Mål\n\nEtt mål.\n".encode()
    document = load_document(written(tmp_path, data))
    assert document.path_name == "plan.md"
    assert document.sha256 == hashlib.sha256(data).hexdigest()
    assert (document.format, document.encoding) == ("markdown", "utf-8")
    assert document.lines == ("# Mål", "", "Ett mål.")


@pytest.mark.parametrize(
    ("name", "expected"),
    [("a.md", "markdown"), ("a.MARKDOWN", "markdown"), ("a.txt", "text"), ("a", "text")],
)
def test_the_suffix_decides_how_a_file_is_read(tmp_path: Path, name: str, expected: str) -> None:
    document = load_document(str(written(tmp_path, b"# One", name)))
    assert document.format == expected
    assert document.blocks[0].kind == ("heading" if expected == "markdown" else "paragraph")


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    issue = refused(tmp_path / "none.md")
    assert issue.code == "MC001"
    assert str(issue) == "none.md: expected a file, found none. Check the path. [MC001]"


def test_a_folder_is_refused(tmp_path: Path) -> None:
    issue = refused(tmp_path)
    assert issue.code == "MC001"
    assert "found a folder" in issue.message


def test_a_pipe_is_refused_without_waiting_for_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    assert refused(tmp_path / "pipe.md").code == "MC001"


def test_a_path_that_no_file_can_have_is_refused() -> None:
    assert refused("a\x00b.md").code == "MC001"


def test_a_file_that_may_not_be_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    file = written(tmp_path, b"text")
    monkeypatch.setattr(Path, "open", denied)
    issue = refused(file)
    assert issue.code == "MC001"
    assert "Permission denied" in issue.message


@pytest.mark.parametrize(
    "data", [b"", b" \n\t\r\n", b"\xef\xbb\xbf", b"\x0c\n", b"\xef\xbb\xbf \n"]
)
def test_a_file_without_text_is_refused(tmp_path: Path, data: bytes) -> None:
    assert refused(written(tmp_path, data)).code == "MC002"


@pytest.mark.parametrize(
    ("data", "named"),
    [
        (b"\x89PNG\r\n", "PNG"),
        (b"{\\rtf1 text}", "RTF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "DOC"),
    ],
)
def test_a_known_format_is_refused_by_its_name(tmp_path: Path, data: bytes, named: str) -> None:
    issue = refused(written(tmp_path, data))
    assert issue.code == "MC003"
    assert named in issue.message
    assert "which is not read" in issue.message


@pytest.mark.parametrize("data", [b"text\x00text", b"\x01\x02\x03 text", b"\x80\x01\x02\x03\xff"])
def test_bytes_that_are_no_text_are_refused(tmp_path: Path, data: bytes) -> None:
    issue = refused(written(tmp_path, data))
    assert issue.code == "MC003"
    assert "not text" in issue.message


def test_text_that_is_binary_in_the_stated_encoding_is_refused(tmp_path: Path) -> None:
    assert refused(written(tmp_path, b"text\x00text"), encoding="latin-1").code == "MC003"


def test_the_first_byte_of_another_encoding_is_named(tmp_path: Path) -> None:
    issue = refused(written(tmp_path, "# Plan\r\rMål\n".encode("latin-1")))
    assert issue.code == "MC004"
    assert "byte 0xe5 at byte offset 9 (line 3)" in issue.message
    assert issue.readings[0].locator == "L3"
    assert issue.remedy is not None
    assert 'encoding="latin-1" would read it' in issue.remedy


def test_the_remedy_names_an_encoding_that_was_tried(tmp_path: Path) -> None:
    curly = refused(written(tmp_path, "”Mål”".encode("cp1252")))
    assert 'encoding="cp1252"' in (curly.remedy or "")
    neither = refused(written(tmp_path, b"M\xe5l \x81\x8d and more text than that"))
    assert neither.remedy == "Save the file as UTF-8, or name its encoding."


def test_a_stated_encoding_is_used(tmp_path: Path) -> None:
    file = written(tmp_path, "Mål".encode("latin-1"))
    document = load_document(file, encoding="latin-1")
    assert document.lines == ("Mål",)
    assert document.encoding == "iso8859-1"


def test_a_stated_encoding_that_does_not_fit_is_refused(tmp_path: Path) -> None:
    issue = refused(written(tmp_path, "Mål".encode()), encoding="ascii")
    assert issue.code == "MC004"
    assert "ascii" in issue.message


@pytest.mark.parametrize("encoding", ["klingon", "hex", "rot13", "idna", "utf\x008", "undefined"])
def test_an_encoding_that_is_none_is_refused(tmp_path: Path, encoding: str) -> None:
    assert refused(written(tmp_path, "Mål".encode()), encoding=encoding).code == "MC004"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_says_the_encoding(tmp_path: Path, encoding: str) -> None:
    document = load_document(written(tmp_path, "# Mål\n".encode(encoding)))
    assert document.lines == ("# Mål",)
    assert document.encoding == encoding.removesuffix("-sig")


def test_a_byte_order_mark_is_no_text_in_a_stated_encoding(tmp_path: Path) -> None:
    file = written(tmp_path, "# Mål\n".encode("utf-8-sig"))
    assert load_document(file, encoding="utf-8").blocks[0].kind == "heading"


def test_a_file_above_the_limit_is_refused(tmp_path: Path) -> None:
    issue = refused(written(tmp_path, b"x" * 11), max_bytes=10)
    assert issue.code == "MC005"
    assert "10 bytes" in issue.message
    assert "found 11 bytes" in issue.message
    assert load_document(written(tmp_path, b"x" * 10), max_bytes=10).lines == ("x" * 10,)


def test_the_limit_is_named_in_megabytes(tmp_path: Path) -> None:
    assert MAX_BYTES == 64 * 1024 * 1024
    file = tmp_path / "large.md"
    with file.open("wb") as stream:
        stream.truncate(MAX_BYTES + 1)
    issue = refused(file)
    assert issue.code == "MC005"
    assert "67108864 bytes (64 MB)" in issue.message


def test_a_file_that_grows_while_it_is_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = written(tmp_path, b"x", "small.md")
    large = written(tmp_path, b"x" * 20, "large.md")
    status = small.stat()
    monkeypatch.setattr(Path, "stat", lambda *_, **__: status)
    assert refused(large, max_bytes=10).code == "MC005"


def test_lines_end_at_line_ends_only(tmp_path: Path) -> None:
    data = "a\u2028b\r\nc\rd\x85e\n\n\x0cf\x0bg".encode()
    document = load_document(written(tmp_path, data, "plan.txt"))
    assert document.lines == ("a\u2028b", "c", "d\x85e", "", "f\x0bg")
    assert [block.line for block in document.blocks] == [1, 2, 3, 5]


@pytest.mark.shared
@pytest.mark.parametrize(
    "name",
    [
        "linkoping-internbudget-2019.md",
        "silkeborg-aftale-2017.md",
        "norrkoping-verksamhetsplan-2016.txt",
    ],
)
def test_loading_a_real_document_twice_gives_the_same(shared_documents: Path, name: str) -> None:
    assert load_document(shared_documents / name) == load_document(shared_documents / name)


def check_places(document: SourceDocument) -> None:
    """Every block and cell is found at its locator, and every character at its own."""
    last = 0
    for block in document.blocks:
        assert last < block.line <= block.last_line <= len(document.lines)
        last = block.last_line
        if block.kind == "table":
            assert block.text == "\n".join(row.text for row in block.rows)
            assert document.text_at(block.locator) == block.rows[0].text
        else:
            assert document.text_at(block.locator) == block.text
            for index in range(0, len(block.text), max(1, len(block.text) // 5)):
                rest = document.text_at(block.locate(index))
                assert rest is None or block.text[index:].lstrip().startswith(rest.lstrip())
                assert rest is not None or block.text[index].isspace()
        for row in block.rows:
            assert block.line <= row.line <= block.last_line
            for cell in row.cells:
                assert document.text_at(cell.locator) == cell.text
                assert cell.raw in document.lines[row.line - 1]


@pytest.mark.shared
def test_everything_in_the_real_documents_is_found_at_its_place(shared_documents: Path) -> None:
    files = sorted(shared_documents.glob("*.*"))
    assert files
    for file in files:
        check_places(load_document(file))


PIECES = st.sampled_from(
    ["\t", "|", " ", "\n", "*", "**", "_", "-", "- ", "1. ", "• ", "#", "# ", "<b>", "</b>", "\\",
     "a", "Mål", "5", "%", "&amp;", "&#10;", "[a](b)", "<!--", "-->", "\r", "\u2028", "\xa0", "---",
     "===", "\n\n", "    ", "> ", "<br>", "\n\t"]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=60)


def loaded(file: Path, encoding: str | None = None) -> SourceDocument | str:
    """Return the document, or the code of the one error."""
    try:
        return load_document(file, encoding=encoding)
    except MunicompareError as error:
        (code,) = error.report.codes
        return code


@given(text=TEXTS, name=st.sampled_from(["plan.md", "plan.txt"]))
def test_whatever_is_loaded_is_found_at_its_place(
    tmp_path_factory: pytest.TempPathFactory, text: str, name: str
) -> None:
    data = text.encode("utf-8", "replace")
    found = loaded(written(tmp_path_factory.getbasetemp(), data, name))
    if isinstance(found, SourceDocument):
        check_places(found)
    else:
        assert found in {"MC002", "MC003", "MC016"}


@given(data=st.binary(max_size=200), encoding=st.sampled_from([None, "utf-16", "cp1252", "utf-7"]))
def test_any_bytes_give_a_document_or_one_error(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, encoding: str | None
) -> None:
    file = written(tmp_path_factory.getbasetemp(), data)
    found = loaded(file, encoding)
    if isinstance(found, SourceDocument):
        check_places(found)
    else:
        assert found in {"MC002", "MC003", "MC004", "MC016"}


@given(text=TEXTS)
def test_no_letter_of_a_markdown_text_is_lost(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    data = f"start\n\n{text}".encode("utf-8", "replace")
    document = loaded(written(tmp_path_factory.getbasetemp(), data))
    assume(isinstance(document, SourceDocument))
    assert isinstance(document, SourceDocument)
    printed = "".join(block.text + block.marker for block in document.blocks)
    if not any(mark in text for mark in ("<", "&", "](")):
        letters = [c for line in document.lines for c in line if c.isalnum()]
        assert sorted(c for c in printed if c.isalnum()) == sorted(letters)


def test_letters_in_two_parts_are_read_as_the_letters_they_print(tmp_path: Path) -> None:
    whole = written(tmp_path, "Mål\n\nFler på arbete\t15\nFärre\t3\n".encode())
    first = load_document(whole)
    parted = unicodedata.normalize("NFD", whole.read_text(encoding="utf-8"))
    assert parted != whole.read_text(encoding="utf-8")
    second = load_document(written(tmp_path, parted.encode()))
    assert (second.lines, second.blocks) == (first.lines, first.blocks)
    assert second.sha256 != first.sha256


def test_form_feeds_tell_where_pages_begin_and_part_words(tmp_path):
    path = tmp_path / "plan.txt"
    path.write_bytes(b"one\n\x0ctwo\x0cthree\nfour\x0c\nfive\n")
    document = load_document(path)
    assert document.lines == ("one", "two three", "four", "five")
    assert document.page_starts == ((2, 1), (2, 5), (4, 1))
    assert document.text_at("L2:c5") == "three"
