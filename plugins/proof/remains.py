"""Remains: what of a withdrawn story still stands in a finished site, looked for in every byte of it."""

import gzip
import hashlib
import io
import re
import tarfile
import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from urllib.parse import unquote

from PIL import Image, UnidentifiedImageError

WORDS = 6  # Words in a row that make a run by which a text is known; shorter ones recur by chance.
_ALIKE = 6  # Bits of 64 in which the fingerprints of two versions of one picture may differ.
_DEEP = 5  # Archives inside each other that are unpacked; more is a bomb.
_LARGE = 256 * 1024 * 1024  # Bytes of one unpacked file; more is a bomb.
_WORD = re.compile(r"[^\W_]+")
_TAG = re.compile(r"<[^>]*>")
# A tombstone (RFC 6721) and a server's rule must name the address that is gone; a slug names nobody.
_TOMBSTONE = re.compile(r"<at:deleted-entry\b[^>]*>")
_RULES = frozenset(["_redirects", ".htaccess"])


@dataclass(frozen=True, slots=True)
class Traces:
    """By what a story can be recognised. Titles, summaries and names as written; `runs` are rows of `WORDS` words as
    `words_of` gives them; pictures by the SHA-256 of their bytes and by the fingerprint of what they show."""

    titles: frozenset[str]
    summaries: frozenset[str]
    runs: frozenset[str]
    names: frozenset[str]
    slugs: frozenset[str]
    digests: frozenset[str]
    fingerprints: frozenset[int]


@dataclass(frozen=True, slots=True)
class Search:
    """What a search went through, and what it found: file, and what of the story stands there."""

    files: int
    size: int
    pictures: int
    found: tuple[tuple[str, str], ...]


def words_of(text: str) -> list[str]:
    """Return the words of a text as they are compared: composed (NFC), in small letters, without any mark."""
    return _WORD.findall(unicodedata.normalize("NFC", text).lower())


def runs_of(text: str) -> set[str]:
    """Return every row of `WORDS` words of a text."""
    words = words_of(text)
    return {" ".join(words[at : at + WORDS]) for at in range(len(words) - WORDS + 1)}


def search(folder: Path, traces: Traces) -> Search:
    """Look for a story in every file below a folder, archives unpacked. Raises OSError when one cannot be read."""
    files = size = pictures = 0
    found: set[tuple[str, str]] = set()
    for path in sorted(folder.rglob("*")):
        if not path.is_file():
            continue
        shown = path.relative_to(folder).as_posix()
        files += 1
        size += path.stat().st_size
        for name, data in _unpacked(shown, path.read_bytes(), 0):
            found |= {(name, what) for what in _in_name(name, traces)}
            mark = _fingerprint(data)
            if mark is None:
                found |= {(name, what) for what in _in_text(name, data, traces)}
                continue
            pictures += 1
            if hashlib.sha256(data).hexdigest() in traces.digests:
                found.add((name, "a picture of the story"))
            elif any((mark ^ other).bit_count() <= _ALIKE for other in traces.fingerprints):
                found.add((name, "a picture that shows the same"))
    return Search(files, size, pictures, tuple(sorted(found)))


def _unpacked(name: str, data: bytes, depth: int) -> Iterator[tuple[str, bytes]]:
    """Yield a file, and every file packed in it, with the way to each."""
    yield name, data
    if depth == _DEEP:
        raise OSError(f"{name}: archives inside each other, more than {_DEEP}")
    inside: list[tuple[str, bytes]] = []
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            inside = [
                (entry.filename, _read(archive.open(entry), name)) for entry in archive.infolist() if not entry.is_dir()
            ]
    elif data[:2] == b"\x1f\x8b":
        inside = [("content", _read(gzip.GzipFile(fileobj=io.BytesIO(data)), name))]
    elif data[257:262] == b"ustar":
        with tarfile.open(fileobj=io.BytesIO(data)) as tar:
            inside = [(entry.name, _read(tar.extractfile(entry), name)) for entry in tar if entry.isfile()]
    for entry, content in inside:
        yield from _unpacked(f"{name}!{entry}", content, depth + 1)


def _read(stream: object, name: str) -> bytes:
    data: bytes = stream.read(_LARGE + 1)  # type: ignore[attr-defined]
    if len(data) > _LARGE:
        raise OSError(f"{name}: it unpacks to more than {_LARGE:,} bytes")
    return data


def _in_name(name: str, traces: Traces) -> Iterator[str]:
    steps = set(re.split(r"[/!.]", name))
    if steps & traces.slugs:
        yield "the story's slug in a file's name"


def _in_text(name: str, data: bytes, traces: Traces) -> Iterator[str]:
    raw = data.decode("utf-8", "replace")
    if name.rsplit("/", 1)[-1] in _RULES:
        raw = ""
    raw = _TOMBSTONE.sub(" ", raw)
    if "\\u" in raw:
        raw += re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), raw)
    read = unicodedata.normalize("NFC", unescape(unquote(raw)))
    plain = " ".join(_TAG.sub(" ", read).split())
    for what, wanted in (("title", traces.titles), ("summary", traces.summaries)):
        if any(text in plain or text in read for text in wanted):
            yield f"the story's {what}"
    if traces.runs and not traces.runs.isdisjoint(runs_of(plain) | runs_of(read)):
        yield "words of its text"
    words = set(_WORD.findall(plain))
    if traces.names & words:
        yield "a name that no other story uses"
    if any(re.search(rf"(?<![\w-]){re.escape(slug)}(?![\w-])", read) for slug in traces.slugs):
        yield "the story's slug"


def _fingerprint(data: bytes) -> int | None:
    """Return the fingerprint of a picture, or None if this is none."""
    if not data[:4] or data[:1] in b"<{":
        return None
    try:
        with Image.open(io.BytesIO(data)) as picture:
            return fingerprint(picture)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None


def fingerprint(picture: Image.Image) -> int:
    """Return 64 bits that stay nearly the same when a picture is scaled or compressed anew: dHash (Krawetz 2013),
    whether each of 8 x 8 fields is brighter than its neighbour."""
    small = list(picture.convert("RGBA").convert("L").resize((9, 8), Image.Resampling.LANCZOS).tobytes())
    bits = 0
    for row in range(8):
        for column in range(8):
            bits = bits << 1 | (small[9 * row + column] > small[9 * row + column + 1])
    return bits
