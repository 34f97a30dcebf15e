"""Policy: what a browser may do with a page: nothing but show it, its pictures and its styles, and run its own script.

After Content Security Policy Level 3 (W3C). Where a page bears one policy and the server sends another, a browser obeys
both (8.1), so the server's allows all that any page may do: the two never contradict each other.
"""

import base64
import hashlib
from collections.abc import Iterable, Mapping

Rules = Mapping[str, tuple[str, ...]]

# What the pages made with a template may do beyond what all may.
WIDER: Mapping[str, Rules] = {"finding": {"connect-src": ("'self'",)}}  # its script reads the cards


def of_page(template: str, styles: str, scripts: Iterable[str]) -> str:
    """Return the policy of the pages made with a template, which bear it themselves; these are all their styles, and
    the scripts that stand in them."""
    return _written(_joined(_shared(styles, scripts), WIDER.get(template, {})))


def of_site(styles: str, scripts: Iterable[str]) -> str:
    """Return the policy that a server sends with every file. No page may be framed: only a server can say that (6.4.2),
    and whoever frames a page can lay something of theirs over it."""
    return _written(_joined(_shared(styles, scripts), *WIDER.values(), {"frame-ancestors": ("'none'",)}))


def _shared(styles: str, scripts: Iterable[str]) -> Rules:
    return {
        "default-src": ("'none'",),
        "img-src": ("'self'",),
        "style-src": (_digest(styles),),
        "script-src": tuple(map(_digest, scripts)),
        "base-uri": ("'none'",),
        "form-action": ("'none'",),
    }


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _joined(*every: Rules) -> Rules:
    names = dict.fromkeys(name for rules in every for name in rules)
    return {name: tuple(dict.fromkeys(each for rules in every for each in rules.get(name, ()))) for name in names}


def _written(rules: Rules) -> str:
    return "; ".join(" ".join([name, *sources]) for name, sources in rules.items())
