"""Tests: each room's promises, whole tiny sites, a golden site, and real browsers."""
