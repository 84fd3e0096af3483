"""What counts as a tender in folders, archives, globs and manifests, here and elsewhere."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from clausecheck.batch import remote
from clausecheck.batch.columns import COLUMNS, CellError, cell, column_of
from clausecheck.batch.item import BatchError, Item
from clausecheck.batch.plan import Plan
from clausecheck.batch.sources import items
from tests.batch.pieces import CCTP, RC, archive


def found(*sources: object) -> tuple[dict[str, Item], list[str]]:
    said: list[str] = []
    return {item.key: item for item in items([str(source) for source in sources], said.append)}, said


def plan_of(tmp_path: Path, *sources: object) -> list[Item]:
    plan = Plan(tmp_path / "plan.sqlite")
    for _ in plan.add(items([str(source) for source in sources], lambda _: None)):
        pass
    return list(plan.items())


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    base = tmp_path / "archive"
    for name in ("2023/M1/rc.md", "2023/M1/annexes/cctp.md", "2023/M2/cctp.md", "seul.md", ".cache/x.md", "M9/pieces/cctp.md"):
        path = base / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(CCTP, "utf-8")
    archive(base / "2023" / "M3.zip")
    archive(base / "M4.zip")
    archive(base / "2023" / "M1" / "plans.zip")
    return base


def test_a_folder_tree(tree: Path) -> None:
    keys, said = found(tree)
    assert sorted(keys) == ["archive/2023/M1", "archive/2023/M2", "archive/2023/M3.zip", "archive/M4.zip", "archive/M9/pieces", "archive/seul.md"]
    assert said == []


def test_a_folder_with_a_tender_toml_is_one_tender(tree: Path) -> None:
    (tree / "M9" / "tender.toml").write_text("", "utf-8")
    (tree / "M9" / "plans").mkdir()
    (tree / "M9" / "plans" / "plan.md").write_text(RC, "utf-8")
    assert [key for key in found(tree)[0] if key.startswith("archive/M9")] == ["archive/M9"]


def test_files_only_are_told(tmp_path: Path) -> None:
    (tmp_path / "rc.md").write_text(RC, "utf-8")
    (tmp_path / "cctp.md").write_text(CCTP, "utf-8")
    keys, said = found(tmp_path)
    assert len(keys) == 2 and len(said) == 1 and "tender.toml" in said[0]


def test_the_same_tender_has_the_same_key_however_it_is_given(tree: Path) -> None:
    for source in (tree / "M4.zip", tree / "*.zip", tree):
        assert "archive/M4.zip" in found(source)[0]
    assert set(found(tree / "**")[0]) == set(found(tree)[0])
    assert set(found(tree / "2023" / "M*")[0]) == {"2023/M1", "2023/M2", "2023/M3.zip"}


def test_what_is_not_there_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(BatchError, match="n'existe pas"):
        found(tmp_path / "rien")
    with pytest.raises(BatchError, match="aucun fichier"):
        found(tmp_path / "*.zip")


def test_two_tenders_of_one_name_are_refused(tmp_path: Path) -> None:
    for base in ("a", "b"):
        (tmp_path / base / "lot").mkdir(parents=True)
        archive(tmp_path / base / "lot" / "M1.zip")
    with pytest.raises(BatchError, match=r"même nom « lot/M1\.zip »"):
        plan_of(tmp_path, tmp_path / "a" / "lot", tmp_path / "b" / "lot")
    (tmp_path / "plan.sqlite").unlink()
    assert len(plan_of(tmp_path, tmp_path / "a" / "lot", tmp_path / "a" / "lot" / "M1.zip")) == 1


FRENCH = """\
Identifiant;Chemin;SIRET acheteur;Date_de_lancement;Code CPV;Montant HT;considerationsEnvironnementales;Service
M1;M1/rc.md;210 000 000 00018;01/09/2025;30197630-1|30199000;125 000,50;Clause environnementale, Critère environnemental;Achats
M2;https://exemple.invalid/dce.zip;12;31/02/2025;;;;Achats
M1;M1/cctp.md;;;;;;Achats
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_french_manifest(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "marches.csv"
    path.write_bytes(FRENCH.encode(encoding))
    said: list[str] = []
    list(items([str(path)], said.append))
    assert [line for line in said if "Service" in line] == [f"« {path} » : colonnes non utilisées : Service."]
    assert any("ligne 3" in line and "14 chiffres" in line for line in said) and any("2026-09-01" in line for line in said)
    first, second = plan_of(tmp_path, path)
    assert (first.key, first.sources) == ("M1", (str(tmp_path / "M1/rc.md"), str(tmp_path / "M1/cctp.md")))
    assert dict(first.stated) == {
        "siret": "21000000000018", "launch_date": "2025-09-01", "cpv": ("30197630-1", "30199000"), "amount": 125000.5,
        "declared_environmental": ("Clause environnementale", "Critère environnemental")}
    assert (second.key, second.sources, second.stated) == ("M2", ("https://exemple.invalid/dce.zip",), ())


def test_an_english_manifest_without_ids(tmp_path: Path) -> None:
    path = tmp_path / "tenders.csv"
    path.write_text("url,buyer,launch_date,amount\na/x.zip,Ville,2024-03-01,1000.5\na/y.zip,,,\n", "utf-8")
    first, second = plan_of(tmp_path, path)
    assert (first.key, dict(first.stated)) == ("a/x.zip", {"buyer": "Ville", "launch_date": "2024-03-01", "amount": 1000.5})
    assert second.sources == (str(tmp_path / "a/y.zip"),)


def test_a_manifest_without_paths_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "marches.csv"
    path.write_text("id,buyer\n1,Ville\n", "utf-8")
    with pytest.raises(BatchError, match="colonne « chemin »"):
        found(path)


def test_a_parquet_manifest(tmp_path: Path) -> None:
    pyarrow = pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed")
    import datetime

    table = pyarrow.table({
        "id": ["M1", "M2"], "path": ["M1", None], "siret": [1300000000019, None], "notification_date": [datetime.date(2024, 5, 6), None],
        "declared_environmental": [["Clause environnementale"], None]})
    parquet.write_table(table, tmp_path / "m.parquet")
    first, second = plan_of(tmp_path, tmp_path / "m.parquet")
    assert dict(first.stated) == {"siret": "01300000000019", "notified": "2024-05-06", "declared_environmental": ("Clause environnementale",)}
    assert second.sources == ()
    (tmp_path / "bad.parquet").write_bytes(b"PAR1 no table")
    with pytest.raises(BatchError, match="n'a pas pu être lu"):
        found(tmp_path / "bad.parquet")


def test_every_column_name_leads_to_its_field() -> None:
    for field, names in COLUMNS.items():
        for name in names:
            assert column_of(name) == column_of(name.upper().replace(" ", "_")) == field
    assert column_of("Considérations environnementales") == "declared_environmental" and column_of("couleur") is None


@pytest.mark.parametrize(("field", "value", "wanted"), [
    ("amount", "1.234,5 €", 1234.5), ("amount", "1,234.5", 1234.5), ("amount", 12, 12.0), ("department", 2, "02"), ("department", "2a", "2A"),
    ("cpv", '["30213100-6"]', ("30213100-6",)), ("launch_date", "2025-01-02T10:00:00", "2025-01-02"), ("title", "  a \n b ", "a b"),
    ("amount", float("nan"), None), ("siret", "", None),
])
def test_cells(field: str, value: object, wanted: object) -> None:
    assert cell(field, value) == wanted


@pytest.mark.parametrize(("field", "value"), [("amount", "beaucoup"), ("amount", "-1"), ("launch_date", "demain"), ("siret", "123"), ("cpv", "[")])
def test_cells_that_are_refused(field: str, value: object) -> None:
    with pytest.raises(CellError):
        cell(field, value)


def test_urls_by_fsspec(tmp_path: Path) -> None:
    fsspec = pytest.importorskip("fsspec", reason="fsspec is not installed")
    memory = fsspec.filesystem("memory")
    for name in ("/dce/2024/M1/rc.md", "/dce/2024/M1/annexes/cctp.md", "/dce/2024/M2/cctp.md"):
        memory.pipe(name, CCTP.encode())
    memory.pipe("/dce/liste.csv", b"id,path\nX,2024/M2/cctp.md\n")
    try:
        keys, _ = found("memory://dce/2024")
        assert sorted(keys) == ["2024/M1", "2024/M2"]
        place = remote.fetch(keys["2024/M1"].sources[0], tmp_path / "0")
        assert sorted(path.relative_to(tmp_path).as_posix() for path in place.rglob("*.md")) == ["0/M1/annexes/cctp.md", "0/M1/rc.md"]
        assert found("memory://dce/liste.csv")[0]["X"].sources == ("memory://dce/2024/M2/cctp.md",)
        assert set(found("memory://dce/2024/*/cctp.md")[0]) == {"M2/cctp.md"}
        with pytest.raises(FileNotFoundError):
            remote.fetch("memory://dce/rien.md", tmp_path / "1")
        assert not list((tmp_path / "1").glob("*"))
    finally:
        memory.rm("/dce", recursive=True)


def test_a_url_without_fsspec_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fsspec", None)
    with pytest.raises(BatchError, match=r"clausecheck\[remote\]"):
        found("s3://seau/dce")


def test_an_unknown_scheme_is_a_clear_error() -> None:
    pytest.importorskip("fsspec", reason="fsspec is not installed")
    with pytest.raises(BatchError, match="nulle-part"):
        found("nulle-part://a/b")


def test_file_urls_are_paths(tree: Path) -> None:
    assert set(found(tree.as_uri())[0]) == set(found(tree)[0])
    assert not remote.is_url(r"C:\marches") and remote.is_url("s3://a")
