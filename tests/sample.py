"""A site with everything that a page may show, in every direction of writing: rare things go wrong unseen."""

import io

from babel import Locale
from PIL import Image, ImageFilter

from tests.tiny import ROOT, original, translation

_LANGUAGES = ("en", "ru", "kk", "ar")

# Those that have a catalogue; the last is written from right to left.
SPOKEN = tuple(
    code for code in _LANGUAGES if (ROOT / "theme" / "translations" / str(Locale.parse(code, sep="-"))).is_dir()
)

ABOUT = """\
---
title: About
summary: Who we are.
status: published
reviewed: 2026-03-08
---

Us.
"""
_LONG_WORD = (
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaftsvertreterversammlungsprotokoll"
)
_EVERYTHING = f"""\
A text with [a link outside](https://example.org/inside), **strong** and *stressed* words, `code`, and [a link on the
same site](../letters/).

## A heading

> Words that somebody said.

1. First
2. Second
    - within

| What | When |
|:-----|-----:|
| A complaint | 2026-03-09 |

![A quay](quay.jpg)

---

{_LONG_WORD}.
"""
_FACTS = {
    "country": "KZ", "populations": "[plwh]", "rights": "[work, health-care]", "settings": "[hospital]",
    "outcome": "[restored]", "content_notice": "[threats]", "modified": "2026-04-01",
}  # fmt: skip


def sample_files() -> dict[str, str | bytes]:
    """Return the content folder of the sample site."""
    harbour = original(
        text=_EVERYTHING, partner='{name: Harbour Network, url: "https://example.org/"}', picture="quay.jpg",
        picture_alt="A quay", also_read='[letters, {title: Elsewhere, url: "https://example.org/elsewhere"}]', **_FACTS,
    )  # fmt: skip
    letters = original("Letters", **_FACTS)
    files: dict[str, str | bytes] = {
        "stories/harbour/en.md": harbour,
        "stories/harbour/quay.jpg": _picture(),
        "stories/letters/en.md": letters,
        "stories/letters/ru.md": translation(letters, "Письма", translation_of="en@000000000000"),
        "pages/about/en.md": ABOUT,
        "glossary.yaml": f"en: [{_LONG_WORD}]\n",
    }
    return files | {f"stories/night-{number}/en.md": original(f"Night {number}") for number in range(12)}


def _picture() -> bytes:
    """Return a picture about as detailed as a calm photograph: soft shapes, and some grain."""
    shapes = Image.radial_gradient("L").resize((1600, 900))
    grain = Image.linear_gradient("L").resize((1600, 900)).filter(ImageFilter.GaussianBlur(2))
    picture, file = Image.merge("RGB", (shapes, grain, shapes.transpose(Image.Transpose.FLIP_TOP_BOTTOM))), io.BytesIO()
    picture.save(file, "JPEG", quality=80)
    return file.getvalue()
