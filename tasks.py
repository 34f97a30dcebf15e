"""Commands. Each is thin over a room: `inv --list` names them, README.md explains them."""

import io
import sys
import time
from pathlib import Path

from invoke import Context, Exit, task

from plugins.faults import Fault, Faults, as_json, as_text, nearest

ROOT = Path(__file__).resolve().parent
for stream in (sys.stdout, sys.stderr):  # faults name words of every language, on terminals of every kind
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")


@task(
    help={
        "content": "the folder of stories (default: content)",
        "output": "where the site goes (default: output)",
        "cache": "where the tool keeps what it may forget (default: .cache)",
        "siteurl": "where the site will stand, such as https://stories.example",
    }
)
def build(c: Context, content: str = "", output: str = "", cache: str = "", siteurl: str = "") -> None:
    """Check everything, build the site, prove it, and only then put it in place of the last one."""
    from plugins.editions.building import build as build_site

    started = time.perf_counter()
    try:
        done = build_site(ROOT / "pelicanconf.py", _override(content, output, cache, siteurl))
    except Faults as stopped:
        _stop(stopped)
    _warn(done.warnings)
    print(
        f"Read {done.read} of {done.tellings} tellings, wrote {done.written} files, left {done.kept} alone, "
        f"removed {done.removed}. Gate {done.gate:.1f} s, proof {done.proof:.1f} s, "
        f"all in {time.perf_counter() - started:.1f} s: {done.output}"
    )


@task(
    help={
        "content": "the folder of stories (default: content)",
        "format": "text or json",
        "explain": "a fault's code, such as anonymity/no-marker: why there is such a rule, and its source",
    }
)
def check(c: Context, content: str = "", format: str = "text", explain: str = "") -> None:
    """Read and check every text without building anything."""
    if format not in ("text", "json"):
        raise Exit('--format is "text" or "json".', code=2)
    if explain:
        _explain(explain)
        return
    from plugins.editions.preparing import prepare
    from plugins.editions.settings import Settings

    settings = _settings(content)
    try:
        done = prepare(Settings.of(settings))
        site, faults = done.site, done.warnings
    except Faults as stopped:
        faults, site = stopped.faults, None
    sys.stdout.write(as_json(faults) if format == "json" else as_text(faults))
    if site is None:
        raise Exit(code=1)
    if format == "text":
        print(f"Checked {len(site.stories)} stories: nothing stops a build.")


def _explain(code: str) -> None:
    from plugins.anonymity import RULES, explain

    try:
        print(explain(code), end="")
    except KeyError:
        known = sorted(f"anonymity/{name}" for name in RULES)
        message = f'There is no rule "{code}" to explain. {nearest(code, known)} Rules: {", ".join(known)}.'
        raise Exit(message, code=2) from None


@task(help={"content": "the folder of stories (default: content)", "port": "of the preview (default: 8000)"})
def serve(c: Context, content: str = "", port: int = 8000) -> None:
    """Show the site with its drafts at http://127.0.0.1:8000/ and show every change at once."""
    from plugins.editions.preview import preview

    settings = _settings(content, siteurl=f"http://127.0.0.1:{port}")
    preview(settings, ROOT, port)


@task(help={"key": "the story's or page's folder", "lang": "the translation, such as ru"})
def translated(c: Context, key: str, lang: str, content: str = "") -> None:
    """Record that a translation is up to date with its original."""
    from plugins.stories import mark_translated

    try:
        reference, changed = mark_translated(_folder(content), key, lang)
    except Faults as stopped:
        _stop(stopped)
    print(f"{key}/{lang}.md: {'now' if changed else 'already'} {reference}")


@task(
    help={
        "key": "the story's folder",
        "reason": "kept in withdrawn.yaml for your colleagues; name nobody",
        "dry-run": "show all that would be touched, and change nothing",
        "content": "the folder of stories (default: content)",
        "output": "where the site is (default: output)",
    }
)
def withdraw(
    c: Context,
    key: str,
    reason: str = "",
    dry_run: bool = False,
    content: str = "",
    output: str = "",
    cache: str = "",
    siteurl: str = "",
) -> None:
    """Take a story back in every language, build the site anew, and prove that nothing of the story remains."""
    from plugins.editions.building import today
    from plugins.ledger import Account
    from plugins.publishing import BEYOND, carry_out, plan, proven
    from plugins.stories import read_content

    settings = _settings(content, output, cache, siteurl)
    folder = _folder(content)
    try:
        planned = plan(read_content(folder, settings["LANGUAGES"])[0], key)  # type: ignore[arg-type]
        print("\n".join([f'Taking back "{key}":', *planned.lines()]))
        if dry_run:
            print("Nothing was changed: leave out --dry-run to do it.")
            return
        carry_out(planned, today(), reason)
    except Faults as stopped:
        _stop(stopped, "Stopped. Mend this, then run it again.")
    try:
        built = settings["PELICAN_CLASS"](settings)  # type: ignore[operator]
        built.run()
    except Faults as stopped:
        _stop(
            stopped,
            f"Stopped: the story is withdrawn in {folder}, but the site could not be built anew and STILL SHOWS IT. "
            "Mend this, then run the command again.",
        )
    Account.of(Path(str(settings["OUTPUT_PATH"])), Path(str(settings["CACHE_PATH"]))).forget_others()
    done = proven(planned, Path(str(settings["OUTPUT_PATH"])))
    print(f"Searched {done.files} files, {done.size:,} bytes, {done.pictures} pictures of {settings['OUTPUT_PATH']}.")
    if done.found:
        for name, what in done.found:
            print(f"{name}: {what}", file=sys.stderr)
        raise Exit("Something of the story is still in the site; see above. It has not been proven gone.", code=1)
    print("Nothing of the story remains in the site.\n")
    print(BEYOND, end="")


@task(
    help={
        "add": "begin the catalogue of a new language, such as uz-latn",
        "missing": "write what is to translate, in all languages, into this file",
        "fill": "take the translations from such a file first",
    }
)
def strings(c: Context, add: str = "", missing: str = "", fill: str = "") -> None:
    """Bring the catalogues of interface texts in step with the templates."""
    from plugins.languages.extraction import update_catalogues
    from plugins.languages.filling import fill as fill_in
    from plugins.languages.filling import write_missing

    translations = ROOT / "theme" / "translations"
    try:
        if fill:
            for line in fill_in(translations, Path(fill)):
                print(line)
        for line in update_catalogues(ROOT, add or None):
            print(line)
        if missing:
            print(f"{missing}: {write_missing(translations, Path(missing))} texts to translate")
    except Faults as stopped:
        _stop(stopped)


@task(help={"to": "a folder of its own (default: .cache/components)", "content": "the folder of stories"})
def components(c: Context, to: str = "", content: str = "") -> None:
    """Show every component as its examples have it: in every language, both directions, light and dark."""
    from plugins.editions.examples import write_examples

    try:
        for path in write_examples(_settings(content), Path(to) if to else ROOT / ".cache" / "components"):
            print(f"Wrote {path}.")
    except ValueError as wrong:
        raise Exit(str(wrong), code=2) from None
    except Faults as stopped:
        _stop(stopped)


@task
def languages(c: Context) -> None:
    """Show which languages the site could speak, and which interface texts no native speaker has read yet."""
    from plugins.anonymity import speech_code
    from plugins.languages import standings

    spoken = _settings("")["LANGUAGES"]
    rows = [("code", "name", "site", "interface texts", "signed off", "the gate reads it")]
    for code, name, faults, signed in standings(ROOT / "theme" / "translations"):
        on = "on" if code in spoken else "off"  # type: ignore[operator]
        done = f"{faults} faults" if faults else "complete"
        read = {True: "yes", False: "no, made by machine", None: "the source"}[signed]
        rows.append((code, name, on, done, read, "yes" if speech_code(code) else "no, so no stories"))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


@task(help={"lang": "the language whose interface texts were read by a native speaker, such as uk"})
def signed(c: Context, lang: str) -> None:
    """Record that a native speaker has read the interface texts of a language and vouches for them."""
    from plugins.editions.building import today
    from plugins.languages import sign_off

    try:
        sign_off(ROOT / "theme" / "translations", lang, today())
    except Faults as stopped:
        _stop(stopped)
    print(f"{lang}: signed off. A text that is changed or added takes the signature away again.")


@task
def leaks(c: Context) -> None:
    """Measure how many leaks the gate finds in a corpus of invented tellings, and how many harmless ones it stops."""
    from bench.leaks import measured

    for part in measured():
        print(part)


@task(
    help={
        "stories": "how many, in three languages (default: 1000)",
        "rounds": "how often everything is built; the medians count (default: 3)",
        "cases": "some of: cold,nothing,body,title,added,withdrawn,term,template (default: all)",
        "peers": "some of: hugo,eleventy,pelican,nikola (default: all that are installed)",
        "tools": "a folder that holds the peers, if they are not on the PATH",
        "work": "where everything is built and results are kept (default: .cache/bench)",
        "pictures": "every how many stories one has a picture (default: 0, none)",
        "write": "measure nothing; write docs/performance.md and its chart from the results that are kept",
    }
)
def bench(
    c: Context,
    stories: int = 1000,
    rounds: int = 3,
    cases: str = "",
    peers: str = "hugo,eleventy,pelican,nikola",
    tools: str = "",
    work: str = "",
    pictures: int = 0,
    write: bool = False,
) -> None:
    """Measure how fast the site is built, beside other generators with the same stories."""
    from bench.command import measured, written
    from bench.edits import Unseen
    from bench.processes import Failed

    place = Path(work).resolve() if work else ROOT / ".cache" / "bench"
    try:
        if write:
            lines = written(place, ROOT / "docs")
        else:
            folder = Path(tools).resolve() if tools else None
            lines = measured(stories, pictures, rounds, cases, peers, folder, place)
        for line in lines:
            print(line, flush=True)
    except ValueError as wrong:
        raise Exit(str(wrong), code=2) from None
    except (Failed, Unseen) as stopped:
        raise Exit(f"Stopped: {stopped}", code=1) from None


@task(
    help={
        "stories": "two sizes to measure, in three languages (default: 1000,3000); with --workers the first counts",
        "workers": "make the site by so many processes that share nothing but a folder, and compare it",
        "work": "where everything is built (default: .cache/scale)",
    }
)
def scale(c: Context, stories: str = "1000,3000", workers: int = 0, work: str = "") -> None:
    """Measure what each step of a build costs, and what that would come to in a very large library."""
    from bench.processes import Failed
    from bench.scale import told
    from bench.simulation import Different, simulated

    place = Path(work).resolve() if work else ROOT / ".cache" / "scale"
    try:
        if not all(size.isdecimal() for size in stories.split(",")):
            raise ValueError("--stories is two numbers, the smaller first, such as 1000,3000.")
        sizes = [int(size) for size in stories.split(",")]
        for line in simulated(sizes[0], workers, place) if workers else told(sizes, place):
            print(line, flush=True)
    except ValueError as wrong:
        raise Exit(str(wrong), code=2) from None
    except (Failed, Different) as stopped:
        raise Exit(f"Stopped: {stopped}", code=1) from None


@task(
    help={
        "content": "the folder of stories (default: content)",
        "languages": "those to measure (default: en,ru,kk,ar)",
        "rounds": "visits on each line; the medians count (default: 3)",
        "lighthouse": "a folder in which npm installed Lighthouse; without it, its scores are left out",
        "work": "where the site is built (default: .cache/readers)",
    }
)
def readers(
    c: Context,
    content: str = "",
    languages: str = "en,ru,kk,ar",
    rounds: int = 3,
    lighthouse: str = "",
    work: str = "",
) -> None:
    """Measure every kind of page as readers get it, and write docs/readers.md."""
    from bench.readers.command import written

    place = Path(work).resolve() if work else ROOT / ".cache" / "readers"
    judge = Path(lighthouse).resolve() if lighthouse else None
    try:
        for line in written(ROOT, _folder(content), languages.split(","), rounds, judge, place):
            print(line, flush=True)
    except ValueError as wrong:
        raise Exit(str(wrong), code=2) from None
    except Faults as stopped:
        _stop(stopped)


@task(help={"only": "one of: format, lint, types, tests, browser"})
def test(c: Context, only: str = "") -> None:
    """Run the formatter, the linter, the type checker and every test."""
    python = f'"{sys.executable}" -m'
    steps = {
        "format": f"{python} ruff format --check .",
        "lint": f"{python} ruff check .",
        "types": f"{python} mypy",
        "tests": f'{python} pytest -m "not browser" -n auto --dist worksteal',
        "browser": f'{python} pytest -m "browser" -n auto --dist worksteal',
    }
    if only and only not in steps:
        raise Exit(f"--only is one of: {', '.join(steps)}.", code=2)
    with c.cd(str(ROOT)):
        for name, command in steps.items():
            if not only or name == only:
                print(f"== {name}", flush=True)
                c.run(command)


def _folder(content: str) -> Path:
    folder = Path(content).resolve() if content else ROOT / "content"
    if not folder.is_dir():
        raise Exit(f'There is no content folder "{content or folder}".', code=2)
    return folder


def _override(content: str, output: str = "", cache: str = "", siteurl: str = "") -> dict[str, str]:
    """Return the settings that a command's options replace. Paths are taken from where the command was given."""
    override = {"PATH": str(_folder(content))}
    for name, value in (("OUTPUT_PATH", output), ("CACHE_PATH", cache)):
        if value:
            override[name] = str(Path(value).resolve())
    if siteurl:
        override["SITEURL"] = siteurl
    return override


def _settings(content: str, output: str = "", cache: str = "", siteurl: str = "") -> dict[str, object]:
    from pelican.log import console
    from pelican.settings import read_settings

    console.quiet = True  # Pelican counts articles, of which there are none; the commands say what they did
    override = _override(content, output, cache, siteurl)
    settings: dict[str, object] = read_settings(str(ROOT / "pelicanconf.py"), override=override)
    return settings


def _stop(stopped: Faults, message: str = "Stopped. Nothing was changed: the last site stands as it was.") -> None:
    sys.stderr.write(as_text(stopped.faults))
    raise Exit(message, code=1)


def _warn(warnings: tuple[Fault, ...]) -> None:
    sys.stderr.write(as_text(warnings))
