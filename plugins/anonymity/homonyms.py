"""Homonyms: words that are names, or may be, and ordinary words as well; the context tells which they are."""

import difflib
import re
from collections.abc import Iterator

from plugins.anonymity.context import Seen
from plugins.anonymity.speech import heard_names
from plugins.anonymity.spelling import sound
from plugins.anonymity.words import forms, is_verb

_CLAUSE_END = re.compile(r"[,:;«»“”„—–]")
_FOLLOWING = 3  # Words after a name within which its verb stands in languages that put the subject first.
_ELSEWHERE = re.compile(r"(?:[дт][ае]н?|н[дт][ае]н?|d[ae]n?|də|dən|да|до|дө|дон|дөн)$")  # in, at, from: no subject
_TRIED = 12  # Forms of a word whose sound is compared; the first take off the shortest endings.
_NAME_STEM = 5  # Letters of a known name with which an unknown word that is its pet form begins.
_SLIP = 0.75  # difflib's ratio from which a word is a slip of a declared name: Aaln for Alan.


def sounds_like_a_name(seen: Seen) -> bool:
    """Say whether a word that no list of its language holds sounds like somebody's name, or like one declared here."""
    folded = seen.word.folded
    if any(sound(form) in heard_names() for form in seen.forms[:_TRIED]):
        return True
    if any(folded[:cut] in seen.speech.names for cut in range(_NAME_STEM, len(folded))):
        return True  # a pet form of a known name
    return bool(difflib.get_close_matches(folded, seen.people.pseudonyms, n=1, cutoff=_SLIP))


def reads_as_a_name(seen: Seen) -> bool | None:
    """Say whether a word at the beginning of a sentence that may be a name is one; None if nothing tells.

    It is where the text writes it with a capital inside a sentence, or where people's doings follow; it is not where
    the text also writes it small, or where words follow that follow things.
    """
    small, large = _elsewhere(seen)
    if large:
        return True
    rest = seen.rest
    if small or seen.speech.common.match(rest) or not rest.strip(' .!?»”"'):
        return False
    if seen.next_capital() or _does_as_people_do(seen, rest):
        return True
    return None


def _elsewhere(seen: Seen) -> tuple[bool, bool]:
    """Say whether the telling writes a word small elsewhere, and whether with a capital inside a sentence."""
    spoken, word = seen.speech, seen.word
    mine = set(seen.forms)
    small = large = False
    for other in seen.reader.passages:
        if word.text[:3].lower() not in other.text.lower():
            continue
        headline = spoken.titled and other.kind in ("title", "heading")
        for use in seen.reader.words(other, spoken):
            if use.folded[:2] == word.folded[:2] and mine.intersection(forms(spoken.code, use.folded)):
                small = small or not use.capital
                large = large or (use.capital and not use.begins and not headline)
    return small, large


def _does_as_people_do(seen: Seen, rest: str) -> bool:
    spoken, after = seen.speech, seen.after
    if not spoken.follows:  # the verb ends the sentence
        clause = _CLAUSE_END.split(rest, maxsplit=1)[0]
        return not _ELSEWHERE.search(seen.word.folded) and bool(spoken.acts.search(clause))
    if any(spoken.acts.match(rest, at) for at in _openings(rest)):
        return True
    return after is not None and after.start == seen.word.end + 1 and is_verb(spoken.code, after.folded)


def _openings(rest: str) -> Iterator[int]:
    """Yield where the words of a sentence begin that may be its verb, up to the first comma."""
    yield 0
    for count, space in enumerate(re.finditer(r"[ ]", rest)):
        if count == _FOLLOWING or "," in rest[: space.start()]:
            return
        yield space.end()
