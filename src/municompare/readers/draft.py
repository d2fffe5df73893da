"""A plan in the making: gives ids by the rules, collects rows and issues, builds the record."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from typing import Any, Literal

from municompare.errors import Issue, Reading, Severity
from municompare.model.plan import PlanRecord
from municompare.schema import TABLES
from municompare.text.words import slug

__all__ = ["Draft", "period_slug"]

_TABLE_OF = {table.record: table.name for table in TABLES.values()}


def period_slug(period: str | None) -> str:
    """A period's part of an id; ``undated`` when there is none."""
    if period is None:
        return "undated"
    return period.lower().replace("/", "--").replace(",", "-or-").strip("[]").replace(" ", "")


class Draft:
    """Rows of one plan while a reader collects them.

    Ids are made of titles (first content words, no digits) with an ordinal among equal ones, so
    that they do not change when a figure does.

    Parameters
    ----------
    key : str
        Key of the plan.
    language : {"sv", "da"}
        Language of the document, which decides the words left out of ids.

    Examples
    --------
    >>> draft = Draft("linkoping-2019", language="sv")
    >>> draft.id("goal", "Hållbar ekonomi")
    'linkoping-2019/goal/hallbar-ekonomi'
    >>> draft.id("goal", "Hållbar ekonomi")
    'linkoping-2019/goal/hallbar-ekonomi-2'
    """

    def __init__(self, key: str, *, language: Literal["sv", "da"]) -> None:
        self.key = key
        self.language: Literal["sv", "da"] = language
        self._rows: defaultdict[str, list[Any]] = defaultdict(list)
        self._issues: list[Issue] = []
        self._used: defaultdict[str, int] = defaultdict(int)

    def id(self, kind: str, title: str | None) -> str:
        """A new id of that kind for an element with that title."""
        stem = slug(title, language=self.language) if title else ""
        return self._unique(f"{self.key}/{kind}/{stem or 'untitled-' + kind.replace('_', '-')}")

    def measurement_id(
        self,
        *,
        indicator: str,
        period: str | None,
        role: str,
        subgroup: str | None,
        document: str,
    ) -> str:
        """A new id for a value of an indicator."""
        parts = [_stem(indicator), period_slug(period), role]
        if subgroup in ("women", "men"):  # no words of the document: "men" is a Swedish stop word
            parts.append(subgroup)
        elif subgroup is not None:
            parts.append(slug(subgroup, language=self.language) or "subgroup")
        return self._unique(f"{self.key}/measurement/{'.'.join([*parts, _stem(document)])}")

    def budget_id(
        self, *, table: str, line: str, year: str | None, amount_kind: str, document: str
    ) -> str:
        """A new id for a cell of a budget table."""
        name = slug(line, language=self.language) or "untitled-line"
        parts = [table, name, period_slug(year), amount_kind, _stem(document)]
        return self._unique(f"{self.key}/budget/{'.'.join(parts)}")

    def attached_id(self, kind: str, *elements: str) -> str:
        """A new id for a row about other elements: a note, a wording, a link."""
        parts = [
            f"{element.split('/')[1].replace('_', '-')}.{_stem(element)}" for element in elements
        ]
        stem = ".".join(parts) or f"untitled-{kind}"
        if len(stem) > 120:
            digest = hashlib.sha256(stem.encode()).hexdigest()[:8]
            stem = f"{stem[:110].rstrip('.-')}.{digest}"
        return self._unique(f"{self.key}/{kind}/{stem}")

    def add(self, *records: Any) -> None:
        """Take rows; each goes to the table of its record."""
        for record in records:
            self._rows[_TABLE_OF[type(record)]].append(record)

    def issue(
        self,
        code: str,
        severity: Severity,
        message: str,
        *,
        cause: str,
        remedy: str | None = None,
        readings: Iterable[Reading] = (),
    ) -> None:
        """Report something odd.

        Parameters
        ----------
        code : str
            Code of the rule.
        severity : {"error", "warning", "info"}
            ``error`` value or link, ``warning`` name or reference, ``info`` spelling.
        message : str
            What was expected and what was found.
        cause : str
            A few words that name the cause without figures; the issue's id is made of them.
        remedy : str, optional
            What a user can do.
        readings : iterable of Reading
            All places, each with the document's id and a locator.
        """
        name = slug(cause, language=self.language)
        stem = f"{code.lower()}-{name}" if name else code.lower()
        self._issues.append(
            Issue(
                id=self._unique(f"{self.key}/issue/{stem}"),
                code=code,
                severity=severity,
                message=message,
                remedy=remedy,
                readings=tuple(readings),
            )
        )

    def rows(self, table: str) -> tuple[Any, ...]:
        """The rows taken so far for a table."""
        return tuple(self._rows[table])

    def replace_rows(self, table: str, records: Iterable[Any]) -> None:
        """Put other rows in place of a table's rows, for what is only known at the end."""
        self._rows[table] = list(records)

    def build(self, **facts: Any) -> PlanRecord:
        """The finished plan; ``facts`` are the fields of the plan that are not tables."""
        tables: dict[str, Any] = {table: tuple(taken) for table, taken in self._rows.items()}
        return PlanRecord(
            key=self.key,
            language=self.language,
            issues=tuple(self._issues),
            **tables,
            **facts,
        )

    def _unique(self, wanted: str) -> str:
        self._used[wanted] += 1
        if self._used[wanted] == 1:
            return wanted
        return self._unique(f"{wanted}-{self._used[wanted]}")


def _stem(identifier: str) -> str:
    return identifier.rpartition("/")[2]
