"""tender.toml: what the buyer states."""

from __future__ import annotations

from pathlib import Path

import pytest

from clausecheck.model import Fact, Tender
from clausecheck.structure.sidecar import SidecarError, find_sidecar, read_sidecar, with_stated


def written(folder: Path, text: str) -> Path:
    path = folder / "tender.toml"
    path.write_text(text, "utf-8")
    return path


def test_found_in_the_folder_and_beside_a_file(tmp_path: Path) -> None:
    assert find_sidecar([tmp_path, tmp_path / "rc.docx"]) is None
    path = written(tmp_path, "")
    assert find_sidecar([tmp_path]) == path
    assert find_sidecar([tmp_path / "absent.pdf"]) == path
    assert find_sidecar(["ailleurs/rc.docx", str(tmp_path)]) == path


def test_values(tmp_path: Path) -> None:
    dates = "launch_date = 2026-09-01\ndeadline = 2026-10-01T12:00:00\n"
    path = written(tmp_path, dates + 'cpv = ["30213100-6", "30231300-0"]\nbuyer = " Ville "\namount = 90000\n')
    facts = [(fact.field, fact.value) for fact in read_sidecar(path)]
    assert facts == [
        ("launch_date", "2026-09-01"), ("deadline", "2026-10-01T12:00:00"), ("cpv", "30213100-6"), ("cpv", "30231300-0"), ("buyer", "Ville"),
        ("amount", "90000"),
    ]
    assert {fact.source for fact in read_sidecar(path)} == {"stated"}


def test_french_keys_say_the_same(tmp_path: Path) -> None:
    path = written(tmp_path, 'date_lancement = 2026-09-01\nacheteur = "Ville"\nsecteur = ["it"]\nmontant = 5\n')
    assert [(fact.field, fact.value) for fact in read_sidecar(path)] == [
        ("launch_date", "2026-09-01"), ("buyer", "Ville"), ("sector", "it"), ("amount", "5")]


@pytest.mark.parametrize(("text", "said"), [
    ("couleur = 1\n", "la clé « couleur » est inconnue"),
    ("launch_date = \n", "n'est pas un fichier TOML lisible"),
    ('launch_date = "bientôt"\n', "attend une date de la forme 2026-09-01"),
    ("buyer = [1]\n", "attend un texte"),
])
def test_faults_name_the_file_and_the_remedy(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(SidecarError) as error:
        read_sidecar(written(tmp_path, text))
    assert said in str(error.value) and "tender.toml" in str(error.value)


def test_what_is_stated_wins() -> None:
    read = Tender(buyer="Mairie", launch_date="2025-01-01", cpv=("1",), facts=(Fact("buyer", "Mairie", "la mairie"), Fact("title", "Achat", "achat")))
    stated = (Fact("buyer", "Ville", "", source="stated"), Fact("cpv", "2", "", source="stated"), Fact("sector", "it", "", source="stated"))
    tender = with_stated(read, stated)
    assert (tender.buyer, tender.launch_date, tender.cpv, tender.sectors) == ("Ville", "2025-01-01", ("2",), ("it",))
    assert [(fact.field, fact.value) for fact in tender.facts] == [("buyer", "Ville"), ("cpv", "2"), ("sector", "it"), ("title", "Achat")]
    assert with_stated(read, ()) == read
