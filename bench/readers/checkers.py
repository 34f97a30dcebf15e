"""Checkers: axe in the browser, and two checkers of HTML that read files."""

import json
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

_ROOT = Path(__file__).resolve().parents[2] / "tests" / "validator"
_VNU = _ROOT / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
_VALIDATE = _ROOT / "node_modules" / "html-validate" / "bin" / "html-validate.mjs"
_LONGEST = 300  # Seconds.

# axe leaves this rule out unless asked: WCAG 2.2, 2.5.8, targets of at least 24 by 24 CSS pixels.
_AXE = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}

# Where something is wrong: file, line, what.
Said = tuple[str, int, str]


def axe(page: Page, *tags: str) -> list[str]:
    """Return what axe finds on a page: the rule, the element, and why. With tags, only rules that bear one count."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate("options => axe.run(options)", _AXE | ({"runOnly": list(tags)} if tags else {}))["violations"]
    return [
        f"{violation['id']}: {' '.join(map(str, node['target']))}: {' '.join(node['failureSummary'].split())}"
        for violation in found
        for node in violation["nodes"]
    ]


def missing() -> str | None:
    """Return what the checkers of HTML lack here, in a sentence; None where they can run."""
    for tool in ("java", "node"):
        if shutil.which(tool) is None:
            return f"The checkers of HTML need {tool}."
    if not (_VNU.exists() and _VALIDATE.exists()):
        return "The checkers of HTML are not here: run `npm ci --prefix tests/validator`."
    return None


def vnu(files: Sequence[Path]) -> Iterator[Said]:
    """Yield each error that the Nu HTML Checker finds."""
    command = ["java", "-jar", str(_VNU), "--errors-only", "--exit-zero-always", "--format", "json"]
    for message in json.loads(_run([*command, *map(str, files)]))["messages"]:
        yield message.get("url", ""), message.get("lastLine", 1), message["message"]


def html_validate(files: Sequence[Path]) -> Iterator[Said]:
    """Yield everything that html-validate finds, warnings too; `tests/validator/rules.cjs` says by which rules."""
    with tempfile.TemporaryDirectory() as folder:  # it ends before all that it says has gone through a pipe
        told = Path(folder) / "told.json"
        command = ["node", str(_VALIDATE), "--config", str(_ROOT / "rules.cjs"), "--formatter", f"json={told}"]
        _run([*command, *map(str, files)])
        answer = json.loads(told.read_text("utf-8"))
    for found in answer:
        for message in found["messages"]:
            yield found["filePath"], message["line"], f"{message['ruleId']}: {message['message']}"


def _run(command: Sequence[str]) -> str:
    """Run a checker and return what it says; whether it found something does not matter here."""
    return subprocess.run(command, capture_output=True, timeout=_LONGEST, check=False).stderr.decode("utf-8")
