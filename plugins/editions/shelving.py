"""Shelving: which stories stand on which shelf, and the listing pages of one edition."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from math import ceil

from plugins.editions import addresses
from plugins.editions.addresses import SHELVES
from plugins.editions.site import Link, Page, Site, alternates, card, foreign, language_row, own_first
from plugins.languages import Language
from plugins.stories import Story


def shelves(stories: Mapping[str, Story]) -> dict[str, dict[str, list[Story]]]:
    """Return every shelf in use, by kind and term, with its stories from new to old. None is empty.

    A shelf is the same in every edition: a story told only elsewhere stands on it, apart and labelled.
    """
    found: dict[str, dict[str, list[Story]]] = {kind: defaultdict(list) for kind in SHELVES}
    for story in stories.values():
        for kind, field in SHELVES.items():
            for term in getattr(story, field):
                found[kind][term].append(story)
    return {kind: dict(terms) for kind, terms in found.items()}


def term_name(site: Site, kind: str, term: str, here: Language) -> tuple[str, str]:
    """Return a shelf's name and the code of the language it is in."""
    if kind == "countries":
        return here.country(term), here.code
    return site.library.vocabulary[kind][term].name(here.code)


def term_link(site: Site, kind: str, term: str, here: Language, count: int | None = None) -> Link:
    """Return a link to a shelf, or where there is none for this kind, a name without an address."""
    name, code = term_name(site, kind, term, here)
    href = site.addresses.href(addresses.shelf(here.code, kind, term)) if kind in SHELVES else ""
    return Link(name, href, *foreign(site, code, here), count=count)


def shelf_links(site: Site, here: Language) -> tuple[tuple[str, tuple[Link, ...]], ...]:
    """Return all shelves of an edition by kind, sorted by the language's alphabet, with their counts."""
    return tuple(
        (
            kind,
            tuple(
                sorted(
                    (term_link(site, kind, term, here, len(stories)) for term, stories in terms.items()),
                    key=lambda link: here.sort_key(link.text),
                )
            ),
        )
        for kind, terms in site.shelves.items()
        if terms
    )


def listing_pages(site: Site, here: Language) -> Iterator[Page]:
    """Yield the pages of all stories, then those of every shelf."""
    every = {code: addresses.stories(code) for code in site.languages}
    title = here.gettext("All stories")
    yield from _listing(site, here, list(site.library.stories.values()), every, title, None)
    for kind, terms in site.shelves.items():
        for term, stories in terms.items():
            name, code = term_name(site, kind, term, here)
            places = {code: addresses.shelf(code, kind, term) for code in site.languages}
            feed = addresses.feed(here.code, term) if kind == "categories" else None
            yield from _listing(site, here, stories, places, name, kind, foreign(site, code, here)[0], feed)


def _listing(
    site: Site,
    here: Language,
    stories: Sequence[Story],
    places: Mapping[str, str],
    title: str,
    kind: str | None,
    lang: str | None = None,
    feed: str | None = None,
) -> Iterator[Page]:
    ordered = own_first(stories, here)
    own = sum(here.code in story.tellings for story in stories)
    elsewhere = len(ordered) - own
    pages = max(1, ceil(len(ordered) / site.per_page))
    place = places[here.code]
    for number in range(1, pages + 1):
        shown = ordered[(number - 1) * site.per_page : number * site.per_page]
        numbered = here.gettext("%(title)s, page %(number)s", title=title, number=here.number(number))
        href = site.addresses.href
        yield Page(
            address=addresses.numbered(place, number),
            template="shelf",
            language=here,
            title=title if number == 1 else numbered,
            description=_described(here, title, own, elsewhere, number),
            alternates=alternates(site, places, places[site.default]) if number == 1 else (),
            facts={
                "heading": title,
                "heading_lang": lang,
                "kind": kind,
                "own": [card(site, story, here) for story in shown if here.code in story.tellings],
                "elsewhere": [card(site, story, here) for story in shown if here.code not in story.tellings],
                "own_count": own,
                "elsewhere_count": elsewhere,
                "number": number,
                "pages": pages,
                "before": href(addresses.numbered(place, number - 1)) if number > 1 else None,
                "after": href(addresses.numbered(place, number + 1)) if number < pages else None,
                "languages_row": language_row(site, here, places),
                "feed_here": href(feed) if feed and own else None,
            },
        )


def _described(here: Language, title: str, own: int, elsewhere: int, number: int) -> str:
    count = here.ngettext("%(count)s story", "%(count)s stories", own + elsewhere)
    text = here.gettext("%(title)s: %(count)s.", title=title, count=count)
    page = here.gettext("Page %(number)s.", number=here.number(number))
    return text if number == 1 else f"{text} {page}"
