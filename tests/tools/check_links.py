# Copyright (c) 2026, the manageengine.id360 contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Follow every link of a built site, without a network: check_links.py FOLDER

A link inside the site must lead to a file, and to a place in it if it has a fragment. A link to another site must lead
to a host in ``HOSTS``, so that no placeholder is left.
"""

from __future__ import annotations

import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

HOSTS = {"docs.ansible.com", "about.readthedocs.org"}


class Page(HTMLParser):
    """The links of one page, and the places that others can link to."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.links: set[str] = set()
        self.places: set[str] = set()
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value for name, value in attrs if value}
        self.links |= {given[name] for name in ("href", "src") if name in given}
        self.places |= {given[name] for name in ("id", "name") if name in given}


def problems(site: Path) -> list[str]:
    """One line for each broken link."""
    pages = {path: Page(path) for path in sorted(site.rglob("*.html"))}
    found = [] if pages else [f"{site}: there are no pages"]
    for path, page in pages.items():
        for link in sorted(page.links):
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                wrong = parts.scheme in ("http", "https") and parts.hostname not in HOSTS
                said = f"{parts.hostname} is not a known host" if wrong else ""
            else:
                target = (path.parent / unquote(parts.path)).resolve() if parts.path else path.resolve()
                place = unquote(parts.fragment)
                said = "" if target.is_file() else "there is no such file"
                if not said and place and target in pages and place not in pages[target].places:
                    said = "there is no such place on the page"
            if said:
                found.append(f"{path.relative_to(site)}: {link}: {said}")
    return found


if __name__ == "__main__":
    broken = problems(Path(sys.argv[1]).resolve())
    sys.exit("\n".join([*broken, f"{len(broken)} broken links"]) if broken else 0)
