"""Also read: the stories a reader meets next, and why."""

from plugins.also_read.entries import Asked, Choices, asked, resolve
from plugins.also_read.filed import Filed, filed, stems
from plugins.also_read.offers import Offer, Offers, offers
from plugins.also_read.ranking import Kept
from plugins.also_read.reasons import Reason

__all__ = [
    "Asked",
    "Choices",
    "Filed",
    "Kept",
    "Offer",
    "Offers",
    "Reason",
    "asked",
    "filed",
    "offers",
    "resolve",
    "stems",
]
