"""Remains: what of a withdrawn story still stands in a finished site, looked for in every byte of it."""

import gzip
import hashlib
import io
import json
import re
import tarfile
import unicodedata
import zipfile
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from urllib.parse import unquote

from PIL import Image, ImageOps

WORDS = 6  # Words in a row that make a run by which a text is known; shorter ones recur by chance.
_ALIKE = 6  # Bits of 64 in which the fingerprints of two versions of one picture may differ.
_STEM, _ENDING = 4, 4  # Letters of a name that its forms share, and those that an ending may add.
_DEEP = 5  # Archives inside each other that are unpacked; more is a bomb.
_LARGE = 256 * 1024 * 1024  # Bytes of one unpacked file; more is a bomb.
_WORD = re.compile(r"[^\W_]+")
_TAG = re.compile(r"<[^>]*>")
# A tombstone (RFC 6721) and a server's rule must name the address that is gone; a slug names nobody.
_TOMBSTONE = re.compile(r"<at:deleted-entry\b[^>]*>")
_RULES = frozenset(["_redirects", ".htaccess"])


@dataclass(frozen=True, slots=True)
class Traces:
    """By what a story can be recognised. Titles and summaries as written; `runs` are rows of `WORDS` words, and names
    words, as `words_of` gives them; `slugs` are known by the folder of stories before them, `steps` are those that tell
    the story in any address; pictures by the SHA-256 of their bytes and by the fingerprint of what they show."""

    titles: frozenset[str]
    summaries: frozenset[str]
    runs: frozenset[str]
    names: frozenset[str]
    slugs: frozenset[str]
    steps: frozenset[str]
    digests: frozenset[str]
    fingerprints: frozenset[int]


@dataclass(frozen=True, slots=True)
class Search:
    """What a search went through, and what it found: file, and what of the story stands there."""

    files: int
    size: int
    pictures: int
    found: tuple[tuple[str, str], ...]


def nfc(text: str) -> str:
    """Return a text with its letters composed (NFC): the same text may be stored in two ways."""
    return unicodedata.normalize("NFC", text)


def words_of(text: str) -> list[str]:
    """Return the words of a text as they are compared: composed, in small letters, without any mark."""
    return _WORD.findall(nfc(text).lower())


def rows_of(words: Sequence[str]) -> set[str]:
    """Return every row of `WORDS` words of a text's words."""
    return {" ".join(words[at : at + WORDS]) for at in range(len(words) - WORDS + 1)}


def uses_of(name: str, words: Set[str]) -> bool:
    """Say whether one of these words is the name, or the name with another ending where it is long enough to tell."""
    if name in words:
        return True
    stem = name[:-1]
    return len(stem) >= _STEM and any(word.startswith(stem) and len(word) <= len(name) + _ENDING for word in words)


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
            if _stands_in(name, traces):
                found.add((name, "the story's slug in a file's name"))
            found |= {(name, what) for what in _in_text(name, data, traces)}
            mark = mark_of(data)
            if mark is None:
                continue
            pictures += 1
            if hashlib.sha256(data).hexdigest() in traces.digests:
                found.add((name, "a picture of the story"))
            elif mark and any((mark ^ other).bit_count() <= _ALIKE for other in traces.fingerprints):
                found.add((name, "a picture that shows the same"))
    return Search(files, size, pictures, tuple(sorted(found)))


def _unpacked(name: str, data: bytes, depth: int) -> Iterator[tuple[str, bytes]]:
    """Yield a file, and every file packed in it, with the way to each."""
    yield name, data
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
    if inside and depth == _DEEP:
        raise OSError(f"{name}: archives inside each other, more than {_DEEP}")
    for entry, content in inside:
        yield from _unpacked(f"{name}!{entry}", content, depth + 1)


def _read(stream: object, name: str) -> bytes:
    data: bytes = stream.read(_LARGE + 1)  # type: ignore[attr-defined]
    if len(data) > _LARGE:
        raise OSError(f"{name}: it unpacks to more than {_LARGE:,} bytes")
    return data


def _stands_in(addresses: str, traces: Traces) -> bool:
    """Say whether one of the slugs is a step of one of these addresses or paths."""
    ways = [("stories/", slug) for slug in traces.slugs] + [("(?:^|[/!])", slug) for slug in traces.steps]
    return any(re.search(rf"{before}{re.escape(slug)}(?![\w-])", addresses) for before, slug in ways)


def _in_text(name: str, data: bytes, traces: Traces) -> Iterator[str]:
    raw = data.decode("utf-8", "replace")
    if name.rsplit("/", 1)[-1] in _RULES:
        raw = ""
    raw = _TOMBSTONE.sub(" ", raw)
    if raw.lstrip()[:1] in ("{", "[", '"'):
        raw += "\n" + "\n".join(_strings(raw))
    if name.endswith(".csv"):  # where a quotation mark stands twice (RFC 4180, 2.7)
        raw += "\n" + raw.replace('""', '"')
    read = nfc(unescape(unquote(raw)))
    plain = " ".join(_TAG.sub(" ", read).split())
    for what, wanted in (("title", traces.titles), ("summary", traces.summaries)):
        if any(text in plain or text in read for text in wanted):
            yield f"the story's {what}"
    seen, written = words_of(plain), words_of(read)
    if traces.runs and not traces.runs.isdisjoint(rows_of(seen) | rows_of(written)):
        yield "words of its text"
    words = frozenset([*seen, *written])
    if any(uses_of(each, words) for each in traces.names):
        yield "a name that no other story uses"
    if _stands_in(read, traces):
        yield "the story's slug"


def _strings(raw: str) -> Iterator[str]:
    """Yield every text of what may be JSON, its escapes resolved."""
    try:
        left = [json.loads(raw)]
    except ValueError:
        return
    while left:
        value = left.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            left += [*value, *value.values()]
        elif isinstance(value, list):
            left += value


def mark_of(data: bytes) -> int | None:
    """Return the fingerprint of a picture's bytes, or None if this is none. 0 is that of all flat pictures."""
    if not data[:4] or data[:1] in b"<{":
        return None
    try:
        with Image.open(io.BytesIO(data)) as picture:
            return fingerprint(picture)
    except Exception:  # noqa: BLE001 - what is no picture makes a decoder raise whatever it likes
        return None


def fingerprint(picture: Image.Image) -> int:
    """Return 64 bits that stay nearly the same when a picture is scaled, turned upright or compressed anew: dHash
    (Krawetz 2013), whether each of 8 x 8 fields is brighter than its neighbour, on white where it is transparent."""
    small = ImageOps.exif_transpose(picture).convert("RGBA").resize((9, 8), Image.Resampling.LANCZOS)
    bright = list(Image.alpha_composite(Image.new("RGBA", small.size, "white"), small).convert("L").tobytes())
    bits = 0
    for row in range(8):
        for column in range(8):
            bits = bits << 1 | (bright[9 * row + column] > bright[9 * row + column + 1])
    return bits
