"""Shelving: the shelves of an edition, and the pages that list their stories."""

from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

from plugins.editions import addresses
from plugins.editions.addresses import SHELVES
from plugins.editions.neighbours import Neighbours
from plugins.editions.site import Link, Page, Site, alternates, card, foreign, language_row, paging
from plugins.languages import Language

# How many stories stand on each shelf, by kind and term.
Counts: TypeAlias = Sequence[tuple[str, Sequence[tuple[str, int]]]]


class Listing(NamedTuple):
    """All stories (`kind` and `term` are empty) or one shelf, as an edition lists them: how many stories are told in
    its language, how many elsewhere, on how many pages; the first and last year, and how many countries (`Held`)."""

    kind: str
    term: str
    own: int
    elsewhere: int
    pages: int
    years: tuple[int, ...] = ()
    countries: int = 0

    def address(self, language: str) -> str:
        """Return where its first page stands in an edition."""
        return addresses.shelf(language, self.kind, self.term) if self.kind else addresses.stories(language)


def term_name(site: Site, kind: str, term: str, here: Language) -> tuple[str, str]:
    """Return a shelf's name and the code of the language it is in."""
    if kind == "countries":
        return here.country(term), here.code
    return site.vocabulary[kind][term].name(here.code)


def term_link(site: Site, kind: str, term: str, here: Language, count: int | None = None) -> Link:
    """Return a link to a shelf, or where there is none for this kind, a name without an address."""
    name, code = term_name(site, kind, term, here)
    href = site.addresses.href(addresses.shelf(here.code, kind, term)) if kind in SHELVES else ""
    return Link(name, href, *foreign(site, code, here), count=count)


def shelf_links(site: Site, here: Language, counts: Counts) -> tuple[tuple[str, tuple[Link, ...]], ...]:
    """Return the shelves of an edition by kind, sorted by the language's alphabet, with their counts."""
    return tuple(
        (
            kind,
            tuple(
                sorted(
                    (term_link(site, kind, term, here, count) for term, count in terms),
                    key=lambda link: here.sort_key(link.text),
                )
            ),
        )
        for kind, terms in counts
        if terms
    )


def listing_page(
    site: Site, here: Language, listing: Listing, number: int, keys: Sequence[str], near: Neighbours
) -> Page:
    """Return one page of a listing, with the stories of these keys: those told in this language before the others, and
    with links to its neighbours."""
    kind, feed = listing.kind, None
    lang: str | None = None
    direction: str | None = None
    if kind:
        title, code = term_name(site, kind, listing.term, here)
        lang, direction = foreign(site, code, here)
        feed = addresses.feed(here.code, listing.term) if kind == "categories" else None
    else:
        title = here.gettext("All stories")
    # Histories, tabs and previews show a page's title: there the name of a group says what the reader may be.
    named = _counted(here, listing) if kind == "populations" else title
    places = {code: listing.address(code) for code in site.languages}
    place = places[here.code]
    numbered = here.gettext("%(title)s, page %(number)s", title=named, number=here.number(number))
    shown = [site.stories[key] for key in keys]
    return Page(
        address=addresses.numbered(place, number),
        template="shelf",
        language=here,
        title=named if number == 1 else numbered,
        description=_described(here, here.gettext("People") if kind == "populations" else title, listing, number),
        alternates=alternates(site, places, places[site.default]) if number == 1 else (),
        facts={
            "heading": title,
            "heading_lang": lang,
            "heading_dir": direction,
            "kind": kind or None,
            "own": [card(site, story, here) for story in shown if here.code in story.tellings],
            "elsewhere": [card(site, story, here) for story in shown if here.code not in story.tellings],
            "holds": _holds(here, listing),
            "neighbours": [
                (kind, sorted(links, key=lambda link: -(link.count or 0)))
                for kind, links in shelf_links(site, here, near)
            ],
            **paging(site, place, number, listing.pages),
            "languages_row": language_row(site, here, places),
            "feed_here": site.addresses.href(feed) if feed and listing.own else None,
        },
    )


def _holds(here: Language, listing: Listing) -> str:
    """Return in a sentence what a listing holds. Names of countries and languages would have to be inflected in it."""
    what = _counted(here, listing)
    if listing.kind != "countries" and listing.countries > 1:
        places = here.ngettext("from %(count)s country", "from %(count)s countries", listing.countries)
        what = here.gettext("%(stories)s %(places)s", stories=what, places=places)
    if listing.years:
        first, last = listing.years
        if first == last:
            what = here.gettext("%(stories)s, published in %(year)s", stories=what, year=here.year(first))
        else:
            what = here.gettext("%(stories)s, published in %(years)s", stories=what, years=here.years(first, last))
    return here.gettext("%(what)s; in this language: %(count)s.", what=what, count=here.number(listing.own))


def _described(here: Language, title: str, listing: Listing, number: int) -> str:
    text = here.gettext("%(title)s: %(count)s.", title=title, count=_counted(here, listing))
    page = here.gettext("Page %(number)s.", number=here.number(number))
    return text if number == 1 else f"{text} {page}"


def _counted(here: Language, listing: Listing) -> str:
    return here.ngettext("%(count)s story", "%(count)s stories", listing.own + listing.elsewhere)
