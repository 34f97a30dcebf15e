"""Account: what each file of an output was made from, as far as the output is still as the last build left it."""

import marshal
import os
import shutil
from collections.abc import Collection, Iterator, Mapping
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import Any

from plugins.faults import Fault
from plugins.ledger.aside import Aside
from plugins.ledger.store import Damaged, Store
from plugins.ledger.survey import number
from plugins.ledger.twin import folders_of

_TABLES = ("meta", "looks")
_LONG = 100_000  # Bytes of stamps, of some 1,500 files, from which it pays to have them looked at meanwhile.
_Stamp = tuple[int, int, int, int]  # size, time of modification, inode, names: one more in the twin


@dataclass(frozen=True, slots=True)
class Rest:
    """How a build left things.

    `warnings` are what should be looked at; `whole` and `around` are the situation that it found; `memory` says which
    state of what is remembered of the content it was made from; `day` is the ordinal of the day that it was, `until` of
    that from which more is to be published (0: none); `common` a number by language for what all its pages show, `told`
    the languages with stories; `tellings` and `files` how many there are.
    """

    warnings: tuple[Fault, ...]
    whole: bytes
    around: bytes
    memory: bytes
    day: int
    until: int
    common: Mapping[str, int]
    told: tuple[str, ...]
    tellings: int
    files: int

    def dump(self) -> bytes:
        """Return it as bytes."""
        plain: Any = [getattr(self, each.name) for each in fields(self)]
        return marshal.dumps([list(map(astuple, self.warnings)), *plain[1:]])

    @classmethod
    def load(cls, data: bytes) -> "Rest":
        """Return what was dumped. Raises `Damaged` where another version of this tool has done it."""
        try:
            warnings, *plain = marshal.loads(data)  # noqa: S302 - our own bytes, and checked
            return cls(tuple(Fault(*each) for each in warnings), *plain)
        except (TypeError, ValueError) as error:
            raise Damaged("rest") from error


class Account:
    """The account of one output folder.

    `marks` are the marks of its files by name: none where nothing is known of them, or where something has touched
    them, and then all are made again. A build says in `next` what the next site consists of, in `looks` what it saw in
    each file that it made, and, if it knows, in `leaves` how it leaves things.
    """

    def __init__(self, folder: Path, output: Path) -> None:
        """Keep it in a folder of its own. Whatever opens it raises `Faults` if that cannot be written."""
        self.folder, self._output = folder, output
        self.marks: dict[str, int] = {}
        self.next: dict[str, int] | None = None
        self.looks: dict[str, Any] = {}
        self.leaves: Rest | None = None
        self.removed = 0  # files of the last site that the next one has not
        self._stamps: dict[str, _Stamp] = {}
        self._begun: tuple[bytes, Aside[bool]] | None = None

    @classmethod
    def of(cls, output: Path, cache: Path) -> "Account":
        """Return the account of an output folder that is kept in a cache folder."""
        return cls(cache / "ledger" / f"{number(str(output.resolve())):016x}", output)

    def forget_others(self) -> None:
        """Delete what is kept in this cache of other outputs: their files may show what must be kept no longer."""
        for path in [*self.folder.parent.glob("*/output.sqlite"), *self.folder.parent.glob("*/twin")]:
            if path.parent != self.folder:
                shutil.rmtree(path.parent, ignore_errors=True)

    def _open(self) -> Store:
        path = self.folder / "output.sqlite"
        try:
            store = Store(path, _TABLES)
            store.get("meta", "rest")
        except Damaged:
            path.unlink(missing_ok=True)
            store = Store(path, _TABLES)
        return store

    def begin(self) -> None:
        """Begin to look whether the output is as it says; `read` will ask for the answer."""
        stamps = self._open().get("meta", "stamps")
        if stamps and len(stamps) > _LONG:
            self._begun = stamps, Aside(lambda: _unchanged(self._output, marshal.loads(stamps)))  # noqa: S302

    def read(self) -> bool:
        """Read it, and return whether the output is as it says. Raises `Damaged`."""
        self._store, self.marks = self._open(), {}
        marks, stamps = self._store.get("meta", "marks"), self._store.get("meta", "stamps")
        if marks and stamps:
            self._stamps = marshal.loads(stamps)  # noqa: S302 - our own bytes, and checked
            # Another build may have come between the beginning and now.
            begun = self._begun[1] if self._begun and self._begun[0] == stamps else None
            if begun.answer() if begun else _unchanged(self._output, self._stamps):
                self.marks = marshal.loads(marks)  # noqa: S302
        self._begun = None
        return bool(self.marks)

    def rest(self) -> Rest | None:
        """Return how the last build left things, if that is known. Raises `Damaged`."""
        kept = self._open().get("meta", "rest")
        return Rest.load(kept) if kept else None

    def keep(self) -> None:
        """Write down how a build leaves things that found nothing to do."""
        if self.leaves:
            with self._store as store:
                store.put("meta", [("rest", self.leaves.dump())])

    def wants(self, name: str) -> bool:
        """Say whether a file of the next site must be made: the last one has none, or one made from something else."""
        assert self.next is not None
        return name not in self.marks or self.marks[name] != self.next[name]

    def kept(self) -> list[str]:
        """Return the files that the next site takes over from the last one."""
        return [name for name in self.next or () if not self.wants(name)]

    def gone(self) -> set[str]:
        """Return the files of the last site that the next one has not."""
        return self.marks.keys() - (self.next or {}).keys()

    def nothing(self) -> bool:
        """Say whether the next site is the last one."""
        return self.next is not None and self.next == self.marks

    def seen(self) -> Iterator[tuple[str, Any]]:
        """Yield what was seen of each file of the last site when it was made, by name. Raises `Damaged`."""
        missing = set(self.marks)
        for name, value in self._store.all("looks"):
            missing.discard(name)
            yield name, marshal.loads(value)  # noqa: S302 - our own bytes, and checked
        if missing:
            raise Damaged(min(missing))

    def seen_of(self, name: str) -> Any:
        """Return what was seen of a file of the last site when it was made, or None. Raises `Damaged`."""
        value = self._store.get("looks", name)
        if value is None and name in self.marks:
            raise Damaged(name)
        return None if value is None else marshal.loads(value)  # noqa: S302

    def settle(self, others: Collection[str], *, partly: bool) -> None:
        """Write down what the output consists of, now that it is the next site; `others` are files without a mark.

        `partly` says that of what is kept each file and folder is as it was.
        """
        assert self.next is not None
        gone = self.gone()
        self.removed = len(gone)
        made = [name for name in self.next if self.wants(name)] if partly else list(self.next)
        stamps = dict(self._stamps) if partly else {}
        for name in (*gone, *folders_of(gone)):
            stamps.pop(name, None)
        touched = {*made, *others, *folders_of([*made, *others]), *folders_of(gone)}
        for name in touched:
            if os.path.lexists(f"{self._output}/{name}"):
                stamps[name] = _stamp(f"{self._output}/{name}")
        with self._store as store:
            store.drop("looks", gone if self.marks else store.names("looks"))
            store.put("looks", ((name, marshal.dumps(look)) for name, look in self.looks.items()))
            store.put("meta", [("marks", marshal.dumps(self.next)), ("stamps", marshal.dumps(stamps))])
            store.drop("meta", ["rest"])
            store.put("meta", [("rest", self.leaves.dump())] if self.leaves else [])
        self._store.close()


def _stamp(path: str) -> _Stamp:
    known = os.stat(path, follow_symlinks=False)
    if path[-1] != "/":
        return known.st_size, known.st_mtime_ns, known.st_ino, known.st_nlink
    # A folder's time changes when something is put into it or taken away; the twin's folders have the same times.
    return 0, known.st_mtime_ns, 0, 0


def _unchanged(output: Path, stamps: Mapping[str, _Stamp]) -> bool:
    """Say whether each file and folder is the one that was written."""
    base = str(output)
    try:
        return all(_stamp(f"{base}/{name}") == stamp for name, stamp in stamps.items())
    except OSError:
        return False
