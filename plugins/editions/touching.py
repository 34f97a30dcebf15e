"""Touching: a change that only texts show is made without a look at the rest of the library.

A wrong sentence about a person must be replaceable at once. Where the last build left everything settled and only the
texts of a few folders are others, no other page can show it: those folders are read, and their own pages made.
"""

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from functools import partial
from typing import Generic, TypeVar

from plugins.editions.knowing import Mark, Memory, Name
from plugins.editions.offering import row_of
from plugins.editions.planning import Overview, Plan, own_plan
from plugins.editions.study import Desk, Facts, Study
from plugins.ledger import UNSURE, Rest, Situation, digest_of
from plugins.stories import ROOMS

FEW = 24  # Folders; with more, a look at the whole library costs little beside reading them.

Key = TypeVar("Key")
Value = TypeVar("Value")


class OnDemand(Mapping[Key, Value], Generic[Key, Value]):
    """A mapping whose values are looked up when they are asked for; it cannot be gone through."""

    def __init__(self, find: Callable[[Key], Value | None]) -> None:
        self._find, self._found = find, dict[Key, Value | None]()

    def __getitem__(self, key: Key) -> Value:
        if key not in self._found:
            self._found[key] = self._find(key)
        found = self._found[key]
        if found is None:
            raise KeyError(key)
        return found

    def __iter__(self) -> Iterator[Key]:
        raise TypeError("only what is asked for is known")

    def __len__(self) -> int:
        raise TypeError("only what is asked for is known")


class Told(Set[str]):
    """The keys of what is published in a room, each looked up when it is asked for."""

    def __init__(self, keys: Set[str], published: Callable[[str], bool]) -> None:
        self._keys, self._published = keys, published

    def __contains__(self, key: object) -> bool:
        return key in self._keys and self._published(str(key))

    def __iter__(self) -> Iterator[str]:
        return (key for key in self._keys if self._published(key))

    def __len__(self) -> int:
        return sum(1 for _ in self)


def touched(desk: Desk, situation: Situation, rest: Rest, memory: Memory) -> list[tuple[Study, set[str]]] | None:
    """Read the few folders that changed since the last build, and remember them; return those whose texts are others,
    each with the languages of these texts.

    None where more than texts are others, or too many folders: then nothing is remembered of it.
    """
    before = memory.marks()
    if memory.state() != rest.memory or before.keys() != desk.names:
        return None
    now = {name: situation.marks.get(name, UNSURE) for name in before}
    changed = [name for name, mark in now.items() if mark == UNSURE or mark != before[name][0]]
    if len(changed) > FEW:
        return None
    marks: dict[str, Mark] = {}
    found: list[tuple[Study, set[str]]] = []
    for name in changed:
        contents = digest_of(desk.content / name)
        marks[name] = (now[name], contents)
        if contents == before[name][1]:
            continue
        work = (name.partition("/")[0], name.partition("/")[2])
        former = memory.facts_of(work)
        if former is None:
            return None
        study = desk.study(*work, former)
        if study.facts.blocked or not study.facts.same_but_texts(former):
            return None
        found.append((study, {code for code, text in study.facts.texts.items() if text != former.texts[code]}))
    memory.change((study for study, _ in found), before | marks)
    return found


def overview(rest: Rest, memory: Memory, desk: Desk, per_page: int) -> Overview:
    """Return the library as far as it is asked for."""
    today = datetime.date.fromordinal(rest.day)  # nothing has become due since then
    facts: OnDemand[Name, Facts] = OnDemand(memory.facts_of)

    def published(room: str) -> Told:
        return Told(frozenset(desk.keys[room]), lambda key: facts[room, key].record.due(today))

    return Overview(
        languages=tuple(rest.common),
        per_page=per_page,
        facts=facts,
        stories=(),
        pages=(),
        shelves={},
        told={},
        published={room: published(room) for room in ROOMS},
        gone=(),
        offers={code: OnDemand(partial(row_of, language=code, memory=memory)) for code in rest.common},
        concerns={},
        common=rest.common,
        cuts={},
        share_cards={},
    )


def plans_of(found: Iterable[tuple[Study, Set[str]]], over: Overview) -> Iterator[Plan]:
    """Yield the plans of the pages on which the texts stand that `touched` found."""
    for study, languages in found:
        record = study.facts.record
        if record.key in over.published[record.room]:
            for told in record.told:
                if told.language in languages:
                    yield own_plan(over, study.facts, told)
