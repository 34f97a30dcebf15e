"""Withdrawing: a story is taken back everywhere, in steps that can be interrupted and done again."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from plugins.faults import Fault, Faults, nearest, stop_at
from plugins.proof import Search, Traces, search
from plugins.publishing.traces import picture_files, traces_of
from plugins.stories import (
    Content,
    Source,
    drop_also_read,
    fold_title,
    read_withdrawn,
    record,
    set_status,
)


@dataclass(frozen=True, slots=True)
class Plan:
    """All that taking one story back touches. Paths are below the content folder."""

    key: str
    folder: Path
    tellings: tuple[Source, ...]
    offering: tuple[str, ...]
    linking: tuple[str, ...]
    pictures: tuple[str, ...]
    addresses: tuple[str, ...]
    titles: tuple[str, ...]
    traces: Traces = field(repr=False)

    def lines(self) -> list[str]:
        """Return the plan in words, a line each."""
        return [
            *(f"{source.path}: {_becomes(source)}" for source in self.tellings),
            *(f'{path}: taken out of "also read"' for path in self.offering),
            *(f"{path}: links to it in the text; readers will see the words without the link" for path in self.linking),
            *(f"{path}: deleted" for path in self.pictures),
            "withdrawn.yaml: digests of its key, slugs and titles",
            *(f"/{address}: answers 410 where the host allows it" for address in self.addresses),
        ]


def _becomes(source: Source) -> str:
    status = source.matter.status
    return "is withdrawn already" if status == "withdrawn" else f"status {status} becomes withdrawn"


def plan(content: Content, key: str) -> Plan:
    """Return what taking the story of this key back would touch; nothing is changed.

    Raises `Faults` when there is no such story, or when a text of its folder cannot be read.
    """
    known, faults = read_withdrawn(content.folder)
    stop_at(faults)
    if key not in content.stories:
        hint = nearest(key, content.stories) or "The key is the name of the story's folder."
        if known.of(key):
            hint = "It has been withdrawn, and its folder is gone: there is nothing left to do."
        raise Faults([Fault(f"stories/{key}", 1, 1, "publishing/unknown-story", f'There is no story "{key}".', hint)])
    if f"stories/{key}" in content.broken:
        message = "A text of this story cannot be read, so its names and sentences are not known."
        raise Faults(
            [Fault(f"stories/{key}", 1, 1, "publishing/unreadable", message, "Mend it first: `inv check` says where.")]
        )
    tellings = tuple(content.stories[key])
    names_it = _namer(key, tellings)
    others = [source for source in content.sources() if source not in tellings]
    shared = {fold_title(source.matter.title) for source in others}
    return Plan(
        key=key,
        folder=content.folder,
        tellings=tellings,
        offering=tuple(source.path for source in others if _offers(source, names_it)),
        linking=tuple(source.path for source in others if key in source.body.stories),
        pictures=tuple(
            path.relative_to(content.folder).as_posix() for path in picture_files(content.folder / "stories" / key)
        ),
        addresses=tuple(f"{source.language}/stories/{source.slug}/" for source in tellings),
        titles=tuple(source.matter.title for source in tellings if fold_title(source.matter.title) not in shared),
        traces=traces_of(content, tellings, others),
    )


def carry_out(planned: Plan, day: datetime.date, reason: str) -> None:
    """Write the withdrawal into the content folder.

    Raises `Faults` if a file cannot be changed safely, OSError if it cannot be changed at all. First the list, so
    that nothing can publish the story any more; each file is replaced as a whole. Done again, it finishes what an
    interruption left.
    """
    folder = planned.folder
    for left in (folder / "stories" / planned.key).glob(".*.md-*"):
        left.unlink()  # a copy of a text that an interrupted change left
    names = {"slug": {source.slug for source in planned.tellings}, "title": set(planned.titles)}
    published = [source.language for source in planned.tellings if source.matter.status == "published"]
    record(folder, planned.key, names, published, day, reason)
    names_it = _namer(planned.key, planned.tellings)
    for path in planned.offering:
        drop_also_read(folder / path, folder, names_it)
    # The original last: while it is published, an interrupted withdrawal shows itself as a fault.
    for source in sorted(planned.tellings, key=lambda source: source.reference is None):
        set_status(folder / source.path, folder, "withdrawn")


def proven(planned: Plan, output: Path) -> Search:
    """Search a finished site for what the story was; if nothing is there, delete its pictures from the content folder.

    Raises OSError when a file cannot be read: what was not searched is not proven.
    """
    done = search(output, planned.traces)
    if not done.found:
        for path in planned.pictures:
            (planned.folder / path).unlink(missing_ok=True)
    return done


def _namer(key: str, tellings: tuple[Source, ...]) -> Callable[[str], bool]:
    titles = {fold_title(source.matter.title) for source in tellings}
    return lambda entry: entry == key or fold_title(entry) in titles


def _offers(source: Source, names_it: Callable[[str], bool]) -> bool:
    entries = getattr(source.matter, "also_read", None) or ()
    return any(isinstance(entry, str) and names_it(entry) for entry in entries)
