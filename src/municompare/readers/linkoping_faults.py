"""What is wrong or odd in an internal budget, collected while it is read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from municompare.errors import Issue, IssueReport, Reading, Severity
from municompare.model.quantity import Locator
from municompare.readers.draft import Draft

__all__ = ["Faults"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rule:
    severity: Severity
    cause: str
    message: str
    remedy: str


_RULES: Final = {
    "MC207": _Rule(
        severity="error",
        cause="oläsliga celler",
        message="expected a value, a direction, words or a missing mark, found cells that look "
        "like numbers but cannot be read; their values are left out.",
        remedy="Check the cells in the document; split or choose by curation.",
    ),
    "MC332": _Rule(
        severity="error",
        cause="kolumner",
        message="expected columns headed by a year, Målvärde and a year, or budget, plan, förslag, "
        "utfall or prognos and a year; found other columns, which are left out.",
        remedy="Check whether these columns hold values.",
    ),
    "MC333": _Rule(
        severity="error",
        cause="förskjutna rader",
        message="expected the name of an indicator or subgroup in the indicator column, found it "
        "further left; the rows are read as moved to the right until their last name is in that "
        "column, and a lone label that is no goal area as a goal. What they hold is probable.",
        remedy="Compare these rows with the original document.",
    ),
    "MC334": _Rule(
        severity="error",
        cause="mål på undergruppens rad",
        message="expected the label of a goal on the row of its first indicator, found it on a "
        "subgroup's row; the indicator of that subgroup keeps the goal above (ambiguous), the "
        "indicators below take the new one (probable).",
        remedy="Look up in the original document which indicator the goal begins with.",
    ),
    "MC335": _Rule(
        severity="warning",
        cause="fotnoter",
        message="expected a footnote for every mark of a table and a mark for every footnote, "
        "found marks without footnote or footnotes without mark.",
        remedy="Look up in the original document where the mark or footnote belongs.",
    ),
    "MC337": _Rule(
        severity="info",
        cause="enhet",
        message="expected the words of a known unit, found other words or none; the unit is left "
        "out.",
        remedy="Add the words to the unit definitions, or state the unit by curation.",
    ),
    "MC338": _Rule(
        severity="warning",
        cause="målområde",
        message="expected a heading for every goal area of the table, found goal areas without.",
        remedy="Check whether the cell names a goal area or something else.",
    ),
    "MC373": _Rule(
        severity="error",
        cause="indikator utan mål",
        message="expected the goal of an indicator in its row or above it, found none; the "
        "indicator is kept and hangs on its goal area, if there is one (ambiguous).",
        remedy="Look up in the original document which goal the indicator measures.",
    ),
    "MC345": _Rule(
        severity="error",
        cause="tabeller",
        message="expected tables of indicators or of the budget, found other tables, which are "
        "left out.",
        remedy="Check whether these tables hold values of the plan.",
    ),
}


class Faults:
    """Problems, which make the document unreadable, and oddities, which become issues.

    Parameters
    ----------
    file : str
        Name of the file, for the places of problems.
    """

    def __init__(self, file: str) -> None:
        self._file = file
        self._problems: list[Issue] = []
        self._oddities: defaultdict[str, list[tuple[str | None, str]]] = defaultdict(list)

    def problem(
        self,
        code: str,
        message: str,
        remedy: str,
        *,
        text: str | None = None,
        locator: str | None = None,
    ) -> None:
        """Note something that makes the document unreadable."""
        self._problems.append(
            Issue(
                code=code,
                severity="error",
                message=message,
                remedy=remedy,
                readings=(Reading(text=text, document=self._file, locator=locator),),
            )
        )

    def oddity(self, code: str, text: str | None, locator: str) -> None:
        """Note one more place of an oddity."""
        self._oddities[code].append((text, locator))

    def raise_problems(self) -> None:
        """Raise one error with all problems noted so far, if there are any.

        Raises
        ------
        MunicompareError
            If there is a problem.
        """
        IssueReport.of(self._problems).raise_if_any()

    def report(self, draft: Draft, *, document_at: Callable[[int], str]) -> None:
        """Add one issue for every kind of oddity, with all its places.

        Parameters
        ----------
        draft : Draft
            The plan.
        document_at : callable
            Gives the id of the document that prints a line.
        """
        for code, places in sorted(self._oddities.items()):
            rule = _RULES[code]
            draft.issue(
                code,
                rule.severity,
                rule.message,
                cause=rule.cause,
                remedy=rule.remedy,
                readings=[
                    Reading(text=text, document=document_at(_line(locator)), locator=locator)
                    for text, locator in places
                ],
            )


def _line(locator: str) -> int:
    return Locator.parse(locator).first.line or 1
