"""The bodies, offices and units that a verksamhetsplan names, and which belongs to which."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final

from municompare.model.steering import Organisation
from municompare.readers.norrkoping_front import FIRST_PART, Title
from municompare.readers.norrkoping_text import Passage, Source
from municompare.text.words import fold

__all__ = ["BodyBook", "Mention", "read_bodies"]

_BODIES: Final = {
    "nämnden": "committee",
    "utskottet": "committee",
    "kontoret": "administration",
    "enheten": "unit",
    "fullmäktige": "council",
}
_SHORT: Final = r"(?: \((?P<short>[A-ZÅÄÖ]{2,}(?:-\w+?)?)s?\))?"
_BODY: Final = re.compile(
    rf"(?<![\w-])(?P<name>{FIRST_PART}(?!förvaltnings)[^\W\d_]{{3,}}"
    rf"(?P<noun>{'|'.join(_BODIES)}))s?(?!\w){_SHORT}",
    re.IGNORECASE,
)
_OTHERS: Final = (
    ("municipality", r"[A-ZÅÄÖ][^\W\d_]{2,}s kommun"),
    ("executive", r"[Kk]ommunstyrelsen"),
    (
        "state",
        r"[Ff]örsäkringskassan|[Ll]änsstyrelsen|[Ss]kolverket|[^\W\d_]{3,}förmedlingen"
        r"|[A-ZÅÄÖ][^\W\d_]{3,}(?:verket|myndigheten)"
        r"|Delegationen för [a-zåäö]+(?: [a-zåäö]+){0,4}(?= \()",
    ),
    ("federation", r"[Ss]amordningsförbundet"),
    ("fund", r"[A-ZÅÄÖ][^\W\d_]+ [^\W\d_]+fonden"),
    ("unit", r"[A-ZÅÄÖ][^\W\d_]{2,}centrum"),
)
_OTHER: Final = re.compile(
    r"(?<![\w-])(?:"
    + "|".join(f"(?P<{kind}>{form})" for kind, form in _OTHERS)
    + rf")(?:(?<!s)s)?(?!\w){_SHORT}"
)
_FUNCTION: Final = re.compile(
    r"\b(?:verksamhets)?funktionen (?P<name>[^\W\d_]{4,})(?!\w)", re.IGNORECASE
)
_CALLED: Final = re.compile(r"\bverksamheten som (?:benämns|kallas|heter) (?P<name>[A-ZÅÄÖ]\w+)")
_PART: Final = re.compile(
    r"(?<![\w-])(?P<owner>[^\W\d_]{4,})s (?P<part>[^\W\d_]{3,}(?:enhet|sektion|rådgivning))(?!\w)"
)
_ATTACHED: Final = re.compile(r" (?:är [^.,]{0,60}?knut\w+ till|hör till|lyder under) ")
_OPERATIONS: Final = re.compile(
    r"\borganisera[dt]\w* i verksamheterna (?P<list>[^.,;]+(?:, [^.,;]+)*? och [^.,; ]+)"
)
_ITEM: Final = re.compile(r"(?:^|, | och )(?P<name>[^,]+?)(?=, | och |$)")
_INCLUDES: Final = re.compile(r"s verksamhet (?:innefattar|omfattar) (?P<list>[^.]+)")
_UNDER: Final = re.compile(r" är organisera\w+ under (?P<owner>[^\W\d_]{4,})")
_ENDING: Final = r"(?:e?n|e?t)?s?"
_GENERAL: Final = r"(?:kontoret|förvaltningen|(?P<committee>nämnden))"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A body that a text names, and where."""

    body: Organisation
    start: int
    end: int


@dataclass(slots=True)
class BodyBook:
    """The bodies that a plan names, each once.

    Parameters
    ----------
    source : Source
        The plan in the making; the rows are added to it by :meth:`add_rows`.
    """

    source: Source
    _rows: dict[str, Organisation] = field(default_factory=dict)
    _pattern: re.Pattern[str] | None = None

    @property
    def rows(self) -> tuple[Organisation, ...]:
        """The rows of all bodies."""
        return tuple(self._rows.values())

    @property
    def own(self) -> Organisation:
        """The organisation whose plan it is."""
        return next(iter(self._rows.values()))

    @property
    def committee(self) -> Organisation | None:
        """The committee that the plan's organisation belongs to."""
        return next((row for row in self._rows.values() if row.id == self.own.parent), None)

    def take(self, name: str, kind: str, at: Passage, *, short: str | None = None) -> Organisation:
        """The row of a body; a new one if it was not named before."""
        key = _letters(name)
        known = self._rows.get(key)
        if known is None:
            self._pattern = None
            known = Organisation(
                id=self.source.draft.id("organisation", name),
                name=name,
                abbreviation=short,
                kind=kind,
                **self.source.printed(at),
            )
        elif short and known.abbreviation is None:
            self._pattern = None
            known = replace(known, abbreviation=short)
        self._rows[key] = known
        return known

    def find(self, name: str) -> Organisation | None:
        """The row of a body by its name."""
        return self._rows.get(_letters(name))

    def put_under(self, name: str, parent: str) -> None:
        """Note which body another belongs to, unless that is known."""
        body, above = self._rows.get(_letters(name)), self._rows.get(_letters(parent))
        if body is None or above is None or body is above:
            return
        if body.parent is None and above.parent != body.id:
            self._rows[_letters(name)] = replace(body, parent=above.id)

    def mentions(self, text: str) -> tuple[Mention, ...]:
        """All bodies that a text names; general words mean the plan's own office and committee."""
        if self._pattern is None:
            names = [row.name for row in self._rows.values()]
            short = [row.abbreviation for row in self._rows.values() if row.abbreviation]
            forms = sorted(map(re.escape, names + short), key=len, reverse=True)
            self._pattern = re.compile(
                rf"(?<![\w-])(?:(?P<name>{'|'.join(forms)}){_ENDING}|{_GENERAL}s?)(?![\w-])",
                re.IGNORECASE,
            )
        found = []
        for match in self._pattern.finditer(text):
            body = self.committee if match["committee"] else self._named(match["name"])
            if body is not None:
                found.append(Mention(body=body, start=match.start(), end=match.end()))
        return tuple(found)

    def _named(self, name: str | None) -> Organisation:
        if name is None:
            return self.own
        known = self._rows.get(_letters(name))
        return known or next(
            row for row in self._rows.values() if fold(row.abbreviation or "") == fold(name)
        )

    def add_rows(self) -> None:
        """Add the rows of all bodies to the plan."""
        self.source.draft.add(*self._rows.values())


def _letters(name: str) -> str:
    return re.sub(r"[\W_]+", "", fold(name))


def read_bodies(
    source: Source, introduction: Passage, title: Title, *, whole: Passage, headings: Sequence[str]
) -> BodyBook:
    """Find the bodies of a plan: its own organisation first, then those of the introduction.

    Parameters
    ----------
    source : Source
        The plan in the making.
    introduction : Passage
        The chapters before the overview of the uppdragsplan.
    title : Title
        The title page.
    whole : Passage
        All chapters.
    headings : sequence of str
        Titles of sections: an office that is one of them is a unit of the plan's own.
    """
    book = BodyBook(source)
    begin = title.title.text.find(title.organisation)
    book.take(
        title.organisation,
        "unit" if title.organisation.endswith("enheten") else "administration",
        title.title.part(begin, begin + len(title.organisation)),
    )
    for match in _BODY.finditer(introduction.text):
        book.take(
            match["name"],
            _BODIES[match["noun"].lower()],
            introduction.part(*match.span("name")),
            short=match["short"],
        )
    for operations in _OPERATIONS.finditer(introduction.text):
        start = operations.start("list")
        for item in _ITEM.finditer(operations["list"]):
            first, last = item.span("name")
            book.take(item["name"], "unit", introduction.part(start + first, start + last))
    titles = {_letters(heading) for heading in headings}
    for start, end, kind, short in sorted(_elsewhere(whole.text), key=lambda found: found[:2]):
        name = whole.text[start:end]
        is_section = _letters(name.removesuffix("et")) in titles
        book.take(name, "unit" if is_section else kind, whole.part(start, end), short=short)
    _add_parts(book, whole)
    _add_parents(book, whole)
    return book


def _elsewhere(text: str) -> Iterator[tuple[int, int, str, str | None]]:
    """Start, end, kind and abbreviation of the bodies that a text names."""
    for match in _BODY.finditer(text):
        yield *match.span("name"), _BODIES[match["noun"].lower()], match["short"]
    for match in _OTHER.finditer(text):
        kind = next(kind for kind, _ in _OTHERS if match[kind])
        yield *match.span(kind), kind, match["short"]
    for pattern in (_FUNCTION, _CALLED):
        for match in pattern.finditer(text):
            yield *match.span("name"), "unit", None


def _add_parts(book: BodyBook, whole: Passage) -> None:
    """Add units that are only named as part of a body: "kontorets stödenhet"."""
    for match in _PART.finditer(whole.text):
        owner = _of_part(book, match["owner"])
        if owner is not None:
            book.take(match[0], "unit", whole.part(*match.span()))
            book.put_under(match[0], owner.name)


def _of_part(book: BodyBook, words: str) -> Organisation | None:
    named = book.mentions(words)
    return named[0].body if len(named) == 1 and named[0].start == 0 else None


def _add_parents(book: BodyBook, whole: Passage) -> None:
    text = whole.text
    named = book.mentions(text)
    before = {mention.end: mention.body.name for mention in named}
    for attached in _ATTACHED.finditer(text):
        parent = _BODY.match(text, attached.end())
        if attached.start() in before and parent and parent["noun"].lower() == "nämnden":
            book.put_under(before[attached.start()], parent["name"])
    for lower, upper in pairwise(named):
        if text[lower.end : upper.start] == " på " and lower.body.kind == "unit":
            book.put_under(lower.body.name, upper.body.name)
    for match in _INCLUDES.finditer(text):
        owner = text[: match.start()].rpartition(" ")[2]
        for item in _ITEM.finditer(re.sub(r" samt ", " och ", match["list"])):
            book.put_under(item["name"], owner)
    for match in _UNDER.finditer(text):
        sentence = text[text.rfind(". ", 0, match.start()) + 1 : match.start()]
        for mention in book.mentions(sentence):
            book.put_under(mention.body.name, match["owner"])
