"""Editing: a tiny library that changes in every way a real one does, and builds of it that must agree."""

import copy
import datetime
import io
import os
import random
import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

from PIL import Image

from plugins.editions import building
from plugins.faults import Fault, Faults
from tests.tiny import ROOT, URL, VOCABULARY, build, original, snapshot, translation

GLOSSARY = "kk:\n  - Айлақ\n"
CONF = ROOT / "pelicanconf.py"
TODAY = datetime.date(2026, 11, 24)
TITLES = ["Harbour", "Lighthouse", "Station", "Bakery", "Library", "Workshop", "Garden", "Bridge", "Market", "Tower"]
RU = ["Гавань", "Маяк", "Вокзал", "Пекарня", "Библиотека", "Мастерская", "Сад", "Мост", "Рынок", "Башня"]
KK = ["Айлақ", "Шамшырақ", "Мектеп", "Наубайхана", "Кітапхана", "Шеберхана", "Бақ", "Көпір", "Дүкен", "Мұнара"]
NAMED = {
    "en": ("Dana (name changed) waited. ", "Saule (name changed) waited. "),
    "ru": ("Дана (имя изменено) ждала. ", "Сауле (имя изменено) ждала. "),
    "kk": ("Дана (есімі өзгертілген) күтті. ", "Сәуле (есімі өзгертілген) күтті. "),
}
NAMES = {"en": ("Dana", "Saule"), "ru": ("Дана", "Сауле"), "kk": ("Дана", "Сәуле")}
WORDS = {
    "en": ["The clinic answered.", "A letter was written.", "The answer came late.", "Nobody was asked."],
    "ru": ["Больница ответила.", "Было написано письмо.", "Ответ пришёл поздно.", "Никого не спросили."],
    "kk": ["Аурухана жауап берді.", "Хат жазылды.", "Жауап кеш келді.", "Ешкімнен сұралмады."],
}

Outcome = tuple[bool, tuple[Fault, ...]]  # whether it stopped, and its faults or warnings


def picture(number: int) -> bytes:
    """Return a low picture, in one width or two, some of them transparent; another number is another picture."""
    stream = io.BytesIO()
    colour = (number * 37 % 256, number * 91 % 256, 128, 200 if number % 2 else 255)
    Image.new("RGBA", ((8, 9, 500)[number % 3], 8), colour).save(stream, "PNG")
    return stream.getvalue()


class World:
    """A library, its settings and theme, an output with its cache, and what the day is."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder, self.content, self.output = folder, folder / "content", folder / "output"
        self.day = TODAY
        self.chance = random.Random(seed)
        self.stories: dict[str, dict[str, Any]] = {}
        self.pages: dict[str, dict[str, Any]] = {}
        self.lists: dict[str, str | bytes] = {"vocabulary.yaml": VOCABULARY, "glossary.yaml": GLOSSARY}
        self.settings: dict[str, Any] = {"ANONYMITY_PRIVATE": str(folder / "private.txt")}
        self.utime: dict[str, int] = {}
        self.keeps_times = False
        self.history: list[tuple[Any, dict[str, int]]] = []
        for number in range(self.chance.randint(3, 6)):
            self.add(number)
        self.add_page(0)
        self.sync()

    def add(self, number: int) -> None:
        """Add a story with translations, a link and an offer or two."""
        title = TITLES[number % len(TITLES)]
        keys = {"country": ["KZ", "GE", ""][number % 3], "rights": ["[work]", "[health-care]", ""][number % 3]}
        keys["date"] = f"2026-0{1 + number % 9}-1{number % 9}"
        story = {"title": title, "text": f"{WORDS['en'][number % 4]}\n\n## What helped\n\nA letter.\n", "keys": keys}
        story |= {"told": {}, "files": {}}
        self.stories[title.lower()] = story
        if number % 2 == 0:
            self.translate(story, "ru", number)
        if number % 3 == 0:
            self.translate(story, "kk", number)

    def add_page(self, number: int) -> None:
        """Add one of the site's own pages."""
        keys = {"date": "", "categories": "", "consent": ""}
        title = ["About", "Help", "Safety"][number % 3]
        self.pages[title.lower()] = {"title": title, "text": "A page.\n\n## Where\n\nHere.\n", "keys": keys}
        self.pages[title.lower()] |= {"told": {}, "files": {}}

    def translate(self, story: dict[str, Any], code: str, number: int) -> None:
        """Add an up-to-date translation, or bring one up to date."""
        titles, words = (RU, WORDS["ru"]) if code == "ru" else (KK, WORDS["kk"])
        at = TITLES.index(story["title"].split()[0]) if story["title"].split()[0] in TITLES else number % len(TITLES)
        fresh: dict[str, Any] = {"title": titles[at], "text": f"{words[number % 4]}\n", "keys": {}}
        if story["keys"].get("picture"):
            fresh["keys"]["picture_alt"] = {"ru": "Дверь.", "kk": "Есік."}[code]
        story["told"][code] = {**story["told"].get(code, fresh), "of": self.text_of(story)}

    def text_of(self, work: dict[str, Any]) -> str:
        return original(work["title"], work["text"], **work["keys"])

    def files(self) -> dict[str, bytes]:
        """Return what the content folder is to hold."""
        found: dict[str, str | bytes] = dict(self.lists)
        for room, works in (("stories", self.stories), ("pages", self.pages)):
            for key, work in works.items():
                found[f"{room}/{key}/en.md"] = self.text_of(work)
                for code, told in work["told"].items():
                    text = translation(told["of"], told["title"], told["text"], **told["keys"])
                    found[f"{room}/{key}/{code}.md"] = text
                found |= {f"{room}/{key}/{name}": data for name, data in work["files"].items()}
        return {name: text.encode() if isinstance(text, str) else text for name, text in found.items()}

    def sync(self) -> None:
        """Bring the content folder in step: only what differs is written."""
        wanted = self.files()
        (self.content / "stories").mkdir(parents=True, exist_ok=True)
        for name, data in wanted.items():
            path = self.content / name
            before = path.stat().st_mtime_ns if path.exists() else None
            if before is None or path.read_bytes() != data:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
                if at := before if self.keeps_times else self.utime.get(name):
                    os.utime(path, ns=(at, at))
        for path in sorted(self.content.rglob("*"), reverse=True):
            if path.is_dir() and not any(path.iterdir()) and path.parent != self.content:
                path.rmdir()
            elif not path.is_dir() and path.relative_to(self.content).as_posix() not in wanted:
                path.unlink()
        self.utime, self.keeps_times = {}, False

    def adopt(self, key: str) -> None:
        """Take over what a command has changed in the content folder, by which a story was withdrawn."""
        listed = self.content / "withdrawn.yaml"
        if listed.exists():
            self.lists["withdrawn.yaml"] = listed.read_bytes()
            for work in (self.stories[key], *self.stories[key]["told"].values()):
                work["keys"]["status"] = "withdrawn"
            for work in self.stories.values():
                for text in (work, *work["told"].values()):
                    text["keys"].pop("also_read", None)

    def state(self) -> Any:
        """Return everything that may be edited, to be gone back to."""
        return copy.deepcopy((self.stories, self.pages, self.lists, self.settings))

    def remember(self) -> None:
        """Write down how the library is now, with the times of its files."""
        times = {
            path.relative_to(self.content).as_posix(): path.stat().st_mtime_ns
            for path in self.content.rglob("*")
            if path.is_file()
        }
        self.history.append((self.state(), times))

    def back_to(self, state: Any) -> None:
        """Make the library what it was."""
        self.stories, self.pages, self.lists, self.settings = copy.deepcopy(state)

    def build(self, output: Path | None = None, *, command: bool = False, **settings: Any) -> Outcome:
        """Build as `inv build` does (`command`), or as Pelican does."""
        output = output or self.output
        cache = self.folder / "cache" if output.parent == self.folder else output.with_name("cache")
        made = {**self.settings, "CACHE_PATH": str(cache), **settings}
        with self.dated():
            if command:
                override = {"SITEURL": URL, **made, "PATH": str(self.content), "OUTPUT_PATH": str(output)}
                try:
                    return False, building.build(CONF, override).warnings
                except Faults as stopped:
                    return True, stopped.faults
            built = build(self.content, output, **made)
            return bool(built.codes), built.faults

    @contextmanager
    def dated(self) -> Iterator[None]:
        """Make today the day of this world."""
        where = "plugins.editions.{}.today"
        with (
            mock.patch(where.format("building"), return_value=self.day),
            mock.patch(where.format("preparing"), return_value=self.day),
        ):
            yield

    def anew(self) -> tuple[Outcome, dict[str, str]]:
        """Return what a build from nothing gives: its outcome, and the site."""
        fresh = self.folder / "fresh"
        shutil.rmtree(fresh, ignore_errors=True)
        outcome = self.build(fresh / "output")
        return outcome, tree(fresh / "output")


def tree(folder: Path) -> dict[str, str]:
    """Return the digest of each file, and the name of each folder."""
    folders = {f"{path.relative_to(folder).as_posix()}/": "" for path in folder.rglob("*") if path.is_dir()}
    return {**folders, **snapshot(folder)} if folder.exists() else {}


def compared(world: World, outcome: Outcome, before: Mapping[str, str]) -> Outcome:
    """Hold a build against one from nothing; return the outcome of the latter."""
    expected, site = world.anew()
    assert outcome == expected, f"{outcome}, from nothing {expected}"
    assert tree(world.output) == (before if outcome[0] else site)
    return expected


def settled() -> None:
    """Wait until files that were just written are no more taken for files that may still change."""
    time.sleep(0.03)
