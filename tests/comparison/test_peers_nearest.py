"""Nearest peers against plain loops: missing values, ties, order, units, refusals."""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan, nan, sqrt
from pathlib import Path
from random import Random

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from municompare.comparison.neighbours import nearest_rows
from municompare.comparison.peers import nearest, nearest_predicted, peer_report
from municompare.errors import MunicompareError
from municompare.model.peers import PeerSet
from municompare.statistics.panel import Panel

Rows = Sequence[Sequence[float]]


def ids(count: int) -> list[str]:
    return [f"SE-{n:04d}" for n in range(101, 101 + count)]


def panel_of(rows: Rows, order: Sequence[int] | None = None) -> Panel:
    """A panel of one year with a column ``V0``, ``V1``, … for each value of a row."""
    frame = pd.DataFrame(
        [
            (name, f"V{i}", "2019", value)
            for name, row in zip(ids(len(rows)), rows, strict=True)
            for i, value in enumerate(row)
        ],
        columns=["municipality", "indicator", "period", "value"],
    )
    panel = Panel.from_frame(frame, publisher="P", attribution="Källa: P")
    names = ids(len(rows))
    return panel if order is None else panel.sel(municipalities=[names[i] for i in order])


def names_of(rows: Rows) -> list[str]:
    return [f"V{i}" for i in range(len(rows[0]))]


def plain_distances(rows: Rows, weights: Sequence[float]) -> dict[str, dict[str, float]]:
    """All distances between complete municipalities, one pair and one variable at a time."""
    spreads = []
    for column in zip(*rows, strict=True):
        present = [value for value in column if not isnan(value)]
        mean = sum(present) / len(present)
        spreads.append(sqrt(sum((value - mean) ** 2 for value in present) / len(present)))
    complete = {
        name: row
        for name, row in zip(ids(len(rows)), rows, strict=True)
        if not any(map(isnan, row))
    }
    return {
        a: {
            b: sqrt(
                sum(
                    w * ((x - y) / s) ** 2
                    for x, y, s, w in zip(complete[a], complete[b], spreads, weights, strict=True)
                )
                / sum(weights)
            )
            for b in complete
            if b != a
        }
        for a in complete
    }


def check_lists(peers: PeerSet, expected: dict[str, dict[str, float]], k: int, near: float) -> None:
    """Members are the nearest, ties fall to lower ids, and exactly those ties are reported."""
    tied = {
        place.locator
        for issue in peers.findings
        if issue.code == "MC808"
        for place in issue.readings
    }
    for group in peers.groups:
        assert group.focus is not None
        if group.focus not in expected:
            assert group.members == ()
            continue
        distances = expected[group.focus]
        assert len(group.members) == k
        assert group.distances is not None
        assert group.distances == pytest.approx([distances[m] for m in group.members], abs=near)
        last = max(distances[m] for m in group.members)
        others = {m: d for m, d in distances.items() if m not in group.members}
        assert all(d >= last - near for d in others.values())
        level = {m for m, d in distances.items() if abs(d - last) <= near}
        assert (group.focus in tied) == bool(level & others.keys())
        chosen = sorted(level & set(group.members))
        assert all(m > chosen[-1] for m in level & others.keys())
    rounded = [
        (g.focus, list(zip(np.round(g.distances or (), 8), g.members, strict=True)))
        for g in peers.groups
    ]
    assert all(pairs == sorted(pairs) for _, pairs in rounded)


@st.composite
def problems(draw: st.DrawFn) -> tuple[Rows, int]:
    """Rows and k that allow a search: whole numbers, which make many ties, with some missing."""
    width = draw(st.integers(1, 4))
    row = st.lists(st.integers(-3, 3).map(float), min_size=width, max_size=width)
    rows = [[0.0] * width, [1.0] * width, *draw(st.lists(row, min_size=2, max_size=12))]
    for at, column in draw(
        st.sets(st.tuples(st.integers(2, len(rows) - 1), st.integers(0, width - 1)), max_size=4)
    ):
        rows[at][column] = nan
    complete = sum(not any(map(isnan, row)) for row in rows)
    return draw(st.permutations(rows)), draw(st.integers(1, min(5, complete - 1)))


@given(problems(), st.data())
def test_nearest_peers_are_those_of_a_plain_loop(
    problem: tuple[Rows, int], data: st.DataObject
) -> None:
    rows, k = problem
    names = names_of(rows)
    weights = data.draw(st.lists(st.integers(1, 4), min_size=len(names), max_size=len(names)))
    given_weights = {n: float(w) for n, w in zip(names, weights, strict=True)}
    peers = nearest(panel_of(rows), names, period="2019", k=k, weights=given_weights)
    check_lists(peers, plain_distances(rows, weights), k, 1e-9)


@given(problems(), st.randoms())
def test_the_order_of_municipalities_changes_nothing(
    problem: tuple[Rows, int], random: Random
) -> None:
    rows, k = problem
    order = list(range(len(rows)))
    random.shuffle(order)
    names = names_of(rows)
    assert nearest(panel_of(rows, order), names, period="2019", k=k) == nearest(
        panel_of(rows), names, period="2019", k=k
    )


@given(st.integers(0, 2**32 - 1), st.integers(1, 40))
def test_rows_of_real_numbers_have_the_neighbours_of_a_full_sort(seed: int, k: int) -> None:
    random = np.random.default_rng(seed)
    scaled = random.normal(size=(60, random.integers(1, 15))) * 10.0 ** random.uniform(-3, 3)
    scaled[random.integers(60)] *= 50
    found = nearest_rows(scaled, k=k)
    distances = np.sqrt(((scaled[:, None] - scaled) ** 2).sum(axis=2))
    np.fill_diagonal(distances, np.inf)
    assert (np.argsort(distances, axis=1, kind="stable")[:, :k] == found.rows).all()
    np.testing.assert_allclose(np.sort(distances, axis=1)[:, :k], found.distances, rtol=1e-12)
    assert not found.tied.any()


def test_identical_rows_are_all_equally_near() -> None:
    found = nearest_rows(np.zeros((4, 2)), k=2)
    assert found.rows.tolist() == [[1, 2], [0, 2], [0, 1], [0, 1]]
    assert found.tied.all()
    assert not nearest_rows(np.zeros((3, 2)), k=2).tied.any()


@given(problems())
def test_another_unit_of_a_variable_changes_no_peer(problem: tuple[Rows, int]) -> None:
    rows, k = problem
    # powers of two leave every digit as it is, so that ties stay ties
    other = [[value * 1024 for value in row] for row in rows]
    a, b = (nearest(panel_of(r), names_of(rows), period="2019", k=k) for r in (rows, other))
    assert a.groups == b.groups


def test_a_municipality_that_lacks_a_value_gets_no_peers_and_is_nobodys_peer() -> None:
    peers = nearest(panel_of([[0, 0], [1, nan], [2, 1], [4, 1]]), ["V0", "V1"], period=2019, k=1)
    assert peers.peers_of("SE-0102") == ()
    reason = "no value of V1 in 2019 (undetermined)"
    assert peers.groups_of("SE-0102")[0].reason == reason
    assert "SE-0102" not in {m for group in peers.groups for m in group.members}
    [finding] = peers.findings
    assert (finding.code, finding.readings[0].locator) == ("MC807", "SE-0102")
    assert finding.readings[0].text == reason


def test_the_spread_is_that_of_all_municipalities_with_a_value() -> None:
    # SE-0104 has no V1, but its V0 counts for the spread of V0
    rows = [[0.0, 0.0], [1.0, 1.0], [2.0, 0.0], [9.0, nan]]
    peers = nearest(panel_of(rows), ["V0", "V1"], period="2019", k=2)
    spread = [np.std([0, 1, 2, 9]), np.std([0, 1, 0])]
    expected = sqrt(((1 / spread[0]) ** 2 + (1 / spread[1]) ** 2) / 2)
    assert dict(zip(peers.peers_of("SE-0101"), peers.groups[0].distances or (), strict=True))[
        "SE-0102"
    ] == pytest.approx(expected)


def test_whole_countries_and_regions_take_no_part() -> None:
    frame = pd.DataFrame(
        [(code, "V0", "2019", float(i)) for i, code in enumerate(["0000", "0001", "0114", "0115"])],
        columns=["municipality", "indicator", "period", "value"],
    )
    panel = Panel.from_frame(frame, publisher="P", attribution="P")
    assert nearest(panel, "V0", period="2019", k=1).municipalities == ("SE-0114", "SE-0115")


def test_peers_are_of_one_country() -> None:
    codes = ["SE-0114", "SE-0115", "DK-101", "DK-147"]
    frame = pd.DataFrame(
        [(code, "V0", "2019", float(i)) for i, code in enumerate(codes)],
        columns=["municipality", "indicator", "period", "value"],
    )
    panel = Panel.from_frame(frame, publisher="P", attribution="P")
    with pytest.raises(MunicompareError, match="Name the country"):
        nearest(panel, "V0", period="2019", k=1)
    with pytest.raises(MunicompareError, match="MC805"):
        nearest(panel, "V0", period="2019", k=1, country="NO")
    assert nearest(panel, "V0", period="2019", k=1, country="DK").peers_of("DK-101") == ("DK-147",)


def test_all_impossible_settings_come_in_one_error() -> None:
    panel = panel_of([[0, 0], [1, 2], [2, 1]])
    with pytest.raises(MunicompareError) as raised:
        nearest(panel, ["V0", "V0"], period="2019", k=0, weights={"V1": -1.0})
    assert raised.value.report.codes == ("MC805",) * 4
    with pytest.raises(MunicompareError, match="MC805"):
        nearest(panel, [], period="2019")
    with pytest.raises(MunicompareError, match="MC805"):
        nearest(panel, "V0", period="2019", k=True)


def test_values_that_do_not_allow_a_search_are_refused() -> None:
    panel = panel_of([[0.1, 0], [0.1, nan], [0.1, 1]])
    with pytest.raises(MunicompareError, match=r"equal or no values of V0"):
        nearest(panel, ["V0", "V1"], period="2019", k=1)
    with pytest.raises(MunicompareError, match=r"at least 3 municipalities .* found 2"):
        nearest(panel, "V1", period="2019", k=2)
    with pytest.raises(MunicompareError, match="did you mean"):
        nearest(panel, "V", period="2019")


def test_a_search_says_how_it_was_made() -> None:
    peers = nearest(panel_of([[0, 0], [1, 2], [2, 1]]), ["V0", "V1"], period="2019", k=2, theme="x")
    assert (peers.construct, peers.k, peers.model_year) == ("structural_nearest", 2, 2019)
    assert peers.variables == ("V0", "V1")
    assert dict(peers.settings)["weights"] == "V0 1, V1 1"
    assert not peers.official
    assert peers.issues(outcomes="V1", periods="2018").codes == ("MC821", "MC826", "MC827")


def plain_fit(rows: Rows) -> tuple[np.ndarray, np.ndarray]:
    """Coefficients of the first column on the others, by the normal equations."""
    data = np.array([row for row in rows if not any(map(isnan, row))])
    design = np.column_stack([np.ones(len(data)), data[:, 1:]])
    return np.linalg.solve(design.T @ design, design.T @ data[:, 0]), design


@given(st.integers(0, 2**32 - 1), st.integers(1, 3), st.integers(1, 4))
def test_predicted_peers_are_those_of_the_normal_equations(seed: int, width: int, k: int) -> None:
    random = np.random.default_rng(seed)
    values = random.normal(size=(25, width + 1))
    values[10:][random.random((15, width + 1)) < 0.2] = nan
    rows = values.tolist()
    solution, design = plain_fit(rows)
    conditions = [f"V{i}" for i in range(1, width + 1)]
    peers = nearest_predicted(panel_of(rows), "V0", conditions, period="2019", k=k)
    fit = peers.fit
    assert fit is not None
    assert fit.n == len(design)
    assert (fit.intercept, *fit.coefficients) == pytest.approx(tuple(solution), rel=1e-8, abs=1e-10)
    predicted = {
        name: float(solution[0] + np.dot(solution[1:], row[1:]))
        for name, row in zip(ids(25), rows, strict=True)
        if not any(map(isnan, row[1:]))
    }
    assert dict(fit.predicted) == pytest.approx(predicted, rel=1e-8, abs=1e-10)
    distances = {
        a: {b: abs(predicted[a] - predicted[b]) for b in predicted if b != a} for a in predicted
    }
    check_lists(peers, distances, k, 1e-8)
    observed = [row[0] for row in rows if not any(map(isnan, row))]
    residuals = np.array(list(dict(fit.residuals).values()))
    assert residuals == pytest.approx(np.array(observed) - design @ solution, abs=1e-8)
    explained = 1 - (residuals**2).sum() / ((observed - np.mean(observed)) ** 2).sum()
    assert fit.r_squared == pytest.approx(explained, abs=1e-9)
    assert fit.residual_sd == pytest.approx(sqrt((residuals**2).sum() / (fit.n - width - 1)))


@given(st.integers(0, 2**32 - 1), st.randoms())
def test_the_order_of_municipalities_changes_no_prediction(seed: int, random: Random) -> None:
    rows = np.random.default_rng(seed).normal(size=(15, 3)).tolist()
    order = list(range(15))
    random.shuffle(order)
    a, b = (
        nearest_predicted(panel_of(rows, o), "V0", ["V1", "V2"], period="2019", k=3)
        for o in (None, order)
    )
    assert a == b


def test_a_municipality_without_outcome_has_peers_but_no_part_in_the_fit() -> None:
    rows = [[0.0, 0.0], [1.1, 1.0], [1.9, 2.0], [nan, 3.0], [2.0, nan]]
    peers = nearest_predicted(panel_of(rows), "V0", "V1", period="2019", k=1)
    assert peers.fit is not None
    assert peers.fit.n == 3
    assert peers.peers_of("SE-0104") == ("SE-0103",)
    assert peers.peers_of("SE-0105") == ()
    missing = [i for i in peers.findings if i.code == "MC807"]
    assert [[place.locator for place in i.readings] for i in missing] == [["SE-0105"], ["SE-0104"]]
    assert "take no part in the fit" in missing[1].message


def test_equal_predictions_are_ties() -> None:
    rows = [[0.0, 0.0], [1.0, 1.0], [2.5, 1.0], [3.0, 1.0], [4.0, 2.0]]
    peers = nearest_predicted(panel_of(rows), "V0", "V1", period="2019", k=1)
    assert peers.peers_of("SE-0104") == ("SE-0102",)
    [tie] = [i for i in peers.findings if i.code == "MC808"]
    assert {"SE-0102", "SE-0103", "SE-0104"} <= {place.locator for place in tie.readings}


def test_conditions_of_an_earlier_year_predict_a_later_outcome() -> None:
    frame = pd.DataFrame(
        [
            (code, name, year, value)
            for i, code in enumerate(ids(5))
            for name, year, value in [("Y", "2019", i * 2.0), ("X", "2018", i * 1.0)]
        ],
        columns=["municipality", "indicator", "period", "value"],
    )
    panel = Panel.from_frame(frame, publisher="P", attribution="P")
    peers = nearest_predicted(panel, "Y", "X", period=2019, variables_period=2018, k=1)
    assert (peers.variables_period, peers.model_year) == ("2018", 2019)
    assert peers.fit is not None
    assert peers.fit.coefficients == pytest.approx((2.0,))
    assert peers.fit.r_squared == pytest.approx(1)


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        pytest.param(
            [[0.0, 1.0], [1.0, 1.0], [2.0, 1.0], [3.0, nan]], "of V1", id="equal condition"
        ),
        pytest.param([[5.0, 1.0], [5.0, 2.0], [5.0, 4.0]], "of V0", id="equal outcome"),
        pytest.param([[0.0, 1.0], [1.0, 2.0], [nan, 4.0]], "found 2", id="too few"),
        pytest.param(
            [[1.0, 1.0], [1.0, 2.0], [1.0, 4.0], [2.0, nan]], "of V0", id="outcome equal in the fit"
        ),
        pytest.param(
            [[1.0, 3.0], [2.0, 3.0], [4.0, 3.0], [nan, 4.0]], "of V1", id="equal in the fit"
        ),
    ],
)
def test_a_prediction_that_is_not_possible_is_refused(rows: Rows, message: str) -> None:
    with pytest.raises(MunicompareError, match=message) as raised:
        nearest_predicted(panel_of(rows), "V0", "V1", period="2019", k=1)
    assert raised.value.report.codes == ("MC806",)


def test_conditions_that_determine_each_other_are_refused() -> None:
    rows = [[float(i**2), float(i), 2.0 * i + 1] for i in range(8)]
    with pytest.raises(MunicompareError, match="found 1 independent"):
        nearest_predicted(panel_of(rows), "V0", ["V1", "V2"], period="2019", k=1)


def test_an_outcome_cannot_predict_itself() -> None:
    with pytest.raises(MunicompareError, match="MC805"):
        nearest_predicted(panel_of([[0, 1], [1, 2], [2, 2]]), "V0", ["V0", "V1"], period="2019")


def test_ones_own_groups_are_never_called_klynger() -> None:
    rows = [[0.0, 0.0], [1.1, 1.0], [1.9, 2.0], [3.3, 3.0]]
    peers = nearest_predicted(panel_of(rows), "V0", "V1", period="2019", k=1)
    assert peers.word == "peer group"
    assert "klynge" not in f"{peers} {peers!r} {peers.issues()} {peer_report(peers, 'SE-0101')}"


def test_real_municipalities_have_seven_peers_or_a_reason(shared_statistics: Path) -> None:
    frame = pd.read_csv(
        shared_statistics / "kolada_values.csv.gz", dtype={"municipality": str, "year": str}
    )
    variables = ["N01951", "N02925", "N03920"]
    panel = Panel.from_frame(
        frame[frame["kpi"].isin(variables) & (frame["year"] == "2019")],
        columns={"kpi": "indicator", "year": "period", "gender": "group"},
        publisher="Kolada",
        attribution="Källa: Kolada",
    )
    peers = nearest(panel, variables, period="2019")
    assert len(peers.municipalities) == 290
    assert {len(group.members) for group in peers.groups} == {7}
    assert "SE-0680" in peers.peers_of("SE-0580")
    assert 0.5 < (peers.reciprocity or 0) < 0.9
