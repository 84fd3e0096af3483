"""Small tenders for the tests of the batch room."""

from __future__ import annotations

import zipfile
from pathlib import Path

from clausecheck.batch.item import Settings
from clausecheck.batch.run import prepared
from clausecheck.batch.summary import Summary

__all__ = ["CCTP", "RC", "Quiet", "archive", "fixed", "folder"]

CCTP = "# Cahier des clauses techniques particulières\n\nFourniture de papier.\n\nLes papiers livrés sont certifiés FSC ou équivalent.\n"
RC = "# Règlement de la consultation\n\nAcheteur : Commune de Villeneuve-sur-Lys.\n\nLes offres sont jugées sur le prix (60 %) et la valeur technique (40 %).\n"


class Quiet:
    """Takes what a run tells."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.last = Summary()

    def say(self, message: str) -> None:
        """Keep a sentence."""
        self.said.append(message)

    def counting(self, count: int) -> None:
        """Nothing to do."""

    def going(self, summary: Summary) -> None:
        """Keep where the run is."""
        self.last = summary


def fixed(**changes: object) -> Settings:
    """Settings ready for a run."""
    return prepared(Settings(**changes))  # type: ignore[arg-type]


def archive(path: Path, *names: str) -> Path:
    """A ZIP of small pieces."""
    with zipfile.ZipFile(path, "w") as out:
        for name in names or ("cctp.md",):
            out.writestr(name, CCTP)
    return path


def folder(base: Path, count: int) -> Path:
    """A tree of `count` tenders of one or two pieces; every one has a text of its own."""
    for number in range(count):
        tender = base / f"M{number:04d}"
        tender.mkdir(parents=True)
        (tender / "cctp.md").write_text(f"{CCTP}\nMarché numéro {number}.\n", "utf-8")
        if number % 3 == 0:
            (tender / "rc.md").write_text(f"{RC}\nMarché numéro {number}.\n", "utf-8")
    return base
