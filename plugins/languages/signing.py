"""Signing off: a native reader vouches for the interface texts of a language, as they are at that moment.

Catalogues are translated by machine at first. The header's field `X-Signed-Off` holds the day of the reading and a
digest of what was read, so that a text which is changed or added later is not taken for one that was read.
"""

import datetime
import hashlib
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

SOURCE = "en"  # The texts are written in it; nothing is translated.
UNSIGNED = "no, translated by machine"
_FIELD = re.compile(r'^"X-Signed-Off: (.*)\\n"$', re.MULTILINE)


def signed_off(data: str) -> str:
    """Return what the header of a catalogue says of its reading: `no, ...`, or a day and a digest."""
    found = _FIELD.search(data.split("\n\n", 1)[0])
    return found[1].strip() if found else UNSIGNED


def signature(day: datetime.date, texts: Mapping[str, Sequence[str]]) -> str:
    """Return what a header says of texts that were read on this day."""
    return f"{day.isoformat()} {_digest(texts)}"


def is_signed(said: str, texts: Mapping[str, Sequence[str]]) -> bool:
    """Say whether a header speaks of a reading of just these texts."""
    return bool(re.fullmatch(r"\d{4}-\d\d-\d\d [0-9a-f]{12}", said)) and said.endswith(_digest(texts))


def sign(path: Path, said: str) -> None:
    """Write into the header of a catalogue what it says of its reading from now on."""
    data = path.read_text("utf-8")
    head, gap, rest = data.partition("\n\n")
    line = f'"X-Signed-Off: {said}\\n"'
    head = _FIELD.sub(lambda _: line, head) if _FIELD.search(head) else f"{head}\n{line}"
    path.write_text(head + gap + rest, "utf-8", newline="\n")


def _digest(texts: Mapping[str, Sequence[str]]) -> str:
    told = repr(sorted((text, tuple(forms)) for text, forms in texts.items()))
    return hashlib.sha256(told.encode()).hexdigest()[:12]
