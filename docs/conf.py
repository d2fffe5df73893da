"""Sphinx configuration: no network, warnings are errors, what is declared is generated."""

from __future__ import annotations

import sys
from pathlib import Path

import municompare

sys.path.insert(0, str(Path(__file__).parent / "_ext"))

project = "municompare"
author = "the municompare developers"
project_copyright = author
release = version = municompare.__version__

extensions = [
    "declared",
    "myst_parser",
    "numpydoc",
    "sphinx.ext.autodoc",
    "sphinx.ext.autosummary",
    "sphinx_design",
    "sphinx_gallery.gen_gallery",
]
exclude_patterns = ["_build", "_generated/*.md", "gallery"]
templates_path = ["_templates"]

myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

# Types stand in the docstrings, in words that a reader of the domain understands.
autodoc_typehints = "none"
autodoc_member_order = "bysource"
autosummary_generate = True
numpydoc_show_class_members = False
toc_object_entries_show_parents = "hide"

nitpicky = True
nitpick_ignore_regex = [
    ("py:attr", r".*"),  # a field of a record is described with its class, not on its own
    ("py:mod", r"municompare\..*"),  # rooms that no extension needs have no page
]
# Names of other libraries in docstrings; a stored list, because the build has no network.
external_names = {
    "matplotlib.figure.Figure": "https://matplotlib.org/stable/api/figure_api.html",
    "pandas.DataFrame": "https://pandas.pydata.org/docs/reference/api/pandas.DataFrame.html",
    "ValueError": "https://docs.python.org/3/library/exceptions.html#ValueError",
}

# The examples run at every build, on the bundled figures.
sphinx_gallery_conf = {
    "examples_dirs": "gallery",
    "gallery_dirs": "_generated/gallery",
    "within_subsection_order": "FileNameSortKey",
    "image_scrapers": ("pictures",),
    "ignore_repr_types": r"matplotlib\.figure",
    "first_notebook_cell": "%matplotlib inline",
    "reset_modules": (),
    "run_stale_examples": True,
    "download_all_examples": False,
    "show_signature": False,
    "min_reported_time": 60,
    "write_computation_times": False,
}

html_theme = "pydata_sphinx_theme"
html_title = f"municompare {release}"
html_static_path = ["_static"]
html_css_files = ["municompare.css"]
html_show_sourcelink = False
html_copy_source = False
html_theme_options = {
    "navigation_with_keys": False,
    "navbar_end": ["theme-switcher"],
    "footer_start": ["copyright"],
    "footer_end": [],
    # Pages with wide tables or 80 columns of terminal output get the whole width.
    "secondary_sidebar_items": {"**": ["page-toc"], "bundled-plans": [], "reference/cli": []},
    "show_nav_level": 1,
    "show_toc_level": 2,
}
html_sidebars = {"index": [], "quickstart": [], "add-a-municipality": [], "changelog": []}
