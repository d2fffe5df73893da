"""The facade's ``read``: a document, or the folder of a plan package."""

from __future__ import annotations

import os
from pathlib import Path

from municompare.io.package_reading import read_package
from municompare.plans import Plan, read_documents

__all__ = ["read"]


def read(
    *paths: str | os.PathLike[str],
    reader: str | None = None,
    encoding: str | None = None,
    curation: str | os.PathLike[str] | None = None,
) -> Plan:
    """Read a plan from its document, or from the folder of a plan package.

    The reader is picked by the marks of its family of documents; ``plan.documents`` has its name
    in ``reader`` and the marks in ``reader_reason``.

    Parameters
    ----------
    *paths : path
        A planning document (Markdown or text), or one folder that holds a plan package. This
        version reads one document a plan.
    reader : str, optional
        Name of the reader to use; left out, the one that knows the document best.
    encoding : str, optional
        Encoding of the document; left out, UTF-8. It is never guessed.
    curation : path, optional
        A curation file with labels and redactions to apply.

    Returns
    -------
    Plan
        The plan, with what is odd in the document as ``plan.issues``.

    Raises
    ------
    MunicompareError
        If the file is missing, empty, no text, too large, unknown to all readers, or broken; if
        the package has errors. All problems of the input at once.

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
    if len(paths) == 1 and Path(paths[0]).is_dir():
        return read_package(paths[0])
    return read_documents(*paths, reader=reader, encoding=encoding, curation=curation)
