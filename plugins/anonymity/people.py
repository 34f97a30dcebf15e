"""People: the words of a passage, and which of them name somebody whom the telling declares."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from plugins.anonymity.folding import folded
from plugins.anonymity.speech import Speech
from plugins.anonymity.words import forms

_LETTERS = "[^\\W\\d_][\u0300-\u036f՛՜՞]*"
_TOKEN = re.compile(rf"(?:{_LETTERS})+(?:['’ʼʻ‘`´](?:{_LETTERS})+)*")
_PLAIN = re.compile(r"[^\W\d_]+(?:['’ʼʻ‘`´][^\W\d_]+)*")  # the same where no mark stands on a letter of its own
_MARKS = re.compile("[\u0300-\u036f՛՜՞]")
_OPENING = "«“„\"'‘‚‹([{—–-•*…¿¡"
_FORMS = 4  # Forms of a public person's name that count: the name, and what its ending may stand for.
_ENDING = ".!?…։:;՝՞。·|"
_ENDING_MARKS = frozenset(_ENDING)
_CLOSING = "»”\")'’"
_LOOK = 12  # Characters before a word that tell whether a sentence begins with it.


class Word(NamedTuple):
    """A word of a passage: as written, as compared, where it stands, whether it has a capital, and whether that may be
    because it begins a sentence or quotation."""

    text: str
    folded: str
    start: int
    end: int
    capital: bool
    begins: bool


def tokens(text: str) -> list[str]:
    """Return every word of a text, as written. A hyphen ends a word; an apostrophe between letters does not."""
    return _words_of(text).findall(text)


def words(text: str, speech: Speech) -> list[Word]:
    """Return every word of a text, where it stands."""
    known = folded(speech.code, speech.script)
    found: list[Word] = []
    for token in _words_of(text).finditer(text):
        written, (start, end) = token[0], token.span()
        capital = written[0].isupper()
        found.append(Word(written, known[written], start, end, capital, capital and _begins(text, start)))
    return found


def _words_of(text: str) -> re.Pattern[str]:
    return _PLAIN if text.isascii() or not _MARKS.search(text) else _TOKEN


def _begins(text: str, at: int) -> bool:
    """Say whether a sentence, a quotation or a bracket begins at this place."""
    before = text[max(0, at - _LOOK) : at].rstrip(" ")
    kept = before.rstrip(_OPENING + " ")
    if not kept:
        return True
    if kept[-1] in _ENDING:
        return True
    joined = before == text[max(0, at - _LOOK) : at] and before[-1] in "-'’"
    if len(kept) < len(before) and not joined and before[-1] not in "-–—(*'’":
        return True
    return before[-1] in _CLOSING and before.rstrip(_CLOSING + " ")[-1:] in _ENDING_MARKS


@dataclass(frozen=True, slots=True)
class People:
    """Whom a telling may name: its pseudonyms and its public people, by each word of their names, folded."""

    speech: Speech
    pseudonyms: Mapping[str, tuple[str, ...]]
    public: frozenset[str]

    @classmethod
    def declared(cls, speech: Speech, pseudonyms: Iterable[str], public: Iterable[str]) -> "People":
        """Return those whom a telling in this language declares by these names."""
        named: dict[str, tuple[str, ...]] = {}
        for pseudonym in pseudonyms:
            for token in map(speech.fold, _TOKEN.findall(pseudonym)):
                # Georgian declines the stem that is left of a name without its nominative -i.
                stems = (token, token.removesuffix("ი")) if speech.script == "GEORGIAN" else (token,)
                for stem in dict.fromkeys(stems):
                    named[stem] = (*named.get(stem, ()), pseudonym)
        folded = (speech.fold(token) for name in public for token in _TOKEN.findall(name))
        return cls(speech, named, frozenset(form for token in folded for form in forms(speech.code, token)[:_FORMS]))

    def pseudonym(self, folded: str) -> str | None:
        """Return the declared pseudonym of which this word is a form."""
        if folded in self.pseudonyms:
            return self.pseudonyms[folded][0]
        if not self.pseudonyms:
            return None
        known = (form for form in forms(self.speech.code, folded) if form in self.pseudonyms)
        return next((self.pseudonyms[form][0] for form in known), None)

    def named_by(self, written: Iterable[str]) -> set[str]:
        """Return those of these words, as written, that are forms of declared pseudonyms."""
        return {word for word in written if self.pseudonym(self.speech.fold(word))} if self.pseudonyms else set()

    def is_public(self, folded: str) -> bool:
        """Say whether this word is a form of a public person's name."""
        return bool(self.public) and any(form in self.public for form in forms(self.speech.code, folded))
