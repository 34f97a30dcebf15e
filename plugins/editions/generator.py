"""Generator: Pelican asks for content and output; editions answer with the whole site."""

import os
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from pelican.generators import Generator
from pelican.plugins import signals

from plugins.editions.hosting import server_rules
from plugins.editions.planning import Plan
from plugins.editions.preparing import prepare
from plugins.editions.pressing import Press
from plugins.editions.progress import watched
from plugins.editions.settings import Settings
from plugins.editions.theme import Theme
from plugins.editions.writer import SiteWriter
from plugins.ledger import spread
from plugins.proof import Addresses, Seen, look

_LEAST = 60  # Files for which a process of its own is worth while.


class EditionsGenerator(Generator):
    """Reads and checks everything before the first file is written; a fault raises `Faults`, which stops the run."""

    def generate_context(self) -> None:
        found, rest = self.settings.get("LEDGER_FOUND"), self.settings.get("LEDGER_REST")
        self.prepared = prepare(Settings.of(self.settings), found, rest)

    def generate_output(self, writer: object) -> None:
        """Write every file that is not as the last build left it. Raises TypeError unless Pelican's class and writer
        are ours: stock ones write an unproven site over the last one, and log a failure and go on."""
        if not isinstance(writer, SiteWriter) or writer.account is None:
            raise TypeError("PELICAN_CLASS or the writer is not that of pelicanconf.py: nothing is written")
        account, done = writer.account, self.prepared
        if done.partly and not account.marks:  # something has touched the output
            done = prepare(Settings.of(self.settings))
        site, over = done.site, done.over
        theme = Theme(site, done.told, self.env, Path(self.theme), Path(self.settings["CACHE_PATH"]))
        press = Press(site, over, theme, Path(self.theme), done.memory.picture)
        where, parent = Addresses(site.addresses.url), os.getpid()
        account.next = {**(account.marks if done.partly else {}), **{plan.name: plan.mark for plan in done.plans}}

        def make(share: Sequence[Plan]) -> Iterator[tuple[str, Seen, float]]:
            if os.getpid() != parent:
                done.memory.again()
            for plan in share:
                data, page = press.make(plan)
                path = writer.write_bytes(plan.name, data)
                if page:
                    signals.content_written.send(str(path), context={"page": page})
                outside = {site.exit, *(over.facts[plan.work].record.outside() if plan.work else ())}
                began = time.perf_counter()
                seen = look(where, plan.name, path.read_bytes(), outside, theme.scripts)
                yield plan.name, seen, time.perf_counter() - began

        wanted = [plan for plan in done.plans if account.wants(plan.name)]
        for name, seen, seconds in watched(spread(make, wanted, _LEAST), len(wanted), "Writing"):
            writer.written += 1
            writer.faults += seen.faults
            writer.proof += seconds
            account.looks[name] = seen.facts
        writer.prepared = done
        writer.server_rules = {} if done.partly else dict(server_rules(site, over.gone, theme.policy))
