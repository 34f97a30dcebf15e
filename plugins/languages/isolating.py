"""Isolating: a value that runs against the text around it must not take commas and brackets of that text with it."""

import re

# Letters of Hebrew, Arabic, Syriac, Thaana and NKo, and Arabic presentation forms.
_RIGHT_TO_LEFT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
_AGAINST = {
    "ltr": re.compile(f"[{_RIGHT_TO_LEFT}]"),
    "rtl": re.compile(rf"[^\W\d_{_RIGHT_TO_LEFT}]"),
}
_FIRST_STRONG_ISOLATE, _POP_DIRECTIONAL_ISOLATE = "\u2068", "\u2069"  # Unicode UAX 9, 2.4


def isolated(value: object, direction: str) -> object:
    """Return a text that has letters of the other direction between marks that isolate it, anything else as it is."""
    if isinstance(value, str) and _AGAINST[direction].search(value):
        return f"{_FIRST_STRONG_ISOLATE}{value}{_POP_DIRECTIONAL_ISOLATE}"
    return value
