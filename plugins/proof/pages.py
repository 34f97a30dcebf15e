"""Pages: what is wrong with one page by itself, and what must be known of it to judge the others."""

import re
from collections.abc import Iterator, Set
from sys import intern

from plugins.faults import Fault
from plugins.languages import is_language
from plugins.proof.addresses import Addresses
from plugins.proof.browsing import browse, is_plain
from plugins.proof.reading import Reading, Use
from plugins.proof.scripts import Scripts
from plugins.proof.seen import Facts, Seen, fault, no_place
from plugins.proof.writing import read_written

# A policy that begins with nothing at all, and lets in what comes from this host or has one digest, and no more
# (Content Security Policy Level 3, 2.3). Nothing is reported to anyone: an address is no source here.
_SOURCE = r"'(?:none|self|sha256-[A-Za-z0-9+/]{43}=)'"
_POLICY = re.compile(rf"default-src 'none'(?:; [a-z-]+(?: {_SOURCE})+)+")


def look_at_page(where: Addresses, name: str, data: bytes, outside: Set[str], scripts: Scripts) -> Seen:
    """Return what a browser finds wrong with a page, and its facts. Raises ValueError when it is not UTF-8.

    Where something is wrong, or the page is not plain, it is read once more as it is written. That tells the places;
    and what either reading finds, holds.
    """
    text = data.decode("utf-8")
    browsed = browse(data)
    page = _Page(where, name, outside, scripts)
    faults = page.judge(browsed.reading)
    if not faults and is_plain(text, browsed):
        return Seen((), page.facts(browsed.reading))
    reading = read_written(text)
    written = page.judge(reading)
    if reading.lang != browsed.reading.lang:
        written.append(fault(name, 1, 1, "head", "The page has more than one language."))
    placed = {(each.code, each.message) for each in written}
    unplaced = [each for each in faults if (each.code, each.message) not in placed]
    return Seen((*written, *unplaced), page.facts(browsed.reading))


class _Page:
    """One page. It keeps where the readings say that it leads; equal strings are kept once, on however many pages."""

    def __init__(self, where: Addresses, name: str, outside: Set[str], scripts: Scripts) -> None:
        self._where, self._name, self._outside, self._scripts = where, name, outside, scripts
        self._alternates: dict[str, str] = {}
        self._links: dict[str, None] = {}
        self._anchors: dict[tuple[str, str], None] = {}
        self._loads: dict[str, None] = {}

    def judge(self, page: Reading) -> list[Fault]:
        """Return what is wrong according to this reading of the page."""
        return [*self._head(page), *self._safety(page), *self._ids(page), *self._ways(page), *self._languages(page)]

    def facts(self, page: Reading) -> Facts:
        """Return the facts: all that was judged, with the language and the places of this reading."""
        return (
            page.lang and intern(page.lang),
            tuple(each for pair in self._alternates.items() for each in pair),
            tuple(self._links),
            tuple(each for pair in self._anchors for each in pair),
            tuple(self._loads),
            tuple(dict.fromkeys(intern(use.address) for use in page.ids)),
        )

    def _head(self, page: Reading) -> Iterator[Fault]:
        missing = {
            "lang": page.lang and is_language(page.lang.lower()),
            "dir": page.dir in ("ltr", "rtl"),
            "title": page.title.strip(),
            "description": page.description,
            "canonical link": len(page.canonical) == 1,
            "single h1": page.headings == 1,
        }
        for what, present in missing.items():
            if not present:
                yield fault(self._name, 1, 1, "head", f"The page has no {what}, or more than one.")
        for use in page.canonical:
            if use.address != self._where.of(self._name):
                yield self._at(use, "canonical", f'The canonical link "{use.address}" is not this page.')

    def _safety(self, page: Reading) -> Iterator[Fault]:
        for what, line, column in page.wrong:
            yield fault(self._name, line, column, "forbidden", f"The page holds {what}.")
        for script, line, column in page.scripts:
            for what in self._scripts.wrong(script):
                yield fault(self._name, line, column, "forbidden", f"The page holds a script {what}.")
        if page.referrer != ["no-referrer"]:
            yield fault(self._name, 1, 1, "policy", "The page does not keep its address from the sites it links to.")
        if len(page.policies) != 1 or not _POLICY.fullmatch(page.policies[0]):
            yield fault(self._name, 1, 1, "policy", "The page has no policy that lets nothing in but what is its own.")

    def _ids(self, page: Reading) -> Iterator[Fault]:
        seen: set[str] = set()
        for use in page.ids:
            if use.address in seen:
                yield self._at(use, "id-twice", f'The id "{use.address}" stands twice.')
            seen.add(use.address)

    def _ways(self, page: Reading) -> Iterator[Fault]:
        for use in page.loads:
            target, _ = self._where.target(self._name, use.address)
            if target is None:
                yield self._at(use, "outside-load", f'"{use.address}" is loaded from another site.')
            else:
                self._loads[intern(target)] = None
        places = {use.address for use in page.ids}
        for use in page.links:
            target, anchor = self._where.target(self._name, use.address)
            if target is None:
                post = use.address.lower().startswith(("mailto:", "tel:"))
                if not post and use.address not in self._outside:
                    said = f'"{use.address}" leads to another site, but no text declares it.'
                    yield self._at(use, "outside-link", said)
            elif target != self._name:
                self._links[intern(target)] = None
                if anchor:
                    self._anchors[intern(target), intern(anchor)] = None
            elif anchor and anchor not in places:
                yield no_place(target, anchor, self._name, use)

    def _languages(self, page: Reading) -> Iterator[Fault]:
        own = self._where.of(self._name)
        if page.alternates and own not in {use.address for use in page.alternates.values()}:
            yield fault(self._name, 1, 1, "hreflang", "The page has hreflang links, but none to itself.")
        for tag, use in page.alternates.items():
            target, _ = self._where.target(self._name, use.address)
            whole = use.address.startswith(("https://", "http://"))
            if target is None or not whole or use.address != self._where.of(target):
                yield self._at(use, "hreflang", f'hreflang "{tag}" leads to no page: {use.address}.')
            else:
                self._alternates.setdefault(intern(tag), intern(target))

    def _at(self, use: Use, code: str, message: str) -> Fault:
        return fault(self._name, use.line, use.column, code, message)
