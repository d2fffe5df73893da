"""What public figures say of compared plans, as tables for a terminal of 80 columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from rich.console import Group

from municompare.comparison import Comparison
from municompare.comparison.realism import target_realism
from municompare.definitions import shocks
from municompare.io.panels import load_panel, municipality_names, panel_countries
from municompare.io.peer_lists import default_peer_groups
from municompare.model.peers import PeerSet
from municompare.reporting.cells import ABSENT, SIGNS, amount, cell_text, new_table, number, records
from municompare.statistics import Panel

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import RenderableType
    from rich.table import Table

__all__ = ["bundled_figures_view", "figures_view"]

_BESIDE: Final = ("social-assistance-prevalence", "unemployment")
"""Concepts that are shown for every municipality, whatever its plan is about."""
_LARGE: Final = 50_000
_VERDICTS: Final = ("reached", "on_the_way", "wrong_way", "measures_disagree", "cannot_be_judged")
_RELATIONS: Final = {
    "broadMatch": "wider than the target",
    "narrowMatch": "part of it",
    "relatedMatch": "related",
}
"""What a public measure is to the target's; relations read from target to measure."""


def bundled_figures_view(comparison: Comparison) -> RenderableType | None:
    """What the bundled figures say of a comparison; nothing if no plan is of their countries.

    Parameters
    ----------
    comparison : Comparison
        The plans.
    """
    wanted = {plan.municipality[:2] for plan in comparison.plans.values()}
    known = [country for country in panel_countries() if country in wanted]
    if not known:
        return None
    panels = [load_panel(country) for country in known]
    peers = [each for country in known for each in default_peer_groups(country)]
    return figures_view(comparison, panels, peers)


def figures_view(
    comparison: Comparison, panels: Sequence[Panel], peers: Iterable[PeerSet]
) -> RenderableType:
    """Positions, realism of targets, changes and verdicts, for the terminal.

    Parameters
    ----------
    comparison : Comparison
        The plans.
    panels : sequence of Panel
        Figures of their countries.
    peers : iterable of PeerSet
        Peer groups of these countries.
    """
    sets = list(peers)
    return Group(
        *_positions(comparison, panels, sets),
        *_realism(comparison, panels),
        _changes(comparison, panels, sets),
        _verdicts(comparison, panels),
    )


def _positions(
    comparison: Comparison, panels: Sequence[Panel], sets: Sequence[PeerSet]
) -> Iterator[Table]:
    import pandas as pd

    frames = [
        comparison.positions(panels, sets),
        comparison.positions(panels, sets, concepts=_BESIDE),
    ]
    found = pd.concat(frames, ignore_index=True).drop_duplicates(
        ["plan", "measure", "peer_group", "why"], ignore_index=True
    )
    labels = _labels(comparison)
    for key, plan in comparison.plans.items():
        own = found[found["plan"] == key]
        stated = records(own[own["value"].notna()])
        shown = new_table(
            f"Where {cell_text(plan.municipality_name)} stood when its plan began",
            ["public measure", "value", "peers", "median", "place"],
            caption=_sources(
                stated,
                "Place 1 is the lowest value among municipality and peers; + marks the end"
                " that is better. ",
            )
            if stated
            else cell_text(next(iter(own["why"].dropna()), None)),
        )
        for column, ratio in zip(shown.columns, (5, 3, 5, 2, 2), strict=True):
            column.ratio = ratio
        for _, of_measure in groupby(stated, key=lambda row: row["measure"]):
            rows = list(of_measure)
            first = rows[0]
            shown.add_row(
                f"{cell_text(labels.get(first['concept']))}\n[dim]{first['measure']}[/dim]",
                f"{amount(_rounded(first['value']), first['unit'])}\n{first['period']}",
                "\n".join(map(_group, rows)),
                "\n".join(map(_median, rows)),
                "\n".join(map(_place, rows)),
            )
        if stated:
            yield shown


def _labels(comparison: Comparison) -> dict[str, str]:
    return {concept.key: concept.label for concept in comparison.crosswalk.concepts}


def _median(row: dict[Any, Any]) -> str:
    return number(_rounded(row["peer_median"])) if row["rank"] is not None else ABSENT


def _place(row: dict[Any, Any]) -> str:
    """Place among all; a plus at the end that is better, where one is."""
    if row["rank"] is None:
        return ABSENT
    low = "+" if row["direction"] == "decrease" else ""
    high = "+" if row["direction"] == "increase" else ""
    return f"{number(row['rank'])}{low} of {row['n_peers'] + 1}{high}"


def _group(row: dict[Any, Any]) -> str:
    if row["peer_group"] is None:
        return cell_text(row["why"])
    name = str(row["peer_group"]).rpartition("/")[2]
    return f"{cell_text(name)}" + (f" ({row['peer_year']})" if row["peer_year"] else "")


def _rounded(value: float | None) -> float:
    return round(value, 2) if value is not None else float("nan")


def _sources(rows: Iterable[dict[Any, Any]], before: str = "") -> str:
    cited = dict.fromkeys(str(row["attribution"]) for row in rows if row["attribution"])
    return cell_text(f"{before}Figures: {', '.join(cited)}; positions are computed from them.")


def _realism(comparison: Comparison, panels: Sequence[Panel]) -> Iterator[Table]:
    """Countries whose targets have no relative change or no public measure have no table."""
    targets = comparison.targets()
    for panel in panels:
        found = target_realism(
            targets, panel, min_population=_LARGE, crosswalk=comparison.crosswalk
        )
        if judged := records(found[found["status"] == "judged"]):
            yield _windows(judged, panel)


def _windows(rows: Sequence[dict[Any, Any]], panel: Panel) -> Table:
    shown = new_table(
        "How often municipalities changed by as much as a target wants",
        ["target", "wanted", "all windows", "before the plan", "in large ones"],
        caption="Share of all windows of that length, in all municipalities, in which the public"
        " measure changed at least as much; then of those that ended by the base year; then"
        f" of those of municipalities with {number(_LARGE)} inhabitants or more. What is related"
        f" to the target only is no test of it. {_computed(panel)}",
    )
    for column, ratio in zip(shown.columns, (6, 3, 3, 3, 3), strict=True):
        column.ratio = ratio
    for row in rows:
        relation = _RELATIONS.get(row["relation"], "close")
        name = cell_text(row["name_en"] or row["name"])
        years = f"{number(row['horizon'])} year{'s' if row['horizon'] != 1 else ''}"
        shown.add_row(
            f"{name}\n[dim]{row['measure']}, {relation}[/dim]",
            f"{number(row['wanted_change_percent'], signed=True)} %\n{years}",
            _share(row["share_percent"], row["windows"]),
            _share(row["before_share_percent"], row["before_windows"]),
            _share(row["large_share_percent"], row["large_windows"]),
        )
    return shown


def _computed(panel: Panel) -> str:
    return cell_text(f"Computed from figures of {panel.publisher}.")


def _share(percent: float | None, windows: int | None) -> str:
    if percent is None or not windows:
        return ABSENT
    return f"{number(round(percent, 1))} %\nof {number(windows)}"


def _changes(
    comparison: Comparison, panels: Sequence[Panel], sets: Sequence[PeerSet]
) -> RenderableType:
    found: pd.DataFrame = comparison.changes(panels, sets, allow="anachronistic")
    labels, rows = _labels(comparison), records(found)
    shown = new_table(
        "How a public figure changed from the years before the plan to those after",
        ["plan", "against", "change", "placebo rank", "least", "remark"],
        caption="Means of three years before the plan begins and three after its first year."
        " Against a peer group: change beyond that of the peers, all of which ran measures of"
        " their own; a description, not an effect. Placebo rank: place of the change among"
        " municipalities of a third to three times the size, 1 the most unusual; in brackets, place"
        " of the change beside how the gap scattered in the years before. Least: the"
        " smallest change that would stand out."
        f"{_younger(rows)}{_overlaps(rows)} {_computed_by(rows)}",
    )
    for column, ratio in zip(shown.columns, (4, 4, 3, 4, 2, 4), strict=True):
        column.ratio = ratio
    previous = None
    for row in rows:
        head = ""
        if row["plan"] != previous:
            measured = f"\n[dim]{row['indicator']}\n{row['pre']} to {row['post']}[/dim]"
            head = cell_text(labels.get(row["concept"])) + (measured if row["indicator"] else "")
            head = f"{cell_text(comparison.plans[row['plan']].municipality_name)}: {head}"
        previous = row["plan"]
        unit = SIGNS.get(row["unit"] or "", "")
        against = _against(row)
        rank = _ranks(row)
        change = ABSENT
        if row["estimate"] is not None:
            change = f"{row['estimate']:+.2f}".replace("-", "−") + unit
        least = f"{row['min_detectable']:.1f}" if row["min_detectable"] else ABSENT
        shown.add_row(head, against, change, rank, least, _remark(row))
    return shown


def _against(row: dict[Any, Any]) -> str:
    named = {"own_change": "own past", "country": "whole country", "synthetic": "synthetic"}
    if row["method"] == "did":
        return cell_text(str(row["peer_group"]).rpartition("/")[2])
    return named.get(row["method"], ABSENT)


def _ranks(row: dict[Any, Any]) -> str:
    """Place of the change, and of the change beside its own scatter before."""
    if row["placebo_rank_change"] is None:
        return ABSENT
    beside = f" ({row['placebo_rank']})" if row["placebo_rank"] else ""
    return f"{row['placebo_rank_change']}{beside} of {row['placebo_n'] + 1}"


def _remark(row: dict[Any, Any]) -> str:
    if row["refused"] == "poor_fit":
        return "[dim]refused: poor fit before[/dim]"
    return f"[dim]{cell_text(row['why'])}[/dim]" if row["why"] else ""


def _computed_by(rows: Iterable[dict[Any, Any]]) -> str:
    sources = dict.fromkeys(row["computed_attribution"] for row in rows)
    return cell_text("; ".join(source for source in sources if source) + ".")


def _younger(rows: Iterable[dict[Any, Any]]) -> str:
    """Whether a peer list is of a later model than the figures (MC821)."""
    found = any("MC821" in (row["peer_issues"] or "") for row in rows)
    return " Peer lists are of a later model than the figures." if found else ""


def _overlaps(rows: Iterable[dict[Any, Any]]) -> str:
    """Shocks that fall into the windows, for each municipality."""
    found = {row["focus"]: row["overlapping_shocks"] for row in rows if row["overlapping_shocks"]}
    titles = {shock.key: shock.title for shock in shocks()}
    names = municipality_names()
    told = (
        f"{names.get(focus, focus)}: " + ", ".join(titles.get(k, k) for k in keys.split("; "))
        for focus, keys in found.items()
    )
    return cell_text("".join(f" In the windows of {each}." for each in told))


def _verdicts(comparison: Comparison, panels: Sequence[Panel]) -> Table:
    """Verdicts do not depend on peers, so that none are needed for them."""
    found = comparison.outcomes(panels)
    shown = new_table(
        "What public figures say of the targets",
        ["", *(cell_text(plan.municipality_name) for plan in comparison.plans.values())],
        caption="A verdict needs a public measure of the same thing that agrees with what the"
        " plan prints (Comparison.outcomes gives every target with every reason).",
    )
    best = {"same_measure": 2, "related": 1}
    counts: dict[str, list[str]] = {}
    for key in comparison.plans:
        own = found[found["plan"] == key]
        use = own.groupby("measurement")["use"].agg(
            lambda uses: max((best.get(str(use), 0) for use in uses), default=0)
        )
        verdict = own.groupby("measurement")["verdict"].agg(_of_all)
        counts.setdefault("targets", []).append(str(len(use)))
        for label, level in (
            ("with a close public measure", 2),
            ("with a related one only", 1),
            ("without any", 0),
        ):
            counts.setdefault(f"  {label}", []).append(str(int((use == level).sum())))
        for each in _VERDICTS:
            label = each.replace("_", " ")
            counts.setdefault(label, []).append(str(int((verdict == each).sum())))
    for label, cells in counts.items():
        shown.add_row(label, *cells)
    return shown


def _of_all(verdicts: Iterable[str]) -> str:
    """What all measures of a target say together."""
    judged = set(verdicts) - {"cannot_be_judged"}
    if len(judged) > 1:
        return "measures_disagree"
    return judged.pop() if judged else "cannot_be_judged"
