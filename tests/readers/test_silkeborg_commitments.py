"""What wordings of actions and criteria commit to, and who is named in them."""

from __future__ import annotations

import pytest

from municompare.readers.silkeborg_actions import responsible_for
from municompare.readers.silkeborg_bodies import kind_of
from municompare.readers.silkeborg_commitments import commitments, worded_targets


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Der etableres 25 nye pladser i 2031.", [("=", 25, "pladser", "2031")]),
        ("Vi vil afholde mindst 4 møder i 2031 og 2032.", [(">=", 4, "møder", None)]),
        ("Borgeren får svar inden for 14 dage.", [("<=", 14, "dage", None)]),
        ("Sagen afklares inden den når 26 uger.", [("<", 26, "uger", None)]),
        ("Svar gives hurtigere end lovens krav.", [("<", None, None, None)]),
        ("Flere samtaler, oftere end det lovpligtige niveau.", [(">", None, None, None)]),
        ("Maden er bedre end minimumskravet.", [("better_than", None, None, None)]),
        ("Vi vil øge omfanget af kurser gennem samarbejde.", [("increase", None, None, None)]),
        ("Vi vil reducere varigheden af forløb.", [("decrease", None, None, None)]),
        ("Vi vil øge antallet af job.", [("increase", None, None, None)]),
        ("Der oprettes 2 i hvert hus.", []),
        ("Der oprettes 2 uger senere.", []),
        ("Øge den tværfaglige koordinering.", []),
        ("Svar gives højst 5 dage efter.", []),
    ],
)
def test_an_action_commits_to_figures_limits_norms_or_directions(
    text: str, found: list[tuple[str, float | None, str | None, str | None]]
) -> None:
    targets = commitments(text)
    periods = [target.period.text if target.period else None for target in targets]
    assert [
        (target.comparator, target.value, target.unit_raw, period)
        for target, period in zip(targets, periods, strict=True)
    ] == found
    assert all(text[t.start :].startswith(t.raw) for t in targets)


def test_a_criterion_may_be_bounded_where_an_action_may_not() -> None:
    [target] = worded_targets("Sagsbehandlingstid på højst 21 dage.")
    assert (target.comparator, target.value, target.raw) == ("<=", 21, "højst 21 dage")
    [norm] = worded_targets("Svar gives hurtigere end det lovbestemte tidspunkt.")
    assert (norm.status, norm.reference) == ("relative_only", "det lovbestemte tidspunkt")
    assert worded_targets("Alle er tilfredse.") == ()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Samarbejder, hvor Skoleafdelingen arbejder for alle.", "Skoleafdelingen"),
        ("Ungeudvalget:", "Ungeudvalget"),
        ("Området:", None),
        ("Kurser, hvor alle arbejder.", None),
    ],
)
def test_a_clause_or_a_label_names_the_responsible(text: str, names: str | None) -> None:
    assert responsible_for([text], institution="Hus 4") == names


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Byrådet", "council"),
        ("MED-udvalget", "works council"),
        ("Kulturudvalget", "committee"),
        ("direktionen", "executive board"),
        ("centerledere", "office"),
        ("Jobcenter", "unit"),
        ("naboerne", None),
    ],
)
def test_the_last_word_of_a_name_tells_the_kind(name: str, kind: str | None) -> None:
    assert kind_of(name) == kind
