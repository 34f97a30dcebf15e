"""Album: pictures are painted once, and kept by the digest of their source. It may be lost, and is never believed
without a look."""

import hashlib
import marshal
import os
from collections.abc import Set
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from PIL import __version__ as pillow
from PIL import features

from plugins.faults import Fault
from plugins.pictures import painting
from plugins.pictures.painting import Painting, paint

_CHECK = 16  # Bytes of the check before what is kept.


class Lost(Exception):
    """Raised when a picture is not in the album, or is not what was put there."""


class Version(NamedTuple):
    """A picture in one width, in pixels, and the name of its file."""

    name: str
    width: int
    height: int


Plain = tuple[str, tuple[tuple[str, int, int], ...], tuple[tuple[str, int, int], ...]]


class Painted(NamedTuple):
    """A picture as it is published: `usual` are the versions that every browser shows, from narrow to wide, `modern`
    the same in AVIF, or none. `kept` is what the album knows it by."""

    kept: str
    usual: tuple[Version, ...]
    modern: tuple[Version, ...]

    @classmethod
    def of(cls, kept: str, *versions: tuple[tuple[str, int, int], ...]) -> "Painted":
        """Make it of plain tuples."""
        usual, modern = (tuple(Version(*each) for each in some) for some in versions)
        return cls(kept, usual, modern)

    def plain(self) -> Plain:
        """Return it as plain tuples, which are soon read."""
        usual, modern = (tuple((each.name, each.width, each.height) for each in some) for some in self[1:])
        return self.kept, usual, modern

    @property
    def widest(self) -> Version:
        """The widest version that every browser shows."""
        return self.usual[-1]


class Album:
    """Pictures in a folder of the cache, each with all its versions in one file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @cached_property
    def _ground(self) -> bytes:
        """What decides the bytes of a picture beside its source: what paints, and what it paints with."""
        versions = [features.version(name) for name in ("avif", "libjpeg_turbo", "jpg", "webp", "zlib")]
        told = repr((pillow, versions)).encode() + Path(painting.__file__).read_bytes()
        return hashlib.blake2b(told, digest_size=_CHECK).digest()

    def picture(self, path: Path, shown: str) -> tuple[Painted | None, list[Fault]]:
        """Return a picture, painted if it is not here yet; or a fault. `shown` is its file, as the fault names it.

        Raises OSError when it cannot be kept.
        """
        try:
            source = path.read_bytes()
        except OSError as error:
            message = f"The picture cannot be read ({error.strerror})."
            return None, [Fault(shown, 1, 1, "pictures/unusable", message, "Look at the rights of the file.")]
        name = hashlib.blake2b(source, digest_size=_CHECK, key=self._ground).hexdigest()
        try:
            return _painted(name, self._files(name)), []
        except Lost:
            files, faults = paint(source, shown)
            if faults:
                return None, faults
            self._keep(name, files)
            return _painted(name, files), []

    def read(self, kept: str, name: str) -> bytes:
        """Return the bytes of one of a picture's files. Raises `Lost`."""
        for file in self._files(kept):
            if file.name == name:
                return file.data
        raise Lost(name)

    def keep_only(self, kept: Set[str]) -> None:
        """Throw away all pictures but these."""
        try:
            found = os.listdir(self._folder)
        except FileNotFoundError:
            return
        for name in found:
            if name not in kept:
                (self._folder / name).unlink()

    def _files(self, name: str) -> list[Painting]:
        try:
            data = (self._folder / name).read_bytes()
        except OSError as error:
            raise Lost(name) from error
        if data[:_CHECK] != self._check(name, data[_CHECK:]):
            raise Lost(name)
        return [Painting(*each) for each in marshal.loads(data[_CHECK:])]  # noqa: S302 - our own bytes, and checked

    def _keep(self, name: str, files: list[Painting]) -> None:
        data = marshal.dumps([(each.name, each.width, each.height, each.data) for each in files])
        self._folder.mkdir(parents=True, exist_ok=True)
        part = self._folder / f".{name}.{os.getpid()}"
        part.write_bytes(self._check(name, data) + data)
        part.replace(self._folder / name)

    def _check(self, name: str, data: bytes) -> bytes:
        return hashlib.blake2b(data, digest_size=_CHECK, key=name.encode()).digest()


def _painted(name: str, files: list[Painting]) -> Painted:
    every = [Version(each.name, each.width, each.height) for each in files]
    modern = tuple(version for version in every if version.name.endswith(".avif"))
    return Painted(name, tuple(version for version in every if version not in modern), modern)
