"""Hostile texts: no input makes the gate crash, hang, or blame a place that is not there."""

import datetime
from html import escape
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from plugins.anonymity import examine
from plugins.anonymity.openings import opened_by
from plugins.anonymity.passages import LONGEST
from plugins.anonymity.speech import spoken
from plugins.anonymity.spelling import sound
from plugins.anonymity.words import kinds
from plugins.stories import Body, Content, Source
from plugins.stories.frontmatter import Matter
from plugins.stories.schema import OriginalMatter

FAST = settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
LANGUAGES = sorted(spoken())
# Pieces that the rules look for, in any order and number: what could make a pattern go back and forth for ever.
PIECES = [
    *("+7 701 ", "8-800 ", "1 000 ", "№ ", "No. ", "ул. ", "дом ", "кв. ", "street ", "school ", "школа № 5 ", "A. "),
    *(
        "А. Б. ",
        "(name changed) ",
        "(имя изменено",
        "есімі ",
        "real name ",
        "настоящее имя — ",
        "@",
        "t.me/",
        "https://",
    ),
    *(
        "dana at mail dot com ",
        "12.05.1990 ",
        "born ",
        "родилась ",
        "one two three four five six seven ",
        "бір екі үш ",
    ),
    *("[editor: ", "TODO ", "-", "’", "«", "»", "Алла ", "Dana ", "Карина ", "ANNA ", "ААааАА ", "Ы", "ы", "İ", "ß"),
    *(
        "\u0301",
        "\u200b",
        "ﬁ",
        "١٢٣",
        "²",
        "Ⅷ",
        "1" * 40,
        "Аа" * 60,
        "სახელი ",
        "Անուն ",
        "oʻ",
        "\U0001f469\u200d\U0001f4bb",
    ),
    *(".", ",", ";", ":", "!", "?", "…", "\n", "° ", "43.2", ", 76.9"),
]
TEXTS = st.one_of(
    st.text(max_size=400),
    st.lists(st.sampled_from(PIECES), max_size=120).map("".join),
    st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=8)), max_size=60).map("".join),
)


def telling(language: str, text: str, title: str, names: list[str]) -> Source:
    """Return a telling as reading would give it, its text already turned into HTML."""
    body = Body("".join(f"<p>{escape(part, quote=False)}</p>" for part in text.split("\n\n")))
    matter = OriginalMatter(
        title=title or "-",
        summary="-",
        status="published",
        reviewed=datetime.date(2026, 3, 9),
        pseudonyms=names,
        date=datetime.date(2026, 3, 9),
        categories=["cases"],
        consent="written",
    )
    raw = Matter({"title": title, "pseudonyms": list(names)}, {("title",): (2, 8), ("pseudonyms",): (3, 13)})
    return Source("harbour", language, f"stories/harbour/{language}.md", raw, matter, text, 9, body, "0" * 12)


def examined(tmp_path: Path, source: Source) -> None:
    content = Content(tmp_path, {}, {"harbour": [source]}, {}, frozenset())
    for fault in examine(content, tmp_path / "none", LANGUAGES).faults:
        assert fault.code.startswith("anonymity/")
        assert fault.line >= 1
        assert fault.column >= 1
        assert fault.line <= 9 + source.text.count("\n") + 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_makes_the_gate_crash_or_blame_a_place_that_is_not_there(language: str, tmp_path: Path) -> None:
    @FAST
    @given(TEXTS, st.text(max_size=60), st.lists(st.text(min_size=1, max_size=12), max_size=3))
    @example("1" * 5000, "-", [])
    @example("А. " * 2000, "-", ["А"])
    @example("Dana, " * 1500, "Dana", ["Dana"])
    def holds(text: str, title: str, names: list[str]) -> None:
        names = [name for name in names if name.strip() and name.isprintable()]
        examined(tmp_path, telling(language, text, title, names))

    holds()


# Each is long, and made to send a pattern that goes back and forth on its way. A pattern whose time grows with the
# square of its text would take minutes here; the test's own limit would end it.
LONG = {
    "letters": "а" * 100_000,
    "capitals": "А" * 100_000,
    "words": "Карина и " * 12_000,
    "digits": "1 2-3 " * 20_000,
    "one run of digits": "7" * 100_000,
    "initials": "А. Б. " * 15_000,
    "spelled numbers": "one two " * 12_000,
    "numerals with a scale": "two thousand " * 8_000,
    "addresses": "ул. Абая, д. " * 8_000,
    "e-mail in words": "dana dot kim dot " * 6_000,
    "at signs": "a@" * 50_000,
    "colons": "a:b:" * 25_000,
    "dots": "1." * 50_000,
    "dates": "born 12 May " * 8_000,
    "brackets": "(name [editor: " * 7_000,
    "markers": "Dana (name changed) " * 5_000,
    "hyphens": "a-" * 50_000,
    "apostrophes": "a’" * 50_000,
    "schools": "школа номер " * 8_000,
    "real names": "настоящее имя " * 7_000,
}


@pytest.mark.parametrize("language", ["en", "ru", "kk", "tr", "ka"])
@pytest.mark.parametrize("kind", LONG)
def test_a_hundred_thousand_signs_of_anything_are_read_to_the_end(kind: str, language: str, tmp_path: Path) -> None:
    whole = LONG[kind]
    paragraphs = [whole[at : at + LONGEST] for at in range(0, len(whole), LONGEST)]
    examined(tmp_path, telling(language, "\n\n".join(paragraphs), "-", ["Dana"]))


def test_a_paragraph_that_is_too_long_to_be_checked_stops_the_build(tmp_path: Path) -> None:
    content = Content(tmp_path, {}, {"harbour": [telling("en", "a " * LONGEST, "-", [])]}, {}, frozenset())
    assert [fault.code for fault in examine(content, tmp_path / "none", LANGUAGES).faults] == ["anonymity/too-long"]


@FAST
@given(st.sampled_from(LANGUAGES), st.text(min_size=1, max_size=80))
def test_every_word_has_kinds_openings_and_a_sound(language: str, word: str) -> None:
    kinds(language, word)
    opened_by(language, word)
    assert sound(word).isascii() or not word.isalpha() or sound(word)
