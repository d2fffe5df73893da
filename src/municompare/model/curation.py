"""What a person decided about a plan, apart from what was read."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Choice", "Classification", "CuratedLink", "Curation", "Label", "Redaction", "Split"]


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
class Split:
    """A row whose wording holds several elements that the layout once kept apart.

    Parameters
    ----------
    element : str
        Id of an activity, an assignment or a principle.
    locator : str
        Where the row stands.
    raw : str
        Its wording as printed.
    parts : tuple of str
        The elements, in printed order; together they are the wording, apart from white space and
        punctuation between them.
    reason : str
        Why.
    """

    element: str
    locator: str
    raw: str
    parts: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One of the candidates that a reader offered.

    Parameters
    ----------
    element : str
        Id of an ambiguous row: a value whose period is one of several, or one of the links that
        exclude each other.
    field : str
        ``period`` of a value, ``to_id`` of a link.
    locator : str
        Where the row stands.
    raw : str
        The candidates as the plan has them: the period such as ``[2017,2018]``, or the ids of
        the links' targets joined by a comma and a space, in the order of the alphabet.
    chosen : str
        The candidate that holds.
    reason : str
        Why.
    """

    element: str
    field: str
    locator: str
    raw: str
    chosen: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Classification:
    """A word of a fixed vocabulary for a field that the document leaves open.

    Parameters
    ----------
    element : str
        Id of the row.
    field : str
        The field, such as ``measure_type`` or ``aggregation`` of an indicator.
    locator : str
        Where the row stands.
    raw : str
        Its title or name as printed.
    value : str
        The word.
    reason : str
        Why.
    """

    element: str
    field: str
    locator: str
    raw: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CuratedLink:
    """A relation that no layout and no sentence states.

    Parameters
    ----------
    element : str
        Id of the element that relates.
    relation : str
        How it relates.
    to : str
        Id of the element it relates to; of another plan only for ``conflicts_with``.
    locator : str
        Where the first element stands.
    raw : str
        Its title or name as printed.
    reason : str
        Why.
    at : str or None
        Where the words stand that relate, if not where the element does: in its section, or in
        running text.
    """

    element: str
    relation: str
    to: str
    locator: str
    raw: str
    reason: str
    at: str | None = None


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
    splits : tuple of Split
        Rows taken apart.
    choices : tuple of Choice
        Candidates chosen.
    classifications : tuple of Classification
        Words of fixed vocabularies.
    links : tuple of CuratedLink
        Relations.
    codings : str or None
        Name of the file of codings beside this one.
    """

    plan: str
    label_reason: str
    labels: tuple[Label, ...] = ()
    redactions: tuple[Redaction, ...] = ()
    splits: tuple[Split, ...] = ()
    choices: tuple[Choice, ...] = ()
    classifications: tuple[Classification, ...] = ()
    links: tuple[CuratedLink, ...] = ()
    codings: str | None = None
