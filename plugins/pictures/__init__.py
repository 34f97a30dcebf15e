"""Pictures: published without metadata. The sizes readers need are still to come."""

from plugins.pictures.cleaning import Picture, clean

__all__ = ["Picture", "clean"]
