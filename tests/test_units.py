"""Units: what documents print for them, and what converts into what."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from itertools import permutations
from typing import Any, cast

import numpy as np
import pytest

from municompare.errors import MunicompareError
from municompare.units import Country, convert, resolve_unit, unit_definition, unit_names

COUNTRIES: tuple[Country, ...] = ("SE", "DK")

DIFFERENT_THINGS = (
    "person",
    "participant",
    "household",
    "person_year",
    "place",
    "placement",
    "application",
    "count",
    "index_point",
    "share",
    "percentage_point",
    "hour",
    "working_day",
    "month",
    "SEK",
    "DKK",
    "EUR",
    "person_per_MSEK",
)


def aliases(name: str, country: Country) -> tuple[str, ...]:
    unit = unit_definition(name)
    return unit.se if country == "SE" else unit.dk


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_alias_resolves_to_its_unit(country: Country) -> None:
    resolved = {
        (name, alias): resolve_unit(alias, country=country)
        for name in unit_names()
        for alias in aliases(name, country)
    }
    assert len(resolved) > 60
    assert {key: found for key, found in resolved.items() if found != key[0]} == {}


@pytest.mark.parametrize("country", COUNTRIES)
def test_no_alias_is_given_twice_in_a_country(country: Country) -> None:
    counted = Counter(
        " ".join(alias.casefold().split())
        for name in unit_names()
        for alias in aliases(name, country)
    )
    assert [alias for alias, times in counted.items() if times > 1] == []


def test_no_unit_is_defined_twice() -> None:
    from municompare.definitions import definition, load_yaml

    root = load_yaml(definition("units.yaml"), name="units.yaml")
    assert len(root.plain()) == len(unit_names())


@pytest.mark.parametrize(
    ("raw", "swedish", "danish"),
    [
        ("kr", "SEK", "DKK"),
        ("tkr", "kSEK", "kDKK"),
        ("mkr", "MSEK", "MDKK"),
        ("%", "percent", "percent"),
        ("pct.", "percent", "percent"),
        ("mnkr", "MSEK", None),
        ("mio. kr.", None, "MDKK"),
        ("procentenheter", "percentage_point", None),
        ("procentpoint", None, "percentage_point"),
        ("årspersoner", "person_year", "person_year"),
        ("årsværk", None, "person_year"),
        ("deltagarplatser", "place", None),
        ("pladser", None, "place"),
        ("dagar", "day", None),
        ("dage", None, "day"),
        ("arbetsdagar", "working_day", None),
        ("deltagare per miljoner kronor", "person_per_MSEK", None),
    ],
)
def test_a_text_means_what_it_means_in_its_country(
    raw: str, swedish: str | None, danish: str | None
) -> None:
    assert resolve_unit(raw, country="SE") == swedish
    assert resolve_unit(raw, country="DK") == danish


@pytest.mark.parametrize("raw", ["  TKR ", "Tkr", "\u00a0tkr\t"])
def test_case_and_white_space_do_not_matter(raw: str) -> None:
    assert resolve_unit(raw, country="SE") == "kSEK"


@pytest.mark.parametrize("raw", ["k€", "", "gram", "4,8 %", "m", "bananer"])
def test_unknown_text_has_no_unit(raw: str) -> None:
    assert resolve_unit(raw, country="SE") is None


def test_another_country_is_refused() -> None:
    with pytest.raises(MunicompareError, match="'NO'") as caught:
        resolve_unit("kr", country="NO")  # type: ignore[arg-type]
    assert caught.value.report.codes == ("MC108",)


@pytest.mark.parametrize(
    ("value", "from_unit", "to_unit", "expected"),
    [
        (4.8, "percent", "share", 0.048),
        (7, "percent", "share", 0.07),
        (0.048, "share", "percent", 4.8),
        (5, "permille", "percent", 0.5),
        (-14870, "kSEK", "SEK", -14_870_000),
        (381886, "kSEK", "MSEK", 381.886),
        (2.5, "MDKK", "kDKK", 2500),
        (3, "year", "month", 36),
        (2, "week", "day", 14),
        (24, "hour", "day", 1),
        (0, "SEK", "SEK", 0),
    ],
)
def test_values_convert_within_a_kind(
    value: float, from_unit: str, to_unit: str, expected: float
) -> None:
    assert convert(value, from_unit=from_unit, to_unit=to_unit) == expected


def test_an_array_converts_into_a_new_array() -> None:
    values = np.array([1.0, np.nan, -2.0])
    result = convert(values, from_unit="SEK", to_unit="SEK")
    assert result is not values
    np.testing.assert_array_equal(result, values)
    np.testing.assert_array_equal(
        convert(values, from_unit="MSEK", to_unit="kSEK"), [1000.0, np.nan, -2000.0]
    )
    np.testing.assert_array_equal(values, [1.0, np.nan, -2.0])


def test_different_things_do_not_convert() -> None:
    for from_unit, to_unit in permutations(DIFFERENT_THINGS, 2):
        with pytest.raises(MunicompareError) as caught:
            convert(1.0, from_unit=from_unit, to_unit=to_unit)
        assert caught.value.report.codes == ("MC115",)


def test_percent_is_no_difference_of_percents() -> None:
    with pytest.raises(MunicompareError, match="percentage_point"):
        convert(5, from_unit="percent", to_unit="percentage_point")


def test_days_and_months_do_not_convert() -> None:
    with pytest.raises(MunicompareError, match="different things"):
        convert(30, from_unit="day", to_unit="month")


def test_unknown_units_are_named_together_with_what_was_meant() -> None:
    with pytest.raises(MunicompareError) as caught:
        convert(1, from_unit="houshold", to_unit="zorkmid")
    report = caught.value.report
    assert report.codes == ("MC114", "MC114")
    assert report[0].remedy == "Did you mean 'household'?"
    assert "zorkmid" in report[1].message


def test_an_unknown_unit_has_no_definition() -> None:
    with pytest.raises(MunicompareError, match="Did you mean 'person_year'") as caught:
        unit_definition("person_years")
    assert caught.value.report.codes == ("MC114",)


def test_every_unit_is_described_in_three_languages() -> None:
    for name in unit_names():
        unit = unit_definition(name)
        assert unit.definition.endswith(".")
        assert unit.sv
        assert unit.da


def test_the_application_registry_is_left_alone() -> None:
    import pint

    registry = cast(Any, pint).get_application_registry()
    before = registry.get()
    convert(1, from_unit="percent", to_unit="share")
    after = registry.get()
    assert after is before
    with pytest.raises(pint.UndefinedUnitError):
        after.parse_units("person_year")


def test_first_use_from_many_threads_is_safe() -> None:
    code = (
        "from concurrent.futures import ThreadPoolExecutor\n"
        "from municompare.units import convert\n"
        "with ThreadPoolExecutor(8) as pool:\n"
        "    found = list(pool.map(\n"
        "        lambda n: convert(n, from_unit='kSEK', to_unit='SEK'), range(200)))\n"
        "assert found == [1000 * n for n in range(200)], found\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_many_threads_agree() -> None:
    with ThreadPoolExecutor(8) as pool:
        found = pool.map(lambda n: convert(n, from_unit="percent", to_unit="share"), range(100))
        assert list(found) == [n / 100 for n in range(100)]


def test_importing_units_imports_no_pint() -> None:
    code = (
        "import sys, municompare.units\n"
        "municompare.units.resolve_unit('kr', country='SE')\n"
        "assert not {'pint', 'pandas', 'numpy'} & set(sys.modules), set(sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_importing_definitions_imports_no_parser() -> None:
    code = (
        "import sys, municompare.definitions\n"
        "assert not {'ruamel.yaml', 'pydantic'} & set(sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
