"""The house holds: rooms import downwards only, functions and modules stay short, failures are values."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import clausecheck

PACKAGE = Path(clausecheck.__file__).parent
ROOMS = (
    "model", "text", "isolate", "rulebook", "read", "structure", "find", "qualify", "assess", "pipeline", "report", "store", "batch", "indicators",
    "evaluate", "web", "cli",
)
"""Data flows down this list; a room imports only from itself and from rooms before it."""
FREE = {"__init__", "__main__"}
MODULES = sorted(PACKAGE.rglob("*.py"))
HEAVY = ("spacy", "pdfplumber", "docx", "numpy", "lxml", "pypdfium2", "openpyxl", "rapidfuzz", "ahocorasick", "yaml", "rich", "jinja2", "pikepdf", "matplotlib")


def trees() -> Iterator[tuple[Path, ast.Module]]:
    for path in MODULES:
        yield path, ast.parse(path.read_text("utf-8"))


def room_of(path: Path) -> str:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return parts[0]


def imports(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Names of the rooms a module imports, with the line; imports inside functions count too."""
    for node in ast.walk(tree):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative import"
            names = [node.module or ""]
            if node.module == "clausecheck":
                names = [f"clausecheck.{alias.name}" for alias in node.names]
        for name in names:
            parts = name.split(".")
            if parts[0] == "clausecheck" and len(parts) > 1:
                yield parts[1], node.lineno


def test_every_room_is_in_the_list() -> None:
    rooms = {room_of(path) for path in MODULES} - FREE
    assert rooms <= set(ROOMS), f"rooms without a place in the house: {sorted(rooms - set(ROOMS))}"


def test_rooms_import_downwards_only() -> None:
    faults = []
    for path, tree in trees():
        room = room_of(path)
        if room in FREE:
            continue
        for target, line in imports(tree):
            if target in ROOMS and ROOMS.index(target) > ROOMS.index(room):
                faults.append(f"{path.relative_to(PACKAGE)}:{line} imports {target}")
    assert faults == []


def test_functions_under_60_and_modules_under_400_lines() -> None:
    faults = []
    for path, tree in trees():
        name = path.relative_to(PACKAGE)
        lines = len(path.read_text("utf-8").splitlines())
        if lines > 400:
            faults.append(f"{name}: {lines} lines")
        for node in ast.walk(tree):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                size = (node.end_lineno or node.lineno) - node.lineno + 1
                if size > 60:
                    faults.append(f"{name}:{node.lineno} {node.name}: {size} lines")
    assert faults == []


def test_no_broad_except_and_no_print_to_nowhere() -> None:
    faults = []
    for path, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.ExceptHandler) and (node.type is None or _names(node.type) & {"Exception", "BaseException"}):
                faults.append(f"{path.relative_to(PACKAGE)}:{node.lineno}")
    assert faults == []


def _names(node: ast.expr) -> set[str]:
    return {child.id for child in ast.walk(node) if isinstance(child, ast.Name)}


def test_public_names_are_documented() -> None:
    faults = []
    for path, tree in trees():
        if not ast.get_docstring(tree):
            faults.append(str(path.relative_to(PACKAGE)))
        for node in tree.body:
            public = isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.name.startswith("_")
            if public and not ast.get_docstring(node):
                faults.append(f"{path.relative_to(PACKAGE)}:{node.lineno} {node.name}")
    assert faults == []


def test_every_package_is_in_setup_cfg() -> None:
    from configparser import ConfigParser

    config = ConfigParser()
    config.read(PACKAGE.parent / "setup.cfg", "utf-8")
    listed = {name for name in config["options"]["packages"].split() if name not in ("clausecheck.rules", "clausecheck.demo")}
    there = {".".join(path.parent.relative_to(PACKAGE.parent).parts) for path in PACKAGE.rglob("__init__.py")}
    assert listed == there


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["check", "--help"], ["evaluate", "--help"], ["read", "--help"], []])
def test_help_imports_nothing_heavy(arguments: list[str]) -> None:
    code = (
        "import sys\n"
        "from clausecheck.cli.main import main\n"
        f"try:\n    main({arguments!r})\nexcept SystemExit as end:\n    assert not end.code, end.code\n"
        f"heavy = [name for name in {HEAVY!r} if name in sys.modules]\n"
        "assert not heavy, heavy\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=PACKAGE.parent, timeout=60)
    assert done.returncode == 0, done.stderr


def test_importing_the_package_is_light() -> None:
    code = f"import sys, clausecheck\nassert not [n for n in {HEAVY!r} if n in sys.modules]\nassert clausecheck.__version__"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=PACKAGE.parent, timeout=60)
    assert done.returncode == 0, done.stderr
