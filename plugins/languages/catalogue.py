"""Interface texts: gettext catalogues, read by Babel as translators write them."""

import functools
import gettext
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from babel import Locale

from plugins.faults import Fault
from plugins.languages.signing import SOURCE, is_signed, signed_off

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog, Message

_VALUE = re.compile(r"%\((\w+)\)s|%")
_ORDER = ("zero", "one", "two", "few", "many", "other")


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The interface texts of one language. A text that is missing raises `KeyError`: nothing is guessed.

    `signed` says whether a native reader has signed them off, each as it is now.
    """

    forms: tuple[str, ...]
    texts: dict[str, tuple[str, ...]] = field(repr=False)
    signed: bool = False

    def one(self, message: str) -> str:
        """Return the translation of a text."""
        return self.texts[message][0]

    def many(self, one: str, many: str, category: str) -> str:
        """Return the translation of a text that counts, in the form of this plural category."""
        del many
        return self.texts[one][self.forms.index(category)]


@functools.cache
def plural_forms(locale: Locale) -> tuple[str, ...]:
    """Return CLDR's plural categories that whole numbers take in this language, in gettext's order.

    CLDR also has categories that only fractions or millions take; counts of stories never do.
    """
    used = {locale.plural_form(number) for number in (*range(201), 1000)}  # no rule tells others up to 1000 apart
    return tuple(category for category in _ORDER if category in used)


def catalogue_path(translations: Path, code: str) -> Path:
    """Return where the catalogue of a language lies: `uz-latn` in `uz_Latn/LC_MESSAGES/messages.po`."""
    return translations / str(Locale.parse(code, sep="-")) / "LC_MESSAGES" / "messages.po"


def catalogue_paths(translations: Path) -> dict[str, Path]:
    """Return where every catalogue lies, by the code of its language."""
    paths = sorted(translations.glob("*/LC_MESSAGES/messages.po"))
    return {path.parent.parent.name.lower().replace("_", "-"): path for path in paths}


def read_catalogue(translations: Path, code: str) -> tuple[Catalogue, list[Fault]]:
    """Return the catalogue of a language and what is wrong with it against `messages.pot`.

    Faults: a missing or unreadable file; a text that is missing, fuzzy or not asked for any more;
    a plural rule that is not CLDR's; a `%(name)s` that the original has not, or the other way round.
    """
    # Loads email and what that needs, which only a run that speaks does.
    from babel.messages.pofile import PoFileError, read_po

    locale = Locale.parse(code, sep="-")
    path = catalogue_path(translations, code)
    shown = path.relative_to(translations.parent.parent).as_posix()
    forms = plural_forms(locale)
    try:
        with (translations / "messages.pot").open("rb") as stream:
            template = read_po(stream, abort_invalid=True)
        data = path.read_bytes()
        catalogue = read_po(io.BytesIO(data), locale=locale, abort_invalid=True)
        said = signed_off(data.decode("utf-8"))
    except FileNotFoundError as missing:
        fault = Fault(
            shown,
            1,
            1,
            "languages/no-catalogue",
            f'There is no file of interface texts for "{code}".',
            f"Make it with `inv strings --add {code}` and translate it, or take the language out of LANGUAGES "
            f"in pelicanconf.py. (Missing: {Path(str(missing.filename)).name})",
        )
        return Catalogue(forms, {}), [fault]
    except (PoFileError, UnicodeDecodeError, ValueError, OSError) as broken:
        fault = Fault(
            shown,
            1,
            1,
            "languages/bad-catalogue",
            f"The file cannot be read: {broken}.",
            "Open it in a catalogue editor and save it again.",
        )
        return Catalogue(forms, {}), [fault]
    texts = {}
    for message in catalogue:
        if message.id and not message.fuzzy:
            one = message.id if isinstance(message.id, str) else message.id[0]
            texts[one] = _strings(message)
    signed = code == SOURCE or is_signed(said, texts)
    return Catalogue(forms, texts, signed), list(_differences(catalogue, template, forms, shown))


def _differences(catalogue: "Catalog", template: "Catalog", forms: tuple[str, ...], path: str) -> Iterator[Fault]:
    def fault(line: int | None, code: str, message: str, remedy: str) -> Fault:
        return Fault(path, line or 1, 1, f"languages/{code}", message, remedy)

    if catalogue.fuzzy:
        yield fault(1, "fuzzy-header", "The file's header is marked fuzzy.", "Remove the line `#, fuzzy` on top.")
    if not _counts_like_cldr(catalogue, forms):
        yield fault(
            1,
            "plural-rule",
            f"The header Plural-Forms is not CLDR's rule ({', '.join(forms)}).",
            "Copy the header of `inv strings`.",
        )
    wanted = {message.id: message for message in template if message.id}
    present = {message.id: message for message in catalogue if message.id}
    for key in wanted:
        shown = key if isinstance(key, str) else key[0]
        message = present.get(key)
        line = message.lineno if message else 1
        strings = _strings(message) if message else ()
        if message and message.fuzzy:
            yield fault(
                line,
                "fuzzy-text",
                f'The text "{shown}" is marked fuzzy.',
                "Check the translation and remove the word fuzzy.",
            )
        elif not strings or not all(strings):
            yield fault(line, "missing-text", f'The text "{shown}" is not translated.', "Translate it.")
        elif not isinstance(key, str) and len(strings) != len(forms):
            yield fault(
                line,
                "plural-count",
                f'The text "{shown}" has {len(strings)} plural forms.',
                f"This language has {len(forms)}: {', '.join(forms)}.",
            )
        elif message and not _same_values(key, strings):
            yield fault(
                line,
                "lost-value",
                f'The text "{shown}" and its translation name other values.',
                "Keep each %(name)s as it stands in the original.",
            )
    for key, message in present.items():
        if key not in wanted:
            shown = key if isinstance(key, str) else key[0]
            yield fault(
                message.lineno,
                "stale-text",
                f'The text "{shown}" is not used any more.',
                "Run `inv strings`, which takes it out.",
            )


def _counts_like_cldr(catalogue: "Catalog", forms: tuple[str, ...]) -> bool:
    if catalogue.num_plurals != len(forms):
        return False
    assert catalogue.locale is not None
    index = gettext.c2py(catalogue.plural_expr)
    rule = catalogue.locale.plural_form
    return all(index(number) == forms.index(rule(number)) for number in range(201))


def _strings(message: "Message") -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def _same_values(key: str | Sequence[str], strings: Sequence[str]) -> bool:
    ids = (key,) if isinstance(key, str) else key
    wanted = {match for text in ids for match in _VALUE.findall(text)}
    for text in strings:
        found = set(_VALUE.findall(text))
        # A plural form for exactly one or two things may leave the number out ("one story").
        if not (found == wanted or (len(ids) > 1 and wanted - found == {"count"} and found <= wanted)):
            return False
    return True
