"""Also read: the stories a reader meets next, and why."""

from plugins.also_read.entries import Asked, Choices, asked, resolve
from plugins.also_read.offers import Offer, Reason, offers

__all__ = ["Asked", "Choices", "Offer", "Reason", "asked", "offers", "resolve"]
