"""Also read: the stories a reader meets next, and why."""

from plugins.also_read.entries import resolve
from plugins.also_read.offers import Offer, Reason, offers

__all__ = ["Offer", "Reason", "offers", "resolve"]
