"""Recording that a translation is up to date."""

import os
import re
import tempfile
from pathlib import Path

from plugins.faults import Fault, Faults
from plugins.stories.digest import digest
from plugins.stories.files import read_text
from plugins.stories.frontmatter import read_yaml, split


def mark_translated(content: Path, key: str, language: str) -> tuple[str, bool]:
    """Write the original's present digest into a translation; return its reference and whether it changed.

    Looks for `key` among the stories, then among the pages. Changes one line and nothing else; an
    interruption leaves the old file or the new one. Raises `Faults` when there is nothing to record.
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
    matter_text = _matter(path, content)
    matter, faults = read_yaml(matter_text, shown, 2)
    if faults:
        raise Faults(faults)
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
    line = matter.place("translation_of")[0] - 1
    lines = path.read_bytes().split(b"\n")
    lines[line] = re.sub(
        rb"translation_of\s*:[^#\r\n]*?(?=\s*(#.*)?\r?$)", b"translation_of: " + new.encode(), lines[line]
    )
    _replace(path, b"\n".join(lines))
    return new, True


def _matter(path: Path, content: Path) -> str:
    text, faults = read_text(path, content)
    parts = split(text, path.relative_to(content).as_posix())
    if faults or isinstance(parts, Fault):
        raise Faults(faults or [parts])  # type: ignore[list-item]
    return parts[0]


def _digest_of(path: Path, content: Path) -> str:
    shown = path.relative_to(content).as_posix()
    text, faults = read_text(path, content)
    parts = split(text, shown)
    if faults or isinstance(parts, Fault):
        raise Faults(faults or [parts])  # type: ignore[list-item]
    matter, faults = read_yaml(parts[0], shown, 2)
    if faults:
        raise Faults(faults)
    title, summary = (str(matter.values.get(name, "")).strip() for name in ("title", "summary"))
    return digest(title, summary, parts[1])


def _replace(path: Path, data: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(name, path.stat().st_mode & 0o7777)
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise


def _stop(path: str, line: int, code: str, message: str, remedy: str) -> Faults:
    return Faults([Fault(path, line, 1, f"stories/{code}", message, remedy)])
