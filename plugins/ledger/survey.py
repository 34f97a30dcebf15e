"""Survey: which folders may have changed since they were last read, found out without reading them."""

import os
import stat
import time
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from pathlib import Path

SIZE = 16  # Bytes of a digest: 128 bits, as good as unique among all folders that there will ever be.
UNSURE = b""  # The mark of a folder whose contents must be looked at, whatever its files' times say.
# A file that was changed so shortly before may be changed again at the same time, as its file system tells it.
TICK = 20_000_000  # Nanoseconds; Linux steps at 1 to 10 ms.


def survey(content: Path, rooms: Iterable[str]) -> dict[str, bytes]:
    """Return a mark of every folder in the rooms of a content folder, by `room/key`.

    Two equal marks, `UNSURE` apart, mean equal contents: the mark holds every file's name, size, inode, and times of
    modification and of change, of which no program can set the last one back. A folder with links, folders or files
    changed just now, or in the future, is unsure; so is every one on Windows, which has no time of change.
    """
    latest = time.time_ns() - TICK
    marks: dict[str, bytes] = {}
    for room in rooms:
        for entry in entries(content / room):
            try:
                marks[f"{room}/{entry.name}"] = UNSURE if os.name == "nt" else _mark(entry, latest)
            except OSError:
                marks[f"{room}/{entry.name}"] = UNSURE
    return marks


def entries(folder: Path) -> Iterator[os.DirEntry[str]]:
    """Yield what lies in a folder; nothing where there is none."""
    if folder.is_dir():
        with os.scandir(folder) as listed:
            yield from listed


def _mark(folder: os.DirEntry[str], latest: int) -> bytes:
    if folder.is_symlink():
        return UNSURE
    told: list[tuple[object, ...]] = []
    if not folder.is_dir():  # such as a file that an editor or a system leaves behind
        return b"beside" if folder.name.startswith(".") else UNSURE
    with os.scandir(folder.path) as listed:
        for entry in listed:
            known = entry.stat(follow_symlinks=False)
            if not stat.S_ISREG(known.st_mode) or known.st_ctime_ns > latest:
                return UNSURE
            told.append((entry.name, known.st_size, known.st_mtime_ns, known.st_ctime_ns, known.st_ino, known.st_mode))
    return blake2b(repr(sorted(told)).encode("utf-8", "surrogateescape"), digest_size=SIZE).digest()


def digest_of(*paths: Path) -> bytes:
    """Return a digest of the names and contents of these files, and of all files and folders in these folders.

    Links are followed, but where one leads counts, too. A file that cannot be read counts as one that is not there.
    """
    found = blake2b(digest_size=SIZE)
    for path in paths:
        for name, place in _files(path):
            try:
                data = Path(place).read_bytes() if os.path.isfile(place) else b"\0no file"  # a pipe would never end
            except OSError:
                data = b"\0unreadable"
            if os.path.islink(place):
                data = b"\0link %s %s" % (os.fsencode(os.path.realpath(place)), data)
            found.update(b"%d %s %d " % (len(name), name, len(data)))
            found.update(data)
    return found.digest()


def _files(path: Path) -> Iterator[tuple[bytes, str]]:
    if not path.is_dir():
        yield os.fsencode(path.name), str(path)
        return
    for base, folders, names in os.walk(path, followlinks=False):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        for name in sorted([*names, *folders]):
            place = os.path.join(base, name)
            yield os.fsencode(os.path.relpath(place, path)), place


def number(text: str) -> int:
    """Return a number that is another for another text. (Python's own `hash` is another in every process.)"""
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")
