"""Words by which assignments are given, answered and reported back on."""

from __future__ import annotations

import re
from typing import Final

__all__ = [
    "ANNOUNCES",
    "BARE",
    "BODY",
    "BRACKET",
    "COORDINATED",
    "COORDINATES",
    "ELSEWHERE",
    "GIVEN",
    "IN_REPORT",
    "KIND",
    "LEAD",
    "NOT_OURS",
    "NO_TITLE",
    "REPORT",
    "SECTION",
    "TOGETHER",
    "TO_REPORT",
    "UNDATED",
    "WHEN",
]

SECTION: Final = re.compile(
    r"(?:[a-z-]+ )*(?:utvecklings|namnd|budget|mal)uppdrag(?:en)?|"
    r"(?:(?:strategiska|sarskilda|ovriga|politiska|nya|tidigare|kvarstaende|riktade|generella|"
    r"kommunovergripande|kommungemensamma|namndovergripande|namndspecifika) (?:och )?)+"
    r"uppdrag(?:en)?|"
    r"uppdrag (?:fran|till) (?:(?:samtliga|alla) )?[a-z-]*(?:kommun|namnd)[a-z]*|"
    r"uppdrag i (?:kommunens )?budget(?:en)?(?: (?:for )?\d{4})?"
)
NO_TITLE: Final = re.compile(
    r"(?:namndens )?(?:kommentar(?:er)?|svar|bakgrund|aktivitet(?:er)?|redovisning|uppfoljning)"
)
KIND: Final = r"nämnd|styrelse|förvaltning|kontor|bolag|direktör|utskott|avdelning|enhet"
GIVEN: Final = (
    re.compile(
        r"(?:(?:nytt|tidigare|kvarstående) )?uppdrag:? till "
        rf"(?P<who>[^.:]*?(?:{KIND})\w*[^.:]*?) att ",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?P<who>[^.:]*?(?:{KIND})[^.:]*?),? (?:ges|får|fick|ges även|får även|har fått|har) "
        r"(?:även )?i uppdrag (?:av \w+ )?(?:att )?",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?P<who>[^.:,]*?(?:{KIND})[^.:,]*?),? (?:ges|får|fick|har fått),? "
        r"(?P<with>(?:tillsammans|i samverkan) med [^.:]{3,120}?),? i uppdrag "
        r"(?:att )?",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?P<who>[^.:]*?(?:{KIND})[^.:]*?),? (?:uppdras|uppdrogs|har uppdragits) (?:åt )?att ",
        re.IGNORECASE,
    ),
    re.compile(rf"(?:att )?uppdra(?:ga|r)? åt (?P<who>[^.:]*?(?:{KIND})[^.:]*?) att ", re.I),
    re.compile(
        rf"[^.:]*?(?:{KIND})\w* (?:ger|gav) (?P<who>[^.:]*?(?:{KIND})[^.:]*?) i uppdrag att ",
        re.IGNORECASE,
    ),
)
COORDINATED: Final = re.compile(
    r",? med (?P<who>[^,]+?) som (?:samordnings)?(?:ansvarig|samordnare)\w*", re.IGNORECASE
)
BRACKET: Final = re.compile(r"\((?P<who>[^()]*nämnd[^()]*)\)\.?$", re.IGNORECASE)
REPORT: Final = re.compile(
    r"(?P<kind>(?:åter)?(?:rapport|redovisning)\w*|(?:åter)?(?:redovisas|rapporteras))"
    r"(?: (?:sker|lämnas|ges|ska ske|ska lämnas|ska ges))?(?: till (?P<to>[^.:]*?))?:? "
    r"(?P<when>(?:senast |under |i |till |inför |vid |den )*(?P<rest>.+?))\.?",
    re.IGNORECASE,
)
UNDATED: Final = re.compile(
    r"(?:delårs|års|tertial|halvårs)\w*(?: (?:(?:per|för|i|den|efter) )*[\w ]{1,30})?|"
    r"bokslut\w*(?: \d{4})?|samband med .*",
    re.IGNORECASE,
)
TOGETHER: Final = re.compile(
    rf"\batt (?:tillsammans|i samverkan) med (?P<with>[^.:;]*?(?:{KIND})(?:en|n|et)?)\b",
    re.IGNORECASE,
)
LEAD: Final = re.compile(
    r"\b(?:fått|får|ges|givits|gett|tilldelats|tilldelas|lämnat)\b[^.]*\buppdrag(?:en)?\b[^.]*:$",
    re.IGNORECASE,
)
BARE: Final = re.compile(r"(?:nytt )?uppdrag(?:et)?:? (?:om )?att ", re.IGNORECASE)
ANNOUNCES: Final = re.compile(r"\buppdrag(?:en|et)?\b[^.]*:$", re.IGNORECASE)
BODY: Final = re.compile(rf"(?P<who>(?:[^\W\d_]+-,? (?:och )?)*\w*(?:{KIND})\w*)", re.IGNORECASE)
TO_REPORT: Final = re.compile(
    r"\b(?P<kind>(?:åter|del|slut)?(?:redovisning|rapport(?:ering)?)|redovisas|återrapporteras|"
    r"rapporteras|återredovisas)\b(?:[^.]*? till (?P<to>[^.]+?))?"
    r"(?= (?:senast|under|i|inför|vid|till) )",
    re.IGNORECASE,
)
IN_REPORT: Final = re.compile(
    r"\b(?:(?:i samband med|i|vid|till) )?[^\W\d_]*"
    r"(?:rapport|bokslut|redovisning|berättelse)[^\W\d_]*(?: för| per| den|)? $",
    re.IGNORECASE,
)
WHEN: Final = re.compile(r"(?:(?:senast|under|i|inför|vid|till|den) )*$", re.IGNORECASE)
COORDINATES: Final = re.compile(
    r"(?P<who>[^.,;]{3,80}?(?: \([^()]+\))?) (?:föreslås |ska |skall |kommer att )?"
    r"(?=(?:få|får|ges|tar|ta|rapporterar|rapportera|samordnar|samordna|ansvarar|ansvara)\b)"
    r"[^.]*?(?:\bsamordn|\bsamla[dt]\b|\bsamlade\b)",
    re.IGNORECASE,
)
NOT_OURS: Final = re.compile(
    r"\b(?:inte|ej|icke) (?:längre )?(?:aktuell|relevant|tillämplig)|\b(?:gäller|berör|omfattar) "
    r"(?:inte|ej)\b|\b(?:inte|ej) (?:längre )?(?:av|berörs|omfattas|tillämp)|"
    r"\b(?:omfattas|berörs) (?:\w+ )?(?:inte|ej)\b|\bingen (?:\w+ )?koppling till (?:\w+)?uppdrag",
    re.IGNORECASE,
)
ELSEWHERE: Final = re.compile(
    r"\b(?:redovisning|återredovisning|rapport|återrapport|svar)\w* (?:finns|framgår|lämnas|ges) "
    r"(?:i|av) |^(?:se|enligt) (?:bilaga|redovisning|separat|särskild|(?:nämndens )?"
    r"(?:intern)?budget(?:en)?\b|verksamhetsplan|delår|års|bokslut)|"
    r"\bredovisas (?:i bilaga|separat|i särskil[dt])|"
    r"^redovisas (?:i|under|till|vid|inom) |^(?:redan |har )?(?:redovisats?|rapporterats?|"
    r"återrapporterats?) till ",
    re.IGNORECASE,
)
