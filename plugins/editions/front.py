"""Front: an edition's home, the site's own pages, and what stands above all editions."""

from collections.abc import Iterator

from plugins.editions import addresses
from plugins.editions.shelving import shelf_links
from plugins.editions.site import (
    Link,
    Page,
    Site,
    alternates,
    card,
    foreign,
    language_row,
    original_link,
    own_first,
    telling_link,
    tellings_places,
)
from plugins.editions.texts import text
from plugins.languages import Language

NEWEST = 6  # Stories on an edition's home.


def home_page(site: Site, here: Language) -> Page:
    """Return the home of an edition: its newest stories, and every shelf."""
    places = {code: addresses.home(code) for code in site.languages}
    stories = site.library.stories.values()
    return Page(
        address=places[here.code],
        template="home",
        language=here,
        title=site.name(here),
        description=here.gettext("People whose rights were violated, and what was done about it. Names are changed."),
        alternates=alternates(site, places, ""),
        facts={
            "newest": [card(site, story, here) for story in own_first(stories, here)[:NEWEST]],
            "count": len(stories),
            "all_stories": site.addresses.href(addresses.stories(here.code)),
            "shelves": shelf_links(site, here),
            "languages_row": language_row(site, here, places),
        },
    )


def own_pages(site: Site, here: Language) -> Iterator[Page]:
    """Yield the site's own pages that exist in this language."""
    for page in site.library.pages.values():
        if here.code in page.tellings:
            told = page.tellings[here.code]
            places = tellings_places(page.tellings, page=True)
            yield Page(
                address=places[here.code],
                template="page",
                language=here,
                title=told.title,
                description=told.summary,
                alternates=alternates(site, places, places[page.lead]),
                facts={
                    "page_text": told,
                    "body": text(site, told, here),
                    "concerns": site.concerns.get(told.path, ()),
                    "languages_row": language_row(site, here, places),
                    "stale": told.stale,
                    "original": original_link(site, page.tellings, here, page=True),
                },
            )


def menu(site: Site, here: Language) -> tuple[Link, ...]:
    """Return links to the site's own pages: those of the setting first, then the others by name.

    A page that is missing in this language is offered in its lead language, labelled.
    """
    first = [key for key in site.menu if key in site.library.pages]
    rest = sorted(
        (key for key in site.library.pages if key not in first),
        key=lambda key: here.sort_key(site.library.pages[key].told(here.code).title),
    )
    pages = [site.library.pages[key] for key in (*first, *rest)]
    return tuple(telling_link(site, page.told(here.code), here, page=True) for page in pages)


def chooser_page(site: Site) -> Page:
    """Return the page at the root: the languages, and no redirect. A reader's phone may not speak theirs."""
    here = site.languages[site.default]
    places = {code: addresses.home(code) for code in site.languages}
    return Page(
        address="",
        template="chooser",
        language=here,
        title=site.name(here),
        description=here.gettext("Choose a language."),
        alternates=alternates(site, places, ""),
        facts={"editions": _editions(site, "Choose a language.")},
    )


def not_found_page(site: Site) -> Page:
    """Return the page for addresses that lead nowhere, in every language at once."""
    here = site.languages[site.default]
    return Page(
        address="404.html",
        template="notfound",
        language=here,
        title=here.gettext("This page is not here"),
        description=here.gettext("This page is not here"),
        alternates=(),
        facts={"editions": _editions(site, "This page is not here")},
        listed=False,
    )


def _editions(site: Site, message: str) -> list[tuple[Link, str, str]]:
    """Return for each edition its link, its own name of the site, and a message in its language."""
    here = site.languages[site.default]
    return [
        (
            Link(other.name, site.addresses.href(addresses.home(code)), *(foreign(site, code, here))),
            site.name(other),
            other.gettext(message),
        )
        for code, other in site.languages.items()
    ]
