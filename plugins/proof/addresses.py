"""Addresses: which file of the site an address leads to, and which address a file has."""

import posixpath
import re
from urllib.parse import unquote, urljoin, urlsplit

# A path and a place in it as the site writes its own: nothing to resolve, decode or strip (RFC 3986, 3.3).
_PLAIN = r"((?:[a-z0-9-]+/)*)((?:[a-z0-9-]+(?:\.[a-z0-9-]+)*)?)(?:#([a-z0-9-]+))?"

_HERE = re.compile("#([a-z0-9-]+)")


class Addresses:
    """The addresses of one site. `siteurl` is where it stands, with its folder there if it has one."""

    def __init__(self, siteurl: str) -> None:
        self._siteurl = siteurl.rstrip("/")
        own = urlsplit(self._siteurl)
        self._host, self._folder = (own.scheme, own.netloc), own.path + "/"
        self._plain = re.compile(f"(?:{re.escape(self._folder)}|{re.escape(self._siteurl)}/){_PLAIN}")

    def of(self, name: str) -> str:
        """Return the address of a file, absolute."""
        shown = name.removesuffix("index.html") if posixpath.basename(name) == "index.html" else name
        return f"{self._siteurl}/{shown}"

    def target(self, name: str, address: str) -> tuple[str | None, str]:
        """Return the file that an address in the file `name` leads to, and the place in it, or an empty string.

        The file is None when the address is on another host or is none at all. It need not exist.
        """
        plain = self._plain.fullmatch(address)
        if plain:
            folder, file, place = plain.groups()
            return folder + (file or "index.html"), place or ""
        if here := _HERE.fullmatch(address):
            return name, here[1]
        try:
            parts, anchor = urlsplit(urljoin(self.of(name), address)), unquote(urlsplit(address).fragment)
        except ValueError:
            return None, ""
        if (parts.scheme, parts.netloc) != self._host:
            return None, anchor
        path = unquote(parts.path)
        if not path.startswith(self._folder):
            return posixpath.join("outside the site", path), anchor
        path = path[len(self._folder) :]
        return path + "index.html" if not path or path.endswith("/") else path, anchor
