"""Context: a word where it stands, with what is around it and what its language knows of it."""

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from plugins.anonymity.passages import Passage, Reader
from plugins.anonymity.people import People, Word
from plugins.anonymity.speech import Speech, speech
from plugins.anonymity.words import Kind, at_first_sight, forms, kinds

ACRONYM = 6  # Letters; longer words in capitals alone are words that somebody shouts.
_QUOTED = {"LATIN": "en", "CYRILLIC": "ru"}  # by whose words a text in another script is read where it quotes one
_SENTENCE_END = re.compile(r"[.!?։…](?=[\s»”\")]|$)")


@dataclass(frozen=True, slots=True)
class Glossary:
    """The project's own terms in one language: single words, and the longer terms that each word is part of."""

    single: frozenset[str] = frozenset()
    longer: Mapping[str, frozenset[tuple[str, ...]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Seen:
    """A word of a passage of a telling. `others` holds the people of the stories that the telling links to."""

    reader: Reader
    passage: Passage
    found: list[Word]
    at: int
    people: People
    glossary: Glossary
    others: Mapping[str, People]

    @property
    def word(self) -> Word:
        return self.found[self.at]

    @property
    def speech(self) -> Speech:
        return self.people.speech

    @property
    def before(self) -> Word | None:
        return self.found[self.at - 1] if self.at else None

    @property
    def after(self) -> Word | None:
        return self.found[self.at + 1] if self.at + 1 < len(self.found) else None

    @property
    def forms(self) -> tuple[str, ...]:
        return forms(self.speech.code, self.word.folded)

    @property
    def begins(self) -> bool:
        """Whether a word may have its capital from its place alone: at a beginning, or in an English heading."""
        return self.word.begins or (self.speech.titled and self.passage.kind in ("title", "heading"))

    @property
    def rest(self) -> str:
        """The rest of the sentence."""
        return _SENTENCE_END.split(self.passage.text[self.word.end :], maxsplit=1)[0].lstrip(" ")

    def kind(self) -> Kind:
        """Return what the word may be, asking another language where it is in another script."""
        return kind_of(self.speech.code, self.word.text)

    def is_declared(self) -> bool:
        """Say whether the word is a name that may stand here: declared, or of the story that a link leads to."""
        folded = self.word.folded
        if self.people.pseudonym(folded) or self.people.is_public(folded):
            return True
        return any(
            begin <= self.word.start < end and key in self.others and self.others[key].pseudonym(folded)
            for begin, end, key in self.passage.links
        )

    def follows_person(self) -> bool:
        """Say whether the word stands right after a pseudonym, where a surname or patronymic would."""
        before, word = self.before, self.word
        return bool(
            before
            and before.capital
            and self.passage.text[before.end : word.start] in (" ", "-")
            and self.people.pseudonym(before.folded)
            and not self.people.is_public(word.folded)
            and not (word.text.isupper() and len(word.text) <= ACRONYM)
        )

    def next_capital(self) -> Word | None:
        """Return the next word if it has a capital that no beginning gives it, and stands right after this one."""
        after = self.after
        close = after and after.capital and not after.begins and after.start == self.word.end + 1
        return after if after and close and len(after.text) > 1 else None

    def is_term(self, kind: Kind) -> bool:
        """Say whether the word, of this kind, is a term or part of one that stands here."""
        every = self.forms
        if any(form in self.glossary.single for form in every) or (Kind.TERM in kind and Kind.NAME not in kind):
            return True
        beside = {form for each in (self.before, self.after) if each for form in forms(self.speech.code, each.folded)}
        for phrases in (self.speech.terms.phrases, self.glossary.longer):
            for form in every:
                for phrase in phrases.get(form, ()):
                    if any(part in beside for part in phrase if part != form):
                        return True
        surname = self.next_capital()
        declared = surname and (self.people.is_public(surname.folded) or self.people.pseudonym(surname.folded))
        return Kind.TERM in kind and (surname is None or bool(declared))  # Jordan, unless a surname follows


@functools.lru_cache(maxsize=100_000)
def kind_of(code: str, written: str) -> Kind:
    """Return what a word, as written, may be in a text of this language."""
    spoken = speech(code)
    code, folded = _read_by(spoken, written)
    kind = kinds(code, folded)
    if not kind and spoken.script == "LATIN":
        kind = kinds("en", speech("en").fold(written))  # brands and medicines are called the same
        return Kind(0) if Kind.NAME in kind else kind & Kind.TERM
    if not kind and spoken.script == "CYRILLIC" and code not in ("ru", "uk", "mk"):
        kind = kinds("ru", folded)  # Russian phrases stand in texts of every language of the region
        return Kind.NAME if Kind.NAME in kind else kind
    return kind


def harmless_at_first_sight(code: str, written: str) -> bool:
    """Say whether a word with a capital is a term or an acronym and surely no name, without loading a dictionary."""
    spoken = speech(code)
    kind = at_first_sight(*_read_by(spoken, written))
    if kind & (Kind.NAME | Kind.SURNAME):
        return False
    in_capitals = written.isupper() and len(written) <= ACRONYM
    return Kind.TERM in kind or (in_capitals and spoken.script == "LATIN" and _in_script(written, spoken.script))


def _read_by(spoken: Speech, written: str) -> tuple[str, str]:
    """Return by which language's words a word is read, which is another's in another script, and the folded word."""
    code = spoken.code
    if not _in_script(written, spoken.script):
        code = next((other for script, other in _QUOTED.items() if _in_script(written, script)), code)
    return code, speech(code).fold(written)


def _in_script(text: str, script: str) -> bool:
    first = ord(text[0])
    if script == "LATIN":
        return first < 0x250 or 0x1E00 <= first < 0x1F00
    if script == "CYRILLIC":
        return 0x400 <= first < 0x530
    return first >= 0x530
