"""Pictures: published without metadata. The sizes readers need are still to come."""

from plugins.pictures.cleaning import Painted, Picture, clean, name_of

__all__ = ["Painted", "Picture", "clean", "name_of"]
