"""Faults on paper: one line each for people, a list of objects for programs."""

import json
from collections.abc import Iterable

from plugins.faults.fault import Fault, tidy


def as_text(faults: Iterable[Fault]) -> str:
    """Return `path:line:column: code: what. How to mend it.`, a line each; warnings say so first."""
    return "".join(f"{'warning: ' if f.severity == 'warn' else ''}{f}\n" for f in tidy(faults))


def as_json(faults: Iterable[Fault]) -> str:
    """Return a JSON list of objects: path, line, column, code, severity, message, remedy."""
    keys = ("path", "line", "column", "code", "severity", "message", "remedy")
    rows = [{key: getattr(fault, key) for key in keys} for fault in tidy(faults)]
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"
