"""Planning: which files the site consists of, and what each is made from, known before any is made.

Each plan bears a mark: a number that is another when anything that the file shows is another. A file whose mark is that
of the last build is not made again. Marks are numbers, since a large library has a hundred thousand of them.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from math import ceil
from typing import NamedTuple

from plugins.editions import addresses
from plugins.editions.addresses import SHELVES
from plugins.editions.alphabet import Cut
from plugins.editions.cards import Ground, Shard, ground, shards
from plugins.editions.counting import Figures, figures
from plugins.editions.neighbours import Held, held
from plugins.editions.offering import Row
from plugins.editions.shelving import Listing
from plugins.editions.study import Facts
from plugins.faults import Fault
from plugins.ledger import number
from plugins.stories import Gone, Told

NEWEST = 6  # Stories on an edition's home.
FEED_LENGTH = 20  # Entries in a feed, the newest.


class Plan(NamedTuple):
    """One file of the site to come. `kind` says what makes it, from `facts`; `work` is the room and key whose own page
    it is; `shows` are the stories, and `pages` the site's own pages, of which it shows something."""

    name: str
    kind: str
    language: str
    facts: tuple[object, ...]
    work: tuple[str, str] | None
    shows: tuple[str, ...]
    pages: tuple[str, ...]
    mark: int


@dataclass(frozen=True, slots=True)
class Overview:
    """The library as a whole. `stories` are the keys of those that are published, from new to old; `shelves` the same
    by kind and term; `told` by language; `published` the keys of both rooms; `common` is, by language, a number for
    all that every page of it shows, `cuts` the pages of its stories from A to Z, `share_cards` one for how the cards
    of its tellings look, if there are any."""

    languages: tuple[str, ...]
    per_page: int
    facts: Mapping[tuple[str, str], Facts]
    stories: Sequence[str]
    pages: Sequence[str]
    shelves: Mapping[str, Mapping[str, Sequence[str]]]
    told: Mapping[str, frozenset[str]]
    published: Mapping[str, Set[str]]
    gone: Sequence[Gone]
    offers: Mapping[str, Mapping[str, Row]]
    concerns: Mapping[str, tuple[Fault, ...]]
    common: Mapping[str, int]
    cuts: Mapping[str, Sequence[Cut]]
    share_cards: Mapping[str, int]

    def own_first(self, keys: Sequence[str], language: str) -> list[str]:
        """Return the stories told in this language before the others, each in their order."""
        told = self.told[language]
        return sorted(keys, key=lambda key: key not in told)

    def pages_of(self, keys: Sequence[str]) -> int:
        """Return on how many pages these stories are listed."""
        return max(1, ceil(len(keys) / self.per_page))


def shelves(stories: Sequence[Facts]) -> dict[str, dict[str, list[str]]]:
    """Return every shelf in use, by kind and term, with the keys of its stories from new to old. None is empty.

    A shelf is the same in every edition: a story told only elsewhere stands on it, apart and labelled.
    """
    found: dict[str, dict[str, list[str]]] = {kind: defaultdict(list) for kind in SHELVES}
    for facts in stories:
        filed = facts.record.filed
        for kind, field in SHELVES.items():
            for term in filed[field]:
                found[kind][term].append(facts.record.key)
    return {kind: dict(terms) for kind, terms in found.items()}


def plans(over: Overview) -> Iterator[Plan]:
    """Yield the plan of every file that is made from the library, but for those of the sitemap."""
    every = hash(tuple(over.common.values()))
    holding = held(over.shelves, {key: over.facts["stories", key].record.day for key in over.stories})
    yield Plan("index.html", "chooser", "", (), None, (), (), every)
    yield Plan("404.html", "notfound", "", (), None, (), (), every)
    counted = figures(over.shelves, [over.facts["stories", key].record for key in over.stories])
    cut = shards(over.stories)
    looked_in = ground(cut, (over.facts["stories", key].record.filed for key in over.stories))
    for code in over.languages:
        yield _home(over, code)
        yield from _figures(over, code, counted)
        yield from _own_pages(over, code)
        yield from _listings(over, code, holding, looked_in)
        yield from _alphabet(over, code)
        yield from _cards(over, code, cut)
        yield from _feeds(over, code)
    yield from _untold(over)
    yield Plan("robots.txt", "robots", "", (), None, (), (), every)
    yield from _rules(over)
    yield Plan(addresses.ICON, "icon", "", (), None, (), (), every)
    works = [*(("stories", key) for key in over.stories), *(("pages", key) for key in over.pages)]
    pictures = (picture for work in works for picture in over.facts[work].pictures.values())
    # Texts may show the same picture; its name, which is its digest, is written once.
    files = {name: kept for kept, usual, modern in pictures for name, _, _ in (*usual, *modern)}
    for name, kept in files.items():
        yield Plan(addresses.picture(name), "picture", "", (kept, name), None, (), (), 1)
    yield from _share_cards(over)


def _share_cards(over: Overview) -> Iterator[Plan]:
    """Yield the plans of all cards. The name of each says what it shows; stories of one title share it."""
    found: dict[str, tuple[str, str]] = {}
    for key in over.stories:
        facts = over.facts["stories", key]
        for code in facts.record.languages() if over.share_cards else ():
            found[addresses.share_card(over.share_cards[code], facts.titles[code])] = (key, code)
    for name, (key, code) in found.items():
        yield Plan(name, "share-card", code, (key,), None, (key,), (), 1)


def _home(over: Overview, code: str) -> Plan:
    newest = tuple(over.own_first(over.stories, code)[:NEWEST])
    counts = tuple(
        (kind, tuple((term, len(keys)) for term, keys in terms.items())) for kind, terms in over.shelves.items()
    )
    facts = (newest, len(over.stories), counts)
    mark = hash((over.common[code], number(repr(facts)), *_faces(over, newest, code)))
    return Plan(addresses.file_of(addresses.home(code)), "home", code, facts, None, newest, (), mark)


def _figures(over: Overview, code: str, counted: Figures) -> Iterator[Plan]:
    mark = hash((over.common[code], number(repr(counted))))
    for kind, address in (("figures", addresses.figures(code)), ("table", addresses.figures_table(code))):
        yield Plan(addresses.file_of(address), kind, code, (counted,), None, (), (), mark)


def _own_pages(over: Overview, code: str) -> Iterator[Plan]:
    """Yield the plans of the pages that stories and the site's own pages have in one language."""
    for room, keys in (("pages", over.pages), ("stories", over.stories)):
        for key in keys:
            facts = over.facts[room, key]
            for told in facts.record.told:
                if told.language == code:
                    yield own_plan(over, facts, told)


def _untold(over: Overview) -> Iterator[Plan]:
    """Yield the plans of what stands where a story or page is not told in a language: it leads to the languages that
    exist. Its address is that of the lead telling in the other edition, unless a telling stands or stood there."""
    works = [*(("pages", key) for key in over.pages), *(("stories", key) for key in over.stories)]
    missing = [(work, code) for work in works for code in over.languages if code not in over.facts[work].texts]
    if not missing:
        return
    taken = {
        (work[0], named.language, named.slug) for work, facts in over.facts.items() for named in facts.record.named
    }
    for (room, key), code in missing:
        facts = over.facts[room, key]
        slug = next(told.slug for told in facts.record.told if told.language == facts.record.lead)
        if (room, code, slug) in taken:
            continue
        taken.add((room, code, slug))
        story, address = room == "stories", addresses.work_at(room, code, slug)
        mark = hash((over.common[code], *(facts.faces[told.language] for told in facts.record.told)))
        yield Plan(
            addresses.file_of(address), "untold", code, (address,), (room, key), (key,) if story else (),
            () if story else (key,), mark,
        )  # fmt: skip


def own_plan(over: Overview, facts: Facts, told: Told) -> Plan:
    """Return the plan of the page of a story, or of one of the site's own pages, in one language."""
    (room, key), code = facts.work, told.language
    story = room == "stories"
    offers = over.offers[code][key] if story else Row(0, ())
    shows = offers.targets()
    concerns = over.concerns.get(f"{room}/{key}/{code}.md", ())
    mark = hash(
        (
            over.common[code],
            facts.whole,
            facts.texts[code],
            offers.mark,
            number(repr(concerns)) if concerns else 0,
            *_faces(over, shows, code),
            *(_face(over, "stories", linked, code) for linked in told.stories),
            0,
            *(_face(over, "pages", linked, code) for linked in told.pages),
        )
    )
    return Plan(
        addresses.file_of(addresses.work_at(room, code, told.slug)),
        "story" if story else "page",
        code,
        (offers.offers, concerns),
        facts.work,
        (*((key,) if story else ()), *shows, *told.stories),
        (*(() if story else (key,)), *told.pages),
        mark,
    )


def _listings(over: Overview, code: str, holding: Mapping[tuple[str, str], Held], looked_in: Ground) -> Iterator[Plan]:
    yield from _stories(over, code, holding["", ""], looked_in)
    for kind, terms in over.shelves.items():
        for term, keys in terms.items():
            yield from _listing(over, code, kind, term, keys, holding[kind, term])


def _stories(over: Overview, code: str, holds: Held, looked_in: Ground) -> Iterator[Plan]:
    """Yield the pages of all stories by date; in the first, a script looks for stories in their cards."""
    for plan in _listing(over, code, "", "", over.stories, holds):
        within = looked_in if plan.facts[1] == 1 and over.stories else None
        mark = hash((plan.mark, number(repr(within))))
        yield plan._replace(kind="stories", facts=(*plan.facts, within), mark=mark)


def _listing(over: Overview, code: str, kind: str, term: str, keys: Sequence[str], holds: Held) -> Iterator[Plan]:
    ordered = over.own_first(keys, code)
    told = over.told[code]
    own = sum(key in told for key in keys)
    pages = over.pages_of(keys)
    listing = Listing(kind, term, own, len(ordered) - own, pages, holds.years, holds.countries)
    address, common = listing.address(code), hash((over.common[code], number(repr(listing))))
    for page in range(1, pages + 1):
        shown = tuple(ordered[(page - 1) * over.per_page : page * over.per_page])
        neighbours = holds.neighbours if page == 1 else ()
        mark = hash((common, page, number(repr(neighbours)), *_faces(over, shown, code)))
        name = addresses.file_of(addresses.numbered(address, page))
        yield Plan(name, "shelf", code, (listing, page, shown, neighbours), None, shown, (), mark)


def _alphabet(over: Overview, code: str) -> Iterator[Plan]:
    for cut in over.cuts[code]:
        mark = hash((over.common[code], number(repr(cut._replace(sections=()))), *_faces(over, cut.keys, code)))
        yield Plan(addresses.file_of(cut.address(code)), "alphabet", code, (cut,), None, cut.keys, (), mark)


def _cards(over: Overview, code: str, cut: Sequence[Shard]) -> Iterator[Plan]:
    for shard in cut:
        filed = [over.facts["stories", key].shelved for key in shard.keys]
        mark = hash((over.common[code], *_faces(over, shard.keys, code), *filed))
        yield Plan(addresses.cards(code, shard.name), "cards", code, (), None, shard.keys, (), mark)


def _feeds(over: Overview, code: str) -> Iterator[Plan]:
    """Yield the feeds of an edition. A feed without stories is made only to say what is gone."""
    gone = tuple(each for each in over.gone if each.language == code)
    told = [key for key in over.stories if key in over.told[code]][:FEED_LENGTH]
    if told or gone:
        yield _feed(over, code, "feed", addresses.feed(code), None, told, gone)
    if told:
        yield _feed(over, code, "json-feed", addresses.json_feed(code), None, told, ())
    shelves = over.shelves["categories"]
    for term in dict.fromkeys([*shelves, *(term for each in gone for term in each.categories)]):
        own = [key for key in shelves.get(term, ()) if key in over.told[code]][:FEED_LENGTH]
        left = tuple(each for each in gone if term in each.categories)
        if own or left:
            yield _feed(over, code, "feed", addresses.feed(code, term), term, own, left)


def _feed(
    over: Overview, code: str, kind: str, address: str, term: str | None, keys: Sequence[str], gone: tuple[Gone, ...]
) -> Plan:
    shown = tuple(keys)
    mark = hash((over.common[code], number(repr((term, gone))), *_faces(over, shown, code)))
    return Plan(address, kind, code, (term, shown, gone), None, shown, (), mark)


def _rules(over: Overview) -> Iterator[Plan]:
    mark = hash((*over.common.values(), number(repr(over.gone))))
    for name in ("_headers", ".htaccess", *(["_redirects"] if over.gone else [])):
        yield Plan(name, name, "", tuple(over.gone), None, (), (), mark)


def _faces(over: Overview, keys: Sequence[str], code: str) -> list[int]:
    return [over.facts["stories", key].faces[code] for key in keys]


def _face(over: Overview, room: str, key: str, code: str) -> int:
    """Return a number for what others show of a work; 0 where it is not published."""
    return over.facts[room, key].faces[code] if key in over.published[room] else 0
