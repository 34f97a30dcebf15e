"""Hosting: rules by which a server says that a story was taken back: 410, gone (RFC 9110, 15.5.11).

A 404 says that nothing is there; a 410 says that it was taken away and will not come back.
"""

import re
from collections.abc import Iterator

from plugins.editions import addresses
from plugins.editions.site import Site


def served_rules(site: Site) -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of the rules that lie in the site itself, for hosts that read them there; none if nothing
    was taken back. `_redirects` is read by Netlify and its like, `.htaccess` by Apache; neither serves them."""
    gone, not_found = _gone(site), site.addresses.href("404.html")
    if gone:
        yield "_redirects", "".join(f"{path}/* {not_found} 410\n" for path in gone).encode()
        yield ".htaccess", "".join(f"RedirectMatch 410 ^{re.escape(path)}(/|$)\n" for path in gone).encode()


def server_rules(site: Site) -> Iterator[tuple[str, str]]:
    """Yield name and text of the rules that belong into a server's own configuration, outside the site."""
    gone = _gone(site)
    head = "# Addresses of stories that were taken back. Written by every build; include it in your server.\n"
    yield "nginx-gone.conf", head + "".join(f"location ~ ^{re.escape(path)}(/|$) {{ return 410; }}\n" for path in gone)
    paths = " ".join(f"{path} {path}/*" for path in gone)
    yield "Caddyfile-gone", head + (f"@gone path {paths}\nrespond @gone 410\n" if gone else "")


def _gone(site: Site) -> list[str]:
    return sorted(
        site.addresses.href(addresses.telling_at(each.language, each.slug)).rstrip("/") for each in site.library.gone
    )
