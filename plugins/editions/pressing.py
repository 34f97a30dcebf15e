"""Pressing: from a plan to the bytes of its file."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from plugins.editions.addresses import FONT, ICON
from plugins.editions.alphabet import alphabet_page
from plugins.editions.cards import cards_file
from plugins.editions.figures import figures_page, figures_table
from plugins.editions.finding import stories_page
from plugins.editions.front import chooser_page, home_page, not_found_page, own_page, untold_page
from plugins.editions.headers import for_hosts
from plugins.editions.hosting import apache_rules, redirects
from plugins.editions.machine import feed, json_feed, robots
from plugins.editions.offering import offer_of
from plugins.editions.planning import Overview, Plan
from plugins.editions.shelving import listing_page
from plugins.editions.site import Page, Site
from plugins.editions.sitemaps import sitemap, sitemap_index
from plugins.editions.telling import telling_page
from plugins.editions.theme import Theme
from plugins.languages import Language
from plugins.pictures import Card, Cards
from plugins.stories import Gone


class Press:
    """Makes the files of a site. Each shows nothing but what its plan declares: anything else cannot be had."""

    def __init__(
        self, site: Site, over: Overview, theme: Theme, folder: Path, picture: Callable[[str, str], bytes]
    ) -> None:
        self._site, self._over, self._theme, self._icon, self._picture = site, over, theme, folder / ICON, picture
        self._cards = Cards(folder / FONT)
        self._language = ""

    def make(self, plan: Plan) -> tuple[bytes, Page | None]:
        """Return the bytes of a file, and the page that it is, if it is one. Raises LookupError when it would show a
        story that its plan does not declare, and Jinja's errors when a template asks for what is not there."""
        site = self._site
        if plan.language != self._language:
            site.cards.clear()  # those of another edition are not asked for again
            self._language = plan.language
        site.stories.only, site.pages.only = frozenset(plan.shows), frozenset(plan.pages)
        try:
            if plan.kind == "picture":
                kept, name = map(str, plan.facts)
                return self._picture(kept, name), None
            if plan.kind == "icon":
                return self._icon.read_bytes(), None
            if plan.kind == "share-card":
                return self._share_card(str(plan.facts[0]), site.languages[plan.language]), None
            page = self._page(plan)
            if page:
                return self._theme.render(page).encode(), page
            if plan.kind in _FILES:
                return _FILES[plan.kind](site, self._over, plan), None
            return _RULES[plan.kind](site, self._over.gone, self._theme.policy), None
        finally:
            site.stories.only = site.pages.only = None

    def _share_card(self, key: str, here: Language) -> bytes:
        title = self._site.stories[key].tellings[here.code].title
        return self._cards.draw(Card(title, self._site.name(here), here.direction == "rtl"))

    def _page(self, plan: Plan) -> Page | None:
        site = self._site
        facts: Any = plan.facts
        if plan.kind in _ABOVE:
            return _ABOVE[plan.kind](site)
        if plan.kind in _PAGES:
            return _PAGES[plan.kind](site, site.languages[plan.language], *facts)
        if plan.kind not in ("page", "story", "untold"):
            return None
        assert plan.work is not None
        here = site.languages[plan.language]
        if plan.kind == "untold":
            return untold_page(site, here, *plan.work, *facts)
        offered, concerns = facts
        if plan.kind == "page":
            return own_page(site, here, plan.work[1], concerns)
        return telling_page(site, here, plan.work[1], list(map(offer_of, offered)), concerns)


_ABOVE: Mapping[str, Callable[[Site], Page]] = {"chooser": chooser_page, "notfound": not_found_page}
_PAGES: Mapping[str, Callable[..., Page]] = {
    "alphabet": alphabet_page,
    "figures": figures_page,
    "home": home_page,
    "shelf": listing_page,
    "stories": stories_page,
}
_FILES: Mapping[str, Callable[[Site, Overview, Plan], bytes]] = {
    "feed": lambda site, over, plan: feed(site, site.languages[plan.language], plan.name, *plan.facts),  # type: ignore[arg-type]
    "json-feed": lambda site, over, plan: json_feed(site, site.languages[plan.language], plan.facts[1]),  # type: ignore[arg-type]
    "cards": lambda site, over, plan: cards_file(site, site.languages[plan.language], plan.shows),
    "table": lambda site, over, plan: figures_table(site, site.languages[plan.language], *plan.facts),  # type: ignore[arg-type]
    "sitemap": sitemap,
    "sitemaps": lambda site, over, plan: sitemap_index(site, plan),
    "robots": lambda site, over, plan: robots(site),
}
_RULES: Mapping[str, Callable[[Site, Sequence[Gone], str], bytes]] = {
    "_headers": lambda site, gone, policy: for_hosts(site, policy).encode(),
    "_redirects": lambda site, gone, policy: redirects(site, gone),
    ".htaccess": apache_rules,
}
