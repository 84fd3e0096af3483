"""What users read agrees in number: no « (s) » in the reasons of checks, nor in those of the score."""

from __future__ import annotations

from pathlib import Path

import clausecheck
from clausecheck.rulebook.pack import pack_root


def test_no_plural_is_left_to_the_reader() -> None:
    files = [*sorted((pack_root() / "checks").glob("*.yaml")), *sorted((Path(clausecheck.__file__).parent / "assess").glob("*.py"))]
    assert len(files) > 60
    found = [f"{path.name}: {line.strip()}" for path in files for line in path.read_text("utf-8").splitlines()
             if any(f"{word}(s)" in line for word in ("mention", "condition", "spécification", "Spécification", "demande", "label", "obligation"))]
    assert found == []
