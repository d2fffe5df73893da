"""Prioritised policies of an operational plan, and lists of activities that serve nothing named."""

from __future__ import annotations

import re
from typing import Final

from municompare.model.elements import Assignment
from municompare.model.plan import Document, Link
from municompare.model.quantity import Certainty
from municompare.readers.linkoping_assignments import Response
from municompare.readers.linkoping_operational_activities import ActivityWriter
from municompare.readers.linkoping_operational_assignments import places_of
from municompare.readers.linkoping_operational_outline import Section
from municompare.readers.linkoping_operational_statements import Statements
from municompare.readers.linkoping_text import shortened
from municompare.readers.norrkoping_text import Source
from municompare.text.words import fold

__all__ = ["add_other", "add_policies"]

_POLICY: Final = re.compile(
    r"[A-ZÅÄÖ][^.]*\b[^\W\d_]*(?:policy|program|plan|strategi|riktlinjer|reglemente)(?:n|en|et)?\b"
)
_TO_DO: Final = re.compile(
    r"(?:Ta|Se|Gå|Ge|Få|(?!\w*(?:liga|iska|ella|ala|iva|nya|gemensamma|övriga) )[A-ZÅÄÖ][a-zåäö]*a)"
    r" |[A-ZÅÄÖ][a-zåäö]+(?:ande|ning|else) (?:av|om|i|med|till|för) "
)
"""An activity that names a policy, which it begins with a verb or its noun."""
_INTRODUCES: Final = re.compile(r"(?:Nedan|Här|I detta avsnitt|Följande)\b")
_LONGEST: Final = 10
"""Words that the name of a policy has at most, but for the first."""


def add_policies(
    source: Source, section: Section, *, splitter: Statements, activities: ActivityWriter
) -> None:
    """Add the policies that a section prioritises, and the activities below them."""
    statements = list(splitter.split(section.start, section.end))
    named = 1
    while (
        statements[named:]
        and _POLICY.match(statements[named].text)
        and _TO_DO.match(statements[named].text) is None
        and (len(statements[named].text.split()) <= _LONGEST)
    ):
        named += 1
    policies, rest = statements[:named], statements[named:]
    ids = [source.draft.id("assignment", policy.text) for policy in policies]
    added = list(activities.add_list(rest, lead_in=section.name.text))
    certainty: Certainty = "probable" if len(ids) == 1 else "ambiguous"
    places = places_of([item.passage for item, _ in added]) if added else None
    for policy, identifier in zip(policies, ids, strict=True):
        kind = re.search(r"policy|program|plan|strategi|riktlinjer|reglemente", fold(policy.text))
        document = Document(
            id=source.draft.id("document", policy.text),
            title=policy.text,
            kind=kind[0] if kind else "styrdokument",
            role="referenced",
            language="sv",
            locator=str(policy.passage.locator),
        )
        answered: Response | None = "answered" if len(ids) == 1 else None
        source.draft.add(
            document,
            Assignment(
                id=identifier,
                title=shortened(policy.text),
                kind=section.name.text,
                response=answered if added else "none",
                response_locator=places,
                response_certainty=certainty,
                **source.printed(policy.passage),
            ),
            Link(
                id=source.draft.attached_id("link", identifier, document.id),
                from_id=identifier,
                relation="addresses",
                to_id=document.id,
                basis="stated",
                **source.printed(policy.passage),
            ),
        )
    for item, activity in added:
        activities.link(activity, ids, relation="implements", certainty=certainty, at=item.passage)


def add_other(section: Section, *, splitter: Statements, activities: ActivityWriter) -> None:
    """Add the activities of a list that serves nothing in particular."""
    statements = [
        statement
        for statement in splitter.split(section.start, section.end)
        if not _INTRODUCES.match(statement.text)
    ]
    for _ in activities.add_list(statements, lead_in=section.name.text):
        pass
