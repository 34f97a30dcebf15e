"""Telling: the page of one story in one language."""

from collections.abc import Sequence

from plugins.also_read import Offer, Reason
from plugins.editions import addresses
from plugins.editions.pictured import pictured
from plugins.editions.shelving import term_link, term_name
from plugins.editions.site import (
    Link,
    Page,
    Site,
    alternates,
    language_row,
    original_link,
    telling_link,
    tellings_places,
)
from plugins.editions.structured import article
from plugins.editions.texts import text
from plugins.faults import Fault
from plugins.languages import Language
from plugins.ledger import number
from plugins.pictures import CARD_SIZE, Painted
from plugins.stories import Outside, Story, Telling


def telling_page(site: Site, here: Language, key: str, offers: Sequence[Offer], concerns: Sequence[Fault]) -> Page:
    """Return the page of a story in a language that tells it, with what is offered to be read next."""
    story = site.stories[key]
    told = story.tellings[here.code]
    places = tellings_places(story.tellings)
    picture = site.picture("stories", key, story.picture) if story.picture else None
    crumbs = (
        Link(here.gettext("Home"), site.addresses.href(addresses.home(here.code))),
        term_link(site, "categories", story.categories[0], here),
    )
    return Page(
        address=places[here.code],
        template="story",
        language=here,
        title=told.title,
        description=told.summary,
        alternates=alternates(site, places, places[story.lead]),
        facts={
            "story": told,
            "body": text(site, "stories", told, here),
            "concerns": concerns,
            "languages_row": language_row(site, here, places),
            "crumbs": crumbs,
            "details": _details(site, story, here),
            "published": (story.date.isoformat(), here.date(story.date)),
            "modified": (story.modified.isoformat(), here.date(story.modified)) if story.modified else None,
            "notices": [_within(site, "notices", term, here) for term in story.notices],
            "partner": story.partner,
            "picture": picture and pictured(site, picture, alt=told.picture_alt or "", first=True),
            "image": _share_card(site, told, here) or (picture and _image(site, picture, told)),
            "stale": told.stale,
            "original": original_link(site, story.tellings, here),
            "also_read": [_offered(site, offer, here) for offer in offers],
            "structured": article(site, story, here, crumbs),
        },
    )


def _share_card(site: Site, told: Telling, here: Language) -> dict[str, object] | None:
    """Return what is seen where a link is shared, in place of any picture: a card, if there are cards."""
    if here.code not in site.share_cards:
        return None
    address = addresses.share_card(site.share_cards[here.code], number(told.title))
    alt = f"{told.title} — {site.name(here)}"
    return {"address": site.addresses.absolute(address), "width": CARD_SIZE[0], "height": CARD_SIZE[1], "alt": alt}


def _image(site: Site, picture: Painted, told: Telling) -> dict[str, object]:
    name, width, height = picture.widest
    address = site.addresses.absolute(addresses.picture(name))
    return {"address": address, "width": width, "height": height, "alt": told.picture_alt}


def _details(site: Site, story: Story, here: Language) -> list[tuple[str, list[Link]]]:
    """Return what the story is filed under, by kind, in the order a reader asks: where, who, what, how it ended."""
    kinds = {
        "countries": story.countries,
        "populations": story.populations,
        "rights": story.rights,
        "settings": story.settings,
        "outcomes": story.outcomes,
        "categories": story.categories,
    }
    return [(kind, [term_link(site, kind, term, here) for term in terms]) for kind, terms in kinds.items() if terms]


def _offered(site: Site, offer: Offer, here: Language) -> dict[str, object]:
    if isinstance(offer.target, Outside):
        return {
            "link": Link(offer.target.title, offer.target.url),
            "outside": True,
            "told_in": None,
            "reason": None,
        }
    other = site.stories[offer.target].told(here.code)
    link = telling_link(site, other, here)
    return {
        "link": link,
        "outside": False,
        "told_in": site.languages[other.language].name if link.lang else None,
        "reason": _worded(site, offer.reason, here) if offer.reason else None,
    }


def _worded(site: Site, reason: Reason, here: Language) -> str:
    """Return why a story is offered, in words."""
    topic = _within(site, *reason.topic, here) if reason.topic else ""
    country = here.country(reason.country) if reason.country else ""
    if topic and country:
        return here.gettext("also about %(topic)s in %(country)s", topic=topic, country=country)
    if topic:
        return here.gettext("also about %(topic)s", topic=topic)
    if country:
        return here.gettext("also from %(country)s", country=country)
    return here.gettext("another story on this site")


def _within(site: Site, kind: str, term: str, here: Language) -> str:
    return here.within(term_name(site, kind, term, here)[0])
