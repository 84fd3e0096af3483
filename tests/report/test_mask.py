"""Personal data is masked in every form of report, sign for sign; figures, norms and codes survive."""

from __future__ import annotations

import io
import json
from dataclasses import replace

import jsonschema
import openpyxl
import pytest

from clausecheck.model import Block, BlockKind, Evidence, Report
from clausecheck.report import csv, html, markdown, text, xlsx
from clausecheck.report.json import load_schema
from clausecheck.report.json import render as render_json
from clausecheck.report.mask import mask, mask_text
from tests.report.sample import clause, sample

MASKED = [
    ("Contact : j.durand-petit@mairie-exemple.fr.", "Contact : •.••••••-•••••@••••••-•••••••.••."),
    ("Écrire à marches(at)exemple.fr", "Écrire à •••••••(••)•••••••.••"),
    ("Tél. 03 21 50 50 50 ou 0321505050", "Tél. •• •• •• •• •• ou ••••••••••"),
    ("Tél. : 06.12.34.56.78, +33 6 12 34 56 78", "Tél. : ••.••.••.••.••, +•• • •• •• •• ••"),
    ("M. Dupont remet le bilan.", "M. •••••• remet le bilan."),
    ("M.\N{NO-BREAK SPACE}Jean-Paul DUPONT, directeur", "M.\N{NO-BREAK SPACE}••••-•••• ••••••, directeur"),
    ("Mme Anne de La Tour signe.", "Mme •••• •• •• •••• signe."),
    ("M. Le Gall et Mme LE BIHAN", "M. •• •••• et Mme •• •••••"),
    ("Monsieur J. Martin Directeur général", "Monsieur •. •••••• Directeur général"),
    ("Madame Éloïse d'Aubigny", "Madame •••••• •'•••••••"),
    ("Maître Lenoir, notaire", "Maître ••••••, notaire"),
    ("Livraison au 12 bis, rue de la République, 62000 Arras.", "Livraison au •• •••, ••• •• •• ••••••••••, ••••• •••••."),
    ("Siège : 4 avenue du Général Leclerc – 59000 LILLE", "Siège : • •••••• •• ••••••• ••••••• – ••••• •••••"),
    ("1 place du 11 Novembre", "• ••••• •• •• ••••••••"),
    ("IBAN : FR76 3000 6000 0112 3456 7890 189", "IBAN : •••• •••• •••• •••• •••• •••• •••"),
    ("IBAN FR7630006000011234567890189.", "IBAN •••••••••••••••••••••••••••."),
]
KEPT = [
    "Emballages conformes à la norme NF EN 13430 et à NF EN 14995.", "Code CPV 30213100-6 et 03000000-1.", "Article L. 2112-2-1 du code ; article R2152-7.",
    "Montant : 1 250 000,00 € HT, soit 06 12 % de plus.", "Au moins 30 % des 1 200 chaises.", "Marché n° 2026-017 du 01/09/2026 à 12 h 00.",
    "Durée de 24 mois à compter du 01.09.2026.", "20 places de stationnement et 3 cours d'eau.", "2 routes et 15 rue(s) ; 3 passages par jour.",
    "Monsieur le Maire et Madame la Présidente.", "M. le Directeur général des services.", "Monsieur Le Maire de Villeneuve.", "Madame Directrice",
    "SIRET 216 200 417 00015, TVA FR40216200417.", "ISO 14024, EN ISO 14001:2015, EPEAT Gold, TCO Certified.", "Mme, M. : le titulaire rend compte.",
    "Règlement (UE) 2019/2021 ; directive 2009/125/CE.", "Classe A (échelle A à G) ; indice 8,5 sur 10.", "https://www.legifrance.gouv.fr/codes/article_lc/X",
    "Lot 1 : 500 km ; lot 2 : 0,5 kg de CO2 par repas.", "Une place de Parking sur 10 est équipée.", "Fourniture de 40 m² de moquette.",
]


@pytest.mark.parametrize(("words", "masked"), MASKED)
def test_personal_data_is_masked_sign_for_sign(words: str, masked: str) -> None:
    assert mask_text(words) == masked
    assert len(masked) == len(words)
    assert mask_text(masked) == masked


@pytest.mark.parametrize("words", KEPT)
def test_what_is_not_personal_survives(words: str) -> None:
    assert mask_text(words) == words


def test_nothing_in_the_sample_report_is_masked_by_mistake() -> None:
    report = sample()
    assert mask(report).documents == report.documents and mask(report).checks == report.checks


def private() -> Report:
    """A sentence that begins with the name whose civility ends the line before, and a proof with a telephone number."""
    report = sample()
    first = report.documents[0]
    body = "Référent : Mme Garance Lheureux reprend les ordinateurs reconditionnés.\nTél. 03 21 50 50 50."
    quote = "Garance Lheureux reprend les ordinateurs reconditionnés."
    start = body.index(quote)
    row = clause(quote=quote, quote_start=start, quote_end=start + len(quote), start=body.index("reconditionnés"), end=body.index(".\n"),
                 section="4 Suivi par M. Garance")
    document = replace(first.document, text=body, blocks=(Block(0, BlockKind.PARAGRAPH, 0, len(body)),))
    check = replace(report.checks[0], evidence=(Evidence("cctp.docx", "Tél. 03 21 50 50 50."),), reason="Écrire à garance@exemple.fr.")
    return replace(report, documents=(replace(first, document=document, labels=(), clauses=(row,)), *report.documents[1:]), checks=(check,), demands=())


def shown(report: Report) -> dict[str, str]:
    book = openpyxl.load_workbook(io.BytesIO(xlsx.render(report)))
    sheets = " ".join(str(value) for sheet in book for row in sheet.iter_rows(values_only=True) for value in row)
    return {
        "text": text.render(report), "html": html.render(report), "md": markdown.render(report), "csv": csv.render(report), "json": render_json(report),
        "xlsx": sheets,
    }


@pytest.mark.parametrize("form", ["text", "html", "md", "csv", "json", "xlsx"])
def test_no_form_lets_it_through(form: str) -> None:
    plain, masked = shown(private())[form], shown(mask(private()))[form]
    assert "Lheureux" in plain
    for secret in ("Lheureux", "Garance", "50 50 50", "garance@"):
        assert secret not in masked
    assert "reconditionnés" in masked


def test_offsets_keep_their_meaning() -> None:
    plain, masked = private().documents[0], mask(private()).documents[0]
    assert len(plain.document.text) == len(masked.document.text)
    row = masked.clauses[0]
    assert masked.document.text[row.start : row.end] == "reconditionnés"
    assert row.quote == "••••••• •••••••• reprend les ordinateurs reconditionnés."
    answer = json.loads(render_json(mask(private())))
    jsonschema.validate(answer, load_schema())
    assert answer["tool"]["options"]["mask"] == "true"
