"""What a person decided about a plan, apart from what was read."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Curation", "Label", "Redaction"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """An English label for an element.

    Parameters
    ----------
    element : str
        Id of the element.
    locator : str
        Where the element stands.
    raw : str
        Its title or name as printed.
    label : str
        The English label, at most 80 characters.
    """

    element: str
    locator: str
    raw: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Redaction:
    """A person's name taken out of a field.

    Parameters
    ----------
    element : str
        Id of the row.
    field : str
        The field that holds the name.
    locator : str
        Where the row stands.
    raw : str
        The text as printed, with ``[…]`` where the name stands; this is what the field becomes.
    reason : str
        Why.
    """

    element: str
    field: str
    locator: str
    raw: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Curation:
    """All that a person decided about one plan.

    Parameters
    ----------
    plan : str
        Key of the plan.
    label_reason : str
        By what rule the labels were given.
    labels : tuple of Label
        English labels.
    redactions : tuple of Redaction
        Names taken out.
    """

    plan: str
    label_reason: str
    labels: tuple[Label, ...] = ()
    redactions: tuple[Redaction, ...] = ()
