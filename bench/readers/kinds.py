"""Kinds of pages: which a finished site has, found by the addresses and what stands on them, never from a list."""

import re
from collections.abc import Iterator
from pathlib import Path

from bs4 import BeautifulSoup

from plugins.editions.addresses import SHELVES

Pages = dict[str, BeautifulSoup]

# What few stories show, by its selector.
_RARE = {
    "story with a notice": ".notice",
    "partner's story": ".disclaimer",
    "story with a picture": "figure img",
}
_PAGED = re.compile(r"page/\d+/$")


def parsed(output: Path) -> Pages:
    """Return every page below an output folder, parsed, by its address: `en/stories/`."""
    return {
        path.relative_to(output).as_posix().removesuffix("index.html"): BeautifulSoup(path.read_bytes(), "html.parser")
        for path in sorted(output.rglob("*.html"))
    }


def kinds_of_pages(pages: Pages, language: str) -> dict[str, str]:
    """Return the address of one page of each kind that this edition has, by the kind. A page that stands above all
    editions belongs to each."""
    found: dict[str, str] = {}
    languages = {page.html["lang"].lower() for page in pages.values()}
    for address, page in pages.items():
        above = address.split("/")[0] not in languages
        if above or address.startswith(f"{language}/"):
            for kind in [address or "chooser"] if above else _kinds(address, page):
                found.setdefault(kind, address)
    return found


def _kinds(address: str, page: BeautifulSoup) -> Iterator[str]:
    """Yield what kind of page stands at an address of an edition: `en/rights/work/page/2/`."""
    more = ", page 2" if _PAGED.search(address) else ""
    first, *rest = [*_PAGED.sub("", address).split("/")[1:-1], ""]
    place = [part for part in rest if part]
    if not first:
        yield "home"
    elif page.find("meta", attrs={"name": "robots"}):
        yield "not told in this language"
    elif not place and page.select("article > .text"):
        yield "own page"
    elif page.article and first == "stories" and len(place) == 1:
        yield "story"
        yield from (kind for kind, selector in _RARE.items() if page.select(selector))
    elif place and first in SHELVES:
        yield f"shelf{more}"
    elif place:
        yield f"{'/'.join([first, '*', *place[1:]])}{more}"
    else:
        yield f"{first}{more}"
