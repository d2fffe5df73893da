"""Pages made from what the package declares: nothing in them is written twice.

Before Sphinx looks for sources, each function of ``PAGES`` writes one file into ``_generated/``;
the written pages include them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from docutils import nodes
from sphinx.util.nodes import make_refnode

import municompare
from municompare import definitions, schema, units
from municompare.errors import CODES
from municompare.model.terms import GlossaryTerm, TermKind

if TYPE_CHECKING:
    from docutils.nodes import Element
    from sphinx.addnodes import pending_xref
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

CODE_GROUPS = {
    "MC0": "Files and documents",
    "MC1": "Definitions, packages and units",
    "MC2": "Text to values",
    "MC3": "Readers and checks",
    "MC4": "Curation",
    "MC5": "Comparison",
    "MC6": "Crosswalk",
}

ROOMS_FOR_EXTENSIONS = (
    "errors",
    "model.quantity",
    "model.steering",
    "model.elements",
    "model.budget",
    "model.plan",
    "model.governance",
    "model.crosswalk",
    "model.terms",
    "schema",
    "definitions",
    "units",
    "documents",
    "readers",
    "comparison",
    "testing",
)
"""Rooms whose public names the author of a reader or a package needs."""


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(" ".join(cell.split()).replace("|", r"\|") for cell in cells) + " |"


def _table(header: tuple[str, ...], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    yield _row(header)
    yield _row("---" for _ in header)
    yield from map(_row, rows)
    yield ""


def _column(column: schema.Column) -> tuple[str, str, str]:
    meaning = column.description
    if column.refers == "element":
        meaning += " The id of any element."
    elif column.refers is not None:
        meaning += f" An id of [`{column.refers}`](#table-{column.refers})."
    if column.allowed:
        meaning += f" One of {', '.join(f'`{value}`' for value in column.allowed)}."
    kind = column.kind if column.required else f"{column.kind}, may be missing"
    return f"`{column.name}`", kind, meaning


def data_dictionary() -> Iterator[str]:
    """Every table with its columns."""
    header = ("column", "type", "meaning")
    yield "## The plan as a whole\n"
    yield from _table(header, map(_column, schema.PLAN_FIELDS))
    for name, table in schema.TABLES.items():
        yield f"(table-{name})="
        yield f"## `{name}`\n"
        yield f"{table.description}\n"
        yield from _table(header, map(_column, table.columns))


def issue_codes() -> Iterator[str]:
    """Every code with its meaning, grouped by its first digit."""
    for prefix, codes in groupby(CODES, key=lambda code: code[:3]):
        yield f"## {CODE_GROUPS[prefix]}\n"
        yield from _table(("code", "meaning"), [(f"`{code}`", CODES[code]) for code in codes])


def glossary() -> Iterator[str]:
    """Every term, under what it names in the data model."""
    terms = sorted(definitions.glossary(), key=lambda term: term.term.casefold())
    for kind in get_args(TermKind):
        rows = [
            (f"**{term.term}** ({term.language})", term.term_en, _meaning(term))
            for term in terms
            if term.kind == kind
        ]
        if rows:
            yield f"## {kind.replace('_', ' ').capitalize()}\n"
            yield from _table(("term", "English", "meaning"), rows)


def _meaning(term: GlossaryTerm) -> str:
    compare = f" Compare *{term.counterpart}*." if term.counterpart else ""
    return term.definition + compare


def unit_table() -> Iterator[str]:
    """Every unit with its words."""
    known = map(units.unit_definition, units.unit_names())
    rows = [(f"`{u.name}`", u.definition, u.equals or "", f"{u.sv} · {u.da}") for u in known]
    yield from _table(("unit", "meaning", "equals", "Swedish · Danish"), rows)


def concept_table() -> Iterator[str]:
    """Every concept with its labels."""
    rows = [
        (
            f"**{c.label}** `{c.key}`",
            f"{c.definition} Swedish *{c.label_sv or '–'}*, Danish *{c.label_da or '–'}*.",
        )
        for c in definitions.concepts()
    ]
    yield from _table(("concept", "meaning"), rows)


def trap_table() -> Iterator[str]:
    """Every trap with what follows from it."""
    rows = [
        (f"`{trap.key}`", trap.statement, trap.consequence.replace("_", " "))
        for trap in definitions.traps()
    ]
    yield from _table(("trap", "what differs", "what follows"), rows)


def facade() -> Iterator[str]:
    """List the names of the facade; autosummary makes a page of each."""
    yield "What a researcher types"
    yield "=======================\n"
    yield "The names of the package itself: ``import municompare as mc``, then ``mc.load()``.\n"
    yield ".. currentmodule:: municompare\n"
    names = [name for name in municompare.__all__ if not name.startswith("_")]
    for title, wanted in (
        ("Functions", [name for name in names if name.islower()]),
        ("Types", [name for name in names if not name.islower()]),
    ):
        yield f".. rubric:: {title}\n"
        yield ".. autosummary::"
        yield "   :toctree: api"
        yield "   :nosignatures:\n"
        yield from (f"   {name}" for name in wanted)
        yield ""


def room(name: str) -> Iterator[str]:
    """All public names of a room, except those that the facade shows."""
    yield name
    yield f"{'=' * len(name)}\n"
    yield f".. automodule:: municompare.{name}"
    yield "   :members:"
    yield "   :imported-members:"
    yield f"   :exclude-members: {', '.join(municompare.__all__)}"
    yield ""


PAGES: dict[str, Callable[[], Iterator[str]]] = {
    "data-dictionary.md": data_dictionary,
    "issue-codes.md": issue_codes,
    "glossary.md": glossary,
    "units.md": unit_table,
    "concepts.md": concept_table,
    "traps.md": trap_table,
    "facade.rst": facade,
    **{f"room-{name}.rst": partial(room, name) for name in ROOMS_FOR_EXTENSIONS},
}


def write_pages(app: Sphinx, config: Config) -> None:
    """Write all generated pages; one that did not change keeps its time stamp."""
    folder = Path(app.srcdir) / "_generated"
    folder.mkdir(exist_ok=True)
    for name, page in PAGES.items():
        path, text = folder / name, "\n".join(page())
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")


def resolve_short_name(
    app: Sphinx, env: BuildEnvironment, node: pending_xref, contnode: Element
) -> Element | None:
    """Link a name by its last part, and a name of another library to that library's pages.

    A docstring names its neighbours as its own module sees them, but is shown in the facade.
    """
    if node.get("refdomain") != "py":
        return None
    target = node["reftarget"]
    if target in app.config.external_names:
        return nodes.reference("", "", contnode, refuri=app.config.external_names[target])
    found = {
        entry.node_id: entry.docname
        for name, entry in env.domains.python_domain.objects.items()
        if name.rpartition(".")[2] == target.rpartition(".")[2] and not entry.aliased
    }
    if len(found) != 1:
        return None
    [(node_id, docname)] = found.items()
    return make_refnode(app.builder, node["refdoc"], docname, node_id, contnode)


def name_the_table(
    app: Sphinx, what: str, name: str, obj: object, options: object, lines: list[str]
) -> None:
    """Add to a record's docstring where its fields are described."""
    lines += [
        f"\nIts fields are the columns of the table :ref:`{table} <table-{table}>`.\n"
        for table, definition in schema.TABLES.items()
        if definition.record is obj
    ]


def hide_protocol_signature(
    app: Sphinx, what: str, name: str, obj: object, options: object, signature: str, returned: str
) -> tuple[str, str] | None:
    """Hide the meaningless arguments of a protocol, of which nobody makes an object."""
    return ("", "") if getattr(obj, "_is_protocol", False) else None


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the pages and the short names."""
    app.setup_extension("sphinx.ext.autodoc")
    app.add_config_value("external_names", {}, "env", types=[dict])
    app.connect("config-inited", write_pages)
    app.connect("missing-reference", resolve_short_name)
    app.connect("autodoc-process-docstring", name_the_table)
    app.connect("autodoc-process-signature", hide_protocol_signature)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
