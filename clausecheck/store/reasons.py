"""What the codes of failures and reading issues mean, in a few French words; the full sentence stands in the record's message."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["FAILURES", "REASONS"]

FAILURES: Mapping[str, str] = {
    "timeout": "temps dépassé", "memory": "mémoire dépassée", "crashed": "lecteur arrêté net", "error": "erreur inattendue",
    "output": "rapport démesuré", "fetch-failed": "pièce introuvable ou serveur en défaut", "no-document": "aucun fichier indiqué",
    "settings": "réglages inutilisables", "worker-lost": "machine perdue", "unread": "aucune pièce lisible",
    "missing-file": "fichier introuvable", "empty": "fichier vide", "damaged": "fichier endommagé", "truncated": "fichier tronqué",
    "encrypted": "fichier protégé par un mot de passe", "unsupported": "format non lu", "scanned-no-ocr": "pages scannées non lues",
}
"""Why a tender could not be checked: codes of a run, and of model.IssueCode where nothing was read."""
REASONS: Mapping[str, str] = {
    **FAILURES, "unreadable": "fichier inaccessible", "repaired": "fichier réparé avant lecture", "ocr": "pages scannées lues par OCR",
    "garbled-text": "texte illisible", "no-text": "aucun texte", "too-large": "trop volumineux", "needs-converter": "LibreOffice nécessaire",
    "tracked-changes": "modifications suivies", "comments": "commentaires", "hidden-text": "texte masqué",
    "nested-too-deep": "archives trop imbriquées",
    "unsafe-path": "chemin refusé dans l'archive", "wrong-extension": "extension trompeuse", "duplicate": "fichier en double",
    "attachments": "pièces jointes", "embedded": "fichiers incorporés",
}
"""All of these, and every other code of model.IssueCode."""
