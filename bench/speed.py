"""How fast the site is built, beside other generators: every case in every round, the generators in turn."""

import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.corpus import Corpus
from bench.edits import CASES, Targets, edit, verify
from bench.ours import Ours
from bench.peers import PEERS, find
from bench.processes import Cost, run
from bench.sites import Site

_CLOCK = 20_000_000  # Nanoseconds by which the time of a file may lag behind the clock.


@dataclass(frozen=True, slots=True)
class Run:
    """One build: of which site, after which edit, in which round, its cost, and the files it wrote and left."""

    site: str
    case: str
    round: int
    cost: Cost
    written: int
    files: int


def sites(corpus: Corpus, peers: Sequence[str], tools: Path | None, work: Path) -> tuple[list[Site], list[str]]:
    """Lay out our site and each peer's below the work folder; return them, and the peers that are not installed."""
    found: list[Site] = [Ours(work / "ours", corpus, ())]
    missing = []
    for name in peers:
        command = find(name, tools)
        if command is None:
            missing.append(name)
        else:
            found.append(PEERS[name](work / name, corpus, [command]))
    for site in found:
        site.lay()
    return found, missing


def measure(found: Sequence[Site], cases: Sequence[str], rounds: int) -> Iterator[Run]:
    """Yield every build. Raises Unseen when one does not show its edit, Failed when one ends with an error.

    A round begins with the sources as they were and a cold build, whether that is measured or not; each further build
    finds the finished site of the one before. Another site begins each round.
    """
    targets = Targets.of(found[0].corpus)
    chosen = [case for case in CASES if case in cases or case == "cold"]
    for number in range(rounds):
        start = number % len(found)
        order = [*found[start:], *found[:start]]
        for site in order:
            site.undo()
            site.forget()
        for place, case in enumerate(chosen):
            for site in order:
                edit(site, case, targets)
                made = _built(site, case, number)
                verify(site, chosen[: place + 1], targets)
                if case in cases:
                    yield made
    for site in found:
        site.undo()


def _built(site: Site, case: str, number: int) -> Run:
    site.ready(case)
    os.sync()  # so that nobody pays for what another has written
    since = time.time_ns() - _CLOCK
    cost = Cost(0, 0, 0)
    for command in site.commands(case):
        cost += run(command, site.place, site.environment)
    files = [Path(folder) / name for folder, _, names in os.walk(site.folder / site.output) for name in names]
    written = sum(path.stat().st_mtime_ns >= since for path in files)
    return Run(site.name, case, number, cost, written, len(files))
