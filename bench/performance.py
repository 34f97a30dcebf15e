"""The page on speed: tables of all results, the machine they come from, and what the sites do and do not share."""

import itertools
from collections.abc import Iterator, Sequence

from bench.edits import CASES
from bench.results import Median, Result

_MIB = 2**20

_ABOUT = """\
# Speed

Made whole by `inv bench --write`: what is changed here by hand is lost.

![The time of each build, by case and generator]({chart})

`inv bench` writes invented stories in three languages, of about 450 words each, in the layout of every generator that
is installed. It then builds each site from nothing, and again after each of an editor's changes. Every build is the
whole command, as a new process; every case is one edit after a finished build. The generators take turns in every
round. Medians of the rounds count. After each build the edit is looked for in the output: a build that does not show
it fails the whole measurement.

Each cell holds seconds on the clock, seconds of all processors, and the most memory at one time, in MiB, of all
processes of the build together (proportional set size; looked at every 50 ms). A ratio is how many times as long as
that generator ours takes on the clock: below 1 ours is faster, above 1 it is slower.
"""

_SHARED = """\
## What the sites share, and what they do not

All of them: one page for each story and language, with title, summary, facts, date, a switch of languages and the two
stories to read next by their titles in the page's language; a home and a list of all stories for each language; lists
for each category and country, twelve stories on a page; one Atom feed for each language, of the newest twenty; a
sitemap with languages. The texts, the facts, the names of terms, and the addresses of stories and lists are the same.

Ours alone, in every figure above: the gate that reads each text for what could give a person away; strict front
matter, and a check of every link and term; two more stories offered under each, computed, each with its reason; lists
for populations, rights and outcomes; a feed for each category and in JSON; structured data for search engines; the
proof, which reads the finished site again; and the exchange of the whole old site for the whole new one. None of it
can be switched off for a measurement. Only the cards that are seen where a link is shared are switched off, since
no other draws any.

The others: Hugo makes a sitemap for each language and one that lists them. The feeds of Pelican and Nikola hold whole
texts, those of the others and ours summaries. Pelican is stock, with a plugin that makes lists for each language; its
cache of contents is off, as it comes. Eleventy builds everything, as its command does without an option. When a story
is taken back, Hugo and Pelican are told to clear the output first (`--cleanDestinationDir`,
`--delete-output-directory`), since the page stays there otherwise; for Eleventy, which has no such option, the output
is removed beforehand, and for Nikola `nikola check --clean-files` is run, both outside the measured time. Nikola alone
of them builds only what has changed; it demotes headings, makes links relative, and adds files of its parent theme,
overviews of categories and countries, and a sitemap without languages for lists; a plugin of forty lines tells it which
pages recommend which stories. A renamed category is one name changed in the file that holds the names of terms.

A story that is taken back is, for ours, `status: withdrawn` in its three texts; `inv withdraw` would also search the
finished site for what remains, which is not measured here.
"""


def page(results: Sequence[Result], chart: str) -> str:
    """Return the page, in Markdown; `chart` is the chart's address."""
    parts = [_ABOUT.format(chart=chart), _cases(results)]
    parts += [f"{_heading(each)}\n{_where(each)}\n{_table(each)}\n{_files(each)}" for each in results]
    parts += ["\n".join(_growth(results))] if len(results) > 1 else []
    return "\n".join([*parts, _SHARED])


def _cases(results: Sequence[Result]) -> str:
    used = [case for case in CASES if any(case in each.cases for each in results)]
    return "## The cases\n\n" + "".join(f"- **{case}**: {CASES[case]}\n" for case in used)


def _heading(result: Result) -> str:
    pictures = f", every {result.pictures}th with a picture" if result.pictures else ""
    return f"## {result.stories:,} stories in three languages{pictures}\n"


def _where(result: Result) -> str:
    versions = ", ".join(f"{label} {version}" for label, version in result.sites.values())
    missing = f" Not installed: {', '.join(result.missing)}." if result.missing else ""
    where = ", ".join(
        value if name in ("processor", "system") else f"{name} {value}" for name, value in result.machine.items()
    )
    rounds = "one round" if result.rounds == 1 else f"medians of {result.rounds} rounds"
    return f"`{result.command}`, {result.day}, {rounds}. {versions}.{missing} Machine: {where}.\n"


def _table(result: Result) -> str:
    peers = [name for name in result.sites if name != "ours"]
    heads = ["case", *(label for label, _ in result.sites.values())]
    heads += [f"ours / {result.sites[peer][0]}" for peer in peers]
    rows = []
    for case in result.cases:
        ratios = [result.ratio(peer, case) for peer in peers]
        cells = [_cost(result.median(site, case)) for site in result.sites]
        rows.append([case, *cells, *("–" if ratio is None else f"{ratio:.2f}" for ratio in ratios)])
    return _rows(heads, rows)


def _files(result: Result) -> str:
    heads = ["files written", *(label for label, _ in result.sites.values())]
    rows = []
    for case in result.cases:
        found = [result.median(site, case) for site in result.sites]
        rows.append([case, *("–" if each is None else f"{each.written:,}" for each in found)])
    return _rows(heads, rows)


def _growth(results: Sequence[Result]) -> Iterator[str]:
    """Yield a table for each two sizes that follow each other: how many times as long the larger takes."""
    for small, large in itertools.pairwise(results):
        if small.pictures != large.pictures or small.stories == large.stories:
            continue
        shared = [name for name in large.sites if name in small.sites]
        heads = ["case", *(large.sites[name][0] for name in shared)]
        rows = []
        for case in (case for case in large.cases if case in small.cases):
            pairs = [(small.median(name, case), large.median(name, case)) for name in shared]
            rows.append([case, *(f"{b.cost.wall / a.cost.wall:.1f}" if a and b else "–" for a, b in pairs)])
        times = f"{large.stories / small.stories:g}"
        yield f"## Growth from {small.stories:,} to {large.stories:,} stories\n"
        yield f"How many times as long {times} times as many stories take, on the clock.\n"
        yield _rows(heads, rows)


def _cost(found: Median | None) -> str:
    if found is None:
        return "–"
    return f"{seconds(found.cost.wall)} / {seconds(found.cost.cpu)} / {found.cost.memory / _MIB:,.0f}"


def _rows(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [heads, ["---", *("---:" for _ in heads[1:])], *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def seconds(value: float) -> str:
    """Return seconds with as many digits as they deserve."""
    return f"{value:.2f}" if value < 10 else f"{value:,.1f}"
