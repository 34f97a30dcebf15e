"""Sites: the corpus laid out for one generator, changed as an editor would, and put back byte for byte."""

import json
import shutil
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar

from babel import Locale

from bench.corpus import COUNTRIES, LANGUAGES, Corpus, Story, picture, vocabulary
from bench.prose import words

URL = "https://stories.example"
PER_PAGE = 12  # Stories on one page of a list, in every site.
FEED_LENGTH = 20  # Entries in a feed, in every site.
Files = dict[str, str | bytes]
Vocabulary = Mapping[str, Mapping[str, Mapping[str, str]]]


class Site(ABC):
    """A site of one generator. File names are relative to its folder; `command` begins the command that builds it."""

    name: ClassVar[str]  # as in --peers
    label: ClassVar[str]  # as its makers write it
    output: ClassVar[str] = "output"
    kept: ClassVar[tuple[str, ...]] = ()  # what it keeps between builds, beside the output
    template: ClassVar[str]  # the template of a story's page; its text holds STORY once
    environment: ClassVar[Mapping[str, str]] = {}

    def __init__(self, folder: Path, corpus: Corpus, command: Sequence[str]) -> None:
        self.folder, self.corpus, self.command = folder, corpus, tuple(command)
        self._before: dict[str, bytes | None] = {}

    @abstractmethod
    def frame(self) -> Files:
        """Return all files of the site that belong to no story: settings, templates, texts."""

    @abstractmethod
    def sources(self, story: Story) -> Files:
        """Return a story's files."""

    @abstractmethod
    def terms(self, vocabulary: Vocabulary) -> Files:
        """Return the file that names the terms."""

    @abstractmethod
    def version(self) -> str:
        """Return the generator's version."""

    def withdrawn(self, story: Story) -> Mapping[str, str | bytes | None]:
        """Return a story's files once it is taken back; None is a file that is no more."""
        return dict.fromkeys(self.sources(story))

    def ready(self, case: str) -> None:
        """Do what an owner must do by hand before a build, outside the measured time."""
        return

    def commands(self, case: str) -> Sequence[Sequence[str]]:
        """Return the commands that build the site after an edit, one after the other."""
        return [self.command]

    @property
    def place(self) -> Path:
        """The folder in which the commands run."""
        return self.folder

    def lay(self) -> None:
        """Write the whole site anew, without building it."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self._before.clear()
        for name, data in {**self.frame(), **self.terms(vocabulary())}.items():
            self._write(name, data)
        for story in self.corpus:
            for name, data in self.sources(story).items():
                self._write(name, data)

    def forget(self) -> None:
        """Remove the output and everything that the generator keeps between builds."""
        for name in (self.output, *self.kept):
            path = self.folder / name
            if path.is_dir():
                shutil.rmtree(path)
            path.unlink(missing_ok=True)

    def put(self, files: Mapping[str, str | bytes | None]) -> None:
        """Write or delete files, so that `undo` can bring back what was there. Equal files are not touched."""
        for name, data in files.items():
            path = self.folder / name
            before = path.read_bytes() if path.exists() else None
            if before == (data.encode() if isinstance(data, str) else data):
                continue
            self._before.setdefault(name, before)
            self._write(name, data)

    def undo(self) -> None:
        """Bring back every file as it was before the first `put`."""
        for name, data in self._before.items():
            self._write(name, data)
        self._before.clear()

    def page(self, key: str, language: str) -> Path:
        """Return where a story's page lies in the output."""
        return self.folder / self.output / language / "stories" / key / "index.html"

    def listing(self, language: str, shelf: str = "stories") -> Path:
        """Return where the first page of a list lies: all stories, or a shelf such as `categories/news`."""
        return self.folder / self.output / language / shelf / "index.html"

    def _write(self, name: str, data: str | bytes | None) -> None:
        path = self.folder / name
        if data is None:
            path.unlink(missing_ok=True)
            while path.parent != self.folder and not any(path.parent.iterdir()):
                path = path.parent
                path.rmdir()
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data.encode() if isinstance(data, str) else data)


class Peer(Site):
    """A site of another generator: settings and templates from `peers/<name>`, texts and terms in one JSON file."""

    texts: ClassVar[str] = "site.json"
    pictures: ClassVar[str]  # the folder that is copied to /pictures/

    def frame(self) -> Files:
        here = Path(__file__).resolve().parent / "peers" / self.name
        return {
            path.relative_to(here).as_posix(): path.read_bytes()
            for path in sorted(here.rglob("*"))
            if path.is_file() and "__pycache__" not in path.parts
        }

    def terms(self, vocabulary: Vocabulary) -> Files:
        known: dict[str, Any] = {
            "url": URL,
            "languages": LANGUAGES,
            "texts": {code: words(code)["site"] for code in LANGUAGES},
            "terms": {**vocabulary, "countries": country_names()},
        }
        return {self.texts: json.dumps(known, ensure_ascii=False, indent=1) + "\n"}

    def shown(self, story: Story) -> Files:
        """Return a story's picture, if it has one."""
        return {f"{self.pictures}/{story.key}.jpg": picture(story.number)} if story.picture else {}


def country_names() -> dict[str, dict[str, str]]:
    """Return the countries' names by key, as in an address, and language."""
    names = {code: Locale.parse(code).territories for code in LANGUAGES}
    return {country.lower(): {code: names[code][country] for code in LANGUAGES} for country in COUNTRIES}


def quoted(text: str) -> str:
    """Return a text as YAML and TOML write it between double quotes."""
    return json.dumps(text, ensure_ascii=False)


def listed(values: Sequence[str]) -> str:
    """Return keys as a list in YAML."""
    return f"[{', '.join(values)}]"
