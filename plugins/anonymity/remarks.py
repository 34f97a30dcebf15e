"""Remarks: what was said between editors, or of somebody's real name, and was left in the text."""

import re
from collections.abc import Iterator

from plugins.anonymity.beginnings import matches
from plugins.anonymity.speech import UPPER, Find, compiled, read_as, speech

_NAMED = re.compile(rf"[ –—:,«“\"'(-]*[{UPPER}][^\W\d_]+")
# Who knows the real name is the first whom somebody looking for it would ask.
_KNOWN = re.compile(
    r"\bknown to|\bis known|известн|відом|белгілі|белгилүү|маълум|maʼlum|məlum|bilin|cunoscut|познат|знаат|հայտնի"
    r"|ცნობილი",
    re.IGNORECASE,
)
_REACH = 60  # Characters after the words "real name" in which the name itself, or who knows it, would stand.


def remarks(text: str, code: str, opens: frozenset[str]) -> Iterator[Find]:
    """Yield every note between editors, and every remark on a real name."""
    for each in read_as(code):
        spoken = speech(each)
        if "note" in opens:
            for found in matches(compiled(spoken.note), text):
                if not _in_marker(text, found.start(), code):
                    yield Find("editors-note", found.start(), found.end())
        if "real" not in opens:
            continue
        for found in matches(compiled(spoken.marker["real"]), text):
            rest = text[found.end() : found.end() + _REACH]
            told = _KNOWN.search(found[0] + rest) and not _in_brackets(text, found.start())
            if _NAMED.match(rest) or told:
                yield Find("real-name", found.start(), found.end())


def _in_brackets(text: str, at: int) -> bool:
    return text.rfind("(", 0, at) > text.rfind(")", 0, at)


def _in_marker(text: str, at: int, code: str) -> bool:
    """Say whether this stands in brackets that mark a name as changed: (name changed - ed.)."""
    if not _in_brackets(text, at):
        return False
    inside = text[text.rfind("(", 0, at) : text.find(")", at) + 1]
    marker = speech(code).marker
    return bool(compiled(marker["one"]).search(inside) or compiled(marker["many"]).search(inside))
