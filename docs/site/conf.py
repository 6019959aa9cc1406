# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sphinx's settings for the documentation site, which `make docs` builds."""

from __future__ import annotations

import sys
from pathlib import Path

import yaml

_galaxy = yaml.safe_load((Path(__file__).parents[2] / "galaxy.yml").read_text(encoding="utf-8"))

project = title = html_title = html_short_title = "manageengine.id360"
copyright = "2026, the manageengine.id360 contributors"  # noqa: A001
version = release = str(_galaxy["version"])

sys.path.insert(0, str(Path(__file__).parent))
extensions = ["sphinx_antsibull_ext", "myst_parser", "connection_options"]
templates_path = ["templates"]
# Links to a heading of a page in Markdown, as the pages that host repositories make them.
myst_heading_anchors = 3
pygments_style = "ansible"
highlight_language = "YAML+Jinja"
nitpicky = True
default_role = "any"
# Nothing is looked up elsewhere: the site builds offline.
intersphinx_mapping: dict[str, object] = {}
# Pages of Ansible's own documentation that antsibull-docs refers to.
nitpick_ignore_regex = [
    ("std:ref", r"action_plugins|common_return_values|ansible_configuration_settings"),
    ("std:ref", r"ansible_collections\.ansible\.builtin\..*"),
]

html_theme = "sphinx_ansible_theme"
html_theme_options = {"display_version": True, "topbar_links": {}}
html_static_path = ["site.css"]
html_css_files = ["site.css"]
html_show_sphinx = False
html_use_smartypants = True
html_copy_source = False
html_show_sourcelink = False
