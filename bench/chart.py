"""The chart: the time of each build as horizontal bars on a logarithmic scale, in SVG without anything from outside."""

import math
from collections.abc import Sequence
from xml.sax.saxutils import escape

from bench.performance import seconds
from bench.results import Result

_WIDTH, _LEFT, _RIGHT = 760, 110, 70  # Pixels of the whole, of the labels on the left, of the figures on the right.
_BAR, _GAP, _HEAD = 12, 12, 46  # Pixels of a bar, between two cases, above a panel.
_LEGEND = 60  # Pixels above the first panel.
# Text 4.5:1 and bars 3:1 on white and on near black (WCAG 2.2, 1.4.3 and 1.4.11).
_STYLE = """\
text { font: 12px system-ui, sans-serif; fill: #1b1b1b }
.head { font-size: 15px; font-weight: bold }
.line { stroke: #d0d0d0 }
.bar0 { fill: #b3410e } .bar1 { fill: #1f6fb2 } .bar2 { fill: #3c7d3c } .bar3 { fill: #7b5ea7 }
@media (prefers-color-scheme: dark) {
.paper { fill: #161616 } text { fill: #ececec } .line { stroke: #444444 }
.bar0 { fill: #ef8a54 } .bar1 { fill: #64aee6 } .bar2 { fill: #7fc07f } .bar3 { fill: #b89de0 }
}"""


def chart(results: Sequence[Result]) -> str:
    """Return the chart of all results, a panel for each."""
    labels = {name: label for each in results for name, (label, _) in each.sites.items()}
    colours = {name: f"bar{place % 4}" for place, name in enumerate(labels)}
    low, high = _range(results)
    parts = []
    top = _LEGEND
    for each in results:
        drawn, height = _panel(each, colours, top, low, high)
        parts += drawn
        top += height
    title = "How long a build takes"
    names = ", ".join(labels.values())
    sizes = " and ".join(f"{each.stories:,}" for each in results)
    told = (
        f"Seconds on a logarithmic scale, for {sizes} stories in three languages, by case: {names}. Shorter is faster."
    )
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {top}" width="{_WIDTH}" height="{top}"'
            ' role="img" aria-labelledby="title desc">',
            f'<title id="title">{title}</title>',
            f'<desc id="desc">{escape(told)}</desc>',
            f"<style>\n.paper {{ fill: #ffffff }}\n{_STYLE}\n</style>",
            f'<rect class="paper" width="{_WIDTH}" height="{top}"/>',
            f'<text class="head" x="16" y="24">{title}, in seconds (logarithmic; shorter is faster)</text>',
            *_legend(labels, colours),
            *parts,
            "</svg>\n",
        ]
    )


def _range(results: Sequence[Result]) -> tuple[float, float]:
    """Return the powers of ten that hold all times."""
    times = [found.cost.wall for each in results for site in each.sites for case in each.cases
             if (found := each.median(site, case))]  # fmt: skip
    low = math.floor(math.log10(max(min(times), 1e-3)))
    return low, max(low + 1, math.ceil(math.log10(max(times))))


def _legend(labels: dict[str, str], colours: dict[str, str]) -> list[str]:
    parts, x = [], 16
    for name, label in labels.items():
        parts.append(f'<rect class="{colours[name]}" x="{x}" y="36" width="12" height="12"/>')
        parts.append(f'<text x="{x + 18}" y="46">{escape(label)}</text>')
        x += 40 + 8 * len(label)
    return parts


def _panel(result: Result, colours: dict[str, str], top: int, low: float, high: float) -> tuple[list[str], int]:
    """Return the parts of one result's panel, and its height."""

    def across(value: float) -> float:
        share = (math.log10(max(value, 10**low)) - low) / (high - low)
        return share * (_WIDTH - _LEFT - _RIGHT)

    bars = []
    y = top + _HEAD
    for case in result.cases:
        found = {site: each for site in result.sites if (each := result.median(site, case))}
        bars.append(f'<text x="16" y="{y + _BAR * len(found) / 2 + 4:g}">{case}</text>')
        for site, each in found.items():
            width = max(1, across(each.cost.wall))
            bars.append(f'<rect class="{colours[site]}" x="{_LEFT}" y="{y}" width="{width:.1f}" height="{_BAR - 1}"/>')
            figure = seconds(each.cost.wall)
            bars.append(f'<text x="{_LEFT + width + 5:.1f}" y="{y + _BAR - 2}">{figure}</text>')
            y += _BAR
        y += _GAP
    heading = f'<text class="head" x="16" y="{top + 18}">{result.stories:,} stories in three languages</text>'
    lines = []
    for power in range(int(low), int(high) + 1):
        x = _LEFT + across(10**power)
        lines.append(f'<line class="line" x1="{x:.1f}" x2="{x:.1f}" y1="{top + _HEAD - 6}" y2="{y - _GAP / 2:g}"/>')
        lines.append(f'<text x="{x:.1f}" y="{top + _HEAD - 10}" text-anchor="middle">{10**power:g}</text>')
    return [heading, *lines, *bars], y + _GAP - top
