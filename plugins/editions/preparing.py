"""Preparing: from a content folder and settings to a site, every check of the content made on the way."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from plugins.also_read import asked, filed, offers, resolve
from plugins.anonymity import examine
from plugins.editions.addresses import Addresses
from plugins.editions.shelving import shelves
from plugins.editions.site import Site
from plugins.faults import Fault, Faults, stop_at, tidy
from plugins.languages import speak
from plugins.pictures import Picture, clean
from plugins.stories import Library, assemble, read_content


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings that editions need, by their names in `pelicanconf.py`."""

    content: Path
    theme: Path
    languages: tuple[str, ...]
    default: str
    name: str
    names: Mapping[str, str]
    url: str
    menu: tuple[str, ...]
    per_page: int
    also_read: int
    preview: bool
    private: Path

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> "Settings":
        """Pick them from Pelican's settings. Raises `Faults` when one is missing or wrong: nothing is guessed."""
        try:
            made = cls(
                content=Path(str(settings["PATH"])),
                theme=Path(str(settings["THEME"])),
                languages=tuple(settings["LANGUAGES"]),
                default=str(settings["DEFAULT_LANG"]),
                name=str(settings["SITENAME"]),
                names=dict(settings["SITENAMES"]),
                url=str(settings["SITEURL"]),
                menu=tuple(settings["EDITIONS_MENU"]),
                per_page=int(settings["EDITIONS_PER_PAGE"]),
                also_read=int(settings["ALSO_READ_LIMIT"]),
                preview=bool(settings["EDITIONS_PREVIEW"]),
                private=Path(str(settings["ANONYMITY_PRIVATE"])),
            )
            if made.per_page > 0 and made.also_read >= 0:
                return made
            raise _setting("EDITIONS_PER_PAGE or ALSO_READ_LIMIT is too small.", "Give at least 1 and 0.")
        except (TypeError, ValueError) as error:
            raise _setting(
                f"A setting has the wrong form: {error}.", "Compare it with the comment beside it."
            ) from None
        except KeyError as missing:
            raise _setting(f"The setting {missing.args[0]} is missing.", "Add it to pelicanconf.py.") from None


def _setting(message: str, remedy: str) -> Faults:
    return Faults([Fault("pelicanconf.py", 1, 1, "editions/bad-setting", message, remedy)])


def today() -> datetime.date:
    """Return the day by which a future date waits: in UTC, so that the machine's time zone changes nothing."""
    return datetime.datetime.now(datetime.UTC).date()


def prepare(settings: Settings) -> tuple[Site, tuple[Fault, ...]]:
    """Return the site and the warnings. Raises `Faults`, with the warnings, when anything blocks.

    Reads and checks everything; writes nothing.
    """
    languages = speak(settings.languages, settings.theme / "translations")
    addresses = Addresses.of(settings.url)
    if settings.default not in languages:
        raise _setting(f'DEFAULT_LANG "{settings.default}" is not in LANGUAGES.', "Choose one of them.")
    content, faults = read_content(settings.content, settings.languages)
    verdict = examine(content, settings.private, settings.languages)
    withheld = verdict.withheld
    library, wrong = assemble(content, settings.languages, today(), withheld=withheld, drafts=settings.preview)
    faults += wrong
    stories = library.stories.values()
    choices, wrong = resolve(map(asked, stories), library.stories, library.withheld, lambda: library.titles)
    faults += wrong
    pictures, wrong = _pictures(library, settings.content)
    faults += wrong
    # A preview shows a text with what the gate says of it, so that it can be mended there.
    said = [replace(fault, severity="warn") for fault in verdict.faults] if settings.preview else verdict.faults
    faults = verdict.masked([*faults, *said])
    stop_at(faults)
    site = Site(
        names={"": settings.name, **settings.names},
        addresses=addresses,
        languages=languages,
        default=settings.default,
        library=library,
        shelves=shelves(library.stories),
        pictures=pictures,
        menu=settings.menu,
        per_page=settings.per_page,
        preview=settings.preview,
        concerns=_by_path(verdict.faults) if settings.preview else {},
        offers=offers(map(filed, stories), choices, list(languages), settings.also_read)[0],
    )
    return site, tuple(faults)


def _by_path(faults: Iterable[Fault]) -> dict[str, tuple[Fault, ...]]:
    found: dict[str, list[Fault]] = defaultdict(list)
    for fault in faults:
        found[fault.path].append(fault)
    return {path: tidy(listed) for path, listed in found.items()}


def _pictures(library: Library, content: Path) -> tuple[dict[tuple[str, str], Picture], list[Fault]]:
    """Return every picture that a published telling shows, cleaned, by key and file name."""
    wanted: dict[tuple[str, str], str] = {}
    for room, works in (("stories", library.stories), ("pages", library.pages)):
        for key, work in works.items():
            names = [name for told in work.tellings.values() for name in told.body.pictures]
            own = getattr(work, "picture", None)
            wanted.update({(key, name): f"{room}/{key}/{name}" for name in ([*names, own] if own else names)})
    pictures: dict[tuple[str, str], Picture] = {}
    faults: list[Fault] = []
    for place, path in sorted(wanted.items()):
        picture, wrong = clean(content / path, path)
        faults += wrong
        if picture:
            pictures[place] = picture
    return pictures, faults
