"""Safety of readers: the way out of the site, the scripts that it may hold, and who finds it."""

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from plugins.editions.settings import Settings
from plugins.faults import Faults
from plugins.proof import Scripts
from tests.tiny import EXIT, ROOT, URL, Built, build_site, original

SETTINGS = {
    "PATH": "", "THEME": "", "LANGUAGES": ["en"], "DEFAULT_LANG": "en", "SITENAME": "", "SITENAMES": {}, "SITEURL": URL,
    "EDITIONS_MENU": [], "EDITIONS_EXIT": EXIT, "EDITIONS_ONION": "", "EDITIONS_HIDDEN": False, "EDITIONS_PER_PAGE": 1,
    "ALSO_READ_LIMIT": 0, "EDITIONS_PREVIEW": False, "ANONYMITY_PRIVATE": "", "CACHE_PATH": "",
    "THEME_TEMPLATES_OVERRIDES": [],
}  # fmt: skip


def test_every_page_begins_with_the_way_out(real_pages: dict[str, BeautifulSoup]) -> None:
    for address, page in real_pages.items():
        skip, way_out = page.find_all("a", limit=2)
        assert skip["href"] == "#main", address
        assert (way_out["href"], way_out["rel"]) == (EXIT, ["nofollow", "noreferrer"]), address
        assert way_out.find_parent("header"), address


def test_the_way_out_leads_where_the_setting_says(tmp_path: Path) -> None:
    site = build_site(tmp_path, {"stories/harbour/en.md": original()}, EDITIONS_EXIT="https://weather.example/today/")
    assert site.codes == []
    assert '<a class="exit" href="https://weather.example/today/"' in site.read("en/stories/harbour/index.html")
    assert EXIT not in site.read("en/index.html")


@pytest.mark.parametrize(
    "given",
    [
        "", "weather.example", "http://weather.example/", "//weather.example/", "javascript:leave()", "https://", "https://x",
        "https://weather.example/?utm_source=stories", "https://weather.example/#from", "https://me@weather.example/",
        "https://weather.example/a b", 'https://weather.example/"', "https://127.0.0.1/", "https://weather.example/%0a",
        "https://weather.example/\n", f"{URL}/en/", None, 1,
    ],
)  # fmt: skip
def test_a_way_out_that_tells_something_or_leads_nowhere_is_refused(given: object) -> None:
    with pytest.raises(Faults, match="EDITIONS_EXIT") as stopped:
        Settings.of({**SETTINGS, "EDITIONS_EXIT": given})
    assert [fault.code for fault in stopped.value.faults] == ["editions/bad-setting"]


@given(st.text() | st.builds("https://weather.example/{}".format, st.text()))
def test_whatever_the_setting_the_way_out_is_a_plain_address(given: str) -> None:
    try:
        address = Settings.of({**SETTINGS, "EDITIONS_EXIT": given}).exit
    except Faults:
        return
    assert re.fullmatch(r"https://[a-z0-9.-]+(/[\w.~/-]*)?", address, re.ASCII)


@pytest.mark.parametrize(
    "script",
    [
        "document.cookie", "window['localStorage'].a = 1", "sessionStorage.a", "indexedDB.open(1)", "caches.open(1)",
        "navigator.sendBeacon(1)", "new XMLHttpRequest", "new WebSocket(1)", "new RTCPeerConnection", "eval(1)",
        "canvas.getContext('2d')", "new OfflineAudioContext", "navigator.plugins", "screen.width", "import('/x.js')",
        "Intl.DateTimeFormat()", "new EventSource(1)", "Function('x')()", "element.innerHTML = 1", "devicePixelRatio",
        r"n\u0061vigator.plugins", "document.write(1)", "new Worker(1)",
    ],
)  # fmt: skip
def test_a_script_that_keeps_or_tells_something_is_not_the_themes(script: str) -> None:
    (wrong,) = Scripts([script]).wrong(script)[:1]
    assert wrong.startswith("that ")


def test_the_script_of_the_exit_does_nothing_else(real_site: Built) -> None:
    scripts = set(re.findall(r"<script>(.*?)</script>", real_site.read("en/index.html"), re.DOTALL))
    assert {Scripts(scripts).wrong(script) for script in scripts} == {()}
    assert len(scripts) == 1


def test_a_theme_whose_script_keeps_something_is_not_published(tmp_path: Path) -> None:
    theme = tmp_path / "theme"
    for path in (ROOT / "theme").rglob("*"):
        if path.is_file():
            copy = theme / path.relative_to(ROOT / "theme")
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(path.read_bytes())
    script = theme / "components" / "exit" / "exit.js"
    script.write_text(script.read_text("utf-8") + "localStorage.left = 1;", "utf-8")
    site = build_site(tmp_path, {"stories/harbour/en.md": original()}, THEME=str(theme))
    assert set(site.codes) == {"proof/forbidden"}
    assert "keeps something: localStorage" in site.faults[0].message


ONION = "http://2gzyxa5ihm7nsggfxnu52rck2vv4rvmdlkiu3zzui5du4xyclen53wid.onion"  # of the Tor Project's own site


def test_a_page_names_its_own_address_in_the_tor_network(tmp_path: Path) -> None:
    site = build_site(tmp_path, {"stories/harbour/en.md": original()}, EDITIONS_ONION=f"{ONION}/")
    assert site.codes == []
    for address in ("", "en/stories/harbour/"):
        page = BeautifulSoup(site.read(f"{address}index.html"), "html.parser")
        assert page.find("meta", attrs={"http-equiv": "onion-location"})["content"] == f"{ONION}/{address}"


def test_a_site_that_is_not_there_does_not_name_an_address_there(real_site: Built) -> None:
    assert "onion-location" not in real_site.read("en/index.html")


@pytest.mark.parametrize(
    "given",
    [
        ONION.removeprefix("http://"), ONION.replace("2gzy", "2gzz"), ONION.replace(".onion", ".example"), "http://a.onion",
        "http://expyuzz4wqqyqhjn.onion", f"{ONION}/en/", f"{ONION}\n", ONION.upper(), None,
    ],
)  # fmt: skip
def test_an_address_in_the_tor_network_that_cannot_be_is_refused(given: object) -> None:
    with pytest.raises(Faults, match="EDITIONS_ONION"):
        Settings.of({**SETTINGS, "EDITIONS_ONION": given})


@given(st.text())
def test_whatever_else_is_given_it_is_no_address_in_the_tor_network(given: str) -> None:
    for address in (given, f"http://{given}.onion", ONION.replace("2gzyxa", given[:6].ljust(6, "a"))):
        try:
            assert Settings.of({**SETTINGS, "EDITIONS_ONION": address}).onion in ("", ONION)
        except Faults:
            continue


def test_a_hidden_site_asks_on_every_page_and_for_every_file_to_be_left_out(tmp_path: Path) -> None:
    site = build_site(tmp_path, {"stories/harbour/en.md": original()}, EDITIONS_HIDDEN=True)
    assert site.codes == []
    for path in site.output.rglob("*.html"):
        page = BeautifulSoup(path.read_bytes(), "html.parser")
        assert page.find("meta", attrs={"name": "robots"})["content"] == "noindex"
    assert "\n  X-Robots-Tag: noindex\n" in site.read("_headers")
    assert 'X-Robots-Tag "noindex"' in site.read(".htaccess")
    assert site.read("robots.txt") == "User-agent: *\nAllow: /\n"
    assert not site.has("sitemap.xml")


def test_a_site_that_is_not_hidden_is_found(real_site: Built) -> None:
    assert "noindex" not in real_site.read("en/index.html") + real_site.read("_headers")
    assert real_site.has("sitemap.xml")


@pytest.mark.parametrize("name", ["EDITIONS_HIDDEN", "EDITIONS_SHARE_CARDS"])
@pytest.mark.parametrize("given", ["False", "no", 1, None])
def test_yes_or_no_is_not_guessed(name: str, given: object) -> None:
    with pytest.raises(Faults, match=name):
        Settings.of({**SETTINGS, name: given})


def test_no_title_or_preview_says_which_group_a_reader_looked_for(real_pages: dict[str, BeautifulSoup]) -> None:
    shelves = [page for address, page in real_pages.items() if "/populations/" in address]
    assert shelves
    for page in shelves:
        assert page.h1.string not in str(page.head)
        assert re.search(r"\d", page.title.string)


def test_other_shelves_bear_their_names_as_titles(real_pages: dict[str, BeautifulSoup]) -> None:
    page = real_pages["en/rights/work/"]
    assert page.title.string == f"Rights: {page.h1.string} — Response Stories"
