"""Hosting: what servers say with the site's files, tried with the servers themselves where there are any."""

import os
import re
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import Message
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plugins.editions import policy
from plugins.editions.addresses import Addresses
from plugins.faults import Faults
from tests.test_editions import photograph
from tests.tiny import URL, Built, build_site, original, write

PICTURED = original(text="![A quay](quay.jpg)\n")
SAID = {
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=31536000",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A site with one story and one picture. Tests only read it."""
    files: dict[str, str | bytes] = {"stories/harbour/en.md": PICTURED, "stories/harbour/quay.jpg": photograph()}
    built = build_site(tmp_path_factory.mktemp("hosting"), files)
    assert built.codes == []
    return built


def said(site: Built) -> dict[str, str]:
    """Return what is said with every file, as `_headers` has it."""
    first = site.read("_headers").split("\n/pictures/*\n")[0]
    return dict(line.strip().split(": ", 1) for line in first.splitlines()[1:])


def rules(text: str) -> dict[str, set[str]]:
    """Return the sources of a content security policy by directive."""
    return {name: set(sources) for name, *sources in (part.split() for part in text.split("; "))}


def test_every_file_is_sent_with_what_keeps_readers_safe(site: Built) -> None:
    found = said(site)
    assert SAID.items() <= found.items()
    off = found["Permissions-Policy"].split(", ")
    assert {"camera=()", "microphone=()", "geolocation=()", "usb=()"} <= set(off)
    assert all(part.endswith("=()") for part in off)
    assert found.keys() - SAID.keys() == {"Content-Security-Policy", "Permissions-Policy"}


def test_servers_and_pages_never_contradict_each_other(site: Built) -> None:
    """A browser obeys both policies: what a page lets in, the server must."""
    sent = rules(said(site)["Content-Security-Policy"])
    assert sent["frame-ancestors"] == {"'none'"}
    for path in site.output.rglob("*.html"):
        found = BeautifulSoup(path.read_bytes(), "html.parser").find("meta", attrs={"http-equiv": True})
        for name, sources in rules(found["content"]).items():
            assert sources <= sent[name] or sources == {"'none'"}, path


def test_what_one_page_may_do_beyond_others_the_server_lets_it(monkeypatch: pytest.MonkeyPatch) -> None:
    wider = {"script-src": ("'self'",), "connect-src": ("'self'",)}
    monkeypatch.setattr(policy, "WIDER", {"search": wider})
    page, sent = rules(policy.of_page("search", "a", "b")), rules(policy.of_site("a", "b"))
    assert "'self'" in page["script-src"] & sent["script-src"]
    assert page["connect-src"] == sent["connect-src"] == {"'self'"}
    assert "connect-src" not in rules(policy.of_page("story", "a", "b"))


def test_only_files_named_by_their_digests_are_kept_for_long(site: Built) -> None:
    text = site.read("_headers")
    lasting = "  Cache-Control: public, max-age=31536000, immutable\n"
    assert text.endswith(f"/pictures/*\n{lasting}/cards/*\n{lasting}")
    assert text.count("Cache-Control") == 2


def test_a_site_without_encryption_does_not_ask_for_it(tmp_path: Path) -> None:
    built = build_site(tmp_path, {"stories/harbour/en.md": original()}, SITEURL="http://stories.example")
    assert built.codes == []
    assert "Strict-Transport-Security" not in built.read("_headers") + built.read(".htaccess")


def test_a_site_below_a_path_speaks_of_itself_alone(tmp_path: Path) -> None:
    built = build_site(tmp_path, {"stories/harbour/en.md": original()}, SITEURL=f"{URL}/our/path")
    assert built.codes == []
    lines = [line for line in built.read("_headers").splitlines() if line.startswith("/")]
    assert lines == ["/our/path/*", "/our/path/pictures/*", "/our/path/cards/*"]
    assert "^/our/path/pictures/" in built.read(".htaccess")


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.text() | st.builds("https://stories.example{}".format, st.text()))
def test_whatever_address_is_given_no_rule_for_a_server_is_broken(given: str) -> None:
    try:
        url = Addresses.of(given).url
    except Faults:
        return
    assert re.fullmatch(r"[\w./:~\[\]-]+", url, re.ASCII)


# --- the servers themselves


@contextmanager
def running(command: list[str], port: int, **variables: str) -> Iterator[None]:
    """Run a server until it answers, and end it afterwards."""
    server = subprocess.Popen(
        command, env={**os.environ, **variables}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        for _ in range(100):
            if server.poll() is not None:
                pytest.fail(server.stdout.read() if server.stdout else "")
            with socket.socket() as tried:
                if tried.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield
    finally:
        server.terminate()
        server.wait(timeout=10)


def free_port() -> int:
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        port: int = tried.getsockname()[1]
        return port


def answer(url: str) -> tuple[int, Message]:
    try:
        with urllib.request.urlopen(url, timeout=10) as found:
            return found.status, found.headers
    except urllib.error.HTTPError as refused:
        return refused.code, refused.headers


def program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"there is no {name}")
    return found


def nginx(site: Built, place: Path, port: int) -> tuple[list[str], dict[str, str]]:
    hosting = site.content.parent / "cache" / "hosting"
    conf = f"""\
daemon off; master_process off; pid {place}/pid; error_log {place}/error.log;
events {{}}
http {{
  types {{ text/html html; image/jpeg jpg; text/plain txt; }}
  access_log off; client_body_temp_path {place}/a; proxy_temp_path {place}/b; fastcgi_temp_path {place}/c;
  uwsgi_temp_path {place}/d; scgi_temp_path {place}/e;
  server {{
    listen 127.0.0.1:{port}; root {site.output};
    include {hosting}/nginx-headers.conf; include {hosting}/nginx-gone.conf;
  }}
}}
"""
    write(place, {"nginx.conf": conf})
    return [program("nginx"), "-p", str(place), "-e", f"{place}/error.log", "-c", f"{place}/nginx.conf"], {}


def caddy(site: Built, place: Path, port: int) -> tuple[list[str], dict[str, str]]:
    hosting = site.content.parent / "cache" / "hosting"
    conf = f"""\
{{
	admin off
	auto_https off
}}
http://127.0.0.1:{port} {{
	root * {site.output}
	import {hosting}/Caddyfile-headers
	import {hosting}/Caddyfile-gone
	file_server
}}
"""
    write(place, {"Caddyfile": conf})
    return [program("caddy"), "run", "--config", f"{place}/Caddyfile"], {"HOME": str(place)}


def apache(site: Built, place: Path, port: int) -> tuple[list[str], dict[str, str]]:
    found = Path(program("apache2"))
    modules = found.parents[1] / "lib" / "apache2" / "modules"
    loaded = "".join(
        f"LoadModule {name}_module {modules}/mod_{name}.so\n"
        for name in ("mpm_event", "authz_core", "mime", "dir", "alias", "headers")
    )
    conf = f"""\
{loaded}ServerName 127.0.0.1
Listen 127.0.0.1:{port}
PidFile {place}/pid
ErrorLog {place}/error.log
TypesConfig {place}/types
DocumentRoot {site.output}
<Directory {site.output}>
AllowOverride FileInfo
Require all granted
</Directory>
"""
    write(place, {"apache.conf": conf, "types": "text/html html\nimage/jpeg jpg\n"})
    return [str(found), "-D", "FOREGROUND", "-f", f"{place}/apache.conf"], {}


@pytest.mark.parametrize("server", [nginx, caddy, apache], ids=lambda each: each.__name__)
def test_a_real_server_says_what_it_is_told(
    server: Callable[[Built, Path, int], tuple[list[str], dict[str, str]]], site: Built, tmp_path: Path
) -> None:
    port = free_port()
    command, variables = server(site, tmp_path, port)
    (picture,) = (site.output / "pictures").iterdir()
    with running(command, port, **variables):
        where = f"http://127.0.0.1:{port}"
        status, page = answer(f"{where}/en/stories/harbour/")
        assert status == 200
        assert page.get_all("Cache-Control") == ["no-cache"]
        status, kept = answer(f"{where}/pictures/{picture.name}")
        assert status == 200
        assert kept.get_all("Cache-Control") == ["public, max-age=31536000, immutable"]
        status, missing = answer(f"{where}/pictures/0.jpg")
        assert status == 404
        assert "immutable" not in str(missing.get("Cache-Control"))
        for name, value in said(site).items():
            assert page.get_all(name) == kept.get_all(name) == [value]
            assert missing.get_all(name) == [value]
