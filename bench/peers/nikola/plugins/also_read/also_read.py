"""The two stories to read next: found by key, and noted as what a page depends on."""

import blinker
from nikola.plugin_categories import SignalHandler


class AlsoRead(SignalHandler):
    """Gives templates all stories by key, and the newest."""

    name = "also_read"

    def set_site(self, site):
        """Listen for the end of the scan."""
        super().set_site(site)
        self.told, self.newest = {}, []
        blinker.signal("scanned").connect(self.link)
        site.config["GLOBAL_CONTEXT_FILLER"].append(self.fill)

    def link(self, site):
        """Note that a page is out of date when a story that it recommends has changed."""
        for taxonomy in ("tag", "category"):
            site.taxonomy_plugins[taxonomy].always_disable_atom = True  # one feed for each language, as the others
        self.told.update((post.meta["en"]["slug"], post) for post in site.posts)
        self.newest[:] = site.posts[:6]
        for post in site.posts:
            for key in post.meta["en"]["also_read"].split(", "):
                if key in self.told:
                    for code in site.config["TRANSLATIONS"]:
                        post.add_dependency(self.told[key].translated_source_path(code), "page", code)
        for page in site.pages:
            for post in self.newest:
                for code in site.config["TRANSLATIONS"]:
                    page.add_dependency(post.translated_source_path(code), "page", code)

    def fill(self, context, _):
        """Add them to what a template knows."""
        context["told"], context["newest"] = self.told, self.newest
