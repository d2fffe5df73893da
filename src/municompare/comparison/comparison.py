"""The comparison of plans: one object that holds what is compared, and gives tidy frames."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import TYPE_CHECKING, Literal

from municompare.comparison.alignment import aligned, concepts_of, mapped_elements
from municompare.comparison.comparability import judge
from municompare.comparison.frames import aligned_frame, framed
from municompare.comparison.pairs import PAIR_COLUMNS, pair_rows
from municompare.comparison.public_figures import PublicFigures
from municompare.comparison.structure import (
    STRUCTURE_COLUMNS,
    TESTABILITY_COLUMNS,
    structure_rows,
    testability_rows,
)
from municompare.comparison.targets import TARGET_COLUMNS, target_rows
from municompare.comparison.verdict import Comparability
from municompare.errors import Issue, MunicompareError
from municompare.io import read_crosswalk
from municompare.model.crosswalk import Crosswalk
from municompare.plans import Plan, Plans
from municompare.plans.lookup import unknown

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Comparison", "compare"]


class Comparison(PublicFigures):
    """Plans beside each other.

    Made by :func:`municompare.compare`. Every method gives a fresh frame; nothing is dropped: an
    element without counterpart stands alone, a missing value has its reason.

    Parameters
    ----------
    plans : Plans
        The plans.
    crosswalk : Crosswalk
        Concepts and mappings through which goals and indicators meet.

    Examples
    --------
    >>> import municompare as mc
    >>> comparison = mc.compare(mc.load())
    >>> list(comparison.plans)
    ['linkoping-2019', 'norrkoping-2016', 'silkeborg-2017']
    """

    __slots__ = ("_crosswalk", "_plans")

    def __init__(self, plans: Plans, crosswalk: Crosswalk) -> None:
        self._plans = plans
        self._crosswalk = crosswalk

    @property
    def plans(self) -> Plans:
        """The plans that are compared."""
        return self._plans

    @property
    def crosswalk(self) -> Crosswalk:
        """The concepts and mappings in use."""
        return self._crosswalk

    def structure(self) -> pd.DataFrame:
        """How each municipality steers, tier by tier.

        Returns
        -------
        pandas.DataFrame
            One row for each plan and tier: unit of analysis, levels, who decides, instruments,
            goals, indicators by origin, testability as *n of N* stated targets, follow-up, and
            line of sight by what the links rest on. Counts are of that tier only.

        Examples
        --------
        >>> import municompare as mc
        >>> mc.compare(mc.load()).structure()["unit_of_analysis"].unique().tolist()
        ['committee', 'administration', 'institution']
        """
        rows = [row for plan in self._plans.values() for row in structure_rows(plan)]
        return framed(rows, STRUCTURE_COLUMNS)

    def testability(self) -> pd.DataFrame:
        """Which of six things is printed for the targets, as numbers.

        Returns
        -------
        pandas.DataFrame
            One row for each plan, tier and aspect: ``n`` of the ``of`` stated targets have it.

        Examples
        --------
        >>> import municompare as mc
        >>> profile = mc.compare(mc.load("silkeborg-2017")).testability()
        >>> profile.query("tier == 'unit' and aspect == 'figure'")[["n", "of"]].values.tolist()
        [[1, 10]]
        """
        rows = [row for plan in self._plans.values() for row in testability_rows(plan)]
        return framed(rows, TESTABILITY_COLUMNS)

    def goals(self) -> pd.DataFrame:
        """Goals by concept and plan, in English and as printed.

        Returns
        -------
        pandas.DataFrame
            Rows by concept, its label and a running number; columns by plan and ``english``,
            ``original``, ``relation``, ``id``. Goals that no concept holds come last.

        Examples
        --------
        >>> import municompare as mc
        >>> goals = mc.compare(mc.load()).goals()
        >>> goals.loc["digital-services", ("silkeborg-2017", "english")].tolist()
        ['Digitalisation that creates value and efficiency']
        """
        return self._aligned("goals", original="title", english="title_en")

    def indicators(self) -> pd.DataFrame:
        """Indicators by concept and plan, in English and as printed; shaped as :meth:`goals`.

        Examples
        --------
        >>> import municompare as mc
        >>> indicators = mc.compare(mc.load()).indicators()
        >>> indicators.loc["sickness-benefit", ("silkeborg-2017", "english")].tolist()
        ['Person-years on sickness benefit']
        """
        return self._aligned("indicators", original="name", english="name_en")

    def _aligned(
        self, table: Literal["goals", "indicators"], *, original: str, english: str
    ) -> pd.DataFrame:
        index, columns = aligned(
            mapped_elements(self._plans, self._crosswalk, table),
            self._crosswalk,
            list(self._plans),
            original=original,
            english=english,
        )
        return aligned_frame(index, columns)

    def targets(self) -> pd.DataFrame:
        """What is wanted: baseline, latest value, target, wanted change, and why a part is missing.

        Returns
        -------
        pandas.DataFrame
            One row for each printed target, also for those without a figure. Values are on the
            printed scale in ``unit``; ``wanted_change`` is in ``wanted_change_unit``,
            ``wanted_change_percent`` in per cent of the baseline, ``per_year`` in
            ``wanted_change_unit`` a year.

        Examples
        --------
        >>> import municompare as mc
        >>> targets = mc.compare(mc.load()).targets()
        >>> targets.loc[targets["target"] == -60, "unit"].tolist()
        ['person_year']
        """
        rows = (
            {**row, "concept": concepts_of(self._crosswalk, (row["indicator"], row["goal"]))}
            for plan in self._plans.values()
            for row in target_rows(plan)
        )
        return framed(rows, TARGET_COLUMNS)

    def why_not(self, a: str, b: str) -> Comparability:
        """Whether two elements may be compared, and what speaks against it.

        Parameters
        ----------
        a, b : str
            Ids of two goals or two indicators, of any of the plans.

        Returns
        -------
        Comparability
            Verdict and reasons, in a readable form.

        Raises
        ------
        MunicompareError
            If an id is not there, or one is a goal and the other an indicator.

        Examples
        --------
        >>> import municompare as mc
        >>> found = mc.compare(mc.load()).why_not(
        ...     "linkoping-2019/indicator/antal-placeringar-arbetstraning-praktik",
        ...     "norrkoping-2016/indicator/deltagarplatser",
        ... )
        >>> found.verdict
        'not_comparable'
        >>> [reason.statement for reason in found.reasons if reason.aspect == "unit"]
        ['different units: placement and place']
        """
        return judge(self._owner(a), a, self._owner(b), b, self._crosswalk)

    def _owner(self, identifier: str) -> Plan:
        for plan in self._plans.values():
            if identifier in plan:
                return plan
        known = [
            identifier
            for plan in self._plans.values()
            for table in (plan.record.goals, plan.record.indicators)
            for identifier in (element.id for element in table)
        ]
        raise unknown("MC113", "element", identifier, known)

    def comparability(self) -> pd.DataFrame:
        """Verdict and reasons for every pair of plans' elements that share a concept.

        Returns
        -------
        pandas.DataFrame
            One row for each pair of goals or of indicators that stand beside each other.

        Examples
        --------
        >>> import municompare as mc
        >>> pairs = mc.compare(mc.load()).comparability()
        >>> "comparable" in set(pairs["verdict"])
        False
        """
        return framed(pair_rows(self._plans, self._crosswalk), PAIR_COLUMNS)

    def __repr__(self) -> str:
        return f"<Comparison of {', '.join(self._plans)}; {self._crosswalk!r}>"

    def _repr_html_(self) -> str:
        return f"<h4>{escape(repr(self))}</h4>{self.structure().to_html(index=False, na_rep='')}"


def _wrong(expected: str, found: object, remedy: str) -> MunicompareError:
    return MunicompareError(
        Issue(
            code="MC102",
            severity="error",
            message=f"expected {expected}, found {type(found).__name__} {found!r:.60}.",
            remedy=remedy,
        )
    )


def _taken(plans: object) -> list[Plan]:
    """The plans that were given, in whatever way."""
    if isinstance(plans, Plan):
        return [plans]
    given = list(plans.values()) if isinstance(plans, Mapping) else plans
    if isinstance(given, str) or not isinstance(given, Iterable):
        raise _wrong("plans", plans, "Give what load or read returned.")
    taken = list(given)
    for plan in taken:
        if not isinstance(plan, Plan):
            raise _wrong("a Plan", plan, "Give what load or read returned.")
    return taken


def compare(
    plans: Mapping[str, Plan] | Iterable[Plan] | Plan,
    *,
    crosswalk: Crosswalk | None = None,
    include_proposals: bool = False,
) -> Comparison:
    """Compare plans.

    Parameters
    ----------
    plans : Plans, mapping or iterable of Plan, or Plan
        The plans.
    crosswalk : Crosswalk, optional
        Concepts and mappings; left out, the bundled ones.
    include_proposals : bool, optional
        Whether plans that were not adopted take part too.

    Returns
    -------
    Comparison
        The plans beside each other.

    Raises
    ------
    MunicompareError
        If there is no plan to compare, or two have the same key.

    Examples
    --------
    >>> import municompare as mc
    >>> mc.compare(mc.load())  # doctest: +ELLIPSIS
    <Comparison of linkoping-2019, norrkoping-2016, silkeborg-2017; Crosswalk(...)>
    """
    given: list[Plan] = _taken(plans)
    if crosswalk is not None and not isinstance(crosswalk, Crosswalk):
        raise _wrong("a Crosswalk", crosswalk, "Read one with read_crosswalk.")
    if include_proposals and isinstance(plans, Plans):
        given.extend(plans.proposals.values())
    taken = [plan for plan in given if include_proposals or plan.record.status != "proposal"]
    if not taken:
        raise MunicompareError(
            Issue(
                code="MC501",
                severity="error",
                message="there is no plan to compare.",
                remedy="Give at least one plan; proposals take part with include_proposals=True.",
            )
        )
    return Comparison(Plans(taken), crosswalk if crosswalk is not None else read_crosswalk())
