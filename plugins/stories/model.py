"""Stories, tellings, pages and the library: plain data that every later room reads."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from plugins.stories.schema import Status


@dataclass(frozen=True, slots=True)
class Body:
    """A telling's text as safe HTML. Links and pictures of ours stand in it as `story:key`, `page:key` and
    `picture:file`, since their addresses depend on the reader's language and on what is published."""

    html: str
    stories: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Uses:
    """What a telling's text leads to and shows: keys of stories and pages, files of pictures, addresses outside."""

    stories: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outside:
    """A link to another site that the editor declared."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One "also read" entry as the editor wrote it: a key, an exact title, or a link to another site."""

    value: str | Outside
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Telling:
    """One story or page in one language, its text apart. `path` is its file below the content folder (POSIX)."""

    key: str
    language: str
    path: str
    title: str
    summary: str
    status: Status
    slug: str
    reviewed: datetime.date
    uses: Uses
    digest: str
    translates: str | None
    stale: bool
    pseudonyms: tuple[str, ...]
    also_read: tuple[Entry, ...] | None
    picture_alt: str | None


@dataclass(frozen=True, slots=True)
class Page:
    """One of the site's own pages, such as "About", in every language that has it."""

    key: str
    tellings: Mapping[str, Telling]
    lead: str

    def told(self, language: str) -> Telling:
        """Return the page in this language, else its lead telling: that serves better than a dead end."""
        return self.tellings.get(language) or self.tellings[self.lead]


@dataclass(frozen=True, slots=True)
class Story:
    """One case. Facts that depend on no language stand here; `tellings` holds each published language's text.

    `lead` is the language shown where the reader's own is missing: the original's if the site publishes it,
    else the first of the site's languages that tells the story.
    """

    key: str
    tellings: Mapping[str, Telling]
    lead: str
    date: datetime.date
    modified: datetime.date | None
    categories: tuple[str, ...]
    countries: tuple[str, ...]
    populations: tuple[str, ...]
    rights: tuple[str, ...]
    settings: tuple[str, ...]
    outcomes: tuple[str, ...]
    notices: tuple[str, ...]
    also_read: tuple[Entry, ...]
    also_read_path: str
    partner: Outside | None
    picture: str | None

    def told(self, language: str) -> Telling:
        """Return the story as told in this language, else its lead telling: that serves better than a dead end."""
        return self.tellings.get(language) or self.tellings[self.lead]

    @property
    def updated(self) -> datetime.date:
        return self.modified or self.date


@dataclass(frozen=True, slots=True)
class Gone:
    """A telling that was taken back: where it stood, on which shelves, and since when it stands there no more."""

    language: str
    slug: str
    categories: tuple[str, ...]
    day: datetime.date


@dataclass(frozen=True, slots=True)
class Term:
    """A word that stories are filed under."""

    key: str
    names: Mapping[str, str]

    def name(self, language: str) -> tuple[str, str]:
        """Return the term's name and the language it is in: this one, else the first it has."""
        if language in self.names:
            return self.names[language], language
        first = next(iter(self.names))
        return self.names[first], first


Vocabulary: TypeAlias = Mapping[str, Mapping[str, Term]]
