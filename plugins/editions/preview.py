"""Preview: the site with its drafts, on this machine alone, made again at every change."""

import tempfile
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import TemplateError
from pelican.server import ComplexHTTPRequestHandler, RootedHTTPServer
from watchfiles import watch

from plugins.faults import Faults, as_text

HOST = "127.0.0.1"  # Never another: drafts may name what must not leave this machine.
_LOOK = 200  # Milliseconds after which a look for changes ends, whether there are any or not.


def preview(settings: Mapping[str, Any], root: Path, port: int) -> None:
    """Serve a preview at `http://127.0.0.1:<port>/` until interrupted.

    It is built into a temporary folder, never into the output, and what it remembers of the texts lies there, too: both
    go when the preview ends. While a text has a fault, the last good preview stays and the fault is printed. Raises
    OSError when the port is taken.
    """
    with tempfile.TemporaryDirectory(prefix="response-stories-") as folder:
        output = Path(folder) / "preview"
        output.mkdir()
        with RootedHTTPServer(str(output), (HOST, port), _Handler) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            made = {**settings, "OUTPUT_PATH": str(output), "CACHE_PATH": str(Path(folder) / "cache")}
            made["EDITIONS_PREVIEW"] = True
            seen = (Path(made["PATH"]), Path(made["THEME"]), root / "pelicanconf.py")
            changes = watch(*seen, rust_timeout=_LOOK, yield_on_timeout=True, raise_interrupt=True)
            try:
                next(changes)  # watched from here on: what changes during a build is seen after it
                _build(made)
                print(f"Preview at http://{HOST}:{server.server_port}/ - press Ctrl-C to end it.", flush=True)
                for changed in changes:
                    if changed:
                        _build(made)
            except KeyboardInterrupt:
                print("The preview has ended.")
            finally:
                server.shutdown()


def _build(settings: dict[str, Any]) -> None:
    try:
        run = settings["PELICAN_CLASS"](dict(settings))
        run.run()
        print(as_text(run.warnings), end="")
        print(f"Previewing {run.writer.written} files.", flush=True)
    except Faults as stopped:
        print(as_text(stopped.faults), end="")
        print("The preview still shows the last good state.", flush=True)
    except TemplateError as error:
        print(f"The theme cannot be used: {error}\nThe preview still shows the last good state.", flush=True)


class _Handler(ComplexHTTPRequestHandler):
    """Pelican's, without its log line for every file, and with an answer where it gives none."""

    def get_path_that_exists(self, original_path: str) -> str:
        found = super().get_path_that_exists(original_path)
        return str(found) if found else "/404.html"

    def log_message(self, *details: object) -> None:
        pass
