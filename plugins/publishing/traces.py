"""Traces: by what a story would be recognised, as far as no other text of the library says the same."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from plugins.proof import Traces, mark_of, nfc, rows_of, uses_of, words_of
from plugins.stories import PICTURE_KINDS, Content, Source


def traces_of(content: Content, own: Sequence[Source], others: Sequence[Source]) -> Traces:
    """Return what to look for when the story with these tellings must be gone, and the others stay.

    Whatever a text that stays says or shows as well is no trace: a title of everyday words, a name that another
    story uses, a picture that two stories share.
    """
    key = own[0].key
    staying = nfc(
        "\n".join(
            [
                *(f"{each.matter.title}\n{each.matter.summary}\n{each.text}" for each in others),
                *(" ".join(term.names.values()) for terms in content.vocabulary.values() for term in terms.values()),
            ]
        )
    )
    words = words_of(staying)
    said, single = rows_of(words), frozenset(words)
    names = {name for source in own for pseudonym in source.matter.pseudonyms for name in words_of(pseudonym)}
    folders = {each.path.rsplit("/", 1)[0] for each in others}
    digests, marks = _pictures([content.folder / "stories" / key])
    shared, alike = _pictures([content.folder / folder for folder in sorted(folders)])
    titles, summaries = (
        frozenset(text for source in own if (text := nfc(getattr(source.matter, field))) not in staying)
        for field in ("title", "summary")
    )
    slugs = frozenset({key, *(source.slug for source in own)} - {each.key for each in others})
    steps = {each.slug for each in others} | {term for terms in content.vocabulary.values() for term in terms}
    return Traces(
        titles=titles,
        summaries=summaries,
        runs=frozenset(run for source in own for run in _runs(source) if run not in said),
        names=frozenset(name for name in names if not uses_of(name, single)),
        slugs=slugs,
        # A slug of one word may be the name of any other folder of the site.
        steps=frozenset(slug for slug in slugs - steps if "-" in slug),
        digests=digests - shared,
        fingerprints=marks - alike,
    )


def _runs(source: Source) -> set[str]:
    texts = (source.text, source.matter.summary, source.matter.picture_alt or "")
    return {row for text in texts for row in rows_of(words_of(text))}


def _pictures(folders: list[Path]) -> tuple[frozenset[str], frozenset[int]]:
    digests: set[str] = set()
    marks: set[int] = set()
    for path in (path for folder in folders for path in picture_files(folder)):
        data = path.read_bytes()
        digests.add(hashlib.sha256(data).hexdigest())
        mark = mark_of(data)
        if mark:
            marks.add(mark)
    return frozenset(digests), frozenset(marks)


def picture_files(folder: Path) -> list[Path]:
    """Return the pictures of a story's folder."""
    return sorted(path for path in folder.glob("*") if path.suffix.lower() in PICTURE_KINDS and path.is_file())
