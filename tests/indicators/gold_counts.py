"""The indicators counted from annotations: one demand a document and label, required or scored, optional rows left out."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from clausecheck.assess.counts import WIDE
from clausecheck.model import Nature
from clausecheck.rulebook.pack import pack_files, pack_root
from clausecheck.rulebook.source import load_yaml

GENERIC = "generic-ecolabel"


@dataclass(frozen=True)
class Scheme:
    """What the catalogue says of a label: the id it is counted under, its nature, whether it is an ecolabel in the strict sense."""

    under: str
    nature: Nature
    strict: bool


def catalogue() -> Mapping[str, Scheme]:
    """Schemes by id, from rules/labels."""
    schemes = {}
    for path in pack_files(pack_root(), "labels"):
        keys = load_yaml(path).keys()
        name = keys["id"].text()
        under = keys["regroupe_sous"].text() if "regroupe_sous" in keys else name
        schemes[name] = Scheme(under, Nature(keys["nature"].text()), keys["strict"].text() == "oui")
    return schemes


def demanded(gold: Path, schemes: Mapping[str, Scheme]) -> tuple[set[str], set[str]]:
    """Ids demanded in one annotated document, and ids whose row is optional (neither right nor wrong)."""
    rows = json.loads(gold.read_text("utf-8"))["labels"]
    asked = {row["label"] for row in rows if row["force"] in ("required", "scored") and not row.get("optional")}
    optional = {row["label"] for row in rows if row.get("optional")}
    return {schemes[name].under if name in schemes else name for name in asked}, {schemes[name].under if name in schemes else name for name in optional}


def summary(documents: Iterable[set[str]], schemes: Mapping[str, Scheme]) -> Counter[str]:
    """documents, with-strict, with-wide, demands-strict, demands-wide, labels-strict, labels-wide, unspecified, other, and nature:<nature>."""
    out: Counter[str] = Counter()
    strict_ids, wide_ids = set(), set()
    for ids in documents:
        named = ids - {GENERIC}
        strict = {name for name in named if name in schemes and schemes[name].strict}
        wide = strict | {name for name in named if name in schemes and schemes[name].nature in WIDE}
        out.update({
            "documents": 1, "with-strict": bool(strict), "with-wide": bool(wide), "demands-strict": len(strict), "demands-wide": len(wide),
            "unspecified": GENERIC in ids, "other": len(named - wide)})
        strict_ids |= strict
        wide_ids |= wide
        for name in ids:
            out[f"nature:{Nature.UNSPECIFIED if name == GENERIC else schemes[name].nature if name in schemes else '?'}"] += 1
    out["labels-strict"], out["labels-wide"] = len(strict_ids), len(wide_ids)
    return out
