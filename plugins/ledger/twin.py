"""Twin: a second tree of the output's files, of which each is one file with two names.

To change a few files of a large site in one step, the change is made in the twin; then both change places, and the
change is made in the other. That takes as long as the change is large, whatever the size of the site.
"""

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

from plugins.ledger.crew import spread

_MANY = 2_000  # Files for which a process of its own is worth while.


class Twin:
    """The twin of an output folder. It is only trusted while its sign stands beside it."""

    def __init__(self, folder: Path) -> None:
        self.tree, self._sign = folder / "twin", folder / "twin.is-ready"

    def is_ready(self) -> bool:
        """Say whether the twin is the same as the output; if not, clear it away."""
        if self._sign.exists() and self.tree.is_dir():
            return True
        self.forget()
        return False

    def forget(self) -> None:
        """Clear the twin away."""
        self._sign.unlink(missing_ok=True)
        if self.tree.exists():
            shutil.rmtree(self.tree)

    def become(self, staging: Path, gone: Iterable[str]) -> None:
        """Take over the files of a staging folder, drop those that are gone, and stand where that folder stood."""
        self._sign.unlink()
        folders: set[str] = set()
        for base, _, names in os.walk(staging):
            inside = os.path.relpath(base, staging)
            for name in names:
                target = os.path.normpath(os.path.join(self.tree, inside, name))
                _make_room(target, folders)
                os.replace(os.path.join(base, name), target)
        _drop(self.tree, gone)
        shutil.rmtree(staging)
        self.tree.rename(staging)

    def follow(self, former: Path, output: Path, made: Iterable[str], gone: Iterable[str]) -> None:
        """Make the former output the twin of the one that is there now."""
        former.rename(self.tree)
        made, gone = list(made), list(gone)
        for name in made:
            with suppress(FileNotFoundError):
                os.unlink(f"{self.tree}/{name}")
        _drop(self.tree, gone)
        link_all(output, self.tree, made)
        _date(output, self.tree, folders_of([*made, *gone]))
        self._sign.touch()

    def grow(self, output: Path, names: Iterable[str]) -> None:
        """Make the twin of an output from nothing, where both are on one disk."""
        self.forget()
        self.tree.mkdir(parents=True)
        if os.stat(self.tree).st_dev == os.stat(output).st_dev:
            names = list(names)
            for _ in spread(partial(_linked, output, self.tree), names, _MANY):
                pass
            _date(output, self.tree, folders_of(names))
            self._sign.touch()


def _linked(source: Path, target: Path, names: Iterable[str]) -> Iterator[None]:
    link_all(source, target, names)
    yield


def link_all(source: Path, target: Path, names: Iterable[str]) -> None:
    """Give files of one folder a second name in another: links to the same file where the disk can, else copies."""
    folders: set[str] = set()
    one, other = str(source), str(target)
    for name in names:
        place = f"{other}/{name}"
        _make_room(place, folders)
        try:
            os.link(f"{one}/{name}", place)
        except OSError:
            shutil.copy2(f"{one}/{name}", place)


def folders_of(names: Iterable[str]) -> set[str]:
    """Return all folders in which these files lie, each with a slash at its end; that of the tree itself is `./`."""
    found = {"./"}
    for name in names:
        folder = name.rpartition("/")[0]
        while folder and f"{folder}/" not in found:
            found.add(f"{folder}/")
            folder = folder.rpartition("/")[0]
    return found


def _date(source: Path, target: Path, folders: Iterable[str]) -> None:
    """Give folders the times of those that they are the twins of: by these it is seen whether somebody has put a file
    into one, whichever of both trees is the output."""
    for folder in folders:
        with suppress(FileNotFoundError):
            known = os.stat(f"{source}/{folder}")
            os.utime(f"{target}/{folder}", ns=(known.st_atime_ns, known.st_mtime_ns))


def _make_room(path: str, folders: set[str]) -> None:
    folder = os.path.dirname(path)
    if folder not in folders:
        os.makedirs(folder, exist_ok=True)
        folders.add(folder)


def _drop(tree: Path, names: Iterable[str]) -> None:
    """Remove files, and the folders that hold nothing then."""
    for name in names:
        with suppress(FileNotFoundError):
            os.unlink(f"{tree}/{name}")
        folder = name
        while folder := folder.rpartition("/")[0]:
            try:
                os.rmdir(f"{tree}/{folder}")
            except OSError:
                break  # it holds something
