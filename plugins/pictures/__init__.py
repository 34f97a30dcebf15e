"""Pictures: published without metadata. The sizes readers need are still to come."""

from plugins.pictures.cleaning import Painted, Picture, clean

__all__ = ["Painted", "Picture", "clean"]
