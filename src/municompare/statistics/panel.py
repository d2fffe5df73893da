"""Panels: public figures by municipality, indicator, period and group."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

import pandas as pd
import xarray as xr

from municompare.errors import IssueReport
from municompare.model.panel import PanelIndicator
from municompare.statistics import display, parquet, storing
from municompare.statistics.checking import checked
from municompare.statistics.csv_reading import read_columns
from municompare.statistics.layout import DIMENSIONS, INDICATOR_TEXTS, Dtype, breaks_of
from municompare.statistics.revisions import revisions_between
from municompare.statistics.rows import Contradictions
from municompare.statistics.selection import Names, selected, unknown_names
from municompare.statistics.tidy import Facts, dataset_of, frame_of, selected_columns
from municompare.units import Country

__all__ = ["Panel"]


class Panel:
    """Public figures by municipality, indicator, period and group, each with its status.

    A panel does not change. Its dataset has the variables ``value`` (missing values are NaN) and
    ``status`` (a CF flag variable: ``reported`` exactly where there is a value, else why there is
    none) over ``municipality, indicator, period, group``, in this order. Figures that are not
    computed yet (dask arrays) are passed on as they are.

    Parameters
    ----------
    dataset : xarray.Dataset
        A dataset laid out as a panel; it is copied. Descriptions of indicators that are not there
        are taken as not known.

    Raises
    ------
    MunicompareError
        With every problem of the dataset.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame(
    ...     {
    ...         "kpi": ["N31807", "N31807"],
    ...         "municipality": ["0580", "0581"],
    ...         "year": [2019, 2019],
    ...         "value": [4.5, None],
    ...     }
    ... )
    >>> panel = Panel.from_frame(
    ...     frame,
    ...     columns={"kpi": "indicator", "year": "period"},
    ...     publisher="Kolada",
    ...     attribution="Källa: Kolada",
    ... )
    >>> panel.municipalities
    ('SE-0580', 'SE-0581')
    """

    __slots__ = ("_dataset",)

    _dataset: xr.Dataset

    def __init__(self, dataset: xr.Dataset) -> None:
        self._dataset = checked(dataset)

    @classmethod
    def _of(cls, dataset: xr.Dataset) -> Panel:
        """Wrap a dataset that is checked and that nobody else can write to."""
        panel = cls.__new__(cls)
        panel._dataset = dataset
        return panel

    @classmethod
    def from_frame(
        cls,
        frame: pd.DataFrame,
        *,
        publisher: str,
        attribution: str,
        indicators: Iterable[PanelIndicator] = (),
        columns: Mapping[str, str] | None = None,
        vintage: str | date | None = None,
        processed: bool = False,
        dtype: Dtype = "float64",
        country: Country = "SE",
        contradictions: Contradictions = "refuse",
    ) -> Panel:
        """Make a panel of a frame with one row for each figure.

        Parameters
        ----------
        frame : pandas.DataFrame
            Columns ``municipality``, ``indicator``, ``period``, ``value`` and, where there are
            any, ``group`` and ``status``; others are left out. Codes are text. Groups are
            ``total``, ``women``, ``men`` or T, K, M; a status is one of the library's words or
            of Kolada's, or empty.
        publisher, attribution : str
            Who publishes the figures, and how they are to be cited.
        indicators : iterable of PanelIndicator, optional
            What is known of the indicators; those without a row are left out.
        columns : mapping, optional
            Name in the frame to name here, such as ``{"kpi": "indicator"}``.
        vintage : str or datetime.date, optional
            The day on which the figures were fetched.
        processed : bool, optional
            Whether somebody has computed with the figures since they were published.
        dtype : {"float64", "float32"}, optional
            Type of the values.
        country : {"SE", "DK"}, optional
            Country of codes without one; ids such as ``DK-740`` are taken as they are.
        contradictions : {"refuse", "keep_value", "keep_status"}, optional
            What to do with rows that give both a value and a status that says there is none.

        Returns
        -------
        Panel
            Cells without a row have the status ``not_printed``; rows that give neither a value
            nor a reason have ``undetermined``.

        Raises
        ------
        MunicompareError
            With every problem of the rows.
        """
        facts = Facts(
            indicators=tuple(indicators),
            publisher=publisher,
            attribution=attribution,
            vintage=vintage,
            processed=processed,
            dtype=dtype,
            country=country,
            contradictions=contradictions,
        )
        found = selected_columns(frame, columns)
        dataset = dataset_of(found, facts, name_row=lambda row: f"row {row}")
        return cls._of(checked(dataset, copy=False))

    @classmethod
    def from_csv(
        cls,
        path: str | os.PathLike[str],
        *,
        publisher: str,
        attribution: str,
        indicators: Iterable[PanelIndicator] = (),
        columns: Mapping[str, str] | None = None,
        vintage: str | date | None = None,
        processed: bool = False,
        dtype: Dtype = "float64",
        country: Country = "SE",
        contradictions: Contradictions = "refuse",
        separator: str = ",",
        decimal: str = ".",
        encoding: str = "utf-8-sig",
    ) -> Panel:
        """Make a panel of a CSV file with one line for each figure.

        Parameters
        ----------
        path : path
            The file; one that ends in ``.gz`` is compressed.
        publisher, attribution, indicators, columns, vintage, processed, dtype, country, \
contradictions
            As for :meth:`from_frame`.
        separator, decimal, encoding : str, optional
            How the file is written.

        Returns
        -------
        Panel
            The figures; an empty cell is a missing value.

        Raises
        ------
        MunicompareError
            If the file cannot be read, or with every problem of its lines.
        """
        facts = Facts(
            indicators=tuple(indicators),
            publisher=publisher,
            attribution=attribution,
            vintage=vintage,
            processed=processed,
            dtype=dtype,
            country=country,
            contradictions=contradictions,
        )
        file = read_columns(
            path, columns=columns, separator=separator, decimal=decimal, encoding=encoding
        )
        dataset = dataset_of(
            file.columns,
            facts,
            name_row=file.line,
            document=file.document,
            problems=file.problems,
        )
        return cls._of(checked(dataset, copy=False))

    @property
    def dataset(self) -> xr.Dataset:
        """A dataset of its own over the panel's arrays, which cannot be written to."""
        return self._dataset.copy(deep=False)

    @property
    def municipalities(self) -> tuple[str, ...]:
        """Ids of the municipalities; ``SE-0000`` is the whole of Sweden."""
        return self._names("municipality")

    @property
    def indicators(self) -> tuple[str, ...]:
        """Keys of the indicators."""
        return self._names("indicator")

    @property
    def periods(self) -> tuple[str, ...]:
        """ISO periods."""
        return self._names("period")

    @property
    def groups(self) -> tuple[str, ...]:
        """Groups of people: ``total``, ``women``, ``men``."""
        return self._names("group")

    @property
    def publisher(self) -> str:
        """Who publishes the figures."""
        return str(self._dataset.attrs["publisher"])

    @property
    def attribution(self) -> str:
        """How the figures are to be cited."""
        return str(self._dataset.attrs["attribution"])

    @property
    def vintage(self) -> str:
        """ISO date on which the figures were fetched; empty if not known."""
        return str(self._dataset.attrs["vintage"])

    @property
    def processed(self) -> bool:
        """Whether somebody has computed with the figures since they were published."""
        return bool(self._dataset.attrs["processed"] == "yes")

    @property
    def remarks(self) -> str:
        """What was decided when the figures were read."""
        return str(self._dataset.attrs["remarks"])

    def indicator(self, key: str) -> PanelIndicator:
        """What is known of an indicator.

        Raises
        ------
        MunicompareError
            If the panel has no such indicator.
        """
        IssueReport.of(unknown_names(self._dataset, "indicator", [key])).raise_if_any()
        column = self.indicators.index(key)
        texts = {name: self._dataset[name].values[column] for name in INDICATOR_TEXTS}
        return PanelIndicator(key=key, **{**texts, "breaks": breaks_of(texts["breaks"])})

    def sel(
        self,
        *,
        municipalities: Names = None,
        indicators: Names = None,
        periods: Names = None,
        groups: Names = None,
    ) -> Panel:
        """Select by names; what is not named is kept whole.

        Parameters
        ----------
        municipalities, indicators, periods, groups : str or iterable of str, optional
            Names, in the wanted order; years may be numbers.

        Raises
        ------
        MunicompareError
            With every name that the panel does not have.
        """
        asked = dict(zip(DIMENSIONS, (municipalities, indicators, periods, groups), strict=True))
        return Panel._of(selected(self._dataset, asked))

    def to_frame(self, *, dropna: bool = False) -> pd.DataFrame:
        """Give a tidy frame that :meth:`from_frame` reads.

        Parameters
        ----------
        dropna : bool, optional
            Only cells with a value. Without it, all cells that the input mentioned: each but
            those of status ``not_printed``.

        Returns
        -------
        pandas.DataFrame
            ``municipality, indicator, period, group, value, status``.
        """
        return frame_of(self._dataset, dropna=dropna)

    def revisions(self, other: Panel) -> pd.DataFrame:
        """Compare with a later vintage, cell by cell.

        Parameters
        ----------
        other : Panel
            The later vintage. If its values have another dtype, they are compared as float32.

        Returns
        -------
        pandas.DataFrame
            One row for each cell that differs: ``municipality, indicator, period, group``,
            ``kind`` (``changed``: another value; ``added``, ``removed``: only one of them
            mentions the cell; ``status_changed``), ``before, after, status_before,
            status_after, difference``.

        Raises
        ------
        MunicompareError
            If the unit of an indicator differs.
        """
        return revisions_between(self._dataset, other._dataset)

    def to_parquet(self, path: str | os.PathLike[str], *, overwrite: bool = False) -> Path:
        """Write a Parquet file: one row for each cell that the input mentioned.

        Needs the extra ``parquet``. A file is replaced only with ``overwrite``, and only once the
        new one is whole.
        """
        return parquet.write_parquet(self._dataset, path, overwrite=overwrite)

    @classmethod
    def from_parquet(cls, path: str | os.PathLike[str]) -> Panel:
        """Read what :meth:`to_parquet` wrote."""
        return cls._of(parquet.read_parquet(Path(path)))

    def to_netcdf(self, path: str | os.PathLike[str], *, overwrite: bool = False) -> Path:
        """Write a NetCDF-4 file.

        Needs the extra ``netcdf``; a file is replaced as by :meth:`to_parquet`.
        """
        return storing.write_netcdf(self._dataset, path, overwrite=overwrite)

    @classmethod
    def from_netcdf(cls, path: str | os.PathLike[str]) -> Panel:
        """Read what :meth:`to_netcdf` wrote."""
        return cls._of(storing.open_netcdf(Path(path)))

    def to_zarr(self, path: str | os.PathLike[str], *, overwrite: bool = False) -> Path:
        """Write a Zarr store into a folder.

        Needs the extra ``zarr``. A store is replaced only with ``overwrite``, and only once the
        new one is whole; another folder never is.
        """
        return storing.write_zarr(self._dataset, path, overwrite=overwrite)

    @classmethod
    def from_zarr(
        cls, path: str | os.PathLike[str], *, chunks: storing.Chunks | None = None
    ) -> Panel:
        """Read what :meth:`to_zarr` wrote.

        Parameters
        ----------
        path : path
            The folder of the store.
        chunks : mapping, int or "auto", optional
            Read piece by piece and only when computed, in pieces of these sizes (``{}``: as they
            were written). Needs the extra ``dask``. Without it the panel is read at once.
        """
        return cls._of(storing.open_zarr(Path(path), chunks=chunks))

    def _names(self, dimension: str) -> tuple[str, ...]:
        return tuple(self._dataset[dimension].values.tolist())

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Panel):
            return NotImplemented
        mine, theirs = self._dataset, other._dataset
        return mine["value"].dtype == theirs["value"].dtype and bool(mine.identical(theirs))

    __hash__ = None  # type: ignore[assignment]  # figures are too many to make a key

    def __repr__(self) -> str:
        return display.text_of(self._dataset)

    def _repr_html_(self) -> str:
        return display.html_of(self._dataset)
