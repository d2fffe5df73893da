"""A plan with all that people decided and judged, from the files that say so."""

from __future__ import annotations

import os
from pathlib import Path

from municompare.model.plan import PlanRecord
from municompare.plans.codings import apply_codings, load_codings
from municompare.plans.curation import apply_curation, load_curation

__all__ = ["curated"]


def curated(record: PlanRecord, path: str | os.PathLike[str]) -> PlanRecord:
    """Apply a curation file, and the file of codings beside it that it names.

    Parameters
    ----------
    record : PlanRecord
        What was read.
    path : path
        The curation file.

    Raises
    ------
    MunicompareError
        With all problems of a file, or with all entries that do not match the plan.
    """
    source = Path(path)
    curation = load_curation(source)
    made = apply_curation(record, curation, document=source.name)
    if curation.codings is None:
        return made
    codings = source.parent / curation.codings
    return apply_codings(made, load_codings(codings), document=codings.name)
