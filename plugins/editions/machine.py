"""For machines: feeds, the sitemap and robots.txt. Summaries only: what a feed carries outlives a correction."""

import json
from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element, SubElement, indent, register_namespace, tostring

from plugins.editions import addresses
from plugins.editions.shelving import term_name
from plugins.editions.site import Page, Site
from plugins.languages import Language
from plugins.stories import Gone, Story

FEED_LENGTH = 20  # Entries in a feed, the newest.
_ATOM = "http://www.w3.org/2005/Atom"
_TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"
_XML = "http://www.w3.org/XML/1998/namespace"


def feeds(site: Site, here: Language) -> Iterator[tuple[str, bytes]]:
    """Yield address and bytes of every feed of an edition. A feed without stories is made only to say what is gone."""
    told = [story for story in site.library.stories.values() if here.code in story.tellings]
    gone = [each for each in site.library.gone if each.language == here.code]
    if told or gone:
        yield addresses.feed(here.code), _atom(site, here, told, gone, addresses.feed(here.code), site.name(here))
    if told:
        yield addresses.json_feed(here.code), _json_feed(site, here, told)
    categories = dict.fromkeys([*site.shelves["categories"], *(term for each in gone for term in each.categories)])
    for category in categories:
        own = [story for story in site.shelves["categories"].get(category, ()) if here.code in story.tellings]
        left = [each for each in gone if category in each.categories]
        if own or left:
            address = addresses.feed(here.code, category)
            title = f"{site.name(here)}: {term_name(site, 'categories', category, here)[0]}"
            yield address, _atom(site, here, own, left, address, title)


def _atom(
    site: Site, here: Language, stories: Sequence[Story], gone: Sequence[Gone], address: str, title: str
) -> bytes:
    """Return an Atom feed (RFC 4287), with a tombstone for each story that was taken back."""
    register_namespace("", _ATOM)
    register_namespace("at", _TOMBSTONES)
    feed = Element(f"{{{_ATOM}}}feed", {f"{{{_XML}}}lang": here.tag})

    def add(parent: Element, name: str, text: str | None = None, **attributes: str) -> Element:
        element = SubElement(parent, f"{{{_ATOM}}}{name}", attributes)
        element.text = text
        return element

    where = site.addresses.absolute(address)
    newest = stories[:FEED_LENGTH]
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


def _json_feed(site: Site, here: Language, stories: Sequence[Story]) -> bytes:
    """Return a JSON Feed 1.1."""
    items = []
    for story in stories[:FEED_LENGTH]:
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


def sitemap(site: Site, pages: Sequence[Page]) -> bytes:
    """Return the sitemap (sitemaps.org 0.9) with every listed page and its hreflang alternates."""
    register_namespace("", _SITEMAP)
    register_namespace("xhtml", _XHTML)
    changed = {
        addresses.telling(told): story.updated
        for story in site.library.stories.values()
        for told in story.tellings.values()
    }
    urls = Element(f"{{{_SITEMAP}}}urlset")
    for page in sorted((page for page in pages if page.listed), key=lambda page: page.address):
        url = SubElement(urls, f"{{{_SITEMAP}}}url")
        SubElement(url, f"{{{_SITEMAP}}}loc").text = site.addresses.absolute(page.address)
        if page.address in changed:
            SubElement(url, f"{{{_SITEMAP}}}lastmod").text = changed[page.address].isoformat()
        for other in page.alternates:
            href = site.addresses.absolute(other.address)
            SubElement(url, f"{{{_XHTML}}}link", rel="alternate", hreflang=other.tag, href=href)
    return _xml(urls)


def robots(site: Site) -> bytes:
    """Return robots.txt (RFC 9309): everything may be found."""
    return f"User-agent: *\nAllow: /\n\nSitemap: {site.addresses.absolute('sitemap.xml')}\n".encode()


def _xml(root: Element) -> bytes:
    indent(root, " ")
    return bytes(tostring(root, "utf-8", xml_declaration=True)) + b"\n"
