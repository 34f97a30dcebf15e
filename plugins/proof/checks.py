"""Checks on the finished site, whole: each file by itself, then all against each other."""

import os
from collections.abc import Set
from pathlib import Path

from plugins.faults import Fault
from plugins.proof.addresses import Addresses
from plugins.proof.crossing import cross
from plugins.proof.looking import look
from plugins.proof.scripts import NONE, Scripts
from plugins.proof.seen import Facts


def prove(output: Path, siteurl: str, outside: Set[str], scripts: Scripts = NONE) -> list[Fault]:
    """Return everything that is wrong with a finished site, with `outside` the declared links to other sites, and
    `scripts` those that its pages may hold.

    Every file is looked at (`look`), and all are held against each other (`cross`).
    """
    files = {Path(base, name).relative_to(output).as_posix() for base, _, names in os.walk(output) for name in names}
    where = Addresses(siteurl)
    faults: list[Fault] = []
    facts: dict[str, Facts] = {}
    for name in sorted(files):
        seen = look(where, name, (output / name).read_bytes(), outside, scripts)
        faults += seen.faults
        if seen.facts:
            facts[name] = seen.facts
    return faults + cross(where, facts, files, lambda name: (output / name).read_bytes())
