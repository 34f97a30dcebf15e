"""A server for a finished site, as a good web host is one: it compresses, obeys `_headers`, has a page for errors."""

import gzip
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

_TEXT = ("text/", "application/json", "application/xml", "application/feed+json", "image/svg+xml")


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve a folder on this machine alone; yields where: `http://127.0.0.1:40123`."""
    server = _Server(("127.0.0.1", 0), partial(_Handler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of a browser that hangs up: it does so whenever a page is closed."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if path.is_file():
            self._answer(HTTPStatus.OK, path)
        else:
            self._answer(HTTPStatus.NOT_FOUND, Path(self.directory) / "404.html")

    do_HEAD = do_GET  # noqa: N815 - the name that http.server looks for

    def end_headers(self) -> None:
        rules = Path(self.directory) / "_headers"
        for line in rules.read_text("utf-8").splitlines()[1:] if rules.exists() else []:
            if line.startswith("/"):  # rules for some files alone
                break
            self.send_header(*line.strip().split(": ", 1))
        super().end_headers()

    def _answer(self, status: HTTPStatus, path: Path) -> None:
        kind, body = self.guess_type(path), path.read_bytes()
        text = kind.startswith(_TEXT)
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if text else kind)
        if text and "gzip" in self.headers.get("Accept-Encoding", ""):
            body = gzip.compress(body, mtime=0)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name in the standard library
        """Say nothing: what is looked for is said elsewhere."""
