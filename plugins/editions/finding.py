"""Finding: the page of all stories of an edition by date, and what leads from it to one."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from plugins.editions.alphabet import order_links
from plugins.editions.neighbours import Neighbours
from plugins.editions.shelving import Listing, listing_page
from plugins.editions.site import Page, Site, card
from plugins.languages import Language


def stories_page(
    site: Site, here: Language, listing: Listing, number: int, keys: Sequence[str], near: Neighbours
) -> Page:
    """Return one page of all stories by date: those told in this language, by year, before the others."""
    page = listing_page(site, here, listing, number, keys, near)
    told = (site.stories[key] for key in keys if here.code in site.stories[key].tellings)
    years = [
        (str(year), [card(site, story, here) for story in stories])
        for year, stories in groupby(told, key=lambda story: story.date.year)
    ]
    ways = {"orders": order_links(site, here, alphabetical=False), "years": years}
    return replace(page, template="stories", facts={**page.facts, **ways})
