"""Statements that a flattened page prints one after the other, without what parted them.

A table cell or list item begins with a capital letter. A capital letter begins one unless the
words before it cannot end a statement (a preposition, a comma), or the word is a name.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from municompare.documents import Block
from municompare.readers.norrkoping_text import Passage, Transcript
from municompare.text.sentences import split_sentences
from municompare.text.vocabulary import VOCABULARY
from municompare.text.words import fold

__all__ = [
    "Statement",
    "Statements",
    "block_of",
    "cannot_end",
    "core",
    "joined",
    "likeness",
    "proper_names",
]

_WORD: Final = re.compile(r"\S+")
_SHELTERED: Final = re.compile(r"\([^()]{0,400}\)|\"[^\"]{0,120}\"|[“”][^“”]{0,120}[“”]")
_WANTING: Final = re.compile(
    # prepositions, but for those that are a verb's particle, conjunctions, articles, auxiliaries
    r"i|på|av|till|från|med|för|om|hos|vid|mot|mellan|genom|under|efter|före|inom|utan|per|åt|ur|"
    r"enligt|via|gällande|avseende|angående|kring|inför|runt|bland|inklusive|exklusive|såsom|"
    r"exempelvis|gentemot|sedan|beträffande|rörande|och|samt|eller|men|som|att|än|är|har|ska|"
    r"skall|kan|får|bör|måste|vill|blir|en|ett|den|det|de|denna|detta|dessa|sin|sitt|sina|vår|"
    r"vårt|våra|deras|dess|varje|både|såväl|respektive"
)
_NAMING: Final = re.compile(
    r"(?:projekt|koncept|verktyg|system|nätverk)et|programmet|appen"
    r"|(?:metod|modell|portal|kampanj|satsning|enhet)en"
)
_ABBREVIATION: Final = re.compile(r"(?=(?:.*[A-ZÅÄÖ]){2})[A-ZÅÄÖ][\w/&]*(?:[-:][\w-]+)?")
_COMPOUND: Final = re.compile(r"[A-ZÅÄÖ]-[a-zåäö]\w*")
_PROJECT: Final = re.compile(r"Projekt(?:et)?")
_STARTER: Final = re.compile(
    r"[A-ZÅÄÖ][^\W\d_]*(?:as?|ing(?:en)?|else|ande|ende|skap|projekt|arbete|plan|nätverk)"
)
"""Verbs and nouns of an action, by which an activity begins."""
_TIMED: Final = re.compile(
    r"(?:Kv\.?|Kvartal|Tertial|Halvår|[QT]|[VH]t|Vår(?:en)?|Höst(?:en)?|Jan|Feb|Mars?|Apr|Maj|Jun|"
    r"Jul|Aug|Sep|Okt|Nov|Dec)[a-zåäö]*\.? ?\d"
)
"""When something is done, in a cell of its own."""
_DONE: Final = re.compile(r"\S+ [a-zåäö]{3,}as\b")
"""A noun and what is done to it."""
_DEFINITE: Final = re.compile(r"[A-ZÅÄÖ][a-zåäö]+(?:et|en|erna|arna|orna)s?")
_INFINITIVE: Final = re.compile(r"[A-ZÅÄÖ][a-zåäö]*as?|Få|Nå|Se|Ge|Bli")
_BULLET: Final = re.compile(r"[•▪●‣◦·]")
_ORDINAL: Final = re.compile(r"(?P<number>[1-9]\d?)[.)]?")
_COUNTED: Final = frozenset(VOCABULARY["sv"].labels.split("|")) | {"åk", "årskurs"}
_AHEAD: Final = 200
"""Characters from a word on that tell whether it begins a statement."""
_LATER: Final = re.compile(r" [-–] (?=[A-ZÅÄÖ])")


def core(word: str) -> str:
    """A word without the marks around it."""
    return word.strip("\"'“”()[]*.,;:!?")


def likeness(one: str, other: str) -> float:
    """Share of letters that two wordings have in common, apart from marks and case."""
    plain = [re.sub(r"[^a-z0-9]+", " ", fold(text)).strip() for text in (one, other)]
    words = [set(text.split()) for text in plain]
    # letters are compared only where words are shared: most pairs have none in common
    if 3 * len(words[0] & words[1]) < min(map(len, words)) or not all(words):
        return 0.0
    return SequenceMatcher(None, plain[0], plain[1], autojunk=False).ratio()


@dataclass(frozen=True, slots=True)
class Statement:
    """A stretch of text that states one thing.

    Parameters
    ----------
    passage : Passage
        Its words.
    doubts : tuple of str
        Words inside it that could begin another statement.
    follows_stop : bool
        Whether a full stop stands before it.
    """

    passage: Passage
    doubts: tuple[str, ...] = ()
    follows_stop: bool = False

    @property
    def text(self) -> str:
        """Its words, as printed."""
        return self.passage.text

    @property
    def start(self) -> int:
        """Offset of its first character in the transcript."""
        return self.passage.spans[0][0]

    @property
    def end(self) -> int:
        """Offset after its last character in the transcript."""
        return self.passage.spans[-1][1]


def _sheltered(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in _SHELTERED.finditer(text)]


def _is_inside(offset: int, spans: Sequence[tuple[int, int]]) -> bool:
    position = bisect_right(spans, (offset, len(spans) and spans[-1][1])) - 1
    return position >= 0 and spans[position][0] < offset < spans[position][1]


def cannot_end(word: str) -> bool:
    """Tell whether no statement ends with a word: a preposition, an article, a comma after it.

    Examples
    --------
    >>> cannot_end("för"), cannot_end("kommuner,"), cannot_end("alla")
    (True, True, False)
    """
    if word.endswith((",", ";", ":", "/", "-", "–")) or word in ("+", "&", "=", ">", "<"):
        return True
    return _WANTING.fullmatch(word.strip("\"'“”()")) is not None


def proper_names(text: str, known: Iterable[str] = ()) -> frozenset[str]:
    """Words that are names: printed with a capital letter after a word that ends no statement.

    Parameters
    ----------
    text : str
        The whole text.
    known : iterable of str
        Names that are known anyway.
    """
    spans = _sheltered(text)
    names = {word for name in known for word in name.split()}
    names |= {f"{word}s" for word in names}
    previous = ""
    for match in _WORD.finditer(text):
        word = core(match[0])
        if (
            word[:1].isupper()
            and previous.isalpha()
            and cannot_end(previous)
            and not _is_inside(match.start(), spans)
        ):
            names.add(word)
        previous = match[0]
    return frozenset(names)


class Statements:
    """Splits stretches of a transcript into statements.

    Parameters
    ----------
    transcript : Transcript
        The running text.
    names : collection of str
        Words that are names, which begin no statement by themselves.
    labels : collection of str
        Words that always stand by themselves, such as the names of goal areas.
    """

    def __init__(
        self, transcript: Transcript, *, names: Collection[str], labels: Collection[str] = ()
    ) -> None:
        self._transcript = transcript
        self._names = frozenset(names) - frozenset(labels)
        self._labels = frozenset(labels)
        self._beginnings: frozenset[tuple[str, ...]] = frozenset()

    def learn(self, *spans: tuple[int, int], cells: bool = False) -> None:
        """Note how the statements of some stretches begin, for places where it is in doubt."""
        self._beginnings |= {
            _beginning(statement.text)
            for span in spans
            for statement in self.split(*span, cells=cells)
        }

    def split(self, start: int, end: int, *, cells: bool = False) -> tuple[Statement, ...]:
        """Statements between two offsets of the transcript.

        Parameters
        ----------
        start, end : int
            The offsets.
        cells : bool
            Whether they are cells of a table, which a definite noun may begin as well; in running
            lists such a noun with a capital letter is mostly a name.
        """
        text = self._transcript.text[start:end]
        found: list[Statement] = []
        begin = 0
        for mark_start, mark_end in (*_list_marks(text), (len(text), len(text))):
            found.extend(self._split(start + begin, start + mark_start, cells=cells))
            begin = mark_end
        return tuple(found)

    def _split(self, start: int, end: int, *, cells: bool) -> Iterator[Statement]:
        """Statements of a stretch without list marks."""
        text = self._transcript.text[start:end]
        sheltered = _sheltered(text)
        sentences = {offset for offset, _ in split_sentences(text, language="sv")}
        openers = _openers(text, sentences)
        begins: list[tuple[int, bool]] = []
        doubts: list[tuple[int, str]] = []
        words = list(_WORD.finditer(text))
        first = 0
        inside: set[int] = set()
        for index, match in enumerate(words):
            at = match.start()
            stopped = at in sentences and index > 0
            if index == 0 or (stopped and core(match[0])[:1].isupper()):
                begins.append((at, stopped))
                first = index
                continue
            if _is_inside(at, sheltered) or not core(match[0])[:1].isupper():
                continue
            before = words[index - 1]
            answer = self._begins(
                before[0],
                text[at : at + _AHEAD],
                alone=index == first + 1,
                named=index - 1 > first and before.start() in inside,
                openers=openers,
                cells=cells,
            )
            if answer is None and self._is_known(text[at : at + _AHEAD]):
                answer = True
            if answer is None:
                doubts.append((at, match[0]))
            elif answer:
                begins.append((at, False))
                first = index
            if not answer:
                inside.add(at)
        yield from self._statements(start, len(text), begins, doubts)

    def _statements(
        self, base: int, length: int, begins: list[tuple[int, bool]], doubts: list[tuple[int, str]]
    ) -> Iterator[Statement]:
        ends = ([at for at, _ in begins[1:]] + [length])[: len(begins)]
        for (at, stopped), end in zip(begins, ends, strict=True):
            passage = self._transcript.passage((base + at, base + end))
            if passage.spans:
                inside = tuple(word for offset, word in doubts if at < offset < end)
                yield Statement(passage, inside, stopped)

    def _is_known(self, rest: str) -> bool:
        """Whether a statement begins with these words elsewhere."""
        words = _beginning(rest)
        return any(words[:count] in self._beginnings for count in (2, 3))

    def _begins(
        self,
        previous: str,
        rest: str,
        *,
        alone: bool,
        named: bool,
        openers: Collection[str],
        cells: bool,
    ) -> bool | None:
        """Tell whether a capital letter begins a statement; None where it might.

        ``alone``: the word before it is all of its statement so far; ``named``: it is a name.
        """
        word = core(rest.split(maxsplit=1)[0])
        if core(previous) in self._labels and alone:
            return True
        if word in self._labels and rest.split()[1:2] and not cannot_end(previous):
            return True
        if cannot_end(previous) or previous.endswith(".") or rest[0] == "(":
            return False
        if alone and _INFINITIVE.fullmatch(previous):
            return False  # a verb wants its object
        if _COMPOUND.fullmatch(word):
            return False
        if _TIMED.match(rest) and not alone:
            return True
        if alone and _PROJECT.fullmatch(previous):
            return None
        if named and not _ABBREVIATION.fullmatch(word) and not _STARTER.fullmatch(word):
            return None if core(previous)[1:].islower() and word[1:].islower() else True
        if _ABBREVIATION.fullmatch(word):
            if cells and rest.startswith(",", len(word)):
                return True
            if _LATER.match(rest, len(word)):
                return True  # an abbreviation with what it stands for
            if re.split(r"[-:]", word)[0] in openers:
                return True
            told = _NAMING.fullmatch(previous) or rest.startswith(" (", len(word))
            return False if told else None
        if alone and _ABBREVIATION.fullmatch(core(previous)):
            return core(previous) not in openers
        if previous.endswith((")", '"', "”")):
            return True
        if _NAMING.fullmatch(previous) or (not cells and _DEFINITE.fullmatch(word)):
            return True if _DONE.match(rest) and not _NAMING.fullmatch(previous) else None
        return None if word in self._names else True


def _list_marks(text: str) -> list[tuple[int, int]]:
    """Marks before list items: bullets, numbers that count on, dashes if there are several."""
    sheltered = _sheltered(text)
    words = [match for match in _WORD.finditer(text) if not _is_inside(match.start(), sheltered)]
    bullets: list[tuple[int, int]] = []
    dashes: list[tuple[int, int]] = []
    numbers: list[tuple[int, int]] = []
    for index, match in enumerate(words):
        following = words[index + 1][0] if index + 1 < len(words) else ""
        previous = words[index - 1][0] if index else ""
        if _BULLET.fullmatch(match[0]):
            bullets.append(match.span())
        elif not core(following)[:1].isupper() or cannot_end(previous):
            continue
        elif match[0] in ("-", "–") and not _ABBREVIATION.fullmatch(core(previous)):
            dashes.append(match.span())
        elif number := _ORDINAL.fullmatch(match[0]):
            counted = int(number["number"]) == len(numbers) + 1
            if counted and previous.lower() not in _COUNTED:
                numbers.append(match.span())
    at_start = [spans for spans in (dashes, numbers) if spans and not text[: spans[0][0]].strip()]
    several = [spans for spans in (dashes, numbers) if len(spans) > 1]
    kept = {span for spans in (bullets, *at_start, *several) for span in spans}
    return sorted(kept)


def _beginning(text: str) -> tuple[str, ...]:
    """The first three words."""
    return tuple(fold(core(word)) for word in text.split(maxsplit=3)[:3])


def _openers(text: str, sentences: Collection[int]) -> frozenset[str]:
    """Abbreviations by which sentences begin, such as those of funds before their projects."""
    found = (_WORD.match(text, offset) for offset in sentences)
    words = (core(match[0]) for match in found if match)
    return frozenset(
        word.split("-")[0] for word in words if "-" in word and _ABBREVIATION.fullmatch(word)
    )


def joined(transcript: Transcript, spans: Iterable[tuple[int, int]]) -> Passage:
    """A passage of stretches, of which neighbours are one."""
    found: list[tuple[int, int]] = []
    for start, end in spans:
        if found and start - found[-1][1] <= 1:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return transcript.passage(*found)


def block_of(passage: Passage) -> Block:
    """A passage as a block of its own, each of whose characters knows its place."""
    runs = passage.transcript.runs
    spans = []
    index = 0
    for start, end in passage.spans:
        first = bisect_right(runs, start, key=lambda run: run[0]) - 1
        for offset, line, column in runs[first:]:
            if offset >= end:
                break
            inside = max(start - offset, 0)
            spans.append((index + max(offset - start, 0), line, column + inside))
        index += end - start + 1
    first_line, last_line = spans[0][1], spans[-1][1]
    return Block(
        "paragraph",
        passage.text,
        None,
        str(passage.locator),
        first_line,
        last_line,
        spans=tuple(spans),
    )
