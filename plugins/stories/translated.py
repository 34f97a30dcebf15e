"""Recording that a translation is up to date."""

import re
from pathlib import Path

from plugins.faults import Fault, Faults
from plugins.stories.digest import digest
from plugins.stories.editing import read_parts
from plugins.stories.files import replace_file
from plugins.stories.schema import plain


def mark_translated(content: Path, key: str, language: str) -> tuple[str, bool]:
    """Write the original's present digest into a translation; return its reference and whether it changed.

    Looks for `key` among the stories, then among the pages. Changes the reference and no other byte;
    an interruption leaves the old file or the new one. Raises `Faults` when there is nothing to record.
    """
    folder = next((content / room / key for room in ("stories", "pages") if (content / room / key).is_dir()), None)
    if folder is None:
        raise _stop(
            f"stories/{key}",
            1,
            "unknown-story",
            f'There is no story or page "{key}".',
            "Check the folder's name.",
        )
    path = folder / f"{language}.md"
    shown = path.relative_to(content).as_posix()
    if not path.exists():
        raise _stop(shown, 1, "no-telling", f'"{key}" has no translation {language}.md.', "Write it first.")
    matter, _, _ = read_parts(path, content)
    reference = matter.values.get("translation_of")
    if not isinstance(reference, str):
        raise _stop(
            shown,
            1,
            "not-a-translation",
            "This telling has no `translation_of`.",
            "If it is a translation, add a line such as `translation_of: en@000000000000`.",
        )
    source = reference.split("@")[0].strip()
    original = folder / f"{source}.md"
    if not original.exists():
        raise _stop(
            shown,
            matter.place("translation_of")[0],
            "no-original",
            f'There is no original "{source}.md".',
            "Correct the language before the @.",
        )
    new = f"{source}@{_digest_of(original, content)}"
    if new == reference:
        return new, False
    written = rb"(translation_of[\"']?\s*:\s*[\"']?)" + re.escape(reference.encode())
    data, found = re.subn(written, rb"\g<1>" + new.encode(), path.read_bytes(), count=1)
    if not found:
        raise _stop(
            shown,
            matter.place("translation_of")[0],
            "bad-reference",
            f'"{reference}" is written in a way that cannot be changed safely.',
            f"Write the line anew: `translation_of: {new}`.",
        )
    replace_file(path, data)
    return new, True


def _digest_of(path: Path, content: Path) -> str:
    matter, _, body = read_parts(path, content)
    title, summary = (plain(str(matter.values.get(name, ""))) for name in ("title", "summary"))
    return digest(title, summary, body)


def _stop(path: str, line: int, code: str, message: str, remedy: str) -> Faults:
    return Faults([Fault(path, line, 1, f"stories/{code}", message, remedy)])
