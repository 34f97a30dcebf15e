"""Measurements: how well and how fast the tool works. Run by `inv` tasks, never in a timed test."""
