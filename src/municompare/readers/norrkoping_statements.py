"""Sentences of a chapter that state what is to be done in the year, and their list items.

An action is what the administration says it will do: "kommer att", "ska", "planerar att", a
present verb with the year, an item of a list that such words introduce. What an action is to
lead to, what a law asks and what happened before are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from municompare.model.quantity import Period
from municompare.readers.norrkoping_lists import Listed
from municompare.readers.norrkoping_text import Passage

__all__ = ["Action", "stated_actions", "wanting_verb"]

_WORD: Final = r"[^\W\d_]+(?:-[^\W\d_]+)*"
_WORDS: Final = rf"(?:{_WORD} ){{0,3}}?"
_LAW: Final = r"[^\W\d_]{3,}(?:lagen|balken|förordningen)"
_NO_ACTION: Final = re.compile(
    r"(?:Nedan|Här|Om|Eventuell|I (?:detta|följande|nästa) (?:kapitel|avsnitt|dokument)|"
    r"(?:Det|Detta|Vilket|Insatsen|Satsningen|Denna insats) innebär|"
    r"(?:Mål|Målsättning|Syfte|Avsikt|Tanke|Ambition|Förhoppning|Bakgrund)(?:en|n|et|t)?|"
    rf"(?:Enligt|I) {_LAW}|{_LAW} (?:säger|anger|kräver))(?!\w)"
)
_KOMMER: Final = re.compile(
    r"\bkommer\b(?! (?:vidare|in|ut|från|till|fram|tillbaka|överens|ihåg)\b)"
    r"(?=[^.;]*? att\b|(?: [^\W\d_]+){0,6}? [^\W\d_]{3,}(?:a|as)\b)",
    re.IGNORECASE,
)
_SKA: Final = re.compile(
    r"\b(?:ska|skall)\b(?! (?:[^\W\d_]+ ){0,4}?"
    r"(?:leda|bidra|kunna|resultera|möjliggöra|innebära|ge förutsättning\w*)\b)"
    # how something is to be, and how far a measure is to move, is no action
    r"(?! (?:[^\W\d_]+ ){0,2}?vara (?:(?:en|ett|mer|mindre|högst|minst|lägst|under|över|fler|färre|"
    r"bra|lätta?|tryggt?|trygga|goda?|oförändra(?:d|t|de))\b|[0-9]|"
    r"[^\W\d_]{3,}(?:lig|ligt|liga|bar|bart|bara|sam|samt|samma)\b))"
    r"(?! (?:minska|öka|sjunka|stiga|uppgå|bli fler|bli färre)(?: (?:till|med|från|jämfört|under)\b"
    r"|\.|$))",
    re.IGNORECASE,
)
_PLANS: Final = re.compile(
    rf"\b(?:planerar|planeras|avser|ämnar|har för avsikt)\b (?:{_WORD} ){{0,3}}?"
    rf"(?:att\b|{_WORD}a\b)",
    re.IGNORECASE,
)
_PART: Final = re.compile(
    r"\bingår (?:det |också |även |bland annat )*att\b"
    r"|\b[^\W\d_]*arbetet? handlar (?:[^\W\d_]+ ){0,3}?om att\b"
    r"|^(?:Tyngdpunkten|Fokus|Uppgiften|Uppdraget)\b[^.;]*? är att\b",
    re.IGNORECASE,
)
# "de som söker stöd ska": a verb right after "som" leaves the next one to the main clause
_OPENERS: Final = (
    r"\b(?:som(?! [^\W\d_]+(?:ar|er|år|är|ör|yr)\b)|inte|där|när|om|hur|vad|vem|vilken|vilket|"
    r"vilka|eftersom)"
)
_RELATIVE: Final = re.compile(rf"{_OPENERS} (?:{_WORD} ){{0,2}}?$", re.IGNORECASE)
_LONG_RELATIVE: Final = re.compile(rf"{_OPENERS} {_WORDS}$", re.IGNORECASE)
# "för att utveckla arbetet kommer kontoret att": an infinitive before the main clause
_CLAUSE: Final = re.compile(
    r"(?<!för )(?<!genom )(?<!utan )(?<!med )(?<!till )(?<!på )(?<!av )(?<!om )"
    rf"\batt (?:{_WORD} ){{0,6}}$",
    re.IGNORECASE,
)
_WITHIN_CLAUSE: Final = re.compile(rf"\batt (?:{_WORD} ){{0,8}}$", re.IGNORECASE)
_CONTENT: Final = re.compile(
    r"^(?!.*\b(?:mål|syfte|ambition|avsikt|tanke|förhoppning)[^\W\d_]* är att\b)"
    r".*\bär att (?:[^\W\d_]+ ){1,3}$",
    re.IGNORECASE,
)
_NOW: Final = (
    r"fortsätter|inleder|inleds|påbörjar|påbörjas|startar|startas|inför|införs|genomför|genomförs|"
    r"utökar|utökas|utvecklar|utvecklas|prioriterar|prioriteras|erbjuder|erbjuds|öppnar|öppnas|"
    r"bevakar|förstärker|förstärks|bygger|byggs|ser över|ses över|tar fram|tas fram|anordnar|"
    r"anordnas|implementerar|implementeras|samordnar|samordnas|deltar|söker|satsar|"
    r"fördelar|fördelas|anlägger|anläggs|inrättar|inrättas|håller|hålls|"
    r"byter ut|byts ut|renoverar|renoveras|rekryterar|rekryteras|anställer|utbildar|utbildas"
)
_THIS_YEAR: Final = re.compile(
    rf"\b(?:{_NOW})\b|\b(?:ett|en) (?:[^\W\d_]+ ){{0,2}}?"
    r"(?:uppdrag(?= att\b)|utveckling|satsning|fokus)\b",
    re.IGNORECASE,
)
_ONGOING: Final = re.compile(
    r"^(?:[^\W\d_-]+ ){1,3}?(?:utökas|förlängs|införs|inrättas|öppnas|anställs)\b|"
    r"^(?:[^\W\d_-]+ ){1,4}?(?:bevakar|fortsätter|planerar|avser|jämför)\b"
    r"|\barbetar (?:[^\W\d_]+ ){0,4}?(?:aktivt|strategiskt|systematiskt|kontinuerligt|löpande)\b"
    r"|^(?:Samtliga|Alla|All) (?:[^\W\d_]*anställda|medarbetare|personal|chefer|handläggare)\b",
)
_ANNOUNCED: Final = re.compile(
    r"(?:^|\b(?:följande|planerade|våra|årets) )(?:aktiviteter|åtgärder|insatser)\b[^.:]*:$",
    re.IGNORECASE,
)
_NEXT_CLAUSE: Final = re.compile(
    r" och (?=(?:(?!(?:kommer|ska|skall|planera[rs]|och)\b)[^\W\d_]+(?:-[^\W\d_]+)* ){1,4}?"
    r"(?:kommer|ska|skall|planera[rs])\b)"
)

_MAIN_CLAUSES: Final = (
    (_KOMMER, _RELATIVE, _CLAUSE),
    (_PLANS, _RELATIVE, _CLAUSE),
    (_SKA, _LONG_RELATIVE, _WITHIN_CLAUSE),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """An action as stated.

    Parameters
    ----------
    at : Passage
        Its wording.
    sentence : Passage
        The sentence that states it: for an item of a list the words that introduce the list.
    lead_in : Passage or None
        The words that introduce the list it stands in.
    """

    at: Passage
    sentence: Passage
    lead_in: Passage | None = None


def stated_actions(
    section: Iterable[Passage | Listed], *, year: Period
) -> tuple[tuple[Action, ...], tuple[Listed, ...]]:
    """Find the actions of a section, and the lists among them.

    Parameters
    ----------
    section : iterable of Passage or Listed
        Its sentences and lists.
    year : Period
        The plan's period.
    """
    actions: list[Action] = []
    lists: list[Listed] = []
    for piece in section:
        if isinstance(piece, Listed):
            if _introduces(piece.lead.text, year):
                lists.append(piece)
                actions += [
                    Action(at=item, sentence=piece.lead, lead_in=piece.lead) for item in piece.items
                ]
        elif _is_action(piece.text, year):
            actions += [Action(at=clause, sentence=clause) for clause in _clauses(piece, year)]
    return tuple(actions), tuple(lists)


def _introduces(lead: str, year: Period) -> bool:
    """Tell whether the words before a list say that its items are to be done."""
    return (
        _is_action(lead, year)
        or _ANNOUNCED.search(lead) is not None
        or re.search(r"\binnebär att [^.;]*?\b(?:ska|skall|kommer)\b", lead) is not None
    )


def _clauses(sentence: Passage, year: Period) -> Iterator[Passage]:
    """A sentence that states two actions of different subjects, taken apart."""
    for match in _NEXT_CLAUSE.finditer(sentence.text):
        first, second = sentence.text[: match.start()], sentence.text[match.end() :]
        if _is_action(first, year) and wanting_verb(second) is not None:
            yield sentence.part(0, match.start())
            yield from _clauses(sentence.part(match.end(), len(sentence.text)), year)
            return
    yield sentence


def wanting_verb(text: str) -> re.Match[str] | None:
    """The finite verb of a main clause that says that something is to be done."""
    for pattern, relative, clause in _MAIN_CLAUSES:
        for match in pattern.finditer(text):
            before = text[: match.start()]
            if _CONTENT.search(before):
                return match
            if not relative.search(before) and not clause.search(before):
                return match
    return None


def _is_action(text: str, year: Period) -> bool:
    if _NO_ACTION.match(text):
        return False
    if wanting_verb(text) or _PART.search(text) or _ONGOING.search(text):
        return True
    now = _THIS_YEAR.search(text)
    return bool(now) and _in_year(text, year)


def _in_year(text: str, year: Period) -> bool:
    """Tell whether a sentence says that it is about the plan's own year."""
    return bool(
        re.search(
            rf"\b(?:under|från och med|i och med|för) (?:hela )?(?:(?:verksamhets)?året"
            rf"|(?:verksamhetsåret |våren |sommaren |hösten )?{year.text[:4]})\b",
            text,
            re.IGNORECASE,
        )
    )
