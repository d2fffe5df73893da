"""Small operational plans of invented committees, in the layout of flattened PDF text."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

from municompare.documents import SourceDocument, load_document
from municompare.documents.lines import text_blocks
from municompare.model.elements import Indicator, Measurement
from municompare.model.plan import PlanRecord
from municompare.readers.linkoping_operational import LinkopingOperationalReader

__all__ = ["PAGES", "changed", "document", "load_document", "read", "values"]

PAGES: dict[str, str] = {
    "cover": (
        "[Klicka här för att infoga en bild] Rev 2031-02-15 Förvaltningens verksamhetsplan 2031 "
        "Kultur- och fritidsnämndens verksamhet Linköpings kommun linkoping.se"
    ),
    "contents": (
        "Innehåll Kultur- och fritidsförvaltningen Verksamhetsplan för kultur- och "
        "fritidsnämndens verksamhet 2031... 3 Inledning... 3 Aktiviteter... 4 Strategiska "
        "utvecklingsuppdrag... 5 Nämnduppdrag... 6 Prioriterade styrdokument... 6 Planering för "
        "övriga uppdrag, handlingsplaner, projekt... 6 Kommunövergripande mål med kultur- och "
        "fritidsnämndens nämndmål... 7"
    ),
    "introduction": (
        "Kultur- och fritidsförvaltningen Verksamhetsplan för kultur- och fritidsnämndens "
        "verksamhet 2031 Inledning Planen bygger på nämndens internbudget och kommunfullmäktiges "
        "mål. Verksamhetsplanen utarbetas av förvaltningen, godkänns av kommundirektören och "
        "redovisas till kultur- och fritidsnämnden som en bilaga."
    ),
    "activities": (
        "Aktiviteter Samhälle Nämndmål Aktivitet Slutfört Biblioteken ska vara öppna för alla. "
        "Starta bokbuss i landsbygden Mars 2031 Utreda meröppet på två filialer Juni 2031 "
        "Medborgare Nämndmål Aktivitet Slutfört Fler barn och unga deltar i kulturlivet "
        "Anläggningarna är trygga och tillgängliga för alla. Införa kulturkort för årskurs 9 "
        "Erbjuda simskola till minst 300 barn Öka andelen flickor på spontanidrottsplatserna "
        "Svara på synpunkter inom 3 arbetsdagar Genomföra projektet Kulturkraft med skolorna "
        "Löpande Ekonomi Nämndmål Aktivitet Slutfört Budget i balans Se över avgifter och taxor "
        "(målet 95 % vid årets slut)"
    ),
    "more activities": (
        "Verksamhet Nämndmål Aktivitet Slutfört Digitalisera bokningen av lokaler Medarbetare "
        "Nämndmål Aktivitet Slutfört Attraktiv arbetsplats Ta fram en plan för friskvård "
        "Strategiska utvecklingsuppdrag Strategiska utvecklingsuppdrag är särskilda uppdrag. "
        "Strategiska utvecklingsuppdrag Aktivitet Slutfört Kommunövergripande Samtliga nämnder "
        "ges i uppdrag att minska sin klimatpåverkan genom färre tjänsteresor. Nämndspecifika "
        "Kultur- och fritidsnämnden får i uppdrag att ta fram en plan för spontanidrott i alla "
        "stadsdelar. Uppdraget ska redovisas till kommunstyrelsen senast i juni 2031. "
        "Omsorgsnämnden uppdras att öppna fler mötesplatser. Byta till elcyklar i verksamheten. "
        "Planera nya ytor för spontanidrott i tre stadsdelar enligt planen. Gäller ej kultur- "
        "och fritidsnämnden."
    ),
    "other": (
        "Nämnduppdrag Aktivitet Slutfört Kultur- och fritidsförvaltningen får i uppdrag att "
        "utreda en ny simhall. Genomföra en förstudie. Prioriterade styrdokument Prioriterade "
        "styrdokument Aktivitet Slutfört Kulturpolitiskt program för Linköpings kommun "
        "Idrottspolitiskt program Sprida programmen till föreningarna Utbilda chefer i "
        "programmen Planering för övriga uppdrag, handlingsplaner, projekt Nedan redovisas "
        "övriga uppdrag. Stöd till Linköpings konserthus. Samverkan med regionen om "
        "biblioteksdatasystem."
    ),
    "table": (
        "Kommunövergripande mål med kultur- och fritidsnämndens nämndmål Målområde "
        "Kommunövergripande mål Nämndmål Nämndindikator 2029 2030 Målvärde 2031 Målvärde 2032 "
        "Målvärde 2033 Samhälle Attraktiv kommun 1 Biblioteken ska vara öppna för alla. Antal "
        "besök på biblioteken i snitt per månad 41 200 42 350 43 000 44 000 45 000 Antal "
        "öppettimmar per vecka 412 430 450 460 470 Medborgare Ett rikt kulturliv 2 Fler barn och "
        "unga deltar i kulturlivet Antal barn i kulturskolan ska öka. Basvärde 2030 = 2 250-2 "
        "250 Ska öka Ska öka Ska öka Andel nöjda besökare - 81% 85% 87% 90% 3 Anläggningarna är "
        "trygga och tillgängliga för alla. Andel besökare som känner sig trygga (%) 70,5 71 75 "
        "75 78 Kvinnor 66,5 67 72 76 Män 74 75,5 78 80"
    ),
    "rest of the table": (
        "Ekonomi Ekonomi i fokus Budget i balans Avvikelse från budget, i %* 1,2% -0,4% 0 0 0 "
        "Verksamhet God service Medarbetare Bra arbetsgivare Attraktiv arbetsplats Alla som "
        "arbetar hos oss ska kunna växa och trivas på sin arbetsplats. Sjukfrånvaro (%) 5,1 "
        "4,8 4,5 4,5 Kvinnor Män Nöjd medarbetarindex 71 72 74 75 76 * Avser nettokostnader."
    ),
}
"""The pages of an invented plan."""


def document(pages: Mapping[str, str] | Iterable[str]) -> SourceDocument:
    """A document of these pages, one a line."""
    lines = tuple(pages.values() if isinstance(pages, Mapping) else pages)
    return SourceDocument(
        path_name="plan.txt",
        sha256=hashlib.sha256("\n".join(lines).encode()).hexdigest(),
        format="text",
        encoding="utf-8",
        lines=lines,
        blocks=text_blocks(lines),
    )


def changed(**changes: str) -> dict[str, str]:
    """The pages with replacements ``old=>new`` by page (spaces of its name as underscores)."""
    pages = dict(PAGES)
    for name, change in changes.items():
        old, new = change.split("=>")
        page = name.replace("_", " ")
        assert old in pages[page], old
        pages[page] = pages[page].replace(old, new)
    return pages


def read(pages: Mapping[str, str] | Iterable[str] = PAGES) -> PlanRecord:
    """The plan that the reader makes of these pages."""
    return LinkopingOperationalReader().read(document(pages))


def values(plan: PlanRecord, name: str, *, subgroup: str | None = None) -> list[Measurement]:
    """The values of the indicator whose name begins so."""
    row: Indicator = next(row for row in plan.indicators if row.name.startswith(name))
    return [
        value
        for value in plan.measurements
        if value.indicator == row.id and value.subgroup == subgroup
    ]
