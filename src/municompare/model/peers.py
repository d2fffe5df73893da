"""Peer groups: which municipalities a municipality is compared with, and what that choice rests on.

A :class:`PeerSet` is either a set of *lists*, one for each municipality in focus (they may overlap
and need not be mutual), or a *typology*, whose groups have members and no focus. It says how it
was made, by whom and for which year, and it raises an issue wherever that does not fit the
comparison at hand. Whether it is reciprocal or disjoint is measured on its groups.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import Literal

from municompare.errors import Issue, IssueReport, MunicompareError, Reading
from municompare.model.peer_checks import contradictions
from municompare.model.peer_issues import MAX_SIZE_RATIO, judged

__all__ = ["Construct", "FrameworkFit", "PeerGroup", "PeerSet"]

Construct = Literal["structural_nearest", "predicted_nearest", "typology", "custom"]
"""How peers were chosen: nearest on structure, nearest on a predicted outcome, groups of a
classification, or in another way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PeerGroup:
    """One list of peers, or one group of a typology.

    Parameters
    ----------
    focus : str or None
        The municipality whose peers these are; None for a group of a typology.
    name : str
        What the source calls the group.
    members : tuple of str
        Ids, nearest first where distances are known. A typology's group holds all its members.
    distances : tuple of float or None
        How far each member is from the focus; None where the source does not say.
    reason : str or None
        Why there are no members; only then.
    """

    focus: str | None
    name: str
    members: tuple[str, ...]
    distances: tuple[float, ...] | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameworkFit:
    """How well framework conditions (*rammevilkår*) predict an outcome: least squares, one year.

    Parameters
    ----------
    outcome, outcome_period : str
        What was predicted, and when.
    variables : tuple of str
        The framework conditions.
    variables_period : str
        When those were measured.
    n : int
        Municipalities that have all values and took part in the fit.
    intercept : float
        Constant of the regression.
    coefficients : tuple of float
        One for each variable, in the outcome's unit per unit of the variable.
    r_squared : float
        Share of the outcome's variance that the prediction accounts for, in the fit itself.
    residual_sd : float
        Square root of the squared residuals over the degrees of freedom (n - variables - 1).
    condition : float
        Condition number of constant and standardised variables; large where they say nearly the
        same.
    predicted : tuple of (str, float)
        Predicted outcome of every municipality that has all variables.
    residuals : tuple of (str, float)
        Observed less predicted outcome of those that took part in the fit.
    """

    outcome: str
    outcome_period: str
    variables: tuple[str, ...]
    variables_period: str
    n: int
    intercept: float
    coefficients: tuple[float, ...]
    r_squared: float
    residual_sd: float
    condition: float
    predicted: tuple[tuple[str, float], ...] = field(repr=False)
    residuals: tuple[tuple[str, float], ...] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class PeerSet:
    """Peer groups of one construct, with everything that their use depends on.

    Parameters
    ----------
    key, title : str
        Name for programs, and for readers.
    construct : {"structural_nearest", "predicted_nearest", "typology", "custom"}
        How peers were chosen.
    groups : tuple of PeerGroup
        The groups; all have a focus, or none has.
    theme, benefit : str or None
        What the groups were made for; None for any.
    outcome : str or None
        The outcome whose prediction chose the peers.
    variables : tuple of str
        What chose the peers, as far as known.
    variables_period : str or None
        When those were measured.
    model_year : int or None
        The year of the model or classification, as its publisher gives it.
    valid_for : str or None
        The period that the publisher states for its use.
    publisher : str or None
        Who publishes the groups; None for one's own.
    official : bool
        Whether a public body publishes them.
    klynge : bool
        Whether the publisher calls them *klynger*; only official groups may be called so.
    k : int or None
        Peers asked for, in one's own searches.
    settings : tuple of (str, str)
        Everything else that was set.
    names : tuple of (str, str)
        Names of municipalities, as the source prints them.
    fit : FrameworkFit or None
        The regression behind predicted peers.
    findings : tuple of Issue
        What was noticed while the groups were made: missing values, ties, lists left out.

    Raises
    ------
    MunicompareError
        With all contradictions: ids that are none (MC801), a member listed twice (MC802), several
        countries in one group (MC803), others (MC810).

    Examples
    --------
    >>> peers = PeerSet(
    ...     key="own", title="Own choice", construct="custom", official=False,
    ...     groups=(PeerGroup(focus="SE-0580", name="Linköping", members=("SE-0581",)),),
    ... )
    >>> peers.peers_of("SE-0580"), peers.reciprocity
    (('SE-0581',), None)
    """

    key: str
    title: str
    construct: Construct
    groups: tuple[PeerGroup, ...]
    theme: str | None = None
    benefit: str | None = None
    outcome: str | None = None
    variables: tuple[str, ...] = ()
    variables_period: str | None = None
    model_year: int | None = None
    valid_for: str | None = None
    publisher: str | None = None
    official: bool
    klynge: bool = field(default=False, repr=False)
    k: int | None = None
    settings: tuple[tuple[str, str], ...] = ()
    names: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    fit: FrameworkFit | None = None
    findings: tuple[Issue, ...] = field(default=(), repr=False)
    _groups_of: Mapping[str, tuple[PeerGroup, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        IssueReport.of(contradictions(self)).raise_if_any()
        found: dict[str, list[PeerGroup]] = {}
        for group in self.groups:
            for municipality in group.members if group.focus is None else (group.focus,):
                found.setdefault(municipality, []).append(group)
        index = {municipality: tuple(found[municipality]) for municipality in sorted(found)}
        object.__setattr__(self, "_groups_of", index)

    @property
    def word(self) -> str:
        """What a group may be called: ``klynge`` for a list published as such only."""
        return "klynge" if self.klynge else "peer group"

    @property
    def municipalities(self) -> tuple[str, ...]:
        """Ids of the municipalities that have a group, sorted."""
        return tuple(self._groups_of)

    def groups_of(self, municipality: str) -> tuple[PeerGroup, ...]:
        """The groups of a municipality: its own list, or those of a typology that hold it.

        Raises
        ------
        MunicompareError
            MC804, if it has none.
        """
        try:
            return self._groups_of[municipality]
        except KeyError:
            close = get_close_matches(str(municipality), self.municipalities, n=1)
            hint = f" (did you mean {close[0]!r}?)" if close else ""
            raise MunicompareError(
                Issue(
                    code="MC804",
                    severity="error",
                    message=f"expected a municipality with a group in {self.key!r}, "
                    f"found {municipality!r}{hint}.",
                    remedy="See `municipalities` of the peer set.",
                    readings=(Reading(text=str(municipality), document=self.key),),
                )
            ) from None

    def peers_of(self, municipality: str) -> tuple[str, ...]:
        """Ids of a municipality's peers, without itself, in the order of the source.

        Raises
        ------
        MunicompareError
            MC804, if it has no group.
        """
        members = (member for group in self.groups_of(municipality) for member in group.members)
        return tuple(dict.fromkeys(member for member in members if member != municipality))

    @property
    def reciprocity(self) -> float | None:
        """Share of peers that have the municipality among their own peers.

        Counted over the peers that have a group themselves; None without any.
        """
        peers = {focus: frozenset(self.peers_of(focus)) for focus in self._groups_of}
        mutual = [
            focus in peers[peer] for focus, own in peers.items() for peer in own if peer in peers
        ]
        return sum(mutual) / len(mutual) if mutual else None

    @property
    def reciprocal(self) -> bool:
        """Whether all peers are each other's peers."""
        return self.reciprocity == 1

    @property
    def disjoint(self) -> bool:
        """Whether any two groups, each with its focus, are the same or have nobody in common."""
        units = {
            frozenset(group.members) | ({group.focus} if group.focus is not None else frozenset())
            for group in self.groups
        }
        times = Counter(municipality for unit in units for municipality in unit)
        return all(count == 1 for count in times.values())

    def restricted_to(self, municipalities: Iterable[str]) -> PeerSet:
        """The same set with only these municipalities, as focus and as peers.

        Judge the coverage of a set before restricting it: afterwards nobody is missing.

        Parameters
        ----------
        municipalities : iterable of str
            Ids, for example ``panel.municipalities``.
        """
        kept = frozenset(municipalities)
        groups = (
            _restricted(group, kept)
            for group in self.groups
            if group.focus in kept or (group.focus is None and kept.intersection(group.members))
        )
        return replace(self, groups=tuple(groups))

    def issues(
        self,
        *,
        periods: str | int | Iterable[str | int] = (),
        themes: str | Iterable[str] = (),
        benefit: str | None = None,
        outcomes: str | Iterable[str] = (),
        compared: str | Iterable[str] = (),
        populations: Mapping[str, float] | None = None,
        max_size_ratio: float = MAX_SIZE_RATIO,
    ) -> IssueReport:
        """What speaks against using the set for a comparison; only what is given is judged.

        Coverage needs values: :func:`municompare.comparison.peers.peer_issues` judges it too.

        Parameters
        ----------
        periods : str, int or iterable of them
            Periods that are compared.
        themes : str or iterable of str
            Themes that the set may have been made for; name a general theme too if it may serve.
        benefit : str, optional
            Benefit that the comparison is about.
        outcomes : str or iterable of str
            Indicators that are compared.
        compared : str or iterable of str
            Municipalities that are compared with each other; all of the set if not given.
        populations : mapping of str to float, optional
            Inhabitants by municipality.
        max_size_ratio : float
            A peer may have this many times the inhabitants, or one part in so many.

        Raises
        ------
        MunicompareError
            MC804, if a compared municipality has no group; MC805, if a period is none.
        """
        return judged(
            self,
            periods=_texts(periods),
            themes=_texts(themes),
            benefit=benefit,
            outcomes=_texts(outcomes),
            compared=_texts(compared),
            populations=populations,
            max_size_ratio=max_size_ratio,
        )

    def __str__(self) -> str:
        year = f", {self.model_year}" if self.model_year is not None else ""
        by = self.publisher or "not published"
        kind = "groups" if self.groups and self.groups[0].focus is None else "lists"
        return f"{self.title} ({self.construct.replace('_', ' ')}, {by}{year}): " + (
            f"{len(self.groups)} {kind}, {len(self._groups_of)} municipalities"
        )


def _texts(value: str | int | Iterable[str | int]) -> tuple[str, ...]:
    return (str(value),) if isinstance(value, str | int) else tuple(map(str, value))


def _restricted(group: PeerGroup, kept: frozenset[str]) -> PeerGroup:
    at = [i for i, member in enumerate(group.members) if member in kept]
    if len(at) == len(group.members):
        return group
    return replace(
        group,
        members=tuple(group.members[i] for i in at),
        distances=None if group.distances is None else tuple(group.distances[i] for i in at),
        reason=None if at else f"none of its {len(group.members)} members was kept",
    )
