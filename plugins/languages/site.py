"""The site's languages: one list in the settings, a catalogue each."""

from collections.abc import Sequence
from pathlib import Path

from babel import Locale

from plugins.faults import Fault, stop_at
from plugins.languages.catalogue import read_catalogue
from plugins.languages.language import Language, is_language, language_hint


def speak(codes: Sequence[str], translations: Path) -> dict[str, Language]:
    """Return the languages by code, in the order of the settings.

    Raises `Faults` when a code names no language, stands twice, or has no complete catalogue.
    """
    faults: list[Fault] = []
    languages: dict[str, Language] = {}
    if not codes:
        faults.append(_fault("no-language", "LANGUAGES is empty.", 'Name at least one, such as ["en"].'))
    for code in codes:
        if not is_language(code):
            faults.append(_fault("unknown", f'"{code}" in LANGUAGES is no language.', language_hint(code)))
        elif code in languages:
            faults.append(_fault("twice", f'"{code}" stands twice in LANGUAGES.', "Remove one of them."))
        else:
            catalogue, wrong = read_catalogue(translations, code)
            faults += wrong
            languages[code] = Language(code, catalogue, Locale.parse(code, sep="-"))
    stop_at(faults)
    return languages


def _fault(code: str, message: str, remedy: str) -> Fault:
    return Fault("pelicanconf.py", 1, 1, f"languages/{code}", message, remedy)
