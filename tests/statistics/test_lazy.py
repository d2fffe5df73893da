"""Panels whose figures are not computed yet."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings

from municompare.errors import MunicompareError
from municompare.statistics import Panel

from .panels import DIMENSIONS, a_dataset, panels

da = pytest.importorskip("dask.array")


def lazy(panel: Panel) -> Panel:
    return Panel(panel.dataset.chunk(dict.fromkeys(DIMENSIONS, 2)))


def never_computed(dtype: str) -> Any:
    def fail(block: Any) -> Any:
        raise AssertionError("computed")

    return da.zeros((2, 1, 2, 1), chunks=1, dtype=dtype).map_blocks(
        fail, dtype=dtype, meta=np.zeros((0,) * 4, dtype)
    )


def test_nothing_is_computed_until_it_is_asked_for() -> None:
    value, status = never_computed("f8"), never_computed("i1")
    panel = Panel(a_dataset(value=(DIMENSIONS, value), status=(DIMENSIONS, status)))
    assert panel.dataset["value"].data is not None
    assert panel.dataset["value"].chunks is not None
    assert "not computed yet" in repr(panel)
    assert panel.sel(periods=2019).periods == ("2019",)
    assert panel.indicator("N1").key == "N1"
    with pytest.raises(AssertionError, match="computed"):
        panel.dataset.compute()


def test_the_arrays_are_passed_on_untouched() -> None:
    dataset = a_dataset().chunk(municipality=1)
    panel = Panel(dataset)
    assert panel.dataset["value"].data is dataset["value"].data
    assert panel.dataset["status"].data is dataset["status"].data
    assert panel == Panel(a_dataset())


@settings(max_examples=12)
@given(panel=panels())
def test_a_lazy_panel_gives_the_same_files_and_frames(tmp_path_factory: Any, panel: Panel) -> None:
    folder = tmp_path_factory.mktemp("lazy")
    other = lazy(panel)
    assert Panel.from_parquet(other.to_parquet(folder / "parquet")) == panel
    assert Panel.from_netcdf(other.to_netcdf(folder / "netcdf")) == panel
    assert Panel.from_zarr(other.to_zarr(folder / "zarr")) == panel
    pd.testing.assert_frame_equal(other.to_frame(), panel.to_frame())
    assert panel.revisions(other).empty


@settings(max_examples=12)
@given(panel=panels())
def test_a_store_is_read_piece_by_piece(tmp_path_factory: Any, panel: Panel) -> None:
    path = panel.to_zarr(tmp_path_factory.mktemp("lazy") / "zarr")
    for chunks in ({}, {"municipality": -1}, "auto"):
        read = Panel.from_zarr(path, chunks=chunks)
        assert read.dataset["value"].chunks is not None
        assert Panel(read.dataset.compute()) == panel


def test_pieces_of_unequal_size_are_written(tmp_path: Path) -> None:
    panel = Panel(a_dataset(municipality=["SE-0580", "SE-0581"]))
    uneven = panel.dataset.chunk(period=(1, 1), municipality=2)
    uneven["status"] = uneven["status"].chunk(period=2)
    assert Panel.from_zarr(Panel(uneven).to_zarr(tmp_path / "zarr")) == panel
    half = panel.dataset
    half["status"] = half["status"].chunk(period=1)
    assert Panel.from_zarr(Panel(half).to_zarr(tmp_path / "half")) == panel


def test_reading_piece_by_piece_needs_its_extra(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = Panel(a_dataset()).to_zarr(tmp_path / "zarr")
    monkeypatch.setitem(sys.modules, "dask.array", None)
    with pytest.raises(MunicompareError, match=r"municompare\[dask\].*MC712"):
        Panel.from_zarr(path, chunks={})
