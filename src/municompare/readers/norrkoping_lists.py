"""Lists in running text, whose items a transcript prints one after the other.

Bullets and numbers part items where they are printed. Where only line ends did, an item begins
with the infinitive that the words before the list ask for; what stands before that verb and
after the last item may belong to either, which is told as a doubt.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from municompare.readers.norrkoping_measures import sentence_passages
from municompare.readers.norrkoping_text import Passage
from municompare.text.words import is_stop_word

__all__ = ["Listed", "find_list", "pieces", "split_infinitives"]

_BULLETS: Final = re.compile(r"(?<!\S)[•·▪●○] ?|(?<!\S)[-–] (?=\S)")
_INFINITIVES: Final = re.compile(r"\batt ?: (?=[a-zåäö])")
_NUMBERED: Final = re.compile(r"(?P<mark>[;:]) (?=1[.)]? [^\W\d_])")
_COLON: Final = re.compile(r":(?= ?[•·▪●○]| [-–] )")
_NUMBER: Final = re.compile(r"(?<!\S)(?P<number>[1-9][0-9]?)[.)]? (?=[^\W\d_])")
# a numbered or marked sentence that no words introduce
_OWN_MARK: Final = re.compile(r"(?:[1-9][0-9]?[.)]|[•·▪●○–-]) (?=[A-ZÅÄÖ])")
_TOKEN: Final = re.compile(r"\S+")
_SHORT_VERB: Final = re.compile(r"få|ge|se|nå|bli|ta|stå|gå|be|dra|slå|tro|bo|ha")
_GOVERNING: Final = re.compile(
    r"genom|via|enligt|inför|runt|kring|bland|gällande|avseende|angående|exempelvis|såsom|samt|"
    r"inklusive|mot|ska|skall|vill|behöver|bör|får|måste|kunna|fortsätta|börja|låta|hjälpa|&"
)
# endings of adjectives and of nouns with their article, which no infinitive has
_NO_VERB: Final = re.compile(
    r".*(?:[aoe]rna|ena|iga|iska|ella|tiva|iala|unala|okala|bara|samma|nda)"
)
_MANNER: Final = re.compile(
    r"(?<!\S)i (?:nära |god )?(?:dialog|samverkan|samarbete|samråd|samspel|enlighet) med "
    r"(?:[^\W\d_]+ ){1,4}$"
)
_COUNTS: Final = {
    "två": 2, "tre": 3, "fyra": 4, "fem": 5, "sex": 6, "sju": 7, "åtta": 8, "nio": 9, "tio": 10,
}  # fmt: skip
_ANNOUNCED: Final = re.compile(
    rf"\bföljande (?P<count>{'|'.join(_COUNTS)}|[2-9]|1[0-9]) [^\W\d_]+", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A list: the words that introduce it, its items, and how they were parted.

    Parameters
    ----------
    lead : Passage
        The words before it.
    items : tuple of Passage
        Its items.
    doubts : tuple of Passage
        Words between two items that could belong to either.
    is_marked : bool
        Whether bullets or numbers part the items.
    announced : int or None
        How many items the words before it announce.
    """

    lead: Passage
    items: tuple[Passage, ...]
    doubts: tuple[Passage, ...] = ()
    is_marked: bool = True
    announced: int | None = None


def pieces(section: Passage) -> Iterator[Passage | Listed]:
    """Sentences and lists of a section; a bullet may part sentences too."""
    lead: Passage | None = None
    items: list[Passage] = []
    for sentence in sentence_passages(section):
        if lead is not None and (bullet := _BULLETS.match(sentence.text)):
            items.append(sentence.part(bullet.end(), len(sentence.text)))
            continue
        if lead is not None:
            yield _listed(lead, len(lead.text), items) if items else lead
        items, lead = [], None
        if sentence.text.endswith(":"):
            lead = sentence
        else:
            mark = _OWN_MARK.match(sentence.text)
            own = sentence.part(mark.end(), len(sentence.text)) if mark else sentence
            yield find_list(own) or own
    if lead is not None:
        yield _listed(lead, len(lead.text), items) if items else lead


def find_list(sentence: Passage) -> Listed | None:
    """The list that a sentence holds, if it holds one."""
    text = sentence.text
    if match := _COLON.search(text):
        return _listed(sentence, match.end(), _bulleted(sentence, match.end()))
    if match := _NUMBERED.search(text):
        items = _numbered(sentence, match.end())
        return _listed(sentence, match.start(), items) if len(items) > 1 else None
    if match := _INFINITIVES.search(text):
        items, doubts = split_infinitives(sentence.part(match.end(), len(text)))
        return _listed(sentence, match.end(), items, doubts=doubts, is_marked=False)
    return None


def _listed(
    sentence: Passage,
    lead_end: int,
    items: Sequence[Passage],
    *,
    doubts: Sequence[Passage] = (),
    is_marked: bool = True,
) -> Listed:
    lead = sentence.part(0, lead_end)
    announced = _ANNOUNCED.search(lead.text)
    count = announced["count"].lower() if announced else None
    return Listed(
        lead=lead,
        items=tuple(items),
        doubts=tuple(doubts),
        is_marked=is_marked,
        announced=(_COUNTS.get(count) or int(count)) if count else None,
    )


def _bulleted(sentence: Passage, start: int) -> tuple[Passage, ...]:
    marks = list(_BULLETS.finditer(sentence.text, start))
    ends = [*(mark.start() for mark in marks[1:]), len(sentence.text)]
    parts = (sentence.part(mark.end(), end) for mark, end in zip(marks, ends, strict=True))
    return tuple(part for part in parts if part.spans)


def _numbered(sentence: Passage, start: int) -> tuple[Passage, ...]:
    """Items of which each has the next number."""
    starts: list[re.Match[str]] = []
    for match in _NUMBER.finditer(sentence.text, start):
        if int(match["number"]) == len(starts) + 1:
            starts.append(match)
    ends = [*(match.start() for match in starts[1:]), len(sentence.text)]
    return tuple(sentence.part(match.end(), end) for match, end in zip(starts, ends, strict=True))


def split_infinitives(text: Passage) -> tuple[tuple[Passage, ...], tuple[Passage, ...]]:
    """Part a run of infinitive phrases, and tell the words that could belong to two of them."""
    words = list(_TOKEN.finditer(text.text))
    begins = [0]
    doubts: list[Passage] = []
    first_verb = 0
    for index, match in enumerate(words):
        if index == 0 or not _opens(words, index, first_verb):
            if index == first_verb and not _is_infinitive(match[0]):
                first_verb += 1  # the item opens with other words than its verb
            continue
        first_verb = index
        begin = match.start()
        if manner := _MANNER.search(text.text[:begin]):
            begin = manner.start()
            doubts.append(text.part(begin, match.start()))
        begins.append(begin)
    ends = [*begins[1:], len(text.text)]
    parts = (text.part(begin, end) for begin, end in zip(begins, ends, strict=True))
    return tuple(part for part in parts if part.spans), tuple(doubts)


def _is_infinitive(word: str) -> bool:
    if _SHORT_VERB.fullmatch(word):
        return True
    return (
        len(word) > 3
        and word.isalpha()
        and word.islower()
        and word.endswith("a")
        and not _NO_VERB.fullmatch(word)
        and not is_stop_word(word, language="sv")
    )


def _opens(words: Sequence[re.Match[str]], index: int, first_verb: int) -> bool:
    """Tell whether a word is the verb of a new item: an infinitive that nothing before governs."""
    previous = words[index - 1][0]
    if not _is_infinitive(words[index][0]) or index == first_verb + 1:
        return False
    if previous.endswith((",", ";", ".")):
        return True
    return not is_stop_word(previous, language="sv") and not _GOVERNING.fullmatch(previous)
