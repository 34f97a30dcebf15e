"""Texts: a telling's links and pictures find their addresses in one edition."""

import re
from html import escape, unescape

from plugins.editions import addresses
from plugins.editions.site import Site, foreign
from plugins.languages import Language
from plugins.stories import Telling

_LINK = re.compile(r'<a href="(story|page):([a-z0-9-]+)(#[^"]*)?"([^>]*)>(.*?)</a>', re.DOTALL)
_OUTSIDE = re.compile(r'<a href="(?=https?:)', re.IGNORECASE)
_TAG = re.compile(r'<(?:a|img)(?: [a-z]+="[^"]*")*>')  # words of a text may look like our marks; tags do not
_PICTURE = re.compile(r' (src|href)="picture:([^"]+)"')


def text(site: Site, room: str, told: Telling, here: Language) -> str:
    """Return the HTML of a telling of a story or page, with real addresses.

    A reader gets the linked telling in their own language, else the lead telling, labelled with its language.
    A link to what is not published leaves its words and nothing else.
    """

    def link(match: re.Match[str]) -> str:
        kind, key, fragment, rest, words = match.groups()
        target = site.stories.get(key) if kind == "story" else site.pages.get(key)
        if target is None:
            return words
        other = target.told(here.code)
        address = addresses.telling(other) if kind == "story" else addresses.page(other)
        lang, _ = foreign(site, other.language, here)
        marked = f' hreflang="{lang}"' if lang else ""
        label = f" ({escape(here.name_of(other.language))})" if lang else ""
        return f'<a href="{escape(site.addresses.href(address))}{fragment or ""}"{marked}{rest}>{words}</a>{label}'

    def picture(match: re.Match[str]) -> str:
        attribute, name = match.groups()
        found = site.picture(room, told.key, unescape(name))
        size = f' width="{found.width}" height="{found.height}" loading="lazy"' if attribute == "src" else ""
        return f' {attribute}="{site.addresses.href(addresses.picture(found.name))}"{size}'

    html = _LINK.sub(link, site.text(room, told.key, told.language))
    html = _OUTSIDE.sub('<a rel="external noreferrer" href="', html)
    return _TAG.sub(lambda tag: _PICTURE.sub(picture, tag[0]), html)
