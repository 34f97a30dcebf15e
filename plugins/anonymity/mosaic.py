"""Mosaic: details that name nobody alone and single somebody out together. Warnings, for an editor to weigh.

After the ICO's "singling out" and "motivated intruder" tests (Anonymisation guidance) and the UK Data Service's
guidance on quasi-identifiers.
"""

import functools
import re

from plugins.anonymity.beginnings import matches
from plugins.anonymity.dates import any_date
from plugins.anonymity.passages import Passage, Reader
from plugins.anonymity.people import People
from plugins.anonymity.speech import DIGIT, UPPER, compiled, speech

MANY = 4  # Kinds of quasi-identifiers in one telling from which they are warned of together.
_KINDS = ("job", "family", "identity", "facility", "diagnosis", "status", "place")
_ASKED = frozenset([*_KINDS, "age", "unique", "figure"])
_SENTENCE_END = re.compile(rf"(?<=[.!?։])\s+(?=[{UPPER}«“„\"])")
_FIGURES = re.compile(r"\d[./-][\dIVX]")  # in every date without the name of a month
_ACT = 50  # Characters before a date in which the law is named that is of that date.


@functools.cache
def _words(code: str, kind: str) -> re.Pattern[str]:
    own = speech(code)
    source = own.identifier["act"] if kind == "act" else own.mosaic[kind]
    return compiled(rf"(?<!\w)(?:{source})(?!\w)")


def mosaic(reader: Reader, people: People) -> None:
    """Warn of exact ages, exact dates tied to a person, phrases of uniqueness, and many kinds of details together."""
    spoken = people.speech
    kinds: dict[str, str] = {}
    for passage in reader.passages:
        text, opens = passage.text, reader.glance(passage, spoken).opens
        if opens.isdisjoint(_ASKED):
            continue
        if "age" in opens:
            for found in matches(compiled(spoken.mosaic["age"]), text):
                part = found[0].strip(" ,.")
                kinds.setdefault("age", part)
                _warn(reader, passage, part, found.start(), "exact-age", "is an exact age", "Say roughly how old.")
        if "unique" in opens:
            for found in matches(compiled(spoken.mosaic["unique"]), text):
                part, remedy = found[0].strip(), "Say it so that it fits several people."
                _warn(reader, passage, part, found.start(), "unique", "singles somebody out", remedy)
        if "diagnosis" in opens and passage.kind in ("title", "summary") and reader.source.path.startswith("stories/"):
            for found in matches(_words(spoken.code, "diagnosis"), text):
                remedy = "Browser histories and previews show it: say it in the text alone."
                _warn(reader, passage, found[0], found.start(), "diagnosis-in-title", "is a diagnosis", remedy)
        if "figure" in opens and ("month" in opens or _FIGURES.search(text)):
            _exact_dates(reader, passage, people, kinds)
        for kind in _KINDS:
            if kind in opens and kind not in kinds and (hit := next(matches(_words(spoken.code, kind), text), None)):
                kinds[kind] = hit[0]
    if len(kinds) >= MANY and reader.source.path.startswith("stories/"):
        listed = ", ".join(f"{kind} ({example})" for kind, example in sorted(kinds.items()))
        reader.blame(
            1,
            "",
            "mosaic",
            f"{len(kinds)} kinds of details together may single a person out: {listed}.",
            "Leave out what the story can do without, or accept it with a reason.",
            severity="warn",
        )


def _exact_dates(reader: Reader, passage: Passage, people: People, kinds: dict[str, str]) -> None:
    code, start = people.speech.code, 0
    for sentence in _SENTENCE_END.split(passage.text):
        start = passage.text.index(sentence, start)
        for found in any_date(code).finditer(sentence) if DIGIT.search(sentence) else ():
            named_after = "" if people.speech.follows else sentence[found.end() : found.end() + _ACT // 2]
            of_an_act = _words(code, "act").search(
                f"{sentence[max(0, found.start() - _ACT) : found.start()]} {named_after}"
            )
            end = start + len(sentence)
            named = any(
                start <= word.start < end and word.capital and people.pseudonym(word.folded)
                for word in reader.words(passage, people.speech)
            )
            if not of_an_act and (named or _words(code, "person").search(sentence)):
                kinds.setdefault("date", found[0])
                what, remedy = "is an exact date in a person's story", "Say the season or the year."
                _warn(reader, passage, found[0], start + found.start(), "exact-date", what, remedy)


def _warn(reader: Reader, passage: Passage, part: str, near: int, code: str, what: str, remedy: str) -> None:
    said = f"{remedy} Or accept it with a reason."
    reader.blame(passage, part, code, f'"{part}" {what}.', said, severity="warn", near=near)
