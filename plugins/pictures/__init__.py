"""Pictures: published without metadata, in the sizes that readers need, and painted once; cards for shared links."""

from plugins.pictures.album import Album, Lost, Painted, Plain, Version
from plugins.pictures.cards import SIZE as CARD_SIZE
from plugins.pictures.cards import Card, Cards
from plugins.pictures.painting import Painting, name_of, paint

__all__ = ["CARD_SIZE", "Album", "Card", "Cards", "Lost", "Painted", "Painting", "Plain", "Version", "name_of", "paint"]
