"""Measuring: each kind of page of a finished site, in each language."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser

from bench.readers.checkers import axe, html_validate, missing, vnu
from bench.readers.chromium import FAST_3G, PHONE, SLOW_3G, Visit, opened, visit
from bench.readers.kinds import kinds_of_pages, parsed
from bench.readers.lighthouse import Lighthouse, Scores

_SCHEMES = ("light", "dark")
_WIDTHS = (320, 360, 1280)


@dataclass(frozen=True, slots=True)
class Measured:
    """One page, as the one of its kind in its language.

    `size` is that of the HTML, `total` that of everything, both compressed and with headers; paints are in seconds.
    `axe` counts violations at all widths and in both schemes, `validator` what both checkers of HTML say. None was not
    measured.
    """

    language: str
    kind: str
    address: str
    size: int
    total: int
    requests: int
    slow: float
    fast: float
    shift: float
    axe: int
    validator: int | None
    scores: Scores | None


def measured(
    browser: Browser, url: str, output: Path, languages: Sequence[str], rounds: int, lighthouse: Lighthouse | None
) -> Iterator[Measured]:
    """Yield every kind of page of every language. `url` is where `output` is served."""
    pages = parsed(output)
    said = _said(output)
    done: set[str] = set()
    for language in languages:
        for kind, address in kinds_of_pages(pages, language).items():
            if address in done:  # a page is measured as the first kind that it is
                continue
            done.add(address)
            place = f"{url}/{address}"
            slow = [visit(browser, place, SLOW_3G) for _ in range(rounds)]
            fast = [visit(browser, place, FAST_3G) for _ in range(rounds)]
            yield Measured(
                language, kind, address, slow[0].document, slow[0].total, slow[0].requests,
                _paint(slow), _paint(fast), max(each.shift for each in (*slow, *fast)), _violations(browser, place),
                None if said is None else said[address], lighthouse.scores(place) if lighthouse else None,
            )  # fmt: skip


def _paint(visits: Sequence[Visit]) -> float:
    return median(each.first_paint for each in visits)


def _said(output: Path) -> Counter[str] | None:
    """Return how much the checkers of HTML say of each address; None where they are not here."""
    if missing():
        return None
    files = sorted(output.rglob("*.html"))
    places = [file.removeprefix("file:") for check in (vnu, html_validate) for file, _, _ in check(files)]
    return Counter(Path(place).relative_to(output).as_posix().removesuffix("index.html") for place in places)


def _violations(browser: Browser, url: str) -> int:
    with opened(browser, viewport=PHONE) as page:
        page.goto(url)
        count = 0
        for scheme in _SCHEMES:
            page.emulate_media(color_scheme=scheme)
            for width in _WIDTHS:
                page.set_viewport_size({"width": width, "height": 740})
                count += len(axe(page))
    return count
