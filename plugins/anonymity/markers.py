"""Markers: each changed name is marked as changed where the text first uses it, in the text's own language."""

import re
from dataclasses import dataclass

from plugins.anonymity.passages import Passage, Reader
from plugins.anonymity.people import People, Word
from plugins.anonymity.speech import Speech, compiled
from plugins.anonymity.spelling import sound
from plugins.anonymity.words import Kind, kinds

_REACH = 70  # Characters between a name and its marker: room for an age, a job or the second of two names.
_SENTENCE = re.compile(r"[.!?։](?:\s|$)")
_BRACKET = re.compile(r"[(\[]([^()\[\]]{3,120})[)\]]")
_ADJOINING = 2  # Characters between a name and brackets right after it: a space, a quotation mark.
_JOINED = 40  # Characters between two names that one plural marker covers.


@dataclass(frozen=True, slots=True)
class _Mention:
    pseudonym: str
    word: Word


def _mentions(reader: Reader, passage: Passage, people: People) -> list[_Mention]:
    """Return where a passage uses declared names; the parts of one name, Anna-Maria, are one use."""
    found: list[_Mention] = []
    for word in reader.words(passage, people.speech):
        if word.capital or people.speech.script == "GEORGIAN" or _is_small_name(word, people):
            name = people.pseudonym(word.folded)
            last = found[-1] if found else None
            if name and last and last.pseudonym == name and passage.text[last.word.end : word.start] in ("-", " "):
                whole = Word(
                    passage.text[last.word.start : word.end],
                    "",
                    last.word.start,
                    word.end,
                    last.word.capital,
                    last.word.begins,
                )
                found[-1] = _Mention(name, whole)
            elif name:
                found.append(_Mention(name, word))
    return found


def _is_small_name(word: Word, people: People) -> bool:
    return word.folded in people.pseudonyms and Kind.COMMON not in kinds(people.speech.code, word.folded)


def unmarked(reader: Reader, people: People) -> None:
    """Blame each pseudonym that is not marked as changed where the text first uses it.

    A marker belongs to the nearest name before it; one in the plural also to those joined with it. A statement that
    all names are changed counts where it stands before the first of them.
    """
    speech = people.speech
    wanted = dict.fromkeys(name for names in people.pseudonyms.values() for name in names)
    seen: set[str] = set()
    for passage in reader.texts():
        if seen.issuperset(wanted):
            break
        mentions = _mentions(reader, passage, people)
        marked = _marked(passage, mentions, speech)
        if None in marked:
            seen.update(wanted)
        for mention in mentions:
            if mention.pseudonym in wanted and mention.pseudonym not in seen:
                seen.add(mention.pseudonym)
                if mention not in marked:
                    _blame(reader, passage, mention)
    for index, name in enumerate(reader.source.matter.pseudonyms):
        if name not in seen:
            line, _ = reader.source.raw.place("pseudonyms", index)
            reader.blame(
                line,
                name,
                "unused-pseudonym",
                f'The pseudonym "{name}" does not stand in the text.',
                "Write it here as the text does, or take it out.",
                severity="warn",
            )


def _blame(reader: Reader, passage: Passage, mention: _Mention) -> None:
    reader.blame(
        passage,
        mention.word.text,
        "no-marker",
        f'"{mention.word.text}" is not marked as a changed name where the text first uses it.',
        "Write after it, in brackets, that the name is changed: (name changed), (имя изменено), (есімі өзгертілген).",
        near=mention.word.start,
    )


def _marked(passage: Passage, mentions: list[_Mention], speech: Speech) -> set[_Mention | None]:
    """Return the mentions of names that this passage marks; None among them stands for all names."""
    text, marked = passage.text, set[_Mention | None]()
    for start, end, plural in _markers(text, mentions, speech):
        before = [mention for mention in mentions if mention.word.end <= start]
        if plural and not before:
            marked.add(None)  # all names are changed, said before the first of them
        elif before and _near(text, before[-1].word.end, start):
            marked.update(_joined(text, before) if plural else before[-1:])
        else:
            marked.update(_right_after(text, mentions, end))  # under the pseudonym Dana
    for found in compiled(speech.marker["before"]).finditer(text):
        marked.update(_right_after(text, mentions, found.end()))
    return marked


def _markers(text: str, mentions: list[_Mention], speech: Speech) -> list[tuple[int, int, bool]]:
    """Return begin and end of every marker of a text, and whether it is for several names, in their order."""
    several = [(found.start(), found.end(), True) for found in compiled(speech.marker["many"]).finditer(text)]
    single = [
        (found.start(), found.end(), False)
        for found in compiled(speech.marker["one"]).finditer(text)
        if not any(start <= found.start() < end for start, end, _ in several)
    ]
    remark = compiled(rf"(?<!\w)(?:{speech.marker['name']})(?!\w)")
    for bracket in _BRACKET.finditer(text):  # in brackets right after a name, any remark on a name is a marker
        follows = any(0 <= bracket.start() - mention.word.end <= _ADJOINING for mention in mentions)
        if follows and remark.search(bracket[1]):
            plural = bool(
                compiled(speech.marker["both"]).search(bracket[1]) or compiled(speech.marker["many"]).search(bracket[1])
            )
            single.append((bracket.start(), bracket.end(), plural))
    return sorted([*several, *single])


def _joined(text: str, before: list[_Mention]) -> list[_Mention]:
    """Return the last of these mentions and those joined with it, which one marker in the plural covers."""
    covered = before[-1:]
    for earlier in reversed(before[:-1]):
        gap = text[earlier.word.end : covered[-1].word.start]
        if len(gap) > _JOINED or _SENTENCE.search(gap):
            break
        covered.append(earlier)
    return covered


def _right_after(text: str, mentions: list[_Mention], end: int) -> list[_Mention]:
    after = [mention for mention in mentions if end <= mention.word.start <= end + _ADJOINING + 1]
    return [mention for mention in after[:1] if not _SENTENCE.search(text[end : mention.word.start])]


def _near(text: str, end: int, start: int) -> bool:
    gap = text[end:start]
    return len(gap) <= _REACH and not _SENTENCE.search(gap) and gap.count(")") == 0


def displayed(reader: Reader, people: People) -> None:
    """Warn of a pseudonym in a title: browser histories and previews show titles."""
    georgian = people.speech.script == "GEORGIAN"
    for passage in reader.passages:
        if passage.kind in ("title", "summary") and (
            georgian or people.named_by(reader.glance(passage, people.speech).names)
        ):
            for word in reader.words(passage, people.speech):
                name = people.pseudonym(word.folded) if word.capital or georgian else None
                if name and not (passage.kind == "summary" and name in _summary_marks(reader, passage, people)):
                    reader.blame(
                        passage,
                        word.text,
                        "pseudonym-in-title",
                        f'The {passage.kind} names "{word.text}".',
                        "Say who it is without a name: histories, cards and feeds show it without the marker.",
                        severity="warn",
                    )


def _summary_marks(reader: Reader, passage: Passage, people: People) -> set[str]:
    mentions = _mentions(reader, passage, people)
    return {mention.pseudonym for mention in _marked(passage, mentions, people.speech) if mention}


def spelled_twice(reader: Reader) -> None:
    """Warn of two pseudonyms that sound the same: Alena and Alyona are one person, or a slip."""
    names = list(reader.source.matter.pseudonyms)
    for place, name in enumerate(names):
        for index, other in enumerate(names[place + 1 :], place + 1):
            if name != other and sound(name) == sound(other):
                reader.blame(
                    reader.source.raw.place("pseudonyms", index)[0],
                    other,
                    "pseudonym-spelled-twice",
                    f'"{name}" and "{other}" sound the same.',
                    "Write one name in one way, and choose names that differ for two; or accept it with a reason.",
                    severity="warn",
                )
