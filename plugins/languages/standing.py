"""Standing: which languages have a catalogue of interface texts, how complete it is, and who vouches for it."""

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from babel import Locale

from plugins.faults import Fault, Faults, stop_at
from plugins.languages.catalogue import catalogue_path, catalogue_paths, read_catalogue
from plugins.languages.language import Language
from plugins.languages.signing import SOURCE, sign, signature


class Standing(NamedTuple):
    """A language that has a catalogue. `faults` counts what keeps it off the site; `signed` is empty for the language
    that the texts are written in."""

    code: str
    name: str
    faults: int
    signed: bool | None


def standings(translations: Path) -> Iterator[Standing]:
    """Yield the standing of every language with a catalogue, by code."""
    for code in catalogue_paths(translations):
        catalogue, faults = read_catalogue(translations, code)
        name = Language(code, catalogue, Locale.parse(code, sep="-")).name
        yield Standing(code, name, len(faults), None if code == SOURCE else catalogue.signed)


def sign_off(translations: Path, code: str, day: datetime.date) -> None:
    """Write into a catalogue that its texts, as they are, were read by a native reader on this day.

    Raises `Faults` when there is nothing to sign: no catalogue, a faulty one, or that of the source.
    """
    if code not in [each.code for each in standings(translations)] or code == SOURCE:
        message = f'There are no translated interface texts for "{code}".'
        remedy = "`inv languages` names the languages that have some."
        raise Faults([Fault("theme/translations", 1, 1, "languages/no-catalogue", message, remedy)])
    catalogue, faults = read_catalogue(translations, code)
    stop_at(faults)
    sign(catalogue_path(translations, code), signature(day, catalogue.texts))
