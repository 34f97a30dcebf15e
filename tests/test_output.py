"""The output folder: always one whole site, whatever happens to a build, and never a file less that is not ours."""

import errno
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

from plugins.faults import Faults
from plugins.ledger import MANIFEST, replacing
from tests.tiny import ROOT, build, content, original, snapshot, write

kills = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no SIGKILL to stop a build with")
links = pytest.mark.skipif(sys.platform == "win32", reason="Windows makes no links without special rights")
NAMES = ["index.html", "en/index.html"]

# Writes a site over the last one, and kills itself just before its n-th change of a file or folder.
DIES = """\
import os, signal, sys
from pathlib import Path
from plugins.ledger import replacing
from tests.test_output import NAMES

output, left = Path(sys.argv[1]), int(sys.argv[2])
os.chdir("/")

def count(event, arguments):
    global left
    writes = event == "open" and (arguments[2] & (os.O_WRONLY | os.O_RDWR))
    if writes or event in ("os.mkdir", "os.remove", "os.rename", "os.rmdir"):
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        left -= 1

sys.addaudithook(count)
with replacing(output, output.with_name("content")) as staging:
    for name in NAMES:
        (staging / name).parent.mkdir(parents=True, exist_ok=True)
        (staging / name).write_text("new")
"""
# Builds the one and the other content folder in turn, for ever.
LOOPS = """\
import itertools, sys
from pathlib import Path
from tests.tiny import build

for folder in itertools.cycle(sys.argv[2:]):
    print(len(build(Path(folder), Path(sys.argv[1])).faults), flush=True)
"""


def start(program: str, *arguments: object) -> "subprocess.Popen[str]":
    line = [sys.executable, "-c", program, *map(str, arguments)]
    return subprocess.Popen(
        line, cwd=ROOT, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )


def make(output: Path, text: str) -> None:
    """Write a small site, every file of it with this text."""
    with replacing(output, output.with_name("content")) as staging:
        write(staging, dict.fromkeys(NAMES, text))


def make_half(output: Path, stop: BaseException) -> None:
    """Write a part of a site, and stop."""
    with replacing(output, output.with_name("content")) as staging:
        write(staging, {"index.html": "half"})
        raise stop


def fail(output: Path) -> None:
    """Begin a build that fails."""
    with pytest.raises(ZeroDivisionError):
        make_half(output, ZeroDivisionError())


def texts(output: Path) -> set[str]:
    """Return what stands in the files of a site, and check that none is missing and none too many."""
    files = {path.relative_to(output).as_posix(): path for path in output.rglob("*") if path.is_file()}
    assert sorted(files) == sorted([MANIFEST, *NAMES])
    assert sorted(json.loads((output / MANIFEST).read_text("utf-8"))["files"]) == sorted(NAMES)
    return {files[name].read_text("utf-8") for name in NAMES}


def beside(output: Path) -> list[str]:
    """Return what a build has left beside the output folder."""
    return sorted(path.name for path in output.parent.iterdir() if path.name not in (".output.lock", "output"))


def codes(stopped: pytest.ExceptionInfo[Faults]) -> list[str]:
    return [fault.code for fault in stopped.value.faults]


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """A folder with the site "old"."""
    make(tmp_path / "output", "old")
    return tmp_path / "output"


def test_a_site_takes_the_place_of_the_last_one_whole(output: Path) -> None:
    with replacing(output, output.with_name("content")) as staging:
        write(staging, {"ru/index.html": "new"})
    assert sorted(snapshot(output)) == [MANIFEST, "ru/index.html"]
    assert [path.name for path in output.iterdir() if path.is_dir()] == ["ru"]
    assert beside(output) == []


def test_a_first_site_finds_its_folder_made(tmp_path: Path) -> None:
    make(tmp_path / "www" / "stories" / "output", "new")
    assert texts(tmp_path / "www" / "stories" / "output") == {"new"}


def test_an_empty_folder_may_become_the_output(tmp_path: Path) -> None:
    (tmp_path / "output" / "empty").mkdir(parents=True)
    make(tmp_path / "output", "new")
    assert texts(tmp_path / "output") == {"new"}


@pytest.mark.parametrize("stop", [ZeroDivisionError(), KeyboardInterrupt(), Faults([])], ids=repr)
def test_a_build_that_stops_leaves_the_last_site_and_nothing_else(output: Path, stop: BaseException) -> None:
    before = snapshot(output)
    with pytest.raises(type(stop)):
        make_half(output, stop)
    assert snapshot(output) == before
    assert beside(output) == []


def test_a_full_disk_is_a_fault_and_leaves_the_last_site(output: Path) -> None:
    with pytest.raises(Faults) as stopped, replacing(output, output.with_name("content")):
        raise OSError(errno.ENOSPC, "No space left on device")
    assert codes(stopped) == ["output/unwritable"]
    assert texts(output) == {"old"}


def test_an_error_elsewhere_is_not_blamed_on_the_output(output: Path) -> None:
    with pytest.raises(FileNotFoundError), replacing(output, output.with_name("content")):
        (output.parent / "content" / "en.md").read_text()


def test_what_an_interrupted_build_left_is_removed(output: Path) -> None:
    write(output.with_name(".output.building"), {"index.html": "half", "en/x.html": "half"})
    make(output, "new")
    assert texts(output) == {"new"}
    assert beside(output) == []


def test_an_exchange_cut_in_half_is_undone_even_by_a_build_that_fails(output: Path) -> None:
    shutil.copytree(output, output.with_name(".output.building"))
    output.rename(output.with_name(".output.former"))
    fail(output)
    assert texts(output) == {"old"}
    assert beside(output) == []


@kills
def test_a_build_killed_at_any_step_leaves_one_whole_site_or_the_next_build_restores_it(tmp_path: Path) -> None:
    make(tmp_path / "first" / "output", "old")
    outcomes = []
    for step in range(200):
        output = tmp_path / str(step) / "output"
        shutil.copytree(tmp_path / "first" / "output", output)
        died = start(DIES, output, step).wait(30)
        if output.exists():
            assert len(texts(output)) == 1
        fail(output)
        outcomes.append(texts(output).pop())
        assert beside(output) == []
        make(output, "next")
        assert texts(output) == {"next"}
        if died == 0:
            break
        assert died == -signal.SIGKILL
    assert outcomes[0] == "old"
    assert outcomes[-1] == "new"
    assert outcomes == sorted(outcomes, reverse=True)
    assert len(outcomes) > 15


@kills
def test_builds_killed_at_any_moment_never_leave_half_a_site(tmp_path: Path) -> None:
    folders = [content(tmp_path / name, {"stories/harbour/en.md": original(name)}) for name in ("One", "Two")]
    wholes = [snapshot(build(folder).output) for folder in folders]
    output = tmp_path / "www" / "output"
    chance = random.Random(5)
    for _ in range(5):
        running = start(LOOPS, output, *folders)
        assert running.stdout is not None
        assert running.stdout.readline() == "0\n"
        time.sleep(chance.random() * 0.4)
        running.kill()
        running.wait(30)
        if output.exists():
            assert snapshot(output) in wholes
        fail(output)
        assert snapshot(output) in wholes
        assert beside(output) == []


@pytest.mark.parametrize("done", range(len(NAMES) + 1))
def test_clearing_away_the_last_site_goes_on_where_it_was_cut_short(
    output: Path, done: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    removed: list[Path] = []
    unlink = Path.unlink

    def remove(path: Path) -> None:
        if len(removed) == done:
            raise KeyboardInterrupt
        removed.append(path)
        unlink(path)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", remove)
        with pytest.raises(KeyboardInterrupt):
            make(output, "new")
    assert texts(output) == {"new"}
    make(output, "next")
    assert texts(output) == {"next"}
    assert beside(output) == []


@pytest.mark.parametrize("name", ["holiday.jpg", "en/notes.txt", ".hidden", "en/stories/harbour/index.html.bak"])
def test_a_file_that_no_build_made_stops_the_next_build_and_survives(output: Path, name: str) -> None:
    write(output, {name: "mine"})
    before = snapshot(output)
    with pytest.raises(Faults, match=r"output:1:1: output/foreign: .*" + name):
        make(output, "new")
    assert snapshot(output) == before
    assert beside(output) == []


def test_a_folder_of_other_things_is_never_taken_for_the_output(tmp_path: Path) -> None:
    write(tmp_path / "output", {f"photo-{number}.jpg": "mine" for number in range(9)})
    before = snapshot(tmp_path / "output")
    with pytest.raises(Faults, match=r"photo-4\.jpg and 4 more"):
        make(tmp_path / "output", "new")
    assert snapshot(tmp_path / "output") == before


@pytest.mark.parametrize(
    "listed", ["{", "[]", '{"files": 1}', '{"files": ["../mine.txt", "/etc/passwd", 1]}', "", "\0"]
)
def test_a_list_of_files_that_was_tampered_with_removes_nothing(output: Path, listed: str) -> None:
    write(output.parent, {"mine.txt": "mine"})
    write(output, {MANIFEST: listed})
    before = snapshot(output)
    with pytest.raises(Faults) as stopped:
        make(output, "new")
    assert codes(stopped) == ["output/foreign"]
    assert snapshot(output) == before
    assert (output.parent / "mine.txt").read_text() == "mine"


def test_a_file_that_comes_into_the_output_during_a_build_survives_and_is_reported(output: Path) -> None:
    with replacing(output, output.with_name("content")) as staging:
        write(staging, dict.fromkeys(NAMES, "new"))
        write(output, {"en/mine.txt": "mine"})
    assert texts(output) == {"new"}
    assert (output.with_name(".output.former") / "en/mine.txt").read_text() == "mine"
    with pytest.raises(Faults, match=r"\.output\.former:1:1: output/foreign: ") as stopped:
        make(output, "next")
    assert codes(stopped) == ["output/foreign"]
    assert (output.with_name(".output.former") / "en/mine.txt").read_text() == "mine"


@links
def test_a_link_in_the_output_is_foreign_and_what_it_leads_to_survives(output: Path) -> None:
    write(output.parent / "mine", {"a.txt": "mine"})
    (output / "en" / "mine").symlink_to(output.parent / "mine")
    with pytest.raises(Faults, match="en/mine"):
        make(output, "new")
    assert (output / "en/mine/a.txt").read_text() == "mine"


@links
def test_an_output_folder_that_is_a_link_is_refused(output: Path) -> None:
    link = output.with_name("www")
    link.symlink_to(output)
    with pytest.raises(Faults) as stopped:
        make(link, "new")
    assert codes(stopped) == ["output/no-folder"]
    assert texts(output) == {"old"}


@links
def test_a_link_does_not_hide_that_the_output_is_the_content(tmp_path: Path) -> None:
    write(tmp_path / "content", {"stories/harbour/en.md": "mine"})
    (tmp_path / "link").symlink_to(tmp_path / "content")
    with pytest.raises(Faults) as stopped, replacing(tmp_path / "link" / "site", tmp_path / "content"):
        pass
    assert codes(stopped) == ["output/is-content"]


def test_an_output_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    write(tmp_path, {"output": "mine"})
    with pytest.raises(Faults) as stopped:
        make(tmp_path / "output", "new")
    assert codes(stopped) == ["output/no-folder"]
    assert (tmp_path / "output").read_text() == "mine"


def test_two_builds_never_write_at_the_same_time(output: Path) -> None:
    with replacing(output, output.with_name("content")) as staging:
        write(staging, dict.fromkeys(NAMES, "new"))
        with pytest.raises(Faults, match="Another build is writing here") as stopped:
            make(output, "other")
        assert codes(stopped) == ["output/busy"]
        assert texts(output) == {"old"}
    assert texts(output) == {"new"}


def test_two_builds_may_write_side_by_side(output: Path) -> None:
    with replacing(output, output.with_name("content")) as staging:
        write(staging, dict.fromkeys(NAMES, "new"))
        make(output.with_name("output-preview"), "preview")
    assert texts(output) == {"new"}
    assert texts(output.with_name("output-preview")) == {"preview"}


def test_a_lock_left_behind_locks_nobody_out(output: Path) -> None:
    write(output.parent, {".output.lock": ""})
    make(output, "new")
    assert texts(output) == {"new"}


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_an_output_that_cannot_be_written_is_a_fault(output: Path) -> None:
    output.parent.chmod(0o500)
    try:
        with pytest.raises(Faults) as stopped:
            make(output, "new")
    finally:
        output.parent.chmod(0o700)
    assert codes(stopped) == ["output/unwritable"]
    assert texts(output) == {"old"}
