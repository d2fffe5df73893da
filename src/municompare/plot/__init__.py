"""Pictures of what was computed, for a page, a journal or a notebook: extra ``plot``.

Every function gives a :class:`matplotlib.figure.Figure` that nobody else knows of: nothing is
shown, nothing is saved, and neither ``pyplot`` nor ``rcParams`` is touched. Write it with
``figure.savefig("picture.svg")``; a notebook shows it after ``%matplotlib inline``. The axes are
``figure.axes``, for whoever wants to change them.

What is drawn was computed by the rooms below. Each picture says in its lowest lines whose figures
it rests on and whether they are the publisher's own or computed from them.
"""

from municompare.plot.costs import cost_against_expected
from municompare.plot.courses import trajectories
from municompare.plot.placebos import placebo_distribution
from municompare.plot.specifications import specification_curve
from municompare.plot.windows import realism

__all__ = [
    "cost_against_expected",
    "placebo_distribution",
    "realism",
    "specification_curve",
    "trajectories",
]
