"""Traces: by what a story would be recognised, as far as no other text of the library says the same."""

import hashlib
import io
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from plugins.proof import Traces, fingerprint, runs_of, words_of
from plugins.stories import PICTURE_KINDS, Content, Source


def traces_of(content: Content, key: str) -> Traces:
    """Return what to look for when the story of this key must be gone.

    Whatever a text that stays says as well is no trace: a title of everyday words, a name that another story uses.
    """
    own = content.stories[key]
    others = [source for source in content.sources() if source not in own]
    staying = "\n".join(
        [
            *(f"{each.matter.title}\n{each.matter.summary}\n{each.text}" for each in others),
            *(" ".join(term.names.values()) for terms in content.vocabulary.values() for term in terms.values()),
        ]
    )
    said = runs_of(staying)
    words = set(words_of(staying))
    kept = {each.slug for each in others}
    digests, marks = _pictures(content.folder / "stories" / key)
    return Traces(
        titles=frozenset(source.matter.title for source in own if source.matter.title not in staying),
        summaries=frozenset(source.matter.summary for source in own if source.matter.summary not in staying),
        runs=frozenset(run for source in own for run in _runs(source) if run not in said),
        names=frozenset(
            name
            for source in own
            for pseudonym in source.matter.pseudonyms
            for name in pseudonym.split()
            if not words.intersection(words_of(name))
        ),
        slugs=frozenset({key, *(source.slug for source in own)} - {each.key for each in others} - kept),
        digests=digests,
        fingerprints=marks,
    )


def _runs(source: Source) -> set[str]:
    runs = runs_of(source.text) | runs_of(source.matter.summary)
    if source.matter.picture_alt:
        runs |= runs_of(source.matter.picture_alt)
    return runs


def _pictures(folder: Path) -> tuple[frozenset[str], frozenset[int]]:
    digests: set[str] = set()
    marks: set[int] = set()
    for path in picture_files(folder):
        data = path.read_bytes()
        digests.add(hashlib.sha256(data).hexdigest())
        try:
            with Image.open(io.BytesIO(data)) as picture:
                marks.add(fingerprint(picture))
        except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
            continue  # what cannot be read as a picture was never published as one
    return frozenset(digests), frozenset(marks)


def picture_files(folder: Path) -> list[Path]:
    """Return the pictures of a story's folder."""
    return sorted(path for path in folder.glob("*") if path.suffix.lower() in PICTURE_KINDS and path.is_file())
