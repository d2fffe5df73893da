"""What an agreement says of how its elements hang together, beside the goal of each action."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Final

from municompare.model.plan import Link, Relation
from municompare.model.quantity import Certainty
from municompare.readers.silkeborg_agreement import Agreement, Statement
from municompare.readers.silkeborg_matching import COUNT, count_of
from municompare.readers.silkeborg_passages import Passage
from municompare.readers.silkeborg_tables import matching_key
from municompare.text.words import content_words

__all__ = ["add_links"]

_PUTS_INTO_PRACTICE: Final = re.compile(
    r"\b(?:implementer|forankr|udmønt|virkeliggør|realiser)\w*", re.IGNORECASE
)
_GOALS_OF: Final = re.compile(
    rf"\b{COUNT} bevillingsmål \((?P<title>[^\W\d_]{{4,}}planen)\)", re.IGNORECASE
)
_RESULTS_OF: Final = re.compile(
    r"\bresultater fra (?P<title>foregående års aftale)\b", re.IGNORECASE
)
_UNDER_STARS: Final = re.compile(
    r"\bmål og (?:handlinger|indsatser)\b.*\b(?:under indtryk af|på baggrund af|med afsæt i|"
    r"ud fra|efter) (?:disse|de|vores) (?:\w+ )?pejlemærker",
    re.IGNORECASE,
)
_SHORTEST: Final = 6
_SHARED: Final = 0.7


def add_links(agreement: Agreement, documents: Mapping[str, str], lines: Iterable[Passage]) -> None:
    """Add what actions put into practice, what goals are part of, what is printed twice.

    Parameters
    ----------
    agreement : Agreement
        The agreement with its goals, actions and principles.
    documents : mapping
        Ids of the documents that it names, by the letters of their titles.
    lines : iterable of Passage
        The paragraphs of the document.
    """
    activities = [each for each in agreement.statements if "/activity/" in each.element]
    for activity in activities:
        _link_to_documents(agreement, activity, documents)
    for line in lines:
        for sentence in line.sentences():
            _link_goals(agreement, sentence, documents)
            _link_document(agreement, sentence, documents)
    _link_repeated(agreement, activities)


def _add_link(
    agreement: Agreement,
    from_id: str,
    relation: Relation,
    to_id: str,
    *,
    at: Passage,
    certainty: Certainty = "certain",
) -> None:
    agreement.draft.add(
        Link(
            id=agreement.draft.attached_id("link", from_id, to_id),
            from_id=from_id,
            relation=relation,
            to_id=to_id,
            basis="stated",
            certainty=certainty,
            document=agreement.document,
            locator=at.locator,
        )
    )


def _link_to_documents(
    agreement: Agreement, activity: Statement, documents: Mapping[str, str]
) -> None:
    """Link an action to the documents that it, or what introduces it, puts into practice."""
    for text in (activity.passage, activity.lead_in):
        verb = _PUTS_INTO_PRACTICE.search(text.text) if text else None
        if text is None or verb is None:
            continue
        letters = matching_key(text.text[verb.end() :])
        named = [identifier for key, identifier in documents.items() if key in letters]
        for identifier in named:
            _add_link(agreement, activity.element, "implements", identifier, at=text)
        if named:
            return


def _link_goals(agreement: Agreement, sentence: Passage, documents: Mapping[str, str]) -> None:
    """Link the numbered goals of the appropriation to the plan that they are said to be of."""
    match = _GOALS_OF.search(sentence.text)
    if match is None:
        return
    goals = [
        goal.id
        for goal in agreement.draft.rows("goals")
        if goal.number and goal.level == agreement.appropriation_level
    ]
    plan = documents[matching_key(match["title"])]
    if len(goals) == count_of(match):
        for goal in goals:
            _add_link(agreement, goal, "part_of", plan, at=sentence.part(*match.span()))


def _link_document(agreement: Agreement, sentence: Passage, documents: Mapping[str, str]) -> None:
    """Link the agreement to the one of the year before, and to the guiding stars."""
    match = _RESULTS_OF.search(sentence.text)
    previous = documents.get(matching_key(match["title"])) if match else None
    if match and previous:
        at = sentence.part(*match.span())
        _add_link(agreement, agreement.document, "follows_up", previous, at=at)
    if _UNDER_STARS.search(sentence.text):
        for principle in agreement.draft.rows("principles"):
            if principle.kind == "guiding_star":
                _add_link(agreement, agreement.document, "addresses", principle.id, at=sentence)


def _link_repeated(agreement: Agreement, activities: Sequence[Statement]) -> None:
    """Link and report actions of different goals that say nearly the same."""
    goal_of = {
        link.from_id: link.to_id
        for link in agreement.draft.rows("links")
        if link.relation == "serves"
    }
    # those that repeat none, by each two words that they print one after the other
    earlier: defaultdict[tuple[str, str], list[tuple[Statement, tuple[str, ...]]]]
    earlier = defaultdict(list)
    readings = []
    for activity in activities:
        words = content_words(activity.passage.text, language="da")
        pairs = tuple(dict.fromkeys(pairwise(words)))
        candidates = {each.element: (each, own) for pair in pairs for each, own in earlier[pair]}
        repeated = next(
            (
                each
                for each, own in candidates.values()
                if goal_of[each.element] != goal_of[activity.element] and _say_the_same(own, words)
            ),
            None,
        )
        if repeated is None:
            for pair in pairs:
                earlier[pair].append((activity, words))
            continue
        _add_link(
            agreement,
            activity.element,
            "repeats",
            repeated.element,
            at=activity.passage,
            certainty="probable",
        )
        readings += [agreement.reading(each.passage) for each in (repeated, activity)]
    if readings:
        agreement.draft.issue(
            "MC325",
            "info",
            "actions of different goals say nearly the same; they are linked as repeated.",
            cause="repeated actions",
            remedy="Count such an action once where actions are counted.",
            readings=readings,
        )


def _say_the_same(one: Sequence[str], other: Sequence[str]) -> bool:
    """Tell whether most words of the shorter of two wordings stand in both, in one order."""
    shorter = min(len(one), len(other))
    if shorter < _SHORTEST or len(set(one) & set(other)) < _SHARED * shorter:
        return False
    blocks = SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) >= _SHARED * shorter
