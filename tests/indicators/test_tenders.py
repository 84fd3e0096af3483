"""Which files make up a tender, and what becomes of those that cannot be read."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from clausecheck.indicators.source import Reports, WithCounted, WithCriteria, WithGaps, WithPolicies
from clausecheck.indicators.tenders import Group, SourceError, check_tenders, from_reports, tender_groups
from clausecheck.pipeline import Checker, Options
from tests.report.sample import sample


def write(path: Path, text: str = "Le papier livré doit être certifié Écolabel européen.\n") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def keys(*paths: Path, one: bool = False) -> list[str]:
    return [group.key for group in tender_groups(paths, one=one)]


def test_folders_archives_and_files(tmp_path: Path) -> None:
    a, b = write(tmp_path / "s" / "x" / "cctp.md"), write(tmp_path / "s" / "2024" / "y" / "cctp.md")
    with zipfile.ZipFile(tmp_path / "s" / "z.zip", "w") as archive:
        archive.write(a, "cctp.md")
    assert keys(tmp_path / "s") == ["s/2024/y", "s/x", "s/z.zip"]
    assert keys(a, b, tmp_path / "s" / "z.zip") == ["x/cctp.md", "y/cctp.md", "s/z.zip"]
    (one,) = tender_groups([a, b], one=True)
    assert one.paths == (str(a), str(b))


def test_a_tender_toml_makes_a_folder_one_tender(tmp_path: Path) -> None:
    write(tmp_path / "m" / "cctp.md")
    write(tmp_path / "m" / "rc.md")
    told: list[str] = []
    assert [group.key for group in tender_groups([tmp_path / "m"], said=told.append)] == ["m/cctp.md", "m/rc.md"]
    assert "tender.toml" in told[0]
    write(tmp_path / "m" / "tender.toml", "")
    assert keys(tmp_path / "m") == ["m"]


def test_a_manifest_joins_the_pieces_of_a_tender_and_states_its_data(tmp_path: Path) -> None:
    write(tmp_path / "a.md")
    write(tmp_path / "b.md", "Rien.\n")
    manifest = write(tmp_path / "m.csv", f"id;path;montant;departement\nM1;{tmp_path}/a.md;5000;62\nM1;{tmp_path}/b.md;5000;62\n")
    (group,) = tender_groups([manifest])
    assert (group.key, len(group.paths)) == ("M1", 2)
    source = check_tenders([group], Checker(options=Options(isolated=False)))
    (contract,) = source.contracts()
    assert (contract.amount, contract.department) == (5000.0, "62")


def test_what_is_not_there_or_elsewhere_is_said(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"absent\.pdf"):
        tender_groups([tmp_path / "absent.pdf"])
    with pytest.raises(SourceError, match="clausecheck batch"):
        check_tenders([Group("x", ("https://exemple.test/a.pdf",))], Checker())


def test_sidecar_gives_what_pieces_do_not_say(tmp_path: Path) -> None:
    write(tmp_path / "m" / "cctp.md")
    write(tmp_path / "m" / "tender.toml", 'departement = "62"\ndate_notification = 2026-02-01\ndate_lancement = 2025-11-01\nmontant = "12 500,50 €"\n')
    write(tmp_path / "n" / "bad.docx").write_bytes(b"\x00\x01" * 400)
    source = check_tenders(tender_groups([tmp_path]), Checker(options=Options(isolated=False)))
    (contract,) = source.contracts()
    assert (contract.key, contract.department, contract.year, contract.amount) == (f"{tmp_path.name}/m", "62", 2026, 12500.5)
    assert [label.label for _, label in source.labels()] == ["eu-ecolabel"]
    assert [(gap.key, gap.failed) for gap in source.gaps()] == [(f"{tmp_path.name}/n", True)]


def test_a_tender_read_in_part_is_counted_and_told() -> None:
    source = from_reports([("t", sample())])
    assert [contract.key for contract in source.contracts()] == ["t"]
    (gap,) = source.gaps()
    assert not gap.failed and "page 3" in gap.message


def test_reports_satisfy_every_protocol() -> None:
    source = Reports(())
    assert isinstance(source, WithCounted) and isinstance(source, WithCriteria) and isinstance(source, WithGaps) and isinstance(source, WithPolicies)
