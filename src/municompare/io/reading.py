"""The facade's ``read``: documents, or the folder of a plan package."""

from __future__ import annotations

import os

from municompare.documents import MAX_BYTES, MAX_PAGES, MAX_UNPACKED
from municompare.errors import Issue, MunicompareError
from municompare.io.package_format import problem
from municompare.io.package_reading import interrupted, read_package
from municompare.plans import Plan, read_documents
from municompare.plans.curated import curated

__all__ = ["read"]


def read(
    *paths: str | os.PathLike[str],
    reader: str | None = None,
    encoding: str | None = None,
    curation: str | os.PathLike[str] | None = None,
    max_bytes: int = MAX_BYTES,
    max_unpacked: int = MAX_UNPACKED,
    max_pages: int = MAX_PAGES,
) -> Plan:
    """Read a plan from its documents, or from the folder of a plan package.

    The reader is picked by the marks of its family of documents; ``plan.documents`` has its name
    in ``reader`` and the marks in ``reader_reason``.

    Parameters
    ----------
    *paths : path
        Planning documents (PDF, DOCX, HTML, Markdown or text), or one folder that holds a plan
        package. Several documents of one plan make one plan: every printed value keeps its row,
        and where they differ, that of the document that goes before holds.
    reader : str, optional
        Name of the reader to use for all; left out, the one that knows each document best. A
        package needs none.
    encoding : str, optional
        Encoding of a text; left out, UTF-8, or what a page of HTML says. It is never guessed. A
        package is UTF-8.
    curation : path, optional
        A curation file with labels and redactions to apply to what was read.
    max_bytes : int
        Largest document that is read.
    max_unpacked : int
        Most bytes that a packed document may unpack to.
    max_pages : int
        Most pages of a document.

    Returns
    -------
    Plan
        The plan, with what is odd in the document as ``plan.issues``.

    Raises
    ------
    MunicompareError
        If the file is missing, empty, of no format that is read, too large, encrypted, unknown to
        all readers, or broken; if the package has errors; if the extra for a format is missing.
        All problems of the input at once.

    Examples
    --------
    >>> from pathlib import Path
    >>> import tempfile
    >>> import municompare as mc
    >>> plan = mc.load()["norrkoping-2016"]
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     target = mc.write(plan, Path(folder) / "norrkoping")
    ...     mc.read(target) == plan
    True
    """
    named = [os.fspath(path) for path in paths]
    wrong = _path_issue(named)
    if wrong is not None:
        raise MunicompareError(wrong)
    if os.path.isdir(named[0]):
        return _package(named[0], reader=reader, encoding=encoding, curation=curation)
    return read_documents(
        *paths,
        reader=reader,
        encoding=encoding,
        curation=curation,
        max_bytes=max_bytes,
        max_unpacked=max_unpacked,
        max_pages=max_pages,
    )


def _path_issue(paths: list[str]) -> Issue | None:
    """What is wrong with the paths as such."""
    if not paths or "" in paths:
        found = "an empty path" if paths else "none"
        return problem(
            "MC001",
            f"expected the path of a document or of a package's folder, found {found}.",
            "Name one.",
            "read",
        )
    folders = [path for path in paths if os.path.isdir(path)]
    if folders and len(paths) > 1:
        return problem(
            "MC010",
            f"a package is read by itself; {len(paths)} paths were given.",
            "Read each package alone, and put the plans together with Plans.",
            folders[0],
        )
    return interrupted(paths[0]) if len(paths) == 1 else None


def _package(
    folder: str,
    *,
    reader: str | None,
    encoding: str | None,
    curation: str | os.PathLike[str] | None,
) -> Plan:
    for name, value in (("reader", reader), ("encoding", encoding)):
        if value is not None:
            raise MunicompareError(
                problem(
                    "MC108",
                    f"{name}={value!r} is for documents, and this is the folder of a package.",
                    f"Leave {name} out.",
                    folder,
                )
            )
    plan = read_package(folder)
    if curation is None:
        return plan
    return Plan(curated(plan.record, curation))
