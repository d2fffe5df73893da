"""What is odd about the print of a verksamhetsplan: layout, words, counts, references."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from municompare.errors import Severity
from municompare.model.elements import Measurement
from municompare.readers.norrkoping_chapters import Chapter
from municompare.readers.norrkoping_front import YEAR
from municompare.readers.norrkoping_lists import Listed
from municompare.readers.norrkoping_text import Passage, Source
from municompare.text.words import content_words

__all__ = ["report_oddities"]

# no Swedish word of this length ends in "och"
_GLUED: Final = re.compile(r"(?<![\w-])[^\W\d_]{4,}och(?!\w)", re.IGNORECASE)
_GLUED_SHORT: Final = re.compile(r"(?<![\w-])(?P<short>[A-ZÅÄÖ]{2,})(?P<rest>[a-zåäö]{3,})(?!\w)")
# "kompetens- och utvecklingsplan" shares a part of a word
_HYPHEN: Final = re.compile(
    r"(?<![\w-])[^\W\d_]+- (?!(?:och|eller|samt|till|från|både|men|respektive)\b)[a-zåäö]\w+"
)
_FIGURE: Final = re.compile(r"\bFigur [0-9]+ ?:")
_MOVED: Final = re.compile(r"(?<=[a-zåäö]{3})[.] (?P<rest>(?!m |s )[a-zåäö]{4,}[^.]{0,60})")
_SECTION_MARK: Final = re.compile(r"\b[0-9]+ kap\.? [0-9]+\b(?! ?§)(?= [^\W\d_])")
_MARK: Final = re.compile(r"(?<![\w./-])[^\W\d_]{2,}[a-zåäö](?P<mark>[1-9])(?=[ .,;]|$)")
_RANGE: Final = re.compile(rf"(?<![\w./-])(?P<first>{YEAR}) ?[-–] ?(?P<last>{YEAR})(?!\w)")
_SECTION: Final = r"(?:avsnitt|kapitel) (?P<number>[1-9][0-9]?(?:\.[1-9][0-9]?)?)\b"
_SEE: Final = re.compile(rf": Se {_SECTION}")
_LABEL: Final = re.compile(r"(?<![^.:;])[^.:;]{3,80}$")
_REFER: Final = re.compile(rf"\b[Ss]e (?:även |också |vidare )?{_SECTION}")


def _report(
    source: Source,
    places: Iterable[Passage],
    code: str,
    severity: Severity,
    message: str,
    *,
    cause: str,
    remedy: str,
) -> None:
    readings = [source.reading(place) for place in places]
    if readings:
        source.draft.issue(code, severity, message, cause=cause, remedy=remedy, readings=readings)


def _whole(source: Source) -> Passage:
    return source.transcript.passage((0, len(source.transcript.text)))


def report_oddities(source: Source, chapters: Sequence[Chapter], lists: Sequence[Listed]) -> None:
    """Report what is odd about print, lists, sums, contents and references."""
    _report_broken_words(source)
    _report_lost_layout(source)
    _report_lists(source, lists)
    _report_footnotes(source, chapters)
    _report_year_ranges(source)
    _report_contents(source, chapters)
    _report_references(source, chapters)
    _report_sums(source)


def _report_broken_words(source: Source) -> None:
    """Report words glued together, or parted, where the end of a line was."""
    whole = _whole(source)
    _report(
        source,
        (whole.part(*span) for span in sorted(_broken(whole.text))),
        "MC353",
        "info",
        "words are glued together or parted where a line ended.",
        cause="broken words",
        remedy="Read them with the hyphen and the space that the line end took.",
    )


def _broken(text: str) -> Iterator[tuple[int, int]]:
    for pattern in (_GLUED, _HYPHEN):
        for match in pattern.finditer(text):
            yield match.span()
    for match in _GLUED_SHORT.finditer(text):
        if re.search(rf"\b{match['short']}-{match['rest']}", text):
            yield match.span()


def _report_lost_layout(source: Source) -> None:
    """Report figures without contents, text out of its order, and section marks that are gone."""
    whole = _whole(source)
    _report(
        source,
        (whole.part(*match.span()) for match in _FIGURE.finditer(whole.text)),
        "MC351",
        "info",
        "the text has the captions of figures, and nothing of what they show.",
        cause="figures",
        remedy="Look at the printed figures.",
    )
    _report(
        source,
        (whole.part(*match.span("rest")) for match in _MOVED.finditer(whole.text)),
        "MC351",
        "warning",
        "expected a sentence to begin with a capital letter; the text goes on in the middle of "
        "one, whose beginning stands elsewhere or is lost.",
        cause="text out of order",
        remedy="Look at the order of the columns in the printed document.",
    )
    _report(
        source,
        (whole.part(*match.span()) for match in _SECTION_MARK.finditer(whole.text)),
        "MC351",
        "info",
        "expected a section mark (§) at the number of a law's section.",
        cause="section mark",
        remedy="Read the number as that of a section.",
    )


def _report_lists(source: Source, lists: Sequence[Listed]) -> None:
    """Report lists whose items nothing parts, and lists with another count than announced."""
    _report(
        source,
        (listed.lead for listed in lists if not listed.is_marked),
        "MC351",
        "info",
        "the print parts the items of lists, the text does not; an item is taken to begin with "
        "its verb.",
        cause="items of lists",
        remedy="Look at the printed lists.",
    )
    _report(
        source,
        (doubt for listed in lists for doubt in listed.doubts),
        "MC351",
        "info",
        "words between two items of a list can belong to either; they are read with the second.",
        cause="words between items",
        remedy="Look at the printed list.",
    )
    for listed in lists:
        if listed.announced is not None and listed.announced != len(listed.items):
            _report(
                source,
                [listed.lead],
                "MC348",
                "warning",
                f"expected {listed.announced} items, as the text announces, found "
                f"{len(listed.items)}.",
                cause="items of a list",
                remedy="Check whether an item is missing.",
            )


def _report_footnotes(source: Source, chapters: Sequence[Chapter]) -> None:
    """Report footnote marks whose note is not printed with its mark."""
    text = source.transcript.text
    lost: list[Passage] = []
    begin = chapters[0].start if chapters else 0
    for match in _MARK.finditer(text, begin):
        page = source.transcript.page_at(match.start())
        if not re.search(rf"(?<=[.:] ){match['mark']} [A-ZÅÄÖ]", text[match.end() : page.end]):
            lost.append(source.transcript.passage(match.span()))
    _report(
        source,
        lost,
        "MC335",
        "warning",
        "expected a footnote for each mark, found none that begins with it on the same page.",
        cause="footnote marks",
        remedy="The note may stand among the text of this or the next page without its mark.",
    )


def _report_year_ranges(source: Source) -> None:
    """Report ranges of years that end before they begin."""
    whole = _whole(source)
    _report(
        source,
        (
            whole.part(*match.span())
            for match in _RANGE.finditer(whole.text)
            if int(match["last"]) < int(match["first"])
        ),
        "MC346",
        "warning",
        "expected a range of years to end after it begins.",
        cause="ranges of years",
        remedy="Look up the years in the document that is referred to.",
    )


def _report_contents(source: Source, chapters: Sequence[Chapter]) -> None:
    """Report headings on another page than the list of contents says, or missing in it."""
    parts = [part for chapter in chapters for part in (chapter, *chapter.sections)]
    moved: list[Passage] = []
    told: list[str] = []
    for part in parts:
        page = source.transcript.page_at(part.start).number
        if page is not None and part.page is not None and page != part.page:
            moved.append(source.transcript.passage((part.start, part.body)))
            told.append(f"{part.number} (page {part.page} in the list, {page} in the text)")
    _report(
        source,
        moved,
        "MC374",
        "info",
        f"the list of contents names other pages than the headings stand on: {', '.join(told)}.",
        cause="pages in the list of contents",
        remedy="Pages are the text's.",
    )
    unlisted: list[Passage] = []
    for chapter in chapters:
        following = rf"(?<!\S){chapter.number}\.{len(chapter.sections) + 1} [A-ZÅÄÖ][^.]{{0,60}}"
        last = chapter.sections[-1].body if chapter.sections else chapter.body
        match = re.search(following, source.transcript.text[last : chapter.end])
        if match is not None:
            unlisted.append(source.transcript.passage((last + match.start(), last + match.end())))
    _report(
        source,
        unlisted,
        "MC374",
        "warning",
        "expected every numbered heading in the list of contents; what follows these is read as "
        "part of the section before.",
        cause="headings not in the list of contents",
        remedy="Check whether a section is missing in the list of contents.",
    )


def _report_references(source: Source, chapters: Sequence[Chapter]) -> None:
    """Report references to sections that are not there, or are about something else."""
    titles = {p.number: p.title for chapter in chapters for p in (chapter, *chapter.sections)}
    begin = chapters[0].start if chapters else 0
    text = source.transcript.text
    missing: list[Passage] = []
    other: list[Passage] = []
    for match in _REFER.finditer(text, begin):
        if match["number"] not in titles:
            missing.append(source.transcript.passage(match.span()))
    for match in _SEE.finditer(text, begin):
        title = titles.get(match["number"])
        label = _LABEL.search(text, match.start() - 82, match.start())
        if title is None or label is None:
            continue
        if not set(_of(label[0])) & set(_of(title)):
            other.append(source.transcript.passage((label.start(), match.end())))
    _report(
        source,
        missing,
        "MC323",
        "warning",
        "expected the section that the text refers to, found none of that number.",
        cause="reference to a missing section",
        remedy="Check the number.",
    )
    _report(
        source,
        other,
        "MC323",
        "warning",
        "the text refers to a section whose heading is about something else.",
        cause="reference to another section",
        remedy="Check the number.",
    )


def _of(text: str) -> tuple[str, ...]:
    return content_words(text, language="sv")


def _report_sums(source: Source) -> None:
    """Report levels that are not the last observed value and the stated change together."""
    values = {row.id: row for row in source.draft.rows("measurements")}
    for link in source.draft.rows("links"):
        if link.relation != "same_target":
            continue
        change, level = values[link.from_id], values[link.to_id]
        before = _last_observed(values.values(), level)
        if before is None or change.comparator != "change_by" or level.comparator != "=":
            continue
        expected = before.value + change.value
        if abs(expected - level.value) > 1e-9:
            source.draft.issue(
                "MC341",
                "error",
                f"expected the level to be {before.value:g} and {change.value:+g}, that is "
                f"{expected:g}, found {level.value:g}.",
                cause=f"level and change {link.to_id.rpartition('/')[2]}",
                remedy="Check which of the three figures is meant otherwise.",
                readings=[
                    source.reading_at(row.raw, row.locator) for row in (before, change, level)
                ],
            )


def _last_observed(values: Iterable[Measurement], level: Measurement) -> Measurement | None:
    """The last value before a target of the same measure."""
    before = [
        row
        for row in values
        if row.indicator == level.indicator
        and row.role == "observed"
        and row.value is not None
        and row.comparator == "="
        and row.unit == level.unit
        and row.period_end is not None
        and level.period_start is not None
        and row.period_end < level.period_start
    ]
    return max(before, key=lambda row: row.period_end or "", default=None)
