"""The output folder: replaced as a whole, and never a file in it that a build did not make.

A build writes into a staging folder beside the output. Only when it is complete and proven do the two change
places; until then the last good site stands untouched, whatever happens. Every site carries a list of its own
files, so that the next build knows what it may remove.
"""

import errno
import json
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from plugins.faults import Fault, Faults, stop_at
from plugins.ledger.account import Account
from plugins.ledger.swapping import swap
from plugins.ledger.twin import Twin, link_all

MANIFEST = ".made-by-response-stories.json"
_FULL = (errno.ENOSPC, errno.EDQUOT)  # Python does not say which file did not fit; only a build writes so much.
_SHOWN = 5  # Foreign files named in a fault; more would bury what to do about them.


@contextmanager
def replacing(output: Path, content: Path, account: Account | None = None) -> Iterator[Path]:
    """Give an empty folder to write a site into; on leaving without an exception it becomes `output`.

    With an `account`, only what changed need be written: the rest is taken over from the last site. Raises `Faults`
    when `output` is, holds or lies in the content folder, holds files that no build made, cannot be written, or is
    being built by another run at this moment.
    """
    from filelock import FileLock, Timeout  # here, since a build that finds nothing to do comes without

    _refuse_overlap(output, content)
    staging, former = output.with_name(f".{output.name}.building"), output.with_name(f".{output.name}.former")
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(output.with_name(f".{output.name}.lock"), timeout=0):
            _recover(output, former)
            if not (account and account.read()):
                stop_at(_foreign(output))
            if staging.exists():
                shutil.rmtree(staging)  # left by a run that was interrupted
            staging.mkdir()
            try:
                yield staging
                if account is None:
                    _write_manifest(staging)
                    _exchange(staging, output, former)
                    _remove(former)
                elif account.nothing():
                    account.keep()
                else:
                    _take_over(staging, output, former, account)
            finally:
                shutil.rmtree(staging, ignore_errors=True)
    except Timeout:
        raise Faults([_fault(output, "busy", "Another build is writing here.", "Wait until it has ended.")]) from None
    except OSError as error:
        if not _concerns(error, output):
            raise
        raise Faults(
            [
                _fault(
                    output,
                    "unwritable",
                    f"The site cannot be written here ({error.strerror}).",
                    "Check that the folder above it exists, has room, and that you may write to it.",
                )
            ]
        ) from error


def _concerns(error: OSError, output: Path) -> bool:
    named = [Path(os.fsdecode(name)) for name in (error.filename, error.filename2) if name]
    ours = [output, *(output.with_name(f".{output.name}.{kind}") for kind in ("building", "former", "lock"))]
    return error.errno in _FULL or any(
        path == output.parent or any(our in (path, *path.parents) for our in ours) for path in named
    )


def _refuse_overlap(output: Path, content: Path) -> None:
    here, there = output.resolve(), content.resolve()
    if here == there or here in there.parents or there in here.parents:
        raise Faults(
            [
                _fault(
                    output,
                    "is-content",
                    "The output folder and the content folder overlap.",
                    "Choose an output folder of its own.",
                )
            ]
        )
    if output.exists() and not output.is_dir():
        raise Faults(
            [_fault(output, "no-folder", "The output is a file.", "Choose another name for the output folder.")]
        )
    if output.is_symlink():
        raise Faults(
            [_fault(output, "no-folder", "The output is a link to another folder.", "Name that folder itself.")]
        )


def _recover(output: Path, former: Path) -> None:
    """Finish an exchange that was interrupted between its two steps, or clear away what it left."""
    if former.exists():
        if output.exists():
            _remove(former)
        else:
            former.rename(output)
    if former.exists():
        raise Faults(
            [
                _fault(
                    former,
                    "foreign",
                    "It holds files that no build made.",
                    "Move them elsewhere; they came into the output folder during a build.",
                )
            ]
        )


def _files(folder: Path) -> list[str]:
    found = []
    for base, folders, names in os.walk(folder):
        links = [name for name in folders if os.path.islink(os.path.join(base, name))]
        found += [Path(base, name).relative_to(folder).as_posix() for name in [*names, *links]]
    return sorted(found)


def _made(folder: Path) -> frozenset[str]:
    try:
        listed = json.loads((folder / MANIFEST).read_text("utf-8"))
        return frozenset([MANIFEST, *(name for name in listed["files"] if isinstance(name, str))])
    except (OSError, ValueError, TypeError, KeyError):
        return frozenset()


def _foreign(output: Path) -> list[Fault]:
    if not output.exists():
        return []
    made = _made(output)
    foreign = [name for name in _files(output) if name not in made]
    more = f" and {len(foreign) - _SHOWN} more" if len(foreign) > _SHOWN else ""
    return (
        []
        if not foreign
        else [
            _fault(
                output,
                "foreign",
                f"It holds files that no build made: {', '.join(foreign[:_SHOWN])}{more}.",
                "Move them elsewhere, or choose another output folder.",
            )
        ]
    )


def _write_manifest(folder: Path) -> None:
    _write_list(folder, _files(folder))


def _write_list(folder: Path, names: Iterable[str]) -> None:
    text = json.dumps({"files": sorted(names)}, indent=0) + "\n"
    (folder / MANIFEST).write_text(text, "utf-8", newline="\n")


def _take_over(staging: Path, output: Path, former: Path, account: Account) -> None:
    """Put a site in place of which only what changed was written."""
    twin, gone = Twin(account.folder), account.gone()
    every = account.next or {}
    made = [*(name for name in every if account.wants(name)), MANIFEST]
    partly = bool(account.marks) and twin.is_ready()
    if partly:
        twin.become(staging, [MANIFEST, *gone])
        _write_list(staging, every)
        _exchange(staging, output, former)
        twin.follow(former, output, made, gone)
    else:
        link_all(output, staging, account.kept())
        _write_list(staging, every)
        _exchange(staging, output, former)
        _remove(former)
        twin.grow(output, [*every, MANIFEST])
    account.settle([MANIFEST], partly=partly)


def _exchange(staging: Path, output: Path, former: Path) -> None:
    """Let the new site and the last one change places: in one step where the system can, else in two."""
    if not output.exists():
        staging.rename(output)
        return
    if swap(staging, output):
        staging.rename(former)
    else:
        output.rename(former)
        staging.rename(output)


def _remove(folder: Path) -> None:
    """Remove what a build made and then the empty folders; a file that came in meanwhile stays."""
    if not folder.exists():
        return
    # The list of what may go goes last: without it, a run that is interrupted here would leave a foreign folder.
    for name in sorted(_made(folder).intersection(_files(folder)), key=MANIFEST.__eq__):
        (folder / name).unlink()
    for base, _, _ in os.walk(folder, topdown=False):
        if not os.listdir(base):
            os.rmdir(base)


def _fault(output: Path, code: str, message: str, remedy: str) -> Fault:
    return Fault(output.name, 1, 1, f"output/{code}", message, remedy)
