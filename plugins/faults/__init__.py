"""Faults: what is wrong, where, and how to mend it."""

from plugins.faults.fault import Fault, Faults, Severity, blocking, stop_at, tidy
from plugins.faults.nearest import nearest
from plugins.faults.report import as_json, as_text

__all__ = ["Fault", "Faults", "Severity", "as_json", "as_text", "blocking", "nearest", "stop_at", "tidy"]
