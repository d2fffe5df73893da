"""What stands beside a target period by period: before, during and after, and the peers."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import municompare as mc
from municompare.comparison.anchor_rows import ANCHOR_COLUMNS
from municompare.comparison.ledger_columns import OUTCOME_COLUMNS, PATH_COLUMNS
from municompare.model.crosswalk import Concept, Crosswalk, Mapping
from municompare.model.panel import PanelIndicator, SeriesBreak
from municompare.model.peers import PeerGroup, PeerSet
from municompare.plans import Plan
from municompare.statistics import Panel
from municompare.testing import example_plan

FOCUS = "SE-0114"
PEERS = ("SE-0115", "SE-0117", "SE-0120")


def _plan(plan: Plan) -> Plan:
    """Only the first indicator, with 200 in 2018 and 150 wanted for 2022."""
    record = plan.record
    own = [each for each in record.measurements if each.indicator == record.indicators[0].id]
    values = tuple(
        replace(each, period=period, period_end=f"{period}-12-31", base_period=None)
        for each, period in zip(own, ("2018", "2022"), strict=True)
    )
    kept = replace(record, indicators=record.indicators[:1], measurements=values, issues=())
    return Plan(kept)


PLAN = _plan(example_plan(municipality=FOCUS))
INDICATOR = PLAN.record.indicators[0].id
BREAK = (SeriesBreak(starts="2019-07", reason="another clock"),)


def _crosswalk(*subjects: str) -> Crosswalk:
    concept = Concept(key="c", label="c", definition="c", kind="measure", direction="none")
    mappings = tuple(
        Mapping(subject=subject, relation="closeMatch", concept="c", justification="x")
        for subject in subjects or (INDICATOR, "kolada:X1")
    )
    return Crosswalk(concepts=(concept,), mappings=mappings, version="1")


def _panel(
    years: range = range(2010, 2026),
    missing: tuple[int, ...] = (),
    inhabitants: dict[str, float] | None = None,
    **indicator: Any,
) -> Panel:
    rows = [
        (name, "X1", str(year), 10.0 * place + year - 2000)
        for place, name in enumerate((FOCUS, *PEERS))
        for year in years
        if name != FOCUS or year not in missing
    ]
    rows += [
        (name, "N01951", year, size)
        for name, size in (inhabitants or {}).items()
        for year in ("2017", "2024")
    ]
    return Panel.from_frame(
        pd.DataFrame(rows, columns=["municipality", "indicator", "period", "value"]),
        publisher="Example office",
        attribution="Source: Example office",
        indicators=[PanelIndicator(**{"key": "X1", "unit": "household", **indicator})],
    )


def _peers(**fields: Any) -> PeerSet:
    made = {"key": "near", "title": "Near ones", "construct": "custom", "official": True, **fields}
    group = PeerGroup(focus=FOCUS, name="Exempelby", members=PEERS)
    other = PeerGroup(focus=PEERS[0], name="Annanby", members=(FOCUS, *PEERS[1:]))
    return PeerSet(groups=(group, other), **made)


def _comparison(crosswalk: Crosswalk | None = None) -> mc.Comparison:
    return mc.compare(PLAN, crosswalk=crosswalk or _crosswalk())


def test_each_period_around_a_target_has_its_row_and_phase() -> None:
    paths = _comparison().outcome_paths(_panel(), _peers())
    assert list(paths.columns) == list(PATH_COLUMNS)
    assert paths["period"].tolist() == [str(year) for year in range(2015, 2026)]
    by_phase = paths.groupby("phase")["period"].agg(["min", "max"]).T.to_dict("list")
    assert by_phase == {
        "before": ["2015", "2018"],
        "during": ["2019", "2022"],
        "after": ["2023", "2025"],
    }
    narrow = _comparison().outcome_paths(_panel(), window=1)
    assert narrow["period"].iloc[[0, -1]].tolist() == ["2017", "2023"]


def test_paths_and_ledger_tell_the_same_figures() -> None:
    paths = _comparison().outcome_paths(_panel(), _peers())
    (row,) = _comparison().outcomes(_panel(), _peers()).to_dict("records")
    points = paths.dropna(subset="points").set_index("points")
    assert points["period"].to_dict() == {
        "before": "2018",
        "during": "2020",
        "at": "2022",
        "latest": "2025",
    }
    for point, path in points.iterrows():
        assert path["period"] == row[f"period_{point}"]
        assert path["value"] == row[f"public_{point}"]
        for figure in ("peer_median", "peer_mean", "n_peers", "gap", "percentile_rank"):
            assert path[figure] == row[f"{figure}_{point}"]
    # peers lie 10, 20 and 30 above the municipality
    assert paths["gap"].tolist() == [-20.0] * len(paths)
    assert (paths["peer_median"] - paths["value"]).tolist() == [20.0] * len(paths)


@pytest.mark.parametrize(
    ("missing", "middle"),
    [((), "2020"), ((2019,), "2020"), ((2020,), "2019"), ((2019, 2020), "2021")],
)
def test_the_middle_figure_between_base_and_target_is_what_was_during(
    missing: tuple[int, ...], middle: str
) -> None:
    row = _comparison().outcomes(_panel(missing=missing), _peers()).iloc[0]
    assert (row["period_during"], row["gap_during"]) == (middle, -20)
    none = _comparison().outcomes(_panel(missing=(2019, 2020, 2021)), _peers()).iloc[0]
    assert pd.isna(none["period_during"])


def test_a_figure_during_is_never_of_after_a_period_that_has_none_itself() -> None:
    row = _comparison().outcomes(_panel(missing=(2022,)), _peers()).iloc[0]
    assert (row["period_during"], row["period_at"]) == ("2020", "2023")
    gone = tuple(range(2019, 2023))
    row = _comparison().outcomes(_panel(missing=gone), _peers()).iloc[0]
    assert (pd.isna(row["period_during"]), row["period_at"]) == (True, "2023")


def test_a_missing_value_is_shown_with_its_status_and_the_peers_beside_it() -> None:
    paths = _comparison().outcome_paths(_panel(missing=(2022,)), _peers()).set_index("period")
    row: dict[Any, Any] = paths.loc[["2022"]].to_dict("records")[0]
    assert (pd.isna(row["value"]), row["status"]) == (True, "not_printed")
    assert (row["n_peers"], pd.isna(row["gap"])) == (3, True)
    assert row["peer_median"] == 42


def test_breaks_stand_at_the_periods_that_they_set_apart() -> None:
    paths = _comparison().outcome_paths(_panel(breaks=BREAK)).set_index("period")
    told = paths["series_break"].dropna()
    # the figure of 2019 holds both counts, so that 2020 cannot be set beside it either
    assert told.to_dict() == dict.fromkeys(("2019", "2020"), "2019-07: another clock")


def test_a_target_without_public_figures_has_one_row_with_the_reason() -> None:
    unmapped = _comparison(_crosswalk(INDICATOR)).outcome_paths(_panel())
    assert unmapped["use"].tolist() == ["none"]
    assert unmapped["status"].tolist() == ["undetermined"]
    assert "no public measure of SE" in unmapped["why"].iloc[0]
    absent = _comparison(_crosswalk(INDICATOR, "kolada:X9")).outcome_paths(_panel())
    assert absent["why"].tolist() == ["the figures given have no measure X9"]
    far = _comparison().outcome_paths(_panel(range(1990, 1993)))
    assert far["why"].tolist() == ["the figures given have no period around the target"]
    assert far["municipality"].tolist() == [FOCUS]


def test_municipalities_are_ids_with_their_names_beside_them() -> None:
    for frame in (
        _comparison().outcomes(_panel()),
        _comparison().outcome_paths(_panel()),
        _comparison().anchors(_panel()),
    ):
        assert set(frame["municipality"]) == {FOCUS}
        assert set(frame["municipality_name"]) == {PLAN.municipality_name}


SIZES = {FOCUS: 60_000.0, PEERS[0]: 50_000.0, PEERS[1]: 40_000.0, PEERS[2]: 30_000.0}


@pytest.mark.parametrize(
    ("sizes", "fields", "themes", "codes"),
    [
        (SIZES, {}, (), None),
        ({**SIZES, PEERS[2]: 11_000.0}, {}, (), "MC823"),
        # of another municipality's group
        ({**SIZES, PEERS[0]: 200_000.0, FOCUS: 41_000.0}, {}, (), None),
        ({PEERS[2]: 1_000.0}, {}, (), None),
        (SIZES, {"theme": "roads"}, (), None),
        (SIZES, {"theme": "roads"}, "roads", None),
        (SIZES, {"theme": "roads"}, ["schools", "care"], "MC822"),
        (SIZES, {"variables": ("X1",)}, (), "MC826"),
        (SIZES, {"model_year": 2025}, (), "MC821"),
        (SIZES, {"model_year": 2010}, (), None),
    ],
)
def test_what_speaks_against_the_peers_of_a_municipality_is_told(
    sizes: dict[str, float], fields: dict[str, Any], themes: Any, codes: str | None
) -> None:
    panel = _panel(inhabitants=sizes)
    for frame in (
        _comparison().outcomes(panel, _peers(**fields), themes=themes),
        _comparison().outcome_paths(panel, _peers(**fields), themes=themes),
    ):
        assert set(frame["peer_issues"].fillna("")) == {codes or ""}


def test_inhabitants_may_stand_in_a_panel_of_their_own() -> None:
    whole = _panel(inhabitants={**SIZES, PEERS[2]: 1_000.0})
    parts = [whole.sel(indicators=["X1"]), whole.sel(indicators=["N01951"])]
    assert _comparison().outcomes(parts, _peers())["peer_issues"].tolist() == ["MC823"]


def test_a_municipality_that_is_compared_and_a_peer_is_told() -> None:
    other = _plan(example_plan("annanby-2021", municipality=PEERS[0], name="Annanby"))
    crosswalk = _crosswalk(INDICATOR, "annanby-2021/indicator/hushall", "kolada:X1")
    comparison = mc.compare([PLAN, other], crosswalk=crosswalk)
    frame = comparison.outcomes(_panel(), _peers())
    assert set(frame["peer_issues"]) == {"MC824"}


def test_too_few_peers_with_a_value_count_in_the_periods_that_are_shown() -> None:
    data = _panel().dataset
    for year, told in (("2010", None), ("2020", "MC825")):
        gone = (data["municipality"].isin(PEERS[1:])) & (data["period"] == year)
        holed = data["value"].where(~gone)
        status = data["status"].where(~gone, 1).astype(data["status"].dtype)
        status.attrs, holed.attrs = data["status"].attrs, data["value"].attrs
        frame = _comparison().outcomes(Panel(data.assign(value=holed, status=status)), _peers())
        assert frame["peer_issues"].fillna("").tolist() == [told or ""]


@pytest.mark.parametrize(
    ("heading", "columns"),
    [
        ("Columns of `outcomes`", OUTCOME_COLUMNS),
        ("Columns of `outcome_paths`", PATH_COLUMNS),
        ("Columns of `anchors`", ANCHOR_COLUMNS),
    ],
)
def test_each_column_is_explained_once(
    heading: str, columns: dict[str, str], project: Path
) -> None:
    text = (project / "docs/concepts/outcomes.md").read_text(encoding="utf-8")
    section = text.split(f"## {heading}\n")[1].split("\n## ")[0]
    cells = re.findall(r"^\| (`.*?) \|", section, flags=re.MULTILINE)
    named = [name for cell in cells for name in re.findall(r"`(\w+)`", cell)]
    assert sorted(named) == sorted(columns)
