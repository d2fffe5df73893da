"""Saves the pictures of the gallery: figures that belong to nobody but the example.

The library makes its figures without ``pyplot``, where sphinx-gallery's own scraper looks for them.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from matplotlib.figure import Figure
from sphinx_gallery.scrapers import figure_rst

SHARP = 2
"""For screens with small points each picture is saved again with so many times the points."""


def scraper(block: object, block_vars: dict[str, Any], gallery_conf: dict[str, Any]) -> str:
    """Save every figure that a block of an example made, and give the text that shows it."""
    saved: list[Figure] = block_vars.setdefault("saved", [])
    shown = []
    for figure in block_vars["example_globals"].values():
        if not isinstance(figure, Figure) or any(figure is each for each in saved):
            continue
        saved.append(figure)
        path = Path(block_vars["image_path_iterator"].next())
        sharp = path.with_stem(f"{path.stem}_{SHARP}x")
        figure.savefig(path, dpi=figure.dpi)
        figure.savefig(sharp, dpi=SHARP * figure.dpi)
        shown.append(
            figure_rst(
                [str(path)],
                gallery_conf["src_dir"],
                figure.get_label(),
                srcsetpaths=[{0: str(path), SHARP: str(sharp)}],
            )
        )
    return "".join(shown)


def _get_sg_image_scraper() -> Callable[..., str]:
    return scraper
