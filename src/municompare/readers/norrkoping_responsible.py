"""Rows that say who does what about an element."""

from __future__ import annotations

from municompare.model.steering import Organisation, Responsibility, ResponsibilityRole
from municompare.readers.norrkoping_text import Passage, Source

__all__ = ["add_responsibility"]


def add_responsibility(
    source: Source, element: str, role: ResponsibilityRole, body: Organisation, basis: Passage
) -> None:
    """Add who does what about an element, unless another place has said so."""
    for row in source.draft.rows("responsibilities"):
        if (row.element, row.role, row.organisation) == (element, role, body.id):
            return
    source.draft.add(
        Responsibility(
            id=source.draft.attached_id("responsibility", element, body.id),
            element=element,
            role=role,
            organisation=body.id,
            basis=basis.text,
            **source.printed(basis),
        )
    )
