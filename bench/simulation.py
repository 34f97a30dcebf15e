"""`inv scale --workers N`: the same stories made by N processes as by N machines, and what that takes."""

import filecmp
import shutil
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bench.corpus import Corpus
from bench.ours import ROOT, write_content
from bench.processes import Cost, run
from bench.results import machine
from bench.workers import STEPS
from plugins.ledger import MANIFEST

_MIB = 2**20


class Different(AssertionError):
    """A site that is not the one of an ordinary build."""


def simulated(stories: int, workers: int, work: Path) -> Iterator[str]:
    """Build a corpus in the ordinary way, with one worker, and with this many; yield what each took.

    Raises ValueError for fewer workers than two, Failed when a process fails, and `Different` when a site is not the
    ordinary one byte for byte.
    """
    if workers < 2:
        raise ValueError("--workers is 2 or more.")
    place = work / f"workers-{stories}"
    shutil.rmtree(place, ignore_errors=True)
    write_content(Corpus(stories), place / "content")
    yield ", ".join(f"{name}: {value}" for name, value in machine().items())
    folders = [part for name in ("content", "output", "cache") for part in (f"--{name}", str(place / name))]
    yield _line("ordinary build, all cores", [run([sys.executable, "-m", "invoke", "build", *folders], ROOT)])
    for number in (1, workers):
        shared = place / f"shared-{number}"
        shutil.copytree(place / "content", shared / "content")
        wall = 0.0
        for step, costs in together(shared, number):
            wall += max(cost.wall for cost in costs)
            yield _line(f"{number}: {step}", costs)
        yield f"{f'{number}: all':28}{wall:9.2f} s"
        handed = {path.name: size(path) for path in sorted(shared.iterdir())}
        yield f"{number}: handed over, in bytes: " + ", ".join(f"{name} {each:,}" for name, each in handed.items())
        if different := compared(place / "output", shared / "site"):
            raise Different(f"{len(different)} files differ from the ordinary build, such as {different[0]}.")
        yield f"{number}: the site is that of the ordinary build, byte for byte."


def together(folder: Path, workers: int) -> Iterator[tuple[str, list[Cost]]]:
    """Take every step, those of all workers as processes at the same time; `folder` holds `content` alone. Yield each
    step and what it cost each process. Raises Failed when one fails: no further step is taken."""
    for step, by_all in STEPS.items():
        commands = [
            [sys.executable, "-m", "bench.workers", step, str(folder), str(number), str(workers)]
            for number in range(workers if by_all else 1)
        ]
        with ThreadPoolExecutor(workers) as threads:
            yield step, list(threads.map(lambda command: run(command, ROOT), commands))


def compared(one: Path, other: Path) -> list[str]:
    """Return the names of all files that are not the same in two sites; the list of files that only an output has does
    not count."""
    names = {
        path.relative_to(folder).as_posix() for folder in (one, other) for path in folder.rglob("*") if path.is_file()
    }
    _, different, missing = filecmp.cmpfiles(one, other, sorted(names - {MANIFEST}), shallow=False)
    return sorted([*different, *missing])


def size(path: Path) -> int:
    """Return the bytes of a file, or of all files in a folder."""
    return sum(each.stat().st_size for each in (path, *path.rglob("*")) if each.is_file())


def _line(what: str, costs: list[Cost]) -> str:
    walls = " and ".join(f"{cost.wall:.2f}" for cost in costs)
    cpu, memory = sum(cost.cpu for cost in costs), max(cost.memory for cost in costs) / _MIB
    return f"{what:28}{walls:>16} s  {cpu:7.2f} s of processors  {memory:6.0f} MiB in the largest"
