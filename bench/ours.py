"""Our own site: the project is copied, so that its theme can be edited, and built with the whole `inv build`."""

import compileall
import sys
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import ClassVar

import yaml

from bench.corpus import ORIGINAL, Corpus, Story, Telling, picture, vocabulary
from bench.sites import Files, Site, Vocabulary, listed, quoted
from plugins.stories import digest

ROOT = Path(__file__).resolve().parent.parent
_FOLDERS = ("plugins", "theme")  # with the files beside them, all that a build reads of the project
_ENDINGS = (".py", ".toml", ".lock")


class Ours(Site):
    """A content folder and a copy of the project."""

    name: ClassVar[str] = "ours"
    label: ClassVar[str] = "Response Stories"
    kept: ClassVar[tuple[str, ...]] = ("cache",)
    template: ClassVar[str] = "project/theme/templates/story.html"

    def frame(self) -> Files:
        files = [path for path in ROOT.iterdir() if path.suffix in _ENDINGS]
        for folder in _FOLDERS:
            files += [path for path in (ROOT / folder).rglob("*") if path.is_file() and path.suffix != ".pyc"]
        found: Files = {f"project/{path.relative_to(ROOT).as_posix()}": path.read_bytes() for path in sorted(files)}
        conf = (ROOT / "pelicanconf.py").read_text("utf-8")  # no other makes cards for links that are shared
        return found | {
            "project/pelicanconf.py": conf.replace("EDITIONS_SHARE_CARDS = True", "EDITIONS_SHARE_CARDS = False")
        }

    def sources(self, story: Story) -> Files:
        files: Files = {
            f"content/stories/{story.key}/{code}.md": self._text(story, telling)
            for code, telling in story.tellings.items()
        }
        if story.picture:
            files[f"content/stories/{story.key}/picture.jpg"] = picture(story.number)
        return files

    def withdrawn(self, story: Story) -> Mapping[str, str | bytes | None]:
        return {
            f"content/stories/{story.key}/{code}.md": self._text(story, telling, "withdrawn")
            for code, telling in story.tellings.items()
        }

    def terms(self, vocabulary: Vocabulary) -> Files:
        written = yaml.safe_dump(vocabulary, allow_unicode=True, sort_keys=False, width=10_000)
        return {"content/vocabulary.yaml": written}

    def version(self) -> str:
        return f"with Pelican {version('pelican')}"

    def lay(self) -> None:
        super().lay()
        compileall.compile_dir(self.place, quiet=1)  # as after any first build

    def commands(self, case: str) -> Sequence[Sequence[str]]:
        places = {name: str(self.folder / name) for name in ("content", "output", "cache")}
        options = [part for name, place in places.items() for part in (f"--{name}", place)]
        return [[sys.executable, "-m", "invoke", "build", *options]]

    @property
    def place(self) -> Path:
        return self.folder / "project"

    def _text(self, story: Story, telling: Telling, status: str = "published") -> str:
        lines = [
            f"title: {quoted(telling.title)}",
            f"summary: {quoted(telling.summary)}",
            f"status: {status}",
            f"reviewed: {story.date}",
        ]
        if story.picture:
            lines.append(f"picture_alt: {quoted(telling.picture)}")
        if telling.language == ORIGINAL:
            lines += [
                f"date: {story.date}",
                f"categories: {listed(story.categories)}",
                f"country: {story.country}",
                f"populations: {listed(story.populations)}",
                f"rights: {listed(story.rights)}",
                f"settings: {listed(story.settings)}",
                f"outcome: {listed(story.outcomes)}",
                f"also_read: {listed(story.also_read)}",
                "consent: written",
            ]
            if story.picture:
                lines.append("picture: picture.jpg")
        else:
            first = story.tellings[ORIGINAL]
            lines.append(f"translation_of: {ORIGINAL}@{digest(first.title, first.summary, first.body)}")
        front = "\n".join(lines)
        return f"---\n{front}\n---\n\n{telling.body}\n"


def write_content(corpus: Corpus, folder: Path) -> None:
    """Write a content folder alone, without a copy of the project."""
    site = Ours(folder.parent, corpus, ())
    for files in (site.terms(vocabulary()), *map(site.sources, corpus)):
        for name, data in files.items():
            path = folder / name.removeprefix("content/")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data.encode() if isinstance(data, str) else data)
