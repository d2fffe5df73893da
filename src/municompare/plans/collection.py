"""Several plans together: a read-only mapping, and their tables below each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from html import escape
from typing import TYPE_CHECKING

from municompare.errors import Issue, IssueReport, MunicompareError
from municompare.plans.conflicts import conflicts
from municompare.plans.conflicts_curated import curated_conflicts
from municompare.plans.lookup import unknown
from municompare.plans.plan import Plan
from municompare.schema import TABLES, frame

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Plans"]


class Plans(Mapping[str, Plan]):
    """A read-only mapping of key to :class:`Plan`, with the tables of all of them together.

    ``plans.goals`` and the other tables have a ``plan`` column in front.

    Parameters
    ----------
    plans : iterable of Plan
        The plans, each with its own key.
    proposals : Plans, optional
        Proposals that were not adopted; kept apart and never mixed into the tables.

    Raises
    ------
    MunicompareError
        If two plans have the same key.

    Examples
    --------
    >>> import municompare as mc
    >>> plans = mc.load()
    >>> plans.goals.groupby("plan").size().to_dict()
    {'linkoping-2019': 33, 'norrkoping-2016': 14, 'silkeborg-2017': 12}
    """

    __slots__ = ("_plans", "_proposals")

    def __init__(self, plans: Iterable[Plan] = (), *, proposals: Plans | None = None) -> None:
        taken: dict[str, Plan] = {}
        for plan in plans:
            if plan.key in taken:
                raise MunicompareError(
                    Issue(
                        code="MC107",
                        severity="error",
                        message=f"two plans have the key {plan.key!r}.",
                        remedy="Read the documents of one plan together, or set a key by curation.",
                    )
                )
            taken[plan.key] = plan
        self._plans = taken
        self._proposals = proposals

    @property
    def proposals(self) -> Plans:
        """Proposals that were not adopted."""
        return self._proposals if self._proposals is not None else Plans()

    @property
    def conflicts(self) -> IssueReport:
        """What proposals say otherwise than the other plans of the same municipality.

        Those that rules find come first (``MC398``, ``MC399``; see
        :func:`municompare.plans.conflicts.conflicts`), then those that a person found and stated
        by curation (``MC405``). Nothing of a proposal enters the tables.

        Raises
        ------
        MunicompareError
            If a curated conflict names an element that its plan does not have (MC404).

        Examples
        --------
        >>> from dataclasses import replace
        >>> from municompare import Plan, Plans
        >>> from municompare.testing import example_plan
        >>> draft = example_plan("exempelby-forslag").record
        >>> rows = [replace(r, value=120.0) if r.value == 150 else r for r in draft.measurements]
        >>> draft = replace(draft, status="proposal", measurements=tuple(rows))
        >>> plans = Plans([example_plan()], proposals=Plans([Plan(draft)]))
        >>> plans.conflicts.codes, len(plans.goals)
        (('MC398',), 2)
        """
        proposals = {**{k: p for k, p in self.items() if _is_proposal(p)}, **self.proposals}
        by_rule = (
            issue
            for proposal in proposals.values()
            for adopted in self.values()
            if not _is_proposal(adopted)
            for issue in conflicts(adopted, proposal)
        )
        everything = {**self, **proposals}
        by_curation = (
            issue for plan in everything.values() for issue in curated_conflicts(plan, everything)
        )
        return IssueReport.of((*by_rule, *by_curation))

    def table(self, name: str) -> pd.DataFrame:
        """One table of all plans, with a ``plan`` column in front.

        Raises
        ------
        MunicompareError
            If there is no table of that name.
        """
        import pandas as pd

        if name not in TABLES:
            raise unknown("MC113", "table", name, list(TABLES))
        frames = []
        for key, plan in self._plans.items():
            part = plan.table(name)
            part.insert(0, "plan", pd.Series(key, index=part.index, dtype=pd.StringDtype("python")))
            frames.append(part)
        if not frames:
            empty = frame(name, ())
            empty.insert(0, "plan", pd.Series(dtype=pd.StringDtype("python")))
            return empty
        return pd.concat(frames, ignore_index=True)

    def __getattr__(self, name: str) -> pd.DataFrame:
        if name in TABLES:
            return self.table(name)
        raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *TABLES]

    def __getitem__(self, key: str) -> Plan:
        try:
            return self._plans[key]
        except KeyError:
            raise unknown("MC112", "plan", key, list(self._plans)) from None

    def __contains__(self, key: object) -> bool:
        return key in self._plans

    def __iter__(self) -> Iterator[str]:
        return iter(self._plans)

    def __len__(self) -> int:
        return len(self._plans)

    def __repr__(self) -> str:
        lines = "".join(f"\n  {plan!r}" for plan in self._plans.values())
        return f"<Plans: {len(self._plans)}>{lines}"

    def _repr_html_(self) -> str:
        cells = "".join(
            f"<tr><td>{escape(plan.key)}</td><td>{escape(plan.municipality_name)}</td>"
            f"<td>{escape(plan.organisation)}</td><td>{escape(plan.period or '')}</td></tr>"
            for plan in self._plans.values()
        )
        return (
            "<table><tr><th>plan</th><th>municipality</th><th>organisation</th>"
            f"<th>period</th></tr>{cells}</table>"
        )


def _is_proposal(plan: Plan) -> bool:
    return plan.record.status == "proposal"
