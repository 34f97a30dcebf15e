"""Finding: the page of all stories of an edition by date, and what leads from it to one."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from plugins.editions import addresses
from plugins.editions.alphabet import order_links
from plugins.editions.cards import Ground
from plugins.editions.neighbours import Neighbours
from plugins.editions.shelving import Listing, listing_page, term_link
from plugins.editions.site import Page, Site, card
from plugins.languages import Language


def stories_page(
    site: Site,
    here: Language,
    listing: Listing,
    number: int,
    keys: Sequence[str],
    near: Neighbours,
    within: Ground | None,
) -> Page:
    """Return one page of all stories by date: those told in this language, by year, before the others. Where `within`
    is given, a script finds stories there."""
    page = listing_page(site, here, listing, number, keys, near)
    told = (site.stories[key] for key in keys if here.code in site.stories[key].tellings)
    years = [
        (str(year), [card(site, story, here) for story in stories])
        for year, stories in groupby(told, key=lambda story: story.date.year)
    ]
    facts = {**page.facts, "orders": order_links(site, here, alphabetical=False), "years": years}
    if within is None:
        return replace(page, template="stories", facts=facts)
    return replace(page, template="finding", facts={**facts, **_filter(site, here, within)})


def _filter(site: Site, here: Language, within: Ground) -> dict[str, object]:
    """Return what the filter needs: its choices, where the cards are, and how to count what is found."""
    kinds = []
    for kind, terms in within.terms:
        links = [(term, term_link(site, kind, term, here)) for term in terms]
        links.sort(key=lambda each: here.sort_key(each[1].text))
        kinds.append((kind, [(term, link.text, link.lang) for term, link in links]))
    return {
        "kinds": kinds,
        "cards": [site.addresses.href(addresses.cards(here.code, name)) for name in within.files],
        "counts": {
            "own": here.forms("%(count)s story", "%(count)s stories"),
            "more": here.forms("%(count)s more in another language", "%(count)s more in other languages"),
            "elsewhere": here.forms("%(count)s story in another language", "%(count)s stories in other languages"),
        },
    }
