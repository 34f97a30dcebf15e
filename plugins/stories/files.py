"""Files of the content folder: read whole, as UTF-8, and never from anywhere else."""

import os
import stat
import tempfile
from pathlib import Path

from plugins.faults import Fault

SIZE_LIMIT = 512 * 1024  # Bytes. Our longest telling has 13,000; a book of 80,000 Russian words has 900,000.


def leaves_content(path: Path, content: Path) -> bool:
    """Say whether a path, links followed, lies outside the content folder. Links in a circle lead nowhere inside."""
    try:
        return _may_leave(path, content) and not path.resolve().is_relative_to(content.resolve())
    except (OSError, RuntimeError):
        return True


def _may_leave(path: Path, content: Path) -> bool:
    """Say whether any step from the content folder to a path is a link or unknown: it costs much to follow links."""
    step, whole = os.fspath(content), os.fspath(path)
    if not whole.startswith(step + os.sep):
        return True
    for name in whole[len(step) + 1 :].split(os.sep):
        step = f"{step}{os.sep}{name}"
        try:
            found = os.lstat(step)
        except OSError:
            return True
        if (
            name == ".." or stat.S_ISLNK(found.st_mode) or getattr(found, "st_reparse_tag", False)
        ):  # Windows has more kinds
            return True
    return False


def list_folder(folder: Path, content: Path) -> tuple[list[Path], list[Fault]]:
    """Return what a folder holds, sorted, or nothing and one fault that says why it cannot be opened."""
    try:
        return sorted(folder.iterdir()), []
    except OSError as error:
        return [], [
            Fault(
                folder.relative_to(content).as_posix(),
                1,
                1,
                "stories/unreadable",
                f"The folder cannot be opened ({error.strerror}).",
                "Check that you may open it.",
            )
        ]


def read_text(path: Path, content: Path) -> tuple[str, list[Fault]]:
    """Return a file's text with LF line ends, or an empty text and one fault that says what is wrong."""

    def bad(code: str, message: str, remedy: str, line: int = 1) -> tuple[str, list[Fault]]:
        shown = path.relative_to(content).as_posix()
        return "", [Fault(shown, line, 1, f"stories/{code}", message, remedy)]

    if leaves_content(path, content):
        return bad("outside-content", "This is a link to a file outside the content folder.", "Copy the file here.")
    if not os.path.isfile(path):  # a pipe would keep us waiting for ever
        return bad("unreadable", "This is no file that can be read.", "Delete it, or put the text here.")
    try:
        size = os.path.getsize(path)
        if size > SIZE_LIMIT:
            return bad(
                "huge-file",
                f"The file has {size:,} bytes; texts may have {SIZE_LIMIT:,}.",
                "Is a picture or a document pasted into it? Keep only the text.",
            )
        with open(path, "rb") as stream:
            data = stream.read()
    except OSError as error:
        return bad(
            "unreadable",
            f"The file cannot be read ({error.strerror or error}).",
            "Check that it is a file and that you may open it.",
        )
    if not data.strip():
        return bad("empty-file", "The file is empty.", "Write the text, or delete the file.")
    if data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        return bad(
            "byte-order-mark",
            "The file begins with a byte order mark.",
            "Save it again as UTF-8 without BOM (Notepad: Save as, encoding UTF-8).",
        )
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return bad(
            "not-utf8",
            "The file is not UTF-8: a letter on this line cannot be read.",
            "Save it again with the encoding UTF-8.",
            line,
        )
    return text.replace("\r\n", "\n").replace("\r", "\n"), []


def replace_file(path: Path, data: bytes) -> None:
    """Write a file anew, whole or not at all: an interruption leaves the old one or the new one."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        if path.exists():
            os.chmod(name, path.stat().st_mode & 0o7777)
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise
