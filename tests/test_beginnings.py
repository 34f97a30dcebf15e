"""Beginnings: what makes the gate fast changes nothing of what it finds."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.leaks import CORPUS, PRACTICE, cases
from plugins.anonymity.beginnings import matches
from plugins.anonymity.pieces import glance
from plugins.anonymity.speech import compiled, read_as, speech, spoken
from tests.test_hostile_gate import PIECES

LANGUAGES = sorted(spoken())
KINDS = ("job", "family", "identity", "facility", "diagnosis", "status", "place")
TEXTS = {
    language: [
        paragraph
        for corpus in (CORPUS, PRACTICE)
        for case in cases(corpus)
        if case.language == language or not case.leak
        for paragraph in case.telling.split("\n")
    ]
    for language in LANGUAGES
}


def sources(language: str) -> Iterator[tuple[str, str]]:
    """Yield the patterns of a language that are looked for where they can begin, by what opens them."""
    own = speech(language)
    for kind in KINDS:
        yield kind, rf"(?<!\w)(?:{own.mosaic[kind]})(?!\w)"
    for kind in ("age", "unique"):
        yield kind, own.mosaic[kind]
    for each in read_as(language):
        yield "note", speech(each).note
        yield "real", speech(each).marker["real"]
        yield "born", rf"(?<!\w)(?:{speech(each).identifier['born']})(?!\w)"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_pattern_finds_the_same_where_it_is_only_tried_where_it_can_begin(language: str) -> None:
    for kind, source in sources(language):
        pattern = compiled(source)
        for text in TEXTS[language]:
            whole = [found.span() for found in pattern.finditer(text)]
            assert [found.span() for found in matches(pattern, text)] == whole
            if whole and kind != "real":  # which may begin inside of a word that does not open it
                assert kind in glance(language, text).opens, text


@settings(max_examples=100)
@given(st.sampled_from(LANGUAGES), st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=8)), max_size=40))
def test_so_it_does_in_any_text(language: str, pieces: list[str]) -> None:
    text = "".join(pieces)
    for _, source in sources(language):
        pattern = compiled(source)
        assert [found.span() for found in matches(pattern, text)] == [found.span() for found in pattern.finditer(text)]
