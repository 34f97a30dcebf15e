"""Proof: the finished site holds together and betrays nobody."""

from pathlib import Path
from typing import Protocol

from pelican.plugins import signals

from plugins.faults import stop_at
from plugins.proof.addresses import Addresses
from plugins.proof.checks import prove
from plugins.proof.crossing import cross
from plugins.proof.looking import look
from plugins.proof.remains import Search, Traces, mark_of, nfc, rows_of, search, uses_of, words_of
from plugins.proof.seen import Facts, Seen

__all__ = [
    "Addresses",
    "Facts",
    "Search",
    "Seen",
    "Traces",
    "cross",
    "look",
    "mark_of",
    "nfc",
    "prove",
    "register",
    "rows_of",
    "search",
    "uses_of",
    "words_of",
]


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
