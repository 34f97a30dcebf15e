"""Texts: a telling's links and pictures find their addresses in one edition."""

import re
from html import escape, unescape

from plugins.editions import addresses
from plugins.editions.pictured import href, pictured
from plugins.editions.site import Site, foreign
from plugins.languages import Language
from plugins.stories import Telling

_LINK = re.compile(r'<a href="(story|page):([a-z0-9-]+)(#[^"]*)?"([^>]*)>(.*?)</a>', re.DOTALL)
_OUTSIDE = re.compile(r'<a href="(?=https?:)', re.IGNORECASE)
# Words of a text may look like our marks; tags do not.
_PICTURE = re.compile(r'<(a|img)((?: [a-z]+="[^"]*")*)>')
_ATTRIBUTE = re.compile(r' ([a-z]+)="([^"]*)"')
_OURS = "picture:"


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
        tag, written = match.groups()
        values = dict(_ATTRIBUTE.findall(written))
        mark = values.get("src" if tag == "img" else "href", "")
        if not mark.startswith(_OURS):
            return match[0]
        found = site.picture(room, told.key, unescape(mark.removeprefix(_OURS)))
        if tag == "a":
            return match[0].replace(mark, href(site, found.widest), 1)
        title = values.get("title")
        return pictured(site, found, alt=unescape(values["alt"]), title=unescape(title) if title else None)

    html = _LINK.sub(link, site.text(room, told.key, told.language))
    html = _OUTSIDE.sub('<a rel="external noreferrer" href="', html)
    return _PICTURE.sub(picture, html)
