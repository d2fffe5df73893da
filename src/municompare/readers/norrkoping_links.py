"""Which goal or development area a section serves: by number, by words, by its chapter.

A section serves what its own text names by number; what it repeats in words (three content words
in the same order, or a word of its heading that not all elements at the chapter's head share);
and what the head of its chapter repeats of the uppdragsplan, unless the head refers to that very
section for something else. Which of several elements at the head a section serves that says
nothing of this, is ambiguous.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from municompare.model.plan import Link, LinkBasis
from municompare.model.quantity import Certainty
from municompare.readers.norrkoping_goals import Treated
from municompare.readers.norrkoping_measures import sentence_passages
from municompare.readers.norrkoping_text import Passage, Source
from municompare.text.words import fold, is_stop_word

__all__ = [
    "Service",
    "add_services",
    "named_elements",
    "narrowed",
    "only_goal",
    "served_by",
    "shared_words",
]

_NAMED: Final = re.compile(
    r"\b(?P<kind>mål|utvecklingsområde) (?P<numbers>[1-9][0-9]?(?:(?:, | och )[1-9][0-9]?)*)\b",
    re.IGNORECASE,
)
_TOKEN: Final = re.compile(r"[^\W\d_]+")
_STEM: Final = 4
_ENDING: Final = 4
_APART: Final = 2
"""Content words that two shared words may at most be apart, in either text."""
_SHARED: Final = 3
"""Content words in a row by which a sentence repeats another."""
_LONG_WORD: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """That something serves an element."""

    element: Treated
    at: Passage
    basis: LinkBasis
    certainty: Certainty


def only_goal(services: Sequence[Service]) -> str | None:
    """Id of the element that is served, if there is only one that is not ambiguous."""
    served = {s.element.id for s in services if s.certainty != "ambiguous"}
    return served.pop() if len(served) == 1 else None


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    start: int
    end: int


@lru_cache(maxsize=1024)
def _words(text: str) -> tuple[_Word, ...]:
    """Content words with their places."""
    return tuple(
        _Word(fold(match[0]), match.start(), match.end())
        for match in _TOKEN.finditer(text)
        if not is_stop_word(match[0], language="sv")
    )


def _same(one: str, other: str) -> bool:
    """Tell whether two words are forms of one: the same beginning, and short endings."""
    if one == other:
        return True
    if len(one) < _STEM or len(other) < _STEM or abs(len(one) - len(other)) > _ENDING:
        return False
    common = next(
        (i for i, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]),
        min(len(one), len(other)),
    )
    return common >= _STEM and max(len(one), len(other)) - common <= _ENDING


@lru_cache(maxsize=1024)
def _stems(text: str) -> tuple[str, ...]:
    return tuple(word.text[:_STEM] for word in _words(text))


def _may_repeat(text: str, wording: str) -> bool:
    """Whether enough words begin alike for one text to repeat the other; quickly told."""
    known = frozenset(_stems(wording))
    return sum(stem in known for stem in _stems(text)) >= _SHARED


def shared_words(text: str, wording: str) -> tuple[int, int, int]:
    """How many content words two texts share in the same order, and where in the first.

    Examples
    --------
    >>> shared_words("Vi ska minska andelen barn i kön.", "Andelen barn i kön ska minskas.")
    (3, 14, 32)
    """
    own, known = _words(text), _words(wording)
    by_stem: dict[str, list[int]] = {}
    for place, word in enumerate(known):
        by_stem.setdefault(word.text[:_STEM], []).append(place)
    chains: dict[tuple[int, int], tuple[int, int]] = {}
    best = (0, 0, 0)
    for i, word in enumerate(own):
        for j in by_stem.get(word.text[:_STEM], ()):
            if not _same(word.text, known[j].text):
                continue
            before = [
                chains[i - a, j - b]
                for a in range(1, _APART + 1)
                for b in range(1, _APART + 1)
                if (i - a, j - b) in chains
            ]
            count, start = max(before, default=(0, word.start), key=lambda chain: chain[0])
            chains[i, j] = (count + 1, start)
            if count + 1 > best[0]:
                best = (count + 1, start, word.end)
    return best


def _wordings(element: Treated) -> tuple[str, ...]:
    rows = (element.row,) if element.row is not None else ()
    return tuple(dict.fromkeys(printed.text.text for printed in (*rows, *element.repeats)))


def named_elements(text: Passage, treated: Sequence[Treated]) -> Iterator[tuple[Treated, Passage]]:
    """Goals and development areas that a text names by number."""
    for match in _NAMED.finditer(text.text):
        kind = "goal" if match["kind"].casefold() == "mål" else "development_area"
        numbers = re.findall(r"[0-9]+", match["numbers"])
        for element in treated:
            if element.kind == kind and element.number in numbers:
                yield element, text.part(match.start(), match.end())


def _repeated(text: Passage, elements: Sequence[Treated]) -> dict[str, tuple[Passage, Certainty]]:
    """Words of a text that repeat elements' own, by the elements' ids.

    Of elements that share the same words with it, those count that share most.
    """
    best: dict[str, tuple[int, Passage]] = {}
    known = [(element.id, _wordings(element)) for element in elements]
    for sentence in sentence_passages(text):
        words = sentence.text
        found = {
            identifier: max(shared_words(words, wording) for wording in near)
            for identifier, wordings in known
            if (near := [wording for wording in wordings if _may_repeat(words, wording)])
        }
        for identifier, (count, start, end) in found.items():
            beaten = any(
                other > count and first < end and start < last
                for other, first, last in found.values()
            )
            if count >= _SHARED and not beaten and count > best.get(identifier, (0,))[0]:
                best[identifier] = count, sentence.part(start, end)
    return {
        identifier: (at, "certain" if count > _SHARED else "probable")
        for identifier, (count, at) in best.items()
    }


def _heads_word(heading: Passage, element: Treated, heads: Sequence[Treated]) -> Passage | None:
    """A word of a section's heading that is the element's, and not all others' too."""
    if len(heads) < 2:
        return None
    known = [{word.text for text in _wordings(one) for word in _words(text)} for one in heads]
    own = {word.text for text in _wordings(element) for word in _words(text)}
    for word in _words(heading.text):
        shared = sum(word.text in words for words in known)
        if len(word.text) >= _LONG_WORD and word.text in own and shared < len(heads):
            return heading.part(word.start, word.end)
    return None


def served_by(
    text: Passage,
    *,
    heading: Passage | None,
    heads: Sequence[tuple[Treated, Passage]],
    treated: Sequence[Treated],
    is_whole: bool,
) -> tuple[Service, ...]:
    """What a section, or a chapter without sections, serves.

    Parameters
    ----------
    text : Passage
        Its text.
    heading : Passage or None
        Its heading.
    heads : sequence of (Treated, Passage)
        What the head of the chapter repeats.
    treated : sequence of Treated
        All goals and development areas.
    is_whole : bool
        Whether it is a whole chapter.
    """
    named = dict[str, Passage]()
    for element, place in named_elements(text, treated):
        named.setdefault(element.id, place)
    services = []
    several = len(heads) > 1
    repeated = _repeated(text, [element for element, _ in heads]) if several else {}
    for element, place in heads:
        certainty: Certainty = element.certainty
        if several and not is_whole:
            certainty = "ambiguous"
        basis: LinkBasis = "by_position"
        if element.id in named:
            place, basis, certainty = named[element.id], "stated", "certain"
        elif element.id in repeated:
            (place, certainty), basis = repeated[element.id], "stated"
        elif heading and (word := _heads_word(heading, element, [head for head, _ in heads])):
            place, basis, certainty = word, "stated", "probable"
        services.append(Service(element=element, at=place, basis=basis, certainty=certainty))
    known = {element.id for element, _ in heads}
    services += [
        Service(element=element, at=named[element.id], basis="stated", certainty="certain")
        for element in treated
        if element.id in named and element.id not in known
    ]
    return tuple(services)


def narrowed(services: Sequence[Service], text: Passage) -> tuple[Service, ...]:
    """What an action of a section serves: what its own words say, else what the section serves.

    Where the section says which of several elements it serves, the others are left out.
    """
    clear = [service for service in services if service.certainty != "ambiguous"]
    found = []
    several = len(services) > 1
    repeated = _repeated(text, [service.element for service in services]) if several else {}
    for service in clear or services:
        if service.element.id in repeated:
            at, sure = repeated[service.element.id]
            found.append(Service(element=service.element, at=at, basis="stated", certainty=sure))
            continue
        certainty = service.certainty
        if several and service.basis == "stated" and certainty == "certain":
            certainty = "probable"
        found.append(
            Service(
                element=service.element,
                at=service.at,
                basis="by_position",
                certainty=certainty,
            )
        )
    return tuple(found)


def add_services(source: Source, activity: str, services: Sequence[Service]) -> None:
    """Add the links of an activity or assignment to what it serves."""
    for service in services:
        source.draft.add(
            Link(
                id=source.draft.attached_id("link", activity, service.element.id),
                from_id=activity,
                relation="serves",
                to_id=service.element.id,
                basis=service.basis,
                certainty=service.certainty,
                **source.printed(service.at),
            )
        )
