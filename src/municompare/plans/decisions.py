"""What a person may decide about rows: split, choose, classify, link. Each is checked first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from municompare.model.curation import Choice, Classification, CuratedLink, Split
from municompare.model.plan import Link, Note
from municompare.model.quantity import Locator, Period
from municompare.plans.across import ACROSS, is_of_another_plan
from municompare.plans.columns import column_roles, in_role
from municompare.schema import TABLES
from municompare.text.words import slug

__all__ = ["APPLIED", "Decision", "Refusal", "Rows"]

Decision = Split | Choice | Classification | CuratedLink
Refusal = Callable[[str], None]
"""Takes what is wrong with an entry."""

_PRINTED: Final = ("title", "name", "line", "text")
_SPLITTABLE: Final = ("activities", "assignments", "principles")
_CLASSIFIED: Final = {
    "indicators": ("measure_type", "statistic", "aggregation", "responsible_level"),
    "measurements": ("target_origin",),
    "principles": ("kind",),
    "budget": ("line_kind",),
}


@dataclass(slots=True)
class Rows:
    """The rows of a plan while decisions are applied to them."""

    key: str
    language: Any
    tables: dict[str, list[Any]]

    def find(self, identifier: str) -> tuple[str, int, Any] | None:
        """Table, place and record of a row."""
        for table, rows in self.tables.items():
            for place, row in enumerate(rows):
                if row.id == identifier:
                    return table, place, row
        return None

    def held(self, identifier: str) -> tuple[str, int, Any]:
        """Table, place and record of a row that is known to be there."""
        found = self.find(identifier)
        if found is None:
            raise KeyError(identifier)
        return found

    def ids(self) -> Iterator[str]:
        """Ids of all rows."""
        for rows in self.tables.values():
            for row in rows:
                yield row.id

    def free(self, identifier: str) -> str:
        """The id, with the first ordinal that is free."""
        taken = set(self.ids())
        ordinal, name = 2, identifier
        while name in taken:
            name, ordinal = f"{identifier}-{ordinal}", ordinal + 1
        return name


def _text(row: Any) -> str | None:
    """The title, name or text of a row."""
    for field in _PRINTED:
        text = getattr(row, field, None)
        if isinstance(text, str):
            return text
    return None


def split(rows: Rows, entry: Split, refuse: Refusal) -> None:
    """Take a row apart; links of the whole become links of every part."""
    table, place, row = rows.held(entry.element)
    if table not in _SPLITTABLE:
        return refuse(f"has no row of {', '.join(_SPLITTABLE)} of that id")
    if row.title != entry.raw:
        return refuse(f"has the title {row.title!r}, not {entry.raw!r}")
    offsets = _offsets(entry.raw, entry.parts)
    if offsets is None or len(entry.parts) < 2:
        return refuse(f"is not made of the {len(entry.parts)} parts")
    kind = TABLES[table].kind
    made: list[Any] = []
    for part, offset in zip(entry.parts, offsets, strict=True):
        identifier = row.id
        if made:
            stem = slug(part, language=rows.language) or f"untitled-{kind}"
            identifier = rows.free(f"{rows.key}/{kind}/{stem}")
        piece = replace(
            row, id=identifier, title=part, title_en=None, obtained="curated",
            locator=_moved(row.locator, offset),
        )  # fmt: skip
        made.append(piece)
        rows.tables[table][place : place + 1 if len(made) == 1 else place] = [piece]
        place += 1
    for link in [link for link in rows.tables["links"] if row.id in (link.from_id, link.to_id)]:
        for piece in made[1:]:
            ends = {
                name: piece.id for name in ("from_id", "to_id") if getattr(link, name) == row.id
            }
            rows.tables["links"].append(replace(link, id=rows.free(link.id), **ends))
    return None


def _offsets(raw: str, parts: tuple[str, ...]) -> list[int] | None:
    """Where each part begins, if the parts in order are the whole text but for what parts them."""
    at, offsets = 0, []
    for part in parts:
        found = raw.find(part, at)
        if not part.strip() or found < 0 or any(c.isalnum() for c in raw[at:found]):
            return None
        offsets.append(found)
        at = found + len(part)
    return offsets if not any(c.isalnum() for c in raw[at:]) else None


def _moved(locator: str, offset: int) -> str:
    """The locator of a part, where the row is one fragment; else that of the whole row."""
    parsed = Locator.parse(locator)
    if len(parsed.alternatives) > 1 or len(parsed.alternatives[0]) > 1 or not offset:
        return locator
    place = parsed.first
    return str(replace(place, char=(place.char or 1) + offset))


def chosen(rows: Rows, entry: Choice, refuse: Refusal) -> None:
    """Keep one of the candidates; the others go."""
    table, place, row = rows.held(entry.element)
    if (table, entry.field) == ("measurements", "period"):
        return _chosen_period(rows, place, row, entry, refuse)
    if (table, entry.field) == ("links", "to_id"):
        return _chosen_link(rows, row, entry, refuse)
    return refuse(f"has no value with a period or link with a target there, but {entry.field!r}")


def _chosen_period(rows: Rows, place: int, row: Any, entry: Choice, refuse: Refusal) -> None:
    if row.period != entry.raw or row.certainty != "ambiguous":
        return refuse(f"has the {row.certainty} period {row.period!r}, not {entry.raw!r}")
    if entry.chosen not in [part.strip() for part in entry.raw.strip("[]").split(",")]:
        return refuse(f"does not offer {entry.chosen!r}, but {entry.raw}")
    roles = column_roles(rows.tables, row.document, entry.chosen)
    if len(roles) > 1:
        return refuse(f"prints {' and '.join(roles)} values for {entry.chosen!r}")
    period = Period.parse(entry.chosen)
    settled = replace(
        row, period=entry.chosen, period_start=_iso(period.start), period_end=_iso(period.end),
        certainty="certain", obtained="curated",
    )  # fmt: skip
    direction = next(i.direction for i in rows.tables["indicators"] if i.id == row.indicator)
    for role in roles:
        settled = in_role(settled, role, direction=direction)
    rows.tables["measurements"][place] = settled
    return None


def _iso(day: Any) -> str | None:
    return day.isoformat() if day is not None else None


def _chosen_link(rows: Rows, row: Any, entry: Choice, refuse: Refusal) -> None:
    rivals = [
        link
        for link in rows.tables["links"]
        if (link.from_id, link.relation, link.certainty) == (row.from_id, row.relation, "ambiguous")
    ]
    offered = ", ".join(sorted(link.to_id for link in rivals))
    if offered != entry.raw:
        return refuse(f"offers {offered or 'no candidates'}, not {entry.raw}")
    kept = [link for link in rivals if link.to_id == entry.chosen]
    if not kept:
        return refuse(f"does not offer {entry.chosen!r}, but {offered}")
    settled = replace(kept[0], basis="curated", certainty="certain", obtained="curated")
    rows.tables["links"] = [
        settled if link is kept[0] else link
        for link in rows.tables["links"]
        if link is kept[0] or link not in rivals
    ]
    for table, name, certainty in (
        ("indicators", "element", "element_certainty"),
        ("goals", "parent", "parent_certainty"),
    ):
        for place, held in enumerate(rows.tables[table]):
            if held.id == row.from_id and getattr(held, certainty) == "ambiguous":
                basis = f"{name}_basis"
                rows.tables[table][place] = replace(
                    held, **{name: entry.chosen, basis: "curated", certainty: "certain"}
                )
    return None


def classified(rows: Rows, entry: Classification, refuse: Refusal) -> None:
    """Fill a field with a word of its vocabulary."""
    table, place, row = rows.held(entry.element)
    if entry.field not in _CLASSIFIED.get(table, ()):
        return refuse(f"has no field {entry.field!r} there that a person may classify")
    if not _reads(row, entry.raw):
        return refuse(f"has {_text(row)!r}, not {entry.raw!r}")
    allowed = TABLES[table].column(entry.field).allowed
    if entry.value not in allowed:
        return refuse(f"would get {entry.value!r}; allowed are {', '.join(allowed)}")
    rows.tables[table][place] = replace(row, **{entry.field: entry.value})
    return None


def _reads(row: Any, raw: str) -> bool:
    return raw in (_text(row), getattr(row, "raw", None))


def linked(rows: Rows, entry: CuratedLink, refuse: Refusal) -> None:
    """Add a relation; of a conflict with an element of another plan, also the reason."""
    _, _, row = rows.held(entry.element)
    allowed = TABLES["links"].column("relation").allowed
    if not _reads(row, entry.raw):
        return refuse(f"has {_text(row)!r}, not {entry.raw!r}")
    if entry.relation not in allowed:
        return refuse(f"would get the relation {entry.relation!r}; allowed: {', '.join(allowed)}")
    is_foreign = is_of_another_plan(entry.to, rows.key)
    if is_foreign and entry.relation != ACROSS:
        return refuse(f"has no row {entry.to!r}; only {ACROSS} leads to another plan")
    if not is_foreign and rows.find(entry.to) is None:
        return refuse(f"has no row {entry.to!r} to link to")
    locator = entry.at or row.locator
    try:
        Locator.parse(locator)
    except ValueError:
        return refuse(f"has no place {entry.at!r}; a place looks like L10:c5")
    own, (other, kind, name) = row.id.split("/")[1:], entry.to.split("/", 2)
    stems = [
        f"{own[0].replace('_', '-')}.{own[1]}",
        f"{f'{other}.' if is_foreign else ''}{kind.replace('_', '-')}.{name}",
    ]
    relation: Any = entry.relation
    link = Link(
        id=rows.free(f"{rows.key}/link/{'.'.join(stems)}"),
        from_id=row.id,
        relation=relation,
        to_id=entry.to,
        basis="curated",
        certainty="certain",
        document=row.document,
        locator=locator,
        obtained="curated",
    )
    rows.tables["links"].append(link)
    if is_foreign:
        rows.tables["notes"].append(
            Note(
                id=rows.free(f"{rows.key}/note/link.{link.id.split('/', 2)[2]}"),
                text=entry.reason,
                element=link.id,
                document=row.document,
                locator=locator,
                obtained="curated",
            )
        )
    return None


APPLIED: Final[Mapping[type, Callable[..., None]]] = {
    Split: split,
    Choice: chosen,
    Classification: classified,
    CuratedLink: linked,
}
"""What applies each kind of decision."""
