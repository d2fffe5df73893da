"""What the pages of a PDF file will cost, counted from its structure before they are loaded.

A form is a drawing that pages and other forms show by its name, as often as they like: ten forms
that each show the next ten times make a page that no computer holds.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib import import_module
from io import BytesIO
from time import process_time
from typing import Any, Final

from municompare.documents.limits import Limits, too_deep
from municompare.documents.pdf_streams import broken
from municompare.documents.problems import refuse

__all__ = ["check_structure"]

_CALL: Final = re.compile(rb"/([^\s/<>\[\](){}%]+)(?:\s|%[^\r\n]*[\r\n])*Do\b")
_ESCAPED: Final = re.compile(rb"#([0-9A-Fa-f]{2})")
_PER_CALL: Final = 64
_SECONDS: Final = 1.0
_SECONDS_PER_PAGE: Final = 0.05
"""Computing time; a page of a real document takes a fiftieth of this."""


def check_structure(data: bytes, name: str, limits: Limits) -> None:
    """Refuse a file with pages that draw too much.

    Parameters
    ----------
    data : bytes
        The file's content.
    name : str
        The file's name.
    limits : Limits
        How much it may hold.
    """
    parser = import_module("pdfminer.pdfparser")
    documents = import_module("pdfminer.pdfdocument")
    pages = import_module("pdfminer.pdfpage")
    try:
        document = documents.PDFDocument(parser.PDFParser(BytesIO(data)))
        costs = _Costs(limits.page_unpacked)
        total = 0
        start = process_time()
        for number, page in enumerate(pages.PDFPage.create_pages(document), 1):
            limits.check_pages(number, name)
            if process_time() - start > _SECONDS + number * _SECONDS_PER_PAGE:
                refuse(
                    "MC022",
                    name,
                    f"expected pages that are taken apart in a moment, found {number} that take "
                    f"more than {_SECONDS + number * _SECONDS_PER_PAGE:.1f} seconds.",
                    "Do not trust this file; print the document to a new one.",
                )
            cost = costs.of_page(page)
            limits.check_drawing(cost, name)
            total += cost
            limits.check_unpacked(total, name)
    except RecursionError:
        too_deep(name)
    except Exception as error:  # whatever a parser says about a file that is not whole
        if hasattr(error, "report"):
            raise
        broken(name, str(error) or type(error).__name__)


class _Costs:
    """Bytes of drawing instructions of pages, with those of the forms that they show.

    Parameters
    ----------
    most : int
        Where counting may stop.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._types = import_module("pdfminer.pdftypes")
        self._forms: dict[int, int] = {}

    def of_page(self, page: Any) -> int:
        """What a page draws."""
        pieces: list[bytes] = []
        size = 0
        for each in page.contents:
            pieces.append(self._data(self._resolved(each)))
            size += len(pieces[-1])
            if size > self._most:
                return size
        return self._of_drawing(b" ".join(pieces), page.resources, frozenset())

    def _of_drawing(self, data: bytes, resources: Any, above: frozenset[int]) -> int:
        cost = len(data)
        resources = self._mapping(resources)
        forms = self._mapping(resources.get("XObject"))
        for call in _CALL.finditer(data) if forms else ():
            cost += _PER_CALL
            key = _ESCAPED.sub(lambda code: bytes([int(code[1], 16)]), call[1]).decode("latin-1")
            cost += self._of_form(forms.get(key), resources, above)
            if cost > self._most:
                return cost
        for font in self._mapping(resources.get("Font")).values():
            for drawn in self._mapping(self._mapping(font).get("CharProcs")).values():
                cost += self._of_form(drawn, self._mapping(font).get("Resources"), above)
        return cost

    def _of_form(self, form: Any, resources: Any, above: frozenset[int]) -> int:
        stream = self._resolved(form)
        if not hasattr(stream, "get_data") or self._is_image(stream):
            return 0
        key = stream.objid
        if key in above:
            return 0  # shown by itself: libraries stop there
        if key not in self._forms:
            own = stream.get("Resources") or resources
            self._forms[key] = self._of_drawing(self._data(stream), own, above | {key})
        return self._forms[key]

    def _is_image(self, stream: Any) -> bool:
        return getattr(self._resolved(stream.get("Subtype")), "name", "") == "Image"

    def _data(self, stream: Any) -> bytes:
        if not hasattr(stream, "get_data") or self._is_image(stream):
            return b""
        data: bytes = stream.get_data()
        return data

    def _resolved(self, value: Any) -> Any:
        return self._types.resolve1(value)

    def _mapping(self, value: Any) -> Mapping[str, Any]:
        found = self._resolved(value)
        return found if isinstance(found, dict) else {}
