"""Anonymity: nothing in text, metadata or media identifies a person."""

from pathlib import Path
from typing import Protocol

from plugins.anonymity.gate import Gate, Seen, Verdict, across, examine
from plugins.anonymity.private import in_output, read_private
from plugins.anonymity.rules import RULES, explain
from plugins.anonymity.speech import speech_code
from plugins.faults import stop_at

__all__ = ["RULES", "Gate", "Seen", "Verdict", "across", "examine", "explain", "register", "speech_code"]


class _Built(Protocol):
    """What a finished run tells of itself: `ResponseStories` of the editions."""

    output_path: str
    settings: dict[str, str]


def _finished(pelican: _Built) -> None:
    names = read_private(Path(pelican.settings["ANONYMITY_PRIVATE"]))
    if names:
        stop_at(in_output(Path(pelican.output_path), names))


def register() -> None:
    """Connect the gate's last look to Pelican: no name of the private list stands in what was written.

    The gate itself is called by the editions before anything is written: it cannot be taken away by a setting.
    """
    from pelican.plugins import signals  # here, since it takes longer to load than all of this

    signals.finalized.connect(_finished)
