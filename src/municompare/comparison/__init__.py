"""Plans side by side: their structure, goals, indicators and targets, and what may be compared.

Importing the room loads none of its modules, so that statistics of a panel do not wait for what
reads and compares plans.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from municompare.comparison.comparison import Comparison, compare
    from municompare.comparison.verdict import Comparability, Reason

_HOMES = {
    "Comparability": "verdict",
    "Comparison": "comparison",
    "Reason": "verdict",
    "compare": "comparison",
}

__all__ = ["Comparability", "Comparison", "Reason", "compare"]


def __dir__() -> list[str]:
    return list(__all__)


# Hidden from type checkers: with it in sight every misspelt name would be an attribute.
if not TYPE_CHECKING:

    def __getattr__(name):
        from importlib import import_module

        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
        globals()[name] = value
        return value
