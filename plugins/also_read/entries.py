"""The editor's choices: keys, exact titles and links to other sites become known stories, or faults."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from plugins.faults import Fault, nearest
from plugins.stories import Entry, Library, Outside, Story, fold_title

Choice: TypeAlias = str | Outside  # a story's key, or a link to another site


@dataclass(frozen=True, slots=True)
class Choices:
    """What the editor chose for one story: `own` for the story, `overrides` for single translations."""

    own: tuple[Choice, ...]
    overrides: Mapping[str, tuple[Choice, ...]]

    def for_language(self, language: str) -> tuple[Choice, ...]:
        """Return the choices for readers of this language: its translation's own, else the story's."""
        return self.overrides.get(language, self.own)


def resolve(library: Library) -> tuple[dict[str, Choices], list[Fault]]:
    """Return the editor's choices by story key, and what is wrong with them.

    A choice that is not published is left out, with a warning. Unknown entries, an entry that names two
    stories, the story itself, or one story twice are faults.
    """
    choices: dict[str, Choices] = {}
    faults: list[Fault] = []
    for story in library.stories.values():
        own = _resolve(story, story.also_read, story.also_read_path, library, faults)
        overrides = {
            code: _resolve(story, telling.also_read, telling.path, library, faults)
            for code, telling in story.tellings.items()
            if telling.also_read is not None and telling.translates
        }
        choices[story.key] = Choices(own, overrides)
    return choices, faults


def _resolve(
    story: Story, entries: tuple[Entry, ...], path: str, library: Library, faults: list[Fault]
) -> tuple[Choice, ...]:
    found: dict[Choice, None] = {}
    for entry in entries:

        def blame(code: str, message: str, remedy: str, severity: str = "block", at: Entry = entry) -> None:
            warn = severity == "warn"
            faults.append(
                Fault(
                    path,
                    at.line,
                    at.column,
                    f"also-read/{code}",
                    message,
                    remedy,
                    "warn" if warn else "block",
                )
            )

        if isinstance(entry.value, Outside):
            choice: Choice = entry.value
        else:
            keys = _keys(entry.value, library)
            if not keys:
                known = [*library.stories, *library.withheld, *library.titles]
                hint = nearest(entry.value, known) or "Write a story's key or its exact title in any language."
                blame("unknown", f'"{entry.value}" is no story\'s key or title.', hint)
                continue
            if len(keys) > 1:
                blame(
                    "ambiguous",
                    f'"{entry.value}" is the title of {" and ".join(keys)}.',
                    "Write the key instead.",
                )
                continue
            choice = keys[0]
            if choice == story.key:
                blame("itself", "A story cannot offer itself.", "Name another story.")
                continue
            if choice not in library.stories:
                blame(
                    "unpublished",
                    f'"{choice}" is not published and is left out here.',
                    "Publish it, or take it out of the list.",
                    "warn",
                )
                continue
        if choice in found:
            blame(
                "twice",
                f'"{choice.title if isinstance(choice, Outside) else choice}" stands here twice.',
                "Keep one.",
            )
            continue
        found[choice] = None
    return tuple(found)


def _keys(value: str, library: Library) -> list[str]:
    if value in library.stories or value in library.withheld:
        return [value]
    return sorted(library.titles.get(fold_title(value), frozenset()))
