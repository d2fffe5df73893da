"""Plans side by side: their structure, goals, indicators and targets, and what may be compared."""

from municompare.comparison.comparison import Comparison, compare
from municompare.comparison.verdict import Comparability, Reason

__all__ = ["Comparability", "Comparison", "Reason", "compare"]
