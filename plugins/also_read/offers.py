"""Offers: what stands under each story of an edition, the editor's choices first, then computed ones."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from plugins.also_read.entries import Choices
from plugins.also_read.likeness import Feature, likeness, rarity, shared
from plugins.stories import Library, Outside, Story


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a computed story is offered: what it shares. `topic` is (kind, term) of a right, population,
    setting or category; `country` an ISO 3166-1 code. Either may be missing."""

    topic: Feature | None
    country: str | None


@dataclass(frozen=True, slots=True)
class Offer:
    """One story, by key, or a link to another site. The editor's choices carry no reason."""

    target: str | Outside
    reason: Reason | None


def offers(library: Library, choices: Mapping[str, Choices], language: str, limit: int) -> dict[str, tuple[Offer, ...]]:
    """Return the offers under each story of this edition, by key.

    Where the editor named fewer than `limit`, the most alike stories fill up, those told in this language
    before others and those seldom offered before those often offered. A partner's publication gets no
    computed offers: what stands below its disclaimer is the editor's choice alone. Every story told in this
    language is offered by another one told in it, where there is one; for that, an offer may go beyond
    `limit` or stand under a partner's publication. Depends on nothing but its arguments.
    """
    rows: dict[str, list[str | Outside]] = {key: list(choices[key].for_language(language)) for key in library.stories}
    ranked = _ranked(library, language, limit)
    # First round: what each story would be offered by likeness alone. Second: the same, with often wanted
    # stories stepping back. A story's offers so depend on its neighbours, never on the order of the library.
    wanted = Counter(other for ranks in ranked.values() for other, _ in ranks[:limit])
    wanted.update(other for row in rows.values() for other in row if isinstance(other, str))
    for key, row in rows.items():
        if library.stories[key].partner:
            continue
        pool = sorted(
            ((score / (1 + wanted[other]) ** 0.5, score, other) for other, score in ranked[key]),
            key=lambda entry: (-_told(library, entry[2], language), -entry[0], -entry[1], entry[2]),
        )
        row += [other for _, _, other in pool if other not in row][: max(0, limit - len(row))]
    _rescue(library, choices, rows, ranked, language, limit)
    rare = rarity(library)
    return {
        key: tuple(
            _offer(library.stories[key], target, choices[key].for_language(language), library, rare) for target in row
        )
        for key, row in rows.items()
    }


def _told(library: Library, key: str, language: str) -> bool:
    return language in library.stories[key].tellings


def _ranked(library: Library, language: str, limit: int) -> dict[str, list[tuple[str, float]]]:
    """Return every other story with its score, best first; stories that share nothing come last, by date."""
    scores = likeness(library, language)
    newest = {key: place for place, key in enumerate(library.stories)}
    filler = list(library.stories)[: 4 * limit]
    ranked = {}
    for key in library.stories:
        row = scores[key]
        row.update({other: 0.0 for other in filler if other != key and other not in row})
        ranked[key] = sorted(row.items(), key=lambda pair: (-pair[1], newest[pair[0]]))
    return ranked


def _rescue(
    library: Library,
    choices: Mapping[str, Choices],
    rows: dict[str, list[str | Outside]],
    ranked: Mapping[str, list[tuple[str, float]]],
    language: str,
    limit: int,
) -> None:
    """Offer every orphan under the story most like it that has a place: a free one, or one taken by a computed
    offer that stands elsewhere too. Where none has, it is added under the most alike, a partner's last of all."""
    told = [key for key in library.stories if _told(library, key, language)]
    known = frozenset(told)
    offered = Counter(target for key in told for target in rows[key] if isinstance(target, str))

    def spare(host: str) -> str | None:
        editors = choices[host].for_language(language)
        for target in reversed(rows[host]):
            if isinstance(target, str) and target not in editors and (offered[target] > 1 or target not in known):
                return target
        return None

    for orphan in sorted(key for key in told if not offered[key]):
        alike = [key for key, _ in ranked[orphan] if key in known]
        ours = [key for key in alike if library.stories[key].partner is None]
        host = next((key for key in ours if len(rows[key]) < limit or spare(key)), None)
        host = host or next(iter([*ours, *alike, *(key for key in told if key != orphan)]), None)
        if host is None:
            continue
        given_up = spare(host) if len(rows[host]) >= limit else None
        if given_up:
            rows[host].remove(given_up)
            offered[given_up] -= 1
        rows[host].append(orphan)
        offered[orphan] += 1


def _offer(
    story: Story,
    target: str | Outside,
    editors: tuple[str | Outside, ...],
    library: Library,
    rare: Mapping[Feature, float],
) -> Offer:
    if target in editors or isinstance(target, Outside):
        return Offer(target, None)
    common = shared(story, library.stories[target], rare)
    topic = next((feature for feature in common if feature[0] not in ("countries", "categories")), None)
    country = next((term for kind, term in common if kind == "countries"), None)
    if topic is None and country is None:
        topic = next((feature for feature in common if feature[0] == "categories"), None)
    return Offer(target, Reason(topic, country))
