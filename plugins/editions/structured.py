"""Structured data: what a telling is, as schema.org names it, in JSON-LD."""

import json
from collections.abc import Sequence

from markupsafe import Markup

from plugins.editions import addresses
from plugins.editions.site import Link, Site
from plugins.languages import Language
from plugins.stories import Story


def article(site: Site, story: Story, here: Language, crumbs: Sequence[Link]) -> Markup:
    """Return an Article and its BreadcrumbList (schema.org 28), safe to stand inside a script element."""
    told = story.tellings[here.code]
    where = site.addresses.absolute(addresses.telling(told))
    publisher = {"@type": "Organization", "name": site.name(here), "url": site.addresses.absolute("")}
    entry: dict[str, object] = {
        "@type": "Article",
        "@id": where,
        "headline": told.title,
        "description": told.summary,
        "inLanguage": here.tag,
        "url": where,
        "mainEntityOfPage": where,
        "datePublished": story.date.isoformat(),
        "dateModified": story.updated.isoformat(),
        "author": publisher,
        "publisher": publisher,
        "license": "https://creativecommons.org/licenses/by-sa/4.0/",
    }
    if story.partner:
        entry["author"] = {"@type": "Organization", "name": story.partner.title, "url": story.partner.url}
        del entry["license"]  # a partner's text is not ours to license
    if story.picture:
        picture = site.picture("stories", story.key, story.picture)
        entry["image"] = site.addresses.absolute(addresses.picture(picture.widest.name))
    if told.translates and told.translates in story.tellings:
        entry["translationOfWork"] = _work(site, story, told.translates)
    elif not told.translates and len(story.tellings) > 1:
        entry["workTranslation"] = [_work(site, story, code) for code in story.tellings if code != told.language]
    steps = [*((crumb.text, _host(site, crumb.href)) for crumb in crumbs), (told.title, where)]
    trail = {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": item}
            for place, (name, item) in enumerate(steps, 1)
        ],
    }
    data = json.dumps({"@context": "https://schema.org", "@graph": [entry, trail]}, ensure_ascii=False)
    return Markup(data.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))


def _work(site: Site, story: Story, code: str) -> dict[str, str]:
    told = story.tellings[code]
    return {
        "@type": "Article",
        "@id": site.addresses.absolute(addresses.telling(told)),
        "inLanguage": site.languages[code].tag,
        "headline": told.title,
    }


def _host(site: Site, href: str) -> str:
    """Return a link of ours, which begins with the site's path, as an absolute address."""
    return site.addresses.absolute(href.removeprefix(site.addresses.href("")))
