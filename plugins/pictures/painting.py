"""Painting: a picture is painted anew in the sizes that readers need, so that nothing of its file but the picture
itself goes out."""

import hashlib
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from PIL import Image, ImageOps, UnidentifiedImageError

from plugins.faults import Fault

WIDTHS = (400, 800, 1200)  # Pixels. None is wider than the source.
PIXEL_LIMIT = 60_000_000  # 60 megapixels; more is a mistake or a decompression bomb.
SIDE_LIMIT = 30_000  # Pixels; not every decoder takes more.
# A page without its picture has 14 KB compressed, with it 50 KB: what phones load must fit between.
PHONE_BYTES = 36_000
_PHONE_WIDTHS = {"AVIF": 800, "JPEG": 400}
_QUALITIES = {"AVIF": (50, 40, 30), "JPEG": (75, 65, 55)}  # from the first, until it fits
_OPTIONS: Mapping[str, Mapping[str, Any]] = {
    # One thread and one tile: how many there are would depend on the machine, and be another file.
    "AVIF": {"codec": "aom", "speed": 8, "max_threads": 1, "autotiling": False},
    "JPEG": {"optimize": True, "progressive": True},
}
_SOURCES = ("JPEG", "PNG", "WEBP")
_ENDINGS = {"AVIF": "avif", "JPEG": "jpg", "PNG": "png"}


@dataclass(frozen=True, slots=True)
class Painting:
    """A picture in one width and kind, ready to publish. `name` is neutral: the digest of its bytes."""

    name: str
    width: int
    height: int
    data: bytes = field(repr=False)


def name_of(data: bytes, ending: str) -> str:
    """Return the published name of a painting: the digest of its bytes."""
    return f"{hashlib.sha256(data).hexdigest()[:16]}.{ending}"


def paint(source: bytes, shown: str) -> tuple[list[Painting], list[Fault]]:
    """Return a picture without metadata, comments, thumbnail or profile, from narrow to wide; or a fault. `shown` is
    its file, as the fault names it.

    Each width is there as JPEG, or as PNG where something of the picture is transparent; and as AVIF, if that is the
    smaller file in every width: of two kinds a browser chooses one, and then a width in it. The kind is read from the
    bytes, not from the name. Same bytes in, same bytes out, as long as the encoders are the same.
    """

    def bad(message: str, remedy: str) -> tuple[list[Painting], list[Fault]]:
        return [], [Fault(shown, 1, 1, "pictures/unusable", message, remedy)]

    try:
        with Image.open(io.BytesIO(source), formats=_SOURCES) as opened:
            if opened.width * opened.height > PIXEL_LIMIT or max(opened.size) > SIDE_LIMIT:
                return bad(f"The picture has {opened.width} x {opened.height} pixels.", "Make it smaller.")
            return list(_paintings(_bare(opened))), []
    except UnidentifiedImageError:
        return bad("This is no JPEG, PNG or WebP picture, whatever its name says.", "Save it again as JPEG or PNG.")
    except Exception as error:  # noqa: BLE001 - a broken file makes its decoder raise whatever it likes
        return bad(f"The picture cannot be read ({error}).", "Open it in a picture editor and save it again.")


def _bare(opened: Image.Image) -> Image.Image:
    """Return nothing but what is seen of a picture, upright.

    Pillow's `save` keeps JPEG comments and a thumbnail of what was cropped away, so the pixels are pasted onto a new
    picture; and what an editor made transparent still has its colours, which are taken away.
    """
    upright = ImageOps.exif_transpose(opened)
    if upright.mode.startswith("I;16"):  # 16 bits of grey
        upright = upright.convert("I").point(lambda value: value / 256).convert("L")
    transparent = "A" in upright.getbands() or "transparency" in upright.info
    seen = upright.convert("RGBA" if transparent else "RGB")
    alpha = seen.getchannel("A") if transparent else None
    if alpha is None or alpha.getextrema() == (255, 255):
        fresh = Image.new("RGB", seen.size)
        fresh.paste(seen.convert("RGB"))
    else:
        fresh = Image.new("RGBA", seen.size)
        fresh.paste(seen, mask=alpha.point(lambda value: 255 if value else 0))
    return fresh


def _paintings(bare: Image.Image) -> Iterator[Painting]:
    plain: list[Painting] = []
    modern: list[Painting] = []
    for width in sorted({min(width, bare.width) for width in WIDTHS}):
        height = max(1, round(bare.height * width / bare.width))
        scaled = bare.resize((width, height), Image.Resampling.LANCZOS)
        plain.append(_painting(scaled, "PNG" if bare.mode == "RGBA" else "JPEG"))
        modern.append(_painting(scaled, "AVIF"))
    yield from plain
    if all(len(small.data) < len(large.data) for small, large in zip(modern, plain, strict=True)):
        yield from modern


def _painting(scaled: Image.Image, kind: str) -> Painting:
    data = b""
    if kind == "PNG":
        data = _written(scaled, kind, optimize=True)
    else:
        for quality in _QUALITIES[kind]:
            data = _written(scaled, kind, quality=quality, **_OPTIONS[kind])
            if len(data) <= PHONE_BYTES or scaled.width > _PHONE_WIDTHS[kind]:
                break
    return Painting(name_of(data, _ENDINGS[kind]), scaled.width, scaled.height, data)


def _written(scaled: Image.Image, kind: str, **options: Any) -> bytes:
    stream = io.BytesIO()
    scaled.save(stream, kind, **options)
    return stream.getvalue()
