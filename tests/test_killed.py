"""Killed: a build that is ended at any moment leaves a whole site, and the next one builds as if from nothing."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.editing import tree
from tests.tiny import ROOT, Built, build, content, original, translation, write

KILLS, PARTS = 50, 5  # moments in all, and tests that share them
STORIES = 60
PATIENCE = 20.0  # seconds for processes that the killed one has left behind

BUILDS = """\
import json, sys
from pathlib import Path
from plugins.editions.building import build
from plugins.editions import response_stories

override = json.loads(sys.argv[2])
print("begins", flush=True)
build(Path(sys.argv[1]), override)
"""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL to stop a build with")


def library(tmp_path: Path) -> Path:
    """Write sixty stories, a third of them in Russian too."""
    files: dict[str, str | bytes] = {}
    for number in range(STORIES):
        text = original(f"Story {number}", f"See [the next](../story-{(number + 1) % STORIES}/).\n")
        files[f"stories/story-{number}/en.md"] = text
        if number % 3 == 0:
            files[f"stories/story-{number}/ru.md"] = translation(text, f"История {number}")
    return content(tmp_path, files)


def change(folder: Path, chance: random.Random) -> None:
    """Change something that makes one page, some, or all."""
    number, kind = chance.randrange(STORIES), chance.choice(["body", "title", "vocabulary", "gone"])
    story = folder / "stories" / f"story-{number}" / "en.md"
    if kind == "vocabulary":
        path = folder / "vocabulary.yaml"
        path.write_text(path.read_text("utf-8").replace("en: News", "en: Old news"), "utf-8")
    elif kind == "gone" and story.exists():
        story.write_text(story.read_text("utf-8").replace("status: published", "status: review"), "utf-8")
    elif kind == "title" and story.exists():
        write(story.parent, {"en.md": original(f"Story {number} again", "A text.\n")})
    else:
        with story.open("a", encoding="utf-8") as stream:
            stream.write("\nOne more.\n")


def started(folder: Path) -> "subprocess.Popen[str]":
    """Start a build as a process with a group of its own; return once it has begun."""
    places = {"PATH": folder, "OUTPUT_PATH": folder.parent / "output", "CACHE_PATH": folder.parent / "cache"}
    override = {**{name: str(path) for name, path in places.items()}, "SITEURL": "https://stories.example"}
    line = [sys.executable, "-c", BUILDS, str(ROOT / "pelicanconf.py"), json.dumps(override)]
    process = subprocess.Popen(line, cwd=ROOT, stdout=subprocess.PIPE, text=True, start_new_session=True)
    assert process.stdout
    process.stdout.readline()
    return process


def patient(folder: Path) -> Built:
    """Build, waiting for what a killed build has left running."""
    until = time.monotonic() + PATIENCE
    while True:
        built = build(folder)
        if built.codes != ["output/busy"] or time.monotonic() > until:
            return built
        time.sleep(0.02)


@pytest.mark.parametrize("part", range(PARTS))
def test_a_build_that_is_killed_leaves_a_whole_site_and_the_next_one_is_as_from_nothing(
    part: int, tmp_path: Path
) -> None:
    folder, output, cache = library(tmp_path), tmp_path / "output", tmp_path / "cache"
    chance = random.Random(part)
    lasts = 1.0
    for kill in range(KILLS // PARTS):
        if kill % 3 == 0:
            shutil.rmtree(cache, ignore_errors=True)
        if kill % 6 == 0:
            shutil.rmtree(output, ignore_errors=True)
        change(folder, chance)
        fresh = tmp_path / "fresh" / f"{kill}"
        began = time.monotonic()
        expected = build(folder, fresh / "output", CACHE_PATH=str(fresh / "cache"))
        lasts = time.monotonic() - began
        assert expected.codes == []
        before, after = tree(output), tree(expected.output)
        process = started(folder)
        time.sleep(chance.uniform(0, lasts * (1.0 if kill % 3 == 0 else 0.4)))
        (os.kill if kill % 2 else os.killpg)(process.pid, signal.SIGKILL)
        process.wait()  # what it started may still be running
        assert process.stdout
        process.stdout.close()
        assert tree(output) in (before, after)
        assert patient(folder).codes == []
        assert tree(output) == after
