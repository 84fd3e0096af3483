"""What is shipped: the wheel's contents, and the program installed from it."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SHIPPED = ("clausecheck", "rules", "corpus/demo", "setup.cfg", "setup.py", "pyproject.toml", "README.md", "LICENSE")
BIN = "Scripts" if os.name == "nt" else "bin"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not (ROOT / "setup.cfg").is_file(), reason="the sources are not here"),
]


def run(command: list[str | Path], cwd: Path, *, codes: tuple[int, ...] = (0,)) -> str:
    env = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "CLAUSECHECK"))}
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, encoding="utf-8", env=env, timeout=300)
    assert done.returncode in codes, f"{command}\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}"
    return done.stdout


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what is needed to build, with the remains of an older build in it."""
    folder = tmp_path_factory.mktemp("sources")
    for name in SHIPPED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__", "*.pyc"))
        else:
            shutil.copy(source, folder / name)
    old = folder / "build" / "lib" / "clausecheck" / "rules" / "clauses" / "gone.yaml"
    old.parent.mkdir(parents=True)
    old.write_text("id: gone\n", "utf-8")
    return folder


@pytest.fixture(scope="module")
def wheel(sources: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    run([sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "-w", out, sources], sources)
    (path,) = out.glob("*.whl")
    return path


def environment(folder: Path, *install: str | Path) -> Path:
    """An empty virtual environment with the package in it; its dependencies are those of this one. Returns its folder of programs."""
    run([sys.executable, "-m", "venv", "--without-pip", folder], folder.parent)
    python = folder / BIN / "python"
    site = run([python, "-c", "import sysconfig; print(sysconfig.get_paths()['purelib'])"], folder.parent).strip()
    # a .pth file is not followed from here, so an editable clausecheck of this environment stays out of that one
    (Path(site) / "dependencies.pth").write_text(sysconfig.get_paths()["purelib"] + "\n", "utf-8")
    run([sys.executable, "-m", "pip", "--python", python, "install", "-q", "--no-deps", "--no-build-isolation", *install], folder.parent)
    return folder / BIN


def tree(root: Path, pattern: str) -> dict[str, str]:
    return {path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in root.rglob(pattern)}


def test_the_wheel_holds_the_rules_of_the_tree(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        prefix = "clausecheck/rules/"
        shipped = {
            name.removeprefix(prefix): hashlib.sha256(archive.read(name)).hexdigest()
            for name in archive.namelist() if name.startswith(prefix) and name.endswith(".yaml")
        }
    assert shipped == tree(ROOT / "rules", "*.yaml")
    assert len(shipped) > 50


def test_the_wheel_holds_what_runs_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    modules = {f"clausecheck/{name}" for name in tree(ROOT / "clausecheck", "*.py")}
    assert modules <= names
    catalogues = ("report/locale/en/LC_MESSAGES/clausecheck.mo", "report/locale/fr/LC_MESSAGES/clausecheck-cli.mo")
    for name in ("py.typed", "report/report.schema.json", "rulebook/forms.json", *catalogues):
        assert f"clausecheck/{name}" in names
    assert {f"clausecheck/demo/{path.name}" for path in (ROOT / "corpus" / "demo").glob("*.docx")} <= names
    strange = {name for name in names if not name.startswith("clausecheck/") and ".dist-info/" not in name}
    assert strange == set()
    assert not any(part in name for name in names for part in ("/sources/", "/gold/", "tests/"))
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in names)


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return environment(tmp_path_factory.mktemp("venv") / "env", wheel)


def pack_of(report: str) -> str:
    return str(json.loads(report)["tool"]["rules"]["sha256"])


def tree_sha256() -> str:
    from clausecheck.rulebook.pack import pack_sha256

    return pack_sha256(ROOT / "rules")


@pytest.mark.parametrize("where", ["empty", "repository"])
def test_the_installed_program_runs(installed: Path, where: str, tmp_path: Path) -> None:
    folder = tmp_path if where == "empty" else ROOT
    assert pack_of(run([installed / "clausecheck", "demo", "--format", "json"], folder)) == tree_sha256()
    if where == "empty":
        place = run([installed / "python", "-c", "from clausecheck.rulebook.pack import pack_root; print(pack_root())"], folder).strip()
        assert Path(place).is_relative_to(installed.parent) and Path(place).parts[-2:] == ("clausecheck", "rules")
        assert list(tmp_path.iterdir()) == []


def test_the_module_runs_from_an_empty_folder(installed: Path, tmp_path: Path) -> None:
    assert "clausecheck" in run([installed / "python", "-m", "clausecheck", "--version"], tmp_path)


def test_an_editable_install_reads_the_rules_of_the_tree(sources: Path, tmp_path: Path) -> None:
    programs = environment(tmp_path / "env", "-e", sources)
    place = run([programs / "python", "-c", "from clausecheck.rulebook.pack import pack_root; print(pack_root())"], tmp_path).strip()
    assert Path(place) == sources / "rules"
    assert pack_of(run([programs / "clausecheck", "demo", "--format", "json"], tmp_path)) == tree_sha256()
