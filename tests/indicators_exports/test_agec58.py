"""The declaration of article 58: amounts by hand, the official schema, the steps of the decree."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from clausecheck.indicators.agec58 import AGEC_COLUMNS, AgecError, compare, declare, left_out, load_rates, render_csv, render_text, schema_path
from clausecheck.indicators.purchases_model import Condition, Line
from clausecheck.rulebook.pack import pack_root
from clausecheck.rulebook.source import RuleError
from clausecheck.structure.sectors import AGEC_CATEGORIES
from tests.indicators_exports.builders import OTHER_SIRET, SCHEMAS, SIRET

R, U, C, G = Condition.RECONDITIONED, Condition.REUSED, Condition.RECYCLED, Condition.GIFT


def line(family: str, value: float | None, *conditions: Condition, with_tax: bool = False) -> Line:
    return Line("a.csv", "", 2, f"Objet {family}", family=family, conditions=conditions, value=value, with_tax=with_tax)


LINES = (
    line("laptops", 1000.10, R), line("phones", 3000, ), line("screens", 500, U, C), line("tablets", 200, G), line("copy-paper", 800, C), line("copy-paper", None, C),
    line("office-furniture", 250.5), line("detergents", 70, C), line("", 45),
)
"""Computers and phones: 4 500.10 spent, of which 1 500.10 reused (the screen is reused and recycled: once), and a gift worth 200. Paper: 800 recycled."""
GOLDEN = """\
annee,siret,raison_sociale,type_produit_acquis,montant_total,montant_reemploi_et_reutilisation,montant_produits_issus_don,montant_produits_recycles,commentaires
2026,21990001000006,Commune de Val-sur-Orne,Matériel informatique et téléphonie,4500.10,1500.10,200.00,0.00,
2026,21990001000006,Commune de Val-sur-Orne,Papier,800.00,0.00,0.00,800.00,"1 ligne d'achat sans montant, non comptée"
2026,21990001000006,Commune de Val-sur-Orne,Mobilier et aménagement d'intérieur,250.50,0.00,0.00,0.00,
"""


def made(**changes: object):  # type: ignore[no-untyped-def]
    return declare(**{"lines": LINES, "year": 2026, "siret": SIRET, "name": "Commune de Val-sur-Orne", **changes})  # type: ignore[arg-type]


def test_golden() -> None:
    assert render_csv(made()) == GOLDEN


def test_the_schema_shipped_is_the_official_one() -> None:
    schema = json.loads(schema_path().read_text("utf-8"))
    fields = {field["name"]: field for field in schema["fields"]}
    assert tuple(fields) == AGEC_COLUMNS
    assert tuple(fields["type_produit_acquis"]["constraints"]["enum"]) == AGEC_CATEGORIES
    assert schema["licenses"][0]["name"] == "etalab-2.0"
    official = SCHEMAS / "agec58" / "schema.json"
    if not official.exists():
        pytest.skip("the official schema is not beside the project")
    assert json.loads(official.read_text("utf-8")) == schema


def test_valid_under_frictionless(tmp_path: Path) -> None:
    frictionless = pytest.importorskip("frictionless", reason="frictionless is not installed")
    path = tmp_path / "declaration.csv"
    path.write_text(GOLDEN, "utf-8")
    schema = frictionless.Schema.from_descriptor(json.loads(schema_path().read_text("utf-8")))
    report = frictionless.Resource(path=path.name, basepath=str(tmp_path), schema=schema).validate()
    assert report.valid, report.flatten(["message"])
    path.write_text(GOLDEN.replace(",Papier,", ",Carton,"), "utf-8")
    assert not frictionless.Resource(path=path.name, basepath=str(tmp_path), schema=schema).validate().valid


def test_what_is_left_out_is_said() -> None:
    text = " ".join(left_out(made())).replace("\N{NO-BREAK SPACE}", " ")
    assert "hors des 17 catégories : 1, pour 70 €" in text and "non classées, à ranger à la main : 1, pour 45 €" in text
    assert "Papier : 1 ligne sans montant, non comptée." in text


def test_amounts_with_tax_are_refused() -> None:
    with pytest.raises(AgecError, match="--vat 20"):
        made(lines=(line("laptops", 12, with_tax=True),))


@pytest.mark.parametrize(("changes", "words"), [({"siret": "123"}, "14 chiffres"), ({"siret": ""}, "inconnu"), ({"year": 26}, "année civile"), ({"name": " "}, "--name")])
def test_what_the_schema_refuses(changes: dict[str, object], words: str) -> None:
    with pytest.raises(AgecError, match=words):
        made(**changes)


def test_a_siret_that_does_not_add_up_is_said_and_kept() -> None:
    assert any("clé de contrôle" in text for text in left_out(made(siret="21990001000007")))
    assert made(siret=OTHER_SIRET).notes[0].startswith("Papier")


def test_steps_and_doubt() -> None:
    found = {category: (reuse.replace("\N{NO-BREAK SPACE}", " "), recycled.replace("\N{NO-BREAK SPACE}", " ")) for category, reuse, recycled in compare(made())}
    # (1 500.10 + 200) / (4 500.10 + 200) = 36.2 %
    assert found["Matériel informatique et téléphonie"] == ("36,2 % (palier atteint : 20 % depuis 2024, à vérifier)", "0 % (taux de 2024 non trouvé, à vérifier au Journal officiel)")
    assert found["Papier"][0] == "0 % (pas de taux, à vérifier)"
    assert found["Mobilier et aménagement d'intérieur"] == ("0 % (palier non atteint : 20 % depuis 2024, à vérifier)", "0 % (palier non atteint : 15 % depuis 2024, à vérifier)")
    later = {category: reuse for category, reuse, _ in compare(made(year=2028))}
    assert "25" in later["Matériel informatique et téléphonie"] and "2027 non trouvé" in later["Mobilier et aménagement d'intérieur"]
    assert "aucun palier" in compare(made(year=2023))[0][1]


def test_every_rate_has_a_source_and_every_doubtful_one_says_so() -> None:
    rates = load_rates()
    assert rates.steps == (2024, 2027, 2030) and tuple(rates.categories) == AGEC_CATEGORIES
    for one in rates.categories.values():
        assert one.status == "to-verify", "a rate may be confirmed only when the annex itself was read"
        assert one.source.startswith("https://") or not (one.reuse or one.recycled)


def test_text() -> None:
    text = render_text(made(), width=110)
    assert "à vérifier" in text and "Commune de Val-sur-Orne, SIRET 21990001000006" in text and "non classées" in text
    assert "déclaration est vide" in render_text(made(lines=()))


def test_a_rate_file_without_a_category_is_refused(tmp_path: Path) -> None:
    (tmp_path / "indicators").mkdir()
    text = (pack_root() / "indicators" / "agec58.yaml").read_text("utf-8").replace("  - {nom: Jeux et jouets, statut: to-verify}\n", "")
    (tmp_path / "indicators" / "agec58.yaml").write_text(text, "utf-8")
    with pytest.raises(RuleError, match="Jeux et jouets"):
        load_rates(tmp_path)


def test_lines_of_another_year_are_not_declared() -> None:
    from dataclasses import replace

    found = made(lines=(*LINES, replace(line("laptops", 9999), year=2025), replace(line("laptops", 1), year=2026)))
    assert found.rows[0].total == 4501.10 and any("autre année que 2026, hors de la déclaration : 1" in text for text in left_out(found))
