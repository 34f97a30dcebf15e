"""Settings: those that editions need, taken from Pelican's, and refused where they cannot be used."""

import base64
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from plugins.faults import Fault, Faults

# An address (RFC 3986) of a site with a name, with nothing in it by which a visitor could be told from another.
_PLAIN_ADDRESS = re.compile(r"https://(?:[a-z0-9-]+\.)+[a-z][a-z0-9-]+(?:/[A-Za-z0-9._~/-]*)?")
_ONION = re.compile(r"https?://(?:[a-z0-9-]+\.)*([a-z2-7]{56})\.onion/?")


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings that editions need, by their names in `pelicanconf.py`."""

    content: Path
    theme: Path
    languages: tuple[str, ...]
    default: str
    name: str
    names: Mapping[str, str]
    url: str
    menu: tuple[str, ...]
    exit: str
    onion: str
    hidden: bool
    per_page: int
    also_read: int
    share_cards: bool
    preview: bool
    private: Path
    cache: Path
    templates: tuple[Path, ...]
    jinja: str

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> "Settings":
        """Pick them from Pelican's settings. Raises `Faults` when one is missing or wrong: nothing is guessed."""
        try:
            made = cls(
                content=Path(str(settings["PATH"])),
                theme=Path(str(settings["THEME"])),
                languages=tuple(settings["LANGUAGES"]),
                default=str(settings["DEFAULT_LANG"]),
                name=str(settings["SITENAME"]),
                names=dict(settings["SITENAMES"]),
                url=str(settings["SITEURL"]),
                menu=tuple(settings["EDITIONS_MENU"]),
                exit=_way_out(str(settings["EDITIONS_EXIT"]), str(settings["SITEURL"])),
                onion=_onion(str(settings["EDITIONS_ONION"])),
                hidden=_yes_or_no(settings, "EDITIONS_HIDDEN"),
                per_page=int(settings["EDITIONS_PER_PAGE"]),
                also_read=int(settings["ALSO_READ_LIMIT"]),
                share_cards=_yes_or_no(settings, "EDITIONS_SHARE_CARDS"),
                preview=bool(settings["EDITIONS_PREVIEW"]),
                private=Path(str(settings["ANONYMITY_PRIVATE"])),
                cache=Path(str(settings["CACHE_PATH"])),
                templates=tuple(Path(str(path)) for path in settings["THEME_TEMPLATES_OVERRIDES"]),
                jinja=repr(sorted(item for item in settings.items() if item[0].startswith("JINJA_"))),
            )
            if made.per_page > 0 and made.also_read >= 0:
                return made
            raise bad_setting("EDITIONS_PER_PAGE or ALSO_READ_LIMIT is too small.", "Give at least 1 and 0.")
        except (TypeError, ValueError) as error:
            raise bad_setting(
                f"A setting has the wrong form: {error}.", "Compare it with the comment beside it."
            ) from None
        except KeyError as missing:
            raise bad_setting(f"The setting {missing.args[0]} is missing.", "Add it to pelicanconf.py.") from None


def _way_out(address: str, own: str) -> str:
    """Return the address that the exit leads to. Raises `Faults` unless it is one that nobody can be followed by."""
    if not _PLAIN_ADDRESS.fullmatch(address) or urlsplit(address).hostname == urlsplit(own).hostname:
        raise bad_setting(
            f'EDITIONS_EXIT "{address}" is no plain address of another site.',
            "Give one that begins with https:// and has no ? and no #: such parts can tell that site who comes from "
            'here. For example "https://www.wikipedia.org/".',
        )
    return address


def _onion(address: str) -> str:
    """Return the address of the same site in the Tor network, or an empty text where it has none.

    Raises `Faults` for an address that cannot be one: its last letters are a checksum of the others (Tor, rend-spec-v3,
    6), so that a slip of the pen leads readers to nobody.
    """
    if not address:
        return ""
    found = _ONION.fullmatch(address)
    raw = base64.b32decode(found[1].upper()) if found else b""
    key, check, version = raw[:32], raw[32:34], raw[34:]
    if version != b"\x03" or check != hashlib.sha3_256(b".onion checksum" + key + version).digest()[:2]:
        raise bad_setting(
            f'EDITIONS_ONION "{address}" is no address in the Tor network.',
            "Give it whole, with http:// before its 56 signs and .onion after them, copied from the file `hostname` of "
            'your onion service; or leave it empty: "".',
        )
    return address.rstrip("/")


def _yes_or_no(settings: Mapping[str, Any], name: str) -> bool:
    value = settings[name]
    if not isinstance(value, bool):
        raise bad_setting(f"{name} is {value!r}.", "Give True or False, without quotes.")
    return value


def bad_setting(message: str, remedy: str) -> Faults:
    """Return what to raise for a setting that cannot be used."""
    return Faults([Fault("pelicanconf.py", 1, 1, "editions/bad-setting", message, remedy)])
