"""Cells of indicator tables, base values in names, footnote marks.

Missing marks: a dash, ``..`` and words such as *saknas* or *mangler* are ``not_reported``; a
lone full stop and *ej aktuellt*, *ikke relevant* are ``not_applicable``; *mäts ej*, *måles
ikke* are ``not_measured``; nothing at all is ``empty``. A level that is to be kept
(*oförändrat*, *uændret*) is qualitative text: no comparator says it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from municompare.errors import Issue, Reading
from municompare.model.quantity import Period, Status
from municompare.text.language import Language
from municompare.text.numbers import Number, read_number
from municompare.text.periods import read_period
from municompare.text.vocabulary import VOCABULARY
from municompare.text.worded_values import CellValue, read_words
from municompare.text.words import flatten, is_stop_word, squeeze

__all__ = [
    "MARKER",
    "BaseValue",
    "Cell",
    "CellValue",
    "read_base_value",
    "read_cell",
    "strip_markers",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """The values of one cell, at least one, and what is unclear about them."""

    values: tuple[CellValue, ...]
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BaseValue:
    """A base value printed inside an indicator's name.

    Parameters
    ----------
    period : Period or None
        When it was measured.
    number : Number or None
        The value; the total where parts are printed too.
    parts : tuple of (str, float)
        Printed parts with their labels.
    status : Status
        ``reported``, ``not_reported`` or ``undetermined``.
    start, end : int
        Offsets in the name: first character, and the one after the last.
    raw : str
        As printed apart from white space.
    """

    period: Period | None
    number: Number | None
    parts: tuple[tuple[str, float], ...] = ()
    status: Status
    start: int
    end: int
    raw: str


# "m²" and "km³" are units
MARKER: Final = r"\*{1,4}|[†‡]|(?<!\bm)(?<!\b[cdkm]m)[¹²³]"
"""Pattern of a footnote mark."""
_MARKS: Final = ("*", "†", "‡", "¹", "²", "³")
_TRAILING: Final = re.compile(rf"(?:\\?\*)+$|(?:{MARKER})$")


def strip_markers(text: str) -> tuple[str, str | None]:
    """Part trailing footnote marks from a title.

    Examples
    --------
    >>> strip_markers("God tillgänglighet.***")
    ('God tillgänglighet.', '***')
    """
    title = text.strip()
    match = _TRAILING.search(title) if title.endswith(_MARKS) else None
    marks = match[0].replace("\\", "") if match else ""
    rest = title[: match.start()].rstrip() if match else title
    # marks at both ends are emphasis
    if not 1 <= len(marks) <= 4 or rest.startswith("*"):
        return title, None
    return rest, marks


def _of_number(number: Number, *, label: str | None = None, raw: str | None = None) -> CellValue:
    return CellValue(
        value=number.value,
        value_upper=number.value_upper,
        comparator=number.comparator,
        unit_raw=number.unit_raw,
        label=label,
        marker=number.marker,
        status="reported",
        raw=number.raw if raw is None else raw,
    )


def _missing(text: str, language: Language) -> Status | None:
    key = text.lower().rstrip("!")
    marks = VOCABULARY[language].missing
    return marks.get(key) or (marks.get(key.rstrip(".")) if key.strip(".") else None)


def read_cell(text: str, *, language: Language) -> Cell:
    """Read a table cell.

    Parameters
    ----------
    text : str
        The whole cell.
    language : {"sv", "da"}
        The language of words and marks.

    Returns
    -------
    Cell
        At least one value; what looks numeric but cannot be read is ``undetermined`` with an
        issue.

    Examples
    --------
    >>> read_cell("Ska inte öka", language="sv").values[0].comparator
    'not_increase'
    >>> [(v.label, v.value) for v in read_cell("4 arbete 2 studier", language="sv").values]
    [('arbete', 4.0), ('studier', 2.0)]
    """
    raw = squeeze(text)
    if not raw:
        return Cell(values=(CellValue(status="empty", raw=None),))
    status = _missing(raw, language)
    plain, marker = (raw, None) if status else strip_markers(raw)
    status = status or _missing(plain, language)
    if status:
        return Cell(values=(CellValue(status=status, marker=marker, raw=raw),))
    words = read_words(plain, marker=marker, raw=raw, language=language)
    if words is not None:
        return Cell(values=(words,))
    number = read_number(raw, language=language)
    if isinstance(number, Issue) and marker is not None:
        # a raised figure behind digits is a mark, no more digits
        without = read_number(plain, language=language)
        number = replace(without, marker=marker, raw=raw) if isinstance(without, Number) else number
    if isinstance(number, Number):
        return Cell(values=(_of_number(number),))
    several = _several(plain, marker, language)
    if several:
        return Cell(values=several)
    if any(character.isdecimal() for character in raw) or not any(map(str.isalpha, plain)):
        value = CellValue(status="undetermined", marker=marker, raw=raw)
        return Cell(values=(value,), issues=(_undetermined(raw, number),))
    return Cell(
        values=(CellValue(comparator="text", status="qualitative", marker=marker, raw=raw),)
    )


def _several(text: str, marker: str | None, language: Language) -> tuple[CellValue, ...] | None:
    """Read labelled values, alone or in brackets behind their total; a share of a named whole."""
    labelled = _colon_labelled(text, marker, language) or _word_labelled(text, marker, language)
    if labelled:
        return labelled
    if match := _TOTAL.fullmatch(text):
        total = read_number(match["total"], language=language)
        parts = _several(match["parts"], marker, language)
        if isinstance(total, Number) and parts is not None and len(parts) > 1:
            return (_of_number(total), *parts)
    elif match := _SHARE_OF.fullmatch(text):
        share = read_number(match["share"], language=language)
        if isinstance(share, Number):
            return (replace(_of_number(share), marker=marker, raw=text),)
    return None


def _undetermined(raw: str, reason: Issue) -> Issue:
    return Issue(
        code="MC207",
        severity="error",
        message=f"the cell {raw!r} holds something like a number that cannot be read: "
        f"{reason.message}",
        remedy="Check the cell in the document; split or choose by curation.",
        readings=(Reading(text=raw),),
    )


_TOTAL: Final = re.compile(r"(?P<total>[^()]*[0-9][^()]*?) ?\((?P<parts>[^()]*)\)")
_SHARE_OF: Final = re.compile(r"(?P<share>.*[0-9] ?(?:%|procent)) (?:av|af) [^\d,.;]+")
_COLON_LABEL: Final = re.compile(r"(?:^|(?<=[\s,;]))(?P<label>[^\W\d_][\w\-/]*(?: [^\W\d_]\w*)?):")


def _colon_labelled(
    text: str, marker: str | None, language: Language
) -> tuple[CellValue, ...] | None:
    """Read ``A: 2,1 B: 0,3``."""
    labels = list(_COLON_LABEL.finditer(text))
    if not labels or labels[0].start() != 0:
        return None
    values = []
    for label, following in zip(labels, [*labels[1:], None], strict=True):
        end = following.start() if following else len(text)
        piece = text[label.end() : end].strip(" ,;")
        number = read_number(piece, language=language)
        missing = _missing(piece, language)
        whole = text[label.start() : end].strip(" ,;")
        if missing:
            values.append(CellValue(label=label["label"], status=missing, raw=whole))
        elif isinstance(number, Number):
            values.append(_of_number(number, label=label["label"], raw=whole))
        else:
            return None
    return _marked(values, marker)


def _marked(values: list[CellValue], marker: str | None) -> tuple[CellValue, ...]:
    """Give a mark at the end of a cell to the last value, which it stands at."""
    return (*values[:-1], replace(values[-1], marker=marker))


_LABEL_WORD: Final = r"[^\W\d_][^\W\d_\-]*"
_FIGURE: Final = r"[-−–]?[0-9][0-9.,]*(?<![.,])(?: [0-9]{3})*(?:,[0-9]+)?(?: ?%)?"


@cache
def _items(language: Language) -> tuple[re.Pattern[str], re.Pattern[str]]:
    subgroup = VOCABULARY[language].subgroups
    joint = r"(?:,| \+| och| og| samt)?"
    before = rf"(?P<label>(?:{subgroup}|kv|k|m)) (?P<figure>{_FIGURE}){joint}(?: |$)"
    after = (
        rf"(?P<figure>{_FIGURE}) (?:(?:till|til|i) )?"
        rf"(?P<label>{_LABEL_WORD}(?: (?!och\b|og\b|samt\b){_LABEL_WORD})?){joint}(?: |$)"
    )
    return re.compile(before, re.IGNORECASE), re.compile(after, re.IGNORECASE)


def _word_labelled(
    text: str, marker: str | None, language: Language
) -> tuple[CellValue, ...] | None:
    """Read ``4 arbete 2 studier`` and ``Kvinnor 6,1 Män 3,4``: at least two, nothing between."""
    for pattern in _items(language):
        values: list[CellValue] = []
        position = 0
        while match := pattern.match(text, position):
            number = read_number(match["figure"], language=language)
            words = match["label"].split()
            own = pattern is _items(language)[0]
            if isinstance(number, Issue) or (
                not own and any(is_stop_word(word, language=language) for word in words)
            ):
                break
            raw = match[0].strip(" ,+")
            values.append(_of_number(number, label=match["label"], raw=raw))
            position = match.end()
        if position == len(text) and len(values) > 1:
            return _marked(values, marker)
    return None


@cache
def _base(language: Language) -> re.Pattern[str]:
    v = VOCABULARY[language]
    return re.compile(
        rf"\b(?:{v.base_value})(?:[ :,]+(?:i |år )?(?P<period>[^=:<>()]*?[0-9]{{4}}[^=:<>()]*?))?"
        rf"(?: (?P<missing>{v.missing_after})\b!?"
        rf"| ?(?:=|:| är | er )+ ?(?P<value>[^<(\n]*?)(?: ?\((?P<parts>[^()]*)\))?"
        r"(?=$|<|\n|\)|[.;](?: |$)|,? [^\W\d_]+ [^\W\d_]+ |\())",
        re.IGNORECASE,
    )


def read_base_value(name: str, *, language: Language) -> BaseValue | None:
    """Read the base value printed inside an indicator's name.

    Examples
    --------
    >>> base = read_base_value("Antal ... Basvärde 2030 = 70 personer", language="sv")
    >>> base.period.text, base.number.value, base.number.unit_raw
    ('2030', 70.0, 'personer')
    """
    match = _base(language).search(flatten(name))
    if match is None:
        return None
    printed = match["period"]
    period = read_period(printed, language=language) if printed else None
    value = (match["value"] or "").strip()
    number = read_number(value, language=language)
    status: Status = "undetermined"
    if match["missing"] or _missing(value, language):
        status = "not_reported"
    elif isinstance(number, Number) and not isinstance(period, Issue):
        status = "reported"
    reported = status == "reported"
    parts = _word_labelled(squeeze(match["parts"] or ""), None, language) if reported else None
    return BaseValue(
        period=period if isinstance(period, Period) else None,
        number=number if reported and isinstance(number, Number) else None,
        parts=tuple(
            (part.label, part.value)
            for part in parts or ()
            if part.label is not None and part.value is not None
        ),
        status=status,
        start=match.start(),
        end=match.end(),
        raw=squeeze(match[0]),
    )
