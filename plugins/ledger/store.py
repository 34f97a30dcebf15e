"""Store: what a build knows of the last one, in one SQLite file. It may be lost, and never makes a site wrong."""

import sqlite3
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from pathlib import Path
from types import TracebackType

_CHECK = 8  # Bytes of the check before each value: SQLite notices a damaged page, not a damaged value.


class Damaged(Exception):
    """Raised when the store cannot be read, or holds something else than was put in."""


class Store:
    """Values by table and name, as bytes. What is deleted is overwritten (`secure_delete`)."""

    def __init__(self, path: Path, tables: Iterable[str]) -> None:
        """Open a store, or make it. Raises `Damaged` if it is none, OSError if its folder cannot be written."""
        self._path, self._tables = path, tuple(tables)
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._open()
        except sqlite3.Error as error:
            raise Damaged(str(error)) from error

    def _open(self) -> None:
        self._connection = sqlite3.connect(self._path, isolation_level=None, timeout=60)
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
        try:
            return {name for (name,) in self._connection.execute(f"SELECT name FROM {table}")}  # noqa: S608
        except sqlite3.Error as error:
            raise Damaged(str(error)) from error

    def put(self, table: str, rows: Iterable[tuple[str, bytes]]) -> None:
        """Put values in, each in place of the one of its name."""
        checked = ((name, _check(name, value) + value) for name, value in rows)
        self._connection.executemany(f"INSERT OR REPLACE INTO {table} VALUES (?, ?)", checked)  # noqa: S608

    def drop(self, table: str, names: Iterable[str]) -> None:
        """Take values out."""
        self._connection.executemany(f"DELETE FROM {table} WHERE name = ?", ((name,) for name in names))  # noqa: S608

    def clear(self) -> None:
        """Take everything out of every table."""
        for table in self._tables:
            self._connection.execute(f"DELETE FROM {table}")  # noqa: S608

    def __enter__(self) -> "Store":
        """Begin a change that is made as a whole or not at all."""
        self._connection.execute("BEGIN IMMEDIATE")
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._connection.execute("ROLLBACK" if kind else "COMMIT")

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def _ask(self, question: str, values: tuple[str, ...]) -> Iterator[tuple[str, bytes]]:
        try:
            for name, value in self._connection.execute(question, values):
                if value[:_CHECK] != _check(name, value[_CHECK:]):
                    raise Damaged(name)
                yield name, value[_CHECK:]
        except (sqlite3.Error, TypeError) as error:
            raise Damaged(str(error)) from error


def _check(name: str, value: bytes) -> bytes:
    return blake2b(value, digest_size=_CHECK, key=blake2b(name.encode(), digest_size=_CHECK).digest()).digest()
