"""What happens to a series of figures: an action of a municipality, a break, a shock from outside.

A change of the figures between two years may come from any of the three. An *event* is what one
municipality did, a *break* is a change in how the publisher counts, and a *shock* touched many
municipalities at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from municompare.errors import Issue, IssueReport, Reading
from municompare.model.column import KEY, MUNICIPALITY, PERIOD, about
from municompare.model.quantity import Period

__all__ = ["Event", "MeasureBreak", "Shock"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """An action of a municipality, before and after which figures can be looked at.

    Parameters
    ----------
    municipality : str
        Id such as ``SE-0581``.
    what : str
        What was done.
    starts : str
        ISO period in which it started.
    announced : str or None
        ISO period in which it became known; figures may move from then on.
    dose : str or None
        How much of it there was, as the document says.
    locator : str or None
        Where the document says so.
    measures : tuple of str
        Keys of the measures that it could touch.

    Raises
    ------
    MunicompareError
        With everything that is no municipality, no period or no text.

    Examples
    --------
    >>> Event(
    ...     municipality="SE-0581",
    ...     what="More places of training",
    ...     starts="2016",
    ...     dose="from 25 to 125 places",
    ...     measures=("N31807",),
    ... ).starts
    '2016'
    """

    municipality: str = field(
        metadata=about("Country and official code, such as SE-0581.", pattern=MUNICIPALITY)
    )
    what: str = field(metadata=about("What was done."))
    starts: str = field(metadata=about("ISO period in which it started.", pattern=PERIOD))
    announced: str | None = field(
        default=None, metadata=about("ISO period in which it became known.", pattern=PERIOD)
    )
    dose: str | None = field(default=None, metadata=about("How much of it there was."))
    locator: str | None = field(default=None, metadata=about("Where the document says so."))
    measures: tuple[str, ...] = field(
        default=(), metadata=about("Keys of the measures that it could touch.")
    )

    def __post_init__(self) -> None:
        IssueReport.of(_event_problems(self)).raise_if_any()


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureBreak:
    """A period from which the publisher counts a measure in another way."""

    measure: str = field(metadata=about("Key of the measure."))
    publisher: str = field(metadata=about("Who publishes it."))
    starts: str = field(metadata=about("First period counted the new way.", pattern=PERIOD))
    reason: str = field(metadata=about("What changed, and who says so."))
    source: str = field(metadata=about("What the statement rests on."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Shock:
    """Something from outside that moved the figures of many municipalities at once."""

    key: str = field(metadata=about("Key of the shock.", pattern=KEY))
    title: str = field(metadata=about("What it is called here."))
    countries: tuple[Literal["SE", "DK"], ...] = field(metadata=about("Where it was felt."))
    starts: str = field(metadata=about("First period in which it was felt.", pattern=PERIOD))
    ends: str | None = field(
        default=None,
        metadata=about("Last period in which it moved figures; missing if open.", pattern=PERIOD),
    )
    concepts: tuple[str, ...] = field(metadata=about("Keys of the concepts that it touches."))
    measures: tuple[str, ...] = field(
        default=(), metadata=about("Keys of the measures that it is known to touch.")
    )
    statement: str = field(metadata=about("What happened, and what it did to the figures."))
    source: str = field(metadata=about("What the statement rests on."))


def _event_problems(event: Event) -> Iterator[Issue]:
    if not _is_text(event.municipality, MUNICIPALITY):
        yield _problem(
            "the id of a municipality", event.municipality, "Write it as SE-0581 or DK-740."
        )
    if not _is_text(event.what, r"(?s).*\S.*"):
        yield _problem("a text that says what was done", event.what, "Say it in a few words.")
    known = {"starts": event.starts, "announced": event.announced}
    periods = {name: _period(text) for name, text in known.items()}
    for name, text in known.items():
        if periods[name] is None and not (name == "announced" and text is None):
            yield _problem(
                f"an ISO period in {name!r}", text, "Write it as '2016', '2016-03' or '2016-Q1'."
            )
    if not _is_texts(event.measures):
        yield _problem("a tuple of keys in 'measures'", event.measures, "Write ('N31807',).")
    starts, announced = periods["starts"], periods["announced"]
    if starts is not None and announced is not None and announced.start > starts.end:
        yield _problem(
            f"an announcement no later than {event.starts!r}",
            event.announced,
            "Exchange the two, or leave 'announced' out.",
        )


def _is_text(value: object, pattern: str) -> bool:
    return isinstance(value, str) and re.fullmatch(pattern, value) is not None


def _is_texts(values: object) -> bool:
    return isinstance(values, tuple) and all(isinstance(value, str) for value in values)


def _period(value: object) -> Period | None:
    if not isinstance(value, str):
        return None
    try:
        return Period.parse(value)
    except ValueError:
        return None


def _problem(expected: str, found: object, remedy: str) -> Issue:
    return Issue(
        code="MC108",
        severity="error",
        message=f"expected {expected}, found {found!r}.",
        remedy=remedy,
        readings=(Reading(text=str(found)),),
    )
