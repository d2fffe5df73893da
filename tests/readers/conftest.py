"""A small plan in the layout of the verksamhetsplan, for tests of its reader."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

import pytest

from municompare.documents import SourceDocument
from municompare.model.plan import PlanRecord
from municompare.readers.norrkoping import NorrkopingReader

NOISE = [
    "Kulturkontorets. verksamhetsplan 2019",
    "Relevanta dokument",
    "Utbildningskontorets verksamhetsplan 2012 Mål 9: Fel text. Kapitel 7",
    "Transkript:",
]
PAGES = {
    "title": (
        "Kulturkontorets verksamhetsplan 2019 Antagen av kulturkontorets förvaltningschef "
        "Förnamn Efternamn den 5 februari 2019"
    ),
    "preface": "Förord Kulturen i Norrköping växer. 2",
    "contents": (
        "Innehåll 1 Bakgrund 4 1.1 Styrning 4 2 Översikt 5 2.1 Mål i uppdragsplan 5 2.2 "
        "Utvecklingsområden i uppdragsplan 5 3 Bibliotek 7 3.1 Bokbuss 7 3.2 Läsning för barn - 8 "
        "Sagostund och bokgåvor 3.3 Öppet 2019 8 4 Scenkonst 9 5 Digitala tjänster 10 5.1 "
        "Svar på frågor 10 5.2 Beslut enligt nämndens uppdrag 10 3"
    ),
    "background": (
        "1 Bakgrund Kultur- och fritidsnämndens (KF-nämndens) områden är organiserade i "
        "verksamheterna biblioteksenheten, scenkonst och idrott. Kulturkontoret är ett av tre "
        "kontor knutna till kultur- och fritidsnämnden. Planen följer kulturoch fritidsnämndens "
        "uppdragsplan för 2019 och kultur- och fritidsnämndens uppdragsplan för 2019. "
        "Kulturkontoret bedömer att mål 2 samt utvecklingsområde 1 och 4 inte berör kontoret. "
        "1.1 Styrning Värdegrunden vilar på orden öppenhet, mod och omtanke. Detta är en vision "
        "för hur staden ska se ut år 2040 och pekar framåt. Det finns också en gemensam "
        "idrottsvision samt en vision om att staden år 2025 ska ha fem scener. Verksamhetsplanen "
        "ändras inte under året. Aktivitetsplanen är ett levande dokument. Verksamhetsplanen "
        "följs upp tre gånger per år och följs aktivitetsplanen upp varje månad. "
        "Styrdokument Nivå Målgrupp Innehåll Uppdragsplan Nämnd Politiker Politisk inriktning "
        "Verksamhetsplan Medarbetare Strategi Tabell 1 - Styrdokument 4"
    ),
    "overview": (
        "2 Översikt Nedan visas allt. 2.1 Mål i uppdragsplan Mål i uppdragsplan Kapitel i "
        "verksamhetsplan Mål 1: Fler barn ska läsa. Av barnen som lånar ska andelen flickor öka "
        "under 2019 jämfört med 2018. Kapitel 3 Mål 3: Antalet lån ska vara minst 500 under 2019. "
        "Kapitel 3 och 5 2.2 Utvecklingsområden i uppdragsplan Utvecklingsområde i uppdragsplan "
        "Kapitel i verksamhetsplan Utvecklingsområde 2: Nämnden ska utveckla 5"
    ),
    "overview, continued": (
        "Utvecklingsområde i uppdragsplan Kapitel i verksamhetsplan scenkonst för unga. Kapitel 4 "
        "Det gäller hela kommunen. Utvecklingsområde 3: Fler ska mötas på nätet Kapitel 5 6"
    ),
    "library": (
        "3 Bibliotek Mål 1 i uppdragsplan: Fler barn och unga ska läsa. Av barnen som lånar ska "
        "andelen flickor öka under 2019 jämfört med 2018. Mål 3 i uppdragsplan: Antalet lån ska "
        "vara minst 500 under 2019. Under mål 3 hör 4 saker hemma. 3.1 Bokbuss Under 2018 fanns 12 "
        "platser på bussen. Under 2019 utökas bussen kraftigt med 8 platser. Bussen har därmed "
        "totalt 20 platser under 2019. Bussen tar barn under 12 år. 7"
    ),
    "reading": (
        "3.2 Läsning för barn Sagostund och bokgåvor Varje barn får en praktik på 6 veckor. "
        "Vi hade 3 deltagare förr. 3.3 Öppet 2019 Vi ska ha minst 40 öppna platser. 8"
    ),
    "stage": (
        "4 Scenkonst Utvecklingsområde 2 i uppdragsplan: Nämnden ska utveckla scenkonst för unga. "
        "Det gäller hela kommunen. För närvarande visas över 30 % av alla pjäser digitalt och "
        "målet är att öka andelen pjäser som visas digitalt. 9"
    ),
    "digital": (
        "5 Digitala tjänster Mål 3 i uppdragsplan: Antalet lån ska vara minst 500 under 2019. "
        "Utvecklingsområde 3 i uppdragsplan: Fler ska mötas på nätet Kontoret har nya idéer. "
        "Nämndens uppdrag: Se avsnitt 5.2 nedan. 5.1 Svar på frågor Alla ska få ett första svar "
        "inom 3 dagar, räknat på vardagar. 5.2 Beslut enligt nämndens uppdrag Nämnden beslutar. 10"
    ),
    "cover": "Kulturkontoret Tfn 011-15 00 00 med 99 platser",
}


def document(*, noise: Sequence[str] = (), **changes: str | None) -> SourceDocument:
    """Document of these pages; a change by keyword replaces ``old=>new`` in a page or drops it."""
    pages = dict(PAGES)
    for name, change in changes.items():
        if change is None:
            del pages[name]
            continue
        old, new = change.split("=>")
        assert old in pages[name], old
        pages[name] = pages[name].replace(old, new)
    lines = [line for page in pages.values() for line in (page, "")]
    text = [line for entry in noise for line in (entry, "")] + lines
    return SourceDocument(
        path_name="plan.txt",
        sha256=hashlib.sha256("\n".join(text).encode()).hexdigest(),
        format="text",
        encoding="utf-8",
        lines=tuple(text),
        blocks=(),
    )


class Verksamhetsplan:
    """The invented plan, and ways to look at what is read of it."""

    pages = PAGES
    noise = tuple(NOISE)
    document = staticmethod(document)

    def read(self, **changes: str | None) -> PlanRecord:
        return NorrkopingReader().read(document(**changes))

    def goal(self, plan: PlanRecord, kind: str, number: str) -> Any:
        [found] = [g for g in plan.goals if (g.kind, g.number) == (kind, number)]
        return found

    def values(self, plan: PlanRecord, indicator: str) -> list[tuple[Any, ...]]:
        row = next(i for i in plan.indicators if i.name == indicator)
        return [
            (m.role, m.period, m.comparator, m.value)
            for m in plan.measurements
            if m.indicator == row.id
        ]

    def issues(self, plan: PlanRecord, code: str) -> list[str]:
        return [issue.message for issue in plan.issues if issue.code == code]


@pytest.fixture(scope="session")
def verksamhetsplan() -> Verksamhetsplan:
    return Verksamhetsplan()


@pytest.fixture(scope="session")
def kulturkontoret() -> PlanRecord:
    """The invented plan as it is."""
    return NorrkopingReader().read(document())
