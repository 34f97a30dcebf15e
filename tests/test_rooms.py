"""Rooms: each imports only what the design's table lets it, and everything public says what it is."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tiny import ROOT

PLUGINS = ROOT / "plugins"
MODULES = sorted(PLUGINS.rglob("*.py"))
# Which rooms each room may import; the design's fourth section.
MAY_IMPORT = {
    "faults": set(),
    "languages": {"faults"},
    "stories": {"languages", "faults"},
    "also_read": {"stories", "faults"},
    "anonymity": {"stories", "languages", "faults"},
    "pictures": {"faults"},
    "editions": {"stories", "also_read", "anonymity", "pictures", "languages", "ledger", "proof", "faults"},
    "ledger": {"faults"},
    "proof": {"faults", "languages"},
    "importing": {"stories", "languages", "faults"},
    "publishing": {"proof", "ledger", "stories", "faults"},
}
MEETS_PELICAN = {"__init__.py", "reading.py", "generator.py", "writer.py", "preview.py", "building.py"}


def named(path: Path) -> str:
    return path.relative_to(PLUGINS).as_posix()


def imports(path: Path) -> Iterator[str]:
    """Yield the full name of every module that a file imports, wherever it does so."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{named(path)} imports relatively"
            assert node.module
            yield from (
                [f"{node.module}.{alias.name}" for alias in node.names] if node.module == "plugins" else [node.module]
            )


def public(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    """Yield public functions and classes, and the methods of classes that inherit from none.

    A method of a subclass is described where it was declared first.
    """
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef) and not node.bases:
                yield from (
                    method
                    for method in node.body
                    if isinstance(method, ast.FunctionDef | ast.AsyncFunctionDef) and not method.name.startswith("_")
                )


def is_small_property(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.FunctionDef)
        and any(isinstance(mark, ast.Name) and mark.id == "property" for mark in node.decorator_list)
        and len(node.body) == 1
    )


def test_every_room_is_one_that_the_design_knows() -> None:
    rooms = {path.name for path in PLUGINS.iterdir() if path.is_dir() and (path / "__init__.py").exists()}
    assert rooms <= set(MAY_IMPORT)
    assert {"faults", "languages", "stories", "also_read", "pictures", "ledger", "editions", "proof"} <= rooms
    assert {path.parent for path in MODULES} == {PLUGINS, *(PLUGINS / room for room in rooms)}


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_a_room_imports_only_the_rooms_it_may(path: Path) -> None:
    room = path.relative_to(PLUGINS).parts[0]
    met = {name.split(".")[1] for name in imports(path) if name.startswith("plugins.")}
    assert met - {room} <= MAY_IMPORT.get(room, set())


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_a_room_is_entered_by_its_door(path: Path) -> None:
    """Other rooms import from `plugins.stories`, never from a module inside it."""
    room = path.relative_to(PLUGINS).parts[0]
    inside = [name for name in imports(path) if name.startswith("plugins.") and name.count(".") > 1]
    assert [name for name in inside if name.split(".")[1] != room] == []


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_only_doors_readers_generators_and_writers_meet_pelican(path: Path) -> None:
    meets = any(name.split(".")[0] == "pelican" for name in imports(path))
    assert not meets or path.name in MEETS_PELICAN
    assert path.name not in ("preview.py", "building.py") or path.parent.name == "editions"


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_no_module_is_a_lumber_room(path: Path) -> None:
    words = {"utils", "util", "helpers", "helper", "common", "misc", "tools", "base", "core"}
    assert words.isdisjoint({path.stem, path.parent.name})


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_everything_public_says_what_it_is(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    assert ast.get_docstring(tree)
    silent = [node.name for node in public(tree) if not ast.get_docstring(node) and not is_small_property(node)]
    assert silent == []


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_a_module_has_one_subject_and_rarely_passes_200_lines(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 300


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_no_module_keeps_anything_between_two_builds(path: Path) -> None:
    """Autoreload keeps modules alive: at their top level stand constants, never things that a build changes."""
    tree = ast.parse(path.read_text("utf-8"))
    assert [node for node in ast.walk(tree) if isinstance(node, ast.Global)] == []
    for node in tree.body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.List | ast.Dict | ast.Set):
            name = ast.unparse(node).split("=")[0].split(":")[0].strip()
            assert name == "__all__" or name.isupper()


def test_a_rooms_docstring_begins_with_its_name() -> None:
    for path in PLUGINS.glob("*/__init__.py"):
        said = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""
        assert said.lower().startswith(path.parent.name.replace("_", " ")), path
