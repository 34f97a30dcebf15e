"""Hugo: stories side by side as `<key>.<language>.md`, categories and countries as taxonomies, texts as data."""

import subprocess
from collections.abc import Sequence
from typing import ClassVar

from bench.corpus import Story
from bench.sites import Files, Peer, listed, quoted


class Hugo(Peer):
    """A Hugo site."""

    name: ClassVar[str] = "hugo"
    label: ClassVar[str] = "Hugo"
    output: ClassVar[str] = "public"
    kept: ClassVar[tuple[str, ...]] = ("resources", ".hugo_build.lock")
    template: ClassVar[str] = "layouts/page.html"
    texts: ClassVar[str] = "data/site.json"
    pictures: ClassVar[str] = "static/pictures"

    def sources(self, story: Story) -> Files:
        files = self.shown(story)
        for code, telling in story.tellings.items():
            shown = f"picture: /pictures/{story.key}.jpg\npicture_alt: {quoted(telling.picture)}\n"
            files[f"content/stories/{story.key}.{code}.md"] = (
                f"---\ntitle: {quoted(telling.title)}\nsummary: {quoted(telling.summary)}\ndate: {story.date}\n"
                f"categories: {listed(story.categories)}\ncountries: [{story.country.lower()}]\n"
                f"populations: {listed(story.populations)}\nrights: {listed(story.rights)}\n"
                f"settings: {listed(story.settings)}\noutcomes: {listed(story.outcomes)}\n"
                f"also_read: {listed(story.also_read)}\n{shown if story.picture else ''}---\n\n{telling.body}\n"
            )
        return files

    def commands(self, case: str) -> Sequence[Sequence[str]]:
        # Without the option, the page of a story that is no more stays in the output.
        return [[*self.command, "--quiet", *(["--cleanDestinationDir"] if case == "withdrawn" else [])]]

    def version(self) -> str:
        said = subprocess.run([*self.command, "version"], capture_output=True, text=True, check=True).stdout
        return said.split()[1].split("-")[0].removeprefix("v")
