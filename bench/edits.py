"""Edits: what an editor does to a site between two builds, and whether the finished site shows it.

No case can be won by doing nothing: after each build its edit is looked for in the output.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from bench.corpus import LANGUAGES, Corpus, Story, key, vocabulary
from bench.prose import words
from bench.sites import Site

# In the order in which they are run: each build begins with the finished site of the one before.
CASES = {
    "cold": "no output and no cache yet",
    "nothing": "nothing changed",
    "body": "a paragraph more in one translation",
    "title": "another title for one translation",
    "added": "one more story, in three languages",
    "withdrawn": "one story taken back, in three languages",
    "term": "a category renamed in one language",
    "template": "the template of a story's page changed",
}
EDITED = "ru"  # The language whose text is edited: a translation, so that no other page changes with it.
STORY = '<article class="story">'  # Stands in every site's template of a story's page, and in every such page.
CHANGED = '<article class="story changed">'
SMALLEST = 12  # Stories from which every edit has one of its own.
_SAMPLED = 20  # Stories of a cold build whose links are looked at.


class Unseen(AssertionError):
    """A build that does not show what it should."""


@dataclass(frozen=True, slots=True)
class Targets:
    """Which stories are edited: none by two cases. `reader` recommends `titled`, so its page shows the new title."""

    body: Story
    titled: Story
    reader: Story
    gone: Story
    added: Story

    @classmethod
    def of(cls, corpus: Corpus) -> "Targets":
        """Choose them from the middle of a corpus."""
        if corpus.stories < SMALLEST:
            raise ValueError(f"The benchmark needs {SMALLEST} stories or more.")
        reader = corpus.story(corpus.stories // 3)
        titled = next(number for number in range(1, corpus.stories + 1) if key(number) == reader.also_read[0])
        free = (n for n in range(corpus.stories // 2, corpus.stories) if n not in (reader.number, titled))
        body, gone = corpus.story(next(free)), corpus.story(next(free))
        return cls(body, corpus.story(titled), reader, gone, corpus.story(corpus.stories + 1))

    @property
    def category(self) -> str:
        """The category that is renamed: one of the story whose body is edited."""
        return self.body.categories[0]


def edit(site: Site, case: str, targets: Targets) -> None:
    """Change the sources of a site as the case says, if it says anything. `site.undo()` takes all changes back."""
    if case == "body":
        said = words(EDITED)["edits"]["body"]
        site.put(site.sources(_told(targets.body, body=f"{targets.body.tellings[EDITED].body}\n\n{said}")))
    elif case == "title":
        site.put(site.sources(_told(targets.titled, title=_new_title(targets))))
    elif case == "added":
        site.put(site.sources(targets.added))
    elif case == "withdrawn":
        site.put(site.withdrawn(targets.gone))
    elif case == "term":
        known = {section: dict(terms) for section, terms in vocabulary().items()}
        names = known["categories"][targets.category]
        known["categories"][targets.category] = {**names, EDITED: _new_name(targets)}
        site.put(site.terms(known))
    elif case == "template":
        written = (site.folder / site.template).read_text("utf-8")
        if written.count(STORY) != 1:
            raise ValueError(f"{site.template} does not hold {STORY} once.")
        site.put({site.template: written.replace(STORY, CHANGED)})


def verify(site: Site, cases: Iterable[str], targets: Targets) -> None:
    """Raise Unseen unless the finished site has all its stories and shows the edits of all these cases."""
    done = list(cases)
    wanted = site.corpus.stories + ("added" in done) - ("withdrawn" in done)
    for language in LANGUAGES:
        pages = len(list((site.folder / site.output / language / "stories").glob("story-*/index.html")))
        if pages != wanted:
            raise Unseen(f"{site.label}: {pages} stories in {language}, not {wanted}.")
    for page, text in _shown(site, done[-1], targets):
        if text not in page.read_text("utf-8"):
            raise Unseen(f"{site.label}, {done[-1]}: {page.relative_to(site.folder)} does not show: {text}")
    if done[-1] == "withdrawn":
        every = (site.folder / site.output).rglob("sitemap*.xml")
        if any(f"/{targets.gone.key}/" in path.read_text("utf-8") for path in every):
            raise Unseen(f"{site.label}: the sitemap still names {targets.gone.key}.")


def _shown(site: Site, case: str, targets: Targets) -> Iterator[tuple[Path, str]]:
    """Yield pages and what each must show after a case."""
    if case == "cold":
        yield from _links(site)
    elif case == "body":
        yield site.page(targets.body.key, EDITED), words(EDITED)["edits"]["body"]
    elif case == "title":
        yield site.page(targets.titled.key, EDITED), _new_title(targets)
        yield site.page(targets.reader.key, EDITED), _new_title(targets)
    elif case == "added":
        for code in LANGUAGES:
            yield site.page(targets.added.key, code), targets.added.tellings[code].title
            yield site.listing(code), targets.added.tellings[code].title
    elif case == "term":
        yield site.page(targets.body.key, EDITED), _new_name(targets)
        yield site.listing(EDITED, f"categories/{targets.category}"), _new_name(targets)
    elif case == "template":
        for code in LANGUAGES:
            yield site.page(targets.body.key, code), CHANGED
            yield site.page(targets.reader.key, code), CHANGED


def _links(site: Site) -> Iterator[tuple[Path, str]]:
    """Yield what a sample of stories must show: both stories to read next, by title, and its other languages."""
    count = site.corpus.stories
    for number in range(1, count + 1, max(1, count // _SAMPLED)):
        story = site.corpus.story(number)
        others = [site.corpus.story(other) for other in range(1, count + 1) if key(other) in story.also_read]
        for code in LANGUAGES:
            for other in others:
                yield site.page(story.key, code), f">{other.tellings[code].title}</a>"
            for language in LANGUAGES:
                yield site.page(story.key, code), f"/{language}/stories/{story.key}/"


def _told(story: Story, **changes: str) -> Story:
    return replace(story, tellings={**story.tellings, EDITED: replace(story.tellings[EDITED], **changes)})


def _new_title(targets: Targets) -> str:
    return f"{targets.titled.tellings[EDITED].title} {words(EDITED)['edits']['title']}"


def _new_name(targets: Targets) -> str:
    return f"{vocabulary()['categories'][targets.category][EDITED]} {words(EDITED)['edits']['term']}"
