"""Front: an edition's home, the site's own pages, and what stands above all editions."""

from collections.abc import Sequence

from plugins.editions import addresses
from plugins.editions.shelving import Counts, shelf_links
from plugins.editions.site import (
    Link,
    Page,
    Site,
    alternates,
    card,
    foreign,
    language_row,
    original_link,
    telling_link,
    tellings_places,
)
from plugins.editions.texts import text
from plugins.faults import Fault
from plugins.languages import Language


def home_page(site: Site, here: Language, newest: Sequence[str], count: int, shelves: Counts) -> Page:
    """Return the home of an edition: its newest stories by key, how many there are in all, and every shelf."""
    places = {code: addresses.home(code) for code in site.languages}
    return Page(
        address=places[here.code],
        template="home",
        language=here,
        title=site.name(here),
        description=here.gettext("People whose rights were violated, and what was done about it. Names are changed."),
        alternates=alternates(site, places, ""),
        facts={
            "newest": [card(site, site.stories[key], here) for key in newest],
            "count": count,
            "all_stories": site.addresses.href(addresses.stories(here.code)),
            "from_a_to_z": site.addresses.href(addresses.alphabet(here.code)),
            "shelves": shelf_links(site, here, shelves),
            "languages_row": language_row(site, here, places),
        },
    )


def own_page(site: Site, here: Language, key: str, concerns: Sequence[Fault]) -> Page:
    """Return one of the site's own pages in a language that has it."""
    page = site.pages[key]
    told = page.tellings[here.code]
    places = tellings_places(page.tellings, page=True)
    return Page(
        address=places[here.code],
        template="page",
        language=here,
        title=told.title,
        description=told.summary,
        alternates=alternates(site, places, places[page.lead]),
        facts={
            "page_text": told,
            "body": text(site, "pages", told, here),
            "concerns": concerns,
            "languages_row": language_row(site, here, places),
            "stale": told.stale,
            "original": original_link(site, page.tellings, here, page=True),
        },
    )


def untold_page(site: Site, here: Language, room: str, key: str, address: str) -> Page:
    """Return the page for a story or page that is not told in this language: it names the languages that tell it, and
    leaves the choice to the reader."""
    tellings = site.stories[key].tellings if room == "stories" else site.pages[key].tellings
    places = tellings_places(tellings, page=room == "pages")
    return Page(
        address=address,
        template="untold",
        language=here,
        title=here.gettext("Not in this language yet"),
        description=here.gettext("Not in this language yet"),
        alternates=(),
        facts={
            "editions": [
                (
                    Link(other.name, site.addresses.href(places[code]), *foreign(site, code, here)),
                    tellings[code].title,
                    tellings[code].summary,
                )
                for code, other in site.languages.items()
                if code in tellings
            ],
        },
        listed=False,
    )


def menu(site: Site, here: Language) -> tuple[Link, ...]:
    """Return links to the site's own pages: those of the setting first, then the others by name.

    A page that is missing in this language is offered in its lead language, labelled.
    """
    first = [key for key in site.menu if key in site.pages]
    rest = sorted(
        (key for key in site.pages if key not in first),
        key=lambda key: here.sort_key(site.pages[key].told(here.code).title),
    )
    pages = [site.pages[key] for key in (*first, *rest)]
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
