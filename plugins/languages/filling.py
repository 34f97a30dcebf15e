"""Filling: new texts are translated into all languages in one file, and go from there into the catalogues."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeAlias

import yaml
from babel import Locale
from babel.messages.pofile import read_po

from plugins.faults import Fault, Faults, nearest
from plugins.languages.catalogue import catalogue_paths, plural_forms
from plugins.languages.extraction import plural_header, write_catalogue
from plugins.languages.signing import SOURCE, signed_off

# By text and language, what is written: one text, or one for each of CLDR's plural categories.
Wanted: TypeAlias = dict[str, dict[str, Any]]


def write_missing(translations: Path, file: Path) -> int:
    """Write a file of every text that some catalogue lacks, to be filled in; return how many there are."""
    wanted: Wanted = {}
    for code, path in catalogue_paths(translations).items():
        locale = Locale.parse(code, sep="-")
        with path.open("rb") as stream:
            for message in read_po(stream, locale=locale):
                if message.id and not all(message.string or ("",)):
                    single = isinstance(message.id, str)
                    text = message.id if isinstance(message.id, str) else message.id[0]
                    empty = "" if single else dict.fromkeys(plural_forms(locale), "")
                    wanted.setdefault(text, {})[code] = empty
    told = yaml.safe_dump(wanted, allow_unicode=True, sort_keys=False, width=10_000) if wanted else ""
    file.write_text(told, "utf-8", newline="\n")
    return len(wanted)


def fill(translations: Path, file: Path) -> Iterator[str]:
    """Write what a file such as that of `write_missing` holds into the catalogues; yield a line about each.

    What is empty in it is left alone. Raises `Faults` where it names a text, a language or a plural form that is not.
    """
    try:
        given = yaml.safe_load(file.read_text("utf-8")) or {}
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise Faults([_fault(file, f"The file cannot be read: {error}.", "Compare it with `--missing`.")]) from None
    paths = catalogue_paths(translations)
    if not isinstance(given, dict) or not all(isinstance(each, dict) for each in given.values()):
        raise Faults([_fault(file, "The file has the wrong form.", "Compare it with `--missing`.")])
    unknown = {str(code) for each in given.values() for code in each} - paths.keys()
    faults = [_fault(file, f'"{code}" has no catalogue.', nearest(code, paths)) for code in sorted(unknown)]
    read: dict[str, tuple[Path, Locale, Any, int]] = {}
    for code, path in paths.items():
        locale = Locale.parse(code, sep="-")
        with path.open("rb") as stream:
            catalogue = read_po(stream, locale=locale)
        texts = {str(text): each[code] for text, each in given.items() if each.get(code)}
        read[code] = path, locale, catalogue, len(texts)
        for text, told in texts.items():
            message = next((each for each in catalogue if each.id and text in (each.id, each.id[0])), None)
            string = _string(told, message, locale) if message else None
            if message is None or string is None:
                remedy = "Run `inv strings`, then compare the file with `--missing`."
                faults.append(_fault(file, f'"{text}" has not this form in "{code}".', remedy))
            else:
                message.string = string
    if faults:
        raise Faults(faults)
    for code, (path, locale, catalogue, count) in read.items():
        said = None if code == SOURCE else signed_off(path.read_text("utf-8"))
        write_catalogue(path, catalogue, plural_header(locale, plural_forms(locale)), said)
        yield f"{path.relative_to(translations).as_posix()}: {count} filled in"


def _string(told: object, message: Any, locale: Locale) -> str | tuple[str, ...] | None:
    """Return what a message says from now on, or None where this is not its form."""
    if isinstance(message.id, str):
        return told if isinstance(told, str) else None
    forms = plural_forms(locale)
    if not isinstance(told, Mapping) or set(told) != set(forms):
        return None
    return tuple(str(told[form] or "") for form in forms)


def _fault(file: Path, message: str, remedy: str) -> Fault:
    return Fault(file.name, 1, 1, "languages/not-filled", message, remedy)
