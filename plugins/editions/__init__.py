"""Editions: one per language, with its home, tellings, shelves, pages and feeds.

Nothing is loaded before it is needed: a build that finds nothing to do needs next to nothing.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from plugins.editions.generator import EditionsGenerator
    from plugins.editions.writer import SiteWriter


def response_stories(settings: dict[str, Any]) -> Any:
    """Return Pelican's class for this site, ready to run. Raises what a room raises that cannot be imported."""
    from plugins.editions.writer import ResponseStories

    return ResponseStories(settings)


def _generator(pelican: object) -> "type[EditionsGenerator]":
    from plugins.editions.generator import EditionsGenerator

    return EditionsGenerator


def _writer(pelican: object) -> "type[SiteWriter]":
    from plugins.editions.writer import SiteWriter

    return SiteWriter


def register() -> None:
    """Connect the editions to Pelican: it asks for generators and a writer."""
    from pelican.plugins import signals

    signals.get_generators.connect(_generator)
    signals.get_writer.connect(_writer)
