"""What clausecheck itself wrote, recognised by content: such a file is no piece of a tender, wherever it lies and whatever its name."""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path

__all__ = ["own_output"]

_HEAD = 4096
"""Bytes looked at; every sign below stands in them."""
_CORE = 65536
"""Greatest size of the properties part of an Office file that is looked into."""
_PACKAGE_SIGNS = (b">clausecheck</dc:creator>", b">clausecheck-note-1</dc:identifier>")
_SIGNS = re.compile(
    r"""
      <!DOCTYPE\ html>.*<meta\ name="generator"\ content="clausecheck\b      # pages
    | \{\s*"schema":\ ?"clausecheck-[a-z]+-\d                               # JSON of every command
    | \{\s*"\$schema":.*"driver":\ \{\s*"name":\ "clausecheck"              # SARIF
    | (?:<\?xml[^>]*>\s*)?<testsuites\ name="clausecheck"                   # JUnit
    | (?:\#\ [^\n]*\n\n)?(?:Droit\ appliqué\ au|Law\ applied\ (?:as\ of|on|at))\ [^\n]+\ —\ .    # report, text and Markdown
    | identifiant;type;demande;famille;objet;force;portée;                  # CSV: findings, indicators, coverage, purchases, exports
    | ventilation;valeur;intitulé;marchés_lus;
    | code;indicateur;état;marchés_couverts;
    | fichier;feuille;ligne;désignation;intitulé;famille;famille_code;
    | marché;siret_acheteur;lot;champ;nom;liste;code;
    | id_marche,siret_acheteur,demande,cle,annee,
    | (?:\#\ )?Écolabels\ demandés\ dans\ les\ marchés\n\n(?:\#\#\ Chiffres|CHIFFRES)\n
    | (?:\#\ )?Indicateurs\ que\ ces\ données\ permettent\n
    | \#\ Avant\ et\ après\n\n\*\*
    | \#\ Bilan\ \d{4}\s—\s.*\n\#\#\ Engagements\n
    | Propositions\ à\ valider\ par\ l['’]acheteur\s:\sun\ candidat\ n['’]est\ pas\ un\ fait
    | (?:\d+\ \w+[,\s;]+)+\d+\ inchangés?\.\n
    | DONNÉES\ DE\ LA\ CONSULTATION\n─────
    | 1\.\ [^\n]+\ \[[A-Z]+-\d+\]\ —\ à\ mettre\ dans\ :
    """,
    re.VERBOSE | re.DOTALL,
)


def own_output(path: Path) -> bool:
    """Whether the file at `path` is a report, a note, an export or another answer of clausecheck. Opens its first kilobytes, or the properties of
    an Office file; False for what is absent or cannot be read, and for forms that carry no sure sign (pictures, DECP, OCDS, one's own template)."""
    try:
        if not path.is_file():
            return False
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError:
        return False
    if head.startswith(b"PK\x03\x04"):
        return _own_package(path)
    text = head.decode("utf-8-sig", "ignore").replace("\r\n", "\n")
    return _SIGNS.match(text.lstrip()) is not None


def _own_package(path: Path) -> bool:
    """Whether the core properties of an Office file name clausecheck as its author, or carry the mark of its notes."""
    try:
        with zipfile.ZipFile(path) as package:
            part = package.getinfo("docProps/core.xml")
            if part.file_size > _CORE:
                return False
            core = package.read(part)
    except (OSError, KeyError, ValueError, RuntimeError, NotImplementedError, EOFError, zipfile.BadZipFile, zlib.error):
        return False
    return any(sign in core for sign in _PACKAGE_SIGNS)
