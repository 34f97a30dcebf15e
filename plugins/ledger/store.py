"""Store: what a build knows of the last one, in one SQLite file. It may be lost, and never makes a site wrong."""

import errno
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path
from types import TracebackType

from plugins.faults import Fault, Faults

_PATIENCE = 60  # Seconds to wait for another build.
_CHECK = 8  # Bytes of the check before each value: SQLite notices a damaged page, not a damaged value.


class Damaged(Exception):
    """Raised when the store cannot be read, or holds something else than was put in."""


def no_cache(folder: Path, reason: str) -> Faults:
    """Return what to raise where a folder of the cache cannot be written."""
    message, remedy = f"The cache cannot be written ({reason}).", "Choose another folder with --cache."
    return Faults([Fault(str(folder), 1, 1, "editions/no-cache", message, remedy)])


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Tell what SQLite raises as what it means: another build is at work, the disk is full, the folder cannot be
    written, or the store is damaged."""
    try:
        yield
    except sqlite3.Error as error:
        kind = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the rest is detail
        if kind in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            message, remedy = "Another build is using this cache.", "Wait until it has ended."
            raise Faults([Fault(path.name, 1, 1, "output/busy", message, remedy)]) from None
        if kind in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM):
            raise no_cache(path.parent, str(error)) from error
        if kind == sqlite3.SQLITE_FULL:
            raise OSError(errno.ENOSPC, str(error), str(path)) from error
        raise Damaged(str(error)) from error
    except UnicodeDecodeError as error:  # SQLite's message quotes what is damaged
        raise Damaged(str(error)) from error


class Store:
    """Values by table and name, as bytes. What is deleted is overwritten (`secure_delete`)."""

    def __init__(self, path: Path, tables: Iterable[str]) -> None:
        """Open a store, or make it. Raises `Damaged` if it is none, `Faults` if its folder cannot be written.

        Whatever is asked of it or put into it may raise `Damaged`, too, and `Faults` while another build changes it.
        """
        self._path, self._tables = path, tuple(tables)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise no_cache(path.parent, error.strerror or str(error)) from error
        with _told(path):
            self._open()

    def _open(self) -> None:
        self._connection = sqlite3.connect(self._path, isolation_level=None, timeout=_PATIENCE)
        # Without a wait for the disk: after a power cut, a damaged store is found out and made again.
        for setting in ("secure_delete = ON", "synchronous = OFF", "cache_size = -32000"):
            self._connection.execute(f"PRAGMA {setting}")
        known = {name for (name,) in self._connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        for table in self._tables:
            if table not in known:
                self._connection.execute(f"CREATE TABLE {table} (name TEXT PRIMARY KEY, value BLOB NOT NULL)")

    def again(self) -> "Store":
        """Return the same store with a connection of its own: a process that was forked may not use its parent's."""
        return Store(self._path, self._tables)

    def get(self, table: str, name: str) -> bytes | None:
        """Return a value, or None. Raises `Damaged`."""
        rows = self._ask(f"SELECT name, value FROM {table} WHERE name = ?", (name,))  # noqa: S608 - a name of ours
        return next((value for _, value in rows), None)

    def all(self, table: str) -> Iterator[tuple[str, bytes]]:
        """Yield every name and value of a table. Raises `Damaged`."""
        return self._ask(f"SELECT name, value FROM {table}", ())  # noqa: S608

    def names(self, table: str) -> set[str]:
        """Return the names of a table. Raises `Damaged`."""
        with _told(self._path):
            return {name for (name,) in self._connection.execute(f"SELECT name FROM {table}")}  # noqa: S608

    def put(self, table: str, rows: Iterable[tuple[str, bytes]]) -> None:
        """Put values in, each in place of the one of its name."""
        checked = ((name, _check(name, value) + value) for name, value in rows)
        with _told(self._path):
            self._connection.executemany(f"INSERT OR REPLACE INTO {table} VALUES (?, ?)", checked)  # noqa: S608

    def drop(self, table: str, names: Iterable[str]) -> None:
        """Take values out."""
        with _told(self._path):
            self._connection.executemany(f"DELETE FROM {table} WHERE name = ?", ((name,) for name in names))  # noqa: S608

    def clear(self) -> None:
        """Take everything out of every table."""
        with _told(self._path):
            for table in self._tables:
                self._connection.execute(f"DELETE FROM {table}")  # noqa: S608

    def __enter__(self) -> "Store":
        """Begin a change that is made as a whole or not at all."""
        with _told(self._path):
            self._connection.execute("BEGIN IMMEDIATE")
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        with _told(self._path):
            if not kind:
                self._connection.execute("COMMIT")
            elif self._connection.in_transaction:  # some errors have ended it
                self._connection.execute("ROLLBACK")

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def _ask(self, question: str, values: tuple[str, ...]) -> Iterator[tuple[str, bytes]]:
        with _told(self._path):
            for name, value in self._connection.execute(question, values):
                kinds = isinstance(name, str) and isinstance(value, bytes)
                if not kinds or value[:_CHECK] != _check(name, value[_CHECK:]):
                    raise Damaged(str(name))
                yield name, value[_CHECK:]


def _check(name: str, value: bytes) -> bytes:
    return blake2b(value, digest_size=_CHECK, key=blake2b(name.encode(), digest_size=_CHECK).digest()).digest()
