"""Ledger: what was built from what. So far: which files of an output folder a build made."""

from plugins.ledger.output import MANIFEST, replacing

__all__ = ["MANIFEST", "replacing"]
