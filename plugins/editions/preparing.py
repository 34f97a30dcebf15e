"""Preparing: from a content folder and settings to a site, every check of the content made on the way."""

import platform
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import markdown

from plugins.also_read import Asked, resolve
from plugins.anonymity import across as compared
from plugins.editions.addresses import Addresses
from plugins.editions.building import TOOL, today
from plugins.editions.knowing import Memory
from plugins.editions.offering import rows
from plugins.editions.planning import Overview, Plan, plans, shelves
from plugins.editions.site import Shelf, Site
from plugins.editions.study import Desk, Facts
from plugins.editions.touching import overview, plans_of, touched
from plugins.faults import Fault, Faults, stop_at, tidy
from plugins.languages import Language, speak
from plugins.ledger import Rest, Situation, digest_of, number
from plugins.pictures import Painted
from plugins.stories import (
    Permission,
    Record,
    Vocabulary,
    across,
    list_content,
    read_vocabulary,
    read_withdrawn,
    titles_of,
)


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
    cache: Path
    templates: tuple[Path, ...]
    jinja: str

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
                cache=Path(str(settings["CACHE_PATH"])),
                templates=tuple(Path(str(path)) for path in settings["THEME_TEMPLATES_OVERRIDES"]),
                jinja=repr(sorted(item for item in settings.items() if item[0].startswith("JINJA_"))),
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


@dataclass(frozen=True, slots=True)
class Prepared:
    """Everything that is needed to make the site, and nothing made yet.

    `plans` are those of all its files, or, if it is `partly`, of those alone that can have changed. `told` are the
    languages with stories; `day` is the ordinal of the day by which it was decided what waits, `until` of that from
    which more is to be published, 0 where nothing waits; `tellings` counts all that were published or not, `read` those
    that were read; `gate` the seconds of all processes that the gate took.
    """

    site: Site
    over: Overview
    plans: Sequence[Plan]
    partly: bool
    memory: Memory
    warnings: tuple[Fault, ...]
    told: tuple[str, ...]
    day: int
    until: int
    tellings: int
    read: int
    gate: float


def prepare(settings: Settings, last: tuple[Situation, Rest] | None = None) -> Prepared:
    """Return what the site is made from, and the warnings. Raises `Faults`, with the warnings, when anything blocks.

    Reads and checks everything that is not known from the last run; writes nothing but what it knows. `last` is the
    situation and how the last build left things, where nothing but folders of the content can have changed since.
    """
    languages = speak(settings.languages, settings.theme / "translations")
    address = Addresses.of(settings.url)
    if settings.default not in languages:
        raise _setting(f'DEFAULT_LANG "{settings.default}" is not in LANGUAGES.', "Choose one of them.")
    listing = list_content(settings.content)
    vocabulary, wrong = read_vocabulary(settings.content, settings.languages)
    memory = _memory(settings, vocabulary)
    may = Permission(settings.languages, settings.preview)
    desk = Desk(settings.content, vocabulary, listing.keys, may, settings.private, memory.keep_picture)
    ground = _Ground(settings, address, languages, vocabulary, memory, desk)
    done = _partly(ground, *last) if last and not (listing.faults or settings.preview) else None
    return done or _wholly(ground, [*listing.faults, *wrong])


@dataclass(frozen=True, slots=True)
class _Ground:
    settings: Settings
    address: Addresses
    languages: Mapping[str, Language]
    vocabulary: Vocabulary
    memory: Memory
    desk: Desk

    def site(self, stories: Set[str], pages: Set[str], facts: Mapping[tuple[str, str], Facts]) -> Site:
        """Return the site with these stories and pages."""
        settings, memory = self.settings, self.memory
        return Site(
            names={"": settings.name, **settings.names},
            addresses=self.address,
            languages=self.languages,
            default=settings.default,
            vocabulary=self.vocabulary,
            stories=Shelf(stories, partial(memory.shown, "stories")),
            pages=Shelf(pages, partial(memory.shown, "pages")),
            text=memory.text,
            picture=lambda room, key, name: Painted(*facts[room, key].pictures[name]),
            menu=settings.menu,
            preview=settings.preview,
        )


def _partly(ground: _Ground, situation: Situation, rest: Rest) -> Prepared | None:
    """Prepare only what a change of few texts asks for, if that is all that has changed."""
    found = touched(ground.desk, situation, rest, ground.memory)
    if found is None:
        return None
    over = overview(rest, ground.memory, ground.desk, ground.settings.per_page)
    return Prepared(
        site=ground.site(over.published["stories"], over.published["pages"], over.facts),
        over=over,
        plans=list(plans_of(found, over)),
        partly=True,
        memory=ground.memory,
        warnings=rest.warnings,
        told=rest.told,
        day=rest.day,
        until=rest.until,
        tellings=rest.tellings,
        read=sum(len(study.facts.record.named) for study, _ in found),
        gate=sum(study.gate for study, _ in found),
    )


def _wholly(ground: _Ground, faults: list[Fault]) -> Prepared:
    """Prepare the whole site."""
    settings, memory, desk = ground.settings, ground.memory, ground.desk
    known = memory.learn(settings.content, desk.keys, desk)
    facts = known.facts
    faults += (fault for each in facts.values() for fault in each.faults)
    taken_back, wrong = read_withdrawn(settings.content)
    records = [each.record for each in facts.values()]
    gone, between = across(records, taken_back, settings.languages)
    faults += [*wrong, *between]
    day = today()
    shown = [each for each in facts.values() if each.record.told and (settings.preview or each.record.due(day))]
    stories = sorted((each for each in shown if each.record.room == "stories"), key=_newest_first)
    pages = sorted(each.record.key for each in shown if each.record.room == "pages")
    published = {"stories": frozenset(each.record.key for each in stories), "pages": frozenset(pages)}
    withheld = frozenset(desk.keys["stories"]) - published["stories"]
    entries = (_asked(each.record) for each in stories)
    choices, wrong = resolve(entries, published["stories"], withheld, lambda: titles_of(records))
    faults += wrong
    # A preview shows a text with what the gate says of it, so that it can be mended there.
    said = [*desk.gate.faults(), *desk.gate.elsewhere(), *compared({work: each.seen for work, each in facts.items()})]
    faults += [replace(fault, severity="warn") for fault in said] if settings.preview else said
    faults = desk.gate.masked(faults)
    stop_at(faults)
    site = ground.site(published["stories"], published["pages"], facts)
    told = {code: frozenset(each.record.key for each in stories if code in each.texts) for code in site.languages}
    over = Overview(
        languages=tuple(site.languages),
        per_page=settings.per_page,
        facts=facts,
        stories=[each.record.key for each in stories],
        pages=pages,
        shelves=shelves(stories),
        told=told,
        published=published,
        gone=gone,
        offers=rows(stories, choices, settings.languages, settings.also_read, memory),
        concerns=_by_path(said) if settings.preview else {},
        common=_common(settings, site, facts, told),
    )
    waiting = [each.record.day for each in facts.values() if each.record.told and each.record.day > day.toordinal()]
    return Prepared(
        site=site,
        over=over,
        plans=list(plans(over)),
        partly=False,
        memory=memory,
        warnings=tidy(faults),
        told=tuple(code for code, keys in told.items() if keys),
        day=day.toordinal(),
        until=min(waiting, default=0),
        tellings=sum(len(each.record.named) for each in facts.values()),
        read=sum(len(facts[work].record.named) for work in known.read),
        gate=known.gate,
    )


def _newest_first(facts: Facts) -> tuple[int, str]:
    return -facts.record.day, facts.record.key


def _memory(settings: Settings, vocabulary: Vocabulary) -> Memory:
    """Return what is remembered of this content folder, for a preview apart. Raises `Faults` if it cannot be kept."""
    # What is known of a folder depends on the code that read it, and on these lists; of the vocabulary on its keys.
    words = [(section, sorted(terms)) for section, terms in vocabulary.items()]
    spoken = sorted({code for terms in vocabulary.values() for term in terms.values() for code in term.names})
    lists = digest_of(settings.content / "glossary.yaml", settings.content / "allowed.yaml", settings.private)
    key = repr((code_digest(), lists, words, spoken, settings.languages, settings.preview)).encode()
    folder = settings.cache / "ledger" / f"{number(f'{settings.content.resolve()} {settings.preview}'):016x}"
    try:
        return Memory(folder, key)
    except OSError as error:
        message = f"The cache cannot be written ({error.strerror})."
        fault = Fault(str(settings.cache), 1, 1, "editions/no-cache", message, "Choose another folder with --cache.")
        raise Faults([fault]) from error


def code_digest() -> bytes:
    """Return a digest of the tool: its own code, this Python, and the versions of what is installed beside it."""
    installed = sorted(path.name for path in Path(markdown.__file__).parent.parent.glob("*.dist-info"))
    return digest_of(TOOL) + repr((platform.python_version(), installed)).encode()


def _common(
    settings: Settings, site: Site, facts: Mapping[tuple[str, str], Facts], told: Mapping[str, frozenset[str]]
) -> dict[str, int]:
    """Return a number for each language for what all its pages show, and for what decides how they look."""
    shared = repr(
        (
            code_digest(),
            digest_of(settings.theme, *settings.templates, settings.content / "vocabulary.yaml", settings.private),
            (settings.languages, settings.default, settings.name, sorted(settings.names.items()), settings.url),
            (settings.menu, settings.per_page, settings.preview, settings.jinja),
            [bool(told[code]) for code in site.languages],
        )
    )
    return {
        code: number(repr((shared, code, [facts["pages", key].faces[code] for key in sorted(site.pages)])))
        for code in site.languages
    }


def _asked(record: Record) -> Asked:
    own = next(each for each in record.chosen if not each.override)
    overrides = tuple((each.language, each.path, each.listed()) for each in record.chosen if each.override)
    return Asked(record.key, own.path, own.listed(), overrides)


def _by_path(faults: Iterable[Fault]) -> dict[str, tuple[Fault, ...]]:
    found: dict[str, list[Fault]] = defaultdict(list)
    for fault in faults:
        found[fault.path].append(fault)
    return {path: tidy(listed) for path, listed in found.items()}
