"""AVIF: its parts, of which only those may be there that are needed to draw one picture.

After the AV1 Image File Format (AOM, version 1.1), the formats below it (ISO/IEC 14496-12 and 23008-12), and the AV1
bitstream (AOM, version 1.0.0).
"""

import re
import struct
from collections.abc import Iterator, Mapping

_LINKS = b"|".join(b"\\x%02x.{%d}" % (count, count) for count in range(1, 9))
# What may stand in each box, by the box around it: other boxes, after so many bytes of its own, or just these bytes.
_HOLDERS: Mapping[bytes, int] = {b"meta": 4, b"iinf": 6, b"iref": 4, b"iprp": 0, b"ipco": 0}
_INSIDE: Mapping[bytes, Mapping[bytes, bytes]] = {
    b"": {b"ftyp": rb"avif\0{4}(?:avif|mif1|miaf|MA1[AB])+", b"meta": b"", b"mdat": b".*"},
    b"meta": {
        b"hdlr": rb"\0{8}pict\0{13}",
        b"pitm": rb"\0{4}.{2}",
        b"iloc": rb"\0{4}\x44\0.{2}(?:.{2}\0{3}\x01.{8})+",  # of each item: its number, one place and its length
        b"iinf": b"",
        b"iref": b"",
        b"iprp": b"",
    },
    b"iinf": {b"infe": rb"\x02\0{3}.{2}\0{2}av01(?:Color|Alpha)?\0"},
    b"iref": {b"auxl": rb".{2}\0\x01.{2}"},  # the transparency of the picture
    b"iprp": {b"ipco": b"", b"ipma": rb"\0{4}.{4}(?:.{2}(?:%s))+" % _LINKS},
    b"ipco": {
        b"ispe": rb"\0{4}.{8}",
        b"pixi": rb"\0{4}(?:\x01.|\x03.{3})",
        b"av1C": b".{4}",
        b"colr": b"nclx.{7}",
        b"auxC": rb"\0{4}urn:mpeg:mpegB:cicp:systems:auxiliary:alpha\0",
    },
}
_NAMES = {b"infe": "EXIF or XMP data, or an item of another kind", b"colr": "a colour profile"}
_PLACE = struct.Struct(">6xII")  # of an item in `iloc`: after its number
_UNITS = frozenset([1, 2, 3, 4, 6, 7])  # of a bitstream: headers, tiles and frames; others are metadata and padding


def parts(data: bytes) -> Iterator[str]:
    """Yield what an AVIF file holds beside the picture. Raises ValueError, IndexError or struct.error where it is cut
    off or made otherwise."""
    found: dict[bytes, tuple[int, int]] = {}
    yield from _boxes(data, 0, len(data), b"", found)
    if not found.keys() >= {b"ftyp", b"meta", b"iloc", b"mdat"}:
        raise ValueError("a part is missing")
    at, end = found[b"iloc"]
    items = sorted({_PLACE.unpack_from(data, place) for place in range(at + 8, end, _PLACE.size)})
    at, end = found[b"mdat"]
    for start, length in items:
        if start != at:
            yield "bytes that belong to no picture"
            return
        at += length
        if not _is_picture(data[start:at]):
            yield "metadata in the picture itself"
            return
    if at != end:
        yield "bytes that belong to no picture"


def _boxes(data: bytes, at: int, end: int, around: bytes, found: dict[bytes, tuple[int, int]]) -> Iterator[str]:
    while at < end:
        size, kind = struct.unpack_from(">I4s", data, at)
        if size < 8 or at + size > end:
            raise ValueError("a box ends after what is around it")
        form = _INSIDE[around].get(kind)
        body = at + 8
        once = kind not in (b"infe", b"auxl") and around != b"ipco"
        if form is None or (once and kind in found):
            yield f"a part {kind.decode('latin-1').strip()}"
            return
        if kind not in _HOLDERS and not re.fullmatch(form, data[body : at + size], re.DOTALL):
            yield _NAMES.get(kind, f"a part {kind.decode('latin-1')} with more in it")
            return
        found[kind] = body, at + size
        if kind in _HOLDERS:
            yield from _boxes(data, body + _HOLDERS[kind], at + size, kind, found)
        at += size


def _is_picture(item: bytes) -> bool:
    """Say whether an item's bitstream holds units that draw it, and no others."""
    at = 0
    while at < len(item):
        head = item[at]
        if head & 0x85 or not head & 0x02 or head >> 3 not in _UNITS:  # each tells its size, and has no extension
            return False
        at += 1
        size = shift = 0
        while item[at] & 0x80:
            size |= (item[at] & 0x7F) << shift
            at, shift = at + 1, shift + 7
        at += 1 + (size | item[at] << shift)
    return at == len(item)
