"""Nikola: stories as posts `<key>.<language>.md`; it alone of the peers builds only what has changed."""

import subprocess
from collections.abc import Sequence
from typing import ClassVar

from bench.corpus import ORIGINAL, Story
from bench.sites import Files, Peer


class Nikola(Peer):
    """A Nikola site."""

    name: ClassVar[str] = "nikola"
    label: ClassVar[str] = "Nikola"
    kept: ClassVar[tuple[str, ...]] = (
        "cache",
        ".doit.db",
        ".doit.db.db",
        ".doit.db.dat",
        ".doit.db.dir",
        ".doit.db.bak",
    )
    template: ClassVar[str] = "themes/stories/templates/post.tmpl"
    pictures: ClassVar[str] = "files/pictures"

    def sources(self, story: Story) -> Files:
        files = self.shown(story)
        for code, telling in story.tellings.items():
            shown = f".. shown: /pictures/{story.key}.jpg\n.. shown_alt: {telling.picture}\n"
            ending = "" if code == ORIGINAL else f".{code}"
            files[f"posts/{story.key}{ending}.md"] = (
                f"<!--\n.. title: {telling.title}\n.. slug: {story.key}\n.. date: {story.date} 00:00:00 UTC\n"
                f".. tags: {', '.join(story.categories)}\n.. category: {story.country.lower()}\n"
                f".. description: {telling.summary}\n.. populations: {', '.join(story.populations)}\n"
                f".. rights: {', '.join(story.rights)}\n.. settings: {', '.join(story.settings)}\n"
                f".. outcomes: {', '.join(story.outcomes)}\n.. also_read: {', '.join(story.also_read)}\n"
                f"{shown if story.picture else ''}-->\n\n{telling.body}\n"
            )
        return files

    def ready(self, case: str) -> None:
        if (
            case == "withdrawn"
        ):  # a build deletes no page that is no more; this does, and ends with an error when it did
            subprocess.run([*self.command, "check", "--clean-files"], capture_output=True, check=False, cwd=self.place)

    def commands(self, case: str) -> Sequence[Sequence[str]]:
        return [[*self.command, "build", "-v", "0"]]

    def version(self) -> str:
        said = subprocess.run([*self.command, "version"], capture_output=True, text=True, check=True, cwd="/").stdout
        return said.split()[-1].removeprefix("v")
