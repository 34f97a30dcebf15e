"""Writer: Pelican's run, made safe: into a staging folder, proven there, and only then in place of the last site."""

import os
import shutil
from pathlib import Path
from typing import Any

from pelican import Pelican
from pelican.writers import Writer

from plugins.editions.building import Done
from plugins.editions.preparing import Prepared
from plugins.faults import Fault, Faults
from plugins.ledger import Account, Damaged, Rest, Situation, replacing, uncollected

_NEEDED = frozenset(["plugins.editions", "plugins.anonymity", "plugins.proof"])  # No setting takes these away.


class SiteWriter(Writer):
    """Writes the site's files, and refuses to write one twice or outside the output.

    `account` is what is known of the last output. `prepared` is what this build is made from, `written` how many
    files it made, `faults` what the proof found wrong with single ones, and `proof` the seconds it took for that.
    """

    account: Account | None = None
    faults: tuple[Fault, ...] = ()
    prepared: Prepared
    server_rules: dict[str, str] = {}  # noqa: RUF012 - replaced, never changed
    written, proof = 0, 0.0

    def __init__(self, output_path: str, settings: dict[str, Any] | None = None) -> None:
        super().__init__(output_path, settings)
        self._folders: set[str] = set()

    def write_bytes(self, name: str, data: bytes) -> Path:
        """Write a file that no other has written."""
        path = f"{self.output_path}/{name}"
        folder = path.rpartition("/")[0]
        if folder not in self._folders:
            os.makedirs(folder, exist_ok=True)
            self._folders.add(folder)
        with open(path, "xb") as stream:
            stream.write(data)
        return Path(path)


class ResponseStories(Pelican):
    """Pelican, failing closed. Stock Pelican logs a plugin that cannot be loaded and builds without it."""

    def init_plugins(self) -> None:
        wanted = [name if isinstance(name, str) else name.__name__ for name in self.settings["PLUGINS"]]
        super().init_plugins()
        missing = sorted((set(wanted) | _NEEDED | set(self.settings["ROOMS"])) - set(self.settings["PLUGINS"]))
        if missing:
            raise Faults(
                [
                    Fault(
                        "pelicanconf.py",
                        1,
                        1,
                        "editions/no-plugin",
                        f"{name} is not loaded, so nothing is built.",
                        "Repair or reinstall the tool; the log above says why it could not be loaded.",
                    )
                    for name in missing
                ]
            )

    def _get_writer(self) -> Writer:
        self.writer = super()._get_writer()
        self.writer.account = self.account
        return self.writer

    @property
    def finished(self) -> tuple[Account, tuple[Fault, ...]]:
        """What the proof asks of a finished run: the account of its files, and what is wrong with single ones."""
        return self.writer.account, self.writer.faults

    @property
    def warnings(self) -> tuple[Fault, ...]:
        """What did not stop the last run and yet should be looked at."""
        return tuple(self.writer.prepared.warnings)

    def _rest(self, situation: Situation) -> Rest:
        """Return how this run leaves things, which began in this situation."""
        prepared = self.writer.prepared
        return Rest(
            warnings=self.warnings,
            whole=situation.whole,
            around=situation.around,
            memory=prepared.memory.state(),
            day=prepared.day,
            until=prepared.until,
            common=dict(prepared.over.common),
            told=prepared.told,
            tellings=prepared.tellings,
            files=len(self.account.next or ()),
        )

    @property
    def done(self) -> Done:
        """What the last run did."""
        prepared, written, account = self.writer.prepared, self.writer.written, self.account
        return Done(
            output=Path(self.settings["OUTPUT_PATH"]),
            warnings=self.warnings,
            tellings=prepared.tellings,
            read=prepared.read,
            written=written,
            kept=len(account.next or ()) - written,
            removed=account.removed,
            gate=prepared.gate,
            proof=self.writer.proof,
        )

    @uncollected()
    def run(self) -> None:
        """Build, prove and put in place. Raises before anything of the last site is touched.

        What is remembered of the last build may turn out to be damaged: then it is forgotten, and all is made anew.
        """
        try:
            self._run()
        except Damaged:
            shutil.rmtree(Path(self.settings["CACHE_PATH"]) / "ledger")
            self._run()

    def _run(self) -> None:
        target, cache = Path(self.settings["OUTPUT_PATH"]), Path(self.settings["CACHE_PATH"])
        self.account = self.settings.pop("LEDGER_ACCOUNT", None) or Account.of(target, cache)
        with replacing(target, Path(self.path), self.account) as staging:
            self.output_path = str(staging)
            super().run()
            found: Situation | None = self.settings.get("LEDGER_FOUND")
            if found and found.around:
                self.account.leaves = self._rest(found)
        # Not part of the site: who asks a server which stories were taken back should not be told.
        folder = cache / "hosting"
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in self.writer.server_rules.items():
            (folder / name).write_text(text, "utf-8", newline="\n")
