"""Lighthouse: four scores of a page, from an installation that is there already. It makes no request of its own."""

import json
import os
import subprocess
from pathlib import Path

CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
_LONGEST = 180  # Seconds.

Scores = tuple[int, ...]


class Lighthouse:
    """Lighthouse as npm installed it into a folder."""

    def __init__(self, folder: Path, chromium: str) -> None:
        """Raises ValueError when the folder holds none."""
        self._package = folder / "node_modules" / "lighthouse"
        if not (self._package / "cli" / "index.js").is_file():
            raise ValueError(f"There is no Lighthouse in {folder}: run `npm install --prefix {folder} lighthouse`.")
        self._environment = {**os.environ, "CHROME_PATH": chromium}

    @property
    def version(self) -> str:
        return str(json.loads((self._package / "package.json").read_text("utf-8"))["version"])

    def scores(self, url: str) -> Scores | None:
        """Return the scores of a page, of a hundred each, on the phone and line that Lighthouse imitates by itself.

        None where it cannot say.
        """
        command = ["node", str(self._package / "cli" / "index.js"), url, "--output=json", "--quiet"]
        command += [f"--only-categories={','.join(CATEGORIES)}", "--chrome-flags=--headless=new --no-sandbox"]
        command += ["--no-enable-error-reporting"]
        done = subprocess.run(command, capture_output=True, timeout=_LONGEST, check=False, env=self._environment)
        if done.returncode:
            return None
        found = json.loads(done.stdout)["categories"]
        scores = [found[name]["score"] for name in CATEGORIES]
        return None if None in scores else tuple(round(score * 100) for score in scores)
