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
    from municompare.definitions import governance_model
    from municompare.documents import SourceDocument
    from municompare.errors import Issue, IssueReport, MunicompareError, MunicompareWarning
    from municompare.io import load, read, read_crosswalk, write
    from municompare.model.crosswalk import Crosswalk
    from municompare.model.governance import GovernanceModel
    from municompare.model.plan import PlanRecord
    from municompare.plans import Citation, Plan, Plans
    from municompare.readers import Reader
    from municompare.schema import json_schema
    from municompare.statistics import Panel

__version__ = "0.1.0"

_HOMES = {
    "Citation": "plans",
    "Comparison": "comparison",
    "Crosswalk": "model.crosswalk",
    "GovernanceModel": "model.governance",
    "Issue": "errors",
    "IssueReport": "errors",
    "MunicompareError": "errors",
    "MunicompareWarning": "errors",
    "Panel": "statistics",
    "Plan": "plans",
    "PlanRecord": "model.plan",
    "Plans": "plans",
    "Reader": "readers",
    "SourceDocument": "documents",
    "benchmark": "comparison.benchmarks",
    "compare": "comparison",
    "governance_model": "definitions",
    "group_statistics": "comparison.benchmarks",
    "json_schema": "schema",
    "load": "io",
    "read": "io",
    "read_crosswalk": "io",
    "write": "io",
}

__all__ = [
    "Citation",
    "Comparison",
    "Crosswalk",
    "GovernanceModel",
    "Issue",
    "IssueReport",
    "MunicompareError",
    "MunicompareWarning",
    "Panel",
    "Plan",
    "PlanRecord",
    "Plans",
    "Reader",
    "SourceDocument",
    "__version__",
    "benchmark",
    "compare",
    "governance_model",
    "group_statistics",
    "json_schema",
    "load",
    "read",
    "read_crosswalk",
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
