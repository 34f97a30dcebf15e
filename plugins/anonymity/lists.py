"""Lists: the project's own glossary of terms and its allow-list, read strictly."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from plugins.anonymity.context import Glossary, kind_of
from plugins.anonymity.identifiers import Allowed, plain_value
from plugins.anonymity.memory import Memory
from plugins.anonymity.people import words
from plugins.anonymity.speech import speech, speech_code
from plugins.anonymity.words import Kind, at_first_sight, kinds
from plugins.faults import Fault
from plugins.languages import is_language, language_hint
from plugins.stories import Matter, Vocabulary, read_text, read_yaml

GLOSSARY, ALLOWED = "glossary.yaml", "allowed.yaml"


@dataclass(frozen=True, slots=True)
class Lists:
    """The project's lists: terms by speech code, and what may stand although it looks like an identifier."""

    glossaries: Memory[Glossary] = field(default_factory=lambda: Memory(lambda _: Glossary()))
    allowed: Allowed = field(default_factory=Allowed)

    def glossary(self, code: str) -> Glossary:
        """Return the terms of one language; those of "all" belong to every one."""
        return self.glossaries[code]


def read_lists(content: Path, vocabulary: Vocabulary) -> tuple[Lists, list[Fault]]:
    """Return the project's lists and what is wrong with them. A list that is not there is empty.

    The words of the vocabulary are terms, too: readers meet them on every page.
    """
    matter, faults = _read(content, GLOSSARY)
    terms: dict[str, list[str]] = {}
    for code, listed in matter.values.items():
        line, column = matter.place(code)
        if code != "all" and not is_language(code):
            faults.append(
                Fault(
                    GLOSSARY,
                    line,
                    column,
                    "anonymity/unknown-language",
                    f'"{code}" is no language.',
                    language_hint(code),
                )
            )
            continue
        if not isinstance(listed, list) or not all(isinstance(term, str) and term.strip() for term in listed):
            faults.append(
                _form(GLOSSARY, line, column, "Write the terms of a language as a list, each on a line `- term`.")
            )
            continue
        spoken = speech_code(code) if code != "all" else "en"
        terms.setdefault(spoken or code, []).extend(str(term) for term in listed)
        if code == "all":
            terms.setdefault("all", []).extend(str(term) for term in listed)
        for index, term in enumerate(listed):
            if spoken and (name := _names_somebody(str(term), spoken)):
                line, column = matter.place(code, index)
                faults.append(
                    Fault(
                        GLOSSARY,
                        line,
                        column,
                        "anonymity/name-in-glossary",
                        f'"{name}" is a person\'s name.',
                        "The glossary holds what names nobody. A person goes into `pseudonyms` or `public_people`.",
                    )
                )
    shared = terms.pop("all", [])
    own = {*terms, *(speech_code(each) or "" for each in _languages(vocabulary)), "en"}

    def glossary(code: str) -> Glossary:
        listed = [*terms.get(code, []), *shared]
        if not listed:
            return Glossary()
        found = speech(code if code in own else "en").terms_in(listed)
        return Glossary(found.single, found.phrases)

    allowed, wrong = _allowed(content)
    return Lists(Memory(glossary), allowed), [*faults, *wrong]


def _languages(vocabulary: Vocabulary) -> set[str]:
    return {code for terms in vocabulary.values() for term in terms.values() for code in term.names}


def _names_somebody(term: str, code: str) -> str | None:
    """Return the word of a term that is a person's name and nothing else, if there is one."""
    spoken = speech(code)
    found = [word for word in words(term, spoken) if word.capital or spoken.script == "GEORGIAN"]
    for word in found if len(found) <= 2 else ():
        if not at_first_sight(code, word.folded) & (Kind.NAME | Kind.SURNAME):
            continue
        kind = kinds(code, word.folded)
        alone = Kind.SURNAME in kind and len(found) == 1
        if (Kind.NAME in kind or alone) and not kind & (Kind.COMMON | Kind.TERM):
            return word.text
    return None


def _allowed(content: Path) -> tuple[Allowed, list[Fault]]:
    matter, faults = _read(content, ALLOWED, as_list=True)
    values: set[str] = set()
    listed = matter.values.get("allowed", [])
    for index, entry in enumerate(listed if isinstance(listed, list) else []):
        line, column = matter.place("allowed", index)
        if (
            not isinstance(entry, dict)
            or set(entry) != {"value", "why"}
            or not all(isinstance(part, str) and part.strip() for part in entry.values())
        ):
            faults.append(_form(ALLOWED, line, column, "Write `- {value: ..., why: ...}`: what may stand, and why."))
        else:
            values.add(plain_value(str(entry["value"])))
    return Allowed(frozenset(values)), faults


def _read(content: Path, name: str, *, as_list: bool = False) -> tuple[Matter, list[Fault]]:
    if not os.path.lexists(content / name):
        return Matter(), []
    text, faults = read_text(content / name, content)
    if faults:
        return Matter(), faults
    if all(not line.strip() or line.lstrip().startswith("#") for line in text.splitlines()):
        return Matter(), []
    if as_list:  # the file is a list; give it a key, on the line before its first
        matter, faults = read_yaml("allowed:\n" + text, name, 0)
        if not faults and not isinstance(matter.values.get("allowed"), list):
            faults.append(_form(name, 1, 1, "Write a list of `- {value: ..., why: ...}`."))
        return matter, faults
    return read_yaml(text, name)


def _form(path: str, line: int, column: int, remedy: str) -> Fault:
    return Fault(path, line, column, "anonymity/wrong-form", "This has the wrong form.", remedy)


def unnamed_terms(vocabulary: Vocabulary, lists: Lists) -> Iterator[Fault]:
    """Yield a fault for every word of the vocabulary that may name a person: its terms are shown on every page."""
    for section, terms in vocabulary.items():
        for key, term in terms.items():
            for language, name in term.names.items():
                code = speech_code(language)
                if code is None:
                    continue
                for word in words(name, speech(code)):
                    kind = kind_of(code, word.text)
                    known = kind & (Kind.COMMON | Kind.TERM) or (word.text.isupper() and Kind.NAME not in kind)
                    if word.capital and not known and word.folded not in lists.glossary(code).single:
                        yield Fault(
                            "vocabulary.yaml",
                            1,
                            1,
                            "anonymity/unmarked-name",
                            f'"{word.text}" in {section}/{key} may be a person\'s name.',
                            "Name the term in ordinary words, or add the word to glossary.yaml.",
                        )
