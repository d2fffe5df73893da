"""Concepts, and the mappings of plans' elements and public measures to them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from municompare.model.column import PERIOD, about

__all__ = ["Concept", "Crosswalk", "Mapping", "MappingRelation", "measure_key"]

MappingRelation = Literal[
    "exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch", "notMatch"
]
"""SKOS mapping relations, read from element or measure to concept; ``notMatch`` is a recorded
denial."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """Something that municipalities want or measure, free of any one document's wording."""

    key: str = field(metadata=about("Key of the concept."))
    label: str = field(metadata=about("English label."))
    label_sv: str | None = field(default=None, metadata=about("Swedish label."))
    label_da: str | None = field(default=None, metadata=about("Danish label."))
    definition: str = field(metadata=about("What the concept means."))
    kind: Literal["measure", "aim"] = field(
        metadata=about("Whether it can be measured, or is an aim only.")
    )
    unit: str | None = field(default=None, metadata=about("Usual unit."))
    direction: Literal["increase", "decrease", "none"] = field(
        metadata=about("Direction that counts as better.")
    )
    responsible: str | None = field(
        default=None, metadata=about("Who is responsible in Sweden and in Denmark.")
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """One justified statement that an element or a public measure is, or is not, a concept."""

    subject: str = field(
        metadata=about("Id of an element, or a public measure such as kolada:N31807.")
    )
    subject_label: str | None = field(default=None, metadata=about("Its printed name."))
    relation: MappingRelation = field(metadata=about("SKOS relation to the concept."))
    concept: str = field(metadata=about("Key of the concept."))
    confidence: float | None = field(default=None, metadata=about("From 0 to 1."))
    justification: str = field(metadata=about("SEMAPV justification."))
    author: str | None = field(default=None, metadata=about("Who stated it, as a label."))
    comment: str | None = field(default=None, metadata=about("Why, and what speaks against it."))
    role: Literal["same_measure", "context"] | None = field(
        default=None, metadata=about("What the mapping may be used for.")
    )
    valid_from: str | None = field(
        default=None, metadata=about("First period it holds for.", pattern=PERIOD)
    )
    valid_to: str | None = field(
        default=None, metadata=about("Last period it holds for.", pattern=PERIOD)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Crosswalk:
    """Hub and spoke: concepts in the middle, mappings from everything else to them.

    Parameters
    ----------
    concepts : tuple of Concept
        The concept scheme.
    mappings : tuple of Mapping
        The mappings. A ``notMatch`` wins over every other statement about the same pair.
    version : str
        Version of the scheme and mappings.

    Examples
    --------
    >>> import municompare as mc
    >>> crosswalk = mc.read_crosswalk()
    >>> [m.concept for m in crosswalk.of("silkeborg-2017/goal/effektmaling")]
    ['effect-measurement']
    >>> [(m.subject, m.relation) for m in crosswalk.measures_of("very-long-term-assistance")]
    [('kolada:U31801', 'relatedMatch')]
    """

    concepts: tuple[Concept, ...]
    mappings: tuple[Mapping, ...]
    version: str

    def of(self, subject: str) -> Iterator[Mapping]:
        """Mappings of one element or measure, denials left out."""
        denied = {
            m.concept for m in self.mappings if m.subject == subject and m.relation == "notMatch"
        }
        for mapping in self.mappings:
            if mapping.subject == subject and mapping.concept not in denied:
                yield mapping

    def measures_of(self, concept: str) -> Iterator[Mapping]:
        """Mappings of public measures to a concept, denials left out.

        A measure that was counted in two ways has a mapping for each, with its validity.
        """
        about_it = [m for m in self.mappings if m.concept == concept and _is_measure(m)]
        denied = {m.subject for m in about_it if m.relation == "notMatch"}
        yield from (m for m in about_it if m.subject not in denied)

    def measure_mappings(self, key: str) -> Iterator[Mapping]:
        """Mappings of one public measure by its bare key, such as ``N31807``; denials left out."""
        about_it = [m for m in self.mappings if _is_measure(m) and measure_key(m.subject) == key]
        denied = {(m.subject, m.concept) for m in about_it if m.relation == "notMatch"}
        yield from (m for m in about_it if (m.subject, m.concept) not in denied)

    def concept(self, key: str) -> Concept:
        """The concept of that key.

        Raises
        ------
        KeyError
            If the scheme has no such concept.
        """
        for concept in self.concepts:
            if concept.key == key:
                return concept
        raise KeyError(key)

    def __repr__(self) -> str:
        measures = sum(map(_is_measure, self.mappings))
        return (
            f"Crosswalk({len(self.concepts)} concepts, {len(self.mappings) - measures} mappings of "
            f"elements, {measures} of public measures, version {self.version})"
        )


def measure_key(subject: str) -> str:
    """Key of a public measure at its publisher: ``N31807`` for ``kolada:N31807``."""
    return subject.partition(":")[2]


def _is_measure(mapping: Mapping) -> bool:
    return ":" in mapping.subject
