"""Study: one folder read, examined and put together; all that the site needs to know of it, ready to be kept."""

import marshal
import pickle
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, field, replace
from pathlib import Path
from typing import Any

from plugins.also_read import filed
from plugins.anonymity import Gate, Seen
from plugins.faults import Fault, blocking
from plugins.languages import index_entry
from plugins.ledger import number
from plugins.pictures import Album, Plain
from plugins.stories import Page, Permission, Record, Story, Vocabulary, Work, WorkReader, put_together

_WORD = 24  # Letters; longer texts are titles, paths and the like, of which there are no two.


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one folder without its texts.

    Numbers stand for what pages show, and are others when that is another: `faces`, for each language, for what
    other pages show of the story or page in it, and `titles` for its title; `place` for what the sitemap says of
    it; `whole` for everything that its own pages show but their texts, and `texts` for each of these. `others` are
    the pseudonyms of the stories that its texts link to, as the gate was told them; `pictures` what is published of
    each file that is shown, as `Painted` gives it; `filed` is what a story is compared by with others, `terms` a
    number for it without its words, `likeness` one for all of it; `shelved` one for what it is filed under; `index`
    holds, for each language that tells a story, the letter under which its title is listed and a key that sorts it
    there.
    """

    record: Record
    seen: Seen
    faults: tuple[Fault, ...]
    faces: Mapping[str, int]
    titles: Mapping[str, int]
    place: int
    whole: int
    texts: Mapping[str, int]
    others: tuple[tuple[str, tuple[str, ...] | None], ...]
    pictures: Mapping[str, Plain]
    filed: tuple[Any, ...]
    terms: int
    likeness: int
    shelved: int
    index: Mapping[str, tuple[str, bytes]]

    @property
    def work(self) -> tuple[str, str]:
        """Its room and key."""
        return self.record.room, self.record.key

    @property
    def name(self) -> str:
        """Its folder below the content folder."""
        return f"{self.record.room}/{self.record.key}"

    @property
    def blocked(self) -> bool:
        """Whether something in it stops a build."""
        return any(fault.severity == "block" for fault in (*self.faults, *self.seen.faults))

    def same_but_texts(self, other: "Facts") -> bool:
        """Say whether nothing is another than its texts, which only its own pages show."""
        seen = replace(self.seen, clean=other.seen.clean)
        return self.texts.keys() == other.texts.keys() and replace(self, texts=other.texts, seen=seen) == other

    def people(self) -> tuple[str, ...]:
        """Return the pseudonyms of its tellings."""
        return tuple(name for _, name, *_ in self.seen.people)

    def dump(self) -> bytes:
        """Return the facts as bytes."""
        look = self.seen
        seen = (_plain(look.faults), look.withheld, look.people, look.accepted, look.clean)
        numbers = (self.faces, self.titles, self.place, self.whole, self.texts)
        rest = (self.others, self.pictures, self.filed, self.terms, self.likeness, self.shelved, self.index)
        every: tuple[Any, ...] = (self.record.plain(), seen, _plain(self.faults), *numbers, *rest)
        return marshal.dumps(_interned(every))

    @classmethod
    def load(cls, data: bytes) -> "Facts":
        """Return what was dumped."""
        record, (found, *seen), faults, *rest = marshal.loads(data)  # noqa: S302 - our own bytes
        return cls(Record.of(record), Seen(_faults(found), *seen), _faults(faults), *rest)


@dataclass(frozen=True, slots=True)
class Study:
    """A folder's facts, and beside them what only its own pages need: the story or page, and its texts by language."""

    facts: Facts
    shown: Story | Page | None
    texts: Mapping[str, str] = field(repr=False)
    gate: float = 0  # seconds that the gate took

    def shown_as_bytes(self) -> bytes:
        """Return the story or page as bytes."""
        return pickle.dumps(self.shown, protocol=pickle.HIGHEST_PROTOCOL)


def _interned(plain: Any) -> Any:
    """Return the same with short texts interned: marshal remembers that, and of ten thousand facts with the same terms
    and words that are read again, each is kept once."""
    if isinstance(plain, str):
        return sys.intern(plain) if len(plain) <= _WORD else plain
    if isinstance(plain, dict):
        return {_interned(key): _interned(value) for key, value in plain.items()}
    return tuple(map(_interned, plain)) if isinstance(plain, tuple) else plain


def _plain(faults: Sequence[Fault]) -> tuple[tuple[Any, ...], ...]:
    return tuple(astuple(fault) for fault in faults)


def _faults(plain: Sequence[tuple[Any, ...]]) -> tuple[Fault, ...]:
    return tuple(Fault(*each) for each in plain)


class Desk:
    """Where folders are studied, one after another. `keys` holds those of all folders, by room."""

    def __init__(
        self,
        content: Path,
        vocabulary: Vocabulary,
        keys: Mapping[str, Sequence[str]],
        may: Permission,
        private: Path,
        album: Album,
    ) -> None:
        self.content, self.keys, self._may, self._album = content, keys, may, album
        self.gate = Gate(content, vocabulary, private, may.languages)
        self._reader = WorkReader(content, may.languages, vocabulary, keys)

    @property
    def names(self) -> set[str]:
        """The folders of all stories and pages, below the content folder."""
        return {f"{room}/{key}" for room, keys in self.keys.items() for key in keys}

    def study(self, room: str, key: str, former: Facts | None = None) -> Study:
        """Return all there is to know of one folder; `former` is what was known of it before."""
        tellings, faults = self._reader.read(room, key)
        asked: dict[str, tuple[str, ...] | None] = {}

        def others(other: str) -> tuple[str, ...] | None:
            if other not in asked:
                asked[other] = self._people(other)
            return asked[other]

        broken = bool(blocking(faults))
        began = time.perf_counter()
        clean = former.seen.clean if former else frozenset()
        seen = self.gate.examine(room, key, tellings, others, broken=broken, clean=clean)
        gate = time.perf_counter() - began
        work = put_together(room, key, tellings, self._may, seen.withheld, broken=broken)
        pictures, wrong = self._pictures(room, key, work)
        faults += [*work.faults, *wrong]
        masked = replace(seen, faults=tuple(self.gate.masked(seen.faults)))
        compared = tuple(filed(work.shown)) if isinstance(work.shown, Story) else ()
        facts = Facts(
            record=work.record,
            seen=masked,
            faults=tuple(self.gate.masked(faults)),
            faces={code: _face(work.shown, code) for code in self._may.languages} if work.shown else {},
            titles={code: number(told.title) for code, told in work.shown.tellings.items()} if work.shown else {},
            place=number(repr((work.record.lead, work.record.updated, [told[:2] for told in work.record.told]))),
            whole=_whole(work.shown, pictures),
            texts={code: number(text) for code, text in work.texts.items()},
            others=tuple(sorted(asked.items())),
            pictures=pictures,
            filed=compared,
            terms=number(repr(compared[:-1])),
            likeness=number(repr(compared)),
            shelved=number(repr(work.record.filed)),
            index=_index(work.shown) if isinstance(work.shown, Story) else {},
        )
        return Study(facts, work.shown, work.texts, gate)

    def _people(self, key: str) -> tuple[str, ...] | None:
        if key not in self.keys["stories"]:
            return None
        tellings, _ = self._reader.read("stories", key)
        live = (source for source in tellings if source.matter.status != "withdrawn")
        return tuple(name for source in live for name in source.matter.pseudonyms)

    def _pictures(self, room: str, key: str, work: Work) -> tuple[dict[str, Plain], list[Fault]]:
        """Have every picture painted that a telling shows."""
        names = {name for told in work.record.told for name in told.pictures} | {work.record.picture} - {""}
        found: dict[str, Plain] = {}
        faults: list[Fault] = []
        for name in sorted(names):
            path = f"{room}/{key}/{name}"
            painted, wrong = self._album.picture(self.content / path, path)
            faults += wrong
            if painted:
                found[name] = painted.plain()
        return found, faults


def _whole(shown: Story | Page | None, pictures: Mapping[str, Plain]) -> int:
    # A text's digest serves to compare it with its translations, and no page shows it.
    told = {code: replace(told, digest="") for code, told in shown.tellings.items()} if shown else {}
    return number(repr((replace(shown, tellings=told) if shown else None, pictures)))


def _index(story: Story) -> dict[str, tuple[str, bytes]]:
    return {code: index_entry(told.title, code) for code, told in story.tellings.items()}


def _face(shown: Story | Page, code: str) -> int:
    told = shown.told(code)
    seen: tuple[object, ...] = (told.language, told.slug, told.title, told.summary)
    if isinstance(shown, Story):
        seen = (*seen, shown.date, shown.updated, shown.countries, shown.categories)
    return number(repr(seen))
