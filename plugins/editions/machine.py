"""For machines: feeds, the sitemap and robots.txt. Summaries only: what a feed carries outlives a correction."""

import json
from collections.abc import Iterator, Mapping, Sequence
from xml.etree.ElementTree import Element, SubElement, indent, register_namespace, tostring
from xml.sax.saxutils import escape, quoteattr

from plugins.editions import addresses
from plugins.editions.planning import Overview
from plugins.editions.shelving import Listing, term_name
from plugins.editions.site import Site
from plugins.languages import Language
from plugins.stories import Gone, Told

_ATOM = "http://www.w3.org/2005/Atom"
_TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"
_XML = "http://www.w3.org/XML/1998/namespace"


def feed(
    site: Site, here: Language, address: str, category: str | None, keys: Sequence[str], gone: Sequence[Gone]
) -> bytes:
    """Return an Atom feed (RFC 4287) of all stories or of a category, with a tombstone for each that was taken back."""
    newest = [site.stories[key] for key in keys]
    title = f"{site.name(here)}: {term_name(site, 'categories', category, here)[0]}" if category else site.name(here)
    register_namespace("", _ATOM)
    register_namespace("at", _TOMBSTONES)
    feed = Element(f"{{{_ATOM}}}feed", {f"{{{_XML}}}lang": here.tag})

    def add(parent: Element, name: str, text: str | None = None, **attributes: str) -> Element:
        element = SubElement(parent, f"{{{_ATOM}}}{name}", attributes)
        element.text = text
        return element

    where = site.addresses.absolute(address)
    add(feed, "id", where)
    add(feed, "title", title)
    add(feed, "updated", f"{max([*(story.updated for story in newest), *(each.day for each in gone)])}T00:00:00Z")
    add(feed, "link", rel="self", type="application/atom+xml", href=where)
    add(
        feed,
        "link",
        rel="alternate",
        type="text/html",
        href=site.addresses.absolute(addresses.home(here.code)),
    )
    add(add(feed, "author"), "name", site.name(here))
    for story in newest:
        told = story.tellings[here.code]
        link = site.addresses.absolute(addresses.telling(told))
        entry = add(feed, "entry")
        add(entry, "id", link)
        add(entry, "title", told.title)
        add(entry, "link", rel="alternate", type="text/html", href=link)
        add(entry, "published", f"{story.date}T00:00:00Z")
        add(entry, "updated", f"{story.updated}T00:00:00Z")
        add(entry, "summary", told.summary, type="text")
        for term in story.categories:
            add(entry, "category", term=term, label=term_name(site, "categories", term, here)[0])
    for each in gone:  # a tombstone (RFC 6721): readers that know of it take the entry out of what they keep
        where = site.addresses.absolute(addresses.telling_at(each.language, each.slug))
        SubElement(feed, f"{{{_TOMBSTONES}}}deleted-entry", ref=where, when=f"{each.day}T00:00:00Z")
    return _xml(feed)


def json_feed(site: Site, here: Language, keys: Sequence[str]) -> bytes:
    """Return a JSON Feed 1.1 of these stories."""
    items = []
    for key in keys:
        story = site.stories[key]
        told = story.tellings[here.code]
        link = site.addresses.absolute(addresses.telling(told))
        items.append(
            {
                "id": link,
                "url": link,
                "title": told.title,
                "summary": told.summary,
                "content_text": told.summary,
                "date_published": f"{story.date}T00:00:00Z",
                "date_modified": f"{story.updated}T00:00:00Z",
                "language": here.tag,
            }
        )
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": site.name(here),
        "home_page_url": site.addresses.absolute(addresses.home(here.code)),
        "feed_url": site.addresses.absolute(addresses.json_feed(here.code)),
        "language": here.tag,
        "authors": [{"name": site.name(here)}],
        "items": items,
    }
    return (json.dumps(feed, ensure_ascii=False, indent=1) + "\n").encode()


def sitemap(site: Site, over: Overview) -> bytes:
    """Return the sitemap (sitemaps.org 0.9) with every listed page and its hreflang alternates.

    Written as text: a tree of elements for a hundred thousand addresses takes a second and a gigabyte.
    """
    pages = sorted(_listed(site, over), key=lambda page: page[0])
    lines = [f"<?xml version='1.0' encoding='utf-8'?>\n<urlset xmlns=\"{_SITEMAP}\" xmlns:xhtml=\"{_XHTML}\">\n"]
    tags = {code: here.tag for code, here in site.languages.items()}
    for address, changed, places, default in pages:
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


def _listed(site: Site, over: Overview) -> Iterator[tuple[str, str, Mapping[str, str], str]]:
    """Yield address, day of change, and the addresses by language and by default, of every page of the sitemap."""
    homes = {code: addresses.home(code) for code in over.languages}
    yield "", "", homes, ""
    for address in homes.values():
        yield address, "", homes, ""
    for listing in (
        Listing("", "", 0, 0, 0),
        *(Listing(kind, term, 0, 0, 0) for kind, terms in over.shelves.items() for term in terms),
    ):
        keys = over.shelves[listing.kind][listing.term] if listing.kind else over.stories
        places = {code: listing.address(code) for code in over.languages}
        for place in places.values():
            yield place, "", places, places[site.default]
            for number in range(2, over.pages_of(keys) + 1):
                yield addresses.numbered(place, number), "", {}, ""
    for room, keys in (("pages", over.pages), ("stories", over.stories)):
        for key in keys:
            record = over.facts[room, key].record
            tellings = {told.language: _address(room, told) for told in record.told}
            for address in tellings.values():
                yield address, record.updated, tellings, tellings[record.lead]


def _address(room: str, told: Told) -> str:
    at = addresses.telling_at if room == "stories" else addresses.page_at
    return at(told.language, told.slug)


def robots(site: Site) -> bytes:
    """Return robots.txt (RFC 9309): everything may be found."""
    return f"User-agent: *\nAllow: /\n\nSitemap: {site.addresses.absolute('sitemap.xml')}\n".encode()


def _xml(root: Element) -> bytes:
    indent(root, " ")
    return bytes(tostring(root, "utf-8", xml_declaration=True)) + b"\n"
