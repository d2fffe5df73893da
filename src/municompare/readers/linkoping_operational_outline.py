"""Outline of an operational plan: its cover, its list of contents, its tables."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from municompare.readers.linkoping_operational_pages import PagedTranscript
from municompare.readers.linkoping_operational_statements import likeness
from municompare.readers.norrkoping_text import Page, Passage, Transcript
from municompare.text.words import squeeze

__all__ = [
    "KIND",
    "Contents",
    "Front",
    "Section",
    "SectionKind",
    "contents_of",
    "has_title",
    "misplaced_entries",
    "read_front",
    "sections_of",
]

KIND: Final = "verksamhetsplan"

SectionKind = Literal["perspective", "assignments", "policies", "other", "indicators"]

_BODY: Final = (
    r"(?:[^\W\d_]+- (?:och )?|[^\W\d_]+ och |[^\W\d_]+a (?=nämnd))*"
    r"[^\W\d_]*(?:nämnd|styrelse|utskott)(?:en|n|et)"
)
_OFFICE: Final = (
    r"[A-ZÅÄÖ][^\W\d_]*(?:- (?:och )?[^\W\d_]+| och [^\W\d_]+)*(?<=[^\W\d_]{3})"
    r"(?:förvaltningens|kontorets)"
)
_COVER: Final = re.compile(
    rf"(?P<title>(?:Förvaltning(?:ens|arnas)|Kontorets|{_OFFICE}) {KIND} (?:för )?(?:år )?"
    rf"(?P<year>\d{{4}})(?: (?:för )?(?P<body>{_BODY})s verksamhet)?)\b"
)
_OTHER_COVER: Final = re.compile(
    rf"(?P<title>{KIND.capitalize()} (?:för )?(?P<body>{_BODY})s (?:verksamhet )?"
    rf"(?:för )?(?:år )?(?P<year>\d{{4}}))\b"
)
_ISSUER: Final = re.compile(
    r"(?P<name>(?:[A-ZÅÄÖ][^\W\d_]*- (?:och )?)?[^\W\d_]*(?:förvaltning(?:en)?|kontor(?:et)?)) "
    rf"(?={KIND.capitalize()} för )",
    re.IGNORECASE,
)
_REVISED: Final = re.compile(
    r"\b(?P<raw>Rev(?:iderad|\.)?:? (?P<date>\d{4}-\d{2}-\d{2}))\b", re.IGNORECASE
)
_ENTRY: Final = re.compile(
    r"(?P<title>[A-ZÅÄÖ][^.]{1,150}?)\s*\.{2,}\s*(?:(?P<page>\d{1,3})\b|(?P<broken>Fel![^.]*\.))"
)
_COLUMNS: Final = (
    r"Aktivitet(?:er)?(?:(?: (?:Slutför[td]|Klart?|Färdigt?|Tidplan|Slutdatum|Status|Ansvarig)"
    r"(?=\s|$))+| (?=[A-ZÅÄÖ\"•▪●‣◦·–-]))"
)
"""The column of activities; others beside it may be missing."""
_PERSPECTIVE: Final = r"[A-ZÅÄÖ][^\W\d_]+(?: [a-zåäö]+){0,4}"
_HEADS: Final[dict[SectionKind, re.Pattern[str]]] = {
    "perspective": re.compile(rf"(?P<name>{_PERSPECTIVE}) Nämnd(?:ens )?mål {_COLUMNS}"),
    "assignments": re.compile(
        rf"(?P<name>Strategiska utvecklingsuppdrag|Utvecklingsuppdrag|Nämnduppdrag) {_COLUMNS}"
    ),
    "policies": re.compile(rf"(?P<name>Prioriterade styrdokument) {_COLUMNS}"),
    "other": re.compile(
        r"(?P<name>Planering för övriga uppdrag(?:,? [a-zåäö][\wåäö]*)*) (?=[A-ZÅÄÖ])"
    ),
    "indicators": re.compile(r"(?P<name>Målområde) Kommunövergripande mål\b"),
}
_HEADING: Final = re.compile(r"(?P<name>Kommunövergripande mål med [^.]{1,80}? nämndmål) $")
_FEWEST, _MOST = 3, 300
"""Entries of a list of contents, from and up to."""
_TITLED: Final = ("assignments", "policies")
_Head = tuple[int, int, SectionKind, tuple[int, int]]
"""Start and end of a table's header, its kind, the span of its name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """Title, committee, issuer, year and revision.

    Parameters
    ----------
    title : Passage
        The title on the cover.
    organisation : str
        The committee whose activities are planned.
    body : Passage
        Where the committee is named.
    year : str
        The plan's year.
    issuer : Passage or None
        The administration that issues the plan.
    revision : Passage or None
        The date of the revision, as printed.
    forms : tuple of Passage
        Every form in which the title is printed.
    """

    title: Passage
    organisation: str
    body: Passage
    year: str
    issuer: Passage | None
    revision: Passage | None
    forms: tuple[Passage, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A table or list of the plan.

    Parameters
    ----------
    kind : str
        What it holds.
    name : Passage
        Its heading: a perspective, or the words above the table.
    begin : int
        Offset where its heading begins.
    start, end : int
        Offsets of what it holds, without its header.
    """

    kind: SectionKind
    name: Passage
    begin: int
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """The list of contents: entries with their page, and references that are broken."""

    entries: tuple[tuple[Passage, int], ...]
    broken: tuple[Passage, ...]
    end: int


def _forms(transcript: Transcript) -> Iterator[re.Match[str]]:
    for pattern in (_COVER, _OTHER_COVER):
        yield from pattern.finditer(transcript.text)


def has_title(transcript: Transcript) -> bool:
    """Tell whether a text prints the title of an operational plan for a committee's activities."""
    forms = list(_forms(transcript))
    return any(form.re is _COVER for form in forms) and any(form["body"] for form in forms)


def read_front(transcript: PagedTranscript) -> Front | None:
    """Read the cover; None where no title names a committee and a year."""
    forms = list(_forms(transcript))
    named = next((form for form in forms if form["body"]), None)
    if named is None or not has_title(transcript):
        return None
    title = forms[0]
    body = named["body"]
    issuer = _ISSUER.search(transcript.text)
    revised = _REVISED.search(transcript.text, 0, transcript.sheets[0].end)
    dated = revised is not None and _is_date(revised["date"])
    printed = {squeeze(form["title"]): transcript.passage(form.span("title")) for form in forms}
    return Front(
        title=transcript.passage(title.span("title")),
        organisation=body[0].upper() + body[1:],
        body=transcript.passage(named.span("body")),
        year=title["year"],
        issuer=transcript.passage(issuer.span("name")) if issuer else None,
        revision=transcript.passage(revised.span("raw")) if revised and dated else None,
        forms=tuple(printed.values()),
    )


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def contents_of(transcript: PagedTranscript) -> Contents | None:
    """Read the list of contents: the page with most entries that end in dots and a number."""
    best: list[re.Match[str]] = []
    for page in transcript.sheets:
        found = list(_ENTRY.finditer(transcript.text, page.start, page.end))
        best = max(best, found, key=len)
    if not _FEWEST <= len(best) <= _MOST:
        return None
    return Contents(
        entries=tuple(
            (transcript.passage(_title_span(match)), int(match["page"]))
            for match in best
            if match["page"]
        ),
        broken=tuple(transcript.passage(match.span()) for match in best if match["broken"]),
        end=best[-1].end(),
    )


def _title_span(match: re.Match[str]) -> tuple[int, int]:
    start, end = match.span("title")
    lead = re.match(r"Innehåll(?:sförteckning)? ", match["title"])
    return (start + lead.end(), end) if lead else (start, end)


def sections_of(transcript: Transcript) -> tuple[Section, ...]:
    """Find the tables and lists by their headers; each ends where the next one's heading begins."""
    text = transcript.text
    found = _without_repeats(
        sorted(
            (match.start(), match.end(), kind, match.span("name"))
            for kind, pattern in _HEADS.items()
            for match in pattern.finditer(text)
        )
    )
    begins = [
        _heading_start(text, start, kind, text[slice(*name)], found[i - 1][1] if i else 0)
        for i, (start, _, kind, name) in enumerate(found)
    ]
    ends = [*begins[1:], len(text)][: len(begins)]
    return tuple(
        Section(
            kind=kind,
            name=transcript.passage(name),
            begin=begin,
            start=start if kind == "indicators" else body,
            end=end,
        )
        for (start, body, kind, name), begin, end in zip(found, begins, ends, strict=True)
    )


def _without_repeats(found: list[_Head]) -> list[_Head]:
    """Leave out headers that a page break repeats within the indicator table."""
    kept = []
    tabled = False
    for entry in found:
        if entry[2] == "indicators" and tabled:
            continue
        tabled = tabled or entry[2] == "indicators"
        kept.append(entry)
    return kept


def _heading_start(text: str, start: int, kind: SectionKind, name: str, after: int) -> int:
    """Where the heading above a table's header begins."""
    if kind in _TITLED:
        match = re.compile(rf"\b{re.escape(name)}\b").search(text, after, start + len(name))
        return match.start() if match else start
    if kind == "indicators" and (match := _HEADING.search(text, after, start)):
        return match.start()
    return start


def misplaced_entries(
    transcript: PagedTranscript, contents: Contents
) -> tuple[tuple[Passage, Passage | None], ...]:
    """Entries of the list of contents that no heading repeats on the page that they name.

    Returns
    -------
    tuple of (Passage, Passage or None)
        The entry, and what the document prints in its place: the same words on another page, or
        nearly the same words; None where it prints neither.
    """
    pages = {page.number or order: page for order, page in enumerate(transcript.sheets, start=1)}
    found: list[tuple[Passage, int, tuple[int, int] | None]] = []
    for entry, number in contents.entries:
        places = [
            match.span()
            for match in re.finditer(rf"\b{re.escape(entry.text)}(?!\w)", transcript.text)
            if match.start() >= contents.end
        ]
        page = pages.get(number) if transcript.has_sheets else transcript.sheets[0]
        on_page = [s for s in places if page is not None and page.start <= s[0] < page.end]
        found.append((entry, number, next(iter(on_page or places), None)))
    wrong: list[tuple[Passage, Passage | None]] = []
    numbers = {page.start: number for number, page in pages.items()}
    if not transcript.has_sheets:
        return tuple((entry, None) for entry, _, span in found if span is None)
    shifts = Counter(
        numbers[transcript.sheet_at(span[0]).start] - number for _, number, span in found if span
    )
    shift = shifts.most_common(1)[0][0] if shifts else 0
    for entry, number, span in found:
        if span is None:
            wrong.append((entry, _nearly(transcript, entry, pages.get(number + shift))))
        elif numbers[transcript.sheet_at(span[0]).start] - number != shift:
            wrong.append((entry, transcript.passage(span)))
    return tuple(wrong)


def _nearly(transcript: Transcript, entry: Passage, page: Page | None) -> Passage | None:
    """Words of a page that are nearly those of an entry."""
    if page is None:
        return None
    start, end = page.start, page.end
    words = list(re.finditer(r"\S+", transcript.text[start:end]))
    length = len(entry.text.split())
    best: tuple[float, int, int] = (0.8, 0, 0)
    for index in range(len(words) - length + 1):
        if words[index][0][:1] != entry.text[:1]:
            continue
        begin, stop = words[index].start(), words[index + length - 1].end()
        score = likeness(transcript.text[start + begin : start + stop], entry.text)
        best = max(best, (score, start + begin, start + stop))
    return transcript.passage(best[1:]) if best[2] else None
