"""Judgements of coders: taken in beside what was read, and how far coders agree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from municompare.definitions import load_record
from municompare.definitions.schemes import coding_schemes
from municompare.errors import Issue, IssueReport, MunicompareError, Reading
from municompare.model.coding import CodedElement, Coder, Codings, CodingScheme
from municompare.model.plan import Coding, PlanRecord
from municompare.plans.plan import Plan

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["AGREEMENT_COLUMNS", "apply_codings", "coding_agreement", "load_codings"]

AGREEMENT_COLUMNS: Final = {
    "plan": "text",
    "scheme": "text",
    "scheme_version": "text",
    "coders": "integer",
    "elements": "integer",
    "agreeing": "integer",
    "alpha": "number",
    "why_missing": "text",
}
"""Columns of the agreement between coders."""


def load_codings(path: Path) -> Codings:
    """Read a file of codings.

    Raises
    ------
    MunicompareError
        All problems of the file, each with line and column.
    """
    return load_record(path, Codings, name=path.name)


def apply_codings(plan: PlanRecord, codings: Codings, *, document: str) -> PlanRecord:
    """The plan with its table of codings filled.

    Every entry must name an element of a table that the scheme is for, the wording printed there,
    and a code of the scheme's version; a coder answers a question about an element once.

    Parameters
    ----------
    plan : PlanRecord
        What was read.
    codings : Codings
        The entries.
    document : str
        Name of the file, for messages.

    Raises
    ------
    MunicompareError
        MC402, with all entries that do not match.
    """
    schemes = {f"{scheme.key} {scheme.version}": scheme for scheme in coding_schemes()}
    mistakes: list[Issue] = []
    if codings.plan != plan.key:
        mistakes.append(
            _mistake(document, codings.plan, f"expected codings of {plan.key!r}, found others.")
        )
    used: dict[str, CodingScheme] = {}
    for name in codings.schemes:
        if name in schemes:
            used[schemes[name].key] = schemes[name]
        else:
            known = ", ".join(schemes)
            mistakes.append(
                _mistake(
                    document, name, f"expected a scheme and version of {known}, found {name!r}."
                )
            )
    labels = [coder.coder for coder in codings.coders]
    for label in sorted({label for label in labels if labels.count(label) > 1}):
        mistakes.append(
            _mistake(document, label, f"expected each coder once, found {label!r} twice.")
        )
    rows = tuple(
        row for coder in codings.coders for row in _rows(plan, coder, used, document, mistakes)
    )
    IssueReport.of(mistakes).raise_if_any()
    return replace(plan, codings=rows)


def _mistake(document: str, text: str, message: str) -> Issue:
    return Issue(
        code="MC402",
        severity="error",
        message=message,
        remedy="Correct or remove the entry.",
        readings=(Reading(text=text, document=document),),
    )


def _rows(
    plan: PlanRecord,
    coder: Coder,
    schemes: dict[str, CodingScheme],
    document: str,
    mistakes: list[Issue],
) -> Iterator[Coding]:
    seen: set[tuple[str, str]] = set()
    for entry in coder.codes:
        scheme = schemes.get(entry.scheme)
        wrong = _wrong(plan, entry, scheme)
        if wrong is None and (entry.element, entry.scheme) in seen:
            wrong = f"expected one answer of {coder.coder!r} for {entry.element!r}, found another."
        seen.add((entry.element, entry.scheme))
        if wrong is not None or scheme is None:
            mistakes.append(_mistake(document, entry.raw, str(wrong)))
            continue
        _, kind, slug = entry.element.split("/", 2)
        yield Coding(
            id=f"{plan.key}/coding/{kind}.{slug}.{scheme.key}.{coder.coder}",
            element=entry.element,
            scheme=scheme.key,
            scheme_version=scheme.version,
            code=entry.code,
            coder=coder.coder,
            date=coder.date,
            basis=coder.basis,
            certainty=entry.certainty,
            note=entry.note,
        )


def _wrong(plan: PlanRecord, entry: CodedElement, scheme: CodingScheme | None) -> str | None:
    if scheme is None:
        return f"expected a scheme that the file names, found {entry.scheme!r}."
    rows = {row.id: row for table in scheme.applies_to for row in getattr(plan, table)}
    row = rows.get(entry.element)
    if row is None:
        return f"expected an element of {' or '.join(scheme.applies_to)}, found {entry.element!r}."
    printed = getattr(row, "title", None) or getattr(row, "name", None)
    if printed != entry.raw:
        return f"expected the wording {printed!r} of {entry.element!r}, found {entry.raw!r}."
    codes = [code.code for code in scheme.codes]
    if entry.code not in codes:
        return f"expected one of {', '.join(codes)} for {entry.element!r}, found {entry.code!r}."
    return None


def coding_agreement(plans: Plan | Iterable[Plan]) -> pd.DataFrame:
    """How far coders agree, for each plan and scheme and for all plans together.

    Krippendorff's alpha for nominal codes (Krippendorff 2004, *Content Analysis*, chapter 11) is
    1 minus observed over expected disagreement: 1 is perfect agreement, 0 what chance would give.
    Computed by the library krippendorff (extra ``codings``).

    Parameters
    ----------
    plans : Plan or iterable of Plan
        Plans whose ``codings`` are compared.

    Returns
    -------
    pandas.DataFrame
        ``plan`` (missing for all together), ``scheme``, ``coders``, ``elements`` that at least two
        coders coded, ``agreeing`` of them all alike, ``alpha``, and ``why_missing``.

    Raises
    ------
    MunicompareError
        MC403, if the extra is not installed.

    Examples
    --------
    >>> from municompare.testing import example_plan
    >>> coding_agreement(example_plan()).empty
    True
    """
    import pandas as pd

    given = [plans] if isinstance(plans, Plan) else list(plans)
    rows = []
    of_all: defaultdict[tuple[str, str], list[Coding]] = defaultdict(list)
    for plan in given:
        of_plan: defaultdict[tuple[str, str], list[Coding]] = defaultdict(list)
        for coding in plan.record.codings:
            of_plan[coding.scheme, coding.scheme_version].append(coding)
            of_all[coding.scheme, coding.scheme_version].append(coding)
        rows += [{"plan": plan.key, **_agreement(key, of_plan[key])} for key in sorted(of_plan)]
    if len(given) > 1:
        rows += [{"plan": None, **_agreement(key, of_all[key])} for key in sorted(of_all)]
    dtypes: dict[str, Any] = {
        "text": pd.StringDtype("python"),
        "integer": "Int64",
        "number": "float64",
    }
    return pd.DataFrame(
        {
            name: pd.array([row.get(name) for row in rows], dtype=dtypes[kind])
            for name, kind in AGREEMENT_COLUMNS.items()
        }
    )


def _agreement(scheme: tuple[str, str], codings: Iterable[Coding]) -> dict[str, Any]:
    by_element: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for coding in codings:
        by_element[coding.element][coding.coder] = coding.code
    shared = {element: codes for element, codes in by_element.items() if len(codes) > 1}
    coders = sorted({coder for codes in shared.values() for coder in codes})
    alike = sum(len(set(codes.values())) == 1 for codes in shared.values())
    found = {
        "scheme": scheme[0],
        "scheme_version": scheme[1],
        "coders": len(coders),
        "elements": len(shared),
        "agreeing": alike,
    }
    kinds = sorted({code for codes in shared.values() for code in codes.values()})
    if not shared:
        return {**found, "why_missing": "no element was coded by two coders"}
    if len(kinds) < 2:
        return {**found, "why_missing": "all codes are the same, so that nothing varies"}
    table = [
        [kinds.index(codes[coder]) if coder in codes else float("nan") for codes in shared.values()]
        for coder in coders
    ]
    alpha = _krippendorff().alpha(reliability_data=table, level_of_measurement="nominal")
    return {**found, "alpha": float(alpha)}


def _krippendorff() -> Any:
    try:
        return import_module("krippendorff")
    except ModuleNotFoundError as error:
        raise MunicompareError(
            Issue(
                code="MC403",
                severity="error",
                message="the agreement of coders needs the library krippendorff, which is not "
                "installed.",
                remedy="Install the extra: pip install 'municompare[codings]'.",
            )
        ) from error
