"""Failing closed: plain `pelican` is as safe as `inv build`, and half a tool builds nothing at all."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from pelican import Pelican

from tests.tiny import ROOT, VOCABULARY, build, build_site, content, original, snapshot, translation, write

ROOMS = ["faults", "languages", "stories", "also_read", "anonymity", "pictures", "ledger", "editions", "proof"]
BIN = Path(sys.executable).parent
HARBOUR = original(text="## Here\n\n[The quay](../quay/), [here](#here).\n")
GOOD = {
    "vocabulary.yaml": VOCABULARY,
    "stories/harbour/en.md": HARBOUR,
    "stories/harbour/ru.md": translation(HARBOUR),
    "stories/quay/en.md": original("Quay"),
}
FAULTS = {
    "in a text": {"stories/quay/en.md": original("Quay", status="finished")},
    "between texts": {"stories/quay/en.md": original("Quay", also_read="[nowhere]")},
    "in the finished site": {"stories/quay/en.md": original("Quay", "[a](../harbour/#nowhere)\n")},
}


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of the tool, with a small content folder and the output of its last good build."""
    folder = tmp_path / "tool"
    for name in ("plugins", "theme"):
        shutil.copytree(ROOT / name, folder / name)
    for name in ("pelicanconf.py", "publishconf.py", "tasks.py"):
        shutil.copy(ROOT / name, folder / name)
    write(folder / "content", GOOD)
    write(folder / "output", {"index.html": "The last site.\n"})
    write(folder / "output", {".made-by-response-stories.json": '{"files": ["index.html"]}\n'})
    return folder


def run(tree: Path, *command: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Run a command of the environment inside the tool."""
    program, *arguments = command
    clean = {"PYTHONDONTWRITEBYTECODE": "1", "PATH": os.environ["PATH"], **env}
    return subprocess.run(
        [str(BIN / program), *arguments], cwd=tree, env=clean, capture_output=True, text=True, timeout=60, check=False
    )


def pelican(tree: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return run(tree, "pelican", "content", "-s", "pelicanconf.py", *arguments)


def assert_nothing_was_built(tree: Path, done: subprocess.CompletedProcess[str], *others: str) -> None:
    """The run said no, the last site stands as it was, and no other folder has come."""
    assert done.returncode != 0, done.stdout + done.stderr
    assert (tree / "output" / "index.html").read_text() == "The last site.\n"
    assert len(snapshot(tree / "output")) == 2
    assert {path.name for path in tree.iterdir()} - {".output.lock", ".cache", *others} == {
        "plugins", "theme", "pelicanconf.py", "publishconf.py", "tasks.py", "content", "output",
    }  # fmt: skip


def test_plain_pelican_and_our_command_build_the_same_bytes(tree: Path) -> None:
    assert pelican(tree).returncode == 0
    made = run(tree, "inv", "build", "--output", "other")
    assert made.returncode == 0, made.stderr
    assert snapshot(tree / "output") == snapshot(tree / "other")
    assert (tree / "output" / "ru" / "stories" / "harbour" / "index.html").exists()


def test_the_public_settings_want_an_address_and_build_for_it(tree: Path) -> None:
    command = ("pelican", "content", "-s", "publishconf.py")
    assert_nothing_was_built(tree, run(tree, *command))
    assert run(tree, *command, SITEURL="https://public.example").returncode == 0
    assert "https://public.example/en/" in (tree / "output" / "sitemap.xml").read_text()


@pytest.mark.parametrize("where", FAULTS)
def test_a_fault_stops_pelican(where: str, tree: Path) -> None:
    write(tree / "content", FAULTS[where])
    done = pelican(tree)
    assert_nothing_was_built(tree, done)
    assert "quay/" in done.stdout + done.stderr


@pytest.mark.parametrize("command", ["pelican content -d", "inv build"])
def test_a_fault_stops_every_command(command: str, tree: Path) -> None:
    write(tree / "content", FAULTS["in the finished site"])
    assert_nothing_was_built(tree, run(tree, *command.split()))


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_that_cannot_be_imported_stops_everything(room: str, tree: Path) -> None:
    door = tree / "plugins" / room / "__init__.py"
    door.write_text('"""Broken."""\n\nraise ImportError("broken on purpose")\n')
    assert_nothing_was_built(tree, pelican(tree))


@pytest.mark.parametrize("room", ["anonymity", "editions", "proof"])
def test_a_room_that_cannot_connect_itself_stops_everything(room: str, tree: Path) -> None:
    door = tree / "plugins" / room / "__init__.py"
    broken = 'def register() -> None:\n    raise RuntimeError("broken on purpose")\n\n\ndef former() -> None:'
    door.write_text(door.read_text("utf-8").replace("def register() -> None:", broken), "utf-8")
    assert_nothing_was_built(tree, pelican(tree))


@pytest.mark.parametrize(
    "settings",
    [
        ["PLUGINS=[]"],
        ['PLUGINS=["plugins.editions"]'],
        ['PLUGINS=["plugins.editions", "plugins.proof"]'],
        ["ROOMS=[]", "PLUGINS=[]"],
        ['PLUGINS=["plugins.editions"]', 'ROOMS=["plugins.editions"]'],
    ],
    ids=" ".join,
)
def test_settings_that_take_away_a_check_stop_everything(settings: list[str], tree: Path) -> None:
    assert_nothing_was_built(tree, pelican(tree, "-e", *settings))


@pytest.mark.parametrize(("name", "line"), [("looking.py", "    kind = "), ("crossing.py", "    faults: list[")])
def test_a_proof_that_fails_in_itself_stops_everything(name: str, line: str, tree: Path) -> None:
    checks = tree / "plugins" / "proof" / name
    text = checks.read_text("utf-8")
    assert line in text
    checks.write_text(text.replace(line, f"    raise MemoryError\n{line}", 1), "utf-8")
    assert_nothing_was_built(tree, pelican(tree))


GATE = {
    "a check raises": ("gate.py", "    if code is None:", "    raise MemoryError\n    if code is None:"),
    "a language's file is broken": ("speech/en.toml", "acts =", "acts ="[:-1]),
    "the private list cannot be looked for": ("private.py", "        heard = sound(word)", "        raise MemoryError"),
}


@pytest.mark.parametrize("how", GATE)
def test_a_gate_that_fails_in_itself_stops_everything(how: str, tree: Path) -> None:
    name, before, after = GATE[how]
    path = tree / "plugins" / "anonymity" / name
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), "utf-8")
    write(tree / "private", {"real-names.txt": "Zuvira\n"})
    assert_nothing_was_built(tree, pelican(tree), "private")
    assert_nothing_was_built(tree, run(tree, "inv", "build"), "private")


def test_a_gate_whose_files_are_gone_stops_everything(tree: Path) -> None:
    shutil.rmtree(tree / "plugins" / "anonymity")
    assert_nothing_was_built(tree, pelican(tree))
    assert_nothing_was_built(tree, run(tree, "inv", "build"))


@pytest.mark.parametrize("list_of_words", ["words/en.txt", "names/en.txt", "terms/en.txt"])
def test_a_gate_without_one_of_its_lists_stops_everything(list_of_words: str, tree: Path) -> None:
    (tree / "plugins" / "anonymity" / "speech" / list_of_words).unlink()
    assert_nothing_was_built(tree, pelican(tree))


def test_a_template_that_asks_for_what_is_not_there_stops_everything(tree: Path) -> None:
    path = tree / "theme" / "templates" / "story.html"
    path.write_text(path.read_text("utf-8").replace("{% block main %}", "{% block main %}{{ no_such_name }}"), "utf-8")
    assert_nothing_was_built(tree, pelican(tree))


def test_another_plugins_failure_stops_everything(tree: Path) -> None:
    (tree / "plugins" / "proof" / "other.py").write_text('"""Other."""\n\ndef register():\n    raise ValueError\n')
    settings = 'PLUGINS=["plugins.anonymity", "plugins.editions", "plugins.proof", "plugins.proof.other"]'
    assert_nothing_was_built(tree, pelican(tree, "-e", settings))


@pytest.mark.parametrize("setting", [{"EDITIONS_PER_PAGE": 0}, {"EDITIONS_PER_PAGE": "many"}, {"DEFAULT_LANG": "ka"}])
def test_a_setting_that_cannot_be_used_stops_the_build(tmp_path: Path, setting: dict[str, object]) -> None:
    site = build_site(tmp_path, {"stories/harbour/en.md": original()}, **setting)
    assert site.codes == ["editions/bad-setting"]
    assert not site.output.exists()


def test_pelicans_own_class_writes_nothing(tmp_path: Path) -> None:
    folder = content(tmp_path, {"stories/harbour/en.md": original()})
    with pytest.raises(TypeError, match="nothing is written"):
        build(folder, PELICAN_CLASS=Pelican)
    assert snapshot(tmp_path / "output") == {}


@pytest.mark.parametrize(
    "command", [["inv", "build", "--cache", "no-folder"], ["inv", "check"], ["pelican", "content"]]
)
def test_a_cache_that_cannot_be_written_is_a_fault(command: list[str], tree: Path) -> None:
    write(tree, {"no-folder": "a file"})
    path = tree / "pelicanconf.py"
    path.write_text(path.read_text("utf-8").replace('CACHE_PATH = ".cache"', 'CACHE_PATH = "no-folder"'), "utf-8")
    done = run(tree, *command)
    assert_nothing_was_built(tree, done, "no-folder")
    said = " ".join((done.stdout + done.stderr).split())
    assert "no-cache: The cache cannot be written" in said
    assert "Traceback" not in done.stdout + done.stderr or command[0] == "pelican"
