"""The editor's choices: keys, exact titles and links to other sites become known stories, or faults."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple, TypeAlias

from plugins.faults import Fault, Severity, nearest
from plugins.stories import Entry, Outside, Record, fold_title

Choice: TypeAlias = str | Outside  # a story's key, or a link to another site
Titles: TypeAlias = Mapping[str, Collection[str]]  # the keys of the stories that bear a title, by the folded title


class Asked(NamedTuple):
    """The entries of one story as the editor wrote them: its own, with the file in which they stand, and those of
    translations that have their own, as (language, file, entries)."""

    key: str
    path: str
    own: tuple[Entry, ...]
    translations: tuple[tuple[str, str, tuple[Entry, ...]], ...]


@dataclass(frozen=True, slots=True)
class Choices:
    """What the editor chose for one story: `own` for the story, `overrides` for single translations."""

    own: tuple[Choice, ...]
    overrides: Mapping[str, tuple[Choice, ...]]

    def for_language(self, language: str) -> tuple[Choice, ...]:
        """Return the choices for readers of this language: its translation's own, else the story's."""
        return self.overrides.get(language, self.own)


def asked(record: Record) -> Asked:
    """Return the entries of a published story."""
    own, *others = record.chosen
    translations = tuple((each.language, each.path, each.listed()) for each in others)
    return Asked(record.key, own.path, own.listed(), translations)


def resolve(
    entries: Iterable[Asked], published: Collection[str], withheld: Collection[str], titles: Callable[[], Titles]
) -> tuple[dict[str, Choices], list[Fault]]:
    """Return the editor's choices by story key, and what is wrong with them.

    `published` and `withheld` are the keys of all stories; `titles` is called once, when an entry is none of them. A
    choice that is not published is left out, with a warning. Unknown entries, an entry that names two stories, the
    story itself, or one story twice are faults.
    """
    resolver = _Resolver(published, withheld, titles)
    choices = {
        each.key: Choices(
            resolver.resolved(each.key, each.path, each.own),
            {code: resolver.resolved(each.key, path, theirs) for code, path, theirs in each.translations},
        )
        for each in entries
    }
    return choices, resolver.faults


class _Resolver:
    """Looks entries up among all stories, and gathers what is wrong with them."""

    def __init__(self, published: Collection[str], withheld: Collection[str], titles: Callable[[], Titles]) -> None:
        self.faults: list[Fault] = []
        self._published = published
        self._withheld = withheld
        self._titles = cache(titles)

    def resolved(self, story: str, path: str, entries: Iterable[Entry]) -> tuple[Choice, ...]:
        """Return what these entries of a story name, without those that are faults."""
        found: dict[Choice, None] = {}
        for entry in entries:
            choice = entry.value if isinstance(entry.value, Outside) else self._story(entry.value, story, path, entry)
            if choice is None:
                continue
            if choice in found:
                named = choice.title if isinstance(choice, Outside) else choice
                self._blame(path, entry, "twice", f'"{named}" stands here twice.', "Keep one.")
            found[choice] = None
        return tuple(found)

    def _story(self, value: str, story: str, path: str, entry: Entry) -> str | None:
        keys = self._keys(value)
        if not keys:
            hint = nearest(value, [*self._published, *self._withheld, *self._titles()])
            hint = hint or "Write a story's key or its exact title in any language."
            self._blame(path, entry, "unknown", f'"{value}" is no story\'s key or title.', hint)
        elif len(keys) > 1:
            message = f'"{value}" is the title of {" and ".join(keys)}.'
            self._blame(path, entry, "ambiguous", message, "Write the key instead.")
        elif keys == [story]:
            self._blame(path, entry, "itself", "A story cannot offer itself.", "Name another story.")
        elif keys[0] not in self._published:
            message = f'"{keys[0]}" is not published and is left out here.'
            self._blame(path, entry, "unpublished", message, "Publish it, or take it out of the list.", "warn")
        else:
            return keys[0]
        return None

    def _keys(self, value: str) -> list[str]:
        if value in self._published or value in self._withheld:
            return [value]
        return sorted(self._titles().get(fold_title(value), ()))

    def _blame(self, path: str, at: Entry, code: str, message: str, remedy: str, severity: Severity = "block") -> None:
        self.faults.append(Fault(path, at.line, at.column, f"also-read/{code}", message, remedy, severity))
