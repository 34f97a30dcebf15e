"""Generator: Pelican asks for content and output; editions answer with the whole site."""

from collections.abc import Iterator
from pathlib import Path

from pelican.generators import Generator

from plugins.editions import addresses
from plugins.editions.front import chooser_page, home_page, not_found_page, own_pages
from plugins.editions.hosting import served_rules, server_rules
from plugins.editions.machine import feeds, robots, sitemap
from plugins.editions.preparing import Settings, prepare
from plugins.editions.shelving import listing_pages
from plugins.editions.site import Page, Site
from plugins.editions.telling import telling_pages
from plugins.editions.theme import Theme
from plugins.editions.writer import SiteWriter
from plugins.stories import Page as OwnPage
from plugins.stories import Story


class EditionsGenerator(Generator):
    """Reads and checks everything before the first file is written; a fault raises `Faults`, which stops the run."""

    def generate_context(self) -> None:
        self.site, self.warnings = prepare(Settings.of(self.settings))

    def generate_output(self, writer: object) -> None:
        """Write every page. Raises TypeError unless Pelican's class and writer are ours: stock ones write an
        unproven site over the last one, and log a failure and go on."""
        if not isinstance(writer, SiteWriter) or not writer.staged:
            raise TypeError("PELICAN_CLASS or the writer is not that of pelicanconf.py: nothing is written")
        writer.outside, writer.warnings = outside_links(self.site), self.warnings
        theme = Theme(self.site, self.env, Path(self.theme), Path(self.settings["CACHE_PATH"]))
        pages = list(all_pages(self.site))
        for page in pages:
            writer.write_page(addresses.file_of(page.address), theme.render(page), page)
        for here in self.site.languages.values():
            for address, data in feeds(self.site, here):
                writer.write_bytes(address, data)
        # Texts may show the same picture; its name, which is its digest, is written once.
        for name, picture in {picture.name: picture for picture in self.site.pictures.values()}.items():
            writer.write_bytes(addresses.picture(name), picture.data)
        writer.write_bytes(addresses.ICON, (Path(self.theme) / addresses.ICON).read_bytes())
        writer.write_bytes("sitemap.xml", sitemap(self.site, pages))
        writer.write_bytes("robots.txt", robots(self.site))
        for name, data in served_rules(self.site):
            writer.write_bytes(name, data)
        writer.server_rules = dict(server_rules(self.site))


def all_pages(site: Site) -> Iterator[Page]:
    """Yield every HTML page of the site."""
    yield chooser_page(site)
    yield not_found_page(site)
    for here in site.languages.values():
        yield home_page(site, here)
        yield from own_pages(site, here)
        yield from listing_pages(site, here)
        yield from telling_pages(site, here)


def outside_links(site: Site) -> frozenset[str]:
    """Return every link to another site that an editor declared."""
    works: list[Story | OwnPage] = [*site.library.stories.values(), *site.library.pages.values()]
    inside = {url for work in works for told in work.tellings.values() for url in told.body.outside}
    partners = {story.partner.url for story in site.library.stories.values() if story.partner}
    offered = {
        offer.target.url
        for rows in site.offers.values()
        for row in rows.values()
        for offer in row
        if not isinstance(offer.target, str)
    }
    return frozenset(inside | partners | offered)
