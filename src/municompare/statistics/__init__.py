"""Public statistics of municipalities as panels."""

from municompare.statistics.panel import Panel

__all__ = ["Panel"]
