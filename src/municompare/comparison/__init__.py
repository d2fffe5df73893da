"""Plans side by side: their structure, goals, indicators and targets, and what may be compared."""

from municompare.comparison.comparability import Comparability, Reason
from municompare.comparison.comparison import Comparison, compare

__all__ = ["Comparability", "Comparison", "Reason", "compare"]
