"""Panels in files: Parquet, NetCDF and Zarr, without loss.

A file is written whole beside its target and then put in its place, so that an interrupted write
leaves what was there before.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any, Literal, TypeAlias

import xarray as xr

from municompare.errors import MunicompareError, Reading
from municompare.statistics.checking import checked
from municompare.statistics.layout import INDICATOR_TEXTS, fault, is_unchecked

__all__ = [
    "Chunks",
    "must_exist",
    "no_panel",
    "open_netcdf",
    "open_zarr",
    "optional_library",
    "put_in_place",
    "write_netcdf",
    "write_zarr",
]

Chunks: TypeAlias = dict[str, int] | int | Literal["auto"]
"""Sizes of pieces, as xarray takes them."""

_ZARR_MARKS = ("zarr.json", ".zgroup")


def optional_library(name: str, *, extra: str) -> Any:
    """Import a library that only an extra installs.

    Raises
    ------
    MunicompareError
        If it cannot be imported.
    """
    try:
        return import_module(name)
    except ImportError as error:
        raise MunicompareError(
            fault(
                "MC712",
                f"expected the library {name!r}, cannot import it: {error}.",
                f"Install the extra: pip install 'municompare[{extra}]'.",
            )
        ) from error


def no_panel(path: Path, message: str) -> MunicompareError:
    """Make the error for a file that holds no panel."""
    return MunicompareError(
        fault(
            "MC713",
            message,
            "Only files that a panel wrote are read; make a panel of others with Panel.from_frame.",
            [Reading(document=path.name)],
        )
    )


@contextmanager
def put_in_place(
    path: str | os.PathLike[str], *, overwrite: bool, folder: bool = False
) -> Iterator[Path]:
    """Give a path to write to, and move what was written there to its target.

    Raises
    ------
    MunicompareError
        If there is something at the target that may not be replaced.
    """
    target = Path(path)
    _check_target(target, overwrite=overwrite, folder=folder)
    target.parent.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(prefix=f".{target.name}.new-", dir=target.parent))
    try:
        staged = staging / target.name
        yield staged
        if folder and target.exists():
            kept = staging / f"{target.name}.old"
            target.rename(kept)
            try:
                staged.rename(target)
            except BaseException:
                kept.rename(target)
                raise
        else:
            staged.replace(target)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _check_target(target: Path, *, overwrite: bool, folder: bool) -> None:
    if not target.exists():
        return
    if not overwrite:
        found, remedy = "something", "Choose another path, or allow overwrite=True."
    elif target.is_dir() != folder:
        found, remedy = f"a {'file' if folder else 'folder'}", "Choose another path."
    elif folder and not any((target / mark).exists() for mark in _ZARR_MARKS):
        found, remedy = "a folder that is no Zarr store", "Choose another path."
    else:
        return
    raise MunicompareError(
        fault(
            "MC716",
            f"expected nothing at the target, found {found}.",
            remedy,
            [Reading(document=target.name)],
        )
    )


def write_netcdf(dataset: xr.Dataset, path: str | os.PathLike[str], *, overwrite: bool) -> Path:
    """Write a NetCDF-4 file with text of variable length and compressed figures."""
    optional_library("h5netcdf", extra="netcdf")
    compressed = {"zlib": True, "complevel": 1, "shuffle": True}
    encoding = dict.fromkeys(("value", "status"), compressed)
    with put_in_place(path, overwrite=overwrite) as staged:
        dataset.to_netcdf(staged, engine="h5netcdf", encoding=encoding)
    return Path(path)


def open_netcdf(path: Path) -> xr.Dataset:
    """Read a NetCDF file that a panel wrote."""
    optional_library("h5netcdf", extra="netcdf")
    must_exist(path)
    try:
        with xr.open_dataset(path, engine="h5netcdf") as opened:
            dataset = opened.load()
    except (OSError, ValueError, KeyError) as error:
        raise no_panel(path, f"expected a NetCDF-4 file: {error}.") from error
    return checked(dataset.drop_encoding(), copy=False)


def write_zarr(dataset: xr.Dataset, path: str | os.PathLike[str], *, overwrite: bool) -> Path:
    """Write a Zarr store; pieces that are not computed yet are computed one by one."""
    optional_library("zarr", extra="zarr")
    for name in ("value", "status"):
        figures = dataset[name].variable
        if is_unchecked(figures):
            # a store has pieces of one size along each dimension
            sizes = {dimension: max(sizes) for dimension, sizes in figures.chunksizes.items()}
            dataset = dataset.assign({name: figures.chunk(sizes)})
    with put_in_place(path, overwrite=overwrite, folder=True) as staged:
        dataset.to_zarr(staged, mode="w-", consolidated=False)
    return Path(path)


def open_zarr(path: Path, *, chunks: Chunks | None) -> xr.Dataset:
    """Read a Zarr store that a panel wrote, at once or piece by piece."""
    optional_library("zarr", extra="zarr")
    if chunks is not None:
        optional_library("dask.array", extra="dask")
    must_exist(path)
    try:
        dataset = xr.open_zarr(path, chunks=None, consolidated=False)
        if chunks is not None:
            # text has no size by which dask could choose its pieces
            pieces = xr.open_zarr(
                path, chunks=chunks, consolidated=False, drop_variables=list(INDICATOR_TEXTS)
            )
            dataset = dataset.assign(pieces.data_vars)
    except (OSError, ValueError, KeyError) as error:
        raise no_panel(path, f"expected a Zarr store: {error}.") from error
    return checked(dataset.drop_encoding(), copy=False)


def must_exist(path: Path) -> None:
    """Raise an error if there is no file to read."""
    if not path.exists():
        raise MunicompareError(
            fault(
                "MC001",
                "expected a file, found none.",
                "Check the path.",
                [Reading(document=path.name)],
            )
        )
