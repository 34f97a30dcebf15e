"""Headers: what a server says with each file, in the words of each kind of server.

A page says for itself what it can (`policy`); the rest, and all of it for feeds and pictures, only a server can say.
"""

import re
from collections.abc import Mapping

from plugins.editions import addresses
from plugins.editions.site import Site

# All that a page could ask a browser for (W3C, Permissions Policy, and its registry `features.md`), since no page of
# ours asks for anything. Only names that browsers know: at others they complain in every reader's console.
_OFF = """
    accelerometer autoplay camera clipboard-read clipboard-write display-capture encrypted-media fullscreen
    gamepad geolocation gyroscope hid idle-detection local-fonts magnetometer microphone midi payment
    picture-in-picture publickey-credentials-create publickey-credentials-get screen-wake-lock serial storage-access
    sync-xhr usb window-management xr-spatial-tracking
""".split()

_YEAR = 31_536_000  # Seconds.
_AGAIN = "no-cache"  # RFC 9111, 5.2.2.4: it is asked for again each time, so that a correction is seen at once.
_LASTING = f"public, max-age={_YEAR}, immutable"  # RFC 8246: what bears a digest in its name never changes.


def sent(site: Site, policy: str) -> Mapping[str, str]:
    """Return what is said with every file, whatever it is.

    - Referrer-Policy (W3C): no other site learns which page a reader comes from.
    - X-Content-Type-Options (Fetch, 3.6): nothing is taken for a script or a style that does not say that it is one.
    - Cross-Origin-Opener-Policy (HTML, 7.1.3): a page that opened ours, or was opened from it, cannot look at it.
    - Cross-Origin-Resource-Policy (Fetch, 3.7): no other site can show our files as its own, or tell whether they load.
    - Strict-Transport-Security (RFC 6797): a browser that was here asks no more without encryption, which would show
      everybody on the way which page is read. Nothing is said of other hosts of the same domain: they are not ours.
    - X-Robots-Tag (Google, Robots meta tag specifications): search engines leave out what they have read. They must be
      able to read it, so that `robots.txt` forbids nothing.
    """
    said = {
        "Content-Security-Policy": policy,
        "Referrer-Policy": "no-referrer",
        "Permissions-Policy": ", ".join(f"{name}=()" for name in _OFF),
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    if site.addresses.url.startswith("https:"):
        said["Strict-Transport-Security"] = f"max-age={_YEAR}"
    if site.hidden:
        said["X-Robots-Tag"] = "noindex"
    return said


def for_hosts(site: Site, policy: str) -> str:
    """Return the file `_headers`, which lies in the site and is read there by Netlify and Cloudflare Pages.

    Both ask for everything again each time unless they are told otherwise; and where two rules meet, they send both, so
    that the first rule says nothing of it (netlify.com and developers.cloudflare.com, "Headers").
    """
    every = "".join(f"  {name}: {value}\n" for name, value in sent(site, policy).items())
    lasting = "".join(f"{path}*\n  Cache-Control: {_LASTING}\n" for path in _lasting(site))
    return f"{site.addresses.href('')}*\n{every}{lasting}"


def for_apache(site: Site, policy: str) -> str:
    """Return lines for `.htaccess` (httpd.apache.org, mod_headers)."""
    every = "".join(f'Header always set {name} "{value}"\n' for name, value in sent(site, policy).items())
    lasting = "".join(
        f'Header set Cache-Control "{_LASTING}" "expr=%{{REQUEST_URI}} =~ m#^{re.escape(path)}#"\n'
        for path in _lasting(site)
    )
    return f'<IfModule mod_headers.c>\n{every}Header set Cache-Control "{_AGAIN}"\n{lasting}</IfModule>\n'


def for_nginx(site: Site, policy: str) -> str:
    """Return lines for a `server` of nginx (nginx.org, ngx_http_headers_module, ngx_http_rewrite_module)."""
    every = "".join(f'add_header {name} "{value}" always;\n' for name, value in sent(site, policy).items())
    lasting = "".join(f'if ($uri ~ "^{re.escape(path)}") {{ set $caching "{_LASTING}"; }}\n' for path in _lasting(site))
    return f'{every}set $caching "{_AGAIN}";\n{lasting}add_header Cache-Control $caching;\n'


def for_caddy(site: Site, policy: str) -> str:
    """Return lines for a site of Caddy, below its `root` (caddyserver.com, header, request matchers)."""
    every = "".join(f'\t{name} "{value}"\n' for name, value in sent(site, policy).items())
    lasting = f"path {' '.join(f'{path}*' for path in _lasting(site))}\n\tfile\n"
    return (
        f"header {{\n{every}}}\n"
        f'@lasting {{\n\t{lasting}}}\nheader @lasting Cache-Control "{_LASTING}"\n'
        f'@changing not {{\n\t{lasting}}}\nheader @changing Cache-Control "{_AGAIN}"\n'
    )


def _lasting(site: Site) -> list[str]:
    return [site.addresses.href(folder) for folder in addresses.LASTING]
