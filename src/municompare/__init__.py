"""Planning documents of municipalities as one data model, compared.

Documents become plans, plans meet in a comparison::

    import municompare as mc

    plans = mc.load()
    comparison = mc.compare(plans)
    comparison.structure()

Importing the package loads none of its rooms and no other library; a name is looked up in its room
when it is first used.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from municompare.comparison import Comparison, compare
    from municompare.comparison.benchmarks import benchmark, group_statistics
    from municompare.comparison.gaps import gap_estimates
    from municompare.comparison.realism import target_realism
    from municompare.definitions import governance_model
    from municompare.errors import Issue, IssueReport, MunicompareError, MunicompareWarning
    from municompare.io import load, read, read_crosswalk, write
    from municompare.io.panels import load_panel
    from municompare.io.peer_lists import peer_groups
    from municompare.model.crosswalk import Crosswalk
    from municompare.model.event import Event
    from municompare.plans import Plan, Plans
    from municompare.schema import json_schema
    from municompare.statistics import Panel

__version__ = "0.1.0"

_HOMES = {
    "Comparison": "comparison",
    "Crosswalk": "model.crosswalk",
    "Event": "model.event",
    "Issue": "errors",
    "IssueReport": "errors",
    "MunicompareError": "errors",
    "MunicompareWarning": "errors",
    "Panel": "statistics",
    "Plan": "plans",
    "Plans": "plans",
    "benchmark": "comparison.benchmarks",
    "compare": "comparison",
    "gap_estimates": "comparison.gaps",
    "governance_model": "definitions",
    "group_statistics": "comparison.benchmarks",
    "json_schema": "schema",
    "load": "io",
    "load_panel": "io.panels",
    "peer_groups": "io.peer_lists",
    "read": "io",
    "read_crosswalk": "io",
    "target_realism": "comparison.realism",
    "write": "io",
}

__all__ = [
    "Comparison",
    "Crosswalk",
    "Event",
    "Issue",
    "IssueReport",
    "MunicompareError",
    "MunicompareWarning",
    "Panel",
    "Plan",
    "Plans",
    "__version__",
    "benchmark",
    "compare",
    "gap_estimates",
    "governance_model",
    "group_statistics",
    "json_schema",
    "load",
    "load_panel",
    "peer_groups",
    "read",
    "read_crosswalk",
    "target_realism",
    "write",
]


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
