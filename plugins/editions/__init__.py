"""Editions: one per language, with its home, tellings, shelves, pages and feeds."""

from pelican.plugins import signals

from plugins.editions.generator import EditionsGenerator
from plugins.editions.preparing import Settings, prepare, today
from plugins.editions.writer import ResponseStories, SiteWriter

__all__ = ["ResponseStories", "Settings", "prepare", "register", "today"]


def _generator(pelican: object) -> type[EditionsGenerator]:
    return EditionsGenerator


def _writer(pelican: object) -> type[SiteWriter]:
    return SiteWriter


def register() -> None:
    """Connect the editions to Pelican: it asks for generators and a writer."""
    signals.get_generators.connect(_generator)
    signals.get_writer.connect(_writer)
