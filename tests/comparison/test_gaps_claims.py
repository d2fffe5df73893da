"""What a gap estimate refuses, warns of and claims."""

from __future__ import annotations

from math import nan
from typing import Any

import numpy as np
import pandas as pd
import pytest

from municompare.comparison.gaps import gap_estimates, placebo_distribution
from municompare.definitions import series_breaks
from municompare.model.event import Event, Shock
from municompare.model.panel import PanelIndicator, SeriesBreak
from municompare.model.peers import PeerGroup, PeerSet
from municompare.statistics import Panel

COUNT = 30
NAMES = [f"SE-{n:04d}" for n in range(114, 114 + COUNT)]
FOCUS = NAMES[0]
EVENT = Event(municipality=FOCUS, what="More places", starts="2014-03", measures=("share",))
ASKED: dict[str, Any] = {
    "indicators": "share",
    "pre": (2011, 2013),
    "post": (2015, 2016),
    "shocks": (),
}


def figures() -> pd.DataFrame:
    """Thirty municipalities of the same size; the first fits well and moves by -9 after 2014."""
    chance = np.random.default_rng(7)
    values = chance.normal(10, 1, size=(COUNT, 1)) + chance.normal(0, 0.3, size=(COUNT, 6))
    values[0] = [10.0, 10.05, 10.0, 5, 1, 1]
    rows = [
        (name, "share", 2011 + i, value)
        for name, path in zip(NAMES, values, strict=True)
        for i, value in enumerate(path)
    ]
    rows += [(name, "N01951", 2013, 1000.0) for name in NAMES]
    return pd.DataFrame(rows, columns=["municipality", "indicator", "period", "value"])


def panel_of(frame: pd.DataFrame | None = None, *, key: str = "share", **about: Any) -> Panel:
    frame = figures() if frame is None else frame
    return Panel.from_frame(
        frame.assign(indicator=frame["indicator"].replace("share", key)),
        publisher="P",
        attribution="Källa: P",
        indicators=[PanelIndicator(key=key, **about)],
    )


def peers_of(**fields: Any) -> PeerSet:
    about: dict[str, Any] = {
        "key": "all", "title": "All", "construct": "typology", "official": True,
        "model_year": 2010, "variables": ("income",),
        "groups": (PeerGroup(focus=None, name="all", members=tuple(NAMES)),),
    }  # fmt: skip
    return PeerSet(**{**about, **fields})


def row_of(panel: Panel | None = None, event: Event | None = EVENT, **options: Any) -> Any:
    given = {**ASKED, "methods": "did", "peers": peers_of(), **options}
    if event is None:
        given = {"focus": FOCUS, **given}
    found = gap_estimates(panel or panel_of(), event, **given)
    assert len(found) == 1
    return found.astype(object).where(found.notna(), None).iloc[0]


def test_a_clean_case_is_an_estimate_under_assumptions() -> None:
    row = row_of()
    assert row["claim"] == "estimate_under_assumptions"
    assert row["limits"] is row["refused"] is row["why"] is row["overlapping_shocks"] is None
    assert (row["status"], row["event"]) == ("reported", "More places")
    assert row["estimate"] == pytest.approx(-9, abs=0.5)
    assert row["p_permutation"] == 1 / COUNT


def test_without_an_event_the_answer_is_a_description() -> None:
    row = row_of(event=None)
    assert (row["claim"], row["limits"], row["event"]) == (
        "description", "no event is named", None,
    )  # fmt: skip


def test_a_change_against_the_own_past_is_a_description() -> None:
    row = row_of(methods="own_change")
    assert row["claim"] == "description"
    assert "own past only" in row["limits"]


@pytest.mark.parametrize(
    ("starts", "announced", "claim"),
    [
        ("2014", None, "estimate_under_assumptions"),
        ("2015-06", None, "estimate_under_assumptions"),
        ("2013-12", None, None),
        ("2012", None, None),
        ("2010", None, None),
        ("2016", None, "description"),
        ("2017", None, "description"),
        ("2014", "2014", "estimate_under_assumptions"),
        ("2014", "2013", "relative_change"),
        ("2014", "2010", "relative_change"),
    ],
)
def test_an_event_has_to_lie_between_the_windows(
    starts: str, announced: str | None, claim: str | None
) -> None:
    event = Event(
        municipality=FOCUS, what="x", starts=starts, announced=announced, measures=("share",)
    )
    row = row_of(event=event)
    assert row["claim"] == claim
    assert row["refused"] == ("contaminated" if claim is None else None)
    assert (row["limits"] is None) == (claim in (None, "estimate_under_assumptions"))


@pytest.mark.parametrize(
    ("starts", "announced", "column", "text"),
    [
        ("2012-09", None, "why", "starts in 2012-09, within the years before (2011/2013)"),
        ("2010", None, "why", "2010, within the fitted years, ahead of those before (2011/2013)"),
        ("2008", None, "why", "starts in 2008, ahead of the years before (2011/2013)"),
        ("2016", None, "limits", "2016, within the years after (2015/2016), not before their"),
        ("2017", None, "limits", "2017, later than the years after (2015/2016)"),
        ("2014", "2013-11", "limits", "announced in 2013-11, within the years before (2011/2013)"),
        ("2014", "2009", "limits", "announced in 2009, ahead of the years before (2011/2013)"),
    ],
)
def test_each_date_of_an_event_is_placed_in_its_window(
    starts: str, announced: str | None, column: str, text: str
) -> None:
    event = Event(
        municipality=FOCUS, what="x", starts=starts, announced=announced, measures=("share",)
    )
    frame = pd.concat([figures().assign(period=2010).drop_duplicates("municipality"), figures()])
    fit_from = 2010 if starts == "2010" else None
    assert text in row_of(panel_of(frame), event=event, fit_from=fit_from)[column]


def test_an_event_stands_beside_its_estimates() -> None:
    event = Event(
        municipality=FOCUS, what="Places", starts="2014-03", announced="2014-01",
        dose="from 25 to 125", locator="p. 9", measures=("share",),
    )  # fmt: skip
    row = row_of(event=event)
    about = ["event", "event_starts", "event_announced", "event_dose", "event_locator"]
    assert row[about].tolist() == ["Places", "2014-03", "2014-01", "from 25 to 125", "p. 9"]
    assert row_of(event=None)[about].isna().all()


@pytest.mark.parametrize("method", ["own_change", "did"])
def test_without_placebos_nothing_is_said_of_them(method: str) -> None:
    alone = dict.fromkeys(NAMES, 1.0) | {FOCUS: 100.0}
    row = row_of(methods=method, population=alone)
    assert row["placebo_n"] == 0
    assert row["placebo_rank"] is row["p_permutation"] is row["placebo_rank_change"] is None
    assert "no placebos" in row["limits"].split("; ")
    assert "regression" not in row["limits"]
    assert "fewer than" not in row["limits"]
    assert "those of the placebos" not in row["limits"]


def test_two_placebos_cannot_tell_of_regression_to_the_mean() -> None:
    sizes = dict.fromkeys(NAMES, 1.0) | dict.fromkeys(NAMES[:3], 100.0)
    assert (
        "regression to the mean accounts for cannot be judged" in row_of(population=sizes)["limits"]
    )


def codes_of(**options: Any) -> set[str]:
    return set((row_of(**options)["peer_issues"] or "").split("; "))


def test_peers_of_another_size_are_an_issue_and_a_limit() -> None:
    large = dict.fromkeys(NAMES, 1000.0) | {NAMES[4]: 5001.0}
    assert "MC823" not in codes_of()
    assert "MC823" in codes_of(population=large)
    assert "peers of a very different size" in row_of(population=large)["limits"]
    frame = figures()
    frame.loc[(frame["indicator"] == "N01951") & (frame["municipality"] == NAMES[4]), "value"] = 199
    assert "MC823" in codes_of(panel=panel_of(frame))
    assert "MC828" in codes_of(population={FOCUS: 5.0, **dict.fromkeys(NAMES[1:20], 5.0)})


def test_peers_of_another_theme_are_an_issue_and_a_limit() -> None:
    school = peers_of(theme="school")
    for themes, is_issue in ((), False), ("work", True), (["work", "school"], False):
        row = row_of(peers=school, themes=themes)
        assert ("MC822" in (row["peer_issues"] or "")) == is_issue
        assert ("another theme" in (row["limits"] or "")) == is_issue


def test_municipalities_in_focus_that_are_each_others_peers_are_an_issue() -> None:
    groups = (
        PeerGroup(focus=FOCUS, name="f", members=tuple(NAMES[1:9])),
        PeerGroup(focus=NAMES[1], name="g", members=tuple(NAMES[3:9])),
    )
    given = {**ASKED, "methods": "did", "peers": peers_of(groups=groups, construct="custom")}
    found = gap_estimates(panel_of(), focus=NAMES[:2], **given)
    assert found["peer_issues"].str.contains("MC824").fillna(False).tolist() == [True, False]
    alone = gap_estimates(panel_of(), focus=FOCUS, **given)
    assert not alone["peer_issues"].str.contains("MC824").fillna(False).any()


def test_a_shock_of_the_fitted_years_is_listed() -> None:
    fields = {name: getattr(SHOCK, name) for name in Shock.__dataclass_fields__}
    early = [Shock(**{**fields, "starts": "2011", "ends": "2011"})]
    given: dict[str, Any] = {"pre": (2012, 2013), "shocks": early}
    assert row_of(**given)["overlapping_shocks"] is None
    row = row_of(fit_from=2011, **given)
    assert row["overlapping_shocks"] == "storm"
    assert "overlaps with: A storm" in row["limits"]


def test_the_shocks_of_all_rows_are_an_attribute_of_the_frame() -> None:
    given = {**ASKED, "peers": peers_of(), "shocks": [SHOCK]}
    assert gap_estimates(panel_of(), EVENT, **given).attrs["overlapping_shocks"] == "storm"
    given["shocks"] = ()
    assert gap_estimates(panel_of(), EVENT, **given).attrs["overlapping_shocks"] == "none"


SHOCK = Shock(
    key="storm", title="A storm", countries=("SE",), starts="2016-12", ends=None, concepts=(),
    measures=("share",), statement="It came.", source="Own",
)  # fmt: skip


@pytest.mark.parametrize(
    ("options", "limit"),
    [
        ({"shocks": [SHOCK]}, "overlaps with: A storm"),
        ({"peers": peers_of(model_year=2014), "allow": "anachronistic"}, "younger model"),
        ({"peers": peers_of(variables=("share",))}, "selected on the outcome"),
        ({"pre": (2012, 2013)}, "fewer than 3 years"),
        ({"size_factor": 1.0, "population": dict.fromkeys(NAMES[:19], 5)}, "fewer than 19"),
        ({"placebos": "all", "studentise": False}, "neither matched by size nor studentised"),
        ({"peers": peers_of(groups=(
            PeerGroup(focus=FOCUS, name="f", members=tuple(NAMES[1:])),
            *(PeerGroup(focus=n, name=n, members=tuple(NAMES[1:4])) for n in NAMES[4:]),
         ), construct="custom")}, None),
    ],
)  # fmt: skip
def test_what_weakens_the_claim_is_named(options: dict[str, Any], limit: str | None) -> None:
    row = row_of(**options)
    if limit is None:
        assert row["claim"] == "estimate_under_assumptions"
    else:
        assert row["claim"] == "relative_change"
        assert limit in row["limits"]


def test_a_measure_that_the_event_does_not_name_weakens_the_claim() -> None:
    event = Event(municipality=FOCUS, what="x", starts="2014")
    row = row_of(event=event)
    assert row["claim"] == "relative_change"
    assert "does not name this measure" in row["limits"]


def test_counts_and_steep_gaps_weaken_the_claim() -> None:
    assert "counts" in row_of(panel_of(aggregation="additive"))["limits"]
    frame = figures()
    frame.loc[frame["municipality"] == FOCUS, "value"] = [20.0, 30, 40, 5, 1, 1, 1000]
    row = row_of(panel_of(frame), allow="poor_fit")
    assert "unusual trend before" in row["limits"]
    assert "worse than those of the median placebo" in row["limits"]
    assert "lies outside those of the placebos" in row["limits"]


def test_regression_to_the_mean_may_account_for_a_change() -> None:
    chance = np.random.default_rng(3)
    level = chance.normal(10, 3, size=COUNT)
    level[0] = 14.0
    values = np.repeat(level[:, None], 6, axis=1)
    values[:, 4:] = 10 + (level[:, None] - 10) * 0.5
    values += chance.normal(0, 0.01, size=values.shape)
    values[0, :3] = 14
    values[0, 4:] += 0.5
    frame = figures()
    frame.loc[frame["indicator"] == "share", "value"] = values.ravel()
    row = row_of(panel_of(frame))
    assert row["estimate"] < -1
    assert row["rtm_adjusted"] > 0.3
    assert row["limits"] == "regression to the mean may account for all of it"


@pytest.mark.parametrize(
    ("shock", "is_listed"),
    [
        ({}, True),
        ({"measures": ()}, False),
        ({"countries": ("DK",)}, False),
        ({"starts": "2017"}, False),
        ({"starts": "2009", "ends": "2010"}, False),
        ({"starts": "2009", "ends": "2011-01"}, True),
    ],
)
def test_a_shock_is_listed_where_country_years_and_measure_meet(
    shock: dict[str, Any], is_listed: bool
) -> None:
    fields = {name: getattr(SHOCK, name) for name in Shock.__dataclass_fields__}
    row = row_of(shocks=[Shock(**{**fields, **shock})])
    assert row["overlapping_shocks"] == ("storm" if is_listed else None)


def test_a_shock_of_a_concept_touches_its_measures() -> None:
    fields = {name: getattr(SHOCK, name) for name in Shock.__dataclass_fields__}
    shock = Shock(**{**fields, "measures": (), "concepts": ("unemployment",)})
    panel = panel_of(key="N03920")
    row = row_of(panel, event=None, indicators="N03920", shocks=[shock])
    assert row["overlapping_shocks"] == "storm"
    other = row_of(event=None, shocks=[shock])
    assert other["overlapping_shocks"] is None
    assert "it has no concept" in other["limits"]


BREAK = SeriesBreak(starts="2014-07", reason="another clock")


@pytest.mark.parametrize("method", ["own_change", "did", "country", "synthetic"])
def test_a_window_across_a_break_is_refused(method: str) -> None:
    row = row_of(panel_of(breaks=(BREAK,)), methods=method)
    assert row["refused"] == "series_break"
    assert "2014-07: another clock" in row["why"]
    assert row["status"] == "undetermined"
    numbers = ["estimate", "own_change", "pre_rmspe", "p_permutation", "placebo_sd", "claim"]
    assert all(row[name] is None for name in numbers)


@pytest.mark.parametrize("method", ["did", "country", "synthetic"])
def test_a_bridged_break_gives_a_weaker_claim(method: str) -> None:
    whole = row_of(methods=method)
    row = row_of(panel_of(breaks=(BREAK,)), methods=method, bridge="common_shift")
    assert row["estimate"] == whole["estimate"]
    assert row["own_change"] is None
    assert row["claim"] == "relative_change"
    assert "moved all municipalities alike" in row["limits"]


def test_a_change_against_the_own_past_cannot_be_bridged() -> None:
    row = row_of(panel_of(breaks=(BREAK,)), methods="own_change", bridge="common_shift")
    assert row["refused"] == "series_break"
    assert "cannot be bridged" in row["why"]


@pytest.mark.parametrize(
    ("starts", "fit_from", "refused"),
    [
        ("2011", None, None), ("2011-02", None, "series_break"), ("2016", None, "series_break"),
        ("2017", None, None), ("2012", 2011, "series_break"), ("2011", 2011, None),
    ],
)  # fmt: skip
def test_a_break_counts_from_the_second_day_of_the_fit_to_the_last_year(
    starts: str, fit_from: int | None, refused: str | None
) -> None:
    panel = panel_of(breaks=(SeriesBreak(starts=starts, reason="r"),))
    assert row_of(panel, fit_from=fit_from)["refused"] == refused


def test_breaks_of_the_definitions_count_for_a_panel_that_knows_none() -> None:
    known = next(each for each in series_breaks() if each.starts in ("2012", "2015"))
    panel = panel_of(key=known.measure)
    row = row_of(panel, event=None, indicators=known.measure)
    assert row["refused"] == "series_break"
    assert known.reason in row["why"]
    own = panel_of(key=known.measure, breaks=(SeriesBreak(starts=known.starts, reason="own"),))
    assert f"({known.starts}: own)" in row_of(own, event=None, indicators=known.measure)["why"]


@pytest.mark.parametrize(
    ("year", "refused"),
    [(2013, None), (2014, "anachronistic"), (None, None), (2020, "anachronistic")],
)
def test_peers_of_a_younger_model_are_refused(year: int | None, refused: str | None) -> None:
    row = row_of(peers=peers_of(model_year=year))
    assert row["refused"] == refused
    assert ("MC821" in (row["peer_issues"] or "")) == (refused is not None)
    if refused:
        assert f"model of {year}, later than 2011/2013" in row["why"]
        assert ("2015/2016" in row["why"]) == (year == 2020)
        assert row["estimate"] is None
        assert row["own_change"] == pytest.approx(-9, abs=0.5)


def test_a_poor_fit_is_refused_unless_it_is_allowed_by_name() -> None:
    frame = figures()
    frame.loc[1, "value"] = 12.0
    row = row_of(panel_of(frame))
    assert row["refused"] == "poor_fit"
    assert row["estimate"] is row["claim"] is row["p_permutation"] is row["p_adjusted"] is None
    assert row["pre_rmspe"] > 0.5
    assert row["placebo_sd"] > 0
    allowed = row_of(panel_of(frame), allow=["poor_fit"])
    assert (allowed["refused"], allowed["claim"]) == (None, "relative_change")
    assert row_of(panel_of(frame), methods="own_change")["refused"] is None


def test_missing_values_of_the_focus_are_refused_with_their_status() -> None:
    frame = figures().assign(status="")
    frame.loc[[1, 4], ["value", "status"]] = [nan, "Privacy"]
    row = row_of(panel_of(frame))
    assert (row["refused"], row["status"]) == ("missing_values", "suppressed")
    assert "2012 (suppressed), 2015 (suppressed)" in row["why"]
    assert row["own_change"] is row["estimate"] is None
    between = figures()
    between.loc[3, "value"] = nan
    assert row_of(panel_of(between))["status"] == "reported"


def test_too_few_peers_with_all_figures_are_refused() -> None:
    frame = figures()
    few = (PeerGroup(focus=FOCUS, name="f", members=tuple(NAMES[1:4])),)
    peers = peers_of(groups=few, construct="custom")
    row = row_of(panel_of(frame), peers=peers)
    assert row["n_peers_used"] == 3
    assert "the fit rests" not in (row["limits"] or "")
    frame.loc[6, "value"] = nan
    row = row_of(panel_of(frame), peers=peers)
    assert (row["refused"], row["n_peers"], row["n_peers_used"]) == ("few_peers", 3, 2)
    assert row_of(panel_of(frame), peers=peers, min_peers=2)["status"] == "reported"


def test_a_focus_without_a_group_is_refused() -> None:
    groups = (PeerGroup(focus=NAMES[1], name="f", members=tuple(NAMES[2:9])),)
    row = row_of(peers=peers_of(groups=groups, construct="custom"))
    assert (row["refused"], row["n_peers"], row["estimate"]) == ("no_group", 0, None)


def test_peers_that_the_panel_lacks_are_listed_and_not_used() -> None:
    members = (*NAMES[:8], "SE-2584")
    peers = peers_of(groups=(PeerGroup(focus=None, name="g", members=members),))
    row = row_of(peers=peers)
    assert (row["n_peers"], row["n_peers_used"]) == (8, 7)


def test_figures_that_may_not_be_put_together_have_an_own_change_only() -> None:
    panel = panel_of(aggregation="forbidden")
    row = row_of(panel)
    assert (row["refused"], row["pre_gap"], row["placebo_sd"]) == ("no_mean", None, None)
    assert row_of(panel, methods="own_change")["status"] == "reported"


def test_a_measure_of_the_event_that_the_panel_lacks_is_a_refused_row() -> None:
    event = Event(municipality=FOCUS, what="x", starts="2014", measures=("N9", "share"))
    given = {**ASKED, "peers": peers_of(), "methods": "country", "indicators": None}
    found = gap_estimates(panel_of(), event, **given)
    assert found["indicator"].tolist() == ["N9", "share"]
    assert found["refused"].fillna("").tolist() == ["missing_indicator", ""]
    assert found["status"].tolist() == ["not_printed", "reported"]
    assert placebo_distribution(panel_of(), event, **given)["indicator"].eq("N9").sum() == 1


def test_all_reasons_are_given_at_once() -> None:
    frame = figures()
    frame.loc[1, "value"] = nan
    row = row_of(panel_of(frame, breaks=(BREAK,)), peers=peers_of(model_year=2020))
    assert row["refused"] == "series_break; anachronistic; missing_values"
    assert row["why"].count("; ") >= 2


def test_refused_rows_are_not_of_the_family() -> None:
    peers = [peers_of(model_year=2020), peers_of(key="old")]
    found = gap_estimates(panel_of(), EVENT, **{**ASKED, "peers": peers, "methods": "did"})
    assert found["family_size"].fillna(0).tolist() == [0, 1]
    assert found["p_adjusted"].notna().tolist() == [False, True]


def test_the_bundled_shocks_are_looked_for_if_none_are_given() -> None:
    frame = figures().assign(period=lambda rows: rows["period"] + 4)
    row = row_of(
        panel_of(frame, key="N31807"), event=None, indicators="N31807", shocks=None,
        pre=(2015, 2017), post=(2019, 2020), peers=peers_of(),
    )  # fmt: skip
    assert "covid" in row["overlapping_shocks"].split("; ")
