"""Preview: drafts are shown on this machine, every change at once, and nothing of them is left when it ends."""

import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tiny import ROOT, original, write

DRAFT = original("Lanterns", "They waited at the quay.", status="draft")
PATIENCE = 60.0  # seconds until a change must be seen: how slow a machine may be, not how fast the preview is


def read(url: str) -> str:
    with urllib.request.urlopen(url, timeout=10) as answer:
        return str(answer.read().decode())


def until(url: str, word: str) -> str:
    """Return the page as soon as it shows a word."""
    ends = time.monotonic() + PATIENCE
    while word not in (page := read(url)) and time.monotonic() < ends:
        time.sleep(0.1)
    return page


def _listen() -> None:
    """Let a command hear Ctrl-C, though whoever runs the tests in the background may not."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """A preview of a site with one draft: its address, and the running command."""
    write(tmp_path / "content", {"vocabulary.yaml": (ROOT / "content/vocabulary.yaml").read_text("utf-8")})
    write(tmp_path / "content", {"stories/lanterns/en.md": DRAFT})
    (tmp_path / "tmp").mkdir()
    command = [sys.executable, "-m", "invoke", "serve", "--content", str(tmp_path / "content"), "--port", "0"]
    env = {**os.environ, "TMPDIR": str(tmp_path / "tmp"), "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True, preexec_fn=_listen) as running:
        assert running.stdout is not None
        said = ""
        for line in running.stdout:
            said += line
            if address := re.search(r"http://127\.0\.0\.1:\d+/", line):
                yield address[0], running
                break
        else:
            pytest.fail(said)
        running.kill()


def test_a_preview_shows_drafts_and_changes_and_leaves_nothing(
    served: tuple[str, subprocess.Popen[str]], tmp_path: Path
) -> None:
    address, running = served
    assert "They waited at the quay." in read(f"{address}en/stories/lanterns/")
    write(tmp_path / "content", {"stories/lanterns/en.md": DRAFT.replace("at the quay", "by the pier")})
    assert "They waited by the pier." in until(f"{address}en/stories/lanterns/", "pier")
    kept = [path for path in (tmp_path / "tmp").rglob("*.sqlite") if b"by the pier" in path.read_bytes()]
    assert kept, "what it remembers lies in its own folder"
    running.send_signal(signal.SIGINT)
    running.wait(timeout=PATIENCE)
    assert list((tmp_path / "tmp").iterdir()) == []
    cached = (ROOT / ".cache").rglob("works.sqlite")
    assert not any(b"by the pier" in path.read_bytes() for path in cached)


def test_a_fault_leaves_the_last_preview(served: tuple[str, subprocess.Popen[str]], tmp_path: Path) -> None:
    address, running = served
    assert running.stdout is not None
    write(tmp_path / "content", {"stories/lanterns/en.md": DRAFT.replace("status: draft", "status: unknown")})
    for line in running.stdout:
        if "still shows the last good state" in line:
            break
    assert "They waited at the quay." in read(f"{address}en/stories/lanterns/")
