"""A whole run: what is stored, what is skipped, what a kill leaves, over HTTP too; the same whatever the number of processes."""

from __future__ import annotations

import functools
import http.server
import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import pytest
from click.testing import CliRunner

from clausecheck.batch.item import BatchError
from clausecheck.batch.run import run_batch
from clausecheck.batch.summary import Summary
from clausecheck.cli.main import cli
from clausecheck.store.store import Store
from tests.batch.compare import content
from tests.batch.pieces import CCTP, Quiet, archive, fixed, folder

ROOT = Path(__file__).resolve().parents[2]


def go(store: Path, *sources: object, jobs: int = 1, **changes: object) -> Summary:
    limit = changes.pop("limit", None)
    return run_batch(
        [str(source) for source in sources], store, fixed(**changes), jobs=jobs, told=Quiet(), limit=limit)  # type: ignore[arg-type]


def keys(path: Path) -> list[str]:
    with Store.open(path) as store:
        return sorted(store.keys())


def test_one_process_or_two_give_the_same_store(tmp_path: Path) -> None:
    base = folder(tmp_path / "lot", 12)
    archive(base / "M9999.zip", "cctp.md", "plans/plan.md")
    (base / "vide.pdf").write_bytes(b"")
    one, two = go(tmp_path / "1.sqlite", base), go(tmp_path / "2.sqlite", base, jobs=2)
    assert (one.checked, one.failed, one.documents) == (two.checked, two.failed, two.documents) == (13, 1, 18)
    assert one.exit_code() == 4 and one.pages == two.pages and one.words == two.words > 0
    first = content(tmp_path / "1.sqlite")
    assert first["labels"] and first["aggregates"] and first["reports"] and first == content(tmp_path / "2.sqlite")


def test_what_is_unchanged_is_skipped(tmp_path: Path) -> None:
    base, store = folder(tmp_path / "lot", 4), tmp_path / "r.sqlite"
    assert go(store, base).checked == 4
    before = content(store)
    again = go(store, base, jobs=2)
    assert (again.unchanged, again.checked, again.exit_code()) == (4, 0, 0) and content(store) == before
    (base / "M0001" / "cctp.md").write_text(f"{CCTP}\nLes cartons sont repris.\n", "utf-8")
    (base / "M0002" / "tender.toml").write_text("date_lancement = 2025-05-05\n", "utf-8")
    changed = go(store, base)
    assert (changed.unchanged, changed.checked) == (2, 2)
    assert go(store, base, on="2026-09-01").checked == 4 and go(store, base, on="2026-09-01").unchanged == 4
    assert go(store, base, on="2026-09-01", time_limit=60.0).unchanged == 4, "limits change nothing for what was checked"
    assert go(store, base, on="2026-09-01", refresh=True).checked == 4
    assert keys(store) == [f"lot/M000{number}" for number in range(4)]


def test_the_date_of_the_day_is_never_used(tmp_path: Path) -> None:
    base, store = folder(tmp_path / "lot", 1), tmp_path / "r.sqlite"
    go(store, base)
    with Store.open(store) as opened:
        report = opened.record_json("lot/M0000")
    assert (report["tool"]["on"], report["tool"]["on_source"]) == ("", "unknown")
    assert any(check["verdict"] == "to-verify" for check in report["checks"])


def test_the_store_is_no_tender(tmp_path: Path) -> None:
    base = folder(tmp_path / "lot", 1)
    store = base / "r.sqlite"
    assert go(store, base).planned == 1 and go(store, base).unchanged == 1 and keys(store) == ["lot/M0000"]


def test_limit_takes_the_first(tmp_path: Path) -> None:
    base, store = folder(tmp_path / "lot", 5), tmp_path / "r.sqlite"
    summary = go(store, base, limit=2)
    assert (summary.planned, summary.checked) == (2, 2) and keys(store) == ["lot/M0000", "lot/M0001"]


def test_a_manifest_states_what_the_pieces_do_not(tmp_path: Path) -> None:
    folder(tmp_path / "lot", 2)
    path = tmp_path / "marches.csv"
    path.write_text(
        "id;chemin;acheteur;date de lancement;considerations environnementales\n2025-1;lot/M0000/cctp.md;Ville de Rivemer;12/03/2025;Clause environnementale\n"
        "2025-1;lot/M0000/rc.md;;;\n2025-2;;Ville de Rivemer;;\n2025-3;absent.pdf;;;\n", "utf-8")
    summary = go(tmp_path / "r.sqlite", path)
    assert (summary.checked, summary.failed) == (1, 2) and summary.reasons["no-document"] == 1
    with Store.open(tmp_path / "r.sqlite") as store:
        report = store.record_json("2025-1")
    assert (report["tool"]["on"], report["tool"]["on_source"], report["tender"]["buyer"]) == ("2025-03-12", "stated", "Ville de Rivemer")
    assert len(report["documents"]) == 2
    assert go(tmp_path / "r.sqlite", path).unchanged == 3


def test_settings_that_cannot_be_used_cost_their_tender(tmp_path: Path) -> None:
    base = folder(tmp_path / "lot", 2)
    (base / "M0001" / "tender.toml").write_text("couleur = 1\n", "utf-8")
    summary = go(tmp_path / "r.sqlite", base)
    assert (summary.checked, dict(summary.reasons)) == (1, {"settings": 1})


def test_an_unknown_policy_stops_the_run(tmp_path: Path) -> None:
    with pytest.raises(BatchError, match="politique « nulle »"):
        go(tmp_path / "r.sqlite", folder(tmp_path / "lot", 1), policies=("nulle",))


def _command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "clausecheck", "batch", *map(str, arguments)]


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is of POSIX")
def test_killed_at_any_moment_nothing_is_lost_or_doubled(tmp_path: Path) -> None:
    base = folder(tmp_path / "lot", 60)
    go(tmp_path / "whole.sqlite", base, jobs=2)
    store, draw, kills = tmp_path / "r.sqlite", random.Random(8), 0
    while kills < 2:
        process = subprocess.Popen(_command(base, "--store", store, "--jobs", 2), cwd=ROOT, stderr=subprocess.DEVNULL)
        time.sleep(draw.uniform(0.8, 2.5))
        if process.poll() is None:
            os.kill(process.pid, signal.SIGKILL)
        process.wait()
        kills += 1
        with sqlite3.connect(store) as opened:
            assert opened.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    summary = go(store, base)
    assert summary.done == 60 and content(store) == content(tmp_path / "whole.sqlite")


class _Handler(http.server.SimpleHTTPRequestHandler):
    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        if "panne" in self.path:
            self.send_error(500)
            return
        super().do_GET()

    def log_message(self, format: str, *arguments: object) -> None:
        """Quiet."""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[str, list[str]]]:
    pytest.importorskip("fsspec", reason="fsspec is not installed")
    pytest.importorskip("aiohttp", reason="aiohttp is not installed")
    (tmp_path / "www").mkdir()
    archive(tmp_path / "www" / "dce.zip")
    _Handler.asked.clear()
    handler = functools.partial(_Handler, directory=str(tmp_path / "www"))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as opened:
        threading.Thread(target=opened.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{opened.server_address[1]}", _Handler.asked
        opened.shutdown()


def test_pieces_over_http(tmp_path: Path, server: tuple[str, list[str]]) -> None:
    address, asked = server
    path, store = tmp_path / "marches.csv", tmp_path / "r.sqlite"
    path.write_text(f"id,url\nA,{address}/dce.zip\nC,{address}/panne.zip\n", "utf-8")
    summary = go(store, path)
    assert (summary.checked, dict(summary.reasons), summary.retried) == (1, {"fetch-failed": 1}, 1)
    fetched = asked.count("/dce.zip")
    assert fetched
    again = go(store, path)
    assert again.unchanged == 1 and again.failed == 1, "what could not be fetched is tried again"
    assert asked.count("/dce.zip") == fetched, "a date given by the server spares the fetching"
    time.sleep(1.1)  # Last-Modified counts seconds
    archive(tmp_path / "www" / "dce.zip", "cctp.md", "rc.md")
    assert go(store, path).checked == 1


def test_the_command(tmp_path: Path) -> None:
    base, store = folder(tmp_path / "lot", 3), tmp_path / "r.sqlite"
    runner = CliRunner()
    dry = runner.invoke(cli, ["batch", str(base), "--store", str(store), "--dry-run"])
    assert dry.exit_code == 0 and "à contrôler : lot/M0002" in dry.stdout and not store.exists()
    done = runner.invoke(cli, ["batch", str(base), "--store", str(store), "--jobs", "1"])
    assert done.exit_code == 0 and "3 contrôlés, 0 en partie, 0 en échec, 0 inchangé." in done.stderr
    assert "0 à contrôler, 3 inchangés" in runner.invoke(cli, ["batch", str(base), "--store", str(store), "--dry-run"]).stdout
    for arguments in (["absent"], [str(base), "--on", "hier"], [str(base), "--policy", "nulle"]):
        refused = runner.invoke(cli, ["batch", *arguments, "--store", str(store)])
        assert refused.exit_code == 2, refused.output


@pytest.mark.slow
def test_an_interrupted_run_ends_its_workers_and_goes_on(tmp_path: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("signals of POSIX")
    base, store = folder(tmp_path / "lot", 150), tmp_path / "r.sqlite"
    process = subprocess.Popen(_command(base, "--store", store, "--jobs", 1), cwd=ROOT, stderr=subprocess.PIPE, text=True)
    time.sleep(3.5)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=30)
    if process.returncode != 0:  # it was quicker than the signal otherwise
        assert process.returncode == 130 and "Interrompu" in said, said
    assert go(store, base, jobs=2).done == 150
