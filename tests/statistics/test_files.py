"""Panels in Parquet, NetCDF and Zarr."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import xarray as xr
from hypothesis import given, settings

from municompare.errors import MunicompareError
from municompare.statistics import Panel

from .panels import DIMENSIONS, STATUSES, a_dataset, bits, panels

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")

FORMATS = {
    "parquet": (Panel.to_parquet, Panel.from_parquet),
    "netcdf": (Panel.to_netcdf, Panel.from_netcdf),
    "zarr": (Panel.to_zarr, Panel.from_zarr),
}
LIBRARIES = {"parquet": "pyarrow", "netcdf": "h5netcdf", "zarr": "zarr"}
every_format = pytest.mark.parametrize("kind", list(FORMATS))


def code_of(action: Callable[[], Any]) -> str:
    with pytest.raises(MunicompareError) as caught:
        action()
    [issue] = caught.value.report
    return issue.code


@every_format
@settings(max_examples=25)
@given(panel=panels())
def test_a_panel_comes_back_whole(tmp_path_factory: Any, kind: str, panel: Panel) -> None:
    write, read = FORMATS[kind]
    path = tmp_path_factory.mktemp("files") / "panel"
    assert write(panel, path) == path
    again = read(path)
    assert again == panel
    assert bits(again) == bits(panel)
    for name, variable in panel.dataset.variables.items():
        assert again.dataset[name].dtype == variable.dtype
        assert again.dataset[name].dims == variable.dims
    assert again.dataset.attrs == panel.dataset.attrs
    assert {type(again.dataset.attrs[name]) for name in panel.dataset.attrs} == {str, int}


@every_format
def test_a_panel_that_was_read_can_be_written_in_any_form(tmp_path: Path, kind: str) -> None:
    panel = Panel(a_dataset())
    write, read = FORMATS[kind]
    again = read(write(panel, tmp_path / "first"))
    for other, (write, read) in FORMATS.items():
        assert read(write(again, tmp_path / other)) == panel


@every_format
def test_a_target_is_replaced_only_when_allowed(tmp_path: Path, kind: str) -> None:
    write, read = FORMATS[kind]
    first, second = Panel(a_dataset()), Panel(a_dataset(title=("indicator", ["second"])))
    path = tmp_path / "folder" / "panel"
    write(first, path)
    assert code_of(lambda: write(second, path)) == "MC716"
    assert read(path) == first
    write(second, path, overwrite=True)
    assert read(path) == second
    assert [p.name for p in path.parent.iterdir()] == ["panel"]


@every_format
def test_a_failed_write_leaves_what_was_there(
    tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    write, read = FORMATS[kind]
    panel = Panel(a_dataset())
    path = write(panel, tmp_path / "panel")

    def broken(*args: Any, **kwargs: Any) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(xr.Dataset, "to_netcdf", broken)
    monkeypatch.setattr(xr.Dataset, "to_zarr", broken)
    monkeypatch.setattr(pq.ParquetWriter, "write_table", broken)
    with pytest.raises(OSError, match="disk full"):
        write(panel, path, overwrite=True)
    assert read(path) == panel
    assert [p.name for p in tmp_path.iterdir()] == ["panel"]


def test_a_store_that_cannot_be_moved_leaves_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel = Panel(a_dataset())
    path = panel.to_zarr(tmp_path / "panel")
    rename = Path.rename

    def stubborn(self: Path, target: Path) -> Path:
        if self.name == "panel" and self != path:
            raise OSError("busy")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", stubborn)
    with pytest.raises(OSError, match="busy"):
        panel.to_zarr(path, overwrite=True)
    assert Panel.from_zarr(path) == panel


@every_format
def test_something_else_at_the_target_is_never_replaced(tmp_path: Path, kind: str) -> None:
    write, _ = FORMATS[kind]
    panel = Panel(a_dataset())
    if kind == "zarr":
        (tmp_path / "file").write_text("mine")
    else:
        (tmp_path / "file").mkdir()
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "mine.txt").write_text("mine")
    for name in ("file", "folder"):
        assert code_of(lambda name=name: write(panel, tmp_path / name, overwrite=True)) == "MC716"
    assert (tmp_path / "folder" / "mine.txt").read_text() == "mine"


@every_format
def test_a_file_that_is_not_there_or_holds_no_panel_is_refused(tmp_path: Path, kind: str) -> None:
    _, read = FORMATS[kind]
    assert code_of(lambda: read(tmp_path / "none")) == "MC001"
    (tmp_path / "text").write_text("municipality,value")
    assert code_of(lambda: read(tmp_path / "text")) == "MC713"
    (tmp_path / "folder").mkdir()
    assert code_of(lambda: read(tmp_path / "folder")) == "MC713"


@every_format
def test_a_missing_extra_is_named(
    tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    write, read = FORMATS[kind]
    panel = Panel(a_dataset())
    path = write(panel, tmp_path / "panel")
    monkeypatch.setitem(sys.modules, LIBRARIES[kind], None)
    for action in (lambda: write(panel, tmp_path / "new" / "panel"), lambda: read(path)):
        with pytest.raises(MunicompareError, match=rf"municompare\[{kind}\].*MC712"):
            action()
    assert not (tmp_path / "new").exists()


def test_files_of_a_newer_format_are_refused(tmp_path: Path) -> None:
    dataset = Panel(a_dataset()).dataset
    dataset.attrs["format_version"] = 2
    dataset["what_is_new"] = 1
    dataset.to_netcdf(tmp_path / "panel.nc", engine="h5netcdf")
    assert code_of(lambda: Panel.from_netcdf(tmp_path / "panel.nc")) == "MC104"


def test_a_netcdf_file_of_others_is_told_what_it_lacks(tmp_path: Path) -> None:
    xr.Dataset({"rain": ("time", [1.0])}).to_netcdf(tmp_path / "rain.nc", engine="h5netcdf")
    with pytest.raises(MunicompareError, match="expected a variable 'value'"):
        Panel.from_netcdf(tmp_path / "rain.nc")


def test_parquet_rows_are_read_by_any_tool(tmp_path: Path) -> None:
    path = Panel(a_dataset()).to_parquet(tmp_path / "panel.parquet")
    frame = pd.read_parquet(path)
    assert frame.columns.tolist() == [*DIMENSIONS, "value", "status"]
    assert frame["municipality"].tolist() == ["SE-0580", "SE-0580", "SE-0581", "SE-0581"]
    assert frame["value"].isna().tolist() == [False, False, True, False]
    assert frame["status"].tolist() == ["reported", "reported", "suppressed", "reported"]


def rewritten(path: Path, frame: pd.DataFrame) -> Path:
    """The file with other rows, its metadata kept."""
    metadata = pq.read_schema(path).metadata
    table = pa.Table.from_pandas(frame, preserve_index=False).replace_schema_metadata(metadata)
    pq.write_table(table, path)
    return path


def test_a_parquet_file_that_another_tool_rewrote_is_the_same_panel(tmp_path: Path) -> None:
    panel = Panel(a_dataset())
    path = panel.to_parquet(tmp_path / "panel.parquet")
    frame = pd.read_parquet(path).sort_values("value")
    for rows in (frame, frame.astype(dict.fromkeys((*DIMENSIONS, "status"), "str"))):
        assert Panel.from_parquet(rewritten(path, rows)) == panel


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda f: pd.concat([f, f.iloc[:1]]), "MC713"),
        (lambda f: f.assign(municipality="SE-9999"), "MC713"),
        (lambda f: f.assign(municipality=None), "MC713"),
        (lambda f: f.drop(columns="status"), "MC713"),
        (lambda f: f.assign(status="secret"), "MC713"),
        (lambda f: f.assign(value=np.nan), "MC708"),
        (lambda f: f.assign(value="x"), "MC713"),
    ],
)
def test_a_parquet_file_that_was_damaged_is_refused(
    tmp_path: Path, change: Callable[[pd.DataFrame], pd.DataFrame], code: str
) -> None:
    path = Panel(a_dataset()).to_parquet(tmp_path / "panel.parquet")
    rewritten(path, change(pd.read_parquet(path)))
    assert code_of(lambda: Panel.from_parquet(path)) == code


def test_a_parquet_file_without_or_with_broken_metadata_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "plain.parquet"
    frame = Panel(a_dataset()).to_frame()
    frame.to_parquet(path)
    assert code_of(lambda: Panel.from_parquet(path)) == "MC713"
    for text in ("{", "[]", json.dumps({"coordinates": {}})):
        table = pq.read_table(path).replace_schema_metadata({b"municompare": text.encode()})
        pq.write_table(table, path)
        assert code_of(lambda: Panel.from_parquet(path)) == "MC713"


def test_a_panel_without_any_figure_comes_back(tmp_path: Path) -> None:
    status = np.full((2, 1, 2, 1), STATUSES.index("not_printed"), dtype=np.int8)
    value = np.full(status.shape, np.nan, dtype=np.float32)
    panel = Panel(a_dataset(value=(DIMENSIONS, value), status=(DIMENSIONS, status)))
    assert panel.to_frame().empty
    for kind, (write, read) in FORMATS.items():
        assert read(write(panel, tmp_path / kind)) == panel
