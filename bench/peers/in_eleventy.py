"""Eleventy: stories in a folder for each language, with collections for what belongs together."""

import shutil
import subprocess
from collections.abc import Mapping, Sequence
from typing import ClassVar

from bench.corpus import Story
from bench.sites import Files, Peer, listed, quoted


class Eleventy(Peer):
    """An Eleventy site."""

    name: ClassVar[str] = "eleventy"
    label: ClassVar[str] = "Eleventy"
    kept: ClassVar[tuple[str, ...]] = (".cache",)
    template: ClassVar[str] = "_includes/story.njk"
    pictures: ClassVar[str] = "pictures"
    environment: ClassVar[Mapping[str, str]] = {"NODE_OPTIONS": "--max-old-space-size=8192"}  # for 10,000 stories

    def sources(self, story: Story) -> Files:
        files = self.shown(story)
        for code, telling in story.tellings.items():
            shown = f"picture: /pictures/{story.key}.jpg\npicture_alt: {quoted(telling.picture)}\n"
            files[f"content/{code}/stories/{story.key}.md"] = (
                f"---\ntitle: {quoted(telling.title)}\nsummary: {quoted(telling.summary)}\ndate: {story.date}\n"
                f"also_read: {listed(story.also_read)}\n{shown if story.picture else ''}facts:\n"
                f"  countries: [{story.country.lower()}]\n  populations: {listed(story.populations)}\n"
                f"  rights: {listed(story.rights)}\n  settings: {listed(story.settings)}\n"
                f"  outcomes: {listed(story.outcomes)}\n  categories: {listed(story.categories)}\n---\n\n"
                f"{telling.body}\n"
            )
        return files

    def ready(self, case: str) -> None:
        if case == "withdrawn":  # Eleventy deletes no page that it once wrote, and has no option for it
            shutil.rmtree(self.folder / self.output)

    def commands(self, case: str) -> Sequence[Sequence[str]]:
        return [[*self.command, "--quiet"]]

    def version(self) -> str:
        return subprocess.run([*self.command, "--version"], capture_output=True, text=True, check=True).stdout.strip()
