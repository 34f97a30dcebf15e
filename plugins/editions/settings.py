"""Settings: those that editions need, taken from Pelican's, and refused where they cannot be used."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from plugins.faults import Fault, Faults


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
    per_page: int
    also_read: int
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
                per_page=int(settings["EDITIONS_PER_PAGE"]),
                also_read=int(settings["ALSO_READ_LIMIT"]),
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


def bad_setting(message: str, remedy: str) -> Faults:
    """Return what to raise for a setting that cannot be used."""
    return Faults([Fault("pelicanconf.py", 1, 1, "editions/bad-setting", message, remedy)])
