"""How a record's fields say what they hold: the one declaration of every table's columns.

The keys are those that pydantic reads from a dataclass field's metadata, so that the same
declaration checks records, makes their JSON Schema and describes the tables.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

__all__ = [
    "CODE",
    "DATE",
    "ID",
    "KEY",
    "LOCATOR",
    "MUNICIPALITY",
    "PERIOD",
    "SHA256",
    "about",
]

KEY: Final = r"^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$"
"""Key of a plan, such as ``linkoping-2019``."""
ID: Final = r"^[a-z][a-z0-9-]*/[a-z_]+/[a-z0-9][a-z0-9.-]*$"
"""Id of a row, such as ``linkoping-2019/goal/hallbar-ekonomi``."""
MUNICIPALITY: Final = (
    r"^(?:SE-[0-9]{4}|DK-[0-9]{3}"
    r"|(?:[A-CE-RT-Z][A-Z]|D[A-JL-Z]|S[A-DF-Z])-[0-9A-Z]{1,8})$"
)
"""Country and official code, such as ``SE-0580`` or ``DK-740``; zeros at the front count."""
PERIOD: Final = r"^(?:[0-9]{4}[-0-9QHT]*(?:/[0-9]{4}[-0-9QHT]*)?|\[[-0-9QHT, ]+\])$"
"""ISO 8601 or EDTF period, such as ``2018-01/2018-04``."""
DATE: Final = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
"""ISO 8601 date, such as ``2018-12-04``."""
SHA256: Final = r"^[0-9a-f]{64}$"
"""SHA-256 in hexadecimal digits."""
CODE: Final = r"^[A-Z]{2,}[0-9]{3,}$"
"""Code of an issue, such as ``MC301``."""
LOCATOR: Final = r"^[Lpt][0-9][0-9/:ctrpL+|]*$"
"""Place in a document, such as ``L440/c4``."""


def about(
    description: str, *, refers: str | None = None, pattern: str | None = None
) -> Mapping[str, Any]:
    """Metadata of a field: what it means, what it points to, the form of its text.

    Parameters
    ----------
    description : str
        One sentence for the data dictionary.
    refers : str, optional
        The table whose ids the field holds; ``"element"`` for the id of any row.
    pattern : str, optional
        Regular expression that the whole text must match.
    """
    metadata: dict[str, Any] = {"description": description}
    if refers is not None:
        metadata["refers"] = refers
    if pattern is not None:
        metadata["pattern"] = pattern
    return metadata
