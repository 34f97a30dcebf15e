"""`inv scale`: what each step of a build costs in one process, at two sizes, and what that would come to at a third."""

import multiprocessing
import os
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from bench.corpus import LANGUAGES, Corpus
from bench.ours import ROOT, write_content
from bench.processes import PROC
from bench.results import machine

# What a step's seconds are divided by: the tellings that were read, or the files that were made.
PER_TELLING = ("look round", "read", "gate", "put together", "compare", "offer")
TARGET = (100_000, 12)  # stories, languages
_KIB, _MIB, _GIB = 2**10, 2**20, 2**30


@dataclass(frozen=True, slots=True)
class Measured:
    """A site built from nothing in one process.

    `seconds` of the processor by step, with "rest" for what no step is, "all", and "on the clock"; `nothing` and `edit`
    those of a second build after no change and of a third after one text was changed. `peaks` is the most memory by the
    end of a stage, in bytes; `kept` bytes by what is kept. `folders` counts those of the output.
    """

    stories: int
    tellings: int
    files: int
    pages: int
    folders: int
    seconds: dict[str, float]
    nothing: float
    edit: float
    peaks: dict[str, int]
    kept: dict[str, int]
    addresses: int


def measure(stories: int, work: Path) -> Measured:
    """Write a corpus of this size below the work folder and measure its build in a process of its own, on one core."""
    place = work / f"scale-{stories}"
    shutil.rmtree(place, ignore_errors=True)
    write_content(Corpus(stories), place / "content")
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as alone:
        return alone.submit(_measure, stories, place).result()


def _measure(stories: int, place: Path) -> Measured:
    if hasattr(os, "sched_setaffinity"):  # elsewhere a build is one process anyway
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:1])
    from bench.stopwatch import Stopwatch

    folders = {name: str(place / folder) for name, folder in _FOLDERS.items()}
    watch = Stopwatch()
    peaks: dict[str, int] = {}
    watch.before = {"compare": lambda: peaks.update(read=_peak()), "cross": lambda: peaks.update(made=_peak())}
    watch.after = {"plan": lambda: peaks.update(planned=_peak())}
    began = time.perf_counter()
    with watch.running():
        total = _build(folders)
    clock = time.perf_counter() - began
    peaks = {stage: peaks[stage] for stage in ("read", "planned", "made")} | {"end": _peak()}
    nothing = _build(folders)
    text = place / "content" / "stories" / "story-00002" / "ru.md"
    text.write_text(text.read_text("utf-8") + "\nОна вернулась домой.\n", "utf-8")
    output = place / "output"
    found = [(base, names) for base, _, names in os.walk(output)]
    names = [name for _, listed in found for name in listed]
    sitemap = b"".join(path.read_bytes() for path in output.glob("sitemap*.xml"))
    return Measured(
        stories=stories,
        tellings=stories * len(LANGUAGES),
        files=len(names),
        pages=sum(name.endswith(".html") for name in names),
        folders=len(found),
        seconds={**watch.seconds, "rest": total - sum(watch.seconds.values()), "all": total, "on the clock": clock},
        nothing=nothing,
        edit=_build(folders),
        peaks=peaks,
        kept={**_kept(place / "cache"), "sitemap": len(sitemap), "output": _size(output)},
        addresses=sitemap.count(b"<loc>"),
    )


_FOLDERS = {"PATH": "content", "OUTPUT_PATH": "output", "CACHE_PATH": "cache"}


def _build(folders: dict[str, str]) -> float:
    """Build once and return how long it took the processor."""
    from plugins.editions.building import build

    time.sleep(0.05)  # a file that was written this moment counts as unsure
    began = time.process_time()
    build(ROOT / "pelicanconf.py", folders)
    return time.process_time() - began


def _peak() -> int:
    """Return the most memory that this process has had so far, in bytes."""
    status = PROC / "self" / "status"  # `getrusage` would count what the parent had when it began this one
    lines = status.read_text().splitlines() if status.exists() else []
    return next((int(line.split()[1]) * _KIB for line in lines if line.startswith("VmHWM:")), 0)


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _kept(cache: Path) -> dict[str, int]:
    """Return how many bytes of what a build keeps between two."""
    from plugins.ledger import Store

    works, output = (next(cache.glob(f"ledger/*/{name}.sqlite")) for name in ("works", "output"))
    known, account = Store(works, ("facts", "shown", "texts", "meta")), Store(output, ("meta", "looks"))
    kept = {name: sum(len(value) for _, value in known.all(name)) for name in ("facts", "shown", "texts")}
    kept["looks"] = sum(len(value) for _, value in account.all("looks"))
    kept |= {name: len(account.get("meta", name) or b"") for name in ("marks", "stamps")}
    kept["rows"] = sum(len(known.get("meta", f"kept/rows-{code}") or b"") for code in LANGUAGES)
    kept |= {"ranks": len(known.get("meta", "kept/ranks") or b""), "works.sqlite": works.stat().st_size}
    return {**kept, "output.sqlite": output.stat().st_size}


def told(sizes: Sequence[int], work: Path) -> Iterator[str]:
    """Measure two sizes and yield the tables. Raises ValueError unless there are two, the smaller first."""
    if len(sizes) != 2 or sizes[0] >= sizes[1] or sizes[0] < 3:
        raise ValueError("--stories is two numbers, the smaller first, such as 1000,3000.")
    yield ", ".join(f"{name}: {value}" for name, value in machine().items())
    yield f"One process on one core; stories in {len(LANGUAGES)} languages."
    few, many = (measure(size, work) for size in sizes)
    yield from tables(few, many)


def tables(few: Measured, many: Measured) -> Iterator[str]:
    """Yield what was measured, and what it would be at `TARGET`: steps if each telling or file cost what it does in the
    larger site, all else on the straight line through both."""
    stories, languages = TARGET
    yield f"\nThe last column is extrapolated to {stories:,} stories in {languages} languages: not measured."
    yield _row("", f"{few.stories:,}", f"{many.stories:,}", "growth", "extrapolated")
    for name, what in (("tellings", _tellings), ("files", _files), ("addresses", _addresses), ("folders", _folders)):
        yield _row(name, f"{what(few):,}", f"{what(many):,}", "", f"{_larger(what, many):,.0f}")
    yield _row("\nseconds of the processor", "ms each", "ms each", "", "hours")
    for step in many.seconds:
        unit = _tellings if step in PER_TELLING else _files
        before, now = (1000 * each.seconds[step] / unit(each) for each in (few, many))
        hours = many.seconds[step] / unit(many) * _larger(unit, many) / 3600
        per = "per telling" if unit is _tellings else "per file"
        growth = f"{now / before:.2f}" if before else ""
        yield _row(f"{step}, {per}", f"{before:.3f}", f"{now:.3f}", growth, f"{hours:.2f}")
    yield _row("\nlater builds, processor", "s", "s", "", "s")
    for name, after in (("nothing changed", "nothing"), ("one text changed", "edit")):
        before, now = getattr(few, after), getattr(many, after)
        target = _grown(few, many, _files, before, now)
        yield _row(name, f"{before:.2f}", f"{now:.2f}", f"{now / before:.2f}", f"{target:.0f}")
    yield _row("\nmost memory by", "MiB", "MiB", "", "GiB")
    for stage, now in many.peaks.items():
        before = few.peaks[stage]
        target = _grown(few, many, _files, before, now) / _GIB
        yield _row(stage, f"{before / _MIB:.0f}", f"{now / _MIB:.0f}", "", f"{target:.1f}")
    yield _row("\nbytes on disk", "a telling", "a telling", "", "GiB")
    for name, size in many.kept.items():
        before, now = few.kept[name] / few.tellings, size / many.tellings
        target = _grown(few, many, _tellings, few.kept[name], size) / _GIB
        yield _row(name, f"{before:,.0f}", f"{now:,.0f}", "", f"{target:.2f}")


def _row(*cells: str) -> str:
    first, *others = cells
    return f"{first:30}" + "".join(f"{cell:>14}" for cell in others)


def _tellings(measured: Measured) -> int:
    return measured.tellings


def _files(measured: Measured) -> int:
    return measured.files


def _addresses(measured: Measured) -> int:
    return measured.addresses


def _folders(measured: Measured) -> int:
    return measured.folders


def _grown(few: Measured, many: Measured, unit: Callable[[Measured], int], before: float, now: float) -> float:
    """Return what a quantity would be at `TARGET` if every further unit added as much as between the two sites."""
    return now + (now - before) / (unit(many) - unit(few)) * (_larger(unit, many) - unit(many))


def _larger(what: Callable[[Measured], int], many: Measured) -> float:
    """Return how many there would be at `TARGET`: each grows with the tellings."""
    stories, languages = TARGET
    return what(many) / many.tellings * stories * languages
