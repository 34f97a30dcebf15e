"""Plain front matter: what is read without YAML's parser has the values and places that YAML gives."""

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from plugins.stories.frontmatter import read_yaml
from plugins.stories.plain_matter import read_plain
from tests.tiny import original, translation

MANY = settings(max_examples=2000, suppress_health_check=[HealthCheck.too_slow])
# fmt: off
KEYS = ["title", "a", "b_c", "null", "y", "_", "k" * 40, "k" * 41, "K", "ключ", "a1", "- a", '"a"', "<<", "a b"]
ENDS = ["\n", "\n", "", " \n", "\n\n", "\r\n", " # c\n", "\t\n", "\n  b\n", "\n---\n", "\n...\n", "\u2028", "\x85"]
PIECES = [
    *"\"'\\:-[]{},#&*!|>%@`?~=. /_1aé½²٣Қ\t\n\u00a0\u2028\x85\ufeff\u200b😀\x07\u0301",
    *("word", "слово", ", ", ": ", " #", "  ", "[a, b]", "[a b, c-d]", "[]", "[,]", "[a,b]", "[ a ]", "[a, ]", "''"),
    *('"a: b # c"', '"a""b"', '"a\\nb"', '" a  b "', '""', "2026-03-09", "en@0123456789ab", "a.jpg", "https://a.b"),
    *("null", 'word, "word" [word]; word.', "1", "---", "...", "a:b", "a#b", "~", "{a: b}", "[a: b]"),
    *("[1, 2_3]", "[a- b]", "[a -b]", "[-a]"),
]
# fmt: on
VALUES = st.sampled_from(PIECES) | st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=6).map("".join)
LINES = st.tuples(st.sampled_from(KEYS), st.sampled_from([": ", ": ", ": ", ":", ":  ", " : "]), VALUES)
SOURCES = st.lists(st.tuples(LINES.map("".join), st.sampled_from(ENDS)).map("".join), max_size=5).map("".join)


def same_as_yaml(source: str) -> bool:
    """Hold what is plain in a source to what YAML's parser reads, which a comment leaves it to; say whether it is."""
    found = read_plain(source, 2)
    if found:
        matter, faults = read_yaml(f"{source}\n# no longer plain", "en.md", 2)
        assert (list(found[0].items()), list(found[1].items())) == (
            list(matter.values.items()),
            list(matter.places.items()),
        )
        assert faults == []
    return found is not None


@MANY
@given(SOURCES)
@example("a: 1\na: 2\n")
@example('a: " b\u00a0"\n')
@example("")
def test_what_is_read_without_yaml_is_what_yaml_reads(source: str) -> None:
    same_as_yaml(source)


@pytest.mark.parametrize("text", [original("Quay"), translation(original(), "Причал")], ids=["original", "translation"])
def test_a_telling_of_the_usual_form_is_plain(text: str) -> None:
    assert same_as_yaml(text.split("---\n")[1])
