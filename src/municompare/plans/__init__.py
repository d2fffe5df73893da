"""Plans: reading documents into them, curating them, and using them as frames."""

from municompare.plans.citation import Citation
from municompare.plans.collection import Plans
from municompare.plans.plan import Plan
from municompare.plans.reading import read_documents

__all__ = ["Citation", "Plan", "Plans", "read_documents"]
