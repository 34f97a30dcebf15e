"""Cards: what every listing says of each story, as data for the script that finds stories among them.

The stories of an edition are cut into files by date. Where a cut is, a story's own key decides, not how many stories
are before it: one that is added, changed or taken back makes its own file anew and no other. Their names are without
digests, so that the page that names them stays as it is; the script has the browser ask whether a file is another.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple
from zlib import crc32

from plugins.editions.site import Site, card
from plugins.languages import Language
from plugins.ledger import number

MEAN = 128  # Stories in a file on average: some 15 KB compressed.
MOST = 256  # Stories in a file at most.
KINDS = ("countries", "populations", "rights", "settings", "outcomes")  # What stories are filtered by.


class Shard(NamedTuple):
    """The stories of one file, by their keys, from new to old."""

    name: str
    keys: tuple[str, ...]


class Ground(NamedTuple):
    """What the script looks in: the names of the files, new stories first, and the terms in use by kind, sorted."""

    files: tuple[str, ...]
    terms: tuple[tuple[str, tuple[str, ...]], ...]


def ground(cut: Sequence[Shard], filed: Iterable[Mapping[str, Sequence[str]]]) -> Ground:
    """Return what the script looks in, where the stories are cut and filed like this."""
    used: dict[str, set[str]] = {kind: set() for kind in KINDS}
    for each in filed:
        for kind, terms in used.items():
            terms.update(each[kind])
    in_use = tuple((kind, tuple(sorted(each))) for kind, each in used.items() if each)
    return Ground(tuple(shard.name for shard in cut), in_use)


def shards(stories: Sequence[str]) -> list[Shard]:
    """Return how the stories, given from new to old, are cut into files, in the same order."""
    found: list[Shard] = []
    held: list[str] = []
    for key in reversed(stories):  # what is new comes last, so that only the last file is open
        held.append(key)
        if crc32(key.encode()) % MEAN == 0 or len(held) == MOST:
            found.append(Shard(f"{number(key):016x}", tuple(held[::-1])))
            held = []
    if held:
        found.append(Shard("newest", tuple(held[::-1])))
    return found[::-1]


def cards_file(site: Site, here: Language, keys: Iterable[str]) -> bytes:
    """Return the cards of some stories in an edition: what its listings show of each and what each is filed under.

    Countries, written out, and languages are named once: a story has the place of the former in their list, and of the
    latter, where it is told in another language only, the tag.
    """
    places: dict[str, int] = {}
    languages: dict[str, dict[str, str | None]] = {}
    stories = []
    for key in keys:
        story = site.stories[key]
        shown = card(site, story, here)
        entry: dict[str, object] = {
            "href": shown.link.href,
            "title": shown.link.text,
            "summary": shown.summary,
            "day": shown.day,
            "date": shown.date,
            "place": places.setdefault(shown.countries, len(places)),
            "filed": [f"{kind}/{term}" for kind in KINDS for term in getattr(story, kind)],
        }
        if shown.link.lang:
            entry["language"] = shown.link.lang
            languages[shown.link.lang] = {"name": shown.told_in, "dir": shown.link.dir}
        stories.append(entry)
    data = {"places": list(places), "languages": languages, "stories": stories}
    return (json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n").encode()
