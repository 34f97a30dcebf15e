"""Preparing: from a content folder and settings to a site, every check of the content made on the way."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import partial

from plugins.also_read import asked, resolve
from plugins.anonymity import across as compared
from plugins.editions.addresses import Addresses
from plugins.editions.alphabet import cuts
from plugins.editions.building import today
from plugins.editions.depending import code_digest, common, memory_of, share_card_grounds
from plugins.editions.knowing import Memory
from plugins.editions.offering import rows
from plugins.editions.planning import Overview, Plan, plans, shelves
from plugins.editions.settings import Settings, bad_setting
from plugins.editions.site import Shelf, Site
from plugins.editions.sitemaps import sitemap_plans
from plugins.editions.study import Desk, Facts
from plugins.editions.touching import overview, plans_of, touched
from plugins.faults import Fault, stop_at, tidy
from plugins.languages import Language, speak
from plugins.ledger import Rest, Situation
from plugins.pictures import Painted
from plugins.stories import (
    Permission,
    Vocabulary,
    across,
    list_content,
    read_vocabulary,
    read_withdrawn,
    titles_of,
)


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


def prepare(settings: Settings, found: Situation | None = None, rest: Rest | None = None) -> Prepared:
    """Return what the site is made from, and the warnings. Raises `Faults`, with the warnings, when anything blocks.

    Reads and checks everything that is not known from the last run; writes nothing but what it knows. `found` is the
    situation, if somebody has looked; `rest` how the last build left things, where nothing but folders of the content
    can have changed since.
    """
    languages = speak(settings.languages, settings.theme / "translations")
    address = Addresses.of(settings.url)
    if settings.default not in languages:
        raise bad_setting(f'DEFAULT_LANG "{settings.default}" is not in LANGUAGES.', "Choose one of them.")
    listing = list_content(settings.content)
    vocabulary, wrong = read_vocabulary(settings.content, settings.languages)
    code = code_digest()
    memory = memory_of(settings, vocabulary, code)
    may = Permission(settings.languages, settings.preview)
    desk = Desk(settings.content, vocabulary, listing.keys, may, settings.private, memory.album)
    cards = share_card_grounds(settings, languages)
    ground = _Ground(settings, address, languages, vocabulary, memory, desk, code, cards)
    settled = found and rest and not (listing.faults or settings.preview)
    done = _partly(ground, found, rest) if settled and found and rest else None
    return done or _wholly(ground, [*listing.faults, *wrong], found.marks if found else None)


@dataclass(frozen=True, slots=True)
class _Ground:
    settings: Settings
    address: Addresses
    languages: Mapping[str, Language]
    vocabulary: Vocabulary
    memory: Memory
    desk: Desk
    code: bytes
    cards: Mapping[str, int]

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
            picture=lambda room, key, name: Painted.of(*facts[room, key].pictures[name]),
            share_cards=self.cards,
            menu=settings.menu,
            exit=settings.exit,
            onion=settings.onion,
            hidden=settings.hidden,
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


def _wholly(ground: _Ground, faults: list[Fault], marks: Mapping[str, bytes] | None) -> Prepared:
    """Prepare the whole site; `marks` are those of the folders, if somebody has looked."""
    settings, memory, desk = ground.settings, ground.memory, ground.desk
    known = memory.learn(desk, marks)
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
    entries = (asked(each.record) for each in stories)
    choices, wrong = resolve(entries, published["stories"], withheld, lambda: titles_of(records))
    faults += wrong
    # A preview shows a text with what the gate says of it, so that it can be mended there.
    said = [*desk.gate.faults(), *desk.gate.elsewhere(), *compared({work: each.seen for work, each in facts.items()})]
    faults += [replace(fault, severity="warn") for fault in said] if settings.preview else said
    faults = desk.gate.masked(faults)
    stop_at(faults)
    site = ground.site(published["stories"], published["pages"], facts)
    told = {code: frozenset(each.record.key for each in stories if code in each.texts) for code in site.languages}
    keys = [each.record.key for each in stories]
    over = Overview(
        languages=tuple(site.languages),
        per_page=settings.per_page,
        facts=facts,
        stories=keys,
        pages=pages,
        shelves=shelves(stories),
        told=told,
        published=published,
        gone=gone,
        offers=rows(stories, choices, settings.languages, settings.also_read, memory),
        concerns=_by_path(said) if settings.preview else {},
        common=common(settings, ground.code, facts, pages, told),
        cuts={code: cuts(keys, facts, settings.languages, code) for code in site.languages},
        share_cards=ground.cards,
    )
    waiting = [each.record.day for each in facts.values() if each.record.told and each.record.day > day.toordinal()]
    return Prepared(
        site=site,
        over=over,
        plans=[*plans(over), *([] if settings.hidden else sitemap_plans(over, ground.address.url))],
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


def _by_path(faults: Iterable[Fault]) -> dict[str, tuple[Fault, ...]]:
    found: dict[str, list[Fault]] = defaultdict(list)
    for fault in faults:
        found[fault.path].append(fault)
    return {path: tidy(listed) for path, listed in found.items()}
