"""When two titles are the same title."""

import unicodedata

_FOLDED = str.maketrans(
    {
        **dict.fromkeys("\u00a0\u202f\u2007\u2009", " "),
        **dict.fromkeys("“”„«»‟″", '"'),
        **dict.fromkeys("‘’‚‛′ʼʻ`", "'"),
        **dict.fromkeys("‐‑‒–—―−", "-"),
    }
)


def fold_title(title: str) -> str:
    """Return the title as it is compared: normalised (NFC), with plain spaces, quotes and dashes, trimmed."""
    return " ".join(unicodedata.normalize("NFC", title).translate(_FOLDED).split())
