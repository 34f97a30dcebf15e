"""Weight: what a page costs on a slow line. Times are not judged here: machines differ. `inv readers` measures them."""

import pytest
from playwright.sync_api import Browser

from bench.readers.chromium import FAST_3G, Visit, visit
from tests.conftest import LANGUAGES, Kinds, collected

pytestmark = pytest.mark.browser

LIMIT = 14 * 1024  # The ten packets that a server sends before it has heard of the reader (RFC 6928).
WITH_A_PICTURE = 50 * 1024
ITSELF_AND_ICON = 2


def too_much(cost: Visit, kind: str) -> list[str]:
    """Return what of a visit is more than a reader on a slow line should be asked for."""
    wrong = {
        f"{cost.document} bytes of HTML": cost.document > LIMIT,
        f"{cost.total} bytes with a picture": "story" in kind and cost.total > WITH_A_PICTURE,
        f"{cost.blocking} requests before the text": cost.blocking > 0,
        f"a layout shift of {cost.shift}": cost.shift > 0,
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
    assert len(too_much(Visit(LIMIT + 1, WITH_A_PICTURE + 1, 3, 1, 0.1, 0.01), "story")) == 4
