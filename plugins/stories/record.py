"""Record: what the library asks of one folder, in data so plain and small that ten thousand of them are soon read."""

import datetime
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from plugins.faults import Fault
from plugins.stories.model import Entry, Outside


class Told(NamedTuple):
    """One telling that readers may have: where it stands, and what its text leads to and shows."""

    language: str
    slug: str
    stories: tuple[str, ...]
    pages: tuple[str, ...]
    outside: tuple[str, ...]
    pictures: tuple[str, ...]


class Named(NamedTuple):
    """One text of the folder, published or not: the names that no other may bear, and the places of its keys."""

    language: str
    path: str
    slug: str
    title: str  # folded; none of what was withdrawn, since records are kept
    withdrawn: bool
    slug_at: tuple[int, int]
    title_at: tuple[int, int]

    def blame(self, at: tuple[int, int], code: str, message: str, remedy: str) -> Fault:
        """Return a fault in this text."""
        return Fault(self.path, *at, f"stories/{code}", message, remedy)


class Chosen(NamedTuple):
    """What an editor chose to be read after a telling: for one translation, or, without a language, for the story."""

    language: str
    path: str
    entries: tuple[tuple[str | tuple[str, str], int, int], ...]

    def listed(self) -> tuple[Entry, ...]:
        """Return the entries: a text, or title and address of another site."""
        return tuple(
            Entry(value if isinstance(value, str) else Outside(*value), line, column)
            for value, line, column in self.entries
        )


class Record(NamedTuple):
    """What the library asks of one folder. `told` is empty where nothing of it may be published.

    `day` is the ordinal of its date, before which it waits, and 0 for a page; `updated` an ISO date; `filed` its terms
    by the field of a story.
    """

    room: str
    key: str
    day: int
    updated: str
    lead: str
    told: tuple[Told, ...]
    filed: Mapping[str, tuple[str, ...]]
    partner: str
    picture: str
    chosen: tuple[Chosen, ...]
    named: tuple[Named, ...]

    def due(self, today: datetime.date) -> bool:
        """Say whether it may be published on this day."""
        return bool(self.told) and self.day <= today.toordinal()

    def languages(self) -> tuple[str, ...]:
        """Return the languages in which readers may have it, in the site's order."""
        return tuple(told.language for told in self.told)

    def outside(self) -> Iterator[str]:
        """Yield every link to another site that an editor declared in it."""
        for told in self.told:
            yield from told.outside
        if self.partner:
            yield self.partner
        for chosen in self.chosen:
            yield from (value[1] for value, _, _ in chosen.entries if not isinstance(value, str))

    def plain(self) -> tuple[Any, ...]:
        """Return it as nothing but tuples, dictionaries, texts and numbers."""
        told, chosen, named = (tuple(map(tuple, each)) for each in (self.told, self.chosen, self.named))
        return tuple(self._replace(told=told, chosen=chosen, named=named))  # type: ignore[arg-type]

    @classmethod
    def of(cls, plain: tuple[Any, ...]) -> "Record":
        """Return the record that `plain` was made of. Raises TypeError or ValueError if it is none."""
        found = cls._make(plain)
        return found._replace(
            told=tuple(map(Told._make, found.told)),
            chosen=tuple(map(Chosen._make, found.chosen)),
            named=tuple(map(Named._make, found.named)),
        )
