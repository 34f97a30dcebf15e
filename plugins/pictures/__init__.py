"""Pictures: published without metadata, in the sizes that readers need, and painted once."""

from plugins.pictures.album import Album, Lost, Painted, Plain, Version
from plugins.pictures.painting import Painting, name_of, paint

__all__ = ["Album", "Lost", "Painted", "Painting", "Plain", "Version", "name_of", "paint"]
