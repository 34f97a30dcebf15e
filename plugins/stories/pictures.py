"""Pictures beside a text: which files can be published as such."""

import os
import posixpath
from pathlib import Path

from plugins.faults import nearest
from plugins.stories.files import leaves_content

PICTURE_KINDS = frozenset([".jpg", ".jpeg", ".png", ".webp"])


def picture_fault(content: Path, folder: str, name: str) -> tuple[str, str, str] | None:
    """Return code, fault and remedy when this file cannot be published as a picture, else None."""
    path = content / folder / name
    if posixpath.splitext(name)[1].lower() not in PICTURE_KINDS:
        return (
            "bad-picture",
            f'"{name}" is no picture that can be published.',
            "Save it as JPEG, PNG or WebP.",
        )
    if not os.path.isfile(path):  # unlike Path.is_file, it takes any name
        present = [file.name for file in path.parent.glob("*") if file.suffix.lower() in PICTURE_KINDS]
        hint = nearest(name, present) or "Put it into the story's folder, or correct its name."
        return "missing-picture", f'There is no picture "{name}" beside this text.', hint
    if leaves_content(path, content):
        return (
            "outside-content",
            f'"{name}" is a link to a file outside the content folder.',
            "Copy the file here.",
        )
    return None
