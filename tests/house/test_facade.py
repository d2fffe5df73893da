"""The facade is lazy, complete and the same for type checkers, for ``dir`` and for users."""

from __future__ import annotations

import ast
import json
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import municompare

HEAVY = {"matplotlib", "numba", "numpy", "pandas", "pint", "pydantic", "scipy", "xarray"}
FACADE = Path(municompare.__file__)


def modules_after(code: str) -> set[str]:
    """Names of the modules that a fresh interpreter holds after running the code."""
    program = f"{code}\nimport json, sys\nprint(json.dumps(sorted(sys.modules)))"
    answer = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    return set(json.loads(answer.stdout.splitlines()[-1]))


def type_checking_block() -> set[str]:
    [block] = [
        node
        for node in ast.parse(FACADE.read_text(encoding="utf-8")).body
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
    ]
    return {
        alias.asname or alias.name
        for statement in block.body
        if isinstance(statement, ast.ImportFrom)
        for alias in statement.names
    }


def test_importing_the_package_loads_no_other_library_and_no_room() -> None:
    loaded = modules_after("import municompare")
    assert "municompare" in loaded
    assert not loaded & HEAVY
    assert not [name for name in loaded if name.startswith("municompare.")]


def test_a_name_of_the_facade_loads_its_room_when_it_is_used() -> None:
    loaded = modules_after("import municompare; municompare.Issue")
    assert "municompare.errors" in loaded
    assert not loaded & HEAVY


def test_type_checkers_dir_and_star_import_see_the_same_names() -> None:
    names = set(municompare.__all__)
    assert type_checking_block() | {"__version__"} == names
    assert set(dir(municompare)) == names
    assert len(names) == len(municompare.__all__) <= 25


@pytest.mark.parametrize("name", sorted(set(municompare.__all__) - {"__version__"}))
def test_every_name_of_the_facade_has_an_example_that_runs(name: str) -> None:
    value = getattr(municompare, name)
    assert ">>> " in value.__doc__, "the doctest of a public name is its shortest documentation"


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'comparison_of_everything'"):
        municompare.comparison_of_everything  # noqa: B018


def test_no_room_has_the_name_of_a_facade_function() -> None:
    # After its first import the room would shadow the function.
    rooms = {module.name for module in pkgutil.iter_modules(municompare.__path__)}
    assert not rooms & set(municompare.__all__)


def test_rooms_do_not_use_the_facade() -> None:
    # It is on the highest floor, where only the command line uses it; below, its version is known.
    rooms = {module.name for module in pkgutil.iter_modules(municompare.__path__)}
    wrong = []
    for path in sorted(set(FACADE.parent.rglob("*.py")) - {FACADE, FACADE.with_name("cli.py")}):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                wrong += [f"{path}: {a.name}" for a in node.names if a.name == "municompare"]
            elif isinstance(node, ast.ImportFrom) and node.module == "municompare":
                allowed = rooms | {"__version__"}
                wrong += [f"{path}: {a.name}" for a in node.names if a.name not in allowed]
    assert not wrong


@pytest.mark.parametrize("room", ["text", "documents", "readers"])
def test_reading_needs_no_tables(room: str) -> None:
    assert "pandas" not in modules_after(f"import municompare.{room}")


@pytest.mark.parametrize("room", [room.name for room in pkgutil.iter_modules(municompare.__path__)])
def test_every_room_can_be_imported_first(room: str) -> None:
    code = f"import municompare.{room}; assert municompare.{room}.__doc__"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_statistics_of_panels_do_not_wait_for_what_reads_plans() -> None:
    held = modules_after("from municompare.comparison.benchmarks import benchmark")
    assert "municompare.statistics.panel" in held
    assert not {"municompare.plans", "municompare.readers", "numba"} & held
