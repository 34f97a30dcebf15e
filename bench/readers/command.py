"""`inv readers`: builds the site, measures each kind of page as readers get it, and writes docs/readers.md."""

import datetime
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from bench.readers.chromium import launched, program
from bench.readers.document import page
from bench.readers.lighthouse import Lighthouse
from bench.readers.measuring import Measured, measured
from bench.readers.serving import serving
from bench.results import machine
from plugins.editions.building import build
from plugins.languages.catalogue import catalogue_path

PAGE = "readers.md"


def written(
    root: Path, content: Path, languages: Sequence[str], rounds: int, lighthouse: Path | None, work: Path
) -> Iterator[str]:
    """Build, measure, and write as soon as a language is done; yield what to tell meanwhile.

    Raises ValueError for options that make no sense or a browser that is missing, `Faults` for a site that cannot be
    built.
    """
    executable = program()
    if executable is None:
        raise ValueError("There is no Chromium: install it, or name it in CHROMIUM.")
    if rounds < 1:
        raise ValueError("--rounds is 1 or more.")
    judge = Lighthouse(lighthouse, executable) if lighthouse else None
    lacking = {
        code: "the site has no catalogue of this language yet."
        for code in languages
        if not catalogue_path(root / "theme" / "translations", code).exists()
    }
    spoken = [code for code in languages if code not in lacking]
    if not spoken:
        raise ValueError("The site speaks none of these languages.")
    output, target, found = work / "site", root / "docs" / PAGE, list[Measured]()
    with serving(output) as url, launched(executable) as browser:
        places = {"PATH": str(content), "OUTPUT_PATH": str(output), "CACHE_PATH": str(work / "cache")}
        build(root / "pelicanconf.py", {**places, "SITEURL": url, "LANGUAGES": spoken})  # type: ignore[dict-item]
        facts = {
            "command": f"inv readers --languages {','.join(languages)}" + (" --lighthouse DIR" if judge else ""),
            "day": datetime.datetime.now(datetime.UTC).date().isoformat(),
            "browser": browser.version,
            "rounds": "one visit" if rounds == 1 else f"{rounds} visits",
            "lighthouse": f"Version {judge.version}, once a page." if judge else "Not measured here.",
            "machine": ", ".join(value for name, value in machine().items() if name != "Python"),
        }
        lacking |= dict.fromkeys(spoken, "the measurement was ended before.")
        rows = measured(browser, url, output, spoken, rounds, judge)
        for language, kinds in groupby(rows, lambda each: each.language):
            for each in kinds:
                found.append(each)
                yield (
                    f"{language}  {each.kind:22}  {each.size:6,} bytes  {each.requests} requests  {each.slow:.2f} s  "
                    f"{each.fast:.2f} s  shift {each.shift:g}  axe {each.axe}  {each.scores or ''}"
                )
            del lacking[language]
            target.parent.mkdir(exist_ok=True)
            target.write_text(page(found, facts, lacking), "utf-8")
            yield f"Wrote {target}."
