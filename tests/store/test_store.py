"""A store gives back what was written, replaces, forgets, and says in French what it cannot do."""

from __future__ import annotations

import os
import pickle
import random
import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from clausecheck.model import Counted, Report
from clausecheck.report.json import report_dict
from clausecheck.store import schema
from clausecheck.store.record import failed_record, record_of, unpack
from clausecheck.store.store import Store, StoreError
from tests.report.sample import sample
from tests.store.made import PROVENANCE, clause, faults, label, random_record, record


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "lot.sqlite"


def dump(path: Path) -> str:
    base = sqlite3.connect(path)
    try:
        return "\n".join(base.iterdump())
    finally:
        base.close()


def test_what_is_written_is_read_again(path: Path) -> None:
    records = [random_record(f"M{number}", random.Random(number)) for number in range(60)]
    with Store.open(path) as store:
        store.write(records)
        assert list(store.keys()) == [row.key for row in records]
        read = [row for row in records if row.status != "failed"]
        assert [contract.key for contract in store.contracts()] == [row.key for row in read]
        assert [counted for _, counted in store.counted()] == [row.counted for row in read]
        assert list(store.contracts()) == [row.contract for row in read]
        assert list(store.labels()) == [(row.contract, own) for row in read for own in row.counted.labels]
        assert list(store.clauses()) == [(row.contract, own) for row in read for own in row.counted.clauses]
        assert list(store.criteria()) == [(row.contract, row.counted.environmental_criterion) for row in read]
        assert [(gap.key, gap.failed) for gap in store.gaps()] == [(row.key, row.status == "failed") for row in records if row.status != "checked"]
        in_2024 = [row for row in read if row.contract.year == 2024]
        assert in_2024 and list(store.labels(year=2024)) == [(row.contract, own) for row in in_2024 for own in row.counted.labels]
    assert faults(path) == []


def test_a_report_is_stored_whole(path: Path) -> None:
    report: Report = sample()
    own = record_of(report, key="2026-017", fingerprint="f", stated={"department": "62", "amount": 1000.5}, seconds=1.5, peak_mb=80, attempts=2)
    assert pickle.loads(pickle.dumps(own)) == own
    with Store.open(path) as store:
        store.write([own])
        assert store.record_json("2026-017") == report_dict(report)
        (contract,) = store.contracts()
        assert (contract.department, contract.amount, contract.buyer) == ("62", 1000.5, "Commune de Villeneuve-sur-Lyre")
        (answer,) = [results for _, results in store.policies()]
        assert answer[0].commitments[0].verdict == "kept" and answer[0].commitments[0].evidence[0].quote
        (gap,) = store.gaps()
        assert not gap.failed and "scan" not in gap.key and "rc.pdf" in gap.message and "bpu.xlsx" in gap.message
        with pytest.raises(KeyError):
            store.record_json("autre")
    base = sqlite3.connect(path)
    assert base.execute("SELECT seconds, peak_mb, attempts FROM tenders").fetchall() == [(1.5, 80.0, 2)]
    assert base.execute("SELECT checks FROM not_applicable").fetchall() == [("CK-11:obligation",)]
    assert base.execute("SELECT id FROM checks ORDER BY id").fetchall() == [("CK-01",), ("CK-02",), ("CK-07",), ("CK-20",)]
    base.close()


def test_a_tender_that_could_not_be_checked(path: Path) -> None:
    own = failed_record("M1", "", failure="timeout", message="« M1 » : trop long.", stated={"buyer": "Ville A", "cpv": ()}, provenance=PROVENANCE)
    with Store.open(path) as store:
        store.write([own])
        assert store.record_json("M1") == {} and store.report("M1") is None and store.fingerprint("M1") == ""
        assert list(store.contracts()) == [] and [gap.message for gap in store.gaps()] == ["« M1 » : trop long."]


def test_writing_again_replaces(path: Path) -> None:
    with Store.open(path) as store:
        store.write([record("a", label(), clause()), record("b")])
        store.write([record("c"), record("a", clause(), fingerprint="f2")])
        assert (store.fingerprint("a"), store.fingerprint("b"), store.fingerprint("z")) == ("f2", "f1", None)
        assert list(store.keys()) == ["a", "b", "c"] and list(store.labels()) == []
        assert len(list(store.clauses())) == 1
        store.write([record("a", fingerprint="old"), record("a", fingerprint="f3")])
        assert store.fingerprint("a") == "f3" and list(store.clauses()) == []
        assert store.forget(["a", "nowhere", "c"]) == 2 and list(store.keys()) == ["b"]
    assert faults(path) == []


def test_the_same_records_make_the_same_content_however_they_came(tmp_path: Path) -> None:
    records = [random_record(f"M{number}", random.Random(number)) for number in range(40)]
    once, often = tmp_path / "1.sqlite", tmp_path / "2.sqlite"
    with Store.open(once) as store:
        store.write(records)
    with Store.open(often) as store:
        for own in records:
            store.write([replace(own, fingerprint="before", counted=Counted(), provenance=replace(PROVENANCE, on="2020-01-01"))])
            store.write([own])
    assert dump(once) == dump(often)


def test_half_characters_do_not_stop_a_run(path: Path) -> None:
    with Store.open(path) as store:
        store.write([record("dossier\udce9", label(quote="phrase \ud800"), buyer="Ville\udcff"), record("b")])
        assert list(store.keys()) == ["dossier?", "b"] and store.fingerprint("dossier\udce9") == "f1"
    assert faults(path) == []


def test_one_file_remains_when_all_are_closed(path: Path) -> None:
    with Store.open(path) as store:
        store.write([record("a")])
        with Store.open(path, readonly=True) as reader:
            store.write([record("b")])
            assert list(reader.keys()) == ["a"], "one moment"
    assert [item.name for item in path.parent.iterdir()] == ["lot.sqlite"]


@pytest.mark.parametrize("kind", ["missing", "folder", "text", "database", "empty"])
def test_not_a_store(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "x.sqlite"
    if kind == "folder":
        path.mkdir()
    elif kind == "text":
        path.write_text("Les papiers livrés sont certifiés FSC ou équivalent.\n" * 50, "utf-8")
    elif kind == "database":
        base = sqlite3.connect(path)
        base.execute("CREATE TABLE tenders (key TEXT)")
        base.close()
    elif kind == "empty":
        path.touch()
    with pytest.raises(StoreError, match=r"« .*x\.sqlite » (est introuvable|est un dossier|n'est pas un magasin).* : indiquez le fichier écrit par"):
        Store.open(path, create=False, readonly=True)
    if kind in ("text", "database", "folder"):
        with pytest.raises(StoreError, match=r"x\.sqlite"):
            Store.open(path)
    if kind == "text":
        assert path.read_text("utf-8").startswith("Les papiers")


def test_locked(path: Path) -> None:
    with Store.open(path) as store:
        store.write([record("a")])
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with Store.open(path, wait_s=0.05) as store:
        with pytest.raises(StoreError, match=r"« .*lot\.sqlite » est utilisé par un autre programme : attendez"):
            store.write([record("b")])
        assert list(store.keys()) == ["a"], "reading goes on"
        other.execute("ROLLBACK")
        store.write([record("b")])
    other.close()
    assert faults(path) == []


def test_a_full_disk_keeps_what_was_there_and_says_so(path: Path) -> None:
    with Store.open(path) as store:
        store.write([record("a", label())])
        pages = store._base.execute("PRAGMA page_count").fetchone()[0]
        store._base.execute(f"PRAGMA max_page_count = {pages + 2}")
        many = [record(f"b{number}", label(quote="mot " * 500)) for number in range(50)]
        with pytest.raises(StoreError, match="le disque est plein, rien de cette écriture n'a été gardé"):
            store.write([record("a", fingerprint="f2"), *many])
        assert list(store.keys()) == ["a"] and store.fingerprint("a") == "f1" and len(list(store.labels())) == 1
        store._base.execute(f"PRAGMA max_page_count = {pages + 100_000}")
        store.write(many)
    assert faults(path) == []


def as_somebody(step: Callable[[], str]) -> str:
    """What `step` answers in a process that permissions stop."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            if os.geteuid() == 0:
                os.setuid(65534)
            os.write(writing, step().encode())
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as stream:
        answer = stream.read().decode()
    os.waitpid(child, 0)
    return answer


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_read_only_place() -> None:
    folder = Path(tempfile.mkdtemp())
    path = folder / "lot.sqlite"
    with Store.open(path) as store:
        store.write([record("a")])
    path.chmod(0o444)
    folder.chmod(0o555)

    def read() -> str:
        try:
            with Store.open(path, create=False, readonly=True) as store:
                return " ".join(store.keys())
        except StoreError as error:
            return str(error)

    def write() -> str:
        try:
            with Store.open(path) as store:
                store.write([record("b")])
        except StoreError as error:
            return str(error)
        return "written"

    def make() -> str:
        try:
            Store.open(folder / "new.sqlite").close()
        except StoreError as error:
            return str(error)
        return "made"

    try:
        assert as_somebody(read) == "a"
        assert as_somebody(write) == f"« {path} » ne peut pas être modifié (fichier ou dossier en lecture seule) : choisissez un autre emplacement."
        assert as_somebody(make).startswith(f"« {folder}/new.sqlite » ne peut pas être ouvert : vérifiez que le dossier existe")
        assert [item.name for item in folder.iterdir()] == ["lot.sqlite"]
        (folder / "lot.sqlite-wal").write_bytes(b"left by a killed writer")
        assert as_somebody(read) == (
            f"« {path} » n'a pas été refermé et son dossier est en lecture seule : copiez-le, avec « lot.sqlite-wal », "
            "dans un dossier où vous pouvez écrire.")
    finally:
        folder.chmod(0o755)
        shutil.rmtree(folder)


def test_a_read_only_store_refuses_to_be_written(path: Path) -> None:
    with Store.open(path) as store:
        store.write([record("a")])
    with Store.open(path, readonly=True) as store, pytest.raises(StoreError, match="ne peut pas être modifié"):
        store.write([record("b")])
    with pytest.raises(StoreError, match=r"« .*new\.sqlite » ne peut pas être ouvert : vérifiez que le dossier existe"):
        Store.open(path.parent / "nowhere" / "new.sqlite")


def test_a_damaged_store_says_so(path: Path) -> None:
    with Store.open(path) as store:
        store.write([record(f"m{number}", label()) for number in range(300)])
    data = bytearray(path.read_bytes())
    data[4096 * 3 :] = b"\xff" * (len(data) - 4096 * 3)
    path.write_bytes(bytes(data))
    with pytest.raises(StoreError, match=r"lot\.sqlite » est endommagé"), Store.open(path) as store:
        list(store.counted())


def test_a_newer_store_is_refused(path: Path) -> None:
    Store.open(path).close()
    base = sqlite3.connect(path)
    base.execute(f"PRAGMA user_version = {len(schema.MIGRATIONS) + 1}")
    base.close()
    for readonly in (False, True):
        with pytest.raises(StoreError, match="version plus récente de clausecheck : mettez clausecheck à jour"):
            Store.open(path, readonly=readonly)


def test_an_older_store_is_brought_up_to_date(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Store.open(path) as store:
        store.write([record("a", label())])

    def second(base: sqlite3.Connection) -> None:
        base.execute("ALTER TABLE tenders ADD COLUMN colour TEXT NOT NULL DEFAULT 'vert'")

    def third(base: sqlite3.Connection) -> None:
        base.execute("UPDATE tenders SET nowhere = 1")

    steps = schema.MIGRATIONS
    for module in ("clausecheck.store.schema.MIGRATIONS", "clausecheck.store.store.MIGRATIONS"):
        monkeypatch.setattr(module, (*steps, second, third))
    with pytest.raises(StoreError, match="version plus ancienne : mettez-le à jour en relançant"):
        Store.open(path, readonly=True)
    with pytest.raises(StoreError, match="nowhere"):
        Store.open(path)
    base = sqlite3.connect(path)
    assert base.execute("PRAGMA user_version").fetchone() == (len(steps),), "a step that fails leaves the store as it was"
    assert "colour" not in {row[1] for row in base.execute("PRAGMA table_info(tenders)")}
    base.close()
    for module in ("clausecheck.store.schema.MIGRATIONS", "clausecheck.store.store.MIGRATIONS"):
        monkeypatch.setattr(module, (*steps, second))
    with Store.open(path) as store:
        assert [row[0] for row in store.query("SELECT colour FROM tenders")[1]] == ["vert"]
        assert list(store.keys()) == ["a"] and schema.version_of(store._base) == len(steps) + 1


def test_counted_otherwise_is_counted_again(path: Path) -> None:
    with Store.open(path) as store:
        store.write([record("a", label())])
        kept = store.aggregates("all")
    base = sqlite3.connect(path)
    base.execute("UPDATE meta SET value = '0' WHERE name = 'counted_as'")
    base.execute("DELETE FROM aggregates WHERE measure = 'label'")
    base.commit()
    base.close()
    with Store.open(path) as store:
        assert store.aggregates("all") == kept


def test_json_is_compressed_and_exact() -> None:
    own = record_of(sample(), key="a", fingerprint="f")
    assert unpack(own.report_json) == report_dict(sample()) and unpack(b"") == {}
