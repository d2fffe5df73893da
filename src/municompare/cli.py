"""The command line: ``municompare compare`` and ``municompare read``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from municompare import __version__
from municompare.errors import MunicompareError

__all__ = ["main"]


class _Place(click.Path):
    """A path; an empty one is not taken for the current folder."""

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> Path:
        if value == "":
            self.fail("the path is empty.", param, ctx)
        return Path(str(value))


_PATH = _Place()
_LIMIT = click.IntRange(min=1)


def _show(view: object) -> None:
    from rich.console import Console

    console = Console(highlight=False)
    if not console.is_terminal:
        # A pipe or file has no width of its own; 80 columns are what a reader can count on.
        console = Console(highlight=False, width=80)
    console.print(view)


class _Group(click.Group):
    """Shows bad input as one message with exit code 2, not as a traceback."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except MunicompareError as error:
            click.echo(f"municompare: {error}", err=True)
            ctx.exit(2)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="municompare")
def main() -> None:
    """Planning documents of municipalities as one data model, compared."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # documents hold letters that few locales have
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


@main.command()
@click.argument("plans", nargs=-1, metavar="[PLAN]...")
@click.option("--full", is_flag=True, help="Show printed titles below the English labels.")
@click.option(
    "--figures/--no-figures",
    default=True,
    show_default=True,
    help="Show what the bundled public figures say: positions among peers, how realistic targets"
    " are, changes beside those of peers.",
)
def compare(plans: tuple[str, ...], full: bool, figures: bool) -> None:
    """Compare plans side by side.

    PLAN is the key of a bundled plan, a document, or the folder of a plan package. Without any,
    the three bundled plans are compared.
    """
    import municompare as mc
    from municompare.reporting.figures import bundled_figures_view
    from municompare.reporting.terminal import comparison_view

    bundled = [plan for plan in plans if not Path(plan).exists()]
    taken = [mc.read(plan) for plan in plans if plan not in bundled]
    if bundled or not plans:
        taken = [*mc.load(*bundled).values(), *taken]
    comparison = mc.compare(taken)
    _show(comparison_view(comparison, full=full))
    if figures and (view := bundled_figures_view(comparison)) is not None:
        _show(view)


@main.command()
@click.argument("files", nargs=-1, required=True, type=_PATH, metavar="FILE...")
@click.option("--reader", help="Name of the reader; left out, it is chosen.")
@click.option("--encoding", help="Encoding of the document; left out, UTF-8.")
@click.option("--curation", type=_PATH, help="Curation file with what a person decided.")
@click.option("--out", type=_PATH, help="Write the plan package to this folder.")
@click.option("--overwrite", is_flag=True, help="Allow --out to replace a plan package.")
@click.option("--max-bytes", type=_LIMIT, help="Largest document that is read.")
@click.option("--max-unpacked", type=_LIMIT, help="Most bytes a packed document may unpack to.")
@click.option("--max-pages", type=_LIMIT, help="Most pages of a document.")
def read(
    files: tuple[Path, ...],
    reader: str | None,
    encoding: str | None,
    curation: Path | None,
    out: Path | None,
    overwrite: bool,
    **limits: int | None,
) -> None:
    """Read the documents of a plan: show what was read and what is odd in them."""
    import municompare as mc
    from municompare.plans.curation import curation_report, load_curation
    from municompare.reporting.terminal import curation_view, plan_view

    given = {name: limit for name, limit in limits.items() if limit is not None}
    plan = mc.read(*files, reader=reader, encoding=encoding, curation=curation, **given)
    _show(plan_view(plan))
    if curation is not None:
        _show(curation_view(curation_report(plan.record, load_curation(curation))))
    if out is not None:
        click.echo(f"written to {mc.write(plan, out, overwrite=overwrite)}")
