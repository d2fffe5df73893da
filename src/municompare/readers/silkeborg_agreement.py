"""An agreement in the making: what all parts of its reader need to know."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Literal

from municompare.errors import Reading
from municompare.model.quantity import Certainty
from municompare.readers.draft import Draft
from municompare.readers.silkeborg_bodies import Bodies
from municompare.readers.silkeborg_passages import Passage

__all__ = ["Agreement", "Statement", "weakest"]

_CERTAINTIES: Final[tuple[Certainty, ...]] = ("certain", "probable", "ambiguous")


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """An element's wording, for what else it states.

    Parameters
    ----------
    element : str
        Id of the element.
    passage : Passage
        The wording.
    lead_in : Passage or None
        The words that introduce the list it stands in.
    own : bool
        Whether the institution set the element itself, so that *vi* (we) in it is the institution.
    """

    element: str
    passage: Passage
    lead_in: Passage | None = None
    own: bool = False


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
    bodies : Bodies
        The bodies that the document names.
    appropriation_level, own_level : str or None
        Ids of the levels that set the appropriation's goals and the institution's own.
    statements : list of Statement
        Wordings of goals, activities and indicators, in the order in which they were taken.
    roles : set of (str, str, str)
        Element, role and organisation of the responsibilities that are taken already.
    """

    draft: Draft
    document: str
    country: Literal["SE", "DK"]
    institution: str
    bodies: Bodies
    appropriation_level: str | None
    own_level: str | None
    statements: list[Statement] = field(default_factory=list)
    roles: set[tuple[str, str, str]] = field(default_factory=set)

    def reading(self, passage: Passage) -> Reading:
        """The passage as the reading of an issue."""
        return passage.reading(self.document)


def weakest(*certainties: Certainty) -> Certainty:
    """The least sure of several certainties."""
    return max(certainties, key=_CERTAINTIES.index)
