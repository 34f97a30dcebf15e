"""The smallest site there is."""

from pathlib import Path

from tests.tiny import build_site, original, translation


def test_one_story_in_two_languages_becomes_a_site(tmp_path: Path) -> None:
    english = original()
    site = build_site(tmp_path, {"stories/harbour/en.md": english, "stories/harbour/ru.md": translation(english)})
    assert site.faults == ()
    assert "<h1>Гавань</h1>" in site.read("ru/stories/harbour/index.html")
    assert site.has("kk/stories/index.html")
