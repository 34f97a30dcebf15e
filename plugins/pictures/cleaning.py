"""Cleaning: a picture is painted anew, so that nothing of its file but the picture itself goes out."""

import hashlib
import io
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from PIL import Image, ImageOps, UnidentifiedImageError

from plugins.faults import Fault

PIXEL_LIMIT = 60_000_000  # 60 megapixels; more is a mistake or a decompression bomb.
_KINDS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}


class Painted(NamedTuple):
    """What a page says of a picture. `name` is neutral: the digest of its bytes; sizes in pixels."""

    name: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture ready to publish."""

    name: str
    width: int
    height: int
    data: bytes = field(repr=False)


def name_of(data: bytes, ending: str) -> str:
    """Return the published name of a cleaned picture: the digest of its bytes."""
    return f"{hashlib.sha256(data).hexdigest()[:16]}.{ending}"


def clean(path: Path, shown: str) -> tuple[Picture | None, list[Fault]]:
    """Return the picture re-encoded without metadata, comments, thumbnail or its file name, or a fault.

    The kind is read from the bytes, not from the name. Pillow's `save` keeps JPEG comments and a thumbnail of
    what was cropped away, so the pixels are pasted onto a new image first. Same bytes in, same bytes out.
    """

    def bad(message: str, remedy: str) -> tuple[None, list[Fault]]:
        return None, [Fault(shown, 1, 1, "pictures/unusable", message, remedy)]

    try:
        with Image.open(path, formats=tuple(_KINDS)) as opened:
            kind = "JPEG" if opened.format == "MPO" else str(opened.format)  # several pictures; the first counts
            if opened.width * opened.height > PIXEL_LIMIT:
                return bad(f"The picture has {opened.width} x {opened.height} pixels.", "Make it smaller.")
            upright = ImageOps.exif_transpose(opened)
            transparent = "A" in upright.getbands() or "transparency" in upright.info
            mode = "RGBA" if transparent and kind != "JPEG" else "RGB"
            fresh = Image.new(mode, upright.size)
            fresh.paste(upright.convert(mode))
    except UnidentifiedImageError:
        return bad("This is no JPEG, PNG or WebP picture, whatever its name says.", "Save it again as JPEG or PNG.")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        return bad(f"The picture cannot be read ({error}).", "Open it in a picture editor and save it again.")
    stream = io.BytesIO()
    options = {"JPEG": {"quality": 82, "optimize": True}, "PNG": {"optimize": True}, "WEBP": {"quality": 80}}[kind]
    fresh.save(stream, kind, **options)  # type: ignore[arg-type]
    data = stream.getvalue()
    return Picture(name_of(data, _KINDS[kind]), fresh.width, fresh.height, data), []
