"""What target realism is asked about: wanted changes, their horizons, and their public measures."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from numbers import Real
from typing import TYPE_CHECKING, Any, Final, TypeGuard

from municompare.comparison.benchmark_input import problem
from municompare.comparison.ledger_candidates import Candidate
from municompare.definitions import governance_models
from municompare.errors import Issue
from municompare.model import crosswalk as hub
from municompare.model.quantity import Period

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "Asked",
    "asked_of",
    "bare_key",
    "candidates_of",
    "group_problems",
    "horizon_problems",
    "is_number",
    "months_between",
]

_GIVE: Final = "Give Comparison.targets(), or for example {'N31807': -10}."

_TEXTS: Final = (
    "plan",
    "goal",
    "indicator",
    "name",
    "name_en",
    "subgroup",
    "measurement",
    "baseline_period",
    "target_period",
)
_NEEDED: Final = ("concept", "wanted_change_percent")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One wanted change.

    Parameters
    ----------
    texts : mapping
        What the target's row says, for the answer.
    concepts : tuple of str
        Concepts of the target; empty for a change asked of a measure.
    measure : str or None
        The measure, if the change was asked of one.
    wanted : float or None
        Wanted change in per cent of the baseline.
    months : int or None
        Length of the windows.
    horizon_basis : str or None
        ``argument`` or ``baseline to target``.
    municipality : str or None
        Id of the municipality, if known.
    obstacle : str or None
        Why nothing can be said.
    """

    texts: Mapping[str, str | None]
    concepts: tuple[str, ...] = ()
    measure: str | None = None
    wanted: float | None
    months: int | None
    horizon_basis: str | None
    municipality: str | None = None
    obstacle: str | None = None

    @property
    def country(self) -> str | None:
        """Country of the municipality, if known."""
        return self.municipality[:2] if self.municipality else None


def horizon_problems(horizon: object) -> Iterator[Issue]:
    """Say why a horizon is none."""
    if horizon is not None and not (is_number(horizon) and round(12 * horizon) > 0):
        yield problem(
            "MC882",
            f"expected a number of years above zero as horizon, found {horizon!r}.",
            "Give years, such as 2 or 0.5, or leave it out to take them from the plan.",
        )


def group_problems(targets: object, groups: Sequence[str], group: str | None) -> Iterator[Issue]:
    """Say why figures of a group cannot be taken."""
    if group is None:
        return
    if not isinstance(targets, Mapping):
        yield problem(
            "MC881",
            f"expected a group beside changes of measures only, found {group!r} beside targets.",
            "Leave group out; the column `subgroup` says whose figures a target is about.",
        )
    elif group not in groups:
        close = get_close_matches(str(group), groups, n=1)
        yield problem(
            "MC881",
            f"expected a group of the panel, found {group!r}"
            f"{f' (did you mean {close[0]!r}?)' if close else ''}.",
            f"The panel has {', '.join(groups)}.",
        )


def bare_key(name: str) -> str:
    """Key of a measure at its publisher, with or without the prefix that mapping files use.

    Examples
    --------
    >>> bare_key("kolada:N31807"), bare_key("N31807")
    ('N31807', 'N31807')
    """
    return name.rpartition(":")[2]


def is_number(value: object) -> TypeGuard[float]:
    """Whether something is a finite number; a truth value is none."""
    if isinstance(value, bool) or not isinstance(value, Real):
        return False
    return math.isfinite(float(value))


def asked_of(
    targets: object, horizon: float | None, group: str | None = None
) -> tuple[list[Asked], list[Issue]]:
    """Every wanted change, and what is wrong with the input."""
    import pandas as pd

    if isinstance(targets, pd.DataFrame):
        return _of_frame(targets, horizon)
    if isinstance(targets, Mapping):
        return _of_mapping(targets, horizon, group)
    return [], [
        problem(
            "MC881",
            f"expected a frame of targets or a mapping of measures to changes in per cent, found "
            f"{type(targets).__name__}.",
            _GIVE,
        )
    ]


def _of_frame(targets: pd.DataFrame, horizon: float | None) -> tuple[list[Asked], list[Issue]]:
    missing = [name for name in _NEEDED if name not in targets]
    if missing:
        return [], [
            problem(
                "MC881",
                f"expected targets with the columns {', '.join(_NEEDED)}, found none named "
                f"{', '.join(missing)}.",
                _GIVE,
            )
        ]
    rows = [
        {str(name): _plain(cell) for name, cell in row.items()}
        for row in targets.to_dict("records")
    ]
    problems = [issue for number, row in enumerate(rows, 1) for issue in _row_problems(number, row)]
    return ([] if problems else [_of_row(row, horizon) for row in rows]), problems


def _of_mapping(
    targets: Mapping[Any, Any], horizon: float | None, group: str | None
) -> tuple[list[Asked], list[Issue]]:
    problems = [
        _no_change(value, repr(key)) for key, value in targets.items() if not is_number(value)
    ]
    if horizon is None:
        problems.append(
            problem(
                "MC882",
                "expected a horizon beside changes of measures, found none.",
                "Give it in years: horizon=2.",
            )
        )
    if problems or horizon is None or list(horizon_problems(horizon)):
        return [], problems
    return [_of_measure(str(key), value, horizon, group) for key, value in targets.items()], []


def _plain(cell: Any) -> Any:
    import pandas as pd

    return None if pd.api.types.is_scalar(cell) and pd.isna(cell) else cell


def _row_problems(number: int, row: Mapping[str, Any]) -> Iterator[Issue]:
    place = f"row {number}"
    wanted = row["wanted_change_percent"]
    if wanted is not None and not is_number(wanted):
        yield _no_change(wanted, place)
    for name in ("baseline_period", "target_period"):
        if row.get(name) is not None:
            try:
                Period.parse(str(row[name]))
            except ValueError as error:
                yield problem("MC881", f"expected a period in {name}: {error}.", _GIVE, [place])


def _no_change(found: object, place: str) -> Issue:
    return problem("MC881", f"expected a change in per cent, found {found!r}.", _GIVE, [place])


def _of_measure(key: str, wanted: float, horizon: float, group: str | None) -> Asked:
    return Asked(
        texts={"subgroup": None if group == "total" else group},
        measure=bare_key(key),
        wanted=float(wanted),
        months=round(12 * horizon),
        horizon_basis="argument",
        obstacle=None if wanted else "no change is wanted",
    )


def _of_row(row: Mapping[str, Any], horizon: float | None) -> Asked:
    texts = {name: None if row.get(name) is None else str(row[name]) for name in _TEXTS}
    wanted = row["wanted_change_percent"]
    months, basis, why = _horizon(texts, horizon)
    if wanted is None:
        reasons = row.get("why_missing")
        why = f"no relative change is wanted{f' ({reasons})' if reasons else ''}"
    elif wanted == 0:
        why = "no change is wanted"
    elif row["concept"] is None:
        why = "no concept of the crosswalk holds the indicator or its goal"
    return Asked(
        texts=texts,
        concepts=tuple(str(row["concept"]).split("; ")) if row["concept"] is not None else (),
        wanted=None if wanted is None else float(wanted),
        months=months,
        horizon_basis=basis,
        municipality=_municipality(row),
        obstacle=why,
    )


def _horizon(
    texts: Mapping[str, str | None], horizon: float | None
) -> tuple[int | None, str | None, str | None]:
    """Months, what they rest on, and why there are none."""
    if horizon is not None:
        return round(12 * horizon), "argument", None
    baseline, target = texts["baseline_period"], texts["target_period"]
    if baseline is None or target is None:
        lacking = "baseline" if baseline is None else "target"
        return None, None, f"no horizon: the {lacking} has no period"
    if baseline.startswith("[") or target.startswith("["):
        return None, None, "no horizon: a period is one of several"
    months = months_between(Period.parse(baseline), Period.parse(target))
    if months < 1:
        return None, None, "no horizon: the target is due no later than its baseline"
    return months, "baseline to target", None


def months_between(first: Period, last: Period) -> int:
    """Months between the ends of two periods, to the nearest whole one.

    Examples
    --------
    >>> months_between(Period.parse("2015-12"), Period.parse("2017"))
    24
    """
    months = 12 * (last.end.year - first.end.year) + last.end.month - first.end.month
    return months + round((last.end.day - first.end.day) / 30)


def _municipality(row: Mapping[str, Any]) -> str | None:
    """Id of a target's municipality: as the row says, or of the governance model of that name."""
    for name in ("municipality_id", "municipality"):
        found = row.get(name)
        if found is not None and str(found)[2:3] == "-":
            return str(found)
    known = {model.municipality_name: model.municipality for model in governance_models()}
    return known.get(str(row.get("municipality")))


def candidates_of(asked: Asked, crosswalk: hub.Crosswalk) -> list[list[Candidate]]:
    """The public measures of a target's concepts, each with all its mappings to the concept.

    The mapping that holds for the target's period comes first.
    """
    found: dict[tuple[str, str], list[Candidate]] = {}
    for concept in asked.concepts:
        element, by_goal = _element(asked, concept, crosswalk)
        for mapping in crosswalk.measures_of(concept):
            candidate = Candidate(element=element, measure=mapping, by_goal=by_goal)
            found.setdefault((concept, mapping.subject), []).append(candidate)
    due = asked.texts.get("target_period")
    period = Period.parse(due) if due else None
    return [
        sorted(several, key=lambda each: period is not None and not each.holds_for(period))
        for several in found.values()
    ]


def _element(asked: Asked, concept: str, crosswalk: hub.Crosswalk) -> tuple[hub.Mapping, bool]:
    """The mapping of a target's indicator or goal to a concept, or what its row states."""
    for name, by_goal in (("indicator", False), ("goal", True)):
        identifier = asked.texts.get(name)
        for mapping in crosswalk.of(identifier) if identifier else ():
            if mapping.concept == concept:
                return mapping, by_goal
    stated = hub.Mapping(
        subject="",
        relation="exactMatch",
        concept=concept,
        justification="semapv:UnspecifiedMatching",
    )
    return stated, False
