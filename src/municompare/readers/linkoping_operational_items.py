"""Items of a list that are told apart by those that the list prints more than once."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Final

from municompare.readers.linkoping_operational_statements import Statement, core
from municompare.readers.norrkoping_text import Transcript

__all__ = ["whole_items"]

_WORD: Final = re.compile(r"\S+")


def whole_items(transcript: Transcript, statements: Sequence[Statement]) -> tuple[Statement, ...]:
    """Part statements that hold an item which stands by itself elsewhere in the same list.

    Where a list repeats an item with other neighbours, its words are a statement in both places.
    """
    whole = {core(s.text) for s in statements if not s.doubts and len(s.text.split()) <= 4}
    parted: list[Statement] = []
    waiting = list(reversed(statements))
    while waiting:
        statement = waiting.pop()
        cut = _cut(statement, whole)
        if cut is None:
            parted.append(statement)
            continue
        for start, end in ((cut, statement.end), (statement.start, cut)):
            passage = transcript.passage((start, end))
            inside = tuple(w for w in statement.doubts if w in passage.text.split()[1:])
            waiting.append(
                Statement(passage, inside, statement.follows_stop and start == statement.start)
            )
            if not inside and len(passage.text.split()) <= 4:
                whole.add(core(passage.text))
    return tuple(parted)


def _cut(statement: Statement, whole: Collection[str]) -> int | None:
    """Offset at which a statement falls apart into two, one of them a known item."""
    text = statement.text
    if not statement.doubts or len(statement.passage.spans) > 1:
        return None
    for match in _WORD.finditer(text):
        if match.start() == 0 or match[0] not in statement.doubts:
            continue
        head, tail = text[: match.start()], text[match.start() :]
        if core(head.strip()) in whole or core(tail.strip()) in whole:
            return statement.start + match.start()
    return None
