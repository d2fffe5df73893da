"""Panels in Parquet: one row for each cell that the input mentions.

The schema's metadata holds what a table of figures has no column for: the names along every
dimension, the description of each indicator, the attributes. Any tool for Parquet reads the rows.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import numpy as np
import xarray as xr

from municompare.statistics.checking import checked
from municompare.statistics.layout import (
    ABSENT,
    DIMENSIONS,
    INDICATOR_TEXTS,
    REPORTED,
    STATUSES,
    IntArray,
)
from municompare.statistics.storing import must_exist, no_panel, optional_library, put_in_place

__all__ = ["read_parquet", "write_parquet"]

_KEY = b"municompare"
_BLOCK = 2**21


def write_parquet(dataset: xr.Dataset, path: str | os.PathLike[str], *, overwrite: bool) -> Path:
    """Write a panel as a Parquet file, municipality by municipality to save memory."""
    arrow = optional_library("pyarrow", extra="parquet")
    parquet = optional_library("pyarrow.parquet", extra="parquet")
    described = {
        "dtype": str(dataset["value"].dtype),
        "attributes": dataset.attrs,
        "coordinates": {
            name: dataset[name].values.tolist() for name in (*DIMENSIONS, *INDICATOR_TEXTS)
        },
    }
    words = arrow.dictionary(arrow.int32(), arrow.string())
    kind = arrow.from_numpy_dtype(dataset["value"].dtype)
    schema = arrow.schema(
        [*((name, words) for name in DIMENSIONS), ("value", kind), ("status", words)],
        metadata={_KEY: json.dumps(described, ensure_ascii=False).encode()},
    )
    names = {name: arrow.array(dataset[name].values.tolist()) for name in DIMENSIONS}
    names["status"] = arrow.array(list(STATUSES))
    step = max(1, _BLOCK // dataset["value"][0].size)
    with (
        put_in_place(path, overwrite=overwrite) as staged,
        parquet.ParquetWriter(staged, schema, compression="zstd") as writer,
    ):
        for start in range(0, dataset.sizes["municipality"], step):
            block = dataset.isel(municipality=slice(start, start + step))
            status = block["status"].values
            places = np.nonzero(status != ABSENT)
            stated = status[places]
            numbers = {
                "municipality": places[0] + start,
                **dict(zip(DIMENSIONS[1:], places[1:], strict=True)),
                "status": stated,
            }
            columns = {
                name: arrow.DictionaryArray.from_arrays(
                    arrow.array(along.astype(np.int32)), names[name]
                )
                for name, along in numbers.items()
            }
            columns["value"] = arrow.array(block["value"].values[places], mask=stated != REPORTED)
            writer.write_table(arrow.table([columns[f.name] for f in schema], schema=schema))
    return Path(path)


def read_parquet(path: Path) -> xr.Dataset:
    """Read a Parquet file that a panel wrote.

    Raises
    ------
    MunicompareError
        If the file holds no panel, or its rows are not those that a panel wrote.
    """
    arrow = optional_library("pyarrow", extra="parquet")
    parquet = optional_library("pyarrow.parquet", extra="parquet")
    must_exist(path)
    try:
        with parquet.ParquetFile(path) as file:
            described = json.loads((file.schema_arrow.metadata or {})[_KEY])
            coordinates = described["coordinates"]
            names = [coordinates[name] for name in DIMENSIONS]
            shape = tuple(map(len, names))
            value = np.full(shape, np.nan, dtype=described["dtype"])
            status = np.full(shape, ABSENT, dtype=np.int8)
            count = 0
            for batch in file.iter_batches():
                cells = np.ravel_multi_index(
                    tuple(
                        _places(arrow, batch.column(name), along)
                        for name, along in zip(DIMENSIONS, names, strict=True)
                    ),
                    shape,
                )
                value.reshape(-1)[cells] = batch.column("value").to_numpy(zero_copy_only=False)
                status.reshape(-1)[cells] = _places(arrow, batch.column("status"), STATUSES)
                count += len(cells)
    except (LookupError, TypeError, ValueError, OSError, arrow.ArrowException) as error:
        raise no_panel(path, f"expected a Parquet file of a panel: {error!r}.") from error
    if count != int((status != ABSENT).sum()):
        raise no_panel(path, "expected every cell once, found several rows for one.")
    dataset = xr.Dataset(
        {"value": (DIMENSIONS, value), "status": (DIMENSIONS, status)},
        coords={
            name: (name if name in DIMENSIONS else "indicator", np.array(texts, dtype=object))
            for name, texts in coordinates.items()
        },
        attrs=described["attributes"],
    )
    return checked(dataset, copy=False)


def _places(arrow: Any, column: Any, names: list[str] | tuple[str, ...]) -> IntArray:
    """Numbers of a text column's cells among the names; another tool may order them anew."""
    if not arrow.types.is_dictionary(column.type):
        column = column.dictionary_encode()
    place = {name: number for number, name in enumerate(names)}
    meaning = np.array([place[name] for name in column.dictionary.to_pylist()], dtype=np.intp)
    places: IntArray = meaning[column.indices.to_numpy(zero_copy_only=False)]
    return places
