"""The census of a half: how many demands of each family, look-alikes of the core families, silent tenders, words."""

from __future__ import annotations

from collections import Counter
from typing import Any

from builder.marks import FAMILIES, FORCES, plain
from builder.source import Piece

__all__ = ["census"]

CORE = ("reuse", "repairability", "durability", "recycled")
DEMAND = ("required", "scored")


def census(pieces: list[Piece], golds: list[dict[str, Any]], size: int) -> str:
    """The tables of one half as text, from the gold of each piece, the sources (for the words) and the size of the built files in bytes.

    Optional rows are not counted."""
    clauses: Counter[tuple[str, str]] = Counter()
    labels: Counter[str] = Counter()
    asked: set[str] = set()
    distinct: set[str] = set()
    for gold in golds:
        clauses.update((c["family"], c["force"]) for c in gold["clauses"] if not c.get("optional"))
        labels.update(row["force"] for row in gold["labels"] if not row.get("optional"))
        distinct.update(row["label"] for row in gold["labels"])
        asked.update(row["label"] for row in gold["labels"] if row["force"] in DEMAND)
    words = [sum(len(plain(t).split()) for t in p.texts()) for p in pieces]
    tenders = {p.slug for p in pieces}
    speaking = {p.slug for p in pieces if not p.meta.get("silent")}
    silent_pieces = sum(bool(p.meta.get("silent")) for p in pieces)
    kinds = Counter(str(p.meta["kind"]) for p in pieces)
    formats = Counter(p.format for p in pieces)
    lines = [f"{'family':16}{'demands':>9}" + "".join(f"{f:>13}" for f in FORCES)]
    for family in FAMILIES:
        counts = [clauses[family, force] for force in FORCES]
        lines.append(f"{family:16}{counts[0] + counts[1]:>9}" + "".join(f"{n:>13}" for n in counts) + ("   core" if family in CORE else ""))
    total = [sum(clauses[f, force] for f in FAMILIES) for force in FORCES]
    lines.append(f"{'all':16}{total[0] + total[1]:>9}" + "".join(f"{n:>13}" for n in total))
    lines.append(f"{'labels':16}{labels['required'] + labels['scored']:>9}" + "".join(f"{labels[f]:>13}" for f in FORCES))
    lines.append("")
    lines.append(f"tenders {len(tenders)}, of them silent {len(tenders - speaking)}; pieces {len(pieces)}, of them silent {silent_pieces}")
    lines += [f"{what}: {', '.join(f'{k} {n}' for k, n in c.most_common())}" for what, c in (("kinds", kinds), ("formats", formats))]
    lines.append(f"distinct labels named {len(distinct)}, demanded {len(asked)}; award criteria {sum(len(g['criteria']) for g in golds)}")
    lines.append(f"words {sum(words)} (shortest piece {min(words)}, longest {max(words)}), of them in silent pieces "
                 f"{sum(w for w, p in zip(words, pieces, strict=True) if p.meta.get('silent'))}; built files {size / 1e6:.1f} MB")
    return "\n".join(lines)
