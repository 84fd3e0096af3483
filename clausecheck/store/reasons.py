"""What the codes of failures and reading issues mean, in a few French words; the full sentence stands in the record's message."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["REASONS"]

REASONS: Mapping[str, str] = {
    "timeout": "temps dépassé", "memory": "mémoire dépassée", "crashed": "lecteur arrêté net", "error": "erreur inattendue",
    "output": "rapport démesuré", "fetch-failed": "pièce introuvable ou serveur en défaut", "no-document": "aucun fichier indiqué",
    "settings": "réglages inutilisables", "worker-lost": "machine perdue", "unread": "aucune pièce lisible",
    "missing-file": "fichier introuvable", "unreadable": "fichier inaccessible", "empty": "fichier vide",
    "encrypted": "fichier protégé par un mot de passe", "damaged": "fichier endommagé", "repaired": "fichier réparé avant lecture",
    "scanned-no-ocr": "pages scannées non lues", "ocr": "pages scannées lues par OCR", "garbled-text": "texte illisible", "no-text": "aucun texte",
    "truncated": "fichier tronqué", "too-large": "trop volumineux", "unsupported": "format non lu", "needs-converter": "LibreOffice nécessaire",
    "tracked-changes": "modifications suivies", "comments": "commentaires", "hidden-text": "texte masqué",
    "unsafe-path": "chemin refusé dans l'archive",
    "nested-too-deep": "archives trop imbriquées", "wrong-extension": "extension trompeuse", "duplicate": "fichier en double",
    "attachments": "pièces jointes", "embedded": "fichiers incorporés",
}
"""Codes of model.IssueCode, and those of a run."""
