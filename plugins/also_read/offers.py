"""Offers: what stands under each story of an edition, the editor's choices first, then computed ones."""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import chain
from operator import itemgetter, mul

from plugins.also_read.entries import Choice, Choices
from plugins.also_read.filed import Filed
from plugins.also_read.ranking import Edition, Kept, Ranks, editions, rank
from plugins.also_read.reasons import Reason, Reasons
from plugins.also_read.rescue import Rows, rescue

_REACH = 8  # how many of the most alike are kept for each story, of which the less often wanted are offered
_NONE = Choices((), {})


@dataclass(frozen=True, slots=True)
class Offer:
    """One story, by key, or a link to another site. The editor's choices carry no reason."""

    target: Choice
    reason: Reason | None


class Offers(Mapping[str, tuple[Offer, ...]]):
    """The offers of one edition by the key of the story under which they stand; each is made when it is asked for.

    `rows` holds their targets alone.
    """

    def __init__(self, rows: Rows, chosen: Mapping[str, tuple[Choice, ...]], reasons: Reasons) -> None:
        self.rows: Mapping[str, Sequence[Choice]] = rows
        self._chosen = chosen
        self._reasons = reasons

    def __getitem__(self, key: str) -> tuple[Offer, ...]:
        chosen = self._chosen[key]
        return tuple(
            [
                Offer(
                    target, self._reasons.of(key, target) if isinstance(target, str) and target not in chosen else None
                )
                for target in self.rows[key]
            ]
        )

    def __iter__(self) -> Iterator[str]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def offers(
    stories: Iterable[Filed],
    choices: Mapping[str, Choices],
    languages: Sequence[str],
    limit: int,
    kept: Kept | None = None,
) -> tuple[dict[str, Offers], Kept]:
    """Return the offers under each story by language, and what to keep for the next build.

    Where the editor named fewer than `limit`, the most alike stories fill up, those told in this language
    before others and those seldom offered before those often offered. A partner's publication gets no
    computed offers: what stands below its disclaimer is the editor's choice alone. Every story told in a
    language is offered by another one told in it, where there is one; for that, an offer may go beyond
    `limit` or stand under a partner's publication. Depends on nothing but its arguments, and not on `kept`,
    which only saves comparing again what no change has touched.
    """
    every = list(stories)
    reach = max(_REACH, 2 * limit)
    told = editions(every, languages, reach)
    now = rank(told, every, reach, kept)
    return {code: _offers(edition, every, choices, now[2][code], limit) for code, edition in told.items()}, now


def _offers(
    edition: Edition, stories: Iterable[Filed], choices: Mapping[str, Choices], ranks: Ranks, limit: int
) -> Offers:
    chosen = {key: choices.get(key, _NONE).for_language(edition.language) for key in ranks}
    partners = {story.key for story in edition.stories if story.partner}
    rows = _filled(chosen, ranks, partners, limit)
    if len(rows) <= limit:  # too few to fill up with: stories that are told in other languages follow
        edition = Edition.of_all(stories, edition.language, edition.likeness.reach)
        for key in rows.keys() - partners:
            others = [other for other in edition.ranking(key)[0] if other not in rows and other not in rows[key]]
            rows[key] += others[: max(0, limit - len(rows[key]))]
    rescue(rows, chosen, ranks, partners, limit)
    return Offers(rows, chosen, Reasons(edition))


def _filled(chosen: Mapping[str, tuple[Choice, ...]], ranks: Ranks, partners: Set[str], limit: int) -> Rows:
    """Return the choices of each story, filled up with stories told in this language.

    First round: what each story would be offered by likeness alone. Second: the same, with often wanted stories
    stepping back. A story's offers so depend on its neighbours, never on the order of the library.
    """
    wanted: Counter[Choice] = Counter()
    wanted.update(chain.from_iterable(others[:limit] for key, (others, _) in ranks.items() if key not in partners))
    wanted.update(chain.from_iterable(chosen.values()))
    ease = {key: 1 / math.sqrt(1 + wanted[key]) for key in ranks}
    rows: Rows = {}
    for key, (others, scores) in ranks.items():
        row = rows[key] = list(chosen[key])
        free = limit - len(row)
        if free > 0 and key not in partners:
            eased = zip(map(mul, scores, map(ease.__getitem__, others)), others, strict=True)
            # Of equals the more alike stays first, and then the newer: so they come, and sorting keeps their order.
            best = sorted(eased, key=itemgetter(0), reverse=True)
            row += [other for _, other in best if other not in row][:free]
    return rows
