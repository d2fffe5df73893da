"""Table Schema and JSON Schema."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from municompare.errors import Issue, MunicompareError
from municompare.model.crosswalk import Crosswalk
from municompare.model.governance import GovernanceModel
from municompare.model.plan import PlanRecord
from municompare.schema.tables import TABLES

__all__ = ["json_schema", "table_schema"]

_TABLE_SCHEMA_TYPES: Final = {
    "text": "string",
    "integer": "integer",
    "number": "number",
    "boolean": "boolean",
}


def table_schema(table: str) -> dict[str, Any]:
    """Frictionless Table Schema of one table, with its keys into other tables."""
    definition = TABLES[table]
    described = []
    foreign = []
    for column in definition.columns:
        constraints: dict[str, Any] = {}
        if column.required:
            constraints["required"] = True
        if column.name == "id":
            constraints["unique"] = True
        if column.allowed:
            constraints["enum"] = list(column.allowed)
        if column.pattern is not None:
            constraints["pattern"] = column.pattern
        described.append(
            {
                "name": column.name,
                "type": _TABLE_SCHEMA_TYPES[column.kind],
                "description": column.description,
                **({"constraints": constraints} if constraints else {}),
            }
        )
        if column.refers in TABLES:
            foreign.append(
                {
                    "fields": column.name,
                    "reference": {
                        "resource": "" if column.refers == table else column.refers,
                        "fields": "id",
                    },
                }
            )
    return {
        "fields": described,
        "primaryKey": "id",
        "missingValues": [""],
        **({"foreignKeys": foreign} if foreign else {}),
    }


_SCHEMAS: Final[Mapping[str, type]] = {
    "plan": PlanRecord,
    "governance_model": GovernanceModel,
    "crosswalk": Crosswalk,
}


def json_schema(name: str) -> dict[str, Any]:
    """JSON Schema of one of the library's records.

    Parameters
    ----------
    name : {"plan", "governance_model", "crosswalk"}
        Which record.

    Returns
    -------
    dict
        A JSON Schema of draft 2020-12; the caller may change it.

    Raises
    ------
    MunicompareError
        If there is no schema of that name.

    Examples
    --------
    >>> "goals" in json_schema("plan")["properties"]
    True
    """
    from pydantic import TypeAdapter

    if name not in _SCHEMAS:
        raise MunicompareError(
            Issue(
                code="MC108",
                severity="error",
                message=f"there is no schema named {name!r}.",
                remedy=f"Ask for one of {', '.join(_SCHEMAS)}.",
            )
        )
    schema = TypeAdapter(_SCHEMAS[name]).json_schema()
    for definition in (schema, *schema.get("$defs", {}).values()):
        if "properties" in definition:
            definition["additionalProperties"] = False
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
