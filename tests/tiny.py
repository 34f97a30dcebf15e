"""Tiny sites: a few files in, what came of them out. Most tests are one of these."""

import datetime
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pelican.log import console
from pelican.settings import read_settings

from plugins.editions.theme import read_scripts
from plugins.faults import Fault, Faults
from plugins.proof import Scripts
from plugins.stories import (
    Page,
    Permission,
    Story,
    across,
    digest,
    put_together,
    read_content,
    read_withdrawn,
    titles_of,
)

ROOT = Path(__file__).resolve().parent.parent
URL = "https://stories.example"
EXIT = "https://www.wikipedia.org/"  # what pelicanconf.py says
SCRIPTS = Scripts(read_scripts(ROOT / "theme").values())

VOCABULARY = """\
categories:
  response-stories: {en: Response stories, ru: Истории реагирования, kk: Әрекет ету оқиғалары}
  news: {en: News, ru: Новости, kk: Жаңалықтар}
populations:
  plwh: {en: People living with HIV, ru: "Люди, живущие с ВИЧ", kk: АИТВ-мен өмір сүретін адамдар}
rights:
  work: {en: Right to work, ru: Право на труд, kk: Еңбек ету құқығы}
  health-care: {en: Access to health care, ru: Доступ к медицинской помощи, kk: Медициналық көмекке қол жеткізу}
settings:
  hospital: {en: Hospital, ru: Больница, kk: Аурухана}
outcomes:
  restored: {en: Rights restored, ru: Права восстановлены, kk: Құқықтар қалпына келтірілді}
notices:
  threats: {en: threats, ru: угрозы, kk: қорқыту}
"""


@dataclass(frozen=True)
class Built:
    """What came of a build: its faults (warnings too), and the output folder."""

    content: Path
    output: Path
    faults: tuple[Fault, ...]

    @property
    def codes(self) -> list[str]:
        """The codes of everything that blocked."""
        return [fault.code for fault in self.faults if fault.severity == "block"]

    @property
    def lines(self) -> list[str]:
        """Path, line and code of everything that blocked: `stories/harbour/en.md:1: stories/missing-key`."""
        return [f"{fault.path}:{fault.line}: {fault.code}" for fault in self.faults if fault.severity == "block"]

    def read(self, name: str) -> str:
        return (self.output / name).read_text("utf-8")

    def has(self, name: str) -> bool:
        return (self.output / name).exists()


def original(title: str = "Harbour", text: str = "A text.\n", **keys: str) -> str:
    """Return an English original that may be published; `keys` add or replace lines of front matter."""
    matter = {
        "title": title, "summary": f"What happened in {title}.", "status": "published", "date": "2026-03-09",
        "categories": "[response-stories]", "consent": "written", "reviewed": "2026-03-08", **keys,
    }  # fmt: skip
    lines = "".join(f"{key}: {value}\n" for key, value in matter.items() if value)
    return f"---\n{lines}---\n\n{text}"


def translation(of: str, title: str = "Гавань", text: str = "Текст.\n", **keys: str) -> str:
    """Return a translation of an original made by `original`, up to date unless `keys` say otherwise."""
    matter, body = of.removeprefix("---\n").split("---\n", 1)
    known = dict(line.split(": ", 1) for line in matter.splitlines())
    made = {
        "title": title, "summary": f"О месте «{title}».", "status": "published",
        "translation_of": f"en@{digest(known['title'], known['summary'], body)}", "reviewed": "2026-03-10", **keys,
    }  # fmt: skip
    lines = "".join(f"{key}: {value}\n" for key, value in made.items() if value)
    return f"---\n{lines}---\n\n{text}"


def write(folder: Path, files: Mapping[str, str | bytes]) -> None:
    """Write files below a folder, their folders made on the way."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)


def content(tmp_path: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write a content folder, with a vocabulary unless the files bring one, and return it."""
    folder = tmp_path / "content"
    write(folder, {"vocabulary.yaml": VOCABULARY, **files})
    return folder


def build(folder: Path, output: Path | None = None, **settings: object) -> Built:
    """Build a content folder as `inv build` does, with other settings where given."""
    output = output or folder.parent / "output"
    console.quiet = True
    places = {"PATH": str(folder), "OUTPUT_PATH": str(output), "CACHE_PATH": str(folder.parent / "cache")}
    override = {**places, "SITEURL": URL, **settings}
    made = read_settings(str(ROOT / "pelicanconf.py"), override=override)
    try:
        run = made["PELICAN_CLASS"](made)
        run.run()
    except Faults as stopped:
        return Built(folder, output, stopped.faults)
    return Built(folder, output, run.warnings)


def build_site(tmp_path: Path, files: Mapping[str, str | bytes], **settings: object) -> Built:
    """Write a content folder and build it."""
    return build(content(tmp_path, files), **settings)


@dataclass(frozen=True, slots=True)
class Library:
    """What may be published, stories from new to old; and the titles and keys of all stories, by which others name
    them."""

    stories: Mapping[str, Story]
    pages: Mapping[str, Page]
    titles: Mapping[str, frozenset[str]]
    withheld: frozenset[str]


def read_library(
    folder: Path, languages: Sequence[str], today: datetime.date, *, drafts: bool = False
) -> tuple[Library, list[Fault]]:
    """Read and put together a content folder, without any check of another room."""
    found, faults = read_content(folder, languages)
    may = Permission(tuple(languages), drafts)
    works = [
        put_together(room, key, tellings, may, frozenset(), broken=f"{room}/{key}" in found.broken)
        for room, folders in (("stories", found.stories), ("pages", found.pages))
        for key, tellings in folders.items()
    ]
    records = [work.record for work in works]
    withdrawn, wrong = read_withdrawn(folder)
    faults += [*wrong, *across(records, withdrawn, languages)[1], *(fault for work in works for fault in work.faults)]
    shown = [work.shown for work in works if work.shown and (drafts or work.record.due(today))]
    stories = {each.key: each for each in shown if isinstance(each, Story)}
    library = Library(
        stories=dict(sorted(stories.items(), key=lambda pair: (-pair[1].date.toordinal(), pair[0]))),
        pages={each.key: each for each in shown if isinstance(each, Page)},
        titles=titles_of(records),
        withheld=frozenset(record.key for record in records if record.room == "stories") - stories.keys(),
    )
    return library, faults


def snapshot(folder: Path) -> dict[str, str]:
    """Return the digest of every file below a folder: equal snapshots are equal byte for byte."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
