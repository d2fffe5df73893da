"""The bundled figures: a small snapshot of what the statistical offices publish."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from municompare.definitions import measures
from municompare.io.bundled import datasets_folder
from municompare.io.bundled_tables import (
    damaged,
    municipality_names,
    no_such,
    read_index,
    read_table,
)
from municompare.model.panel import PanelIndicator
from municompare.statistics.layout import ABSENT, FORMAT_VERSION, REPORTED, assembled
from municompare.statistics.panel import Panel
from municompare.units import Country

__all__ = ["load_panel", "municipality_names", "panel_countries"]


def load_panel(country: Country = "SE") -> Panel:
    """The bundled figures of a country.

    They are the public measures of the concepts, with what the methods need beside them, for all
    municipalities: a small part of what the offices publish, as it was on the day when it was
    fetched, which is not known. Figures are revised later without notice.

    Parameters
    ----------
    country : {"SE", "DK"}
        ``SE``: Kolada, 2010 to 2022, with the whole country as ``SE-0000``. ``DK``: Danmarks
        Statistik and Jobindsats, with the years that each measure has.

    Returns
    -------
    Panel
        Always the same one: it does not change. Each indicator has its publisher and says how it
        is to be cited.

    Raises
    ------
    MunicompareError
        MC891, if there are no figures of that country; MC109 or MC894, if the installation is
        damaged.

    Examples
    --------
    >>> import municompare as mc
    >>> panel = mc.load_panel()
    >>> panel.attribution, panel.periods[0], panel.periods[-1]
    ('Källa: Kolada', '2010', '2022')
    >>> panel.indicator("N31807").unit
    'percent'
    """
    return _panel(datasets_folder() / "statistics", str(country))


def panel_countries() -> tuple[Country, ...]:
    """Countries that have bundled figures.

    Examples
    --------
    >>> from municompare.io.panels import panel_countries
    >>> panel_countries()
    ('DK', 'SE')
    """
    panels = read_index(datasets_folder() / "statistics" / "sources.json").get("panels", {})
    return tuple(sorted(panels))


@lru_cache
def _panel(folder: Path, country: str) -> Panel:
    index = folder / "sources.json"
    panels: Mapping[str, Mapping[str, Any]] = read_index(index).get("panels", {})
    if country not in panels:
        raise no_such("MC891", "panel of", country, panels)
    about = panels[country]
    try:
        path = folder / about["file"]
        attributes = {
            "publisher": about["publisher"],
            "attribution": about["attribution"],
            "vintage": about["vintage"],
            "processed": "yes" if about["processed"] else "no",
            "remarks": about["remarks"],
            "format_version": FORMAT_VERSION,
        }
        table = read_table(path, sha256=about["sha256"])
    except KeyError as missing:
        raise damaged(index, f"the panel of {country} says nothing of {missing}.") from None
    periods = tuple(table.header[2:])
    if tuple(table.header[:2]) != ("indicator", "municipality") or not periods or not table.rows:
        raise damaged(
            path, f"expected indicator, municipality and years, found {', '.join(table.header)}."
        )
    indicators = {key: at for at, key in enumerate(sorted({row[0] for _, row in table.rows}))}
    municipalities = {key: at for at, key in enumerate(sorted({row[1] for _, row in table.rows}))}
    value = np.full((len(municipalities), len(indicators), len(periods), 1), np.nan)
    for line, (indicator, municipality, *cells) in table.rows:
        try:
            figures = [float(cell) if cell else np.nan for cell in cells]
            value[municipalities[municipality], indicators[indicator], :, 0] = figures
        except ValueError as error:
            raise damaged(path, f"line {line}: expected one figure a year: {error}.") from None
    status = np.where(np.isnan(value), ABSENT, REPORTED).astype(np.int8)
    known = {measure.key: measure for measure in measures()}
    return Panel(
        assembled(
            value,
            status,
            names=(tuple(municipalities), tuple(indicators), periods, ("total",)),
            indicators=[known.get(key, PanelIndicator(key=key)) for key in indicators],
            attributes=attributes,
        )
    )
