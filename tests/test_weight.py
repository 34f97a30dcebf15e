"""Weight: what a page costs on a slow line. Times are not judged here: machines differ. `inv readers` measures them."""

import pytest
from playwright.sync_api import Browser

from bench.readers.chromium import FAST_3G, PHONE, Visit, opened, visit
from tests.conftest import LANGUAGES, Kinds, collected

pytestmark = pytest.mark.browser

LIMIT = 14 * 1024  # The ten packets that a server sends before it has heard of the reader (RFC 6928).
WITH_A_PICTURE = 50 * 1024
ITSELF_AND_ICON = 2
UNSEEN = 0.001  # A small link that steps to the next line, when the page came in two pieces just there.


def too_much(cost: Visit, kind: str) -> list[str]:
    """Return what of a visit is more than a reader on a slow line should be asked for."""
    wrong = {
        f"{cost.document} bytes of HTML": cost.document > LIMIT,
        f"{cost.total} bytes with a picture": "story" in kind and cost.total > WITH_A_PICTURE,
        f"{cost.blocking} requests before the text": cost.blocking > 0,
        f"a layout shift of {cost.shift}": cost.shift > UNSEEN,
    }
    return [said for said, is_wrong in wrong.items() if is_wrong]


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_are_light_need_one_request_and_stand_still(browser: Browser, kinds: Kinds, language: str) -> None:
    with collected() as wrong:
        for url, kind in kinds(language).items():
            cost = visit(browser, url)
            if cost.requests > ITSELF_AND_ICON:  # what comes late may push the text aside
                cost = visit(browser, url, FAST_3G)
            wrong += [f"{url} ({kind}): {said}" for said in too_much(cost, kind)]


def test_what_is_too_much_would_be_seen(browser: Browser, sample_url: str) -> None:
    cost = visit(browser, f"{sample_url}/en/stories/harbour/", FAST_3G)
    assert cost.requests > ITSELF_AND_ICON
    assert cost.document < cost.total
    assert len(too_much(Visit(LIMIT + 1, WITH_A_PICTURE + 1, 3, 1, 0.1, 0.002), "story")) == 4


# A page arrives in pieces; one may end between a box and its text. An empty box stands on the line, a full one higher.
LATE = """() => [...document.querySelectorAll('body *')].filter(each => {
  if (!getComputedStyle(each).display.startsWith('inline-') || !each.textContent) return false;
  const full = each.getBoundingClientRect().top, kept = [...each.childNodes];
  each.replaceChildren();
  const empty = each.getBoundingClientRect().top;
  each.replaceChildren(...kept);
  const moved = Math.abs(full - empty);
  return moved > 0.5 && moved < 12;  // more is another line, to which any text may go
}).map(each => each.outerHTML.slice(0, 80))"""


def test_no_box_moves_when_its_text_arrives_late(browser: Browser, kinds: Kinds) -> None:
    with collected() as wrong, opened(browser, viewport=PHONE) as page:
        for url, kind in kinds("en").items():
            page.goto(url)
            wrong += [f"{url} ({kind}): {each}" for each in page.evaluate(LATE)]
        page.evaluate("document.querySelector('.footer a').style.verticalAlign = 'baseline'")
        assert page.evaluate(LATE)
