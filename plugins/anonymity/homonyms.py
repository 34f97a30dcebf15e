"""Homonyms: words that are names, or may be, and ordinary words as well; the context tells which they are."""

import difflib
import re
from collections.abc import Iterator

from plugins.anonymity.context import Seen
from plugins.anonymity.people import tokens
from plugins.anonymity.speech import heard_names
from plugins.anonymity.spelling import sound
from plugins.anonymity.words import forms

_CLAUSE_END = re.compile(r"[,:;«»“”„—–]")
_FOLLOWING = 3  # Adverbs that may stand between a name and its verb.
_ADVERB = re.compile(
    r"(?:\w+ly|then|also|never|still|later|first|soon|once|not|just|even|always|already|now|too|herself|himself"
    r"|не|тогда|потом|снова|сразу|сразу же|тут же|немедленно|тотчас|вчера|уже|тоже|сама|сам|сначала|долго|никогда"
    r"|теперь|ещё|даже|всегда|опять|одразу|відразу|негайно|теж|потім|тоді|вже|знову|довго|атунчи|apoi|atunci|mereu|nu|încă"
    r"|și|după|потоа|тогаш|никогаш|веќе|повторно)[ ]",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(r"(?:[дт][ае]н?|н[дт][ае]н?|d[ae]n?|də|dən|да|до|дө|дон|дөн)$")  # in, at, from: no subject
_TRIED = 12  # Forms of a word whose sound is compared; the first take off the shortest endings.
_NAME_STEM = 5  # Letters of a known name with which an unknown word that is its pet form begins.
_SLIP = 0.75  # difflib's ratio from which a word is a slip of a declared name: Aaln for Alan.


def sounds_like_a_name(seen: Seen) -> bool:
    """Say whether a word that no list of its language holds sounds like somebody's name."""
    folded = seen.word.folded
    if any(sound(form) in heard_names() for form in seen.forms[:_TRIED]):
        return True
    # A pet form begins with the name.
    return any(folded[:cut] in seen.speech.names for cut in range(_NAME_STEM, len(folded)))


def is_slip(seen: Seen) -> bool:
    """Say whether a word is nearly a name that the telling declares: Aaln for Alan."""
    known = seen.people.pseudonyms
    return bool(known) and any(
        difflib.get_close_matches(form, known, n=1, cutoff=_SLIP) for form in seen.forms[:_TRIED]
    )


def reads_as_a_name(seen: Seen) -> bool | None:
    """Say whether a word at the beginning of a sentence that may be a name is one; None if nothing tells.

    It is where the text writes it with a capital inside a sentence, or where people's doings follow; it is not where
    the text also writes it small, or where words follow that follow things.
    """
    small, large = _elsewhere(seen)
    if large:
        return True
    rest = seen.rest
    if small or seen.speech.common.match(rest):
        return False
    if not rest.strip(' .!?»”"'):  # a heading or a list's item may be one word; a sentence hardly ever is
        return len(seen.found) > 1 and seen.passage.kind != "heading"
    if seen.next_capital() or _does_as_people_do(seen, rest):
        return True
    return None


def _elsewhere(seen: Seen) -> tuple[bool, bool]:
    """Say whether the telling writes a word small elsewhere, and whether with a capital inside a sentence."""
    known = seen.reader.uses.get(seen.word.folded)
    if known is None:
        known = seen.reader.uses[seen.word.folded] = _looked_for(seen)
    return known


def _looked_for(seen: Seen) -> tuple[bool, bool]:
    spoken, word = seen.speech, seen.word
    mine = set(seen.forms)
    small = large = False

    def is_form(folded: str) -> bool:
        return folded[:2] == word.folded[:2] and not mine.isdisjoint(forms(spoken.code, folded))

    for other in seen.reader.passages:
        if word.text[:3].lower() not in other.text.lower():
            continue
        uses = {each for each in set(tokens(other.text)) if is_form(spoken.fold(each))}
        small = small or not all(use[0].isupper() for use in uses)
        capitals = {use for use in uses if use[0].isupper()}
        if capitals and not large and not (spoken.titled and other.kind in ("title", "heading")):
            large = any(use.text in capitals and not use.begins for use in seen.reader.words(other, spoken))
    return small, large


def _does_as_people_do(seen: Seen, rest: str) -> bool:
    spoken = seen.speech
    if not spoken.follows:  # the verb ends the sentence
        clause = _CLAUSE_END.split(rest, maxsplit=1)[0]
        return not _ELSEWHERE.search(seen.word.folded) and bool(spoken.acts.search(clause))
    return any(spoken.acts.match(rest, at) for at in _openings(rest))


def _openings(rest: str) -> Iterator[int]:
    """Yield where the verb of a sentence may stand: right after its subject, or after adverbs."""
    at = 0
    yield at
    for _ in range(_FOLLOWING):
        adverb = _ADVERB.match(rest, at)
        if adverb is None:
            return
        at = adverb.end()
        yield at
