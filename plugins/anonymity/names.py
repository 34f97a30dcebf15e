"""Names: every capitalised word is an ordinary word, a term, or somebody whom the telling declares.

A closed world, since no list of names is complete: what is not known to name nobody is taken for a name.
"""

import functools
import re
from collections.abc import Mapping

from plugins.anonymity.context import ACRONYM, Glossary, Seen, harmless_at_first_sight, kind_of
from plugins.anonymity.homonyms import is_slip, reads_as_a_name, sounds_like_a_name
from plugins.anonymity.passages import Reader, urls
from plugins.anonymity.people import People
from plugins.anonymity.speech import Speech, speech
from plugins.anonymity.words import Kind, compound, guessed_name, kinds
from plugins.faults import nearest

_INITIALS = re.compile(r"(?<![\w.])([A-ZА-ЯЁӘҒҚҢӨҰҮҺІЇЄҐЎҲҶЃЅЈЉЊЌЏԱ-Ֆ]\.[ ]?){1,2}$")
_ENDED_ACRONYM = re.compile(r"([A-ZА-ЯЁӘҒҚҢӨҰҮҺІЎҲҶÇĞİÖŞÜƏȚȘԱ-Ֆ]{2,6})['’]?[^\W\d_]{1,6}")
_SHORT_ACRONYM = 3  # Letters up to which another language's names tell nothing.
_HYPHENATED = re.compile(r"-[^\W\d_]+(?:-[^\W\d_]+)*")


def unnamed(reader: Reader, people: People, glossary: Glossary, others: Mapping[str, People]) -> None:
    """Blame every word that may name a person whom the telling does not declare.

    `others` holds the people of other stories by key: they may be named in links to those stories.
    """
    code = people.speech.code
    georgian = people.speech.script == "GEORGIAN"
    blamed: set[str] = set()  # each word once: a name that stands in every line is mended in one go
    for passage in reader.passages:
        names = reader.glance(passage, people.speech).names
        persons = people.named_by(names)
        unsure = {name for name in names if name not in persons and not _harmless(code, name)}
        unsure |= {name for name in persons if len(name) == 1}
        unsure -= {name for name in unsure if len(name) == 1 and name.isupper() and f"{name}." not in passage.text}
        if not unsure and not any(_goes_with_a_capital(passage.text, person) for person in persons):
            continue
        found = reader.words(passage, people.speech)
        addresses = [url.span() for url in urls(passage.text)]  # read as such
        for at, word in enumerate(found):
            if not (word.text in unsure or (at and word.text in names and found[at - 1].text in persons)):
                continue
            if word.text in blamed or any(begin <= word.start < end for begin, end in addresses):
                continue
            seen = Seen(reader, passage, found, at, people, glossary, others)
            if not (_may_stand(seen) if word.capital else _may_stand_small(seen, georgian)):
                blamed.add(word.text)
                _blame(seen)


def _goes_with_a_capital(text: str, name: str) -> bool:
    """Say whether a name is followed by a capital anywhere in a text, as it is by a surname."""
    at = text.find(name)
    while at >= 0:
        at += len(name)
        if text[at : at + 1] in (" ", "-") and text[at + 1 : at + 2].isupper():
            return True
        at = text.find(name, at)
    return False


@functools.lru_cache(maxsize=100_000)
def _harmless(code: str, written: str) -> bool:
    """Say whether a word with a capital may stand wherever no person stands before it, whatever is around it."""
    if len(written) == 1 or not written[0].isupper():
        return False
    if harmless_at_first_sight(code, written):
        return True
    kind = kind_of(code, written)
    if kind & (Kind.NAME | Kind.SURNAME):
        return False
    plain = Kind.COMMON in kind and Kind.DERIVED not in kind
    return plain or Kind.TERM in kind or _is_acronym(speech(code), written, kind)


def _may_stand(seen: Seen) -> bool:
    word, spoken = seen.word, seen.speech
    if len(word.text) == 1:
        return not _is_initial(seen)
    if seen.is_declared():
        return True
    kind = seen.kind()
    if seen.is_term(kind):
        return not (kind & (Kind.NAME | Kind.SURNAME) and seen.follows_person())
    if _is_acronym(spoken, word.text, kind):
        return True
    begins = seen.begins
    unsure = Kind.COMMON not in kind or Kind.DERIVED in kind
    if seen.follows_person() and (spoken.follows or (unsure and not begins) or kind & (Kind.SURNAME | Kind.NAME)):
        return False
    if unsure and is_slip(seen):
        return False
    if Kind.COMMON in kind and Kind.NAME not in kind:
        if Kind.DERIVED in kind and not begins:
            return False  # inside a sentence only known words have a capital
        if begins or Kind.SURNAME not in kind:
            return True
        # An adjective like a surname stands in many a title: Європейської; a noun that is one, Жук, in few.
        like = any(spoken.surname.fullmatch(form) for form in seen.forms)
        return like and not _INITIALS.search(seen.passage.text[: word.start])
    if Kind.COMMON not in kind and _goes_on(seen):
        return True
    foreign = not kind and spoken.closed and guessed_name(spoken.code, word.folded)
    if not begins or (Kind.COMMON not in kind and (kind or foreign or sounds_like_a_name(seen))):
        return False
    reading = reads_as_a_name(seen)
    if reading is None:
        _doubt(seen)
    return reading is not True


def _may_stand_small(seen: Seen, georgian: bool) -> bool:
    if seen.is_declared():
        return True
    kind = kinds(seen.speech.code, seen.word.folded)
    if Kind.TERM in kind or any(form in seen.glossary.single for form in seen.forms):
        return True
    if Kind.COMMON not in kind:
        return not kind & (Kind.NAME | Kind.SURNAME)
    if not georgian or Kind.NAME not in kind:
        return True
    if seen.speech.acts.match(seen.rest) or (seen.after and seen.speech.surname.fullmatch(seen.after.folded)):
        return False
    _doubt(seen)
    return True


def _is_initial(seen: Seen) -> bool:
    """Say whether one capital letter stands for a name: `A. Bekova`, `Bekova A. B.`, `Dana K.`"""
    text, word, before, after = seen.passage.text, seen.word, seen.before, seen.after
    if text[word.end : word.end + 1] != ".":
        return False
    people, code = seen.people, seen.speech.code
    if before and before.capital and len(before.text) > 1 and text[before.end : word.start] == " ":
        if people.is_public(before.folded):
            return False
        known = kinds(code, before.folded) & (Kind.TERM | Kind.COMMON)
        return people.pseudonym(before.folded) is not None or not known
    if after is None or not after.capital or text[word.end + 1 : after.start].strip() or len(after.text) == 1:
        return False  # of several initials the last is judged
    if people.is_public(after.folded) or people.is_public(word.folded):
        return False
    kind = kind_of(code, after.text)
    return bool(kind & (Kind.SURNAME | Kind.DERIVED)) or not kind & (Kind.COMMON | Kind.TERM)


def _is_acronym(spoken: Speech, text: str, kind: Kind) -> bool:
    """Say whether a word is an acronym, perhaps with an ending: OITSga. A name in capitals is none."""
    if text.isupper():
        own = kinds(spoken.code, spoken.fold(text)) if len(text) <= _SHORT_ACRONYM else kind
        return len(text) <= ACRONYM and not own & (Kind.NAME | Kind.SURNAME)
    ended = _ENDED_ACRONYM.fullmatch(text)
    return ended is not None and Kind.NAME not in kinds(spoken.code, spoken.fold(ended[1]))


def _goes_on(seen: Seen) -> bool:
    """Say whether an unknown word is the first part of an ordinary word with a hyphen."""
    rest = _HYPHENATED.match(seen.passage.text, seen.word.end)
    if rest is None:
        return False
    return compound(seen.speech.code, seen.word.folded, seen.speech.fold(seen.word.text + rest[0]))


def _doubt(seen: Seen) -> None:
    seen.reader.blame(
        seen.passage,
        seen.word.text,
        "name-or-word",
        f'"{seen.word.text}" may be a name here, or an ordinary word.',
        "If it is a name, declare it. If not, begin the sentence with another word, add it to glossary.yaml, or accept "
        "this with a reason.",
        severity="warn",
        near=seen.word.start,
    )


def _blame(seen: Seen) -> None:
    word, before = seen.word, seen.before
    beside = before is not None and (before.capital or seen.speech.script == "GEORGIAN")
    surname = beside and Kind.SURNAME in kinds(seen.speech.code, word.folded)
    if surname or len(word.text) == 1 or seen.follows_person():
        seen.reader.blame(
            seen.passage,
            word.text,
            "surname",
            f'"{word.text}" looks like a surname, patronymic or initial.',
            "Take it out: with it, a changed name no longer protects. A public person's full name goes into "
            "`public_people`, a place or organisation into glossary.yaml.",
            near=word.start,
        )
        return
    hint = nearest(word.text, [*seen.people.pseudonyms, *seen.people.public])
    seen.reader.blame(
        seen.passage,
        word.text,
        "unmarked-name",
        f'"{word.text}" may be a person\'s name, and the text does not declare it.',
        f"{hint} Change it and add it to `pseudonyms`, marked as changed; or to `public_people` if it may stand. If it "
        "names nobody (a place, an organisation), add it to glossary.yaml.".lstrip(),
        near=word.start,
    )
