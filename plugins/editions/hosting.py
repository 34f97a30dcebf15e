"""Hosting: what servers are told: what to say with each file, and which stories were taken back: 410, gone (RFC 9110,
15.5.11).

A 404 says that nothing is there; a 410 says that it was taken away and will not come back.
"""

import re
from collections.abc import Iterable, Iterator

from plugins.editions import addresses, headers
from plugins.editions.site import Site
from plugins.stories import Gone


def redirects(site: Site, gone: Iterable[Gone]) -> bytes:
    """Return rules that lie in the site itself and are read by Netlify and its like, which serve them to nobody."""
    not_found = site.addresses.href("404.html")
    return "".join(f"{path}/* {not_found} 410\n" for path in _paths(site, gone)).encode()


def apache_rules(site: Site, gone: Iterable[Gone], policy: str) -> bytes:
    """Return rules that lie in the site itself and are read there by Apache, which serves them to nobody."""
    rules = "".join(f"RedirectMatch 410 ^{re.escape(path)}(/|$)\n" for path in _paths(site, gone))
    return (headers.for_apache(site, policy) + rules).encode()


def server_rules(site: Site, gone: Iterable[Gone], policy: str) -> Iterator[tuple[str, str]]:
    """Yield name and text of the rules that belong into a server's own configuration, outside the site."""
    head = "# What is said with every file of the site. Written by every build; include it in your server.\n"
    yield "nginx-headers.conf", head + headers.for_nginx(site, policy)
    yield "Caddyfile-headers", head + headers.for_caddy(site, policy)
    every = _paths(site, gone)
    head = "# Addresses of stories that were taken back. Written by every build; include it in your server.\n"
    yield "nginx-gone.conf", head + "".join(f"location ~ ^{re.escape(path)}(/|$) {{ return 410; }}\n" for path in every)
    paths = " ".join(f"{path} {path}/*" for path in every)
    yield "Caddyfile-gone", head + (f"@gone path {paths}\nrespond @gone 410\n" if every else "")


def _paths(site: Site, gone: Iterable[Gone]) -> list[str]:
    return sorted(site.addresses.href(addresses.telling_at(each.language, each.slug)).rstrip("/") for each in gone)
