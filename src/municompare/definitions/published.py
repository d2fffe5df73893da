"""Public measures, where their series break, and what moved them from outside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from municompare.definitions.authored import concepts
from municompare.definitions.faults import (
    Fault,
    NodePath,
    bundled,
    dangling,
    raise_located,
    repeated,
)
from municompare.definitions.nodes import load_yaml
from municompare.definitions.strict import load_records
from municompare.model.event import MeasureBreak, Shock
from municompare.model.panel import PanelIndicator, SeriesBreak
from municompare.model.quantity import Period

__all__ = ["measures", "series_breaks", "shocks"]


@cache
def measures() -> tuple[PanelIndicator, ...]:
    """Give the public measures that the library knows, each with its series breaks.

    Returns
    -------
    tuple of PanelIndicator
        Published title, unit, direction, aggregation, publisher and attribution; give them as
        ``indicators`` when a panel is read, so that the panel knows them too.

    Examples
    --------
    >>> waiting = next(measure for measure in measures() if measure.key == "U31402")
    >>> waiting.unit, waiting.breaks[0].starts
    ('day', '2018')
    """
    breaks: dict[str, list[SeriesBreak]] = {}
    for each in series_breaks():
        breaks.setdefault(each.measure, []).append(
            SeriesBreak(starts=each.starts, reason=each.reason)
        )
    return tuple(
        replace(
            measure,
            breaks=tuple(
                sorted(breaks.get(measure.key, ()), key=lambda b: Period.parse(b.starts).start)
            ),
        )
        for measure in _unbroken()
    )


@cache
def series_breaks() -> tuple[MeasureBreak, ...]:
    """Give the periods from which publishers count a measure in another way.

    Examples
    --------
    >>> next(each.starts for each in series_breaks() if each.measure == "N03920")
    '2023'
    """
    source, name = bundled("breaks.yaml")
    records = load_records(source, MeasureBreak, name=name)
    raise_located(source, name, _break_faults(records))
    return records


@cache
def shocks() -> tuple[Shock, ...]:
    """Give what moved the figures of many municipalities at once, earliest first.

    Examples
    --------
    >>> next(shock.title for shock in shocks() if "sickness-benefit" in shock.concepts)
    'Danish reform of disability pension and flexible jobs'
    """
    source, name = bundled("shocks.yaml")
    records = load_records(source, Shock, name=name)
    raise_located(source, name, _shock_faults(records))
    return records


@cache
def _unbroken() -> tuple[PanelIndicator, ...]:
    """The measures as measures.yaml has them; breaks have a file of their own."""
    source, name = bundled("measures.yaml")
    records = load_records(source, PanelIndicator, name=name)
    raise_located(source, name, _measure_faults(records))
    return records


def _measure_faults(records: Sequence[PanelIndicator]) -> Iterator[Fault]:
    yield from repeated(((i, "key"), record.key) for i, record in enumerate(records))
    units, name = bundled("units.yaml")
    known = [unit["name"] for unit in load_yaml(units, name=name).plain()]
    used = (((i, "unit"), record.unit) for i, record in enumerate(records) if record.unit)
    yield from dangling(used, known, "unit")
    for i, record in enumerate(records):
        if record.breaks:
            yield Fault(
                (i, "breaks"),
                "MC108",
                f"expected no breaks here, found {len(record.breaks)}.",
                "Write them in breaks.yaml, each with its source.",
            )
        for field in ("publisher", "attribution"):
            if not getattr(record, field):
                yield Fault(
                    (i,),
                    "MC106",
                    f"expected the field {field!r}, found none.",
                    "Say who publishes the measure, and how it is cited.",
                )


def _break_faults(records: Sequence[MeasureBreak]) -> Iterator[Fault]:
    publishers = {measure.key: measure.publisher for measure in _unbroken()}
    about = (((i, "measure"), record.measure) for i, record in enumerate(records))
    yield from dangling(about, publishers, "measure")
    seen: set[tuple[str, str]] = set()
    for i, record in enumerate(records):
        yield from _period_faults((i, "starts"), record.starts)
        expected = publishers.get(record.measure, record.publisher)
        if record.publisher != expected:
            message = f"expected the publisher of the measure, {expected!r}, found "
            yield Fault((i, "publisher"), "MC108", f"{message}{record.publisher!r}.", None)
        if (record.measure, record.starts) in seen:
            yield Fault(
                (i, "starts"),
                "MC107",
                f"expected each break of {record.measure} once, found {record.starts!r} again.",
                "Put the reasons together.",
            )
        seen.add((record.measure, record.starts))


def _shock_faults(records: Sequence[Shock]) -> Iterator[Fault]:
    yield from repeated(((i, "key"), record.key) for i, record in enumerate(records))
    for what, known in (
        ("concept", [concept.key for concept in concepts()]),
        ("measure", [measure.key for measure in _unbroken()]),
    ):
        about = (
            ((i, f"{what}s", j), key)
            for i, record in enumerate(records)
            for j, key in enumerate(getattr(record, f"{what}s"))
        )
        yield from dangling(about, known, what)
    for i, record in enumerate(records):
        wrong = [*_period_faults((i, "starts"), record.starts)]
        if record.ends is not None:
            wrong += _period_faults((i, "ends"), record.ends)
            if not wrong and Period.parse(record.ends).end < Period.parse(record.starts).start:
                wrong.append(
                    Fault(
                        (i, "ends"),
                        "MC108",
                        f"expected a period not before {record.starts!r}, found {record.ends!r}.",
                        "Exchange the two.",
                    )
                )
        yield from wrong


def _period_faults(path: NodePath, text: str) -> Iterator[Fault]:
    try:
        Period.parse(text)
    except ValueError as error:
        yield Fault(
            path, "MC108", f"expected a period: {error}.", "Write a year, month or quarter."
        )
