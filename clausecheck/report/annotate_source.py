"""What the annotated copies of Word and PDF pieces ask of the source and of the report before they are written."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path

from clausecheck.report.messages import Translator

__all__ = ["changed_since", "law_day"]


def changed_since(source: Path, sha256: str, name: str, t: Translator) -> str:
    """Why `source` is not the file that was read, whose digest is `sha256` ("" when unknown): offsets hold for no other. "" when it is."""
    try:
        with source.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        return t("« {name} » ne peut plus être lu ({why}) : pas de copie annotée.", name=name, why=error.strerror or str(error))
    if sha256 and sha256 != digest:
        return t("« {name} » a changé depuis son contrôle : relancez le contrôle pour avoir une copie annotée.", name=name)
    return ""


def law_day(on: str) -> str:
    """The day of the law as an ISO date, "" when the report has none."""
    try:
        return date.fromisoformat(on[:10]).isoformat()
    except ValueError:
        return ""
