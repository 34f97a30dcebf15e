"""Workers: one site made by several processes that share nothing but a folder, as machines would share a storage.

Each step is a command that ends: it reads files of the shared folder and writes others. In turn: every worker studies
its share of the folders of the content; one coordinator joins what they found and plans; every worker makes its share
of the files and looks at each; the coordinator holds all against each other.
"""

import marshal
import pickle
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any

from pelican.generators import Generator
from pelican.settings import read_settings

from bench.ours import ROOT
from plugins import proof
from plugins.editions.addresses import Addresses
from plugins.editions.depending import code_digest, memory_of
from plugins.editions.planning import Plan
from plugins.editions.preparing import prepare
from plugins.editions.pressing import Press
from plugins.editions.settings import Settings
from plugins.editions.site import Shelf, Site
from plugins.editions.study import Desk, Facts, Study
from plugins.editions.theme import Theme
from plugins.faults import stop_at
from plugins.languages import speak
from plugins.ledger import UNSURE, digest_of
from plugins.ledger import number as digit
from plugins.pictures import Album, Painted
from plugins.stories import Permission, Vocabulary, list_content, read_vocabulary

STEPS = {"study": True, "plan": False, "press": True, "join": False}  # Whether each worker does it, or one for all.


class Differs(RuntimeError):
    """Raised when two processes do not work on the same contents with the same tool: nothing is made of it."""


class Place:
    """The shared folder as one process sees it, which keeps a cache of its own beside it."""

    def __init__(self, folder: Path, who: str) -> None:
        self.folder, self.content, self.site = folder, folder / "content", folder / "site"
        self.cache = folder.with_name(f"{folder.name}-{who}")

    @cached_property
    def pelican(self) -> dict[str, Any]:
        """Pelican's settings. The private list is on no worker."""
        places = {"PATH": self.content, "OUTPUT_PATH": self.site, "CACHE_PATH": self.cache}
        override = {**places, "ANONYMITY_PRIVATE": self.folder / "no-private-list"}
        found: dict[str, Any] = read_settings(
            str(ROOT / "pelicanconf.py"), override={name: str(path) for name, path in override.items()}
        )
        return found

    @cached_property
    def settings(self) -> Settings:
        """Those of them that editions need."""
        return Settings.of(self.pelican)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The terms, with their names."""
        return read_vocabulary(self.content, self.settings.languages)[0]

    @cached_property
    def ground(self) -> bytes:
        """All that every process must have alike: the tool, settings, theme, and the lists beside the texts."""
        lists = [self.content / name for name in ("vocabulary.yaml", "glossary.yaml", "allowed.yaml")]
        here = Path()
        told = repr(replace(self.settings, content=here, theme=here, templates=(), private=here, cache=here))
        return code_digest() + digest_of(self.settings.theme, *self.settings.templates, *lists) + told.encode()

    def agree(self, ground: bytes) -> None:
        """Raise `Differs` unless another process stands on the same ground."""
        if ground != self.ground:
            raise Differs("The tool, a setting, the theme, the vocabulary or a list is not the same for all.")

    def put(self, name: str, data: bytes) -> None:
        """Hand something over."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)

    @property
    def album(self) -> Album:
        """The pictures that were painted."""
        return Album(self.folder / "pictures")

    def every(self, kind: str) -> Iterator[bytes]:
        """Yield what each worker handed over of one kind."""
        return (path.read_bytes() for path in sorted((self.folder / kind).iterdir()))


def study(place: Place, number: int, workers: int) -> None:
    """Read, examine and put together every so manyth folder; hand over its facts, and apart from them its texts."""
    may = Permission(place.settings.languages, place.settings.preview)
    keys, private = list_content(place.content).keys, place.settings.private
    desk = Desk(place.content, place.vocabulary, keys, may, private, place.album)
    facts: list[tuple[str, bytes, bytes]] = []
    shown: dict[str, bytes] = {}
    texts: dict[str, str] = {}
    for name in sorted(desk.names)[number::workers]:
        room, _, key = name.partition("/")
        contents, done = digest_of(place.content / name), desk.study(room, key)
        facts.append((name, contents, done.facts.dump()))
        shown[name] = done.shown_as_bytes()
        texts |= {f"{name}/{code}": text for code, text in done.texts.items()}
    for kind, found in (("facts", (place.ground, facts)), ("shown", shown), ("texts", texts)):
        place.put(f"{kind}/{number}", marshal.dumps(found))


def plan(place: Place, workers: int) -> None:
    """Join the facts, plan every file, and deal the plans out by a digest of each file's name.

    With each folder's facts comes a digest of the contents that they were found in. Raises `Differs` where the
    contents are others here, `Faults` when anything blocks.
    """
    memory = memory_of(place.settings, place.vocabulary, code_digest())
    studies, marks = [], {}
    for ground, found in map(marshal.loads, place.every("facts")):
        place.agree(ground)
        for name, contents, facts in found:
            studies.append(Study(Facts.load(facts), None, {}))
            marks[name] = (UNSURE, contents)  # so that each folder is looked into here, whatever its files' times say
    memory.change(studies, marks)
    done = prepare(place.settings)
    if done.read:
        raise Differs(f"{done.read} tellings are not those that a worker read.")
    # Marks only tell a later build what has changed, and are made from the private list, too: no worker gets them.
    over = replace(done.over, common=dict.fromkeys(done.over.common, 0))
    shares: list[list[Plan]] = [[] for _ in range(workers)]
    for each in done.plans:
        shares[digit(each.name) % workers].append(each._replace(mark=0))
    place.put("over", pickle.dumps((place.ground, over)))
    for worker, share in enumerate(shares):
        place.put(f"plans/{worker}", pickle.dumps(share))


def press(place: Place, number: int, workers: int) -> None:
    """Make a worker's share of the files, and hand over what was seen of each."""
    settings, pelican = place.settings, place.pelican
    ground, over = pickle.loads((place.folder / "over").read_bytes())  # noqa: S301 - our own bytes
    place.agree(ground)
    shown, texts = (_together(place.every(kind)) for kind in ("shown", "texts"))
    site = Site(
        names={"": settings.name, **settings.names},
        addresses=Addresses.of(settings.url),
        languages=speak(settings.languages, settings.theme / "translations"),
        default=settings.default,
        vocabulary=place.vocabulary,
        stories=Shelf(over.published["stories"], lambda key: pickle.loads(shown[f"stories/{key}"])),  # noqa: S301
        pages=Shelf(over.published["pages"], lambda key: pickle.loads(shown[f"pages/{key}"])),  # noqa: S301
        text=lambda room, key, code: texts[f"{room}/{key}/{code}"],
        picture=lambda room, key, name: Painted.of(*over.facts[room, key].pictures[name]),
        share_cards=over.share_cards,
        menu=settings.menu,
        exit=settings.exit,
        onion=settings.onion,
        hidden=settings.hidden,
        preview=settings.preview,
    )
    env = Generator({}, pelican, str(place.content), pelican["THEME"], str(place.site)).env
    theme = Theme(site, [code for code, keys in over.told.items() if keys], env, settings.theme, settings.cache)
    maker = Press(site, over, theme, settings.theme, place.album.read)
    where, looks = proof.Addresses(settings.url), []
    for each in pickle.loads((place.folder / "plans" / str(number)).read_bytes()):  # noqa: S301
        place.put(f"site/{each.name}", maker.make(each)[0])
        outside = {site.exit, *(over.facts[each.work].record.outside() if each.work else ())}
        data = (place.site / each.name).read_bytes()
        looks.append((each.name, proof.look(where, each.name, data, outside, theme.scripts)))
    place.put(f"looks/{number}", pickle.dumps(looks))


def join(place: Place, workers: int) -> None:
    """Hold all files against each other. Raises `Differs` when one was planned and not made, `Faults` when anything is
    wrong."""
    seen = {name: each for data in place.every("looks") for name, each in pickle.loads(data)}  # noqa: S301
    planned = {each.name for data in place.every("plans") for each in pickle.loads(data)}  # noqa: S301
    if seen.keys() != planned:
        raise Differs(f"{len(seen.keys() ^ planned)} files were planned and not made, or made and not planned.")
    facts = {name: each.facts for name, each in seen.items() if each.facts}
    where = proof.Addresses(place.settings.url)
    crossed = proof.cross(where, facts, seen.keys(), lambda name: (place.site / name).read_bytes())
    stop_at([*(fault for each in seen.values() for fault in each.faults), *crossed])


def _together(parts: Iterable[bytes]) -> dict[str, Any]:
    return {name: value for part in parts for name, value in marshal.loads(part).items()}  # noqa: S302


if __name__ == "__main__":
    what, shared, own, of = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
    if STEPS[what]:
        {"study": study, "press": press}[what](Place(shared, f"worker-{own}"), own, of)
    else:
        {"plan": plan, "join": join}[what](Place(shared, "coordinator"), of)
