"""Ledger: what was built from what, so that a build does only what changed; and the output, replaced as a whole."""

from plugins.ledger.account import Account, Rest
from plugins.ledger.crew import cores, spread, uncollected
from plugins.ledger.output import MANIFEST, replacing
from plugins.ledger.situation import Situation, situation
from plugins.ledger.store import Damaged, Store, no_cache
from plugins.ledger.survey import UNSURE, digest_of, number, survey

__all__ = [
    "MANIFEST",
    "UNSURE",
    "Account",
    "Damaged",
    "Rest",
    "Situation",
    "Store",
    "cores",
    "digest_of",
    "no_cache",
    "number",
    "replacing",
    "situation",
    "spread",
    "survey",
    "uncollected",
]
