"""Writer: Pelican's run, made safe: into a staging folder, proven there, and only then in place of the last site."""

from pathlib import Path

from pelican import Pelican
from pelican.plugins import signals
from pelican.writers import Writer

from plugins.editions.site import Page
from plugins.faults import Fault, Faults
from plugins.ledger import replacing

_NEEDED = frozenset(["plugins.editions", "plugins.anonymity", "plugins.proof"])  # No setting takes these away.


class SiteWriter(Writer):
    """Writes the site's files, and refuses to write one twice or outside the output.

    `outside` holds the links to other sites that texts declare; the proof lets no other pass.
    """

    outside: frozenset[str] = frozenset()
    warnings: tuple[Fault, ...] = ()
    server_rules: dict[str, str] = {}  # noqa: RUF012 - replaced, never changed
    staged = False  # whether what is written stays aside until it is proven
    written = 0

    def write_page(self, name: str, html: str, page: Page) -> None:
        path = self.write_bytes(name, html.encode())
        signals.content_written.send(str(path), context={"page": page})

    def write_bytes(self, name: str, data: bytes) -> Path:
        folder = Path(self.output_path)
        path = folder / name
        if not path.resolve().is_relative_to(folder.resolve()):
            raise ValueError(f"{name} climbs out of the output folder")
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as stream:
            stream.write(data)
        self.written += 1
        return path


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
        self.writer.staged = True
        return self.writer

    @property
    def outside_links(self) -> frozenset[str]:
        """The links to other sites that the texts declare."""
        return frozenset(self.writer.outside)

    @property
    def warnings(self) -> tuple[Fault, ...]:
        """What did not stop the last run and yet should be looked at."""
        return tuple(self.writer.warnings)

    def run(self) -> None:
        """Build, prove and put in place. Raises before anything of the last site is touched."""
        target = Path(self.settings["OUTPUT_PATH"])
        with replacing(target, Path(self.path)) as staging:
            self.output_path = str(staging)
            super().run()
        # Not part of the site: who asks a server which stories were taken back should not be told.
        folder = Path(self.settings["CACHE_PATH"]) / "hosting"
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in self.writer.server_rules.items():
            (folder / name).write_text(text, "utf-8", newline="\n")
