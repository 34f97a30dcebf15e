"""Sitemaps: which addresses search engines are told of, in one file, or in a large site in many (sitemaps.org 0.9).

In a large site each edition has parts of its own, and an address stays in its part whatever happens to others: an edit
makes anew one part for each language, not the whole.
"""

from collections.abc import Iterator, Mapping
from itertools import count
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr
from zlib import crc32

from plugins.editions import addresses
from plugins.editions.planning import Overview, Plan
from plugins.editions.shelving import Listing
from plugins.editions.site import Site
from plugins.ledger import number

_MOST = 10_000  # Addresses in a file, of 50,000 allowed: an edit makes less anew.
_LARGEST = 50 * 1024 * 1024  # Bytes of a file that are allowed.
_LINE = 400  # Bytes of one address and what is around it, beside the site's own: no folder's name is longer than 255.
_HEAD = "<?xml version='1.0' encoding='utf-8'?>\n"
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"


class Entry(NamedTuple):
    """What stands at one address of an edition, or above all: a home, its figures, a page of a listing, or a work by
    room and key.

    `place` decides in which part it stands; `mark` is another when anything that is said of it is another.
    """

    kind: str
    term: str
    page: int
    place: int
    mark: int


def sitemap_plans(over: Overview, url: str) -> Iterator[Plan]:
    """Yield the plan of the sitemap of the site that stands at `url`, or those of its parts and of the list of them."""
    most = max(1, min(_MOST, _LARGEST // ((len(over.languages) + 2) * (len(escape(url)) + _LINE))))
    every = _entries(over)
    common = hash(tuple(over.common.values()))
    if sum(map(len, every.values())) <= most:
        yield _plan("sitemap.xml", every, common)
        return
    names = []
    for code, entries in every.items():
        for place, part in enumerate(_parts(entries, most), 1):
            names.append(f"sitemap-{code}-{place}.xml")
            yield _plan(names[-1], {code: part}, common)
    mark = hash((common, number(repr(names))))
    yield Plan("sitemap.xml", "sitemaps", "", tuple(names), None, (), (), mark)


def _plan(name: str, entries: Mapping[str, list[Entry]], common: int) -> Plan:
    marks = (entry.mark for each in entries.values() for entry in each)
    return Plan(name, "sitemap", "", tuple(entries.items()), None, (), (), hash((common, *marks)))


def _parts(entries: list[Entry], most: int) -> list[list[Entry]]:
    """Return the entries in as few parts as hold no more than `most` each; their number is doubled where it grows, so
    that it grows seldom."""
    for power in count():
        parts: list[list[Entry]] = [[] for _ in range(2**power)]
        for entry in entries:
            parts[entry.place % 2**power].append(entry)
        if max(map(len, parts)) <= most:
            return parts
    raise AssertionError


def _entries(over: Overview) -> dict[str, list[Entry]]:
    """Return what the sitemap lists of each edition; the root stands with the first."""
    shelves = {"": {"": over.stories}, **over.shelves}
    listings = [
        _entry(kind, term, page)
        for kind, terms in shelves.items()
        for term, keys in terms.items()
        for page in range(1, over.pages_of(keys) + 1)
    ]
    every = {code: [_entry("home", "", 1), _entry("figures", "", 1), *listings] for code in over.languages}
    every[over.languages[0]].append(_entry("root", "", 1))
    for code, entries in every.items():
        entries += (_entry("alphabet", cut.letter, cut.number) for cut in over.cuts[code])
    for room, keys in (("pages", over.pages), ("stories", over.stories)):
        for key in keys:
            facts = over.facts[room, key]
            entry = Entry(room, key, 0, crc32(key.encode()), facts.place)
            for told in facts.record.told:
                every[told.language].append(entry)
    return every


def _entry(kind: str, term: str, page: int) -> Entry:
    mark = number(f"{kind}/{term}/{page}")
    return Entry(kind, term, page, mark, mark)


def sitemap(site: Site, over: Overview, plan: Plan) -> bytes:
    """Return a sitemap, or a part of one: each address with its hreflang alternates.

    Written as text: a tree of elements for ten thousand addresses takes a tenth of a second and a hundred megabytes.
    """
    lines = [f'{_HEAD}<urlset xmlns="{_SITEMAP}" xmlns:xhtml="{_XHTML}">\n']
    tags = {code: here.tag for code, here in site.languages.items()}
    entries: tuple[tuple[str, list[Entry]], ...] = plan.facts  # type: ignore[assignment]
    for address, changed, places, default in sorted(
        (_listed(site, over, code, entry) for code, each in entries for entry in each), key=lambda page: page[0]
    ):
        lines.append(f" <url>\n  <loc>{escape(site.addresses.absolute(address))}</loc>\n")
        if changed:
            lines.append(f"  <lastmod>{changed}</lastmod>\n")
        for tag, other in [
            *((tags[code], each) for code, each in places.items()),
            *([("x-default", default)] if places else []),
        ]:
            href = quoteattr(site.addresses.absolute(other))
            lines.append(f'  <xhtml:link rel="alternate" hreflang="{tag}" href={href} />\n')
        lines.append(" </url>\n")
    return "".join([*lines, "</urlset>\n"]).encode()


def sitemap_index(site: Site, plan: Plan) -> bytes:
    """Return the list of the parts of a sitemap."""
    parts = "".join(
        f" <sitemap>\n  <loc>{escape(site.addresses.absolute(str(name)))}</loc>\n </sitemap>\n" for name in plan.facts
    )
    return f'{_HEAD}<sitemapindex xmlns="{_SITEMAP}">\n{parts}</sitemapindex>\n'.encode()


def _listed(site: Site, over: Overview, code: str, entry: Entry) -> tuple[str, str, Mapping[str, str], str]:
    """Return address, day of change, and the addresses by language and by default."""
    if entry.kind in ("root", "home"):
        homes = {each: addresses.home(each) for each in over.languages}
        return "" if entry.kind == "root" else homes[code], "", homes, ""
    if entry.kind == "figures":
        figures = {each: addresses.figures(each) for each in over.languages}
        return figures[code], "", figures, figures[site.default]
    if entry.kind in ("stories", "pages"):
        record = over.facts[entry.kind, entry.term].record
        tellings = {told.language: addresses.work_at(entry.kind, told.language, told.slug) for told in record.told}
        return tellings[code], record.updated, tellings, tellings[record.lead]
    if entry.kind == "alphabet":
        places = {} if entry.term else {each: addresses.alphabet(each) for each in over.languages}
        own = addresses.numbered(addresses.alphabet(code, entry.term), entry.page)
        return own, "", places, places[site.default] if places else ""
    listing = Listing(entry.kind, entry.term, 0, 0, 0)
    places = {each: listing.address(each) for each in over.languages} if entry.page == 1 else {}
    address = addresses.numbered(listing.address(code), entry.page)
    return address, "", places, places[site.default] if places else ""
