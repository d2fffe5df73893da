"""What comparing a proposal with an adopted plan is made of: both plans, and the issues."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from municompare.errors import Issue, Reading, Severity
from municompare.model.plan import PlanRecord
from municompare.plans.checks_case import period_of
from municompare.plans.conflicts_bodies import Bodies
from municompare.plans.likeness import likeness
from municompare.text.language import Language

__all__ = ["SAYS_OTHERWISE", "WORDS_OTHERWISE", "Two", "apart", "conflict"]

SAYS_OTHERWISE: Final = "MC398"
WORDS_OTHERWISE: Final = "MC399"


@dataclass(frozen=True, slots=True)
class Two:
    """Both plans, and what their rows need to be understood."""

    adopted: PlanRecord
    proposal: PlanRecord
    bodies: Bodies

    @property
    def language(self) -> Language:
        """Language of both."""
        return self.proposal.language

    def near(self, one: str | None, other: str | None) -> float:
        """How alike two texts are, if enough to state the same thing."""
        return likeness(one, other, language=self.language)


def conflict(
    what: str,
    mine: Reading | tuple[Reading, ...],
    theirs: Reading,
    *,
    severity: Severity = "error",
    code: str = SAYS_OTHERWISE,
) -> Issue:
    """One thing that the proposal says otherwise, with the adopted plan's reading first."""
    before = mine if isinstance(mine, tuple) else (mine,)
    return Issue(
        code=code,
        severity=severity,
        message=f"expected the proposal to say the same as the adopted plan, found {what}.",
        remedy="The adopted plan holds; never count or compare the two together.",
        readings=tuple(dict.fromkeys((*before, theirs))),
    )


def apart(one: str | None, other: str | None) -> bool:
    """Whether two periods have no day in common."""
    first, second = period_of(one), period_of(other)
    return (
        first is not None
        and second is not None
        and (first.end < second.start or second.end < first.start)
    )
