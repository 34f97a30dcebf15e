"""Pelican as it is, not as our rooms use it: articles and their translations, and a plugin of fifty lines."""

import subprocess
from collections.abc import Sequence
from typing import ClassVar

from bench.corpus import Story
from bench.sites import Files, Peer


class Pelican(Peer):
    """A Pelican site."""

    name: ClassVar[str] = "pelican"
    label: ClassVar[str] = "Pelican"
    kept: ClassVar[tuple[str, ...]] = ("cache",)
    template: ClassVar[str] = "theme/templates/article.html"
    pictures: ClassVar[str] = "content/pictures"

    def sources(self, story: Story) -> Files:
        files = self.shown(story)
        for code, telling in story.tellings.items():
            shown = f"Picture: /pictures/{story.key}.jpg\nPicture_alt: {telling.picture}\n"
            files[f"content/{code}/{story.key}.md"] = (
                f"Title: {telling.title}\nSummary: {telling.summary}\nDate: {story.date}\nSlug: {story.key}\n"
                f"Lang: {code}\nCategory: {story.categories[0]}\nCategories: {', '.join(story.categories)}\n"
                f"Countries: {story.country.lower()}\nPopulations: {', '.join(story.populations)}\n"
                f"Rights: {', '.join(story.rights)}\nSettings_of: {', '.join(story.settings)}\n"
                f"Outcomes: {', '.join(story.outcomes)}\nAlso: {', '.join(story.also_read)}\n"
                f"{shown if story.picture else ''}\n{telling.body}\n"
            )
        return files

    def commands(self, case: str) -> Sequence[Sequence[str]]:
        # Without the option, the page of a story that is no more stays in the output.
        return [[*self.command, "-s", "pelicanconf.py", "-q", *(["-d"] if case == "withdrawn" else [])]]

    def version(self) -> str:
        said = subprocess.run([*self.command, "--version"], capture_output=True, text=True, check=True).stdout
        return said.strip()
