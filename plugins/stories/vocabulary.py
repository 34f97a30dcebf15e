"""The vocabulary: the words that stories are filed under, in every language."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from plugins.faults import Fault, nearest
from plugins.languages import is_language, language_hint
from plugins.stories.files import read_text
from plugins.stories.frontmatter import Matter, read_yaml
from plugins.stories.model import Term, Vocabulary
from plugins.stories.schema import slug_fault

SECTIONS = ("categories", "populations", "rights", "settings", "outcomes", "notices")
FILE = "vocabulary.yaml"
# Which section each key of the front matter takes its terms from.
_SECTION_OF = {
    "categories": "categories",
    "populations": "populations",
    "rights": "rights",
    "settings": "settings",
    "outcome": "outcomes",
    "content_notice": "notices",
}


def read_vocabulary(content: Path, languages: Sequence[str]) -> tuple[Vocabulary, list[Fault]]:
    """Return the terms by section and key, and what is wrong with them.

    A term without a name in one of the site's languages is a warning: it is shown, marked, in the first
    language it has. Names in languages that the site does not speak are left out, unless there is no other.
    """
    path = content / FILE
    if not os.path.lexists(path):
        fault = Fault(
            FILE,
            1,
            1,
            "stories/no-vocabulary",
            "There is no vocabulary.",
            f"Make the file {FILE}, with at least `categories:` and one term.",
        )
        return {section: {} for section in SECTIONS}, [fault]
    text, faults = read_text(path, content)
    if faults:
        return {section: {} for section in SECTIONS}, faults
    matter, faults = read_yaml(text, FILE)
    terms: dict[str, dict[str, Term]] = {section: {} for section in SECTIONS}

    def blame(where: tuple[str, ...], code: str, message: str, remedy: str, *, warn: bool = False) -> None:
        line, column = matter.place(*where)
        faults.append(Fault(FILE, line, column, f"stories/{code}", message, remedy, "warn" if warn else "block"))

    for section, entries in matter.values.items():
        if section not in SECTIONS:
            blame(
                (section,),
                "unknown-key",
                f'There is no section "{section}".',
                nearest(section, SECTIONS) or f"Sections are {', '.join(SECTIONS)}.",
            )
            continue
        if not isinstance(entries, dict):
            blame(
                (section,),
                "wrong-form",
                f'"{section}" must hold terms.',
                "Write `key: {en: name, ru: name}`.",
            )
            continue
        for key, names in entries.items():
            wrong = slug_fault(key)
            if wrong:
                blame((section, key), "bad-slug", *wrong)
            elif not isinstance(names, dict) or not names:
                blame(
                    (section, key),
                    "wrong-form",
                    f'"{key}" has no names.',
                    "Write `key: {en: name, ru: name}`.",
                )
            else:
                good: dict[str, str] = {}
                for code, name in names.items():
                    if not is_language(code):
                        blame(
                            (section, key, code),
                            "unknown-language",
                            f'"{code}" is no language.',
                            language_hint(code),
                        )
                    elif not isinstance(name, str) or not name.strip():
                        blame((section, key, code), "empty", f'"{key}" has no name in "{code}".', "Fill it in.")
                    else:
                        good[code] = name.strip()
                missing = [code for code in languages if code not in names]
                if missing:
                    blame(
                        (section, key),
                        "untranslated-term",
                        f'"{key}" has no name in {", ".join(missing)}.',
                        "Add it; until then readers see another language's name.",
                        warn=True,
                    )
                if good:
                    spoken = {code: name for code, name in good.items() if code in languages}
                    terms[section][key] = Term(key, spoken or good)
    return terms, faults


def unknown_terms(matter: Matter, path: str, vocabulary: Vocabulary) -> Iterator[Fault]:
    """Yield a fault for every term of a telling's front matter that the vocabulary has not."""
    for key, section in _SECTION_OF.items():
        given = matter.values.get(key, [])
        for index, term in enumerate(given if isinstance(given, list) else [given]):
            if isinstance(term, str) and term.strip() and term.strip() not in vocabulary[section]:
                hint = nearest(term, vocabulary[section]) or f"Terms stand in {FILE} under {section}."
                line, column = matter.place(key, index)
                yield Fault(path, line, column, "stories/unknown-term", f'{key}: there is no term "{term}".', hint)
