"""A golden site: what comes of `tests/golden/content`, byte for byte. Styles, scripts, pictures and their digests
are left out.

When a change of the output is meant, bring the expected files in step, and read their difference before committing:

    UPDATE_GOLDEN=1 .venv/bin/pytest tests/test_golden.py
"""

import difflib
import os
import re
import shutil
from pathlib import Path

import pytest

from tests.tiny import ROOT, URL, build, write

GOLDEN = ROOT / "tests" / "golden"
LEFT_OUT = re.compile(r"<(style|script)>.*?</\1>", re.DOTALL)
DIGEST = re.compile(r"sha256-[A-Za-z0-9+/=]+")
CARD = re.compile(r"/cards/[0-9a-f]{16}\.png")
TEXTS = (".html", ".xml", ".json", ".txt", ".csv")
SHOWN = 60  # Lines of difference; more would bury what changed.


def files(folder: Path) -> dict[str, str]:
    """Return the text of every file below a folder, without styles, scripts and their digests."""
    texts = {
        path.relative_to(folder).as_posix(): path.read_bytes().decode("utf-8")
        for path in sorted(folder.rglob("*"))
        if path.suffix in TEXTS and not path.name.startswith(".")
    }
    plain = {name: DIGEST.sub("sha256-...", LEFT_OUT.sub(r"<\1>...</\1>", text)) for name, text in texts.items()}
    return {name: CARD.sub("/cards/....png", text) for name, text in plain.items()}


def test_the_golden_site_comes_out_as_expected(tmp_path: Path) -> None:
    site = build(GOLDEN / "content", tmp_path / "output", SITEURL=URL, CACHE_PATH=str(tmp_path / "cache"))
    assert site.faults == ()
    made = files(site.output)
    if os.environ.get("UPDATE_GOLDEN"):
        shutil.rmtree(GOLDEN / "expected", ignore_errors=True)
        write(GOLDEN / "expected", made)
    expected = files(GOLDEN / "expected")
    assert sorted(made) == sorted(expected)
    lines = [
        line
        for name in made
        for line in difflib.unified_diff(
            expected[name].splitlines(), made[name].splitlines(), f"expected/{name}", f"output/{name}", "", "", 1, ""
        )
    ]
    if made != expected:
        more = [f"... and {len(lines) - SHOWN} more lines"] if len(lines) > SHOWN else []
        pytest.fail("\n".join([*lines[:SHOWN], *more, "Is it meant? " + (__doc__ or "")]), pytrace=False)
