"""What one has to know before reading or comparing: field words and traps."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from municompare.model.column import KEY, PERIOD, about

__all__ = ["Consequence", "GlossaryTerm", "TermKind", "Trap"]

TermKind = Literal[
    "governance_model",
    "level",
    "organisation",
    "goal_area",
    "goal",
    "development_area",
    "principle",
    "assignment",
    "activity",
    "indicator",
    "target",
    "baseline",
    "unit",
    "budget",
    "follow_up",
    "benchmark",
    "document",
    "field",
]
"""What a word names in the data model; ``field`` for words of labour-market and social policy."""

Consequence = Literal["blocks", "position_only", "caveat"]
"""What a trap does to a comparison: forbids it, leaves only positions within the own country's
group, or asks for a remark."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GlossaryTerm:
    """A field word of one language, with its meaning in English."""

    term: str = field(metadata=about("The word in the singular."))
    language: Literal["sv", "da"] = field(metadata=about("Its language (ISO 639-1)."))
    country: Literal["SE", "DK"] = field(metadata=about("Where it has this meaning."))
    term_en: str = field(metadata=about("English label."))
    kind: TermKind = field(metadata=about("What it names in the data model."))
    definition: str = field(metadata=about("What it means, in one or two sentences."))
    counterpart: str | None = field(
        default=None, metadata=about("Nearest term of the other language, where there is one.")
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Trap:
    """A difference that makes figures of the same name unlike."""

    key: str = field(metadata=about("Key of the trap.", pattern=KEY))
    countries: tuple[Literal["SE", "DK"], ...] = field(
        metadata=about("One country: figures within it; two: figures across the border.")
    )
    concepts: tuple[str, ...] = field(metadata=about("Keys of the concepts it is about."))
    statement: str = field(metadata=about("What differs."))
    consequence: Consequence = field(metadata=about("What follows for a comparison."))
    valid_from: str | None = field(
        default=None, metadata=about("First period it holds for.", pattern=PERIOD)
    )
    valid_to: str | None = field(
        default=None, metadata=about("Last period it holds for.", pattern=PERIOD)
    )
    source: str = field(metadata=about("What the statement rests on."))
