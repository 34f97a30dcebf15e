"""What readers get: kinds of pages are found, and the page of `inv readers` says what was measured and what was not."""

import gzip
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from bench.readers.document import page
from bench.readers.kinds import kinds_of_pages
from bench.readers.lighthouse import Lighthouse
from bench.readers.measuring import Measured
from bench.readers.serving import serving

FACTS = dict.fromkeys(("command", "day", "browser", "rounds", "lighthouse", "machine"), "x")
HOME = Measured("en", "home", "en/", 5_000, 6_000, 2, 2.1, 0.6, 0, 0, 1, (100, 99, 98, 97))


def pages(**bodies: str) -> dict[str, BeautifulSoup]:
    """Return pages by address; `bodies` gives theirs, in English unless they stand below `ru`."""
    return {
        address: BeautifulSoup(f"<html lang={'ru' if address.startswith('ru/') else 'en'}>{body}", "html.parser")
        for address, body in bodies.items()
    }


def test_a_page_of_every_kind_is_found_even_of_one_that_nobody_has_named() -> None:
    story = "<article><p class=notice>Before you read</p></article>"
    found = kinds_of_pages(
        pages(
            **{
                "": "", "404.html": "", "en/": "", "en/about/": "<article><div class=text></div></article>",
                "en/figures/": "", "en/rights/work/": "", "en/rights/work/page/2/": "", "en/stories/": "",
                "en/stories/bus/": story, "en/stories/bus/republish/": "", "en/stories/train/": "<article></article>",
                "ru/": "", "ru/stories/bus/": story,
            }
        ),
        "en",
    )  # fmt: skip
    assert found == {
        "chooser": "", "404.html": "404.html", "home": "en/", "own page": "en/about/", "figures": "en/figures/",
        "shelf": "en/rights/work/", "shelf, page 2": "en/rights/work/page/2/", "stories": "en/stories/",
        "story": "en/stories/bus/", "story with a notice": "en/stories/bus/",
        "stories/*/republish": "en/stories/bus/republish/",
    }  # fmt: skip


def test_the_server_compresses_and_has_a_page_for_what_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "index.html").write_text("here " * 99, "utf-8")
    (tmp_path / "404.html").write_text("nowhere", "utf-8")
    with serving(tmp_path) as url:
        asked = urllib.request.Request(f"{url}/en/", headers={"Accept-Encoding": "gzip"})
        with urllib.request.urlopen(asked, timeout=9) as answer:
            assert gzip.decompress(answer.read()) == b"here " * 99
        with pytest.raises(urllib.error.HTTPError) as missed:
            urllib.request.urlopen(f"{url}/en/nothing/", timeout=9)
    assert (missed.value.code, missed.value.read()) == (404, b"nowhere")


def test_the_page_has_a_row_for_each_kind_and_says_what_was_not_measured() -> None:
    bare = Measured("ru", "home", "ru/", 5_000, 6_000, 2, 2.1, 0.6, 0, 0, None, None)
    text = page([HOME, bare], FACTS, {"ar": "the site has no catalogue of this language yet."})
    assert "| home | `/en/` | 5,000 | 6,000 | 2 | 2.10 s | 0.60 s | 0 | 0 | 1 | 100, 99, 98, 97 |" in text
    assert "| home | `/ru/` | 5,000 | 6,000 | 2 | 2.10 s | 0.60 s | 0 | 0 | not measured | not measured |" in text
    assert "## Arabic (`ar`)\n\nNot measured: the site has no catalogue of this language yet." in text


def test_a_folder_without_lighthouse_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no Lighthouse"):
        Lighthouse(tmp_path, "chromium")
