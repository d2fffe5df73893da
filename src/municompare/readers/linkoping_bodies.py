"""The bodies, offices and units that a document of Linköping names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from municompare.documents import Cell, SourceDocument
from municompare.model.quantity import Locator
from municompare.model.steering import Organisation
from municompare.readers.draft import Draft
from municompare.text.words import fold, is_stop_word

__all__ = ["BodyBook", "Named"]

_FIRST: Final = r"(?:[^\W\d_]{2,}- ?(?:och )?)"
_ENDINGS: Final = {
    # kind, and how many letters must stand before the ending for it to be a name
    "fullmäktige": ("council", 0),
    "kommunstyrelsen": ("executive", 0),
    "länsstyrelsen": ("state", 0),
    "försäkringskassan": ("state", 0),
    "förmedlingen": ("state", 3),
    "nämnden": ("committee", 2),
    "förvaltningen": ("administration", 3),
    "kontoret": ("administration", 3),
    "direktören": ("office", 3),
    "staben": ("staff unit", 3),
    "enheten": ("unit", 4),
    "teamet": ("unit", 4),
}
_ENDS: Final = tuple(ending + genitive for ending in _ENDINGS for genitive in ("", "s"))
_COMPOUND: Final = ("committee", "administration", "office")
_NO_NAME: Final = ("verksamhetsenheten",)
_WORD: Final = re.compile(r"[^\W\d_]{6,}")
_BEFORE: Final = re.compile(rf"(?<![\w-]){_FIRST}+$")
_PHRASES: Final = (
    ("unit", re.compile(rf"\bavdelningen för (?:{_FIRST}*[a-zåäö]+)(?: och [a-zåäö]+)?", re.I)),
    ("audit", re.compile(r"\bkommunens revisorer\b", re.IGNORECASE)),
)
_HINTS: Final = ("kommun", "Region ", "verket", "styrelsen")
_CAPITAL: Final = re.compile(
    r"(?<![\w-])(?:(?P<region>Region [A-ZÅÄÖ][^\W\d_]+)"
    # not "Trygg kommun" at the head of a sentence
    r"|(?P<municipality>[A-ZÅÄÖ][^\W\d_]+s kommun|(?<=[^\W\d_,] )[A-ZÅÄÖ][^\W\d_]+ kommun)"
    r"|(?P<state>(?!Nät|Regel|Hant|Ram|Kommunst|Bolagsst)[A-ZÅÄÖ][^\W\d_]{2,}"
    r"(?:verket|(?<!ns)styrelsen)))(?P<genitive>s)?(?![\w-])"
)
_INDEFINITE: Final = re.compile(
    rf"(?<![\w-])(?P<name>{_FIRST}*[^\W\d_]{{2,}}nämnd)(?![\w-])", re.IGNORECASE
)
_SHORT: Final = {
    "council": re.compile(r"(?<![\w-])KF(?![\w-])"),
    "executive": re.compile(r"(?<![\w-])KS(?![\w-])"),
}


@dataclass(frozen=True, slots=True)
class Named:
    """A mention of a body in a text: its key, its kind, where it begins and ends."""

    key: str
    kind: str
    start: int
    end: int


def _key(name: str) -> str:
    return re.sub(r"[^a-z]", "", fold(name))


def _mentions(text: str) -> list[tuple[str, str, int, int]]:
    """Kind, name, start and end of every body that a text names in full, in its order."""
    found = [*_compounds(text), *_phrases(text)]
    return sorted(found, key=lambda body: body[2])


def _compounds(text: str) -> Iterator[tuple[str, str, int, int]]:
    """Bodies whose last word tells what they are: "Kultur- och fritidsnämnden"."""
    for match in _WORD.finditer(text):
        word = match[0].lower()
        if not word.endswith(_ENDS) or text[match.end() : match.end() + 1] == "-":
            continue
        word = word if word.endswith(tuple(_ENDINGS)) else word[:-1]
        ending = next(each for each in _ENDINGS if word.endswith(each))
        kind, fewest = _ENDINGS[ending]
        stem = word.removesuffix(ending)
        if len(stem) < fewest or word in _NO_NAME or (not fewest and stem not in ("", "kommun")):
            continue
        start, end = match.start(), match.start() + len(word)
        before = _BEFORE.search(text, max(0, start - 60), start) if kind in _COMPOUND else None
        start = before.start() if before else start
        if before is None and text[max(0, start - 1) : start] == "-":
            continue
        yield kind, text[start:end], start, end


def _phrases(text: str) -> Iterator[tuple[str, str, int, int]]:
    """Bodies of several words, and those that only a capital tells from a common noun."""
    for kind, pattern in _PHRASES:
        for match in pattern.finditer(text):
            name, last = match[0], match[0].rpartition(" och ")[2]
            if " och " in name and is_stop_word(last, language="sv"):
                name = name.removesuffix(f" och {last}")
            yield kind, name, match.start(), match.start() + len(name)
    if not any(hint in text for hint in _HINTS):
        return
    for match in _CAPITAL.finditer(text):
        kind, name = next((k, v) for k, v in match.groupdict().items() if v and k != "genitive")
        yield kind, name, match.start(kind), match.end(kind)


@dataclass(slots=True)
class BodyBook:
    """The bodies that a document names, each once, with the rows made of them.

    Parameters
    ----------
    draft : Draft
        The plan; the rows are added at the end by :meth:`add_rows`.
    document_at : callable
        Gives the id of the document that prints a line.
    own : str or None
        Key of the committee whose plan it is: what "the committee" means.
    """

    draft: Draft
    document_at: Callable[[int], str]
    own: str | None = None
    _rows: dict[str, Organisation] = field(default_factory=dict)
    _kinds: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        draft: Draft,
        document: SourceDocument,
        *,
        document_at: Callable[[int], str],
        own: tuple[str, str, str] | None,
    ) -> BodyBook:
        """Find the bodies of a document; the plan's own (name, kind, locator) stands first."""
        book = cls(draft, document_at, _key(own[0]) if own else None)
        if own is not None:
            book._take(own[1], own[0], own[2])
        found = list(_printed(document))
        # the council and the executive stand above all others
        order = {"council": 0, "executive": 1}
        for kind, name, locator in sorted(found, key=lambda body: order.get(body[0], 2)):
            book._take(kind, name, locator)
        book._shorten(document)
        return book

    def _take(self, kind: str, name: str, locator: str) -> str:
        key = _key(name)
        if kind == "council":
            key, name = "kommunfullmaktige", self._full(name)
        if key not in self._rows:
            self._kinds[key] = kind
            self._rows[key] = Organisation(
                id=self.draft.id("organisation", name),
                name=name,
                kind=kind,
                document=self.document_at(Locator.parse(locator).first.line or 1),
                locator=locator,
            )
        return key

    @staticmethod
    def _full(name: str) -> str:
        return name if name.lower().startswith("kommun") else "kommunfullmäktige"

    def _shorten(self, document: SourceDocument) -> None:
        """Note the short names of council and executive, where the document prints them."""
        text = "\n".join(document.lines)
        for key, row in self._rows.items():
            pattern = _SHORT.get(self._kinds[key])
            match = pattern.search(text) if pattern else None
            if match is not None:
                self._rows[key] = replace(row, abbreviation=match[0])

    def add_rows(self) -> None:
        """Add the rows of all bodies."""
        self.draft.add(*self._rows.values())

    def named(self, text: str) -> tuple[Named, ...]:
        """The bodies that a text names, in the order of the text."""
        found = [
            Named("kommunfullmaktige" if kind == "council" else _key(name), kind, start, end)
            for kind, name, start, end in _mentions(text)
        ]
        taken = [(each.start, each.end) for each in found]
        for match in _INDEFINITE.finditer(text) if "nämnd" in text.lower() else ():
            key = f"{_key(match['name'])}en"
            if key in self._rows and all(match.end() <= s or match.start() >= e for s, e in taken):
                found.append(Named(key, "committee", *match.span("name")))
        for key, kind in self._kinds.items():
            if kind in _SHORT:
                matches = _SHORT[kind].finditer(text)
                found.extend(Named(key, kind, *match.span()) for match in matches)
        known = [each for each in found if each.key in self._rows]
        return tuple(sorted(known, key=lambda each: each.start))

    def ids(self, text: str) -> tuple[str, ...]:
        """Ids of the bodies that a text names, each once."""
        return tuple(dict.fromkeys(self._rows[each.key].id for each in self.named(text)))

    def row(self, key: str) -> Organisation:
        """The row of a body."""
        return self._rows[key]

    @property
    def own_row(self) -> Organisation | None:
        """The row of the committee whose plan it is."""
        return self._rows[self.own] if self.own is not None else None

    def one(self, words: str) -> Organisation | None:
        """The one body that words name; a word for any committee means the plan's own."""
        found = {each.key for each in self.named(words)}
        if len(found) == 1:
            return self._rows[found.pop()]
        if not found and re.search(r"(?i)\bnämnd(?:en|erna)?s?\b", words):
            return self.own_row
        return None

    def group(self, name: str, locator: str) -> str:
        """Id of a row for a group of bodies, such as all committees."""
        return self._rows[self._take("group", name, locator)].id

    def member(self, name: str, kind: str, locator: str) -> str:
        """Id of a row for a body that only one place names, such as an office."""
        return self._rows[self._take(kind, name, locator)].id


def _printed(document: SourceDocument) -> Iterator[tuple[str, str, str]]:
    """Kind, name and locator of every mention, in the order of the document."""
    for block in document.blocks:
        cells: list[Cell] = [cell for row in block.rows for cell in row.cells]
        for cell in cells:
            for kind, name, start, _ in _mentions(cell.text):
                yield kind, name, f"{cell.locator}:c{start + 1}" if start else cell.locator
        if not cells:
            for kind, name, start, _ in _mentions(block.text):
                yield kind, name, block.locate(start)
