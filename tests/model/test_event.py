"""Events: what can be one, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest

from municompare.errors import MunicompareError
from municompare.model.event import Event

SOUND: dict[str, Any] = {
    "municipality": "SE-0581",
    "what": "More places of training",
    "starts": "2016",
    "announced": "2015-11",
    "dose": "from 25 to 125 places",
    "locator": "L10",
    "measures": ("N31807",),
}


def test_an_event_keeps_what_it_is_given() -> None:
    event = Event(**SOUND)
    assert {name: getattr(event, name) for name in SOUND} == SOUND
    assert hash(event) == hash(Event(**SOUND))


def test_only_municipality_what_and_start_are_needed() -> None:
    event = Event(municipality="DK-740", what="A new office", starts="2017-Q2")
    assert (event.announced, event.dose, event.locator, event.measures) == (None, None, None, ())


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("municipality", "Norrköping", "the id of a municipality"),
        ("municipality", "SE-581", "the id of a municipality"),
        ("municipality", 581, "the id of a municipality"),
        ("what", " \n", "says what was done"),
        ("what", None, "says what was done"),
        ("starts", "2016-13", "an ISO period in 'starts'"),
        ("starts", 2016, "an ISO period in 'starts'"),
        ("starts", None, "an ISO period in 'starts'"),
        ("announced", "later", "an ISO period in 'announced'"),
        ("announced", "2017", "an announcement no later than '2016'"),
        ("measures", "N31807", "a tuple of keys"),
        ("measures", (31807,), "a tuple of keys"),
    ],
)
def test_what_is_no_event_is_refused(field: str, value: object, expected: str) -> None:
    with pytest.raises(MunicompareError, match=expected) as caught:
        Event(**{**SOUND, field: value})
    assert caught.value.report.codes == ("MC108",)


def test_all_faults_of_an_event_are_reported_at_once() -> None:
    with pytest.raises(MunicompareError) as caught:
        Event(municipality="x", what="", starts="soon", announced="x", measures=[])  # type: ignore[arg-type]
    assert caught.value.report.codes == ("MC108",) * 5


def test_an_event_may_be_announced_within_the_period_it_starts_in() -> None:
    assert Event(**{**SOUND, "announced": "2016-06"}).announced == "2016-06"
