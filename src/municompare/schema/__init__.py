"""The flat tables of a plan, derived from the records' field metadata.

Nothing is declared twice: the columns of the frames, the CSV files, the data dictionary, the
Table Schema and the JSON Schema all come from the dataclasses in :mod:`municompare.model`.
"""

from municompare.schema.exports import json_schema, table_schema
from municompare.schema.rows import frame, issues_of, rows
from municompare.schema.tables import PLAN_FIELDS, TABLES, Column, ColumnKind, Table

__all__ = [
    "PLAN_FIELDS",
    "TABLES",
    "Column",
    "ColumnKind",
    "Table",
    "frame",
    "issues_of",
    "json_schema",
    "rows",
    "table_schema",
]
