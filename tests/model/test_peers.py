"""Peer sets: what they measure on themselves, and every issue that they raise."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from municompare.errors import Issue, MunicompareError, Reading
from municompare.model.peers import PeerGroup, PeerSet

A, B, C, D = "SE-0101", "SE-0102", "SE-0103", "SE-0104"


def group(focus: str | None, *members: str, **fields: Any) -> PeerGroup:
    return PeerGroup(
        focus=focus, name=fields.pop("name", focus or "group"), members=members, **fields
    )


def peer_set(*groups: PeerGroup, **fields: Any) -> PeerSet:
    kinds = {"key": "own", "title": "Own", "construct": "custom", "official": True}
    return PeerSet(**{**kinds, **fields}, groups=groups)


def codes(peers: PeerSet, **asked: Any) -> tuple[str, ...]:
    return peers.issues(**asked).codes


def test_lists_give_the_peers_of_their_focus_in_order() -> None:
    peers = peer_set(group(A, C, B), group(B, A))
    assert peers.peers_of(A) == (C, B)
    assert peers.municipalities == (A, B)


def test_a_typology_gives_the_other_members_of_all_groups_of_a_municipality() -> None:
    peers = peer_set(group(None, A, B), group(None, A, C, name="second"), construct="typology")
    assert peers.peers_of(A) == (B, C)
    assert peers.peers_of(C) == (A,)
    assert not peers.disjoint


def test_reciprocity_is_the_share_of_peers_with_a_list_that_name_the_municipality_back() -> None:
    peers = peer_set(group(A, B, C), group(B, A, D), group(C, B))
    # A-B and B-A are mutual, A-C and C-B are not, B-D has no list to look into
    assert peers.reciprocity == 0.5
    assert not peers.reciprocal
    assert peer_set(group(A, B), group(B, A)).reciprocal
    assert peer_set(group(A, B)).reciprocity is None
    assert not peer_set(group(A, B)).reciprocal


def test_lists_are_disjoint_when_they_part_the_municipalities() -> None:
    assert peer_set(group(A, B), group(B, A), group(C, D)).disjoint
    assert not peer_set(group(A, B), group(B, C)).disjoint
    assert peer_set(group(None, A, B), group(None, C), construct="typology").disjoint


def test_restricting_keeps_the_reason_why_a_list_is_empty() -> None:
    peers = peer_set(group(A, B, C, distances=(0.1, 0.2)), group(B, C), group(C, A))
    kept = peers.restricted_to([A, B])
    assert kept.municipalities == (A, B)
    assert kept.groups_of(A)[0].distances == (0.1,)
    assert kept.peers_of(B) == ()
    assert kept.groups_of(B)[0].reason == "none of its 1 members was kept"
    assert peers.restricted_to([A, B, C]) == peers


def test_restricting_a_typology_leaves_out_groups_without_anybody() -> None:
    peers = peer_set(group(None, A, B), group(None, C, name="second"), construct="typology")
    assert [g.members for g in peers.restricted_to([A]).groups] == [(A,)]


def test_an_unknown_municipality_is_an_error_that_names_the_nearest() -> None:
    with pytest.raises(MunicompareError, match=r"did you mean 'SE-0101'") as raised:
        peer_set(group(A, B)).peers_of("SE-101")
    assert raised.value.report.codes == ("MC804",)


def test_all_contradictions_of_a_set_come_in_one_error() -> None:
    with pytest.raises(MunicompareError) as raised:
        peer_set(
            group(A, B, B),
            group(A, "0580"),
            group(B, "DK-101"),
            group(C, A, distances=(1.0, 2.0)),
            group(D, A, distances=(float("nan"),)),
            group("SE-0105"),
            group("SE-0106", A, reason="no value"),
            group(None, A),
            construct="typology",
            official=False,
            klynge=True,
            valid_for="soon",
        )
    found = raised.value.report.codes
    assert sorted(found) == sorted(
        ["MC810"] * 5 + ["MC802", "MC801", "MC803", "MC803"] + ["MC810"] * 4
    )


def test_only_an_official_list_is_called_klynge() -> None:
    assert peer_set(group(A, B), klynge=True).word == "klynge"
    assert peer_set(group(A, B)).word == "peer group"


def test_a_model_younger_than_the_period_is_an_anachronism() -> None:
    peers = peer_set(group(A, B), model_year=2019)
    assert codes(peers, periods="2018") == ("MC821",)
    assert codes(peers, periods="2019") == ()
    assert codes(peers, periods="2018/2019") == ()
    [issue] = peers.issues(periods=["2017", "2018", "2019"])
    assert "2 of 3 periods (2017 to 2018)" in issue.message


def test_a_set_without_year_cannot_be_judged_for_anachronism() -> None:
    assert codes(peer_set(group(A, B)), periods="2018") == ("MC828",)


def test_a_period_that_is_none_is_an_error() -> None:
    with pytest.raises(MunicompareError) as raised:
        peer_set(group(A, B), model_year=2019).issues(periods=["soon", "later"])
    assert raised.value.report.codes == ("MC805", "MC805")


def test_a_set_for_another_theme_or_benefit_is_the_wrong_one() -> None:
    peers = peer_set(group(A, B), theme="IFO", benefit="cash")
    assert codes(peers, themes="IFO", benefit="cash") == ()
    assert codes(peers, themes=["IFO", "socioekonomi"]) == ()
    assert codes(peers, themes="LSS") == ("MC822",)
    assert codes(peers, themes="LSS", benefit="sickness") == ("MC822", "MC822")
    assert codes(peer_set(group(A, B)), themes="LSS", benefit="cash") == ()


def test_a_peer_more_than_five_times_as_large_or_as_small_is_an_issue() -> None:
    peers = peer_set(group(A, B, C))
    assert codes(peers, populations={A: 10, B: 50, C: 2}) == ()
    [issue] = peers.issues(populations={A: 10, B: 51, C: 1})
    assert issue.code == "MC823"
    assert [place.text for place in issue.readings] == [f"{C}: 10.0", f"{B}: 5.1"]
    assert codes(peers, populations={A: 10, B: 51, C: 10}, max_size_ratio=6) == ()


@pytest.mark.parametrize("size", [None, float("nan"), 0])
def test_a_peer_of_unknown_size_is_not_taken_for_a_fitting_one(size: float | None) -> None:
    sizes = {A: 10.0, B: 10.0} | ({} if size is None else {C: size})
    [issue] = peer_set(group(A, B, C)).issues(populations=sizes)
    assert issue.code == "MC828"
    assert [place.locator for place in issue.readings] == [C]


def test_compared_municipalities_that_are_peers_of_each_other_are_an_issue() -> None:
    peers = peer_set(group(A, B), group(B, C), group(C, A))
    assert codes(peers, compared=[A]) == ()
    assert codes(peers, compared=[A, B]) == ("MC824",)
    assert codes(peers) == ()


def test_a_list_that_holds_its_own_focus_is_an_issue_and_its_peers_leave_it_out() -> None:
    peers = peer_set(group(A, A, B))
    assert codes(peers) == ("MC824",)
    assert peers.peers_of(A) == (B,)


def test_a_typology_holds_the_municipality_by_nature() -> None:
    peers = peer_set(group(None, A, B), group(None, C), construct="typology")
    assert codes(peers, compared=[A]) == ()
    assert codes(peers, compared=[A, C]) == ()
    assert codes(peers, compared=[A, B]) == ("MC824",)


def test_peers_selected_on_what_is_compared_are_an_issue() -> None:
    peers = peer_set(group(A, B), variables=("N1", "N2"))
    assert codes(peers, outcomes="N1") == ("MC826",)
    assert codes(peers, outcomes="N3") == ()
    assert codes(peer_set(group(A, B)), outcomes="N1") == ("MC828",)


def test_a_set_of_ones_own_is_not_official() -> None:
    assert codes(peer_set(group(A, B), official=False)) == ("MC827",)


def test_findings_are_shown_for_the_municipalities_they_touch() -> None:
    tie = Issue(
        code="MC808",
        severity="info",
        message="tied.",
        readings=(Reading(locator=A), Reading(locator=B)),
    )
    peers = peer_set(group(A, B), group(B, A), group(C, A), findings=(tie,))
    assert peers.issues().issues == (tie,)
    assert peers.issues(compared=[B]).issues == (replace(tie, readings=(Reading(locator=B),)),)
    assert peers.issues(compared=[C]).issues == ()


def test_a_set_says_what_it_is() -> None:
    peers = peer_set(group(A, B), publisher="RKA", model_year=2023)
    assert str(peers) == "Own (custom, RKA, 2023): 1 lists, 1 municipalities"
    assert hash(peers) == hash(replace(peers))
