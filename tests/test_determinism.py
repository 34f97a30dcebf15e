"""Determinism: the same texts make the same bytes, on any machine, in any folder, at any time."""

import io
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from tests.tiny import ROOT, VOCABULARY, original, snapshot, translation, write

INV = Path(sys.executable).parent / "inv"
PLACES = ["KZ", "GE", "KG", "UZ", "TJ"]


def files() -> dict[str, str | bytes]:
    """Return some stories in three languages, with everything that could come out in another order."""
    found: dict[str, str | bytes] = {"vocabulary.yaml": VOCABULARY}
    for number in range(9):
        english = original(
            f"Story {number}",
            f"The hospital refused; the court in {PLACES[number % 5]} did not. [See](../story-{(number + 1) % 9}/).\n",
            date=f"2026-01-{10 + number // 3}",
            country=f"[{', '.join(PLACES[number % 3 : number % 3 + 2])}]",
            rights=["[work]", "[health-care, work]", ""][number % 3],
            populations=["[plwh]", ""][number % 2],
        )
        found[f"stories/story-{number}/en.md"] = english
        if number % 2:
            found[f"stories/story-{number}/ru.md"] = translation(english, f"История {number}")
        if number % 3:
            found[f"stories/story-{number}/kk.md"] = translation(english, f"Оқиға {number}")
    for key in ("about", "privacy"):
        page = original(key.title(), "We.\n", date="", categories="", consent="")
        found |= {f"pages/{key}/en.md": page, f"pages/{key}/ru.md": translation(page, f"Страница {key}")}
    stream = io.BytesIO()
    Image.linear_gradient("L").save(stream, "JPEG")
    found["stories/with-picture/en.md"] = original("A picture", "![A shade](shade.jpg)\n")
    found["stories/with-picture/shade.jpg"] = stream.getvalue()
    return found


def build(folder: Path, texts: dict[str, str | bytes], age: int, **env: str) -> Path:
    """Build in a process of its own, with files of this age in seconds; return the output."""
    write(folder / "texts", texts)
    for path in (folder / "texts").rglob("*"):
        os.utime(path, (10**9 - age, 10**9 - age))
    command = [str(INV), "build", "--content", str(folder / "texts"), "--output", str(folder / "site")]
    command += ["--cache", str(folder / "cache")]
    settings = {"PATH": os.environ["PATH"], **env}
    done = subprocess.run(command, cwd=ROOT, env=settings, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "site"


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site as one machine builds it."""
    folder = tmp_path_factory.mktemp("one")
    return build(folder, files(), age=0, PYTHONHASHSEED="0", LC_ALL="C", TZ="UTC", COLUMNS="40", HOME="/nonexistent")


def test_two_machines_build_the_same_bytes(first: Path, tmp_path: Path) -> None:
    other = build(
        tmp_path / "quite" / "another place",
        dict(reversed(files().items())),
        age=10**8,
        PYTHONHASHSEED="12345",
        LC_ALL="tr_TR.UTF-8",
        LANG="kk_KZ.UTF-8",
        LANGUAGE="ru",
        TZ="Asia/Almaty",
        HOME=str(tmp_path),
    )
    assert snapshot(other) == snapshot(first)


def test_nothing_of_the_machine_is_written_into_the_site(first: Path) -> None:
    assert not list(first.rglob("*.pyc"))
    for path in first.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            assert str(first.parent).encode() not in data
            assert str(ROOT).encode() not in data


def test_a_second_build_in_the_same_place_changes_no_byte(first: Path, tmp_path: Path) -> None:
    shutil.copytree(first, tmp_path / "site")
    again = build(tmp_path, files(), age=5, PYTHONHASHSEED="7", TZ="America/Los_Angeles")
    assert snapshot(again) == snapshot(first)
