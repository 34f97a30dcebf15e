"""Prose: what is passed by quickly becomes the same HTML, byte for byte, as Python-Markdown alone makes of it."""

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from markdown import Markdown
from markdown.extensions.toc import TocExtension

from plugins.stories.prose import Headings, Prose
from tests.tiny import ROOT

MANY = settings(max_examples=1500, suppress_health_check=[HealthCheck.too_slow])
EXTENSIONS = ["tables", "def_list", "sane_lists"]
# Every sign of Markdown's, alone and where it means something, among words, white space and line ends of all kinds.
PIECES = [
    *"\\`*_[]<>&!#|:-+=.()\"'~ \n\t;/{}1aé½²٣\u00a0\u2028\u200b\x02\x03\r\x0c\x85\ufeffİ😀",
    *("word ", "слово ", "\n\n", "    ", "  \n", "\t\n", " \n", "\r\n", "\n   ", "\n\n    code\n", "\n\n    - deep\n"),
    *("\n- ", "\n* ", "\n+ ", "\n1. ", "\n2. ", "\n> ", "\n## ", "\n# ", "#a#", "\n: ", "\n:   ", "\n---\n", "\n===\n"),
    *("*a*", "**b**", "***", "**", "_c_", "__d__", " *e f* ", " **g h**, ", "*i *j* k*", "*l **m** n*", " ***o*** "),
    *("[", "](", "![", "](#a)", "](<b c> 'd')", '[a]: http://b "c"\n', "\n[a]: /b\n", "[a]", "[b][a]", "![a][a]"),
    *("&amp;", "&#65;", "&#65 ", "&copy", "&lt", "\\*", "\\\\", "\\#", "``` ` ```", "`*`", "\n```\nx\n```\n"),
    *("<b>", "</b>", "<br>", "<!--", "-->", "<div>", "</div>", "<p>", '<i a="*b*">', "<?", "?>", "<![CDATA[", "]]>"),
    *("<http://a.b>", "<a@b.c>", "<script>", "</", "| a | b |\n|---|:-:|\n| c | d |\n", "\n|a|\n|-|\n|b|\n", "[TOC]"),
    *("\x02klzzwxh:0000\x03", "\x02wzxhzdk:0\x03", "\x0242\x03", "\x02amp\x03"),
]
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=40).map("".join)


@pytest.fixture(scope="module")
def stock() -> Markdown:
    return Markdown(extensions=[*EXTENSIONS, TocExtension(marker="")], output_format="html")


@pytest.fixture(scope="module")
def prose() -> Prose:
    return Prose(extensions=[*EXTENSIONS, Headings(marker="")], output_format="html")


@MANY
@given(TEXTS)
@example("*a*\n\n- *b\n- c*")
@example("*a *b c*\n\nd *e* f")
@example("a\t\nb")
@example("## \\*a\n\n![b](c 'd\\*')")
@example("a\n2024 b\n\n½ c\n: d")
def test_any_text_becomes_what_markdown_makes_of_it(stock: Markdown, prose: Prose, text: str) -> None:
    assert prose.reset().convert(text) == stock.reset().convert(text)
    assert prose.htmlStash.rawHtmlBlocks == stock.htmlStash.rawHtmlBlocks


@MANY
@given(st.data())
def test_a_telling_with_signs_in_it_becomes_what_markdown_makes_of_it(
    stock: Markdown, prose: Prose, data: st.DataObject
) -> None:
    path = data.draw(st.sampled_from(sorted((ROOT / "content" / "stories").glob("*/*.md"))))
    text = path.read_text("utf-8").split("\n---\n", 1)[1]
    for piece in data.draw(st.lists(st.sampled_from(PIECES), max_size=8)):
        at = data.draw(st.integers(0, len(text)))
        text = text[:at] + piece + text[at:]
    assert prose.reset().convert(text) == stock.reset().convert(text)
