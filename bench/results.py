"""Results: what was measured, kept as JSON in the work folder, one entry for each size of corpus."""

import datetime
import json
import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from bench.edits import CASES
from bench.processes import PROC, Cost
from bench.sites import Site
from bench.speed import Run

FILE = "results.json"


@dataclass(frozen=True, slots=True)
class Median:
    """The medians of all rounds of a case: cost, files written."""

    cost: Cost
    written: int


@dataclass(frozen=True, slots=True)
class Result:
    """All runs with one corpus: by which command, when, where, of which sites (label and version by name)."""

    stories: int
    pictures: int
    rounds: int
    day: str
    command: str
    machine: Mapping[str, str]
    sites: Mapping[str, tuple[str, str]]
    missing: Sequence[str]
    runs: Sequence[Run] = field(repr=False)

    @property
    def cases(self) -> list[str]:
        """The cases that were run, in their order."""
        return [case for case in CASES if any(run.case == case for run in self.runs)]

    def median(self, site: str, case: str) -> Median | None:
        """Return the medians of a site in a case, each figure by itself; None if it was not run."""
        own = [run for run in self.runs if (run.site, run.case) == (site, case)]
        if not own:
            return None
        cost = Cost(
            median(run.cost.wall for run in own),
            median(run.cost.cpu for run in own),
            round(median(run.cost.memory for run in own)),
        )
        return Median(cost, round(median(run.written for run in own)))

    def ratio(self, peer: str, case: str) -> float | None:
        """Return how many times as long as a peer we take, by the medians of wall time."""
        ours, its = self.median("ours", case), self.median(peer, case)
        return ours.cost.wall / its.cost.wall if ours and its else None


def result(found: Sequence[Site], missing: Sequence[str], runs: Sequence[Run], rounds: int, command: str) -> Result:
    """Return a result of today on this machine."""
    corpus = found[0].corpus
    return Result(
        stories=corpus.stories,
        pictures=corpus.pictures,
        rounds=rounds,
        day=str(datetime.datetime.now(datetime.UTC).date()),
        command=command,
        machine=machine(),
        sites={site.name: (site.label, site.version()) for site in found},
        missing=tuple(missing),
        runs=tuple(runs),
    )


def keep(made: Result, work: Path) -> None:
    """Write a result into the work folder, in place of an earlier one with a corpus of the same size."""
    others = [other for other in kept(work) if (other.stories, other.pictures) != (made.stories, made.pictures)]
    every = sorted([*others, made], key=lambda each: (each.stories, each.pictures))
    work.mkdir(parents=True, exist_ok=True)
    (work / FILE).write_text(json.dumps([asdict(each) for each in every], ensure_ascii=False, indent=1) + "\n", "utf-8")


def kept(work: Path) -> list[Result]:
    """Return the results in a work folder, the smallest corpus first."""
    path = work / FILE
    return [_read(entry) for entry in json.loads(path.read_text("utf-8"))] if path.exists() else []


def _read(entry: dict[str, Any]) -> Result:
    runs = tuple(Run(**{**run, "cost": Cost(**run["cost"])}) for run in entry["runs"])
    sites = {name: (label, version) for name, (label, version) in entry["sites"].items()}
    return Result(**{**entry, "runs": runs, "sites": sites, "missing": tuple(entry["missing"])})


def machine() -> dict[str, str]:
    """Return what the builds ran on."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {
        "processor": f"{_processor()}, {os.cpu_count()} cores",
        "memory": f"{memory:.0f} GiB",
        "system": f"{_system()}, {platform.system()} {platform.release().split('-')[0]}",
        "Python": platform.python_version(),
    }


def _system() -> str:
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except (OSError, KeyError):
        return platform.version()


def _processor() -> str:
    known = PROC / "cpuinfo"
    lines = known.read_text().splitlines() if known.exists() else []
    named = (line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.processor() or platform.machine())
