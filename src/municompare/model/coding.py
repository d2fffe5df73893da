"""Coding schemes, and what coders said by them: judgements, apart from what was read."""

from __future__ import annotations

from dataclasses import dataclass, field

from municompare.model.column import DATE, KEY, about
from municompare.model.quantity import Certainty

__all__ = ["Code", "CodedElement", "Coder", "CodingScheme", "Codings"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """One code of a scheme."""

    code: str = field(metadata=about("The code."))
    label: str = field(metadata=about("Name in English."))
    definition: str = field(metadata=about("When the code is given."))
    example: str = field(metadata=about("An invented wording that gets the code."))


@dataclass(frozen=True, slots=True, kw_only=True)
class CodingScheme:
    """A question that coders answer about elements of plans, and the answers there are."""

    key: str = field(metadata=about("Key of the scheme.", pattern=KEY))
    version: str = field(metadata=about("Version of its definitions."))
    title: str = field(metadata=about("What it is called."))
    question: str = field(metadata=about("What a coder asks of an element."))
    applies_to: tuple[str, ...] = field(metadata=about("Tables whose rows are coded."))
    rules: tuple[str, ...] = field(metadata=about("How to decide when codes compete."))
    codes: tuple[Code, ...] = field(metadata=about("The answers."))
    source: str = field(metadata=about("Where the distinction comes from."))


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedElement:
    """One answer of one coder."""

    element: str = field(metadata=about("Id of the element."))
    raw: str = field(metadata=about("Its title or name as printed."))
    scheme: str = field(metadata=about("Key of the scheme."))
    code: str = field(metadata=about("The code given."))
    certainty: Certainty = field(default="certain", metadata=about("How sure the coder is."))
    note: str | None = field(default=None, metadata=about("Remark of the coder."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Coder:
    """All answers of one coder about one plan."""

    coder: str = field(metadata=about("A label, never a name."))
    date: str = field(metadata=about("When it was coded (ISO).", pattern=DATE))
    basis: str = field(metadata=about("What the coder had to go by."))
    codes: tuple[CodedElement, ...] = field(metadata=about("The answers."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Codings:
    """What coders said about one plan."""

    plan: str = field(metadata=about("Key of the plan."))
    schemes: tuple[str, ...] = field(
        metadata=about("Schemes used, each with its version: `result-chain 1`.")
    )
    coders: tuple[Coder, ...] = field(metadata=about("The coders."))
