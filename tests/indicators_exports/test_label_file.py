"""The label side file and its Table Schema."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from clausecheck.indicators.label_file import LABEL_FILE_COLUMNS, label_rows, render_csv, render_parquet, schema_path
from clausecheck.model import Force, Nature, Stage
from tests.indicators_exports.builders import OTHER_SIRET, SIRET, contract, label

PAIRS = [
    (contract(), label()),
    (contract(), label(demand="d003", label="tco-certified", name="TCO Certified", nature=Nature.ISO14024_TYPE_I, strict=True, force=Force.SCORED,
                       stage=Stage.AWARD, equivalent=None, lots=("1", "2"), document="rc.pdf", page=None, section="", tier="Gen 10", places=1,
                       quote="Les écrans, notés,\nsont « TCO ».")),
]
GOLDEN = f"""\
id_marche,siret_acheteur,demande,cle,annee,lots,label,nom_label,nature,strict,etendu,niveau,force,etape,equivalence_admise,lieux,document,page,article,phrase
2026-017,{SIRET},d001,2026-017,2026,,fsc,FSC,forest,false,true,,required,technical-specification,true,3,cctp.pdf,4,3 Papier,Les ramettes portent le label FSC ou équivalent.
2026-017,{SIRET},d003,2026-017,2026,1; 2,tco-certified,TCO Certified,iso14024_type1,true,true,Gen 10,scored,award-criterion,,1,rc.pdf,,,"Les écrans, notés, sont « TCO »."
"""


def test_golden() -> None:
    rows, notes = label_rows(PAIRS)
    assert render_csv(rows) == GOLDEN and notes == []


def schema() -> dict[str, object]:
    return json.loads(schema_path().read_text("utf-8"))  # type: ignore[no-any-return]


def test_the_schema_names_the_columns_and_values() -> None:
    fields = {field["name"]: field for field in schema()["fields"]}  # type: ignore[attr-defined]
    assert tuple(fields) == LABEL_FILE_COLUMNS
    assert set(fields["nature"]["constraints"]["enum"]) == {nature.value for nature in Nature}
    assert set(fields["etape"]["constraints"]["enum"]) == {stage.value for stage in Stage}
    assert fields["force"]["constraints"]["enum"] == ["required", "scored"]


@pytest.mark.parametrize("known", [True, False])
def test_valid_under_frictionless(tmp_path: Path, known: bool) -> None:
    frictionless = pytest.importorskip("frictionless", reason="frictionless is not installed")
    pairs = PAIRS if known else [(contract("dossier/cctp.pdf", siret="", reference="", notified=""), row) for _, row in PAIRS]
    descriptor = frictionless.Schema.from_descriptor(schema())
    assert frictionless.Schema.validate_descriptor(schema()).valid
    path = tmp_path / "labels.csv"

    def errors(text: str) -> list[object]:
        path.write_text(text, "utf-8")
        return list(frictionless.Resource(path=path.name, basepath=str(tmp_path), schema=descriptor).validate().flatten(["type", "message"]))

    assert errors(render_csv(label_rows(pairs)[0])) == []
    assert errors(render_csv(label_rows([*pairs, pairs[0]])[0])), "the same demand twice breaks the key"
    assert errors(render_csv(label_rows(pairs)[0]).replace("forest", "bois"))


def test_unknown_siret_and_id_are_kept_and_said_once() -> None:
    rows, notes = label_rows([(contract("lot/cctp.pdf", siret="", reference=""), row) for _, row in PAIRS])
    assert len(rows) == 2 and rows[0][:2] == (None, None) and rows[0][3] == "lot/cctp.pdf"
    assert len(notes) == 2 and "SIRET de l'acheteur est inconnu" in notes[0] and "aucun identifiant" in notes[1]
    assert label_rows([(contract(siret=""), label())], siret=OTHER_SIRET)[0][0][1] == OTHER_SIRET
    assert label_rows([(contract(siret="12 34"), label())])[0][0][1] is None


def test_no_label_is_a_header_alone() -> None:
    assert render_csv([]) == ",".join(LABEL_FILE_COLUMNS) + "\n"


def test_parquet_holds_the_same_rows() -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed")
    rows = label_rows(PAIRS)[0]
    table = parquet.read_table(io.BytesIO(render_parquet(rows)))
    assert tuple(table.column_names) == LABEL_FILE_COLUMNS
    assert [tuple(row.values()) for row in table.to_pylist()] == rows
    assert parquet.read_table(io.BytesIO(render_parquet([]))).num_rows == 0


def test_the_csv_reads_back() -> None:
    read = list(csv.DictReader(io.StringIO(GOLDEN)))
    assert read[1]["phrase"] == "Les écrans, notés, sont « TCO »." and read[0]["equivalence_admise"] == "true"
