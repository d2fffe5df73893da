"""Making and judging peer groups: from published tables, or by a search of one's own."""

from municompare.comparison.peers_issues import peer_issues
from municompare.comparison.peers_nearest import nearest
from municompare.comparison.peers_official import from_groups, from_liknande_kommuner, from_lists
from municompare.comparison.peers_predicted import nearest_predicted
from municompare.comparison.peers_report import (
    PeerReport,
    peer_report,
    peer_stability,
)

__all__ = [
    "PeerReport",
    "from_groups",
    "from_liknande_kommuner",
    "from_lists",
    "nearest",
    "nearest_predicted",
    "peer_issues",
    "peer_report",
    "peer_stability",
]
