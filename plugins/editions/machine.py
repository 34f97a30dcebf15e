"""For machines: feeds and robots.txt. Summaries only: what a feed carries outlives a correction."""

import json
from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, indent, register_namespace, tostring

from plugins.editions import addresses
from plugins.editions.shelving import term_name
from plugins.editions.site import Site
from plugins.languages import Language
from plugins.stories import Gone

_ATOM = "http://www.w3.org/2005/Atom"
_TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"
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


def robots(site: Site) -> bytes:
    """Return robots.txt (RFC 9309): everything may be read, even of a site that is to be left out: who may not read a
    page does not see that it asks for that, and lists its address all the same (Google, Block search indexing)."""
    sitemap = "" if site.hidden else f"\nSitemap: {site.addresses.absolute('sitemap.xml')}\n"
    return f"User-agent: *\nAllow: /\n{sitemap}".encode()


def _xml(root: Element) -> bytes:
    indent(root, " ")
    return bytes(tostring(root, "utf-8", xml_declaration=True)) + b"\n"
