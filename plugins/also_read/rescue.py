"""Rescue: no story that an edition tells is left without another that offers it."""

from collections import Counter
from collections.abc import Mapping, Set
from itertools import chain, islice
from typing import TypeAlias

from plugins.also_read.entries import Choice
from plugins.also_read.ranking import Ranks

Rows: TypeAlias = dict[str, list[Choice]]  # what is offered, by the key of the story under which it stands


def rescue(rows: Rows, chosen: Mapping[str, tuple[Choice, ...]], ranks: Ranks, partners: Set[str], limit: int) -> None:
    """Offer every orphan under the story most like it that has a place: a free one, or one taken by a computed
    offer that stands elsewhere too. Where none has, it is added under the most alike, a partner's last of all.

    Changes `rows`, which hold the stories told in one language, the newest first.
    """
    offered = Counter(chain.from_iterable(rows.values()))

    def spare(host: str) -> str | None:
        for target in reversed(rows[host]):
            if isinstance(target, str) and target not in chosen[host] and (offered[target] > 1 or target not in rows):
                return target
        return None

    newest = list(islice((key for key in rows if key not in partners), 2))
    for orphan in sorted(key for key in rows if not offered[key]):
        alike = ranks[orphan][0]
        ours = [key for key in alike if key not in partners] or [key for key in newest if key != orphan]
        host = next((key for key in ours if len(rows[key]) < limit or spare(key)), None)
        host = host or next(iter([*ours, *alike]), None)
        if host is None:
            continue
        given_up = spare(host) if len(rows[host]) >= limit else None
        if given_up:
            rows[host].remove(given_up)
            offered[given_up] -= 1
        rows[host].append(orphan)
        offered[orphan] += 1
