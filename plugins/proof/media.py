"""Media: a published picture is nothing but the picture: no place, camera, date, comment, thumbnail or profile.

The bytes are read part by part; what is not known to be needed to draw the picture is a fault. After the standards:
JPEG (ITU-T T.81, JFIF 1.02) and PNG (W3C, third edition); AVIF has a module of its own.
"""

import struct
from collections.abc import Iterator

from plugins.proof import avif

_SIGNATURES = {".jpg": b"\xff\xd8\xff", ".png": b"\x89PNG\r\n\x1a\n", ".avif": b"\0\0\0"}
KINDS = frozenset(_SIGNATURES)
_JPEG_TABLES = frozenset([0xC0, 0xC1, 0xC2, 0xC4, 0xDB, 0xDD])  # frames, Huffman and quantisation tables, restarts
_JPEG_NAMES = {0xE1: "EXIF or XMP data", 0xE2: "a colour profile", 0xED: "IPTC data", 0xFE: "a comment"}
_PNG_CHUNKS = frozenset([b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"])


def hidden_in(name: str, data: bytes) -> str | None:
    """Return what a picture's file holds beside the picture, or None. `name` ends in .jpg, .png or .avif."""
    ending = name[name.rindex(".") :]
    if not data.startswith(_SIGNATURES[ending]):
        return "something that is no picture of the kind that its name says"
    parts = {".jpg": _jpeg, ".png": _png, ".avif": avif.parts}[ending]
    try:
        return next(parts(data), None)
    except (struct.error, IndexError, ValueError):
        return "parts that cannot be read"


def _jpeg(data: bytes) -> Iterator[str]:
    at = 2
    while True:
        if data[at] != 0xFF:
            yield "bytes between its parts"
            return
        marker = data[at + 1]
        if marker == 0xD9:
            break
        (length,) = struct.unpack(">H", data[at + 2 : at + 4])
        body = data[at + 4 : at + 2 + length]
        jfif = marker == 0xE0 and length == 16 and body[:5] == b"JFIF\0" and body[12:14] == b"\0\0"  # no thumbnail
        restarts = marker != 0xDD or length == 4
        if (marker != 0xDA and marker not in _JPEG_TABLES and not jfif) or not restarts:
            yield _JPEG_NAMES.get(marker, f"a part {marker:#x}")
            return
        at += 2 + length
        if marker == 0xDA:  # the picture itself, up to the next marker that is no restart
            while data[at] != 0xFF or data[at + 1] == 0 or 0xD0 <= data[at + 1] <= 0xD7:
                at += 1
    if at + 2 != len(data):
        yield "bytes after its end"


def _png(data: bytes) -> Iterator[str]:
    at, length, kind = 8, 0, b""
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at : at + 8])
        if kind not in _PNG_CHUNKS:
            yield f"a part {kind.decode('latin-1')}"
            return
        at += 12 + length
        if kind == b"IEND":
            break
    if kind != b"IEND" or length or at != len(data):
        yield "bytes after its end, or no end"
