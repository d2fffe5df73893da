"""Pages made from what the package declares and bundles: nothing in them is written twice.

Before Sphinx looks for sources, each function of ``PAGES`` writes one file into ``_generated/``;
the written pages include them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import bundled
from docutils import nodes
from markdown_tables import plain, table
from sphinx.addnodes import desc_annotation
from sphinx.util.nodes import make_refnode

import municompare
from municompare import cli, definitions, schema, units
from municompare.errors import CODES
from municompare.io.package_format import COMPANIONS, DESCRIPTOR
from municompare.model.terms import GlossaryTerm, TermKind
from municompare.plans.checks import RULES, TEXT_RULES

if TYPE_CHECKING:
    from docutils.nodes import Element, document
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
    "MC7": "Public statistics",
    "MC8": "Peer groups, benchmarks, methods and effects",
}

ROOMS_FOR_EXTENSIONS = (
    "errors",
    "errors.codes",
    "model.quantity",
    "model.steering",
    "model.elements",
    "model.budget",
    "model.plan",
    "model.governance",
    "model.crosswalk",
    "model.terms",
    "model.panel",
    "model.event",
    "model.peers",
    "schema",
    "definitions",
    "units",
    "documents",
    "text.cells",
    "text.numbers",
    "text.periods",
    "text.targets",
    "text.words",
    "readers",
    "readers.draft",
    "readers.steering",
    "plans.codings",
    "statistics",
    "comparison",
    "comparison.peers",
    "comparison.benchmarks",
    "comparison.methods",
    "comparison.gaps",
    "comparison.realism",
    "io.panels",
    "io.peer_lists",
    "plot",
    "testing",
)
"""Rooms whose public names the author of a reader or a package needs."""


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
    yield from table(header, map(_column, schema.PLAN_FIELDS))
    for name, definition in schema.TABLES.items():
        yield f"(table-{name})="
        yield f"## `{name}`\n"
        yield f"{definition.description}\n"
        yield from table(header, map(_column, definition.columns))


def issue_codes() -> Iterator[str]:
    """Every code with its meaning, grouped by its first digit."""
    for prefix, codes in groupby(CODES, key=lambda code: code[:3]):
        yield f"## {CODE_GROUPS.get(prefix, prefix)}\n"
        yield from table(("code", "meaning"), [(f"`{code}`", CODES[code]) for code in codes])


def check_table() -> Iterator[str]:
    """Every rule of the checks, in the order of its code."""
    rows = [
        (f"`{rule.code}`", rule.severity, plain(rule.expected), plain(rule.remedy))
        for rule in sorted((*RULES, *TEXT_RULES), key=lambda rule: rule.code)
    ]
    yield from table(("code", "severity", "expected", "what to do"), rows)


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
            yield from table(("term", "English", "meaning"), rows)


def _meaning(term: GlossaryTerm) -> str:
    compare = f" Compare *{term.counterpart}*." if term.counterpart else ""
    return term.definition + compare


def unit_table() -> Iterator[str]:
    """Every unit with its words."""
    known = map(units.unit_definition, units.unit_names())
    rows = [(f"`{u.name}`", u.definition, u.equals or "", f"{u.sv} · {u.da}") for u in known]
    yield from table(("unit", "meaning", "equals", "Swedish · Danish"), rows)


def concept_table() -> Iterator[str]:
    """Every concept with its labels."""
    rows = [
        (
            f"**{c.label}** `{c.key}`",
            f"{c.definition} Swedish *{c.label_sv or '–'}*, Danish *{c.label_da or '–'}*.",
        )
        for c in definitions.concepts()
    ]
    yield from table(("concept", "meaning"), rows)


def trap_table() -> Iterator[str]:
    """Every trap with what follows from it."""
    rows = [
        (f"`{trap.key}`", trap.statement, trap.consequence.replace("_", " "))
        for trap in definitions.traps()
    ]
    yield from table(("trap", "what differs", "what follows"), rows)


def measure_table() -> Iterator[str]:
    """Every public measure, with what the library knows of it."""
    for publisher, measures in groupby(definitions.measures(), key=lambda m: m.publisher):
        rows = [
            (
                f"`{m.key}`",
                m.title or "not in the publisher's catalogue",
                f"`{m.unit}`" if m.unit else "not known",
                m.direction,
                m.aggregation,
            )
            for m in measures
        ]
        yield f"### {publisher}\n"
        yield from table(("measure", "title", "unit", "better", "put together"), rows)


def break_table() -> Iterator[str]:
    """Every series break with its reason."""
    rows = [
        (f"`{each.measure}` ({each.publisher})", each.starts, each.reason, each.source)
        for each in definitions.series_breaks()
    ]
    yield from table(("measure", "from", "what changed", "source"), rows)


def shock_table() -> Iterator[str]:
    """Every shock with when and where it was felt."""
    rows = [
        (
            f"**{shock.title}** `{shock.key}`",
            ", ".join(shock.countries),
            f"{shock.starts} to {shock.ends}" if shock.ends else f"since {shock.starts}",
            shock.statement,
        )
        for shock in definitions.shocks()
    ]
    yield from table(("shock", "where", "when", "what happened"), rows)


def package_files() -> Iterator[str]:
    """Every file of a plan package."""
    tables = [
        (f"[`{name}.csv`](#table-{name})", definition.description)
        for name, definition in schema.TABLES.items()
    ]
    rows = [
        (f"`{DESCRIPTOR}`", "What the plan is as a whole, and a description of every table."),
        *tables,
        *((f"`{name}`", "May be there: what was decided by hand.") for name in COMPANIONS),
    ]
    yield from table(("file", "what it holds, or what one row is"), rows)


def command_help() -> Iterator[str]:
    """What the command line says of itself with ``--help``."""
    top = cli.main.make_context("municompare", [], resilient_parsing=True, terminal_width=80)
    helps = {"municompare": top.get_help()}
    for name, command in sorted(cli.main.commands.items()):
        context = command.make_context(name, [], parent=top, resilient_parsing=True)
        helps[f"municompare {name}"] = context.get_help()
    for name, text in helps.items():
        yield f"## `{name}`\n"
        yield f"```text\n{text}\n```\n"


def facade() -> Iterator[str]:
    """List the names of the facade; autosummary makes a page of each."""
    yield "What a researcher types"
    yield "=======================\n"
    yield "The names of the package itself: ``import municompare as mc``, then ``mc.load()``."
    yield "``mc.__version__`` is the version as text.\n"
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
    **bundled.PAGES,
    "data-dictionary.md": data_dictionary,
    "issue-codes.md": issue_codes,
    "checks.md": check_table,
    "glossary.md": glossary,
    "units.md": unit_table,
    "concepts.md": concept_table,
    "traps.md": trap_table,
    "measures.md": measure_table,
    "breaks.md": break_table,
    "shocks.md": shock_table,
    "package-files.md": package_files,
    "commands.md": command_help,
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
        f"\nIts fields are the columns of the table :ref:`{key} <table-{key}>`.\n"
        for key, definition in schema.TABLES.items()
        if definition.record is obj
    ]


def hide_protocol_signature(
    app: Sphinx, what: str, name: str, obj: object, options: object, signature: str, returned: str
) -> tuple[str, str] | None:
    """Hide the meaningless arguments of a protocol, of which nobody makes an object."""
    return ("", "") if getattr(obj, "_is_protocol", False) else None


def hide_long_values(app: Sphinx, doctree: document) -> None:
    """Leave out the value of a constant that is a whole table: its docstring says what it is."""
    for annotation in list(doctree.findall(desc_annotation)):
        text = annotation.astext().lstrip()
        if text.startswith("=") and len(text) > 60:
            annotation.parent.remove(annotation)


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the pages and the short names."""
    app.setup_extension("sphinx.ext.autodoc")
    app.add_config_value("external_names", {}, "env", types=[dict])
    app.connect("config-inited", write_pages)
    app.connect("missing-reference", resolve_short_name)
    app.connect("autodoc-process-docstring", name_the_table)
    app.connect("doctree-read", hide_long_values)
    app.connect("autodoc-process-signature", hide_protocol_signature)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
