"""The page on readers: a table for each language, and what stands in it."""

from collections.abc import Mapping, Sequence

from babel import Locale

from bench.readers.chromium import FAST_3G, SLOW_3G, Line
from bench.readers.measuring import Measured

_ABOUT = """\
# What readers get

Made whole by `{command}`, {day}: what is changed here by hand is lost.

One page of each kind that the demo site has, found by what stands on it, in each language. Chromium {browser} opens it
as a phone of 360 by 740 pixels that was never there, over a line that it imitates itself: Slow 3G ({slow}) and Fast 3G
({fast}). The first paint is the first text or picture, the median of {rounds}; the pages come compressed with
gzip from the same machine, so that no network adds to it.

- **HTML**: bytes of the page over the line, compressed, styles and headers included. The limit is 14,336.
- **all**: the same with everything that it loads until a reader has scrolled to its end. The icon is always part of it.
- **shift**: how far text moved while the page loaded (cumulative layout shift; 0 is none).
- **axe**: violations that axe-core finds, in light and dark, at 320, 360 and 1280 pixels, together.
- **HTML checkers**: errors of the Nu HTML Checker and everything that html-validate says.
- **Lighthouse**: performance, accessibility, best practices, search engines, of 100 each. {lighthouse}
  It asks for `robots.txt` from inside the page, which the page's own policy forbids, and takes this for a broken file.

`make test` holds all of it but the times and Lighthouse, which differ from machine to machine. This was {machine}.
"""


def page(found: Sequence[Measured], facts: Mapping[str, str], lacking: Mapping[str, str]) -> str:
    """Return the page, in Markdown. `facts` are what its beginning says; `lacking` why a language has no table."""
    languages = dict.fromkeys(each.language for each in found)
    lines = {"slow": _line(SLOW_3G), "fast": _line(FAST_3G)}
    parts = [_ABOUT.format(**lines, **facts), _summary(found)]
    for language in languages:
        table = _table([each for each in found if each.language == language])
        parts += [f"## {_name(language)}\n\n{table}"]
    parts += [f"## {_name(language)}\n\nNot measured: {why}\n" for language, why in lacking.items()]
    return "\n".join(parts)


def _name(language: str) -> str:
    return f"{Locale.parse(language, sep='-').get_language_name('en')} (`{language}`)"


def _line(line: Line) -> str:
    return f"{line.latency:g} ms before each answer, {line.throughput * 8 / 1000:.0f} kbit/s"


def _summary(found: Sequence[Measured]) -> str:
    checked = [each.validator for each in found if each.validator is not None]
    messages = f"{sum(checked)} messages of the checkers of HTML" if checked else "HTML not checked"
    return (
        f"All {len(found)} pages: at most {max(each.size for each in found):,} bytes of HTML, first paint within "
        f"{max(each.slow for each in found):.2f} s on Slow 3G and {max(each.fast for each in found):.2f} s on Fast 3G, "
        f"layout shift at most {max(each.shift for each in found):g}, {sum(each.axe for each in found)} violations of "
        f"axe, {messages}.\n"
    )


def _table(found: Sequence[Measured]) -> str:
    heads = "kind|page|HTML|all|requests|Slow 3G|Fast 3G|shift|axe|HTML checkers|Lighthouse".split("|")
    rows = [
        [
            each.kind, f"`/{each.address}`", f"{each.size:,}", f"{each.total:,}", f"{each.requests}",
            f"{each.slow:.2f} s", f"{each.fast:.2f} s", f"{each.shift:g}", f"{each.axe}",
            "not measured" if each.validator is None else f"{each.validator}",
            "not measured" if each.scores is None else ", ".join(map(str, each.scores)),
        ]
        for each in found
    ]  # fmt: skip
    rule = ["---", "---", *["---:"] * (len(heads) - 2)]
    return "".join(f"| {' | '.join(row)} |\n" for row in [heads, rule, *rows])
