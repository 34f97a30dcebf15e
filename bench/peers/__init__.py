"""Peers: the same stories and nearly the same pages in other generators, set up for this benchmark.

Each has a module that writes the stories in its layout, and a folder of its settings and templates. Their templates
all make the same pages: stories with facts, languages and the two stories to read next; a home; lists of all
stories, of categories and of countries, twelve on a page; an Atom feed and a sitemap with languages.
"""

import shutil
import sys
from pathlib import Path

from bench.peers.in_eleventy import Eleventy
from bench.peers.in_hugo import Hugo
from bench.peers.in_nikola import Nikola
from bench.peers.in_pelican import Pelican
from bench.sites import Peer

PEERS: dict[str, type[Peer]] = {peer.name: peer for peer in (Hugo, Eleventy, Pelican, Nikola)}


def find(name: str, tools: Path | None = None) -> str | None:
    """Return the command of a peer: in the folder of tools, on the PATH, or beside this Python; None if there is none.

    In the folder of tools, a virtual environment or a `node_modules` may be one folder deeper.
    """
    if tools:
        for place in ("", "bin/", "node_modules/.bin/", "*/bin/", "*/node_modules/.bin/"):
            for path in sorted(tools.glob(f"{place}{name}")):
                if shutil.which(path):
                    return str(path.absolute())
    return shutil.which(name) or shutil.which(name, path=str(Path(sys.executable).parent))
