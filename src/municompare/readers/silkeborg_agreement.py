"""An agreement in the making: what all parts of its reader need to know."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Literal

from municompare.errors import Reading
from municompare.model.quantity import Certainty
from municompare.readers.draft import Draft
from municompare.readers.silkeborg_passages import Passage

__all__ = ["Agreement", "Statement", "weakest"]

_CERTAINTIES: Final[tuple[Certainty, ...]] = ("certain", "probable", "ambiguous")


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """An element's wording, for what else it states."""

    element: str
    passage: Passage


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """The agreement in the making, with what all its parts need to know.

    Parameters
    ----------
    draft : Draft
        Takes the rows.
    document : str
        Id of the document.
    country : {"SE", "DK"}
        Whose units are meant.
    institution : str
        The institution whose agreement it is.
    appropriation_level, own_level : str or None
        Ids of the levels that set the appropriation's goals and the institution's own.
    statements : list of Statement
        Wordings of goals, activities and indicators, in the order in which they were taken.
    """

    draft: Draft
    document: str
    country: Literal["SE", "DK"]
    institution: str
    appropriation_level: str | None
    own_level: str | None
    statements: list[Statement] = field(default_factory=list)

    def reading(self, passage: Passage) -> Reading:
        """The passage as the reading of an issue."""
        return passage.reading(self.document)


def weakest(*certainties: Certainty) -> Certainty:
    """The least sure of several certainties."""
    return max(certainties, key=_CERTAINTIES.index)
