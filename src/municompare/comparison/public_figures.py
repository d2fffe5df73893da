"""Plans meet panels: what a comparison of plans says by public figures."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from municompare.comparison.frames import framed
from municompare.model.crosswalk import Crosswalk
from municompare.plans import Plans

if TYPE_CHECKING:
    import pandas as pd

    from municompare.comparison.gaps import Allowed, Method
    from municompare.comparison.ledger_input import Panels, PeerSets
    from municompare.comparison.ledger_peers import PeerRequest
    from municompare.comparison.ledger_series import Figures
    from municompare.model.peers import PeerSet

__all__ = ["PublicFigures"]


class PublicFigures:
    """The part of a comparison that needs public figures."""

    __slots__ = ()

    _plans: Plans
    _crosswalk: Crosswalk

    def outcomes(
        self,
        panel: Panels,
        peers: PeerSets | None = None,
        *,
        themes: str | Iterable[str] = (),
        window: int = 3,
        min_peers: int = 3,
    ) -> pd.DataFrame:
        """What public figures say of each target, and why most cannot be judged by them.

        Parameters
        ----------
        panel : Panel or iterable of Panel
            The figures, of one country or several.
        peers : PeerSet, or iterable or mapping of them, optional
            One set for each country.
        themes : str or iterable of str, optional
            Themes that groups may have been made for; one made for another is MC822.
        window : int
            Years before the base and after the target within which figures are taken.
        min_peers : int
            With fewer peers that have a value there is no peer figure.

        Returns
        -------
        pandas.DataFrame
            One row for each target and public measure that comes into question, at least one for
            each target: relation, validity, anchor test, figures ``before``, ``during``, ``at`` and
            ``latest`` with those of the peers, breaks, shocks, traps, ``verdict`` (``reached``,
            ``on_the_way``, ``wrong_way``, ``cannot_be_judged``) and ``why``.

        Raises
        ------
        MunicompareError
            MC885 to MC887 and MC854, with all that is wrong with panels, peers and settings.

        Examples
        --------
        >>> import municompare as mc
        >>> ledger = mc.compare(mc.load("silkeborg-2017")).outcomes(mc.load_panel("DK"))
        >>> ledger["verdict"].unique().tolist()
        ['cannot_be_judged']
        """
        from municompare.comparison.ledger import OUTCOME_COLUMNS, outcome_rows

        figures, request = self._asked(panel, peers, themes, window=window, min_peers=min_peers)
        rows = outcome_rows(self._plans, self._crosswalk, figures, request, window=window)
        return framed(rows, OUTCOME_COLUMNS)

    def outcome_paths(
        self,
        panel: Panels,
        peers: PeerSets | None = None,
        *,
        themes: str | Iterable[str] = (),
        window: int = 3,
        min_peers: int = 3,
    ) -> pd.DataFrame:
        """What public measures were before, during and after each target, period by period.

        The long form of :meth:`outcomes`, with the same parameters and errors.

        Returns
        -------
        pandas.DataFrame
            One row for each target, public measure and period of the panel around the target:
            ``phase``, ``points`` (those that :meth:`outcomes` picks out), ``value`` with its
            ``status``, the peers' figures, breaks and shocks. A target without any public figures
            has one row with ``why``.

        Examples
        --------
        >>> import municompare as mc
        >>> paths = mc.compare(mc.load()).outcome_paths([mc.load_panel("SE"), mc.load_panel("DK")])
        >>> waiting = paths.query("measure == 'U31402' and target_period == '2020'")
        >>> waiting.groupby("phase", sort=False)["period"].agg(["min", "max"]).T.to_dict("list")
        {'before': ['2015', '2018'], 'during': ['2019', '2020'], 'after': ['2021', '2022']}
        """
        from municompare.comparison.ledger_columns import PATH_COLUMNS
        from municompare.comparison.ledger_paths import path_rows

        figures, request = self._asked(panel, peers, themes, window=window, min_peers=min_peers)
        rows = path_rows(self._plans, self._crosswalk, figures, request, window=window)
        return framed(rows, PATH_COLUMNS)

    def _asked(
        self,
        panel: Panels,
        peers: PeerSets | None,
        themes: str | Iterable[str],
        *,
        window: int,
        min_peers: int,
    ) -> tuple[Figures, PeerRequest]:
        """Public figures and peers, checked."""
        from municompare.comparison import ledger_input
        from municompare.comparison.ledger_peers import PeerRequest

        figures = ledger_input.checked_figures(self._plans, panel)
        sets = ledger_input.checked_peers(self._plans, peers, min_peers=min_peers, window=window)
        request = PeerRequest(
            sets=sets,
            compared=tuple(plan.municipality for plan in self._plans.values()),
            themes=(themes,) if isinstance(themes, str) else tuple(themes),
            min_peers=min_peers,
        )
        return figures, request

    def anchors(self, panel: Panels) -> pd.DataFrame:
        """The anchor test: every value that the plans print beside the public value of its period.

        Returns
        -------
        pandas.DataFrame
            One row for each printed value and public measure that comes into question: both
            numbers in the plan's ``unit``, half of the last printed digit as ``tolerance``,
            ``result`` and the closest relation that it ``allows``.

        Examples
        --------
        >>> import municompare as mc
        >>> anchors = mc.compare(mc.load()).anchors(mc.load_panel("SE"))
        >>> waiting = anchors[anchors["measure"] == "U31402"]
        >>> waiting[["period", "plan_value", "public_value", "result"]].values.tolist()
        [['2017', 21.0, 21.0, 'agrees'], ['2018', 19.0, 8.0, 'differs']]
        """
        from municompare.comparison.anchor_rows import ANCHOR_COLUMNS, anchor_rows
        from municompare.comparison.ledger_input import checked_figures

        figures = checked_figures(self._plans, panel)
        plans = self._plans.values()
        rows = (row for plan in plans for row in anchor_rows(plan, self._crosswalk, figures))
        return framed(rows, ANCHOR_COLUMNS)

    def positions(
        self,
        panel: Panels,
        peers: PeerSet | Iterable[PeerSet],
        *,
        concepts: str | Iterable[str] | None = None,
        themes: str | Iterable[str] = (),
        min_peers: int = 3,
    ) -> pd.DataFrame:
        """Where each municipality stood among its peers when its plan began.

        Parameters
        ----------
        panel : Panel or iterable of Panel
            The figures, of one country or several.
        peers : PeerSet or iterable of PeerSet
            Peer groups. Several of one country stand beside each other; their positions are not
            put together.
        concepts : str or iterable of str, optional
            Concepts whose measures are shown; those of each plan's goals and indicators if not
            given.
        themes : str or iterable of str, optional
            Themes that groups may have been made for; one made for another is MC822.
        min_peers : int
            With fewer peers that have a value there is no position.

        Returns
        -------
        pandas.DataFrame
            One row for each measure that is close to one of the concepts, and peer group: the
            last figure before the plan begins, the peers' median, ``rank`` among peers and
            municipality (1 for the lowest), ``percentile_rank`` with its range over all groups
            that lack one peer, ``standing`` (turned so that 1 is best), what speaks against the
            group, ``status`` and ``why``.

        Raises
        ------
        MunicompareError
            MC885 to MC888, MC102 and MC854, with all that is wrong with panels and peers.

        Examples
        --------
        >>> import municompare as mc
        >>> found = mc.compare(mc.load("norrkoping-2016")).positions(
        ...     mc.load_panel(),
        ...     mc.peer_groups("liknande-kommuner/ekonomiskt-bistand"),
        ...     concepts="social-assistance-prevalence",
        ... )
        >>> found[["measure", "period", "value", "n_peers", "rank"]].round(2)
          measure period  value  n_peers  rank
        0  N31807   2015    7.9        7   8.0
        """
        from municompare.comparison.ledger_input import checked_figures, listed_peers
        from municompare.comparison.standing import POSITION_COLUMNS, position_rows

        figures = checked_figures(self._plans, panel)
        sets = listed_peers(self._plans, peers, min_peers=min_peers)
        wanted = None if concepts is None else self._known(concepts)
        rows = position_rows(
            self._plans,
            self._crosswalk,
            figures,
            sets,
            concepts=wanted,
            themes=[themes] if isinstance(themes, str) else list(themes),
            min_peers=min_peers,
        )
        return framed(rows, POSITION_COLUMNS)

    def changes(
        self,
        panel: Panels,
        peers: PeerSet | Iterable[PeerSet] = (),
        *,
        concepts: str | Iterable[str] = "social-assistance-prevalence",
        years: int = 3,
        methods: Method | Iterable[Method] = ("own_change", "did", "country"),
        allow: Allowed | Iterable[Allowed] = (),
        min_peers: int = 3,
    ) -> pd.DataFrame:
        """How figures changed from the years before each plan to those after its first year.

        A description beside that of peers, all of which ran measures of their own.

        Parameters
        ----------
        panel : Panel or iterable of Panel
            The figures, of one country or several.
        peers : PeerSet or iterable of PeerSet
            Peer groups; each that has the municipality is run and shown. Without any, ``did`` is
            left out.
        concepts : str or iterable of str
            Concepts whose closest public measure is taken.
        years : int
            Years in each window: so many before the plan begins, and so many after its first
            year.
        methods, allow, min_peers
            As for :func:`~municompare.gap_estimates`.

        Returns
        -------
        pandas.DataFrame
            ``plan``, ``concept``, the columns of :func:`~municompare.gap_estimates`, and
            ``computed_attribution``; at least one row for each plan and concept, with ``why``
            where there is no estimate.

        Raises
        ------
        MunicompareError
            MC102, MC854 and MC885 to MC887, or what :func:`~municompare.gap_estimates` raises.

        Examples
        --------
        >>> import municompare as mc
        >>> found = mc.compare(mc.load("norrkoping-2016")).changes(
        ...     mc.load_panel(), methods="country"
        ... )
        >>> found[["pre", "post", "estimate", "placebo_rank", "placebo_n"]].round(2)
                 pre       post  estimate  placebo_rank  placebo_n
        0  2013/2015  2017/2019     -1.12             3         46
        """
        from municompare.comparison.ledger_input import checked_figures, listed_peers
        from municompare.comparison.standing import changes

        figures = checked_figures(self._plans, panel)
        sets = listed_peers(self._plans, peers, min_peers=min_peers, years=years)
        wanted = self._known(concepts)
        return changes(
            self._plans,
            self._crosswalk,
            figures,
            sets,
            years=years,
            concepts=wanted,
            methods=(methods,) if isinstance(methods, str) else tuple(methods),
            allow=allow,
            min_peers=min_peers,
        )

    def _known(self, concepts: str | Iterable[str]) -> list[str]:
        """Concepts that the crosswalk has."""
        from municompare.plans.lookup import unknown

        wanted = [concepts] if isinstance(concepts, str) else list(concepts)
        keys = [each.key for each in self._crosswalk.concepts]
        for concept in wanted:
            if concept not in keys:
                raise unknown("MC888", "concept", concept, keys)
        return wanted
