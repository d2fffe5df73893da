"""Lines of Markdown or plain text to blocks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from municompare.documents.blocks import Block, BlockKind, Span
from municompare.documents.markup import Piece, is_emphasised, printed_pieces, squeezed
from municompare.documents.tables import find_tables

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

__all__ = ["markdown_blocks", "text_blocks"]

# Markdown knows neither the printed bullet nor, below running text, a list that starts above 1.
_MARKER = re.compile(r"\s*(?P<marker>[•▪‣◦·]|[-*+](?=\s)|\d{1,2}[.)](?=\s))\s*(?=\S)")

Line = tuple[int, list[Piece]]
"""A line's number and its printed pieces, each with its column (from 0)."""


def text_blocks(lines: Sequence[str]) -> tuple[Block, ...]:
    """Blocks of a plain text: tables, and a paragraph for each other line."""
    tables = list(find_tables(lines, markup=False))
    taken = _covered(tables)
    blocks = [
        _block("paragraph", [(number, [(0, line)])])
        for number, line in enumerate(lines, 1)
        if number not in taken and line.strip()
    ]
    return _ordered(tables, blocks)


def markdown_blocks(lines: Sequence[str]) -> tuple[Block, ...]:
    """Blocks of a Markdown text: tables by own rules, the rest as Markdown has it."""
    tables = list(find_tables(lines, markup=True))
    taken = _covered(tables)
    rest = [
        "" if number in taken or not line.strip() else line for number, line in enumerate(lines, 1)
    ]
    walk = _MarkdownWalk(rest)
    blocks = [block for block in walk.blocks() if block.text]
    # what Markdown takes for markup without content, such as a lone hyphen, is printed text here
    stray = (
        _block("paragraph", [(number, printed_pieces(line))])
        for number, line in enumerate(rest, 1)
        if line and number not in walk.covered
    )
    return _ordered(tables, blocks, [block for block in stray if block.text])


def _covered(blocks: Iterable[Block]) -> set[int]:
    return {line for block in blocks for line in range(block.line, block.last_line + 1)}


def _ordered(*blocks: Iterable[Block]) -> tuple[Block, ...]:
    return tuple(sorted((b for some in blocks for b in some), key=lambda block: block.line))


def _block(
    kind: BlockKind, lines: Sequence[Line], *, level: int | None = None, marker: str = ""
) -> Block:
    text = ""
    spans: list[Span] = []
    for number, pieces in lines:
        for column, piece in squeezed([*pieces]):
            if text and spans[-1][1] != number:
                text += " "
            start, line, first = spans[-1] if spans else (0, 0, 0)
            if line != number or first + len(text) - start != column + 1:
                spans.append((len(text), number, column + 1))
            text += piece
    first_line, last_line = lines[0][0], lines[-1][0]
    return Block(
        kind,
        text,
        level,
        f"L{first_line}",
        first_line,
        last_line,
        marker=marker,
        spans=tuple(spans),
    )


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    # Only what structures a plan: a quote mark at the start of a line may be a comparator, an
    # indent is no code, and a definition of a reference must not vanish.
    parser = MarkdownIt("zero").enable(["heading", "lheading", "hr", "list"])
    parser.core.ruler.enableOnly(["normalize", "block"])
    return parser


class _MarkdownWalk:
    """One pass over the tokens of markdown-it, which knows lines but not columns."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = lines
        self.covered: set[int] = set()

    def blocks(self) -> Iterator[Block]:
        depth = 0
        outer = ""
        item: Token | None = None
        heading = 0
        for token in _parser().parse("\n".join(self.lines)):
            if token.type in ("bullet_list_open", "ordered_list_open"):
                depth += 1
            elif token.type in ("bullet_list_close", "ordered_list_close"):
                depth -= 1
            elif token.type == "list_item_open":
                # an item that begins with a list of its own prints its marker all the same
                outer = f"{outer}{item.info}{item.markup} " if item is not None else ""
                item = token
            elif token.type == "list_item_close":
                item = None
            elif token.type == "heading_open":
                heading = int(token.tag[1])
                self._cover(token)
            elif token.type == "hr":
                yield self._rule(token)
            elif token.type == "inline":
                found = self._printed(token)
                if item is not None and item.map:
                    self.covered.add(item.map[0] + 1)
                marker = outer + item.info + item.markup if item is not None else ""
                if marker and not token.content and token.map:
                    self.covered -= {token.map[0] + 1}  # the marker is all that is printed
                if heading:
                    yield _block("heading", found, level=heading, marker=marker)
                elif item is not None:
                    yield from self._list_item(found, depth, marker)
                else:
                    yield from self._paragraphs(found, depth)
                heading, item = 0, None

    def _cover(self, token: Token) -> int:
        """Note the token's lines and return the index of the first."""
        first, end = token.map or (0, 0)
        self.covered.update(range(first + 1, end + 1))
        return first

    def _rule(self, token: Token) -> Block:
        first = self._cover(token)
        text = self.lines[first].strip()
        column = self.lines[first].index(text)
        return _block("rule", [(first + 1, [(column, text)])])

    def _printed(self, token: Token) -> list[Line]:
        """Printed pieces of an inline token's lines, with their columns in the file."""
        first = self._cover(token)
        contents = token.content.split("\n")
        printed: list[list[Piece]] = [[] for _ in contents]
        position = line = 0
        ends = []
        for content in contents:
            position += len(content) + 1
            ends.append(position)
        for start, text in printed_pieces(token.content):
            for part in text.split("\n"):
                while start >= ends[line]:
                    line += 1
                if part:
                    printed[line].append((start - (ends[line] - len(contents[line]) - 1), part))
                start += len(part) + 1
        found = []
        for offset, content in enumerate(contents):
            column = max(0, self.lines[first + offset].rfind(content.rstrip()))
            pieces = [(column + at, text) for at, text in printed[offset]]
            found.append((first + offset + 1, pieces))
        return found

    def _list_item(self, found: list[Line], depth: int, marker: str) -> Iterator[Block]:
        """Yield the item with its indented lines; a line that is not indented is no part of it."""
        own = 1
        while own < len(found) and self._continues(found[own][0]):
            own += 1
        yield _block("list_item", found[:own], level=depth, marker=marker)
        yield from self._paragraphs(found[own:], depth)

    def _continues(self, number: int) -> bool:
        line = self.lines[number - 1]
        return line[0].isspace() and _MARKER.match(line) is None

    def _paragraphs(self, found: list[Line], depth: int) -> Iterator[Block]:
        for number, pieces in found:
            match = _MARKER.match(self.lines[number - 1])
            if match is None:
                block = _block("paragraph", [(number, pieces)])
                emphasised = is_emphasised(self.lines[number - 1])
                yield replace(block, emphasised=True) if emphasised else block
                continue
            rest = [
                (max(at, match.end()), text[max(0, match.end() - at) :])
                for at, text in pieces
                if at + len(text) > match.end()
            ]
            level = max(depth, 1)
            yield _block("list_item", [(number, rest)], level=level, marker=match["marker"])
