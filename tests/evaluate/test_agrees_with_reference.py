"""The measure gives the same figures as the reference script of the evaluation set, on reports with known faults."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from clausecheck.evaluate.measure import Measure

EVAL = Path(__file__).resolve().parents[3] / "shared" / "eval"

pytestmark = pytest.mark.skipif(not (EVAL / "score.py").is_file(), reason="the evaluation set is not beside the repository")


def spoil(gold: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """A report made of the gold, with rows lost, repeated, cut, renamed and invented."""
    labels = [dict(row, force=chance.choice([row["force"], row["force"], "informative"])) for row in gold["labels"] if chance.random() < 0.85]
    clauses = []
    for row in gold["clauses"]:
        if chance.random() < 0.2:
            continue
        copy = {key: value for key, value in row.items() if key != "optional"}
        if chance.random() < 0.3:
            copy["quote"] = " ".join(copy["quote"].split()[: chance.randint(1, 12)])
        if chance.random() < 0.2:
            copy["family"] = chance.choice(["energy", "reuse", "recycled", "social"])
        if chance.random() < 0.2:
            copy["force"] = chance.choice(["required", "scored", "encouraged"])
        clauses += [copy] * chance.choice([1, 1, 1, 2])
    for row in gold["criteria"] + gold["labels"]:
        if chance.random() < 0.2:
            clauses.append({"family": "general", "force": "required", "stage": "other", "quote": row.get("name") or row["quote"]})
    if chance.random() < 0.4:
        clauses.append({"family": "energy", "force": "required", "stage": "other", "quote": "une exigence inventée de toutes pièces"})
        labels.append({"label": "new:invented", "force": "scored", "quote": "inventé", "equivalent": False})
    criteria = [dict(row, environmental=chance.random() < 0.5) for row in gold["criteria"] if chance.random() < 0.8]
    kind = chance.choice([gold["kind"], "other"])
    return {"kind": kind, "words": chance.randint(1, 9000), "labels": labels, "clauses": clauses, "criteria": criteria}


@pytest.mark.parametrize("seed", range(4))
def test_same_figures(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    golds = [json.loads(path.read_text("utf-8")) for path in sorted((EVAL / "gold").glob("*.json"))]
    measure = Measure()
    for gold in golds:
        document = spoil(gold, chance)
        (tmp_path / f"{gold['doc']}.json").write_text(json.dumps({"documents": [document]}), "utf-8")
        measure.add(gold, document)
    out = tmp_path / "figures" / "out.json"
    out.parent.mkdir()
    command = [sys.executable, EVAL / "score.py", EVAL / "gold", EVAL / "files", "--reports", tmp_path, "--json", out]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    reference = json.loads(out.read_text("utf-8"))
    ours = measure.as_dict()
    del reference["seconds"]
    # the script also lists families that it met in other views, with nothing counted
    reference["family"] = {name: row for name, row in reference["family"].items() if row["hit"] + row["missed"] + row["false"]}
    assert ours == reference
    assert ours["environmental demand"]["missed"] > 0 and ours["environmental demand"]["false"] > 0
