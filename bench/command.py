"""`inv bench`: measures and keeps, or writes what is kept."""

from collections.abc import Iterator
from pathlib import Path

from bench.chart import chart
from bench.corpus import Corpus
from bench.edits import CASES
from bench.peers import PEERS
from bench.performance import page
from bench.results import keep, kept, result
from bench.speed import Run, measure, sites

PAGE, CHART = "performance.md", "performance.svg"


def measured(
    stories: int, pictures: int, rounds: int, cases: str, peers: str, tools: Path | None, work: Path
) -> Iterator[str]:
    """Build everything, keep the results in the work folder, and yield what to tell meanwhile.

    Raises ValueError for options that make no sense, Failed and Unseen for builds that cannot be counted.
    """
    chosen = _parts(cases) or list(CASES)
    if unknown := [case for case in chosen if case not in CASES]:
        raise ValueError(f'There is no case "{unknown[0]}"; cases are {", ".join(CASES)}.')
    if unknown := [name for name in _parts(peers) if name not in PEERS]:
        raise ValueError(f'There is no peer "{unknown[0]}"; peers are {", ".join(PEERS)}.')
    if rounds < 1:
        raise ValueError("--rounds is 1 or more.")
    yield f"Writing {stories:,} stories in three languages for each generator ..."
    found, missing = sites(Corpus(stories, pictures=pictures), _parts(peers), tools, work / str(stories))
    yield from (f"{name}: not installed." for name in missing)
    labels = {site.name: site.label for site in found}
    runs: list[Run] = []
    for run in measure(found, chosen, rounds):
        runs.append(run)
        yield (
            f"round {run.round + 1}  {run.case:9}  {labels[run.site]:16}  {run.cost.wall:8.2f} s"
            f"  {run.cost.cpu:8.2f} s of processors  {run.cost.memory / 2**20:6.0f} MiB  {run.written:6} files written"
        )
    options = [f"--stories {stories}", f"--rounds {rounds}"]
    options += [f"--cases {cases}"] if _parts(cases) else []
    options += [f"--peers {peers}"] if set(_parts(peers)) != set(PEERS) else []
    options += [f"--pictures {pictures}"] if pictures else []
    made = result(found, missing, runs, rounds, f"inv bench {' '.join(options)}")
    keep(made, work)
    for case in made.cases:
        ratios = ((label, made.ratio(name, case)) for name, label in labels.items() if name != "ours")
        told = ", ".join(f"{ratio:.2f} times {label}" for label, ratio in ratios if ratio is not None)
        yield f"{case}: {told}" if told else case
    yield f"Kept in {work}. `inv bench --write` writes the page and the chart."


def written(work: Path, docs: Path) -> Iterator[str]:
    """Write the page and the chart from all results in the work folder. Raises ValueError if there are none."""
    results = kept(work)
    if not results:
        raise ValueError(f"There are no results in {work}: run `inv bench` first.")
    docs.mkdir(exist_ok=True)
    for name, text in ((PAGE, page(results, CHART)), (CHART, chart(results))):
        (docs / name).write_text(text, "utf-8")
        yield f"Wrote {docs / name}."


def _parts(listed: str) -> list[str]:
    return [part.strip() for part in listed.split(",") if part.strip()]
