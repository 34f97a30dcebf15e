"""The benchmark: its corpus, its edits, its page and its chart. Nothing here is timed."""

import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from bench.chart import chart
from bench.command import measured, written
from bench.corpus import LANGUAGES, Corpus
from bench.edits import CASES, CHANGED, Targets, Unseen, edit, verify
from bench.ours import Ours
from bench.peers import PEERS, find
from bench.performance import page
from bench.processes import Cost, Failed, Sampler, family, run
from bench.prose import words
from bench.results import Result, keep, kept
from bench.sites import Site
from bench.speed import Run
from plugins.stories import digest
from tests.tiny import Built, build, snapshot

CORPUS = Corpus(12, pictures=4)
SITES = {"ours": Ours, **PEERS}
EDITS = [case for case in CASES if case not in ("cold", "nothing")]


def laid(folder: Path, name: str = "ours") -> Site:
    site = SITES[name](folder / name, CORPUS, ["none"])
    site.lay()
    return site


def built(site: Site) -> Built:
    return build(site.folder / "content", site.folder / site.output)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Our site with twelve stories, built."""
    made = laid(tmp_path_factory.mktemp("bench"))
    assert built(made).faults == ()
    return made


def invented(stories: int = 1000, factor: float = 1.0) -> Result:
    """Return a result in which nothing was measured: ours takes 4 seconds a build, Hugo 2, Eleventy was run cold."""
    runs = [
        Run(site, case, number, Cost(factor * wall, factor * wall, 300 << 20), 3000, 3000)
        for site, wall in (("ours", 4.0), ("hugo", 2.0), ("eleventy", 3.0))
        for case in CASES
        for number in range(3)
        if site != "eleventy" or case == "cold"
    ]
    sites = {"ours": ("Response Stories", "1"), "hugo": ("Hugo <&>", "2"), "eleventy": ("Eleventy", "3")}
    machine = {"processor": "Invented, 2 cores", "memory": "8 GiB", "system": "Linux", "Python": "3.11.1"}
    return Result(stories, 0, 3, "2026-03-09", "inv bench", machine, sites, ("pelican",), runs)


@pytest.mark.parametrize("name", SITES)
def test_the_corpus_is_the_same_at_every_call(tmp_path: Path, name: str) -> None:
    one, two = (snapshot(laid(tmp_path / place, name).folder) for place in ("one", "two"))
    assert len(one) > 36
    assert {path: seen for path, seen in one.items() if not path.endswith(".pyc")} == {
        path: seen for path, seen in two.items() if not path.endswith(".pyc")
    }


def test_another_seed_gives_another_corpus() -> None:
    one, other = Corpus(12), Corpus(12, seed="another")
    assert one.story(3).tellings["kk"].body != other.story(3).tellings["kk"].body
    assert one.story(3).tellings["kk"].title != other.story(3).tellings["kk"].title


def test_the_corpus_passes_the_gate_without_a_fault_and_without_a_warning(site: Site) -> None:
    verify(site, ["cold"], Targets.of(CORPUS))
    assert len(list((site.folder / site.output / "pictures").iterdir())) == 3 * 4  # two widths, two kinds


def test_stories_are_as_long_as_promised_and_bear_different_titles_and_days() -> None:
    stories = list(Corpus(300))
    for code in LANGUAGES:
        lengths = [len(story.tellings[code].body.split()) for story in stories]
        assert 420 < sum(lengths) / len(lengths) < 490
        assert len({story.tellings[code].title for story in stories}) == 300
        known = words(code)
        assert len({word for part in known.values() if isinstance(part, list) for word in part}) > 250
    assert len({story.date for story in stories}) == 300
    assert all(story.key not in story.also_read and len(set(story.also_read)) == 2 for story in stories)
    first = stories[0].tellings["en"]
    assert digest(first.title, first.summary, first.body) in Ours(Path(), CORPUS, ())._text(
        stories[0], stories[0].tellings["ru"]
    )


@pytest.mark.parametrize("stories", [2, 100_000])
def test_a_corpus_that_cannot_be_is_refused(stories: int) -> None:
    with pytest.raises(ValueError, match="stories"):
        Corpus(stories)


@pytest.mark.parametrize("case", EDITS)
@pytest.mark.parametrize("name", SITES)
def test_every_edit_changes_its_files_and_is_undone_byte_for_byte(tmp_path: Path, name: str, case: str) -> None:
    site, targets = laid(tmp_path, name), Targets.of(CORPUS)
    before, folders = snapshot(site.folder), {path for path in site.folder.rglob("*") if path.is_dir()}
    edit(site, case, targets)
    after = snapshot(site.folder)
    changed = {path for path in {*before, *after} if before.get(path) != after.get(path)}
    assert len(changed) == (3 if case in ("added", "withdrawn") else 1)
    site.undo()
    assert snapshot(site.folder) == before
    assert {path for path in site.folder.rglob("*") if path.is_dir()} == folders


def test_every_edit_of_a_text_is_seen_in_our_site_and_missed_where_it_is_not(tmp_path: Path) -> None:
    site, targets, texts = laid(tmp_path), Targets.of(CORPUS), ("body", "title", "added", "withdrawn", "term")
    built(site)
    for case in texts:
        edit(site, case, targets)
        with pytest.raises(Unseen):
            verify(site, ["cold", case], targets)
    assert built(site).faults == ()
    for case in texts:
        verify(site, ["cold", *texts, case], targets)
    edit(site, "template", targets)
    assert CHANGED in (site.folder / site.template).read_text("utf-8")
    with pytest.raises(Unseen):
        verify(site, ["cold", *texts, "template"], targets)


def test_memory_is_that_of_all_processes_together() -> None:
    grow = "import time; held = bytearray(40_000_000); time.sleep(1)"
    code = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {grow!r}])"
    with subprocess.Popen([sys.executable, "-c", code]) as process, Sampler(process.pid) as sampler:
        process.wait()
    assert sampler.most > 40_000_000


def test_a_child_belongs_to_the_family_of_its_parent() -> None:
    code = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'input()'])"
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE) as process:
        for _ in range(200_000):  # looks, not seconds
            if len(found := family(process.pid)) > 1:
                break
        process.communicate(b"\n")
    assert process.pid in found
    assert len(found) == 2


def test_a_command_costs_time_and_memory_and_its_failure_is_told(tmp_path: Path) -> None:
    cost = run([sys.executable, "-c", "sum(range(10**6))"], tmp_path)
    assert cost.wall > 0
    assert cost.cpu > 0
    assert cost.memory > 0
    with pytest.raises(Failed, match="no such luck"):
        run([sys.executable, "-c", "raise SystemExit('no such luck')"], tmp_path)


def test_results_are_kept_by_size_and_read_as_they_were_written(tmp_path: Path) -> None:
    small, large = invented(), invented(10_000, 12)
    for each in (large, small, large):
        keep(each, tmp_path)
    assert [each.stories for each in kept(tmp_path)] == [1000, 10_000]
    assert kept(tmp_path)[0].median("hugo", "body") == small.median("hugo", "body")
    assert kept(tmp_path)[0].ratio("hugo", "body") == 2


def test_the_page_holds_every_figure_every_ratio_and_the_growth() -> None:
    told = page([invented(), invented(10_000, 12)], "performance.svg")
    assert "| cold | 4.00 / 4.00 / 300 | 2.00 / 2.00 / 300 | 3.00 / 3.00 / 300 | 2.00 | 1.33 |" in told
    assert "| body | 4.00 / 4.00 / 300 | 2.00 / 2.00 / 300 | – | 2.00 | – |" in told
    assert "| cold | 12.0 | 12.0 | 12.0 |" in told
    assert "Not installed: pelican." in told
    assert "Invented, 2 cores" in told


def test_the_chart_is_xml_with_a_title_and_nothing_from_outside() -> None:
    drawn = chart([invented(), invented(10_000, 12)])
    tree = ElementTree.fromstring(drawn)
    said = [element.text for element in tree.iter() if element.text]
    assert "How long a build takes" in said
    assert "10,000 stories in three languages" in said
    assert "48.0" in said
    assert "prefers-color-scheme: dark" in drawn
    assert drawn.count("http") == 1  # the name space


def test_the_page_and_the_chart_are_written_from_what_is_kept(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no results"):
        list(written(tmp_path, tmp_path / "docs"))
    keep(invented(), tmp_path)
    list(written(tmp_path, tmp_path / "docs"))
    assert (tmp_path / "docs" / "performance.md").read_text("utf-8").startswith("# Speed")
    assert (tmp_path / "docs" / "performance.svg").read_text("utf-8").startswith("<svg")


def test_options_that_make_no_sense_are_refused(tmp_path: Path) -> None:
    for options in ((12, 0, 1, "warm", ""), (12, 0, 0, "", ""), (12, 0, 1, "", "jekyll"), (3, 0, 1, "", "")):
        with pytest.raises(ValueError, match=r"case|rounds|peer|stories"):
            list(measured(*options, None, tmp_path))


def test_a_peer_is_found_in_the_folder_of_tools_or_one_below(tmp_path: Path) -> None:
    path = tmp_path / "site" / "node_modules" / ".bin" / "eleventy"
    path.parent.mkdir(parents=True)
    path.write_text("#!/bin/sh\n", "utf-8")
    path.chmod(0o755)
    assert find("eleventy", tmp_path) == str(path)
    assert find("no-such-generator", tmp_path) is None
