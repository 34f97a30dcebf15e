"""Reasons: why a computed story is offered, in terms of what both stories are filed under."""

from dataclasses import dataclass

from plugins.also_read.filed import Facet
from plugins.also_read.ranking import Edition


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a computed story is offered: what it shares. `topic` is (kind, term) of a right, population,
    setting or category; `country` an ISO 3166-1 code. Either may be missing."""

    topic: Facet | None
    country: str | None


class Reasons:
    """The reasons of one edition, each made once: thousands of pairs share the same terms."""

    def __init__(self, edition: Edition) -> None:
        self._places = edition.places
        self._likeness = edition.likeness
        self._known: dict[int, Reason] = {}

    def of(self, key: str, other: str) -> Reason:
        """Return why one story is offered under another."""
        shared = self._likeness.shared(self._places[key], self._places[other])
        if shared not in self._known:
            self._known[shared] = _reason(self._likeness.named(shared))
        return self._known[shared]


def _reason(shared: list[Facet]) -> Reason:
    topic = next((facet for facet in shared if facet[0] not in ("countries", "categories")), None)
    country = next((term for kind, term in shared if kind == "countries"), None)
    if topic is None and country is None:
        topic = next((facet for facet in shared if facet[0] == "categories"), None)
    return Reason(topic, country)
