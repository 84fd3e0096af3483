"""Which files make up a tender, and what becomes of those that cannot be read."""

from __future__ import annotations

import zipfile
from pathlib import Path

from clausecheck.indicators.source import Reports, WithCounted, WithCriteria, WithGaps, WithPolicies
from clausecheck.indicators.tenders import check_tenders, from_reports, tender_groups
from clausecheck.pipeline import Checker, Options
from tests.report.sample import sample


def write(path: Path, text: str = "Le papier livré doit être certifié Écolabel européen.\n") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def keys(*paths: Path, one: bool = False) -> list[str]:
    return [group.key for group in tender_groups(paths, one=one)]


def test_folders_archives_and_files(tmp_path: Path) -> None:
    a, b = write(tmp_path / "x" / "cctp.md"), write(tmp_path / "y" / "cctp.md")
    with zipfile.ZipFile(tmp_path / "z.zip", "w") as archive:
        archive.write(a, "cctp.md")
    write(tmp_path / "tender.toml", "")
    assert keys(tmp_path) == ["x", "y", "z.zip"]
    assert keys(tmp_path / "x") == ["x"]
    assert keys(a, tmp_path / "z.zip") == ["cctp.md", "z.zip"]
    assert keys(a, b) == [a.as_posix(), b.as_posix()]
    assert len(tender_groups([a, b], one=True)) == 1


def test_sidecar_gives_what_pieces_do_not_say(tmp_path: Path) -> None:
    write(tmp_path / "m" / "cctp.md")
    write(tmp_path / "m" / "tender.toml", 'departement = "62"\ndate_notification = 2026-02-01\ndate_lancement = 2025-11-01\nmontant = "12 500,50 €"\n')
    write(tmp_path / "n" / "bad.docx").write_bytes(b"\x00\x01" * 400)
    source = check_tenders(tender_groups([tmp_path]), Checker(options=Options(isolated=False)))
    (contract,) = source.contracts()
    assert (contract.key, contract.department, contract.year, contract.amount) == ("m", "62", 2026, 12500.5)
    assert [label.label for _, label in source.labels()] == ["eu-ecolabel"]
    assert [(gap.key, gap.failed) for gap in source.gaps()] == [("n", True)]


def test_a_tender_read_in_part_is_counted_and_told() -> None:
    source = from_reports([("t", sample())])
    assert [contract.key for contract in source.contracts()] == ["t"]
    (gap,) = source.gaps()
    assert not gap.failed and "page 3" in gap.message


def test_reports_satisfy_every_protocol() -> None:
    source = Reports(())
    assert isinstance(source, WithCounted) and isinstance(source, WithCriteria) and isinstance(source, WithGaps) and isinstance(source, WithPolicies)
