"""Building: the whole command, from the settings to the site in place. Loads the rooms when there is work to do."""

import datetime
import runpy
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from plugins.faults import Fault
from plugins.ledger import Account, Damaged, Rest, Situation, situation, uncollected

_ROOMS = ("stories", "pages")  # as `plugins.stories.ROOMS`, which takes longer to load than all of this
TOOL = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Done:
    """What a build did. `read` counts tellings, the others files; seconds are those of all processes together."""

    output: Path
    warnings: tuple[Fault, ...]
    tellings: int
    read: int = 0
    written: int = 0
    kept: int = 0
    removed: int = 0
    gate: float = 0
    proof: float = 0


def today() -> datetime.date:
    """Return the day by which a future date waits: in UTC, so that the machine's time zone changes nothing."""
    return datetime.datetime.now(datetime.UTC).date()


@uncollected()
def build(conf: Path, override: Mapping[str, str]) -> Done:
    """Build the site of these settings, with some overridden; nothing is done where nothing has changed.

    Raises `Faults` before anything of the last site is touched, and what `pelicanconf.py` raises.
    """
    values = _plain(runpy.run_path(str(conf)), conf.parent) | dict(override)
    content, output, theme, cache = (Path(str(values[name])) for name in ("PATH", "OUTPUT_PATH", "THEME", "CACHE_PATH"))
    account = Account.of(output, cache)
    with suppress(Damaged):  # what reads on finds it out, and forgets it
        account.begin()
    private = Path(str(values["ANONYMITY_PRIVATE"]))
    templates = (Path(str(path)) for path in values["THEME_TEMPLATES_OVERRIDES"])  # type: ignore[attr-defined]
    found = situation(values, content, _ROOMS, (conf, theme, *templates, private, TOOL, *installed()))
    rest = _rest(account, found)
    if rest and found.whole and found.whole == rest.whole and account.marks:
        return Done(output, rest.warnings, rest.tellings, kept=rest.files)
    from pelican.log import console
    from pelican.settings import read_settings

    console.quiet = True  # Pelican counts articles, of which there are none
    settings: dict[str, Any] = read_settings(str(conf), override=dict(override))
    run = settings["PELICAN_CLASS"](settings | {"LEDGER_ACCOUNT": account, "LEDGER_FOUND": found, "LEDGER_REST": rest})
    run.run()
    done: Done = run.done
    return done


def _rest(account: Account, found: Situation) -> Rest | None:
    """Return how the last build left things, where it left them so that folders of the content alone can be others."""
    try:
        rest = account.rest()
        if not (rest and found.around and found.around == rest.around):
            return None
        if found.whole == rest.whole:
            account.read()
    except Damaged:
        return None  # what reads on finds it out, and forgets it
    soon_enough = not rest.until or today().toordinal() < rest.until
    return rest if soon_enough and rest.day <= today().toordinal() else None


def _plain(namespace: Mapping[str, object], base: Path) -> dict[str, object]:
    """Return the settings among the names of a settings file, paths below the folder in which it lies."""
    values = {name: value for name, value in namespace.items() if name.isupper() and not callable(value)}
    for name in ("PATH", "OUTPUT_PATH", "THEME", "CACHE_PATH"):
        values[name] = str(base / str(values[name]))
    return values


def installed() -> list[Path]:
    """Return where the libraries of this environment note which of them there are."""
    import sysconfig

    return sorted(Path(sysconfig.get_path("purelib")).glob("*.dist-info/RECORD"))
