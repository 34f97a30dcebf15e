"""Make `.venv`, the Python environment of this project, and keep it in step with the locks.

    python3 environment.py          what the site needs (requirements.lock)
    python3 environment.py --dev    also what the tests need (requirements-dev.lock)

On Windows, type `py` instead of `python3`. An environment that fits the locks is left as it is. One that does
not is made again from nothing. What it was made from is noted in a stamp inside it, written last, so that an
interrupted install is done again.
"""

import argparse
import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

if sys.version_info < (3, 11):  # noqa: UP036 - so that an older Python reads this, not a traceback
    sys.exit(
        "Response Stories needs Python 3.11 or newer; this is Python {}.{}. "
        "Name a newer one, for example: make site PYTHON=python3.13".format(*sys.version_info)
    )

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "stamp.json"
SITE = ROOT / "requirements.lock"
DEV = ROOT / "requirements-dev.lock"
WINDOWS = os.name == "nt"
BIN = VENV / ("Scripts" if WINDOWS else "bin")
VENV_PYTHON = BIN / ("python.exe" if WINDOWS else "python")


def digest(lock: Path) -> str:
    """Return a digest of a lock, of this Python and of where `.venv` stands, for it cannot be moved."""
    rest = (platform.python_version(), sys.base_prefix, str(VENV))
    return hashlib.sha256(b"\0".join((lock.read_bytes(), *map(os.fsencode, rest)))).hexdigest()


def stamped() -> dict[str, str]:
    """Return the digests that the environment was made from, by lock; none when it is not whole."""
    try:
        stamp = json.loads(STAMP.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) and VENV_PYTHON.exists() else {}


def run(*command: str | Path, **options: Any) -> None:
    """Run a command to its end, and stop when it fails: it has said why."""
    code = subprocess.run(command, check=False, **options).returncode
    if code:
        sys.exit(f"Stopped: this command failed with code {code}: {' '.join(map(str, command))}")


def base_python() -> str:
    """Return the Python that this one, if it is inside an environment, was made from."""
    return str(getattr(sys, "_base_executable", None) or sys.executable)


def can_make_environments() -> bool:
    """Ask a new Python, since this one may have looked before a package was installed."""
    question = [base_python(), "-I", "-c", "import ensurepip, venv"]
    return subprocess.run(question, stderr=subprocess.DEVNULL, check=False).returncode == 0


def get_venv_module() -> None:
    """Debian keeps a part of Python's venv in a package of its own: install it, or say how."""
    if can_make_environments():
        return
    packaged = sys.base_prefix == "/usr" and shutil.which("apt-get")
    root = sys.platform != "win32" and os.geteuid() == 0
    if packaged and root:
        print("Python cannot make environments here: installing the Debian package python3-venv.", flush=True)
        env = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        for arguments in ("update -qq", "install -qq -y --no-install-recommends python3-venv"):
            run("apt-get", *arguments.split(), env=env, stdout=subprocess.DEVNULL)
        if can_make_environments():
            return
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    if packaged:
        remedy = f"Install it, then run this again: sudo apt-get install python{version}-venv"
    else:
        remedy = f"Install the venv and ensurepip modules of Python {version}, or use another Python."
    sys.exit(f"Python cannot make environments here: its ensurepip module is missing. {remedy}")


def make_venv() -> None:
    """Make an empty environment in place of whatever is there."""
    get_venv_module()
    try:
        if VENV.is_symlink():
            VENV.unlink()
        elif VENV.exists():
            shutil.rmtree(VENV)
    except OSError as error:
        sys.exit(f"Cannot remove the old .venv ({error}). Close what uses it, then run this again.")
    run(base_python(), "-m", "venv", VENV)


def install(*locks: Path) -> None:
    """Install exactly what the locks name: pip refuses a file whose digest is not in them."""
    files = [argument for lock in locks for argument in ("--requirement", lock)]
    options = ("-qq", "--disable-pip-version-check", "--no-input", "--require-hashes")
    run(VENV_PYTHON, "-I", "-m", "pip", "install", *options, *files)


def prepare(dev: bool) -> bool:
    """Bring `.venv` in step with the locks. Return whether there was something to do."""
    wanted = {lock.name: digest(lock) for lock in ((SITE, DEV) if dev else (SITE,))}
    found = stamped()
    if all(found.get(name) == value for name, value in wanted.items()):
        return False
    only_tests_missing = found.get(SITE.name) == wanted[SITE.name] and DEV.name not in found
    if only_tests_missing:
        print("Adding what the tests need to .venv. This can take a minute.", flush=True)
        STAMP.unlink()
    else:
        print("Making the Python environment in .venv. This can take a minute.", flush=True)
        make_venv()
    install(*((SITE, DEV) if dev else (SITE,)))
    STAMP.write_text(json.dumps(wanted, indent=2) + "\n", "utf-8")
    return True


def main() -> None:
    parser = argparse.ArgumentParser(description="Make .venv, or bring it in step with the locks.")
    parser.add_argument("--dev", action="store_true", help="also install what the tests need")
    try:
        made = prepare(parser.parse_args().dev)
    except KeyboardInterrupt:
        sys.exit("Interrupted. The next run starts afresh.")
    print(f"The environment in .venv is {'ready' if made else 'up to date'}.", flush=True)


if __name__ == "__main__":
    main()
