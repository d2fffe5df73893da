"""What a DOCX file says about its paragraphs outside of them: styles and numbering."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

__all__ = [
    "Marker",
    "Numbering",
    "Style",
    "Styles",
    "child",
    "is_on",
    "outline_level",
    "value",
    "w",
]

_NAMESPACE: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HEADING: Final = re.compile(r"heading (?P<level>[1-9])", re.IGNORECASE)
_LEVEL_TEXT: Final = re.compile(r"%([1-9])")
_PRIVATE: Final = 0xF000
"""Symbol fonts have their characters in an area that says nothing by itself."""
_BULLETS: Final = {0xA7: "▪", 0x6F: "◦", 0x2D: "-", 0xD8: "➢", 0xFC: "✓"}
_ROMAN: Final = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l")),
    *((40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)


@cache
def w(name: str) -> str:
    """Full name of an element or attribute of WordprocessingML."""
    return _NAMESPACE + name


def child(element: Any, *path: str) -> Any:
    """The first descendant along a path of names, or None."""
    for name in path:
        if element is None:
            return None
        element = element.find(w(name))
    return element


def value(element: Any, *path: str) -> str | None:
    """The value of the element along a path, if it is there."""
    found = child(element, *path)
    return None if found is None else found.get(w("val"))


def _number(text: str | None) -> int | None:
    return int(text) if text is not None and re.fullmatch(r"-?\d{1,9}", text) else None


def is_on(properties: Any, name: str) -> bool | None:
    """Whether a property such as bold is switched on or off; None if nothing is said."""
    found = child(properties, name)
    if found is None:
        return None
    return found.get(w("val"), "true") not in ("0", "false", "off", "none")


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """What a style says, with what it inherits.

    Parameters
    ----------
    heading : int or None
        Level of a heading, from 1.
    number : str or None
        Key of the list that its paragraphs are part of.
    depth : int or None
        Their level in the list, from 0.
    bold, italic : bool
        How its letters are set.
    """

    heading: int | None = None
    number: str | None = None
    depth: int | None = None
    bold: bool = False
    italic: bool = False

    def emphasises(self, properties: Any, characters: Style | None) -> bool:
        """Whether a run with these properties is bold or in italics."""
        for name, own in (("b", self.bold), ("i", self.italic)):
            said = is_on(properties, name) if properties is not None else None
            if said is None and characters is not None:
                said = (characters.bold if name == "b" else characters.italic) or None
            if own if said is None else said:
                return True
        return False


class Styles:
    """The styles of paragraphs and characters.

    Parameters
    ----------
    root : element or None
        The part with the styles.
    """

    def __init__(self, root: Any) -> None:
        found = () if root is None else root.findall(w("style"))
        self._styles = {style.get(w("styleId")): style for style in found}
        self._known: dict[str | None, Style] = {}
        self._default = next(
            (
                key
                for key, style in self._styles.items()
                if style.get(w("type")) == "paragraph" and style.get(w("default")) in ("1", "true")
            ),
            None,
        )

    def of(self, properties: Any) -> Style:
        """The style of a paragraph with these properties."""
        return self.named(value(properties, "pStyle") or self._default)

    def named(self, key: str | None) -> Style:
        """A style; one that is not defined says nothing."""
        if key not in self._known:
            self._known[key] = _style(tuple(self._chain(key)))
        return self._known[key]

    def _chain(self, key: str | None) -> Iterator[Any]:
        """A style and those that it builds on, nearest first."""
        seen = set()
        while key in self._styles and key not in seen:
            seen.add(key)
            yield self._styles[key]
            key = value(self._styles[key], "basedOn")


def _style(chain: tuple[Any, ...]) -> Style:
    def first(*found: Any) -> Any:
        return next((each for each in found if each is not None), None)

    paragraphs = [child(style, "pPr") for style in chain]
    letters = [child(style, "rPr") for style in chain]
    return Style(
        heading=first(*map(_heading, chain)),
        number=first(*(value(each, "numPr", "numId") for each in paragraphs)),
        depth=first(*(_number(value(each, "numPr", "ilvl")) for each in paragraphs)),
        bold=bool(first(*(is_on(each, "b") for each in letters))),
        italic=bool(first(*(is_on(each, "i") for each in letters))),
    )


def _heading(style: Any) -> int | None:
    """Level by the outline, or by the name of a style that every language keeps."""
    outline = outline_level(child(style, "pPr"))
    name = value(style, "name") or ""
    match = _HEADING.fullmatch(name)
    named = int(match["level"]) if match else 1 if name.lower() == "title" else None
    return named if outline is None else outline


def outline_level(properties: Any) -> int | None:
    """Level of a heading that properties state, from 1; 0 for running text."""
    outline = _number(value(properties, "outlineLvl"))
    return None if outline is None else (outline + 1) % 10


@dataclass(frozen=True, slots=True)
class Marker:
    """What is printed before a numbered paragraph, and the depth of its list from 1."""

    text: str
    depth: int


@dataclass(slots=True)
class _Levels:
    """The levels of a list's definition, and how far each has counted."""

    levels: dict[int, Any]
    counted: dict[int, int] = field(default_factory=dict)


class Numbering:
    """Counts the paragraphs of lists as a word processor does.

    Parameters
    ----------
    root : element or None
        The part with the definitions of lists.
    """

    def __init__(self, root: Any) -> None:
        self._lists: dict[str, _Levels] = {}
        self._starts: defaultdict[str, dict[int, int]] = defaultdict(dict)
        if root is None:
            return
        abstract = {
            each.get(w("abstractNumId")): _Levels(
                {
                    int(level.get(w("ilvl"))): level
                    for level in each.findall(w("lvl"))
                    if _number(level.get(w("ilvl"))) is not None
                }
            )
            for each in root.findall(w("abstractNum"))
        }
        for number in root.findall(w("num")):
            definition = abstract.get(value(number, "abstractNumId"))
            key = number.get(w("numId"))
            if definition is None or key is None:
                continue
            self._lists[key] = definition
            for override in number.findall(w("lvlOverride")):
                start = _number(value(override, "startOverride"))
                level = _number(override.get(w("ilvl")))
                if start is not None and level is not None:
                    self._starts[key][level] = start

    def next(self, properties: Any, style: Style) -> Marker | None:
        """Count a paragraph, and give its marker if it is part of a list."""
        own = child(properties, "numPr")
        key, level = value(own, "numId") or style.number, _number(value(own, "ilvl"))
        level = level if level is not None else style.depth or 0
        definition = self._lists.get(key) if key is not None else None
        if definition is None or key is None or level not in definition.levels:
            return None
        fresh = self._starts[key].pop(level, None)  # a list that starts anew does so once
        if fresh is not None:
            definition.counted[level] = fresh
        elif level in definition.counted:
            definition.counted[level] += 1
        else:
            definition.counted[level] = _start(definition.levels[level])
        for deeper in [each for each in definition.counted if each > level]:
            del definition.counted[deeper]
        text = self._marker(definition, level)
        return Marker(text, level + 1) if text else None

    def _marker(self, definition: _Levels, level: int) -> str:
        own = definition.levels[level]
        text = value(own, "lvlText") or ""
        if value(own, "numFmt") == "bullet":
            code = ord(text[0]) if text else 0
            fallback = "•" if code >= _PRIVATE else text
            return _BULLETS.get(code - _PRIVATE if code >= _PRIVATE else code, fallback)

        def printed(match: re.Match[str]) -> str:
            index = int(match[1]) - 1
            each = definition.levels.get(index)
            counted = definition.counted.get(index, _start(each))
            return _in_format(counted, value(each, "numFmt"))

        return _LEVEL_TEXT.sub(printed, text).strip()


def _start(level: Any) -> int:
    start = _number(value(level, "start"))
    return 1 if start is None else start


def _in_format(number: int, form: str | None) -> str:
    if form == "none":
        return ""
    if form in ("lowerLetter", "upperLetter") and 0 < number <= 26:
        letter = chr(ord("a") + number - 1)
        return letter.upper() if form == "upperLetter" else letter
    if form in ("lowerRoman", "upperRoman") and 0 < number < 4000:
        text = ""
        for size, sign in _ROMAN:
            text += sign * (number // size)
            number %= size
        return text.upper() if form == "upperRoman" else text
    return str(number)
