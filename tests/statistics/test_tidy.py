"""Tidy frames and CSV files to panels and back."""

from __future__ import annotations

import datetime as dt
import gzip
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from municompare.errors import MunicompareError
from municompare.model.panel import PanelIndicator, SeriesBreak
from municompare.statistics import Panel

from .panels import SOURCE, bits, panels, tidy

KOLADA = {"kpi": "indicator", "year": "period", "gender": "group"}
FULL = "municipality indicator period group value status"


def panel_of(frame: Any, **arguments: Any) -> Panel:
    return Panel.from_frame(frame, **{**SOURCE, **arguments})


def refused(frame: Any, **arguments: Any) -> MunicompareError:
    with pytest.raises(MunicompareError) as caught:
        panel_of(frame, **arguments)
    return caught.value


def cell(panel: Panel, *names: str) -> tuple[float, str]:
    """Value and status of one cell."""
    [row] = (
        panel.sel(
            **dict(zip(("municipalities", "indicators", "periods", "groups"), names, strict=False))
        )
        .to_frame()
        .itertuples()
    )
    return row.value, row.status


def test_names_are_ordered_and_cells_without_a_row_are_not_printed() -> None:
    panel = panel_of(
        tidy(
            ("0581", "N2", 2019, "M", 1.0, ""),
            ("0580", "N1", 2018, "T", 2.0, "reported"),
            ("0000", "N1", "2018-Q2", "K", np.nan, "Privacy"),
            columns=FULL,
        )
    )
    assert panel.municipalities == ("SE-0000", "SE-0580", "SE-0581")
    assert panel.indicators == ("N1", "N2")
    assert panel.periods == ("2018", "2018-Q2", "2019")
    assert panel.groups == ("total", "women", "men")
    status = panel.dataset["status"]
    assert status.size == 54
    assert int((status == 3).sum()) == 51
    assert panel.to_frame()["status"].tolist() == ["suppressed", "reported", "reported"]
    assert panel.to_frame(dropna=True)["value"].tolist() == [2.0, 1.0]


def test_kolada_and_danish_names_are_mapped_explicitly() -> None:
    kolada = tidy(("N1", "0580", 2019, "K", 1), columns="kpi municipality year gender value")
    assert cell(panel_of(kolada, columns=KOLADA), "SE-0580", "N1", "2019", "women")[0] == 1
    danish = tidy(("740", 2019, "x", 1.5, "somebody"), columns="code year indicator value source")
    names = {"code": "municipality", "year": "period"}
    panel = panel_of(danish, columns=names, country="DK")
    assert cell(panel, "DK-740", "x", "2019", "total") == (1.5, "reported")


def test_a_named_column_wins_over_one_that_has_the_name() -> None:
    frame = tidy(
        ("0580", "Linköping", "N1", 2019, 1),
        columns="municipality_id municipality indicator period value",
    )
    panel = panel_of(frame, columns={"municipality_id": "municipality"})
    assert panel.municipalities == ("SE-0580",)


def test_ids_are_taken_as_they_are_whatever_the_country() -> None:
    panel = panel_of(tidy(("DK-740", "N1", 2019, 1), ("0580", "N1", 2019, 1)))
    assert panel.municipalities == ("DK-740", "SE-0580")


def test_a_missing_value_without_a_reason_is_undetermined() -> None:
    panel = panel_of(tidy(("0580", "N1", 2019, np.nan), ("0581", "N1", 2019, 1.0)))
    value, status = cell(panel, "SE-0580")
    assert np.isnan(value)
    assert status == "undetermined"


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("Missing", "not_reported"),
        ("Privacy", "suppressed"),
        ("Not applicable", "not_applicable"),
        ("not_measured", "not_measured"),
        (None, "undetermined"),
        (np.nan, "undetermined"),
        (pd.NA, "undetermined"),
    ],
)
def test_status_words_are_kolada_s_or_the_library_s(word: Any, status: str) -> None:
    columns = "municipality indicator period value status"
    panel = panel_of(tidy(("0580", "N1", 2019, np.nan, word), columns=columns))
    assert cell(panel, "SE-0580")[1] == status


@pytest.mark.parametrize("dtype", ["int64", "Int64", "Float64", "float32", "uint8"])
def test_every_column_of_numbers_is_taken(dtype: str) -> None:
    frame = tidy(("0580", "N1", 2019, 3), ("0581", "N1", 2019, 4)).astype({"value": dtype})
    assert panel_of(frame).dataset["value"].values.ravel().tolist() == [3.0, 4.0]


def test_categories_and_text_columns_are_taken() -> None:
    frame = tidy(("0580", "N1", 2019, 3), ("0581", "N1", 2019, 4))
    plain = panel_of(frame)
    assert panel_of(frame.astype({"municipality": "category", "indicator": "string"})) == plain
    assert panel_of(frame.astype({"period": "float64"})) == plain
    assert panel_of(frame.astype({"period": "str"})) == plain
    assert panel_of(frame.set_index(pd.Index([7, 7]))) == plain


@pytest.mark.parametrize("dtype", ["int64", "float64"])
@pytest.mark.parametrize("country", ["SE", "DK"])
def test_codes_that_are_numbers_are_refused_once_for_the_column(dtype: str, country: Any) -> None:
    frame = tidy((580, "N1", 2019, 1), (740, "N1", 2019, 1)).astype({"municipality": dtype})
    [issue] = refused(frame, country=country).report
    assert issue.code == "MC703"
    assert dtype in issue.message
    assert [reading.locator for reading in issue.readings] == ["row 0", "row 1"]


@pytest.mark.parametrize("code", [580, "580", "05800", " 0580", "058O", "٠٥٨٠", "SE-580", "", None])
def test_what_is_no_code_is_refused(code: Any) -> None:
    frame = tidy(("0581", "N1", 2019, 1), (code, "N1", 2019, 1))
    [issue] = refused(frame).report
    assert issue.code == "MC703"
    assert issue.readings[0].locator == "row 1"
    assert refused(tidy(("0580", "N1", 2019, 1)), country="DK").report.codes == ("MC703",)


@pytest.mark.parametrize(
    "year", ["next", 20199, 19, 2019.5, np.nan, None, True, "2019-13", "２０１９"]
)
def test_a_year_that_is_no_year_is_refused(year: Any) -> None:
    frame = tidy(("0580", "N1", 2019, 1), ("0580", "N1", year, 1))
    frame["period"] = pd.Series([2019, year], dtype=object)
    [issue] = refused(frame).report
    assert issue.code == "MC704"
    assert issue.readings[0].locator == "row 1"


@pytest.mark.parametrize("value", [np.inf, -np.inf])
def test_infinite_values_are_refused(value: float) -> None:
    frame = tidy(("0580", "N1", 2018, 1), ("0580", "N1", 2019, value))
    [issue] = refused(frame).report
    assert (issue.code, issue.readings[0].locator) == ("MC707", "row 1")


def test_a_value_too_large_for_the_dtype_is_refused() -> None:
    frame = tidy(("0580", "N1", 2019, 1e39))
    assert panel_of(frame).dataset["value"].values.item() == 1e39
    assert refused(frame, dtype="float32").report.codes == ("MC707",)


@pytest.mark.parametrize("values", [["1", "2"], [True, False], [1j, 2j], [[1], [2]]])
def test_values_that_are_no_numbers_are_refused(values: list[Any]) -> None:
    frame = tidy(("0580", "N1", 2018, 1), ("0580", "N1", 2019, 1)).assign(value=values)
    assert refused(frame).report.codes == ("MC707",)


def test_duplicate_rows_are_refused_with_all_their_rows() -> None:
    frame = tidy(("0580", "N1", 2019, 1), ("0581", "N1", 2019, 1), ("SE-0580", "N1", "2019", 1))
    [issue] = refused(frame).report
    assert issue.code == "MC709"
    assert [(r.locator, r.text) for r in issue.readings] == [
        ("row 0", "SE-0580 N1 2019 total"),
        ("row 2", "SE-0580 N1 2019 total"),
    ]


def test_a_value_beside_a_reason_for_none_is_refused_until_decided() -> None:
    columns = "municipality indicator period value status"
    frame = tidy(
        ("0580", "N1", 2018, 1.0, "Privacy"),
        ("0580", "N1", 2019, np.nan, "reported"),
        ("0580", "N1", 2020, 3.0, ""),
        columns=columns,
    )
    [issue] = refused(frame).report
    assert issue.code == "MC708"
    assert [reading.locator for reading in issue.readings] == ["row 0", "row 1"]
    kept = panel_of(frame, contradictions="keep_value")
    assert kept.to_frame()["status"].tolist() == ["reported", "undetermined", "reported"]
    assert kept.to_frame()["value"].tolist()[0] == 1.0
    assert "1 rows gave a value and a status against it: the value was kept" in kept.remarks
    dropped = panel_of(frame, contradictions="keep_status")
    assert dropped.to_frame()["status"].tolist() == ["suppressed", "undetermined", "reported"]
    assert np.isnan(dropped.to_frame()["value"][0])
    assert "the status was kept" in dropped.remarks
    assert panel_of(frame.iloc[2:], contradictions="keep_status").remarks == ""


def test_all_problems_of_a_frame_are_told_at_once() -> None:
    frame = tidy(
        ("580", "N1", 2019, "T", 1.0, ""),
        ("0580", "", "x", "X", np.inf, "Secret"),
        ("0580", "N1", 2019, "T", 1.0, ""),
        ("0580", "N1", 2019, "total", 2.0, "Privacy"),
        columns=FULL,
    )
    error = refused(frame, publisher="", vintage="soon", indicators=[PanelIndicator(key="N1")] * 2)
    assert sorted(error.report.codes) == [
        "MC701", "MC701", "MC703", "MC704", "MC705", "MC706", "MC707", "MC708", "MC709", "MC710",
        "MC710",
    ]  # fmt: skip


def test_all_rows_of_one_wrong_cell_are_one_problem() -> None:
    frame = tidy(*[("0580", "N1", "x", n) for n in range(3)], ("0580", "N1", "y", 1))
    error = refused(frame)
    assert [len(issue.readings) for issue in error.report] == [3, 1]


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        (None, "expected a column 'value'"),
        ({"count": "value"}, "expected a column 'count'"),
        ({"n": "figure"}, "found 'figure' in `columns`|found 'figure'"),
        ({"n": "value", "period": "value"}, "expected one column for 'value'"),
    ],
)
def test_columns_that_are_not_there_are_told(columns: Any, words: str) -> None:
    frame = tidy(("0580", "N1", 2019, 1), columns="municipality indicator period n")
    error = refused(frame, columns=columns)
    assert set(error.report.codes) == {"MC702"}
    assert any(word in str(error) for word in words.split("|"))


def test_two_columns_of_one_name_are_refused() -> None:
    frame = tidy(("0580", "N1", 2019, 1, 2), columns="municipality indicator period value value")
    assert refused(frame).report.codes == ("MC702",)


def test_a_frame_without_rows_is_refused() -> None:
    assert refused(tidy(("0580", "N1", 2019, 1.0)).iloc[:0]).report.codes == ("MC702",)


@pytest.mark.parametrize("name", ["municipality", "indicator", "period"])
def test_lists_in_cells_are_refused(name: str) -> None:
    frame = tidy(("0580", "N1", 2019, 1.0)).astype(object).assign(value=1.0)
    frame[name] = pd.Series([[1]], dtype=object)
    assert len(refused(frame).report) == 1


@pytest.mark.parametrize("argument", ["dtype", "country", "contradictions"])
def test_arguments_out_of_their_list_are_refused(argument: str) -> None:
    frame = tidy(("0580", "N1", 2019, 1.0))
    assert refused(frame, **{argument: "other"}).report.codes == ("MC108",)


def test_what_is_known_of_indicators_goes_into_the_panel() -> None:
    breaks = (SeriesBreak(starts="2018", reason="new definition"),)
    known = PanelIndicator(
        key="N1", title="Åäö", unit="percent", direction="decrease", breaks=breaks
    )
    panel = panel_of(
        tidy(("0580", "N1", 2019, 1), ("0580", "N2", 2019, 1)),
        indicators=[known, PanelIndicator(key="N3")],
        vintage=dt.date(2023, 3, 28),
        dtype="float32",
    )
    assert panel.indicators == ("N1", "N2")
    assert panel.indicator("N1").breaks == breaks
    assert panel.indicator("N1").publisher == "Kolada"
    assert panel.indicator("N2").direction == "unknown"
    assert panel.vintage == "2023-03-28"
    assert panel.dataset["value"].dtype == np.float32


def test_a_wrong_description_is_refused() -> None:
    frame = tidy(("0580", "N1", 2019, 1))
    wrong: Any = PanelIndicator(
        key="N1",
        title="\0",
        unit="procent",
        direction="up",  # type: ignore[arg-type]
        breaks=(
            SeriesBreak(starts="once", reason="\0"),
            SeriesBreak(starts=2018, reason=""),  # type: ignore[arg-type]
        ),
    )
    codes = refused(frame, indicators=[wrong]).report.codes
    assert sorted(codes) == ["MC114", *["MC710"] * 5]


@given(panels())
def test_a_frame_of_a_panel_gives_the_same_cells(panel: Panel) -> None:
    frame = panel.to_frame()
    assume(not frame.empty)
    dtype = str(panel.dataset["value"].dtype)
    again = panel_of(frame, dtype=dtype)
    order = ["municipality", "indicator", "period", "group"]
    pd.testing.assert_frame_equal(
        again.to_frame().sort_values(order, ignore_index=True),
        frame.sort_values(order, ignore_index=True),
    )
    assert bits(panel_of(again.to_frame(), dtype=dtype)) == bits(again)


def csv(folder: Path, text: str | bytes) -> Path:
    path = folder / "figures.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def csv_refused(path: Path, **arguments: Any) -> MunicompareError:
    with pytest.raises(MunicompareError) as caught:
        Panel.from_csv(path, **{**SOURCE, **arguments})
    return caught.value


HEAD = "municipality,indicator,period,value\n"


def test_a_csv_file_keeps_codes_and_exact_figures(tmp_path: Path) -> None:
    path = csv(tmp_path, HEAD + "0580,N1,2018,0.1\n\n,,,\n0580,NA,2019,-0.0\n0581,N1,2019,\n")
    panel = Panel.from_csv(path, **SOURCE)
    assert panel.municipalities == ("SE-0580", "SE-0581")
    assert panel.indicators == ("N1", "NA")
    frame = panel.to_frame()
    assert frame["value"].tolist()[0] == 0.1
    assert np.signbit(frame["value"][1])
    assert frame["status"].tolist() == ["reported", "reported", "undetermined"]


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_figure_written_out_is_read_exactly(tmp_path_factory: Any, value: float) -> None:
    path = csv(tmp_path_factory.mktemp("csv"), HEAD + f"0580,N1,2018,{value!r}\n")
    read = Panel.from_csv(path, **SOURCE).dataset["value"].values.item()
    assert np.float64(read).tobytes() == np.float64(value).tobytes()


def test_semicolons_decimal_commas_and_compression_are_read(tmp_path: Path) -> None:
    text = "municipality;indicator;period;value\n0580;N1;2018;4,5\n".encode("utf-16")
    path = tmp_path / "figures.csv.gz"
    path.write_bytes(gzip.compress(text))
    panel = Panel.from_csv(path, **SOURCE, separator=";", decimal=",", encoding="utf-16")
    assert panel.dataset["value"].values.item() == 4.5


def test_problems_of_a_csv_file_are_told_by_line(tmp_path: Path) -> None:
    path = csv(tmp_path, HEAD + "0580,N1,2018,1\n\n580,N1,2018,1 000\n0580,N1,2019\n")
    error = csv_refused(path)
    places = {issue.code: issue.readings[0].where for issue in error.report}
    assert places == {
        "MC703": "figures.csv:line 4",
        "MC707": "figures.csv:line 4",
        "MC110": "figures.csv:line 5",
    }


@pytest.mark.parametrize(
    "figure", ["..", "1,5", "nan", "inf", "1_0", "0x1", "1e", " 1", "٣", "1 0"]
)
def test_text_that_is_no_figure_is_refused(tmp_path: Path, figure: str) -> None:
    [issue] = csv_refused(csv(tmp_path, HEAD + f'0580,N1,2018,"{figure}"\n')).report
    assert (issue.code, issue.readings[0].text) == ("MC707", figure)


def test_a_point_is_no_decimal_mark_where_the_comma_is(tmp_path: Path) -> None:
    path = csv(tmp_path, HEAD.replace(",", ";") + "0580;N1;2018;1.234\n")
    assert csv_refused(path, separator=";", decimal=",").report.codes == ("MC707",)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (b"", "MC002"),
        (HEAD.encode(), "MC702"),
        (b"a,b\n1,2\n", "MC702"),
        (HEAD.encode() + b"\xe5580,N1,2018,1\n", "MC004"),
        (HEAD.encode() + b"0580,N1,2018,1,2\n", "MC110"),
        (HEAD.encode() + b"0580,N1,2018,1\n0580,N1,2018,1,2\n", "MC110"),
        (HEAD.encode() + b"0580,N1,2018,1e999\n", "MC707"),
    ],
)
def test_a_csv_file_that_cannot_be_read_is_refused(tmp_path: Path, text: bytes, code: str) -> None:
    assert csv_refused(csv(tmp_path, text)).report.codes[0] == code


def test_a_csv_file_that_is_not_there_or_not_compressed_is_refused(tmp_path: Path) -> None:
    assert csv_refused(tmp_path / "none.csv").report.codes == ("MC001",)
    assert csv_refused(tmp_path).report.codes == ("MC001",)
    path = csv(tmp_path, HEAD).rename(tmp_path / "figures.csv.gz")
    assert csv_refused(path).report.codes == ("MC001",)
    path.write_bytes(gzip.compress(HEAD.encode())[:-12])
    assert csv_refused(path).report.codes == ("MC001",)
    assert csv_refused(csv(tmp_path, HEAD), separator=";;").report.codes == ("MC110",)
    assert csv_refused(csv(tmp_path, HEAD + '"x')).report.codes == ("MC110",)
    assert csv_refused(csv(tmp_path, HEAD), encoding="klingon").report.codes == ("MC004",)
