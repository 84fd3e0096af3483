"""tender.toml: what the buyer states."""

from __future__ import annotations

from pathlib import Path

import pytest

from clausecheck.model import Fact, Tender
from clausecheck.structure.resources import load_resources
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
    path = written(tmp_path, 'date_lancement = 2026-09-01\nacheteur = "Ville"\nsecteur = ["it-services"]\nmontant = 5\n')
    assert [(fact.field, fact.value) for fact in read_sidecar(path)] == [
        ("launch_date", "2026-09-01"), ("buyer", "Ville"), ("sector", "it-services"), ("amount", "5")]


@pytest.mark.parametrize(("text", "said"), [
    ("couleur = 1\n", "la clé « couleur » est inconnue"),
    ("launch_date = \n", "n'est pas un fichier TOML lisible"),
    ('launch_date = "bientôt"\n', "attend une date de la forme 2026-09-01"),
    ("buyer = [1]\n", "attend un texte"),
    ('date_lancement = "bientôt"\n', "la clé « date_lancement » attend une date"),
    ('siret = "123"\n', "la clé « siret » attend un SIRET de 14 chiffres, et non « 123 »"),
    ("siret = 2139000000001\n", "14 chiffres"),
    ('cpv = ["30213100-6", "xx"]\n', "la clé « cpv » attend un code CPV de 8 chiffres"),
    ('cpv = "30213"\n', "8 chiffres"),
    ('secteur = "informatique"\n', "la clé « secteur » attend un secteur connu, et non « informatique »"),
    ('nature_acheteur = "mairie"\n', "la clé « nature_acheteur » attend une nature d'acheteur connue"),
    ('nature_acheteur = "mairie"\n', "commune : Commune"),
    ('duree = "bof"\n', "la clé « duree » attend une durée"),
    ('montant = "beaucoup"\n', "la clé « montant » attend un montant"),
    ("montant = -5\n", "la clé « montant » attend un montant"),
    ("montant = nan\n", "la clé « montant » attend un montant"),
])
def test_faults_name_the_file_and_the_remedy(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(SidecarError) as error:
        read_sidecar(written(tmp_path, text))
    assert said in str(error.value) and "tender.toml" in str(error.value)


def test_values_are_written_one_way(tmp_path: Path) -> None:
    text = ('siret = "213 900 000 00011"\ncpv = "30213100"\nmontant = "12 500,50 € HT"\nduree = "24 mois"\nnature_acheteur = "Commune"\n'
            'secteur = "SERVICES INFORMATIQUES"\n')
    title = next(sector.title for sector in load_resources().sectors if sector.id == "it-services")
    path = written(tmp_path, text.replace("SERVICES INFORMATIQUES", title.upper()))
    assert [(fact.field, fact.value) for fact in read_sidecar(path)] == [
        ("siret", "21390000000011"), ("cpv", "30213100"), ("amount", "12500.50"), ("duration", "24 mois"), ("buyer_kind", "commune"),
        ("sector", "it-services")]


def test_an_unknown_sector_is_answered_with_all_of_them_the_nearest_first(tmp_path: Path) -> None:
    with pytest.raises(SidecarError) as error:
        read_sidecar(written(tmp_path, 'secteur = "informatique"\n'))
    lines = str(error.value).splitlines()
    sectors = load_resources().sectors
    assert len(lines) == 1 + len(sectors) and "informatique" in lines[1].lower()


def test_a_file_saved_by_a_windows_editor(tmp_path: Path) -> None:
    path = tmp_path / "tender.toml"
    path.write_bytes("\ufeffacheteur = \"Ville\"\n".encode())
    assert [fact.value for fact in read_sidecar(path)] == ["Ville"]
    path.write_bytes('acheteur = "Cité"\n'.encode("latin-1"))
    with pytest.raises(SidecarError, match="UTF-8"):
        read_sidecar(path)


@pytest.mark.parametrize(("text", "said"), [
    ("acheteur = \n", "ligne 1, colonne 12 : valeur mal écrite"), ('objet = "x"\nacheteur = "x\n', "ligne 2, colonne"), ("x y\n", "le signe ="),
    ("montant = 1\nmontant = 2\n", "ligne 2, colonne 12 : cette clé est donnée deux fois"), ("cpv = [1\n", "en fin de fichier : un crochet ["),
    ("date_lancement = 01/09/2026\n", "ligne 1"), ("date_lancement = 2026-13-45\n", "ligne 1"), ("[a\n", "le crochet ]"), ("objet = 'x", "guillemets"),
    ('objet = "a\\q"\n', "se double"),
])
def test_what_is_not_toml_is_told_in_french_with_its_place(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(SidecarError) as error:
        read_sidecar(written(tmp_path, text))
    message = str(error.value)
    assert said in message and "syntaxe non reconnue" not in message
    assert not {"Invalid", "Expected", "Cannot", "Unclosed", "line"} & set(message.replace("(", " ").split())


def test_what_is_stated_wins() -> None:
    read = Tender(buyer="Mairie", launch_date="2025-01-01", cpv=("1",), facts=(Fact("buyer", "Mairie", "la mairie"), Fact("title", "Achat", "achat")))
    stated = (Fact("buyer", "Ville", "", source="stated"), Fact("cpv", "2", "", source="stated"), Fact("sector", "it", "", source="stated"))
    tender = with_stated(read, stated)
    assert (tender.buyer, tender.launch_date, tender.cpv, tender.sectors) == ("Ville", "2025-01-01", ("2",), ("it",))
    assert [(fact.field, fact.value) for fact in tender.facts] == [("buyer", "Ville"), ("cpv", "2"), ("sector", "it"), ("title", "Achat")]
    assert with_stated(read, ()) == read
