"""Proof: the finished site holds together and betrays nobody."""

from pathlib import Path
from typing import Protocol

from pelican.plugins import signals

from plugins.faults import stop_at
from plugins.proof.checks import prove
from plugins.proof.remains import Search, Traces, mark_of, nfc, rows_of, search, uses_of, words_of

__all__ = ["Search", "Traces", "mark_of", "nfc", "prove", "register", "rows_of", "search", "uses_of", "words_of"]


class _Built(Protocol):
    """What a finished run tells of itself: `ResponseStories` of the editions."""

    output_path: str
    settings: dict[str, str]
    outside_links: frozenset[str]


def _finished(pelican: _Built) -> None:
    stop_at(prove(Path(pelican.output_path), pelican.settings["SITEURL"], pelican.outside_links))


def register() -> None:
    """Connect the proof to Pelican: it runs when everything is written, and may still stop the run."""
    signals.finalized.connect(_finished)
