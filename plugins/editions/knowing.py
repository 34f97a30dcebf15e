"""Knowing: what is known of every folder of the content; what did not change since the last run is not read again."""

import marshal
import os
import pickle
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from plugins.editions.progress import watched
from plugins.editions.study import Desk, Facts, Study
from plugins.ledger import UNSURE, Damaged, Store, digest_of, spread, survey
from plugins.pictures import Album, Lost
from plugins.stories import ROOMS

TABLES = ("facts", "shown", "texts", "meta")
_LEAST = 24  # Folders for which a process of its own is worth while.
Name = tuple[str, str]  # room and key
Mark = tuple[bytes, bytes]  # of a folder: its mark in the survey, and a digest of what is in it


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of every folder, by room and key; which of them were read for it in this run, and how many seconds
    of all processes the gate took for these."""

    facts: Mapping[Name, Facts]
    read: frozenset[Name]
    gate: float


class Memory:
    """What is remembered of the folders of one content folder. It may be lost at any time: then all are read."""

    def __init__(self, folder: Path, key: bytes) -> None:
        """Open it in a folder of its own. `key` is a digest of everything beside a folder's files on which depends what
        is known of it. Raises `Faults` if it cannot be written."""
        self._key, self.album = key, Album(folder / "pictures")
        try:
            self._store = Store(folder / "works.sqlite", TABLES)
            fits = self._store.get("meta", "key") == key
        except Damaged:
            (folder / "works.sqlite").unlink(missing_ok=True)
            self._store, fits = Store(folder / "works.sqlite", TABLES), False
        if not fits:
            self._forget()

    def _forget(self) -> None:
        with self._store as store:
            store.clear()
            store.put("meta", [("key", self._key)])

    def learn(self, desk: Desk, marks: Mapping[str, bytes] | None) -> Known:
        """Return what is known of each folder, after reading at the desk those that may have changed.

        `marks` are those of `ledger.survey`, from a moment ago; it is asked where they are None.
        """
        now = survey(desk.content, ROOMS) if marks is None else marks
        try:
            with self._store:
                return self._learn(desk, now)
        except Damaged:
            self._forget()
            with self._store:
                return self._learn(desk, now)

    def _learn(self, desk: Desk, marks: Mapping[str, bytes]) -> Known:
        wanted = {f"{room}/{key}": (room, key) for room in ROOMS for key in desk.keys[room]}
        before = self.marks()
        facts = {wanted[name]: Facts.load(data) for name, data in self._store.all("facts") if name in wanted}
        now: dict[str, Mark] = {}
        unread: list[Name] = []
        for name, work in wanted.items():
            mark, (former, contents) = marks.get(name, UNSURE), before.get(name, (UNSURE, UNSURE))
            if mark == UNSURE or mark != former or work not in facts:
                fresh = digest_of(desk.content / name)
                if fresh != contents or work not in facts:
                    unread.append(work)
                contents = fresh
            now[name] = (mark, contents)
        read: set[Name] = set()
        gate = 0.0
        while unread:
            read.update(unread)
            for study in watched(spread(partial(_studied, desk, dict(facts)), unread, _LEAST), len(unread), "Reading"):
                facts[study.facts.work] = study.facts
                gate += study.gate
                self._keep(study)
            unread = [work for work in facts if work not in read and _leans(facts[work], facts)]
        self._settle(now, before, facts, read)
        return Known(facts, frozenset(read), gate)

    def marks(self) -> dict[str, Mark]:
        """Return the mark of each folder that is known, by its name, and the digest of what is in it."""
        kept = self._store.get("meta", "marks")
        return marshal.loads(kept) if kept else {}  # noqa: S302 - our own bytes, and checked

    def state(self) -> bytes:
        """Return what is another whenever something else is remembered."""
        return self._store.get("meta", "state") or b""

    def facts_of(self, work: Name) -> Facts | None:
        """Return the facts of one folder. Raises `Damaged`."""
        kept = self._store.get("facts", "/".join(work))
        return Facts.load(kept) if kept else None

    def change(self, studies: Iterable[Study], marks: Mapping[str, Mark]) -> None:
        """Remember some folders anew."""
        with self._store:
            for study in studies:
                self._keep(study)
            self._mark(marks)

    def _mark(self, marks: Mapping[str, Mark]) -> None:
        self._store.put("meta", [("marks", marshal.dumps(dict(marks))), ("state", os.urandom(16))])

    def _keep(self, study: Study) -> None:
        name = study.facts.name
        self._store.put("facts", [(name, study.facts.dump())])
        self._store.put("shown", [(name, study.shown_as_bytes())])
        self._store.put("texts", ((f"{name}/{code}", text.encode()) for code, text in study.texts.items()))

    def _settle(
        self, now: Mapping[str, Mark], before: Mapping[str, Mark], facts: Mapping[Name, Facts], read: Set[Name]
    ) -> None:
        """Remember which folders are known, but those that stop a build, which are read again; forget what is gone."""
        every = {each.name: each for each in facts.values()}
        marks = {name: mark for name, mark in now.items() if not every[name].blocked}
        if marks == before and not read and self._store.names("facts") == every.keys():
            return
        self._mark(marks)
        for table in ("facts", "shown"):
            self._store.drop(table, self._store.names(table) - every.keys())
        texts = {f"{name}/{code}" for name, each in every.items() for code in each.texts}
        self._store.drop("texts", self._store.names("texts") - texts)
        self.album.keep_only({picture[0] for each in every.values() for picture in each.pictures.values()})

    def kept(self, name: str) -> Any:
        """Return plain data that were kept under a name, or None. Raises `Damaged`."""
        found = self._store.get("meta", f"kept/{name}")
        return None if found is None else marshal.loads(found)  # noqa: S302

    def keep(self, **data: Any) -> None:
        """Keep plain data under names."""
        with self._store as store:
            store.put("meta", [(f"kept/{name}", marshal.dumps(value)) for name, value in data.items()])
            store.put("meta", [("state", os.urandom(16))])

    def picture(self, kept: str, name: str) -> bytes:
        """Return the bytes of one of a picture's files, by its published name. Raises `Damaged` if it is not there."""
        try:
            return self.album.read(kept, name)
        except Lost as error:
            raise Damaged(name) from error

    def shown(self, room: str, key: str) -> Any:
        """Return a story or page as it is published. Raises `Damaged`."""
        data = self._store.get("shown", f"{room}/{key}")
        if data is None:
            raise Damaged(f"{room}/{key}")
        return pickle.loads(data)  # noqa: S301 - written by this program, and checked

    def text(self, room: str, key: str, language: str) -> str:
        """Return the safe HTML of a telling that is published. Raises `Damaged`."""
        data = self._store.get("texts", f"{room}/{key}/{language}")
        if data is None:
            raise Damaged(f"{room}/{key}/{language}")
        return data.decode()

    def again(self) -> None:
        """Open the store anew: a process that was forked may not use its parent's connection."""
        self._store = self._store.again()


def _studied(desk: Desk, former: Mapping[Name, Facts], works: Iterable[Name]) -> Iterator[Study]:
    return (desk.study(*work, former.get(work)) for work in works)


def _leans(facts: Facts, known: Mapping[Name, Facts]) -> bool:
    """Say whether a folder must be read again because of another one: a text links to what is there no more, or the
    names of the people in a story that it links to are others than the gate was told."""
    for told in facts.record.told:
        if any(("stories", key) not in known for key in told.stories):
            return True
        if any(("pages", key) not in known for key in told.pages):
            return True
    return any(
        names != (known["stories", key].people() if ("stories", key) in known else None) for key, names in facts.others
    )
