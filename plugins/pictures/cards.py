"""Cards: what others see of a story where a link to it is shared. Its title, the site's name and an abstract mark:
nothing of a picture, nobody's name, no word of what the story is about but its title."""

import hashlib
import io
import unicodedata
import zlib
from functools import cached_property, lru_cache
from pathlib import Path
from typing import NamedTuple

from PIL import Image, ImageDraw, ImageFont, features
from PIL import __version__ as pillow

from plugins.faults import Fault, Faults

SIZE = (1200, 630)  # Pixels, as the Open Graph's readers ask for.
_MARGIN = 90
_NAME_SIZE, _NAME_HEIGHT = 34, 500
_TITLE_SIZES, _LEADING, _LINES = (68, 60, 52, 46, 40), 1.28, 5
# All is drawn in tints of one colour: a level between the ground, 0, and white, 255. Sixteen of them are kept.
_GROUND, _RING, _NAME, _TITLE = (11, 95, 99), 16, 200, 255
_BITS, _STEP = 4, 17
_PALETTE = [part + (255 - part) * level // 255 for level in range(0, 256, _STEP) for part in _GROUND]
_SHARPER = 4  # The mark is drawn larger, so that its edges are smooth.
_SHAPED = frozenset(["R", "AL", "AN", "NSM"])  # Bidirectional classes of what does not simply stand side by side.


class Card(NamedTuple):
    """What a card shows. `rtl` says whether it is read from right to left."""

    title: str
    site: str
    rtl: bool


class Cards:
    """Draws cards with one font, which has every script of the site: the system's would differ from one to another."""

    def __init__(self, font: Path) -> None:
        self._font = font
        self._ground = lru_cache(64)(self._drawn)  # of each edition

    @cached_property
    def mark(self) -> str:
        """What decides how a card looks beside what it shows, as a digest."""
        told = repr((pillow, features.version("freetype2"), features.version("zlib"))).encode()
        return hashlib.sha256(told + Path(__file__).read_bytes() + self._font.read_bytes()).hexdigest()

    def draw(self, card: Card) -> bytes:
        """Return a card as PNG; without its title, where the font lacks a letter of it.

        Raises `Faults` where letters have to be joined or turned, and this machine cannot do it.
        """
        made = self._ground(card.site, card.rtl).copy()
        title = " ".join(unicodedata.normalize("NFC", card.title).split())
        if self._has(title):
            self._write(made, title, rtl=card.rtl)
        made = made.point([(level + _STEP // 2) // _STEP for level in range(256)])
        made.putpalette(_PALETTE)
        stream = io.BytesIO()
        made.save(stream, "PNG", bits=_BITS, compress_type=zlib.Z_RLE)  # for flat colours: smaller, and twice as fast
        return stream.getvalue()

    def _drawn(self, site: str, rtl: bool) -> Image.Image:
        width, height = SIZE
        large = Image.new("L", (width * _SHARPER, height * _SHARPER))
        pen = ImageDraw.Draw(large)
        for radius in (420, 300, 180):
            box = [(place - way * radius) * _SHARPER for way in (1, -1) for place in (width - 60, 40)]
            pen.ellipse(box, outline=_RING, width=44 * _SHARPER)
        made = large.reduce(_SHARPER)
        pen = ImageDraw.Draw(made)
        pen.ellipse((_MARGIN, _NAME_HEIGHT + 8, _MARGIN + 24, _NAME_HEIGHT + 32), fill=_TITLE)
        if rtl:
            made = made.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
        name = " ".join(unicodedata.normalize("NFC", site).split())
        if self._has(name):
            self._line(made, name, _NAME_SIZE, _NAME_HEIGHT, _NAME, rtl=rtl, indent=44)
        return made

    def _write(self, made: Image.Image, title: str, *, rtl: bool) -> None:
        """Write a title in lines as large as they may be, and cut it off where it is far too long."""
        lines: list[str] = []
        for size in _TITLE_SIZES:
            lines = self._lines(title, size)
            if len(lines) <= _LINES and len(lines) * size * _LEADING <= _NAME_HEIGHT - _MARGIN - 30:
                break
        else:
            lines = [*lines[: _LINES - 1], f"{lines[_LINES - 1]} …"] if len(lines) > _LINES else lines
        for number, line in enumerate(lines):
            self._line(made, line, size, round(_MARGIN + number * size * _LEADING), _TITLE, rtl=rtl)

    def _lines(self, title: str, size: int) -> list[str]:
        font, lines = self._sized(size, shaped=_is_shaped(title)), [""]
        room = SIZE[0] - 2 * _MARGIN - size  # with the mark that tells where a title was cut off
        for word in title.split():
            longer = f"{lines[-1]} {word}".strip()
            if font.getlength(longer) <= room:
                lines[-1] = longer
                continue
            while font.getlength(word) > room:  # broken between letters: nothing else is left
                fits = next(end for end in range(len(word), 0, -1) if font.getlength(word[:end]) <= room)
                lines.append(word[:fits])
                word = word[fits:]
            lines.append(word)
        return [line for line in lines if line]

    def _line(
        self, made: Image.Image, text: str, size: int, top: int, level: int, *, rtl: bool, indent: int = 0
    ) -> None:
        shaped = rtl or _is_shaped(text)
        place = (SIZE[0] - _MARGIN - indent if rtl else _MARGIN + indent, top)
        ImageDraw.Draw(made).text(
            place,
            text,
            fill=level,
            font=self._sized(size, shaped=shaped),
            anchor="ra" if rtl else "la",
            direction=("rtl" if rtl else "ltr") if shaped else None,
        )

    def _sized(self, size: int, *, shaped: bool) -> ImageFont.FreeTypeFont:
        if shaped and not (features.check("raqm") and features.check("fribidi")):
            message = "The titles on cards need letters that are joined or turned, which takes Raqm and FriBiDi."
            remedy = (
                "Install FriBiDi (Debian, Ubuntu: apt-get install libfribidi0), or set EDITIONS_SHARE_CARDS = False."
            )
            raise Faults([Fault("pelicanconf.py", 1, 1, "pictures/no-shaping", message, remedy)])
        return self._fonts[size, ImageFont.Layout.RAQM if shaped else ImageFont.Layout.BASIC]

    @cached_property
    def _fonts(self) -> dict[tuple[int, ImageFont.Layout], ImageFont.FreeTypeFont]:
        data = self._font.read_bytes()
        return {
            (size, layout): ImageFont.truetype(io.BytesIO(data), size, layout_engine=layout)
            for size in (*_TITLE_SIZES, _NAME_SIZE)
            for layout in ImageFont.Layout
        }

    @cached_property
    def _missing(self) -> bytes:
        return self._look("\uffff")

    def _look(self, letter: str) -> bytes:
        mask = self._fonts[_NAME_SIZE, ImageFont.Layout.BASIC].getmask(letter)
        return repr(mask.size).encode() + bytes(mask)

    @cached_property
    def _known(self) -> dict[str, bool]:
        return {}

    def _has(self, text: str) -> bool:
        for letter in set(text) - self._known.keys():
            self._known[letter] = letter.isspace() or self._look(letter) != self._missing
        return all(self._known[letter] for letter in text)


def _is_shaped(text: str) -> bool:
    return any(unicodedata.bidirectional(letter) in _SHAPED for letter in text)
