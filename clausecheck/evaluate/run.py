"""Checks the files of a folder, in this process and with one rulebook, and measures them against the gold of another."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from clausecheck.evaluate.measure import Measure
from clausecheck.pipeline import Checker
from clausecheck.report.json import report_dict

__all__ = ["GoldError", "load_gold", "measure_files", "measure_reports"]

_LISTS = ("labels", "clauses", "criteria")


class GoldError(ValueError):
    """A gold file that cannot be used; `str()` is French and names the file."""


def load_gold(folder: Path, only: Collection[str] = ()) -> list[dict[str, Any]]:
    """The gold files of a folder by name, those named in `only` when given. Raises GoldError when there is none, or one is not usable."""
    golds = []
    for path in sorted(folder.glob("*.json")):
        try:
            gold = json.loads(path.read_text("utf-8"))
        except (OSError, ValueError) as error:
            raise GoldError(f"« {path} » n'est pas une annotation lisible ({error}).") from error
        missing = [key for key in ("doc", *_LISTS) if key not in gold] if isinstance(gold, dict) else ["doc"]
        if missing:
            raise GoldError(f"« {path} » n'est pas une annotation : il y manque {', '.join(missing)}.")
        if not only or gold["doc"] in only:
            golds.append(gold)
    if not golds:
        raise GoldError(f"« {folder} » ne contient aucune annotation (fichiers .json).")
    return golds


def measure_files(golds: list[dict[str, Any]], files: Path, checker: Checker | None = None) -> Iterator[tuple[str, Measure]]:
    """Check each document of `golds` by itself and add it up; yields the name of each and the measure so far."""
    measure = Measure()
    checker = checker or Checker()
    for gold in golds:
        name = gold["doc"]
        paths = sorted(files.glob(f"{name}.*"))
        if not paths:
            measure.add(gold, None, "fichier absent")
        else:
            documents = report_dict(checker.check([paths[0]]))["documents"]
            if len(documents) == 1:
                measure.add(gold, documents[0])
            else:
                measure.add(gold, None, f"{len(documents)} documents au lieu d'un")
        yield name, measure


def measure_reports(golds: list[dict[str, Any]], reports: Path) -> Measure:
    """Measure saved JSON reports, named <doc>.json."""
    measure = Measure()
    for gold in golds:
        path = reports / f"{gold['doc']}.json"
        try:
            documents = json.loads(path.read_text("utf-8")).get("documents", [])
        except (OSError, ValueError):
            documents = []
        if len(documents) == 1:
            measure.add(gold, documents[0])
        else:
            measure.add(gold, None, "rapport absent ou illisible")
    return measure
