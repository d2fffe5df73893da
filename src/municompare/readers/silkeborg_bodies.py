"""The bodies that an agreement names: its parties, committees, departments, works councils."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Final

from municompare.model.steering import Organisation
from municompare.readers.draft import Draft
from municompare.readers.silkeborg_passages import Passage
from municompare.text.words import fold

__all__ = ["Bodies", "kind_of"]

_PREFIX: Final = r"(?:[^\W\d_]+- og )?[^\W\d_]{3,}"
# only what is printed as one certain body: a noun in the definite form, or a name
_FORMS: Final = (
    ("council", r"(?:byrådet|kommunalbestyrelsen)"),
    # "med udvalget" is a preposition
    ("works council", r"(?:[^\W\d_]+-)?(?-i:MED)-? ?udvalget"),
    ("committee", rf"{_PREFIX}udvalget"),
    ("executive board", r"direktionen"),
    ("management", r"[^\W\d_]{3,}ledelsen"),
    ("administration", rf"{_PREFIX}(?:afdeling|forvaltning)en"),
    ("office", r"[^\W\d_]{3,}(?:chef|leder|direktør)en"),
    ("unit", r"[^\W\d_]{3,}(?:centr?et|sekretariatet|staben|teamet)"),
    ("unit", r"(?-i:[A-ZÆØÅ][^\W\d_]{2,}center)(?: (?-i:[A-ZÆØÅ][^\W\d_]+))?"),
    ("unit", r"(?-i:[A-ZÆØÅ][^\W\d_]{2,}huset)"),
)
_BODY: Final = re.compile(
    r"(?<![\w-])(?:"
    + "|".join(f"(?P<{kind.replace(' ', '_')}{n}>{form})" for n, (kind, form) in enumerate(_FORMS))
    + r")(?:s?(?![\w-]))(?: \((?P<short>[A-ZÆØÅ]{2,8})\))?",
    re.IGNORECASE,
)
_KINDS: Final = (
    ("council", r"(?:byråd|kommunalbestyrelse)\w*"),
    ("works council", r".*\bMED-? ?udvalg\w*"),
    ("committee", r".*udvalg(?:et|ene)?"),
    ("executive board", r"direktion(?:en)?"),
    ("management", r".*ledelsen?"),
    ("administration", r".*(?:afdeling|forvaltning)(?:en)?"),
    ("office", r".*(?:chef|leder|direktør)(?:en|e|er|ne|erne)?"),
    ("unit", r".*(?:cent(?:er|r?et)|sekretariat(?:et)?|stab(?:en)?|team(?:et)?|hus(?:et)?)"),
)
_DEFINITE: Final = re.compile(
    r"(?P<noun>udvalg|rad|bestyrelse|direktion|ledelse|afdeling|forvaltning|chef|leder|direktor|"
    r"sekretariat|stab|team|hus)(?:et|en|n)$"
)
_CENTRE: Final = re.compile(r"cent(?:r?et)$")
_ACROSS: Final = re.compile(
    r"\bpå tværs (?:i|af|inden for|indenfor) (?P<where>[^\W\d_]+(?:afdeling|forvaltning)en)\b",
    re.IGNORECASE,
)
_NAMES: Final = re.compile(r"(?:, | og )")
_ARTICLE: Final = re.compile(r"(?:det|den|de|alle) (?:enkelte )?", re.IGNORECASE)


def kind_of(name: str) -> str | None:
    """Kind of a body, where the last word of its name tells.

    Examples
    --------
    >>> kind_of("Skoleafdelingen"), kind_of("Kulturudvalget"), kind_of("ungeguiden")
    ('administration', 'committee', None)
    """
    for kind, form in _KINDS:
        # a works council is named in capitals, and "med udvalg" is not one
        flags = 0 if kind == "works council" else re.IGNORECASE
        if re.fullmatch(form, name, flags):
            return kind
    return None


def _key(name: str) -> str:
    """Letters of a name without the ending of the definite form."""
    letters = re.sub(r"[^a-z]", "", fold(name))
    return _CENTRE.sub("center", _DEFINITE.sub(r"\g<noun>", letters))


@dataclass(slots=True)
class Bodies:
    """The bodies of a document, each once.

    Parameters
    ----------
    draft : Draft
        Takes the rows.
    document : str
        Id of the document.
    """

    draft: Draft
    document: str
    _ids: dict[str, str] = field(default_factory=dict)

    def take(
        self, passage: Passage, *, kind: str | None = None, abbreviation: str | None = None
    ) -> str:
        """Id of the body that a passage names, with a row for it if it has none."""
        name = passage.text
        key = _key(name)
        if key not in self._ids:
            # hyphens part a name into words, of which "med" would be left out
            self._ids[key] = self.draft.id("organisation", name.replace("-", ""))
            self.draft.add(
                Organisation(
                    id=self._ids[key],
                    name=name,
                    abbreviation=abbreviation,
                    kind=kind or kind_of(name),
                    document=self.document,
                    locator=passage.locator,
                )
            )
        return self._ids[key]

    def known(self, name: str) -> str | None:
        """Id of a body that was taken before."""
        return self._ids.get(_key(name))

    def several(self, passage: Passage) -> tuple[str, ...]:
        """Ids of the bodies of an enumeration: *the council, the committees and the board*."""
        whole = self.known(passage.text)
        if whole is not None:  # its name may hold an "og" of its own
            return (whole,)
        found = []
        start = 0
        for match in (*_NAMES.finditer(passage.text), None):
            end = match.start() if match else len(passage.text)
            name = passage.part(start, end)
            article = _ARTICLE.match(name.text)
            if article is not None:
                name = name.part(article.end())
            if name.text:
                found.append(self.take(name))
            start = match.end() if match else end
        return tuple(dict.fromkeys(found))

    def find(self, passages: Iterable[Passage]) -> None:
        """Take all bodies that the passages name in the definite form."""
        for passage in passages:
            for match in _BODY.finditer(passage.text):
                groups = {k: v for k, v in match.groupdict().items() if v and k != "short"}
                ((group, _),) = groups.items()
                name = passage.part(*match.span(group))
                body = self.take(name, kind=group.rstrip("0123456789").replace("_", " "))
                if match["short"]:
                    self._change(body, abbreviation=match["short"])

    def place(self, institution: str, passages: Iterable[Passage]) -> None:
        """Give the institution the department that it says to work across."""
        own = self.known(institution)
        named = re.compile(rf"(?<!\w){re.escape(institution)}s?(?!\w)")
        for passage in passages:
            match = _ACROSS.search(passage.text) if named.search(passage.text) else None
            if match is not None and own is not None:
                parent = self.take(passage.part(*match.span("where")))
                if parent != own:
                    self._change(own, parent=parent)
                return

    def of_kind(self, kind: str) -> str | None:
        """Id of the one body of a kind."""
        found = [row.id for row in self.draft.rows("organisations") if row.kind == kind]
        return found[0] if len(found) == 1 else None

    def name(self, identifier: str) -> str:
        """Name of a body by its id."""
        return next(
            str(row.name) for row in self.draft.rows("organisations") if row.id == identifier
        )

    def _change(self, identifier: str, **changes: str) -> None:
        rows = self.draft.rows("organisations")
        self.draft.replace_rows(
            "organisations",
            [replace(row, **changes) if row.id == identifier else row for row in rows],
        )
