"""Situation: everything that a build depends on, at a glance: nothing is read, and next to nothing loaded for it."""

import os
import platform
import stat
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from plugins.ledger.survey import SIZE, TICK, UNSURE, entries, survey


@dataclass(frozen=True, slots=True)
class Situation:
    """What a glance tells: `whole` for all that a build depends on, `around` for all but the folders of the content,
    whose marks are `marks`, by `room/key`. `UNSURE` where a glance does not tell whether something has changed."""

    whole: bytes
    around: bytes
    marks: Mapping[str, bytes]


def situation(settings: Mapping[str, object], content: Path, rooms: Iterable[str], around: Iterable[Path]) -> Situation:
    """Return a digest of the values of the settings, of all that lies in the content folder, of this Python, and of the
    files and folders `around`."""
    rooms = tuple(rooms)
    latest = time.time_ns() - TICK
    marks = survey(content, rooms)
    beside = sorted(path for path in content.iterdir() if path.name not in rooms) if content.is_dir() else []
    # Some checks look at these, too, though no story lies in them.
    inside = (entry for room in rooms for entry in entries(content / room))
    beside += sorted(Path(entry.path) for entry in inside if entry.name.startswith(".") or not entry.is_dir())
    glances = [_glance(str(path), latest) for path in (*beside, *around)]
    if UNSURE in glances or os.name == "nt":
        return Situation(UNSURE, UNSURE, marks)
    told = _digest((sorted(settings.items()), glances, platform.python_version()))
    return Situation(UNSURE if UNSURE in marks.values() else _digest((told, sorted(marks.items()))), told, marks)


def _digest(told: object) -> bytes:
    return blake2b(repr(told).encode("utf-8", "surrogateescape"), digest_size=SIZE).digest()


def _glance(path: str, latest: int) -> bytes:
    """Return a mark of a file, or of a folder with all in it; links are unsure, and what is not there is sure."""
    found = blake2b(digest_size=SIZE)
    try:
        known = os.stat(path, follow_symlinks=False)
        if stat.S_ISDIR(known.st_mode):
            with os.scandir(path) as listed:
                entries = sorted(entry.name for entry in listed if entry.name != "__pycache__")
            for name in entries:
                mark = _glance(f"{path}/{name}", latest)
                if mark == UNSURE:
                    return UNSURE
                found.update(name.encode("utf-8", "surrogateescape") + mark)
        elif not stat.S_ISREG(known.st_mode) or known.st_ctime_ns > latest:
            return UNSURE
        else:
            found.update(repr((path, known.st_size, known.st_mtime_ns, known.st_ctime_ns, known.st_ino)).encode())
    except FileNotFoundError:
        found.update(b"nothing")
    except OSError:
        return UNSURE
    return found.digest()
