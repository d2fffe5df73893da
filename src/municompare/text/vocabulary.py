"""The field vocabulary of each language: comparators, directions, missing marks, labels.

Words stand in lower case as printed; patterns are regular-expression alternatives without
groups that capture. The languages are read with equal rules, only the words differ.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from municompare.model.quantity import Comparator, Status
from municompare.text.language import Language

__all__ = ["VOCABULARY", "Vocabulary"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """Words of one language.

    Parameters
    ----------
    comparators : mapping
        Words that stand before a figure, and what they make of it.
    qualifiers : str
        Words before a figure that say how it is meant without being a comparator.
    approximate : str
        Words that make a figure inexact.
    labels : str
        Words whose figure is a number of order (goal 3, chapter 4), not a quantity.
    time_units : str
        Units of a length of time or an age.
    percent : str
        Per cent in words and signs.
    magnitudes : str
        Powers of ten that stand before a unit.
    increase, decrease : str
        Verb forms of the two directions.
    rise, fall : str
        Nouns of the two directions.
    more, fewer : str
        Comparatives of number and size.
    shall, negation : str
        Auxiliaries of an intention; words of negation.
    better : str
        What opens a comparison with others for the better.
    level : str
        What opens the level that is to be reached.
    average : str
        Nouns for a level of others that a target is compared with.
    completed : str
        Participles of a finished piece of work.
    by : str
        The preposition before the size of a change.
    to : str
        The preposition before the level that a change ends at.
    than : str
        The word between a comparative and what it is compared with.
    others : str
        Whom or when a level is compared with, without a figure.
    alternative : str
        The word before a comparative that makes a figure a bound.
    base_before : str
        Words before a period that make it the one compared with.
    measure : str
        Nouns that open a measure.
    finite : str
        Common finite verbs, which end a noun phrase.
    relative : str
        Relative pronouns, which open a clause inside a noun phrase.
    within : str
        Words before a figure that limits a measure without being its target.
    repeated : str
        Adverbs that may follow a direction.
    subgroups : str
        Labels of subgroups in a cell.
    missing : mapping
        Whole cells without a value, and why they have none.
    base_value : str
        Nouns that open a printed base value.
    missing_after : str
        Words that say that a named value is missing.
    """

    comparators: Mapping[str, Comparator]
    qualifiers: str
    approximate: str
    labels: str
    time_units: str
    percent: str
    magnitudes: str
    increase: str
    decrease: str
    rise: str
    fall: str
    more: str
    fewer: str
    shall: str
    negation: str
    better: str
    level: str
    average: str
    completed: str
    by: str
    to: str
    than: str
    others: str
    alternative: str
    base_before: str
    measure: str
    finite: str
    relative: str
    within: str
    repeated: str
    subgroups: str
    missing: Mapping[str, Status]
    base_value: str
    missing_after: str


_MARKS: Final[Mapping[str, Status]] = {
    "-": "not_reported",
    "–": "not_reported",
    "—": "not_reported",
    "−": "not_reported",
    "..": "not_reported",
    ".": "not_applicable",
    "n/a": "not_applicable",
    "n.a": "not_applicable",
    "(-)": "not_reported",
}

VOCABULARY: Final[Mapping[Language, Vocabulary]] = {
    "sv": Vocabulary(
        comparators={
            "minst": ">=",
            "lägst": ">=",
            "åtminstone": ">=",
            "högst": "<=",
            "som högst": "<=",
            "max": "<=",
            "maximalt": "<=",
            "upp till": "<=",
            "under": "<",
            "mindre än": "<",
            "färre än": "<",
            "lägre än": "<",
            "över": ">",
            "mer än": ">",
            "fler än": ">",
            "högre än": ">",
            "inte överstiga": "<=",
            "ej överstiga": "<=",
            "inte understiga": ">=",
            "ej understiga": ">=",
        },
        qualifiers="totalt|sammanlagt|ytterligare|endast|varav|mellan",
        approximate="ca|cirka|omkring|ungefär|drygt|knappt|nästan|runt",
        labels=(
            "mål|målen|kapitel|kap|figur|bilaga|avsnitt|utvecklingsområde|nr|sida|sid|tabell|"
            "punkt|steg|nivå|kvartal|tertial|agenda|fas|dag|artikel|paragraf|uppdrag|version"
        ),
        time_units="år|års|månad|månader|veckor|vecka|dagar|dag|timmar|timme|minuter",
        percent="%|procent",
        magnitudes=r"tusen|miljon(?:er)?|miljard(?:er)?",
        increase="ökas|öka|ökar|ökat|höjas|höja|höjs|höjts|stiga|stiger|stigit",
        decrease=(
            "minskas|minska|minskar|minskat|sänkas|sänka|sänks|sänkts|sjunka|sjunker|"
            "reduceras|reducera|reducerat|reducerats|halveras|halvera|halverat|halverats"
        ),
        rise="ökning|ökningen|höjning|höjningen",
        fall="minskning|minskningen|sänkning|sänkningen|reduktion",
        more="fler|mer|mera|högre|större",
        fewer="färre|mindre|lägre",
        shall="ska|skall|bör",
        negation="inte|ej",
        better="bättre än",
        level="vara|uppgå till|nå|utgöra|uppnå|nå upp till|ner till|upp till|är|till",
        average=(
            "rikssnittet|riksgenomsnittet|genomsnittet|snittet|medelvärdet|rikets genomsnitt|"
            "genomsnittet för riket"
        ),
        completed="genomförd|genomfört|genomförda|färdigställd|färdigställt|införd|infört|klar|klart",
        by="med",
        to="till",
        than="än",
        others=(
            "riket|rikets|länet|föregående år|förra året|året innan|liknande kommuner|"
            "jämförbara kommuner|andra kommuner"
        ),
        alternative="eller",
        base_before="jämfört med|i jämförelse med|jämförelse med|än|från|sedan|mot",
        measure="antalet|antal|andelen|andel",
        finite=(
            "ska|skall|är|var|har|hade|kan|kunde|kommer|får|blir|bör|måste|vill|"
            "utgör|uppgår|ligger|innebär"
        ),
        relative="som|där|vars|vilka|vilken|vilket",
        within="inom|efter|åldern|i|sedan|från|på|med",
        repeated="varje år|årligen|successivt|kontinuerligt",
        subgroups="kvinnor|män|flickor|pojkar|totalt|alla",
        missing={
            **_MARKS,
            "saknas": "not_reported",
            "uppgift saknas": "not_reported",
            "uppgifter saknas": "not_reported",
            "värde saknas": "not_reported",
            "basvärde saknas": "not_reported",
            "målvärde saknas": "not_reported",
            "ingen uppgift": "not_reported",
            "i.u": "not_reported",
            "ej redovisat": "not_reported",
            "redovisas ej": "not_reported",
            "ej tillgängligt": "not_reported",
            "ej aktuellt": "not_applicable",
            "ej relevant": "not_applicable",
            "ej tillämpligt": "not_applicable",
            "mäts ej": "not_measured",
            "mäts inte": "not_measured",
            "ej mätt": "not_measured",
            "ingen mätning": "not_measured",
            "ej mätning": "not_measured",
            "nytt mått": "not_measured",
            "ny indikator": "not_measured",
            "ny": "not_measured",
            "nytt": "not_measured",
            "fastställs senare": "not_reported",
            "sekretess": "suppressed",
        },
        base_value="basvärde|basvärdet|utgångsvärde|utgångsläge|ingångsvärde",
        missing_after="saknas",
    ),
    "da": Vocabulary(
        comparators={
            "mindst": ">=",
            "minimum": ">=",
            "højst": "<=",
            "maks": "<=",
            "maks.": "<=",
            "maksimalt": "<=",
            "op til": "<=",
            "under": "<",
            "mindre end": "<",
            "færre end": "<",
            "lavere end": "<",
            "over": ">",
            "mere end": ">",
            "flere end": ">",
            "højere end": ">",
        },
        qualifiers="i alt|samlet|yderligere|kun|heraf|mellem",
        approximate="ca|cirka|omkring|godt|knap|næsten|rundt regnet",
        labels=(
            "mål|kapitel|kap|figur|bilag|afsnit|nr|side|tabel|punkt|trin|niveau|kvartal|"
            "bevilling|fase|dag|artikel|paragraf|version"
        ),
        time_units=(
            "år|års|måned|måneder|uger|uge|dage|dag|hverdage|hverdag|arbejdsdage|arbejdsdag|"
            "timer|time|minutter"
        ),
        percent="%|procent|pct",
        magnitudes=r"tusind|million(?:er)?|milliard(?:er)?|mio|mia|mill",
        increase="stige|stiger|steget|øges|øge|øget|vokse|vokser|vokset|hæves|hæve|hævet|forøges",
        decrease=(
            "falde|falder|faldet|reduceres|reducere|reduceret|mindskes|mindske|mindsket|sænkes|"
            "sænke|sænket|nedbringes|nedbringe|nedbragt|halveres|halvere|halveret"
        ),
        rise="stigning|stigningen|forøgelse|vækst|fremgang",
        fall="fald|faldet|reduktion|reduktionen|nedgang|besparelse",
        more="flere|mere|højere|større",
        fewer="færre|mindre|lavere",
        shall="skal|bør",
        negation="ikke|ej",
        better="bedre end",
        level="være|udgøre|udgør|nå|op på|ned på|opnå|nå op på|er på|ligger på|er|til",
        average=(
            "landsgennemsnittet|gennemsnittet|klyngegennemsnittet|landsgennemsnit|"
            "gennemsnittet i klyngen|klyngens gennemsnit"
        ),
        completed=(
            "gennemført|implementeret|afsluttet|etableret|udarbejdet|indført|færdiggjort|færdig"
        ),
        by="med",
        to="til",
        than="end",
        others="landet|året før|sidste år|sammenlignelige kommuner|andre kommuner",
        alternative="eller",
        base_before=("sammenlignet med|i forhold til|sammenligning med|ift.|end|fra|siden"),
        measure="antallet|antal|andelen|andel",
        finite=(
            "skal|er|var|har|havde|kan|kunne|får|bliver|vil|bør|må|udgør|ligger|stiger|falder|"
            "fører|opnår"
        ),
        relative="som|der|hvis|hvor|hvilke",
        within="inden for|indenfor|inden|efter|alderen|i|siden|fra|på|med",
        repeated="hvert år|årligt|løbende",
        subgroups="kvinder|mænd|piger|drenge|i alt|alle",
        missing={
            **_MARKS,
            "mangler": "not_reported",
            "data mangler": "not_reported",
            "basisværdi mangler": "not_reported",
            "ingen data": "not_reported",
            "ikke oplyst": "not_reported",
            "ikke opgjort": "not_reported",
            "foreligger ikke": "not_reported",
            "i.o": "not_reported",
            "ikke relevant": "not_applicable",
            "ikke aktuelt": "not_applicable",
            "måles ikke": "not_measured",
            "ikke målt": "not_measured",
            "diskretioneret": "suppressed",
        },
        base_value="basisværdi|basisværdien|udgangspunkt|udgangspunktet|startværdi",
        missing_after="mangler|savnes",
    ),
}
"""Vocabulary of every language the library reads."""
