"""What a command costs: seconds, seconds of all processors, and the memory of all its processes together."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PROC = Path("/proc")
INTERVAL = 0.05  # Seconds between two looks at the memory.
_SAID = 2_000  # Characters of what a failed command said that are shown.


class Failed(RuntimeError):
    """A command that ended with an error, or could not be measured."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Wall and processor time in seconds, children included; the most memory at one time, in bytes.

    Memory is the proportional set size of the command and all that descends from it, summed: pages that processes
    share count once. Where there is no /proc, it is the resident memory of the largest of them.
    """

    wall: float
    cpu: float
    memory: int

    def __add__(self, other: "Cost") -> "Cost":
        return Cost(self.wall + other.wall, self.cpu + other.cpu, max(self.memory, other.memory))


def run(command: Sequence[str], place: Path, environment: Mapping[str, str] | None = None) -> Cost:
    """Run a command in a folder to its end and return what it cost. Raises Failed when it ends with an error.

    Only Unix tells what the children of a process cost; elsewhere it fails, too.
    """
    if not hasattr(os, "wait4"):
        raise Failed("The benchmark needs Linux or macOS.")
    started = time.perf_counter()
    process = subprocess.Popen(
        command,
        cwd=place,
        env={**os.environ, **(environment or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,  # so that what outlives its parent is still found
    )
    said: list[bytes] = []
    assert process.stdout
    listener = threading.Thread(target=lambda stream: said.append(stream.read()), args=(process.stdout,), daemon=True)
    listener.start()
    with Sampler(process.pid) as sampler:
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    listener.join(timeout=5)
    if process.returncode:
        text = b"".join(said).decode(errors="replace")[-_SAID:]
        raise Failed(f"{' '.join(command)} ended with code {process.returncode}:\n{text}")
    return Cost(wall, usage.ru_utime + usage.ru_stime, sampler.most or _largest(usage))


class Sampler:
    """Looks at the memory of a process and its descendants while it is entered; `most` is the most it saw, in bytes."""

    def __init__(self, pid: int) -> None:
        self.pid, self.most = pid, 0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> "Sampler":
        if PROC.is_dir():
            self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        if self._thread.ident:
            self._thread.join()

    def _look(self) -> None:
        while True:
            self.most = max(self.most, sum(map(memory, family(self.pid))))
            if self._ended.wait(INTERVAL):
                return


def family(root: int) -> set[int]:
    """Return the ids of a process, of all that descend from it, and of all in the session that it began."""
    parents, found = {}, {root}
    for entry in PROC.iterdir():
        if not entry.name.isdigit():
            continue
        try:  # after the name, which may hold anything: state, parent, group, session
            fields = (entry / "stat").read_text(errors="replace").rpartition(")")[2].split()
        except OSError:
            continue  # it has just ended
        pid = int(entry.name)
        parents[pid] = int(fields[1])
        if int(fields[3]) == root:
            found.add(pid)
    while new := {pid for pid, parent in parents.items() if parent in found} - found:
        found |= new
    return found


def memory(pid: int) -> int:
    """Return the proportional set size of a process in bytes, or its resident size if that is hidden; 0 if it ended."""
    for name, label in (("smaps_rollup", "Pss:"), ("status", "VmRSS:")):
        try:
            lines = (PROC / str(pid) / name).read_text().splitlines()
        except OSError:
            continue
        for line in lines:
            if line.startswith(label):
                return int(line.split()[1]) * 1024
    return 0


def _largest(usage: Any) -> int:
    return int(usage.ru_maxrss) * (1 if sys.platform == "darwin" else 1024)
