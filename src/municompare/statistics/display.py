"""How a panel shows itself."""

from __future__ import annotations

from html import escape

import xarray as xr

from municompare.statistics.layout import DIMENSIONS, REPORTED, is_unchecked

__all__ = ["html_of", "text_of"]

_PLURALS = dict(zip(DIMENSIONS, ("municipalities", "indicators", "periods", "groups"), strict=True))


def text_of(dataset: xr.Dataset) -> str:
    """Show a panel in plain text."""
    head, rows = _facts(dataset)
    width = max(map(len, rows))
    return "\n".join([f"<Panel: {head}>", *(f"  {k:<{width}}  {v}" for k, v in rows.items())])


def html_of(dataset: xr.Dataset) -> str:
    """Show a panel as an HTML table."""
    head, rows = _facts(dataset)
    body = "".join(
        f"<tr><th>{escape(name)}</th><td>{escape(text)}</td></tr>" for name, text in rows.items()
    )
    return f"<table><caption>Panel: {escape(head)}</caption>{body}</table>"


def _facts(dataset: xr.Dataset) -> tuple[str, dict[str, str]]:
    head = " × ".join(
        f"{size} {name if size == 1 else _PLURALS[name]}"
        for name, size in ((name, dataset.sizes[name]) for name in DIMENSIONS)
    )
    facts = dataset.attrs
    state = "processed" if facts["processed"] == "yes" else "unprocessed"
    vintage = f", vintage {facts['vintage']}" if facts["vintage"] else ""
    rows = {_PLURALS[name]: _some(dataset[name].values.tolist()) for name in DIMENSIONS}
    rows["values"] = f"{_count(dataset)}{dataset['value'].dtype}"
    rows["publisher"] = f"{facts['publisher']}{vintage}"
    rows["attribution"] = f"{facts['attribution']} ({state})"
    if facts["remarks"]:
        rows["remarks"] = facts["remarks"]
    return head, rows


def _some(names: list[str]) -> str:
    return ", ".join(names) if len(names) <= 4 else ", ".join([*names[:2], "…", names[-1]])


def _count(dataset: xr.Dataset) -> str:
    status = dataset["status"]
    if is_unchecked(status):
        return "not computed yet, "
    reported = sum(int((block == REPORTED).sum()) for block in status.values)
    return f"{reported:,} of {status.size:,} cells, "
