"""Languages: which languages the site speaks; how each names, dates, counts, sorts and directs things."""

from plugins.languages.catalogue import Catalogue, read_catalogue
from plugins.languages.language import Language, canonical_tag, is_country, is_language, language_hint
from plugins.languages.site import speak
from plugins.languages.sorting import index_entry, sort_key
from plugins.languages.standing import sign_off, standings

__all__ = [
    "Catalogue",
    "Language",
    "canonical_tag",
    "index_entry",
    "is_country",
    "is_language",
    "language_hint",
    "read_catalogue",
    "sign_off",
    "sort_key",
    "speak",
    "standings",
]
